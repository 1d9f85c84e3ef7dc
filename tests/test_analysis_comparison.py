"""Whether two figures say the same, differ, make a series or cannot be compared, and why."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import analysis, frames
from balkanroute.errors import UnknownReference
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Quantity, Relation, Source
from balkanroute.periods import Period

#: What a figure of these tests is unless one says otherwise.
COUNT = {
    "what": "crossings", "unit": "person", "best": 3, "per": None, "about": "2023-10",
    "places": ("x",), "topics": ("crossing",), "supersedes": (),
}  # fmt: skip


def asked(**said):
    """Give the frames of an atlas with a claim for each name, each with a figure."""
    claims = tuple(claim(key, {**COUNT, **own}) for key, own in said.items())
    atlas = Atlas(
        title="figures",
        sources=tuple(Source(id=f"s-{key}", title=key) for key in said),
        agents=(Agent(id="a", name="A"),),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=claims,
    )
    return frames.claims_frame(atlas), frames.sources_frame(atlas)


def claim(key, own):
    """Give a claim with a figure."""
    figure = {name: own.get(name) for name in ("what", "unit", "low", "best", "high", "per")}
    if figure["low"] is not None or figure["high"] is not None:
        figure["best"] = None
    return Claim(
        id=key,
        says="So many.",
        speaker="a",
        source=f"s-{key}",
        about=Period(own["about"]) if own["about"] else None,
        where=tuple(PlaceRole(place=place) for place in own["places"]),
        topics=own["topics"],
        quantities=(Quantity(**figure),),
        relations=tuple(Relation(kind="supersedes", claim=c) for c in own["supersedes"]),
    )


def verdict(one, other):
    """Give what two figures are to each other, and why."""
    found = analysis.compare(*asked(one=one, other=other), "one", "other").iloc[0]
    return found["verdict"], found["reason"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, ("agree", "both allow 3")),
        ({"low": 1000, "high": 1200}, {"best": 1100}, ("agree", "both allow 1,100")),
        ({"low": 1, "high": 5}, {"low": 4, "high": 9}, ("agree", "both allow 4 to 5")),
        ({"low": 600}, {"low": 700}, ("agree", "both allow 700 or more")),
        ({"high": 600}, {"high": 700}, ("agree", "both allow 600 or less")),
        ({"low": 5, "high": 6}, {"high": 5}, ("agree", "both allow 5")),
        ({}, {"best": 5}, ("differ", "3 (person) and 5 (person) lie 2 apart")),
        ({"low": 6}, {"best": 5}, ("differ", "6 or more (person) and 5 (person) lie 1 apart")),
    ],
)  # fmt: skip
def test_figures_of_one_thing_are_compared_by_their_ranges(one, other, expected):
    assert verdict(one, other) == expected


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"unit": "detection"}, "the units differ: person is not detection"),
        ({"per": "day"}, "a total over October 2023 is not a figure per day"),
        ({"what": "arrests"}, "they count different things: crossings; arrests"),
        ({"places": ("y",)}, "they share no place: x; y"),
        ({"places": ()}, "claim 'other' names no place"),
        ({"topics": ("policing",)}, "they share no topic: crossing; policing"),
        ({"about": None}, "claim 'other' says no period"),
    ],
)
def test_figures_that_cannot_be_compared_are_refused_with_the_reason(other, reason):
    assert verdict({}, other) == ("not comparable", reason)


def test_a_refusal_gives_every_reason():
    kind, reason = verdict({}, {"unit": "detection", "per": "day", "places": ("y",)})
    assert kind == "not comparable"
    assert reason.count(";") >= 3


@pytest.mark.parametrize("same", [{"what": " Crossings "}, {"unit": "Person"}])
def test_case_and_spaces_make_no_difference(same):
    assert verdict({}, same)[0] == "agree"


def test_totals_of_different_periods_are_a_series_although_the_periods_overlap():
    assert verdict({"about": "2023-10"}, {"about": "2023", "best": 9})[0] == "series"


def test_rates_of_periods_that_overlap_are_compared():
    rate = {"per": "day", "best": 9}
    assert verdict({**rate, "about": "2023-10"}, {**rate, "about": "2023"})[0] == "agree"


def test_rates_of_periods_that_do_not_overlap_are_a_series():
    rate = {"per": "day"}
    kind, reason = verdict({**rate, "about": "2023-10"}, {**rate, "about": "2023-11", "best": 9})
    assert (kind, reason) == (
        "series",
        "they are of periods that do not overlap (October 2023; November 2023)",
    )


def test_an_approximate_period_is_that_period():
    assert verdict({"about": "2023-10~"}, {"about": "2023-10", "best": 4})[0] == "differ"


def test_a_count_that_supersedes_another_of_the_same_period_does_not_contradict_it():
    assert verdict({}, {"best": 4, "supersedes": ("one",)})[0] == "series"


def test_figures_of_one_claim_are_not_set_against_each_other():
    claims, sources = asked(one={})
    claims["quantities"] = [
        (Quantity(what="a", unit="b", best=1), Quantity(what="a", unit="b", best=2))
    ]
    assert analysis.comparisons(claims, sources).empty


def test_different_things_are_given_only_across():
    frame = asked(one={}, other={"unit": "detection"})
    assert analysis.comparisons(*frame).empty
    assert analysis.comparisons(*frame, across=True)["verdict"].tolist() == ["not comparable"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=2))
def test_two_ranges_agree_where_some_number_lies_in_both(ranges):
    one, other = ({"low": min(pair), "high": max(pair)} for pair in ranges)
    both = [n for n in range(10) if all(min(p) <= n <= max(p) for p in ranges)]
    kind, reason = verdict(one, other)
    assert kind == ("agree" if both else "differ")
    if both:
        assert str(both[0]) in reason


@given(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["2023-10", "2023-11", "2023"]))
def test_the_order_of_two_claims_does_not_change_the_verdict(one, other, about):
    first, second = {"best": one}, {"best": other, "about": about}
    assert verdict(first, second)[0] == verdict(second, first)[0]


def test_a_claim_that_is_not_there_is_named():
    with pytest.raises(UnknownReference, match="claim 'ones' is not among the claims; did you"):
        analysis.compare(*asked(one={}), "one", "ones")


def test_a_growing_series_stands_in_the_order_of_its_days():
    claims, _ = asked(
        last={"best": 9, "about": "2023-03"},
        first={"about": "2023-01"},
        second={"best": 5, "about": "2023-02"},
    )
    found = analysis.count_series(claims)
    assert found.index.tolist() == ["first", "second", "last"]
    assert set(found["trend"]) == {"growing"}


@pytest.mark.parametrize(
    ("counts", "trend"),
    [
        ([(9, "2023-01"), (5, "2023-02")], "falling"),
        ([(5, "2023-01"), (5, "2023-02")], "steady"),
        ([(5, "2023-01"), (9, "2023-02"), (7, "2023-03")], "mixed"),
        ([(5, "2023-01-01"), (9, "2023")], "open"),
        ([(5, "2023-01/2023-02"), (9, "2023-01/2023-03")], "growing"),
    ],
)
def test_a_series_goes_the_way_that_its_days_allow(counts, trend):
    claims, _ = asked(**{f"c{i}": {"best": n, "about": day} for i, (n, day) in enumerate(counts)})
    assert set(analysis.count_series(claims)["trend"]) == {trend}


def test_a_count_that_supersedes_another_is_the_later_of_the_two():
    claims, _ = asked(old={}, new={"best": 9, "supersedes": ("old",)})
    assert set(analysis.count_series(claims)["trend"]) == {"growing"}


def test_counts_of_different_places_are_not_one_series():
    claims, _ = asked(one={"about": "2023-01"}, other={"about": "2023-02", "places": ("y",)})
    assert analysis.count_series(claims).empty


def test_a_count_without_topics_is_of_one_series_with_all_at_its_place():
    claims, _ = asked(
        one={"about": "2023-01"},
        bare={"about": "2023-02", "topics": ()},
        other={"about": "2023-03", "topics": ("policing",)},
    )
    assert analysis.count_series(claims)["series"].tolist() == [0, 0, 0]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "about": st.sampled_from(["2023-01", "2023-02", None]),
                "places": st.sampled_from([(), ("x",), ("y",), ("x", "y")]),
                "topics": st.sampled_from([(), ("a",), ("b",), ("a", "b")]),
            }
        ),
        min_size=2,
        max_size=6,
    )
)
def test_series_are_what_the_comparisons_join(said):
    """Held against every two figures: those that compare are joined, step by step."""
    counts = {f"c{n}": {**own, "best": n} for n, own in enumerate(said)}
    claims, sources = asked(**counts)
    pairs = analysis.comparisons(claims, sources)
    group = {key: {key} for key in counts}
    for one, other, verdict_ in zip(pairs.index, pairs["other"], pairs["verdict"], strict=True):
        if verdict_ != "not comparable":
            joined = group[one] | group[other]
            group.update(dict.fromkeys(joined, joined))
    series = pairs[pairs["verdict"] == "series"].index
    expected = {frozenset(group[key]) for key in series}
    found = analysis.count_series(claims)
    assert {frozenset(rows.index) for _, rows in found.groupby("series")} == expected


def test_counts_of_one_period_are_no_series():
    claims, _ = asked(one={}, other={"best": 9})
    assert analysis.count_series(claims).empty


#: Periods with the months that a figure of them may be of.
MONTHS = {
    "2023-01": [1], "2023-02": [2], "2023-05": [5], "2023-12": [12], "2023-21": [3, 4, 5],
    "2023-22": [6, 7, 8], "2023": list(range(1, 13)), "2023-01/2023-04": [4],
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(MONTHS)), min_size=2, max_size=3, unique=True))
def test_a_series_can_grow_where_some_choice_of_months_lets_it(periods):
    ways = list(product(*(MONTHS[period] for period in periods)))
    grows = any(list(way) == sorted(way) for way in ways)
    falls = any(list(way) == sorted(way, reverse=True) for way in ways)
    named = {(True, True): "open", (True, False): "growing", (False, True): "falling"}
    counts = {f"c{n}": {"best": n, "about": period} for n, period in enumerate(periods)}
    found = analysis.count_series(asked(**counts)[0])
    assert set(found["trend"]) == {named.get((grows, falls), "mixed")}
