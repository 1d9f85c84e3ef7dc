"""Events in whatever they come, however hostile, and runs that go on where they stopped."""

from __future__ import annotations

import math
import struct
import warnings
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from balkanroute import _files
from balkanroute.errors import InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.scale import Columns, How, join, summarise
from balkanroute.scale import fragments as fragments_module
from balkanroute.scale.delimited import csv_pieces
from balkanroute.scale.events import opened
from balkanroute.scale.fragments import parquet_pieces
from balkanroute.scale.rows import rows_of

FRAME = gpd.GeoDataFrame(
    geometry=gpd.GeoSeries(
        {"left": shapely.box(0, 0, 2, 2), "right": shapely.box(2, 0, 4, 2)}, crs="EPSG:4326"
    )
)
COLUMNS = Columns(date="date", topic="topic", source="source", best="best", unit="unit")
ROWS = 60


def plain():
    """Give events as a frame with columns of coordinates."""
    dice = np.random.default_rng(7)
    dates = ["2023-10-25", "2023-10", "2023-10-25/2023-11-05", "", "soon"]
    return pd.DataFrame(
        {
            "longitude": dice.uniform(-1, 5, ROWS),
            "latitude": dice.uniform(-1, 3, ROWS),
            "date": [dates[number % 5] for number in range(ROWS)],
            "topic": [f'a "quoted",\ntopic {number % 3}' for number in range(ROWS)],
            "source": [f"s{number % 7}" for number in range(ROWS)],
            "best": [None if number % 4 == 0 else number / 4 for number in range(ROWS)],
            "unit": ["person" if number % 2 else "EUR" for number in range(ROWS)],
            "never asked for": "x",
        }
    )


def points(frame):
    """Give events as a frame of points."""
    shapes = gpd.points_from_xy(frame["longitude"], frame["latitude"], crs="EPSG:4326")
    return gpd.GeoDataFrame(frame.drop(columns=["longitude", "latitude"]), geometry=shapes)


def geoparquet(encoding):
    """Give a maker of GeoParquet files."""

    def make(folder):
        path = folder / "events.parquet"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            points(plain()).to_parquet(path, geometry_encoding=encoding, row_group_size=17)
        return path

    return make


def parquet(folder):
    path = folder / "events.parquet"
    plain().to_parquet(path, row_group_size=17)
    return path


def several(folder):
    for number, part in enumerate(np.array_split(np.arange(ROWS), 3)):
        plain().iloc[part].to_parquet(folder / f"{number}.parquet")
    return folder


def delimited(delimiter, suffix):
    """Give a maker of CSV files."""

    def make(folder):
        path = folder / f"events{suffix}"
        plain().to_csv(path, index=False, sep=delimiter)
        return path

    return make


def batches(_):
    return iter(pa.Table.from_pandas(plain(), preserve_index=False).to_batches(11))


MAKERS = {
    "Parquet": parquet,
    "a folder": several,
    "several files": lambda folder: sorted(several(folder).iterdir()),
    "GeoParquet with WKB": geoparquet("WKB"),
    "GeoParquet with geoarrow": geoparquet("geoarrow"),
    "CSV": delimited(",", ".csv"),
    "CSV with semicolons": delimited(";", ".csv"),
    "TSV": delimited("\t", ".tsv"),
    "a GeoDataFrame": lambda _: points(plain()),
    "a frame": lambda _: plain(),
    "an Arrow table": lambda _: pa.Table.from_pandas(plain()),
    "an Arrow reader": lambda _: pa.Table.from_pandas(plain()).to_reader(13),
    "record batches": batches,
}


@pytest.fixture(scope="module")
def expected():
    return summarise(plain(), FRAME, columns=COLUMNS)


@pytest.mark.parametrize("kind", MAKERS)
def test_events_give_the_same_counts_in_whatever_they_come(kind, tmp_path, expected):
    summary = summarise(MAKERS[kind](tmp_path), FRAME, columns=COLUMNS)
    assert summary.table.equals(expected.table)
    assert summary.tally == expected.tally


def test_rows_are_numbered_through_all_files(tmp_path):
    joined = join(several(tmp_path), FRAME).frame()
    assert joined["event"].tolist() == join(plain(), FRAME).frame()["event"].tolist()


def test_points_may_be_written_in_any_way(tmp_path):
    shapes = [shapely.Point(1, 1), shapely.Point(3, 1)]
    ways = {
        "little": shapely.to_wkb(shapes, byte_order=1),
        "big": shapely.to_wkb(shapes, byte_order=0),
        "srid": shapely.to_wkb(shapely.set_srid(np.array(shapes), 4326), include_srid=True),
        "high": shapely.to_wkb(shapely.force_3d(np.array(shapes))),
    }
    for name, way in ways.items():
        path = tmp_path / f"{name}.parquet"
        pq.write_table(pa.table({"where": pa.array(list(way), pa.binary())}), path)
        found = join(path, FRAME, columns=Columns(geometry="where")).frame()
        assert found["place"].tolist() == ["left", "right"], name


def test_pairs_of_coordinates_are_read():
    pairs = pa.FixedSizeListArray.from_arrays(pa.array([1.0, 1.0, 3.0, 1.0]), 2)
    found = join(pa.table({"where": pairs}), FRAME, columns=Columns(geometry="where"))
    assert found.frame()["place"].tolist() == ["left", "right"]


def test_geometry_that_is_no_point_is_listed_by_reason():
    wkb = [
        shapely.to_wkb(shapely.Point(1, 1)),
        None,
        shapely.to_wkb(shapely.Point()),
        shapely.to_wkb(shapely.box(0, 0, 1, 1)),
        b"\x01nonsense",
        shapely.to_wkb(shapely.GeometryCollection()),
        struct.pack("<BIdd", 1, 1, math.nan, 1.0),
        struct.pack("<BIdd", 1, 1, math.inf, 1.0),
    ]
    table = pa.table({"where": pa.array(wkb, pa.binary())})
    tally = join(table, FRAME, columns=Columns(geometry="where")).tally
    assert {reason: rows for reason, rows in tally.examples.items() if rows} == {
        "empty geometry": (2, 5),
        "geometry cannot be read": (4,),
        "geometry is no point": (3,),
        "infinite coordinates": (7,),
        "no coordinates": (1, 6),
    }
    assert sum(tally.counts.values()) == 2 * tally.counts["rows"] == 16


HOSTILE = st.one_of(
    st.floats(),
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308, 181.0, -91.0, 180.0, -0.0, 2.0]),
)


@settings(max_examples=50)
@given(st.lists(st.tuples(HOSTILE, HOSTILE), max_size=20))
def test_every_row_has_its_reason_or_its_place(rows):
    table = pa.table({"longitude": [x for x, _ in rows], "latitude": [y for _, y in rows]})
    table = table.cast(pa.schema([("longitude", pa.float64()), ("latitude", pa.float64())]))
    joined = join(table, FRAME)
    counts = dict(joined.tally.counts)
    assert counts.pop("rows", 0) == len(rows) == sum(counts.values())
    assert counts.get("counted", 0) == joined.frame()["event"].nunique()


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.text(max_size=9)] * 4), max_size=8), st.booleans())
def test_no_text_in_a_csv_is_lost_or_crashes(tmp_path_factory, rows, newline):
    path = tmp_path_factory.mktemp("csv") / "events.csv"
    fields = ["longitude", "latitude", "source", "date"]
    quoted = [['"' + text.replace('"', '""') + '"' for text in row] for row in rows]
    lines = "\n".join(",".join(row) for row in [fields, *quoted])
    path.write_text(lines + "\n" * newline, encoding="utf-8", errors="replace", newline="")
    summary = summarise(path, FRAME, columns=Columns(source="source", date="date"))
    assert summary.tally.counts.get("rows", 0) == len(rows)


def test_csv_rows_that_cannot_be_used_keep_their_numbers(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes(
        b"\xef\xbb\xbflongitude,latitude,source\r\n"
        b"1,1,a\r\n"
        b"1,1\r\n"
        b"\r\n"
        b'1,1,"b\r\nc",d\r\n'
        b'"1,5",1,s\r\n'
        b"abc,1,s\r\n"
        b",,s\r\n"
        b"44.2,120.1,\r\n"
        b'3,1,5" pipe\r\n'
        b'3,1,"line\r\nbreak"\r\n'
        b"3,1,\xff\xfe"
    )
    joined = join(path, FRAME, columns=Columns(source="source"))
    assert joined.frame()["event"].tolist() == [0, 8, 9, 10]
    assert dict(joined.tally.examples) == {
        "coordinates are not numbers": (4, 5),
        "coordinates probably swapped": (7,),
        "counted": (),
        "no coordinates": (2, 6),
        "row has too many or too few fields": (1, 3),
        "rows": (),
    }
    assert summarise(path, FRAME, columns=Columns(source="source")).frame()["sources"].sum() == 4


def test_a_csv_is_cut_only_where_a_record_ends(tmp_path, monkeypatch):
    path = tmp_path / "events.csv"
    plain().to_csv(path, index=False)
    expected = join(path, FRAME)
    monkeypatch.setattr("balkanroute.scale.delimited.ROWS", 7)
    monkeypatch.setattr("balkanroute.scale.delimited._BLOCK", 50)
    pieces = list(csv_pieces(path))
    assert [piece.rows for piece in pieces] == [7] * 8 + [4]
    assert all(one.stop == other.start for one, other in pairwise(pieces))
    assert join(path, FRAME).table.equals(expected.table)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_of_a_csv_may_end_in_any_way(tmp_path, line_break, monkeypatch):
    monkeypatch.setattr("balkanroute.scale.delimited._BLOCK", 9)
    path = tmp_path / "events.csv"
    lines = ["longitude,latitude,source", "1,1,a", '1,1,"b\rb"', "9,1,", '1,1,"c\n"', "3,1,d"]
    path.write_text(line_break.join(lines), encoding="utf-8", newline="")
    assert join(path, FRAME).frame()["event"].tolist() == [0, 1, 3, 4]


def test_a_quotation_mark_that_is_left_open_is_told(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text('longitude,latitude\n1,1\n"1,1\n1,1\n', encoding="utf-8")
    tally = join(path, FRAME).tally
    assert tally.counts["rows"] == 2
    assert tally.examples["row has too many or too few fields"] == (1,)


def test_ten_megabytes_of_text_are_counted_and_told():
    long = "x" * 10_000_000
    frame = plain().assign(
        source=[long, long + "y", *["s"] * (ROWS - 2)], longitude=1.0, latitude=1.0
    )
    columns = Columns(source="source", topic="source", unit="unit")
    summary = summarise(frame, FRAME, columns=columns)
    assert summary.tally.examples["source of more than 1,000 characters"] == (0, 1)
    assert summary.tally.examples["topic of more than 1,000 characters"] == (0, 1)
    assert summary.frame()["topic"].str.len().max() < 300
    assert summary.frame()["topic"].nunique() == 3


def test_a_swapped_column_is_told_with_its_first_rows():
    frame = pd.DataFrame({"longitude": [10.0] * 9, "latitude": [100.0] * 9})
    tally = join(frame, FRAME).tally
    assert tally.counts["coordinates probably swapped"] == 9
    assert tally.examples["coordinates probably swapped"] == (0, 1, 2, 3, 4)


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (42, "expected files, a frame or Arrow batches, found int"),
        ([pa.table({"longitude": [1.0], "latitude": [1.0]}), "x"], "found str as number 1"),
        (plain().drop(columns="latitude"), "expected a column 'latitude', found longitude"),
        (plain().rename(columns={"latitude": "latitud"}), "did you mean 'latitud'"),
        (points(plain()).to_crs(3857), "expected a frame in EPSG:4326, found CRS EPSG:3857"),
        (plain().assign(longitude=[(1, 2)] * ROWS), "column 'longitude': expected numbers"),
        (
            plain().astype({"longitude": object}).assign(longitude=[1.0, "x"] * (ROWS // 2)),
            "column 'longitude' holds values of several types",
        ),
    ],
)
def test_events_that_cannot_be_read_are_named(events, message):
    with pytest.raises(InvalidRecord, match=message):
        join(events, FRAME)


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(InvalidRecord, match="expected files of Parquet or CSV, found none"):
        join(tmp_path, FRAME)
    (tmp_path / "events.xlsx").write_bytes(b"PK")
    with pytest.raises(UnreadableFile, match=r"events\.xlsx: expected Parquet .* or CSV"):
        join(tmp_path / "events.xlsx", FRAME)
    with pytest.raises(UnreadableFile, match=r"absent\.parquet: cannot be opened"):
        join(tmp_path / "absent.parquet", FRAME)
    with pytest.raises(UnreadableFile, match=r"absent\.csv: cannot be opened"):
        join(tmp_path / "absent.csv", FRAME)
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(UnreadableFile, match=r"empty\.csv: expected a header"):
        join(tmp_path / "empty.csv", FRAME)
    (tmp_path / "fake.parquet").write_bytes(b"PAR1 but no more")
    with pytest.raises(UnreadableFile, match=r"fake\.parquet: expected Parquet"):
        join(tmp_path / "fake.parquet", FRAME)


def test_a_header_that_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "events.csv"
    path.write_bytes("longitude,latitude\n1,1\n".encode("utf-16"))
    with pytest.raises(UnreadableFile, match=r"events\.csv: its header cannot be read .* UTF-8"):
        join(path, FRAME)


def test_geoparquet_of_an_unknown_crs_is_refused(tmp_path):
    path = tmp_path / "events.parquet"
    points(plain()).set_crs(None, allow_override=True).to_parquet(path)
    with pytest.raises(InvalidRecord, match=r"expected EPSG:4326, found CRS none"):
        join(path, FRAME)


def test_tables_may_come_one_after_the_other():
    table = pa.Table.from_pandas(plain(), preserve_index=False)
    parts = (table.slice(first, 25) for first in range(0, ROWS, 25))
    assert join(parts, FRAME).table.equals(join(plain(), FRAME).table)


def test_geoparquet_in_another_crs_is_refused(tmp_path):
    path = tmp_path / "events.parquet"
    points(plain()).to_crs(3035).to_parquet(path)
    with pytest.raises(InvalidRecord, match=r"events\.parquet: expected EPSG:4326, found CRS"):
        join(path, FRAME)


def test_geoparquet_of_longitude_and_latitude_by_another_name_is_read(tmp_path):
    path = tmp_path / "events.parquet"
    points(plain()).to_crs("OGC:CRS84").to_parquet(path)
    assert join(path, FRAME).table.equals(join(plain(), FRAME).table)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"x": None}, "expected x and y, or geometry"),
        ({"date": ""}, "date is the name of a column, found ''"),
        ({"source": 3}, "source is the name of a column, found 3"),
        ({"earliest": "a"}, "earliest and latest go together"),
        ({"date": "a", "earliest": "b", "latest": "c"}, "give date, or earliest and latest"),
    ],
)
def test_columns_that_do_not_go_together_are_refused(columns, message):
    with pytest.raises(InvalidRecord, match=message):
        Columns(**columns)


@pytest.fixture
def cut(tmp_path, monkeypatch):
    """Give a file of four fragments."""
    monkeypatch.setattr(fragments_module, "ROWS", 15)
    path = tmp_path / "events.parquet"
    plain().to_parquet(path, row_group_size=15)
    assert len(list(parquet_pieces(path))) == 4
    return path


def test_progress_goes_up_to_all_rows(cut):
    seen = []
    join(cut, FRAME, progress=lambda done, everything: seen.append((done, everything)))
    assert seen == [(15, 60), (30, 60), (45, 60), (60, 60)]


class Stopped(Exception):
    """Stands for whatever ends a run."""


def stopping(after):
    """Give a callback that ends a run."""

    def tell(done, _):
        if done >= after:
            raise Stopped

    return tell


def test_a_second_run_goes_on_where_the_first_stopped(cut, tmp_path, expected):
    work = tmp_path / "work"
    with pytest.raises(Stopped):
        summarise(cut, FRAME, columns=COLUMNS, work=work, progress=stopping(30))
    kept = {path: path.stat().st_mtime_ns for path in work.iterdir()}
    assert len(kept) == 2
    summary = summarise(cut, FRAME, columns=COLUMNS, work=work)
    assert summary.table.equals(expected.table)
    assert summary.tally == expected.tally
    assert len(list(work.iterdir())) == 4
    assert {path: path.stat().st_mtime_ns for path in kept} == kept


def test_what_was_kept_is_not_counted_again(cut, tmp_path):
    work, fragments = tmp_path / "work", []

    def watching(task, waiting):
        from balkanroute.scale.engines import local

        fragments.append(len(waiting))
        return local.run(task, waiting)

    options: How = {"work": work, "engine": watching}
    first = join(cut, FRAME, **options)
    again = join(cut, FRAME, **options)
    assert fragments == [4]
    assert again.table.equals(first.table)
    join(cut, FRAME, on_border="none", **options)
    assert fragments == [4, 4]


def test_a_changed_file_is_read_again(cut, tmp_path):
    work = tmp_path / "work"
    before = join(cut, FRAME, work=work)
    plain().assign(longitude=1.0, latitude=1.0).to_parquet(cut, row_group_size=15)
    after = join(cut, FRAME, work=work)
    assert len(after.table) == ROWS != len(before.table)


def test_a_damaged_partial_result_is_made_again(cut, tmp_path, expected):
    work = tmp_path / "work"
    summarise(cut, FRAME, columns=COLUMNS, work=work)
    for number, path in enumerate(sorted(work.iterdir())):
        content = path.read_bytes()
        path.write_bytes([content[:-5], b"", content[:40] + b"!" + content[41:], content][number])
    assert summarise(cut, FRAME, columns=COLUMNS, work=work).table.equals(expected.table)


def test_frames_go_on_where_they_stopped_too(tmp_path, monkeypatch, expected):
    monkeypatch.setattr("balkanroute.scale.events.ROWS", 15)
    work, asked = tmp_path / "work", []
    with pytest.raises(Stopped):
        summarise(plain(), FRAME, columns=COLUMNS, work=work, progress=stopping(30))

    def watching(task, waiting):
        from balkanroute.scale.engines import local

        asked.append(len(waiting))
        return local.run(task, waiting)

    summary = summarise(plain(), FRAME, columns=COLUMNS, work=work, engine=watching)
    assert asked == [2]
    assert summary.table.equals(expected.table)
    assert not [path for path in work.iterdir() if path.is_dir()]


def test_a_broken_fragment_is_named_and_finished_ones_stay(cut, tmp_path):
    start = pq.read_metadata(cut).row_group(2).column(0).data_page_offset
    content = bytearray(cut.read_bytes())
    content[start : start + 60] = b"\xff" * 60
    cut.write_bytes(content)
    work = tmp_path / "work"
    with pytest.raises(UnreadableFile, match=r"events\.parquet \(row groups 2 to 3\): cannot be"):
        join(cut, FRAME, work=work)
    assert len(list(work.iterdir())) == 2


def test_a_file_of_another_schema_is_named(tmp_path):
    plain().to_parquet(tmp_path / "a.parquet")
    plain().rename(columns={"longitude": "lon"}).to_parquet(tmp_path / "b.parquet")
    work = tmp_path / "work"
    with pytest.raises(InvalidRecord, match=r"b\.parquet: expected a column 'longitude'"):
        join([tmp_path / "a.parquet", tmp_path / "b.parquet"], FRAME, work=work)
    assert len(list(work.iterdir())) == 1


def test_a_column_of_another_type_is_named_with_its_fragment(tmp_path):
    plain().assign(date=1.5).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(InvalidRecord, match=r"a\.parquet \(row groups 0 to 1\): dates: expected"):
        summarise(tmp_path, FRAME, columns=Columns(date="date"))


def test_a_full_disk_names_the_fragment_and_finished_ones_stay(cut, tmp_path, monkeypatch):
    work, written = tmp_path / "work", []
    whole = _files.os.fsync

    def full(handle):
        written.append(handle)
        if len(written) > 2:
            raise OSError(28, "No space left on device")
        whole(handle)

    monkeypatch.setattr(_files.os, "fsync", full)
    with pytest.raises(UnwritableFile, match=r"partial result of .*row groups 2 to 3.*No space"):
        join(cut, FRAME, work=work)
    monkeypatch.undo()
    assert len(list(work.iterdir())) == 2


def test_a_work_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UnwritableFile, match=r"work folder .* cannot be made"):
        join(parquet(tmp_path), FRAME, work=tmp_path / "file" / "work")
    with pytest.raises(UnwritableFile, match="events cannot be laid down"):
        join(plain(), FRAME, work=tmp_path / "file" / "work")


def test_a_file_that_changes_during_a_run_is_told(cut):
    with opened(cut, None) as (fragments, columns):
        plain().iloc[:5].to_parquet(cut)
        with pytest.raises(UnreadableFile, match="the file was changed since the run began"):
            list(rows_of(fragments[3], columns))


def test_batches_that_differ_are_refused():
    one = pa.table({"longitude": [1.0], "latitude": [1.0]})
    other = pa.table({"longitude": ["1"], "latitude": ["1"]})
    with pytest.raises(InvalidRecord, match="batches differ in their columns"):
        join([one, other], FRAME)


def test_text_that_is_not_utf_8_is_read_with_a_sign_for_it():
    raw = pa.array([b"caf\xe9", b"caf\xe9", b"tea"], pa.binary())
    broken = pa.StringArray.from_buffers(3, *raw.buffers()[1:])
    table = pa.table({"longitude": [1.0] * 3, "latitude": [1.0] * 3, "source": broken, "raw": raw})
    for columns in (Columns(topic="source"), Columns(topic="raw"), Columns(date="source")):
        summary = summarise(table, FRAME, columns=columns)
        assert summary.frame()["reports"].sum() == 3
    assert summarise(table, FRAME, columns=Columns(topic="raw")).frame()["topic"][0] == "caf\ufffd"


def test_views_of_text_are_read():
    frame = plain()
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for name in ("date", "topic", "source", "unit"):
        own = table.schema.get_field_index(name)
        views = pa.array(table[name].to_pylist(), pa.string_view())
        table = table.set_column(own, name, views)
    summary = summarise(table, FRAME, columns=COLUMNS)
    assert summary.table.equals(summarise(frame, FRAME, columns=COLUMNS).table)


def test_a_column_that_holds_no_text_is_named_with_its_type():
    table = pa.table({"longitude": [1.0], "latitude": [1.0], "source": [{"name": "x"}]})
    with pytest.raises(InvalidRecord, match=r"expected a column of texts, found struct<name"):
        summarise(table, FRAME, columns=Columns(source="source"))


def test_a_column_that_stands_twice_is_named(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text("longitude,latitude,latitude\n1,1,1\n", encoding="utf-8")
    with pytest.raises(InvalidRecord, match=r"the column 'latitude' stands there twice"):
        join(path, FRAME)


def test_numbers_written_as_text_are_read():
    table = pa.table({"longitude": ["1", " 3 ", "1e0", "n/a", None], "latitude": ["1"] * 5})
    joined = join(table, FRAME)
    assert joined.frame()["event"].tolist() == [0, 1, 2]
    assert joined.tally.counts["no coordinates"] == 2


def test_figures_written_as_text_are_read_and_others_told():
    table = pa.table(
        {"longitude": [1.0] * 4, "latitude": [1.0] * 4, "best": ["3", "4.5", "some", None]}
    )
    summary = summarise(table, FRAME, columns=Columns(best="best"))
    assert summary.frame()["best"].tolist() == [7.5]
    assert summary.tally.examples["best: figure is not a number"] == (2,)
