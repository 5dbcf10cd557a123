"""The national indicator on victims, and its parts: out of the victims who consented to contact."""

from __future__ import annotations

from pandas import DataFrame

from disposals.breakdowns import CHILD_BREAKDOWNS
from restorative.breakdowns import FORM, PROCESS_KIND, VICTIM_BREAKDOWNS
from restorative.models import RestorativeProcess, Step, Victim
from restorative.terms import (
    children_of,
    latest_answers,
    programmes_ended,
    said_yes,
    steps,
    victims_of,
    view_due_on,
    whose_programme_ended,
)
from yjs.measures.measure import HIGHER_IS_BETTER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import number, percent
from yjs.people.permissions import May
from yjs.records.book import Book


REFERENCE = "Key performance indicators for youth justice services, Youth Justice Board: indicator 10"
EDITION = "2023"
WHEN = "By the day on which the programme ended"


def consenting(book: Book, period: Period) -> DataFrame:
    """Victims of the period's programmes whose last answer to contact was yes."""
    victims = whose_programme_ended(book, period)
    yes = victims_of(book, said_yes(latest_answers(steps(book, Step.CONSENT))))
    return victims[victims.index.isin(yes.index)]


def asked_for(book: Book, victims: DataFrame, step: Step) -> DataFrame:
    """Of these victims, those of whom a step is recorded."""
    return victims[victims.index.isin(victims_of(book, steps(book, step)).index)]


def given(book: Book, victims: DataFrame, step: Step) -> DataFrame:
    """Of these victims, those of whom a step is answered with yes."""
    return victims[victims.index.isin(victims_of(book, said_yes(steps(book, step))).index)]


class _VictimsCounted:
    unit = number("victims")
    counts = "victims"
    worked_on_by = May.SEE_VICTIMS
    breakdowns = VICTIM_BREAKDOWNS
    period_kind = WHEN
    reference, edition = REFERENCE, EDITION


class VictimsOfProgrammes(_VictimsCounted, Measure):
    """Victims of the offences whose programme ended."""

    title = "Victims of offences whose programme ended"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose disposal was followed by work with the child that ended in the period; each
        once.
        """
        return whose_programme_ended(book, period)


class VictimsOfProgrammesContacted(_VictimsCounted, Measure):
    """Of the victims of the offences whose programme ended, those whom the service reached."""

    title = "Victims of offences whose programme ended, contacted"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, whom the service reached at any time."""
        return asked_for(book, whose_programme_ended(book, period), Step.CONTACTED)


class ChildrenWithAnIdentifiedVictim(Measure):
    """Children whose programme ended and whose offences have a victim who is recorded."""

    title = "Children with an identified victim"
    unit = number("children")
    counts = "children"
    breakdowns = CHILD_BREAKDOWNS
    period_kind = WHEN
    reference, edition = REFERENCE, EDITION

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children with a disposal whose programme ended in the period, for an offence that harmed a victim who is
        recorded; each once.
        """
        harmful = {ref for named in book[Victim]["offence_refs"] for ref in named}
        ended = programmes_ended(book, period)
        of_harm = ended["offence_refs"].map(lambda named: not harmful.isdisjoint(named)).astype(bool)
        return children_of(ended[of_harm], "on")


class ProcessesOfProgrammes(Measure):
    """Restorative processes with the victims of the offences whose programme ended."""

    title = "Restorative processes of programmes that ended"
    unit = number("processes")
    counts = "processes"
    worked_on_by = May.SEE_VICTIMS
    breakdowns = (PROCESS_KIND, FORM)
    period_kind = WHEN
    caution = "A process counts also where the victim did not consent to contact: then it is no part of the indicator."
    reference, edition = REFERENCE, EDITION

    def numerator(book: Book, period: Period) -> DataFrame:
        """Restorative processes held at any time with victims of an offence whose programme ended in the period."""
        processes = book[RestorativeProcess]
        of_them = processes[processes["victim_id"].isin(whose_programme_ended(book, period).index)]
        return of_them.assign(on=of_them["held_on"])


class VictimsWhoConsented(_VictimsCounted, Measure):
    """Victims who consented to being contacted by the service."""

    title = "Victims who consented to contact"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, whose last recorded answer to being contacted was
        yes.
        """
        return consenting(book, period)


class _OutOfThoseWhoConsented:
    unit = percent
    counts = "victims"
    worked_on_by = May.SEE_VICTIMS
    good = HIGHER_IS_BETTER
    breakdowns = VICTIM_BREAKDOWNS
    period_kind = WHEN
    reference, edition = REFERENCE, EDITION
    denominator = VictimsWhoConsented.numerator


class KPI10Victims(_OutOfThoseWhoConsented, Measure):
    """The share of the victims who consented to contact that took part in restorative justice."""

    slug = "kpi-10-victims"
    title = "KPI 10: victims who took part, of those who consented"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who consented to contact and with whom a
        restorative process was held.
        """
        victims = consenting(book, period)
        return victims[victims.index.isin(book[RestorativeProcess]["victim_id"].astype("int64"))]


class VictimsAskedBeforeTheDecision(_OutOfThoseWhoConsented, Measure):
    """The share of the victims who consented that were asked for their view before the decision or the plan."""

    title = "Victims asked for their view before the decision, of those who consented"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who consented to contact and were asked for their
        view in time: by the day of the first out-of-court decision on an offence that harmed them, or by the day on
        which the work under a court's sentence began; where none is recorded, by the day of the sentence.
        """
        victims = consenting(book, period)
        asked = steps(book, Step.VIEW_SOUGHT).groupby("victim_id")["on"].min().reindex(victims.index)
        return victims[asked.to_numpy() <= view_due_on(book, victims).to_numpy()]


class VictimsInformed(_OutOfThoseWhoConsented, Measure):
    """The share of the victims who consented that were told of the progress of the case."""

    title = "Victims told of progress, of those who consented"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who consented to contact and were told of the
        progress of the case.
        """
        return given(book, consenting(book, period), Step.INFORMED)


class VictimsGivenSupportInformation(_OutOfThoseWhoConsented, Measure):
    """The share of the victims who consented that were given information on support."""

    title = "Victims given information on support, of those who consented"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who consented to contact and were given
        information on support.
        """
        return given(book, consenting(book, period), Step.SUPPORT_INFORMATION)


class _OutOfThoseWhoAsked(_OutOfThoseWhoConsented):
    caution = (
        "Out of those who asked, as the wording of the return has it; out of those who consented is another figure. "
        "What was given unasked counts as asked for: the case bundle has one step for both."
    )


class VictimsInformedOfThoseWhoAsked(_OutOfThoseWhoAsked, Measure):
    """The share of the victims who asked for the progress of the case that were told of it."""

    title = "Victims told of progress, of those who asked"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who asked for the progress of the case and were
        told of it.
        """
        return given(book, whose_programme_ended(book, period), Step.INFORMED)

    def denominator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who asked for the progress of the case."""
        return asked_for(book, whose_programme_ended(book, period), Step.INFORMED)


class VictimsGivenSupportInformationOfThoseWhoAsked(_OutOfThoseWhoAsked, Measure):
    """The share of the victims who asked for information on support that were given it."""

    title = "Victims given information on support, of those who asked"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who asked for information on support and were
        given it.
        """
        return given(book, whose_programme_ended(book, period), Step.SUPPORT_INFORMATION)

    def denominator(book: Book, period: Period) -> DataFrame:
        """Victims of an offence whose programme ended in the period, who asked for information on support."""
        return asked_for(book, whose_programme_ended(book, period), Step.SUPPORT_INFORMATION)
