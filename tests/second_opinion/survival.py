"""Kaplan and Meier's estimate in plain Python, and who is pending, for the children of a cohort."""

from datetime import date
from fractions import Fraction

from tests.second_opinion.days import follow_up_ends, waiting_ends
from tests.second_opinion.followed import cohort, followed_from, reoffences
from tests.second_opinion.known import Known, known


Period = tuple[date, date]


def kaplan_meier(lives: list[tuple[int | None, int | None]], until: int) -> Fraction | None:
    """The share with the event by a day. A life is the days it was followed (None: to the end) and its event's day.

    None where nobody was followed to that day and not everybody had the event before.
    """
    without = Fraction(1)
    for day in range(1, until + 1):
        at_risk = [
            (followed, event)
            for followed, event in lives
            if (event is None or event >= day) and (followed is None or followed >= day)
        ]
        if not at_risk:
            return 1 - without if without == 0 else None
        events = sum(1 for _, event in at_risk if event == day)
        without *= 1 - Fraction(events, len(at_risk))
    return 1 - without


def estimate(records: dict[str, list[dict]], period: Period, as_at: date) -> Fraction | None:
    """The estimate at twelve months for a cohort, as though every offence were proven on the day it was committed."""
    service = known(records, as_at)
    lives = []
    for child, disposal in cohort(service, period).items():
        index = followed_from(disposal)
        days = [service.offences[ref]["committed_on"] for ref in reoffences(service, child, index)]
        first = min(((day - index).days for day in days), default=None)
        lives.append((None if as_at >= follow_up_ends(index) else (as_at - index).days, first))
    return kaplan_meier(lives, 366) if lives else None


def pending(service: Known, child_ref: str, index: date) -> list[str]:
    """The child's offences of the follow-up that no disposal names yet, while the wait for their proof runs."""
    if service.day >= waiting_ends(index):
        return []
    named = {ref for disposal in service.disposals for ref in disposal["offence_refs"]}
    return sorted(
        ref
        for ref, offence in service.offences.items()
        if offence["child_ref"] == child_ref
        and offence["is_breach"] is not True
        and ref not in named
        and index < offence["committed_on"] <= follow_up_ends(index)
    )


def with_pending(records: dict[str, list[dict]], period: Period, as_at: date) -> tuple[list[str], list[str]]:
    """The children of a cohort with a reoffence proven or pending, and the whole cohort."""
    service = known(records, as_at)
    index_days = {child: followed_from(disposal) for child, disposal in cohort(service, period).items()}
    found = [
        child for child, day in index_days.items() if reoffences(service, child, day) or pending(service, child, day)
    ]
    return sorted(found), sorted(index_days)
