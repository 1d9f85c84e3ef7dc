"""A small learned classifier: trees that ask the same question on each level, as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """
    Trees whose levels each compare one feature with one border.

    Since every branch of a level asks the same, the leaf of a tree is the binary number of its
    answers, and all trees are asked at once.

    Parameters
    ----------
    features
        Which feature each level asks for, trees by levels.
    borders
        What it has to exceed, of the same shape.
    leaves
        What each leaf adds, trees by two to the power of levels.
    bias
        What is added to the sum of the leaves.
    """

    features: Matrix
    borders: Matrix
    leaves: Matrix
    bias: float

    @staticmethod
    def of(columns: Mapping[str, Matrix], prefix: str) -> Forest:
        """Take a forest from columns whose names begin with a prefix."""
        return Forest(
            features=columns[f"{prefix}_features"].astype(np.int64),
            borders=columns[f"{prefix}_borders"],
            leaves=columns[f"{prefix}_leaves"].astype(np.float32),
            bias=float(columns[f"{prefix}_bias"][0]),
        )

    def chances(self, rows: Matrix) -> Matrix:
        """
        Give the chance of each row.

        Parameters
        ----------
        rows
            Figures, a row an item, in the order that the forest was fitted on.

        Returns
        -------
        ndarray
            Between 0 and 1, float64.
        """
        trees, levels = self.features.shape
        asked = np.asarray(rows, dtype=np.float32).take(self.features.ravel(), axis=1)
        answers = (asked > self.borders.ravel()).reshape(len(rows), trees, levels)
        leaf = np.packbits(answers, axis=2, bitorder="little")[:, :, 0].astype(np.intp)
        leaf += np.arange(trees) << levels
        total = self.leaves.ravel().take(leaf).sum(axis=1, dtype=np.float64) + self.bias
        return np.asarray(1.0 / (1.0 + np.exp(-total)))
