"""
Schema.org ClaimReview: fact checks as JSON-LD, in a file of its own or inside a page.

A review is a claim of the reviewer that contradicts, supports or narrows the claim that it
reviews; that the two stand so is the reviewer's word (``by``), read from the rating, which is kept
word for word under ``extra``. The members are those of https://schema.org/ClaimReview.
"""

from balkanroute.readers.claimreview.reviews import READER

__all__ = ["READER"]
