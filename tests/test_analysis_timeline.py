from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import frames
from balkanroute.analysis.timeline import timeline
from balkanroute.errors import InvalidRecord
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source
from balkanroute.periods import Period

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
near = st.dates(date(2022, 1, 1), date(2024, 12, 31))
STEPS = ["day", "week", "month"]


def claims(*periods, where=("x",)):
    """Give the frame of claims that are about these periods, each about some places."""
    return frames.claims_frame(
        Atlas(
            title="when",
            sources=(Source(id="s", title="S"),),
            agents=(Agent(id="a", name="A"),),
            places=(Place(id="x", name="X"), Place(id="y", name="Y")),
            claims=tuple(
                Claim(
                    id=f"c{i}", says="So.", speaker="a", source="s",
                    about=Period(period) if period else None,
                    where=tuple(PlaceRole(place=place) for place in where),
                )
                for i, period in enumerate(periods)
            ),
        )
    )  # fmt: skip


@st.composite
def periods(draw):
    """A day, a month, a year, a span, a span with an open end, or none."""
    day, other = sorted((draw(near), draw(near)))
    return draw(
        st.sampled_from(
            [
                f"{day}",
                f"{day:%Y-%m}~",
                f"{day:%Y}?",
                f"{day}/{other}",
                f"{day}/..",
                f"/{day}",
                None,
            ]
        )
    )


def by_day(texts):
    """Spread periods over their days, a day at a time."""
    found = Counter()
    for text in texts:
        period = Period(text) if text else None
        if period is None or not (period.earliest and period.latest):
            found[None] += 1
            continue
        long = (period.latest - period.earliest).days + 1
        for step in range(long):
            found[period.earliest + timedelta(step)] += 1 / long
    return found


def test_a_known_day_counts_on_that_day():
    found = timeline(claims("2023-10-25", "2023-10-25", "2023-10-27"))
    assert found.tolist() == [2, 0, 1]
    assert found.index[0] == pd.Timestamp("2023-10-25")


def test_a_month_gives_an_equal_share_to_each_of_its_days():
    found = timeline(claims("2023-10"))
    assert len(found) == 31
    assert found.tolist() == pytest.approx([1 / 31] * 31)


def test_a_span_is_shared_by_the_months_that_it_touches():
    found = timeline(claims("2023-10-30/2023-11-03"), every="month")
    assert found.to_dict() == pytest.approx(
        {pd.Timestamp("2023-10-01"): 2 / 5, pd.Timestamp("2023-11-01"): 3 / 5}
    )


def test_a_week_starts_on_monday():
    found = timeline(claims("2023-10-29", "2023-10-30"), every="week")
    assert found.to_dict() == {pd.Timestamp("2023-10-23"): 1, pd.Timestamp("2023-10-30"): 1}


@pytest.mark.parametrize("every", STEPS)
@pytest.mark.parametrize("period", [None, "2023-10/..", "/2023-10"])
def test_what_is_not_dated_at_both_ends_is_counted_apart(period, every):
    found = timeline(claims(period, "2023-10-25"), every=every)
    assert found.iloc[-1] == 1
    assert pd.isna(found.index[-1])
    assert len(found) == 2


def test_a_claim_about_two_places_counts_once():
    assert timeline(claims("2023-10-25", where=("x", "y"))).tolist() == [1]


def test_sources_are_counted_by_when_they_were_published():
    atlas = Atlas(title="s", sources=(Source(id="s", title="S", published=Period("2023-11-03")),))
    found = timeline(frames.sources_frame(atlas), "published", every="month")
    assert found.to_dict() == {pd.Timestamp("2023-11-01"): 1}


def test_a_period_that_the_frame_lacks_is_refused_with_those_it_has():
    with pytest.raises(InvalidRecord, match="no period 'published', only about, recorded"):
        timeline(claims("2023"), "published")


def test_a_step_that_is_none_is_refused_with_those_there_are():
    with pytest.raises(InvalidRecord, match="day, week, month; found 'moth'; did you mean 'month'"):
        timeline(claims("2023"), every="moth")


@pytest.mark.parametrize("every", STEPS)
def test_the_answer_is_a_named_series_and_the_frame_is_left(every):
    own = claims("2023-10-25", None)
    before = own.copy(deep=True)
    found = timeline(own, every=every)
    assert type(found) is pd.Series
    assert found.name == "records"
    assert found.index.name == every
    assert found.index.dtype == "datetime64[s]"
    assert own.equals(before)


@pytest.mark.parametrize("every", STEPS)
def test_no_claims_give_an_empty_answer(every):
    found = timeline(claims(), every=every)
    assert found.empty
    assert found.index.dtype == "datetime64[s]"


@given(st.lists(periods(), max_size=20), st.sampled_from(STEPS))
def test_the_sum_is_the_number_of_claims(texts, every):
    assert timeline(claims(*texts), every=every).sum() == pytest.approx(len(texts))


@given(st.lists(periods(), max_size=12))
def test_each_day_gets_what_a_count_by_hand_gives_it(texts):
    found = timeline(claims(*texts))
    by_hand = by_day(texts)
    for start, value in found.items():
        day = None if pd.isna(start) else start.date()
        assert value == pytest.approx(by_hand.pop(day, 0))
    assert not by_hand


@given(st.lists(periods(), max_size=12))
def test_the_days_of_a_month_add_up_to_it(texts):
    own = claims(*texts)
    months = timeline(own, every="month").loc[lambda found: found.index.notna()]
    by_days = timeline(own).loc[lambda found: found.index.notna()]
    summed = by_days.groupby(by_days.index.to_period("M")).sum()
    assert months.tolist() == pytest.approx(summed.tolist())


@given(days, st.sampled_from(STEPS))
def test_any_day_of_the_calendar_falls_in_the_step_that_begins_on_or_before_it(day, every):
    found = timeline(claims(day.isoformat()), every=every)
    longest = {"day": 0, "week": 6, "month": 30}[every]
    start = found.index[0].to_numpy().astype("datetime64[D]").astype("int64")
    own = day.toordinal() - date(1970, 1, 1).toordinal()
    assert 0 <= own - start <= longest
    assert found.tolist() == [1]
