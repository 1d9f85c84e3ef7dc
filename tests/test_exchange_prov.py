from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from pyld import jsonld
from strategies import atlases

from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Place,
    PlaceRole,
    Quantity,
    Relation,
    Selector,
    Source,
)
from balkanroute.periods import Period
from balkanroute.writers import formats
from balkanroute.writers.prov import CONTEXT, WRITER

slowly = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OURS = "urn:balkanroute:terms:"


def no_network(url, _options):
    message = f"nothing may be fetched, asked for {url}"
    raise AssertionError(message)


def written(atlas, folder):
    path = folder / "a.prov.jsonld"
    assert not WRITER.write(atlas, path, places=formats.BUNDLED)
    return json.loads(path.read_text(encoding="utf-8"))


def expanded(document):
    nodes = jsonld.expand(document, {"documentLoader": no_network})
    return {node["@id"]: node for node in nodes}


SMALL = Atlas(
    title="Small",
    recorder="desk",
    agents=(
        Agent(id="desk", name="The desk", kind="group"),
        Agent(id="ana", name="Ana", kind="person", member_of="desk"),
    ),
    sources=(
        Source(id="paper", title="Paper", published=Period("2023-10~")),
        Source(id="news", title="News", url="https://example.org/a", archived_url="not a link",
               published=Period("2023-10-25"), derived_from=("paper",), sensitivity="green"),
    ),
    places=(Place(id="хоргош", name="Хоргош"),),
    claims=(
        Claim(id="c", says="Forty people.", speaker="ana", source="news", quote="forty people",
              recorded=Period("2023-11-01T10:00:00Z"), about=Period("2023-10"),
              where=(PlaceRole(place="хоргош", role="near"),), sensitivity="amber",
              quantities=(Quantity(what="people", unit="person", best=40),),
              at=Selector(paragraph=3), topics=("fence",)),
        Claim(id="d", says="Fifty people.", speaker="ana", source="paper",
              recorded=Period("2023-11-02"),
              relations=(Relation(kind="supersedes", claim="c"),
                         Relation(kind="contradicts", claim="c", note="the count"))),
    ),
)  # fmt: skip


def ids(node, term):
    return [value["@id"] for value in node[term]]


def test_a_claim_is_attributed_to_its_speaker_and_derived_from_its_document(tmp_path):
    claim = expanded(written(SMALL, tmp_path))["urn:balkanroute:claim:c"]
    assert f"{PROV}Entity" in claim["@type"]
    assert claim[f"{PROV}value"] == [{"@value": "Forty people."}]
    assert ids(claim, f"{PROV}wasAttributedTo") == ["urn:balkanroute:agent:ana"]
    assert ids(claim, f"{PROV}wasDerivedFrom") == ["urn:balkanroute:source:news"]
    assert ids(claim, f"{PROV}wasQuotedFrom") == ["urn:balkanroute:source:news"]
    assert ids(claim, f"{PROV}hadPrimarySource") == ["urn:balkanroute:source:paper"]
    assert ids(claim, f"{PROV}atLocation") == [
        "urn:balkanroute:place:%D1%85%D0%BE%D1%80%D0%B3%D0%BE%D1%88"
    ]
    assert claim[f"{PROV}generatedAtTime"] == [
        {"@value": "2023-11-01T10:00:00Z", "@type": f"{XSD}dateTime"}
    ]
    assert claim[f"{OURS}sensitivity"] == [{"@value": "amber"}]
    assert claim[f"{OURS}quantities"][0]["@value"][0]["best"] == 40
    (activity,) = claim[f"{PROV}wasGeneratedBy"]
    assert ids(activity, f"{PROV}wasAssociatedWith") == ["urn:balkanroute:agent:desk"]
    assert ids(activity, f"{PROV}used") == ["urn:balkanroute:source:news"]


def test_what_is_not_quoted_is_not_said_to_be(tmp_path):
    claim = expanded(written(SMALL, tmp_path))["urn:balkanroute:claim:d"]
    assert f"{PROV}wasQuotedFrom" not in claim
    assert ids(claim, f"{PROV}wasRevisionOf") == ["urn:balkanroute:claim:c"]
    assert ids(claim, f"{OURS}contradicts") == ["urn:balkanroute:claim:c"]
    assert claim[f"{OURS}relations"][0]["@value"][1]["note"] == "the count"


def test_sources_agents_and_the_collection_have_their_terms(tmp_path):
    nodes = expanded(written(SMALL, tmp_path))
    news = nodes["urn:balkanroute:source:news"]
    assert ids(news, f"{PROV}wasDerivedFrom") == ["urn:balkanroute:source:paper"]
    assert ids(news, "http://xmlns.com/foaf/0.1/page") == ["https://example.org/a"]
    assert f"{OURS}archived_page" not in news
    assert news[f"{OURS}archived_url"] == [{"@value": "not a link"}]
    ana = nodes["urn:balkanroute:agent:ana"]
    assert ana["@type"] == [f"{PROV}Agent", f"{PROV}Person"]
    assert ids(ana, "http://www.w3.org/ns/org#memberOf") == ["urn:balkanroute:agent:desk"]
    atlas = nodes["urn:balkanroute:atlas:Small"]
    assert len(atlas[f"{PROV}hadMember"]) == 2
    assert ids(atlas, f"{PROV}wasAttributedTo") == ["urn:balkanroute:agent:desk"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2023", f"{XSD}gYear"),
        ("2023-10", f"{XSD}gYearMonth"),
        ("2023-10-25", f"{XSD}date"),
        ("2023-10-25T10:00:00+01:00", f"{XSD}dateTime"),
        ("2023-22", "http://id.loc.gov/datatypes/edtf/EDTF"),
        ("2023-10~", "http://id.loc.gov/datatypes/edtf/EDTF"),
        ("2023-10/..", "http://id.loc.gov/datatypes/edtf/EDTF"),
    ],
)
def test_a_date_is_typed_by_its_own_precision(tmp_path, text, form):
    claim = replace(SMALL.claims[0], recorded=Period(text))
    nodes = expanded(written(replace(SMALL, claims=(claim,)), tmp_path))
    found = nodes["urn:balkanroute:claim:c"][f"{PROV}generatedAtTime"]
    assert found == [{"@value": text, "@type": form}]


def terms_of(node):
    """List the terms of a node, and of the nodes in it, where each has a value."""
    for term, value in node.items():
        if term.startswith("@"):
            continue
        yield term
        if isinstance(value, dict) and "@id" in value:
            yield from terms_of(value)


def full(term):
    """Give the address of a term by the context's prefixes."""
    prefix, _, name = term.partition(":")
    return f"{CONTEXT[prefix]}{name}"


def check_nothing_is_lost(document):
    nodes = expanded(document)
    assert len(nodes) == len(document["@graph"])
    for node in document["@graph"]:
        wide = nodes[node["@id"]]
        known = set(wide) | {
            term for value in wide.get(f"{PROV}wasGeneratedBy", ()) for term in value
        }
        assert {full(term) for term in terms_of(node)} <= known
        assert all(":" in term for term in known if not term.startswith("@"))


@slowly
@given(atlases())
def test_no_term_of_any_atlas_is_lost_in_expansion(tmp_path_factory, atlas):
    check_nothing_is_lost(written(atlas, tmp_path_factory.mktemp("prov")))


def test_no_term_of_the_shipped_atlas_is_lost_in_expansion(tmp_path, atlas):
    document = written(atlas, tmp_path)
    check_nothing_is_lost(document)
    used = {term for node in document["@graph"] for term in terms_of(node)}
    assert used >= {"prov:wasAttributedTo", "prov:hadPrimarySource", "prov:wasDerivedFrom"}


def test_every_field_stands_in_the_file(tmp_path, atlas):
    from balkanroute.model import to_plain

    document = written(atlas, tmp_path)
    nodes = {node["@id"]: node for node in document["@graph"]}
    claim = atlas.claims[0]
    node = nodes[f"urn:balkanroute:claim:{claim.id}"]
    assert len(node) >= len(to_plain(claim)) - 1
    assert json.loads(json.dumps(node["br:at"])) == to_plain(claim)["at"]


def test_the_same_atlas_gives_the_same_bytes(tmp_path, atlas):
    written(atlas, tmp_path)
    first = (tmp_path / "a.prov.jsonld").read_bytes()
    written(atlas, tmp_path)
    assert (tmp_path / "a.prov.jsonld").read_bytes() == first
