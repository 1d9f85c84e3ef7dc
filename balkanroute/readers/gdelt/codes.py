"""Columns and codes of GDELT 2.0, and FIPS country codes in ISO's."""

from __future__ import annotations

from typing import Final

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = (
    "Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID",
)  # fmt: skip
#: Columns of an events export.
EVENTS: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"{what}Geo_{name}" for what in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
#: Columns of a mentions table.
MENTIONS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset",
    "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
#: Columns of both that hold figures.
FIGURES: Final = frozenset(
    {
        "IsRootEvent", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles",
        "AvgTone", "ActionGeo_Type", "Actor1Geo_Type", "Actor2Geo_Type", "MentionType",
        "SentenceID", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    }
)  # fmt: skip

#: What ``ActionGeo_Type`` says of a place.
COUNTRY, US_STATE, US_CITY, CITY, STATE = 1, 2, 3, 4, 5

#: What the twenty root codes of CAMEO stand for, in short.
ROOTS: Final = {
    "01": "public statement",
    "02": "appeal",
    "03": "intent to cooperate",
    "04": "consultation",
    "05": "diplomatic cooperation",
    "06": "material cooperation",
    "07": "aid",
    "08": "concession",
    "09": "investigation",
    "10": "demand",
    "11": "disapproval",
    "12": "rejection",
    "13": "threat",
    "14": "protest",
    "15": "show of force",
    "16": "reduced relations",
    "17": "coercion",
    "18": "assault",
    "19": "fight",
    "20": "mass violence",
}

#: FIPS 10-4 with ISO 3166-1 alpha-2, as GeoNames pairs them, joined; states that are no more are
#: left out.
_PAIRS: Final = """
AAAW ACAG AEAE AFAF AGDZ AJAZ ALAL AMAM ANAD AOAO AQAS ARAR ASAU AUAT AVAI AYAQ BABH BBBB BCBW
BDBM BEBE BFBS BGBD BHBZ BKBA BLBO BMMM BNBJ BOBY BPSB BRBR BTBT BUBG BVBV BXBN BYBI CACA CBKH
CDTD CELK CFCG CGCD CHCN CICL CJKY CKCC CMCM CNKM COCO CQMP CSCR CTCF CUCU CVCV CWCK CYCY DADK
DJDJ DODM DRDO ECEC EGEG EIIE EKGQ ENEE ERER ESSV ETET EZCZ FGGF FIFI FJFJ FKFK FMFM FOFO FPPF
FRFR FSTF GAGM GBGA GGGE GHGH GIGI GJGD GKGG GLGL GMDE GPGP GQGU GRGR GTGT GVGN GYGY HAHT HKHK
HMHM HOHN HRHR HUHU ICIS IDID IMIM ININ IOIO IRIR ISIL ITIT IVCI IZIQ JAJP JEJE JMJM JOJO KEKE
KGKG KNKP KRKI KSKR KTCX KUKW KVXK KZKZ LALA LELB LGLV LHLT LILR LOSK LSLI LTLS LULU LYLY MAMG
MBMQ MCMO MDMD MFYT MGMN MHMS MIMW MJME MKMK MLML MNMC MOMA MPMU MRMR MTMT MUOM MVMV MXMX MYMY
MZMZ NCNC NENU NFNF NGNE NHVU NING NLNL NNSX NONO NPNP NRNR NSSR NUNI NZNZ ODSS PAPY PCPN PEPE
PKPK PLPL PMPA POPT PPPG PSPW PUGW QAQA RERE RIRS RBRS RMMH RNMF RORO RPPH RQPR RSRU RWRW SASA
SBPM SCKN SESC SFZA SGSN SHSH SISI SLSL SMSM SNSG SOSO SPES STLC SUSD SVSJ SWSE SXGS SYSY SZCH
TBBL TDTT THTH TITJ TKTC TLTK TNTO TOTG TPST TSTN TTTL TUTR TVTV TWTW TXTM TZTZ UCCW UGUG UKGB
UPUA USUS UVBF UYUY UZUZ VCVC VEVE VIVG VMVN VQVI VTVA WANA WFWF WIEH WSWS WZSZ YMYE ZAZM ZIZW
GZPS WEPS
"""
#: ISO 3166-1 alpha-2 by FIPS 10-4.
ISO: Final = {pair[:2]: pair[2:] for pair in _PAIRS.split()}
#: Codes of parts of a country, whose outline is not the country's.
PARTS: Final = frozenset({"GZ", "WE"})
