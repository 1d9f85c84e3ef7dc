"""How often a thing is told, beside how many told it first."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balkanroute import analysis, frames
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Relation, Source
from balkanroute.periods import Period

#: A paper leaked in October, printed by two outlets and taken over by a third.
PRINTED = {"paper": "2023-11-02", "leak": "2023-10~", "daily": "2023-11-03", "weekly": "2023-11"}


def asked(repeats, *, derived=None, published=None, unknown=()):
    """Give the frames of an atlas: claims with the claims that they repeat, a source for each."""
    derived, published = derived or {}, published or {}
    sources = dict.fromkeys([*repeats, *derived, *(p for ps in derived.values() for p in ps)])
    atlas = Atlas(
        title="who says it again",
        sources=tuple(
            Source(
                id=key,
                title=key,
                derived_from=derived.get(key, ()),
                published=Period(published[key]) if key in published else None,
                extra={"parents": "unknown"} if key in unknown else {},
            )
            for key in sources
        ),
        agents=(Agent(id="a", name="A"),),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=tuple(
            Claim(
                id=f"c-{key}",
                says="So.",
                speaker="a",
                source=key,
                relations=tuple(Relation(kind="repeats", claim=f"c-{k}") for k in named),
            )
            for key, named in repeats.items()
        ),
    )
    return frames.claims_frame(atlas), frames.sources_frame(atlas)


@st.composite
def stories(draw):
    """Up to 12 sources with a claim each; both repeat some that stand before them."""
    keys = [f"s{i}" for i in range(draw(st.integers(1, 12)))]

    def some():
        return {
            key: tuple(
                draw(st.lists(st.sampled_from(keys[:i]), unique=True, max_size=3)) if i else ()
            )
            for i, key in enumerate(keys)
        }

    repeats, derived = some(), some()
    unknown = draw(st.sets(st.sampled_from(keys)))
    shuffled = draw(st.permutations(keys))
    return {key: repeats[key] for key in shuffled}, derived, unknown


def ends(key, named):
    """Give every record that a record goes back to, by walking every way."""
    found = [end for other in named.get(key, ()) for end in ends(other, named)]
    return list(dict.fromkeys(found)) or [key]


def source_ends(key, derived, unknown):
    """Give every origin of a source, by walking every way."""
    found = [e for other in derived.get(key, ()) for e in source_ends(other, derived, unknown)]
    own = [key] if key in unknown or not found else []
    return list(dict.fromkeys([*found, *own]))


@given(stories())
def test_origins_are_the_ends_of_every_way_over_claims_and_then_over_sources(story):
    repeats, derived, unknown = story
    found = analysis.origins(*asked(repeats, derived=derived, unknown=unknown))
    for key in repeats:
        walked = [e for f in ends(key, repeats) for e in source_ends(f, derived, unknown)]
        assert list(found[f"c-{key}"]) == list(dict.fromkeys(walked))


@given(stories())
def test_carriers_are_the_sources_of_all_claims_that_share_an_end(story):
    repeats, derived, _ = story
    found = analysis.carriers(asked(repeats, derived=derived)[0])
    for key in repeats:
        mine = set(ends(key, repeats))
        assert list(found[f"c-{key}"]) == [k for k in repeats if mine & set(ends(k, repeats))]


@given(stories())
def test_an_echo_counts_what_the_other_questions_list(story):
    repeats, derived, unknown = story
    frame = asked(repeats, derived=derived, unknown=unknown)
    counted = analysis.echo(*frame)
    assert counted["carrier_count"].tolist() == [len(c) for c in analysis.carriers(frame[0])]
    assert counted["origin_count"].tolist() == [len(o) for o in analysis.origins(*frame)]
    assert counted["unknown_count"].tolist() == [len(o) for o in analysis.unknown_origins(*frame)]


@given(stories(), st.data())
def test_a_first_carrier_is_one_that_no_other_certainly_came_before(story, data):
    repeats, _, _ = story
    days = st.sampled_from([None, "2023", "2023-10", "2023-10-05", "2023-11-02~", "../2022"])
    published = {key: day for key in repeats if (day := data.draw(days))}
    claims, sources = asked(repeats, published=published)
    told = analysis.carriers(claims)
    bounds = {key: Period(day) for key, day in published.items()}

    def surely_before(one, other):
        first, second = bounds.get(one), bounds.get(other)
        return bool(first and second and second.earliest and first.latest < second.earliest)

    for claim, found in analysis.first_carriers(claims, sources).items():
        able = {k for k in told[claim] if not any(surely_before(o, k) for o in told[claim])}
        assert set(found) == able
        assert len(found) == len(able)


def test_a_claim_goes_back_to_the_claim_that_it_repeats_and_not_to_its_outlet():
    claims, sources = asked({"paper": (), "outlet": ("paper",)})
    assert analysis.origins(claims, sources)["c-outlet"] == ("paper",)
    assert analysis.first_claims(claims)["c-outlet"] == ("c-paper",)


def test_a_claim_that_repeats_two_goes_back_to_both():
    claims, sources = asked({"one": (), "two": (), "both": ("one", "two")})
    assert analysis.origins(claims, sources)["c-both"] == ("one", "two")


def test_an_outlet_that_tells_two_claims_does_not_make_them_one():
    claims, _ = asked({"one": (), "two": (), "both": ("one", "two")})
    assert analysis.carriers(claims)["c-one"] == ("one", "both")
    assert analysis.carriers(claims)["c-both"] == ("one", "two", "both")


def test_without_relations_no_claim_repeats_another():
    claims, sources = asked({"paper": (), "outlet": ("paper",)})
    assert analysis.origins(claims[["source"]], sources)["c-outlet"] == ("outlet",)


def test_a_source_that_repeats_something_unknown_is_an_origin_marked_so():
    claims, sources = asked({"blog": ()}, unknown={"blog"})
    assert analysis.origins(claims, sources)["c-blog"] == ("blog",)
    assert analysis.unknown_origins(claims, sources)["c-blog"] == ("blog",)


def test_a_source_that_repeats_something_unknown_and_something_known_has_both_origins():
    claims, sources = asked({"blog": ()}, derived={"blog": ("paper",)}, unknown={"blog"})
    assert analysis.origins(claims, sources)["c-blog"] == ("paper", "blog")
    assert analysis.unknown_origins(claims, sources)["c-blog"] == ("blog",)


def test_an_origin_that_nobody_marked_is_not_called_unknown():
    assert analysis.unknown_origins(*asked({"paper": ()}))["c-paper"] == ()


def test_the_leak_was_printed_before_the_paper_came_out():
    repeats = {"paper": (), "leak": ("paper",), "daily": ("paper",)}
    found = analysis.first_carriers(*asked(repeats, published=PRINTED))
    assert set(found) == {("leak",)}


def test_two_that_may_have_come_out_on_one_day_may_both_have_been_first():
    repeats = {"daily": (), "weekly": ("daily",)}
    found = analysis.first_carriers(*asked(repeats, published=PRINTED))
    assert found["c-daily"] == ("weekly", "daily")


def test_an_undated_carrier_may_have_been_the_first_and_stands_last():
    found = analysis.first_carriers(
        *asked({"undated": (), "daily": ("undated",)}, published=PRINTED)
    )
    assert found["c-daily"] == ("daily", "undated")


def test_the_total_sets_the_reports_beside_their_origins():
    repeats = {"one": (), "two": (), "three": ("two",)}
    derived = {"one": ("paper",), "two": ("paper", "blog")}
    assert analysis.echo_total(*asked(repeats, derived=derived, unknown={"blog"})).to_dict() == {
        "claims": 3,
        "first_claims": 2,
        "carriers": 3,
        "origins": 2,
        "unknown_origins": 1,
        "single_origin": 1,
    }


def test_no_claims_give_empty_answers():
    claims, sources = asked({"one": ()})
    assert analysis.carriers(claims.iloc[:0]).empty
    assert analysis.first_carriers(claims.iloc[:0], sources).empty
    assert analysis.echo(claims.iloc[:0], sources).empty
    assert analysis.echo_total(claims.iloc[:0], sources).sum() == 0


def test_a_claim_about_two_places_counts_once_and_answers_in_both_rows():
    where = (PlaceRole(place="x"), PlaceRole(place="y"))
    atlas = Atlas(
        title="two places",
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=(Place(id="x", name="X"), Place(id="y", name="Y")),
        claims=(Claim(id="c", says="So.", speaker="a", source="s", where=where),),
    )
    claims, sources = frames.claims_frame(atlas), frames.sources_frame(atlas)
    assert analysis.echo(claims, sources)["carrier_count"].tolist() == [1, 1]
    assert analysis.echo_total(claims, sources)["claims"] == 1
    assert analysis.carriers(claims).tolist() == [("s",), ("s",)]


@pytest.mark.parametrize("question", [analysis.carriers, analysis.first_claims])
def test_the_answer_is_a_named_series_on_the_index_of_the_claims(question):
    claims, _ = asked({"one": (), "two": ("one",)})
    answer = question(claims)
    assert type(answer) is pd.Series
    assert answer.name == question.__name__
    assert answer.index.equals(claims.index)


@pytest.mark.parametrize(
    "question", [analysis.first_carriers, analysis.unknown_origins, analysis.echo]
)
def test_the_answer_stands_on_the_index_of_the_claims_and_leaves_the_frames_alone(question):
    claims, sources = asked({"one": (), "two": ("one",)}, published=PRINTED)
    before = claims.copy(deep=True), sources.copy(deep=True)
    assert question(claims, sources).index.equals(claims.index)
    assert claims.equals(before[0])
    assert sources.equals(before[1])


@pytest.mark.parametrize(
    "question", [analysis.origins, analysis.first_carriers, analysis.echo, analysis.echo_total]
)
def test_a_claim_that_is_repeated_and_not_there_is_named(question):
    claims, sources = asked({"one": (), "two": ("one",)})
    with pytest.raises(UnknownReference, match="claim 'c-two': it repeats 'c-one', which is not"):
        question(claims.loc[["c-two"]], sources)


@pytest.mark.parametrize("question", [analysis.first_carriers, analysis.echo])
def test_a_source_that_is_not_there_is_named_with_its_claim(question):
    claims, sources = asked({"one": (), "two": ()})
    with pytest.raises(UnknownReference, match="claim 'c-two': source 'two' is not among"):
        question(claims, sources.drop("two"))


def test_claims_that_repeat_each_other_in_a_ring_are_refused():
    claims, sources = asked({"one": (), "two": ("one",)})
    claims["relations"] = [(Relation(kind="repeats", claim=c),) for c in ("c-two", "c-one")]
    with pytest.raises(InvalidRecord, match=r"repeats goes in a ring: c-\w+ -> c-\w+ -> c-\w+;"):
        analysis.origins(claims, sources)


def test_ten_thousand_claims_that_repeat_one_another_are_followed_to_the_first():
    repeats = {"s0": (), **{f"s{i}": (f"s{i - 1}",) for i in range(1, 10_000)}}
    claims, sources = asked(repeats)
    assert set(analysis.origins(claims, sources)) == {("s0",)}
    assert set(analysis.echo(claims, sources)["carrier_count"]) == {10_000}
