from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import analysis, frames
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Source

#: Two papers, two agencies that repeat one each, and news that repeats both and a paper itself.
REPEATS = {
    "paper": (),
    "study": (),
    "agency": ("paper",),
    "wire": ("study", "paper"),
    "news": ("agency", "wire"),
    "blog": ("news", "paper"),
}


def asked(repeats):
    """Give the frames of an atlas with a claim for each source."""
    atlas = Atlas(
        title="who repeats whom",
        sources=tuple(
            Source(id=key, title=key, derived_from=parents) for key, parents in repeats.items()
        ),
        agents=(Agent(id="a", name="A"),),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=tuple(Claim(id=f"c-{key}", says="So.", speaker="a", source=key) for key in repeats),
    )
    return frames.claims_frame(atlas), frames.sources_frame(atlas)


@st.composite
def graphs(draw):
    """Up to 12 sources, each repeating some that stand before it, in any order in the frame."""
    count = draw(st.integers(1, 12))
    keys = [f"s{i}" for i in range(count)]
    repeats = {
        key: tuple(draw(st.lists(st.sampled_from(keys[:i]), unique=True, max_size=4)) if i else ())
        for i, key in enumerate(keys)
    }
    return {key: repeats[key] for key in draw(st.permutations(keys))}


def paths(source, repeats):
    """Give every way from a source to a root."""
    if not repeats[source]:
        return [[source]]
    return [[source, *rest] for parent in repeats[source] for rest in paths(parent, repeats)]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("c-paper", ("paper",)),
        ("c-agency", ("paper",)),
        ("c-wire", ("study", "paper")),
        ("c-news", ("paper", "study")),
        ("c-blog", ("paper", "study")),
    ],
)
def test_a_claim_goes_back_to_the_sources_that_repeat_no_other(claim, expected):
    assert analysis.origins(*asked(REPEATS))[claim] == expected


def test_ten_articles_on_one_paper_have_one_origin():
    repeats = {"paper": (), **{f"article-{i}": ("paper",) for i in range(10)}}
    assert set(analysis.origins(*asked(repeats))) == {("paper",)}
    assert set(analysis.origin_count(*asked(repeats))) == {1}


@given(graphs())
def test_the_origins_are_the_ends_of_all_paths_each_once(repeats):
    found = analysis.origins(*asked(repeats))
    for source in repeats:
        ends = [path[-1] for path in paths(source, repeats)]
        assert list(found[f"c-{source}"]) == list(dict.fromkeys(ends))


@given(graphs())
def test_the_count_is_the_number_of_origins(repeats):
    claims, sources = asked(repeats)
    counted = analysis.origin_count(claims, sources)
    assert counted.tolist() == [len(found) for found in analysis.origins(claims, sources)]
    assert counted.dtype == "int64"


@given(graphs())
def test_a_chain_starts_with_the_source_and_holds_all_behind_it_before_what_they_repeat(repeats):
    found = analysis.chains(*asked(repeats))
    for source in repeats:
        chain = found[f"c-{source}"]
        assert chain[0] == source
        assert sorted(chain) == sorted({key for path in paths(source, repeats) for key in path})
        assert all(
            chain.index(key) < chain.index(parent) for key in chain for parent in repeats[key]
        )


def test_a_chain_names_the_first_named_branch_first():
    assert analysis.chains(*asked(REPEATS))["c-wire"] == ("wire", "study", "paper")
    assert analysis.chains(*asked(REPEATS))["c-news"] == (
        "news",
        "agency",
        "wire",
        "study",
        "paper",
    )


@pytest.mark.parametrize("question", [analysis.origins, analysis.origin_count, analysis.chains])
def test_an_answer_is_a_named_series_on_the_index_of_the_claims(question):
    claims, sources = asked(REPEATS)
    answer = question(claims, sources)
    assert type(answer) is pd.Series
    assert answer.name == question.__name__
    assert answer.index.equals(claims.index)


@pytest.mark.parametrize("question", [analysis.origins, analysis.origin_count, analysis.chains])
def test_a_question_leaves_its_frames_as_they_were(question):
    claims, sources = asked(REPEATS)
    before = claims.copy(deep=True), sources.copy(deep=True)
    question(claims, sources)
    assert claims.equals(before[0])
    assert sources.equals(before[1])


def test_a_claim_about_two_places_has_its_answer_in_both_rows():
    atlas = Atlas(
        title="two places",
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=(
            Claim(
                id="c",
                says="So.",
                speaker="a",
                source="s",
                where=(PlaceRole(place="x"), PlaceRole(place="y")),
            ),
        ),
    )
    answer = analysis.origins(frames.claims_frame(atlas), frames.sources_frame(atlas))
    assert answer.tolist() == [("s",), ("s",)]


@pytest.mark.parametrize("question", [analysis.origins, analysis.origin_count, analysis.chains])
def test_no_claims_give_an_empty_answer(question):
    claims, sources = asked(REPEATS)
    assert question(claims.iloc[:0], sources).empty


@pytest.mark.parametrize("question", [analysis.origins, analysis.chains])
def test_a_source_that_is_not_there_is_named_with_its_claim(question):
    claims, sources = asked(REPEATS)
    with pytest.raises(UnknownReference, match=r"claim 'c-blog': source 'blog' is not among"):
        question(claims, sources.drop("blog"))


@pytest.mark.parametrize("question", [analysis.origins, analysis.chains])
def test_a_parent_that_is_not_there_is_named_with_its_child(question):
    claims, sources = asked(REPEATS)
    with pytest.raises(UnknownReference, match=r"source 'wire': it is derived from 'study'"):
        question(claims, sources.drop("study"))


@pytest.mark.parametrize("question", [analysis.origins, analysis.chains])
def test_a_ring_is_refused_and_not_followed_for_ever(question):
    claims, sources = asked({"one": (), "two": ("one",)})
    sources["derived_from"] = [("two",), ("one",)]
    with pytest.raises(InvalidRecord, match=r"goes in a ring: \w+ -> \w+ -> \w+; take one"):
        question(claims, sources)


def test_a_chain_of_ten_thousand_sources_is_followed_to_its_end():
    repeats = {"s0": (), **{f"s{i}": (f"s{i - 1}",) for i in range(1, 10_000)}}
    claims, sources = asked(repeats)
    last = claims.loc[["c-s9999"]]
    assert analysis.origins(last, sources).tolist() == [("s0",)]
    assert len(analysis.chains(last, sources).iloc[0]) == 10_000
