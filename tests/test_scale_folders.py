"""Which files of a folder are events."""

from __future__ import annotations

import gzip

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from balkanroute.errors import InvalidRecord, UnreadableFile
from balkanroute.scale import summarise

ROWS = 3
PLACES = gpd.GeoDataFrame(
    geometry=gpd.GeoSeries({"here": shapely.box(0, 0, 10, 10)}, crs="EPSG:4326")
)


def written(path):
    """Write three events to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table({"longitude": [1.0, 2.0, 3.0], "latitude": [1.0, 2.0, 3.0]}), path)
    return path


def test_what_a_folder_hides_is_not_counted(tmp_path):
    written(tmp_path / "part.parquet")
    for hidden in (".ipynb_checkpoints", "_temporary/0", "_delta_log", "year=2023/.old"):
        written(tmp_path / hidden / "part.parquet")
    assert summarise(tmp_path, PLACES).tally.counts["rows"] == ROWS


def test_the_folders_of_a_partitioned_dataset_are_all_counted(tmp_path):
    for folder in ("year=2023", "_kind=a", "year=2024/month=1"):
        written(tmp_path / folder / "part.parquet")
    (tmp_path / "_SUCCESS").touch()
    assert summarise(tmp_path, PLACES).tally.counts["rows"] == 3 * ROWS


def test_a_folder_that_is_named_like_a_file_is_a_folder(tmp_path):
    written(tmp_path / "events.parquet" / "part-0.parquet")
    assert summarise(tmp_path, PLACES).tally.counts["rows"] == ROWS


def test_folders_that_are_linked_to_are_counted(tmp_path):
    written(tmp_path / "elsewhere" / "part.parquet")
    written(tmp_path / "events" / "part.parquet")
    (tmp_path / "events" / "more").symlink_to(tmp_path / "elsewhere")
    assert summarise(tmp_path / "events", PLACES).tally.counts["rows"] == 2 * ROWS


def test_a_file_that_several_links_lead_to_is_counted_once(tmp_path):
    file = written(tmp_path / "2023" / "part.parquet")
    (tmp_path / "latest").symlink_to(tmp_path / "2023")
    (tmp_path / "same.parquet").symlink_to(file)
    (tmp_path / "2023" / "round").symlink_to(tmp_path)
    assert summarise(tmp_path, PLACES).tally.counts["rows"] == ROWS


def test_a_packed_file_of_a_folder_is_told_and_not_left_out(tmp_path):
    written(tmp_path / "a.parquet")
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"longitude,latitude\n1,1\n"))
    with pytest.raises(UnreadableFile, match=r"b\.csv\.gz.*unpack it"):
        summarise(tmp_path, PLACES)


def test_a_folder_that_cannot_be_opened_is_told(tmp_path, monkeypatch):
    written(tmp_path / "a.parquet")

    def refused(folder, onerror, **_):
        onerror(PermissionError(13, "Permission denied", str(folder / "closed")))
        return iter(())

    monkeypatch.setattr("os.walk", refused)
    with pytest.raises(UnreadableFile, match="closed: cannot be opened"):
        summarise(tmp_path, PLACES)


def test_files_may_come_one_after_the_other(tmp_path):
    files = [written(tmp_path / f"{number}.parquet") for number in range(2)]
    for events in (iter(files), map(str, files), tmp_path.glob("*.parquet")):
        assert summarise(events, PLACES).tally.counts["rows"] == 2 * ROWS


def test_what_comes_after_a_file_is_a_file(tmp_path):
    file = written(tmp_path / "a.parquet")
    with pytest.raises(InvalidRecord, match="events: expected"):
        summarise(iter([file, pq.read_table(file)]), PLACES)
    with pytest.raises(InvalidRecord, match="events: expected"):
        summarise(iter([pq.read_table(file), file]), PLACES)
