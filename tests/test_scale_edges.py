"""Events and places as they seldom are: each is counted right, or said to be wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from balkanroute.errors import InvalidRecord, UnwritableFile
from balkanroute.layers import overview
from balkanroute.periods import Period
from balkanroute.scale import (
    Columns,
    deduplicate,
    join,
    nearest_border_km,
    summarise,
    summarise_into,
)
from balkanroute.scale import counting as counting_module
from balkanroute.scale import grid as grid_module
from balkanroute.scale.calendars import NO_DAY, SPANS, day_bounds, periods_between, spread
from balkanroute.scale.grid import Grid
from balkanroute.scale.partials import Counted, Sum
from balkanroute.scale.targets import targets_of
from balkanroute.scale.tasks import SummaryTask

ROWS = 3
PLACES = gpd.GeoDataFrame(
    geometry=gpd.GeoSeries(
        {"west": shapely.box(0, 0, 10, 10), "east": shapely.box(10, 0, 20, 10)}, crs="EPSG:4326"
    )
)
SEAM = gpd.GeoDataFrame(
    geometry=gpd.GeoSeries(
        {
            "west": shapely.box(-180, -10, -170, 10),
            "east": shapely.box(170, -10, 180, 10),
            "arctic": shapely.box(-180, 80, 180, 90),
        },
        crs="EPSG:4326",
    )
)


def table(**columns):
    """Give three events in the first place."""
    return pa.table({"longitude": [1.0, 2.0, 3.0], "latitude": [1.0, 2.0, 3.0], **columns})


def written(path, **columns):
    """Write three events to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(**columns), path)
    return path


def one_place(shape, **columns):
    """Give a frame of one place."""
    told = {name: [value] for name, value in columns.items()}
    return gpd.GeoDataFrame(told, geometry=[shape], crs="EPSG:4326", index=["place"])


# Columns of unusual types


def test_lists_of_topics_in_parquet_count_in_each(tmp_path):
    file = written(tmp_path / "a.parquet", topic=[["a", "b", "a"], ["b"], None])
    frame = summarise(file, PLACES, columns=Columns(topic="topic")).frame()
    found = dict(zip(frame["topic"].fillna(""), frame["reports"], strict=True))
    assert found == {"a": 1, "b": 2, "": 1}


def test_nested_columns_that_are_no_texts_are_named_with_their_fragment(tmp_path):
    file = written(tmp_path / "a.parquet", source=[{"a": 1}, None, {"a": 2}])
    with pytest.raises(InvalidRecord, match=r"a\.parquet \(row groups 0 to 1\).*struct"):
        summarise(file, PLACES, columns=Columns(source="source"))


@pytest.mark.parametrize(("kind", "size"), [(pa.int8(), 128), (pa.uint8(), 256)])
def test_dates_may_be_a_dictionary_that_is_as_large_as_its_numbers(kind, size):
    days = pa.array([f"{1000 + number}-01-01" for number in range(size)])
    column = pa.DictionaryArray.from_arrays(pa.array([0, size - 1, None], kind), days)
    earliest, latest, wrong = day_bounds(column)
    assert earliest.tolist() == latest.tolist()
    assert np.array(earliest[:2]).astype("datetime64[D]").astype(str).tolist() == [
        "1000-01-01",
        f"{999 + size}-01-01",
    ]
    assert earliest[2] == NO_DAY
    assert not wrong.any()


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_a_time_beyond_the_calendar_is_wrong_and_no_other_day(unit):
    second = {"s": 1, "ms": 1_000, "us": 1_000_000}[unit]
    far = 2**31 * 86_400 * second if unit != "us" else 2**62
    times = pa.array([far, 2 * far if unit == "s" else far, -far], pa.timestamp(unit))
    earliest, _, wrong = day_bounds(times)
    assert (earliest == NO_DAY).all()
    assert wrong.all()


def test_times_before_1970_are_of_the_day_they_are_in():
    times = pa.array([-1, -86_400, -86_401, 86_399], pa.timestamp("s", "UTC"))
    assert day_bounds(times)[0].tolist() == [-1, -1, -2, 0]


@pytest.mark.parametrize("kind", ["table", "frame"])
def test_a_geometry_column_of_nothing_holds_rows_without_coordinates(kind):
    events = (
        pa.table({"geometry": pa.nulls(2)})
        if kind == "table"
        else gpd.GeoDataFrame(geometry=[None, None], crs="EPSG:4326")
    )
    tally = summarise(events, PLACES, columns=Columns(geometry="geometry")).tally
    assert tally.counts == {"no coordinates": 2, "rows": 2}


def test_a_column_of_coordinates_may_say_something_else_too():
    frame = summarise(table(), PLACES, columns=Columns(topic="longitude")).frame()
    assert frame["topic"].tolist() == ["1", "2", "3"]


def test_columns_of_a_frame_may_be_named_by_numbers():
    events = pd.DataFrame({0: [1.0], 1: [1.0]})
    assert summarise(events, PLACES, columns=Columns(x="0", y="1")).tally.counts["counted"] == 1


def test_numbers_that_no_type_holds_are_named_by_their_column():
    with pytest.raises(InvalidRecord, match="column 'longitude'"):
        summarise(pd.DataFrame({"longitude": [2**70], "latitude": [1]}), PLACES)


@pytest.mark.parametrize(
    "said",
    [
        b"[]", b"null", b"5", b'{"columns": []}', b'{"columns": null}',
        b'{"columns": {"geometry": null}, "primary_column": "geometry"}', b"[" * 100_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("geometry", [None, "geometry"])
def test_what_a_file_says_of_its_geometry_may_be_nonsense(said, geometry, tmp_path):
    points = shapely.to_wkb(shapely.points([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]))
    told = table(geometry=pa.array(points)).replace_schema_metadata({b"geo": said})
    pq.write_table(told, tmp_path / "a.parquet")
    tally = summarise(tmp_path / "a.parquet", PLACES, columns=Columns(geometry=geometry)).tally
    assert tally.counts == {"counted": ROWS, "rows": ROWS}


# CSV


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("whole", [2, 3, 1 << 20])
def test_a_row_that_swallows_the_rest_of_its_file_is_told(rows, whole, tmp_path, monkeypatch):
    monkeypatch.setattr("balkanroute.scale.delimited.ROWS", whole)
    path = tmp_path / "events.csv"
    text = "longitude,latitude,source\n" + "1,1,a\n" * (rows - 1)
    path.write_text(f'{text}1,1,"b\n2,2,c\n3,3,d\n', encoding="utf-8")
    tally = summarise(path, PLACES, columns=Columns(source="source")).tally
    assert tally.counts.get("counted", 0) == rows - 1
    assert tally.counts["rows"] == rows
    assert tally.examples["row has too many or too few fields"] == (rows - 1,)


def test_what_a_header_quotes_parts_no_fields(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text('"a,b,c,d";longitude;latitude\n5;1;1\n', encoding="utf-8")
    assert summarise(path, PLACES).tally.counts == {"counted": 1, "rows": 1}


# Places


@pytest.mark.parametrize("reach", [pd.NA, None, float("nan")])
def test_a_missing_distance_is_none(reach):
    found = join(table(), one_place(shapely.box(0, 0, 1.5, 1.5), within_km=reach))
    assert found.table["event"].to_pylist() == [0]


@pytest.mark.parametrize("reach", ["5", True, b"5", [5], float("inf"), -1])
def test_a_distance_that_is_no_number_is_refused(reach):
    with pytest.raises(InvalidRecord, match="'place': within_km is 0 kilometres or more"):
        targets_of(one_place(shapely.Point(1, 1), within_km=reach))
    with pytest.raises(InvalidRecord, match="places: within_km is 0 kilometres or more"):
        targets_of(one_place(shapely.Point(1, 1)), within_km=reach)


def test_a_reach_of_a_border_that_is_no_number_is_refused():
    with pytest.raises(InvalidRecord, match="within_km: expected kilometres"):
        nearest_border_km(table(), PLACES, within_km="far")


def test_places_that_lie_on_each_other_have_few_cells_and_hold_the_same(monkeypatch):
    dice = np.random.default_rng(2)
    circles = shapely.buffer(shapely.points(dice.uniform(0, 10, (60, 2))), dice.uniform(3, 9, 60))
    x, y = dice.uniform(-10, 20, (2, 2_000))

    def entries(most):
        monkeypatch.setattr(grid_module, "_ENTRIES", most)
        grid = Grid(circles)
        pairs = grid.locate(x, y)
        return len(grid._lists.cell), set(
            zip(pairs.row.tolist(), pairs.place.tolist(), strict=True)
        )

    (many, found), (few, same) = entries(1 << 24), entries(1 << 16)
    assert few < many / 5
    assert found == same


# Engines


@pytest.mark.parametrize("rule", ["touching", "first", "none"])
def test_sedonadb_looks_on_both_sides_of_the_antimeridian(rule):
    pytest.importorskip("sedonadb")
    events = pa.table(
        {"longitude": [180.0, -180.0, 180.0, 0.0, 180.0], "latitude": [0.0, 0.0, 10.0, 90.0, 85.0]}
    )
    local, other = (
        join(events, SEAM, engine=engine, on_border=rule).frame()
        for engine in ("local", "sedonadb")
    )
    pd.testing.assert_frame_equal(local, other)


def test_an_error_in_sedonadb_names_the_fragment(tmp_path):
    pytest.importorskip("sedonadb")
    file = written(tmp_path / "a.parquet", date=[1.5, 2.5, 3.5])
    with pytest.raises(InvalidRecord, match=r"a\.parquet \(row groups 0 to 1\): dates"):
        summarise(file, PLACES, columns=Columns(date="date"), engine="sedonadb")


def test_what_arrow_says_of_a_column_names_the_fragment(tmp_path, monkeypatch):
    def refuse(*_):
        raise pa.ArrowInvalid("no such cast")

    monkeypatch.setattr("balkanroute.scale.tasks.count", refuse)
    with pytest.raises(InvalidRecord, match=r"a\.parquet \(row groups 0 to 1\).*no such cast"):
        summarise(written(tmp_path / "a.parquet"), PLACES)


def test_an_error_comes_through_where_this_process_has_a_client(tmp_path):
    distributed = pytest.importorskip("distributed")
    file = written(tmp_path / "a.parquet", date=[1.5, 2.5, 3.5])
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        pytest.raises(InvalidRecord, match="dates: expected dates"),
    ):
        summarise(file, PLACES, columns=Columns(date="date"), engine="dask")


# Runs


def test_batches_that_come_only_once_give_totals_too(tmp_path):
    batches = (table(source=["a", "b", "a"]) for _ in range(2))
    columns = Columns(source="source")
    counts = summarise_into(tmp_path / "counts", batches, PLACES, columns=columns)
    for summary in (counts.by_period, counts.totals):
        assert summary.tally.counts == {"counted": 2 * ROWS, "rows": 2 * ROWS}
        assert summary.table["sources"].to_pylist() == [2]


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_a_folder_where_echoes_cannot_be_sought_is_named(inside, tmp_path):
    file = written(tmp_path / "a.parquet", origin=["a", "a", "b"], date=["2023-01-01"] * 3)
    (tmp_path / "work").touch()
    with pytest.raises(UnwritableFile, match=r"work.*cannot be laid down"):
        deduplicate(
            file, columns=Columns(origin="origin", date="date"), work=tmp_path / "work" / inside
        )


@pytest.mark.parametrize("option", ["cell_degrees", "similarity"])
@pytest.mark.parametrize("value", ["1", None, float("nan")])
def test_options_of_echoes_that_are_no_numbers_are_refused(option, value):
    columns = Columns(origin="longitude", date="date")
    with pytest.raises(InvalidRecord, match=f"deduplicate: {option}"):
        deduplicate(table(date=["2023"] * 3), columns=columns, **{option: value})


def test_names_of_events_in_no_place_are_not_kept():
    events = table(source=["a", "b", "c"], origin=["a", "b", "a"])
    here = one_place(shapely.box(0, 0, 1.5, 1.5))
    kept = []

    def keep(task, fragments):
        from balkanroute.scale.engines.local import run

        for answer in run(task, fragments):
            kept.append(Counted.from_bytes(answer.partial))
            yield answer

    columns = Columns(source="source", origin="origin")
    summary = summarise(events, here, columns=columns, engine=keep)
    assert summary.table["sources"].to_pylist() == [1]
    assert [(one.words["source"], one.words["origin"]) for one in kept] == [(["a"], ["a"])]


@pytest.mark.parametrize("span", SPANS)
def test_dates_that_are_spread_far_are_counted_a_few_at_a_time(span, monkeypatch):
    dates = ["2023", "2023-02", "2023-05-01", None, "2023-10-25/..", "nonsense", "0001/9999"] * 4
    dice = np.random.default_rng(5)
    events = pa.table(
        {
            "longitude": dice.uniform(-1, 21, len(dates)),
            "latitude": dice.uniform(0, 10, len(dates)),
            "date": dates,
            "source": [str(number % 3) for number in range(len(dates))],
            "best": dice.uniform(0, 5, len(dates)).tolist(),
        }
    )
    columns = Columns(date="date", source="source", best="best")
    whole = summarise(events, PLACES, columns=columns, period=span)
    most = []
    counted = counting_module._counted

    def watched(rows, *rest):
        most.append(len(rows))
        return counted(rows, *rest)

    monkeypatch.setattr(counting_module, "_counted", watched)
    monkeypatch.setattr(counting_module, "_MOST_ENTRIES", 10)
    parts = summarise(events, PLACES, columns=columns, period=span)
    assert len(most) > 1
    assert parts.table.equals(whole.table)
    assert parts.tally == whole.tally


@pytest.mark.parametrize("span", SPANS)
def test_periods_between_are_those_that_a_date_is_spread_over(span):
    dice = np.random.default_rng(6)
    earliest = dice.integers(-719_162, 2_932_896, 200).astype(np.int32)
    latest = (earliest + dice.integers(-5, 4_000, 200)).astype(np.int32)
    earliest[:9], latest[5:14] = NO_DAY, NO_DAY
    row, _, _ = spread(earliest, latest, span)
    times = Counter(row.tolist())
    assert periods_between(earliest, latest, span).tolist() == [times[n] for n in range(200)]


def test_sums_that_no_whole_number_holds_are_refused():
    size = 1 << 12
    columns = {name: np.ones(size) for name in ("longitude", "latitude")}
    events = pa.table({**columns, "best": np.full(size, 1e12)})
    columns = Columns(best="best")
    part = []

    def keep(task, fragments):
        part.append(Counted.from_bytes(task.run(fragments[0])))
        return iter(())

    summarise(events, PLACES, columns=columns, engine=keep)
    total = Sum()
    for _ in range(1_000):
        total.add(part[0])
    assert total.counted().sums.max() == 1_000 * size * 10**12
    with pytest.raises(InvalidRecord, match="sums of figures"):
        total.add(total.counted())


@pytest.mark.parametrize("span", SPANS)
def test_the_first_and_the_last_days_of_the_calendar_can_be_laid_out(span):
    dates = ["0001-01-01", "9999-12-30", "9999-12-31"]
    summary = summarise(table(date=dates), PLACES, columns=Columns(date="date"), period=span)
    periods = [Period(text) for text in overview(summary, places=PLACES).tallied.periods]
    assert periods[0].earliest == date.min
    assert periods[-1].latest == date.max


def test_a_task_for_totals_has_a_digest_of_its_own():
    targets = targets_of(PLACES)
    columns = Columns(date="date", source="source")
    tasks = [SummaryTask(own, targets, "touching", "month") for own in (columns, columns.only())]
    assert tasks[0].digest != tasks[1].digest
