from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from strategies import atlases, extras_with_null

from balkanroute.readers import read, shipped
from balkanroute.readers.protocol import BUNDLED
from balkanroute.readers.stix import READER
from balkanroute.writers.formats import BUNDLED as PLACES
from balkanroute.writers.stix import CARRIER, WRITER


def _back(atlas, folder):
    path = folder / "a.stix.json"
    report = WRITER.write(atlas, path, places=PLACES)
    return report, READER.read(path, places=BUNDLED)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(atlas=atlases(extra=extras_with_null))
def test_an_atlas_comes_back_whole(atlas, tmp_path):
    report, reading = _back(atlas, tmp_path)
    assert not report
    assert reading.skipped == ()
    assert reading.atlas == CARRIER.kept(atlas) == atlas


def test_the_shipped_atlas_comes_back_whole(tmp_path):
    atlas = read(shipped())
    report, reading = _back(atlas, tmp_path)
    assert reading.atlas == atlas
    assert not report
    assert READER.recognises(tmp_path / "a.stix.json")
