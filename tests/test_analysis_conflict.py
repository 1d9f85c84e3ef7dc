"""Two claims about one event that put it too far apart, or at times that do not meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, box

from balkanroute import analysis, frames
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Relation, Source
from balkanroute.periods import Period

#: Horgoš and Subotica lie 24 km apart; the disc of 30 km about Horgoš reaches that far.
SPOTS = {
    "horgos": (Point(19.972, 46.156), 1000),
    "subotica": (Point(19.667, 46.1), 1000),
    "wide": (Point(19.972, 46.156), 30_000),
    "region": (box(19, 45, 21, 46.19), 0),
    "unsure": (Point(0, 0), None),
    "unknown": (None, 1000),
}


def asked(one=(), other=(), *, about=(None, None), linked="repeats", role="at"):
    """Give the frames of an atlas with two claims about one event."""
    extra = {"event": "shooting"} if linked == "event" else {}
    relations = () if linked == "event" else (Relation(kind=linked, claim="one"),)
    spots = (one, other)
    atlas = Atlas(
        title="one event",
        sources=(Source(id="s", title="S"),),
        agents=(Agent(id="a", name="A"),),
        places=tuple(
            Place(id=key, name=key, geometry=shape, precision_m=precision)
            for key, (shape, precision) in SPOTS.items()
        ),
        claims=tuple(
            Claim(
                id=key,
                says="So.",
                speaker="a",
                source="s",
                about=Period(about[n]) if about[n] else None,
                where=tuple(PlaceRole(place=place, role=role) for place in spots[n]),
                relations=relations if n else (),
                extra=extra,
            )
            for n, key in enumerate(("one", "other"))
        ),
    )
    return frames.claims_frame(atlas), frames.places_frame(atlas)


def test_places_farther_apart_than_their_precisions_allow_are_a_conflict():
    found = analysis.place_conflicts(*asked(["horgos"], ["subotica"])).loc["one"]
    assert (found["other"], found["place"], found["other_place"]) == ("other", "horgos", "subotica")
    assert found["distance_m"] == pytest.approx(24_400, abs=200)
    assert found["allowed_m"] == 2000
    assert "24.4 km apart, and their precisions allow 2.0 km" in found["reason"]


@pytest.mark.parametrize("linked", ["repeats", "event"])
def test_claims_are_about_one_event_where_one_repeats_the_other_or_both_name_it(linked):
    assert len(analysis.place_conflicts(*asked(["horgos"], ["subotica"], linked=linked))) == 1


@pytest.mark.parametrize("linked", ["supports", "narrows", "contradicts", "supersedes"])
def test_no_other_relation_says_that_an_event_is_the_same(linked):
    frame = asked(["horgos"], ["subotica"], linked=linked, about=("2023-10", "2023-11"))
    assert analysis.place_conflicts(*frame).empty
    assert analysis.period_conflicts(frame[0]).empty


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["wide"], ["subotica"]),
        (["region"], ["subotica"]),
        (["horgos"], ["horgos"]),
        (["horgos", "subotica"], ["subotica"]),
        (["unsure"], ["subotica"]),
        (["unknown"], ["subotica"]),
        (["horgos", "unknown"], ["subotica"]),
        ([], ["subotica"]),
    ],
)
def test_places_that_may_be_the_same_are_no_conflict(one, other):
    assert analysis.place_conflicts(*asked(one, other)).empty


@pytest.mark.parametrize("role", ["near", "about", "from", "to", "via", "within"])
def test_a_place_at_which_it_did_not_happen_does_not_count(role):
    assert analysis.place_conflicts(*asked(["horgos"], ["subotica"], role=role)).empty


def test_periods_that_do_not_overlap_are_a_conflict():
    claims, _ = asked(about=("2023-10-27", "2023-11"))
    found = analysis.period_conflicts(claims).loc["one"]
    assert (found["about"], found["other_about"]) == ("2023-10-27", "2023-11")
    assert found["days_apart"] == 5
    assert found["reason"] == "27 October 2023 and November 2023 do not overlap"


@pytest.mark.parametrize("about", [("2023-10-27", "2023-10"), ("2023-10", None), (None, None)])
def test_periods_that_may_be_the_same_are_no_conflict(about):
    assert analysis.period_conflicts(asked(about=about)[0]).empty


@given(st.dates(), st.dates())
def test_two_days_conflict_where_they_are_not_one(one, other):
    found = analysis.period_conflicts(asked(about=(one.isoformat(), other.isoformat()))[0])
    apart = abs((one - other).days)
    assert found["days_apart"].tolist() == ([apart] if apart else [])


def test_the_shipped_atlas_has_no_such_conflict(atlas):
    claims = frames.claims_frame(atlas)
    assert analysis.place_conflicts(claims, frames.places_frame(atlas)).empty
    assert analysis.period_conflicts(claims).empty


def test_a_place_that_is_not_there_is_named():
    claims, places = asked(["horgos"], ["subotica"])
    with pytest.raises(UnknownReference, match="claim 'one': place 'horgos' is not among"):
        analysis.place_conflicts(claims, places.drop("horgos"))


def test_places_in_another_projection_are_refused():
    claims, places = asked(["horgos"], ["subotica"])
    with pytest.raises(InvalidRecord, match="EPSG:4326"):
        analysis.place_conflicts(claims, places.to_crs("EPSG:3857"))
