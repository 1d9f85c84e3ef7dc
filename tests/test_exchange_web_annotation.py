# ruff: noqa: E501 - a case stands on one line
from __future__ import annotations

import json

import pytest
import shapely
from damage import damaged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from strategies import atlases, extras_with_null

from balkanroute.errors import BalkanRouteError, UnreadableFile
from balkanroute.model import (
    Agent,
    Atlas,
    Claim,
    Place,
    PlaceRole,
    Selector,
    Source,
)
from balkanroute.periods import Period
from balkanroute.readers import read, shipped
from balkanroute.readers.protocol import BUNDLED
from balkanroute.readers.web_annotation import READER
from balkanroute.writers.formats import BUNDLED as PLACES
from balkanroute.writers.web_annotation import CARRIER, CONTEXT, WRITER

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PAGE = "http://pages.example.org/1"

#: Annotations of every shape that the model has; all values are invented.
COMMENT = {
    "@context": CONTEXT,
    "id": "http://notes.example.org/anno1",
    "type": "Annotation",
    "motivation": "commenting",
    "creator": {"id": "http://e.example.org/u1", "type": "Person", "name": "A Reader", "nickname": "r"},
    "created": "2015-10-13T13:00:00Z",
    "modified": "2015-10-14T15:13:28Z",
    "generator": {"id": "http://e.example.org/c1", "type": "Software", "name": "Code v2.1"},
    "rights": "https://creativecommons.org/licenses/by/4.0/",
    "body": [
        {"type": "TextualBody", "value": "It says so.", "language": "en", "format": "text/plain"},
        {"type": "TextualBody", "purpose": "tagging", "value": "border"},
    ],
    "target": {
        "source": {"id": PAGE, "type": "Text", "language": "sr", "title": "A page"},
        "selector": [
            {"type": "TextPositionSelector", "start": 412, "end": 795},
            {"type": "TextQuoteSelector", "exact": "the words", "prefix": "by ", "suffix": " of"},
        ],
        "state": {
            "type": "TimeState",
            "sourceDate": "2015-07-20T13:30:00Z",
            "cached": "http://archive.example.org/copy1",
        },
    },
}  # fmt: skip
IDENTIFIES = {
    "id": "http://notes.example.org/anno2",
    "type": ["Annotation"],
    "body": {"type": "SpecificResource", "source": "https://sws.geonames.org/792680", "purpose": "identifying"},
    "target": [PAGE, "http://pages.example.org/2"],
}  # fmt: skip


def _read(tmp_path, whole, name="notes.json"):
    path = tmp_path / name
    path.write_text(json.dumps(whole), encoding="utf-8")
    return READER.read(path, places=BUNDLED)


def _one(tmp_path, **members):
    annotation = {"type": "Annotation", "id": "urn:x:1", "target": PAGE, **members}
    atlas = _read(tmp_path, annotation).atlas
    return atlas, atlas.claims[0]


def _back(atlas, folder):
    path = folder / "a.anno.jsonld"
    report = WRITER.write(atlas, path, places=PLACES)
    return report, READER.read(path, places=BUNDLED)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(atlas=atlases(extra=extras_with_null))
def test_an_atlas_comes_back_whole(atlas, tmp_path):
    report, reading = _back(atlas, tmp_path)
    assert not report
    assert (reading.skipped, reading.problems) == ((), ())
    assert reading.atlas == CARRIER.kept(atlas) == atlas


def test_the_shipped_atlas_comes_back_whole(tmp_path):
    atlas = read(shipped())
    report, reading = _back(atlas, tmp_path)
    assert reading.atlas == atlas
    assert not report
    assert READER.recognises(tmp_path / "a.anno.jsonld")


def test_the_same_atlas_is_the_same_bytes(tmp_path):
    atlas = read(shipped())
    first, second = tmp_path / "1.anno.jsonld", tmp_path / "2.anno.jsonld"
    WRITER.write(atlas, first, places=PLACES)
    WRITER.write(atlas, second, places=PLACES)
    assert first.read_bytes() == second.read_bytes()


def test_an_annotation_becomes_a_claim_by_its_creator_in_its_target(tmp_path):
    atlas = _read(tmp_path, COMMENT).atlas
    (claim,) = atlas.claims
    assert (claim.id, claim.says, claim.topics) == ("anno1", "It says so.", ("border",))
    assert claim.at == Selector(start=412, end=795)
    assert claim.quote == "the words"
    assert claim.recorded == Period("2015-10-13T13:00:00Z")
    speaker, source = atlas.agent(claim.speaker), atlas.source(claim.source)
    assert (speaker.name, speaker.kind) == ("A Reader", "person")
    assert (source.title, source.url, source.language) == ("A page", PAGE, "sr")
    assert source.archived_url == "http://archive.example.org/copy1"
    assert source.retrieved == Period("2015-07-20T13:30:00Z")
    kept = claim.extra["web-annotation"]
    assert kept["motivation"] == "commenting"
    assert kept["generator"]["name"] == "Code v2.1"
    assert kept["target"]["selector"] == COMMENT["target"]["selector"][1:]


def test_an_annotation_of_two_pages_is_two_claims(tmp_path):
    atlas = _read(tmp_path, IDENTIFIES).atlas
    assert [claim.id for claim in atlas.claims] == ["anno2", "anno2-2"]
    assert {atlas.source(claim.source).url for claim in atlas.claims} == set(IDENTIFIES["target"])


def test_a_body_in_a_gazetteer_is_a_place_that_lies_nobody_says_where(tmp_path):
    atlas = _read(tmp_path, IDENTIFIES).atlas
    (place,) = atlas.places
    assert place.ids["geonames"] == "792680"
    assert place.geometry is None
    assert atlas.claims[0].where == (PlaceRole(place=place.id),)


def test_a_place_with_latitude_and_longitude_lies_there(tmp_path):
    body = {"id": "http://e.example.org/p", "type": "edm:Place", "lat": "46.15", "long": "19.97"}
    atlas, _ = _one(tmp_path, body=body)
    assert atlas.places[0].geometry == shapely.Point(19.97, 46.15)


@pytest.mark.parametrize(
    "whole",
    [
        COMMENT,
        [COMMENT],
        {"type": "AnnotationPage", "items": [COMMENT]},
        {"@type": "oa:AnnotationPage", "as:items": [COMMENT]},
        {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [COMMENT]}},
        {"type": ["BasicContainer", "AnnotationCollection"], "items": [{"type": "AnnotationPage", "items": COMMENT}]},
        {"@graph": [COMMENT, {"type": "AnnotationPage"}]},
    ],
)  # fmt: skip
def test_one_annotation_a_page_a_collection_a_list_and_a_graph_are_read(tmp_path, whole):
    path = tmp_path / "notes.json"
    path.write_text(json.dumps(whole))
    assert READER.recognises(path)
    assert [claim.says for claim in READER.read(path, places=BUNDLED).atlas.claims] == [
        "It says so."
    ]


@pytest.mark.parametrize(
    ("selector", "at"),
    [
        ({"type": "FragmentSelector", "value": "page=10"}, Selector(page=10)),
        ({"type": "FragmentSelector", "value": "char=0,10"}, Selector(start=0, end=10)),
        ({"type": "FragmentSelector", "value": "paragraph=3"}, Selector(paragraph=3)),
        ({"type": "FragmentSelector", "value": "t=30,60"}, None),
        ({"type": "FragmentSelector", "value": "line=3,5"}, None),
        ({"type": "TextPositionSelector", "start": 9, "end": 3}, None),
        ({"type": "TextPositionSelector", "start": True, "end": 3}, None),
        ({"type": "XPathSelector", "value": "/html/body/p[2]"}, None),
        (
            {"type": "FragmentSelector", "value": "page=2", "refinedBy": {"type": "TextPositionSelector", "start": 1, "end": 4}},
            Selector(page=2),
        ),
    ],
)  # fmt: skip
def test_selectors_are_read_as_far_as_the_model_has_a_word(tmp_path, selector, at):
    _, claim = _one(tmp_path, target={"source": PAGE, "selector": selector})
    assert claim.at == at
    whole = set(selector) == {"type", "value"} and at is not None
    kept = claim.extra["web-annotation"].get("target", {}).get("selector", [])
    assert kept == ([] if whole else [selector])


def test_words_inside_a_page_are_the_quotation(tmp_path):
    inner = {"type": "TextQuoteSelector", "exact": "x"}
    selector = {"type": "FragmentSelector", "value": "page=2", "refinedBy": inner}
    _, claim = _one(tmp_path, target={"source": PAGE, "selector": selector})
    assert (claim.at, claim.quote) == (Selector(page=2), "x")
    assert "target" not in claim.extra["web-annotation"]


def test_a_position_that_no_text_has_is_kept_and_told(tmp_path):
    selector = {"type": "FragmentSelector", "value": "page=0"}
    annotation = {"type": "Annotation", "target": {"source": PAGE, "selector": selector}}
    reading = _read(tmp_path, annotation)
    assert reading.atlas.claims[0].at is None
    assert "page counts from 1" in reading.problems[0].message


def test_a_fragment_of_an_address_that_is_a_page_is_a_position(tmp_path):
    atlas, claim = _one(tmp_path, target="http://pages.example.org/d.pdf#page=4")
    assert atlas.source(claim.source).url == "http://pages.example.org/d.pdf"
    assert claim.at == Selector(page=4)


def test_a_fragment_that_is_no_position_stays_in_the_address(tmp_path):
    atlas, claim = _one(tmp_path, target="http://pages.example.org/v#t=3,5")
    assert atlas.source(claim.source).url == "http://pages.example.org/v#t=3,5"
    assert claim.at is None


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"bodyValue": "A remark"}, "A remark"),
        ({"body": {"type": "TextualBody", "value": "<p>j'<b>adore</b></p><script>x</script>", "format": "text/html"}}, "j'adore"),
        ({"body": "http://e.example.org/post"}, "Links it to http://e.example.org/post."),
        ({"body": {"type": "TextualBody", "purpose": "tagging", "value": "a"}}, "Tags it: a."),
        ({"motivation": "highlighting"}, "Marks it (highlighting)."),
        ({"body": {"type": "Choice", "items": [{"value": "one"}, {"value": "two"}]}}, "one\n\ntwo"),
        ({"body": {"type": "TextualBody", "value": "${alert(1)}"}}, "${alert(1)}"),
    ],
)  # fmt: skip
def test_the_body_is_what_is_said_and_without_one_it_is_said_plainly(tmp_path, members, says):
    assert _one(tmp_path, **members)[1].says == says


def test_without_a_creator_somebody_unnamed_speaks(tmp_path):
    atlas, claim = _one(tmp_path)
    assert atlas.agent(claim.speaker).kind == "unnamed"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (3, "expected an Annotation"),
        ({"type": "Person"}, "expected an Annotation"),
        ({"type": "Annotation", "body": "x"}, "no target"),
        ({"type": "Annotation", "target": {"selector": {}}}, "no target"),
    ],
)
def test_an_entry_that_cannot_be_read_is_listed_and_the_rest_is_read(tmp_path, entry, reason):
    reading = _read(tmp_path, {"type": "AnnotationPage", "items": [entry, COMMENT, COMMENT]})
    assert [claim.id for claim in reading.atlas.claims] == ["anno1"]
    first, second = reading.skipped
    assert first.record == "annotation 1"
    assert reason in first.message
    assert "stands in the file already" in second.message


@pytest.mark.parametrize("text", ["", "{", '{"type": "Person"}', "3", "[" * 100_000, '{"a": NaN}'])
def test_what_is_no_annotation_is_refused(tmp_path, text):
    path = tmp_path / "a.anno.jsonld"
    path.write_text(text)
    assert not READER.recognises(path)
    with pytest.raises(UnreadableFile, match=r"a\.anno\.jsonld"):
        READER.read(path, places=BUNDLED)


@pytest.mark.parametrize(
    "value",
    [
        {"type": "FeatureCollection", "features": []},
        {"@context": "https://schema.org", "@type": "ClaimReview"},
        {"type": "bundle", "id": "bundle--1"}, {"title": "x", "claims": []}, [], [3], 3,
    ],
)  # fmt: skip
def test_other_formats_are_not_taken_for_this_one(tmp_path, value):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(value))
    assert not READER.recognises(path)


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data, tmp_path):
    whole = data.draw(damaged({"type": "AnnotationPage", "items": [COMMENT, IDENTIFIES]}))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(whole))
    READER.recognises(path)
    try:
        reading = READER.read(path, places=BUNDLED)
    except BalkanRouteError:
        return
    assert reading.atlas is not None or reading.problems


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_a_damaged_file_of_ours_is_read_or_refused_and_nothing_else(data, tmp_path):
    path = tmp_path / "a.anno.jsonld"
    WRITER.write(data.draw(atlases()), path, places=PLACES)
    path.write_text(json.dumps(data.draw(damaged(json.loads(path.read_text())))))
    try:
        reading = READER.read(path, places=BUNDLED)
    except BalkanRouteError:
        return
    assert reading.atlas is not None or reading.problems


def _atlas(**source):
    about = {"title": "S", "url": PAGE, "archived_url": "http://archive.example.org/1"}
    return Atlas(
        title="A",
        recorder="me",
        agents=(Agent(id="me", name="Me", kind="person"),),
        sources=(Source(id="s", **{**about, **source}),),
        places=(Place(id="p", name="Belgrade", ids={"geonames": "792680"}),),
        claims=(
            Claim(
                id="c",
                says="So it is.",
                speaker="me",
                source="s",
                topics=("border",),
                where=(PlaceRole(place="p", role="at"),),
                at=Selector(paragraph=2, page=3, start=10, end=20, sha256="ab" * 32),
                quote="words",
                recorded=Period("2024-01-05T10:00:00Z"),
            ),
        ),
    )


def test_a_claim_is_written_as_the_model_has_it(tmp_path):
    path = tmp_path / "a.anno.jsonld"
    WRITER.write(_atlas(), path, places=PLACES)
    page = json.loads(path.read_text(encoding="utf-8"))
    assert page["@context"][0] == CONTEXT == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["partOf"]["total"]) == ("AnnotationPage", 1)
    (annotation,) = page["items"]
    assert annotation["created"] == "2024-01-05T10:00:00Z"
    assert annotation["creator"] == {
        "id": "urn:balkanroute:agent:me",
        "type": "Person",
        "name": "Me",
    }
    assert [
        (body["purpose"], body.get("value", body.get("source"))) for body in annotation["body"]
    ] == [
        ("describing", "So it is."),
        ("tagging", "border"),
        ("linking", "https://www.geonames.org/792680"),
    ]
    target = annotation["target"]
    assert (target["source"], target["balkanroute:sha256"]) == (PAGE, "ab" * 32)
    assert target["state"] == {"type": "TimeState", "cached": "http://archive.example.org/1"}
    assert [selector["type"] for selector in target["selector"]] == [
        "TextPositionSelector",
        "TextQuoteSelector",
        "FragmentSelector",
        "FragmentSelector",
    ]


def test_a_claim_without_a_quotation_carries_no_words_of_its_source(tmp_path):
    atlas = read(shipped())
    path = tmp_path / "a.anno.jsonld"
    WRITER.write(atlas, path, places=PLACES)
    text = path.read_text(encoding="utf-8")
    assert "TextQuoteSelector" not in text
    assert "TextPositionSelector" in text


def test_the_address_of_a_stricter_source_is_not_copied_beside_a_claim(tmp_path):
    path = tmp_path / "a.anno.jsonld"
    atlas = _atlas(sensitivity="amber")
    WRITER.write(atlas, path, places=PLACES)
    target = json.loads(path.read_text(encoding="utf-8"))["items"][0]["target"]
    assert target["source"] == "urn:balkanroute:source:s"
    assert "state" not in target
    assert READER.read(path, places=BUNDLED).atlas == atlas


def test_what_somebody_changed_in_a_file_of_ours_counts_and_is_told(tmp_path):
    path = tmp_path / "a.anno.jsonld"
    WRITER.write(_atlas(), path, places=PLACES)
    page = json.loads(path.read_text(encoding="utf-8"))
    mine = page["items"][0]
    mine["body"][0]["value"] = "So it was."
    mine["body"].append({"type": "TextualBody", "purpose": "replying", "value": "No."})
    page["items"].append(COMMENT)
    path.write_text(json.dumps(page))
    reading = READER.read(path, places=BUNDLED)
    claim = reading.atlas.claim("c")
    assert claim.says == "So it was."
    assert claim.extra["web-annotation"]["body"][0]["value"] == "No."
    assert "somebody changed" in reading.problems[0].message
    assert [claim.id for claim in reading.atlas.claims] == ["c", "anno1"]


def test_an_annotation_turned_to_another_page_is_told(tmp_path):
    path = tmp_path / "a.anno.jsonld"
    WRITER.write(_atlas(), path, places=PLACES)
    page = json.loads(path.read_text(encoding="utf-8"))
    page["items"][0]["target"]["source"] = "http://other.example.org/"
    path.write_text(json.dumps(page))
    reading = READER.read(path, places=BUNDLED)
    kept = reading.atlas.claim("c").extra["web-annotation"]
    assert kept["target"]["source"] == "http://other.example.org/"
    assert reading.problems


#: The terms of the model's context that the test needs.
_OA = "http://www.w3.org/ns/oa#"
_TERMS = {
    "oa": _OA,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TimeState": "oa:TimeState",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "FragmentSelector": "oa:FragmentSelector",
    "AnnotationPage": "as:OrderedCollectionPage",
    "AnnotationCollection": "as:OrderedCollection",
    "Person": "foaf:Person",
    "Organization": "foaf:Organization",
    "describing": "oa:describing",
    "tagging": "oa:tagging",
    "linking": "oa:linking",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "state": {"@type": "@id", "@id": "oa:hasState"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "exact": "oa:exact",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "cached": {"@type": "@id", "@id": "oa:cachedSource"},
    "sourceDate": {"@type": "xsd:dateTime", "@id": "oa:sourceDate"},
    "conformsTo": {"@type": "@id", "@id": "dcterms:conformsTo"},
    "creator": {"@type": "@id", "@id": "dcterms:creator"},
    "created": {"@type": "xsd:dateTime", "@id": "dcterms:created"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "name": "foaf:name",
    "label": "rdfs:label",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "partOf": {"@type": "@id", "@id": "as:partOf"},
    "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
    "total": {"@type": "xsd:nonNegativeInteger", "@id": "as:totalItems"},
}


def _loader(url, _options=None):
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": _TERMS}}


def test_what_is_written_expands_as_json_ld(tmp_path):
    path = tmp_path / "a.anno.jsonld"
    WRITER.write(_atlas(), path, places=PLACES)
    page = json.loads(path.read_text(encoding="utf-8"))
    (expanded,) = jsonld.expand(page, {"documentLoader": _loader})
    (annotation,) = expanded["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert annotation["@id"] == "urn:balkanroute:claim:c"
    assert annotation["@type"] == [f"{_OA}Annotation"]
    assert annotation[f"{_OA}motivatedBy"] == [{"@id": f"{_OA}describing"}]
    (target,) = annotation[f"{_OA}hasTarget"]
    assert target[f"{_OA}hasSource"] == [{"@id": PAGE}]
    assert len(target[f"{_OA}hasSelector"]) == 4
    assert target["urn:balkanroute:terms:sha256"] == [{"@value": "ab" * 32}]
    block = annotation["urn:balkanroute:terms:record"]
    assert block == [{"@type": "@json", "@value": page["items"][0]["balkanroute:record"]}]


def test_the_shipped_atlas_expands_as_json_ld_without_a_term_unknown(tmp_path):
    path = tmp_path / "a.anno.jsonld"
    atlas = read(shipped())
    WRITER.write(atlas, path, places=PLACES)
    page = json.loads(path.read_text(encoding="utf-8"))
    page["balkanroute:record"] = {}
    (expanded,) = jsonld.expand(page, {"documentLoader": _loader})
    compacted = jsonld.compact(expanded, page["@context"], {"documentLoader": _loader})
    items = compacted["items"]
    assert [item["id"] for item in items] == [item["id"] for item in page["items"]]
    assert all(set(given) == set(back) for given, back in zip(page["items"], items, strict=True))
