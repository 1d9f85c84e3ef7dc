from __future__ import annotations

import json
import subprocess
import sys
import webbrowser
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from balkanroute import cli
from balkanroute.errors import UnwritableFile
from balkanroute.readers.documents import parsed

COMMANDS = (
    "map", "figure", "check", "new", "schema", "convert", "formats", "read", "place", "route",
    "near", "report", "scale", "geodata",
)  # fmt: skip


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    return lambda *arguments: runner.invoke(cli.app, list(map(str, arguments)))


@pytest.fixture
def started(run, tmp_path):
    assert run("new", "mine").exit_code == 0
    return tmp_path / "mine"


# Help


def test_the_commands_are_those_that_are_tested():
    assert tuple(command.name for command in cli.app.registered_commands) == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_its_exit_status(run, name):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert len(shown.output.splitlines()) > 5
    assert "--traceback" in shown.output
    assert "Exit status: 0 done, 1 could not be done" in " ".join(shown.output.split())


def test_every_option_has_help(run):
    for name in COMMANDS:
        options = run(name, "--help").output.partition("Options:")[2].partition("Exit")[0]
        for line in options.strip().splitlines():
            assert len(line.split("  ", 3)) > 1, (name, line)


def test_every_command_stands_in_the_documentation():
    page = Path(__file__).parents[1] / "docs" / "command-line.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"balkanroute {name}" not in text] == []


def test_the_list_of_commands_is_shown_without_arguments(run):
    shown = run().output
    assert all(f"  {name}" in shown for name in COMMANDS)


def test_the_version_is_printed(run):
    assert run("--version").output.startswith("balkanroute 0.")


def test_help_loads_no_heavy_library():
    script = (
        "import sys; from balkanroute.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'geopandas', 'pandas', 'shapely', 'folium', 'numpy'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_module_runs_as_the_command_does():
    done = subprocess.run(
        [sys.executable, "-m", "balkanroute", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("balkanroute ")


# check, new, schema


def test_a_new_atlas_checks_clean(run, started):
    checked = run("check", started)
    assert checked.exit_code == 0
    assert checked.output == (
        "no errors, 0 warnings; 2 sources, 3 agents, 2 places, 1 route, 2 claims\n"
    )


def test_check_prints_every_problem_and_fails(run, started):
    path = started / "atlas.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("stance: alleges", "stance: aleges").replace("kind: news", "kind: newz"),
        encoding="utf-8",
    )
    checked = run("check", path)
    lines = checked.output.splitlines()
    assert checked.exit_code == 1
    assert [line.partition(f"{path}:")[2].split(": ")[1] for line in lines[:-1]] == [
        "sources[1].kind",
        "claims[1].stance",
    ]
    assert "did you mean 'alleges'?" in lines[1]
    assert lines[-1] == "2 errors, 0 warnings"


def test_check_of_a_file_that_cannot_be_read_is_one_problem(run, tmp_path):
    checked = run("check", tmp_path / "no.yaml")
    assert (checked.exit_code, checked.output) == (
        1,
        f"{tmp_path}/no.yaml:1:1: there is no such file\n1 error, 0 warnings\n",
    )


def test_a_warning_alone_does_not_fail(run, started):
    (started / "clams.yaml").write_text("[]", encoding="utf-8")
    checked = run("check", started)
    assert checked.exit_code == 0
    assert "warning: this file is not read; did you mean 'claims'?" in checked.output
    assert "no errors, 1 warning; 2 sources" in checked.output


def test_text_from_a_file_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"title": "T", "\\u001b[2Jx": 1}', encoding="utf-8")
    assert "\x1b" not in run("check", path).output


def test_the_shipped_atlas_checks_clean(run):
    checked = run("check")
    assert checked.exit_code == 0, checked.output
    assert checked.output.startswith("no errors, 0 warnings; ")


def test_the_schema_accepts_the_atlas_to_start_from(run, started):
    schema = json.loads(run("schema").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    plain = parsed(started / "atlas.yaml").value
    plain["places"].append({"id": "v", "gazetteer": "RS-VO", "unsaid": ["note"]})
    jsonschema.validate(plain, schema)


def test_new_does_not_write_over_an_atlas(run, started):
    before = (started / "atlas.yaml").read_bytes()
    again = run("new", started)
    assert again.exit_code == 1
    assert again.stderr.startswith("balkanroute: ")
    assert "there is an atlas already" in again.stderr
    assert "Traceback" not in again.output
    assert (started / "atlas.yaml").read_bytes() == before


def test_a_traceback_is_shown_where_it_is_asked_for(run, started):
    assert isinstance(run("new", started, "--traceback").exception, UnwritableFile)


# map


def test_map_writes_a_page_named_after_the_atlas(run, started, tmp_path):
    drawn = run("map", started)
    assert drawn.exit_code == 0, drawn.output
    page = tmp_path / "mine.html"
    assert drawn.output.splitlines()[0] == str(page)
    assert page.as_uri() in drawn.output
    assert "Who crosses where" in page.read_text(encoding="utf-8")


def test_map_takes_a_name_and_a_title_and_opens_the_page(run, started, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    page = tmp_path / "page.html"
    drawn = run("map", started / "atlas.yaml", "-o", page, "--title", "Another title", "--open")
    assert drawn.exit_code == 0, drawn.output
    assert "Another title" in page.read_text(encoding="utf-8")
    assert opened == [page.as_uri()]


def test_map_speaks_the_language_and_offers_the_tiles_that_are_named(run, started, tmp_path):
    drawn = run("map", started, "--language", "hu", "--tiles", "OpenStreetMap.Mapnik")
    assert drawn.exit_code == 0
    page = (tmp_path / "mine.html").read_text("utf-8")
    assert "img-src data: blob: https://tile.openstreetmap.org;" in page


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [("--language", "hun", "did you mean 'hu'"), ("--tiles", "No.Such", "has no provider")],
)
def test_map_in_a_language_or_with_tiles_that_are_not_there_is_an_error(
    run, started, tmp_path, option, value, told
):
    drawn = run("map", started, option, value)
    assert drawn.exit_code == 1
    assert told in " ".join(drawn.output.split())
    assert not (tmp_path / "mine.html").exists()


def test_map_of_a_single_file_is_named_after_the_file(run, started, tmp_path):
    assert run("map", started / "atlas.yaml").exit_code == 0
    assert (tmp_path / "atlas.html").is_file()


def test_map_of_a_broken_atlas_is_an_error_without_a_traceback(run, tmp_path):
    (tmp_path / "a.yaml").write_text("titel: T\n", encoding="utf-8")
    drawn = run("map", "a.yaml")
    assert drawn.exit_code == 1
    assert "a.yaml:1:1: titel: atlas: there is no field 'titel'" in drawn.stderr
    assert not (tmp_path / "a.html").exists()


def test_map_without_a_path_draws_the_shipped_atlas(run, tmp_path):
    drawn = run("map")
    assert drawn.exit_code == 0, drawn.output
    assert (tmp_path / "dossier-2023.html").stat().st_size > 100_000


# place, geodata


def test_place_lists_candidates_with_key_and_reasons(run):
    found = run("place", "Szabadka", "--near", "19.7,46.1", "--kind", "settlement")
    assert found.exit_code == 0, found.output
    first, reasons = found.output.splitlines()[:2]
    assert "  Subotica, settlement in RS" in first
    assert reasons.startswith(("    0.", "    1."))
    key = first.partition("  ")[0]
    assert run("place", "Szabadka", "--country", "RS").output.splitlines()[0].startswith(key)


def test_a_place_nobody_knows_is_an_error(run):
    found = run("place", "qqqqqqqqqqqqqqqq")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == "balkanroute: no place is called 'qqqqqqqqqqqqqqqq', or nearly so\n"


@pytest.mark.parametrize("near", ["here", "1", "1,2,3", "nan,1", "200,1", "1,200"])
def test_a_point_that_is_none_is_not_understood(run, near):
    found = run("place", "Subotica", "--near", near)
    assert found.exit_code == 2
    assert "LON,LAT" in found.output or "longitude comes first" in found.output


def test_geodata_lists_layers_with_licence_and_attribution(run):
    listed = run("geodata")
    assert listed.exit_code == 0, listed.output
    assert "\nborders  ODbL-1.0  © OpenStreetMap contributors\n    Land borders" in listed.output


def test_geodata_verifies_its_files(run, monkeypatch):
    verified = run("geodata", "--verify")
    assert verified.exit_code == 0, verified.output
    assert verified.output.endswith("\nfiles that are not as registered: 0\n")
    monkeypatch.setattr("balkanroute.geodata.verify", lambda: ["borders: altered"])
    verified = run("geodata", "--verify")
    assert verified.exit_code == 1
    assert verified.output.endswith("borders: altered\nfiles that are not as registered: 1\n")


# Progress


def test_progress_is_shown_on_a_terminal_only(run, started, monkeypatch):
    assert run("check", started).stderr == ""
    monkeypatch.setenv("FORCE_COLOR", "1")
    runner = CliRunner(env={"COLUMNS": "100", "FORCE_COLOR": "1", "TERM": "xterm"})
    shown = runner.invoke(cli.app, ["check", str(started)])
    assert "Checking the atlas" in shown.stderr
    assert "Checking the atlas" not in shown.stdout


def test_rows_that_were_not_read_are_told_without_a_line_of_code(tmp_path):
    (tmp_path / "c.csv").write_text("says,speaker\nOne.,A\n,B\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "balkanroute", "map", "c.csv"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.startswith("balkanroute: warning: c.csv: 1 row was not read; row 3: ")
    assert done.stderr.endswith("; `balkanroute check` lists all\n")
