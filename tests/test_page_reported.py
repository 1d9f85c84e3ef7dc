"""The switch of the time control between when a claim was reported and when it happened."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pages import PHONE, WIDE
from playwright.sync_api import expect

import balkanroute as br

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "javascript/node_modules/axe-core/axe.min.js"
EPOCH = date(1970, 1, 1)
#: The bars of the histogram as they are drawn, and what they are said to show.
CHART = """async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    const chart = document.querySelector('.br-time-chart');
    return [chart.toDataURL(), chart.getAttribute('aria-label')];
}"""


def _days(page):
    """Give the first and the last day that the time control reaches over."""
    ends = page.locator("#br-time-from")
    return tuple(int(ends.get_attribute(name)) for name in ("min", "max"))


def _reach(periods):
    bounds = [(period.earliest, period.latest) for period in periods if period is not None]
    first = min(low for low, _ in bounds if low is not None)
    last = max(high for _, high in bounds if high is not None)
    return (first - EPOCH).days, (last - EPOCH).days


def _atlas(published=None, about=None):
    """Make two claims, the second a year after the first, with dates of one kind or both."""

    def later(year, i):
        return year and br.Period(str(year + i))

    return br.Atlas(
        title="Years",
        agents=(br.Agent(id="a", name="Ana"),),
        sources=tuple(
            br.Source(id=f"s{i}", title=f"Source {i}", published=later(published, i))
            for i in (0, 1)
        ),
        claims=tuple(
            br.Claim(
                id=f"c{i}", says=f"Claim {i}.", speaker="a", source=f"s{i}", about=later(about, i)
            )
            for i in (0, 1)
        ),
    )


def _switch(page):
    return page.get_by_role("combobox", name="Dates", exact=True)


def test_the_histogram_reaches_over_the_dates_of_the_chosen_kind(look, dossier, atlas):
    page = look(dossier).page
    sources = {source.id: source for source in atlas.sources}
    reported = page.evaluate(CHART)
    assert _days(page) == _reach(sources[claim.source].published for claim in atlas.claims)
    _switch(page).select_option("about")
    assert _days(page) == _reach(claim.about for claim in atlas.claims)
    happened = page.evaluate(CHART)
    assert all(one != other for one, other in zip(reported, happened, strict=True))


@pytest.mark.parametrize("kind", ["reported", "about"])
def test_claims_without_a_date_of_the_chosen_kind_are_counted_and_left_out(
    look, dossier, atlas, kind
):
    watched = look(dossier, fragment=f"#dates={kind}&undated=no")
    sources = {source.id: source for source in atlas.sources}
    dates = {
        "reported": [sources[claim.source].published for claim in atlas.claims],
        "about": [claim.about for claim in atlas.claims],
    }
    without = dates[kind].count(None)
    expect(watched.shown).to_have_text(str(len(atlas.claims) - without))
    expect(watched.page.locator(".br-time-undated")).to_contain_text(str(without))


def test_the_same_days_let_other_claims_pass_when_the_kind_is_switched(look):
    html = br.to_html(_atlas(published=2020, about=2019))
    days = "#time=18262/18627&undated=no"  # 2020
    for kind, says in (("reported", "Claim 0."), ("about", "Claim 1.")):
        watched = look(html, fragment=f"{days}&dates={kind}")
        expect(watched.page.locator(".br-items .br-item-says")).to_have_text([says])


def test_switching_clears_the_brush_and_keeps_the_other_filters(look, dossier):
    watched = look(dossier, fragment="#q=dossier&stance=reports&time=19600/")
    page = watched.page
    chips = page.locator(".br-chip")
    expect(chips).to_have_count(3)
    _switch(page).select_option("about")
    expect(chips).to_have_count(2)
    expect(page.locator("#br-search")).to_have_value("dossier")
    page.wait_for_function("() => !location.hash.includes('time=')")


def test_the_keyboard_switches_and_a_reload_keeps_the_kind_and_the_brush(look, dossier):
    watched = look(dossier)
    page = watched.page
    _switch(page).focus()
    page.keyboard.press("ArrowDown")
    expect(_switch(page)).to_have_value("about")
    page.locator("#br-time-from").press("ArrowRight")
    page.locator(".br-time-undated input").uncheck()
    watched.fragment("dates=about")
    watched.fragment("undated=no")
    shown, days = watched.shown.text_content(), page.locator("#br-time-from").input_value()
    page.reload()
    page.wait_for_selector("html[data-complete]")
    expect(_switch(page)).to_have_value("about")
    expect(watched.shown).to_have_text(shown)
    expect(page.locator("#br-time-from")).to_have_value(days)
    watched.nothing_went_wrong()


@pytest.mark.parametrize("step", ["switch", "All dates"])
def test_time_that_runs_stops_when_the_brush_is_cleared(look, step):
    # A page with a clock of its own is no page for other tests.
    watched = look(br.to_html(_atlas(2020, 2010)), timezone_id="Europe/Skopje")
    page = watched.page
    page.clock.install()
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(1200)
    if step == "switch":
        _switch(page).select_option("about")
    else:
        page.get_by_role("button", name=step).click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.clock.run_for(1200)
    expect(page.locator("#br-time-to")).to_have_value(str(_days(page)[1]))
    expect(watched.shown).to_have_text("2")


def test_clearing_all_filters_leaves_the_kind_of_date(look, dossier, atlas):
    watched = look(dossier, fragment="#dates=about&undated=no&tab=filters")
    expect(watched.shown).not_to_have_text(str(len(atlas.claims)))
    watched.page.get_by_role("button", name="Clear all filters").click()
    expect(watched.shown).to_have_text(str(len(atlas.claims)))
    expect(_switch(watched.page)).to_have_value("about")


def test_a_page_whose_sources_have_no_date_starts_with_when_it_happened(look):
    watched = look(br.to_html(_atlas(about=2019)))
    page = watched.page
    expect(_switch(page)).to_have_value("about")
    page.locator("#br-time-from").press("ArrowRight")
    assert "dates=" not in watched.fragment("time=")
    _switch(page).select_option("reported")
    expect(page.locator("#br-time")).to_contain_text("No claim has a date of this kind.")
    again = look(br.to_html(_atlas(about=2019)), fragment=watched.fragment("dates=reported"))
    expect(_switch(again.page)).to_have_value("reported")


@pytest.mark.parametrize("kind", ["reported", "about"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_amiss_with_either_kind(look, dossier, size, kind):
    watched = look(dossier, size=size, fragment=f"#dates={kind}&time=18000/")
    expect(watched.page.locator("#br-time-from")).to_be_visible()
    watched.page.evaluate(AXE.read_text("utf-8"))
    found = watched.page.evaluate("async () => (await axe.run()).violations")
    assert [one["id"] for one in found] == []
