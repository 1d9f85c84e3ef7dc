from __future__ import annotations

import csv

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from balkanroute import readers, writers
from balkanroute.periods import Period
from balkanroute.readers import acled, gdelt, ucdp
from balkanroute.readers.missing_migrants import READER
from balkanroute.readers.protocol import BUNDLED, Options

INCIDENT = {
    "Main ID": "2023.MMP9001",
    "Incident ID": "2023.MMP9001",
    "Incident Type": "Incident",
    "Region of Incident": "Europe",
    "Incident Date": "2023-10-27",
    "Incident Year": "2023",
    "Reported Month": "October",
    "Number of Dead": "3",
    "Minimum Estimated Number of Missing": "10",
    "Total Number of Dead and Missing": "13",
    "Number of Survivors": "5",
    "Number of Females": "1",
    "Number of Males": "2",
    "Number of Children": "0",
    "Country of Origin": "Afghanistan,Unknown",
    "Region of Origin": "Mixed",
    "Cause of Death": "Drowning",
    "Country of Incident": "Serbia",
    "Migration Route": "Western Balkans",
    "Location of Incident": "Danube near Bogojevo",
    "Coordinates": "45.5300, 19.1300",
    "UNSD Geographical Grouping": "Southern Europe",
    "Information Source": "Test Daily",
    "URL": "https://example.org/danube",
    "Source Quality": "3",
    "Geolocation Accuracy": "",
}
COLUMNS = tuple(INCIDENT)
OLD = {
    "Web ID": "Incident ID",
    "Region of Incident": "Region of Incident",
    "Reported Date": "Incident Date",
    "Reported Year": "Incident Year",
    "Reported Month": "Reported Month",
    "Number Dead": "Number of Dead",
    "Minimum Estimated Number of Missing": "Minimum Estimated Number of Missing",
    "Total Dead and Missing": "Total Number of Dead and Missing",
    "Number of Survivors": "Number of Survivors",
    "Number of Females": "Number of Females",
    "Number of Males": "Number of Males",
    "Number of Children": "Number of Children",
    "Cause of Death": "Cause of Death",
    "Location Description": "Location of Incident",
    "Information Source": "Information Source",
    "Location Coordinates": "Coordinates",
    "Migration Route": "Migration Route",
    "URL": "URL",
    "UNSD Geographical Grouping": "UNSD Geographical Grouping",
    "Source Quality": "Source Quality",
}
SERVED = {
    "web_id": "Incident ID",
    "region": "Region of Incident",
    "reported_date": "Incident Date",
    "number_dead": "Number of Dead",
    "number_missing": "Minimum Estimated Number of Missing",
    "total_dead_and_missing": "Total Number of Dead and Missing",
    "number_of_survivors": "Number of Survivors",
    "number_of_female": "Number of Females",
    "number_of_male": "Number of Males",
    "number_of_children": "Number of Children",
    "cause_death": "Cause of Death",
    "country_of_incident": "Country of Incident",
    "location_description": "Location of Incident",
    "location_coodinates": "Coordinates",
    "migration_route": "Migration Route",
    "information_source": "Information Source",
    "url": "URL",
    "source_quality": "Source Quality",
}


def write_table(path, changes, dialect=None):
    names = dialect or {name: name for name in COLUMNS}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        for change in changes:
            row = INCIDENT | change
            writer.writerow([row[ours] for ours in names.values()])
    return path


@pytest.fixture
def table(tmp_path):
    def write(*changes, dialect=None):
        named = [
            {"Main ID": f"2023.MMP{n}", "Incident ID": f"2023.MMP{n}"} | change
            for n, change in enumerate(changes, 9001)
        ]
        return write_table(tmp_path / "mmp.csv", named, dialect)

    return write


def read(path, **options):
    return READER.read(path, places=BUNDLED, options=Options(**options))


def claim_of(path):
    reading = read(path)
    assert not reading.skipped
    return reading.atlas, reading.atlas.claims[0]


def place_of(path):
    atlas, claim = claim_of(path)
    return atlas.place(claim.where[0].place)


def test_an_incident_is_a_claim_of_its_source_recorded_by_the_project(table):
    atlas, claim = claim_of(table({}))
    assert claim.id == "mmp-2023.MMP9001"
    assert claim.says == (
        "3 dead, at least 10 missing, 5 survived (Drowning): Danube near Bogojevo; "
        "route: Western Balkans."
    )
    assert atlas.agent(claim.speaker).name == "Test Daily"
    assert atlas.agent(atlas.recorder).name == "IOM Missing Migrants Project"
    assert atlas.source(claim.source).url == "https://example.org/danube"
    assert claim.topics == ("Drowning", "Western Balkans")
    assert atlas.licence == "CC-BY-4.0"


def test_dead_missing_and_survivors_are_figures_of_their_own(table):
    _, claim = claim_of(table({}))
    figures = {q.what: (q.low, q.best, q.high) for q in claim.quantities}
    assert figures == {
        "dead": (None, 3, None),
        "missing": (10, None, None),
        "dead and missing": (13, None, None),
        "survivors": (None, 5, None),
        "females": (None, 1, None),
        "males": (None, 2, None),
        "children": (None, 0, None),
    }


def test_a_figure_that_nobody_gave_is_none_and_nought_is_a_figure(table):
    _, claim = claim_of(table({"Number of Dead": "", "Number of Survivors": "0"}))
    figures = {q.what: q.best for q in claim.quantities}
    assert "dead" not in figures
    assert figures["survivors"] == 0


def test_a_figure_below_nought_counts_nobody_and_is_kept_as_text(table):
    reading = read(table({"Number of Survivors": "-1"}))
    (claim,) = reading.atlas.claims
    assert "survivors" not in {q.what for q in claim.quantities}
    assert claim.extra["missing-migrants"]["number of survivors"] == "-1"
    assert claim.says == (
        "3 dead, at least 10 missing (Drowning): Danube near Bogojevo; route: Western Balkans."
    )
    assert "counts nobody" in reading.problems[0].message


@pytest.mark.parametrize("dialect", [OLD, SERVED], ids=["old", "served"])
def test_the_older_spellings_of_the_columns_are_read_alike(table, dialect):
    path = table({}, dialect=dialect)
    assert READER.recognises(path)
    atlas, claim = claim_of(path)
    new_atlas, new = claim_of(table({}))
    assert (claim.id, claim.says, claim.about) == (new.id, new.says, new.about)
    assert claim.quantities == new.quantities
    assert atlas.place(claim.where[0].place).geometry == new_atlas.places[0].geometry


@pytest.mark.parametrize(
    ("date", "month", "year", "expected"),
    [
        ("2023-10-27", "October", "2023", "2023-10-27"),
        ("Fri, 10/27/2023", "October", "2023", "2023-10-27"),
        ("10/27/2023", "", "", "2023-10-27"),
        ("27/10/2023", "", "", "2023-10-27"),
        ("03/04/2023", "April", "2023", "2023-04-03"),
        ("03/04/2023", "March", "2023", "2023-03-04"),
        ("Mon, 03/04/2024", "", "", "2024-03-04"),
        ("03/04/2023", "", "2023", "2023"),
        ("October 27, 2023", "", "", "2023-10-27"),
        ("27 October 2023", "", "", "2023-10-27"),
        ("27-Oct-2023", "", "", "2023-10-27"),
        ("October 2023", "", "", "2023-10"),
        ("2023-10", "", "", "2023-10"),
        ("", "October", "2023", "2023-10"),
        ("", "Oct", "2023.0", "2023-10"),
        ("", "", "2023", "2023"),
    ],
)
def test_a_month_stays_a_month_and_no_day_is_guessed(table, date, month, year, expected):
    path = table({"Incident Date": date, "Reported Month": month, "Incident Year": year})
    assert claim_of(path)[1].about == Period(expected)


def test_an_incident_without_a_date_has_none(table):
    gone = {"Incident Date": "", "Reported Month": "", "Incident Year": ""}
    assert claim_of(table(gone))[1].about is None


def test_a_cumulative_incident_is_marked_and_its_date_is_rough(table):
    _, claim = claim_of(table({"Incident Type": "Cumulative Incident"}))
    assert claim.extra["missing-migrants"]["cumulative"] is True
    assert claim.extra["missing-migrants"]["incident date"] == "2023-10-27"
    assert claim.about == Period("2023-10~")
    assert "sum of several" in claim.note


def test_the_parts_of_a_split_incident_are_linked_to_its_main_one_wherever_it_stands(table):
    split = {"Incident Type": "Split Incident", "Main ID": "2023.MMP9002"}
    atlas, _ = claim_of(table(split, split | {"Incident ID": "2023.MMP9002"}, split, {}))
    first, main, third, other = atlas.claims
    assert main.relations == other.relations == ()
    for part in (first, third):
        assert [(r.kind, r.claim) for r in part.relations] == [("narrows", main.id)]
    assert first.extra["missing-migrants"]["split"] is True
    assert first.extra["missing-migrants"]["main id"] == "2023.MMP9002"


def test_without_the_main_row_the_first_part_stands_for_it(table):
    split = {"Incident Type": "Split Incident", "Main ID": "2023.MMP1"}
    atlas, first = claim_of(table(split, split))
    assert atlas.claims[1].relations[0].claim == first.id


def test_an_id_that_stands_twice_keeps_both_rows_and_the_same_row_is_listed(table):
    again = {"Incident ID": "2023.MMP9001"}
    reading = read(
        table({}, again | {"Number of Dead": "4"}, {}, again | {"Main ID": "2023.MMP9001"})
    )
    assert [claim.id for claim in reading.atlas.claims] == [
        "mmp-2023.MMP9001", "mmp-2023.MMP9001-2", "mmp-2023.MMP9003",
    ]  # fmt: skip
    assert "both are kept" in reading.problems[0].message
    assert [problem.line for problem in reading.skipped] == [5]


def test_a_coordinate_is_a_disc_and_never_a_pin(table):
    place = place_of(table({}))
    assert place.geometry == shapely.Point(19.13, 45.53)
    assert place.precision_m == 20_000
    assert claim_of(table({}))[1].where[0].role == "near"


@pytest.mark.parametrize(
    ("text", "metres"),
    [("5 km", 5_000), ("300 m", 300), ("2.5 kilometres", 2_500), ("3", 20_000), ("good", 20_000)],
)
def test_an_accuracy_counts_only_where_it_is_a_length(table, text, metres):
    path = table({"Geolocation Accuracy": text})
    assert place_of(path).precision_m == metres
    assert claim_of(path)[1].extra["missing-migrants"]["geolocation accuracy"] == text


def test_a_point_in_wkt_is_read(table):
    assert place_of(table({"Coordinates": "POINT (19.13 45.53)"})).geometry.x == 19.13


def test_an_unspecified_location_in_a_country_is_its_outline(table):
    place = place_of(table({"Location of Incident": "Unspecified location in Serbia"}))
    assert place.gazetteer == "RS"
    assert place.geometry.geom_type in {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize(
    "name", ["Unspecified location between Libya and Italy", "Unknown location in the Sahara"]
)
def test_an_unspecified_location_elsewhere_goes_to_the_tray(table, name):
    place = place_of(table({"Location of Incident": name}))
    assert place.geometry is None
    assert place.extra["missing-migrants"]["coordinates"] == "45.5300, 19.1300"


def test_an_incident_without_a_coordinate_is_kept(table):
    assert place_of(table({"Coordinates": ""})).geometry is None
    gone = {"Coordinates": "", "Location of Incident": "", "Country of Incident": ""}
    assert claim_of(table(gone))[1].where == ()


def test_of_several_sources_none_is_made_the_speaker(table):
    path = table({"Information Source": "Test Daily, Test Wire"})
    atlas, claim = claim_of(path)
    assert claim.speaker == atlas.recorder
    assert claim.extra["missing-migrants"]["information source"] == "Test Daily, Test Wire"


def test_several_addresses_are_what_the_entry_is_derived_from(table):
    atlas, claim = claim_of(table({"URL": "https://example.org/a, https://example.org/b?x=1,2"}))
    urls = [atlas.source(key).url for key in atlas.source(claim.source).derived_from]
    assert urls == ["https://example.org/a", "https://example.org/b?x=1,2"]


def test_without_an_address_the_entry_itself_is_the_source(table):
    atlas, claim = claim_of(table({"URL": ""}))
    assert atlas.source(claim.source).kind == "dataset"


def test_source_quality_is_kept_and_is_no_admiralty_rating(table):
    atlas, claim = claim_of(table({}))
    assert claim.extra["missing-migrants"]["source quality"] == "3"
    assert claim.credibility is None
    assert all(source.reliability is None for source in atlas.sources)


def test_every_column_is_kept_somewhere(table):
    figures = {name for name in COLUMNS if "Number" in name or name == "Incident Year"}
    plain = {*COLUMNS} - figures - {"Incident Date", "Reported Month", "Coordinates"}
    ids = {"Main ID", "Incident ID"}
    marked = {name: f"mark {name}" for name in plain - ids} | dict.fromkeys(ids, "mark-id")
    atlas, claim = claim_of(table(marked))
    said = str(atlas)
    for name, text in marked.items():
        assert text in said, name
    for name in COLUMNS:
        told = claim.extra["missing-migrants"].get(name.lower())
        assert told is not None or not INCIDENT[name] or name in {"Incident ID", "URL"}, name


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"Coordinates": "nan, 19"}, "latitude is a number"),
        ({"Coordinates": "145.5, 19.1"}, "not on the earth"),
        ({"Coordinates": "45.5; 19.1"}, "'latitude, longitude'"),
        ({"Number of Dead": "several"}, "dead is a number"),
        ({"Incident Date": "13/13/2023"}, "no day of the calendar"),
        ({"Incident Date": "soon"}, "date is a day"),
        ({"Incident Date": "", "Reported Month": "Octember"}, "month is a month"),
        ({"Main ID": "", "Incident ID": ""}, "incident id is empty"),
        ({"Incident ID": "two words"}, "is one word"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_and_the_rest_is_read(table, change, told):
    reading = read(table({}, change, {}))
    assert len(reading.atlas.claims) == 2
    (problem,) = reading.skipped
    assert (problem.line, told in problem.message) == (3, True), problem.message


def test_the_projects_columns_are_told_from_others(table, tmp_path):
    path = table({})
    assert READER.recognises(path)
    for other in (ucdp, acled, gdelt):
        assert not other.READER.recognises(path)
    for number, text in enumerate(["id,says\n", "Incident ID,Main ID\n", "", "number of dead\n"]):
        file = tmp_path / f"{number}.csv"
        file.write_text(text)
        assert not READER.recognises(file)


def test_what_was_read_is_written_and_read_again_as_it_was(table, tmp_path):
    split = {"Incident Type": "Split Incident", "Main ID": "2023.MMP9001"}
    atlas, _ = claim_of(table({}, split))
    writers.write(atlas, tmp_path / "atlas.json")
    assert readers.read(tmp_path / "atlas.json") == atlas


@settings(max_examples=25, deadline=None)
@given(changes=st.lists(st.dictionaries(st.sampled_from(COLUMNS), texts, max_size=5), max_size=3))
def test_whatever_stands_in_a_row_it_is_read_or_listed(tmp_path_factory, changes):
    path = write_table(tmp_path_factory.mktemp("mmp") / "a.csv", changes)
    reading = read(path)
    assert reading.atlas is not None
    assert len(reading.atlas.claims) + len(reading.skipped) >= min(len(changes), 1)
