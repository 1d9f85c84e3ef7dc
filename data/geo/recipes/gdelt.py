"""
Points of GDELT's gazetteer, by feature id, from PyPI ``gdeltforge``.

The gazetteer is every place that GDELT's archive of news has named, at the point of the US
gazetteers NGA GNS and USGS GNIS. It knows no kinds (a river and a village look alike), writes
names without diacritics, and rounds many points to the minute. GDELT may be used and passed on
without restriction as long as it is cited with a link to gdeltproject.org.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from recipes.fetch import Fetch, Package

GDELTFORGE: Final = Package(
    client="pip",
    name="gdeltforge",
    version="0.14.0",
    sha256="e5991fb43356488f0dd3e806f01c5278226af20e23a03d81b1967fbd6b63761b",
)
CREDIT: Final = "The GDELT Project (gdeltproject.org); NGA GEOnet Names Server"
_COLUMNS: Final = ("place", "place_lon", "place_lat")


def points(fetch: Fetch, wanted: Iterable[str]) -> dict[str, tuple[float, float]]:
    """
    Give the points of features.

    Parameters
    ----------
    fetch
        Hands out packages.
    wanted
        Ids as the package writes them: ``-834723``, ``gns:438547``.

    Returns
    -------
    dict of str to (float, float)
        Longitude and latitude in EPSG:4326.

    Raises
    ------
    ValueError
        The package lacks a feature.
    """
    ids = sorted(set(wanted))
    found = _read(fetch(GDELTFORGE) / "gdeltforge" / "data" / "places.parquet", ids)
    absent = [each for each in ids if each not in found]
    if absent:
        raise ValueError(f"gdeltforge {GDELTFORGE.version} has no feature {', '.join(absent)}")
    return found


def _read(path: Path, ids: list[str]) -> dict[str, tuple[float, float]]:
    """Read the canonical point of each feature; the file has a row for each spot ever written."""
    from pyarrow import parquet  # type: ignore[import-untyped]  # it ships no types

    table = parquet.read_table(path, columns=list(_COLUMNS), filters=[("place", "in", ids)])
    rows = zip(*(table.column(name).to_pylist() for name in _COLUMNS), strict=True)
    return {place: (lon, lat) for place, lon, lat in rows}
