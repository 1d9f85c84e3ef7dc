from __future__ import annotations

import math

import pytest
from pyproj import Geod
from shapely import Point
from typer.testing import CliRunner

from balkanroute import border, cli

ASOTTHALOM = (19.783, 46.199)


def run(*arguments):
    return CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"}).invoke(cli.app, ["near", *arguments])


def test_it_tells_how_far_asotthalom_is_from_the_border():
    assert run("Ásotthalom", "--border", "RS-HU").output.splitlines() == [
        "Ásotthalom (geonames:3055835), settlement, known to 1 km",
        "Serbia\u2013Hungary border (RS-HU), drawn to 0.025 km",
        "nearest 3.9 km, farthest 5.9 km",
        "as drawn 4.9 km, to 19.741,46.166 on the border",
    ]


def test_the_spot_on_the_border_is_as_far_as_it_says():
    spot = run("Ásotthalom", "--border", "RS-HU").output.split(" km, to ")[1].split(" on ")[0]
    lon, lat = map(float, spot.split(","))
    metres = Geod(ellps="WGS84").inv(*ASOTTHALOM, lon, lat)[2]
    assert math.isclose(metres, 4_917, abs_tol=60)
    assert border("RS", "HU").geometry.distance(Point(lon, lat)) < 0.001


@pytest.mark.parametrize("said", ["HU-RS", "rs-hu", "Serbia-Hungary", "RS\u2013HU", " RS - HU "])
def test_a_border_may_be_named_in_other_ways(said):
    assert run("horgos", "--border", said).output == run("horgos", "--border", "RS-HU").output


def test_of_a_region_any_spot_may_be_meant():
    lines = run("RS-VO", "--border", "RS-HU").output.splitlines()
    assert lines[0] == "Vojvodina (RS-VO), region, any spot of it, drawn to 2.5 km"
    assert lines[2].startswith("nearest 0.0 km, farthest 17")


def test_two_countries_without_a_border_are_told_the_neighbours():
    found = run("Subotica", "--border", "RS-DE")
    assert found.exit_code == 1
    assert "Serbia and Germany have no common border" in found.stderr
    assert "neighbours of Serbia: " in found.stderr


def test_a_name_that_is_nearly_one_is_not_taken_for_it():
    found = run("Subotca", "--border", "RS-HU")
    assert found.exit_code == 1
    assert "did you mean 'Subotica'" in found.stderr


def test_a_place_without_geometry_is_told_what_to_ask_for():
    found = run("arda-river", "--border", "BG-GR")
    assert found.exit_code == 1
    assert "(arda-river) has no geometry; ask for a place near or around it" in found.stderr


@pytest.mark.parametrize("said", ["RS", "RS-", "-HU", ""])
def test_a_border_of_one_country_is_not_understood(said):
    found = run("Subotica", "--border", said)
    assert found.exit_code == 2
    assert "is not two countries" in found.stderr


def test_a_border_has_to_be_named():
    assert run("Subotica").exit_code == 2
