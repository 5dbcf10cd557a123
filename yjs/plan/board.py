"""The board's quarter: the same measures on one page, with what changed and five years behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from disposals.measures.caseload import Caseload
from disposals.measures.custody import CustodyRate, Remands
from disposals.measures.diversion import OutOfCourtDisposals
from disposals.measures.entrants import FirstTimeEntrants, LookedAfterShareOfEntrants
from reoffending.measures.proven import BinaryReoffendingRate, ReoffencesPerChild, ReoffencesPerReoffender
from restorative.measures.consented import KPI10Victims
from restorative.measures.processes import RestorativeProcesses
from restorative.measures.reparation import ReparationAttendanceRate, ReparationHoursOffered
from restorative.measures.set_up import ReparationHoursNotRecorded
from restorative.measures.victims import VictimEngagementRate, VictimsContacted
from yjs.documents.cells import text
from yjs.documents.document import Block, Cell, Heading, Row, Table
from yjs.documents.tables import one_period, trend, trend_chart
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, Measure
from yjs.measures.periods import Period, add_months, financial_year_of, year_to
from yjs.plan.measures import Contributions, is_kept, is_recorded
from yjs.plan.parts.part import up_to
from yjs.plan.parts.reoffending import apart
from yjs.plan.parts.restorative import (
    processes_by_kind,
    reparation,
    victims_who_consented,
    victims_words,
    work_with_victims,
)
from yjs.plan.prose import BEFORE_ROUNDING, when
from yjs.records.book import Book


Covers = Callable[[Period], Period]


def year_to_its_end(quarter: Period) -> Period:
    """The twelve months that end with the quarter."""
    return year_to(quarter.end)


def matured_year(quarter: Period) -> Period:
    """The latest year whose children have all been followed for 18 months by the end of the quarter."""
    return year_to(add_months(quarter.end + dt.timedelta(days=1), -18) - dt.timedelta(days=1))


def same(quarter: Period) -> Period:
    """The quarter itself."""
    return quarter


def its_year(quarter: Period) -> Period:
    """The financial year the quarter lies in."""
    return financial_year_of(quarter.end)


MEASURES: tuple[tuple[type[Measure], Covers], ...] = (
    (FirstTimeEntrants, year_to_its_end),
    (BinaryReoffendingRate, matured_year),
    (ReoffencesPerReoffender, matured_year),
    (ReoffencesPerChild, matured_year),
    (CustodyRate, year_to_its_end),
    (OutOfCourtDisposals, same),
    (LookedAfterShareOfEntrants, year_to_its_end),
    (Remands, year_to_its_end),
    (Caseload, same),
    (VictimsContacted, year_to_its_end),
    (VictimEngagementRate, year_to_its_end),
    (KPI10Victims, year_to_its_end),
    (RestorativeProcesses, year_to_its_end),
    (ReparationHoursOffered, year_to_its_end),
    (ReparationAttendanceRate, year_to_its_end),
    (Contributions, its_year),
)
# What the page is silent about where there is none.
ONLY_IF_ANY: tuple[tuple[type[Measure], Covers], ...] = ((ReparationHoursNotRecorded, year_to_its_end),)
TRENDS: tuple[tuple[type[Measure], Covers], ...] = (
    (FirstTimeEntrants, year_to_its_end),
    (BinaryReoffendingRate, matured_year),
    (CustodyRate, year_to_its_end),
)
# The year that ends with the quarter, as the plan tells a year.
RESTORATIVE = (work_with_victims, processes_by_kind, victims_words, victims_who_consented, reparation)


def figures_of(book: Book, quarter: Period) -> list[tuple[Figure, Figure | None]]:
    """Each measure's figure for the quarter, and the one a year before where the two may be compared."""
    pairs = []
    found = [each for each in ONLY_IF_ANY if is_recorded(each[0].figure(book, each[1](quarter)))]
    for measure, covers in (*MEASURES, *found):
        period = covers(quarter)
        now, then = measure.figure(book, period), measure.figure(book, period.year_before())
        pairs.append((now, then if now.status == FINAL else None))
    return pairs


def measures_of(quarter: Period, pairs: list[tuple[Figure, Figure | None]]) -> Table:
    """The measures of a quarter, a row each, beside what they were a year before."""
    now, before = [now for now, _ in pairs], [then for _, then in pairs]
    notes = [BEFORE_ROUNDING] if any(before) else []
    table = one_period("quarter", f"Measures for {quarter.label}", now, *notes, before=before)
    rows = (_as_told(row, *pair) for row, pair in zip(table.rows, pairs, strict=True))
    return replace(table, rows=tuple(rows))


def _as_told(row: Row, now: Figure, then: Figure | None) -> Row:
    """The row of a measure with its days in words; where nothing is recorded to add up, without a value of nought."""
    name, _, value, *counted, change = row.cells
    if not is_recorded(now):
        value = Cell("–", marker="[x]")
        counted = [*([value] * 3), *counted[3:]] if not is_kept(now) else counted
    if not is_recorded(now) or (then is not None and not is_recorded(then)):
        change = text("Nothing to compare it with")
    return replace(row, cells=(name, text(when(now)), value, *counted, change))


def quarter_blocks(book: Book, quarter: Period) -> list[Block]:
    """The board's page as a document: the quarter, the live cohort apart, victims and reparation, then five
    years beside other areas.
    """
    pairs = figures_of(book, quarter)
    live = [m.figure(book, year_to_its_end(quarter)) for m in (BinaryReoffendingRate, ReoffencesPerReoffender)]
    is_final = live[0].status == FINAL
    blocks: list[Block] = [
        Heading("The quarter on one page", 1, "quarter"),
        measures_of(quarter, pairs),
        Heading("The cohort of the year" if is_final else "The cohort being followed now", 1, "live"),
        *apart("live", live),
        Heading("Victims and reparation", 1, "victims"),
        *(block for make in RESTORATIVE for block in make(book, year_to_its_end(quarter))),
        Heading("Five years beside other areas", 1, "five-years"),
    ]
    for measure, covers in TRENDS:
        periods = covers(quarter).years(5)
        caption = f"{measure.title}, five years {up_to(periods)}"
        table = trend(f"five-{measure.slug}", caption, measure, book, periods)
        blocks.append(trend_chart(table, measure.title, measure, book, periods))
    return blocks
