"""The plan of the house, held against the syntax tree of every file."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "balkanroute"

#: What each room may import of the package.
MAY_USE = {
    "errors": set(),
    "periods": {"errors"},
    "model": {"errors", "periods"},
    "names": set(),
    "frames": {"errors", "periods", "model"},
    "geodata": {"errors"},
    "gazetteer": {"errors", "model", "names", "geodata"},
    # Ids are made of names in any script, so readers and writers use names.
    "readers": {"errors", "periods", "model", "names", "frames", "gazetteer"},
    "mentions": {"errors", "periods", "model", "names", "gazetteer"},
    "osm": {"errors", "model", "geodata"},
    "routing": {"errors", "model", "geodata", "osm"},
    "analysis": {"errors", "periods", "model", "frames", "geodata"},
    "scale": {"errors", "periods", "model", "frames", "geodata", "analysis"},
    # A leg without a line gets one before it is laid out, so layers uses routing.
    "layers": {"errors", "periods", "model", "frames", "geodata", "analysis", "scale", "routing"},
    "render": {"errors", "names", "layers", "geodata"},
    # A place taken from the gazetteer is written as its key, so writers uses the gazetteer.
    # Some formats carry how many claims and origins a place has, so writers uses analysis.
    "writers": {
        "errors", "periods", "model", "names", "frames", "analysis", "layers", "gazetteer",
    },
    "publish": {"errors", "model", "layers", "render", "writers"},
    # A report puts answers of analysis in words, which writers of atlases know nothing of.
    "reports": {"errors", "periods", "model", "frames", "analysis"},
    "cli": {
        "errors", "periods", "model", "names", "frames", "geodata", "gazetteer", "readers",
        "mentions", "osm", "routing", "analysis", "scale", "layers", "render", "writers", "publish",
        "reports",
    },
}  # fmt: skip
#: Files that are no room: one lists every room, the other starts the command line.
NO_ROOM = {"__init__", "__main__"}
#: Small modules of the house that any room may use and that use only errors.
FOR_ALL = {"_extras", "_files"}
#: Modules over 400 lines, each with its reason.
LONG = {
    "model/records.py": "one class a record, most of it their documentation",
    "render/payload.py": "one function a kind of record: the columns in which it travels",
}


def rooms_named(tree, known):
    """Give each name of a room that a file imports, with its line."""
    for node in ast.walk(tree):
        for module in modules_named(node):
            head, _, rest = module.partition(".")
            room = rest.partition(".")[0]
            if head == "balkanroute" and room:
                yield room if room in known else f"? {room}", node.lineno


def modules_named(node):
    """Give the modules that a node of the syntax tree imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        if node.level:
            return ["balkanroute.relative"]
        if node.module == "balkanroute":
            return [f"balkanroute.{alias.name}" for alias in node.names]
        return [node.module or ""]
    if isinstance(node, ast.Call) and called(node.func) in {"import_module", "__import__"}:
        return [module_computed(node.args[0])] if node.args else []
    return []


def module_computed(argument):
    """Give the module that a text names, or that it only begins to name."""
    if isinstance(argument, ast.JoinedStr) and argument.values:
        start = getattr(argument.values[0], "value", "")
        return "balkanroute.computed" if str(start).startswith("balkanroute") else ""
    return str(getattr(argument, "value", ""))


def called(function):
    """Give the last name of what is called."""
    return getattr(function, "attr", getattr(function, "id", None))


def room_of(path):
    """Give the room that a file of the package belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def breaches(path, room):
    """Give every import of a file that its room may not have."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = MAY_USE.get(room, set()) | FOR_ALL | {room}
    if room in FOR_ALL:
        allowed = {"errors", room}
    known = set(MAY_USE) | FOR_ALL
    return [
        f"{path.name}:{line}: {room} may not use {named}"
        for named, line in rooms_named(tree, known)
        if named not in allowed
    ]


def files():
    return sorted(
        path
        for path in PACKAGE.rglob("*.py")
        if "_data" not in path.parts and room_of(path) not in NO_ROOM
    )


FILES = files()
NAMES = [path.relative_to(PACKAGE).as_posix() for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_file_imports_only_what_its_room_may_use(path):
    assert breaches(path, room_of(path)) == []


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_file_belongs_to_a_room(path):
    assert room_of(path) in set(MAY_USE) | FOR_ALL


def test_the_table_has_no_ring():
    order = list(TopologicalSorter(MAY_USE).static_order())
    assert set(order) == set(MAY_USE)


@pytest.mark.parametrize(
    "line",
    [
        "import balkanroute.render",
        "import balkanroute.render.page as page",
        "from balkanroute import render",
        "from balkanroute import errors, render",
        "from balkanroute.render import to_html",
        "from balkanroute.render.page import to_html",
        "def hidden():\n    from balkanroute.render import to_html",
        "class Hidden:\n    import balkanroute.render",
        "if TYPE_CHECKING:\n    from balkanroute.render import AtlasMap",
        "try:\n    import balkanroute.render\nexcept ImportError:\n    pass",
        "importlib.import_module('balkanroute.render')",
        "import_module('balkanroute.render.page')",
        "__import__('balkanroute.render')",
        "import_module(f'balkanroute.{room}')",
        "from balkanroute import read",
        "from . import render",
        "from balkanroute import nothing_we_know",
    ],
)
def test_an_upward_import_is_caught_however_it_is_hidden(tmp_path, line):
    planted = tmp_path / "planted.py"
    planted.write_text(line, encoding="utf-8")
    assert len(breaches(planted, "model")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from balkanroute.errors import InvalidRecord",
        "import balkanroute.periods",
        "from balkanroute import errors, periods",
        "from balkanroute.model.records import Claim",
        "from balkanroute._extras import require",
        "import_module('balkanroute.errors')",
        "import_module(name)",
        "import balkanroute_of_another",
        "import geopandas",
    ],
)
def test_an_import_that_is_allowed_is_no_breach(tmp_path, line):
    planted = tmp_path / "planted.py"
    planted.write_text(line, encoding="utf-8")
    assert breaches(planted, "model") == []


def calls_print(path):
    """Tell whether a file prints."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(node.func, ast.Name) and node.func.id == "print" for node in nodes)


def imports(path, library):
    """Tell whether a file imports a library."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = (module for node in ast.walk(tree) for module in modules_named(node))
    return any(module.partition(".")[0] == library for module in named)


def test_only_the_command_line_prints():
    assert {room_of(path) for path in PACKAGE.rglob("*.py") if calls_print(path)} <= {"cli"}


@pytest.mark.parametrize(
    ("library", "room"),
    [("folium", "render"), ("branca", "render"), ("matplotlib", "render"), ("osmnx", "osm")],
)
def test_a_library_is_known_to_one_room_only(library, room):
    assert {room_of(path) for path in FILES if imports(path, library)} <= {room}


def test_a_module_over_400_lines_has_a_reason():
    lengths = {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in zip(NAMES, FILES, strict=True)
    }
    assert {name for name, length in lengths.items() if length > 400} == set(LONG)
