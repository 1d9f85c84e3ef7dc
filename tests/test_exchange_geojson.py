from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from balkanroute.readers import read, shipped
from balkanroute.readers.geojson import READER
from balkanroute.readers.protocol import BUNDLED
from balkanroute.writers.geojson import CARRIER, WRITER

_spec = importlib.util.spec_from_file_location(
    "strategies", Path(__file__).with_name("strategies.py")
)
strategies = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(strategies)

slowly = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def dossier():
    return read(shipped())


def back(atlas, path):
    assert not WRITER.write(atlas, path, places=BUNDLED)
    reading = READER.read(path, places=BUNDLED)
    assert not reading.skipped
    assert not reading.problems
    return reading.atlas


@slowly
@given(strategies.atlases(extra=strategies.extras_with_null))
def test_what_is_written_is_read_back(tmp_path_factory, atlas):
    path = tmp_path_factory.mktemp("geojson") / "a.geojson"
    assert back(atlas, path) == atlas == CARRIER.kept(atlas)
    assert READER.recognises(path)


def test_the_shipped_atlas_comes_back(tmp_path, dossier):
    assert back(dossier, tmp_path / "a.geojson") == dossier
