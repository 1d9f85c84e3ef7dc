# ruff: noqa: E501 - a case stands on one line
from __future__ import annotations

import os
import re
import time
from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balkanroute import writers
from balkanroute._extras import require
from balkanroute.errors import (
    InvalidAtlas,
    MissingData,
    MissingExtra,
    UnknownReference,
    UnreadableFile,
    UnresolvedPlace,
)
from balkanroute.model import Name, Place
from balkanroute.periods import Period
from balkanroute.readers import find_problems, formats, read, shipped
from balkanroute.readers.tables import COLUMNS

AGENTS = "agents: [{id: me, name: Me}]\n"
SOURCES = "sources: [{id: s, title: S}]\n"


#: What is struck into a good file to damage it.
JUNK = [
    b"[", b"{", b'"', b"'", b"\n", b": ", b"- ", b"\xff", b"&a ", b"!x ", b"~", b"null", b"1e999",
    b"\\ud800", b"#", b"\t", b"|", b"%", b"\x00", b"9" * 20, b"[]", b"{}", b"=", b".", b'"""', b"",
]  # fmt: skip


class FakeGazetteer:
    """One place under one key."""

    def place(self, key):
        if key != "RS-VO":
            message = f"key {key!r} is not in the gazetteer; did you mean 'RS-VO'?"
            raise UnresolvedPlace(message)
        return Place(
            id="RS-VO",
            name="Vojvodina",
            names=(Name(text="Војводина", language="sr", script="Cyrl"),),
            kind="region",
            geometry=shapely.box(19, 45, 21, 46),
            precision_m=100.0,
            basis="boundary data",
            provenance="geodata:regions",
            ids={"iso": "RS-VO"},
            gazetteer="RS-VO",
        )


def write(folder, name, text):
    folder.mkdir(exist_ok=True)
    path = folder / name
    if isinstance(text, bytes):
        path.write_bytes(text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


def only_problem(path, **options):
    (problem,) = find_problems(path, **options)
    return str(problem).removeprefix(f"{path.parent}{os.sep}")


# What is read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "title: T\nagents:\n  - {id: me, name: Me}\n"),
        ("a.yml", "\ufefftitle: T\nagents:\n  - {id: me, name: Me}\n"),
        ("a.JSON", '{"$schema": "atlas.schema.json", "title": "T", "agents": [{"id": "me", "name": "Me"}]}'),
        ("a.toml", 'title = "T"\n[[agents]]\nid = "me"\nname = "Me"\n'),
    ],
)  # fmt: skip
def test_every_native_suffix_is_read(tmp_path, name, text):
    atlas = read(write(tmp_path, name, text))
    assert (atlas.title, atlas.agent("me").name) == ("T", "Me")


def test_a_folder_is_its_files_together(tmp_path):
    write(tmp_path, "atlas.toml", 'title = "T"\nrecorder = "me"\n')
    write(tmp_path, "agents.yaml", "- {id: me, name: Me}\n")
    write(tmp_path, "sources.json", '{"sources": [{"id": "s", "title": "S"}]}')
    write(tmp_path, "claims.toml", '[[claims]]\nsays = "So."\nspeaker = "me"\nsource = "s"\n')
    write(tmp_path, "notes.txt", "not ours")
    assert read(tmp_path).claims[0].says == "So."
    assert find_problems(tmp_path) == ()


def test_scalars_follow_yaml_1_2_and_dates_stay_text(tmp_path):
    text = (
        "title: T\nextra: {a: no, b: on, c: 2023-10-25, d: 12:30, e: 0x1F, f: 007, g: 1_000, "
        "h: true, i: ~, j: 1e3, k: '5', l: -1, m: .5, n: .inf, o: yes}\n"
    )
    assert read(write(tmp_path, "a.yaml", text)).extra == {
        "a": "no", "b": "on", "c": "2023-10-25", "d": "12:30", "e": "0x1F", "f": "007",
        "g": "1_000", "h": True, "i": None, "j": 1000.0, "k": "5", "l": -1, "m": 0.5,
        "n": ".inf", "o": "yes",
    }  # fmt: skip


def test_a_bare_year_and_a_toml_date_are_periods(tmp_path):
    assert read(write(tmp_path, "a.yaml", "title: T\ndate: 2023\n")).date == Period("2023")
    text = 'title = "T"\ndate = 2023-10-25\n'
    assert read(write(tmp_path, "a.toml", text)).date == Period("2023-10-25")


def test_keys_are_always_text(tmp_path):
    atlas = read(write(tmp_path, "a.yaml", "title: T\nextra: {1: a, no: b, ~: c}\n"))
    assert list(atlas.extra) == ["1", "no", "~"]


# What is wrong, and where


def test_all_problems_come_at_once_with_their_lines(tmp_path):
    text = (
        "titel: T\n"
        "recorder: you\n"
        "sources:\n"
        "  - id: s\n"
        "    kind: newz\n"
        "agents:\n"
        "  - {id: me, name: Me}\n"
        "claims:\n"
        "  - {id: a, says: So., speaker: mee, source: s}\n"
        "  - {id: a, says: So., speaker: me, source: s}\n"
    )
    path = write(tmp_path, "a.yaml", text)
    found = [re.sub(r"^.*a\.yaml:", "", str(p)) for p in find_problems(path)]
    assert [line.split(" ")[0] for line in found] == [
        "1:1:", "1:1:", "2:1:", "4:5:", "5:5:", "9:24:", "10:6:",
    ]  # fmt: skip
    assert "there is no field 'titel'; did you mean 'title'?" in "\n".join(found)
    assert "recorder 'you' is not among the agents" in "\n".join(found)
    assert "'newz' is not one of" in "\n".join(found)
    assert "agent 'mee' is not in the atlas; did you mean 'me'?" in "\n".join(found)
    assert "the id stands already at claims[0]" in "\n".join(found)
    with pytest.raises(InvalidAtlas) as caught:
        read(path)
    assert caught.value.problems == find_problems(path)


def test_a_reference_to_a_broken_record_is_no_second_problem(tmp_path):
    text = (
        "title: T\nagents: [{id: me, name: Me, kind: persn}]\n"
        f"{SOURCES}claims: [{{says: So., speaker: me, source: s}}]\n"
    )
    assert only_problem(write(tmp_path, "a.yaml", text)).startswith(
        "a.yaml:2:29: agents[0].kind: agent 'me': 'persn' is not one of person,"
    )


def test_a_message_about_another_record_counts_as_the_file_does(tmp_path):
    text = (
        "title: T\nagents:\n  - {id: a}\n  - {id: b, name: B}\n  - {id: c}\n  - {id: b, name: B}\n"
    )
    problems = find_problems(write(tmp_path, "a.yaml", text))
    assert [p.line for p in problems] == [3, 5, 6]
    assert "stands already at agents[1]" in str(problems[-1])


def test_warnings_do_not_stop_reading(tmp_path):
    text = (
        f"title: T\n{AGENTS}sources: [{{id: s, title: S, url: 'javascript:x'}}]\n"
        "claims: []\nplaces:\nroutes: []\n"
    )
    path = write(tmp_path, "a.yaml", text)
    assert ":3:29: sources[0].url: warning: source 's': url" in str(find_problems(path)[0])
    assert len(read(path).warnings) == 1


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", '{\n "title": "T",\n "agents": [\n  {"id": "a", "name": "A"},\n  {"id": "b",\n   "name": 5}\n ]\n}', "6:4: agents[1].name: agent 'b'"),
        ("a.toml", 'title = "T"\nsummary = """\n[[agents]]\n"""\n[[agents]]\nid = "a"\nname = "A"\n[[agents]]\nid = "b"\nname = 5\n', "10:1: agents[1].name: agent 'b'"),
        ("a.toml", 'title = "T"\n[[routes]]\nid = "r"\nname = "R"\n[[routes.legs]]\nfrom = "a"\nto = "a"\n', "5:1: routes[0].legs[0]: route 'r'"),
        ("a.yaml", "title: T\nagents:\n- id: a\n  name: A\n-\n  id: b\n  name: 5\n", "7:3: agents[1].name: agent 'b'"),
        ("a.yaml", "title: T\nagents: {a: 1}\n", "2:1: agents: atlas: expected a list of agents"),
        ("a.yaml", "title: T\nagents: [a]\n", "2:10: agents[0]: agent: expected fields and values"),
        ("a.yaml", "title: T\nrecorder: 5\n", "2:1: recorder: atlas: recorder is the id of an agent"),
    ],
)  # fmt: skip
def test_a_problem_names_its_line(tmp_path, name, text, expected):
    problems = [str(problem) for problem in find_problems(write(tmp_path, name, text))]
    assert any(f"{name}:{expected}" in problem for problem in problems), problems


# Folders


def test_a_list_in_two_files_is_a_problem(tmp_path):
    write(tmp_path, "atlas.yaml", f"title: T\n{AGENTS}")
    path = write(tmp_path, "agents.yaml", "- {id: me, name: Me}\n")
    (problem,) = find_problems(tmp_path)
    assert (problem.file, problem.severity) == (path, "error")
    assert "agents stand already in atlas.yaml" in str(problem)


def test_two_atlas_files_are_refused(tmp_path):
    write(tmp_path, "atlas.yaml", "title: T\n")
    write(tmp_path, "atlas.json", '{"title": "T"}')
    with pytest.raises(UnreadableFile, match=r"atlas\.json stands beside it"):
        read(tmp_path)


def test_a_list_file_holds_nothing_else(tmp_path):
    write(tmp_path, "atlas.yaml", "title: T\n")
    write(tmp_path, "agents.yaml", "agents: []\nsources: []\n")
    with pytest.raises(UnreadableFile, match="expected a list of agents, or the one key"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("clams.yaml", "this file is not read; did you mean 'claims'?"),
        ("places.csv", "this file is not read; it would be read with .yaml, .yml, .json, .toml"),
    ],
)
def test_a_misspelt_file_is_a_warning(tmp_path, name, expected):
    write(tmp_path, "atlas.yaml", "title: T\n")
    write(tmp_path, name, "[]")
    (problem,) = find_problems(tmp_path)
    assert (problem.severity, problem.message) == ("warning", expected)
    assert read(tmp_path).title == "T"


def test_a_folder_without_an_atlas_says_what_it_wants(tmp_path):
    write(tmp_path, "atlas.yamll", "title: T\n")
    with pytest.raises(UnreadableFile, match=r"holds no atlas\.yaml.*did you mean 'atlas\.yamll'"):
        read(tmp_path)


# Files that cannot be read: one clear error each


HOSTILE = {
    "empty": ("a.yaml", b"", "1:1: the file is empty"),
    "blank": ("a.toml", b"  \n", "1:1: the file is empty"),
    "only a comment": ("a.yaml", b"# nothing\n", "1:1: the file is empty"),
    "null": ("a.yaml", b"~\n", "1:1: the file is empty"),
    "not a mapping": ("a.json", b"[1]", "1:1: expected fields such as title and claims"),
    "truncated JSON": ("a.json", b'{"title": "T", "agents": [', "1:27: this is not JSON: "),
    "truncated YAML": ("a.yaml", b'title: "T', "1:10: this is not YAML: "),
    "truncated TOML": ("a.toml", b'title = "T', "this is not TOML: "),
    "UTF-16": ("a.yaml", "title: T".encode("utf-16"), "marks UTF-16; save the file as UTF-8"),
    "UTF-16 without mark": ("a.yaml", "title: T".encode("utf-16-le"), "1:2: byte 0x00 at offset 1"),
    "Latin-1": ("a.yaml", "a: 1\ntitle: é".encode("latin-1"), "2:8: byte 0xE9 at offset 12 is not"),
    "binary": ("a.json", bytes(range(256)), "1:1: byte 0x00 at offset 0: this is a binary file"),
    "control character": ("a.yaml", b"title: \x07", "1:8: this is not YAML"),
    "two documents": ("a.yaml", b"title: T\n---\ntitle: U\n", "3:1: a second document"),
    "anchor": ("a.yaml", b"title: &x T\n", "1:8: title: anchors and aliases are not read (&x)"),
    "alias": ("a.yaml", b"title: *x\n", "anchors and aliases are not read (*x)"),
    "tag": ("a.yaml", b"title: !!python/name:os.system T\n", "1:8: title: tags are not read"),
    "merge key": ("a.yaml", b"title: T\n<<: {a: 1}\n", "2:1: merge keys (<<) are not read"),
    "repeated key": ("a.yaml", b"title: T\ntitle: U\n", "2:1: key 'title' stands twice"),
    "repeated key in JSON": ("a.json", b'{"title": "T",\n"extra": {"a": 1,\n"a": 2}}', "3:1: extra.a: key 'a' stands twice"),
    "repeated key in TOML": ("a.toml", b'title = "T"\ntitle = "U"\n', "2:"),
    "list as a key": ("a.yaml", b"[a]: T\n", "1:1: a key is text"),
    "NaN": ("a.json", b'{"title": "T",\n "extra": {"a": NaN}}', "2:17: JSON has no NaN"),
    "infinity": ("a.json", b'{"title": "T", "extra": {"a": [1e999]}}', "1:32: extra.a[0]: a figure is a finite"),
    "infinity in YAML": ("a.yaml", b"title: T\nextra: {a: 1e999}\n", "2:12: extra.a: a figure is a finite"),
    "infinity in TOML": ("a.toml", b'title = "T"\n[extra]\na = inf\n', "3:1: extra.a: a figure is a finite"),
    "half a character": ("a.json", b'{"title": "T", "note": "\\ud800"}', "1:16: note: the text holds half a"),
    "half a key": ("a.json", b'{"title": "T", "extra": {"\\ud800": 1}}', "the text holds half a character"),
    "half a character in YAML": ("a.yaml", b'title: "\\ud800"', "1:"),
    "endless number": ("a.json", b'{"a": ' + b"9" * 5000 + b"}", "a number has too many digits"),
    "endless number in YAML": ("a.yaml", b"a: " + b"9" * 5000, "1:4: a: a number has too many digits"),
    "endless number in TOML": ("a.toml", b"a = " + b"9" * 5000, "cannot be read"),
    "no such day": ("a.toml", b"a = 2023-02-30", "this is not TOML"),
    "deep YAML": ("a.yaml", b"title: T\nextra: " + b"[" * 100_000, "nested more than 64 deep"),
    "deep block YAML": ("a.yaml", b"- " * 100_000 + b"a", "nested more than 64 deep"),
    "deep JSON": ("a.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested more than 64 deep"),
    "deep but parsable JSON": ("a.json", b'{"a":' * 70 + b"1" + b"}" * 70, "nested more than 64 deep"),
    "deep TOML": ("a.toml", b"a = " + b"[" * 100_000 + b"]" * 100_000, "nested more than 64 deep"),
    "dotted TOML": ("a.toml", b"a." * 500_000 + b"a = 1", "1:1: lists and mappings are nested"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_one_clear_error_in_little_time(tmp_path, case):
    name, raw, expected = HOSTILE[case]
    path = write(tmp_path, name, raw)
    start = time.perf_counter()
    assert expected in only_problem(path)
    with pytest.raises(UnreadableFile, match=re.escape(f"{path}:")):
        read(path)
    assert time.perf_counter() - start < 5


def test_an_alias_bomb_does_not_go_off(tmp_path):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert "1:4: a: anchors and aliases" in only_problem(write(tmp_path, "a.yaml", bomb))


@pytest.mark.parametrize(
    ("name", "limit"),
    [("a.yaml", 16), ("a.json", 64), ("a.toml", 8), ("claims.csv", 64), ("claims.xlsx", 16)],
)
def test_a_huge_file_is_refused_before_it_is_read(tmp_path, name, limit):
    write(tmp_path, "atlas.yaml", "title: T\n")
    path = tmp_path / name
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    start = time.perf_counter()
    problem = only_problem(tmp_path if name.startswith("claims") else path)
    assert f"larger than {limit} MiB" in problem
    assert time.perf_counter() - start < 2


def test_a_missing_file_an_unknown_suffix_and_a_device_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read(tmp_path / "a.yaml")
    with pytest.raises(UnreadableFile, match="there is no such file or folder"):
        read(tmp_path / "a")
    with pytest.raises(
        UnreadableFile, match=r"no format is known for \.ymal.*did you mean '\.yml'"
    ):
        read(write(tmp_path, "a.ymal", "title: T"))
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read(tmp_path / "pipe.yaml")


def test_what_the_system_refuses_is_one_error(tmp_path, monkeypatch):
    path = write(tmp_path, "a.yaml", "title: T\n")

    def closed(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(UnreadableFile, match="cannot be opened: Permission denied"):
        read(path)
    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(UnreadableFile, match="the folder cannot be opened: Permission denied"):
        read(tmp_path)


def test_an_unknown_format_names_those_there_are(tmp_path):
    path = write(tmp_path, "a.txt", "title: T\n")
    with pytest.raises(UnknownReference, match="format 'natve' is not installed; did you mean 'na"):
        read(path, format="natve")


def test_another_reader_takes_the_files_it_recognises(tmp_path, monkeypatch):
    class Shouting:
        name = "shouting"
        title = "whatever is shouted"
        suffixes = (".yaml",)
        extra = None

        def recognises(self, path):
            return path.name.isupper()

        def read(self, path, *, places, options):
            return formats.Reading(atlas=None, problems=(path.name, places, options))

    native = formats.installed()["native"]
    monkeypatch.setattr(formats, "installed", lambda: {"shouting": Shouting(), "native": native})
    assert find_problems(write(tmp_path, "A.YAML", "x"))[0] == "A.YAML"
    assert read(write(tmp_path, "a.yaml", "title: T\n")).title == "T"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    suffix=st.sampled_from([".yaml", ".json", ".toml"]),
    at=st.floats(0, 1),
    out=st.integers(0, 20),
    junk=st.sampled_from(JUNK),
)
def test_a_damaged_file_is_read_or_told_and_never_a_crash(tmp_path, suffix, at, out, junk):
    text = Path(writers.__file__).with_name("templates").joinpath("atlas.yaml")
    atlas = read(text)
    path = tmp_path / f"a{suffix}"
    writers.write(atlas, path)
    raw = path.read_bytes()
    start = int(at * len(raw))
    path.write_bytes(raw[:start] + junk + raw[start + out :])
    assert [str(problem) for problem in find_problems(path)] or read(path)


# Places of the gazetteer


def test_a_place_with_a_key_comes_from_the_gazetteer(tmp_path):
    path = write(tmp_path, "a.yaml", "title: T\nplaces: [{id: v, gazetteer: RS-VO}]\n")
    place = read(path, gazetteer=FakeGazetteer()).place("v")
    assert (place.name, place.kind, place.precision_m) == ("Vojvodina", "region", 100.0)
    assert (place.id, place.gazetteer, place.provenance) == ("v", "RS-VO", "geodata:regions")
    assert place.geometry == shapely.box(19, 45, 21, 46)


def test_what_the_file_says_wins_over_the_gazetteer(tmp_path):
    text = (
        "title: T\nplaces:\n  - {id: v, gazetteer: RS-VO, name: The north, point: [20, 45.5], "
        "kind: area, unsaid: [precision_m, names]}\n"
    )
    place = read(write(tmp_path, "a.yaml", text), gazetteer=FakeGazetteer()).place("v")
    assert (place.name, place.kind, place.geometry) == (
        "The north",
        "area",
        shapely.Point(20, 45.5),
    )
    assert (place.precision_m, place.names, place.basis) == (None, (), "boundary data")


@pytest.mark.parametrize(
    ("fields", "expected", "severity"),
    [
        ("gazetteer: RS-VP", "1].gazetteer: place 'v': key 'RS-VP' is not in", "error"),
        ("gazetteer: RS-VP, name: V, point: [20, 45]", "gazetteer: warning: place 'v'", "warning"),
        ("gazetteer: RS-VO, unsaid: [nam]", "unsaid: place 'v': 'nam' is no field", "error"),
        ("gazetteer: RS-VO, unsaid: kind_", "unsaid: place 'v': 'kind_' is no field", "error"),
        ("gazetteer: RS-VO, kind: regoin", "kind: place 'v': 'regoin' is not one of", "error"),
        ("gazetteer: 5", "gazetteer: place 'v': Expected `str", "error"),
        ("name: V, unsaid: [kind]", "unsaid: place 'v': there is no field 'unsaid'", "error"),
    ],
)
def test_a_wrong_use_of_the_gazetteer_is_told(tmp_path, fields, expected, severity):
    text = f"title: T\nplaces:\n  - {{id: u, name: U}}\n  - {{id: v, {fields}}}\n"
    path = write(tmp_path, "a.yaml", text)
    found = find_problems(path, gazetteer=FakeGazetteer())
    assert any(expected in str(p) and p.severity == severity for p in found), found


# Spreadsheets


HEADER = "id,says,speaker,source,where,routes,quantities,topics,relations,paragraph,extra.mine\n"


def spreadsheet(folder, rows, header=HEADER):
    write(folder, "atlas.yaml", (
        f"title: T\n{AGENTS}{SOURCES}places: [{{id: p, name: P}}, {{id: 'q:r', name: Q}}]\n"
        "routes: [{id: r, name: R, legs: [{from: p, to: 'q:r'}]}]\n"
    ))  # fmt: skip
    write(folder, "claims.csv", header + rows)
    return folder


def test_a_spreadsheet_holds_claims(tmp_path):
    row = 'a,"Hello, all",me,s,p:at; q:r:near;p,r:via,x|1|1.5||item|day; y||2|||,b;c,,6,hm\n\n,So.,me,s,,,,,repeats:a,,\n'
    first, second = read(spreadsheet(tmp_path, row.replace("y||2|||", "y||2||item|"))).claims
    assert first.says == "Hello, all"
    assert [(p.place, p.role) for p in first.where] == [
        ("p", "at"),
        ("q:r", "near"),
        ("p", "about"),
    ]
    assert [(q.low, q.best, q.high, q.unit, q.per) for q in first.quantities] == [
        (1, 1.5, None, "item", "day"),
        (None, 2, None, "item", None),
    ]
    assert (first.routes[0].role, first.topics, first.at.paragraph) == ("via", ("b", "c"), 6)
    assert first.extra == {"mine": "hm"}
    assert (second.relations[0].kind, second.relations[0].claim) == ("repeats", "a")


def test_a_spreadsheet_may_be_separated_by_semicolons(tmp_path):
    folder = spreadsheet(
        tmp_path, 'a;"So; yes.";me;s;"p:at;p:near"\n', "id;says;speaker;source;where\n"
    )
    assert [place.role for place in read(folder).claims[0].where] == ["at", "near"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("a,So.,mi,s\n", "claims.csv:2:3: claims[0].speaker: row 2, column 'speaker': claim 'a'"),
        ("\na,So.,me,s,p:att\n", "claims.csv:3:5: claims[0].where[0].role: row 3, column 'where'"),
        (
            "a,So.,me,s,,,x|1\n",
            "claims.csv:2:7: claims[0].quantities[0]: row 2, column 'quantities'",
        ),
        (
            "a,So.,me,s,,,x|1|||b|c|d\n",
            "2:7: claims[0].quantities[0].d: row 2, column 'quantities'",
        ),
        ("a,So.,me,s,,,,,,six\n", "claims.csv:2:10: claims[0].at.paragraph: row 2, column 'parag"),
        ("a,,me,s\n", "claims.csv:2:1: claims[0]: row 2: claim 'a': field 'says' is missing"),
        ("a,So.,me,s,,,,,repeated:a\n", "2:9: claims[0].relations[0].kind: row 2, column 'relat"),
        ("a,So.,me,s,,,,,,,,x\n", "claims.csv:2:12: row 2 has more cells than the 11 columns"),
        ('a,"So.,me,s\n', "claims.csv:2:1: row 2 is not CSV: unexpected end of data"),
    ],
)
def test_a_problem_in_a_spreadsheet_names_row_and_column(tmp_path, rows, expected):
    found = [str(problem) for problem in find_problems(spreadsheet(tmp_path, rows))]
    assert any(expected in problem for problem in found), found


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("id,sayz\n", "claims.csv:1:2: row 1: there is no column 'sayz'; did you mean 'says'?"),
        ("id,says,id\n", "claims.csv:1:3: row 1: column 'id' stands twice"),
        ("extra.\n", "there is no column 'extra.'"),
    ],
)
def test_a_column_nobody_knows_is_refused(tmp_path, header, expected):
    (problem,) = find_problems(spreadsheet(tmp_path, "", header))
    assert expected in str(problem)


def workbook(folder, rows):
    spreadsheet(folder, "").joinpath("claims.csv").unlink()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "claims.xlsx")
    return folder


def test_a_workbook_holds_claims(tmp_path):
    from datetime import date, datetime

    rows = [
        ("id", "says", "speaker", "source", "about", "paragraph", "extra.n", "recorded", None),
        (None,),
        ("a", "So.", "me", "s", date(2023, 10, 25), 6.0, 2.5, datetime(2023, 1, 2, 3, 4), None),  # noqa: DTZ001
    ]
    (claim,) = read(workbook(tmp_path, rows)).claims
    assert (claim.about, claim.at.paragraph) == (Period("2023-10-25"), 6)
    assert (claim.extra, claim.recorded) == ({"n": "2.5"}, Period("2023-01-02T03:04:00"))


def test_a_problem_in_a_workbook_names_row_and_column(tmp_path):
    rows = [("id", "says", "speaker", "source"), (), ("a", "So.", "mi", "s")]
    (problem,) = find_problems(workbook(tmp_path, rows))
    assert "claims.xlsx:3:3: claims[0].speaker: row 3, column 'speaker'" in str(problem)


def test_a_broken_workbook_is_one_error(tmp_path):
    folder = workbook(tmp_path, [("id",)])
    whole = (folder / "claims.xlsx").read_bytes()
    for raw in (whole[: len(whole) // 2], b"PK\x05\x06" + bytes(18), b"hello"):
        write(folder, "claims.xlsx", raw)
        (problem,) = find_problems(folder)
        assert "this is not an XLSX workbook" in str(problem)


def test_a_damaged_workbook_is_one_error_wherever_it_is_damaged(tmp_path):
    folder = workbook(tmp_path, [("id", "says"), ("a", "So.")])
    whole = (folder / "claims.xlsx").read_bytes()
    for at in range(0, len(whole), 61):
        write(folder, "claims.xlsx", whole[:at] + b"\xff\xff\xff" + whole[at + 3 :])
        assert all(isinstance(problem.line, int) for problem in find_problems(folder))


def test_a_workbook_that_swells_is_refused(tmp_path, monkeypatch):
    folder = workbook(tmp_path, [("id",), ("a",), ("b",)])
    monkeypatch.setattr("balkanroute.readers.tables._MOST_ROWS", 2)
    assert "more than 2 rows" in str(find_problems(folder)[0])
    monkeypatch.setattr("balkanroute.readers.tables._MOST_UNPACKED", 1000)
    assert "unpacks to more than" in str(find_problems(folder)[0])


def test_an_empty_workbook_says_so(tmp_path):
    assert "the file is empty" in str(find_problems(workbook(tmp_path, []))[0])


def test_every_field_of_a_claim_has_its_column():
    from dataclasses import fields

    from balkanroute.model import Claim, Selector

    wanted = {item.name for item in (*fields(Claim), *fields(Selector))} - {"at", "extra"}
    assert set(COLUMNS) == wanted


def test_a_missing_extra_is_named():
    with pytest.raises(MissingExtra, match=r"pip install 'balkanroute\[xlsx\]'"):
        require("openpyxl_that_is_not_there", "xlsx")


# What ships


def test_the_shipped_atlas_is_found():
    assert (shipped() / "atlas.yaml").is_file()


def test_a_package_without_its_atlas_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "__file__", str(tmp_path / "a" / "b" / "formats.py"))
    with pytest.raises(MissingData, match="install balkanroute again"):
        shipped()
