"""The measures of reoffending, counted: by the national rule, with diversion too, and after each kind of disposal."""

from collections.abc import Callable, Collection
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from tests.second_opinion.days import follow_up_ends, quarters
from tests.second_opinion.followed import (
    DIVERSION_TOO,
    NATIONAL,
    cohort,
    first_of_each_kind,
    followed_from,
    pending,
    reoffences,
)
from tests.second_opinion.groups import Counted, Item
from tests.second_opinion.known import Known
from tests.second_opinion.survival import kaplan_meier


Period = tuple[date, date]
Count = Callable[[Known, Period], Counted]


class Followed(NamedTuple):
    children: list[Item]
    reoffenders: list[Item]
    reoffences: list[Item]
    pending: list[Item]


def follow(service: Known, period: Period, opens: Collection[str]) -> Followed:
    followed = Followed([], [], [], [])
    for child, disposal in cohort(service, period, opens).items():
        day, kind = followed_from(disposal), disposal["kind"]
        refs = reoffences(service, child, day)
        item = Item(child, child, day, kind, disposal)
        followed.children.append(item)
        followed.reoffenders.extend([item] if refs else [])
        followed.reoffences.extend(Item(ref, child, day, kind, disposal) for ref in refs)
        followed.pending.extend([item] if pending(service, child, day) else [])
    return followed


def of_a_cohort(opens: Collection[str]) -> tuple[Count, Count, Count, Count, Count]:
    """Of the children followed from these kinds: who reoffended, with what is pending, seen by now where that is
    estimated, and how often for each reoffender and for each child.
    """

    def rate(service: Known, period: Period) -> Counted:
        followed = follow(service, period, opens)
        return Counted(followed.reoffenders, followed.children)

    def with_pending(service: Known, period: Period) -> Counted:
        followed = follow(service, period, opens)
        either = [item for item in followed.children if item in followed.reoffenders or item in followed.pending]
        return Counted(either, followed.children)

    def per_reoffender(service: Known, period: Period) -> Counted:
        followed = follow(service, period, opens)
        return Counted(followed.reoffences, followed.reoffenders)

    def per_child(service: Known, period: Period) -> Counted:
        followed = follow(service, period, opens)
        return Counted(followed.reoffences, followed.children)

    return rate, with_pending, rate, per_reoffender, per_child


def four_quarters(service: Known, period: Period) -> Counted:
    cohorts = [follow(service, quarter, NATIONAL) for quarter in quarters(period)]
    return Counted(
        [item for followed in cohorts for item in followed.reoffenders],
        [item for followed in cohorts for item in followed.children],
    )


def after_disposal(service: Known, period: Period) -> Counted:
    reoffended, followed = [], []
    for disposal in first_of_each_kind(service, period):
        day = followed_from(disposal)
        item = Item(disposal["disposal_ref"], disposal["child_ref"], day, disposal["kind"], disposal)
        followed.append(item)
        if reoffences(service, disposal["child_ref"], day):
            reoffended.append(item)
    return Counted(reoffended, followed)


# By the code of the rule that opens a cohort: its kinds, and its measures in the order of `of_a_cohort`.
RULES = {
    "substantive": (
        NATIONAL,
        [
            "binary-reoffending-rate",
            "reoffending-with-pending",
            "live-reoffending-estimate",
            "reoffences-per-reoffender",
            "reoffences-per-child",
        ],
    ),
    "any": (
        DIVERSION_TOO,
        [
            "diversion-reoffending-rate",
            "diversion-reoffending-with-pending",
            "diversion-reoffending-estimate",
            "diversion-reoffences-per-reoffender",
            "diversion-reoffences-per-child",
        ],
    ),
}
MEASURES: dict[str, Count] = {
    **{slug: count for opens, slugs in RULES.values() for slug, count in zip(slugs, of_a_cohort(opens), strict=True)},
    "binary-reoffending-rate-four-quarters": four_quarters,
    "reoffending-after-disposal": after_disposal,
}


def estimate(service: Known, children: list[Item]) -> Fraction | None:
    """The estimate at twelve months for children of a cohort, as though every offence were proven on the day it was
    committed.
    """
    lives = []
    for child in children:
        days = [service.offences[ref]["committed_on"] for ref in reoffences(service, child.child_ref, child.day)]
        first = min(((day - child.day).days for day in days), default=None)
        is_over = service.day >= follow_up_ends(child.day)
        lives.append((None if is_over else (service.day - child.day).days, first))
    return kaplan_meier(lives, 366) if lives else None
