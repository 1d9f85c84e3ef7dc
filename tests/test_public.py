from __future__ import annotations

import importlib
import subprocess
import sys
from importlib.metadata import version

import pytest

import balkanroute as br

RECORDS = [
    "Source", "Agent", "Claim", "Quantity", "Relation", "Selector", "Place", "Name", "Leg",
    "Route", "PlaceRole", "RouteRole", "Atlas", "Period",
]  # fmt: skip
OTHERS = [
    "read", "write", "Gazetteer", "border", "overview", "MapSpec", "Layer", "Style",
    "to_folium", "to_html", "to_figure", "explore", "save",
    "find_places", "draft", "mentions_frame",
]  # fmt: skip
ROOMS = [
    "analysis", "errors", "frames", "gazetteer", "geodata", "layers", "mentions", "model", "names",
    "osm",
    "periods", "readers", "render", "routing", "scale", "writers",
]  # fmt: skip
HEAVY = ("geopandas", "pandas", "shapely", "numpy", "folium", "osmnx", "pyproj", "msgspec", "yaml")


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_the_public_list_is_exactly_this():
    assert sorted(RECORDS + OTHERS + ROOMS) == br.__all__


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_can_be_the_first_to_load(room):
    found = run(f"import balkanroute; print(balkanroute.{room}.__name__)")
    assert (found.stdout.strip(), found.stderr) == (f"balkanroute.{room}", "")


@pytest.mark.parametrize("name", OTHERS)
def test_every_public_name_is_a_class_or_a_function(name):
    assert callable(getattr(br, name))


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_the_class_of_its_room(name):
    room = importlib.import_module(
        "balkanroute.periods" if name == "Period" else "balkanroute.model"
    )
    assert getattr(br, name) is getattr(room, name)


def test_every_name_can_be_imported_with_a_star():
    code = "from balkanroute import *; import balkanroute as b; print(set(b.__all__) - set(dir()))"
    assert run(code).stdout.strip() == "set()"


def test_the_list_is_seen_before_anything_is_loaded():
    code = "import balkanroute as br; print(set(br.__all__) - set(dir(br)))"
    assert run(code).stdout.strip() == "set()"


def test_importing_the_package_loads_none_of_the_heavy_libraries():
    code = f"import sys, balkanroute; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert run(code).stdout.strip() == "[]"


def test_importing_the_package_loads_no_room():
    code = (
        "import sys, balkanroute; print([m for m in sys.modules if m.startswith('balkanroute.')])"
    )
    assert run(code).stdout.strip() == "[]"


def test_importing_the_package_writes_and_asks_nothing():
    code = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda name, args: seen.append((name, args)))\n"
        "import balkanroute\n"
        "told = {'socket.connect', 'subprocess.Popen', 'os.putenv', 'os.mkdir', 'os.remove'}\n"
        "print([name for name, _ in seen if name in told])"
    )
    assert run(code).stdout.strip() == "[]"


def test_the_version_is_that_of_the_installed_package():
    assert br.__version__ == version("balkanroute")


def test_a_name_that_is_not_there_is_an_ordinary_attribute_error():
    with pytest.raises(AttributeError, match="module 'balkanroute' has no attribute 'nothing'"):
        _ = br.nothing
