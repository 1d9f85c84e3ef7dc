"""The atlas as it stood on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import atlases

from balkanroute import analysis, frames
from balkanroute.errors import InvalidRecord
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Place,
    PlaceRole,
    Relation,
    Route,
    RouteRole,
    Source,
)
from balkanroute.periods import Period

#: A paper that came out after a leak of it, a report on both, and a correction of the report.
OUT = {"paper": "2023-11-02", "leak": "2023-10", "report": "2023-11-03~", "later": "2023-11-06"}
STANDS = {
    "leak": (("repeats", "report"),),
    "report": (),
    "later": (("retracts", "report"),),
}


def story(**undated):
    """Give an atlas of those, in which each claim has a place and a leg of its own."""
    sources = tuple(
        Source(
            id=key,
            title=key,
            published=None if undated.get(key) else Period(day),
            derived_from=("paper",) if key == "leak" else (),
        )
        for key, day in OUT.items()
    )
    places = ("start", "nobody", *(f"p-{key}" for key in STANDS), "around")
    return Atlas(
        title="a leak, a report and a correction",
        recorder="desk",
        sources=sources,
        agents=(
            *(Agent(id=key, name=key) for key in ("desk", "nobody", "house")),
            *(Agent(id=f"a-{key}", name=key, member_of="house") for key in STANDS),
        ),
        places=tuple(
            Place(id=key, name=key, within="around" if key == "p-report" else None)
            for key in places
        ),
        routes=(
            Route(
                id="way",
                name="way",
                legs=tuple(
                    Leg(origin="start", destination=f"p-{key}", claims=(f"c-{key}",))
                    for key in STANDS
                ),
            ),
        ),
        claims=tuple(
            Claim(
                id=f"c-{key}",
                says="So.",
                speaker=f"a-{key}",
                source=key,
                where=(PlaceRole(place=f"p-{key}"),),
                routes=(RouteRole(route="way"),),
                relations=tuple(Relation(kind=k, claim=f"c-{c}") for k, c in stands),
            )
            for key, stands in STANDS.items()
        ),
    )


def ids(records):
    """Give the ids of records."""
    return [record.id for record in records]


@pytest.mark.parametrize(
    ("day", "claims"),
    [
        ("2023-09-30", []),
        ("2023-10-01", ["c-leak"]),
        ("2023-11-02", ["c-leak"]),
        ("2023-11-03", ["c-leak", "c-report"]),
        ("2023-11-06", ["c-leak", "c-report", "c-later"]),
    ],
)
def test_a_claim_is_there_from_the_day_its_source_may_have_come_out(day, claims):
    assert ids(analysis.as_of(story(), day).claims) == claims


@pytest.mark.parametrize(("day", "claims"), [("2023-10-30", []), ("2023-10-31", ["c-leak"])])
def test_a_strict_answer_waits_for_the_last_day_that_the_date_allows(day, claims):
    assert ids(analysis.as_of(story(), day, strict=True).claims) == claims


def test_a_correction_that_is_still_to_come_is_not_made():
    before = analysis.as_of(story(), "2023-11-05")
    claims, sources = frames.claims_frame(before), frames.sources_frame(before)
    assert "retracted" not in analysis.standing(claims, sources)["c-report"]


def test_what_a_claim_says_of_a_later_one_is_not_there_yet():
    assert analysis.as_of(story(), "2023-10-15").claim("c-leak").relations == ()


def test_a_paper_that_was_leaked_before_it_came_out_is_its_origin_all_the_same():
    assert ids(analysis.as_of(story(), "2023-10-15").sources) == ["paper", "leak"]


def test_a_source_without_a_date_is_there_unless_one_is_strict():
    atlas = story(report=True)
    assert "c-report" in ids(analysis.as_of(atlas, "2000-01-01").claims)
    assert "c-report" not in ids(analysis.as_of(atlas, "2100-01-01", strict=True).claims)


def test_agents_and_places_of_what_is_gone_are_gone_and_those_of_nothing_stay():
    before = analysis.as_of(story(), "2023-10-15")
    assert ids(before.agents) == ["desk", "nobody", "house", "a-leak"]
    assert ids(before.places) == ["start", "nobody", "p-leak", "around"]


def test_a_leg_that_nobody_spoke_of_yet_is_not_there():
    assert [leg.destination for leg in analysis.as_of(story(), "2023-10-15").route("way").legs] == [
        "p-leak"
    ]


def test_a_route_without_a_leg_left_is_gone_from_the_claims_too():
    assert analysis.as_of(story(), "2023-09-30").routes == ()


def test_the_answer_bears_the_day():
    assert analysis.as_of(story(), "2023-10-15").date == Period("2023-10-15")


@pytest.mark.parametrize(
    "day", [date(2023, 11, 3), datetime(2023, 11, 3, 18, tzinfo=UTC), "2023-11-03"]
)
def test_a_day_is_a_date_or_a_text(day):
    assert analysis.as_of(story(), day) == analysis.as_of(story(), "2023-11-03")


@pytest.mark.parametrize(
    "day", ["2023-11", "2023", "2023-11-01/2023-11-02", "2023-11-01/..", "now"]
)
def test_what_is_not_one_day_is_refused(day):
    with pytest.raises(InvalidRecord, match=day):
        analysis.as_of(story(), day)


def test_the_shipped_atlas_before_the_paper_holds_the_leak_and_none_who_contest_it(atlas):
    before = analysis.as_of(atlas, "2023-10-31")
    assert len(before.claims) == 22
    assert "leaks-control" in ids(before.claims)
    assert "taliban-control" not in ids(before.claims)
    claims, sources = frames.claims_frame(before), frames.sources_frame(before)
    assert analysis.origins(claims, sources)[["leaks-control"]].tolist() == [("nic-dossier",)]
    assert "contested" not in analysis.standing(claims, sources)[["leaks-control"]].iloc[0]


def test_the_shipped_atlas_of_a_later_day_is_the_whole(atlas):
    later = analysis.as_of(atlas, "2024-12-31")
    assert (later.sources, later.agents, later.places) == (
        atlas.sources,
        atlas.agents,
        atlas.places,
    )
    assert (later.routes, later.claims) == (atlas.routes, atlas.claims)


@given(atlases(), st.dates(), st.dates(), st.booleans())
def test_what_was_known_on_a_day_is_known_on_every_later_day(atlas, one, other, strict):
    early, late = sorted([one, other])
    before = set(ids(analysis.as_of(atlas, early, strict=strict).claims))
    assert before <= set(ids(analysis.as_of(atlas, late, strict=strict).claims))


@given(atlases(), st.dates())
def test_what_was_out_for_certain_may_have_been_out(atlas, day):
    strict = set(ids(analysis.as_of(atlas, day, strict=True).claims))
    assert strict <= set(ids(analysis.as_of(atlas, day).claims))


@given(atlases(), st.dates(), st.booleans())
def test_to_ask_again_changes_nothing(atlas, day, strict):
    once = analysis.as_of(atlas, day, strict=strict)
    again = analysis.as_of(once, day, strict=strict)
    assert ids(again.claims) == ids(once.claims)
    assert ids(again.routes) == ids(once.routes)
    assert ids(again.sources) == ids(once.sources)
