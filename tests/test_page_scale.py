"""Ten thousand claims: the page holds few elements, lists them all and counts them right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import expect

import balkanroute as br

pytestmark = pytest.mark.browser

CLAIMS = 10_000
NODES = "() => document.getElementsByTagName('*').length"


@pytest.fixture(scope="module")
def many():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent / "benchmarks"))
        import generated

        return generated.atlas(CLAIMS)


@pytest.fixture(scope="module")
def large(look_once, many):
    return look_once(br.to_html(many))


def test_of_ten_thousand_claims_all_are_counted(large):
    expect(large.shown).to_have_text("10,000")
    expect(large.page.locator("#br-counts")).to_contain_text("10,000 claims")
    large.nothing_went_wrong()


def test_ten_thousand_claims_need_few_elements(large):
    seen = {}
    for name in ("claims", "filters", "sources", "about"):
        large.tab(name)
        large.unfold("#br-view details")
        seen[name] = large.page.evaluate(NODES)
    large.tab("claims")
    assert {name: n for name, n in seen.items() if n >= 1500} == {}


def test_every_one_of_ten_thousand_claims_can_be_paged_to(large, many):
    page = large.page
    goto = page.get_by_label("Go to page")
    for number, first in ((200, 9950), (100, 4950), (1, 0)):
        goto.fill(str(number))
        goto.press("Enter")
        expect(page.locator(".br-items")).to_have_attribute("start", str(first + 1))
        rows = page.locator(".br-item-says").all_text_contents()
        assert rows == [claim.says for claim in many.claims[first : first + 50]]


def test_facets_of_ten_thousand_claims_are_counted_right(large, many):
    page = large.page
    large.tab("filters")
    told = {}
    box = page.locator(".br-facet-box").first
    for row in box.locator(".br-switch").all():
        told[row.locator("span").first.text_content()] = row.locator(".br-number").text_content()
    expected = Counter(topic for claim in many.claims for topic in claim.topics)
    assert told == {topic: f"{n:,}" for topic, n in expected.items()}
    large.tab("claims")


def test_the_counts_on_the_map_add_up_to_the_claims_in_view(large):
    page = large.page
    page.get_by_role("button", name="Everything").click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.folium-map .br-count-number')].reduce((sum, one) =>"
        " sum + Number(one.textContent.replace(/\\D/g, '')), 0) === 10000"
    )
    assert page.locator(".folium-map .br-count").count() <= 70


def test_a_word_is_found_in_the_last_of_ten_thousand_claims(large, many):
    last = many.claims[-1].says
    large.page.locator("#br-search").fill(f'"{last[:60]}"')
    expect(large.page.locator(".br-item-says").first).to_have_text(last)
    large.page.locator("#br-search").fill("")
    expect(large.shown).to_have_text("10,000")


def test_the_words_of_a_card_that_an_address_names_come_once_they_are_unpacked(look, many):
    last = many.claims[-1]
    page = look(br.to_html(many), fragment=f"#card={last.where[0].place}").page
    expect(page.locator(".br-card")).to_contain_text(last.says)
    expect(page.locator(".br-card")).not_to_contain_text("…")
    expect(page.locator(".br-card h2").first).to_be_focused()
