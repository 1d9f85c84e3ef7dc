"""Scores a reader on a corpus: spans, places, and both at once, as the field counts them."""

from __future__ import annotations

import numpy as np
from train import kilometres, tolerance, with_cues

from balkanroute.mentions import recogniser
from balkanroute.mentions.places import span_candidates
from balkanroute.mentions.placing import Hints, place_all


def found_in(document, lexicon, weights, nested):
    """Read a document: what was found, placed."""
    reading = with_cues(document, weights.cues)
    if not reading.candidates:
        return []
    counted, plain = recogniser.judge(reading, lexicon, weights)
    chances = counted if nested else plain
    numbers = recogniser.select(reading.candidates, chances)
    chosen = [(reading.candidates[n], float(chances[n])) for n in numbers]
    return place_all(document.words, chosen, Hints(), lexicon, weights)


def is_right(placed, toponym, lexicon):
    if not len(placed.rows):
        return False
    row = placed.rows[0]
    far = kilometres(toponym["lon"], toponym["lat"], lexicon.lon[row], lexicon.lat[row])
    return far <= tolerance(toponym)


def f1(hits, given, wanted):
    return 2 * hits / max(given + wanted, 1)


def score_table(corpus, documents, lexicon, weights, nested):
    """Score a corpus: spans, both at once, places of gold spans; with pairs to calibrate on."""
    spans = places = given = given_resolvable = wanted = resolvable = resolved = 0
    pairs = []
    for document in documents:
        found = found_in(document, lexicon, weights, nested)
        wanted += len(document.gold)
        with_place = {k: t for k, t in document.gold.items() if t["lat"] is not None}
        resolvable += len(with_place)
        given += len(found)
        matched = match(found, document.gold)
        for number, placed in enumerate(found):
            span = (placed.candidate.start, placed.candidate.end)
            exact = span in document.gold
            spans += exact
            toponym = matched.get(number)
            usable = toponym is not None and toponym["lat"] is not None
            right = usable and is_right(placed, toponym, lexicon)
            places += right
            given_resolvable += toponym is None or usable
            if toponym is None or usable:
                likely = float(placed.likely[0]) if len(placed.likely) else 0.0
                pairs.append((placed.chance, exact, likely, right if exact else None))
        resolved += gold_resolved(document, lexicon, weights)
    row = {
        "corpus": corpus,
        "documents": len(documents),
        "exact_f1": round(f1(spans, given, wanted), 4),
        "precision": round(spans / max(given, 1), 4),
        "recall": round(spans / wanted, 4),
        "end_to_end_f1": round(f1(places, given_resolvable, resolvable), 4),
        "resolution": round(resolved / resolvable, 4),
    }
    return row, pairs


def match(found, gold):
    """Pair what was found with the gold: exact spans first, then overlaps, each once."""
    pairs = {}
    used = set()
    for number, placed in enumerate(found):
        span = (placed.candidate.start, placed.candidate.end)
        if span in gold:
            pairs[number] = gold[span]
            used.add(span)
    for number, placed in enumerate(found):
        if number in pairs:
            continue
        over = [
            (min(placed.candidate.end, end) - max(placed.candidate.start, start), (start, end))
            for start, end in gold
            if (start, end) not in used
        ]
        most, span = max(over, default=(0, None))
        if most > 0:
            pairs[number] = gold[span]
            used.add(span)
    return pairs


def gold_resolved(document, lexicon, weights):
    """Count the gold spans that are put on the right place when the spans are given."""
    spans = sorted(span for span, t in document.gold.items())
    candidates = span_candidates(document.words, spans, lexicon)
    placed = place_all(document.words, [(c, 0.9) for c in candidates], Hints(), lexicon, weights)
    return sum(
        is_right(each, document.gold[each.candidate.start, each.candidate.end], lexicon)
        for each in placed
        if document.gold[each.candidate.start, each.candidate.end]["lat"] is not None
    )


def calibration(given, steps):
    """Fit what share was right, by the chance given, on texts that the weights had not seen."""
    pairs = [pair for corpus in given for pair in corpus]
    span = steps([p for p, *_ in pairs], [float(exact) for _, exact, *_ in pairs])
    known = [(likely, float(right)) for _, _, likely, right in pairs if right is not None]
    place = steps([likely for likely, _ in known], [right for _, right in known])
    return span, place


def reliability(given, steps, bins=10):
    """
    Tell what share was right of what was given a confidence, in tenths.

    Each corpus is read with weights and with a calibration that were fitted on the others.
    """
    right, total, summed = [0] * bins, [0] * bins, [0.0] * bins
    for number, pairs in enumerate(given):
        span, place = calibration([p for n, p in enumerate(given) if n != number], steps)
        for chance, exact, likely, correct in pairs:
            sure = float(np.interp(chance, *span) * np.interp(likely, *place))
            tenth = min(int(sure * bins), bins - 1)
            total[tenth] += 1
            summed[tenth] += sure
            right[tenth] += bool(exact and correct)
    return [
        {
            "from": tenth / bins,
            "mentions": total[tenth],
            "given": round(summed[tenth] / max(total[tenth], 1), 3),
            "right": round(right[tenth] / max(total[tenth], 1), 3),
        }
        for tenth in range(bins)
    ]
