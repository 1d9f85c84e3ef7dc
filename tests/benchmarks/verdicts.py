"""The bounds that the page must hold, and whether the figures hold them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

Found = Mapping[str, Mapping[str, Mapping[int, Mapping[str, float]]]]

OURS, MARKER, GEOJSON = "balkanroute", "folium.Marker", "folium.GeoJson"
ICON = "folium.Marker + icon"
EMPTY, TEN, HUNDRED, MILLION = 0, 10_000, 100_000, 1_000_000
FRAME_MS: Final = 1000 / 30
#: Cost may grow as the number of claims to this power: 1 is in step with it.
STEEPEST: Final = 1.1


class Verdict(NamedTuple):
    """A line of the table."""

    quality: str
    what: str
    ours: str
    theirs: str
    ratio: str
    bound: str
    held: str


class _Most(NamedTuple):
    """A figure of ours that must not exceed a bound."""

    quality: str
    what: str
    part: str
    n: int
    key: str
    bound: float
    unit: str
    scale: float = 1


class _Share(NamedTuple):
    """A figure of ours that must not exceed a share of another's."""

    quality: str
    what: str
    part: str
    n: int
    key: str
    other: str
    bound: float
    unit: str
    scale: float = 1


_BOUNDS: Final[tuple[_Most | _Share, ...]] = (
    _Most("size", "page without claims", "build", EMPTY, "bytes", 400, "kB", 1e3),
    _Most("size", "10,000 claims", "build", TEN, "bytes", 2.2, "MB", 1e6),
    _Most("size", "100,000 claims", "build", HUNDRED, "bytes", 17, "MB", 1e6),
    _Share("size", "10,000 claims", "build", TEN, "bytes", MARKER, 0.12, "MB", 1e6),
    _Share("size", "10,000 claims", "build", TEN, "bytes", ICON, 0.12, "MB", 1e6),
    _Share("size", "10,000 claims", "build", TEN, "bytes", GEOJSON, 0.3, "MB", 1e6),
    _Share("size", "100,000 claims", "build", HUNDRED, "bytes", GEOJSON, 0.3, "MB", 1e6),
    _Share("build", "CPU, 10,000 claims", "build", TEN, "cpu_s", MARKER, 1 / 25, "s"),
    _Share("build", "CPU, 100,000 claims", "build", HUNDRED, "cpu_s", GEOJSON, 0.6, "s"),
    _Most("build", "memory a claim, 100,000", "memory", HUNDRED, "bytes_a_claim", 2, "kB", 1e3),
    _Share("open", "usable, 10,000 claims", "open", TEN, "usable_ms", GEOJSON, 1 / 3, "ms"),
    _Share("open", "usable, 10,000 claims", "open", TEN, "usable_ms", MARKER, 0.1, "ms"),
    _Share("open", "usable, 100,000 claims", "open", HUNDRED, "usable_ms", GEOJSON, 0.2, "ms"),
    _Most("open", "usable, 100,000 claims", "open", HUNDRED, "usable_ms", 2000, "ms"),
    _Most("open", "longest task, 100,000", "open", HUNDRED, "longest_task_ms", 200, "ms"),
    _Most("open", "usable, 1,000,000 claims", "open", MILLION, "usable_ms", 10_000, "ms"),
    _Most("use", "letter typed in search", "use", HUNDRED, "search", 100, "ms"),
    _Most("use", "facet ticked", "use", HUNDRED, "facet", 100, "ms"),
    _Most("use", "time brush moved", "use", HUNDRED, "brush", 100, "ms"),
    _Most("use", "card opened", "use", HUNDRED, "card", 100, "ms"),
    _Most("use", "pan, frame, 95th percentile", "use", HUNDRED, "pan_p95", FRAME_MS, "ms"),
    _Most("use", "zoom, frame, 95th percentile", "use", HUNDRED, "zoom_p95", FRAME_MS, "ms"),
    _Most("use", "heap, opened", "open", HUNDRED, "heap_mb", 60, "MB"),
    _Most("use", "heap, used", "use", HUNDRED, "after_heap_mb", 60, "MB"),
    _Most("use", "nodes, opened", "open", HUNDRED, "nodes", 1500, ""),
    _Most("use", "nodes, used", "use", HUNDRED, "after_nodes", 1500, ""),
)


def judge(found: Found) -> Iterator[Verdict]:
    """
    Hold the figures against the bounds.

    Parameters
    ----------
    found
        Figures by part, library, number of claims and name.

    Yields
    ------
    Verdict
        One for each bound; a figure that is missing is not measured, which is not ok.
    """
    for bound in _BOUNDS:
        yield _most(found, bound) if isinstance(bound, _Most) else _share(found, bound)
    yield from _growth(found)


def _most(found: Found, bound: _Most) -> Verdict:
    """Hold a figure against a bound."""
    ours = _figure(found, OURS, bound)
    return Verdict(
        bound.quality, bound.what, _written(ours, bound), "", "",
        f"≤ {bound.bound:,.3g} {bound.unit}".replace("e+03", ",000").strip(),
        _held(None if ours is None else ours / bound.scale <= bound.bound),
    )  # fmt: skip


def _share(found: Found, bound: _Share) -> Verdict:
    """Hold a figure against another library's."""
    ours, theirs = _figure(found, OURS, bound), _figure(found, bound.other, bound)
    ratio = None if ours is None or theirs is None else ours / theirs
    return Verdict(
        bound.quality, bound.what, _written(ours, bound), _written(theirs, bound),
        "" if ratio is None else f"{ratio:.3f}", f"≤ {bound.bound:.3g} of {bound.other}",
        _held(None if ratio is None else ratio <= bound.bound),
    )  # fmt: skip


def _growth(found: Found) -> Iterator[Verdict]:
    """Hold the growth of the cost against the growth of the claims."""
    sizes = found["build"].get(OURS, {})
    times = {n: sizes[n]["cpu_s"] for n in sorted(sizes) if n >= 1000 and "cpu_s" in sizes[n]}
    for low, high in zip(times, list(times)[1:], strict=False):
        power = math.log(times[high] / times[low]) / math.log(high / low)
        yield Verdict(
            "build", f"CPU grows, {low:,} to {high:,}", f"N^{power:.2f}", "", "",
            f"≤ N^{STEEPEST}", _held(power <= STEEPEST),
        )  # fmt: skip


def _figure(found: Found, library: str, bound: _Most | _Share) -> float | None:
    """Find a figure; None where it was not measured."""
    return found.get(bound.part, {}).get(library, {}).get(bound.n, {}).get(bound.key)


def _written(figure: float | None, bound: _Most | _Share) -> str:
    """Write a figure with its unit."""
    if figure is None:
        return "not measured"
    scaled = figure / bound.scale
    digits = 0 if scaled >= 100 or bound.unit == "" else 1 if scaled >= 10 else 3
    return f"{scaled:,.{digits}f} {bound.unit}".strip()


def _held(held: bool | None) -> str:  # noqa: FBT001 - what is written is the argument
    """Write whether a bound is held."""
    return "?" if held is None else "ok" if held else "NOT"
