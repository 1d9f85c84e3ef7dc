# ruff: noqa: RUF001 - digits and dashes that look alike are the subject
from __future__ import annotations

import contextlib
import copy
import pickle
from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.errors import InvalidRecord
from balkanroute.periods import Period

#: text, earliest, latest, words
READ = [
    ("2023-10-25", (2023, 10, 25), (2023, 10, 25), "25 October 2023"),
    ("2023-11-03~", (2023, 11, 3), (2023, 11, 3), "about 3 November 2023"),
    ("2023-10", (2023, 10, 1), (2023, 10, 31), "October 2023"),
    ("2023-10/..", (2023, 10, 1), None, "October 2023 onwards"),
    ("../2023", None, (2023, 12, 31), "until 2023"),
    ("/2023", None, (2023, 12, 31), "until 2023 (start unknown)"),
    ("2023/", (2023, 1, 1), None, "2023 onwards (end unknown)"),
    ("2023", (2023, 1, 1), (2023, 12, 31), "2023"),
    ("2023?", (2023, 1, 1), (2023, 12, 31), "possibly 2023"),
    ("2023%", (2023, 1, 1), (2023, 12, 31), "possibly about 2023"),
    ("202X", (2020, 1, 1), (2029, 12, 31), "the 2020s"),
    ("20XX?", (2000, 1, 1), (2099, 12, 31), "possibly 2000-2099"),
    ("19XX/2023", (1900, 1, 1), (2023, 12, 31), "1900-1999 to 2023"),
    ("2023-11-XX", (2023, 11, 1), (2023, 11, 30), "November 2023"),
    ("2024-02-XX", (2024, 2, 1), (2024, 2, 29), "February 2024"),
    ("2023-XX", (2023, 1, 1), (2023, 12, 31), "2023"),
    ("2023-XX-XX", (2023, 1, 1), (2023, 12, 31), "2023"),
    ("2023-21", (2023, 3, 1), (2023, 5, 31), "spring 2023"),
    ("2023-22", (2023, 6, 1), (2023, 8, 31), "summer 2023"),
    ("2023-23~", (2023, 9, 1), (2023, 11, 30), "about autumn 2023"),
    ("2023-24", (2023, 12, 1), (2024, 2, 29), "winter 2023 to 2024"),
    ("2024-02-29", (2024, 2, 29), (2024, 2, 29), "29 February 2024"),
    ("2000-02-29", (2000, 2, 29), (2000, 2, 29), "29 February 2000"),
    ("2023-10/2023-11", (2023, 10, 1), (2023, 11, 30), "October 2023 to November 2023"),
    ("2023-10-25/2023-10-25", (2023, 10, 25), (2023, 10, 25), "25 October 2023 to 25 October 2023"),
    ("2023-11/2023-11-05", (2023, 11, 1), (2023, 11, 5), "November 2023 to 5 November 2023"),
    ("2023-10-25T14:30", (2023, 10, 25), (2023, 10, 25), "25 October 2023, 14:30"),
    ("2023-10-25T14:30:05Z", (2023, 10, 25), (2023, 10, 25), "25 October 2023, 14:30:05Z"),
    ("2023-10-25T14:30+02:00", (2023, 10, 25), (2023, 10, 25), "25 October 2023, 14:30+02:00"),
    ("0001", (1, 1, 1), (1, 12, 31), "1"),
    ("9999-12-31", (9999, 12, 31), (9999, 12, 31), "31 December 9999"),
    ("000X", (1, 1, 1), (9, 12, 31), "the 0s"),
]
REFUSED = [
    "", " ", "..", "/", "../..", "//", "2023//2024", "2023/2024/2025", "2023..2024", "2023/..~",
    " 2023", "2023 ", "2023\n", "2023\x00", "٢٠٢٣", "２０２３", "2023–10", "2023−10−25", "2023-1",
    "2023-10-5", "23-10-05", "0000", "-2023", "Y12023", "10000", "2023-13", "2023-00", "2023-10-00",
    "2023-10-32", "2023-02-29", "1900-02-29", "2023-04-31", "2023-20", "2023-25", "2023-21-01",
    "9999-24", "2023~?", "?2023", "202x", "2XXX", "XXXX", "1X23", "2023-1X", "2023-10-2X",
    "2023-XX-05", "202X-10", "20XX-10-05", "[2023,2024]", "{2023}", "2023-10-25 14:30",
    "2023-10-25t14:30", "2023-10-25T14", "2023-10-25T24:00", "2023-10-25T14:60", "2023-10T10:00",
    "2023T10:00", "2023-10-XXT10:00", "T10:00", "2023-10-25T14:30+99:99", "25 October 2023",
    "10/25/2023", "2023-10-25/XX", "null", "2023-W43", "<script>", "2" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize(("text", "earliest", "latest", "words"), READ)
def test_a_date_has_the_bounds_and_the_words_of_what_was_written(text, earliest, latest, words):
    period = Period(text)
    assert period.earliest == (earliest and date(*earliest))
    assert period.latest == (latest and date(*latest))
    assert period.words() == words


@pytest.mark.parametrize("text", [row[0] for row in READ])
def test_a_period_prints_exactly_what_was_read(text):
    assert str(Period(text)) == Period(text).text == text


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_date_is_refused_with_the_text_in_the_message(text):
    with pytest.raises(InvalidRecord) as raised:
        Period(text)
    assert repr(text) in str(raised.value)


@pytest.mark.parametrize("thing", [2023, None, True, ["2023"], {"a": 1}, b"2023", date(2023, 1, 1)])
def test_what_is_no_text_is_refused_by_its_kind(thing):
    with pytest.raises(InvalidRecord, match=f"a period is text, found {type(thing).__name__}"):
        Period(thing)


def test_an_interval_that_runs_backwards_is_refused_with_the_way_out():
    with pytest.raises(InvalidRecord, match=r"ends before it starts; swap the two dates"):
        Period("2023-10/2023-09")


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2023", False, False),
        ("2023?", True, False),
        ("2023~", False, True),
        ("2023%", True, True),
        ("2023?/2024~", True, True),
        ("2023/2024~", False, True),
        ("../2024?", True, False),
    ],
)
def test_doubt_anywhere_in_a_period_is_flagged(text, uncertain, approximate):
    assert (Period(text).uncertain, Period(text).approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2023-10", "2023-10-31", True),
        ("2023-10", "2023-11", False),
        ("2023-10/..", "2024", True),
        ("2023-10/..", "2023-09", False),
        ("../2023", "0001", True),
        ("/2023", "2024/", False),
        ("2023-24", "2024-02-29", True),
    ],
)
def test_periods_overlap_where_some_day_may_belong_to_both(one, other, expected):
    assert Period(one).overlaps(Period(other)) is expected
    assert Period(other).overlaps(Period(one)) is expected


def test_a_period_equals_only_the_same_text():
    assert Period("2023") == Period("2023")
    assert Period("2023") != Period("2023~")
    assert Period("2023") != "2023"
    assert len({Period("2023"), Period("2023"), Period("2023?")}) == 2


def test_a_period_shows_how_to_make_it_again():
    assert repr(Period("2023-11-03~")) == "Period('2023-11-03~')"


@pytest.mark.parametrize("name", ["text", "earliest", "latest", "uncertain", "_words", "new"])
def test_a_period_does_not_change(name):
    period = Period("2023")
    with pytest.raises(AttributeError, match="does not change"):
        setattr(period, name, "2024")
    with pytest.raises(AttributeError, match="does not change"):
        delattr(period, name)
    assert period == Period("2023")


@pytest.mark.parametrize(
    "carried",
    [copy.copy, copy.deepcopy, lambda period: pickle.loads(pickle.dumps(period))],  # noqa: S301 - our own bytes
    ids=["copy", "deepcopy", "pickle"],
)
@pytest.mark.parametrize("text", ["2023-10-25", "2023-10/..", "20XX?"])
def test_a_carried_period_is_the_same_in_all(carried, text):
    period, same = Period(text), carried(Period(text))
    assert same == period
    assert hash(same) == hash(period)
    assert (same.earliest, same.latest, same.words()) == (
        period.earliest,
        period.latest,
        period.words(),
    )


years = st.integers(1, 9999).map("{:04d}".format)
months = st.integers(1, 12).map("{:02d}".format)
days = st.dates().map(date.isoformat)
seasons = st.integers(21, 24).map(str)
times = st.times().map(lambda time: time.isoformat("seconds"))
bare = st.one_of(
    years,
    st.builds("{}-{}".format, years, months),
    days,
    st.builds("{}-{}-XX".format, years, months),
    st.builds("{}-XX".format, years),
    st.builds("{}-{}".format, st.integers(1, 9998).map("{:04d}".format), seasons),
    st.integers(0, 999).map("{:03d}X".format),
    st.integers(0, 99).map("{:02d}XX".format),
    st.builds("{}T{}{}".format, days, times, st.sampled_from(["", "Z", "+02:00", "-11"])),
)
moments = st.builds("{}{}".format, bare, st.sampled_from(["", "?", "~", "%"]))


@st.composite
def edtf(draw):
    """Dates and intervals of EDTF level 1 that do not run backwards."""
    one, other = draw(moments), draw(moments)
    form = draw(st.sampled_from(["{0}", "{0}/..", "../{0}", "{0}/", "/{0}", "{0}/{1}"]))
    if Period(one).earliest > Period(other).latest:
        one, other = other, one
    return form.format(one, other)


@given(edtf())
def test_every_edtf_text_is_printed_as_it_was_read_and_bounds_do_not_cross(text):
    period = Period(text)
    assert str(period) == text
    assert period.words().strip()
    if period.earliest and period.latest:
        assert period.earliest <= period.latest


@given(st.dates())
def test_a_day_lies_in_its_month_and_its_year(day):
    month, year = Period(day.isoformat()[:7]), Period(day.isoformat()[:4])
    assert month.earliest == day.replace(day=1)
    assert month.latest == day.replace(day=monthrange(day.year, day.month)[1])
    assert year.overlaps(month)
    assert month.overlaps(Period(day.isoformat()))


@given(st.text(alphabet="0123456789-/.X?~%TZ:+ ", max_size=24) | st.text(max_size=12))
def test_any_text_is_read_exactly_or_refused_on_purpose(text):
    with contextlib.suppress(InvalidRecord):
        assert str(Period(text)) == text
