"""The weights that reading is done with, as `tests/reading/train.py` fits them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from balkanroute.mentions.features import Cues
from balkanroute.mentions.forest import Forest

Column = npt.NDArray[Any]
FILE: Final = "weights.npz"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """
    What was fitted.

    Parameters
    ----------
    cues
        What the words around a candidate say.
    first, second
        Whether a candidate names a place: at first sight, and once the text is known.
    prior, final
        Whether a place is the one that is meant: at first sight, and once the others are known.
    span_steps, place_steps
        Chance as the forests give it against the share that was right, two rows each.
    """

    cues: Cues
    first: Forest
    second: Forest
    prior: Forest
    final: Forest
    span_steps: Column
    place_steps: Column

    @staticmethod
    @cache
    def bundled() -> Weights:
        """Open the weights that travel with the package, once."""
        file = resources.files("balkanroute.mentions").joinpath(FILE)
        with file.open("rb") as opened, np.load(opened, allow_pickle=False) as packed:
            return Weights.of(dict(packed))

    @staticmethod
    def of(columns: dict[str, Column]) -> Weights:
        """Make weights of the columns of a file."""
        words = bytes(columns["cue_words"]).decode().split("\n")
        weights = columns["cue_weights"].astype(np.float64).tolist()
        return Weights(
            cues=Cues(dict(zip(words, weights, strict=True)), float(columns["cue_bias"][0])),
            first=Forest.of(columns, "first"),
            second=Forest.of(columns, "second"),
            prior=Forest.of(columns, "prior"),
            final=Forest.of(columns, "final"),
            span_steps=columns["span_steps"],
            place_steps=columns["place_steps"],
        )
