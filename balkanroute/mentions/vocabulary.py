# ruff: noqa: RUF001, SIM905 - words stand in rows, with the apostrophes of news texts
"""The small tables of who can speak, and of the words around them."""

from __future__ import annotations

from typing import Final

from balkanroute.model.records import AgentKind

DAYS: Final = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sept Oct "
    "Nov Dec Monday's Friday's".split()
)
RELATIVES: Final = frozenset("who whose which whom".split())
RESUMING: Final = frozenset([",", ")", "—", "–", "and", "but", "then"])
AUXILIARIES: Final = frozenset(
    "has have had also later then since already further again once now just still previously "
    "today yesterday himself herself itself often even always soon repeatedly".split()
)
NOUNS_IN_LY: Final = frozenset("family assembly italy daily weekly july ally kelly reilly".split())
REFUSING: Final = frozenset(
    "not never nobody none neither nor cannot could would may might can should must will shall to "
    "is are was were be been being no without did does do 'll 'd".split()
)
FINITE: Final = frozenset(
    "is are was were has have had will would could can may might did does do be been should must "
    "not said says told".split()
)
BOUNDS: Final = frozenset(
    "that but as when while because if whether where although though since before until than so "
    "what how why or unless once after what's That As If What When While Although Because After "
    "Whether Unless Since Before Though Where How Why According according".split()
)
SUPPOSING: Final = frozenset("if whether unless as what how why than according where".split())
LEADING: Final = frozenset(
    "and but yet still so now then today yesterday later earlier meanwhile however also both "
    "there even interestingly".split()
)
PREPOSITIONS: Final = frozenset(
    "in on at by for from with during about against among between under over through into to "
    "towards within following despite near across amid of upon".split()
)
INTRODUCING: Final = (PREPOSITIONS - {"of"}) | frozenset(
    "after before when while although though since because if as however meanwhile still yet "
    "earlier later yesterday today interestingly also asked speaking instead once additionally "
    "furthermore moreover but and so then now nevertheless finally first second".split()
)
DETERMINERS: Final = frozenset(
    "the a an his her its their this one another our my The A An His Her Its Their This One "
    "Another".split()
)
PARTICLES: Final = frozenset("van von de der den del della di da al el bin ibn le la".split())
AFTER_SPEAKER: Final = frozenset(
    "in on at during when after who as that late early yesterday today before while last this "
    "to told said with for by which where since because if".split()
)
CUTTING: Final = frozenset(
    "of for at in from with on to by cited quoted close familiar involved speaking based dated "
    "published compiled entitled released issued obtained seen prepared working living and".split()
)

DOCUMENTS: Final = frozenset(
    "report dossier document paper study survey poll analysis statement release letter memo "
    "memorandum assessment review indictment ruling verdict complaint lawsuit filing audit "
    "article book affidavit communique communiqué briefing bulletin website notice "
    "text".split()
)
DOCUMENTS_OF_MANY: Final = frozenset(
    "documents reports studies surveys polls records findings investigations figures statistics "
    "data charges estimates letters papers files cables".split()
)
GOVERNMENT: Final = frozenset(
    "ministry government parliament police army navy military court agency administration council "
    "commission committee office department bureau directorate embassy cabinet presidency senate "
    "congress gendarmerie tribunal municipality state regime kremlin pentagon assembly eu un "
    "nato unhcr unicef frontex europol interpol iom who ofac fbi cia nsa dea fda epa usda usgs "
    "osce imf authority "
    "service".split()
)
COUNTRIES: Final = frozenset(
    "Hungary Serbia Austria Croatia Romania Bulgaria Greece Turkey Türkiye Bosnia Kosovo Albania "
    "Macedonia Montenegro Slovenia Slovakia Germany Italy France Russia Ukraine China Iran Iraq "
    "Syria Afghanistan Pakistan Israel Morocco Britain Poland India Japan Australia Canada "
    "Washington Moscow Brussels Belgrade Budapest Beijing Ankara Tehran London".split()
)
ORGANISATIONS: Final = frozenset(
    "think-tank company group organisation organization ngo university institute association bank "
    "union party charity foundation network firm team club centre center league federation "
    "movement coalition alliance corporation hospital school church militia industry campaign "
    "college society trust airline inc ltd llc corp".split()
)
OUTLETS: Final = frozenset(
    "newspaper daily weekly magazine outlet broadcaster channel station portal reuters afp ap "
    "birn bbc cnn tass tanjug mti hvg telex politico guardian times post herald tribune journal "
    "gazette news radio tv television xinhua bloomberg".split()
)
#: Names among the nouns, which keep their great letter.
PROPER: Final = frozenset(
    "kremlin pentagon frontex europol interpol unicef reuters tanjug telex politico xinhua "
    "bloomberg guardian".split()
)
#: Bodies of one word, which else passes for the name of a person.
COMPANIES: Final = frozenset(
    "Amazon Amnesty Apple Boeing Facebook Google Greenpeace Hamas Hezbollah Huawei Intel Meta "
    "Microsoft Netflix Oxfam Samsung Tesla Toyota Twitter Uber Volkswagen Wikileaks Fidesz "
    "Jobbik Telegram Congress".split()
)
ROLES: Final = frozenset(
    "minister president premier chancellor secretary spokesman spokeswoman spokesperson adviser "
    "advisor analyst expert director chief head chairman chairwoman chair leader lawmaker deputy "
    "mp ambassador commissioner mayor governor judge lawyer attorney prosecutor officer official "
    "general colonel commander captain lieutenant sergeant researcher professor scientist "
    "historian journalist author editor economist activist critic source witness resident owner "
    "manager executive ceo founder co-founder coach player doctor man woman boy girl mother father "
    "victim suspect migrant refugee smuggler teacher student farmer coordinator co-author "
    "representative senator congressman councillor councilor councilman cllr comrade "
    "sheikh imam presenter advocate plaintiff star regulator pollster sheriff detective "
    "investigator pilot "
    "bishop pope king queen prince superintendent writer physician pastor priest singer actor "
    "actress defendant son daughter brother sister wife husband neighbour neighbor "
    "driver worker volunteer specialist scholar fellow engineer geologist "
    "biologist organiser organizer principal inspector director-general vice-president "
    "chancellor reviewer diplomat trader "
    "consultant adviser strategist partner associate member guard soldier".split()
)
GROUPS: Final = frozenset(f"{role}s" for role in ROLES) | frozenset(
    "critics observers authorities people police media men women families relatives groups "
    "organisations organizations agencies companies ngos colleagues firefighters rescuers "
    "troops locals others some many several most both opponents supporters parents "
    "campaigners commentators academics detectives conservationists scientists "
    "environmentalists prosecution defence ministries secretaries "
    "states countries staff cops sceptics skeptics insiders republicans democrats".split()
)
PRONOUNS: Final = frozenset("he she it they He She It They".split())
#: Capitalised before a name without being of it.
TITLES: Final = frozenset(
    "Mr. Mrs. Ms. Dr. Gen. Col. Lt. Sgt. Capt. Cpl. Maj. Prof. Rev. Sen. Rep. Gov. Det. Supt. Hon. "
    "PM COO CFO CTO Mr Mrs Ms Dr Gen Sir Lord Lady Dame Prime Foreign "
    "Interior Defence Defense Finance "
    "Justice "
    "Vice Deputy Chief State Attorney Secretary Police Fire Acting Former Senior U.S. US UN EU "
    "Hungarian Serbian Austrian Croatian Turkish Russian German Greek French Italian British "
    "American Israeli Iranian Chinese Party Sergeant The Health Education Environment "
    "District Circuit Homeland Agriculture Assistant Executive General County City Saint "
    "National Security".split()
)
#: Letters after a name.
LETTERS: Final = frozenset("QC KC MP MEP MD PhD CBE OBE MBE Jr Sr SC".split())
NO_NAMES: Final = DAYS | frozenset(
    "There This That These Those What Which Who We I You Here Nothing Nobody Everyone Everything "
    "Something Someone Anyone Not Now So Then Such Such Table Figure Photo Image".split()
)


EVIDENCE: Final = DOCUMENTS | DOCUMENTS_OF_MANY
KINDS: Final[dict[str, AgentKind]] = {
    **dict.fromkeys(ORGANISATIONS, "organisation"),
    **dict.fromkeys(GOVERNMENT, "government body"),
    **dict.fromkeys(OUTLETS, "outlet"),
    **dict.fromkeys(DOCUMENTS, "unnamed"),
    **dict.fromkeys(DOCUMENTS_OF_MANY, "unnamed"),
    **dict.fromkeys(GROUPS, "unnamed"),
}
COMMON: Final = frozenset(
    "intelligence local rights government military security senior former top some many several "
    "most human aid opposition independent foreign political classified leaked federal state city "
    "county court health medical police company industry other".split()
)
#: Words that begin a sentence before a name.
OPENING: Final = (
    frozenset("said says explained added asked".split())
    | INTRODUCING
    | LEADING
    | {w.lower() for w in DAYS}
)
