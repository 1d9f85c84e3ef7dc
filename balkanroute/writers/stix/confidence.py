"""
Admiralty credibility and ICD 203 words as figures from 0 to 100.

By the tables of STIX 2.1, appendix A (confidence scales). The word stands beside the figure, which
nobody gave and from which it could not be read back.
"""

from __future__ import annotations

from typing import Final

from balkanroute.model import Claim

#: "Truth cannot be judged", 6, has no figure.
_CREDIBILITY: Final = {1: 90, 2: 70, 3: 50, 4: 30, 5: 10}
_LIKELIHOOD: Final = {
    "almost no chance": 5,
    "very unlikely": 15,
    "unlikely": 30,
    "roughly even chance": 50,
    "likely": 70,
    "very likely": 85,
    "almost certain": 95,
}


def confidence_of(claim: Claim) -> dict[str, int]:
    """
    Give how sure a claim is.

    Parameters
    ----------
    claim
        Of the atlas.

    Returns
    -------
    dict
        The property ``confidence``: of the credibility where one was given, since STIX means the
        correctness of what is said; else of the likelihood; nothing where neither has a figure.
    """
    if claim.credibility is not None:
        figure = _CREDIBILITY.get(claim.credibility)
    else:
        figure = _LIKELIHOOD.get(claim.likelihood or "")
    return {} if figure is None else {"confidence": figure}
