"""``when`` to periods: each timespan one, as far as EDTF can say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.periods import Period
from balkanroute.readers.json_records import listed

#: What stands where nobody knows, or where a time has not ended.
_NOTHING: Final = frozenset({"", "-1", "null", "none"})
_LASTING: Final = frozenset({"present", "now", ".."})
_YEAR: Final = re.compile(r"(\d{1,4})((?:-\d\d){0,2})([?~%]?)", re.ASCII)


def periods_in(when: object) -> tuple[list[Period], bool]:
    """
    Read the timespans of a ``when``.

    Parameters
    ----------
    when
        As the file has it; ``timespans`` may be one or many, mappings or pairs.

    Returns
    -------
    periods : list of Period
        One a timespan. A start or an end that is itself between two dates counts by its outer
        bound; a timespan without an end lasts as long as its start, as the format has it.
    whole : bool
        False where a timespan says something that EDTF of the years 1 to 9999 cannot.
    """
    if not isinstance(when, Mapping):
        return [], when in (None, "", [])
    spans = [*listed(when.get("timespans")), *listed(when.get("timespan"))]
    read = [_period(span) for span in spans]
    return [made for made, _ in read if made is not None], all(whole for _, whole in read)


def _period(span: object) -> tuple[Period | None, bool]:
    """Read a timespan; say whether it was understood."""
    if isinstance(span, list):
        span = dict(zip(("start", "end"), span, strict=False))
    if not isinstance(span, Mapping):
        return None, span in (None, "")
    start, end = span.get("start"), span.get("end")
    first, last = _bound(start, "earliest", "latest"), _bound(end, "latest", "earliest")
    if first is None and last is None:
        return None, True
    text = _spelled(first, last, start, unended="end" not in span)
    try:
        return (None, False) if text is None else (Period(text), True)
    except InvalidRecord:
        return None, False


def _spelled(first: str | None, last: str | None, start: object, *, unended: bool) -> str | None:
    """Spell a period in EDTF."""
    begin = "" if first is None else _date(first)
    if unended:
        closing = start.get("latest") if isinstance(start, Mapping) else None
        close = _date(str(closing)) if closing and _bound(closing) else begin
        return begin if close in (begin, None) else f"{begin}/{close}"
    finish = "" if last is None else _date(last)
    if begin is None or finish is None:
        return None
    return begin if begin == finish else f"{begin}/{finish}"


def _bound(value: Any, *names: str) -> str | None:  # noqa: ANN401 - whatever the file has
    """Give the date of a start or an end as text, None where nobody knows."""
    if isinstance(value, Mapping):
        known = (_bound(value.get(name)) for name in ("in", *names))
        return next((text for text in known if text is not None), None)
    text = str(value).strip() if isinstance(value, str | int) else ""
    return None if text.lower() in _NOTHING else text


def _date(text: str) -> str | None:
    """Spell a date with a year of four digits; None where EDTF has none such."""
    if text.lower() in _LASTING:
        return ".."
    match = _YEAR.fullmatch(text)
    if match is None or int(match[1]) == 0:
        return None
    return f"{int(match[1]):04d}{match[2]}{match[3]}"
