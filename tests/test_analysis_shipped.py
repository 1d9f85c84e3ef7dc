"""What the shipped atlas answers: how many origins, who contests, which figures compare."""

from __future__ import annotations

import pytest

from balkanroute import analysis, frames


@pytest.fixture(scope="module")
def claims(atlas):
    return frames.claims_frame(atlas)


@pytest.fixture(scope="module")
def sources(atlas):
    return frames.sources_frame(atlas)


def of(answer, claim):
    """Give the answer for a claim, which has a row for each of its places."""
    return answer[[claim]].iloc[0]


def test_that_the_taliban_control_the_groups_has_one_origin_and_six_carriers(claims, sources):
    assert of(analysis.origins(claims, sources), "taliban-control") == ("nic-dossier",)
    assert len(of(analysis.carriers(claims), "taliban-control")) >= 6
    counted = analysis.echo(claims, sources).loc[["taliban-control"]].iloc[0]
    assert counted.to_dict() == {"carrier_count": 6, "origin_count": 1, "unknown_count": 0}


def test_the_leak_carried_it_before_the_paper_was_out(claims, sources):
    found = analysis.first_carriers(claims, sources)
    assert of(found, "taliban-control") == ("magyar-nemzet-leaks",)


def test_it_is_contested_by_two_authorities_out_of_an_origin_that_is_not_its_own(claims, sources):
    done = analysis.standings(claims, sources).loc[["taliban-control"]]
    against = done[(done["standing"] == "contradicted") & done["independent"]]
    assert set(against["speaker"]) == {"serbian-prosecutor", "tek"}
    assert set(against["published"]) == {"2023-11"}
    assert "contested" in of(analysis.standing(claims, sources), "taliban-control")


def test_only_its_own_origin_supports_it(claims, sources):
    words = of(analysis.standing(claims, sources), "taliban-control")
    assert "single origin" in words
    assert "supported" not in words


def test_an_outlet_that_repeats_it_is_contested_with_it(claims, sources):
    assert "contested" in of(analysis.standing(claims, sources), "mn1103-control")


def test_the_paper_that_confirms_the_leaks_of_it_confirms_itself(claims, sources):
    found = analysis.confirmations(claims, sources).loc["leaks-confirmed"]
    assert found["confirms"] == "leaks-control"
    assert found["shared"] == ("nic-dossier",)
    assert not found["independent"]
    assert found["words"].endswith("it confirms itself")


def test_the_finding_on_weapons_has_an_origin_of_its_own(claims, sources):
    found = analysis.origins(claims, sources)
    assert of(found, "groups-arm") == of(found, "weapons-supply") == ("birn-investigations",)


def test_that_violence_grows_is_supported_by_a_second_origin(claims, sources):
    assert of(analysis.standing(claims, sources), "violence-grows") == ("supported",)


def test_two_names_of_a_group_are_a_discrepancy_in_the_retelling_of_one_origin(claims, sources):
    done = analysis.standings(claims, sources).loc[["group-names"]].iloc[0]
    assert (done["standing"], done["other"]) == ("contradicted", "wenews-group-names")
    assert not done["independent"]
    assert done["words"].endswith("a discrepancy in the retelling of nic-dossier")
    assert of(analysis.standing(claims, sources), "group-names")[0] == "contradicted"


def test_the_atlas_has_fewer_origins_than_carriers(claims, sources):
    total = analysis.echo_total(claims, sources)
    assert total["carriers"] == 30
    assert total["origins"] == 21
    assert total["claims"] == 111


def test_the_smugglers_released_through_the_year_are_one_growing_series(claims):
    found = analysis.count_series(claims)
    released = found[found["what"] == "convicted smugglers released from Hungarian prisons"]
    assert released["low"].tolist() == [777, 808, 1385, 1400, 1468, 1634]
    assert released["series"].nunique() == 1
    assert set(released["trend"]) == {"growing"}


def test_no_two_counts_of_the_released_are_said_to_differ(claims, sources):
    found = analysis.comparisons(claims, sources)
    released = found[found.index.str.startswith("released-")]
    assert len(released) == 15
    assert set(released["verdict"]) == {"series"}


def test_attempts_a_day_and_detections_a_year_are_refused_with_the_reason(claims, sources):
    found = analysis.compare(claims, sources, "attempts", "frontex-year").iloc[0]
    assert found["verdict"] == "not comparable"
    assert "attempt is not detection" in found["reason"]
    assert "a figure per day is not a total over 2023" in found["reason"]


def test_attempts_and_detections_stand_among_what_shares_a_topic(claims, sources):
    found = analysis.comparisons(claims, sources, across=True).loc[["attempts"]]
    year = found[(found["other"] == "frontex-year") & (found["other_number"] == 0)]
    assert year["verdict"].tolist() == ["not comparable"]


def test_the_frontex_totals_of_parts_of_a_year_are_a_series_out_of_one_origin(claims, sources):
    found = analysis.compare(claims, sources, "frontex-quarter", "frontex-year").iloc[0]
    assert found["verdict"] == "series"
    assert found["shared"] == ("frontex-figures",)


def test_two_origins_agree_on_those_who_died_near_horgos(claims, sources):
    found = analysis.compare(claims, sources, "rts-casualties", "mup-casualties").iloc[0]
    assert (found["verdict"], found["reason"]) == ("agree", "both allow 3")
    assert found["shared"] == ()
