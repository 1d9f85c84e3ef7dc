from __future__ import annotations

import importlib.util
import os
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
import yaml
from hypothesis import HealthCheck, given, settings

from balkanroute.errors import InvalidRecord, UnknownReference, UnresolvedPlace, UnwritableFile
from balkanroute.model import Agent, Atlas, Claim, Name, Place, Source
from balkanroute.periods import Period
from balkanroute.readers import find_problems, read, shipped
from balkanroute.writers import Loss, LossReport, formats, new, targets, write

_spec = importlib.util.spec_from_file_location(
    "strategies", Path(__file__).with_name("strategies.py")
)
strategies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(strategies)

ATLAS = Atlas(
    title="Títle",
    recorder="me",
    date=Period("2023-10"),
    agents=(Agent(id="me", name="Me"),),
    sources=(Source(id="s", title="S", published=Period("2023")),),
    claims=(Claim(id="c", says="So.", speaker="me", source="s"),),
)
VOJVODINA = Place(
    id="RS-VO",
    name="Vojvodina",
    names=(Name(text="Војводина"),),
    kind="region",
    geometry=shapely.box(19, 45, 21, 46),
    precision_m=100.0,
    basis="boundary data",
    gazetteer="RS-VO",
)


class FakeGazetteer:
    """One place under one key."""

    def place(self, key):
        if key != "RS-VO":
            raise UnresolvedPlace(key)
        return VOJVODINA


slowly = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def round_trip(atlas, path):
    assert not write(atlas, path)
    back = read(path)
    assert back == atlas
    return back


# What is written is read back


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_yaml_reads_back_as_it_was(tmp_path_factory, atlas):
    back = round_trip(atlas, tmp_path_factory.mktemp("yaml") / "a.yaml")
    assert repr(back) == repr(atlas)  # 1 is not 1.0, nor True


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_json_reads_back_as_it_was(tmp_path_factory, atlas):
    back = round_trip(atlas, tmp_path_factory.mktemp("json") / "a.json")
    assert repr(back) == repr(atlas)


@slowly
@given(strategies.atlases())
def test_toml_reads_back_as_it_was(tmp_path_factory, atlas):
    round_trip(atlas, tmp_path_factory.mktemp("toml") / "a.toml")


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_a_folder_reads_back_as_it_was(tmp_path_factory, atlas):
    round_trip(atlas, tmp_path_factory.mktemp("folder") / "atlas")


@slowly
@given(strategies.atlases())
def test_the_same_atlas_gives_the_same_bytes(tmp_path_factory, atlas):
    folder = tmp_path_factory.mktemp("same")
    for name in ("a.yaml", "b.yaml"):
        write(atlas, folder / name)
    assert (folder / "a.yaml").read_bytes() == (folder / "b.yaml").read_bytes()
    write(read(folder / "a.yaml"), folder / "b.yaml")
    assert (folder / "a.yaml").read_bytes() == (folder / "b.yaml").read_bytes()


def test_yaml_is_pleasant_to_read(tmp_path):
    long = "A sentence that goes on for so long that nobody would want it in one line of a file. "
    claim = replace(ATLAS.claims[0], says=(long * 2).strip(), note="One.\nTwo.", quote="no")
    write(replace(ATLAS, claims=(claim,)), tmp_path / "a.yaml")
    text = (tmp_path / "a.yaml").read_text(encoding="utf-8")
    assert "title: Títle\n" in text
    assert "date: 2023-10\n" in text
    assert "published: '2023'\n" in text
    assert "quote: 'no'\n" in text
    assert "note: |-\n      One.\n      Two.\n" in text
    assert max(map(len, text.splitlines())) <= 100


def test_other_readers_of_yaml_see_the_same_text(tmp_path):
    extra = dict.fromkeys(("no", "on", "0x1F", "1e3", "12:30", "1_000", "=", "007", "~", "y"))
    extra = {str(number): text for number, text in enumerate(extra)}
    write(replace(ATLAS, extra=extra), tmp_path / "a.yaml")
    other = yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))
    assert other["extra"] == extra


def test_other_readers_of_toml_see_the_same_text(tmp_path):
    write(ATLAS, tmp_path / "a.toml")
    other = tomllib.loads((tmp_path / "a.toml").read_text(encoding="utf-8"))
    assert other["claims"][0] == {"id": "c", "says": "So.", "speaker": "me", "source": "s"}


def test_a_loss_report_without_losses_is_false(tmp_path):
    report = write(ATLAS, tmp_path / "a.yaml")
    assert (bool(report), str(report)) == (False, "native: nothing was lost")
    lossy = LossReport(format="x", losses=(Loss(kind="claims", field="quote", count=2, total=3),))
    assert (bool(lossy), str(lossy)) == (True, "claims.quote: 2 of 3 not kept")


# Places of the gazetteer


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.toml", "folder"])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "The north", "note": "as reported"},
        {"geometry": shapely.Point(20, 45.5), "kind": "area"},
        {"geometry": None, "precision_m": None, "names": (), "basis": None},
        {"gazetteer": "XX", "geometry": shapely.Point(20, 45.5)},
        {"gazetteer": "XX", "geometry": None},
    ],
)
def test_a_place_of_the_gazetteer_reads_back_as_it_was(tmp_path, name, changes):
    place = replace(VOJVODINA, id="v", **changes)
    atlas = replace(ATLAS, places=(place,))
    write(atlas, tmp_path / name, gazetteer=FakeGazetteer())
    assert read(tmp_path / name, gazetteer=FakeGazetteer()) == atlas


def test_licensed_geometry_is_not_copied_into_a_file(tmp_path):
    atlas = replace(ATLAS, places=(replace(VOJVODINA, id="v", note="Mine."),))
    write(atlas, tmp_path / "a.yaml", gazetteer=FakeGazetteer())
    plain = yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))
    assert plain["places"] == [{"id": "v", "gazetteer": "RS-VO", "note": "Mine."}]


def test_the_shipped_atlas_reads_back_as_it_was_without_bundled_geometry(tmp_path):
    atlas = read(shipped())
    round_trip(atlas, tmp_path / "copy")
    entries = yaml.safe_load((tmp_path / "copy" / "places.yaml").read_text(encoding="utf-8"))
    taken = [entry for entry in entries if "gazetteer" in entry]
    assert len(taken) > 10
    assert [entry["id"] for entry in taken if "geometry" in entry or "point" in entry] == []


# Whole or not at all


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.yaml"
    path.write_text("old", encoding="utf-8")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        write(ATLAS, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["a.yaml"]  # noqa: PTH208 - hidden files count


def test_a_failure_leaves_the_old_folder_and_nothing_else(tmp_path, monkeypatch):
    folder = tmp_path / "atlas"
    write(ATLAS, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename = Path.rename

    def failing(self, target):
        if self.parent.name == "new" and self.name == "claims.yaml":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(UnwritableFile, match="No space left on device"):
        write(replace(ATLAS, title="New"), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert os.listdir(tmp_path) == ["atlas"]  # noqa: PTH208 - hidden files count


def test_a_folder_that_cannot_be_made_is_one_error(tmp_path):
    with pytest.raises(UnwritableFile, match="cannot be written"):
        write(ATLAS, tmp_path / "missing" / "atlas")
    with pytest.raises(UnwritableFile, match="cannot be written"):
        write(ATLAS, tmp_path / "missing" / "atlas.yaml")


def test_writing_over_an_atlas_takes_its_old_lists_away_and_nothing_else(tmp_path):
    folder = tmp_path / "atlas"
    folder.mkdir()
    (folder / "atlas.json").write_text('{"title": "Old"}', encoding="utf-8")
    (folder / "routes.toml").write_text("routes = []\n", encoding="utf-8")
    (folder / "claims.csv").write_text("id\n", encoding="utf-8")
    (folder / "README.md").write_text("mine", encoding="utf-8")
    round_trip(ATLAS, folder)
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md",
        "agents.yaml",
        "atlas.yaml",
        "claims.yaml",
        "sources.yaml",
    ]
    assert find_problems(folder) == ()


def test_a_folder_of_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableFile, match="holds other files and no atlas"):
        write(ATLAS, tmp_path)
    with pytest.raises(UnwritableFile, match="a file without a suffix"):
        write(ATLAS, tmp_path / "thesis.txt", format="native")


def test_a_file_written_over_keeps_its_permissions_in_a_folder(tmp_path):
    folder = tmp_path / "atlas"
    write(ATLAS, folder)
    (folder / "atlas.yaml").chmod(0o640)
    write(ATLAS, folder)
    assert stat.S_IMODE((folder / "atlas.yaml").stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path):
    target = tmp_path / "real.yaml"
    target.write_text("old", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to(target)
    round_trip(ATLAS, tmp_path / "link.yaml")
    assert (tmp_path / "link.yaml").is_symlink()
    assert read(target) == ATLAS


def test_a_system_that_cannot_settle_folders_still_writes(tmp_path, monkeypatch):
    def unable(*_args):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(targets.os, "open", unable)
    round_trip(ATLAS, tmp_path / "atlas")


# What cannot be written


@pytest.mark.parametrize(
    ("extra", "suffix", "expected"),
    [
        ({"a": {1, 2}}, ".yaml", "extra.a: expected text, a number, true, false, a list or"),
        ({"a": [float("nan")]}, ".json", "extra.a.0: a figure is a finite number, found nan"),
        ({"a": "\ud800"}, ".yaml", "extra.a: the text holds half a character"),
        ({"\ud800": 1}, ".json", "extra: a key: the text holds half a character"),
        ({1: "a"}, ".json", "extra.1: a key is text, found int"),
        ({"a": None}, ".toml", "extra.a: TOML has no null; leave the field out, or write YAML"),
        ({"a": 10**5000}, ".yaml", "extra.a: a whole number has at most 300 digits"),
    ],
)
def test_a_value_that_no_file_gives_back_is_refused(tmp_path, extra, suffix, expected):
    with pytest.raises(InvalidRecord, match=expected):
        write(replace(ATLAS, extra=extra), tmp_path / f"a{suffix}")
    assert list(tmp_path.iterdir()) == []


def test_bottomless_nesting_is_refused(tmp_path):
    deep = []
    for _ in range(70):
        deep = [deep]
    with pytest.raises(InvalidRecord, match="nested more than 60 deep"):
        write(replace(ATLAS, extra={"a": deep}), tmp_path / "a.yaml")


def test_an_unknown_format_names_those_there_are(tmp_path):
    with pytest.raises(UnknownReference, match=r"no format is written as '\.ymal'; did you mean"):
        write(ATLAS, tmp_path / "a.ymal")
    with pytest.raises(UnknownReference, match="format 'natvie' is not installed; did you mean"):
        write(ATLAS, tmp_path / "a.yaml", format="natvie")
    assert formats.write(ATLAS, tmp_path / "b", format="native").format == "native"


# An atlas to start from


def test_the_atlas_to_start_from_is_clean_and_teaches_the_words(tmp_path):
    path = new(tmp_path / "mine" / "first")
    assert path == tmp_path / "mine" / "first" / "atlas.yaml"
    assert find_problems(path.parent) == ()
    text = path.read_text(encoding="utf-8")
    for word in ("stance", "speaker", "source", "precision_m", "relations", "quantities", "role"):
        assert word in text
    round_trip(read(path), tmp_path / "again.yaml")


def test_an_atlas_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "atlas.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableFile, match="there is an atlas already"):
        new(tmp_path)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UnwritableFile, match="the folder cannot be made"):
        new(tmp_path / "file")
