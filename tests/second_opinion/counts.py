"""The measures, counted: what each numerator and denominator holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.second_opinion import reoffending
from tests.second_opinion.days import financial_year_of, within
from tests.second_opinion.followed import (
    age,
    breaches_alone,
    is_child,
    lives_elsewhere,
    offences_known,
    stands,
)
from tests.second_opinion.groups import GROUPS, Counted, Item, group_of
from tests.second_opinion.kinds import INTERVENTION_KINDS, KINDS
from tests.second_opinion.known import Known, known


Period = tuple[date, date]


@dataclass(frozen=True)
class Answer:
    """The keys of what was counted. A denominator is keys, a population, or None where there is none."""

    numerator: list
    denominator: list | int | None


def first_entries(service: Known, period: Period) -> list[Item]:
    """Children whose first ever entry, anywhere, fell in the period while they lived here."""
    lives: dict[str, list[dict]] = {}
    for disposal in service.disposals:
        if can_be_an_entry(service, disposal):
            lives.setdefault(disposal["child_ref"], []).append(disposal)
    items = []
    for child, entries in lives.items():
        first = min(entries, key=entry_order)
        if not lives_elsewhere(first) and within(first["imposed_on"], period):
            items.append(Item(child, child, first["imposed_on"], first["kind"], first))
    return items


def can_be_an_entry(service: Known, disposal: dict) -> bool:
    if not KINDS[disposal["kind"]].entry or not stands(disposal) or breaches_alone(service, disposal):
        return False
    committed = [offence["committed_on"] for offence in offences_known(service, disposal)]
    child, earliest = disposal["child_ref"], min(committed, default=disposal["imposed_on"])
    heard = disposal.get("first_hearing_on")
    return is_child(service, child, earliest) and (heard is None or age(service, child, heard) <= 17)


def entry_order(disposal: dict) -> tuple:
    """The earlier; of one day the more serious; then the one imposed while living here."""
    rank = KINDS[disposal["kind"]].rank
    return disposal["imposed_on"], rank, lives_elsewhere(disposal), disposal["disposal_ref"]


def population(service: Known, period: Period) -> int | None:
    """The mid-year estimate of the year before the financial year the period ends in, or an earlier one."""
    wanted = financial_year_of(period[1]) - 1
    local = [row for row in service.population if row["area"] == "local" and row["year"] <= wanted]
    return max(local, key=lambda row: row["year"])["age_10_17"] if local else None


def first_time_entrants(service: Known, period: Period) -> Counted:
    return Counted(first_entries(service, period), population(service, period))


def looked_after_share(service: Known, period: Period) -> Counted:
    entries = first_entries(service, period)
    looked_after = [item for item in entries if group_of(service, "looked_after", item) == "looked_after"]
    return Counted(looked_after, entries)


def custody(service: Known, period: Period) -> Counted:
    """One a child and day. No custodial kind ranks above another, so the smallest ref stands for the day."""
    days: dict[tuple[str, date], Item] = {}
    for disposal in sorted(service.disposals, key=lambda disposal: disposal["disposal_ref"]):
        child, imposed_on = disposal["child_ref"], disposal["imposed_on"]
        tried_on = disposal.get("first_hearing_on") or imposed_on
        if (
            KINDS[disposal["kind"]].tier == "custody"
            and stands(disposal)
            and not lives_elsewhere(disposal)
            and is_child(service, child, tried_on)
            and within(imposed_on, period)
        ):
            item = Item(disposal["disposal_ref"], child, imposed_on, disposal["kind"], disposal)
            days.setdefault((child, imposed_on), item)
    return Counted(list(days.values()), population(service, period))


def out_of_court(service: Known, period: Period) -> Counted:
    items = [
        Item(disposal["disposal_ref"], disposal["child_ref"], disposal["imposed_on"], disposal["kind"], disposal)
        for disposal in service.disposals
        if KINDS[disposal["kind"]].tier in ("diversion", "pre-court")
        and stands(disposal)
        and not lives_elsewhere(disposal)
        and within(disposal["imposed_on"], period)
    ]
    return Counted(items, None)


def caseload(service: Known, period: Period) -> Counted:
    """On the period's last day, or the as-at day if that is earlier. On the day it ends it is still open."""
    day = min(period[1], service.day)
    kinds: dict[str, list[str]] = {}
    for row in service.interventions:
        if row["started_on"] <= day and (row["ended_on"] is None or row["ended_on"] >= day):
            kinds.setdefault(row["child_ref"], []).append(row["kind"])
    items = [Item(child, child, day, min(held, key=INTERVENTION_KINDS.index)) for child, held in kinds.items()]
    return Counted(items, None)


def remands(service: Known, period: Period) -> Counted:
    items = []
    for row in service.remands:
        if within(row["started_on"], period):
            key = row["child_ref"], row["kind"], row["started_on"]
            items.append(Item(key, row["child_ref"], row["started_on"], row["kind"]))
    return Counted(items, None)


MEASURES: dict[str, Callable[[Known, Period], Counted]] = {
    "first-time-entrants": first_time_entrants,
    "looked-after-share-of-entrants": looked_after_share,
    **reoffending.MEASURES,
    "custody-rate": custody,
    "out-of-court-disposals": out_of_court,
    "caseload": caseload,
    "remands": remands,
}
SLUGS = list(MEASURES)


def count(
    records: dict[str, list[dict]],
    slug: str,
    period: Period,
    as_at: date,
    kind: str | None = None,
    groups: Sequence[tuple[str, str]] = (),
) -> Answer:
    """What a measure counts in a period, as known on a day; with a kind, or with groups by their breakdowns, what
    counts under each of them only.
    """
    service = known(records, as_at)
    wanted = [*groups, *([("kind", kind)] if kind else [])]
    return answer(MEASURES[slug](service, period), lambda item: is_of(service, item, wanted))


def cohort_of(
    records: dict[str, list[dict]], slug: str, period: Period, as_at: date, groups: Sequence[tuple[str, str]] = ()
) -> tuple[Known, list[Item]]:
    """The children a measure of reoffending follows, those of some groups, and what was known of the service."""
    service = known(records, as_at)
    below = MEASURES[slug](service, period).denominator
    return service, [item for item in below if is_of(service, item, groups)] if isinstance(below, list) else []


def is_of(service: Known, item: Item, groups: Sequence[tuple[str, str]]) -> bool:
    return all(group_of(service, breakdown, item) == name for breakdown, name in groups)


def group(records: dict[str, list[dict]], slug: str, breakdown: str, period: Period, as_at: date) -> dict[str, Answer]:
    """The same, split. A population has no parts here, so the groups of a rate of it have no denominator."""
    service = known(records, as_at)
    counted = MEASURES[slug](service, period)
    if not isinstance(counted.denominator, list):
        counted = counted._replace(denominator=None)
    everything = counted.numerator + (counted.denominator or [])
    names = GROUPS.get(breakdown) or sorted({group_of(service, breakdown, item) for item in everything})
    return {name: answer(counted, lambda item, name=name: group_of(service, breakdown, item) == name) for name in names}


def answer(counted: Counted, wanted: Callable[[Item], bool]) -> Answer:
    def keys(items: list[Item]) -> list:
        return sorted(item.key for item in items if wanted(item))

    below = counted.denominator
    return Answer(keys(counted.numerator), keys(below) if isinstance(below, list) else below)
