"""
The places that one article mentions: where, what kind, and which entry of the gazetteer is meant.

The article, a news report of October 2023 on smuggling groups at the Serbian-Hungarian border, is
not part of the project; the offsets hold for its text with the SHA-256 below.

How it was decided:

- The longest name of one place is the mention: "southern Serbia", not the Serbia in it. A border
  that is named by the country across it ("the border with ..."), or only by its side
  ("southern ..."), is the border that the sentence is about.
- A possessive ending is no part of a mention, nor is "the", nor the "Area" after a border.
- The adjective before "government", "police" or "party" is a demonym. A city that only says where
  an organisation sits ("...-based") is a place.
- The European Union counts as a place where people enter it, not where it acts. It, Europe and
  the Balkans are parts of the world that only a list of countries defines: they go by name.
- Groups and parties are no places, even where their names hold a people's ("Magyar ...").
- What may be found or not, and is neither missed nor false: the country in "pro-...", the
  elections of a union, and the region in the name of the outlet that published the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from balkanroute.mentions import Mention
from balkanroute.mentions.records import MentionKind

FILE = "000_c0d7a9d6aa00ca9e.txt"
SHA256 = "8c8a0294bc5d75f3dcfd5e99287a0acef401b939d7877166028142f4c7e33770"


@dataclass(frozen=True, slots=True)
class Gold:
    """
    A mention that is in the article.

    Parameters
    ----------
    start, end, surface, kind
        As for `balkanroute.mentions.Mention`.
    key
        The entry of the bundled gazetteer that is meant; None where it goes by its name.
    name
        The name of what is meant, where no key is given.
    counts
        Whether it must be found.
    """

    start: int
    end: int
    surface: str
    kind: MentionKind
    key: str | None
    name: str | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Misses:
    """
    How what was found differs from the gold list.

    Parameters
    ----------
    missed
        Mentions that count and were not found with their exact span.
    false
        Spans found that are no mention.
    wrong
        Spans found that are of another kind, or mean another place: what was found, and the gold.
    """

    missed: tuple[Gold, ...]
    false: tuple[Mention, ...]
    wrong: tuple[tuple[Mention, Gold], ...]


def misses(found: Iterable[Mention]) -> Misses:
    """Compare what was found in the article with the gold list, in the order of the text."""
    mentions = sorted(found, key=lambda mention: (mention.start, mention.end))
    spans = {(mention.start, mention.end) for mention in mentions}
    pairs = [(mention, _BY_SPAN.get((mention.start, mention.end))) for mention in mentions]
    return Misses(
        missed=tuple(gold for gold in GOLD if gold.counts and (gold.start, gold.end) not in spans),
        false=tuple(mention for mention, gold in pairs if gold is None),
        wrong=tuple((m, gold) for m, gold in pairs if gold and not _agrees(m, gold)),
    )


def _agrees(mention: Mention, gold: Gold) -> bool:
    """Tell whether a mention is of the kind and the place of the gold list."""
    chosen = mention.chosen
    if chosen is None or mention.kind != gold.kind:
        return False
    return chosen.key == gold.key if gold.key else chosen.name == gold.name


#: In the order of the text.
GOLD = (
    Gold(36, 43, "Hungary", "place", "HU"),
    Gold(120, 126, "Afghan", "demonym", "AF"),
    Gold(184, 190, "Serbia", "place", "RS"),
    Gold(318, 327, "Hungarian", "demonym", "HU"),
    Gold(450, 456, "Afghan", "demonym", "AF"),
    Gold(511, 520, "Vojvodina", "place", "RS-VO"),
    Gold(524, 530, "Serbia", "place", "RS"),
    Gold(543, 562, "border with Hungary", "place", "RS-HU"),
    Gold(779, 785, "Israel", "place", "IL"),
    Gold(794, 805, "Palestinian", "demonym", "PS"),
    Gold(878, 908, "Western Balkan migration route", "place", "x-western-balkan-route"),
    Gold(988, 1002, "Western Europe", "place", "x-western-europe"),
    Gold(1084, 1108, "Serbian-Hungarian Border", "place", "RS-HU"),
    Gold(1154, 1178, "Hungarian-Serbian border", "place", "RS-HU"),
    Gold(1211, 1222, "Afghanistan", "place", "AF"),
    Gold(1224, 1231, "Morocco", "place", "MA"),
    Gold(1236, 1241, "Syria", "place", "SY"),
    Gold(1327, 1329, "EU", "place", None, name="European Union"),
    Gold(1392, 1407, "northern Serbia", "place", "x-northern-serbia"),
    Gold(1440, 1448, "Albanian", "demonym", "AL"),
    Gold(1466, 1473, "Albania", "place", "AL"),
    Gold(1475, 1481, "Kosovo", "place", "XK"),
    Gold(1486, 1501, "southern Serbia", "place", "x-southern-serbia"),
    Gold(1526, 1533, "Serbian", "demonym", "RS"),
    Gold(1538, 1547, "Hungarian", "demonym", "HU"),
    Gold(1812, 1819, "Hungary", "place", "HU"),
    Gold(1822, 1837, "southern border", "place", "RS-HU"),
    Gold(2418, 2425, "Hungary", "place", "HU"),
    Gold(2586, 2595, "Vojvodina", "place", "RS-VO"),
    Gold(2640, 2647, "Serbian", "demonym", "RS"),
    Gold(2752, 2758, "Afghan", "demonym", "AF"),
    Gold(3163, 3187, "Serbian-Hungarian border", "place", "RS-HU"),
    Gold(3454, 3456, "EU", "place", None, name="European Union"),
    Gold(3523, 3534, "Afghanistan", "place", "AF"),
    Gold(3667, 3678, "Middle East", "place", "x-middle-east"),
    Gold(3761, 3768, "Balkans", "place", None, name="Balkans"),
    Gold(3818, 3824, "Europe", "place", None, name="Europe"),
    Gold(3871, 3877, "Israel", "place", "IL"),
    Gold(3908, 3912, "Gaza", "place", "geonames:281133"),
    Gold(3932, 3939, "Hungary", "place", "HU"),
    Gold(4019, 4049, "Western Balkan migration route", "place", "x-western-balkan-route"),
    Gold(4121, 4135, "Western Europe", "place", "x-western-europe"),
    Gold(4199, 4205, "Moscow", "place", "geonames:524901"),
    Gold(4206, 4214, "Belgrade", "place", "geonames:792680"),
    Gold(4272, 4279, "Russian", "demonym", "RU", counts=False),
    Gold(4280, 4289, "Hungarian", "demonym", "HU"),
    Gold(4334, 4375, "border between Afghanistan and Tajikistan", "place", "TJ-AF"),
    Gold(4407, 4414, "Afghans", "demonym", "AF"),
    Gold(4418, 4423, "Tajik", "demonym", "TJ"),
    Gold(4449, 4454, "Tajik", "demonym", "TJ"),
    Gold(4500, 4506, "Moscow", "place", "geonames:524901"),
    Gold(4521, 4527, "Moscow", "place", "geonames:524901"),
    Gold(4531, 4539, "Belgrade", "place", "geonames:792680"),
    Gold(4642, 4644, "EU", "place", None, name="European Union"),
    Gold(4825, 4834, "Hungarian", "demonym", "HU"),
    Gold(4933, 4942, "Hungarian", "demonym", "HU"),
    Gold(5005, 5007, "EU", "place", None, name="European Union", counts=False),
    Gold(5082, 5088, "Afghan", "demonym", "AF"),
    Gold(5125, 5131, "Europe", "place", None, name="Europe"),
    Gold(5206, 5215, "Hungarian", "demonym", "HU"),
    Gold(5236, 5242, "Europe", "place", None, name="Europe"),
    Gold(5284, 5292, "European", "demonym", None, name="Europe", counts=False),
    Gold(5502, 5510, "Budapest", "place", "geonames:3054643"),
    Gold(5641, 5656, "southern border", "place", "RS-HU"),
    Gold(5711, 5726, "northern Serbia", "place", "x-northern-serbia"),
    Gold(5803, 5812, "Hungarian", "demonym", "HU"),
    Gold(5896, 5906, "Asotthalom", "place", "geonames:3055835"),
    Gold(5908, 5924, "southern Hungary", "place", "x-southern-hungary"),
    Gold(6198, 6204, "Balkan", "in_organisation", None, name="Balkan Insight", counts=False),
)
_BY_SPAN = {(gold.start, gold.end): gold for gold in GOLD}
