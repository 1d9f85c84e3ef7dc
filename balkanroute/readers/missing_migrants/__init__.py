"""
IOM's Missing Migrants Project, as CSV.

One row is one incident, or a part of one that was split, or a sum of several. The names of the
columns changed over the years; those of the download since 2021, of the one before it and of the
project's interface are known. The columns are described on the project's pages on its methods,
missingmigrants.iom.int/methodology; they give no figure for how near a coordinate is, and say that
most locations are approximate.
"""

from balkanroute.readers.missing_migrants.incidents import READER

__all__ = ["READER"]
