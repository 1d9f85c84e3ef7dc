from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from typer.testing import CliRunner

from balkanroute import cli, scale
from balkanroute.errors import UnwritableFile
from balkanroute.model import Atlas, Place
from balkanroute.periods import Period
from balkanroute.writers import write

SQUARES = Atlas(
    title="Squares",
    places=tuple(
        Place(id=f"square-{n}", name=f"Square {n}", geometry=shapely.box(n, 0, n + 1, 1))
        for n in range(3)
    ),
)


@pytest.fixture
def events(tmp_path):
    """Two files of 300 rows each; one in a hundred has no longitude."""
    folder = tmp_path / "events"
    folder.mkdir()
    for number in range(2):
        draw = np.random.default_rng(number)
        longitude = draw.uniform(0, 4, 300)
        longitude[::100] = np.nan
        days = pa.array(draw.integers(19_000, 19_090, 300), pa.int32()).cast(pa.date32())
        paper = pa.array(draw.choice(["A", "B", "C"], 300))
        rows = {"lon": longitude, "lat": draw.uniform(0.1, 0.9, 300), "day": days, "paper": paper}
        pq.write_table(pa.table(rows), folder / f"{number}.parquet")
    return folder


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(SQUARES, tmp_path / "squares.yaml")
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    return lambda *arguments: runner.invoke(cli.app, ["scale", *map(str, arguments)])


NAMES = [
    part
    for text in ("x=lon", "y=lat", "date=day", "source=paper")
    for part in ("--column", text)
]  # fmt: skip
COLUMNS = scale.Columns(x="lon", y="lat", date="day", source="paper")


def test_events_are_counted_into_a_folder_with_a_page(run, events, tmp_path):
    done = run(events, "squares.yaml", "-o", "counts", *NAMES)
    assert done.exit_code == 0, done.output
    names = sorted(path.name for path in (tmp_path / "counts").iterdir())
    assert names == ["counts.parquet", "overview.html", "rows.json", "totals.parquet"]
    told = json.loads((tmp_path / "counts" / "rows.json").read_text(encoding="utf-8"))
    assert told["counts"]["rows"] == 600
    assert sum(n for reason, n in told["counts"].items() if reason != "rows") == 600
    expected = scale.summarise(events, SQUARES, columns=COLUMNS).table
    assert pq.read_table(tmp_path / "counts" / "counts.parquet").equals(expected)
    assert re.search(r"counts\.parquet: \d+ rows", done.output)


def test_a_page_of_counts_is_named_after_the_events_and_not_the_atlas(
    run, events, tmp_path, monkeypatch
):
    seen = []
    monkeypatch.setattr("balkanroute.render.save", lambda spec, path: seen.append(spec) or path)
    told = replace(SQUARES, title="Who fights", summary="What was said.", date=Period("2024-01"))
    write(told, tmp_path / "squares.yaml")
    run(events, "squares.yaml", "-o", "counts", *NAMES)
    run(events, "squares.yaml", "-o", "counts", *NAMES, "--title", "Reports of 2022")
    assert [spec.atlas.title for spec in seen] == ["events, by place and month", "Reports of 2022"]
    assert seen[0].atlas.summary == "Counts of events by the places of “Who fights”."
    assert seen[0].atlas.date is None


def test_the_totals_are_those_of_all_periods_together(run, events, tmp_path):
    run(events, "squares.yaml", "-o", "counts", *NAMES)
    totals = pq.read_table(tmp_path / "counts" / "totals.parquet")
    assert totals["sources"].to_pylist() == [3, 3, 3]
    by_period = pq.read_table(tmp_path / "counts" / "counts.parquet")
    assert sum(by_period["reports"].to_pylist()) == pytest.approx(
        sum(totals["reports"].to_pylist())
    )


def test_a_run_that_was_stopped_goes_on(run, events, tmp_path, monkeypatch):
    from balkanroute.scale.engines import local

    whole, ran = local.run, []

    def stopping(task, fragments):
        for number, answer in enumerate(whole(task, fragments)):
            ran.append(answer.fragments)
            yield answer
            if number == 0:
                raise UnwritableFile("the disk is full")

    monkeypatch.setattr(local, "run", stopping)
    stopped = run(events, "squares.yaml", "-o", "counts", *NAMES)
    assert (stopped.exit_code, "the disk is full" in stopped.stderr) == (1, True)
    assert len(list((tmp_path / "counts" / "unfinished").iterdir())) == 1
    monkeypatch.setattr(local, "run", whole)
    assert run(events, "squares.yaml", "-o", "counts", *NAMES).exit_code == 0
    expected = scale.summarise(events, SQUARES, columns=COLUMNS).table
    assert pq.read_table(tmp_path / "counts" / "counts.parquet").equals(expected)
    assert not (tmp_path / "counts" / "unfinished").exists()


def test_an_area_that_no_boundary_defines_is_neither_counted_nor_coloured(run, events, tmp_path):
    vague = Place(id="vague", name="Vague", geometry=shapely.box(0, 0, 9, 9), basis="derived")
    atlas = replace(SQUARES, places=(*SQUARES.places, vague))
    write(atlas, tmp_path / "vague.yaml")
    assert run(events, "vague.yaml", "-o", "counts", *NAMES).exit_code == 0
    counted = pq.read_table(tmp_path / "counts" / "totals.parquet")["place"].to_pylist()
    assert counted == ["square-0", "square-1", "square-2"]
    assert scale.bounded(atlas).place("vague").geometry is None


def test_reports_of_several_topics_are_mapped_by_their_totals(run, tmp_path):
    rows = {
        "longitude": [0.5, 1.5],
        "latitude": [0.5, 0.5],
        "topic": pa.array([["arms", "crossing"], ["arms"]]),
    }
    pq.write_table(pa.table(rows), tmp_path / "topics.parquet")
    done = run("topics.parquet", "squares.yaml", "-o", "counts", "--column", "topic=topic")
    assert done.exit_code == 0, done.output
    by_topic = pq.read_table(tmp_path / "counts" / "counts.parquet")
    assert by_topic["topic"].to_pylist() == ["arms", "crossing", "arms"]
    totals = pq.read_table(tmp_path / "counts" / "totals.parquet")
    assert totals["reports"].to_pylist() == [1.0, 1.0]


def test_progress_counts_both_times_through_the_rows(events, tmp_path):
    seen = []
    scale.summarise_into(
        tmp_path / "counts",
        events,
        SQUARES,
        columns=COLUMNS,
        progress=lambda done, everything: seen.append((done, everything)),
    )
    assert seen == [(300, 1200), (600, 1200), (900, 1200), (1200, 1200)]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--column", "lon"], "'lon' is not FIELD=NAME; fields are x, y"),
        (["--column", "where=lon"], "fields are x, y"),
        (["--engine", "dusk"], "did you mean 'dask'"),
        (["--by", "year"], "year"),
        (["--on-border", "firsts"], "did you mean 'first'"),
    ],
)
def test_what_is_not_understood_is_said_with_the_way_out(run, events, options, words):
    done = run(events, "squares.yaml", "-o", "counts", *NAMES, *options)
    assert done.exit_code in {1, 2}
    assert words in " ".join(done.output.split())


def test_a_folder_that_cannot_be_made_is_said(run, events, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = run(events, "squares.yaml", "-o", "file", *NAMES)
    assert (done.exit_code, "cannot be made" in done.stderr) == (1, True)
