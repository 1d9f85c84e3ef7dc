"""What the shipped atlas answers about distances, regions and dates, as the documentation says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import balkanroute as br
from balkanroute import analysis, frames

SHIPPED = Path(__file__).parents[1] / "examples" / "dossier-2023"


@cache
def atlas():
    return br.read(SHIPPED)


def claims():
    return frames.claims_frame(atlas())


def places():
    return frames.places_frame(atlas())


@pytest.mark.parametrize(
    ("place", "expected"),
    [("asotthalom", (4.9, 3.9, 5.9)), ("vojvodina", (0, 0, 172.3)), ("horgos", (2.2, 0.7, 3.7))],
)
def test_places_are_as_far_from_the_border_as_is_known(place, expected):
    found = analysis.distance_to_border_km(places(), br.border("RS", "HU")).loc[place]
    assert tuple(found.round(1)) == expected


def test_what_is_said_of_serbia_may_be_in_vojvodina():
    found = analysis.claims_per_region(claims(), places(), places())
    assert found.loc["vojvodina"].to_dict() == {"certain": 11, "possible": 91}
    assert found.loc["serbia"].to_dict() == {"certain": 34, "possible": 91}


def test_the_points_near_the_border_fall_on_one_stretch_of_it():
    own = places()
    points = own[own.geom_type == "Point"]
    found = analysis.claims_along_border(claims(), points, br.border("RS", "HU"), every_km=20)
    assert found["claims"].round(3).to_dict()[20] == 13
    assert found["claims"].sum() == pytest.approx(14)


def test_most_of_it_happened_in_october_and_november():
    found = analysis.timeline(claims(), every="month")
    assert found.loc[pd.Timestamp("2023-10-01")] == pytest.approx(58.2, abs=0.05)
    assert found.loc[pd.Timestamp("2023-11-01")] == pytest.approx(22.9, abs=0.05)
    assert found.iloc[-1] == 10
    assert found.sum() == pytest.approx(111)
