"""Projects of TimeMap, in every shape in which they travel, in and out."""

from __future__ import annotations

import json
from datetime import date

import openpyxl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import atlases

from balkanroute.errors import InvalidRecord, UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.readers.timemap import reader as module
from balkanroute.readers.timemap.reader import READER
from balkanroute.writers.formats import BUNDLED as GAZETTEER
from balkanroute.writers.timemap import CARRIER, WRITER, kept

#: Members as `eventSchema`, `associationsSchema`, `sourceSchema` and `siteSchema` have them.
EVENT = {
    "id": "CIV0001",
    "description": "A school is damaged.",
    "graphic": "TRUE",
    "date": "3/14/2022",
    "time": "14:30",
    "time_precision": "1h",
    "location": "A street",
    "latitude": "49,99",
    "longitude": "36.23",
    "type": "",
    "category": "Damage",
    "category_full": "",
    "associations": ["a1", "a2"],
    "sources": ["s1", "s2"],
    "comments": "Seen twice.",
    "time_display": "",
    "narrative___stepStyles": [],
    "shape": "",
    "colour": "",
}
ASSOCIATIONS = [
    {
        "id": "a1",
        "title": "School",
        "desc": "",
        "mode": "FILTER",
        "colour": "",
        "filter_paths": ["Area", "School"],
    },
    {"id": "a2", "title": "", "desc": "", "mode": "FILTER", "filter_paths": ["Weapon", "Unknown"]},
    {
        "id": "h",
        "title": "Not yet",
        "desc": "",
        "mode": "FILTER",
        "filter_paths": ["HIDDEN", "Not yet"],
    },
]
SOURCES = {
    "s1": {
        "id": "s1",
        "title": "",
        "thumbnail": "",
        "paths": ["https://t.me/a/1", "https://b.org/2"],
        "type": "Telegram",
        "description": "A video",
        "parent": "",
        "author": "@a",
        "date": "3/15/2022",
        "affil_s": ["x"],
    },
    "s2": {"id": "s2", "title": "Two", "paths": [], "parent": "s1"},
}
SITES = [
    {
        "id": "1",
        "description": "By the river",
        "site": "The mill",
        "latitude": "46.1",
        "longitude": "19.9",
        "enabled": "TRUE",
    }
]


def project(folder, name="ukraine.json", **lists):
    whole = {"events": [EVENT], "associations": ASSOCIATIONS, "sources": SOURCES, "sites": SITES}
    return saved(folder, name, whole | lists)


def saved(folder, name, value):
    path = folder / name
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def reading(path, **options):
    return READER.read(path, places=BUNDLED, options=Options(**options))


def messages(found):
    return [str(problem) for problem in (*found.problems, *found.skipped)]


def event(**fields):
    return {**EVENT, "associations": [], "sources": [], **fields}


def test_a_list_that_was_not_saved_beside_the_events_is_told_once(tmp_path):
    events = [event(associations=["a2", "a7"], sources=["s1", "https://a.org"])] * 3
    told = messages(reading(saved(tmp_path, "events.json", events)))
    assert len(told) == 2
    assert "no list has: 'a2', 'a7'; what TimeMap hides by them is not marked" in told[0]
    assert "no list has: 's1'; each is read by its id alone" in told[1]


def test_an_event_is_a_claim_of_the_project(tmp_path):
    found = reading(project(tmp_path))
    assert not messages(found)
    (claim,) = found.atlas.claims
    assert (claim.id, claim.says, claim.note) == ("CIV0001", "A school is damaged.", "Seen twice.")
    assert claim.about == Period("2022-03-14T14:30")
    assert claim.topics == ("School", "Unknown", "Damage")
    assert claim.extra == {
        "timemap": {"graphic": "TRUE", "time_precision": "1h", "sources": ["s2"]}
    }
    assert claim.source == "s1"
    assert found.atlas.agent(claim.speaker).name == "Whoever made ukraine"
    mill, street = found.atlas.places
    assert (mill.name, mill.geometry, mill.note) == (
        "The mill",
        shapely.Point(19.9, 46.1),
        "By the river",
    )
    assert (street.name, street.geometry, street.precision_m) == (
        "A street",
        shapely.Point(36.23, 49.99),
        None,
    )
    assert claim.where == (PlaceRole(place=street.id, role="at"),)


def test_sources_keep_what_timemap_says_of_them(tmp_path):
    first, second, _ = reading(project(tmp_path)).atlas.sources
    assert (first.id, first.title, first.url, first.publisher) == (
        "s1",
        "A video",
        "https://t.me/a/1",
        "@a",
    )
    assert first.published == Period("2022-03-15")
    assert first.extra == {
        "timemap": {"affil_s": ["x"], "paths": ["https://b.org/2"], "type": "Telegram"}
    }
    assert (second.title, second.derived_from) == ("Two", ("s1",))


def test_definitions_of_others_are_kept(tmp_path):
    shapes = [{"name": "square", "items": []}]
    atlas = reading(project(tmp_path, shapes=shapes, ours={"a": 1})).atlas
    assert atlas.extra["timemap"] == {
        "associations": ASSOCIATIONS,
        "shapes": shapes,
        "ours": {"a": 1},
    }


def test_lists_may_stand_in_files_beside_the_events(tmp_path):
    path = saved(tmp_path, "ukr_export_events_deeprows.json", [EVENT])
    saved(tmp_path, "ukr_export_sources_deepids.json", SOURCES)
    saved(tmp_path, "ukr_export_associations_deeprows.json", ASSOCIATIONS)
    assert READER.recognises(path)
    (claim,) = reading(path).atlas.claims
    assert (claim.source, claim.topics) == ("s1", ("School", "Unknown", "Damage"))


def test_what_the_page_offers_for_download_is_read(tmp_path):
    path = saved(
        tmp_path,
        "ukr-civharm-2022-05-01.json",
        [
            {
                "id": "CIV0001",
                "date": "03/14/2022",
                "latitude": "50.0",
                "longitude": "36.2",
                "location": "A street",
                "description": "So.",
                "sources": [{"id": "s1", "path": "https://t.me/1", "description": ""}],
                "filters": [{"key": "Area", "value": "School"}],
            }
        ],
    )
    assert READER.recognises(path)
    atlas = reading(path).atlas
    assert (atlas.claims[0].topics, atlas.sources[0].url) == (("School",), "https://t.me/1")


def test_the_first_form_of_the_format_is_read(tmp_path):
    path = saved(
        tmp_path,
        "old.json",
        [
            {
                "desc": "So.",
                "date": "8/23/2011",
                "time": "18:30",
                "location": "There",
                "lat": "17.81",
                "long": "-18.22",
                "source": "",
                "filters": "",
                "category": "c",
            }
        ],
    )
    assert READER.recognises(path)
    atlas = reading(path).atlas
    assert (atlas.claims[0].says, atlas.places[0].geometry) == ("So.", shapely.Point(-18.22, 17.81))


def test_the_workbook_of_datasheet_server_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "EXPORT_EVENTS"
    sheet.append(
        [
            "id",
            "description",
            "date",
            "time",
            "location",
            "latitude",
            "longitude",
            "association1",
            "association2",
            "source1",
            "source2",
        ]
    )
    sheet.append(
        ["e1", "So.", date(2020, 3, 4), None, "There", 49.99, 36.2, "a1", None, None, "s1"]
    )
    sheet.append([None] * 11)
    for title, rows in {
        "EXPORT_SOURCES": [("id", "title", "path1", "path2"), ("s1", "T", "https://a.org", None)],
        "EXPORT_ASSOCIATIONS": [
            ("id", "title", "mode", "filter_path1"),
            ("a1", "A", "FILTER", "X"),
        ],
        "notes": [("anything",)],
    }.items():
        other = book.create_sheet(title)
        for row in rows:
            other.append(row)
    path = tmp_path / "data.xlsx"
    book.save(path)
    assert READER.recognises(path)
    found = reading(path)
    (claim,) = found.atlas.claims
    assert (claim.about, claim.topics, claim.source) == (Period("2020-03-04"), ("A",), "s1")
    assert "are not read: 'notes'" in messages(found)[0]


def test_dates_are_month_first_unless_the_project_can_only_be_day_first(tmp_path):
    def dates(*said):
        path = project(tmp_path, events=[event(date=each, time="") for each in said])
        return [claim.about and claim.about.text for claim in reading(path).atlas.claims]

    assert dates("3/4/2022") == ["2022-03-04"]
    assert dates("3/4/2022", "14/4/2022") == ["2022-04-03", "2022-04-14"]
    assert dates("3/4/2022", "4/14/2022") == ["2022-03-04", "2022-04-14"]
    assert dates("2022-03", "") == ["2022-03", None]


def test_what_is_hidden_stays_hidden(tmp_path):
    atlas = reading(
        project(tmp_path, events=[event(associations=["h"]), event(associations=["a1"])])
    ).atlas
    assert [claim.sensitivity for claim in atlas.claims] == ["red", None]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"latitude": "95", "longitude": "19"}, "[19.0, 95.0] is not [longitude, latitude]"),
        ({"latitude": "nan", "longitude": "19"}, "'nan' is no number"),
        ({"latitude": "46", "longitude": ""}, "'' is no number"),
        ({"latitude": 1e999, "longitude": 1}, "a figure is a finite number"),
        ({"date": "soon"}, "date: period 'soon' is not a date"),
    ],
)
def test_what_cannot_be_is_told_and_kept(tmp_path, fields, expected):
    try:
        found = reading(project(tmp_path, events=[event(**fields)]))
    except UnreadableFile as reason:
        assert "finite" in expected
        assert "ukraine.json" in str(reason)  # noqa: PT017
        return
    assert expected in messages(found)[0]
    (claim,) = found.atlas.claims
    assert {n: v for n, v in fields.items() if v}.items() <= claim.extra["timemap"].items()
    if "date" not in fields:
        assert found.atlas.place(claim.where[0].place).geometry is None


def test_an_event_without_coordinates_has_a_place_without_geometry(tmp_path):
    atlas = reading(project(tmp_path, events=[event(latitude="", longitude="")], sites=[])).atlas
    (place,) = atlas.places
    assert (place.name, place.geometry) == ("A street", None)


def test_what_is_no_event_is_listed_and_the_rest_is_read(tmp_path):
    events = ["x", event(description=["a"]), event(id="b"), 7]
    sites = ["x", {"site": "a", "latitude": "x", "longitude": "1"}]
    found = reading(project(tmp_path, events=events, associations=[1], sites=sites))
    assert [problem.record for problem in found.skipped] == [
        "association 1",
        "site 1",
        "site 2",
        "event 1",
        "event 4",
    ]
    assert [claim.says for claim in found.atlas.claims] == [
        "The project records an event, number 2, at A street.",
        "A school is damaged.",
    ]


def test_references_that_lead_nowhere_are_kept(tmp_path):
    atlas = reading(project(tmp_path, events=[event(associations=["zz"], sources=["s9"])])).atlas
    assert atlas.claims[0].extra["timemap"]["associations"] == ["zz"]
    assert atlas.source(atlas.claims[0].source).title == "s9"


def test_markup_and_scripts_stay_inert_text(tmp_path):
    said = "<script>alert(1)</script> ${x} {{ y }} \u202e"
    atlas = reading(project(tmp_path, events=[event(description=said)])).atlas
    assert atlas.claims[0].says == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]x",
        "[" * 100_000,
        '{"events": 3}',
        '{"events": [], "events": []}',
        '["\\ud800"]',
        "[NaN]",
        "3",
    ],
)
def test_a_file_that_is_no_project_is_one_clear_error(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    READER.recognises(path)
    with pytest.raises(UnreadableFile, match=r"a\.json"):
        reading(path)


def test_too_many_events_are_refused_with_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_EVENTS", 1)
    with pytest.raises(UnreadableFile, match=r"more than 1 events; split it, .*balkanroute scale"):
        reading(project(tmp_path, events=[event(), event()]))


def test_progress_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_TOLD_EVERY", 2)
    path, told = project(tmp_path, events=[event()] * 4), []
    reading(path, progress=lambda *at: told.append(at))
    size = path.stat().st_size
    assert told == [(size // 2, size), (size, size)]


@pytest.mark.parametrize(
    "value",
    [
        {"type": "FeatureCollection", "features": []},
        {"storymap": {"slides": []}},
        {"title": "T", "claims": []},
        {"type": "bundle", "objects": []},
        {"events": []},
        {"events": [{"name": "x", "date": "2023"}]},
        [{"@type": "ClaimReview", "description": "x"}],
        [],
        3,
    ],
)
def test_another_file_is_not_taken_for_a_project(tmp_path, value):
    assert not READER.recognises(saved(tmp_path, "a.json", value))
    assert not READER.recognises(saved(tmp_path, "a.txt", [EVENT]))


# Out


def small(**fields):
    given = {"says": "So.", "about": Period("2023-10-25"), **fields}
    return Atlas(
        title="Ours",
        agents=(Agent(id="me", name="Me", kind="person"),),
        sources=(Source(id="s", title="S", url="https://a.org"),),
        places=(
            Place(id="p", name="P", geometry=shapely.Point(19.5, 46.25), precision_m=500),
            Place(id="area", name="Area", geometry=shapely.box(1, 1, 2, 2), precision_m=9),
        ),
        claims=(Claim(id="c", speaker="me", source="s", **given),),
    )


def written(folder, atlas, suffix="json"):
    path = folder / f"out.timemap.{suffix}"
    return path, WRITER.write(atlas, path, places=GAZETTEER)


def test_an_event_is_as_timemap_validates_it(tmp_path):
    where = (PlaceRole(place="area", role="within"), PlaceRole(place="p", role="at"))
    path, _ = written(tmp_path, small(where=where, topics=("fences",), sensitivity="amber"))
    value = json.loads(path.read_text("utf-8"))
    (made,) = value["events"]
    assert set(made) <= set(EVENT)
    assert all(isinstance(v, str) for n, v in made.items() if n not in {"associations", "sources"})
    assert (made["date"], made["time"]) == ("10/25/2023", "")
    assert (made["location"], made["latitude"], made["longitude"]) == ("P", "46.25", "19.5")
    known = {each["id"]: each for each in value["associations"]}
    assert all(key in known for key in made["associations"])
    assert {tuple(each["filter_paths"]) for each in known.values()} >= {
        ("Speaker", "Me"),
        ("Place", "Area"),
        ("Topic", "fences"),
        ("Sensitivity", "amber"),
    }
    assert value["sources"]["s"]["paths"] == ["https://a.org"]
    assert [site["id"] for site in value["sites"]] == ["p"]


def test_a_region_is_never_a_pin(tmp_path):
    path, report = written(tmp_path, small(where=(PlaceRole(place="area"),)))
    (made,) = json.loads(path.read_text("utf-8"))["events"]
    assert (made["location"], made["latitude"], made["longitude"]) == ("Area", "", "")
    assert "places.geometry: 1 of 2 not kept" in str(report)


@pytest.mark.parametrize(
    "about",
    [
        "2023-10-25",
        "2023-10",
        "2023-11-03~",
        "202X",
        "2023-10/..",
        "/2023",
        "2023-10-25T03:04",
        "2023-10-25T03:04:05Z",
        "2023-22",
    ],
)
def test_a_period_keeps_its_precision(tmp_path, about):
    for suffix in ("json", "xlsx"):
        path, _ = written(tmp_path, small(about=Period(about)), suffix)
        assert reading(path).atlas.claims[0].about == Period(about)


def test_what_timemap_cannot_hold_is_reported(tmp_path):
    atlas = read(shipped())
    _, report = written(tmp_path, atlas)
    lost = {(loss.kind, loss.field): loss.count for loss in report.losses}
    assert lost["routes", ""] == len(atlas.routes)
    assert lost["claims", "relations"] > 0
    assert lost["claims", "date"] == sum(claim.about is None for claim in atlas.claims)
    assert ("claims", "sensitivity") not in lost
    _, report = written(tmp_path, small(says="", extra={"status": "draft"}))
    assert "claims: 1 of 1 not kept: they are drafts without words" in str(report)


def test_a_text_longer_than_a_cell_goes_into_json_only(tmp_path):
    atlas = small(says="x" * 40_000)
    written(tmp_path, atlas)
    with pytest.raises(InvalidRecord, match=r"write \.timemap\.json"):
        written(tmp_path, atlas, "xlsx")
    assert not (tmp_path / "out.timemap.xlsx").exists()


@pytest.mark.parametrize("suffix", ["json", "xlsx"])
def test_the_shipped_atlas_comes_back_as_timemap_holds_it(tmp_path, suffix):
    atlas = read(shipped())
    path, _ = written(tmp_path, atlas, suffix)
    before = path.read_bytes()
    assert written(tmp_path, atlas, suffix)[0].read_bytes() == before
    assert READER.recognises(path)
    found = reading(path)
    assert not messages(found)
    assert found.atlas == kept(atlas, atlas.title if suffix == "json" else "out")
    assert CARRIER.held["claims"] >= {"stance", "about", "where"}


@given(atlases())
@settings(max_examples=25)
def test_an_atlas_comes_back_as_timemap_holds_it(tmp_path_factory, atlas):
    for suffix in ("json", "xlsx"):
        path = tmp_path_factory.getbasetemp() / f"any.timemap.{suffix}"
        WRITER.write(atlas, path, places=GAZETTEER)
        assert READER.recognises(path)
        found = reading(path)
        assert not messages(found)
        assert found.atlas == kept(atlas, atlas.title if suffix == "json" else "any")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", " ", "a", "46,1", "1/1/2020"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "title", "paths", "filter_paths"]), inner)
    ),
    max_leaves=4,
)
MARKS = ["speaker:a", "place:b", "role:q", "stance:x", "credibility:9", "recorder:z", "topic:", ""]


@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(EVENT)), ANYTHING, max_size=6), max_size=2),
    st.lists(ANYTHING, max_size=2),
    st.lists(st.sampled_from(MARKS), max_size=3),
)
@settings(max_examples=25)
def test_whatever_stands_in_the_lists_is_read_or_told(tmp_path_factory, events, others, marks):
    ours = [f"balkanroute:{mark}" for mark in marks]
    associations = [*others, *({"id": mark, "title": "T", "type": "person"} for mark in ours)]
    path = project(
        tmp_path_factory.getbasetemp(),
        events=[*events, event(associations=ours)],
        associations=associations,
        sources=others,
        sites=others,
    )
    found = reading(path)
    assert found.atlas is not None or any(p.severity == "error" for p in found.problems)
