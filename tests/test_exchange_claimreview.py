from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import (
    ROLES,
    STANCES,
    atlases,
    extras,
    ids,
    levels,
    maybe_period,
    maybe_words,
    plain,
    texts,
    words,
)

from balkanroute import readers
from balkanroute.errors import UnreadableFile
from balkanroute.model import Agent, Atlas, Claim, Place, PlaceRole, Relation, Source
from balkanroute.periods import Period
from balkanroute.readers.claimreview import READER
from balkanroute.readers.protocol import BUNDLED
from balkanroute.writers.claimreview import WRITER, kept
from balkanroute.writers.formats import BUNDLED as GAZETTEER

RATING = {
    "@type": "Rating",
    "ratingValue": "1",
    "bestRating": "5",
    "worstRating": "1",
    "alternateName": "Neistina",
}
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "datePublished": "2023-11-02",
    "url": "https://checkers.example/fence",
    "claimReviewed": "The fence stopped every crossing in October.",
    "author": {"@type": "Organization", "name": "Checkers", "url": "https://checkers.example/"},
    "reviewRating": RATING,
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "A. Minister", "jobTitle": "Minister"},
        "datePublished": "2023-10-30",
        "appearance": {"@type": "CreativeWork", "url": "https://gazette.example/interview"},
    },
}


@pytest.fixture
def file(tmp_path):
    def write(value, name="review.jsonld"):
        path = tmp_path / name
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    return write


def read(path):
    return READER.read(path, places=BUNDLED)


def parts_of(path):
    reading = read(path)
    assert not reading.skipped
    atlas = reading.atlas
    review = next(claim for claim in atlas.claims if claim.relations)
    return atlas, review, atlas.claim(review.relations[0].claim)


def page(*scripts):
    inner = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<!doctype html><html><head><title>x</title>{inner}</head><body>y</body></html>"


def test_a_review_is_a_claim_of_the_reviewer_about_the_claim_of_another(file):
    atlas, review, claim = parts_of(file(REVIEW))
    assert claim.says == REVIEW["claimReviewed"]
    assert atlas.agent(claim.speaker).name == "A. Minister"
    assert atlas.agent(claim.speaker).kind == "person"
    assert atlas.source(claim.source).url == "https://gazette.example/interview"
    assert atlas.agent(review.speaker).name == "Checkers"
    assert atlas.source(review.source).url == "https://checkers.example/fence"
    assert atlas.source(review.source).published == Period("2023-11-02")
    assert review.says == f"Checkers rates as Neistina: {REVIEW['claimReviewed']}"


def test_the_rating_is_kept_word_for_word_and_the_relation_is_the_reviewers_word(file):
    _, review, _ = parts_of(file(REVIEW))
    (relation,) = review.relations
    assert relation.kind == "contradicts"
    assert relation.by == review.speaker
    assert relation.note == "Rated by the reviewer: Neistina"
    assert review.extra["claimreview"]["reviewRating"] == RATING
    assert review.likelihood is None
    assert review.credibility is None


def test_what_else_the_markup_says_is_kept(file):
    _, review, claim = parts_of(file(REVIEW | {"sdPublisher": {"name": "Hub"}}))
    assert review.extra["claimreview"]["sdPublisher"] == {"name": "Hub"}
    assert claim.extra["claimreview"]["datePublished"] == "2023-10-30"


@pytest.mark.parametrize(
    ("rating", "kind"),
    [
        ({"alternateName": "False"}, "contradicts"),
        ({"alternateName": "TRUE"}, "supports"),
        ({"alternateName": "Lažna vijest"}, "contradicts"),
        ({"alternateName": "Mostly false"}, "narrows"),
        ({"alternateName": "Misleading", "ratingValue": 1}, "narrows"),
        (RATING | {"alternateName": "4 noses"}, "contradicts"),
        ({"ratingValue": 5}, "supports"),
        ({"ratingValue": "3"}, "narrows"),
        ({"ratingValue": -1}, "narrows"),
        ({"ratingValue": 1, "bestRating": 1, "worstRating": 1}, "narrows"),
        ({"ratingValue": "NaN"}, "narrows"),
        ({"ratingValue": True}, "narrows"),
        ({}, "narrows"),
        ("False", "contradicts"),
        (None, "narrows"),
    ],
)  # fmt: skip
def test_a_rating_says_how_the_two_stand(file, rating, kind):
    _, review, _ = parts_of(file(REVIEW | {"reviewRating": rating}))
    assert review.relations[0].kind == kind


@pytest.mark.parametrize(
    "wrapped",
    [
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "Article", "review": [REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
        REVIEW | {"@type": ["ClaimReview", "Article"]},
        REVIEW | {"@type": "https://schema.org/ClaimReview"},
    ],
)
def test_a_review_is_found_single_in_a_list_and_in_a_graph(file, wrapped):
    path = file(wrapped)
    assert READER.recognises(path)
    assert parts_of(path)[2].says == REVIEW["claimReviewed"]


def test_a_review_is_found_inside_a_page(file):
    path = file(page(json.dumps({"@type": "WebSite"}), json.dumps(REVIEW)), "page.html")
    assert READER.recognises(path)
    assert parts_of(path)[2].says == REVIEW["claimReviewed"]


def test_a_broken_script_of_a_page_is_listed_and_the_others_are_read(file):
    reading = read(file(page("{broken", json.dumps(REVIEW)), "page.html"))
    assert len(reading.atlas.claims) == 2
    assert reading.skipped[0].record == "script 1"


def test_two_reviews_of_one_claim_contest_one_claim(file):
    other = REVIEW | {"author": {"name": "Second Desk"}, "url": "https://desk.example/1"}
    atlas = read(file([REVIEW, other])).atlas
    assert len(atlas.claims) == 3
    assert len({r.claim for claim in atlas.claims for r in claim.relations}) == 1


def test_a_review_without_a_named_speaker_invents_none(file):
    bare = {"@type": "ClaimReview", "claimReviewed": "X is so.", "url": "https://c.example/x"}
    atlas, review, claim = parts_of(file(bare))
    assert atlas.agent(claim.speaker).kind == "unnamed"
    assert atlas.agent(review.speaker).name == "c.example"
    assert claim.source == review.source


def test_a_coordinate_of_which_nobody_says_how_near_it_is_stays_under_extra(file):
    place = {"@type": "Place", "name": "Horgoš", "geo": {"latitude": 46.1, "longitude": 19.9}}
    atlas, review, _ = parts_of(file(REVIEW | {"contentLocation": place}))
    found = atlas.place(review.where[0].place)
    assert (found.name, found.geometry) == ("Horgoš", None)
    assert found.extra["claimreview"]["geo"] == {"latitude": 46.1, "longitude": 19.9}


def test_a_review_that_says_no_claim_is_listed_and_the_rest_is_read(file):
    reading = read(file([{"@type": "ClaimReview", "url": "https://c.example"}, REVIEW]))
    assert len(reading.atlas.claims) == 2
    assert (reading.skipped[0].record, reading.skipped[0].line) == ("review 1", 1)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.jsonld", '{"@type": "WebPage"}', "no ClaimReview"),
        ("a.jsonld", '{"@type": ', "not JSON"),
        ("a.jsonld", '{"a": NaN}', "JSON has no NaN"),
        ("a.jsonld", '{"a": "\\ud800"}', "half a character"),
        ("a.jsonld", "[" * 5000, "nested"),
        ("a.html", "<html></html>", "no script of the type"),
        ("a.html", '<script type="application/ld+json">', "no script of the type"),
        ("missing.jsonld", None, "no such file"),
        ("missing.html", None, "no such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_name(tmp_path, name, text, told):
    path = tmp_path / name
    if text is not None:
        path.write_text(text)
    with pytest.raises(UnreadableFile, match=told) as found:
        read(path)
    assert name in str(found.value)


def test_a_script_that_is_not_utf_8_is_listed_and_not_altered(tmp_path):
    path = tmp_path / "a.html"
    broken = json.dumps(REVIEW | {"claimReviewed": "MARK"})
    path.write_bytes(page(broken, json.dumps(REVIEW)).encode().replace(b"MARK", b"caf\xe9"))
    reading = read(path)
    assert len(reading.atlas.claims) == 2
    assert "half a character" in reading.skipped[0].message


def test_a_letter_that_grows_in_lower_case_moves_no_script(file):
    path = file("İ" * 50 + page(json.dumps(REVIEW)), "a.html")
    assert parts_of(path)[2].says == REVIEW["claimReviewed"]


@pytest.mark.parametrize(
    "text",
    [
        '<script type="application/ld+json">' * 200_000,
        "<script " + "type=application/ld+json " * 400_000,
        "<script" * 1_000_000,
    ],
)
def test_a_page_made_of_open_scripts_is_refused(file, text):
    path = file(text, "a.html")
    assert not READER.recognises(path)
    with pytest.raises(UnreadableFile):
        read(path)


def test_other_json_and_other_pages_are_not_recognised(file, tmp_path):
    assert not READER.recognises(file({"type": "FeatureCollection", "features": []}, "a.json"))
    assert not READER.recognises(file({"title": "ClaimReview", "claims": []}, "b.json"))
    assert not READER.recognises(file({"@type": "Claim"}, "c.jsonld"))
    assert not READER.recognises(file(page('{"@type": "Article"}'), "d.html"))
    assert not READER.recognises(file("<p>ClaimReview</p>", "e.html"))
    assert not READER.recognises(file("", "f.json"))
    assert not READER.recognises(file(REVIEW, "g.txt"))
    assert not READER.recognises(tmp_path)


def contested():
    return Atlas(
        title="Two counts",
        licence="CC0",
        recorder="desk",
        agents=(
            Agent(id="desk", name="Desk"),
            Agent(id="ministry", name="Ministry", kind="government body", member_of="desk"),
            Agent(id="checker", name="Checker <b>", kind="outlet", sensitivity="amber"),
        ),
        sources=(
            Source(id="a", title="A </script>", url="https://a.example", published=Period("2023?")),
            Source(id="b", title="B", published=Period("2023-10-02"), derived_from=("a",)),
            Source(id="c", title="C"),
        ),
        places=(Place(id="horgos", name="Horgoš", kind="crossing"), Place(id="x", name="X")),
        claims=(
            Claim(
                id="no",
                says="Not 400.",
                speaker="checker",
                source="b",
                relations=(
                    Relation(kind="contradicts", claim="many", by="desk", note="by count"),
                    Relation(kind="repeats", claim="alone"),
                ),
            ),
            Claim(
                id="many",
                says="400 came.",
                speaker="ministry",
                source="a",
                stance="estimates",
                about=Period("2023-10/.."),
                where=(PlaceRole(place="horgos", role="near"),),
                topics=("crossing",),
                sensitivity="green",
                extra={"own": 1},
            ),
            Claim(id="alone", says="Rain fell.", speaker="desk", source="c"),
        ),
    )


def written(atlas, tmp_path, name="out.claimreview.jsonld"):
    path = tmp_path / name
    return path, WRITER.write(atlas, path, places=GAZETTEER)


def test_each_contested_claim_is_written_with_its_review_and_no_other(tmp_path):
    path, _ = written(contested(), tmp_path)
    collection, review = json.loads(path.read_text())["@graph"]
    assert collection["name"] == "Two counts"
    assert review["@type"] == "ClaimReview"
    assert review["claimReviewed"] == review["itemReviewed"]["text"] == "400 came."
    assert review["author"]["name"] == "Checker <b>"
    assert review["itemReviewed"]["author"]["@type"] == "GovernmentOrganization"
    assert review["datePublished"] == "2023-10-02"
    assert "Rain fell." not in path.read_text()


def test_no_verdict_of_ours_is_written(tmp_path):
    path, _ = written(contested(), tmp_path)
    assert "Rating" not in path.read_text()


def test_no_text_can_end_the_script_that_it_stands_in(tmp_path):
    path, _ = written(contested(), tmp_path)
    assert not set("<>&") & set(path.read_text())


def test_the_same_atlas_gives_the_same_bytes(tmp_path):
    first, _ = written(contested(), tmp_path, "a.claimreview.jsonld")
    second, _ = written(contested(), tmp_path, "b.claimreview.jsonld")
    assert first.read_bytes() == second.read_bytes()


def test_what_is_lost_is_counted(tmp_path):
    _, report = written(contested(), tmp_path)
    lost = {(loss.kind, loss.field): (loss.count, loss.total) for loss in report.losses}
    assert lost == {
        ("claims", ""): (1, 3),
        ("sources", ""): (1, 3),
        ("places", ""): (1, 2),
        ("claims", "relations"): (1, 3),
        ("claims", "extra"): (1, 3),
        ("sources", "derived_from"): (1, 3),
        ("agents", "member_of"): (1, 3),
        ("atlas", "recorder"): (1, 1),
    }


def test_what_is_written_is_read_again_as_it_was(tmp_path):
    path, _ = written(contested(), tmp_path)
    reading = read(path)
    assert not reading.skipped
    assert reading.atlas == kept(contested())


def test_a_review_that_was_read_is_written_with_its_rating(file, tmp_path):
    atlas = replace(
        read(file(REVIEW | {"reviewRating": {"alternateName": "True"}})).atlas, title="T"
    )
    path, _ = written(atlas, tmp_path)
    review = json.loads(path.read_text())["@graph"][1]
    assert review["reviewRating"] == {"alternateName": "True"}
    again = read(path).atlas
    assert again == kept(atlas)
    assert [r.kind for claim in again.claims for r in claim.relations] == ["supports"]


def test_the_shipped_atlas_comes_back_as_far_as_it_is_held(tmp_path):
    atlas = readers.read(readers.shipped())
    path, _ = written(atlas, tmp_path)
    assert read(path).atlas == kept(atlas)


@st.composite
def contests(draw):
    """Any atlas, with three claims or more that stand to each other in some way."""
    atlas = draw(atlases())
    agents = atlas.agents or (Agent(id="a", name=draw(words)),)
    sources = atlas.sources or (Source(id="s", title=draw(words)),)
    claims = list(atlas.claims)
    for key in draw(st.lists(ids, min_size=3, max_size=4, unique=True)):
        spots = draw(st.lists(st.sampled_from(atlas.places), max_size=2)) if atlas.places else []
        rating = {"@type": "ClaimReview", "reviewRating": draw(plain)}
        made = Claim(
            id=key,
            says=draw(words),
            speaker=draw(st.sampled_from(agents)).id,
            source=draw(st.sampled_from(sources)).id,
            stance=draw(st.sampled_from(STANCES)),
            about=draw(maybe_period),
            where=tuple(
                PlaceRole(place=one.id, role=draw(st.sampled_from(ROLES))) for one in spots
            ),
            topics=tuple(draw(st.lists(texts, max_size=2))),
            note=draw(maybe_words),
            sensitivity=draw(levels),
            relations=tuple(
                Relation(
                    kind=draw(st.sampled_from(["contradicts", "narrows", "supports", "retracts"])),
                    claim=draw(st.sampled_from(claims)).id,
                    by=draw(st.none() | st.sampled_from(agents).map(lambda agent: agent.id)),
                    note=draw(maybe_words),
                )
                for _ in range(draw(st.integers(0, 2)) if claims else 0)
            ),
            extra=draw(st.just({}) | extras | st.just({"claimreview": rating})),
        )
        if key not in {claim.id for claim in claims}:
            claims.append(made)
    return replace(atlas, agents=agents, sources=sources, claims=tuple(claims))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(atlas=contests())
def test_any_atlas_comes_back_as_far_as_it_is_held(tmp_path_factory, atlas):
    path, report = written(atlas, tmp_path_factory.mktemp("reviews"))
    reading = read(path)
    assert not reading.skipped
    assert reading.atlas == kept(atlas)
    assert bool(report) or reading.atlas == atlas


values = st.recursive(
    texts | st.integers() | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from([*REVIEW, "name", "url", "@type", "text"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


@settings(max_examples=25, deadline=None)
@given(
    change=st.dictionaries(
        st.sampled_from([*REVIEW, "br:order", "br:relation"]), values, max_size=4
    )
)
def test_whatever_stands_in_a_review_it_is_read_or_listed(tmp_path_factory, change):
    path = tmp_path_factory.mktemp("any") / "a.jsonld"
    path.write_text(json.dumps([REVIEW | change, REVIEW]), encoding="utf-8")
    assert read(path).atlas is not None
