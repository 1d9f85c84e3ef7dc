"""
UCDP Georeferenced Event Dataset (GED) and its candidate releases, as CSV.

One row is one event: a claim of the Uppsala Conflict Data Program, carried by the reports that
it names. The codes are those of the UCDP GED Codebook, in its list of variables under each
column's name; p. 9 of the edition 22.1 describes how events are placed. Pages move between
editions, the names of the columns do not:

``where_prec``
    1 the spot itself is known; 2 within about 25 km of it; 3 a second-order division; 4 a
    first-order division; 5 a line such as a river or road, or a region without a border; 6 the
    country; 7 international waters or airspace.
``date_prec``
    1 the day; 2 within 2 to 6 days; 3 the week; 4 within 8 to 30 days, or the month; 5 longer,
    up to a year.
``event_clarity``
    1 the reports tell the event apart; 2 they allow no more than a sum of several.
``number_of_sources``
    -1 where nobody counted them.
"""

from balkanroute.readers.ucdp.events import READER

__all__ = ["READER"]
