from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import analysis, frames
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Relation, Source

KINDS = ["repeats", "supports", "contradicts", "narrows", "supersedes", "retracts"]


def asked(stands, where=()):
    """Give the claims frame of an atlas whose claims stand so to each other."""
    atlas = Atlas(
        title="who disagrees with whom",
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=tuple(
            Claim(
                id=key,
                says="So.",
                speaker="a",
                source="s",
                where=tuple(PlaceRole(place=place) for place in where),
                relations=tuple(Relation(kind=kind, claim=other) for kind, other in relations),
            )
            for key, relations in stands.items()
        ),
    )
    return frames.claims_frame(atlas)


@st.composite
def graphs(draw):
    """Up to 12 claims that stand to any before them, so that none goes in a ring."""
    keys = [f"c{i}" for i in range(draw(st.integers(1, 12)))]
    kinds = st.sampled_from(KINDS)
    return {
        key: draw(st.lists(st.tuples(kinds, st.sampled_from(keys[:i])), max_size=4)) if i else []
        for i, key in enumerate(keys)
    }


def test_a_contradiction_is_seen_from_both_sides():
    found = analysis.disputes(asked({"one": [], "two": [("contradicts", "one")]}))
    assert found["one"] == (("contradicts", "incoming", "two"),)
    assert found["two"] == (("contradicts", "outgoing", "one"),)


def test_two_claims_that_contradict_each_other_are_told_so_twice():
    found = analysis.disputes(asked({"a1": [("contradicts", "b1")], "b1": [("contradicts", "a1")]}))
    assert found["a1"] == (("contradicts", "outgoing", "b1"), ("contradicts", "incoming", "b1"))


def test_a_claim_that_nobody_speaks_of_has_none():
    assert analysis.disputes(asked({"alone": []}))["alone"] == ()


def test_a_relation_said_twice_counts_once():
    found = analysis.disputes(asked({"one": [], "two": [("narrows", "one"), ("narrows", "one")]}))
    assert found["one"] == (("narrows", "incoming", "two"),)


@given(graphs())
def test_every_relation_is_found_at_both_its_ends_and_no_other(stands):
    found = analysis.disputes(asked(stands))
    for key in stands:
        mine = [(kind, "outgoing", other) for kind, other in stands[key]]
        theirs = [
            (kind, "incoming", other)
            for other, relations in stands.items()
            for kind, named in relations
            if named == key
        ]
        assert list(found[key]) == list(dict.fromkeys(mine + theirs))


def test_the_answer_is_a_named_series_on_the_index_of_the_claims():
    claims = asked({"one": [], "two": [("retracts", "one")]}, where=("x", "y"))
    answer = analysis.disputes(claims)
    assert type(answer) is pd.Series
    assert answer.name == "disputes"
    assert answer.index.equals(claims.index)


def test_a_claim_about_two_places_is_one_claim():
    claims = asked({"one": [], "two": [("retracts", "one")]}, where=("x", "y"))
    assert analysis.disputes(claims).tolist() == [
        (("retracts", "incoming", "two"),),
        (("retracts", "incoming", "two"),),
        (("retracts", "outgoing", "one"),),
        (("retracts", "outgoing", "one"),),
    ]


def test_the_frame_is_left_as_it_was():
    claims = asked({"one": [], "two": [("retracts", "one")]})
    before = claims.copy(deep=True)
    analysis.disputes(claims)
    assert claims.equals(before)


def test_a_claim_without_a_row_is_named_all_the_same():
    claims = asked({"one": [], "two": [("retracts", "one")]}).loc[["two"]]
    assert analysis.disputes(claims)["two"] == (("retracts", "outgoing", "one"),)


def test_no_claims_give_an_empty_answer():
    assert analysis.disputes(asked({})).empty
