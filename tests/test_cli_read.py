from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import pytest
import standin
from typer.testing import CliRunner

import balkanroute as br
from balkanroute.cli import app
from balkanroute.mentions import batch, outcomes, places
from balkanroute.mentions.tables import COLUMNS

TEXT = (
    "Police in northern Serbia found 40 people in a lorry near Szeged on Thursday. "
    "They had come from Afghanistan, said Ana Petrovic. The driver fled to Qwertyville at night."
)


@pytest.fixture
def stand_in(monkeypatch):
    monkeypatch.setattr(places, "find_places", standin.find_places)


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "lorry.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    """Make a folder of ten articles, of which two cannot be read."""
    made = tmp_path / "articles"
    (made / "older").mkdir(parents=True)
    for number in range(8):
        name = f"older/{number}.md" if number % 2 else f"{number}.txt"
        (made / name).write_text(TEXT.replace("40", str(40 + number)), encoding="utf-8")
    (made / "empty.txt").write_bytes(b"")
    (made / "scan.txt").write_bytes(b"%PDF-1.7")
    (made / "picture.png").write_bytes(b"\x89PNG")
    (made / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    return made


def run(*arguments):
    return CliRunner().invoke(app, ["read", *map(str, arguments)])


# One article


@pytest.mark.usefixtures("stand_in")
def test_without_a_folder_the_mentions_are_printed(article):
    lines = run(article).stdout.splitlines()
    assert lines[0].split() == list(COLUMNS)
    assert [line.split()[:3] for line in lines[1:3]] == [
        ["10", "25", "northern"],
        ["58", "64", "Szeged"],
    ]


@pytest.mark.usefixtures("stand_in")
def test_the_summary_counts_what_was_found(article):
    heading, counts = run(article).stdout.splitlines()[-2:]
    assert heading.split() == ["file", "words", "places", "claims", "speakers", "figures"]
    assert counts.split() == [str(article), str(len(TEXT.split())), "3", "3", "1", "1"]


@pytest.mark.usefixtures("stand_in")
def test_the_draft_is_an_atlas_that_can_be_read(article, tmp_path):
    result = run(article, "-o", tmp_path / "drafts", "--date", "2023-11-03", "--publisher", "Daily")
    atlas = br.read(tmp_path / "drafts" / "lorry.yaml")
    assert result.exit_code == 0
    assert atlas.sources[0].publisher == "Daily"
    assert [str(claim.about) for claim in atlas.claims] == ["2023-11-02?", "None", "None"]


@pytest.mark.usefixtures("stand_in")
def test_only_what_is_asked_for_is_written(article, tmp_path):
    run(article, "-o", tmp_path / "drafts")
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["lorry.yaml"]


@pytest.mark.usefixtures("stand_in")
def test_mentions_go_to_csv_with_their_offsets(article, tmp_path):
    run(article, "-o", tmp_path / "drafts", "--csv")
    with (tmp_path / "drafts" / "lorry.mentions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in rows] == [
        row["surface"] for row in rows
    ]
    assert [(row["key"], row["abstained"]) for row in rows][1::2] == [
        ("geonames:715429", ""),
        ("", "no place is called so"),
    ]


@pytest.mark.usefixtures("stand_in")
def test_mentions_go_to_geojson_with_null_where_nothing_is_chosen(article, tmp_path):
    run(article, "-o", tmp_path / "drafts", "--geojson")
    data = json.loads((tmp_path / "drafts" / "lorry.mentions.geojson").read_bytes())
    szeged, unknown = data["features"][1], data["features"][3]
    assert szeged["geometry"] == {
        "type": "Point",
        "coordinates": [pytest.approx(20.15, abs=0.1), pytest.approx(46.25, abs=0.1)],
    }
    assert unknown["geometry"] is None
    assert set(szeged["properties"]) == set(COLUMNS) - {"lon", "lat"}


@pytest.mark.usefixtures("stand_in")
def test_quotes_are_copied_when_asked_for_and_marked(article, tmp_path):
    run(article, "-o", tmp_path / "drafts", "--with-quotes")
    claim = br.read(tmp_path / "drafts" / "lorry.yaml").claims[0]
    assert (claim.quote, claim.sensitivity) == (TEXT.split(". ", maxsplit=1)[0] + ".", "amber")


@pytest.mark.usefixtures("stand_in")
def test_a_draft_that_is_there_is_not_written_over(article, tmp_path):
    kept = tmp_path / "lorry.yaml"
    kept.write_text("corrected by hand", encoding="utf-8")
    result = run(article, "-o", tmp_path)
    assert (result.exit_code, kept.read_text(encoding="utf-8")) == (1, "corrected by hand")
    assert "--overwrite" in result.stderr


@pytest.mark.usefixtures("stand_in")
def test_a_draft_that_is_there_is_replaced_when_asked_for(article, tmp_path):
    (tmp_path / "lorry.yaml").write_text("corrected by hand", encoding="utf-8")
    assert run(article, "-o", tmp_path, "--overwrite").exit_code == 0
    assert len(br.read(tmp_path / "lorry.yaml").claims) == 3


@pytest.mark.usefixtures("stand_in")
def test_what_an_article_says_of_itself_is_used_and_an_option_overrules_it(tmp_path):
    path = tmp_path / "lorry.md"
    path.write_text(f"---\ntitle: A lorry\npublisher: Weekly\n---\n{TEXT}", encoding="utf-8")
    run(path, "-o", tmp_path, "--publisher", "Daily")
    (source,) = br.read(tmp_path / "lorry.yaml").sources
    assert (source.title, source.publisher) == ("A lorry", "Daily")


@pytest.mark.usefixtures("stand_in")
def test_a_control_character_does_not_reach_the_terminal(tmp_path):
    path = tmp_path / "lorry.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert "\x1b" not in run(path.rename(tmp_path / "lor\x1b[31mry.txt")).output


# What is refused


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--date", "last week"], "EDTF"),
        (["--csv"], "--output"),
        (["--language", "de"], "en, sr-Latn, sr-Cyrl, hu"),
        (["--largest", "0.00001"], "at most 1e-05"),
        (["-o", "lorry.txt/below"], "no folder can be made"),
    ],
)
def test_what_cannot_be_done_is_one_line_with_the_way_out(article, monkeypatch, options, words):
    monkeypatch.chdir(article.parent)
    result = run(article.name, *options)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_without_articles_is_refused(tmp_path):
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "no article there; one ends in .txt, .md" in result.stderr


@pytest.mark.usefixtures("stand_in")
def test_tables_of_a_draft_that_stays_are_not_written_either(article, tmp_path):
    (tmp_path / "lorry.yaml").write_text("corrected by hand", encoding="utf-8")
    run(article, "-o", tmp_path, "--csv")
    assert not (tmp_path / "lorry.mentions.csv").exists()


def test_a_review_page_is_for_one_article(article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(TEXT, encoding="utf-8")
    result = run(article, other, "--review", tmp_path / "review.html")
    assert result.exit_code == 1
    assert "one article, found 2" in result.stderr


# Many articles


@pytest.mark.usefixtures("stand_in")
def test_failures_are_listed_and_the_rest_is_done(folder, tmp_path):
    result = run(folder, "-o", tmp_path / "drafts", "--workers", "1")
    assert result.exit_code == 1
    assert len(list((tmp_path / "drafts").glob("*.yaml"))) == 8
    assert [line.split(": ")[1] for line in result.stderr.splitlines()] == [
        str(folder / "empty.txt"),
        str(folder / "scan.txt"),
    ]


@pytest.mark.usefixtures("stand_in")
def test_articles_of_one_name_get_drafts_of_their_own(tmp_path):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "Lorry.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "lorry.md").write_text(TEXT, encoding="utf-8")
    run(tmp_path, "-o", tmp_path / "drafts")
    names = sorted(path.name for path in (tmp_path / "drafts").iterdir())
    assert names == ["Lorry-2.yaml", "Lorry.yaml", "lorry-3.yaml"]


def test_an_article_named_twice_is_read_once(folder):
    assert len(batch.find_articles([folder, folder / "0.txt"])) == 10


@pytest.mark.usefixtures("stand_in")
def test_a_fault_of_ours_in_one_article_does_not_stop_the_rest(folder, tmp_path, monkeypatch):
    def stumble(text, **options):
        if "found 42" in text:
            raise ZeroDivisionError
        return standin.find_places(text, **options)

    monkeypatch.setattr(places, "find_places", stumble)
    result = run(folder, "-o", tmp_path / "drafts", "--workers", "1")
    assert len(list((tmp_path / "drafts").glob("*.yaml"))) == 7
    assert "2.txt: ZeroDivisionError" in result.stderr


def test_processes_write_what_one_process_writes(folder, tmp_path):
    for workers in ("1", "2"):
        run(folder, "-o", tmp_path / workers, "--csv", "--workers", workers)
    alone, shared = (
        {path.name: path.read_bytes() for path in (tmp_path / workers).iterdir()}
        for workers in ("1", "2")
    )
    assert alone == shared
    assert len(alone) == 16


def end_at_two(atlas, path):
    """Write a draft, or end the process, as one that is out of memory is ended."""
    if path.stem == "2":
        os._exit(9)
    br.write(atlas, path)


def test_an_article_that_ends_its_process_is_named_and_the_rest_is_done(folder, tmp_path):
    output = outcomes.Output(write=end_at_two, folder=tmp_path / "drafts")
    became = batch.read_all(
        batch.find_articles([folder]), output, outcomes.Wishes(language="en"), workers=2
    )
    failed = {outcome.path.name: outcome.problem for outcome in became if outcome.problem}
    assert set(failed) == {"2.txt", "empty.txt", "scan.txt"}
    assert "the process that read it was ended" in failed["2.txt"]
    assert len(list((tmp_path / "drafts").glob("*.yaml"))) == 7


# With the real finder


def test_an_article_is_read_from_the_shell_to_a_draft_and_a_page(article, tmp_path):
    review = tmp_path / "review.html"
    command = [sys.executable, "-m", "balkanroute", "read", str(article), "-o", str(tmp_path)]
    done = subprocess.run(
        [*command, "--review", str(review), "--date", "2023-11-03"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    first = br.read(tmp_path / "lorry.yaml").claims[0]
    assert {(place.place, place.role) for place in first.where} >= {("northern-serbia", "within")}
    assert first.quantities[0].best == 40
    assert "Qwertyville" in review.read_text(encoding="utf-8")
