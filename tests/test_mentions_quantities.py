# ruff: noqa: RUF001 - dashes and spaces that look alike are the subject
from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute.mentions.quantities import find_figures

#: text, the figure's words, low, best, high, unit, per
READ = [
    ("Between 300 and 450 attempts to get across were recorded every night.",
     "Between 300 and 450 attempts", 300, None, 450, "attempt", "night"),
    ("They asked up to 2,500 euros for each adult.",
     "up to 2,500 euros for each adult", None, None, 2500, "EUR", "adult"),
    ("The fee went up, reaching 900 euros for each man.",
     "900 euros for each man", None, 900, None, "EUR", "man"),
    ("Hungary let 700 foreign people-smugglers go.",
     "700 foreign people-smugglers", None, 700, None, "people-smuggler", None),
    ("Three Syrian gangs share the trade.",
     "Three Syrian gangs", None, 3, None, "gang", None),
    ("It hosts some 380,000 people.", "some 380,000 people", None, 380_000, None, "person", None),
    ("At least 12 migrants drowned.", "At least 12 migrants", 12, None, None, "migrant", None),
    ("It counted 1.5 million refugees.",
     "1.5 million refugees", None, 1_500_000, None, "refugee", None),
    ("Foreigners are 13 percent of prisoners.", "13 percent", None, 13, None, "percent", None),
    ("Smugglers take €3,000–5,000 a head.",
     "€3,000–5,000 a head", 3000, None, 5000, "EUR", "person"),
    ("A grant of $2m is due.", "$2m", None, 2_000_000, None, "USD", None),
    ("A dozen men were held.", "A dozen men", None, 12, None, "man", None),
    ("There were hundreds of migrants.", "hundreds of migrants", 100, None, None, "migrant", None),
    ("Tens of thousands of people came.",
     "Tens of thousands of people", 10_000, None, None, "person", None),
    ("Several hundred soldiers patrol.",
     "Several hundred soldiers", 100, None, None, "soldier", None),
    ("It lies 500 km away.", "500 km", None, 500, None, "km", None),
    ("A five-kilometre zone is closed.", "five-kilometre", None, 5, None, "km", None),
    ("A 5m fence stands there.", "5m", None, 5, None, "m", None),
    ("It hosts 2m Syrian refugees.",
     "2m Syrian refugees", None, 2_000_000, None, "refugee", None),
    ("It hosts 2m people.", "2m people", None, 2_000_000, None, "person", None),
    ("More than 600 officers came.", "More than 600 officers", 600, None, None, "officer", None),
    ("It had fewer than 50 cases.", "fewer than 50 cases", None, None, 50, "case", None),
    ("It took nearly 4,000 fingerprints.",
     "nearly 4,000 fingerprints", None, 4000, None, "fingerprint", None),
    ("One in four arrivals is a child.", "One in four", None, 0.25, None, "share", None),
    ("Half of the detainees left.", "Half", None, 0.5, None, "share", None),
    ("They used two or three cars.", "two or three cars", 2, None, 3, "car", None),
    ("They stopped 10-15 vans.", "10-15 vans", 10, None, 15, "van", None),
    ("They saw 20 or more people.", "20 or more people", 20, None, None, "person", None),
    ("Some 600+ tents burned.", "Some 600+ tents", None, 600, None, "tent", None),
    ("The camp has 380 000 refugees.", "380 000 refugees", None, 380_000, None, "refugee", None),
    ("They held 20 Afghan and Syrian smugglers.",
     "20 Afghan and Syrian smugglers", None, 20, None, "smuggler", None),
    ("There were thousands of Iraqis.", "thousands of Iraqis", 1000, None, None, "Iraqi", None),
    ("It holds 1.400 migrants.", "1.400 migrants", None, 1400, None, "migrant", None),
    ("They paid half a million euros.",
     "half a million euros", None, 500_000, None, "EUR", None),
    ("They paid from 3,000 to 5,000 euros per head.",
     "from 3,000 to 5,000 euros per head", 3000, None, 5000, "EUR", "person"),
    ("They paid 2-3 million euros.",
     "2-3 million euros", 2_000_000, None, 3_000_000, "EUR", None),
    ("A fine of RSD 5,000 is due.", "RSD 5,000", None, 5000, None, "RSD", None),
    ("It cost 2.3bn forints.", "2.3bn forints", None, 2_300_000_000, None, "HUF", None),
    ("About 100 people a day pass.", "About 100 people a day", None, 100, None, "person", "day"),
    ("Every week some 40 trucks pass.", "some 40 trucks", None, 40, None, "truck", "week"),
    ("No more than 5 kilos of heroin.", "No more than 5 kilos", None, None, 5, "kg", None),
    ("Twenty-five buses came.", "Twenty-five buses", None, 25, None, "bus", None),
    ("Three hundred and forty two bodies lay there.",
     "Three hundred and forty two bodies", None, 342, None, "body", None),
    ("The number of arrivals fell to 14,900 in spring.",
     "14,900", None, 14_900, None, "arrival", None),
    ("Detections of migrants on the route rose sharply to 14,900.",
     "14,900", None, 14_900, None, "detection", None),
    ("Between 10 percent and 20 percent of arrivals stay.",
     "Between 10 percent and 20 percent", 10, None, 20, "percent", None),
    ("It rose by 3 percentage points.",
     "3 percentage points", None, 3, None, "percentage point", None),
]  # fmt: skip

NO_FIGURES = [
    "One is called 41-077 and the other 515, they say.",
    "The E75, the M5 and the A1 meet there.",
    "Call +381 64 123 456 or 011 123 4567 or 555-1234-22.",
    "It breaks Article 5 and Resolution 1244.",
    "A 20-year-old man, aged 20, who is 20 years old.",
    "The 25th attempt and the twenty-first.",
    "At 3 a.m. and 15:30 and 7 o'clock, 24/7.",
    "In 2015, on October 25, 2023, on 25.10.2023 and in the 1990s.",
    "The two countries met.",
    "At one point one of the guards fell asleep.",
    "Two weeks ago, in the last 24 hours, in the first three months.",
    "F-16 jets, COVID-19 and Group 484.",
    "The Group of Seven met.",
    "A matter of days.",
    "One day they will go.",
    "They freed 1,400.",
    "Only $2q and €5x.",
    "1,00,000 migrants",
]

TRICKY = [
    "1,400 men", "€3–5", "between 1 and ", "hundreds of ", "one in three", "down 23 percent", "٣",
    "\r\n", "\n\n", "🚶🏽‍♀️", "e\u0301", "\u00a0", "İ", "ß", "2m", "half a million",
    "several hundred", " or more", "40-059", "1.5 million", "per day", "October 25, 2023", "2015",
    "a third of men", " ", "-", "up to ", "1 000 000", "²", "½",
]  # fmt: skip

#: About ten times what the slowest takes; with the square of the length, each takes far longer.
SECONDS = 10
HOSTILE = {
    "commas": "1," * 500_000,
    "digits": "7" * 10_000_000,
    "spaces": " " * 10_000_000,
    "groups of three": "100 " * 100_000,
    "dashes": "1-" * 250_000,
    "ranges without an end": "between 1 and " * 20_000,
    "number words": "hundred " * 60_000,
    "vague words": "hundreds of " * 40_000,
    "adjectives": "5 " + "red " * 250_000,
    "one long word": "5 " + "x" * 1_000_000 + " per " + "y" * 1_000_000,
    "line ends": "1\r\n" * 60_000,
    "changes": "down 5 percent " * 20_000,
}


@pytest.mark.parametrize("row", READ, ids=[row[1] for row in READ])
def test_a_figure_is_read_with_its_bounds_unit_and_rate(row):
    (figure,) = find_figures(row[0])
    said = figure.quantity
    read = (figure.surface, said.low, said.best, said.high, said.unit, said.per)
    assert read == row[1:]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure_is_not_taken_for_one(text):
    assert find_figures(text) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("They foiled 300 attempts to cross the river.", "attempts to cross the river"),
        ("They held 700 foreign people-smugglers.", "foreign people-smugglers"),
        ("The cost of a seat is up, reaching 900 euros.", "cost of a seat"),
        ("The price of migrant smuggling is 900 euros.", "price of migrant smuggling"),
        ("They got $2m in aid.", "aid"),
        ("They found 60 kg of cannabis.", "cannabis"),
        ("They built a 175-kilometre fence.", "fence"),
        ("Two-thirds of asylum seekers left.", "asylum seekers"),
        ("They spoke of 20 cases of frostbite.", "cases of frostbite"),
    ],
)
def test_what_is_counted_is_said_in_the_words_of_the_text(text, what):
    assert find_figures(text)[0].quantity.what == what


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("Up to 40 tents burned.", "Up to"),
        ("Some 40 tents burned.", "Some"),
        ("An estimated $2.3bn is missing.", "An estimated"),
        ("40 tents or more burned.", "or more"),
        ("Dozens of tents burned.", "Dozens of"),
        ("40 tents burned.", None),
    ],
)
def test_a_hedge_is_kept_as_it_was_said(text, hedge):
    assert find_figures(text)[0].hedge == hedge


def test_a_fall_in_percent_is_negative_and_names_what_fell():
    count, change = find_figures("The agency had 81,000 detections, down 23 percent.")
    assert count.quantity.best == 81_000
    assert (change.quantity.best, change.quantity.what) == (-23, "change in detections")


def test_a_rise_in_percent_is_positive():
    (change,) = find_figures("Arrivals rose by 5.5 percent.")
    assert (change.quantity.best, change.quantity.what) == (5.5, "change in arrivals")


def test_a_drop_names_what_dropped_after_it():
    (change,) = find_figures("There was a 23 percent drop in crossings.")
    assert (change.quantity.best, change.quantity.what) == (-23, "change in crossings")


def test_a_change_from_one_number_to_another_is_no_range():
    (figure,) = find_figures("The price rose from 500 to 700 euros.")
    assert (figure.quantity.low, figure.quantity.best) == (None, 700)


def test_a_year_before_a_noun_is_a_year_where_a_preposition_says_so():
    assert find_figures("In 2015 migrants came this way.") == ()
    assert find_figures("The police held 2015 migrants.")[0].quantity.best == 2015


def test_a_zero_that_is_stated_is_kept():
    assert find_figures("It had 0 arrivals.")[0].quantity.best == 0


@given(st.lists(st.one_of(st.sampled_from(TRICKY), st.text(max_size=8)), max_size=12))
def test_spans_are_exact_ordered_and_apart_whatever_the_text_holds(parts):
    text = " ".join(parts)
    figures = find_figures(text)
    assert all(text[f.start : f.end] == f.surface != "" for f in figures)
    assert all(a.end <= b.start for a, b in pairwise(figures))


@given(st.text(alphabet="🚶é\u0301 \r\nß", max_size=20))
def test_a_figure_moves_with_what_stands_before_it(lead):
    text = f"{lead}.\n\nAt least 40 tents burned."
    (figure,) = find_figures(text)
    assert text[figure.start : figure.end] == "At least 40 tents"


@given(st.integers(min_value=2, max_value=10**12))
def test_a_whole_number_is_read_as_it_is_written(number):
    (figure,) = find_figures(f"They saw {number:,} tents.")
    assert figure.quantity.best == number


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_no_faster_than_the_text(name):
    text = HOSTILE[name]
    start = time.process_time()
    find_figures(text)
    assert time.process_time() - start < SECONDS


def article() -> str:
    beside = Path(__file__).parents[2] / "shared" / "reporting"
    folder = Path(os.environ.get("BALKANROUTE_ARTICLE", beside))
    found = sorted(folder.glob("000_*.txt")) if folder.is_dir() else []
    if not found:
        pytest.skip("the article is not here; name its folder in BALKANROUTE_ARTICLE")
    return found[0].read_text(encoding="utf-8")


def test_the_article_has_its_four_figures_and_no_other():
    quantities = [figure.quantity for figure in find_figures(article())]
    assert [(q.low, q.best, q.high, q.unit, q.per) for q in quantities] == [
        (1000, None, 1200, "attempt", "day"),
        (None, 2, None, "group", None),
        (None, 1000, None, "EUR", "person"),
        (None, 1400, None, "people-smuggler", None),
    ]
