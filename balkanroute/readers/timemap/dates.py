"""Dates of TimeMap: month first, as its settings have it, unless the dates say otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from balkanroute.errors import InvalidRecord
from balkanroute.periods import Period
from balkanroute.readers.spreadsheet.values import Order, order_of, period_of

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(:[0-5]\d)?")


class Dates:
    """
    Reads the dates of a project.

    TimeMap reads a date by its setting ``DATE_FMT``, which is ``MM/DD/YYYY`` where nobody changes
    it. A project whose dates can only be day first was set otherwise, and is read so.

    Parameters
    ----------
    dates
        Those of all its events.
    """

    def __init__(self, dates: Iterable[object]) -> None:
        orders = {order_of(date) for date in dates if isinstance(date, str)}
        self.order: Order = "month first"
        if "day first" in orders and "month first" not in orders:
            self.order = "day first"

    def read(self, text: str) -> Period:
        """
        Read a date.

        Parameters
        ----------
        text
            As it stands.

        Returns
        -------
        Period
            A day, or what EDTF says.

        Raises
        ------
        InvalidRecord
            When it is no date.
        """
        return period_of(text, self.order)

    def period(self, event: Mapping[str, Any]) -> Period | None:
        """
        Give when an event was.

        Parameters
        ----------
        event
            With ``date``, ``time`` and ``time_display``; the last counts where it is a period that
            begins or ends on that day, since it then says more.

        Returns
        -------
        Period or None
            None where nothing is said.

        Raises
        ------
        InvalidRecord
            When the date is none.
        """
        said = str(event.get("date") or "").strip()
        if not said:
            return None
        day = self.read(said)
        told = self._told(event.get("time_display"), day)
        if told is not None:
            return told
        clock = _CLOCK.fullmatch(str(event.get("time") or "").strip())
        if clock is None or "T" in day.text:
            return day
        return Period(f"{day.text}T{int(clock[1]):02d}:{clock[2]}{clock[3] or ''}")

    def _told(self, said: object, day: Period) -> Period | None:
        """Read what is shown as the time, if it is a period that begins or ends on the day."""
        try:
            told = Period(said.strip()) if isinstance(said, str) else None
        except InvalidRecord:
            return None
        fits = told is not None and day.earliest in {told.earliest, told.latest}
        return told if fits else None
