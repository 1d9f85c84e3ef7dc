# ruff: noqa: RUF001 - dashes part a dateline from its text
from __future__ import annotations

import hashlib

import pytest
import standin
from hypothesis import given, settings
from hypothesis import strategies as st

import balkanroute as br
from balkanroute.errors import BalkanRouteError, InvalidRecord
from balkanroute.mentions import places
from balkanroute.mentions.drafting import NOBODY, OUTLET, draft
from balkanroute.mentions.reading import find_dateline
from balkanroute.model import Claim, Source, find_problems, from_plain, to_plain
from balkanroute.periods import Period

NEWS = (
    "Police close a road in northern Serbia\n\n"
    "Police in Serbia found 40 people in a lorry near Szeged on 3 October 2023. "
    "The group had come from Afghanistan, said Ana Petrovic. "
    "Some 1,200 people were counted there.\r\n\r\n"
    "## In Hungary, too\n"
    "Is anybody left in Hungary? "
    "The ministry of interior denied that the road from Belgrade to Budapest was closed. "
    "It rained all day. "
    "More than 300 people were waiting. "
    "Afghans are waiting there, too."
)

REAL = places.find_places


@pytest.fixture(scope="module", autouse=True)
def stand_in():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "find_places", standin.find_places, raising=False)
        yield


def only(text, **options):
    """Give the one claim of a text."""
    (claim,) = draft(text, **options).claims
    return claim


def roles(text):
    return [(place.place, place.role) for place in only(text).where]


# What is a claim


def passages(text):
    return [text[claim.at.start : claim.at.end] for claim in draft(text).claims]


def test_a_sentence_with_a_place_is_a_claim():
    assert passages("It rained. A lorry stopped in Serbia.") == ["A lorry stopped in Serbia."]


def test_a_figure_is_claimed_of_the_place_named_before_it_in_its_paragraph():
    claim = draft("A lorry stopped in Serbia. Some 40 people were in it.").claims[1]
    assert [place.place for place in claim.where] == ["serbia"]
    assert claim.extra["place_from"] == "paragraph"


def test_a_figure_may_be_of_the_place_of_the_paragraph_before():
    claim = draft("A lorry stopped in Serbia.\n\nSome 40 people were in it.").claims[1]
    assert claim.extra["place_from"] == "paragraph before"


def test_a_figure_is_not_claimed_of_a_place_further_back():
    text = "A lorry stopped in Serbia.\nIt rained all day.\nSome 40 people were in it."
    assert len(draft(text).claims) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Is anybody left in Serbia?",
        "## What is new in Serbia",
        "Back in Serbia.",
        "Afghans were waiting there, too.",
        "It rained all day long.",
    ],
)
def test_what_asserts_nothing_of_a_place_is_no_claim(text):
    assert draft(text, language="en").claims == ()


def test_the_title_is_not_claimed_again():
    text = "A lorry stopped in Serbia\n\nIt was seen near Szeged by police."
    assert len(draft(text, title="A lorry stopped in Serbia").claims) == 1


def test_a_name_that_is_left_open_is_kept_with_its_claim():
    claim = only("The lorry was stopped in Qwertyville by police.")
    assert (claim.where, claim.extra["unplaced"]) == ((), ["Qwertyville"])


def test_a_draft_says_nothing_yet():
    assert {claim.says for claim in draft(NEWS).claims} == {""}


def test_every_claim_and_the_atlas_are_marked_as_drafts():
    atlas = draft(NEWS)
    assert {claim.extra["status"] for claim in atlas.claims} == {atlas.extra["status"]} == {"draft"}


# Who says it


def test_what_nobody_is_quoted_for_is_reported_by_the_outlet():
    claim = only("A lorry was stopped in Serbia by police.", publisher="The Daily Lorry")
    assert (claim.speaker, claim.stance) == ("the-daily-lorry", "reports")


def test_an_outlet_that_is_not_given_is_called_so():
    assert only("A lorry was stopped in Serbia by police.").speaker == OUTLET.id


def test_what_is_attributed_is_its_speakers_with_their_stance():
    text = "The ministry of interior denied that the road from Belgrade to Budapest was closed."
    atlas = draft(text)
    (claim,) = atlas.claims
    assert (atlas.agent(claim.speaker).name, claim.stance) == ("ministry of interior", "denies")


def test_what_is_believed_by_nobody_named_is_not_put_in_the_outlets_mouth():
    claim = only("The lorry is believed to have come from Serbia at night.", publisher="The Daily")
    assert claim.speaker == NOBODY.id


def test_a_place_in_the_words_for_a_speaker_is_not_what_the_claim_is_about():
    text = "The government of Hungary said that the lorry had been stopped in Serbia at night."
    assert roles(text) == [("serbia", "within")]


def test_where_something_was_said_is_not_what_is_said():
    text = "Speaking in Budapest, the minister said that lorries had been stopped all over Serbia."
    assert [place for place, _ in roles(text)] == ["serbia"]


def test_a_dateline_is_neither_where_nor_when():
    claim = only("BELGRADE, Oct 3 (Reuters) - A lorry was stopped near Szeged by police.")
    assert ([place.place for place in claim.where], claim.about) == (["szeged"], None)


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("BELGRADE, Serbia (AP) — Police", "BELGRADE, Serbia (AP) — "),
        ("A headline\n\nNovi Sad, Oct 3 (Reuters) - Police", "Novi Sad, Oct 3 (Reuters) - "),
        ("BIHAĆ – Police", "BIHAĆ – "),
        ("The road – a long one – is shut.", None),
        ("EU-funded police are there.", None),
        ("One.\nTwo.\nThree.\nBELGRADE – Police", None),
        ("", None),
    ],
)
def test_a_dateline_begins_in_capitals_or_names_an_agency(text, dateline):
    found = find_dateline(text)
    assert (found and text[found.start : found.end]) == dateline


def test_speakers_are_agents_of_their_kind():
    kinds = {agent.name: agent.kind for agent in draft(NEWS, publisher="The Daily").agents}
    assert kinds["Ana Petrovic"] == "person"
    assert kinds["The Daily"] == "outlet"


# Where, when and how many


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("stopped in Szeged", "at"),
        ("stopped at the city of Szeged", "at"),
        ("came from Szeged", "from"),
        ("drove 12 km from Szeged", "near"),
        ("drove towards Szeged", "to"),
        ("had reached Szeged", "to"),
        ("drove through Szeged", "via"),
        ("was hidden near the town of Szeged", "near"),
        ("was bigger than Szeged", "about"),
    ],
)
def test_the_word_before_a_town_says_its_role(words, role):
    assert [found for _, found in roles(f"The white lorry {words} that night.")] == [role]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("was lost in Serbia", "within"),
        ("was lost across Serbia", "within"),
        ("was stopped on the Serbian-Hungarian border", "at"),
        ("drove along the Serbian-Hungarian border", "near"),
        ("crossed the Serbian-Hungarian border", "via"),
        ("was driven from neighbouring Serbia", "from"),
    ],
)
def test_the_role_fits_what_the_place_is(words, role):
    assert [found for _, found in roles(f"The white lorry {words} that night.")] == [role]


def test_a_list_of_places_shares_its_preposition():
    text = "The lorries came from Serbia, Kosovo and Afghanistan to Budapest that night."
    assert [role for _, role in roles(text)] == ["from", "from", "from", "to"]


def test_a_place_named_twice_stands_once_with_the_role_that_says_more():
    assert roles("Serbia says it: the lorry came from Serbia.") == [("serbia", "from")]


def test_figures_go_with_the_claim():
    (quantity,) = only("Police found 40 people in northern Serbia that night.").quantities
    assert (quantity.best, quantity.unit) == (40, "person")


def test_one_date_is_what_the_claim_is_about():
    assert only("On 3 October 2023 a lorry stopped in Serbia.").about == Period("2023-10-03")


def test_several_dates_are_left_to_the_author():
    claim = only("Lorries stopped in Serbia on 3 October 2023, and in May 2022 in Kosovo.")
    assert (claim.about, claim.extra["dates"]) == (None, ["2023-10-03", "2022-05"])


def test_a_day_is_reckoned_from_when_the_text_came_out():
    claim = only("A lorry stopped in Serbia on Thursday.", published=Period("2023-11-03"))
    assert claim.about == Period("2023-11-02?")


def test_only_places_that_a_claim_is_about_are_in_the_atlas():
    atlas = draft("Is it in Budapest? A lorry stopped in Serbia at night.")
    assert [place.gazetteer for place in atlas.places] == ["RS"]


# The source


def test_the_source_carries_the_hash_of_its_text():
    (source,) = draft(NEWS).sources
    assert source.extra["sha256"] == hashlib.sha256(NEWS.encode()).hexdigest()


def test_a_source_that_is_given_is_kept_and_completed():
    given_source = Source(id="mine", title="Lorries", extra={"shelf": 3})
    (source,) = draft(NEWS, source=given_source, publisher="The Daily").sources
    assert (source.id, source.publisher, source.language) == ("mine", "The Daily", "en")
    assert source.extra["shelf"] == 3


def test_no_words_of_the_text_are_copied_unless_asked_for():
    assert {claim.quote for claim in draft(NEWS).claims} == {None}


def test_copied_sentences_are_marked_amber_as_is_their_source():
    atlas = draft(NEWS, with_quotes=True)
    assert {claim.sensitivity for claim in atlas.claims} == {atlas.sources[0].sensitivity}
    assert atlas.sources[0].sensitivity == "amber"
    assert all(claim.quote == NEWS[claim.at.start : claim.at.end] for claim in atlas.claims)


def test_a_source_that_is_guarded_more_stays_so():
    given_source = Source(id="mine", title="Lorries", sensitivity="red")
    assert draft(NEWS, source=given_source, with_quotes=True).sources[0].sensitivity == "red"


def test_in_hungarian_only_places_are_read_and_the_atlas_says_so():
    text = "A rendőrség szerint 40 embert találtak Szeged közelében egy teherautóban."
    atlas = draft(text)
    (claim,) = atlas.claims
    assert (atlas.sources[0].language, claim.quantities) == ("hu", ())
    assert "only places are read" in atlas.note


def test_a_language_that_is_not_read_is_refused_with_those_that_are():
    text = "Die Polizei fand vierzig Menschen in einem Lastwagen nahe der Grenze zu Ungarn."
    with pytest.raises(InvalidRecord, match=r"'de', and read are en, sr-Latn, sr-Cyrl, hu"):
        draft(text)


# What holds for every text


def test_the_same_text_gives_the_same_atlas():
    assert draft(NEWS) == draft(NEWS)


def test_the_same_sentence_twice_is_two_claims():
    text = "A lorry stopped in Serbia. A lorry stopped in Serbia."
    assert len({claim.id for claim in draft(text).claims}) == 2


def test_a_draft_comes_back_from_its_file(tmp_path):
    atlas = draft(NEWS, publisher="The Daily", published=Period("2023-10-04"), with_quotes=True)
    br.write(atlas, tmp_path / "draft.yaml")
    assert br.read(tmp_path / "draft.yaml") == atlas


def test_a_draft_can_be_drawn(tmp_path):
    assert br.save(br.overview(draft(NEWS)), tmp_path / "draft.html").stat().st_size > 10_000


def test_the_paragraph_of_a_selector_counts_lines_with_text_in_them():
    assert [claim.at.paragraph for claim in draft(NEWS).claims] == [1, 2, 2, 2, 4, 4]


PIECES = st.sampled_from(
    [
        *NEWS.split(". "),
        "<script>alert(1)</script>", "${alert(1)}", "\r\n", "\n\n", "\u2028", "\x85", "\x0b", "\t",
        "\U0001f600", "e\u0301", "\u202e", "# ", "- ", '"', "“", "”", "said", "in", "Serbia", ". ",
        "?", "Qwertyville", "40", "On Thursday", "according to", "is believed to", ",", "\x07",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(st.characters(codec="utf-8"), max_size=8), max_size=14)


@settings(max_examples=150)
@given(TEXTS.map(" ".join))
def test_any_text_is_drafted_or_refused_and_its_draft_holds(text):
    try:
        atlas = draft(text, language="en", published=Period("2023-11-03"), publisher=text[:9])
    except BalkanRouteError:
        return
    assert len({claim.id for claim in atlas.claims}) == len(atlas.claims)
    for claim in atlas.claims:
        passage = text[claim.at.start : claim.at.end]
        assert hashlib.sha256(passage.encode()).hexdigest() == claim.at.sha256
        assert claim.at.paragraph == sum(
            bool(line.strip()) for line in text[: claim.at.start + 1].splitlines()
        )
        assert atlas.source(claim.source).extra["sha256"]
        assert atlas.agent(claim.speaker)


@settings(max_examples=25)
@given(TEXTS.map(" ".join))
def test_any_draft_comes_back_from_its_file(tmp_path_factory, text):
    try:
        atlas = draft(f"A lorry stopped in Serbia. {text}", language="en", with_quotes=True)
    except BalkanRouteError:
        return
    path = tmp_path_factory.mktemp("draft") / "draft.yaml"
    br.write(atlas, path)
    assert br.read(path) == atlas


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \r\n\u2028",
        "A lorry stopped\0 in Serbia.",
        "A lorry stopped \ud800 in Serbia.",
        "<p>A lorry stopped in <b>Serbia</b>.</p>",
        "A lorry stopped in Serbia.\r\n" * 50,
        "A lorry \U0001f69b stopped in Serbia \U0001f1f7\U0001f1f8.",
        "a lorry in Serbia and " * 45_000,
        "“" * 20_000 + "Serbia",
        "said " * 20_000 + "Serbia",
        "1,000 " * 20_000 + "Serbia",
    ],
    ids=[
        "empty", "blank", "nul", "surrogate", "markup", "crlf", "emoji", "a line of 1 MB", "quotes",
        "cues", "numbers",
    ],
)  # fmt: skip
def test_hostile_text_is_drafted_or_refused(text):
    try:
        atlas = draft(text, language="en")
    except BalkanRouteError:
        return
    assert all(claim.at.check(text) == "found" for claim in atlas.claims)


def test_hostile_text_is_drafted_with_the_real_finder(monkeypatch):
    monkeypatch.setattr(places, "find_places", REAL)
    text = (
        "<b>Szeged\x1b[31m</b> & \U0001f69b\u202eSubotica\u0301 was ${Röszke} that night.\r\n" * 40
    )
    claims = draft(text, language="en").claims
    assert claims
    assert all(claim.at.check(text) == "found" for claim in claims)


# A claim without words


def test_a_claim_without_words_must_be_a_draft():
    with pytest.raises(InvalidRecord, match="says is empty"):
        Claim(says="", speaker="a", source="s")


def test_blanks_are_no_words_in_a_draft_either():
    with pytest.raises(InvalidRecord, match="says is empty"):
        Claim(says="  ", speaker="a", source="s", extra={"status": "draft"})


def test_a_draft_without_words_goes_through_plain_data():
    claim = Claim(says="", speaker="a", source="s", extra={"status": "draft"})
    assert from_plain(Claim, to_plain(claim)) == (claim, [])


def test_a_draft_without_words_is_warned_of():
    atlas = draft("A lorry stopped in Serbia that night.")
    records = {
        kind: getattr(atlas, kind) for kind in ("sources", "agents", "places", "routes", "claims")
    }
    (problem,) = find_problems(records)
    assert (problem.severity, problem.path) == ("warning", ("claims", 0, "says"))
