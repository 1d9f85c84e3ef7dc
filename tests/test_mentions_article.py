from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from article import FILE, GOLD, SHA256, Misses, misses

from balkanroute.gazetteer import Gazetteer
from balkanroute.mentions import Mention, find_places

_BESIDE = Path(__file__).parents[2] / "shared" / "reporting"


@dataclass(frozen=True)
class Keyed:
    """A candidate of which only the key and the name are asked."""

    key: str | None
    name: str | None = None


@dataclass(frozen=True)
class Told:
    """A ranking that holds one answer."""

    key: str | None
    name: str | None = None

    def candidates(self):
        return (Keyed(self.key, self.name),) if self.key or self.name else ()


def mention_of(gold):
    """Make the mention that a reader without fault would give."""
    return Mention(
        start=gold.start,
        end=gold.end,
        surface=gold.surface,
        kind=gold.kind,
        confidence=1.0,
        _ranking=Told(gold.key, gold.name),
    )


@pytest.fixture(scope="module")
def article():
    path = Path(os.environ.get("BALKANROUTE_ARTICLE", _BESIDE)) / FILE
    if not path.is_file():
        pytest.skip("the article is not here; BALKANROUTE_ARTICLE names its folder")
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == SHA256
    return content.decode()


@pytest.fixture(scope="module")
def perfect():
    return [mention_of(gold) for gold in GOLD]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: f"{gold.start}-{gold.surface}")
def test_every_offset_indexes_its_surface(article, gold):
    assert article[gold.start : gold.end] == gold.surface


@pytest.mark.parametrize("key", sorted({gold.key for gold in GOLD if gold.key}))
def test_every_key_is_in_the_bundled_gazetteer(key):
    assert Gazetteer.bundled().place(key).gazetteer == key


def test_mentions_follow_one_another_without_overlap():
    assert all(first.end <= second.start for first, second in pairwise(GOLD))


def test_what_has_no_key_has_a_name():
    assert all((gold.key is None) == (gold.name is not None) for gold in GOLD)


def test_a_perfect_reader_misses_nothing(perfect):
    assert misses(perfect) == Misses((), (), ())


def test_a_mention_that_was_not_found_is_missed(perfect):
    assert misses(perfect[1:]) == Misses((GOLD[0],), (), ())


def test_a_mention_that_does_not_count_may_be_left_out(perfect):
    counted = [found for found, gold in zip(perfect, GOLD, strict=True) if gold.counts]
    assert len(counted) < len(GOLD)
    assert misses(counted) == Misses((), (), ())


def test_a_span_that_is_no_mention_is_false(perfect):
    wider = replace(perfect[0], end=perfect[0].end + 2)
    assert misses([wider, *perfect]) == Misses((), (wider,), ())


def test_another_place_is_wrong(perfect):
    elsewhere = replace(perfect[0], _ranking=Told("RS"))
    assert misses([elsewhere, *perfect[1:]]) == Misses((), (), ((elsewhere, GOLD[0]),))


def test_a_place_left_open_is_wrong(perfect):
    unsure = replace(perfect[0], abstained="two places bear the name")
    assert misses([unsure, *perfect[1:]]) == Misses((), (), ((unsure, GOLD[0]),))


def test_another_kind_is_wrong(perfect):
    adjective = replace(perfect[0], kind="demonym")
    assert misses([adjective, *perfect[1:]]) == Misses((), (), ((adjective, GOLD[0]),))


def test_the_article_is_read_without_fault(article):
    assert misses(find_places(article, publisher="Balkan Insight")) == Misses((), (), ())
