"""The use of custody, and remands."""

from __future__ import annotations

from pandas import DataFrame

from disposals.breakdowns import CHILD_BREAKDOWNS, EVENT_BREAKDOWNS, REMAND
from disposals.models import Disposal, Remand
from disposals.terms import aged_10_to_17, custodial, imposed_in, in_order, resident_here, standing
from yjs.measures import terms
from yjs.measures.measure import LOWER_IS_BETTER, Measure
from yjs.measures.periods import Period
from yjs.measures.units import number, per
from yjs.records.book import Book


def custodial_sentences(book: Book, period: Period) -> DataFrame:
    """Occasions on which a child living here was sentenced to custody in the period; the sentence is what is
    counted.
    """
    sentences = book[Disposal].pipe(standing).pipe(custodial).pipe(resident_here).pipe(imposed_in, period)
    sentences = aged_10_to_17(sentences, sentences["first_hearing_on"].fillna(sentences["imposed_on"]), book)
    sentences = in_order(sentences).drop_duplicates(["child_id", "imposed_on"])
    return sentences.assign(on=sentences["imposed_on"], disposal_id=sentences.index)


class CustodyRate(Measure):
    """Custodial sentences for each 1,000 children living here."""

    title = "Custody rate"
    unit = per(1_000, "children aged 10 to 17", decimals=2)
    counts = "custodial sentences"
    good = LOWER_IS_BETTER
    breakdowns = EVENT_BREAKDOWNS
    period_kind = "By the day of the sentence; published for rolling years"
    caution = "Remands are not custody and are not in it."
    reference = "YOT Data Summary, Youth Justice Board"
    edition = "2019"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Custodial sentences that stand, imposed in the period on children living here who were 10 to 17 at the first
        hearing; several on one day for one child are one.
        """
        return custodial_sentences(book, period)

    denominator = terms.children_living_here


class Remands(Measure):
    """Episodes in which a child waiting for court was remanded away from home."""

    title = "Remands"
    unit = number("remand episodes")
    counts = "remand episodes"
    good = LOWER_IS_BETTER
    breakdowns = (REMAND, *CHILD_BREAKDOWNS)
    period_kind = "By the day the episode began"
    reference = "Legal Aid, Sentencing and Punishment of Offenders Act 2012, sections 91 to 107"
    edition = "2012"

    def numerator(book: Book, period: Period) -> DataFrame:
        """Remands to local authority accommodation or to youth detention accommodation that began in the period; an
        episode each.
        """
        episodes = book[Remand]
        episodes = episodes[period.holds(episodes["started_on"])]
        return episodes.assign(on=episodes["started_on"])
