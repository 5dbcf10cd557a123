"""What was decided out of court."""

from __future__ import annotations

from pandas import DataFrame

from disposals.breakdowns import CHILD_BREAKDOWNS, EVENT_BREAKDOWNS
from disposals.models import Disposal
from disposals.terms import by_child, imposed_in, in_order, out_of_court, resident_here, standing
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.measures.units import number
from yjs.records.book import Book


def decided_out_of_court(book: Book, period: Period) -> DataFrame:
    """Diversion and pre-court disposals of the period, for children living here."""
    decided = book[Disposal].pipe(standing).pipe(out_of_court).pipe(resident_here).pipe(imposed_in, period)
    return decided.assign(on=decided["imposed_on"], disposal_id=decided.index)


class OutOfCourtDisposals(Measure):
    """Decisions about children's offences that did not go to court: diversion, youth cautions and conditional
    cautions.
    """

    title = "Out-of-court disposals"
    unit = number("disposals")
    counts = "disposals"
    breakdowns = EVENT_BREAKDOWNS
    period_kind = "By the day of the decision"
    caution = "Disposals are counted, not children: a child may have several."
    reference = "Annual youth justice plan: local table of out-of-court disposals"
    edition = "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Diversion and pre-court disposals that stand, decided in the period, for children living here; a disposal
        each, also where it dealt with several offences.
        """
        return decided_out_of_court(book, period)


class ChildrenDealtWithOutOfCourt(Measure):
    """The children behind the out-of-court disposals."""

    title = "Children dealt with out of court"
    unit = number("children")
    counts = "children"
    breakdowns = CHILD_BREAKDOWNS
    period_kind = OutOfCourtDisposals.period_kind
    reference, edition = OutOfCourtDisposals.reference, OutOfCourtDisposals.edition

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children living here with at least one diversion or pre-court disposal that stands in the period; each child
        once.
        """
        decided = decided_out_of_court(book, period)
        return by_child(in_order(decided.drop(columns="disposal_id")).drop_duplicates("child_id"))
