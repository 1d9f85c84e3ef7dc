"""
Country outlines as their packages give them: rings of whole micro-degrees.

Two packages. ``countries-coastline-1m`` (OpenStreetMap, November 2017) for all but Tajikistan,
Afghanistan and their neighbours, whose time zone boundaries (OpenStreetMap, 2026) fit together
where the older outlines do not. The time zones serve only where a country is one zone, or several
whole ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recipes.fetch import Fetch, Package

COASTLINE = Package(
    client="npm",
    name="@geo-maps/countries-coastline-1m",
    version="0.6.0",
    sha256="3dce5cc4f2f727b2509ef420cea0cc95a8ce858eb0aae039c0d7a078fb5622c7",
)
ZONES = Package(
    client="pip",
    name="timezonefinder-data",
    version="3.2026.3.post1",
    sha256="d71b3814362e69cb208f8d30249efe2fa0d2cd55579679c5ae1727cd38840606",
)

# A polygon's rings, the outer one first: closed arrays of (lon, lat) in micro-degrees, EPSG:4326.
Ring = NDArray[np.int64]
Outline = list[list[Ring]]

BLOCK = 128  # vertices in one block of the packed time zone rings
WORD_BITS = 32


def from_coastline(fetch: Fetch, codes: dict[str, str]) -> dict[str, Outline]:
    """
    Read outlines of ``countries-coastline-1m``.

    Parameters
    ----------
    fetch
        Gets the package.
    codes
        Our id (ISO 3166-1 alpha-2, XK for Kosovo) by the package's ``A3``.

    Returns
    -------
    dict[str, Outline]
        Outlines by our id, coordinates rounded to whole micro-degrees.
    """
    path = fetch(COASTLINE) / "package" / "map.geo.json"
    found: dict[str, Outline] = {}
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        if key := codes.get(feature["properties"]["A3"]):
            found.setdefault(key, []).extend(polygons(feature["geometry"]))
    return found


def from_zones(fetch: Fetch, zones: dict[str, str]) -> dict[str, Outline]:
    """
    Read outlines of time zones.

    Parameters
    ----------
    fetch
        Gets the package.
    zones
        Our country id by the zone's name; zones of one country become parts of it, not one polygon.

    Returns
    -------
    dict[str, Outline]
        Outlines by our id; inner rings are left out (none of the zones asked for holds another).
    """
    folder = fetch(ZONES) / "timezonefinder_data" / "data"
    names = (folder / "timezone_names.txt").read_text("utf-8").split()
    numbers = {names.index(zone): key for zone, key in zones.items()}
    found: dict[str, Outline] = {}
    owners = np.load(folder / "zone_ids.npy")
    for index, ring in _packed_rings(folder / "boundaries", numbers, owners):
        found.setdefault(numbers[int(owners[index])], []).append([ring])
    return found


def polygons(geometry: dict[str, Any]) -> Iterator[list[Ring]]:
    """
    Take a GeoJSON geometry apart.

    Parameters
    ----------
    geometry
        A polygon or several, EPSG:4326.

    Yields
    ------
    list[Ring]
        A polygon's rings in whole micro-degrees, without repeated vertices.
    """
    several = geometry["type"] == "MultiPolygon"
    for polygon in geometry["coordinates"] if several else [geometry["coordinates"]]:
        rings = [without_repeats(np.rint(np.asarray(ring) * 1e6).astype(int)) for ring in polygon]
        yield [ring for ring in rings if len(ring) > 3]  # noqa: PLR2004 - a triangle, closed


def without_repeats(ring: Ring) -> Ring:
    """
    Drop each vertex that repeats the one before it.

    Parameters
    ----------
    ring
        A closed ring.

    Returns
    -------
    Ring
        The ring, still closed.
    """
    keep = np.ones(len(ring), dtype=bool)
    keep[1:] = (ring[1:] != ring[:-1]).any(axis=1)
    return ring[keep]


def _packed_rings(
    folder: Path, numbers: dict[int, str], owners: NDArray[Any]
) -> Iterator[tuple[int, Ring]]:
    """
    Unpack the rings of some zones.

    Each ring is cut into blocks of 128 vertices and the next block's first. A block holds its
    longitudes, then its latitudes, each as unsigned numbers of a fixed count of bits, counted in
    micro-degrees from the block's least value; each run starts on a 32-bit word. The container is
    a FlatBuffers table with one vector of tables, each with one vector of words.
    """
    content = (folder / "coordinates.bin").read_bytes()
    words = _word_vectors(content)
    offsets = np.load(folder / "block_offsets.npy").astype(int)
    west = np.load(folder / "block_bases.npy").reshape(-1)
    south = np.load(folder / "block_ranges.npy").reshape(-1, 2)[:, 0]
    widths = np.load(folder / "block_widths.npy").reshape(-1, 2)
    counts = np.load(folder / "nr_vertices.npy").astype(int)
    for index in np.flatnonzero(np.isin(owners, list(numbers))):
        position, ring = 0, []
        for nth, block in enumerate(range(offsets[index], offsets[index + 1])):
            count = min(BLOCK, counts[index] - nth * BLOCK)
            axes = []
            for base, width in zip((west[block], south[block]), widths[block], strict=True):
                axes.append(_unpack(words[index], position, int(width), count) + int(base) // 10)
                position += -(-(count + 1) * int(width) // WORD_BITS)
            ring.append(np.column_stack(axes))
        open_ring = np.concatenate(ring)
        yield int(index), without_repeats(np.concatenate([open_ring, open_ring[:1]]))


def _unpack(words: NDArray[Any], start: int, width: int, count: int) -> NDArray[np.int64]:
    """Read numbers of `width` bits, least significant bit first."""
    if width == 0:
        return np.zeros(count, dtype=np.int64)
    part = words[start : start + -(-(count + 1) * width // WORD_BITS)]
    bits = np.unpackbits(part.view(np.uint8), bitorder="little")[: count * width]
    return bits.reshape(count, width).astype(np.int64) @ (1 << np.arange(width, dtype=np.int64))


def _word_vectors(content: bytes) -> list[NDArray[Any]]:
    """Find every table's vector of words in the FlatBuffers container."""

    def number(kind: str, at: int) -> int:
        return int(np.frombuffer(content, kind, 1, at)[0])

    def first_field(table: int) -> int:
        vtable = table - number("<i4", table)
        field = table + number("<u2", vtable + 4)
        return field + number("<u4", field)

    tables = first_field(number("<u4", 0))
    vectors = []
    for slot in range(tables + 4, tables + 4 + 4 * number("<u4", tables), 4):
        vector = first_field(slot + number("<u4", slot))
        vectors.append(np.frombuffer(content, "<u4", number("<u4", vector), vector + 4))
    return vectors
