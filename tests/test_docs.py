"""The pages keep up with the package."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from balkanroute import cli
from balkanroute.model import records
from balkanroute.readers import find_problems

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    if "_build" not in path.parts and "jupyter_execute" not in path.parts
)
COMMANDS = [command.name for command in cli.app.registered_commands]
ROOMS = sorted(
    path.stem
    for path in (ROOT / "balkanroute").iterdir()
    if path.suffix in {".py", ""} and not path.stem.startswith("_") and path.stem != "py"
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section_with_its_help(command):
    page = (DOCS / "command-line.md").read_text(encoding="utf-8")
    assert f"\n## {command}\n" in page
    assert f"help-{command}.md" in page


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_in_the_architecture(room):
    assert f"`{room}`" in (DOCS / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "cli"])
def test_every_room_has_a_reference_page(room):
    page = (DOCS / "reference" / f"{room}.md").read_text(encoding="utf-8")
    assert f"automodule:: balkanroute.{room}\n" in page
    assert f"\n{room}\n" in (DOCS / "reference" / "index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [records.Stance, records.Role, records.RelationKind])
def test_every_word_of_a_claim_is_explained_in_the_conventions(words):
    page = (DOCS / "conventions.md").read_text(encoding="utf-8")
    assert [word for word in get_args(words) if f"| `{word}` |" not in page] == []


def test_every_basis_of_a_place_is_explained_in_the_conventions():
    page = (DOCS / "conventions.md").read_text(encoding="utf-8")
    assert all(f"\n`{basis}`\n: " in page for basis in get_args(records.PlaceBasis))


@pytest.mark.parametrize("record", [records.Source, records.Place, records.Claim, records.Leg])
def test_every_field_of_a_record_has_its_meaning_in_the_docstring(record):
    documented = set(re.findall(r"^([a-z0-9_, ]+)$", record.__doc__ or "", flags=re.MULTILINE))
    names = {name.strip() for line in documented for name in line.split(",")}
    assert {item.name for item in fields(record)} <= names


@pytest.mark.parametrize(
    "target", re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
)
def test_every_make_target_is_named_for_contributors(target):
    if target != "help":
        assert f"`make {target}`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_links_only_to_files_that_are_there(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_example_of_the_format_is_an_atlas_without_a_problem(tmp_path):
    example = re.search(r"```yaml\n(.*?)```", (DOCS / "format.md").read_text(), re.DOTALL)
    assert example is not None
    (tmp_path / "atlas.yaml").write_text(example[1], encoding="utf-8")
    assert find_problems(tmp_path / "atlas.yaml") == ()


def test_the_pictures_of_the_map_are_there():
    for name in ("dossier-2023.png", "dossier-2023-phone.png"):
        assert (DOCS / "_static" / name).read_bytes().startswith(b"\x89PNG")


def test_the_build_fetches_nothing():
    assert "intersphinx" not in (DOCS / "conf.py").read_text(encoding="utf-8")
