"""The words of the population: which estimate a rate is divided by."""

from __future__ import annotations

from pandas import Series

from yjs.measures.models import OWN_AREA, Population
from yjs.measures.periods import Period, financial_year_of
from yjs.records.book import Book


def children_living_here(book: Book, period: Period) -> Series:
    """Children aged 10 to 17 living in the area: the mid-year estimate of the calendar year before the financial year
    in which the period ends, or where that is missing the latest earlier one.
    """
    own = book[Population]
    own = own[(own["area"] == OWN_AREA) & (own["year"] < financial_year_of(period.end).start.year)]
    return own[own["year"] == own["year"].max()]["age_10_17"] if len(own) else own["age_10_17"]
