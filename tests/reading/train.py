"""
Fit the weights that reading is done with, or score them on a corpus that they were not fitted on.

    python tests/reading/train.py CORPORA                fit on all, write the weights
    python tests/reading/train.py CORPORA --leave-out    only score: each on the others' weights

CORPORA is a folder of JSON Lines files, a document a line: ``doc``, ``text`` and ``toponyms`` with
``start``, ``end``, ``lat``, ``lon``, ``geonameid``, ``kind`` and ``tol_km``. They are read, never
copied: what is written holds numbers and single words. The same corpora give the same weights.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
from catboost import CatBoostClassifier
from made import paragraphs
from rich.progress import track
from scipy.sparse import csr_matrix
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from balkanroute.gazetteer import Gazetteer
from balkanroute.gazetteer.world import PEOPLE
from balkanroute.mentions import recogniser
from balkanroute.mentions.candidates import Candidate, find_candidates
from balkanroute.mentions.features import Cues, cues, figures
from balkanroute.mentions.forest import Forest
from balkanroute.mentions.lexicon import Lexicon
from balkanroute.mentions.recogniser import Reading
from balkanroute.mentions.resolver import lay_out
from balkanroute.mentions.tokens import cut
from balkanroute.mentions.weights import Weights
from balkanroute.names import fold

HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "balkanroute" / "mentions" / "weights.npz"
#: The corpora, and whether each annotates peoples' names, and names inside other names.
CORPORA = {"gwn": (True, True), "lgl-a": (True, True), "tud": (False, False)}
#: Paragraphs of this project's own making, fitted on beside every corpus: their seed, how many.
MADE = "made"
MADE_SEED, MADE_COUNT = 7, 200
#: Marks of GeoWebNews on names that stand inside another name.
INSIDE = {"Embedded_Literal", "Embedded_Non_Lit"}
FOLDS = 4
LEAST_CUE = 3
SMALLEST_WEIGHT = 0.02
#: Mentions are right within so many kilometres of the gold, or the radius of the area.
WITHIN_KM = 161.0
SAME_KM = 25.0


class Document:
    """A text of a corpus, with its candidates and what is true of them."""

    def __init__(self, corpus, record, lexicon):
        self.corpus = corpus
        self.record = record
        self.gold = {(t["start"], t["end"]): t for t in record["toponyms"]}
        self.words = cut(record["text"])
        peoples, nested = CORPORA.get(corpus, (True, True))
        found = find_candidates(self.words, lexicon)
        if not peoples:
            found = [each for each in found if not is_people(each)]
        rows = figures(self.words, found, lexicon) if found else None
        self.reading = Reading(self.words, found, rows, np.zeros(len(found)))
        self.cues = [cues(self.words, each) for each in found]
        true = np.array([(each.start, each.end) in self.gold for each in found], dtype=bool)
        inner = np.array([self._kind(each) in INSIDE for each in found], dtype=bool)
        self.truths = [(float(nested), true)]
        if nested and inner.any():
            self.truths.append((0.0, true & ~inner))
        self.spans, self.targets = gold_candidates(self, lexicon)

    def _kind(self, candidate):
        return self.gold.get((candidate.start, candidate.end), {}).get("kind")


def is_people(candidate):
    return candidate.bearers is not None and candidate.bearers.how[0] == PEOPLE


def kilometres(lon, lat, other_lon, other_lat):
    p, q = math.radians(lat), math.radians(other_lat)
    h = math.sin((q - p) / 2) ** 2
    h += math.cos(p) * math.cos(q) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(h)))


def tolerance(toponym):
    return max(WITHIN_KM, toponym.get("tol_km") or 0.0)


def gold_candidates(document, lexicon):
    """Give the gold spans that are names of the lexicon, as candidates, with their gold."""
    starts = {start: number for number, start in enumerate(document.words.starts)}
    spans, targets = [], []
    for toponym in document.record["toponyms"]:
        name = fold(toponym["phrase"]).removeprefix("the ")
        first = starts.get(toponym["start"])
        if first is None or name not in lexicon:
            continue
        last = first + 1
        while last < len(document.words.ends) and document.words.ends[last - 1] < toponym["end"]:
            last += 1
        bearers = lexicon.bearers(name)
        spans.append(Candidate(first, last, toponym["start"], toponym["end"], name, bearers))
        targets.append(toponym)
    return spans, targets


def is_meant(row, toponym, lexicon):
    """Tell whether a place is the very one that the gold names, by whatever id it gives."""
    if row >= lexicon.first:
        return lexicon.key(row) == toponym.get("key")
    if toponym.get("row") is not None:
        return row == toponym["row"]
    wanted = toponym.get("geonameid")
    return wanted is not None and lexicon.world.geonames(row) == wanted


def place_truths(document, field, lexicon):
    """Tell of each place whether it is the one that the gold means; -1 where nothing is known."""
    truths = np.full(len(field.rows), -1.0)
    position = {name: number for number, name in enumerate(field.names)}
    for span, toponym in zip(document.spans, document.targets, strict=True):
        if toponym["lat"] is None or span.name not in position:
            continue
        number = position[span.name]
        part = slice(field.starts[number], field.starts[number + 1])
        rows = field.rows[part]
        far = np.array(
            [
                kilometres(toponym["lon"], toponym["lat"], lexicon.lon[row], lexicon.lat[row])
                for row in rows
            ]
        )
        same = np.array([is_meant(int(row), toponym, lexicon) for row in rows])
        if same.any():
            right = same.astype(float)
        elif far.min() <= tolerance(toponym):
            right = (far <= max(far.min() + 5.0, SAME_KM)).astype(float)
        else:
            right = np.zeros(len(rows))
        truths[part] = np.maximum(truths[part], right)
    return truths


def grow(rows, truths, trees, depth=6, rate=0.064):
    """Fit a forest."""
    model = CatBoostClassifier(
        iterations=trees,
        depth=depth,
        learning_rate=rate,
        l2_leaf_reg=4,
        random_seed=1,
        thread_count=1,  # the same weights each time
        border_count=64,
        bootstrap_type="No",
        verbose=False,
        allow_writing_files=False,
    )
    model.fit(np.vstack(rows).astype(np.float32), np.concatenate(truths).astype(int))
    path = HERE / ".forest.json"
    model.save_model(str(path), format="json")
    saved = json.loads(path.read_text())
    path.unlink()
    scale, bias = saved["scale_and_bias"]
    grown = saved["oblivious_trees"]
    levels = max(len(tree["splits"] or ()) for tree in grown)
    features = np.zeros((len(grown), levels), dtype=np.uint8)
    borders = np.full((len(grown), levels), np.inf, dtype=np.float32)
    leaves = np.zeros((len(grown), 1 << levels), dtype=np.float32)
    for number, tree in enumerate(grown):
        for level, split in enumerate(tree["splits"] or ()):
            features[number, level] = split["float_feature_index"]
            borders[number, level] = split["border"]
        values = np.array(tree["leaf_values"], dtype=np.float32) * scale
        leaves[number, : len(values)] = values
    return Forest(features.astype(np.int64), borders, leaves, float(np.ravel(bias)[0]))


def fit_cues(documents):
    """Fit what the words around a candidate say."""
    pairs = [(d.cues, truth) for d in documents for _, truth in d.truths if d.cues]
    counts = Counter(cue for words, _ in pairs for each in words for cue in each)
    known = {cue: n for n, cue in enumerate(sorted(c for c, k in counts.items() if k >= LEAST_CUE))}
    columns, ends = [], [0]
    for words, _ in pairs:
        for each in words:
            columns += [known[cue] for cue in each if cue in known]
            ends.append(len(columns))
    ones = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(known)))
    model = LogisticRegression(C=0.3, max_iter=300).fit(ones, np.concatenate([t for _, t in pairs]))
    weights = {
        cue: round(float(w), 3)
        for cue, w in zip(known, model.coef_[0], strict=True)
        if abs(w) >= SMALLEST_WEIGHT
    }
    return Cues(weights, round(float(model.intercept_[0]), 4))


def with_cues(document, fitted):
    """Give a document's reading with the sums of fitted cues."""
    known = fitted.weights.get
    sums = np.array([fitted.bias + sum(known(c, 0.0) for c in each) for each in document.cues])
    reading = document.reading
    return Reading(reading.words, reading.candidates, reading.figures, sums)


def parts(documents):
    """Split documents in folds that have a bit of each corpus."""
    for fold_number in range(FOLDS):
        held = [d for n, d in enumerate(documents) if n % FOLDS == fold_number and d.cues]
        yield [d for n, d in enumerate(documents) if n % FOLDS != fold_number], held


def fit_first(documents):
    rows, truths = [], []
    for others, held in parts(documents):
        fitted = fit_cues(others)
        for document in held:
            reading = with_cues(document, fitted)
            for nested, truth in document.truths:
                rows.append(recogniser.columns(reading, nested))
                truths.append(truth)
    return fit_cues(documents), grow(rows, truths, 250)


def gold_field(document, lexicon):
    return lay_out(document.words, document.spans, [0.9] * len(document.spans), lexicon)


def fit_places(documents, lexicon):
    fields = [(d, gold_field(d, lexicon)) for d in documents]
    laid = [(d, f, place_truths(d, f, lexicon)) for d, f in fields if f is not None]

    def prior_of(some):
        rows = [f.figures(lexicon)[t >= 0] for _, f, t in some]
        return grow(rows, [t[t >= 0] for _, _, t in some], 120, rate=0.08)

    rows, truths = [], []
    for number in range(FOLDS):
        model = prior_of([each for n, each in enumerate(laid) if n % FOLDS != number])
        for _, field, truth in (each for n, each in enumerate(laid) if n % FOLDS == number):
            likely = field.shares(model.chances(field.figures(lexicon)))
            rows.append(field.figures(lexicon, likely)[truth >= 0])
            truths.append(truth[truth >= 0])
    return prior_of(laid), grow(rows, truths, 120, rate=0.08)


def fit(documents, lexicon):
    """Fit everything on documents."""
    prior, final = fit_places(documents, lexicon)
    rows, truths = [], []
    for others, held in parts(documents):
        fitted, first = fit_first(others)
        for document in held:
            reading = with_cues(document, fitted)
            for nested, truth in document.truths:
                asked = recogniser.columns(reading, nested)
                chances = first.chances(asked)
                field = lay_out(document.words, reading.candidates, chances.tolist(), lexicon)
                places = None
                if field is not None:
                    told = field.figures(lexicon)
                    places = prior.chances(told), told
                more = recogniser.context(reading, chances, field, places)
                rows.append(np.column_stack([asked, more]))
                truths.append(truth)
    fitted, first = fit_first(documents)
    second = grow(rows, truths, 250)
    flat = np.array([[0.0, 1.0], [0.0, 1.0]])
    return Weights(fitted, first, second, prior, final, flat, flat)


def pack(weights):
    """Lay weights out as the columns of their file."""
    columns = {
        "cue_words": np.frombuffer("\n".join(weights.cues.weights).encode(), dtype=np.uint8),
        "cue_weights": np.array(list(weights.cues.weights.values()), dtype=np.float16),
        "cue_bias": np.array([weights.cues.bias]),
        "span_steps": weights.span_steps,
        "place_steps": weights.place_steps,
    }
    for name in ("first", "second", "prior", "final"):
        forest = getattr(weights, name)
        columns[f"{name}_features"] = forest.features.astype(np.uint8)
        columns[f"{name}_borders"] = forest.borders.astype(np.float32)
        columns[f"{name}_leaves"] = forest.leaves.astype(np.float16)
        columns[f"{name}_bias"] = np.array([forest.bias])
    return columns


def write(weights):
    """Write the weights, the same bytes for the same weights."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, column in pack(weights).items():
            part = io.BytesIO()
            np.lib.format.write_array(part, np.ascontiguousarray(column), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            packed.writestr(info, part.getvalue(), zipfile.ZIP_DEFLATED)
    beside = WEIGHTS.with_suffix(".new")
    beside.write_bytes(whole.getvalue())
    beside.rename(WEIGHTS)


def steps(given, right):
    """Tell the share that was right by what was given, rising."""
    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip")
    model.fit(given, right)
    at = np.linspace(0.0, 1.0, 41)
    return np.array([at, model.predict(at)])


def read_corpora(folder, lexicon):
    documents = []
    for corpus in CORPORA:
        lines = (folder / f"{corpus}.jsonl").read_text("utf-8").splitlines()
        documents += [
            Document(corpus, json.loads(line), lexicon)
            for line in track(lines, description=f"reading {corpus}")
        ]
    made = paragraphs(MADE_SEED, MADE_COUNT)
    return documents + [Document(MADE, record, lexicon) for record in made]


def main():
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("corpora", type=Path, help="a folder with gwn, lgl-a and tud as .jsonl")
    parser.add_argument(
        "--leave-out", action="store_true", help="score each on the others' weights"
    )
    parser.add_argument("--json", type=Path, help="write the scores here")
    options = parser.parse_args()
    lexicon = Lexicon.opened(Gazetteer.bundled(), "en")
    documents = read_corpora(options.corpora, lexicon)
    from scoring import calibration, reliability, score_table

    rows, given = [], []
    for corpus in (*CORPORA, MADE):
        weights = fit([d for d in documents if d.corpus != corpus], lexicon)
        held = [d for d in documents if d.corpus == corpus]
        nested = CORPORA.get(corpus, (True, True))[1]
        row, pairs = score_table(corpus, held, lexicon, weights, nested=nested)
        print(row, flush=True)
        rows.append(row)
        given.append(pairs)
    span_steps, place_steps = calibration(given, steps)
    sure = reliability(given, steps)
    for row in sure:
        print(row)
    own = fit([d for d in documents if d.corpus == MADE], lexicon)
    for corpus, (_, nested) in CORPORA.items():
        held = [d for d in documents if d.corpus == corpus]
        row, _ = score_table(corpus, held, lexicon, own, nested=nested)
        print("made only:", row, flush=True)
        rows.append(row | {"fitted_on": "own paragraphs only"})
    if options.json:
        options.json.write_text(json.dumps({"scores": rows, "reliability": sure}, indent=1) + "\n")
    if not options.leave_out:
        whole = fit(documents, lexicon)
        names = ("cues", "first", "second", "prior", "final")
        parts_ = {name: getattr(whole, name) for name in names}
        write(Weights(**parts_, span_steps=span_steps, place_steps=place_steps))


if __name__ == "__main__":
    main()
