"""Tiles are the one thing that may come from elsewhere: looked up by name, named, https only."""

from __future__ import annotations

import re

import pytest
import xyzservices.providers
from xyzservices import TileProvider

import balkanroute as br
from balkanroute.errors import InvalidRecord
from balkanroute.layers import Tiles, tiles

URL = "https://tiles.example.org/{z}/{x}/{y}.png"


def _tiles(url: str = URL, **changes) -> Tiles:
    return Tiles(**{"name": "Ours", "url": url, "attribution": "© us"} | changes)


def _policy(page: str) -> dict[str, list[str]]:
    content = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1]
    rules = (rule.split() for rule in content.replace("&#39;", "'").split(";"))
    return {name: sources for name, *sources in rules}


def test_tiles_are_looked_up_by_the_name_that_xyzservices_gives_them():
    found = tiles("OpenStreetMap.Mapnik")
    assert found == Tiles(
        name="OpenStreetMap.Mapnik",
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        attribution="(C) OpenStreetMap contributors",
        max_zoom=19,
    )


def test_a_spelling_without_capitals_and_points_finds_the_same_tiles():
    assert tiles("openstreetmap mapnik") == tiles("OpenStreetMap.Mapnik")


def test_a_provider_may_be_given_itself():
    assert tiles(xyzservices.providers.OpenTopoMap) == tiles("OpenTopoMap")


def test_tiles_of_your_own_are_given_back():
    ours = _tiles()
    assert tiles(ours) is ours


def test_a_provider_of_many_hosts_gives_one():
    assert tiles("OpenTopoMap").host == "a.tile.opentopomap.org"


def test_a_provider_whose_names_are_part_of_the_address_is_filled_in():
    assert tiles("Esri.WorldImagery").url == (
        "https://server.arcgisonline.com/ArcGIS/rest/services/World_Imagery/MapServer/tile/"
        "{z}/{y}/{x}"
    )


def test_a_zoom_closer_than_any_page_is_cut():
    deep = TileProvider(name="Deep", url=URL, attribution="", max_zoom=30)
    assert tiles(deep).max_zoom == 22


def test_a_provider_that_nobody_has_is_refused():
    with pytest.raises(InvalidRecord, match=r"no provider 'Nowhere.Map'; see xyzservices"):
        tiles("Nowhere.Map")


def test_a_provider_without_its_key_is_refused_and_one_with_it_is_taken():
    provider = xyzservices.providers.Thunderforest.Landscape
    with pytest.raises(InvalidRecord, match=r"'Thunderforest.Landscape': it needs a key"):
        tiles(provider)
    assert tiles(provider(apikey="ours")).url.endswith("{z}/{x}/{y}.png?apikey=ours")


def test_a_provider_that_is_not_served_over_https_is_refused():
    with pytest.raises(InvalidRecord, match=r"'Plain': url 'http:.*is not like 'https:"):
        tiles(TileProvider(name="Plain", url=URL.replace("https", "http"), attribution=""))


def test_every_provider_of_xyzservices_is_taken_or_refused_with_a_reason():
    taken = []
    for provider in xyzservices.providers.flatten().values():
        try:
            taken.append(tiles(provider))
        except InvalidRecord:
            continue
    assert len(taken) > 100
    assert all(one.url.startswith(f"https://{one.host}/") for one in taken)


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "javascript:alert(1)//{z}/{x}/{y}",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/",
        "https:///{z}/{x}/{y}.png",
        "https://{z}.example.org/{x}/{y}.png",
        "https://*.example.org/{z}/{x}/{y}.png",
        "https://-.example.org/{z}/{x}/{y}.png",
        "https://us:word@tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png; script-src *",
        "https://tiles.example.org/{z}/{x}/{y}.png'",
        'https://tiles.example.org/{z}/{x}/{y}.png" x="',
        "https://tiles.example.org/{z}/{x}/{y}.png\nhttps://other.example",
        "https://tiles.example.org:port/{z}/{x}/{y}.png",
    ],
)
def test_an_address_that_is_more_or_less_than_one_of_tiles_is_refused(url):
    with pytest.raises(InvalidRecord, match=r"tiles 'Ours': url .* is not like 'https://tiles"):
        _tiles(url)


@pytest.mark.parametrize("zoom", [-1, 23])
def test_a_zoom_that_no_page_has_is_refused(zoom):
    with pytest.raises(InvalidRecord, match=f"max_zoom is 0 to 22, found {zoom}"):
        _tiles(max_zoom=zoom)


@pytest.mark.parametrize(
    ("url", "host", "origin"),
    [
        (URL, "tiles.example.org", "https://tiles.example.org"),
        (
            "https://{s}.example.org/{z}/{x}/{y}{r}.png",
            "example.org",
            "https://*.example.org",
        ),
        (
            "https://tiles.example.org:8443/{z}/{x}/{y}.png?a=b",
            "tiles.example.org:8443",
            "https://tiles.example.org:8443",
        ),
    ],
)
def test_the_host_that_sees_the_reader_is_named(url, host, origin):
    assert (_tiles(url).host, _tiles(url).origin) == (host, origin)


def test_a_page_with_tiles_lets_pictures_come_from_their_hosts_only_and_still_connects_nowhere():
    spec = br.overview(
        br.Atlas(title="T"), tiles=("OpenStreetMap.Mapnik", _tiles(), _tiles(name="Twice"))
    )
    policy = _policy(br.to_html(spec))
    assert policy["img-src"] == [
        *("data:", "blob:"),
        *("https://tile.openstreetmap.org", "https://tiles.example.org"),
    ]
    assert policy["connect-src"] == policy["default-src"] == ["'none'"]
    named = [name for name, sources in policy.items() if any("https:" in one for one in sources)]
    assert named == ["img-src"]


def test_a_page_without_tiles_lets_nothing_come_from_anywhere():
    page = br.to_html(br.Atlas(title="T"))
    assert _policy(page)["img-src"] == ["data:", "blob:"]
    assert "https:" not in " ".join(" ".join(sources) for sources in _policy(page).values())
