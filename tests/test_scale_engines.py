"""Every engine gives the table of `local`, to the byte, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial

import distributed
import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from balkanroute import scale
from balkanroute.errors import EngineStopped, MissingExtra, UnknownReference, UnreadableFile
from balkanroute.scale.engines import dask, engines, sedonadb

FILES = 40
COLUMNS = scale.Columns(date="date", topic="topic", source="source", origin="origin", best="best")
#: distributed leaves threads and sockets to the garbage collector when a process is killed.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:distributed.*"),
]


def squares():
    """Sixteen squares that touch; a thousand corners on each side."""
    boxes = [shapely.box(i, j, i + 1, j + 1) for i in range(4) for j in range(4)]
    index = [f"square-{number}" for number in range(16)]
    outlines = [shapely.segmentize(box, 0.001) for box in boxes]
    return gpd.GeoDataFrame(geometry=outlines, index=index, crs="EPSG:4326")


def events(number, rows=5_000):
    """Events of one file; a tenth of them exactly on the borders of squares."""
    draw = np.random.default_rng(number)
    longitude, latitude = draw.uniform(-0.5, 4.5, rows), draw.uniform(-0.5, 4.5, rows)
    longitude[: rows // 10] = draw.integers(0, 5, rows // 10)
    latitude[:10], longitude[10:20] = draw.integers(0, 5, 10), np.nan
    days = pa.array(draw.integers(19_000, 19_100, rows), pa.int32()).cast(pa.date32())
    return pa.table(
        {
            "longitude": longitude,
            "latitude": latitude,
            "date": days,
            "topic": pa.array(draw.choice(["crossing", "arms", "árvíz"], rows)),
            "source": pa.array(draw.integers(0, 400, rows)).cast(pa.string()),
            "origin": pa.array(draw.integers(0, 50, rows)).cast(pa.string()),
            "best": draw.integers(0, 100, rows).astype("float64"),
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("events")
    for number in range(FILES):
        pq.write_table(events(number), made / f"{number:02}.parquet")
    return made


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as made:
        yield made


@pytest.fixture(scope="module")
def client(cluster):
    with distributed.Client(cluster) as made:
        yield made


def table(folder, tmp_path, engine, **how):
    """Summarise, and give the bytes of the table."""
    found = scale.summarise(folder, squares(), columns=COLUMNS, engine=engine, **how)
    return found.write(tmp_path / "table.parquet").read_bytes(), found.tally


@pytest.mark.parametrize("rule", ["touching", "first", "none"])
def test_sedonadb_gives_the_table_of_local(folder, tmp_path, rule):
    same = table(folder, tmp_path, "local", on_border=rule)
    assert table(folder, tmp_path, "sedonadb", on_border=rule) == same


@pytest.mark.parametrize("rule", ["touching", "first", "none"])
def test_dask_gives_the_table_of_local(folder, tmp_path, client, rule):
    engine = partial(dask.run, client=client)
    same = table(folder, tmp_path, "local", on_border=rule)
    assert table(folder, tmp_path, engine, on_border=rule) == same


@pytest.mark.parametrize("engine", ["dask", "sedonadb"])
def test_an_engine_joins_the_same_pairs_as_local(folder, client, engine):
    chosen = partial(dask.run, client=client) if engine == "dask" else engine
    first = folder / "00.parquet"
    mine = scale.join(first, squares(), columns=COLUMNS, engine=chosen)
    assert mine.table.equals(scale.join(first, squares(), columns=COLUMNS).table)


def killing_after_the_first(client, killed):
    """
    Run on dask, and kill the process of a worker once the first result is there.

    The other worker stands still until the new one has come, so that there is work left for it.
    """

    def run(task, fragments):
        pids = client.run(os.getpid)
        for number, answer in enumerate(dask.run(task, fragments, client=client)):
            yield answer
            if number == 0:
                pid, other = sorted(pids.values())
                os.kill(other, signal.SIGSTOP)
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                wait_until(lambda: set(client.scheduler_info()["workers"]) - set(pids))
                os.kill(other, signal.SIGCONT)

    return run


def wait_until(there):
    """Wait until something is there, at most a minute."""
    until = time.monotonic() + 60
    while not there():
        assert time.monotonic() < until
        time.sleep(0.05)


def tasks_unpacked():
    """Count, in a worker, how often it has unpacked a task: at least once if it ran any."""
    return dask._unpacked.cache_info().misses


def test_a_worker_that_is_killed_changes_nothing(folder, tmp_path):
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        before = set(client.run(os.getpid).values())
        killed = []
        found = table(folder, tmp_path, killing_after_the_first(client, killed))
        client.wait_for_workers(2, timeout=60)
        after = client.run(os.getpid)
        fresh = [worker for worker, pid in after.items() if pid not in before]
        ran = client.run(tasks_unpacked)
    assert found == table(folder, tmp_path, "local")
    assert killed[0] not in after.values()
    assert len(fresh) == 1
    assert ran[fresh[0]] >= 1


def test_a_scheduler_that_goes_away_is_said_and_a_second_run_completes(folder, tmp_path):
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        client = distributed.Client(cluster)

        def run(task, fragments):
            for number, answer in enumerate(dask.run(task, fragments, client=client)):
                yield answer
                if number == 2:
                    cluster.close()

        with pytest.raises(EngineStopped, match=r"\.parquet .*a second run goes on from there"):
            table(folder, tmp_path, run, work=tmp_path / "work")
        client.close()
    kept = len(list((tmp_path / "work").glob("*.partial")))
    assert 3 <= kept < FILES
    ran = []

    def counting(task, fragments):
        for fragment in fragments:
            ran.append(fragment)
            yield from engine_local(task, [fragment])

    again = table(folder, tmp_path, counting, work=tmp_path / "work")
    assert again == table(folder, tmp_path, "local")
    assert len(ran) == FILES - kept


def engine_local(task, fragments):
    """Run in this process."""
    from balkanroute.scale.engines import local

    return local.run(task, fragments)


def test_a_scheduler_that_does_not_answer_is_said(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(dask, "_WAIT_S", 1)
    engine = "dask@tcp://127.0.0.1:1"
    with pytest.raises(EngineStopped, match=r"no scheduler answers at tcp://127\.0\.0\.1:1"):
        table(folder, tmp_path, engine)


def test_an_error_of_a_fragment_comes_through_from_a_worker(tmp_path, client):
    made = tmp_path / "events"
    made.mkdir()
    for number in range(3):
        pq.write_table(events(number, rows=200), made / f"{number}.parquet")

    def run(task, fragments):
        whole = (made / "1.parquet").read_bytes()
        (made / "1.parquet").write_bytes(whole[: len(whole) // 2])
        yield from dask.run(task, fragments, client=client)

    with pytest.raises(UnreadableFile, match=r"1\.parquet"):
        table(made, tmp_path, run)


@pytest.mark.parametrize(("engine", "module"), [(dask, "distributed"), (sedonadb, "sedonadb")])
def test_an_engine_that_is_not_installed_names_its_extra(
    folder, tmp_path, monkeypatch, engine, module
):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"balkanroute\[(dask|sedonadb)\]"):
        table(folder, tmp_path, engine.run)


def test_the_engines_are_these():
    assert {"local", "dask", "sedonadb"} <= set(engines())


def test_a_cluster_is_found_at_its_address(folder, tmp_path, cluster):
    found = table(folder, tmp_path, f"dask@{cluster.scheduler_address}")
    assert found == table(folder, tmp_path, "local")


def test_an_engine_of_this_process_has_no_address(folder, tmp_path):
    with pytest.raises(UnknownReference, match="engine 'local' runs in this process"):
        table(folder, tmp_path, "local@tcp://127.0.0.1:8786")


def test_an_unknown_engine_is_said_with_those_there_are(folder, tmp_path):
    with pytest.raises(UnknownReference, match="did you mean 'dask'"):
        table(folder, tmp_path, "dusk")
