from __future__ import annotations

import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import balkanroute as br
from balkanroute import cli, reports
from balkanroute.errors import UnwritableFile
from balkanroute.model import Agent, Atlas, Claim, Quantity, Relation, Source
from balkanroute.periods import Period

SHIPPED = Path(__file__).parents[1] / "examples" / "dossier-2023"
OURS = {"html", "head", "meta", "title", "body", "h1", "h2", "p", "section", "dl", "dt", "dd"}
HOSTILE = [
    "<script>alert(1)</script>", "</p><img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
    "# head", "1. one", "- x", "`code`", "&lt;", "a\n\n# b", "<!-- a", "]]>", "${x}", "https://x.y",
]  # fmt: skip


@cache
def shipped():
    return reports.gather(br.read(SHIPPED))


def claim_of(report, key):
    return next(claim for claim in report.claims if claim.id == key)


def atlas(says="So.", title="T", speaker="A", source="S", **more):
    """Give an atlas of two claims, of which the second contradicts the first."""
    return Atlas(
        title=title,
        sources=(
            Source(id="s", title=source),
            Source(id="t", title="Other", published=Period("2023-11-03")),
        ),
        agents=(Agent(id="a", name=speaker), Agent(id="b", name="B")),
        claims=(
            Claim(id="one", says=says, speaker="a", source="s", **more),
            Claim(
                id="two",
                says="Not so.",
                speaker="b",
                source="t",
                stance="denies",
                relations=(Relation(kind="contradicts", claim="one", note=says),),
            ),
        ),
    )


class Tags(HTMLParser):
    """Lists the tags of a page and what their attributes are."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.attributes = set()
        self.words = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.words.append(data)


def parsed(page):
    tags = Tags()
    tags.feed(page)
    tags.close()
    return tags


# What is known


def test_the_control_claim_has_one_origin_six_carriers_and_two_who_contest_it():
    found = claim_of(shipped(), "taliban-control")
    assert found.origins == ("nic-dossier",)
    assert len(found.carriers) >= 6
    against = {d.other for d in found.disputes if d.standing == "contradicted"}
    assert {"prosecutor-no-information", "tek-no-plans"} <= against
    assert "contested" in found.standing


def test_a_comparison_is_told_at_both_claims():
    one, other = (claim_of(shipped(), f"released-{n}") for n in (777, 808))
    there = next(c for c in one.comparisons if c.other == other.id)
    back = next(c for c in other.comparisons if c.other == one.id)
    assert (there.figure, there.other_figure) == (back.other_figure, back.figure)
    assert there.verdict == back.verdict == "series"


def test_every_claim_is_told_once_in_the_order_of_the_atlas():
    assert [c.id for c in shipped().claims] == [c.id for c in br.read(SHIPPED).claims]


def test_a_quote_is_not_told():
    told = reports.to_json(reports.gather(atlas(quote="Verbatim.", sensitivity="amber")))
    assert "Verbatim" not in told
    assert '"sensitivity": "amber"' in told


def test_an_atlas_without_claims_has_a_report_without_claims():
    found = reports.gather(Atlas(title="none"))
    assert found.claims == ()
    assert reports.to_text(found) == "none\nclaims: 0; sources: 0; origins: 0\n"


# Its forms


def test_the_text_has_a_line_for_each_fact():
    quantity = Quantity(what="people", best=3, unit="person")
    text = reports.to_text(reports.gather(atlas(quantities=(quantity,), about=Period("2023-10"))))
    assert text.split("\n\n")[1].splitlines() == [
        "one: So.",
        "  speaker: A",
        "  stance: asserts",
        "  about: October 2023",
        "  stands: contested, single origin",
        "  origin: S (s)",
        "  carried by: S (s)",
        "  first carried by: S (s)",
        "  others: contradicted by 'two' (b, 2023-11-03), out of t. So.",
    ]


def test_json_is_the_report_with_its_lists():
    found = json.loads(reports.to_json(shipped()))
    claims = {claim["id"]: claim for claim in found["claims"]}
    assert found["sources"]["nic-dossier"].startswith("National Security Aspects")
    assert claims["taliban-control"]["origins"] == ["nic-dossier"]


def test_the_page_loads_and_links_to_nothing():
    tags = parsed(reports.to_html(shipped()))
    assert set(tags.tags) == OURS
    assert tags.attributes == {"lang", "charset", "http-equiv", "content"}


@given(st.sampled_from(HOSTILE) | st.text(min_size=1).filter(lambda text: text.strip()))
def test_no_text_can_add_a_tag_to_the_page(text):
    def page(words):
        found = reports.gather(atlas(says=words, title=words, speaker=words, source=words))
        return parsed(reports.to_html(found))

    hostile, tame = page(text), page("So.")
    assert hostile.tags == tame.tags
    assert hostile.attributes == tame.attributes


@given(st.sampled_from(HOSTILE) | st.text(min_size=1).filter(lambda text: text.strip()))
def test_no_text_can_add_a_line_to_markdown_or_leave_a_mark_bare(text):
    def lines(words):
        found = reports.gather(atlas(says=words, title=words, speaker=words, source=words))
        return reports.to_markdown(found).splitlines()

    hostile, tame = lines(text), lines("So.")
    assert len(hostile) == len(tame)
    for bare in "<>[]`":
        assert all(bare not in line.replace(f"\\{bare}", "") for line in hostile)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("r.txt", reports.to_text),
        ("r.md", reports.to_markdown),
        ("r.HTML", reports.to_html),
        ("r.json", reports.to_json),
    ],
)
def test_the_name_of_the_file_says_the_form(tmp_path, name, form):
    path = reports.save(shipped(), tmp_path / name)
    assert path.read_text(encoding="utf-8") == form(shipped())


def test_another_form_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(UnwritableFile, match=r"\.txt, \.md, \.html, \.json, found '.htm'; did you"):
        reports.save(shipped(), tmp_path / "r.htm")
    assert list(tmp_path.iterdir()) == []


# The command


def run(*arguments):
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    return runner.invoke(cli.app, ["report", *map(str, arguments)])


def test_the_command_prints_the_report_as_text():
    assert run(SHIPPED).output == reports.to_text(shipped())


def test_the_command_asks_of_the_atlas_as_it_stood():
    found = run(SHIPPED, "--as-of", "2023-10-31").output
    assert "as of 2023-10-31" in found
    assert "\nleaks-control: " in found
    assert "prosecutor-no-information" not in found


def test_the_command_writes_the_file_that_it_names(tmp_path):
    path = tmp_path / "r.md"
    assert run(SHIPPED, "-o", path).output == f"{path}\n"
    assert path.read_text(encoding="utf-8") == reports.to_markdown(shipped())


def test_a_day_that_is_none_is_an_error_of_one_line():
    found = run(SHIPPED, "--as-of", "yesterday")
    assert found.exit_code == 1
    assert "'yesterday'" in found.stderr
    assert len(found.stderr.splitlines()) == 1
