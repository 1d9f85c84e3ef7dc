# ruff: noqa: RUF001 - Cyrillic sentences are meant
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer import Gazetteer
from balkanroute.mentions.inflected import find_inflected
from balkanroute.mentions.languages import SUPPORTED
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.places import find_places
from balkanroute.mentions.tokens import cut

#: Keys of the store that sentences name, by a word for each; several where the store has a place
#: more than once.
KEYS = {
    word: frozenset(keys.split("/"))
    for word, keys in (
        line.split()
        for line in """
        subotica geonames:3189595
        presevo geonames:786772
        sid geonames:3190922
        beograd geonames:792680
        kladusa geonames:3188225
        bihac geonames:3204222
        dunav danube-river
        apatin geonames:3204793
        sofija geonames:727011
        dimitrovgrad geonames:791487
        sombor geonames:3190342
        solun geonames:734077
        gevgelija geonames:790744/world:940709591
        krnjaca krnjaca-asylum-centre
        obrenovac geonames:787516
        kabul geonames:1138958
        lezbos lesbos-island/world:627883353
        kikinda geonames:789518
        miratovac geonames:787929
        mitrovica geonames:3190103
        pazar geonames:787595
        loznica geonames:3196153
        drina drina-river
        segedin geonames:715429
        vranje geonames:784227
        bec geonames:2761369
        trst geonames:3165185
        palanka geonames:3204674
        bujanovac geonames:792173
        pesta geonames:3054643
        pirot geonames:787050
        zagreb geonames:3186886
        nis geonames:787657
        kanjiza geonames:789600
        skoplje geonames:785842
        istanbul geonames:745044/world:1464904437
        jedrene geonames:747712
        temisvar geonames:665087
        novisad geonames:3194360
        karlovci geonames:3190101
        vidin geonames:725905
        lom geonames:729581
        pristina geonames:786714
        breg geonames:3204670
        evropa world:525029279
        eu world:1243317668
        roszke geonames:716028
        asotthalom geonames:3055835
        morahalom geonames:3047922
        debrecen geonames:721472
        csongrad HU-CS
        hegyeshalom geonames:3051581
        halas geonames:3049880
        roma geonames:3169070
        vac geonames:3043293
        tompa geonames:3043820
        kelebia geonames:3050406
        szanto geonames:3051520
        arad geonames:686254/world:552496383
        varad geonames:671768
        tisa tisa-river
        torokkanizsa geonames:787600
        baja geonames:3055685
        bacskiskun HU-BK
        mohacs geonames:3047967
        nyiregyhaza geonames:716935
        """.strip().splitlines()
    )
}
#: Sentences in the manner of news, made for this test; what names a place stands in brackets with
#: the key that it means, and was marked before anything had read it.
LATIN = """
U [Subotici|subotica] je policija zatekla 38 državljana [Avganistana|AF] i [Sirije|SY] u fabrici.
Migranti su iz [Preševa|presevo] prebačeni u centar u [Adaševcima|adasevci], blizu [Šida|sid].
Na [srpsko-mađarskoj granici|RS-HU] kod [Horgoša|horgos] sinoć je odjeknulo nekoliko hitaca.
Ministarstvo unutrašnjih poslova [Srbije|RS] javlja da su kod [Kelebije|kelebija-rs] četiri osobe.
Danilo Kiš nije pisao o ovome, ali [Subotica|subotica] danas prima izbeglice iz [Iraka|IQ].
[Mađarska|HU] policija vratila je grupu u [Srbiju|RS], tvrdi organizacija iz [Beograda|beograd].
U [Velikoj Kladuši|kladusa] i [Bihaću|bihac] kampovi su puni, a put ka [Hrvatskoj|HR] zatvoren.
Dvojica [Avganistanaca|AF] pronađena su u [Dunavu|dunav] kod [Apatina|apatin].
Od [Sofije|sofija] do [Dimitrovgrada|dimitrovgrad] plaća se hiljadu evra, kaže Sofija Petrović.
Bar pet osoba povređeno je u tuči u [Somboru|sombor].
Novi talas izbeglica stigao je u maju iz [Turske|TR] preko [Bugarske|BG].
Vozovi iz [Soluna|solun] i dalje staju u [Gevgeliji|gevgelija], u [Severnoj Makedoniji|MK].
Komesarijat navodi da u [Krnjači|krnjaca] i [Obrenovcu|obrenovac] boravi devetsto ljudi.
Porodica iz [Kabula|kabul] je preko [Irana|IR] i [Turske|TR] stigla do [Lezbosa|lezbos].
Marko Sombor, portparol, rekao je da kamp u [Kikindi|kikinda] radi normalno.
[Srpski|RS] i [austrijski|AT] policajci čuvaju [granicu sa Severnom Makedonijom|RS-MK].
U selu [Miratovac|miratovac], u opštini [Preševo|presevo], nalazi se prva tačka prihvata.
U [Sremskoj Mitrovici|mitrovica] je upisano 215 [Sirijaca|SY] i 40 [Pakistanaca|PK].
Iz [Novog Pazara|pazar] i [Loznice|loznica] prelaze [Drinu|drina] u [Bosnu i Hercegovinu|BA].
Advokat Nikola Kovačević kaže da su ljudi iz [Segedina|segedin] vraćeni u [Horgoš|horgos].
[Evropska unija|eu] plaća novi centar u [Vranju|vranje], a [Beč|bec] šalje opremu.
Na [granici Srbije i Mađarske|RS-HU] prošle godine zabeleženo je 100.000 pokušaja prelaska.
Iz [Trsta|trst] su vraćeni u [Sloveniju|SI], pa u [Hrvatsku|HR] i na kraju u [Bihać|bihac].
Meštani [Majdana|majdan] i [Rabe|rabe], uz [Rumuniju|RO], žale se, kaže učiteljica Milica Palanka.
Kod [Bačke Palanke|palanka] se čamac sa devet [Marokanaca|MA] prevrnuo na putu ka [Hrvatskoj|HR].
"""
CYRILLIC = """
Из [Суботице|subotica] је кренуло више од двеста људи ка [мађарској граници|RS-HU].
У [Прешево|presevo] је стигло 120 [Сиријаца|SY], а у [Бујановцу|bujanovac] је отворен још један центар.
Председник [Србије|RS] разговарао је у [Будимпешти|pesta] са премијером [Мађарске|HU].
Полиција је код [Сомбора|sombor] пресрела камион са таблицама из [Словеније|SI].
Нови центар у [Пироту|pirot] примиће људе који долазе из [Бугарске|BG].
Уна Ковач, лекарка из [Загреба|zagreb], лечила је избеглице у [Бихаћу|bihac].
Тело младића извучено је из [Дрине|drina] код [Лознице|loznica].
По извештају Савета [Европе|evropa] [хрватска|HR] полиција тукла је људе код [Велике Кладуше|kladusa].
На [српско-бугарској граници|RS-BG] ухапшен је држављанин [Турске|TR].
Из [Ниша|nis] воз иде до [Београда|beograd], а одатле аутобус до [Суботице|subotica].
У [Грчкој|GR], на острву [Лезбос|lezbos], живи дванаест хиљада тражилаца азила.
Никола Пазар, возач, осуђен је у [Врању|vranje], а брат му у [Нишу|nis].
Село [Мартонош|martonos] код [Кањиже|kanjiza] постало је зборно место.
Бар троје деце нестало је на путу од [Ђевђелије|gevgelija] до [Скопља|skoplje].
[Авганистанци|AF] и [Пакистанци|PK] чине већину у прихватном центру [Обреновац|obrenovac].
Министарство спољних послова [Аустрије|AT] упозорило је [Београд|beograd] на визну политику.
Од [Истанбула|istanbul] до [Једрена|jedrene] пут кошта триста евра.
[Румунска|RO] полиција вратила их је у [Србију|RS] из [Темишвара|temisvar].
У [Новом Саду|novisad] и [Сремским Карловцима|karlovci] волонтери деле храну.
Чамац је потонуо на [Дунаву|dunav] између [Видина|vidin] и [Лома|lom].
У априлу је из [Босне и Херцеговине|BA] у [Црну Гору|ME] враћено седамнаест особа.
Преко [Косова|XK] и [Албаније|AL] иде мањи број људи, кажу у [Приштини|pristina].
Кријумчари у [Шиду|sid] траже 400 евра за вожњу до [Загреба|zagreb].
[Граница са Хрватском|RS-HR] код [Батроваца|batrovci] била је затворена пет сати.
[Мађари|HU] су ограду подигли од [Хоргоша|horgos] до [Бачког Брега|breg], пише [немачка|DE] штампа.
"""
HUNGARIAN = """
[Szegeden|segedin] elfogtak tizenkét [szír|SY] állampolgárt, akik [Szerbiából|RS] érkeztek.
[Röszkénél|roszke] és [Ásotthalomnál|asotthalom] négyszáz határsértőt tartóztattak fel.
A [szerb-magyar határon|RS-HU] megduplázódott a próbálkozások száma, írta egy [belgrádi|beograd] lap.
A rendőrök [Mórahalom|morahalom] közelében állítottak meg egy [bolgár|BG] rendszámú furgont.
A Belügyminisztérium szerint [Debrecenben|debrecen] és [Nyíregyházán|nyiregyhaza] nyílik új iroda.
Pápai Gergő, a [Csongrád-Csanád|csongrad] megyei rendőrség szóvivője cáfolta a hírt.
[Szabadkán|subotica] és [Magyarkanizsán|kanjiza] [afgánok|AF] aludtak az utcán.
[Ausztria|AT] katonákat küldött [Hegyeshalomhoz|hegyeshalom], közölték [Bécsben|bec].
[Törökországból|TR] [Bulgárián|BG] és [Szerbián|RS] át vezet az út [Németországba|DE].
Vác Péter ügyvéd védencét [Kiskunhalason|halas] megverték, majd visszavitték [Szerbiába|RS].
A pápa [Rómában|roma] imádkozott a menekültekért, Pap Vilmos pedig [Vácon|vac] gyűjtött ruhát.
[Tompánál|tompa] és [Kelebiánál|kelebia] éjjel is járőröznek a katonák.
Az [Európai Unió|eu] bírósága elítélte [Magyarországot|HU] a tranzitzónák miatt.
A [belgrádi|beograd] pályaudvarnál háromszáz [pakisztáni|PK] várakozik.
Magyar Péter [Újvidéken|novisad] nem járt, csak [Horgoson|horgos]; a táborban [szírek|SY] éltek.
[Hercegszántó|szanto] mellett, a [szerbiai|RS] oldalról alagutat ástak a kerítés alatt.
Májusban [Görögország|GR] felől [Észak-Macedóniába|MK] kétezren léptek be.
Szabó Miklós [Temesvárról|temisvar] indult, és [Aradon|arad] vagy [Nagyváradon|varad] fogták el.
A [horvát|HR] rendőrök [Bihácsnál|bihac] visszafordították őket [Boszniába|BA].
A [Tiszán|tisa] csónakkal keltek át [Törökkanizsánál|torokkanizsa].
A [Duna|dunav] partján, [Bajánál|baja] három [marokkói|MA] férfit fogtak el.
[Isztambulban|istanbul] hatezer eurót fizetett, [Szófiában|sofija] még ezret.
A [szegedi|segedin] törvényszék elítélte a [zombori|sombor] embercsempészt és egy [iraki|IQ] társát.
[Bács-Kiskun|bacskiskun] megyében, [Baja|baja] és [Mohács|mohacs] között torlódott a forgalom.
[Koszovó|XK] és [Albánia|AL] felé kevesebben indulnak, mondta Német Sándor kutató.
"""
TABLES = {"sr-Latn": LATIN, "sr-Cyrl": CYRILLIC, "hu": HUNGARIAN}
#: Precision, recall, and the share of what was found that was put on the right place.
FLOORS = {"sr-Latn": (0.5, 0.5, 0.5), "sr-Cyrl": (0.5, 0.5, 0.5), "hu": (0.5, 0.5, 0.5)}
_MARK = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


@dataclass(frozen=True)
class Score:
    """How a table was read."""

    precision: float
    recall: float
    right: float
    wrong: tuple[str, ...]


def unmarked(line: str) -> tuple[str, dict[tuple[int, int], frozenset[str]]]:
    """Take the marks out of a line; give the text, and the keys of each span."""
    text, gold, last = "", {}, 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        gold[len(text), len(text) + len(mark[1])] = KEYS.get(mark[2], frozenset({mark[2]}))
        text += mark[1]
        last = mark.end()
    return text + line[last:], gold


@cache
def score(language: str) -> Score:
    """Read a table sentence by sentence."""
    found = named = hit = right = 0
    wrong = []
    for line in TABLES[language].strip().splitlines():
        text, gold = unmarked(line)
        spans = {(m.start, m.end): m for m in find_places(text, language=language)}
        found, named, hit = found + len(spans), named + len(gold), hit + len(spans.keys() & gold)
        wrong += [f"missed {text[a:b]}: {text}" for a, b in gold.keys() - spans.keys()]
        wrong += [f"false {text[a:b]}: {text}" for a, b in spans.keys() - gold.keys()]
        for span in spans.keys() & gold.keys():
            chosen = spans[span].chosen
            right += chosen is not None and chosen.key in gold[span]
            if chosen is None or chosen.key not in gold[span]:
                wrong.append(f"{spans[span].surface} on {chosen and chosen.key}: {text}")
    return Score(hit / found, hit / named, right / hit, tuple(wrong))
