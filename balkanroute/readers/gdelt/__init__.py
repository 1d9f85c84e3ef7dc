"""
GDELT 2.0 events and mentions: tab-separated tables without names of columns.

One row of an export is one event, coded by machine from one article: a claim of the outlet that
published the article, recorded by GDELT. A row of mentions is a document in which the event was
found again; it becomes a source and is listed under ``extra`` of the event's claim, for copies of
a report confirm nothing. The columns and codes are those of the GDELT Event Codebook 2.0, of
19 February 2015, in its sections on event geography and on the mentions table.
"""

from balkanroute.readers.gdelt.reading import READER

__all__ = ["READER"]
