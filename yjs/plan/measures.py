"""What the partners put in, and whether anything was recorded of what a figure is about."""

from __future__ import annotations

from restorative.measures.consented import KPI10Victims
from restorative.measures.processes import RestorativeProcesses
from restorative.measures.reparation import ReparationAttendanceRate, ReparationHoursOffered
from restorative.measures.victims import VictimEngagementRate, VictimsContacted
from restorative.terms import works_at_reparation, works_with_victims
from yjs.measures.breakdown import Breakdown
from yjs.measures.figure import Figure
from yjs.measures.measure import Measure, Rows
from yjs.measures.periods import Period
from yjs.measures.units import pounds
from yjs.plan.models import Contribution
from yjs.records.book import Book


def _agency(book: Book, rows: Rows) -> Rows:
    return book[Contribution].loc[rows.index, "agency"]


AGENCY = Breakdown("agency", "Agency", _agency)


KINDS = ["staffing", "in_kind", "other"]


def given_in(book: Book, period: Period) -> Rows:
    """The contributions of a financial year, an agency each."""
    given = book[Contribution]
    return given[given["year"] == period.text]


def recorded_in(book: Book, period: Period, kind: str) -> Rows:
    """What the agencies gave of one kind in a financial year, of those whose amount is recorded."""
    return given_in(book, period)[kind].dropna()


# Work that a service may not have recorded at all in a period: then it is not known to have been nought.
NOTHING_OF_VICTIMS = "work with victims is not recorded. That is not to say that there was none."
NOTHING_OF_REPARATION = "reparation is not recorded. That is not to say that there was none."
NOT_KEPT: dict[type[Measure], str] = {
    VictimsContacted: NOTHING_OF_VICTIMS,
    VictimEngagementRate: NOTHING_OF_VICTIMS,
    RestorativeProcesses: NOTHING_OF_VICTIMS,
    KPI10Victims: NOTHING_OF_VICTIMS,
    ReparationHoursOffered: NOTHING_OF_REPARATION,
    ReparationAttendanceRate: NOTHING_OF_REPARATION,
}


def is_kept(figure: Figure) -> bool:
    """Whether anything at all is recorded in its period of the work that a figure is about."""
    said = NOT_KEPT.get(figure.measure)
    if said == NOTHING_OF_VICTIMS:
        return works_with_victims(figure.book, figure.period)
    return said is None or works_at_reparation(figure.book, figure.period)


def is_recorded(figure: Figure) -> bool:
    """Whether anything is recorded that a figure adds up, or of the work whose records it counts."""
    return is_kept(figure) and (not figure.numerator.is_sum or len(figure.numerator.rows) > 0)


class Contributions(Measure):
    """What the partner agencies gave the service in a financial year, in money and in kind."""

    title = "Contributions"
    unit = pounds
    counts = "contributions"
    breakdowns = (AGENCY,)
    period_kind = "A financial year"
    source = "Contributions as recorded by this service"
    reference = "Annual youth justice plan: table of the budget by agency"
    edition = "2019"
    among = given_in

    def numerator(book: Book, period: Period) -> Rows:
        """Staffing costs, payments in kind and other delegated funds of every agency for the year, added up. An amount
        that is not recorded adds nothing.
        """
        return given_in(book, period)[KINDS].sum(axis=1, min_count=1).dropna()


class ContributionsStaffing(Contributions):
    """What the partner agencies gave in staffing costs."""

    title = "Contributions: staffing costs"

    def numerator(book: Book, period: Period) -> Rows:
        """Staffing costs of every agency for the year, added up. An amount that is not recorded adds nothing."""
        return recorded_in(book, period, "staffing")


class ContributionsInKind(Contributions):
    """What the partner agencies gave in kind."""

    title = "Contributions: payments in kind"

    def numerator(book: Book, period: Period) -> Rows:
        """Payments in kind of every agency for the year, added up. An amount that is not recorded adds nothing."""
        return recorded_in(book, period, "in_kind")


class ContributionsOther(Contributions):
    """What the partner agencies gave in other delegated funds."""

    title = "Contributions: other delegated funds"

    def numerator(book: Book, period: Period) -> Rows:
        """Other delegated funds of every agency for the year, added up. An amount that is not recorded adds nothing."""
        return recorded_in(book, period, "other")
