"""The member ``when`` of GeoJSON-T as a period."""

from __future__ import annotations

from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.periods import Period
from balkanroute.readers.features import period_of

#: Members of a timespan that a period says.
_SAID: Final = frozenset({"start", "end", "stop"})


def about_of(when: object) -> Period | None:
    """
    Give a ``when`` as a period.

    Parameters
    ----------
    when
        An object with one of ``timespans``, or itself a timespan with ``start`` and ``end`` (or
        ``stop``), or with ``datetime``. An end is a date, or an object with ``in`` or with
        ``earliest`` and ``latest``; older files write a timespan as a list of start, latest
        start, earliest end, end and label.

    Returns
    -------
    Period or None
        The days that it allows. None where it says none, or more than one period can: several
        timespans, years before 1, named periods. It is then kept as it is.
    """
    if not isinstance(when, dict):
        return None
    spans = when.get("timespans", [when])
    if not isinstance(spans, list) or len(spans) != 1:
        return None
    span = spans[0]
    if isinstance(span, list):
        span = dict(zip(("start", "latest", "earliest", "end"), span, strict=False))
    if not isinstance(span, dict):
        return None
    if "datetime" in span:
        return period_of(span["datetime"])
    first = _bound(span.get("start"), ("in", "earliest", "latest"))
    last = _bound(span.get("end", span.get("stop")), ("in", "latest", "earliest"))
    return _joined(first, last)


def _bound(end: Any, members: tuple[str, ...]) -> str | None:  # noqa: ANN401 - parsed JSON
    """Give an end of a timespan as text."""
    if isinstance(end, dict):
        end = next((end[name] for name in members if end.get(name) not in (None, "")), None)
    found = period_of(end)
    return None if found is None or "/" in found.text else found.text


def _joined(first: str | None, last: str | None) -> Period | None:
    """Join two ends."""
    if first is None and last is None:
        return None
    if first == last:
        return Period(str(first))
    try:
        return Period(f"{first or ''}/{last or '..'}")
    except InvalidRecord:
        return None
