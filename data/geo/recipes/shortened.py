"""
How English papers shorten the names of states and countries, and what they call their people.

States of the United States: the postal code of USPS and the abbreviation of the press (as the
Associated Press prints them after a town); provinces of Canada likewise. Only what news texts use.
"""

from __future__ import annotations

from typing import Final

STATES: Final[dict[str, tuple[str, ...]]] = {
    code: (code, *filter(None, press.split("|")))
    for code, press in (
        ("AL", "Ala."), ("AK", "Alaska."), ("AZ", "Ariz."), ("AR", "Ark."), ("CA", "Calif."),
        ("CO", "Colo."), ("CT", "Conn."), ("DE", "Del."), ("DC", "D.C.|Washington, D.C."),
        ("FL", "Fla."), ("GA", "Ga."), ("HI", ""), ("ID", ""), ("IL", "Ill."), ("IN", "Ind."),
        ("IA", ""), ("KS", "Kan.|Kans."), ("KY", "Ky."), ("LA", "La."), ("ME", ""), ("MD", "Md."),
        ("MA", "Mass."), ("MI", "Mich."), ("MN", "Minn."), ("MS", "Miss."), ("MO", "Mo."),
        ("MT", "Mont."), ("NE", "Neb.|Nebr."), ("NV", "Nev."), ("NH", "N.H."), ("NJ", "N.J."),
        ("NM", "N.M."), ("NY", "N.Y.|New York State"), ("NC", "N.C."), ("ND", "N.D."), ("OH", ""),
        ("OK", "Okla."), ("OR", "Ore."), ("PA", "Pa.|Penn."), ("RI", "R.I."), ("SC", "S.C."),
        ("SD", "S.D."), ("TN", "Tenn."), ("TX", "Tex."), ("UT", ""), ("VT", "Vt."), ("VA", "Va."),
        ("WA", "Wash.|Washington State"), ("WV", "W.Va.|W. Va."), ("WI", "Wis."), ("WY", "Wyo."),
    )
}  # fmt: skip
CANADA: Final[dict[str, tuple[str, ...]]] = {
    "Ontario": ("Ont.", "ON"),
    "Quebec": ("Que.", "Québec", "QC"),
    "British Columbia": ("B.C.", "BC"),
    "Alberta": ("Alta.", "AB"),
    "Manitoba": ("Man.", "MB"),
    "Saskatchewan": ("Sask.", "SK"),
    "Nova Scotia": ("N.S.", "NS"),
    "New Brunswick": ("N.B.", "NB"),
    "Newfoundland and Labrador": ("N.L.", "Newfoundland", "Labrador", "NL"),
    "Prince Edward Island": ("P.E.I.", "PEI"),
}
#: Other names of a country, and words for its people that no list gives.
COUNTRIES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "US": (
        ("U.S.", "US", "USA", "U.S.A.", "United States of America", "the States"),
        ("American", "African American", "Native American"),
    ),
    "GB": (
        ("U.K.", "UK", "Britain", "Great Britain"),
        ("British", "Briton", "Brit"),
    ),
    "AE": (("UAE", "U.A.E.", "Emirates"), ("Emirati",)),
    "KP": (("North Korea", "DPRK", "N. Korea"), ("North Korean",)),
    "KR": (("South Korea", "S. Korea", "Republic of Korea"), ("South Korean", "Korean")),
    "CD": (
        ("DR Congo", "DRC", "Democratic Republic of Congo", "Democratic Republic of the Congo"),
        ("Congolese",),
    ),
    "CG": (("Republic of the Congo", "Congo-Brazzaville", "Congo"), ()),
    "CI": (("Ivory Coast", "Côte d'Ivoire"), ("Ivorian",)),
    "CV": (("Cape Verde", "Cabo Verde"), ()),
    "CZ": (("Czech Republic", "Czechia"), ("Czech",)),
    "DK": ((), ("Danish", "Dane")),
    "SS": ((), ("South Sudanese",)),
    "ES": ((), ("Spanish", "Spaniard")),
    "FI": ((), ("Finnish", "Finn")),
    "FR": ((), ("French", "Frenchman")),
    "GM": (("Gambia", "The Gambia"), ("Gambian",)),
    "IE": (("Ireland", "Republic of Ireland"), ("Irish", "Irishman")),
    "IS": ((), ("Icelandic", "Icelander")),
    "IL": ((), ("Israeli",)),
    "KZ": ((), ("Kazakh",)),
    "LA": (("Laos",), ("Lao", "Laotian")),
    "MM": (("Myanmar",), ("Burmese",)),
    "MO": (("Macau", "Macao"), ()),
    "NL": (("Netherlands", "The Netherlands"), ("Dutch", "Dutchman")),
    "NO": ((), ("Norwegian",)),
    "NZ": ((), ("New Zealander", "Kiwi")),
    "PH": ((), ("Philippine", "Filipino", "Filipina")),
    "PL": ((), ("Polish", "Pole")),
    "PS": (("Palestine", "Palestinian Territories", "Palestinian territories"), ("Palestinian",)),
    "PT": ((), ("Portuguese",)),
    "RU": (("Russian Federation",), ("Russian",)),
    "SA": ((), ("Saudi", "Saudi Arabian")),
    "SE": ((), ("Swedish", "Swede")),
    "SK": (("Slovak Republic", "Slovakia"), ("Slovak", "Slovakian")),
    "SI": ((), ("Slovene", "Slovenian")),
    "SV": ((), ("Salvadoran", "Salvadorean")),
    "SZ": (("Eswatini", "Swaziland"), ("Swazi",)),
    "TJ": ((), ("Tajik",)),
    "TL": (("East Timor", "Timor-Leste"), ("Timorese",)),
    "TM": ((), ("Turkmen",)),
    "TR": (("Turkey", "Türkiye"), ("Turkish", "Turk")),
    "TT": (("Trinidad and Tobago", "T&T"), ("Trinidadian",)),
    "TW": ((), ("Taiwanese",)),
    "UZ": ((), ("Uzbek",)),
    "VA": (("Vatican", "Holy See", "Vatican City"), ()),
    "VN": ((), ("Vietnamese",)),
    "AR": ((), ("Argentine", "Argentinian")),
    "BD": ((), ("Bangladeshi",)),
    "CH": ((), ("Swiss",)),
    "CY": ((), ("Cypriot",)),
    "DO": ((), ("Dominican",)),
    "GR": ((), ("Greek",)),
    "HT": ((), ("Haitian",)),
    "HK": (("Hong Kong",), ()),
    "IR": (("Islamic Republic of Iran",), ("Iranian",)),
    "JP": ((), ("Japanese",)),
    "MK": (("North Macedonia", "FYROM"), ()),
    "XK": ((), ("Kosovar", "Kosovan")),
    "RS": ((), ("Serbian", "Serb")),
    "HR": ((), ("Croatian", "Croat")),
    "BA": (("Bosnia", "Bosnia-Herzegovina", "BiH"), ("Bosnian",)),
    "HU": ((), ("Hungarian",)),
    "SY": ((), ("Syrian",)),
}
#: What people of a state, a province or a nation of the United Kingdom are called.
PEOPLE: Final[dict[str, tuple[str, ...]]] = {
    "Alaska": ("Alaskan",), "Alabama": ("Alabaman",), "Arizona": ("Arizonan",),
    "California": ("Californian",), "Colorado": ("Coloradan",), "Florida": ("Floridian",),
    "Georgia": (), "Hawaii": ("Hawaiian",), "Illinois": ("Illinoisan",), "Indiana": ("Hoosier",),
    "Iowa": ("Iowan",), "Kansas": ("Kansan",), "Kentucky": ("Kentuckian",),
    "Louisiana": ("Louisianan",), "Maine": ("Mainer",), "Minnesota": ("Minnesotan",),
    "Montana": ("Montanan",), "Nebraska": ("Nebraskan",), "Nevada": ("Nevadan",),
    "New York": ("New Yorker",), "Ohio": ("Ohioan",), "Oklahoma": ("Oklahoman",),
    "Oregon": ("Oregonian",), "Pennsylvania": ("Pennsylvanian",), "Tennessee": ("Tennessean",),
    "Texas": ("Texan",), "Utah": ("Utahn",), "Vermont": ("Vermonter",), "Virginia": ("Virginian",),
    "Washington": ("Washingtonian",), "Ontario": ("Ontarian",), "Manitoba": ("Manitoban",),
    "Alberta": ("Albertan",), "Quebec": ("Quebecer",), "England": ("English", "Englishman"),
    "Scotland": ("Scottish", "Scot"), "Wales": ("Welsh", "Welshman"),
}  # fmt: skip
