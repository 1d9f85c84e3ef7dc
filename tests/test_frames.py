from __future__ import annotations

import time
from copy import deepcopy
from dataclasses import replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from strategies import atlases, extras_with_null

from balkanroute import frames
from balkanroute.errors import InvalidAtlas, InvalidRecord
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Leg,
    Place,
    PlaceRole,
    Quantity,
    Relation,
    Route,
    Selector,
    Source,
)
from balkanroute.periods import Period

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

ATLAS = Atlas(
    title="Two claims",
    sources=(
        Source(id="paper", title="A leaked paper", published=Period("2023-10-25")),
        Source(id="news", title="A report", published=Period("2023-11~"), derived_from=("paper",)),
    ),
    agents=(Agent(id="nic", name="National Information Centre"),),
    places=(
        Place(id="horgos", name="Horgoš", geometry=shapely.Point(19.97, 46.15), precision_m=3000),
        Place(id="north", name="northern Serbia"),
        Place(id="border", name="border", geometry=shapely.LineString([(19, 46), (20, 46.2)])),
    ),
    routes=(
        Route(
            id="crossing",
            name="Over the border",
            note="of the route",
            legs=(
                Leg(origin="horgos", destination="north", corridor_m=500, note="of the leg"),
                Leg(origin="north", destination="horgos", mode="foot", over="border"),
            ),
        ),
    ),
    claims=(
        Claim(
            id="attempts",
            says="Attempts were put at 1,000 to 1,200 a day.",
            speaker="nic",
            source="news",
            about=Period("2023-10/.."),
            where=(PlaceRole(place="border", role="at"), PlaceRole(place="north")),
            quantities=(Quantity(what="attempts", unit="attempt", low=1000, high=1200, per="day"),),
            credibility=2,
            at=Selector(paragraph=6),
        ),
        Claim(
            id="nowhere",
            says="It is so.",
            speaker="nic",
            source="paper",
            relations=(Relation(kind="contradicts", claim="attempts"),),
        ),
    ),
)


@given(atlases(extra=extras_with_null))
@SLOW
def test_an_atlas_comes_back_from_its_frames_without_loss(atlas):
    assert frames.atlas_from_frames(frames.to_frames(atlas)) == atlas


def test_a_claim_about_two_places_has_two_rows_and_one_about_none_has_one():
    claims = frames.claims_frame(ATLAS)
    assert claims.index.tolist() == ["attempts", "attempts", "nowhere"]
    assert claims["place"].tolist() == ["border", "north", None]
    assert claims["role"].tolist() == ["at", "about", None]


def test_a_claim_without_a_place_has_no_geometry():
    claims = frames.claims_frame(ATLAS)
    assert [shape and shape.geom_type for shape in claims.geometry] == ["LineString", None, None]


def test_a_route_has_a_row_for_each_leg():
    routes = frames.routes_frame(ATLAS)
    assert routes.index.tolist() == ["crossing", "crossing"]
    assert routes["leg"].tolist() == [0, 1]
    assert routes["note"].tolist() == ["of the route", "of the route"]
    assert routes["leg_note"].tolist() == ["of the leg", None]


@pytest.mark.parametrize("atlas", [ATLAS, Atlas(title="empty")], ids=["full", "empty"])
@pytest.mark.parametrize("name", ["places", "routes", "claims"])
def test_a_frame_of_what_is_somewhere_is_in_degrees_longitude_first(name, atlas):
    frame = frames.to_frames(atlas)[name]
    assert type(frame) is gpd.GeoDataFrame
    assert frame.crs == "EPSG:4326"
    assert frame.columns[-1] == "geometry"


@pytest.mark.parametrize("name", ["sources", "agents", "places", "routes", "claims"])
def test_an_empty_frame_has_the_columns_and_dtypes_of_a_full_one(name):
    full = frames.to_frames(ATLAS)[name]
    empty = frames.to_frames(Atlas(title="empty"))[name]
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert empty.index.dtype == full.index.dtype
    assert empty.index.name == full.index.name == "id"


def test_what_is_missing_is_missing_and_never_nought_or_an_empty_text():
    places = frames.places_frame(ATLAS)
    claims = frames.claims_frame(ATLAS)
    assert np.isnan(places.loc["north", "precision_m"])
    assert places.loc["north", "basis"] is None
    assert places.loc["north", "geometry"] is None
    assert claims.loc["nowhere", "credibility"] is pd.NA
    assert claims.loc["nowhere", "about"] is None
    assert claims.loc["nowhere", "about_earliest"] is pd.NaT


def test_a_period_stands_as_text_with_its_bounds_beside_it():
    claims = frames.claims_frame(ATLAS)
    assert claims["about"].tolist() == ["2023-10/..", "2023-10/..", None]
    assert claims["about_earliest"].iloc[0] == pd.Timestamp("2023-10-01")
    assert claims["about_latest"].isna().all()


def test_bounds_hold_the_first_and_the_last_year_of_the_calendar():
    source = Source(id="old", title="Old", published=Period("0001/9999"))
    frame = frames.sources_frame(Atlas(title="old", sources=(source,)))
    assert frame["published_earliest"].dtype == "datetime64[s]"
    assert frame["published_earliest"].iloc[0].date() == date(1, 1, 1)
    assert frame["published_latest"].iloc[0].date() == date(9999, 12, 31)


def test_changing_a_frame_changes_no_record():
    atlas = replace(ATLAS, places=(replace(ATLAS.places[0], extra={"a": [1]}), *ATLAS.places[1:]))
    frames.places_frame(atlas).loc["horgos", "extra"]["a"].append(2)
    assert atlas.place("horgos").extra == {"a": [1]}


def test_making_an_atlas_leaves_its_frames_as_they_were():
    made = frames.to_frames(ATLAS)
    before = {name: deepcopy(frame) for name, frame in made.items()}
    frames.atlas_from_frames(made)
    assert all(made[name].equals(before[name]) for name in made)


def test_the_rows_of_a_claim_may_stand_apart():
    made = frames.to_frames(ATLAS)
    made["claims"] = made["claims"].iloc[[0, 2, 1]]
    assert frames.atlas_from_frames(made) == ATLAS


def test_legs_are_put_in_the_order_of_their_numbers():
    made = frames.to_frames(ATLAS)
    made["routes"] = made["routes"].iloc[::-1]
    assert frames.atlas_from_frames(made) == ATLAS


def test_a_column_that_would_be_lost_is_refused_with_the_nearest_of_ours():
    made = frames.to_frames(ATLAS)
    made["claims"] = made["claims"].rename(columns={"speaker": "speakr"})
    with pytest.raises(InvalidRecord, match=r"column 'speakr'.*did you mean 'speaker'\?"):
        frames.atlas_from_frames(made)


def test_a_frame_that_is_none_of_ours_is_refused():
    with pytest.raises(InvalidRecord, match=r"frame 'claim' .*did you mean 'claims'\?"):
        frames.atlas_from_frames({"claim": frames.claims_frame(ATLAS)})


def test_a_needed_field_that_is_missing_is_named():
    made = frames.to_frames(ATLAS)
    made["claims"] = made["claims"].drop(columns="says")
    with pytest.raises(InvalidRecord, match="claim 'attempts': says is missing"):
        frames.atlas_from_frames(made)


def test_a_leg_without_an_end_is_named_by_its_route():
    made = frames.to_frames(ATLAS)
    made["routes"] = made["routes"].drop(columns="origin")
    with pytest.raises(InvalidRecord, match="route 'crossing': origin is missing"):
        frames.atlas_from_frames(made)


def test_legs_without_numbers_stand_in_the_order_of_their_rows():
    made = frames.to_frames(ATLAS)
    made["routes"] = made["routes"].drop(columns="leg")
    assert frames.atlas_from_frames(made) == ATLAS


def test_frames_that_are_not_given_are_empty_lists():
    about = frames.atlas_frame(ATLAS)
    assert frames.atlas_from_frames({"atlas": about}) == Atlas(title="Two claims")


def test_frames_without_a_title_make_no_atlas():
    with pytest.raises(InvalidAtlas, match="title is empty"):
        frames.atlas_from_frames({})


def test_references_are_checked_again():
    made = frames.to_frames(ATLAS)
    del made["agents"]
    with pytest.raises(InvalidAtlas, match="agent 'nic' is not in the atlas"):
        frames.atlas_from_frames(made)


def test_a_hundred_times_the_claims_take_a_hundred_times_the_work_not_ten_thousand():
    def seconds(count):
        claims = tuple(replace(ATLAS.claims[0], id=f"c{i}") for i in range(count))
        atlas = replace(ATLAS, claims=claims)
        start = time.perf_counter()
        frames.atlas_from_frames(frames.to_frames(atlas))
        return time.perf_counter() - start

    few = min(seconds(200) for _ in range(3))
    assert seconds(20_000) < 2000 * few
