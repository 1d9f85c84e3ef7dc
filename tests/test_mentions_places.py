# ruff: noqa: RUF001 - names are written as people write them
from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Point

from balkanroute.errors import BalkanRouteError, InvalidRecord
from balkanroute.gazetteer import Entry, Gazetteer, MemoryShelf
from balkanroute.mentions import find_places

BELGRADE = "geonames:792680"
BIHAC = "geonames:3204222"
EDIRNE = "geonames:747712"
PRESEVO = "geonames:786772"
DIMITROVGRAD = {"BG": "geonames:732263", "RS": "geonames:791487", "RU": "geonames:566199"}

#: What texts from the world hold, beside words.
STRANGE = [
    "\U0001f6b8", "\U0001f1f7\U0001f1f8", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\r\n",
    "\r", "\n\n", "\t", "\x00", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u00a0",
    "\u2028", "\u202e", "\u0301", "\u030c", "e\u0301\u0302\u0303", "\ufb01", "İ", "ß", "ǆ",
    "\u1e9e", "<b>", "&amp;", "${x}", "'s", "’s", ", ", ". ", "-", "–", "(", ")", "“", "”", "#",
    "@", " ",
]  # fmt: skip
NAMED = [
    "Serbia", "Preševo", "Pres\u030cevo", "Subotica", "Суботица", "Bihać", "Kapıkule", "BIHAĆ",
    "Hungarian", "Serbian-Hungarian border", "the border with Hungary", "northern Serbia", "Paris",
    "Texas", "University of Belgrade", "in", "from", "near", "police", "said", "Lesbos", "US",
]  # fmt: skip
pieces = st.one_of(
    st.sampled_from(NAMED),
    st.sampled_from(STRANGE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)
texts = st.lists(pieces, max_size=24).map(" ".join) | st.lists(pieces, max_size=24).map("".join)
noise = st.text("abcdefghijklmnopqrstuvwxyz0123456789 .,;:!?-()\n", max_size=200)
modest = settings(max_examples=60)


def told(mentions):
    """Give what is compared of mentions: where, what kind, how sure, and which place."""
    return [(m.start, m.end, m.kind, m.confidence, m.abstained, key_of(m)) for m in mentions]


def key_of(mention):
    """Name the entry that a mention is put on, None where that is left open."""
    return mention.chosen.key if mention.chosen else None


def keys(text, **hints):
    """Give, by surface, the entries that the mentions of a text are put on."""
    return {mention.surface: key_of(mention) for mention in find_places(text, **hints)}


def chosen_surfaces(text, **hints):
    """Give the surfaces of what is put on a place."""
    return [mention.surface for mention in find_places(text, **hints) if mention.chosen]


# Rules that hold for all texts


@modest
@given(texts)
def test_every_span_indexes_its_surface(text):
    assert all(text[m.start : m.end] == m.surface != "" for m in find_places(text))


@modest
@given(texts)
def test_mentions_stand_in_order_and_do_not_overlap(text):
    assert all(first.end <= second.start for first, second in pairwise(find_places(text)))


@modest
@given(texts)
def test_the_same_text_gives_the_same_mentions(text):
    assert told(find_places(text)) == told(find_places(text))


@modest
@given(texts)
def test_confidence_is_a_chance(text):
    assert all(0 <= mention.confidence <= 1 for mention in find_places(text))


@modest
@given(texts)
def test_candidates_stand_best_first(text):
    for mention in find_places(text):
        scores = [candidate.score for candidate in mention.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


@modest
@given(texts)
def test_a_mention_has_its_first_candidate_or_says_why_none(text):
    for mention in find_places(text):
        if mention.abstained is None:
            assert mention.chosen.key == mention.candidates[0].key
        else:
            assert mention.chosen is None
            assert mention.geometry is None
            assert mention.abstained.strip()


@modest
@given(texts, st.integers(1, 4), st.sampled_from(["\n", "\r\n"]))
def test_blank_lines_after_a_text_change_nothing(text, lines, newline):
    assert told(find_places(text + "\n")) == told(find_places(text + "\n" + newline * lines))


@settings(max_examples=200)
@given(noise)
def test_noise_names_no_place(text):
    assert chosen_surfaces(text) == []


@modest
@given(st.text(st.characters(), max_size=60), texts)
def test_no_text_ends_in_an_error_of_another_family(before, after):
    try:
        find_places(before + after)
    except BalkanRouteError:
        assert any(unicodedata.category(letter) == "Cs" for letter in before)


@modest
@given(texts)
def test_what_was_found_is_found_again_as_spans(text):
    spans = [(mention.start, mention.end) for mention in find_places(text)]
    assert [(m.start, m.end) for m in find_places(text, spans=spans)] == spans


@modest
@given(st.lists(st.sampled_from(NAMED), max_size=24).map(" ".join))
def test_composed_and_decomposed_letters_give_the_same_places(text):
    composed, decomposed = (
        [
            (unicodedata.normalize("NFC", m.surface), m.kind, key_of(m))
            for m in find_places(unicodedata.normalize(form, text))
        ]
        for form in ("NFC", "NFD")
    )
    assert composed == decomposed


@modest
@given(texts)
def test_no_span_ends_before_a_combining_mark(text):
    ends = [mention.end for mention in find_places(text) if mention.end < len(text)]
    assert all(unicodedata.category(text[end]) != "Mn" for end in ends)


@modest
@given(texts, st.data())
def test_given_spans_are_all_that_is_found(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    assert [(m.start, m.end) for m in find_places(text, spans=spans)] == spans


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n \t\u00a0\n", "\u200b\ufeff"])
def test_an_empty_text_names_nothing(text):
    assert find_places(text) == ()


@pytest.mark.parametrize(
    "before",
    ["\U0001f6b8 ", "e\u0301 ", "\r\n\r\n", "\u200b", "\ufeff", "\x00 ", "\U0001f1f7\U0001f1f8 "],
)
def test_what_stands_before_moves_the_span_and_nothing_else(before):
    text = "Police stopped two vans near Subotica on Monday."
    plain, moved = find_places(text), find_places(before + text)
    assert [m.start + len(before) for m in plain] == [m.start for m in moved]
    assert [key_of(m) for m in plain] == [key_of(m) for m in moved] == ["geonames:3189595"]


# Names of persons, and words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sofia Petrović, a nurse, said that she had treated the boys.", "Sofia"),
        ("“We walked for nine days,” said Sofia, who is seventeen.", "Sofia"),
        ("Michael Jordan, a spokesman for the agency, declined to comment.", "Jordan"),
        ("Milan Jovanović, 41, was arrested on Tuesday, police said.", "Milan"),
        ("Prosecutors believe that Milan drove the van while his brother paid.", "Milan"),
        ("Petra Novak, a lawyer, told reporters that her client was beaten.", "Petra"),
        ("Paris Hilton's lawyer filed a complaint on Friday.", "Paris"),
        ("The singer Sofia Vergara sang for the volunteers.", "Sofia"),
        ("Jordan Bardella spoke in parliament.", "Jordan"),
        ("A report by Florence Nightingale was read out.", "Florence"),
        ("Chad Miller, who led the study, said that numbers had fallen.", "Chad"),
    ],
)
def test_a_person_is_not_put_on_a_map(text, name):
    assert name not in chosen_surfaces(text)


@pytest.mark.parametrize(
    "text",
    [
        "The group had split before dawn and waited in a bar.",
        "A white van was found with forty people in it.",
        "The weather was nice and a mobile clinic came twice a week.",
        "He was reading a letter when the police came to the door.",
        "They paid the man in cash and he gave them a lift to the bus.",
        "Reading the charges, the judge spoke for an hour.",
        "Nice weather brings more boats, a coast guard officer said.",
        "Mobile phones were taken from them and broken.",
    ],
)
def test_a_word_is_not_a_town(text):
    assert chosen_surfaces(text) == []


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("The ferry from Ancona docked in Split, Croatia, at noon.", "Split", "geonames:3190261"),
        ("Officers in Bar, Montenegro, searched the ship.", "Bar", "geonames:3204509"),
        ("They came by bus from Van, in eastern Turkey.", "Van", "geonames:298117"),
        ("The trial opened in Sofia on Monday.", "Sofia", "geonames:727011"),
        ("Trains between Milan and Paris were stopped.", "Milan", "geonames:3173435"),
        ("Refugees in Jordan and Lebanon wait for years.", "Jordan", "JO"),
        ("Sudanese families fled to Chad and to Egypt.", "Chad", "TD"),
        ("The ministers of Armenia and Georgia met at the border.", "Georgia", "GE"),
    ],
)
def test_a_place_that_shares_its_name_is_still_found(text, name, key):
    assert keys(text)[name] == key


# Which place is meant


@pytest.mark.parametrize(
    ("text", "name", "ids"),
    [
        (
            "Hundreds slept in the snow after the camp in Lipa, near Bihać in Bosnia, burned down.",
            "Lipa",
            {"lipa", "lipa-reception-centre"},
        ),
        ("Chios: in Vial, the camp on the Greek island, tents were flooded.", "Vial", {"vial"}),
    ],
)
def test_a_camp_is_at_the_camp(text, name, ids):
    assert keys(text)[name] in ids


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Bulgarian police stopped the lorry on the road from Haskovo to Dimitrovgrad.", "BG"),
        ("The workers' train from Ulyanovsk to Dimitrovgrad was late, Russia said.", "RU"),
    ],
)
def test_a_town_that_several_countries_have_is_told_by_its_context(text, country):
    assert keys(text)["Dimitrovgrad"] == DIMITROVGRAD[country]


def test_macedonia_is_the_country_beside_serbia():
    assert keys("Trains from Macedonia to Serbia were full.")["Macedonia"] == "MK"


def test_north_macedonia_is_one_mention():
    assert keys("Border guards in North Macedonia fired shots.") == {"North Macedonia": "MK"}


@pytest.mark.parametrize("name", ["Samos", "Leros"])
def test_an_island_is_the_island(name):
    text = f"Boats landed on the Greek island of {name} overnight."
    assert keys(text)[name] == f"{name.lower()}-island"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Queues at Horgos, near Subotica in Serbia, were long.", "Horgos"),
        ("Trucks wait in Horgoš, Serbia.", "Horgoš"),
        ("Police in Szeged and Horgoš agreed.", "Horgoš"),
        ("Queues at Horgoš, on the road from Subotica to Szeged, were long.", "Horgoš"),
    ],
)
def test_horgos_is_in_serbia_or_left_open(text, name):
    assert keys(text)[name] in {"horgos", "horgos-roszke", None}


@pytest.mark.parametrize(
    "text",
    [
        "Freight trains from China wait at Khorgos, in Kazakhstan.",
        "Khorgos, on the Kazakh-Chinese border, has a dry port.",
    ],
)
def test_khorgos_is_not_in_serbia(text):
    assert keys(text).get("Khorgos") not in {"horgos", "horgos-roszke"}


def test_edirne_is_the_city():
    assert keys("They left Edirne on foot at night.")["Edirne"] == EDIRNE


def test_a_town_that_names_its_state_is_in_that_state():
    assert keys("He grew up in Paris, Texas, and studied law.")["Paris"] == "geonames:4717560"


@pytest.mark.parametrize(
    ("text", "name", "key"),
    [
        ("Most of the boys are Afghans.", "Afghans", "AF"),
        ("Hungarian officers drove them back through the fence.", "Hungarian", "HU"),
        ("A Serbian court sentenced the driver.", "Serbian", "RS"),
        ("Two Syrians drowned in the river.", "Syrians", "SY"),
        ("The Bosnian ministry denied it.", "Bosnian", "BA"),
    ],
)
def test_a_people_stands_for_its_country(text, name, key):
    (mention,) = find_places(text)
    assert (mention.surface, mention.kind, key_of(mention)) == (name, "demonym", key)


@pytest.mark.parametrize(
    "text",
    [
        "The Belgrade Chamber of Commerce met in Novi Sad.",
        "Two men from Niš were charged, and the Belgrade District Court will try them in May.",
        pytest.param(
            "The University of Belgrade published the survey.",
            marks=pytest.mark.xfail(
                strict=True,
                reason="with nothing beside it, the town in a body is taken for the town itself",
            ),
        ),
    ],
)
def test_a_place_in_the_name_of_a_body_says_so(text):
    mention = next(found for found in find_places(text) if found.surface == "Belgrade")
    assert (mention.surface, mention.kind, key_of(mention)) == (
        "Belgrade",
        "in_organisation",
        BELGRADE,
    )


@pytest.mark.parametrize(
    ("dateline", "key"),
    [
        ("BIHAĆ, Bosnia", BIHAC),
        ("BIHAC, Bosnia", BIHAC),
        ("BELGRADE", BELGRADE),
        ("PREŠEVO", PRESEVO),
    ],
)
def test_a_dateline_in_capitals_is_a_place(dateline, key):
    text = f"{dateline} – Dozens of people slept in a ruined factory on Sunday night."
    assert keys(text)[dateline.partition(",")[0]] == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Preševo", PRESEVO),
        ("Presevo", PRESEVO),
        ("Presheva", PRESEVO),
        ("Bihać", BIHAC),
        ("Bihac", BIHAC),
        ("Kapıkule", "kapikule-kapitan-andreevo"),
        ("Kapikule", "kapikule-kapitan-andreevo"),
    ],
)
def test_a_name_is_found_in_each_of_its_spellings(name, key):
    assert keys(f"They were registered in {name} and sent on.") == {name: key}


# Borders and areas


@pytest.mark.parametrize(
    ("text", "surface", "key"),
    [
        (
            "Shots were fired at the Serbian-Hungarian border.",
            "Serbian-Hungarian border",
            "RS-HU",
        ),
        (
            "Shots were fired at the Serbian–Hungarian border.",
            "Serbian–Hungarian border",
            "RS-HU",
        ),
        (
            "Guards patrol the border between Afghanistan and Tajikistan.",
            "border between Afghanistan and Tajikistan",
            "TJ-AF",
        ),
        (
            "In Serbia, groups wait in the woods near the border with Hungary.",
            "border with Hungary",
            "RS-HU",
        ),
        ("Hungary's border with Serbia was closed.", "border with Serbia", "RS-HU"),
        ("They cut the Hungarian-Serb border fence.", "Hungarian-Serb border", "RS-HU"),
        ("Snow fell on the Croatian–Bosnian border.", "Croatian–Bosnian border", "HR-BA"),
        ("Snow fell on the Bosnian-Croatian border.", "Bosnian-Croatian border", "HR-BA"),
        (
            "Officers patrol the Serbia-North Macedonia border.",
            "Serbia-North Macedonia border",
            "RS-MK",
        ),
        (
            "Ministers of the Western Balkans met on Monday.",
            "Western Balkans",
            "x-western-balkans",
        ),
        (
            "Nine people drowned in the Drina between Bosnia and Serbia.",
            "Drina",
            "drina-river",
        ),
        ("Two villages in northern Serbia took them in.", "northern Serbia", "x-northern-serbia"),
        (
            "Fewer people took the Western Balkan route last year.",
            "Western Balkan route",
            "x-western-balkan-route",
        ),
    ],
)
def test_a_border_or_an_area_is_one_mention_with_its_shape(text, surface, key):
    (mention,) = [m for m in find_places(text) if m.surface == surface]
    assert key_of(mention) == key
    assert mention.geometry.geom_type != "Point"


def test_an_area_of_which_no_shape_is_known_is_found_without_one():
    text = "Bosnia's Una-Sana Canton police moved them on."
    (mention,) = [m for m in find_places(text) if m.surface == "Una-Sana Canton"]
    assert key_of(mention) == "una-sana-canton"
    assert mention.geometry is None


# Hints


@pytest.mark.parametrize(
    ("hints", "country"),
    [
        ({"dateline": "Sofia"}, "BG"),
        ({"publisher": "The Sofia Observer"}, "BG"),
    ],
)
def test_a_hint_pulls_a_name_to_its_country(hints, country):
    text = "The van was stopped near Dimitrovgrad on Monday."
    assert keys(text, **hints) == {"Dimitrovgrad": DIMITROVGRAD[country]}


@pytest.mark.parametrize(
    ("hints", "key"),
    [
        ({"focus": "Egypt"}, "geonames:361058"),
        ({"focus": "Virginia"}, "geonames:4744091"),
        ({"publisher": "Alexandria Gazette, Virginia"}, "geonames:4744091"),
    ],
)
def test_a_hint_may_be_a_region(hints, key):
    assert keys("The council in Alexandria met on Monday.", **hints) == {"Alexandria": key}


@pytest.mark.parametrize("hint", ["publisher", "dateline", "focus"])
@pytest.mark.parametrize("nothing", ["", " ", ", ,", "Qwxyz"])
def test_a_hint_that_names_no_place_changes_nothing(hint, nothing):
    text = "The van was stopped near Dimitrovgrad, Serbia, on Monday."
    assert told(find_places(text, **{hint: nothing})) == told(find_places(text))


def test_the_text_outweighs_its_publisher():
    text = "In Texas, a jury in Paris, Texas, cleared the sheriff of Lamar County."
    assert keys(text, publisher="Le Monde, Paris")["Paris"] == "geonames:4717560"


@pytest.fixture(scope="module")
def mine():
    shed = Entry(
        key="my:quarry",
        id="quarry",
        kind="area",
        labels=(("Vrbanska Quarry", "en"), ("Zelengrm", None)),
        countries=("RS",),
        geometry=Point(19.97, 46.15),
        precision_m=300,
        basis="curated",
    )
    return Gazetteer([MemoryShelf([shed])])


@pytest.mark.parametrize("name", ["Vrbanska Quarry", "Zelengrm"])
def test_an_entry_of_ones_own_is_found(mine, name):
    text = f"Forty people slept near {name} in Serbia on Sunday."
    (mention,) = [m for m in find_places(text, gazetteer=mine) if m.surface == name]
    assert key_of(mention) == "my:quarry"
    assert mention.geometry == Point(19.97, 46.15)
    assert mention.precision_m == 300


def test_the_worlds_names_stand_beside_ones_own(mine):
    found = keys("They walked from Subotica to Zelengrm.", gazetteer=mine)
    assert found == {"Subotica": "geonames:3189595", "Zelengrm": "my:quarry"}


def test_an_entry_of_ones_own_is_not_found_without_its_gazetteer(mine):
    text = "Forty people slept near Zelengrm in Serbia on Sunday."
    assert "my:quarry" in keys(text, gazetteer=mine).values()
    assert "Zelengrm" not in chosen_surfaces(text)


# Errors


@pytest.mark.parametrize("language", ["tlh", "english", "", "de"])
def test_a_language_that_is_not_read_is_an_error(language):
    with pytest.raises(InvalidRecord, match="language") as raised:
        find_places("They left Belgrade.", language=language)
    assert "hu" in str(raised.value)


@pytest.mark.parametrize("span", [(0, 20), (-1, 4), (5, 3), (19, 25)])
def test_a_span_outside_the_text_is_an_error(span):
    with pytest.raises(InvalidRecord) as raised:
        find_places("They left Belgrade.", spans=[span])
    assert str(span[0]) in str(raised.value)


def test_each_given_span_is_put_on_its_place():
    text = "Belgrade, said Milan, is far from Hungary."
    found = find_places(text, spans=[(0, 8), (34, 41)])
    assert [(m.surface, key_of(m)) for m in found] == [("Belgrade", BELGRADE), ("Hungary", "HU")]


def test_no_spans_are_no_mentions():
    assert find_places("They left Belgrade.", spans=[]) == ()


# Long texts


PARAGRAPH = (
    "Police in Subotica, Serbia, stopped two vans on Monday. Most of the people in them were "
    "Afghans who had come from Preševo and wanted to reach Hungary. \U0001f690 A court in "
    "Sombor heard the drivers; a third was held near the Serbian-Hungarian border.\r\n\r\n"
)


def test_a_long_text_is_read_as_its_beginning_to_the_end():
    times = 300_000 // len(PARAGRAPH)
    alone = [(m.start, m.surface, m.kind, key_of(m)) for m in find_places(PARAGRAPH)]
    found = find_places(PARAGRAPH * times)
    assert len(alone) == 7
    assert [(m.start, m.surface, m.kind, key_of(m)) for m in found] == [
        (start + nth * len(PARAGRAPH), *rest) for nth in range(times) for start, *rest in alone
    ]


def test_a_line_longer_than_what_is_read_at_once_is_cut_between_words():
    line = "They walked from Subotica to Novi Sad. " * 2_500
    found = [mention.surface for mention in find_places(line)]
    assert found == ["Subotica", "Novi Sad"] * 2_500


def test_a_word_longer_than_what_is_read_at_once_names_nothing():
    assert chosen_surfaces("q" * 90_000) == []


def test_a_gazetteer_of_ones_own_gives_the_places_of_the_world_their_geometry():
    mine = Gazetteer([MemoryShelf([])])
    (mention,) = find_places("They waited in Subotica.", gazetteer=mine)
    assert mention.geometry.distance(Point(19.67, 46.1)) < 0.1


def test_a_country_that_the_text_names_has_its_outline():
    (mention,) = find_places("They waited in Serbia.")
    assert mention.geometry.geom_type == "MultiPolygon"
    assert mention.precision_m == Gazetteer.bundled().place("RS").precision_m
