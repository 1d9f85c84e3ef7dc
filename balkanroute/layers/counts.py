"""The table of a summary, put together by place and period as a map shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

from balkanroute.errors import InvalidRecord, UnknownReference, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    import pyarrow as pa
    from numpy.typing import NDArray

    from balkanroute.scale import Summary

    Days = NDArray[np.int64]

Span = Literal["day", "week", "month", "year", "decade"]
SPANS: Final = get_args(Span)
FIGURES: Final = ("best", "low", "high")
#: Above so many periods, or pairs of a place and a period, periods are put together.
MOST_PERIODS: Final = 400
MOST_ROWS: Final = 100_000
#: What periods are put together to. A week is of the year that its Thursday is in (ISO 8601).
_LADDER: Final[Mapping[str, Span]] = {
    "day": "month", "week": "year", "month": "year", "year": "decade",
}  # fmt: skip
_NO_DAY: Final = 3_000_000
_THURSDAY, _MONDAY = 3, 4
#: Sums of shares of reports are told to this many digits.
_DIGITS: Final = 3
_TOLERANCE: Final = 0.01
#: How far sums of as many shares may be off, in parts of the sum.
_FLOATING: Final = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """
    Counts by place and period.

    Parameters
    ----------
    whole, parts, periods, span, folded, unit
        As for `Tallied`, but without a ``code``.
    others
        Units whose figures are left out, since figures of different units are never added.
    """

    whole: pd.DataFrame
    parts: pd.DataFrame
    periods: tuple[str, ...]
    span: Span
    folded: Span | None
    unit: str | None
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    Which rows of a summary are counted.

    Parameters
    ----------
    topic, unit
        One topic and one unit; None where nothing was chosen.
    totals
        A summary of the same events without periods.
    period
        What a period of the summary is; None where it is to be seen from the dates.
    """

    topic: str | None = None
    unit: str | None = None
    totals: Summary | None = None
    period: Span | None = None


def counts_of(summary: Summary, ids: Sequence[str], choice: Choice) -> Counts:
    """
    Put the rows of a summary together by place and period.

    Parameters
    ----------
    summary
        The summary.
    ids
        The places that it was made with, in their order.
    choice
        What of it is counted.

    Returns
    -------
    Counts
        Reports and figures add up exactly. Different sources and origins do not: where rows were
        put together, the largest count stands, and ``least`` is true.

    Raises
    ------
    InvalidRecord
        When reports could be counted more than once, or figures of different units added, or
        the totals are of other events.
    UnknownReference
        When the summary has a place that is none of these, or has not the topic or the unit.
    """
    import numpy as np

    table = _on_topic(_table_of(summary, ids), choice.topic)
    unit, others = _unit_of(table, choice.unit)
    table = _in_unit(table, unit)
    read: Span = choice.period or _span_of(table["day"].to_numpy())
    span = read
    while _too_many(table) and span in _LADDER:
        span = _LADDER[span]
        table["day"] = _starts(table["day"].to_numpy(), span, of_weeks=read == "week")
    parts, whole = _summed(table, ["place", "day"]), _summed(table, ["place"])
    if choice.totals is not None:
        known = _on_topic(_table_of(choice.totals, ids), choice.topic)
        whole = _with_totals(whole, _summed(known, ["place"]), ids)
    else:
        _check_topics(table, summary)
    days = np.unique(parts["day"].to_numpy())
    parts["period"] = days.searchsorted(parts["day"].to_numpy())
    return Counts(
        whole=whole,
        parts=parts.drop(columns="day"),
        periods=tuple(_text(int(day), span) for day in days),
        span=span,
        folded=read if read != span else None,
        unit=unit,
        others=others,
    )


def _table_of(summary: Summary, ids: Sequence[str]) -> pd.DataFrame:
    """Give the rows with positions of places and days since 1970-01-01."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    table = summary.table
    days = pc.fill_null(table.column("period").cast(pa.int32()), _NO_DAY)
    places, keys = _coded(table.column("place"))
    positions = {key: position for position, key in enumerate(ids)}
    for key in keys:
        if key not in positions:
            raise UnknownReference(
                f"map: place {key!r} of the summary is not among the places"
                f"{did_you_mean(key, ids)}; give those that it was made with, all of them areas"
            )
    found = np.array([positions[key] for key in keys], dtype=np.int64)
    columns = {"place": found[places], "day": days.to_numpy()}
    for name in ("topic", "unit"):
        codes, words = _coded(table.column(name))
        # The last one stands for none, whose code is -1.
        columns[name] = np.array([*words, None], dtype=object)[codes]
    numbers = ("reports", "certain", "sources", "origins", *FIGURES)
    columns |= {name: table.column(name).to_numpy() for name in numbers}
    return pd.DataFrame(columns).astype({"day": "int64"})


def _coded(column: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str]]:
    """Give texts as numbers of different ones, -1 where there is none."""
    import pyarrow as pa

    coded = column.combine_chunks().dictionary_encode()
    codes = coded.indices.cast(pa.int64()).fill_null(-1)
    return codes.to_numpy(zero_copy_only=False), coded.dictionary.to_pylist()


def _on_topic(table: pd.DataFrame, topic: str | None) -> pd.DataFrame:
    """Keep the rows of one topic, if one was chosen."""
    if topic is None:
        return table
    kept = table[table["topic"] == topic]
    if kept.empty:
        known = sorted(one for one in set(table["topic"]) if isinstance(one, str))
        raise UnknownReference(
            f"map: the summary has no report on the topic {topic!r}{did_you_mean(topic, known)}"
        )
    return kept.reset_index(drop=True)


def _unit_of(table: pd.DataFrame, unit: str | None) -> tuple[str | None, tuple[str, ...]]:
    """Choose the unit of the figures; where there are several and none was chosen, none is."""
    told = table.loc[table[list(FIGURES)].notna().any(axis=1), "unit"]
    known = sorted({one if isinstance(one, str) else "" for one in told})
    if unit is not None and unit not in known:
        raise UnknownReference(
            f"map: no report gives a figure in {unit!r}{did_you_mean(unit, known)}; "
            f"there are figures in {', '.join(known) or 'no unit'}"
        )
    chosen = known[0] if unit is None and len(known) == 1 else unit
    return chosen, tuple(one for one in known if one != chosen)


def _in_unit(table: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """Leave out the figures of other units; their reports count all the same."""
    own = table["unit"].fillna("") == ("\0" if unit is None else unit)
    figures = {name: table[name].where(own) for name in FIGURES}
    return table.assign(**figures)


def _span_of(days: Days) -> Span:
    """See from the first days of periods what they are."""
    import numpy as np

    known = days[days != _NO_DAY].astype("datetime64[D]")
    if (known == known.astype("datetime64[M]").astype("datetime64[D]")).all():
        return "month"
    return "week" if (np.mod(known.astype(np.int64), 7) == _MONDAY).all() else "day"


def _too_many(table: pd.DataFrame) -> bool:
    """Tell whether a page would have more periods than it can carry."""
    pairs = len(table[["place", "day"]].drop_duplicates())
    return table["day"].nunique() > MOST_PERIODS or pairs > MOST_ROWS


def _starts(days: Days, span: Span, *, of_weeks: bool) -> Days:
    """Give the first day of the longer period that a period is in."""
    import numpy as np

    known = np.where(days == _NO_DAY, 0, days)
    dates = (known + (_THURSDAY if of_weeks else 0)).astype("datetime64[D]")
    if span == "decade":
        years = dates.astype("datetime64[Y]").astype(np.int64) + 1970
        starts = (years // 10 * 10 - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    else:
        unit = "M" if span == "month" else "Y"
        starts = dates.astype(f"datetime64[{unit}]").astype("datetime64[D]")
    return np.where(days == _NO_DAY, _NO_DAY, starts.astype(np.int64))


def _summed(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Add up the rows that agree in some columns."""
    groups = table.groupby(by, sort=True)
    names = ["sources", "origins"]
    summed = groups[["reports", "certain"]].sum()
    summed = summed.join(groups[list(FIGURES)].sum(min_count=1)).join(groups[names].max())
    summed["reports"] = summed["reports"].round(_DIGITS)
    summed["least"] = groups.size() > 1
    return summed.reset_index()


def _with_totals(whole: pd.DataFrame, totals: pd.DataFrame, ids: Sequence[str]) -> pd.DataFrame:
    """Take sources and origins of all periods from where they were counted together."""
    both = whole.merge(totals, on="place", how="outer", suffixes=("", "_known"))
    apart = (both["reports"] - both["reports_known"]).abs()
    wrong = both[~(apart <= _TOLERANCE)]
    if len(wrong):
        one = wrong.iloc[0]
        raise InvalidRecord(
            f"map: place {ids[int(one['place'])]!r} has {one['reports']:g} reports in the summary "
            f"and {one['reports_known']:g} in its totals; expected the same: make both of the same "
            f"events, and choose a topic where a report may have several"
        )
    known = {name: both[f"{name}_known"] for name in ("sources", "origins", "least")}
    return both.assign(**known)[list(whole.columns)].astype({"least": bool})


def _check_topics(table: pd.DataFrame, summary: Summary) -> None:
    """Refuse to add topics up where a report may count in several."""
    if len(table["topic"].drop_duplicates()) <= 1:
        return
    # Each counted row stands at least once in the table: where the sums agree, none stands twice.
    counted = summary.tally.counts.get("counted", 0)
    if abs(float(table["reports"].sum()) - counted) > max(_TOLERANCE, _FLOATING * counted):
        raise InvalidRecord(
            "map: the summary has several topics, and a report may count in more than one of "
            "them, or of the places; choose a topic, or give totals, or summarise without topics"
        )


def _text(day: int, span: Span) -> str:
    """Write a period in EDTF; the empty text where there is none."""
    import numpy as np

    if day == _NO_DAY:
        return ""
    # The calendar ends within a week.
    start, last = np.datetime64(day, "D"), np.datetime64("9999-12-31")
    if span == "week":
        return f"{start}/{min(start + 6, last)}"
    text = str(start)
    return {"day": text, "month": text[:-3], "year": text[:-6], "decade": f"{text[:-7]}X"}[span]
