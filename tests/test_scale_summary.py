"""Reports, sources and figures counted by place, period and topic."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scaled import neighbours, write_events

from balkanroute.errors import InvalidRecord, UnwritableFile
from balkanroute.periods import Period
from balkanroute.scale import Columns, summarise
from balkanroute.scale.events import opened
from balkanroute.scale.keys import KeySet, Numbering
from balkanroute.scale.partials import Counted, Sum
from balkanroute.scale.summaries import summary_of
from balkanroute.scale.targets import targets_of
from balkanroute.scale.tasks import SummaryTask

FRAME = gpd.GeoDataFrame(
    geometry=gpd.GeoSeries(
        {"left": shapely.box(0, 0, 2, 2), "right": shapely.box(2, 0, 4, 2)}, crs="EPSG:4326"
    )
)
EVERYTHING = Columns(
    date="date", topic="topic", source="source", origin="origin",
    best="best", low="low", high="high", unit="unit",
)  # fmt: skip
COLUMNS = [
    "place", "period", "topic", "unit", "reports", "certain", "sources", "origins",
    "best", "low", "high",
]  # fmt: skip


def events(*rows):
    """Give a frame of events; what a row does not say is missing."""
    names = ["longitude", "latitude", *EVERYTHING.named()[2:]]
    filled = [{"longitude": 1.0, "latitude": 1.0} | row for row in rows]
    return pd.DataFrame(filled, columns=names).astype(
        dict.fromkeys(["date", "source", "origin", "unit"], object)
    )


def counted(*rows, period="month", **how):
    """Give the rows of a summary."""
    return summarise(events(*rows), FRAME, columns=EVERYTHING, period=period, **how).frame()


def test_the_columns_and_their_types_are_always_the_same():
    full = summarise(events({"date": "2023-10"}), FRAME, columns=EVERYTHING).table
    empty = summarise(events(), FRAME, columns=EVERYTHING).table
    bare = summarise(events({}), FRAME, columns=Columns()).table
    assert full.column_names == COLUMNS
    assert full.schema.equals(empty.schema)
    assert full.schema.equals(bare.schema)
    assert [str(kind) for kind in full.schema.types] == [
        "string", "date32[day]", "string", "string", "double", "int64", "int64", "int64",
        "double", "double", "double",
    ]  # fmt: skip


def test_a_summary_says_what_it_was_made_with():
    made = summarise(events({}), FRAME, columns=EVERYTHING, period="week", on_border="first")
    assert (made.period, made.on_border) == ("week", "first")


def test_rows_stand_by_place_then_period_topic_and_unit_with_what_is_missing_last():
    rows = [
        {"longitude": x, "date": day, "topic": topic, "unit": unit, "best": 1.0}
        for x in (3.0, 1.0)
        for day in (None, "2023-11-01", "2023-10-01")
        for topic in (None, "é", "b", "B")
        for unit in (None, "person", "attempt")
    ]
    table = counted(*rows)
    order = {"place": ["left", "right"], "period": [date(2023, 10, 1), date(2023, 11, 1), None],
             "topic": ["B", "b", "é", None], "unit": ["attempt", "person", None]}  # fmt: skip
    told = table[list(order)].astype(object).where(table[list(order)].notna(), None)
    keys = [
        tuple(order[name].index(value) for name, value in row.items())
        for row in told.to_dict("records")
    ]
    assert len(keys) == 72
    assert keys == sorted(keys)


def test_sources_and_origins_are_counted_once_each():
    table = counted(
        {"source": "a", "origin": "paper"},
        {"source": "b", "origin": "paper"},
        {"source": "a", "origin": "radio"},
        {"source": None, "origin": ""},
    )
    assert table[["reports", "sources", "origins"]].to_numpy().tolist() == [[4.0, 2, 2]]


def test_figures_of_different_units_are_never_added():
    table = counted(
        {"best": 3, "unit": "person"}, {"best": 4, "unit": "person"}, {"best": 50, "unit": "EUR"}
    )
    assert dict(zip(table["unit"], table["best"], strict=True)) == {"EUR": 50.0, "person": 7.0}


def test_a_figure_that_nobody_gave_is_missing_and_not_zero():
    table = counted({"low": 0.0}, {"low": None})
    assert math.isnan(table["best"][0])
    assert table["low"][0] == 0


def test_figures_are_added_exactly():
    table = counted(*[{"best": 0.1}] * 10, {"best": -2.5}, {"best": 1e12})
    assert table["best"].tolist() == [1e12 - 1.5]


def test_sums_beyond_what_a_float_holds_exactly_are_exact():
    table = counted(*[{"best": 1e12}] * 9_007, {"best": 3.0}, {"best": 0.0})
    assert table["best"].tolist() == [9_007_000_000_000_003]


def test_words_that_stand_twice_among_the_words_of_a_column_are_one():
    topics = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 0]), pa.array(["a", "a", ""]))
    table = pa.table({"longitude": [1.0] * 4, "latitude": [1.0] * 4, "topic": topics})
    frame = summarise(table, FRAME, columns=Columns(topic="topic", source="topic")).frame()
    assert frame[["reports", "sources"]].to_numpy().tolist() == [[3, 1], [1, 0]]


def test_there_may_be_thousands_of_groups():
    rows = [{"topic": f"t{number:04}", "best": number} for number in range(2_500)]
    table = counted(*rows, *rows)
    assert table["best"].tolist() == [2.0 * number for number in range(2_500)]


def test_more_topics_than_can_be_told_apart_are_refused(monkeypatch):
    monkeypatch.setattr("balkanroute.scale.partials._KIND_BITS", 2)
    with pytest.raises(InvalidRecord, match="expected at most 4 topics and units, found more"):
        counted(*[{"topic": f"t{number}"} for number in range(5)])


def test_figures_that_cannot_be_added_are_told():
    rows = [{"best": value} for value in (math.inf, -math.inf, 2e12, None, 5)]
    summary = summarise(events(*rows), FRAME, columns=EVERYTHING)
    assert summary.tally.examples["best: figure is not finite"] == (0, 1)
    assert summary.tally.examples["best: figure is beyond a trillion"] == (2,)
    assert summary.frame()[["reports", "best"]].to_numpy().tolist() == [[5, 5]]


def test_a_report_of_several_topics_counts_in_each_once():
    frame = events({"topic": ["b", "a", "b"]}, {"topic": []}, {"topic": ["a", None]}, {})
    table = summarise(frame, FRAME, columns=EVERYTHING).frame()
    assert table["reports"].tolist() == [2, 1, 2]
    assert table["topic"].tolist()[:2] == ["a", "b"]


def test_an_uncertain_date_counts_for_its_days_in_each_month():
    table = counted({"date": "2023-10-25/2023-11-05", "best": 12.0, "source": "a"})
    assert table["reports"].tolist() == [0.583333, 0.416667]
    assert table["best"].tolist() == [6.999996, 5.000004]
    assert table["certain"].tolist() == [0, 0]
    assert table["sources"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("text", "period", "starts"),
    [
        ("2023-10", "month", ["2023-10-01"]),
        ("2023-10-25", "month", ["2023-10-01"]),
        ("2023-10-25~", "month", ["2023-10-01"]),
        ("2023-10-25T10:00:00Z", "day", ["2023-10-25"]),
        ("2023-10-25 23:59:59.5", "day", ["2023-10-25"]),
        ("20231025", "day", ["2023-10-25"]),
        ("2023-10-25", "week", ["2023-10-23"]),
        ("2023-10-23", "week", ["2023-10-23"]),
        ("2023-10-22", "week", ["2023-10-16"]),
        ("1969-12-28", "week", ["1969-12-22"]),
        ("1969-12", "month", ["1969-12-01"]),
        ("0001-01-01", "day", ["0001-01-01"]),
        ("9999-12-31", "month", ["9999-12-01"]),
        ("2023-10-30/2023-11-01", "day", ["2023-10-30", "2023-10-31", "2023-11-01"]),
        ("2023-10-29/2023-10-30", "week", ["2023-10-23", "2023-10-30"]),
        ("2023-22", "month", ["2023-06-01", "2023-07-01", "2023-08-01"]),
        ("2023-10/..", "month", [None]),
        ("/2023", "month", [None]),
        ("", "month", [None]),
        ("yesterday", "month", [None]),
        ("2023-13-01", "month", [None]),
    ],
)
def test_a_date_falls_in_its_periods(text, period, starts):
    table = counted({"date": text}, period=period)
    told = [None if pd.isna(day) else day.isoformat() for day in table["period"]]
    assert told == starts
    assert table["reports"].sum() == 1


def test_dates_that_cannot_be_used_are_told_and_counted_without_a_period():
    frame = events(*[{"date": text} for text in ("soon", None, "2023", "18XX", "1023/2023")])
    summary = summarise(frame, FRAME, columns=EVERYTHING, period="day")
    assert summary.tally.examples["date cannot be read"] == (0,)
    assert summary.tally.examples["date too vague to be spread"] == (3, 4)
    undated = summary.frame().query("period.isna()")
    assert undated[["reports", "certain"]].to_numpy().tolist() == [[4, 0]]


def test_bounds_may_stand_in_two_columns():
    frame = pd.DataFrame(
        {
            "longitude": 1.0, "latitude": 1.0,
            "from": pd.to_datetime(["2023-10-31", "2023-10-31", "2023-11-02", None]),
            "to": pd.to_datetime(["2023-11-01", "2023-10-31", "2023-11-01", "2023-11-01"]),
        }
    )  # fmt: skip
    summary = summarise(frame, FRAME, columns=Columns(earliest="from", latest="to"))
    assert summary.frame()["reports"].tolist() == [1.5, 0.5, 2.0]
    assert summary.tally.examples["dates cross"] == (2,)


@pytest.mark.parametrize(
    "dates",
    [
        pa.array([date(2023, 10, 25)]),
        pa.array([date(2023, 10, 25)], pa.date64()),
        pa.array([pd.Timestamp("2023-10-25 23:30")], pa.timestamp("ns")),
        pa.array(
            [pd.Timestamp("2023-10-25 23:30", tz="UTC")], pa.timestamp("us", "Europe/Belgrade")
        ),
        pa.array([20231025], pa.int32()),
        pa.array(["2023-10-25"], pa.large_string()),
        pa.array(["2023-10-25"]).dictionary_encode(),
    ],
    ids=lambda dates: str(dates.type),
)
def test_dates_come_in_several_types(dates):
    table = pa.table({"longitude": [1.0], "latitude": [1.0], "date": dates})
    frame = summarise(table, FRAME, columns=Columns(date="date"), period="day").frame()
    assert frame["period"].tolist() == [date(2023, 10, 25)]


def test_dates_of_another_type_are_named():
    table = pa.table({"longitude": [1.0], "latitude": [1.0], "date": [1.5]})
    with pytest.raises(
        InvalidRecord, match="expected dates, timestamps or EDTF text, found double"
    ):
        summarise(table, FRAME, columns=Columns(date="date"))


def test_an_unknown_period_is_named():
    with pytest.raises(InvalidRecord, match="expected one of day, week, month, found 'monthly'"):
        counted({}, period="monthly")


days = st.dates(date(2022, 12, 20), date(2023, 3, 10))
reports = st.fixed_dictionaries(
    {
        "longitude": st.sampled_from([1.0, 2.0, 3.0, 9.0]),
        "date": st.one_of(
            st.none(), days.map(date.isoformat), st.sampled_from(["2023-01", "2023-22", "x"]),
            st.tuples(days, days).map(lambda pair: "/".join(map(date.isoformat, sorted(pair)))),
        ),
        "topic": st.sampled_from([None, "a", "b"]),
        "source": st.sampled_from([None, "s", "t"]),
        "origin": st.sampled_from([None, "o", "p"]),
        "unit": st.sampled_from([None, "person", "EUR"]),
        "best": st.sampled_from([None, 0.0, 1.0, 2.5, -3.0]),
    }
)  # fmt: skip


def by_force(rows):
    """Count reports one by one, by month, exactly."""
    sums, names = defaultdict(Fraction), defaultdict(set)
    for row in rows:
        for place in {1.0: ["left"], 2.0: ["left", "right"], 3.0: ["right"], 9.0: []}[
            row["longitude"]
        ]:
            for month, share in shares(row["date"]).items():
                key = place, month, row["topic"], row["unit"]
                sums[key, "reports"] += share
                names[key] |= {row["source"]} - {None}
                if row["best"] is not None:
                    sums[key, "best"] += share * Fraction(row["best"])
    return sums, names


def shares(text):
    """Give how much of a date falls in each month."""
    if text in {None, "x"}:
        return {None: Fraction(1)}
    period = Period(text)
    count = (period.latest - period.earliest).days + 1
    told = defaultdict(Fraction)
    for number in range(count):
        told[(period.earliest + timedelta(number)).replace(day=1)] += Fraction(1, count)
    return told


@settings(max_examples=40)
@given(st.lists(reports, max_size=20), st.sampled_from([0, 3, 1 << 22]))
def test_counts_are_those_of_counting_one_by_one(rows, table_size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("balkanroute.scale.counting._DENSE", table_size)
        table = counted(*rows)
    sums, names = by_force(rows)
    keys = []
    for row in table.to_dict("records"):
        key = tuple(None if pd.isna(row[own]) else row[own] for own in COLUMNS[:4])
        keys.append(key)
        assert row["reports"] == pytest.approx(float(sums[key, "reports"]), abs=1e-5)
        assert row["sources"] == len(names[key])
        if (key, "best") in sums:
            assert row["best"] == pytest.approx(float(sums[key, "best"]), abs=1e-4)
        else:
            assert math.isnan(row["best"])
    assert set(keys) == {key for key, name in sums if name == "reports"}
    assert table["reports"].sum() == pytest.approx(float(sum(
        share for (_, name), share in sums.items() if name == "reports"
    )))  # fmt: skip


def answer(part, targets):
    """Give the table of one partial result."""
    total = Sum()
    total.add(Counted.from_bytes(part))
    return summary_of(total.counted(), targets, total.different())


@settings(max_examples=15)
@given(st.lists(reports, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_partial_counts_add_up_the_same_in_any_order_and_grouping(rows, dice):
    targets = targets_of(FRAME)
    task = SummaryTask(EVERYTHING, targets, "touching", "month")
    parts = []
    for row in rows:
        with opened(events(row), EVERYTHING) as (fragments, _):
            parts += [task.run(fragment) for fragment in fragments]
    straight = answer(task.merge(parts), targets)
    dice.shuffle(parts)
    while len(parts) > 1:
        take = dice.randint(1, len(parts))
        parts = [*parts[take:], task.merge(parts[:take])]
    mixed = answer(task.merge(parts), targets)
    assert mixed.table.equals(straight.table)
    whole = summarise(events(*rows), FRAME, columns=EVERYTHING)
    assert whole.table.equals(straight.table)


@settings(max_examples=12)
@given(st.lists(reports, min_size=1, max_size=20))
def test_names_that_are_too_many_for_memory_are_counted_in_files(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("work")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("balkanroute.scale.events.ROWS", 4)
        patch.setattr("balkanroute.scale.distinct._NAMES", 1)
        patch.setattr("balkanroute.scale.distinct._FILES", 3)
        patch.setattr("balkanroute.scale.distinct._SLICE", 2)
        parts = pa.Table.from_pandas(events(*rows), preserve_index=False).to_batches(4)
        summary = summarise(parts, FRAME, columns=EVERYTHING, work=folder)
    assert summary.table.equals(summarise(events(*rows), FRAME, columns=EVERYTHING).table)
    assert not [path for path in folder.iterdir() if path.suffix != ".partial"]


def test_names_that_cannot_be_laid_down_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("balkanroute.scale.distinct._NAMES", 0)
    monkeypatch.setattr("balkanroute.scale.distinct.tempfile.TemporaryDirectory", full_disk)
    events({"source": "a"}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(UnwritableFile, match=r"names cannot be laid down .* make room"):
        summarise(tmp_path, FRAME, columns=Columns(source="source"))


def full_disk(**_):
    """Stand for a disk without room."""
    raise OSError(28, "No space left on device")


def test_a_source_in_two_fragments_is_counted_once(tmp_path):
    for name in ("a", "b"):
        events({"source": "same", "date": "2023-10-01"}).to_parquet(tmp_path / f"{name}.parquet")
    frame = summarise(tmp_path, FRAME, columns=Columns(source="source")).frame()
    assert frame[["reports", "sources"]].to_numpy().tolist() == [[2, 1]]


def test_the_same_table_gives_the_same_bytes(tmp_path):
    rows = [{"source": f"s{number}", "best": number / 7} for number in range(40)]
    one = summarise(events(*rows), FRAME, columns=EVERYTHING)
    parts = pa.Table.from_pandas(events(*rows), preserve_index=False).to_batches(3)
    other = summarise(parts[::-1], FRAME, columns=EVERYTHING)
    paths = [each.write(tmp_path / f"{name}.parquet") for name, each in (("1", one), ("2", other))]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert pq.read_table(paths[0]).equals(one.table)


def test_generated_events_give_the_table_of_geopandas(tmp_path):
    frame = neighbours(columns=3, rows=2, vertices=60)
    path = write_events(tmp_path / "events.parquet", 5_000, frame)
    columns = Columns(date="date", source="source", best="deaths")
    ours = summarise(path, frame, columns=columns, on_border="none").frame()
    plain = pd.read_parquet(path)
    points = gpd.GeoDataFrame(
        plain, geometry=gpd.points_from_xy(plain["longitude"], plain["latitude"]), crs="EPSG:4326"
    )
    told = gpd.sjoin(points, frame.rename_axis("place").reset_index(), predicate="within")
    told["period"] = [day.replace(day=1) for day in told["date"]]
    theirs = (
        told.groupby(["place", "period"])
        .agg(reports=("source", "size"), sources=("source", "nunique"), best=("deaths", "sum"))
        .reset_index()
    )
    order = ["place", "period", "reports", "sources", "best"]
    assert (
        ours[order].sort_values(order[:2]).to_numpy().tolist() == theirs[order].to_numpy().tolist()
    )


@given(st.lists(st.lists(st.integers(0, 40), max_size=12), max_size=8))
def test_a_set_of_keys_keeps_each_once(runs):
    keys = KeySet()
    for run in runs:
        keys.add(np.array(run, dtype=np.int64))
    assert keys.all().tolist() == sorted({key for run in runs for key in run})


@given(st.lists(st.lists(st.integers(-9, 9), unique=True, max_size=8), max_size=8))
def test_numbers_keep_the_place_in_which_they_came(batches):
    numbering, places = Numbering(), {}
    for batch in batches:
        for key, place in zip(
            batch, numbering.places(np.array(batch, dtype=np.int64)).tolist(), strict=True
        ):
            assert places.setdefault(key, place) == place
    assert sorted(places.values()) == list(range(len(places)))
    assert [places[key] for key in numbering.all().tolist()] == list(range(len(places)))
