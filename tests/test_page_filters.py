"""What the reader asks for: words, facets, a stretch of time; and the address that keeps it."""

from __future__ import annotations

import pytest
from pages import Watched
from playwright.sync_api import expect

import balkanroute as br

pytestmark = pytest.mark.browser

#: All that a reader sees of a view.
VIEW = """() => ({
    shown: document.querySelector('#br-shown').textContent,
    chips: [...document.querySelectorAll('.br-chip')].map(one => one.textContent),
    tab: document.querySelector('[role=tab][aria-selected=true]').id,
    card: document.querySelector('.br-card')?.textContent ?? '',
    search: document.querySelector('#br-search').value,
    language: document.documentElement.lang,
    dates: document.querySelector('#br-time-by').value,
    undated: document.querySelector('.br-time-undated input').checked,
    ends: [...document.querySelectorAll('.br-time output')].map(one => one.textContent),
    marks: [...document.querySelectorAll('.br-item-says svg')].map(one => one.innerHTML).join(),
    counts: [...document.querySelectorAll('.folium-map .br-count')].map(one => {
        const box = one.getBoundingClientRect();
        return [one.textContent, Math.round(box.x / 4), Math.round(box.y / 4)].join();
    }).sort(),
})"""


def _times():
    """Make claims with a date and without, told of by sources with a date and without."""
    dated = (("2020-01-01", "2019"), ("2020-06-15", None), (None, "2018-05"), (None, None))
    return br.Atlas(
        title="Times",
        agents=(br.Agent(id="a", name="Ana"),),
        sources=tuple(
            br.Source(id=f"s{i}", title=f"Source {i}", published=when and br.Period(when))
            for i, (when, _) in enumerate(dated)
        ),
        claims=tuple(
            br.Claim(
                id=f"c{i}",
                says=f"Claim {i}.",
                speaker="a",
                source=f"s{i}",
                about=when and br.Period(when),
            )
            for i, (_, when) in enumerate(dated)
        ),
    )


def _spelled():
    return br.Atlas(
        title="Spelling",
        agents=(br.Agent(id="a", name="Đorđe Šaban"), br.Agent(id="b", name="Other")),
        sources=(br.Source(id="s", title="Вечерње новости"), br.Source(id="r", title="Nothing")),
        claims=(
            br.Claim(id="c", says="They came to Šid at night.", speaker="b", source="r"),
            br.Claim(id="d", says="Nothing.", speaker="a", source="r"),
            br.Claim(id="e", says="Nothing.", speaker="b", source="s"),
            br.Claim(id="f", says="At night they came.", speaker="b", source="r"),
        ),
    )


@pytest.fixture(scope="module")
def spelled(look_once):
    return look_once(br.to_html(_spelled()))


@pytest.fixture
def timed(look):
    return look(br.to_html(_times()))


def _listed(watched):
    return watched.page.locator(".br-items .br-item-says").all_text_contents()


def _choose(watched, facet, name):
    """Choose a value of a facet, and give the number that stood beside it."""
    box = watched.page.locator(".br-facet-box", has_text=facet).first
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    row = box.locator(".br-switch", has=watched.page.get_by_text(name, exact=True))
    told = row.locator(".br-number").text_content()
    row.locator("input").check()
    return int(told)


def _same(one: Watched, other: Watched) -> None:
    assert other.page.evaluate(VIEW) == one.page.evaluate(VIEW)


@pytest.mark.parametrize(
    ("query", "claims"),
    [
        ("Šid", "c"),
        ("sid", "c"),
        ("Шид", "c"),
        ("ШИД", "c"),
        ("SID", "c"),
        ("djordje", "d"),
        ("Ђорђе", "d"),
        ("vecernje", "e"),
        ("Večernje novosti", "e"),
        ("night came", "cf"),
        ('"came to"', "c"),
        ('"night they"', "f"),
        ("came nothing", "cf"),
        ("came zzz", ""),
        ("   ", "cdef"),
    ],
)
def test_a_search_finds_words_however_they_are_spelled(spelled, query, claims):
    spelled.page.locator("#br-search").fill(query)
    says = {claim.id: claim.says for claim in _spelled().claims}
    expect(spelled.shown).to_have_text(str(len(claims)))
    assert _listed(spelled) == [says[key] for key in claims]


def test_a_search_finds_places_and_topics(look, dossier, atlas):
    watched = look(dossier)
    for query, expected in (
        ("Szabadka", [c for c in atlas.claims if "subotica" in {at.place for at in c.where}]),
        ("prison releases", [c for c in atlas.claims if "prison releases" in c.topics]),
    ):
        watched.page.locator("#br-search").fill(query)
        expect(watched.shown).not_to_have_text(str(len(atlas.claims)))
        assert {claim.says for claim in expected} <= set(_listed(watched))


def test_values_of_one_facet_are_either_or_and_facets_are_both_and(look, dossier, atlas):
    watched = look(dossier)
    watched.tab("filters")

    def passing(topics, stances):
        return [c for c in atlas.claims if topics & set(c.topics) and c.stance in stances]

    stances = {claim.stance for claim in atlas.claims}
    first = passing({"politics"}, stances)
    assert _choose(watched, "topic", "politics") == len(first)
    expect(watched.shown).to_have_text(str(len(first)))
    both = passing({"politics", "policing"}, stances)
    _choose(watched, "topic", "policing")
    expect(watched.shown).to_have_text(str(len(both)))
    narrowed = passing({"politics", "policing"}, {"asserts"})
    assert _choose(watched, "stance", "asserts") == len(narrowed)
    expect(watched.shown).to_have_text(str(len(narrowed)))
    watched.tab("claims")
    assert _listed(watched) == [claim.says for claim in narrowed][:50]


def test_the_counts_of_a_facet_follow_the_other_filters(look, dossier, atlas):
    watched = look(dossier, fragment="#q=Haqqani&tab=filters")
    told = watched.page.locator(".br-facet-box", has_text="stance").first.locator(".br-number")
    numbers = [int(text) for text in told.all_text_contents() if text]
    assert sum(numbers) == int(watched.shown.text_content())
    assert sum(numbers) < len(atlas.claims)


def test_a_long_facet_can_be_narrowed_by_its_name(look, dossier):
    watched = look(dossier)
    watched.tab("filters")
    box = watched.page.locator(".br-facet-box", has_text="speaker").first
    box.locator(".br-narrow").fill("frontex")
    expect(box.locator(".br-switch")).to_have_count(1)
    expect(box.locator(".br-switch")).to_contain_text("Frontex")


def test_each_filter_has_a_chip_that_lifts_it(look, dossier, atlas):
    watched = look(dossier, fragment="#q=dossier&stance=reports&time=19600/&inview=yes")
    chips = watched.page.locator(".br-chip")
    expect(chips).to_have_count(4)
    seen = [int(watched.shown.text_content())]
    for left in (3, 2, 1, 0):
        chips.first.click()
        expect(chips).to_have_count(left)
        seen.append(int(watched.shown.text_content()))
    assert seen == sorted(seen)
    assert seen[-1] == len(atlas.claims)
    expect(watched.page.locator("#br-search")).to_have_value("")


def test_all_filters_are_lifted_at_once(look, dossier, atlas):
    watched = look(dossier, fragment="#q=zzz&stance=reports&time=19600/&inview=yes")
    expect(watched.shown).to_have_text("0")
    watched.page.get_by_role("button", name="Clear all filters").click()
    expect(watched.shown).to_have_text(str(len(atlas.claims)))
    expect(watched.page.locator(".br-chip")).to_have_count(0)


def test_two_sliders_filter_by_time_and_keep_claims_without_a_date(timed):
    page = timed.page
    expect(page.locator("#br-time-from")).to_have_attribute("aria-valuetext", "1 January 2020")
    page.locator("#br-time-from").press("ArrowRight")
    assert _listed(timed) == ["Claim 1.", "Claim 2.", "Claim 3."]
    page.get_by_role("button", name="All dates").click()
    page.locator("#br-time-to").press("ArrowLeft")
    assert _listed(timed) == ["Claim 0.", "Claim 2.", "Claim 3."]


def test_claims_without_a_date_can_be_left_out_and_come_back(timed):
    box = timed.page.get_by_label("with 2 undated claims")
    box.uncheck()
    expect(timed.shown).to_have_text("2")
    expect(timed.page.locator(".br-chip")).to_contain_text("only dated claims")
    timed.page.locator(".br-chip").click()
    expect(timed.shown).to_have_text("4")


def test_a_slider_cannot_pass_the_other(timed):
    page = timed.page
    page.locator("#br-time-to").press("Home")
    page.locator("#br-time-from").press("End")
    assert page.locator("#br-time-from").input_value() == page.locator("#br-time-to").input_value()
    page.locator("#br-time-to").press("Home")
    values = [page.locator(f"#br-time-{end}").input_value() for end in ("from", "to")]
    assert values == sorted(values, key=int)


def test_time_is_that_of_the_report_or_that_of_what_happened(timed):
    page = timed.page
    page.locator("#br-time-by").select_option("about")
    expect(page.locator("#br-time-from")).to_have_attribute("aria-valuetext", "1 May 2018")
    page.get_by_label("with 2 undated claims").uncheck()
    assert _listed(timed) == ["Claim 0.", "Claim 2."]
    page.locator("#br-time-by").select_option("reported")
    assert _listed(timed) == ["Claim 0.", "Claim 1."]


def test_the_pointer_draws_a_stretch_of_time_on_the_chart(timed):
    page = timed.page
    box = page.locator(".br-time-chart").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.98, box["y"] + 20, steps=4)
    page.mouse.up()
    assert _listed(timed) == ["Claim 2.", "Claim 3."]


def test_play_lets_time_run_until_it_is_paused(look):
    # A page with a clock of its own is no page for other tests.
    watched = look(br.to_html(_times()), timezone_id="Europe/Belgrade")
    page = watched.page
    page.clock.install()
    said = page.locator("#br-time-to")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    first = said.input_value()
    page.clock.run_for(1200)
    page.get_by_role("button", name="Pause").click()
    later = said.input_value()
    assert int(later) > int(first)
    page.clock.run_for(3000)
    assert said.input_value() == later
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(watched.shown).to_have_text("4")


def test_time_without_any_date_says_so(look):
    atlas = br.Atlas(
        title="Undated",
        agents=(br.Agent(id="a", name="Ana"),),
        sources=(br.Source(id="s", title="Source"),),
        claims=(br.Claim(id="c", says="Once.", speaker="a", source="s"),),
    )
    watched = look(br.to_html(atlas))
    expect(watched.page.locator("#br-time")).to_contain_text("No claim has a date of this kind.")
    expect(watched.shown).to_have_text("1")


def _zoom(watched):
    zoom = float(watched.fragment("at=").split("at=")[1].split("/")[0])
    watched.page.locator(".leaflet-control-zoom-in").click()
    return f"at={zoom + 1:g}/"


def _search(watched):
    watched.page.locator("#br-search").fill("Haqqani клан")
    return "q=Haqqani"


def _facet(watched):
    watched.tab("filters")
    _choose(watched, "topic", "terrorism risk")
    _choose(watched, "topic", "politics")
    return "politics"


def _time(watched):
    watched.page.locator("#br-time-by").select_option("about")
    watched.page.locator("#br-time-from").press("ArrowRight")
    watched.page.locator(".br-time-undated input").uncheck()
    return "undated=no"


def _claim(watched):
    watched.page.locator("[data-key='claim:5']").click()
    return "claim="


def _place(watched):
    watched.page.locator(".br-count", has_text="Southern Hungary").click()
    return "card=southern-hungary"


def _tab(watched):
    watched.tab("sources")
    return "tab=sources"


def _colour(watched):
    watched.legend()
    watched.page.locator("#br-by").select_option("speaker")
    return "by=speaker"


def _layer(watched):
    watched.legend().locator(".br-switch", has_text="Regions").locator("input").uncheck()
    return "off="


def _language(watched):
    watched.page.locator("#br-language").select_option("ar")
    return "lang=ar"


def _nearby(watched):
    watched.page.locator(".br-list-tools input").check()
    return "inview=yes"


@pytest.mark.parametrize(
    "acts",
    [
        (_zoom, _search),
        (_facet, _time),
        (_claim,),
        (_place,),
        (_tab, _language),
        (_layer, _colour),
        (_nearby,),
    ],
    ids=lambda acts: " and ".join(act.__name__.strip("_") for act in acts),
)
def test_the_address_of_a_view_opens_the_same_view(look, dossier, acts):
    watched = look(dossier)
    before = watched.page.evaluate(VIEW)
    for act in acts:
        fragment = watched.fragment(act(watched))
    assert watched.page.evaluate(VIEW) != before
    _same(watched, look(dossier, fragment=fragment))


def test_back_and_forward_go_through_what_was_opened(look, dossier):
    watched = look(dossier)
    page = watched.page
    page.locator("[data-key='claim:5']").click()
    watched.fragment("claim=")
    card = page.locator(".br-card").text_content()
    page.locator("#br-tab-sources").click()
    watched.fragment("tab=sources")
    page.go_back()
    expect(page.locator(".br-card")).to_have_text(card)
    page.go_back()
    expect(page.locator(".br-card")).to_have_count(0)
    expect(page.locator("#br-tab-claims")).to_have_attribute("aria-selected", "true")
    page.go_forward()
    expect(page.locator(".br-card")).to_have_text(card)
    page.go_forward()
    expect(page.locator("#br-tab-sources")).to_have_attribute("aria-selected", "true")


def test_back_lifts_a_filter_that_was_chosen(look, dossier, atlas):
    watched = look(dossier, fragment="#tab=filters")
    _choose(watched, "stance", "warns")
    expect(watched.shown).to_have_text("6")
    watched.page.go_back()
    expect(watched.shown).to_have_text(str(len(atlas.claims)))


def test_forward_to_the_first_language_speaks_it_again(look, dossier):
    watched = look(dossier)
    page = watched.page
    page.locator("#br-language").select_option("hu")
    watched.fragment("lang=hu")
    page.locator("#br-tab-sources").click()
    watched.fragment("tab=sources")
    page.locator("#br-language").select_option("en")
    page.wait_for_function("() => !location.hash.includes('lang=')")
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "hu")
    page.go_forward()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_link_of_a_claim_opens_it(look, dossier, atlas):
    watched = look(dossier, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.evaluate("location.hash = '#claim=price-per-head'")
    expect(page.locator(".br-card .br-says")).to_have_text(atlas.claim("price-per-head").says)
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".br-claim-foot")).to_contain_text("copied")
    other = look.at(page.evaluate("window.copied"))
    expect(other.page.locator(".br-card .br-says")).to_have_text(atlas.claim("price-per-head").says)


def test_an_address_that_names_no_claim_opens_the_list(look, dossier, atlas):
    watched = look(dossier, fragment="#claim=nobody-said-this")
    expect(watched.shown).to_have_text(str(len(atlas.claims)))
    expect(watched.page.locator(".br-item").first).to_be_visible()
    watched.nothing_went_wrong()


def test_a_topic_of_one_dash_is_not_taken_for_no_topic(look):
    topics = {"dash": ("-",), "slash": ("/",), "none": ()}
    atlas = br.Atlas(
        title="Dashes",
        sources=(br.Source(id="s", title="Source"),),
        agents=(br.Agent(id="a", name="Agent"),),
        claims=tuple(
            br.Claim(id=key, says=f"says {key}", speaker="a", source="s", topics=names)
            for key, names in topics.items()
        ),
    )
    html = br.to_html(atlas)
    for key, name in {"dash": "-", "slash": "/", "none": "no topic"}.items():
        watched = look(html)
        watched.tab("filters")
        page = watched.page
        page.locator(".br-facet-box").first.locator(
            ".br-switch", has=page.get_by_text(name, exact=True)
        ).click()
        watched.tab("claims")
        again = look(html, fragment=watched.fragment("topic="))
        for one in (watched, again):
            expect(one.page.locator(".br-item-says")).to_have_text([f"says {key}"])
