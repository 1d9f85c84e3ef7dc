from __future__ import annotations

import re

import pytest
from typer.testing import CliRunner

from balkanroute import cli


@pytest.fixture
def run():
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    return lambda *arguments: runner.invoke(cli.app, ["route", *arguments])


def test_a_way_by_road_is_printed_leg_by_leg_with_its_length_and_what_it_is(run):
    told = run("Belgrade", "Niš", "Skopje")
    lines = told.output.splitlines()
    assert told.exit_code == 0
    assert re.fullmatch(
        r"Belgrade \(geonames:792680\) to Niš \(geonames:787657\): 23\d km, road, routed", lines[0]
    )
    assert lines[1].startswith("    Modelled on main roads, coarse (© OpenStreetMap contributors")
    assert lines[1].endswith("A computed line, not the way that was reported.")
    assert lines[2].startswith("Niš (geonames:787657) to Skopje")
    assert re.fullmatch(r"together: 4\d\d km", lines[4])


def test_a_leg_by_air_is_the_geodesic_and_no_track(run):
    told = run("airport:DYU", "airport:SVO", "--mode", "air")
    assert "airport:SVO): 3,022 km, air, inferred\n" in told.output
    assert "not a track that anyone flew" in told.output


def test_a_name_in_another_script_is_the_same_stop(run):
    assert run("Суботица", "Szeged").output == run("geonames:3189595", "Szeged").output


@pytest.mark.parametrize(
    ("stops", "told"),
    [
        (["Subotica", "Szegedd"], r"no place is called 'Szegedd'; did you mean 'Szeged' \(geo"),
        (["Subotica", "Ωψξζ"], r"no place is called 'Ωψξζ', or nearly so"),
        (["Subotica"], r"expected two stops or more, found 1"),
        (["Belgrade", "Belgrade"], r"leg 'belgrade' to 'belgrade': a leg joins two places"),
        (["Mytilene", "Athens"], r"no connection between the roads about Mytilene"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_status_1(run, stops, told):
    result = run(*stops)
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert re.search(told, result.output)


def test_another_mode_is_not_understood(run):
    assert run("Belgrade", "Niš", "--mode", "sea").exit_code == 2
