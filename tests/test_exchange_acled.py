from __future__ import annotations

import csv

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from balkanroute import readers, writers
from balkanroute.periods import Period
from balkanroute.readers import ucdp
from balkanroute.readers.acled import READER
from balkanroute.readers.protocol import BUNDLED, Options

COLUMNS = """
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1
assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country
admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities
tags timestamp
""".split()  # noqa: SIM905 - ACLED's list
OLD = """
data_id iso event_id_cnty event_id_no_cnty event_date year time_precision event_type
sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction region country
admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes
fatalities timestamp iso3
""".split()  # noqa: SIM905 - ACLED's list before 2023
EVENT = {
    "event_id_cnty": "SRB901",
    "event_date": "2023-09-24",
    "year": "2023",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Test Militia (Serbia)",
    "inter1": "Political militia",
    "actor2": "Police Forces of Testland",
    "interaction": "State forces-Political militia",
    "iso": "688",
    "region": "Europe",
    "country": "Serbia",
    "admin1": "Vojvodina",
    "admin2": "Severno-Backi",
    "location": "Subotica",
    "latitude": "46.1005",
    "longitude": "19.6651",
    "geo_precision": "1",
    "source": "Test Daily; Test Wire",
    "source_scale": "National",
    "notes": "WORDING of the coder: on 24 September 2023, shots were heard.",
    "fatalities": "0",
    "tags": "crowd size=TAGGED",
    "timestamp": "1695758400",
}


@pytest.fixture
def table(tmp_path):
    def write(*changes, columns=COLUMNS):
        path = tmp_path / "export.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", extrasaction="ignore")
            writer.writeheader()
            for number, change in enumerate(changes, 901):
                writer.writerow(EVENT | {"event_id_cnty": f"SRB{number}"} | change)
        return path

    return write


def read(path, **options):
    return READER.read(path, places=BUNDLED, options=Options(**options))


def claim_of(path, **options):
    reading = read(path, **options)
    assert not reading.skipped
    return reading.atlas, reading.atlas.claims[0]


def place_of(path):
    atlas, claim = claim_of(path)
    return atlas.place(claim.where[0].place)


def test_an_event_is_a_claim_of_acled_in_words_made_of_its_codes(table):
    atlas, claim = claim_of(table({}))
    assert claim.id == "acled-SRB901"
    assert claim.says == (
        "Armed clash (battles) involving Test Militia (Serbia) and Police Forces of Testland: "
        "Subotica, Vojvodina, Serbia."
    )
    assert claim.speaker == atlas.recorder == "acled"
    assert claim.stance == "reports"
    assert claim.topics == ("political violence", "battles", "armed clash")
    assert claim.about == Period("2023-09-24")
    source = atlas.source(claim.source)
    assert source.kind == "dataset"
    assert source.note == "Coded from reports of: Test Daily, Test Wire."


def test_two_events_of_one_outlet_do_not_go_back_to_one_origin(table):
    atlas, _ = claim_of(table({}, {}))
    assert len({claim.source for claim in atlas.claims}) == 2


def test_no_fatality_is_a_figure_and_no_figure_is_none(table):
    assert claim_of(table({}))[1].quantities[0].best == 0
    assert claim_of(table({"fatalities": ""}))[1].quantities == ()


def test_neither_wording_nor_rows_are_in_the_atlas_unless_they_are_asked_for(table):
    atlas, claim = claim_of(table({}))
    said = str(atlas)
    for word in ("WORDING", "TAGGED", "1695758400", "State forces-Political"):
        assert word not in said
    assert claim.quote is None
    assert claim.extra["acled"] == {"geo_precision": 1, "time_precision": 1}
    assert "terms of use" in atlas.note
    assert "left out" in atlas.note
    assert "ACLED" in atlas.licence


def test_with_keep_rows_the_notes_and_the_row_are_kept_under_the_terms(table):
    atlas, claim = claim_of(table({}), keep_rows=True)
    assert claim.quote == EVENT["notes"]
    kept = claim.extra["acled"]
    assert kept["tags"] == EVENT["tags"]
    assert set(kept) == {name for name, cell in EVENT.items() if cell} - {"notes"}
    assert "terms of use bar passing its data on" in atlas.note
    assert "not to be passed on" in atlas.licence


def test_a_table_from_before_2023_is_read(table):
    path = table({"event_date": "24 September 2023"}, columns=OLD)
    assert READER.recognises(path)
    _, claim = claim_of(path)
    assert claim.about == Period("2023-09-24")
    assert claim.topics == ("battles", "armed clash")


@pytest.mark.parametrize(
    ("precision", "date", "expected"),
    [
        ("1", "2023-09-24", "2023-09-24"),
        ("1", "5-Mar-2021", "2021-03-05"),
        ("2", "2023-09-24", "2023-09-18~/2023-09-24~"),
        ("2", "2023-09-18", "2023-09-18~/2023-09-24~"),
        ("3", "2023-09-15", "2023-09"),
        ("", "2023-09-24", "2023-09-24"),
    ],
)
def test_a_date_is_as_precise_as_time_precision_says(table, precision, date, expected):
    _, claim = claim_of(table({"time_precision": precision, "event_date": date}))
    assert claim.about == Period(expected)


def test_a_town_is_a_point_with_a_settlements_precision(table):
    place = place_of(table({}))
    assert place.geometry == shapely.Point(19.6651, 46.1005)
    assert place.precision_m == 2_000
    assert place.name == "Subotica"


def test_a_part_of_a_region_is_a_point_within_twenty_kilometres(table):
    path = table({"geo_precision": "2"})
    assert place_of(path).precision_m == 20_000
    assert claim_of(path)[1].where[0].role == "near"


def test_a_region_is_its_outline_and_the_stand_in_point_is_kept(table):
    path = table({"geo_precision": "3"})
    place = place_of(path)
    assert place.gazetteer == "RS-VO"
    assert place.geometry.geom_type in {"Polygon", "MultiPolygon"}
    assert claim_of(path)[1].extra["acled"]["latitude"] == "46.1005"


@pytest.mark.parametrize("precision", ["3", "", "7"])
def test_a_region_without_an_outline_goes_to_the_tray(table, precision):
    place = place_of(table({"geo_precision": precision, "admin1": "Kosovska Mitrovica"}))
    assert place.geometry is None
    assert place.extra["acled"]["latitude"] == "46.1005"
    assert "not drawn" in place.note


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"latitude": "-inf"}, "latitude is a number"),
        ({"latitude": "146.1"}, "not on the earth; are the two swapped?"),
        ({"fatalities": "many"}, "fatalities is a number"),
        ({"event_date": "31 June 2023"}, "no day of the calendar"),
        ({"event_date": "24 J 2023"}, "event_date is a day"),
        ({"event_date": "24 Janember 2023"}, "event_date is a day"),
        ({"geo_precision": "high"}, "geo_precision is a number"),
        ({"event_id_cnty": ""}, "event_id_cnty is empty"),
        ({"event_id_cnty": "SRB901"}, "stands already"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_and_the_rest_is_read(table, change, told):
    reading = read(table({}, change, {}))
    assert [claim.id for claim in reading.atlas.claims] == ["acled-SRB901", "acled-SRB903"]
    (problem,) = reading.skipped
    assert (problem.line, told in problem.message) == (3, True), problem.message


def test_acleds_columns_are_told_from_others(table, tmp_path):
    path = table({})
    assert READER.recognises(path)
    assert not ucdp.READER.recognises(path)
    for number, text in enumerate(["id,says\n", "Main ID,Incident ID\n", "", "event_date\n"]):
        other = tmp_path / f"{number}.csv"
        other.write_text(text)
        assert not READER.recognises(other)


def test_what_was_read_is_written_and_read_again_as_it_was(table, tmp_path):
    for keep in (False, True):
        atlas, _ = claim_of(table({}, {"geo_precision": "3"}), keep_rows=keep)
        writers.write(atlas, tmp_path / "atlas.json")
        assert readers.read(tmp_path / "atlas.json") == atlas


@settings(max_examples=25, deadline=None)
@given(change=st.dictionaries(st.sampled_from(COLUMNS), texts, max_size=6), keep=st.booleans())
def test_whatever_stands_in_a_row_it_is_read_or_listed(tmp_path_factory, change, keep):
    path = tmp_path_factory.mktemp("acled") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerow(EVENT | change)
    reading = read(path, keep_rows=keep)
    assert reading.atlas is not None
    assert len(reading.atlas.claims) + len(reading.skipped) >= 1
