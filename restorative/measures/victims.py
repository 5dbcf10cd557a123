"""Victims: reached, offered restorative justice, taking part; and whether in time."""

from __future__ import annotations

from pandas import DataFrame

from restorative.breakdowns import VICTIM_BREAKDOWNS
from restorative.models import Step
from restorative.terms import in_time, processes_held, reached_or_due, steps, told_of, victims_of, within
from yjs.measures.measure import HIGHER_IS_BETTER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import number, percent
from yjs.people.permissions import May
from yjs.records.book import Book


PLAN = "Annual youth justice plan: local table of work with victims"
CODE = "The Victims' Code"


class VictimsContacted(Measure):
    """Victims whom the service reached."""

    title = "Victims contacted"
    unit = number("victims")
    counts = "victims"
    worked_on_by = May.SEE_VICTIMS
    breakdowns = VICTIM_BREAKDOWNS
    period_kind = "By the day of the contact"
    caution = "Victims are counted, each once however often they were reached; an attempt that reached nobody is none."
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims with whom contact was made in the period; each once."""
        return victims_of(book, within(steps(book, Step.CONTACTED), "on", period))


class VictimEngagementRate(Measure):
    """The share of the victims contacted who took part in a restorative process."""

    title = "Victims who took part, of those contacted"
    unit = percent
    counts = "victims"
    worked_on_by = May.SEE_VICTIMS
    good = HIGHER_IS_BETTER
    breakdowns = VICTIM_BREAKDOWNS
    period_kind = "By the days of the contact and of the process"
    caution = (
        "This is not the national indicator on victims, which is out of those who consented to contact and has a figure "
        "of its own."
    )
    reference, edition = PLAN, "2019"
    denominator = VictimsContacted.numerator

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims contacted in the period with whom a restorative process was held in it, direct or indirect; each
        once.
        """
        contacted = VictimsContacted.numerator(book, period)
        return contacted[contacted.index.isin(processes_held(book, period)["victim_id"].astype("int64"))]


class VictimsTakingPart(Measure):
    """Victims with whom a restorative process was held."""

    title = "Victims who took part"
    unit = number("victims")
    counts = "victims"
    worked_on_by = May.SEE_VICTIMS
    breakdowns = VICTIM_BREAKDOWNS
    period_kind = "By the day of the process"
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims with whom a restorative process was held in the period, whenever they were first contacted; each
        once.
        """
        return victims_of(book, processes_held(book, period))


class RestorativeOffers(Measure):
    """Offers of restorative justice made to victims."""

    title = "Offers of restorative justice"
    unit = number("offers")
    counts = "offers"
    worked_on_by = May.SEE_VICTIMS
    period_kind = "By the day of the offer"
    caution = "Offers are counted, not victims: the same victim can be offered it again."
    reference, edition = PLAN, "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Offers of restorative justice made to victims in the period; an offer each."""
        return within(steps(book, Step.OFFERED), "on", period)


class FirstContactInTime(Measure):
    """The share of victims who were reached inside the time limit."""

    title = "Victims first contacted in time"
    unit = percent
    counts = "victims"
    worked_on_by = May.SEE_VICTIMS
    good = HIGHER_IS_BETTER
    breakdowns = VICTIM_BREAKDOWNS
    period_kind = "By the day on which the details came from the police"
    caution = (
        "Who asked to be left alone before the limit, and who was not reached while there is still time, is left out; "
        "they can come into it later."
    )
    reference, edition = CODE, "2024"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Victims whose details came in the period and whom the service reached within the working days that the rule
        of that day allows.
        """
        victims = told_of(book, period)
        return victims[in_time(book, victims)]

    def denominator(book: Book, period: Period) -> DataFrame:
        """Victims whose details came from the police in the period and who were reached, or whose limit has passed
        without their having asked to be left alone by then.
        """
        victims = told_of(book, period)
        return victims[reached_or_due(book, victims)]
