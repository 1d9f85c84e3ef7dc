"""The page answers what an editor asks: origins, first carriers, disputes, figures side by side."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pages import PHONE, VECTORS, WIDE
from playwright.sync_api import expect

import balkanroute as br
from balkanroute import analysis, frames

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "javascript/node_modules/axe-core/axe.min.js"
#: A tree of sources as lists in lists: the title of each, and what stands below it.
TREE = """list => {
    const read = list => [...list.children].map(item => {
        const below = item.querySelector(':scope > ol');
        return [item.querySelector('cite').textContent, below ? read(below) : []];
    });
    return read(list);
}"""


@pytest.fixture(scope="module")
def read(look_once, dossier):
    """Open a page that the tests only read."""
    return look_once(dossier)


def _card(watched, claim):
    """Open a claim by its address with all that is folded in its card, and give the card."""
    watched.page.evaluate("text => { location.hash = text; }", f"#claim={claim}")
    card = watched.page.locator(".br-card")
    expect(card.locator(".br-claim-foot")).to_contain_text(claim)
    watched.unfold(".br-card details")
    return card


def _chained(titles=("Root", "Retold", "Told twice"), **claim):
    """Make an atlas of a claim whose source repeats two, of which one repeats the other."""
    root, retold, twice = titles
    return br.Atlas(
        title="Chain",
        sources=(
            br.Source(id="root", title=root),
            br.Source(id="retold", title=retold, derived_from=("root",)),
            br.Source(id="twice", title=twice, derived_from=("retold", "root")),
        ),
        agents=(br.Agent(id="a", name="Ana"),),
        claims=(br.Claim(id="c", says="It is.", speaker="a", source="twice", **claim),),
    )


def test_the_claim_of_control_has_one_origin_and_six_carriers(read, atlas):
    summary = _card(read, "taliban-control").locator("details summary").last
    expect(summary).to_have_text("1 independent origin · carried by 6 sources")
    counted = analysis.echo(frames.claims_frame(atlas), frames.sources_frame(atlas))
    row = counted.loc[["taliban-control"]].iloc[0]
    assert (row["origin_count"], row["carrier_count"]) == (1, 6)


def test_the_leak_is_named_as_its_first_carrier(read):
    expect(_card(read, "taliban-control").locator(".br-first")).to_have_text(
        "first carried by Stories in Magyar Nemzet that carried leaked parts of the dossier "
        "(about October 2023)"
    )


def test_it_is_disputed_in_shape_and_word_and_the_card_says_by_whom(read):
    card = _card(read, "taliban-control")
    expect(card.locator(".br-flag")).to_have_text("≠ disputed")
    expect(card.locator(".br-against").first).to_have_text(
        "≠ contradicted by Prosecutor's Office for Organised Crime of Serbia; "
        "Counter Terrorism Centre"
    )
    expect(card.locator(".br-against").last).to_contain_text("≠ narrowed by")


def test_a_claim_that_nobody_disputes_names_nobody(read):
    expect(_card(read, "dossier-dated").locator(".br-says")).to_be_visible()
    expect(read.page.locator(".br-card .br-against")).to_have_count(0)


def test_the_finding_on_weapons_shows_an_origin_of_its_own(read, atlas):
    card = _card(read, "weapons-supply")
    expect(card.locator(".br-chain summary").last).to_contain_text("1 independent origin")
    tree = card.locator(".br-tree").first.evaluate(TREE)
    assert tree == [[atlas.source("birn-investigations").title, []]]
    expect(card.locator(".br-tree .br-origin")).to_have_text("origin")


def test_a_row_of_the_list_says_what_stands_behind_a_claim_told_often(look, dossier, atlas):
    page = look(dossier, fragment="#q=Taliban").page
    row = page.locator(".br-items .br-item", has_text=atlas.claim("taliban-control").says)
    told = row.first.locator(".br-item-behind")
    expect(told).to_contain_text("1 independent origin · carried by 6 sources · first carried by")


def test_a_row_of_a_claim_of_one_source_that_repeats_none_says_no_more(look):
    atlas = br.Atlas(
        title="One",
        sources=(br.Source(id="s", title="Only"),),
        agents=(br.Agent(id="a", name="Ana"),),
        claims=(br.Claim(id="c", says="It is.", speaker="a", source="s"),),
    )
    page = look(br.to_html(atlas)).page
    expect(page.locator(".br-items .br-item")).to_have_count(1)
    expect(page.locator(".br-item-behind")).to_have_count(0)


def test_the_chain_is_a_tree_of_lists_in_which_a_source_is_opened_once(look):
    watched = look(br.to_html(_chained()))
    tree = _card(watched, "c").locator(".br-tree").first
    below = [["Retold", [["Root", []]]], ["Root", []]]
    assert tree.evaluate(TREE) == [["Told twice", below]]
    expect(tree.locator("li").last).to_have_text("origin Root (see above)")
    expect(tree).to_have_role("list")


def test_a_long_chain_stands_in_the_tree_whole(look):
    sources = [br.Source(id="s0", title="Source 0")]
    sources += [
        br.Source(id=f"s{n}", title=f"Source {n}", derived_from=(f"s{n - 1}",))
        for n in range(1, 40)
    ]
    atlas = br.Atlas(
        title="Long",
        sources=tuple(sources),
        agents=(br.Agent(id="a", name="Ana"),),
        claims=(br.Claim(id="c", says="It is.", speaker="a", source="s39"),),
    )
    card = _card(look(br.to_html(atlas)), "c")
    titles = card.locator(".br-tree cite").all_text_contents()
    assert titles == [f"Source {n}" for n in range(39, -1, -1)]
    expect(card.locator(".br-tree .br-origin")).to_have_count(1)


def test_where_dates_do_not_settle_it_no_carrier_is_called_the_first(look):
    atlas = br.Atlas(
        title="Two",
        sources=(
            br.Source(id="s", title="Month", published=br.Period("2023-11")),
            br.Source(id="t", title="Day", published=br.Period("2023-11-03")),
            br.Source(id="u", title="Later", published=br.Period("2023-12")),
        ),
        agents=(br.Agent(id="a", name="Ana"),),
        claims=(
            br.Claim(id="c", says="It is.", speaker="a", source="s"),
            *(
                br.Claim(
                    id=f"c-{source}",
                    says="So they say.",
                    speaker="a",
                    source=source,
                    relations=(br.Relation(kind="repeats", claim="c"),),
                )
                for source in ("t", "u")
            ),
        ),
    )
    expect(_card(look(br.to_html(atlas)), "c").locator(".br-first")).to_have_text(
        "which source carried it first is not certain: Month (November 2023); Day (3 November 2023)"
    )


def _rows(card):
    """Read the tables of figures: the cells of each row."""
    rows = card.locator(".br-figures tbody tr")
    return rows.evaluate_all("all => all.map(row => [...row.cells].map(cell => cell.innerText))")


def test_counts_of_released_smugglers_stand_side_by_side_in_order(read):
    rows = _rows(_card(read, "released-1468"))
    counts = ["777", "808", "1,385", "1,468", "1,400", "1,634"]
    assert [row[0].split()[0] for row in rows[:6]] == counts
    assert rows[3][2] == "this claim"
    assert rows[4][2].startswith("⋯ series: totals of different periods")
    assert {row[2].split(":")[0] for row in rows[:6]} == {"⋯ series", "this claim"}


def test_attempts_a_day_are_not_set_against_detections_and_the_card_says_why(read):
    rows = _rows(_card(read, "attempts"))
    told = next(row[2] for row in rows if "detections" in row[0])
    assert told.startswith("⊘ cannot be compared: the units differ; one is counted over another")


def test_two_that_tell_one_figure_out_of_two_origins_agree(read):
    rows = _rows(_card(read, "rts-casualties"))
    agreeing = [row for row in rows if row[2] == "= agrees: their ranges meet"]
    assert [row[0].split()[:2] for row in agreeing] == [["3", "people"], ["1", "person"]]


def test_the_page_judges_figures_as_the_analysis_does(read, atlas):
    pairs = analysis.comparisons(frames.claims_frame(atlas), frames.sources_frame(atlas))
    wanted = Counter()
    for claim, other, verdict in zip(pairs.index, pairs["other"], pairs["verdict"], strict=True):
        wanted.update([(claim, verdict), (other, verdict)])
    found = Counter()
    for claim in sorted({claim for claim, _ in wanted}):
        card = _card(read, claim)
        for verdict in ("agree", "differ", "series"):
            number = card.locator(f".br-figures .br-figure-{verdict}").count()
            found.update({(claim, verdict): number} if number else {})
    assert found == wanted
    assert {verdict for _, verdict in wanted} == {"agree", "series"}


def _figures(*quantities):
    """Make an atlas of claims of one topic and day, each with a figure."""
    return br.Atlas(
        title="Figures",
        sources=(br.Source(id="s", title="S"),),
        agents=(br.Agent(id="a", name="Ana"),),
        claims=tuple(
            br.Claim(
                id=f"c{number}",
                says=f"It is {number}.",
                speaker="a",
                source="s",
                topics=("crossing",),
                about=br.Period("2023-10-27"),
                quantities=(quantity,),
            )
            for number, quantity in enumerate(quantities)
        ),
    )


def test_figures_that_differ_say_so_in_sign_and_word_and_that_their_origin_is_one(look):
    few, many = (br.Quantity(what="Crossings", unit="person", best=n) for n in (40, 400))
    card = _card(look(br.to_html(_figures(few, many))), "c0")
    assert [row[2] for row in _rows(card)] == [
        "this claim",
        "≠ differs: their ranges do not meet; they have an origin in common",
    ]
    card.locator(".br-figures button").click()
    expect(card.locator(".br-says")).to_have_text("It is 1.")


def test_a_figure_with_nothing_beside_it_has_no_table(look):
    atlas = _figures(br.Quantity(what="Crossings", unit="person", best=40))
    card = _card(look(br.to_html(atlas)), "c0")
    expect(card.locator(".br-rows")).to_contain_text("Crossings: 40 people")
    expect(card.locator(".br-figures")).to_have_count(0)


@pytest.mark.parametrize("vector", VECTORS)
def test_what_figures_count_is_text_in_their_tables(look, vector):
    hostile = VECTORS[vector]
    few, many = (br.Quantity(what=hostile, unit=f"{hostile} {n}", best=n) for n in (4, 5))
    watched = look(br.to_html(_figures(few, many)))
    told = _card(watched, "c0").locator(".br-figures").text_content()
    assert told.count(hostile) >= 4
    watched.nothing_went_wrong()


@pytest.mark.parametrize("vector", VECTORS)
def test_the_title_of_a_source_is_text_in_the_tree(look, vector):
    hostile = VECTORS[vector]
    titles = (f"{hostile} root", f"{hostile} retold", f"{hostile} twice")
    watched = look(br.to_html(_chained(titles)))
    found = _card(watched, "c").locator(".br-tree cite").all_text_contents()
    assert found == [titles[2], titles[1], titles[0], titles[0]]
    watched.nothing_went_wrong()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("claim", ["taliban-control", "released-1468"])
def test_axe_finds_nothing_amiss_in_a_card_with_its_answers(look, dossier, claim, size, scheme):
    watched = look(dossier, size, color_scheme=scheme)
    _card(watched, claim)
    watched.page.evaluate(AXE.read_text("utf-8"))
    found = watched.page.evaluate("async () => (await axe.run()).violations")
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_in_arabic_the_branches_of_the_tree_stand_to_the_right(look, dossier):
    watched = look(dossier, fragment="#lang=ar&claim=taliban-control")
    branch = watched.page.locator(".br-card .br-tree .br-tree > li").first
    sides = branch.evaluate(
        "node => [getComputedStyle(node).borderLeftWidth, getComputedStyle(node).borderRightWidth]"
    )
    assert sides == ["0px", "1px"]
