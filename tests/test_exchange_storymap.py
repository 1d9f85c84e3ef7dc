"""Stories of StoryMapJS: slides to claims and claims to slides."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import atlases

from balkanroute.errors import InvalidRecord, UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers import storymap as module
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.readers.storymap import READER
from balkanroute.writers.formats import BUNDLED as GAZETTEER
from balkanroute.writers.storymap import WRITER, kept

MEDIA = {"url": "https://a.org/p.jpg", "credit": "A paper", "caption": "A fence"}
OVERVIEW = {
    "type": "overview",
    "date": "1790-2010",
    "text": {
        "headline": "The fence <br><small>a story</small>",
        "text": "What was said.<br></br><b>All of it.</b>",
    },
    "media": {"url": "", "credit": "", "caption": ""},
}
SLIDE = {
    "date": "25 October 2023",
    "location": {
        "name": "The <i>gate</i>",
        "lat": 46.15,
        "lon": 19.97,
        "zoom": 10,
        "line": True,
        "icon": "",
    },
    "text": {
        "headline": "A gate",
        "text": "<p>People &amp; police</p><script>alert(1)</script><p>stood <a href='https://b.org'>there</a>.</p>",
    },
    "media": MEDIA,
    "background": {"url": "", "color": "#000", "opacity": 50},
}


def story(folder, *slides, name="fence.json", **options):
    value = {"font_css": "stock:opensans", "storymap": {"slides": list(slides), **options}}
    return saved(folder, value, name)


def saved(folder, value, name="fence.json"):
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def reading(path, **options):
    return READER.read(path, places=BUNDLED, options=Options(**options))


def messages(found):
    return [str(problem) for problem in (*found.problems, *found.skipped)]


def slide(**fields):
    return {**SLIDE, **fields}


def test_a_slide_is_a_claim_and_the_overview_is_the_story(tmp_path):
    path = story(tmp_path, OVERVIEW, SLIDE, language="en")
    assert READER.recognises(path)
    found = reading(path)
    assert not messages(found)
    atlas = found.atlas
    assert (atlas.title, atlas.summary) == ("The fence a story", "What was said.\nAll of it.")
    assert atlas.extra == {"storymap": {"font_css": "stock:opensans", "language": "en"}}
    (claim,) = atlas.claims
    assert claim.says == "A gate: People & police\nstood there (https://b.org)."
    assert claim.about == Period("2023-10-25")
    assert claim.extra["storymap"]["media"] == MEDIA
    assert claim.extra["storymap"]["location"] == {"zoom": 10, "line": True}
    (place,) = atlas.places
    assert (place.name, place.geometry, place.precision_m) == (
        "The gate",
        shapely.Point(19.97, 46.15),
        None,
    )
    assert atlas.agent(claim.speaker).kind == "unnamed"
    assert atlas.source(claim.source).title == "The fence a story"
    assert not atlas.routes


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1790-2010", "1790/2010"),
        ("1790", "1790"),
        ("October 2023", "2023-10"),
        ("", None),
        (7, None),
    ],
)
def test_a_date_is_read_where_it_is_sure(tmp_path, said, expected):
    (claim,) = reading(story(tmp_path, slide(date=said))).atlas.claims
    assert (claim.about and claim.about.text) == expected


@pytest.mark.parametrize(
    ("said", "expected"), [("3/4/2023", "may stand first"), ("long ago", "no date")]
)
def test_a_date_in_doubt_is_kept_as_it_is(tmp_path, said, expected):
    found = reading(story(tmp_path, slide(date=said)))
    assert expected in messages(found)[0]
    assert found.atlas.claims[0].extra["storymap"]["date"] == said


def test_a_story_over_a_picture_has_no_places_on_earth(tmp_path):
    found = reading(story(tmp_path, SLIDE, map_type="zoomify"))
    (place,) = found.atlas.places
    assert (place.name, place.geometry) == ("The gate", None)
    assert found.atlas.claims[0].extra["storymap"]["location"]["lat"] == 46.15


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ({"lat": 95, "lon": 19}, "[19.0, 95.0] is not [longitude, latitude]"),
        ({"lat": "x", "lon": 19, "name": "A"}, "lon and lat are two numbers"),
        ({"lat": 46}, "lon and lat are two numbers"),
        ({"lat": [1], "lon": 19}, "lon and lat are two numbers"),
    ],
)
def test_a_point_that_cannot_be_is_told_and_kept(tmp_path, location, expected):
    found = reading(story(tmp_path, slide(location=location)))
    assert expected in messages(found)[0]
    assert all(place.geometry is None for place in found.atlas.places)
    assert found.atlas.claims[0].extra["storymap"]["location"]["lat"] == location["lat"]


def test_a_slide_without_a_place_is_kept(tmp_path):
    for location in ({}, None, "x", {"line": True}):
        (claim,) = reading(story(tmp_path, slide(location=location))).atlas.claims
        assert claim.where == ()


def test_slides_that_say_nothing_are_listed(tmp_path):
    found = reading(
        story(tmp_path, 3, slide(text={"headline": " ", "text": "<p></p>"}), slide(text=7), SLIDE)
    )
    assert [problem.record for problem in found.skipped] == ["slide 1", "slide 2", "slide 3"]
    assert len(found.atlas.claims) == 1


@pytest.mark.parametrize(
    "text", ["", "{", '{"storymap": 1}', '{"storymap": {"slides": 3}}', "[" * 100_000, "[NaN]"]
)
def test_a_file_that_is_no_story_is_one_clear_error(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    assert not READER.recognises(path)
    with pytest.raises(UnreadableFile, match=r"a\.json"):
        reading(path)


def test_too_many_slides_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_MOST_SLIDES", 1)
    with pytest.raises(UnreadableFile, match="more than 1 slides"):
        reading(story(tmp_path, SLIDE, SLIDE))


@pytest.mark.parametrize(
    "value",
    [{"events": []}, {"type": "FeatureCollection", "features": []}, {"storymap": []}, [], 3],
)
def test_another_file_is_not_taken_for_a_story(tmp_path, value):
    assert not READER.recognises(saved(tmp_path, value))
    assert not READER.recognises(story(tmp_path, SLIDE, name="a.txt"))


# Out


def small(**fields):
    return Atlas(
        title="A <b>title</b>",
        summary="All of it.",
        agents=(
            Agent(id="me", name="Me & mine", role="clerk"),
            Agent(id="hidden", name="Nobody asked"),
        ),
        sources=(
            Source(id="s", title="S", url="https://a.org/?a=1&b=2"),
            Source(id="t", title="Secret"),
        ),
        places=(
            Place(id="p", name="P", geometry=shapely.Point(19.5, 46.25), precision_m=1500),
            Place(id="area", name="Area", geometry=shapely.box(1, 1, 2, 2)),
        ),
        claims=(Claim(id="c", speaker="me", source="s", **{"says": "So.", **fields}),),
    )


def written(folder, atlas):
    path = folder / "out.storymap.json"
    report = WRITER.write(atlas, path, places=GAZETTEER)
    return path, report, json.loads(path.read_text("utf-8"))


def test_a_slide_says_who_said_it_and_where_it_was_read(tmp_path):
    where = (PlaceRole(place="area"), PlaceRole(place="p", role="at"))
    _, _, value = written(tmp_path, small(where=where, about=Period("2023-10~")))
    overview, made = value["storymap"]["slides"]
    assert overview["type"] == "overview"
    assert overview["text"]["headline"] == "A &lt;b&gt;title&lt;/b&gt;"
    assert made["text"]["headline"] == "Me &amp; mine"
    assert made["date"] == "about October 2023"
    assert made["text"]["text"].startswith("<p>So.</p>")
    assert '<a href="https://a.org/?a=1&amp;b=2">S</a>' in made["text"]["text"]
    assert "1,500 m" in made["text"]["text"]
    assert (made["location"]["lat"], made["location"]["lon"]) == (46.25, 19.5)
    assert made["balkanroute"]["id"] == "c"


def test_a_region_is_never_a_pin_and_what_no_slide_shows_is_not_in_the_file(tmp_path):
    path, report, value = written(tmp_path, small(where=(PlaceRole(place="area"),), note="private"))
    assert "location" not in value["storymap"]["slides"][1]
    text = path.read_text("utf-8")
    assert not any(word in text for word in ("Nobody asked", "Secret", "private"))
    assert "agents: 1 of 2 not kept: no claim names them" in str(report)
    assert "claims.note: 1 of 1 not kept" in str(report)


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a & b\n< c"]
)
def test_text_cannot_add_a_tag(tmp_path, said):
    source = Source(id="s", title=said, url="javascript:alert(1)", publisher=said)
    atlas = Atlas(
        title=said,
        agents=(Agent(id="me", name=said),),
        sources=(source,),
        claims=(Claim(id="c", says=said, speaker="me", source="s"),),
    )
    path, _, value = written(tmp_path, atlas)
    shown = json.dumps(
        [
            {n: v for n, v in each.items() if n != "balkanroute"}
            for each in value["storymap"]["slides"]
        ]
    )
    assert not any(tag in shown for tag in ("<script", "<img", "<a "))
    assert reading(path).atlas == kept(atlas)


def test_words_that_were_changed_in_the_editor_are_read_as_new(tmp_path):
    path, _, value = written(tmp_path, small())
    value["storymap"]["slides"][1]["text"]["text"] = "<p>Not so.</p>"
    path.write_text(json.dumps(value), encoding="utf-8")
    found = reading(path)
    assert "the words were changed since the slide was written" in messages(found)[0]
    (claim,) = found.atlas.claims
    assert (claim.id, claim.says) == ("c", "Me & mine: Not so.")


def test_a_hostile_member_of_ours_is_told(tmp_path):
    value = {
        "storymap": {
            "slides": [slide(balkanroute={"id": "a b", "says": 3}), slide(balkanroute=[])]
        },
        "balkanroute": {"agents": [3, {"id": "x"}], "title": 7},
    }
    found = reading(saved(tmp_path, value))
    assert len(found.skipped) == 3
    assert len(found.atlas.claims) == 1


def test_half_a_character_is_refused_and_the_file_is_as_it_was(tmp_path):
    path, _, _ = written(tmp_path, small())
    before = path.read_bytes()
    with pytest.raises(InvalidRecord, match="half a character"):
        written(tmp_path, small(says="half \ud800"))
    assert path.read_bytes() == before


def test_the_shipped_atlas_comes_back_as_a_story_holds_it(tmp_path):
    atlas = read(shipped())
    path, report, value = written(tmp_path, atlas)
    before = path.read_bytes()
    assert written(tmp_path, atlas)[0].read_bytes() == before
    assert READER.recognises(path)
    found = reading(path)
    assert not messages(found)
    assert found.atlas == kept(atlas)
    assert len(value["storymap"]["slides"]) == len(atlas.claims) + 1
    assert "routes: 3 of 3 not kept: a slide has one pin" in str(report)


@given(atlases())
@settings(max_examples=25)
def test_an_atlas_comes_back_as_a_story_holds_it(tmp_path_factory, atlas):
    path = tmp_path_factory.getbasetemp() / "any.storymap.json"
    WRITER.write(atlas, path, places=GAZETTEER)
    assert READER.recognises(path)
    found = reading(path)
    assert not messages(found)
    assert found.atlas == kept(atlas)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "a", "<b>x", "1790-2010"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["headline", "text", "lat", "lon", "name", "id", "says"]), inner
        )
    ),
    max_leaves=4,
)


@given(
    st.lists(st.dictionaries(st.sampled_from([*SLIDE, "type", "balkanroute"]), ANYTHING)), ANYTHING
)
@settings(max_examples=25)
def test_whatever_stands_in_the_slides_is_read_or_told(tmp_path_factory, slides, ours):
    value = {"storymap": {"slides": [*slides, SLIDE]}, "balkanroute": ours}
    found = reading(saved(tmp_path_factory.getbasetemp(), value))
    assert found.atlas is not None or any(p.severity == "error" for p in found.problems)
