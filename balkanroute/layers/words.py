"""The words a reader meets: how well a place is known, what a figure says, how claims relate."""

from __future__ import annotations

from typing import Final

from balkanroute.layers.spec import SourceCard
from balkanroute.model import Claim, Place, Quantity, Selector, Source, is_link

#: A spot known to within this many metres may be drawn as a point.
POINT_PRECISION_M: Final = 250.0
_KILOMETRE: Final = 1000.0

_ROLE: Final = {
    "about": "",
    "at": "at ",
    "from": "from ",
    "to": "to ",
    "via": "by way of ",
    "within": "within ",
    "near": "near ",
}
_RELATION: Final = {
    "repeats": ("repeats", "repeated by"),
    "supports": ("supports", "supported by"),
    "contradicts": ("contradicts", "contradicted by"),
    "narrows": ("narrows", "narrowed by"),
    "supersedes": ("supersedes", "superseded by"),
    "retracts": ("retracts", "retracted by"),
}
#: Relations that put a claim in doubt.
DISPUTES: Final = frozenset({"contradicts", "retracts", "narrows"})
#: Admiralty credibility, as NATO AJP-2.1 words it.
_CREDIBILITY: Final = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}


def distance(metres: float) -> str:
    """
    Say a length.

    Parameters
    ----------
    metres
        The length in metres.

    Returns
    -------
    str
        ``250 m``, ``2.1 km``, ``30 km``.
    """
    if metres < _KILOMETRE:
        return f"{metres:,.0f} m"
    kilometres = metres / _KILOMETRE
    whole = kilometres >= 10 or kilometres == round(kilometres)  # noqa: PLR2004 - two digits are enough
    return f"{kilometres:,.0f} km" if whole else f"{kilometres:,.1f} km"


def precision(place: Place) -> str:
    """
    Say how well it is known where a place is.

    Parameters
    ----------
    place
        The place.

    Returns
    -------
    str
        A sentence without its full stop.
    """
    if place.geometry is None:
        return "nobody has said where"
    within = "" if place.precision_m is None else distance(place.precision_m)
    if place.geometry.geom_type in {"Point", "MultiPoint"}:
        return _point_precision(place, within)
    what = "line" if "Line" in place.geometry.geom_type else "area"
    if place.basis == "derived":
        return f"no boundary defines it: drawn by a written definition, good to about {within}"
    if not within:
        return f"{what}, how well it is known is not said"
    return f"{what} from {place.basis or 'a source'}, drawn to within {within}"


def _point_precision(place: Place, within: str) -> str:
    """Say how well a spot is known."""
    if not within:
        return "a spot, how well it is known is not said"
    if place.precision_m is not None and place.precision_m <= POINT_PRECISION_M:
        return f"a spot known to within {within}"
    if place.kind == "settlement":
        return f"a settlement, somewhere within {within} of its centre"
    return f"somewhere within {within} of the middle of the disc"


def role(name: str, word: str, *, wide: bool) -> str:
    """
    Say what a place is to a claim.

    Parameters
    ----------
    name
        The place's name.
    word
        The role.
    wide
        Whether the place is an area, in which the claim's spot is unknown.

    Returns
    -------
    str
        ``somewhere in Vojvodina``, ``near Horgoš``.
    """
    return f"somewhere in {name}" if wide and word in {"at", "within"} else f"{_ROLE[word]}{name}"


def quantity(figure: Quantity) -> str:
    """
    Say a figure with its unit.

    Parameters
    ----------
    figure
        The figure.

    Returns
    -------
    str
        ``crossing attempts: 1,000 to 1,200 attempts per day``.
    """
    bare = figure.unit.isupper() or figure.unit in {"%", "km", "m"}
    unit = figure.unit if bare else _plural(figure)
    per = f" per {figure.per}" if figure.per else ""
    return f"{figure.what}: {_amount(figure)} {unit}{per}"


def _amount(figure: Quantity) -> str:
    """Say the number: the best one, with its bounds behind it where both were given."""
    span = _span(figure)
    if figure.best is None:
        return span
    return f"{_number(figure.best)} ({span})" if span else _number(figure.best)


def _span(figure: Quantity) -> str:
    """Say the bounds, or nothing where there are none."""
    if figure.low is None:
        return "" if figure.high is None else f"up to {_number(figure.high)}"
    if figure.high is None:
        return f"{_number(figure.low)} or more"
    if figure.low == figure.high:
        return _number(figure.low)
    return f"{_number(figure.low)} to {_number(figure.high)}"


def _number(value: float) -> str:
    """Write a number with thousands apart."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def _plural(figure: Quantity) -> str:
    """Give the unit in the number of its figure."""
    largest = max(n for n in (figure.low, figure.best, figure.high) if n is not None)
    irregular = {"person": "people", "child": "children", "country": "countries"}
    return figure.unit if largest == 1 else irregular.get(figure.unit, f"{figure.unit}s")


def relation(kind: str, *, incoming: bool) -> str:
    """
    Say a relation from this claim's side.

    Parameters
    ----------
    kind
        The relation.
    incoming
        Whether the other claim stands in it to this one.

    Returns
    -------
    str
        ``contradicts`` or ``contradicted by``.
    """
    return _RELATION[kind][incoming]


def selector(at: Selector | None) -> str | None:
    """
    Say where in its source a claim stands.

    Parameters
    ----------
    at
        The selector.

    Returns
    -------
    str or None
        ``page 2, paragraph 6``; None where nothing was said.
    """
    if at is None:
        return None
    parts = [f"{name} {number}" for name in ("page", "paragraph") if (number := getattr(at, name))]
    if at.start is not None:
        parts.append(f"characters {at.start:,} to {at.end:,}")
    return ", ".join(parts) or None


def credibility(claim: Claim) -> str | None:
    """
    Say the Admiralty credibility that somebody gave a claim.

    Parameters
    ----------
    claim
        The claim.

    Returns
    -------
    str or None
        ``2, probably true``; None where nobody gave one.
    """
    if claim.credibility is None:
        return None
    return f"{claim.credibility}, {_CREDIBILITY[claim.credibility]}"


def source_card(source: Source) -> SourceCard:
    """
    Say a source.

    Parameters
    ----------
    source
        The source.

    Returns
    -------
    SourceCard
        With its address as a link only where that is safe to follow.
    """
    link = source.url if source.url and is_link(source.url) else None
    archived = source.archived_url if source.archived_url and is_link(source.archived_url) else None
    return SourceCard(
        id=source.id,
        title=source.title,
        kind=source.kind,
        publisher=source.publisher,
        published=source.published.words() if source.published else None,
        language=source.language,
        link=link,
        archived_link=archived,
        address=source.url if source.url and link is None else None,
        derived_from=source.derived_from,
        note=source.note,
    )
