"""Restorative processes, the children in them, and whether the two sides were satisfied."""

from __future__ import annotations

from pandas import DataFrame

from disposals.breakdowns import CHILD_BREAKDOWNS
from restorative.breakdowns import FORM, PROCESS_KIND
from restorative.measures.victims import PLAN
from restorative.terms import children_of, processes_held
from yjs.measures.measure import HIGHER_IS_BETTER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import number, percent
from yjs.people.permissions import May
from yjs.records.book import Book


class RestorativeProcesses(Measure):
    """Restorative processes held between victims and children."""

    title = "Restorative processes"
    unit = number("processes")
    counts = "processes"
    worked_on_by = May.SEE_VICTIMS
    breakdowns = (PROCESS_KIND, FORM)
    period_kind = "By the day of the process"
    caution = "Processes are counted, neither victims nor children: one victim can have several."
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Restorative processes held in the period: direct where victim and child met or the child made good to the
        victim, indirect where letters or messages were carried.
        """
        return processes_held(book, period)


class ChildrenInRestorativeProcesses(Measure):
    """Children who took part in a restorative process."""

    title = "Children in restorative processes"
    unit = number("children")
    counts = "children"
    breakdowns = CHILD_BREAKDOWNS
    period_kind = "By the day of the child's first process in the period"
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children with whom a restorative process was held in the period; each once."""
        return children_of(processes_held(book, period), "held_on")


class _ProcessesThatSatisfied:
    unit = percent
    counts = "processes"
    worked_on_by = May.SEE_VICTIMS
    good = HIGHER_IS_BETTER
    breakdowns = (PROCESS_KIND, FORM)
    period_kind = "By the day of the process"
    reference, edition = PLAN, "2019"


class VictimsSatisfied(_ProcessesThatSatisfied, Measure):
    """The share of restorative processes that satisfied the victim."""

    title = "Processes that satisfied the victim"
    caution = "Processes whose victim was not asked, or gave no answer, are in neither part."

    def numerator(book: Book, period: Period) -> DataFrame:
        """Restorative processes held in the period whose victim was satisfied."""
        held = processes_held(book, period)
        return held[held["victim_satisfied"].fillna(False)]

    def denominator(book: Book, period: Period) -> DataFrame:
        """Restorative processes held in the period whose victim said whether they were satisfied."""
        held = processes_held(book, period)
        return held[held["victim_satisfied"].notna()]


class ChildrenSatisfied(_ProcessesThatSatisfied, Measure):
    """The share of restorative processes that satisfied the child."""

    title = "Processes that satisfied the child"
    caution = "Processes whose child was not asked, or gave no answer, are in neither part."

    def numerator(book: Book, period: Period) -> DataFrame:
        """Restorative processes held in the period whose child was satisfied."""
        held = processes_held(book, period)
        return held[held["child_satisfied"].fillna(False)]

    def denominator(book: Book, period: Period) -> DataFrame:
        """Restorative processes held in the period whose child said whether they were satisfied."""
        held = processes_held(book, period)
        return held[held["child_satisfied"].notna()]
