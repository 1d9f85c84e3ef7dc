"""A summary as a map: figures in classes, few and none told apart, only what adds up added."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from counted import places, row, summary
from hypothesis import given, settings
from hypothesis import strategies as st

import balkanroute as br
from balkanroute.errors import InvalidRecord, UnknownReference
from balkanroute.layers import Per, shade
from balkanroute.layers.counts import MOST_PERIODS, Choice, counts_of
from balkanroute.layers.shades import RULES, SCALE, breaks_of, colours_of
from balkanroute.layers.tallied import FEW, UNRATED

ABC = places("a", "b", "c")


def _codes(spec, name="whole"):
    frame = getattr(spec.tallied, name)
    return dict(zip(frame["place"], frame["code"], strict=True))


def _luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# Laying out


def test_overview_lays_a_summary_out_as_shade_does():
    counted = summary(row("a", "2023-05-01"))
    one = br.overview(counted, places=ABC, title="Counts")
    other = shade(counted, places=ABC, title="Counts")
    assert one.layers == other.layers
    assert one.tallied.whole.equals(other.tallied.whole)


def test_an_atlas_takes_no_word_of_a_summary():
    with pytest.raises(InvalidRecord, match="an atlas is laid out without by"):
        br.overview(br.Atlas(title="Empty"), by="reports")


def test_an_unknown_word_is_named_with_the_one_that_was_meant():
    with pytest.raises(InvalidRecord, match="found 'topik'; did you mean 'topic'"):
        shade(summary(row("a")), places=ABC, topik="x")


def test_a_summary_needs_its_places():
    with pytest.raises(InvalidRecord, match="the very ones that the summary was made with"):
        br.overview(summary(row("a")))


def test_a_summary_of_other_places_is_refused_by_the_name_of_one():
    with pytest.raises(UnknownReference, match="place 'x' of the summary is not among the places"):
        br.overview(summary(row("x")), places=ABC)


def test_the_map_has_areas_and_no_point():
    spec = br.overview(summary(row("a"), row("b", reports=2)), places=ABC)
    drawn = br.layers.drawn(spec)
    assert set(shapely.get_dimensions(drawn.geometry.to_numpy())) == {2}
    assert spec.atlas.claims == spec.atlas.sources == spec.atlas.agents == ()


def test_of_an_atlas_only_the_areas_are_mapped():
    atlas = br.Atlas(
        title="Atlas",
        places=(
            br.Place(id="a", name="A", geometry=shapely.box(20, 44, 21, 45), within="a"),
            br.Place(id="spot", name="Spot", geometry=shapely.Point(20, 44)),
        ),
    )
    spec = br.overview(summary(row("a")), places=atlas)
    assert [place.id for place in spec.atlas.places] == ["a"]
    assert spec.atlas.title == "Atlas"


def test_each_place_is_on_one_layer():
    spec = br.overview(summary(row("a", reports=50), row("b", reports=2)), places=ABC)
    layers = {layer.id: layer.places for layer in spec.layers}
    assert layers == {"tallied:none": ("c",), "tallied:few": ("b",), "tallied:class-1": ("a",)}


def test_layers_say_what_they_hold_in_words():
    rows = [row(key, reports=n) for key, n in zip("abc", (10, 100, 1000), strict=True)]
    spec = br.overview(summary(*rows), places=ABC, rule="round", classes=3, per="km2")
    names = [layer.name for layer in spec.layers]
    assert names[0] == "under 10 reports per 1,000 km²"
    assert names[-1] == "100 or more reports per 1,000 km²"


def test_places_that_hold_what_is_near_them_are_refused():
    near = ABC.assign(within_km=[1.0, None, None])
    with pytest.raises(InvalidRecord, match="within a distance of them cannot be coloured"):
        br.overview(summary(row("a")), places=near)


def test_places_keep_what_their_frame_says_of_them():
    told = ABC.assign(kind="country", precision_m=100.0, provenance="geodata:countries")
    spec = br.overview(summary(row("a")), places=told)
    place = spec.atlas.places[0]
    assert (place.kind, place.precision_m, place.name) == ("country", 100.0, "Place a")
    assert "OpenStreetMap" in "".join(spec.attributions)


# Few, none and nothing to divide by


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"reports": 4}, FEW),
        ({"reports": 5}, 1),
        ({"reports": 4.9}, FEW),
        ({"reports": 500, "origins": 4}, FEW),
        ({"reports": 500, "origins": 5}, 1),
        ({"reports": 500, "origins": 0}, 1),
    ],
)
def test_below_five_reports_or_origins_there_is_no_class(told, code):
    assert _codes(br.overview(summary(row("a", **told)), places=ABC)) == {0: code}


def test_what_few_are_can_be_chosen():
    counted = summary(row("a", reports=4, origins=4))
    assert _codes(br.overview(counted, places=ABC, few=3)) == {0: 1}
    with pytest.raises(InvalidRecord, match="few is 1 or more"):
        br.overview(counted, places=ABC, few=0)


def test_a_place_without_a_report_has_no_row_and_no_zero():
    spec = br.overview(summary(row("a")), places=ABC)
    assert spec.tallied.whole["place"].tolist() == [0]


def test_few_have_no_say_in_where_classes_begin():
    rows = [row("a", reports=1), row("b", reports=1000), row("c", reports=2000)]
    assert br.overview(summary(*rows), places=ABC).tallied.breaks["whole"] == (2000.0,)


def test_a_place_without_a_denominator_has_no_rate():
    per = Per(amounts={"a": 1000.0}, unit="inhabitants", each=100)
    spec = br.overview(summary(row("a"), row("b")), places=ABC, per=per)
    assert _codes(spec) == {0: 1, 1: UNRATED}
    assert spec.tallied.values(spec.tallied.whole).tolist()[0] == 1.0


@pytest.mark.parametrize("amount", [0, -3, math.inf])
def test_nothing_is_divided_by_what_is_not_above_zero(amount):
    per = Per(amounts={"a": amount}, unit="inhabitants")
    with pytest.raises(InvalidRecord, match="per 'inhabitants' of place 'a' is"):
        br.overview(summary(row("a")), places=ABC, per=per)


def test_a_denominator_may_be_a_column_of_the_places():
    told = ABC.assign(people=[2000, None, 500])
    rows = [row("a", reports=20), row("b", reports=20), row("c", reports=20)]
    spec = br.overview(
        summary(*rows), places=told, per=Per(amounts="people", unit="people", each=1000)
    )
    values = spec.tallied.values(spec.tallied.whole)
    assert values[[0, 2]].tolist() == [10.0, 40.0]
    assert math.isnan(values[1])


def test_an_unknown_column_is_named_with_those_there_are():
    with pytest.raises(UnknownReference, match=r"no column 'nam'; did you mean 'name'"):
        br.overview(summary(row("a")), places=ABC, per=Per(amounts="nam", unit="names"))


def test_a_text_is_nothing_to_divide_by():
    with pytest.raises(InvalidRecord, match="'Place a' is no number"):
        br.overview(summary(row("a")), places=ABC, per=Per(amounts="name", unit="names"))


@pytest.mark.parametrize("wrong", [{"unit": " "}, {"unit": "km2"}, {"unit": "people", "each": 0}])
def test_a_denominator_has_a_unit_and_a_number(wrong):
    with pytest.raises(InvalidRecord, match="per"):
        Per(amounts="people", **wrong)


def test_a_rate_by_area_is_per_thousand_square_kilometres_of_the_ellipsoid():
    spec = br.overview(summary(row("a", reports=100)), places=ABC, per="km2")
    area = float(br.analysis.area_km2(ABC).iloc[0])
    assert spec.tallied.values(spec.tallied.whole)[0] == pytest.approx(100 / area * 1000)


# What adds up, and what does not


def test_reports_and_figures_of_periods_add_up():
    rows = [
        row("a", "2023-05-01", 7.25, unit="person", best=10.0, low=5.0),
        row("a", "2023-06-01", 2.75, unit="person", best=4.5),
    ]
    whole = br.overview(summary(*rows), places=ABC).tallied.whole
    assert whole[["reports", "best", "low"]].to_numpy().tolist() == [[10.0, 14.5, 5.0]]
    assert math.isnan(whole["high"].iloc[0])


def test_origins_of_several_periods_are_at_least_those_of_the_largest():
    rows = [row("a", "2023-05-01", origins=6), row("a", "2023-06-01", origins=9)]
    tallied = br.overview(summary(*rows), places=ABC).tallied
    assert tallied.whole[["origins", "least"]].to_numpy().tolist() == [[9, True]]
    assert tallied.parts[["origins", "least"]].to_numpy().tolist() == [[6, False], [9, False]]


def test_totals_give_the_origins_of_all_periods():
    rows = [row("a", "2023-05-01", origins=6), row("a", "2023-06-01", origins=9)]
    totals = summary(row("a", reports=20, origins=12, sources=15))
    whole = br.overview(summary(*rows), places=ABC, totals=totals).tallied.whole
    assert whole[["sources", "origins", "least"]].to_numpy().tolist() == [[15, 12, False]]


@pytest.mark.parametrize("totals", [summary(row("a", reports=19)), summary(row("b", reports=20))])
def test_totals_of_other_events_are_refused(totals):
    rows = [row("a", "2023-05-01"), row("a", "2023-06-01")]
    with pytest.raises(InvalidRecord, match=r"has .* reports in the summary and .* in its totals"):
        br.overview(summary(*rows), places=ABC, totals=totals)


def test_topics_are_added_where_no_report_can_have_two():
    rows = [row("a", topic="crossing"), row("a", topic="raid"), row("b", topic=None)]
    whole = br.overview(summary(*rows), places=ABC).tallied.whole
    assert whole["reports"].tolist() == [20.0, 10.0]


def test_topics_are_not_added_where_a_report_may_have_two():
    rows = [row("a", topic="crossing"), row("a", topic="raid")]
    with pytest.raises(InvalidRecord, match="a report may count in more than one of them"):
        br.overview(summary(*rows, counted=15), places=ABC)


def test_one_topic_can_be_chosen():
    rows = [row("a", topic="crossing", reports=9), row("a", topic="raid")]
    tallied = br.overview(summary(*rows, counted=15), places=ABC, topic="crossing").tallied
    assert tallied.whole["reports"].tolist() == [9.0]
    assert tallied.topic == "crossing"


def test_a_topic_without_a_report_is_refused():
    with pytest.raises(UnknownReference, match=r"no report on the topic 'raids'.*'raid'"):
        br.overview(summary(row("a", topic="raid")), places=ABC, topic="raids")


def test_figures_of_several_units_are_left_out_and_named():
    rows = [row("a", unit="person", best=1.0), row("a", unit="EUR", best=900.0)]
    tallied = br.overview(summary(*rows), places=ABC).tallied
    assert (tallied.unit, tallied.others) == (None, ("EUR", "person"))
    assert tallied.whole["best"].isna().all()
    assert tallied.whole["reports"].tolist() == [20.0]


def test_a_chosen_unit_leaves_the_reports_of_the_others_counted():
    rows = [row("a", unit="person", best=1.0), row("a", unit="EUR", best=900.0)]
    tallied = br.overview(summary(*rows), places=ABC, by="best", unit="EUR").tallied
    assert tallied.whole[["reports", "best"]].to_numpy().tolist() == [[20.0, 900.0]]
    assert tallied.others == ("person",)


def test_figures_cannot_colour_without_one_unit():
    rows = [row("a", unit="person", best=1.0), row("a", unit="EUR", best=900.0)]
    with pytest.raises(InvalidRecord, match=r"figures in EUR, person; choose one unit"):
        br.overview(summary(*rows), places=ABC, by="best")
    with pytest.raises(InvalidRecord, match="no figures; choose one unit"):
        br.overview(summary(row("a")), places=ABC, by="best")
    with pytest.raises(UnknownReference, match="no report gives a figure in 'persons'"):
        br.overview(summary(*rows), places=ABC, unit="persons")


def test_figures_without_a_unit_are_a_unit_of_their_own():
    tallied = br.overview(summary(row("a", best=3.0)), places=ABC, by="best").tallied
    assert tallied.unit == ""


# Periods


@pytest.mark.parametrize(
    ("days", "span", "texts"),
    [
        (["2023-05-01", "2023-06-01"], "month", ("2023-05", "2023-06")),
        (
            ["2023-05-01", "2023-05-08"],
            "week",
            ("2023-05-01/2023-05-07", "2023-05-08/2023-05-14"),
        ),
        (["2023-05-01", "2023-05-02"], "day", ("2023-05-01", "2023-05-02")),
    ],
)
def test_periods_are_seen_from_their_first_days(days, span, texts):
    tallied = br.overview(summary(*(row("a", day) for day in days)), places=ABC).tallied
    assert (tallied.span, tallied.periods) == (span, texts)


def test_what_a_period_is_can_be_said():
    tallied = br.overview(summary(row("a", "2023-05-01")), places=ABC, period="week").tallied
    assert tallied.periods == ("2023-05-01/2023-05-07",)


def test_reports_without_a_date_stand_after_all_periods():
    rows = [row("a"), row("a", "2023-05-01", 20)]
    tallied = br.overview(summary(*rows), places=ABC).tallied
    assert tallied.periods == ("2023-05", "")
    assert tallied.parts[["period", "reports"]].to_numpy().tolist() == [[0, 20.0], [1, 10.0]]


def test_reports_without_a_date_have_no_say_in_the_classes_of_periods():
    rows = [row("a", "2023-05-01", 10), row("b", "2023-05-01", 20), row("c", None, 9000)]
    assert max(br.overview(summary(*rows), places=ABC).tallied.breaks["parts"]) <= 20


def test_very_many_days_are_put_together_to_months_and_then_to_years():
    days = np.arange("2000-01-01", "2011-01-01", dtype="datetime64[D]").astype(str)
    rows = [row("a", day, 1.0, origins=3) for day in days]
    tallied = br.overview(summary(*rows), places=ABC).tallied
    assert (tallied.span, tallied.folded) == ("month", "day")
    assert len(tallied.periods) == 132 <= MOST_PERIODS
    first = tallied.parts.iloc[0]
    assert (first["reports"], first["origins"], bool(first["least"])) == (31.0, 3, True)


def test_a_week_is_of_the_year_of_its_thursday():
    mondays = np.arange("2014-12-29", "2024-01-01", 7, dtype="datetime64[D]").astype(str)
    tallied = br.overview(summary(*(row("a", day) for day in mondays)), places=ABC).tallied
    assert (tallied.span, tallied.folded) == ("year", "week")
    assert tallied.periods == tuple(str(year) for year in range(2015, 2024))
    # The years 2015 and 2020 have 53 weeks.
    assert tallied.parts["reports"].tolist() == [530.0, *[520.0] * 4, 530.0, *[520.0] * 3]


def test_more_years_than_fit_are_put_together_to_decades():
    years = [row("a", f"{year}-01-01") for year in range(1500, 1950)]
    tallied = br.overview(summary(*years), places=ABC).tallied
    assert (tallied.span, tallied.periods[0], tallied.periods[-1]) == ("decade", "150X", "194X")
    assert set(tallied.parts["reports"]) == {100.0}


# Classes


@settings(max_examples=150)
@given(
    st.lists(st.floats(min_value=1e-6, max_value=1e9), max_size=60),
    st.integers(min_value=1, max_value=6),
    st.sampled_from(RULES),
)
def test_no_class_is_empty_and_breaks_ascend(values, classes, rule):
    found = np.array(values)
    breaks = breaks_of(found, classes, rule)
    assert len(breaks) < classes
    assert list(breaks) == sorted(set(breaks))
    if len(found):
        held = np.bincount(np.searchsorted(breaks, found, side="right"), minlength=len(breaks) + 1)
        assert (held > 0).all()


def test_figures_below_zero_have_classes_too():
    assert breaks_of(np.array([-40.0, -3.0, 5.0, 90.0]), 3, "quantiles") == (-3.0, 5.0)
    assert breaks_of(np.array([-40.0, -3.0, 5.0, 90.0]), 3, "round")
    assert breaks_of(np.array([-40.0, -3.0]), 3, "round") == ()


def test_quantiles_hold_about_as_many_each():
    breaks = breaks_of(np.arange(1.0, 101.0), 5, "quantiles")
    assert breaks == (20.0, 40.0, 60.0, 80.0)


def test_round_breaks_are_one_two_and_five_of_each_power_of_ten():
    assert breaks_of(np.array([3.0, 7.0, 15.0, 30.0]), 6, "round") == (5.0, 10.0, 20.0)


def test_missing_figures_are_of_no_class():
    assert breaks_of(np.array([math.nan, 3.0]), 5, "quantiles") == ()


def test_the_scale_falls_evenly_in_lightness_so_that_it_reads_in_greys():
    lightness = np.array([116 * _luminance(colour) ** (1 / 3) - 16 for colour in SCALE])
    steps = -np.diff(lightness)
    assert (steps > 9).all()
    assert steps.max() < 2 * steps.min()


@pytest.mark.parametrize("classes", range(1, 7))
def test_colours_are_different_and_in_the_order_of_the_scale(classes):
    chosen = [SCALE.index(colour) for colour in colours_of(classes)]
    assert chosen == sorted(set(chosen))
    assert len(chosen) == classes


@pytest.mark.parametrize("wrong", [{"classes": 7}, {"classes": 0}, {"rule": "quantile"}])
def test_classes_that_cannot_be_made_are_refused(wrong):
    with pytest.raises(InvalidRecord, match=r"map: (classes|rule) is"):
        br.overview(summary(row("a")), places=ABC, **wrong)


@pytest.mark.parametrize("wrong", [{"by": "claims"}, {"per": "person"}])
def test_what_cannot_colour_is_refused(wrong):
    with pytest.raises(InvalidRecord, match=r"map: (by|per) is"):
        br.overview(summary(row("a")), places=ABC, **wrong)


def test_single_periods_share_classes_that_are_not_those_of_all_together():
    rows = [
        row(key, f"2023-{month:02d}-01", 10 * (n + 1) + month)
        for n, key in enumerate("abc")
        for month in range(1, 7)
    ]
    tallied = br.overview(summary(*rows), places=ABC, classes=3).tallied
    assert max(tallied.breaks["parts"]) < min(tallied.breaks["whole"])


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from([None, "2023-05-01", "2023-06-01", "2024-01-01"]),
            st.integers(min_value=1, max_value=50),
            st.integers(min_value=0, max_value=20),
        ),
        min_size=1,
        max_size=12,
        unique_by=lambda one: one[:2],
    )
)
def test_all_periods_together_hold_what_the_single_ones_do(rows):
    counted = summary(*(row(key, day, n, origins=own) for key, day, n, own in rows))
    counts = counts_of(counted, ["a", "b", "c"], Choice(period="month"))
    for _, one in counts.whole.iterrows():
        parts = counts.parts[counts.parts["place"] == one["place"]]
        assert one["reports"] == parts["reports"].sum()
        assert parts["origins"].max() == one["origins"] <= parts["origins"].sum()
        assert one["least"] == (len(parts) > 1)
