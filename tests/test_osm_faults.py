"""What is said when OpenStreetMap does not answer, what is kept, and what is put back."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import socket
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import osmnx
import pytest
import shapely
from overpass import DATE, REGION, extract_xml, serving

from balkanroute import osm
from balkanroute.errors import BalkanRouteError, InvalidRecord, UnreadableFile, UnwritableFile
from balkanroute.osm.failures import Reason
from balkanroute.osm.isolation import isolated

PAGE = (Path(__file__).parents[1] / "docs" / "osm.md").read_text(encoding="utf-8")


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def hasty(monkeypatch):
    """Spare the second that osmnx waits before each request to Nominatim."""
    monkeypatch.setattr(osmnx._nominatim, "time", SimpleNamespace(sleep=lambda _: None))


@pytest.fixture
def service(server, tmp_path):
    return service_of(server, cache=tmp_path / "cache")


def service_of(server, **changes):
    """Give a service that asks the server of a test, at once and with no patience."""
    given = {"gap_s": 0, "patience_s": 0, "timeout_s": 3, **changes}
    return osm.Service(nominatim=server.address, overpass=f"{server.address}/api", **given)


ASKS = {
    "place": lambda service: osm.place("Röszke", service=service),
    "features": lambda service: osm.features(REGION, "crossing", service=service),
    "network": lambda service: osm.network(REGION, service=service),
}
#: Each fault of a server, the reason it is given and what the message says of it.
SAID = {
    "busy": ("busy", "the server is busy (429 Too Many Requests); try later"),
    "busy for an hour": ("busy", "the server is busy (504 Gateway Timeout); try later"),
    "cut short": ("cut short", "the answer broke off before its end; nothing of it was kept"),
    "broken": ("cut short", "JSON that breaks off after"),
    "hang up": ("cut short", "the server hung up before it had answered"),
    "html": ("not JSON", "text/html instead of JSON, which says 'Log in to the hotel'; look at"),
    "bad request": ("error status", "400 Bad Request, which says 'Error: line 1: parse error'"),
    "other shape": ("unexpected", 'JSON of another shape, {"message": "welcome"}; check that'),
    "empty": ("empty", "a whole answer, with nothing of that in it; an empty answer is not kept"),
}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fault", SAID)
@pytest.mark.parametrize("sort", ASKS)
def test_a_fault_says_what_was_asked_and_what_came_and_is_not_kept(
    server, service, tmp_path, sort, fault
):
    server.faults = [fault]
    reason, said = SAID[fault]
    with pytest.raises(osm.UnansweredQuestion) as caught:
        ASKS[sort](service)
    assert caught.value.reason == reason
    assert str(caught.value).startswith(sort)
    assert f"(asked {server.address}/" in str(caught.value)
    assert said in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("fault", SAID)
def test_after_a_fault_the_same_question_is_answered(server, service, fault):
    server.faults = [fault]
    with pytest.raises(osm.UnansweredQuestion):
        ASKS["features"](service)
    assert len(ASKS["features"](service)) == 2


@pytest.mark.parametrize("sort", ["features", "network"])
def test_an_answer_that_the_server_gave_up_is_no_answer(server, service, tmp_path, sort):
    server.faults = ["remark"]
    with pytest.raises(osm.UnansweredQuestion, match="an unfinished answer that says") as caught:
        ASKS[sort](service)
    assert caught.value.reason == "given up"
    assert "runtime error: Query timed out" in str(caught.value)
    assert list((tmp_path / "cache").iterdir()) == []


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("sort", ASKS)
def test_a_server_that_is_too_slow_is_not_waited_for(server, sort):
    server.faults = ["slow"]
    with pytest.raises(osm.UnansweredQuestion, match=r"no whole answer came within 0\.2 s; ask f"):
        ASKS[sort](service_of(server, timeout_s=0.2))


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("sort", ASKS)
def test_a_refused_connection_is_called_so(sort):
    with serving() as gone:
        service = service_of(gone)
    with pytest.raises(osm.UnansweredQuestion, match="the connection was refused; try") as caught:
        ASKS[sort](service)
    assert caught.value.reason == "refused"


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("sort", ASKS)
def test_a_host_that_does_not_resolve_is_called_so_and_nobody_else_is_asked(
    monkeypatch,
    sort,
):
    tried = []

    def fail(host, *_, **__):
        tried.append(host)
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    monkeypatch.setattr(osmnx._http, "_original_getaddrinfo", fail)
    monkeypatch.setattr(socket, "gethostbyname", fail)
    nowhere = osm.Service(nominatim="http://osm.invalid", overpass="http://osm.invalid/api")
    with pytest.raises(osm.UnansweredQuestion, match="no address is known for that host") as caught:
        ASKS[sort](nowhere)
    assert caught.value.reason == "unknown host"
    assert set(tried) == {"osm.invalid"}


@pytest.mark.usefixtures("hasty")
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("sort", ASKS)
def test_a_connection_that_fails_for_another_cause_is_told_with_it(server, sort):
    address = server.address.replace("http:", "https:")
    service = osm.Service(nominatim=address, overpass=address, gap_s=0)
    said = r"no connection came about \(SSLError"
    with pytest.raises(osm.UnansweredQuestion, match=said) as caught:
        ASKS[sort](service)
    assert caught.value.reason == "unreachable"


def test_roads_that_only_pass_are_no_network(service):
    between = shapely.Point(20.00, 46.12).buffer(0.002)
    with pytest.raises(osm.UnansweredQuestion) as caught:
        osm.network(between, service=service)
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    ("sort", "fault", "said"),
    [
        ("features", "list", r"JSON of another shape, \[7\]"),
        ("network", "bare element", "an element without lat, lon"),
        ("place", "bare element", r"JSON of another shape, \{"),
        ("place", "bare place", "a place without boundingbox, geojson, importance, lat, lon"),
        ("place", "list", "a place without boundingbox"),
    ],
)
def test_json_of_another_sort_of_server_is_no_empty_layer(server, service, sort, fault, said):
    server.faults = [fault]
    with pytest.raises(osm.UnansweredQuestion, match=said) as caught:
        ASKS[sort](service)
    assert caught.value.reason == "unexpected"


def test_a_page_that_a_redirect_led_to_is_named(server, service):
    server.faults = ["moved", "elsewhere"]
    with pytest.raises(osm.UnansweredQuestion, match=r"\(asked \S+/elsewhere\): text/html instead"):
        ASKS["features"](service)


@pytest.mark.parametrize("reason", ["refused", "busy", "cut short", "not JSON", "timed out"])
def test_each_failure_names_the_ways_round_the_network(reason):
    said = str(osm.UnansweredQuestion(reason, "asked", "came"))
    assert "extract='area.osm'" in said
    assert "Service(cache=folder)" in said


def test_a_failure_is_of_the_family_and_of_its_ordinary_sort():
    assert issubclass(osm.UnansweredQuestion, BalkanRouteError)
    assert issubclass(osm.UnansweredQuestion, OSError)


def test_a_failure_goes_to_another_process_whole():
    one = osm.UnansweredQuestion("busy", "features", "429")
    other = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
    assert (str(other), other.reason) == (str(one), "busy")


@pytest.mark.parametrize("fault", SAID)
def test_each_fault_stands_on_the_page_with_what_is_said_of_it(fault):
    reason, said = SAID[fault]
    came = said.partition(";")[0]
    rows = [row for row in PAGE.splitlines() if row.startswith(f"| `{reason}` |")]
    # The page shows one of the two busy answers.
    assert any(came.replace("504 Gateway Timeout", "429 Too Many Requests") in row for row in rows)


@pytest.mark.parametrize("reason", get_args(Reason))
def test_each_reason_stands_on_the_page(reason):
    assert f"\n| `{reason}` | " in PAGE


# --- Politeness -----------------------------------------------------------------------------


def test_a_busy_server_is_asked_again_when_it_says(server, service):
    server.faults = ["busy for a moment", "busy for a moment"]
    assert len(ASKS["features"](service)) == 2
    assert len(server.asked) == 3


def test_a_server_that_stays_busy_is_left_alone(server, service):
    server.faults = ["busy for a moment"] * 9
    with pytest.raises(osm.UnansweredQuestion, match="the server is busy"):
        ASKS["features"](service)
    assert len(server.asked) == 4


def test_a_wait_longer_than_the_patience_is_not_begun(server):
    server.faults = ["busy for an hour"]
    with pytest.raises(osm.UnansweredQuestion) as caught:
        ASKS["features"](service_of(server, patience_s=600))
    assert caught.value.wait_s == 3600
    assert len(server.asked) == 1


def test_a_gap_is_kept_between_requests_to_one_server(server):
    service = service_of(server, gap_s=0.8)
    for sort in ("features", "network"):
        ASKS[sort](service)
    first, second = server.times
    # The gap is kept where it is asked; the first request may arrive later than it was sent.
    assert second - first >= 0.6


def test_who_asks_is_told(server):
    ASKS["features"](service_of(server, contact="desk@example.org"))
    _, headers = server.asked[0]
    assert re.match(r"balkanroute/\S+ \(osmnx/\S+; desk@example\.org\)", headers["User-Agent"])


def test_the_server_is_told_in_whole_seconds_when_to_stop(server):
    ASKS["features"](service_of(server, timeout_s=2.5))
    assert server.asked[0][0].startswith("[out:json][timeout:3];")


@pytest.mark.usefixtures("hasty")
def test_a_name_is_asked_for_in_the_language_that_is_wanted(server):
    osm.place("Röszke", language="hu", service=service_of(server))
    assert server.asked[0][1]["Accept-Language"] == "hu"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"overpass": "overpass-api.de"}, "overpass is the address of a server"),
        ({"nominatim": "ftp://example.org"}, "nominatim is the address of a server"),
        ({"timeout_s": 0}, "timeout_s is a number of seconds"),
        ({"patience_s": float("inf")}, "patience_s is a number of seconds"),
        ({"gap_s": -1}, "gap_s is a number of seconds"),
        ({"largest_km2": 0}, "largest_km2 is an area"),
        ({"offline": True}, "offline replays a cache, found none"),
    ],
)
def test_a_service_that_cannot_be_asked_is_refused(changes, said):
    with pytest.raises(InvalidRecord, match=said):
        osm.Service(**changes)


# --- The cache ------------------------------------------------------------------------------


def unplug(monkeypatch):
    """Let no socket be opened from now on."""

    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    for name in ("socket", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("hasty")
def test_a_cache_that_was_shipped_answers_without_a_network(
    server,
    service,
    tmp_path,
    monkeypatch,
):
    asked = {sort: ask(service) for sort, ask in ASKS.items()}
    shutil.move(tmp_path / "cache", tmp_path / "shipped")
    server.shutdown()
    unplug(monkeypatch)
    shipped = osm.Service(cache=tmp_path / "shipped", offline=True)
    assert ASKS["place"](shipped) == asked["place"]
    assert ASKS["features"](shipped).equals(asked["features"])
    assert set(ASKS["network"](shipped).edges) == set(asked["network"].edges)


def test_a_replayed_network_has_the_dates_of_its_recording(server, service):
    first = ASKS["network"](service)
    time.sleep(1.1)
    again = ASKS["network"](service_of(server, cache=service.cache, offline=True))
    assert first.graph["as_of"] == again.graph["as_of"] == DATE
    assert first.graph["retrieved"] == again.graph["retrieved"]


def test_a_recorded_question_is_not_asked_again(server, service):
    ASKS["features"](service)
    ASKS["features"](service)
    assert len(server.asked) == 1


def test_a_recording_says_what_was_asked_and_when(service, tmp_path):
    found = ASKS["features"](service)
    (folder,) = (tmp_path / "cache").iterdir()
    said = json.loads((folder / "question.json").read_text("utf-8"))
    assert said["question"].startswith("features 'crossing' in 1,545.7 km²")
    assert said["retrieved"] == found["retrieved"].iloc[0]
    assert said["as_of"] == DATE
    assert said["licence"] == "ODbL-1.0"
    assert set(said["answers"]) == {one.name for one in folder.iterdir()} - {"question.json"}


def test_offline_a_question_that_is_not_recorded_is_refused(server, service):
    ASKS["features"](service)
    offline = service_of(server, cache=service.cache, offline=True)
    with pytest.raises(osm.UnansweredQuestion, match=r"offline, and .* does not hold it") as caught:
        osm.features(REGION, "airport", service=offline)
    assert caught.value.reason == "not recorded"
    assert len(server.asked) == 1


@pytest.mark.usefixtures("hasty")
def test_a_language_is_part_of_what_is_asked(server, service):
    for language in ("en", "hu", "hu"):
        osm.place("Röszke", language=language, service=service)
    assert len(server.asked) == 2


@pytest.mark.parametrize("harm", ["shortened", "deleted", "manifest"])
def test_a_damaged_recording_is_not_replayed(service, tmp_path, harm):
    ASKS["features"](service)
    (folder,) = (tmp_path / "cache").iterdir()
    (answer,) = [one for one in folder.iterdir() if one.name != "question.json"]
    if harm == "deleted":
        answer.unlink()
    else:
        damaged = folder / "question.json" if harm == "manifest" else answer
        damaged.write_bytes(damaged.read_bytes()[:50])
    with pytest.raises(UnreadableFile, match=r"found a damaged one .* delete the folder"):
        ASKS["features"](service)


def test_an_answer_of_several_requests_is_kept_whole_or_not_at_all(server, tmp_path):
    service = service_of(server, cache=tmp_path / "cache")
    parts = shapely.union_all([shapely.Point(one).buffer(0.01) for one in ((20, 46.17), (21, 46))])
    server.faults = [None, "html"]
    with pytest.raises(osm.UnansweredQuestion, match="text/html instead of JSON"):
        osm.features(parts, "crossing", service=service)
    assert len(server.asked) == 2
    assert list((tmp_path / "cache").iterdir()) == []


def test_an_interrupted_question_leaves_nothing(service, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(osmnx.features, "_create_gdf", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ASKS["features"](service)
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_a_cache_nothing_is_kept(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ASKS["features"](service_of(server))
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_named(server, tmp_path):
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableFile, match=r"cache: the answer cannot be kept"):
        ASKS["features"](service_of(server, cache=tmp_path / "cache"))


def test_a_recording_of_another_osmnx_is_asked_anew_or_refused(
    server, service, tmp_path, monkeypatch
):
    ASKS["features"](service)
    (folder,) = (tmp_path / "cache").iterdir()
    said = json.loads((folder / "question.json").read_text("utf-8"))
    said["timeout_s"] = 77.0
    (folder / "question.json").write_text(json.dumps(said), encoding="utf-8")
    resolved = []
    with monkeypatch.context() as patched:
        patched.setattr(socket, "gethostbyname", resolved.append)
        with pytest.raises(osm.UnansweredQuestion, match="does not hold all that is needed"):
            ASKS["features"](service_of(server, cache=service.cache, offline=True))
    assert resolved == []
    assert len(ASKS["features"](service)) == 2
    assert len(server.asked) == 2


# --- The settings of osmnx ------------------------------------------------------------------


def settings_now():
    """Give all that a question might leave changed."""
    from osmnx import settings

    said = {name: value for name, value in vars(settings).items() if not name.startswith("_")}
    return {**said, "resolving": (socket.getaddrinfo, socket.gethostbyname)}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("sort", ASKS)
@pytest.mark.parametrize("fault", [None, "html", "hang up"])
def test_a_question_leaves_the_settings_of_osmnx_as_they_were(server, sort, fault):
    before = settings_now()
    server.faults = [fault]
    if fault:
        with pytest.raises(osm.UnansweredQuestion):
            ASKS[sort](service_of(server))
    else:
        ASKS[sort](service_of(server))
    assert settings_now() == before


def test_an_extract_leaves_the_settings_of_osmnx_as_they_were(tmp_path):
    (tmp_path / "area.osm").write_text(extract_xml(), encoding="utf-8")
    before = settings_now()
    osm.network(REGION, extract=tmp_path / "area.osm")
    assert settings_now() == before


def test_what_a_user_has_set_in_osmnx_does_not_change_an_answer(server, monkeypatch):
    plain = set(ASKS["network"](service_of(server)).edges)
    monkeypatch.setattr(osmnx.settings, "bidirectional_network_types", ["drive"])
    monkeypatch.setattr(osmnx.settings, "all_oneway", True)
    monkeypatch.setattr(osmnx.settings, "cache_only_mode", True)
    assert set(ASKS["network"](service_of(server)).edges) == plain


def test_one_question_at_a_time_changes_the_settings():
    inside, both = threading.Event(), threading.Event()

    def enter():
        with isolated():
            both.set()

    with isolated():
        other = threading.Thread(target=enter)
        other.start()
        inside.set()
        assert not both.wait(0.2)
    other.join()
    assert both.is_set()


# --- The public servers ---------------------------------------------------------------------


@pytest.mark.network
@pytest.mark.skipif("BALKANROUTE_NETWORK" not in os.environ, reason="asks the public servers")
def test_the_public_servers_know_subotica_and_the_crossing_of_roszke(tmp_path):
    service = osm.Service(cache=tmp_path)
    town = osm.place("Subotica, Serbia", service=service)
    assert town.geometry.intersects(shapely.Point(19.665, 46.1))
    crossing = shapely.Point(19.975, 46.175)
    assert len(osm.features(crossing, "border control", within_m=4_000, service=service))
