"""The page on which a draft is reviewed: what is chosen and written there is in the saved atlas."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import reviewing
from pages import PHONE, VECTORS, WIDE
from playwright.sync_api import expect
from reviewing import SENTENCES, TEXT

import balkanroute as br
from balkanroute.errors import InvalidRecord
from balkanroute.gazetteer import Gazetteer
from balkanroute.mentions import Mention
from balkanroute.mentions.drafting import draft_reading
from balkanroute.mentions.reading import read_text
from balkanroute.mentions.reviewing import reviewable
from balkanroute.render.review import review_html

AXE = Path(__file__).parent / "javascript/node_modules/axe-core/axe.min.js"
NARROW = (320, 568)
#: What the keyboard is on: its name, and whether a frame of 2 px or more shows where that is.
FOCUSED = """() => {
    const node = document.activeElement;
    const style = getComputedStyle(node);
    return {
        name: node.id || node.dataset.key || node.dataset.mention || node.className || node.tagName,
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
}"""
VISIT = """async () => {
    const told = {};
    const rest = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const body = document.querySelector('#rv-body');
    told.article = document.querySelector('#rv-text').textContent;
    document.querySelector('.rv-text .rv-mark').click();
    await rest();
    told.mention = body.textContent;
    document.querySelector('.rv-number').click();
    await rest();
    told.claim = body.textContent;
    told.topics = document.querySelector('#rv-topics').value;
    window.dispatchEvent(new Event('beforeprint'));
    told.print = document.querySelector('#rv-print').textContent;
    window.dispatchEvent(new Event('afterprint'));
    return told;
}"""


def page_of(**told):
    given = {"text": TEXT, "mentions": reviewing.mentions(), "atlas": reviewing.atlas()} | told
    return review_html(**{"title": "The article"} | given)


@dataclass
class Desk:
    """The review page in a browser."""

    watched: object

    @property
    def page(self):
        return self.watched.page

    def mark(self, number):
        """Choose a mention, counted from 1."""
        self.page.locator(".rv-text .rv-mark").nth(number - 1).click()

    def claim(self, number):
        self.page.locator(".rv-number").nth(number - 1).click()

    def option(self, name):
        return self.page.locator(".rv-option", has_text=name)

    def word(self, number, says):
        self.claim(number)
        self.page.get_by_label("in your own words").fill(says)

    def saved(self, folder):
        """Save, and give what was saved: the plain data and the file."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Save the atlas").click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return json.loads(path.read_text("utf-8")), path

    def where_the_map_is(self):
        """Give what the map's scale and its pins say."""
        pins = self.page.locator(".rv-pin-host")
        return pins.evaluate_all(
            "all => all.map(one => [one.textContent, one.style.transform,"
            " one.firstChild.className])"
        )


@pytest.fixture
def desk(look):
    """Open a review; what is not saved may be left at the end without a question."""
    opened = []

    def open_page(html=None, size=WIDE, **options):
        opened.append(look(html or page_of(), size, **options))
        return Desk(opened[-1])

    yield open_page
    for watched in opened:
        watched.page.evaluate("window.onbeforeunload = null")


@pytest.mark.browser
def test_the_marks_stand_where_the_mentions_do(desk):
    page = desk().page
    marks = page.locator(".rv-text .rv-mark")
    expect(marks).to_have_text([one["surface"] for one in reviewing.mentions()])
    told = page.locator(".rv-text").evaluate(
        "host => [...host.querySelectorAll('.rv-mark')].map(mark => {"
        " const range = document.createRange();"
        " range.setStart(host, 0); range.setEndBefore(mark);"
        " const before = range.cloneContents();"
        " before.querySelectorAll('.rv-number').forEach(one => one.remove());"
        " return before.textContent.replace(/\\s/g, ''); })"
    )
    assert told == [re.sub(r"\s", "", TEXT[: one["start"]]) for one in reviewing.mentions()]


@pytest.mark.browser
def test_the_article_reads_as_it_was_written(desk):
    host = desk().page.locator(".rv-text")
    told = host.evaluate(
        "host => [...host.querySelectorAll('p')].map(one => { const copy = one.cloneNode(true);"
        " copy.querySelectorAll('.rv-number').forEach(number => number.remove());"
        " return copy.textContent; })"
    )
    assert told == [line for line in TEXT.splitlines() if line]


@pytest.mark.browser
def test_a_claims_passage_is_marked_in_the_text(desk):
    review = desk()
    for number, sentence in enumerate(SENTENCES, 1):
        review.claim(number)
        shown = "".join(review.page.locator(".rv-now").all_text_contents())
        assert shown == sentence
        expect(review.page.locator("#rv-body blockquote")).to_have_text(sentence)


@pytest.mark.browser
def test_a_mention_says_what_it_is_taken_for_and_how_sure_that_is(desk):
    review = desk()
    mark = review.page.locator(".rv-text .rv-mark").nth(7)
    expect(mark).to_have_accessible_name("Paris: place, a guess (35 %), left open, not reviewed")
    review.mark(8)
    body = review.page.locator("#rv-body")
    expect(body).to_contain_text("Left open by the program: only far places bear the name")
    expect(review.option("None of these").locator("input")).to_be_checked()


@pytest.mark.browser
def test_choosing_a_candidate_moves_the_map_and_changes_the_saved_atlas(desk, tmp_path):
    review = desk()
    review.mark(8)
    before = review.where_the_map_is()
    review.option("Paris, Texas").click()
    expect(review.page.locator(".rv-pin-host .rv-pin.rv-chosen")).to_have_text("2")
    assert review.where_the_map_is() != before
    plain, path = review.saved(tmp_path)
    assert plain["places"][-1] == {
        "id": "paris-texas",
        "name": "Paris, Texas",
        "kind": "settlement",
        "point": [-95.556, 33.661],
        "precision_m": 3000,
        "gazetteer": "geonames:4717560",
    }
    assert br.read(path).place("paris-texas").name == "Paris, Texas"
    review.watched.nothing_went_wrong()


@pytest.mark.browser
def test_a_pin_on_the_map_chooses_as_the_list_does(desk):
    review = desk()
    review.mark(1)
    review.page.wait_for_timeout(400)
    review.page.locator(".rv-pin-host", has_text="2").click()
    expect(review.option("Szeged puszta").locator("input")).to_be_checked()
    expect(review.page.locator("#rv-progress")).to_contain_text("1 of 8 mentions reviewed")


@pytest.mark.browser
def test_claims_of_a_passage_follow_its_mention(desk, tmp_path):
    review = desk()
    review.mark(1)
    review.option("Szeged puszta").click()
    plain, _ = review.saved(tmp_path)
    where = [claim["where"] for claim in plain["claims"]]
    assert where[0] == [{"place": "szeged-puszta", "role": "near"}]
    # The other mention of the name is left as it was.
    assert where[2] == [{"place": "szeged", "role": "to"}]


@pytest.mark.browser
def test_a_choice_can_be_the_same_for_all_mentions_of_a_name(desk, tmp_path):
    review = desk()
    review.mark(1)
    review.option("Szeged puszta").click()
    review.page.get_by_role("button", name="Same for both mentions").click()
    expect(review.page.locator("#rv-progress")).to_contain_text("2 of 8 mentions reviewed")
    plain, _ = review.saved(tmp_path)
    assert plain["claims"][2]["where"] == [{"place": "szeged-puszta", "role": "to"}]
    assert "szeged" not in {place["id"] for place in plain["places"]}


@pytest.mark.browser
def test_a_place_that_was_unchosen_and_that_nothing_names_is_gone(desk, tmp_path):
    review = desk()
    review.mark(2)
    review.option("Not a place").click()
    plain, _ = review.saved(tmp_path)
    kept = [place["id"] for place in plain["places"]]
    assert kept == ["szeged", "northern-serbia", "hungary", "roszke", "belgrade"]


@pytest.mark.browser
def test_a_worded_claim_is_in_the_saved_atlas_with_all_its_fields(desk, tmp_path):
    review = desk()
    page = review.page
    review.word(1, "1,200 people tried to cross near Szeged in one day.")
    page.get_by_label("Who says so").select_option("Somebody else …")
    page.get_by_label("Name of the speaker").fill("Border police of Csongrád")
    page.get_by_label("What the speaker is").select_option("government body")
    page.get_by_label("What the speaker does").select_option("estimates")
    page.get_by_label("Topics").fill("crossings, figures , ")
    page.get_by_label("When it is about").fill("2023-10-25/2023-10-26")
    page.get_by_label("Role of Szeged").select_option("from")
    page.get_by_label("Add a place").select_option("Subotica")
    page.get_by_role("button", name="Add", exact=True).click()
    _, path = review.saved(tmp_path)
    atlas = br.read(path)
    claim = atlas.claims[0]
    assert claim.says == "1,200 people tried to cross near Szeged in one day."
    assert (claim.stance, claim.topics, claim.is_draft) == (
        "estimates", ("crossings", "figures"), False,
    )  # fmt: skip
    assert claim.about == br.Period("2023-10-25/2023-10-26")
    assert claim.where == (
        br.PlaceRole(place="szeged", role="from"), br.PlaceRole(place="subotica"),
    )  # fmt: skip
    speaker = atlas.agent(claim.speaker)
    assert (speaker.name, speaker.kind) == ("Border police of Csongrád", "government body")
    assert claim.quantities[0].best == 1200
    assert claim.at.check(TEXT) == "found"
    review.watched.nothing_went_wrong()


@pytest.mark.browser
def test_a_review_that_changes_nothing_saves_the_draft_as_it_was(desk, tmp_path):
    _, path = desk().saved(tmp_path)
    draft = tmp_path / "draft.json"
    draft.write_text(json.dumps(reviewing.atlas()), encoding="utf-8")
    assert br.read(path) == br.read(draft)
    assert all(claim.is_draft for claim in br.read(path).claims)


@pytest.mark.browser
def test_a_dropped_claim_is_gone_with_the_speaker_whom_nothing_else_names(desk, tmp_path):
    review = desk()
    review.claim(3)
    review.page.get_by_label("Drop this claim").check()
    expect(review.page.get_by_label("in your own words")).to_be_disabled()
    expect(review.page.locator("#rv-progress")).to_contain_text("1 dropped")
    plain, _ = review.saved(tmp_path)
    assert [claim["id"] for claim in plain["claims"]] == ["d-1", "d-2"]
    assert [agent["id"] for agent in plain["agents"]] == ["police", "officials"]


@pytest.mark.browser
def test_an_atlas_whose_claims_all_have_words_is_no_draft_any_more(desk, tmp_path):
    review = desk()
    for number in (1, 2, 3):
        review.word(number, f"Words {number}.")
    expect(review.page.locator("#rv-progress")).to_contain_text("3 of 3 claims worded")
    plain, path = review.saved(tmp_path)
    assert "extra" not in plain
    assert [claim.says for claim in br.read(path).claims] == ["Words 1.", "Words 2.", "Words 3."]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("written", "why"),
    [("last week", "is not a date"), ("2023-02-30", "no day"), ("2024/2023", "ends before")],
)
def test_a_period_that_is_none_is_told_and_not_saved(desk, written, why):
    review = desk()
    page = review.page
    review.claim(2)
    field = page.get_by_label("When it is about")
    field.fill(written)
    expect(page.locator("#rv-period-wrong")).to_contain_text(why)
    expect(field).to_have_attribute("aria-invalid", "true")
    review.claim(1)
    page.get_by_role("button", name="Save the atlas").click()
    expect(page.locator("#rv-status")).to_contain_text("Not saved: claim 2")
    expect(field).to_have_value(written)


@pytest.mark.browser
def test_the_articles_own_words_are_told_to_be_that(desk):
    review = desk()
    review.word(2, SENTENCES[1])
    expect(review.page.locator("#rv-says-help")).to_contain_text("own words; put them in yours")


@pytest.mark.browser
def test_leaving_with_changes_that_are_not_saved_is_asked_about(desk, tmp_path):
    review = desk()
    page = review.page
    review.mark(1)
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#rv-unsaved")).to_have_text("There are changes that are not saved.")
    assert page.evaluate("typeof window.onbeforeunload") == "function"
    review.saved(tmp_path)
    expect(page.locator("#rv-unsaved")).to_be_empty()
    assert page.evaluate("window.onbeforeunload") is None


def _hostile(text):
    """Give a review in which every field holds a text."""
    article = f"{text} says that Szeged is here. The rest."
    start, length = article.index("Szeged"), len(text)
    candidate = reviewing.SZEGED | {
        "key": text, "name": text, "kind": text, "countries": [text], "reasons": [text],
    }  # fmt: skip
    mention = {"kind": text, "confidence": 0.5, "abstained": text, "candidates": [candidate]}
    found = [
        {"start": 0, "end": length, "surface": text, "chosen": text} | mention,
        {"start": start, "end": start + 6, "surface": "Szeged", "chosen": None} | mention,
    ]
    claim = {
        "id": text, "says": "", "speaker": text, "source": text, "stance": text, "topics": [text],
        "about": text, "where": [{"place": text, "role": text}],
        "quantities": [{"what": text, "unit": text, "best": 1, "per": text}],
        "at": {"start": 0, "end": len(article) - 10},
        "extra": {"status": "draft", "unplaced": [text], "dates": [text], "also_speaking": [text]},
    }  # fmt: skip
    atlas = {
        "title": text,
        "agents": [{"id": text, "name": text, "kind": text}],
        "places": [{"id": text, "name": text, "gazetteer": text}],
        "claims": [claim],
    }
    return page_of(text=article, mentions=found, atlas=atlas, title=text, language=text)


@pytest.mark.browser
@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS.keys())
def test_hostile_text_in_any_field_is_shown_as_typed_and_runs_nothing(desk, vector):
    review = desk(_hostile(vector))
    page = review.page
    told = page.evaluate(VISIT)

    def plain(text):
        return " ".join(text.split())

    assert {part for part, text in told.items() if plain(vector) not in plain(text)} == set()
    assert page.locator("#rv-title").text_content() == f"Review: {vector}"
    assert page.locator("body img, body a[href^=javascript], iframe").count() == 0
    review.watched.nothing_went_wrong()


def test_the_files_letters_are_the_same_each_time():
    assert page_of() == page_of()


def test_no_text_of_the_article_stands_in_markup_or_script():
    told = page_of(
        text="zxqj <b>", mentions=[], atlas={"title": "zxqj </script>"}, title="zxqj & co"
    )
    outside = re.sub(r'<script type="application/json".*?</script>', "", told, flags=re.DOTALL)
    assert "zxqj" not in outside
    assert told.count("zxqj") == 3


def test_half_a_character_does_not_keep_the_page_from_being_written():
    assert "?" in page_of(text="a\ud800b", mentions=[]).encode().decode()


@pytest.mark.parametrize("shift", [1, -1, 10_000])
def test_a_mention_that_does_not_stand_where_it_says_is_refused(shift):
    found = [one | {"start": one["start"] + shift} for one in reviewing.mentions()[:1]]
    with pytest.raises(InvalidRecord, match="the text that the mentions were found in"):
        page_of(mentions=found)


def test_mentions_over_one_another_are_refused():
    first = reviewing.mentions()[2]
    inner = first | {"start": first["start"] + 9, "surface": "Serbia"}
    with pytest.raises(InvalidRecord, match="begins before the mention before it ends"):
        page_of(mentions=[first, inner])


@pytest.mark.browser
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_amiss(desk, size, scheme):
    review = desk(None, size, color_scheme=scheme)
    page = review.page
    page.evaluate(AXE.read_text("utf-8"))
    steps = {
        "start": lambda: None,
        "mention": lambda: review.mark(1),
        "claim": lambda: review.word(1, SENTENCES[0]),
        "new speaker": lambda: page.get_by_label("Who says so").select_option("Somebody else …"),
        "dropped": lambda: page.get_by_label("Drop this claim").check(),
    }
    amiss = {}
    for name, step in steps.items():
        step()
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        if found:
            amiss[name] = [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
    assert amiss == {}


@pytest.mark.browser
def test_everything_can_be_done_with_the_keyboard(desk, tmp_path):
    review = desk()
    page = review.page
    keys = page.keyboard
    page.locator(".rv-text .rv-mark").nth(7).focus()
    keys.press("Enter")
    expect(page.locator("#rv-heading")).to_be_focused()
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    # Round the list: from "leave it open" over "not a place" to the second candidate.
    expect(review.option("Paris, Texas").locator("input")).to_be_focused()
    expect(review.option("Paris, Texas").locator("input")).to_be_checked()
    keys.press("Escape")
    expect(page.locator(".rv-text .rv-mark").nth(7)).to_be_focused()
    page.locator("#rv-tab-mentions").focus()
    keys.press("ArrowRight")
    expect(page.locator("#rv-tab-claims")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#rv-heading")).to_have_text("Claim 1 of 3")
    keys.press("Tab")
    keys.type("Typed.")
    keys.press("Escape")
    expect(page.locator(".rv-number").first).to_be_focused()
    page.locator("#rv-save").focus()
    with page.expect_download() as download:
        keys.press("Enter")
    path = tmp_path / "typed.json"
    download.value.save_as(path)
    atlas = br.read(path)
    assert atlas.claims[0].says == "Typed."
    assert "paris-texas" in {place.id for place in atlas.places}


@pytest.mark.browser
@pytest.mark.parametrize("what", ["mention", "claim"])
def test_the_focus_is_seen_wherever_it_goes_and_comes_round(desk, what):
    review = desk()
    page = review.page
    review.mark(1) if what == "mention" else review.claim(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    visited = []
    for _ in range(60):
        page.keyboard.press("Tab")
        visited.append(page.evaluate(FOCUSED))
    assert {one["name"] for one in visited if not one["seen"]} <= {"BODY"}
    names = {one["name"] for one in visited}
    assert {"rv-save", "0", "7", "rv-chart", "rv-body"} <= names
    assert ("confirm" if what == "mention" else "rv-says") in names


@pytest.mark.browser
@pytest.mark.parametrize("size", [WIDE, PHONE, NARROW], ids=["wide", "phone", "320"])
def test_nothing_is_wider_than_the_screen(desk, size):
    review = desk(None, size)
    page = review.page
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) <= 0
    review.mark(1)
    assert page.evaluate(sideways) <= 0
    review.claim(1)
    page.get_by_label("Who says so").select_option("Somebody else …")
    assert page.evaluate(sideways) <= 0


@pytest.mark.browser
def test_on_a_phone_the_map_and_the_panel_follow_the_text(desk):
    page = desk(None, PHONE).page
    boxes = [page.locator(one).bounding_box() for one in ("#rv-article", "#rv-map", "#rv-panel")]
    tops = [box["y"] for box in boxes]
    assert tops == sorted(tops)
    page.locator(".rv-text .rv-mark").first.click()
    expect(page.locator("#rv-chart")).to_be_in_viewport()
    expect(page.locator("#rv-heading")).to_be_in_viewport()


@pytest.mark.browser
def test_on_paper_the_text_stands_with_its_marks_and_what_was_chosen(desk):
    review = desk()
    page = review.page
    review.mark(1)
    review.option("Not a place").click()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#rv-save")).to_be_hidden()
    expect(page.locator("#rv-map")).to_be_hidden()
    listed = page.locator("#rv-print ol").first.locator("li")
    expect(listed).to_have_count(8)
    expect(listed.first).to_have_text("Szeged — not a place")
    expect(page.locator("#rv-print ol").nth(1).locator("li")).to_have_count(3)


@pytest.mark.browser
def test_a_text_without_mentions_or_claims_says_so(desk):
    review = desk(page_of(text="Nothing here.", mentions=[], atlas={"title": "Empty"}))
    expect(review.page.locator("#rv-body")).to_have_text("No place was found in this text.")
    review.page.locator("#rv-tab-claims").click()
    expect(review.page.locator("#rv-body")).to_have_text("No claim was drafted from this text.")
    review.watched.nothing_went_wrong()


class _Ranked:
    """Candidates that were looked up already."""

    def __init__(self, candidates):
        self._candidates = candidates

    def candidates(self):
        return self._candidates


def _mention(name, **told):
    ranking = _Ranked(Gazetteer.bundled().lookup(name, limit=3))
    span = {"start": 0, "end": len(name), "surface": name}
    return Mention(kind="place", confidence=0.8, _ranking=ranking, **span, **told)


def test_mentions_become_what_the_page_takes():
    told = reviewable([_mention("Subotica")])
    assert json.loads(json.dumps(told)) == told
    best = told[0]["candidates"][0]
    assert (told[0]["chosen"], best["name"], best["countries"]) == (best["key"], "Subotica", ["RS"])
    assert (round(best["lon"]), round(best["lat"])) == (20, 46)
    assert "Subotica" in page_of(text="Subotica", mentions=told, atlas={"title": "T"})


def test_a_mention_that_is_left_open_has_candidates_and_none_chosen():
    told = reviewable([_mention("Subotica", abstained="nothing speaks for one of them")])
    assert told[0]["chosen"] is None
    assert told[0]["candidates"]


def test_an_outline_of_many_corners_is_thinned_and_says_so():
    best = reviewable([_mention("Hungary")])[0]["candidates"][0]
    assert (best["key"], best["thinned"]) == ("HU", True)
    assert len(json.dumps(best["geometry"])) < 20_000


@pytest.mark.browser
def test_what_the_library_drafts_comes_back_as_it_was(desk, tmp_path):
    reading = read_text(TEXT)
    atlas = draft_reading(reading, title="The article")
    br.write(atlas, tmp_path / "draft.json")
    plain = json.loads((tmp_path / "draft.json").read_text("utf-8"))
    review = desk(page_of(mentions=reviewable(reading.mentions), atlas=plain))
    expect(review.page.locator(".rv-text .rv-mark", has_text="Subotica")).to_be_visible()
    _, path = review.saved(tmp_path)
    assert br.read(path) == atlas
    review.watched.nothing_went_wrong()


@pytest.mark.browser
def test_a_border_is_drawn_as_a_line(desk):
    border = reviewing.area("RS-HU", "the border", "border", "RS")
    line = {"type": "LineString", "coordinates": [[18.9, 45.9], [19.5, 46.2], [20.3, 46.1]]}
    found = reviewing.mentions()[0] | {
        "chosen": "RS-HU",
        "candidates": [border | {"geometry": line}],
    }
    review = desk(page_of(mentions=[found]))
    review.mark(1)
    assert review.page.locator(".rv-line").evaluate("one => getComputedStyle(one).fill") == "none"


@pytest.mark.browser
def test_a_spot_that_is_known_roughly_is_a_disc_and_one_that_is_known_well_is_none(desk):
    review = desk()
    review.mark(2)
    expect(review.page.locator("#rv-chart path.rv-shape")).to_have_count(1)
    review.mark(5)
    expect(review.page.locator("#rv-chart path.rv-shape")).to_have_count(0)


def test_the_policy_lets_only_named_scripts_run_and_nothing_be_fetched():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page_of())[1]
    rules = dict(rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["connect-src"] == "'none'"
    for kind in ("script-src", "style-src"):
        assert all(one.startswith("'sha256-") for one in rules[kind].split())


@pytest.mark.browser
def test_pins_of_one_spot_stand_side_by_side(desk):
    twin = reviewing.PARIS | {"key": "twin", "name": "Paris beside it"}
    found = reviewing.mentions()[7] | {"candidates": [reviewing.PARIS, twin]}
    review = desk(page_of(mentions=[found]))
    review.mark(1)
    boxes = [pin.bounding_box() for pin in review.page.locator(".rv-pin-host .rv-pin").all()]
    left, right = sorted(boxes, key=lambda box: box["x"])
    assert right["x"] >= left["x"] + left["width"]


@pytest.mark.browser
def test_the_map_gets_there_while_it_is_still_zooming(desk):
    review = desk()
    review.mark(1)
    review.page.evaluate(
        "() => { document.querySelector('.leaflet-control-zoom-out').click();"
        " document.querySelectorAll('.rv-text .rv-mark')[1].click(); }"
    )
    inside = (
        "() => { const map = document.querySelector('#rv-chart').getBoundingClientRect();"
        " const pin = document.querySelector('.rv-pin').getBoundingClientRect();"
        " const middle = map.left + map.width / 2;"
        " return !document.querySelector('.leaflet-zoom-anim')"
        " && Math.abs(pin.left + pin.width / 2 - middle) < 20; }"
    )
    review.page.wait_for_function(inside)
    expect(review.page.locator("#rv-heading")).to_contain_text("Subotica")


@pytest.mark.browser
def test_on_a_phone_the_words_around_a_mention_stand_in_its_panel(desk):
    review = desk(None, PHONE)
    review.mark(8)
    expect(review.page.locator(".rv-context")).to_contain_text(
        "had moved. Nobody in Paris answered"
    )
