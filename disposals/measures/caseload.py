"""The children the service is working with on a day."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from pandas import DataFrame

from disposals.breakdowns import CHILD_BREAKDOWNS, WORK
from disposals.models import Child, Intervention, Work
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.measures.units import number
from yjs.records.book import Book


def open_on(book: Book, day: pd.Timestamp) -> DataFrame:
    """Interventions open on a day: begun by then and not ended before it."""
    spells = book[Intervention]
    return spells[(spells["started_on"] <= day) & ~(spells["ended_on"] < day)]


def counted_on(book: Book, period: Period) -> dt.date:
    """The day the caseload of a period is counted on: its last, or the day of the question where that is earlier."""
    return min(period.end, book.day)


class Caseload(Measure):
    """Children the service is working with on the last day of a period."""

    title = "Caseload"
    unit = number("children")
    counts = "children"
    breakdowns = (WORK, *CHILD_BREAKDOWNS)
    period_kind = "On the last day of the period, or today where it has not ended"
    reference = "Annual youth justice plan: local table of the caseload by special educational need"
    edition = "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children with an intervention open on the last day of the period, or on the day of the question where that
        is earlier; each child once, under the most serious kind of work.
        """
        day = pd.Timestamp(counted_on(book, period))
        spells = open_on(book, day).assign(on=day)
        order = {kind: rank for rank, kind in enumerate(Work.values)}
        spells = spells.assign(_rank=spells["kind"].map(order)).sort_values(["_rank", "ref"]).drop(columns="_rank")
        children = spells.drop_duplicates("child_id")
        return children.set_index(pd.Index(children["child_id"].astype("int64"), name=Child._meta.label))
