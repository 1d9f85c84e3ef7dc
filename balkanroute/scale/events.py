"""Events in whatever they come: files, frames, or batches as they arrive."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import file_digest
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from balkanroute.errors import InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.frames import CRS
from balkanroute.scale.columns import Columns
from balkanroute.scale.delimited import csv_pieces
from balkanroute.scale.fragments import ROWS, Fragment, in_order, parquet_pieces
from balkanroute.scale.rows import check_names

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    Events: TypeAlias = (
        str | Path | Iterable[str | Path] | pd.DataFrame | pa.Table | Iterable[pa.RecordBatch]
    )

_PARQUET: Final = (".parquet", ".geoparquet", ".pq", ".parq")
_CSV: Final = (".csv", ".tsv", ".txt", ".tab")
_PACKED: Final = (".gz", ".bz2", ".xz", ".zst", ".zip", ".7z")
#: Names of coordinate systems that are longitude and latitude on WGS84.
_SAME: Final = (CRS, "OGC:CRS84")


@contextmanager
def opened(
    events: Events, columns: Columns | None, folder: str | Path | None = None
) -> Iterator[tuple[tuple[Fragment, ...], Columns]]:
    """
    Cut events to fragments.

    Parameters
    ----------
    events
        A Parquet, GeoParquet or CSV file, a folder of them, or several files, whose rows are
        counted in the order of their names as given, in a folder by path; or a frame, an Arrow
        table, or any iterable of record batches, which are laid down in a folder for as long as
        they are needed. Of a folder, links are followed, and a file to which several lead is taken
        once; files and folders whose names start with a full stop or an underscore are not taken.
    columns
        What the columns say. Where it names no geometry, the geometry of a GeoDataFrame is
        taken, and that of a GeoParquet file which has no columns as `columns` names them.
    folder
        Where to lay down what is no file; None is where the system keeps such.

    Yields
    ------
    fragments
        In the order of their rows.
    columns
        What their columns say.

    Raises
    ------
    InvalidRecord
        When events are none of these, are in another CRS, or lack a column.
    UnreadableFile
        When a file cannot be read.
    """
    events = _seen(events)
    paths = _paths(events)
    if paths is not None:
        asked = _with_geometry(paths[0], columns or Columns())
        for path in paths:
            _check_crs(path, asked)
        yield in_order(piece for path in paths for piece in _pieces(path)), asked
        return
    asked, batches = _batches(events, columns or Columns())
    if folder is not None:
        with suppress(OSError):
            Path(folder).mkdir(parents=True, exist_ok=True)
    try:
        laid = tempfile.TemporaryDirectory(prefix=".events-", dir=folder)
    except OSError as reason:
        raise UnwritableFile(
            f"{folder}: events cannot be laid down ({reason.strerror}); "
            f"name another folder with work="
        ) from reason
    with laid as place:
        yield in_order(_laid_down(batches, Path(place), asked)), asked


def _seen(events: Any) -> Any:  # noqa: ANN401 - whatever was given
    """Give paths that come one after the other as a list, and all else as it was."""
    if not isinstance(events, Iterator):
        return events
    first = list(islice(events, 1))
    return [*first, *events] if first and isinstance(first[0], str | Path) else chain(first, events)


def _paths(events: Any) -> list[Path] | None:  # noqa: ANN401 - whatever was given
    """List files, None where events are not in files."""
    if isinstance(events, str | Path):
        named = [Path(events)]
    elif isinstance(events, list | tuple) and all(isinstance(own, str | Path) for own in events):
        named = [Path(own) for own in events]
    else:
        return None
    # Absolute, since whoever opens them may run elsewhere.
    named = [path.absolute() for path in named]
    paths = [file for path in named for file in (_inside(path) if path.is_dir() else [path])]
    if not paths:
        raise InvalidRecord(
            f"events: expected files of Parquet or CSV, found none in {', '.join(map(str, named))}"
        )
    return paths


def _inside(folder: Path) -> list[Path]:
    """Give the events files of a folder and its folders, by path."""
    known = (*_PARQUET, *_CSV)
    files: dict[Path, Path] = {}
    for path in sorted(_walked(folder)):
        if path.suffix.lower() in known:
            files.setdefault(path.resolve(), path)
        elif path.suffix.lower() in _PACKED and path.with_suffix("").suffix.lower() in known:
            raise UnreadableFile(
                f"{path}: expected Parquet or CSV, found it packed; unpack it, or move it away"
            )
    return list(files.values())


def _walked(folder: Path) -> Iterator[Path]:
    """Give the files of a folder and its folders, each folder once, but for hidden ones."""
    seen: set[str] = set()
    for place, folders, files in os.walk(folder, onerror=_refused, followlinks=True):
        real = os.path.realpath(place)
        fresh = () if real in seen else folders
        seen.add(real)
        # Folders that start with an underscore are work in progress, but for those of a value.
        folders[:] = [own for own in fresh if own[0] != "." and (own[0] != "_" or "=" in own)]
        yield from (Path(place, own) for own in files if not own.startswith((".", "_")))


def _refused(reason: OSError) -> None:
    """Say that a folder cannot be read."""
    raise UnreadableFile(f"{reason.filename}: cannot be opened ({reason.strerror})") from reason


def _pieces(path: Path) -> Iterator[Fragment]:
    """Cut a file."""
    if path.suffix.lower() in _CSV:
        return csv_pieces(path)
    if path.suffix.lower() in _PARQUET:
        return parquet_pieces(path)
    raise UnreadableFile(
        f"{path}: expected Parquet ({', '.join(_PARQUET)}) or CSV ({', '.join(_CSV)}), found "
        f"{path.suffix or 'no suffix'}; unpack it, or give its rows as Arrow batches"
    )


def _geo(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Read what a GeoParquet file says of its geometry, and its columns."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if path.suffix.lower() not in _PARQUET:
        return {}, []
    # What is broken is told when it is cut.
    with suppress(OSError, pa.ArrowException, ValueError, RecursionError):
        schema = pq.read_schema(path)
        said = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        return said if isinstance(said, dict) else {}, schema.names
    return {}, []


def _with_geometry(path: Path, columns: Columns) -> Columns:
    """Take the geometry of a GeoParquet file where it has no columns of coordinates."""
    if columns.geometry is not None:
        return columns
    geo, names = _geo(path)
    primary = geo.get("primary_column")
    if primary in names and not {columns.x, columns.y} <= set(names):
        return replace(columns, geometry=primary)
    return columns


def _check_crs(path: Path, columns: Columns) -> None:
    """Refuse a GeoParquet file in another CRS."""
    import pyproj
    from pyproj.exceptions import CRSError

    every = _geo(path)[0].get("columns")
    said = every.get(columns.geometry) if isinstance(every, dict) else None
    if not isinstance(said, dict) or "crs" not in said:
        return
    try:
        system = pyproj.CRS.from_user_input(said["crs"])
    except CRSError:
        system = None
    if system is None or not any(
        system.equals(pyproj.CRS(same), ignore_axis_order=True) for same in _SAME
    ):
        name = system.name if system else "none"
        raise InvalidRecord(f"{path}: expected {CRS}, found CRS {name}; bring it to {CRS} first")


def _batches(events: Any, columns: Columns) -> tuple[Columns, Iterator[pa.RecordBatch]]:  # noqa: ANN401
    """Give what is no file as record batches."""
    import geopandas as gpd
    import pandas as pd
    import pyarrow as pa

    if isinstance(events, gpd.GeoDataFrame):
        if events.crs != CRS:
            found = events.crs.to_string() if events.crs else "none"
            raise InvalidRecord(
                f"events: expected a frame in {CRS}, found CRS {found}; give frame.to_crs({CRS!r})"
            )
        columns = replace(columns, geometry=columns.geometry or str(events.geometry.name))
    if isinstance(events, pd.DataFrame):
        check_names("events", columns, list(map(str, events.columns)))
        return columns, _of_frame(events, columns)
    if isinstance(events, pa.Table):
        return columns, iter(events.to_batches(ROWS))
    if isinstance(events, Iterable) and not isinstance(events, str | bytes | dict):
        return columns, _of_iterable(events)
    raise InvalidRecord(
        f"events: expected files, a frame or Arrow batches, found {type(events).__name__}"
    )


def _of_frame(frame: pd.DataFrame, columns: Columns) -> Iterator[pa.RecordBatch]:
    """Give a frame as record batches, shapes as WKB."""
    import geopandas as gpd
    import pyarrow as pa

    known = list(map(str, frame.columns))
    for first in range(0, len(frame), ROWS):
        part = frame.iloc[first : first + ROWS]
        arrays = {}
        for name in columns.named():
            own = part.iloc[:, known.index(name)]
            own = own.to_wkb() if isinstance(own, gpd.GeoSeries) else own
            try:
                arrays[name] = pa.Array.from_pandas(own)
            except (pa.ArrowException, TypeError, ValueError, OverflowError) as reason:
                raise InvalidRecord(
                    f"events: column {name!r} holds values of several types ({reason}); "
                    f"make them one type"
                ) from reason
        yield from pa.table(arrays).combine_chunks().to_batches()


def _of_iterable(events: Iterable[Any]) -> Iterator[pa.RecordBatch]:
    """Give record batches as they come."""
    import pyarrow as pa

    for number, batch in enumerate(events):
        if isinstance(batch, pa.Table):
            yield from batch.to_batches(ROWS)
        elif isinstance(batch, pa.RecordBatch):
            yield batch
        else:
            raise InvalidRecord(
                f"events: expected Arrow record batches, found {type(batch).__name__} as "
                f"number {number}"
            )


def _laid_down(
    batches: Iterator[pa.RecordBatch], folder: Path, columns: Columns
) -> Iterator[Fragment]:
    """Write record batches to files of about a million rows each."""
    waiting: list[pa.RecordBatch] = []
    rows = files = 0
    for batch in batches:
        check_names("events", columns, batch.schema.names)
        waiting.append(batch.select(list(columns.named())))
        rows += len(batch)
        if rows >= ROWS:
            yield _written(waiting, folder / f"{files:06}.arrows")
            waiting, rows, files = [], 0, files + 1
    if rows:
        yield _written(waiting, folder / f"{files:06}.arrows")


def _written(batches: list[pa.RecordBatch], path: Path) -> Fragment:
    """Write batches to a file."""
    import pyarrow as pa

    schema = batches[0].schema
    try:
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        with path.open("rb") as file:
            mark = file_digest(file, "sha256").hexdigest()
    except OSError as reason:
        raise UnwritableFile(
            f"{path}: events cannot be laid down ({reason.strerror or reason}); make room, or name "
            f"another folder with work="
        ) from reason
    except pa.ArrowException as reason:
        raise InvalidRecord(f"events: batches differ in their columns ({reason})") from reason
    return Fragment(
        number=0, path=str(path), kind="arrow", start=0, stop=len(batches), first_row=0,
        rows=sum(map(len, batches)), stamp=mark,
    )  # fmt: skip
