"""Victims, restorative processes and reparation."""

from __future__ import annotations

from restorative.breakdowns import PROCESS_KIND
from restorative.measures.consented import (
    ChildrenWithAnIdentifiedVictim,
    KPI10Victims,
    ProcessesOfProgrammes,
    VictimsAskedBeforeTheDecision,
    VictimsGivenSupportInformationOfThoseWhoAsked,
    VictimsInformedOfThoseWhoAsked,
    VictimsOfProgrammes,
    VictimsOfProgrammesContacted,
    VictimsWhoConsented,
)
from restorative.measures.processes import ChildrenInRestorativeProcesses, RestorativeProcesses, VictimsSatisfied
from restorative.measures.reparation import (
    ChildrenOnReparation,
    ReparationAttendanceRate,
    ReparationHoursAttended,
    ReparationHoursCredited,
    ReparationHoursOffered,
    ReparationHoursOwed,
)
from restorative.measures.set_up import ReparationHoursNotRecorded, in_words
from restorative.measures.victims import (
    FirstContactInTime,
    RestorativeOffers,
    VictimEngagementRate,
    VictimsContacted,
    VictimsTakingPart,
)
from restorative.quotes import quotes
from yjs.documents.document import Block, Prose
from yjs.documents.tables import one_period, side_by_side, trend
from yjs.measures.comparators import areas_beside
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.plan.measures import NOT_KEPT, is_kept, is_recorded
from yjs.plan.parts.part import part, up_to
from yjs.plan.prose import counted, told
from yjs.records.book import Book


WITH_VICTIMS: tuple[type[Measure], ...] = (
    VictimsContacted,
    FirstContactInTime,
    RestorativeOffers,
    VictimsTakingPart,
    VictimEngagementRate,
    RestorativeProcesses,
    VictimsSatisfied,
    ChildrenInRestorativeProcesses,
)
CONSENTED: tuple[type[Measure], ...] = (
    VictimsOfProgrammes,
    VictimsOfProgrammesContacted,
    VictimsWhoConsented,
    KPI10Victims,
    ChildrenWithAnIdentifiedVictim,
    ProcessesOfProgrammes,
    VictimsAskedBeforeTheDecision,
    VictimsInformedOfThoseWhoAsked,
    VictimsGivenSupportInformationOfThoseWhoAsked,
)
REPARATION: tuple[type[Measure], ...] = (
    ChildrenOnReparation,
    ReparationHoursOwed,
    ReparationHoursOffered,
    ReparationHoursAttended,
    ReparationHoursCredited,
    ReparationAttendanceRate,
)
# The return asks for KPI 10 since the financial year that began in this one.
RETURNED_SINCE = 2023
BEFORE_THE_RETURN = (
    f"KPI 10 has been returned since April {RETURNED_SINCE}: this is what it would have been, by the same definition."
)


def _not_kept(measure: type[Measure], book: Book, year: Period) -> list[Block]:
    """That nothing was recorded of some work in a year, where that is so: it is not known to have been nought."""
    if is_kept(measure.figure(book, year)):
        return []
    return [Prose((f"{year.label}: {NOT_KEPT[measure]}",))]


def _beside_others(measure: type[Measure], key: str, book: Book, year: Period) -> list[Block]:
    """Five years of a measure, where other areas' figures of it are published."""
    periods = year.years(5)
    if not areas_beside(book, measure, periods):
        return []
    return [trend(key, f"{measure.title}, five years {up_to(periods)}", measure, book, periods)]


@part
def work_with_victims(book: Book, year: Period) -> list[Block]:
    """Four counts that are not each other: victims, offers, processes, children."""
    if said := _not_kept(VictimsContacted, book, year):
        return said
    figures = [measure.figure(book, year) for measure in WITH_VICTIMS]
    whole = one_period("victims", f"Work with victims, {year.label}", figures)
    return [_in_words(book, year), whole, *_beside_others(VictimEngagementRate, "victims-years", book, year)]


def _in_words(book: Book, year: Period) -> Prose:
    reached, share, held = (
        measure.figure(book, year) for measure in (VictimsContacted, VictimEngagementRate, RestorativeProcesses)
    )
    direct, indirect = (held.only(PROCESS_KIND, code) for code in ("direct", "indirect"))
    engaged = told(
        f"{counted(reached)} victims were reached in {year.label}, and {counted(share)} of them took part in a "
        "restorative process held in the same time.",
        reached,
        share,
    )
    processes = told(
        f"{counted(held)} restorative processes were held: {counted(direct)} direct and {counted(indirect)} indirect.",
        held,
        direct,
        indirect,
    )
    return Prose((engaged[0], processes[0]), (engaged[1], processes[1]))


@part
def processes_by_kind(book: Book, year: Period) -> list[Block]:
    """Direct and indirect processes, over the years of five in which any work with victims was recorded."""
    figures = [RestorativeProcesses.figure(book, period) for period in year.years(5)]
    kept = [(figure.period.label, figure) for figure in figures if is_kept(figure)]
    if not kept:
        return []
    left_out = f"Work with victims was recorded in {len(kept)} of the five years; the others are left out."
    caption = f"Restorative processes by kind, five years {up_to(year.years(5))}"
    more = () if len(kept) == len(figures) else (left_out,)
    return [side_by_side("processes", caption, kept, PROCESS_KIND, *more)]


@part
def victims_words(book: Book, year: Period) -> list[Block]:
    """What victims said of it, where they agreed to be quoted."""
    said = quotes(book, year)
    quoted = tuple(f"“{words}”" for words in said)
    return [Prose(("Victims who agreed to be quoted, without their names:", *quoted))] if said else []


@part
def victims_who_consented(book: Book, year: Period) -> list[Block]:
    """KPI 10 and its parts, under their own definitions, and five years of it where other areas' are published."""
    if not is_kept(VictimsContacted.figure(book, year)):
        return []
    figures = [measure.figure(book, year) for measure in CONSENTED]
    more = (BEFORE_THE_RETURN,) if year.start.year < RETURNED_SINCE else ()
    caption = f"KPI 10 and its parts: victims of offences whose programme ended, {year.label}"
    return [
        one_period("kpi-10", caption, figures, *more),
        *_beside_others(KPI10Victims, "kpi-10-years", book, year),
    ]


@part
def reparation(book: Book, year: Period) -> list[Block]:
    """Hours owed, offered, attended and credited, which are not each other; attendance, and the children. First the
    sessions that were set up and that nobody recorded.
    """
    waiting = ReparationHoursNotRecorded.figure(book, year)
    told_first: list[Block] = []
    if is_recorded(waiting):
        sentence, keys = told(f"Reparation, {year.label}: {in_words(waiting)}", waiting)
        told_first = [Prose((sentence,), (keys,))]
    if said := _not_kept(ReparationHoursOffered, book, year):
        return [*told_first, *said]
    figures = [measure.figure(book, year) for measure in REPARATION]
    figures += [waiting] if told_first else []
    whole = one_period("reparation", f"Reparation, {year.label}", figures)
    return [*told_first, whole, *_beside_others(ReparationAttendanceRate, "reparation-years", book, year)]
