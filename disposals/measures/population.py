"""The children who live in the area, whom rates are divided by."""

from __future__ import annotations

from pandas import Series

from yjs.measures import terms
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.measures.units import number
from yjs.records.book import Book


class Population(Measure):
    """Children aged 10 to 17 living in the area, as estimated."""

    title = "Population aged 10 to 17"
    unit = number("children aged 10 to 17")
    counts = "children"
    period_kind = "The mid-year before the financial year in which the period ends"
    source = "Mid-year population estimates, Office for National Statistics, as recorded by this service"
    reference = "Mid-year population estimates, Office for National Statistics"
    edition = "as recorded"

    def numerator(book: Book, period: Period) -> Series:
        """Children aged 10 to 17 living in the area: the mid-year estimate of the calendar year before the financial
        year in which the period ends, or where that is missing the latest earlier one.
        """
        return terms.children_living_here(book, period)
