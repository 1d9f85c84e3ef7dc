"""A GeoPackage of ours: every record a row, as somebody may have edited it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from shapely.geometry.base import BaseGeometry

from balkanroute.errors import InvalidRecord
from balkanroute.model import KINDS
from balkanroute.readers.features import flat
from balkanroute.readers.gathering import Gathering
from balkanroute.readers.geopackage.layers import Layer, rows_of
from balkanroute.readers.problems import Reading
from balkanroute.readers.protocol import Options
from balkanroute.readers.restoration import (
    Restoration,
    Row,
    Rows,
    claims_of,
    header_of,
    no_rows,
    plain_of,
)
from balkanroute.readers.rows_alone import OURS, SHOWN_OF_CLAIMS, records_named

_NAME: Final = "geopackage"
_PLACES: Final = "places_"
_COUNTS: Final = frozenset({"n_claims", "n_origins", "n_disputing", "claims"})
#: Columns that follow from others, by table.
_SHOWN: Final = {
    "atlas": frozenset({"attribution", "exact"}),
    "sources": frozenset({"exact"}),
    "agents": frozenset({"exact"}),
    "routes": frozenset({"exact"}),
    "places": _COUNTS | {"position", "exact"},
    "claims": SHOWN_OF_CLAIMS | {"place", "role", "exact", "place_exact"},
}
_LEG: Final = ("from", "to", "over", "mode", "basis", "corridor_m", "about", "note")
_LAST: Final = 10**9


def is_ours(layers: Sequence[Layer]) -> bool:
    """
    Tell whether a database is one of ours, or a part of one.

    Parameters
    ----------
    layers
        Its layers.

    Returns
    -------
    bool
        By its tables ``atlas`` and ``claims``, or by the columns of a lone layer of claims.
    """
    names = {layer.name for layer in layers}
    return {"atlas", "claims"} <= names or any(OURS.issubset(layer.columns) for layer in layers)


def read_ours(gathering: Gathering, layers: Sequence[Layer], options: Options) -> Reading:
    """
    Read an atlas of ours.

    Parameters
    ----------
    gathering
        Where its records go.
    layers
        Of the database.
    options
        Told of the progress.

    Returns
    -------
    Reading
        The atlas as the tables say it now.
    """
    by_name = {layer.name: layer for layer in layers}
    whole = "atlas" in by_name
    rows = no_rows()
    header: dict[str, Any] = {}
    for _, cells, _ in _rows(gathering, by_name.get("atlas"), options):
        header = header or plain_of("atlas", cells, _NAME, _SHOWN["atlas"])
    for kind in ("sources", "agents"):
        rows[kind] = _plain_rows(gathering, kind, _rows(gathering, by_name.get(kind), options))
    rows["places"] = _places(gathering, layers, options)
    claims = [layer for layer in layers if OURS.issubset(layer.columns)]
    _read_claims(gathering, claims[:1], rows, options, whole=whole)
    rows["routes"] = _routes(gathering, by_name, options)
    for layer in layers:
        if layer not in claims[:1] and not _is_read(layer.name):
            message = "this layer is none of ours, and is not read"
            gathering.warn(1, message, f"layer {layer.name!r}")
    Restoration(gathering, rows).restore()
    return gathering.reading(**header_of(gathering, header))


def _is_read(name: str) -> bool:
    """Tell whether a layer is one of those that are written."""
    return name in {"atlas", "legs", *KINDS} or name.startswith(_PLACES)


def _rows(
    gathering: Gathering, layer: Layer | None, options: Options
) -> Iterable[tuple[int, dict[str, Any], BaseGeometry | None]]:
    """Give the rows of a table that may be gone, texts as they were."""
    if layer is None:
        return
    for number, cells, shape in rows_of(gathering, layer, options):
        yield number, _exact(cells), flat(shape)


def _exact(cells: dict[str, Any]) -> dict[str, Any]:
    """Give texts with a NUL back, unless somebody has changed them since."""
    for name in ("exact", "place_exact"):
        if name in cells:
            try:
                spelled = msgspec.json.decode(cells[name], type=dict[str, str])
            except (msgspec.DecodeError, TypeError):
                continue
            for field, text in spelled.items():
                if cells.get(field) == text.replace("\x00", "\ufffd"):
                    cells[field] = text
    return cells


def _plain_rows(gathering: Gathering, kind: str, rows: Iterable[Any]) -> list[Row]:
    """Make rows of the cells of a table."""
    made = []
    for number, cells, shape in rows:
        words = f"{KINDS[kind]} {cells.get('id') or number}"
        try:
            made.append(Row(number, words, plain_of(kind, cells, _NAME, _SHOWN[kind]), shape))
        except InvalidRecord as reason:
            gathering.skip(number, str(reason), words)
    return made


def _places(gathering: Gathering, layers: Sequence[Layer], options: Options) -> list[Row]:
    """Read the layers of places, in the order of the atlas; what was added stands last."""
    found: list[tuple[int, Row]] = []
    for layer in layers:
        if layer.name.startswith(_PLACES) or layer.name == "places":
            table = list(_rows(gathering, layer, options))
            positions = {
                number: int(cells["position"])
                for number, cells, _ in table
                if isinstance(cells.get("position"), int | float)
            }
            made = _plain_rows(gathering, "places", table)
            found += [(positions.get(row.number, _LAST), row) for row in made]
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def _read_claims(
    gathering: Gathering, layers: Sequence[Layer], rows: Rows, options: Options, *, whole: bool
) -> None:
    """Read the claims; where they stand alone, make what they name."""
    claims: list[tuple[int, dict[str, Any]]] = []
    named: list[tuple[int, dict[str, Any]]] = []
    drawn = {str(row.plain.get("id")): row.geometry for row in rows["places"]}
    alone: dict[str, BaseGeometry] = {}
    for layer in layers:
        for number, cells, shape in _rows(gathering, layer, options):
            place = cells.get("place")
            if shape is not None:
                _check_where(gathering, number, place, shape, drawn)
                alone.setdefault(str(place), shape)
            named.append((number, cells))
            try:
                plain = plain_of("claims", cells, _NAME, _SHOWN["claims"])
            except InvalidRecord as reason:
                gathering.skip(number, str(reason), f"claim {cells.get('id')}")
                continue
            claims.append((number, {**plain, "place": place, "role": cells.get("role")}))
    rows["claims"] = claims_of(claims, gathering)
    if not whole:
        records_named(gathering, named, rows)
        for row in rows["places"]:
            row.geometry = alone.get(str(row.plain.get("id")))


def _check_where(
    gathering: Gathering,
    number: int,
    place: object,
    shape: BaseGeometry,
    drawn: dict[str, BaseGeometry | None],
) -> None:
    """Say of a claim that was moved that its place is where it was."""
    known = drawn.get(str(place))
    if known is not None and not known.equals_exact(shape, 1e-9):
        message = f"the claim stands elsewhere than its place {place!r}; the place decides"
        gathering.warn(number, message, f"claim row {number}")


def _routes(gathering: Gathering, by_name: dict[str, Layer], options: Options) -> list[Row]:
    """Read the routes, and the legs of each in their order."""
    legs: dict[str, list[tuple[float, dict[str, Any], BaseGeometry | None]]] = {}
    for number, cells, shape in _rows(gathering, by_name.get("legs"), options):
        try:
            plain = _leg(cells)
        except InvalidRecord as reason:
            gathering.skip(number, str(reason), f"leg {number}")
            continue
        order = cells.get("number")
        order = float(order) if isinstance(order, int | float) else float(_LAST)
        own = None if cells.get("drawn") else shape
        legs.setdefault(str(cells.get("route")), []).append((order, plain, own))
    made = _plain_rows(gathering, "routes", _rows(gathering, by_name.get("routes"), options))
    for row in made:
        own_legs = sorted(legs.pop(str(row.plain.get("id")), []), key=lambda leg: leg[0])
        row.plain["legs"] = [plain for _, plain, _ in own_legs]
        row.shapes = [shape for _, _, shape in own_legs]
    for route in legs:
        message = f"its route {route!r} is not in the table 'routes'"
        gathering.skip(1, message, f"legs of {route!r}")
    return made


def _leg(cells: dict[str, Any]) -> dict[str, Any]:
    """Give a leg as plain data."""
    plain = {name: cells[name] for name in _LEG if cells.get(name) not in (None, "")}
    if cells.get("note") == "":
        plain["note"] = ""
    if cells.get("claim_ids"):
        try:
            plain["claims"] = msgspec.json.decode(cells["claim_ids"], type=list[str])
        except (msgspec.DecodeError, RecursionError, TypeError) as reason:
            raise InvalidRecord(f"claim_ids: expected a list of ids in JSON ({reason})") from None
    return plain
