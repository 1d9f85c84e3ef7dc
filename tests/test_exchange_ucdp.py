from __future__ import annotations

import csv
import io

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import texts

from balkanroute import readers, writers
from balkanroute.errors import UnreadableFile, UnresolvedPlace
from balkanroute.periods import Period
from balkanroute.readers import event_rows
from balkanroute.readers.protocol import BUNDLED, Options
from balkanroute.readers.ucdp import READER

COLUMNS = """
id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id
conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a
side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date
source_headline source_original where_prec where_coordinates where_description adm_1 adm_2
latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec
date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob
""".split()  # noqa: SIM905 - the codebook's list
EVENT = {
    "id": "90001",
    "relid": "XXX-2001-1-999-1",
    "year": "2001",
    "active_year": "True",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_new_id": "999",
    "conflict_name": "Testland: Government",
    "dyad_name": "Government of Testland - TLA",
    "side_a": "Government of Testland",
    "side_b": "TLA",
    "number_of_sources": "1",
    "source_article": "Test Wire,2001-03-06,Five dead in clash",
    "source_office": "Test Wire",
    "source_date": "2001-03-06",
    "source_headline": "Five dead in clash",
    "source_original": "army spokesman",
    "where_prec": "1",
    "where_coordinates": "Tetovo town",
    "where_description": "On the hill above the town",
    "adm_1": "Tetovo municipality",
    "latitude": "42.01",
    "longitude": "20.97",
    "geom_wkt": "POINT (20.97 42.01)",
    "priogrid_gid": "190122",
    "country": "North Macedonia",
    "country_id": "343",
    "region": "Europe",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2001-03-05 00:00:00.000",
    "date_end": "2001-03-05 00:00:00.000",
    "deaths_a": "2",
    "deaths_b": "3",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "5",
    "high": "8",
    "low": "4",
    "gwnoa": "343",
}


@pytest.fixture
def table(tmp_path):
    def write(*changes, columns=COLUMNS):
        path = tmp_path / "GEDEvent_v99_1.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            for number, change in enumerate(changes):
                row = EVENT | {"id": str(90001 + number)} | change
                writer.writerow({name: row[name] for name in columns if name in row})
        return path

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


def test_an_event_is_a_claim_of_ucdp_carried_by_its_report(table):
    atlas, claim = claim_of(table({}))
    assert claim.id == "ucdp-90001"
    assert claim.says == (
        "State-based violence between Government of Testland and TLA: Tetovo town, North Macedonia."
    )
    assert claim.speaker == atlas.recorder == "ucdp"
    assert claim.stance == "estimates"
    assert claim.about == Period("2001-03-05")
    assert claim.topics == ("state-based violence", "Testland: Government")
    source = atlas.source(claim.source)
    assert (source.title, source.publisher) == ("Five dead in clash", "Test Wire")
    assert source.published == Period("2001-03-06")
    assert source.note == "Test Wire,2001-03-06,Five dead in clash"


def test_low_best_and_high_are_one_figure_and_the_sides_have_theirs(table):
    _, claim = claim_of(table({}))
    total, *sides = claim.quantities
    assert (total.what, total.unit, total.low, total.best, total.high) == (
        "deaths", "person", 4, 5, 8,
    )  # fmt: skip
    assert {side.what: side.best for side in sides} == {
        "deaths, side A": 2,
        "deaths, side B": 3,
        "deaths, civilians": 0,
        "deaths, side unknown": 0,
    }


def test_a_figure_that_nobody_gave_is_not_zero(table):
    _, claim = claim_of(table({"low": "", "high": "", "deaths_unknown": ""}))
    assert claim.quantities[0].low is None
    assert "deaths, side unknown" not in {quantity.what for quantity in claim.quantities}


def test_bounds_that_cross_stay_apart(table):
    _, claim = claim_of(table({"low": "9", "best": "5", "high": "8"}))
    assert [(q.what, q.best) for q in claim.quantities[:3]] == [
        ("deaths, low estimate", 9),
        ("deaths, best estimate", 5),
        ("deaths, high estimate", 8),
    ]


def test_the_figures_of_precision_and_clarity_are_kept_as_numbers(table):
    _, claim = claim_of(table({"where_prec": "2", "date_prec": "1", "event_clarity": "2"}))
    kept = claim.extra["ucdp"]
    assert (kept["where_prec"], kept["date_prec"], kept["event_clarity"]) == (2, 1, 2)


@pytest.mark.parametrize("precision", range(1, 8))
def test_every_column_is_kept_somewhere(table, precision):
    figures = ("id", "year", "best", "high", "low", "latitude", "longitude", "geom_wkt")
    codes = ("type_of_violence", "number_of_sources", "event_clarity")
    plain = {*COLUMNS} - {*figures, *codes} - {name for name in COLUMNS if "date" in name}
    marked = {name: f"mark {name}" for name in plain if not name.startswith("deaths_")}
    marked["where_prec"] = str(precision)
    atlas, _ = claim_of(table(marked))
    said = str(atlas)
    for name, text in marked.items():
        assert text in said, name


def test_the_id_of_an_event_makes_its_claims_id_and_stands_once(table):
    reading = read(table({}, {"id": "90001"}, {"id": ""}))
    assert [claim.id for claim in reading.atlas.claims] == ["ucdp-90001"]
    assert [problem.record for problem in reading.skipped] == ["row 3", "row 4"]
    assert "stands already" in reading.skipped[0].message


@pytest.mark.parametrize(
    ("precision", "start", "end", "expected"),
    [
        ("1", "2001-03-05", "2001-03-05", "2001-03-05"),
        ("2", "2001-03-05", "2001-03-08", "2001-03-05/2001-03-08"),
        ("2", "2001-03-05", "2001-03-05", "2001-03-05~"),
        ("3", "2001-03-05", "2001-03-11", "2001-03-05/2001-03-11"),
        ("4", "2001-03-01", "2001-03-31", "2001-03"),
        ("4", "2000-02-01", "2000-02-28", "2000-02-01/2000-02-28"),
        ("4", "2001-03-05", "2001-04-02", "2001-03-05/2001-04-02"),
        ("5", "2001-01-01", "2001-12-31", "2001"),
        ("5", "2001-01-01", "2001-06-30", "2001-01-01/2001-06-30"),
        ("1", "2001-03-05", "", "2001-03-05"),
    ],
)
def test_a_date_is_as_precise_as_date_prec_says(table, precision, start, end, expected):
    _, claim = claim_of(table({"date_prec": precision, "date_start": start, "date_end": end}))
    assert claim.about == Period(expected)


def test_without_dates_the_year_is_what_is_known(table):
    _, claim = claim_of(table({"date_start": "", "date_end": ""}))
    assert claim.about == Period("2001")


def test_an_exact_spot_is_a_point_with_a_settlements_precision(table):
    place = place_of(table({}))
    assert place.geometry == shapely.Point(20.97, 42.01)
    assert place.precision_m == 2_000
    assert place.kind == "settlement"
    assert place.provenance


def test_a_spot_nearby_is_a_point_within_twenty_five_kilometres(table):
    path = table({"where_prec": "2"})
    assert place_of(path).precision_m == 25_000
    assert claim_of(path)[1].where[0].role == "near"


def test_a_country_is_its_outline_and_never_a_pin(table):
    place = place_of(table({"where_prec": "6"}))
    assert (place.kind, place.gazetteer) == ("country", "MK")
    assert place.geometry.geom_type in {"Polygon", "MultiPolygon"}


def test_what_is_known_of_a_country_level_event_is_kept_with_its_claim(table):
    _, claim = claim_of(table({"where_prec": "6"}))
    assert claim.extra["ucdp"]["latitude"] == "42.01"
    assert claim.extra["ucdp"]["where_coordinates"] == "Tetovo town"


def test_a_first_order_division_with_an_outline_is_that_outline(table):
    place = place_of(table({"where_prec": "4", "adm_1": "Vojvodina province", "country": "Serbia"}))
    assert place.gazetteer == "RS-VO"
    assert place.geometry.geom_type in {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize(
    ("precision", "name"),
    [("3", "Tearce"), ("4", "Tetovo municipality"), ("5", "Tetovo town"), ("7", "Tetovo town")],
)
def test_an_area_without_an_outline_goes_to_the_tray_with_its_coordinate_kept(
    table, precision, name
):
    place = place_of(table({"where_prec": precision, "adm_2": "Tearce"}))
    assert place.geometry is None
    assert place.precision_m is None
    assert place.name == name
    assert place.extra["ucdp"]["latitude"] == "42.01"
    assert "not drawn" in place.note


@pytest.mark.parametrize(
    ("country", "year", "key"),
    [
        ("Serbia (Yugoslavia)", "1999", None),
        ("Serbia (Yugoslavia)", "2012", "RS"),
        ("Russia (Soviet Union)", "1990", None),
        ("Russia (Soviet Union)", "1996", "RU"),
        ("DR Congo (Zaire)", "1996", "CD"),
        ("Bosnia-Herzegovina", "1993", "BA"),
        ("Atlantis", "1993", None),
    ],
)
def test_a_country_that_was_another_land_has_no_outline(table, country, year, key):
    place = place_of(table({"where_prec": "6", "country": country, "year": year}))
    assert place.gazetteer == key
    assert (place.geometry is None) == (key is None)


def test_an_outline_comes_from_the_users_gazetteer(table):
    class Empty:
        def place(self, key):
            raise UnresolvedPlace(key)

    reading = READER.read(table({"where_prec": "6"}), places=Empty())
    assert reading.atlas.places[0].geometry is None
    assert reading.atlas.places[0].name == "North Macedonia"


def test_an_event_without_a_coordinate_is_kept_in_the_tray(table):
    place = place_of(table({"latitude": "", "longitude": "", "geom_wkt": ""}))
    assert (place.name, place.geometry) == ("Tetovo town", None)


def test_an_event_without_any_place_is_kept(table):
    gone = ("latitude", "longitude", "geom_wkt", "where_coordinates", "adm_1", "country")
    _, claim = claim_of(table(dict.fromkeys(gone, "")))
    assert claim.where == ()


def test_two_events_in_one_spot_share_its_place_and_one_report_is_one_source(table):
    reading = read(table({}, {}))
    assert len(reading.atlas.places) == 1
    assert len(reading.atlas.claims) == 2
    assert len(reading.atlas.sources) == 2


def test_several_reports_are_what_the_events_entry_is_derived_from(table):
    atlas, claim = claim_of(
        table(
            {
                "number_of_sources": "2",
                "source_article": "One,2001-03-06,First;Two,2001-03-07,Second",
                "source_office": "One;Two",
                "source_date": "2001-03-06;2001-03-07",
                "source_headline": "First;Second",
            }
        )
    )
    entry = atlas.source(claim.source)
    assert entry.kind == "dataset"
    reports = [atlas.source(key) for key in entry.derived_from]
    assert [(r.publisher, r.published.text, r.title) for r in reports] == [
        ("One", "2001-03-06", "First"),
        ("Two", "2001-03-07", "Second"),
    ]


def test_a_headline_with_a_semicolon_pairs_no_report_with_anothers_date(table):
    given = {
        "number_of_sources": "2",
        "source_article": "One,2001-03-06,First; and more;Two,2001-03-07,Second",
        "source_office": "One;Two",
        "source_date": "2001-03-06;2001-03-07",
        "source_headline": "First; and more;Second",
    }
    atlas, claim = claim_of(table(given))
    source = atlas.source(claim.source)
    assert source.title == given["source_article"]
    assert source.publisher is None
    assert source.published is None
    assert claim.extra["ucdp"]["source_headline"] == given["source_headline"]
    assert claim.extra["ucdp"]["source_date"] == given["source_date"]


def test_articles_are_split_only_where_their_number_is_known(table):
    given = {"source_article": "First;Second", "source_office": "", "source_date": ""}
    given |= {"source_headline": ""}
    atlas, claim = claim_of(table(given | {"number_of_sources": "2"}))
    assert len(atlas.source(claim.source).derived_from) == 2
    atlas, claim = claim_of(table(given | {"number_of_sources": "-1"}))
    assert atlas.source(claim.source).title == "First;Second"
    assert claim.extra["ucdp"]["number_of_sources"] == -1


def test_an_event_without_a_report_is_carried_by_the_dataset(table):
    gone = ("source_article", "source_office", "source_date", "source_headline")
    atlas, claim = claim_of(table(dict.fromkeys(gone, "")))
    assert claim.source == "ucdp-ged"
    assert atlas.source("ucdp-ged").kind == "dataset"


def test_a_date_of_a_report_that_is_no_date_is_kept_as_text(table):
    atlas, claim = claim_of(table({"source_date": "early March"}))
    source = atlas.source(claim.source)
    assert source.published is None
    assert source.extra["ucdp"]["source_date"] == "early March"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"latitude": "nan"}, "latitude is a number"),
        ({"latitude": "Infinity"}, "latitude is a number"),
        ({"latitude": "1e400"}, "found '1e400'"),
        ({"latitude": "120.97", "longitude": "42.01"}, "are the two swapped?"),
        ({"longitude": "220"}, "not on the earth"),
        ({"longitude": ""}, "longitude is missing"),
        ({"best": "five"}, "best is a number"),
        ({"where_prec": "1.5"}, "where_prec is a whole number"),
        ({"date_start": "5.3.2001"}, "date_start is a day"),
        ({"date_start": "2001-02-30"}, "no day of the calendar"),
        ({"date_start": "2001-03-09"}, "ends before it starts"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_and_the_rest_is_read(table, change, told):
    reading = read(table({}, change, {}))
    assert [claim.id for claim in reading.atlas.claims] == ["ucdp-90001", "ucdp-90003"]
    (problem,) = reading.skipped
    assert problem.line == 3
    assert told in problem.message


def test_a_row_that_is_cut_off_is_listed(table):
    path = table({}, {})
    path.write_bytes(path.read_bytes()[:-300])
    reading = read(path)
    assert len(reading.atlas.claims) == 1
    assert "is it cut off" in reading.skipped[0].message


def test_bytes_that_are_not_utf_8_damage_one_row(table):
    path = table({}, {"side_b": "MARK"}, {})
    path.write_bytes(path.read_bytes().replace(b"MARK", b"caf\xe9"))
    reading = read(path)
    assert len(reading.atlas.claims) == 2
    assert (reading.skipped[0].line, "UTF-8" in reading.skipped[0].message) == (3, True)


def test_a_cell_of_ten_megabytes_damages_one_row(table):
    reading = read(table({}, {"where_description": "x" * 10_000_000}, {}))
    assert len(reading.atlas.claims) == 2
    assert "field limit" in reading.skipped[0].message


def test_an_endless_line_is_refused(table):
    path = table({})
    with path.open("ab") as stream:
        stream.write(b"x" * 17_000_000)
    with pytest.raises(UnreadableFile, match="line 3 is longer than 16 MiB"):
        read(path)


def test_more_rows_than_an_atlas_holds_are_refused_with_the_way_out(table, monkeypatch):
    monkeypatch.setattr(event_rows, "MOST_ROWS", 2)
    with pytest.raises(UnreadableFile, match=r"more than 2 rows.*balkanroute scale"):
        read(table({}, {}, {}))


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfei\x00d\x00", b"id\x00,"])
def test_a_file_that_is_no_text_is_refused(tmp_path, content):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\.csv"):
        read(path)


def test_a_division_of_a_hundred_thousand_letters_is_a_name_in_the_tray(table):
    long = f"a{' ' * 100_000}b"
    assert place_of(table({"where_prec": "4", "adm_1": long})).geometry is None
    assert place_of(table({"where_prec": "6", "country": long})).geometry is None


def test_scripts_and_markup_stay_inert_text(table):
    evil = '<script>alert(1)</script> ${alert(1)} =cmd|" \x00'
    atlas, claim = claim_of(table({"side_a": evil, "where_coordinates": evil}))
    assert evil in claim.says or evil.strip() in claim.says
    assert atlas.place(claim.where[0].place).name == evil.strip()


def test_a_row_of_hxl_tags_is_no_event(table):
    path = table({})
    header, row = path.read_text().splitlines()
    path.write_text(f"{header}\n{','.join(['#event+id'] + [''] * (len(COLUMNS) - 1))}\n{row}\n")
    reading = read(path)
    assert len(reading.atlas.claims) == 1
    assert not reading.skipped


def test_the_order_and_the_number_of_columns_do_not_matter(table):
    fewer = sorted(set(COLUMNS) - {"gwnob", "relid", "geom_wkt", "code_status"})
    _, claim = claim_of(table({}, columns=[*fewer, "new column"]))
    assert claim.id == "ucdp-90001"


def test_a_semicolon_or_a_tab_may_separate_the_columns(table):
    path = table({})
    rows = [*csv.reader(io.StringIO(path.read_text()))]
    for separator in ";\t":
        with path.open("w", newline="") as stream:
            csv.writer(stream, delimiter=separator).writerows(rows)
        assert READER.recognises(path)
        assert claim_of(path)[1].id == "ucdp-90001"


def test_progress_is_told_in_bytes_to_the_end(table, monkeypatch):
    monkeypatch.setattr(event_rows, "_STEP", 1)
    path = table({}, {}, {})
    told = []
    read(path, progress=lambda done, size: told.append((done, size)))
    assert len(told) >= 2
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert told == sorted(told)


def test_only_ucdps_columns_are_recognised(table, tmp_path):
    assert READER.recognises(table({}))
    others = {
        "claims.csv": "id,says,speaker,source\n",
        "acled.csv": "event_id_cnty,event_date,event_type,fatalities\n",
        "mmp.csv": "Main ID,Incident ID,Number of Dead\n",
        "part.csv": ",".join(COLUMNS[:10]),
        "empty.csv": "",
        "other.json": ",".join(COLUMNS),
    }
    for name, text in others.items():
        path = tmp_path / name
        path.write_text(text)
        assert not READER.recognises(path), name
    assert not READER.recognises(tmp_path)
    assert not READER.recognises(tmp_path / "missing.csv")


def test_what_was_read_is_written_and_read_again_as_it_was(table, tmp_path):
    atlas, _ = claim_of(table({}, {"where_prec": "6"}, {"where_prec": "3"}, {"low": "9"}))
    writers.write(atlas, tmp_path / "atlas.json")
    assert readers.read(tmp_path / "atlas.json") == atlas


@settings(max_examples=25, deadline=None)
@given(change=st.dictionaries(st.sampled_from(COLUMNS), texts, max_size=6))
def test_whatever_stands_in_a_row_it_is_read_or_listed(tmp_path_factory, change):
    path = tmp_path_factory.mktemp("ucdp") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerow(EVENT | change)
    reading = read(path)
    assert reading.atlas is not None
    assert len(reading.atlas.claims) + len(reading.skipped) >= 1
