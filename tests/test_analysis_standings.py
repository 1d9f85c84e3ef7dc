"""What other claims do to a claim, and what their origins make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import analysis, frames
from balkanroute.errors import UnknownReference
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Relation, Source
from balkanroute.periods import Period

DONE = {
    "retracts": "retracted",
    "supersedes": "superseded",
    "contradicts": "contradicted",
    "narrows": "narrowed",
    "supports": "supported",
}


def asked(stands, *, origin=None, speaker=None, places=()):
    """Give the frames of an atlas: claims with relations, each with a source of its own."""
    origin, speaker = origin or {}, speaker or {}
    roots = dict.fromkeys(origin.values())
    atlas = Atlas(
        title="who stands how to whom",
        sources=(
            *(Source(id=root, title=root) for root in roots),
            *(
                Source(
                    id=f"s-{key}",
                    title=key,
                    published=Period("2023-11-03"),
                    derived_from=(origin[key],) if key in origin else (),
                )
                for key in stands
            ),
        ),
        agents=tuple(Agent(id=f"a-{key}", name=key) for key in stands),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=tuple(
            Claim(
                id=key,
                says="So.",
                speaker=f"a-{speaker.get(key, key)}",
                source=f"s-{key}",
                where=tuple(PlaceRole(place=place) for place in places),
                relations=tuple(Relation(kind=kind, claim=other) for kind, other in named),
            )
            for key, named in stands.items()
        ),
    )
    return frames.claims_frame(atlas), frames.sources_frame(atlas)


@st.composite
def graphs(draw):
    """Up to 8 claims that stand in any way to some before them, out of up to 3 origins."""
    keys = [f"c{i}" for i in range(draw(st.integers(1, 8)))]
    kinds = st.sampled_from(["repeats", *DONE])
    stands = {
        key: draw(st.lists(st.tuples(kinds, st.sampled_from(keys[:i])), unique=True, max_size=3))
        if i
        else []
        for i, key in enumerate(keys)
    }
    origin = {key: draw(st.sampled_from(["o0", "o1", "o2"])) for key in keys}
    return {key: stands[key] for key in draw(st.permutations(keys))}, origin


def above(key, stands):
    """Give a claim and all that it repeats."""
    found = [c for kind, other in stands[key] if kind == "repeats" for c in above(other, stands)]
    return {key, *found}


def expected(key, stands):
    """Give what is done to a claim, by looking at every relation of every claim."""
    same = above(key, stands)
    found = set()
    for claim, named in stands.items():
        for kind, other in named:
            if kind in DONE and other in same and claim != key:
                found.add((DONE[kind], claim, other))
            if kind == "contradicts" and claim in same and other != key:
                found.add(("contradicted", other, claim))
    return found


@given(graphs())
def test_all_that_is_done_to_a_claim_or_to_what_it_repeats_is_listed_and_no_more(graph):
    stands, origin = graph
    found = analysis.standings(*asked(stands, origin=origin))
    for key in stands:
        rows = found[found.index == key]
        done = list(zip(rows["standing"], rows["other"], rows["through"], strict=True))
        assert set(done) == expected(key, stands)


@given(graphs())
def test_the_independent_are_those_with_an_origin_that_the_claim_has_not(graph):
    frame = asked(graph[0], origin=graph[1])
    traced = analysis.origins(*frame)
    for claim, row in analysis.standings(*frame).iterrows():
        assert row["independent"] == bool(set(traced[row["other"]]) - set(traced[claim]))
        assert set(row["shared"]) == set(traced[row["other"]]) & set(traced[claim])


@given(graphs())
def test_a_claim_is_supported_or_has_a_single_origin_and_never_both(graph):
    frame = asked(graph[0], origin=graph[1])
    counts = analysis.origin_count(*frame)
    for claim, words in analysis.standing(*frame).items():
        assert ("single origin" in words) == (counts[claim] == 1 and "supported" not in words)


@given(graphs())
def test_a_support_is_independent_where_it_adds_an_origin(graph):
    frame = asked(graph[0], origin=graph[1])
    traced = analysis.origins(*frame)
    for claim, row in analysis.confirmations(*frame).iterrows():
        assert set(row["added"]) == set(traced[claim]) - set(traced[row["confirms"]])
        assert row["independent"] == bool(row["added"])


@pytest.mark.parametrize(("kind", "word"), [(k, w) for k, w in DONE.items() if k != "contradicts"])
def test_a_relation_from_another_origin_gives_the_claim_its_word(kind, word):
    answer = analysis.standing(*asked({"one": [], "two": [(kind, "one")]}))
    assert word in answer["one"]
    assert word not in answer["two"]


def test_a_support_out_of_the_same_origin_leaves_a_single_origin():
    stands = {"one": [], "two": [("supports", "one")]}
    answer = analysis.standing(*asked(stands, origin={"one": "paper", "two": "paper"}))
    assert answer["one"] == ("single origin",)


def test_a_contradiction_by_another_out_of_another_origin_contests_both():
    answer = analysis.standing(*asked({"one": [], "two": [("contradicts", "one")]}))
    assert answer["one"] == answer["two"] == ("contested", "single origin")


def test_a_contradiction_out_of_the_same_origin_is_a_discrepancy_in_its_retelling():
    stands = {"one": [], "two": [("contradicts", "one")]}
    frame = asked(stands, origin={"one": "paper", "two": "paper"})
    assert analysis.standing(*frame)["one"] == ("contradicted", "single origin")
    words = analysis.standings(*frame).loc["one", "words"]
    assert words == (
        "contradicted by 'two' (a-two, 2023-11-03): a discrepancy in the retelling of paper"
    )


def test_a_speaker_who_contradicts_themselves_is_not_contested():
    stands = {"one": [], "two": [("contradicts", "one")]}
    answer = analysis.standing(*asked(stands, speaker={"two": "one"}))
    assert answer["one"] == ("contradicted", "single origin")


def test_what_is_done_to_a_claim_is_done_to_those_that_repeat_it():
    stands = {"one": [], "again": [("repeats", "one")], "late": [("retracts", "one")]}
    found = analysis.standings(*asked(stands)).loc["again"]
    assert (found["standing"], found["other"], found["through"]) == ("retracted", "late", "one")


def test_a_source_without_a_date_is_said_to_have_none():
    claims, sources = asked({"one": [], "two": [("narrows", "one")]})
    sources["published"] = None
    found = analysis.standings(claims, sources).loc["one"]
    assert found["published"] is None
    assert found["words"] == "narrowed by 'two' (a-two, no date)"


def test_a_claim_about_two_places_is_done_to_once():
    claims, sources = asked({"one": [], "two": [("narrows", "one")]}, places=("x", "y"))
    assert len(analysis.standings(claims, sources)) == 1
    assert analysis.standing(claims, sources).index.equals(claims.index)


def test_claims_that_stand_alone_give_an_empty_table_with_its_columns():
    frame = asked({"one": []})
    assert analysis.standings(*frame).empty
    assert analysis.confirmations(*frame).empty
    assert analysis.standings(*frame)["independent"].dtype == bool


@pytest.mark.parametrize(
    "question", [analysis.standings, analysis.standing, analysis.confirmations]
)
def test_a_claim_that_is_named_and_not_there_is_refused(question):
    claims, sources = asked({"one": [], "two": [("supports", "one")]})
    with pytest.raises(UnknownReference, match="claim 'two': it supports 'one', which is not"):
        question(claims.loc[["two"]], sources)


@pytest.mark.parametrize(
    "question", [analysis.standings, analysis.standing, analysis.confirmations]
)
def test_the_frames_are_left_as_they_were(question):
    claims, sources = asked({"one": [], "two": [("supports", "one")]})
    before = claims.copy(deep=True), sources.copy(deep=True)
    question(claims, sources)
    assert claims.equals(before[0])
    assert sources.equals(before[1])
