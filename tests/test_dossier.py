"""The shipped atlas says who said what, from which origin, and how sure the place is."""

from pathlib import Path

import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from balkanroute.model import Atlas, Claim
from balkanroute.readers import find_problems, read

FOLDER = Path(__file__).parents[1] / "examples" / "dossier-2023"
RELEASED = "convicted smugglers released from Hungarian prisons"
# The strands of the article that the atlas starts from; the leaks are read in it as well.
ARTICLE = {"balkan-insight", "balkan-insight-own", "birn-investigations", "hunyadi-interview"}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return read(FOLDER)


def origins(atlas: Atlas, source: str) -> set[str]:
    parents = atlas.source(source).derived_from
    return set().union(*(origins(atlas, parent) for parent in parents)) if parents else {source}


def origins_of(atlas: Atlas, claims: list[Claim]) -> set[str]:
    return set().union(*(origins(atlas, claim.source) for claim in claims))


def related(atlas: Atlas, kind: str, claim: str) -> list[Claim]:
    return [
        other
        for other in atlas.claims
        if any(link.kind == kind and link.claim == claim for link in other.relations)
    ]


def counts_of(atlas: Atlas, what: str) -> dict[str, tuple[float, str]]:
    return {
        claim.id: (quantity.best, quantity.unit)
        for claim in atlas.claims
        for quantity in claim.quantities
        if quantity.what == what
    }


def test_the_check_finds_nothing_wrong_and_nothing_odd(atlas):
    assert find_problems(FOLDER) == ()
    assert atlas.warnings == ()


def test_it_holds_a_hundred_claims_of_more_than_twenty_documents(atlas):
    documents = [source for source in atlas.sources if "strand_of" not in source.extra]
    assert len(atlas.claims) >= 100
    assert len(documents) >= 22


def test_no_claim_carries_a_quote(atlas):
    assert [claim.id for claim in atlas.claims if claim.quote] == []


def test_every_claim_read_in_the_article_says_where_it_stands_there(atlas):
    read_there = [c for c in atlas.claims if c.source in ARTICLE or c.id == "leaks-control"]
    parts = {c.id: c.at and (c.at.paragraph, c.at.start, c.at.end, c.at.sha256) for c in read_there}
    assert len(parts) > 60
    assert [key for key, at in parts.items() if at is None or None in at] == []


def test_the_passages_lie_inside_the_text_whose_hash_is_recorded(atlas):
    text = atlas.source("balkan-insight").extra["text"]
    ends = [claim.at.end for claim in atlas.claims if claim.at]
    assert max(ends) <= text["characters"]
    assert len(text["sha256"]) == 64


def test_every_part_of_the_article_is_recorded(atlas):
    paragraphs = {claim.at.paragraph for claim in atlas.claims if claim.at}
    heading = 14
    assert paragraphs == set(range(1, 19)) - {heading}


def test_that_the_taliban_control_the_groups_has_one_origin_and_many_carriers(atlas):
    carriers = [atlas.claim("taliban-control"), *related(atlas, "repeats", "taliban-control")]
    assert len({claim.source for claim in carriers}) >= 5
    assert origins_of(atlas, carriers) == {"nic-dossier"}


def test_that_the_taliban_control_the_groups_is_contested_by_two_authorities(atlas):
    against = related(atlas, "contradicts", "taliban-control")
    assert {claim.speaker for claim in against} == {"serbian-prosecutor", "tek"}
    assert {atlas.agent(claim.speaker).kind for claim in against} == {"government body"}
    assert "nic-dossier" not in origins_of(atlas, against)


def test_the_analyst_questions_the_purpose_and_does_not_contradict(atlas):
    link = next(r for r in atlas.claim("hunyadi-crisis-communication").relations)
    assert (link.kind, link.claim) == ("narrows", "taliban-control")


def test_the_leaks_and_the_dossier_are_one_origin_and_the_weapons_another(atlas):
    assert origins(atlas, "magyar-nemzet-leaks") == {"nic-dossier"}
    assert origins(atlas, "balkan-insight") == {"nic-dossier"}
    weapons = [atlas.claim("groups-arm"), atlas.claim("weapons-supply")]
    assert origins_of(atlas, weapons) == {"birn-investigations"}


def test_the_two_spellings_of_a_group_are_a_discrepancy_in_one_origin(atlas):
    here, there = atlas.claim("group-names"), atlas.claim("wenews-group-names")
    assert "40-059" in here.says
    assert "400-59" in there.says
    assert related(atlas, "contradicts", "group-names") == [there]
    assert origins_of(atlas, [here, there]) == {"nic-dossier"}
    assert all(link.note for link in there.relations)


def test_the_released_smugglers_are_one_quantity_that_grows_through_the_year(atlas):
    counts = counts_of(atlas, RELEASED)
    exact = {key: best for key, (best, _) in counts.items() if key != "released-1400"}
    in_time = sorted(exact, key=lambda key: (atlas.claim(key).about.latest, exact[key]))
    assert [exact[key] for key in in_time] == [777, 808, 1385, 1468, 1634]
    assert counts["released-1400"] == (1400, "person")
    assert {unit for _, unit in counts.values()} == {"person"}
    assert all(atlas.claim(key).about for key in counts)


def test_each_later_count_replaces_the_one_before(atlas):
    chain, claim = [], "released-1634"
    while claim:
        chain.append(claim)
        links = [r.claim for r in atlas.claim(claim).relations if r.kind == "supersedes"]
        claim = links[0] if links else None
    assert chain == [f"released-{n}" for n in (1634, 1468, 1385, 808, 777)]
    assert [claim.id for claim in related(atlas, "narrows", "released-1400")] == ["released-1468"]


def test_attempts_detections_and_persons_are_different_units(atlas):
    units = {quantity.unit for claim in atlas.claims for quantity in claim.quantities}
    assert {"attempt", "detection", "person"} <= units
    attempts = atlas.claim("attempts").quantities[0]
    assert (attempts.low, attempts.best, attempts.high) == (1000, None, 1200)
    assert attempts.per == "day"
    detected = counts_of(atlas, "irregular border crossings detected")
    assert [best for best, _ in detected.values()] == [14858, 81830, 99068]


def test_vojvodina_is_an_area_the_border_a_line_and_asotthalom_a_village(atlas):
    vojvodina, border = atlas.place("vojvodina"), atlas.place("rs-hu-border")
    village = atlas.place("asotthalom")
    assert isinstance(vojvodina.geometry, Polygon | MultiPolygon)
    assert (border.kind, type(border.geometry)) == ("border", LineString)
    assert (village.kind, type(village.geometry)) == ("settlement", Point)


def test_a_region_without_a_boundary_says_how_it_was_derived(atlas):
    for key in ("northern-serbia", "southern-serbia", "western-balkans", "middle-east"):
        place = atlas.place(key)
        assert (place.basis, bool(place.definition)) == ("derived", True)


def test_the_link_from_tajikistan_is_three_reported_legs_and_none_is_a_track(atlas):
    legs = atlas.route("moscow-belgrade").legs
    assert [leg.mode for leg in legs] == ["unknown", "air", "air"]
    assert {leg.basis for leg in legs} == {"reported"}
    assert [leg.over for leg in legs] == ["af-tj-border", None, None]
    assert all(leg.geometry is None for leg in legs)
    assert all("assumption" in leg.note for leg in legs[1:])


def test_the_weapons_come_three_ways_of_unknown_mode(atlas):
    legs = atlas.route("weapons-to-northern-serbia").legs
    assert [leg.origin for leg in legs] == ["albania", "kosovo", "southern-serbia"]
    assert {(leg.destination, leg.mode) for leg in legs} == {("northern-serbia", "unknown")}


def test_the_western_balkan_route_is_known_to_a_width_only(atlas):
    legs = atlas.route("western-balkan-route").legs
    assert all(leg.corridor_m and leg.corridor_m >= 100_000 for leg in legs)
    assert {leg.mode for leg in legs} == {"unknown"}


def test_every_source_has_an_address_or_says_why_not(atlas):
    silent = [
        source.id
        for source in atlas.sources
        if not (source.url or source.archived_url) and "address" not in (source.note or "")
    ]
    addresses = [source.url or source.archived_url for source in atlas.sources]
    assert silent == []
    assert all(address.startswith("https://") for address in addresses if address)


def test_every_strand_names_a_document_of_the_atlas(atlas):
    parents = {s.extra["strand_of"] for s in atlas.sources if "strand_of" in s.extra}
    assert parents <= {source.id for source in atlas.sources}


def test_an_inferred_date_says_from_what(atlas):
    doubtful = [c for c in atlas.claims if c.about and (c.about.approximate or c.about.uncertain)]
    assert doubtful
    assert [c.id for c in doubtful if "inferred" not in (c.note or "")] == []


def test_every_agent_speaks_or_is_named(atlas):
    used = {claim.speaker for claim in atlas.claims} | {atlas.recorder}
    used |= {agent.member_of for agent in atlas.agents}
    used |= {name for claim in atlas.claims for name in claim.extra.get("names", ())}
    assert {agent.id for agent in atlas.agents} - used == set()
    assert used - {agent.id for agent in atlas.agents} == {None}


def test_every_place_route_and_source_is_used(atlas):
    legs = [leg for route in atlas.routes for leg in route.legs]
    places = {role.place for claim in atlas.claims for role in claim.where}
    places |= {place for leg in legs for place in (leg.origin, leg.destination, leg.over)}
    routes = {role.route for claim in atlas.claims for role in claim.routes}
    sources = {claim.source for claim in atlas.claims}
    sources |= {parent for source in atlas.sources for parent in source.derived_from}
    assert {place.id for place in atlas.places} - places == set()
    assert {route.id for route in atlas.routes} == routes
    assert {source.id for source in atlas.sources} == sources


def test_the_topics_are_a_short_list_of_plain_words(atlas):
    topics = {topic for claim in atlas.claims for topic in claim.topics}
    assert len(topics) <= 12
    assert all(claim.topics for claim in atlas.claims)
