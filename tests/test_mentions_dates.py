# ruff: noqa: RUF001 - dashes that look alike are the subject
from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.mentions.dates import find_dates
from balkanroute.periods import MONTHS, Period

#: A Friday.
PUBLISHED = date(2023, 11, 3)

#: Read without knowing when the text was written: text, the date's words, period
STATED = [
    ("dated October 25, 2023, it", "October 25, 2023", "2023-10-25"),
    ("on 25 October 2023", "25 October 2023", "2023-10-25"),
    ("the 25th of October 2023", "25th of October 2023", "2023-10-25"),
    ("am 25.10.2023", "25.10.2023", "2023-10-25"),
    ("10/25/2023", "10/25/2023", "2023-10-25"),
    ("3/11/2023", "3/11/2023", "2023-11-03?"),
    ("on 2023-10-25.", "2023-10-25", "2023-10-25"),
    ("at 2023-10-25T12:00Z", "2023-10-25T12:00Z", "2023-10-25"),
    ("in October 2023", "October 2023", "2023-10"),
    ("in early October 2023", "early October 2023", "2023-10~"),
    ("in 2022", "2022", "2022"),
    ("in mid-2022", "mid-2022", "2022~"),
    ("since 2015", "since 2015", "2015/.."),
    ("until 2027", "until 2027", "../2027"),
    ("in 2015-16", "2015-16", "2015/2016"),
    ("in 2023-10", "2023-10", "2023-10"),
    ("from 2015 to 2019", "from 2015 to 2019", "2015/2019"),
    ("the wars of the 1990s", "1990s", "199X"),
    ("the early 1990s", "the early 1990s", "199X~"),
    ("in winter 2022-23", "winter 2022-23", "2022-24"),
    ("the winter of 2022", "winter of 2022", "2022-24?"),
    ("the summer of 2022", "summer of 2022", "2022-22"),
    ("between May and September 2023", "between May and September 2023", "2023-05/2023-09"),
    ("from October 2022 to March", "from October 2022 to March", "2022-10/2023-03"),
    ("from November to March 2023", "from November to March 2023", "2022-11/2023-03"),
    ("January–September 2023", "January–September 2023", "2023-01/2023-09"),
    ("October 25-27, 2023", "October 25-27, 2023", "2023-10-25/2023-10-27"),
    ("25–27 October 2023", "25–27 October 2023", "2023-10-25/2023-10-27"),
    ("Thursday, October 26, 2023", "Thursday, October 26, 2023", "2023-10-26"),
    ("on May 5, 2023", "May 5, 2023", "2023-05-05"),
]

#: Reckoned from a Friday, 3 November 2023: text, the date's words, period
RECKONED = [
    ("on Thursday afternoon", "Thursday afternoon", "2023-11-02?"),
    ("on Friday morning", "Friday morning", "2023-11-03?"),
    ("last Friday", "last Friday", "2023-10-27?"),
    ("next Thursday", "next Thursday", "2023-11-09?"),
    ("until Wednesday", "until Wednesday", "../2023-11-08?"),
    ("from Monday to Thursday", "from Monday to Thursday", "2023-10-30?/2023-11-02?"),
    ("Earlier this week", "Earlier this week", "2023-10-30?/2023-11-03?"),
    ("later this week", "later this week", "2023-11-03?/2023-11-05?"),
    ("last week", "last week", "2023-10-23?/2023-10-29?"),
    ("this weekend", "this weekend", "2023-11-04?/2023-11-05?"),
    ("since last week", "since last week", "2023-10-23?/.."),
    ("in recent weeks", "recent weeks", "2023-10-06~/2023-11-03~"),
    ("in recent years", "recent years", "2018~/2023~"),
    ("this summer", "this summer", "2023-22?"),
    ("last winter", "last winter", "2022-24?"),
    ("next spring", "next spring", "2024-21?"),
    ("next year’s vote", "next year", "2024?"),
    ("last month", "last month", "2023-10?"),
    ("yesterday", "yesterday", "2023-11-02?"),
    ("Today, they", "Today", "2023-11-03?"),
    ("two weeks ago", "two weeks ago", "2023-10-20~"),
    ("a decade ago", "a decade ago", "2013~"),
    ("in the last 24 hours", "last 24 hours", "2023-11-02~/2023-11-03~"),
    ("over the past three months", "past three months", "2023-08~/2023-11~"),
    ("on Oct. 27", "Oct. 27", "2023-10-27?"),
    ("in October", "October", "2023-10?"),
    ("in May", "May", "2023-05?"),
    ("in mid-October", "mid-October", "2023-10%"),
    ("on December 17", "December 17", "2023-12-17?"),
    ("on January 20", "January 20", "2024-01-20?"),
    ("on March 20", "March 20", "2023-03-20?"),
    ("last November", "last November", "2022-11?"),
    ("in January last year", "January last year", "2022-01?"),
]

NO_DATES = [
    "They may march on, Theresa May said; March is his name.",
    "The Good Friday Agreement holds.",
    "They meet every Friday, as the Sunday Times says.",
    "The October Revolution and Black September.",
    "As winter nears, in spring and fall.",
    "They held 2015 migrants and 2,023 others.",
    "On 31 February 2023.",
    "Call +381 2023 or pay €2023.",
    "This time, the last days of it, at this point.",
    "USA Today said so.",
]

TRICKY = [
    "October 25, 2023", "25.10.2023", "2015-16", "between ", " and ", "from ", "to", "since ",
    "Thursday", "last week", "a week ago", "0000-00-00", "99/99/9999", "May", "mid-", "this summer",
    "\r\n", "\n\n", "🚶🏽‍♀️", "e\u0301", "\u00a0", "İ", "٢٠٢٣", "–", "1990s", "31 February 2023",
    "999 years ago", "until ", "last 999 decades",
]  # fmt: skip

#: About ten times what the slowest takes; with the square of the length, each takes far longer.
SECONDS = 10
HOSTILE = {
    "commas": "1," * 500_000,
    "digits": "7" * 10_000_000,
    "spaces": " " * 10_000_000,
    "months": "May " * 250_000,
    "years": "2015-" * 200_000,
    "intervals without an end": "from 2015 to " * 60_000,
    "weekdays": "Monday, " * 100_000,
    "back": "a week ago " * 60_000,
    "shifts": "last three " * 90_000,
}


@pytest.mark.parametrize(("text", "surface", "period"), STATED, ids=[row[0] for row in STATED])
def test_a_date_that_is_stated_needs_no_anchor(text, surface, period):
    assert [(d.surface, d.period.text) for d in find_dates(text)] == [(surface, period)]


@pytest.mark.parametrize(("text", "surface", "period"), RECKONED, ids=[row[0] for row in RECKONED])
def test_other_dates_are_reckoned_from_the_anchor(text, surface, period):
    found = [(d.surface, d.period.text) for d in find_dates(text, anchor=PUBLISHED)]
    assert found == [(surface, period)]


@pytest.mark.parametrize("text", [row[0] for row in RECKONED])
def test_what_needs_an_anchor_is_left_out_without_one(text):
    assert find_dates(text) == ()


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_not_taken_for_one(text):
    assert find_dates(text, anchor=PUBLISHED) == ()


@pytest.mark.parametrize(
    "anchor", [PUBLISHED, datetime(2023, 11, 3, 9, tzinfo=UTC), Period("2023-11-03")]
)
def test_an_anchor_may_be_a_day_a_moment_or_a_period(anchor):
    (dating,) = find_dates("on Thursday", anchor=anchor)
    assert dating.period == Period("2023-11-02?")


def test_an_anchor_in_doubt_puts_what_is_reckoned_from_it_in_doubt():
    (dating,) = find_dates("on Thursday", anchor=Period("2023-11-03~"))
    assert dating.period == Period("2023-11-02%")


def test_a_month_as_anchor_gives_the_year_but_no_weekday():
    found = find_dates("on Thursday and last year", anchor=Period("2023-11"))
    assert [d.period.text for d in found] == ["2022?"]


def test_a_year_as_anchor_gives_no_month():
    assert find_dates("in October", anchor=Period("2023")) == ()


@given(st.dates(date(1900, 1, 8), date(2090, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_the_last_one_on_or_before_the_anchor(anchor, weekday):
    name = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")[weekday] + "day"
    (dating,) = find_dates(f"on {name}", anchor=anchor)
    found = dating.period.earliest
    assert found.weekday() == weekday
    assert timedelta(0) <= anchor - found < timedelta(7)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_full_date_is_the_same_in_every_manner_of_writing_it(day):
    month = MONTHS[day.month - 1]
    manners = (
        f"{day}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    )
    periods = {find_dates(f"on {manner}.")[0].period for manner in manners}
    assert periods == {Period(f"{day}")}


@given(
    st.lists(st.one_of(st.sampled_from(TRICKY), st.text(max_size=8)), max_size=12),
    st.one_of(st.none(), st.dates()),
)
def test_spans_are_exact_ordered_and_apart_whatever_the_text_holds(parts, anchor):
    text = " ".join(parts)
    found = find_dates(text, anchor=anchor)
    assert all(text[d.start : d.end] == d.surface != "" for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name):
    start = time.process_time()
    find_dates(HOSTILE[name], anchor=PUBLISHED)
    assert time.process_time() - start < SECONDS


def article() -> str:
    beside = Path(__file__).parents[2] / "shared" / "reporting"
    folder = Path(os.environ.get("BALKANROUTE_ARTICLE", beside))
    found = sorted(folder.glob("000_*.txt")) if folder.is_dir() else []
    if not found:
        pytest.skip("the article is not here; name its folder in BALKANROUTE_ARTICLE")
    return found[0].read_text(encoding="utf-8")


def test_the_article_has_its_seven_dates_and_no_other():
    assert [d.period.text for d in find_dates(article(), anchor=PUBLISHED)] == [
        "2023-11-02?",
        "2023-10-25",
        "2023-10-30?/2023-11-03?",
        "2023-10-06~/2023-11-03~",
        "2023-11-03?",
        "2024?",
        "2023-22?",
    ]
