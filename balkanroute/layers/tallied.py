"""Counts by place and period in classes: much and little told apart, and few, and none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypedDict, get_args

from balkanroute.errors import InvalidRecord, did_you_mean
from balkanroute.layers.counts import Counts, Span
from balkanroute.layers.shades import Rule, breaks_of, check_rule, colours_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from balkanroute.model import Atlas
    from balkanroute.scale import Summary

By = Literal["reports", "sources", "origins", "best"]
BYS: Final = get_args(By)
#: What stands in ``code`` for a place that has no class: too few to tell, or nothing to divide by.
FEW, UNRATED = 0, -1
#: A rate by area is told for this many square kilometres.
AREA_KM2: Final = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Per:
    """
    What figures are divided by.

    Parameters
    ----------
    amounts
        The name of a column of the places' frame, or a number by the id of the place; a place
        without one has no rate.
    unit
        What they count, in words that stand after "per": ``inhabitants``.
    each
        The rate is told for this many of them.

    Raises
    ------
    InvalidRecord
        When there are no words for the unit, or `each` is no number above 0.
    """

    amounts: str | Mapping[str, float]
    unit: str
    each: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a rate that nobody could name."""
        if not self.unit.strip() or self.unit in {"place", "km2"}:
            raise InvalidRecord(
                f"map: per needs its unit in words, such as 'inhabitants', found {self.unit!r}"
            )
        if not 0 < self.each < float("inf"):
            raise InvalidRecord(f"map: per.each is a number above 0, found {self.each}")


class Telling(TypedDict, total=False):
    """
    How a summary is laid out; every key is a keyword of `overview`.

    Parameters
    ----------
    places
        The places that the events were joined to: the very atlas or frame that the summary was
        made with. A frame may have a column ``name``.
    by
        What colours: ``reports`` (the default), ``sources``, ``origins``, or ``best``, the sum of
        the reports' figures.
    per
        ``place`` (the default): the count itself; ``km2``: per 1,000 square kilometres; or a
        `Per`: any other denominator.
    topic
        Count the reports on this topic only.
    unit
        The unit of the figures; needed where they have several, which are never added.
    totals
        A summary of the same events without dates and topics
        (``Columns(date=None, topic=None, unit=None, ...)``): sources and origins of all periods
        together cannot be had from those of the periods, and are told as "at least" without it.
    rule, classes
        How figures are put into how many classes, as for `layers.shades.breaks_of`.
    few
        Below so many reports or origins no class and no rate is given.
    on_border, period
        What the summary was made with, where it does not say so itself; told on the page.
    """

    places: Atlas | gpd.GeoDataFrame
    by: By
    per: Literal["km2", "place"] | Per
    topic: str | None
    unit: str | None
    totals: Summary | None
    rule: Rule
    classes: int
    few: int
    on_border: str | None
    period: Span | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tallied:
    """
    Counts by place and period, with what they are coloured by.

    Parameters
    ----------
    by
        What colours.
    per, each
        What it is divided by: ``place`` (nothing), ``km2``, or words of the author's; and how many
        of these a rate is told for.
    denominators
        By the order of the atlas' places, NaN where there is none; 1 for ``place``.
    unit, topic
        The unit of the figures, and the topic that alone is counted; None where there is none.
    others
        Units whose figures are left out.
    few
        Below so many reports or origins no class is given.
    rule
        How the breaks were found.
    span, folded
        What a period is, and what it was before periods were put together; None where none were.
    periods
        In EDTF, ascending; the empty text, at the end, stands for reports without a date.
    whole
        A row for each place that has a report, of all periods together: ``place`` (its position
        in the atlas), ``reports``, ``certain``, ``sources``, ``origins`` (-1 where none is named),
        ``best``, ``low``, ``high`` (NaN where none is given), ``least`` (whether sources and
        origins may be more) and ``code``: the class from 1, `FEW` or `UNRATED`.
    parts
        The same by place and ``period``, a position in `periods`.
    breaks, colours
        Of ``whole`` and of ``parts``: where one class ends and the next begins, and the colour of
        each.
    rows
        What became of the events' rows, by reason.
    on_border
        The rule for events on a border; None where nobody said.
    """

    by: By
    per: str
    each: float
    denominators: NDArray[np.float64] = field(repr=False)
    unit: str | None
    topic: str | None
    others: tuple[str, ...]
    few: int
    rule: Rule
    span: Span
    folded: str | None
    periods: tuple[str, ...] = field(repr=False)
    whole: pd.DataFrame = field(repr=False)
    parts: pd.DataFrame = field(repr=False)
    breaks: Mapping[str, tuple[float, ...]]
    colours: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]
    on_border: str | None

    def values(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """
        Give what colours.

        Parameters
        ----------
        frame
            `whole` or `parts`.

        Returns
        -------
        numpy.ndarray
            A count, or a rate for `each` of what it is divided by; NaN where there is none.
        """
        return values_of(frame, self.by, self.denominators / self.each)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shading:
    """
    What colours, by the keys of `Telling`.

    Parameters
    ----------
    by, per, rule, classes, few, on_border
        As for `Telling`.

    Raises
    ------
    InvalidRecord
        When a value is none of those that there are.
    """

    by: By = "reports"
    per: Literal["km2", "place"] | Per = "place"
    rule: Rule = "quantiles"
    classes: int = 5
    few: int = 5
    on_border: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot colour."""
        if self.by not in BYS:
            raise InvalidRecord(
                f"map: by is one of {', '.join(BYS)}, found {self.by!r}{did_you_mean(self.by, BYS)}"
            )
        if not (isinstance(self.per, Per) or self.per in {"km2", "place"}):
            raise InvalidRecord(
                f"map: per is 'place', 'km2' or a layers.Per with a unit in words, "
                f"found {self.per!r}"
            )
        if self.few < 1:
            raise InvalidRecord(f"map: few is 1 or more, found {self.few}")
        check_rule(self.rule, self.classes)


def tallied_of(
    counts: Counts,
    shading: Shading,
    denominators: NDArray[np.float64],
    topic: str | None,
    rows: Mapping[str, int],
) -> Tallied:
    """
    Put counts into classes.

    Parameters
    ----------
    counts
        By place and period.
    shading
        What colours.
    denominators
        By the order of the places, NaN where there is none.
    topic
        The topic that alone was counted.
    rows
        What became of the events' rows.

    Returns
    -------
    Tallied
        Counts of all periods together have breaks of their own; those of single periods share
        theirs, so that one period can be held against another.

    Raises
    ------
    InvalidRecord
        When figures are to colour and there are none, or they have several units.
    """
    if shading.by == "best" and counts.unit is None:
        found = f"figures in {', '.join(counts.others)}" if counts.others else "no figures"
        raise InvalidRecord(f"map: by is 'best', and the summary has {found}; choose one unit")
    per = shading.per
    frames, breaks = {}, {}
    for name in ("whole", "parts"):
        frame = getattr(counts, name)
        values = values_of(frame, shading.by, denominators / each_of(per))
        few = few_of(frame, shading.few)
        dated = frame["period"].map(lambda n: counts.periods[n] != "") if name == "parts" else True
        breaks[name] = breaks_of(values[~few & dated], shading.classes, shading.rule)
        frames[name] = frame.assign(code=_codes(values, few, breaks[name]))
    return Tallied(
        by=shading.by,
        per=per.unit if isinstance(per, Per) else per,
        each=each_of(per),
        denominators=denominators,
        unit=counts.unit,
        topic=topic,
        others=counts.others,
        few=shading.few,
        rule=shading.rule,
        span=counts.span,
        folded=counts.folded,
        periods=counts.periods,
        **frames,
        breaks=breaks,
        colours={name: colours_of(len(found) + 1) for name, found in breaks.items()},
        rows=rows,
        on_border=shading.on_border,
    )


def each_of(per: Literal["km2", "place"] | Per) -> float:
    """Give how many of what figures are divided by a rate is told for."""
    if isinstance(per, Per):
        return per.each
    return AREA_KM2 if per == "km2" else 1.0


def values_of(frame: pd.DataFrame, by: By, divided: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Give what colours.

    Parameters
    ----------
    frame
        ``whole`` or ``parts`` of counts.
    by
        Which figure.
    divided
        What it is divided by, by the order of the places; NaN where there is nothing.

    Returns
    -------
    numpy.ndarray
        Counts or rates, NaN where there is none.
    """
    import numpy as np

    figures = frame[by].to_numpy(dtype=np.float64)
    if by in {"sources", "origins"}:
        figures = np.where(figures > 0, figures, np.nan)
    values: NDArray[np.float64] = figures / divided[frame["place"].to_numpy()]
    return values


def few_of(frame: pd.DataFrame, few: int) -> NDArray[np.bool_]:
    """
    Tell which counts are too small to colour.

    Parameters
    ----------
    frame
        ``whole`` or ``parts`` of counts.
    few
        Below so many reports, or origins where any is named.

    Returns
    -------
    numpy.ndarray
        True where they are few.
    """
    import numpy as np

    origins = frame["origins"].to_numpy()
    small: NDArray[np.bool_] = np.asarray(frame["reports"] < few)
    return small | ((origins > 0) & (origins < few))


def _codes(
    values: NDArray[np.float64], few: NDArray[np.bool_], breaks: Sequence[float]
) -> NDArray[np.int64]:
    """Give the class of each value."""
    import numpy as np

    codes = np.searchsorted(np.asarray(breaks, dtype=np.float64), values, side="right") + 1
    return np.where(few, FEW, np.where(np.isnan(values), UNRATED, codes))
