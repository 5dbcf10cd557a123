"""Who is followed, from which day, and what is proven against them."""

from collections.abc import Collection
from datetime import date

from tests.second_opinion.days import age_on, follow_up_ends, waiting_ends, within
from tests.second_opinion.kinds import KINDS
from tests.second_opinion.known import Known, known


TIERS_FOLLOWED = ["diversion", "pre-court", "first-tier", "community", "custody"]
# The kinds that open a follow-up: by the national rule, and with diversion.
NATIONAL = [kind for kind, what in KINDS.items() if what.index != "no"]
DIVERSION_TOO = [kind for kind, what in KINDS.items() if what.tier in TIERS_FOLLOWED]


def stands(disposal: dict) -> bool:
    return disposal.get("appeal", "") not in ("changed", "successful")


def lives_elsewhere(disposal: dict) -> bool:
    """Recorded as living elsewhere; not recorded counts as living here."""
    return disposal.get("residence", "") == "other"


def offences_known(service: Known, disposal: dict) -> list[dict]:
    return [service.offences[ref] for ref in disposal["offence_refs"] if ref in service.offences]


def breaches_alone(service: Known, disposal: dict) -> bool:
    """It deals with offences, and every one of them is known to be a breach."""
    refs = disposal["offence_refs"]
    return bool(refs) and all(ref in service.offences and service.offences[ref]["is_breach"] is True for ref in refs)


def age(service: Known, child_ref: str, day: date) -> int:
    return age_on(service.children[child_ref]["date_of_birth"], day)


def is_child(service: Known, child_ref: str, day: date) -> bool:
    return 10 <= age(service, child_ref, day) <= 17


def followed_from(disposal: dict) -> date | None:
    """The day a disposal would be followed from: of custody the release, of the rest the day imposed."""
    return disposal["released_on"] if KINDS[disposal["kind"]].tier == "custody" else disposal["imposed_on"]


def can_be_followed(service: Known, disposal: dict) -> bool:
    day = followed_from(disposal)
    return (
        day is not None
        and stands(disposal)
        and not lives_elsewhere(disposal)
        and not breaches_alone(service, disposal)
        and is_child(service, disposal["child_ref"], day)
    )


def in_order(disposals: list[dict]) -> list[dict]:
    """By day; on one day the more serious first."""

    def place(disposal: dict) -> tuple:
        return followed_from(disposal), KINDS[disposal["kind"]].rank, disposal["disposal_ref"]

    return sorted(disposals, key=place)


def cohort(service: Known, period: tuple[date, date], opens: Collection[str] = NATIONAL) -> dict[str, dict]:
    """The index disposal of every child of the cohort: the first in the period of the kinds that open a follow-up."""
    opening = [
        disposal
        for disposal in service.disposals
        if disposal["kind"] in opens and can_be_followed(service, disposal) and within(followed_from(disposal), period)
    ]
    first: dict[str, dict] = {}
    for disposal in in_order(opening):
        first.setdefault(disposal["child_ref"], disposal)
    return first


def first_of_each_kind(service: Known, period: tuple[date, date]) -> list[dict]:
    """Diversion too: of every child the first disposal of each kind in the period."""
    followed = [
        disposal
        for disposal in service.disposals
        if disposal["kind"] in DIVERSION_TOO
        and can_be_followed(service, disposal)
        and within(followed_from(disposal), period)
    ]
    first: dict[tuple[str, str], dict] = {}
    for disposal in in_order(followed):
        first.setdefault((disposal["child_ref"], disposal["kind"]), disposal)
    return list(first.values())


def first_proven_on(service: Known, offence_ref: str) -> date | None:
    """The day of the first standing disposal that proves the offence, wherever it was dealt with."""
    days = [
        disposal["imposed_on"]
        for disposal in service.disposals
        if offence_ref in disposal["offence_refs"] and KINDS[disposal["kind"]].proves and stands(disposal)
    ]
    return min(days) if days else None


def reoffences(service: Known, child_ref: str, index: date) -> list[str]:
    """The child's offences after the index day and up to its anniversary, proven within 18 months of it."""
    refs = []
    for ref, offence in service.offences.items():
        if offence["child_ref"] != child_ref or offence["is_breach"] is True:
            continue
        if not index < offence["committed_on"] <= follow_up_ends(index):
            continue
        proven_on = first_proven_on(service, ref)
        if proven_on is not None and proven_on <= waiting_ends(index):
            refs.append(ref)
    return sorted(refs)


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


def index_days(records: dict[str, list[dict]], period: tuple[date, date], as_at: date) -> dict[str, date]:
    """The index day of every child of a cohort."""
    first = cohort(known(records, as_at), period)
    return {child: followed_from(disposal) for child, disposal in sorted(first.items())}


def child_status(index: date, as_at: date) -> str:
    """As-at is the end of a day: at the end of the anniversary the whole follow-up has been seen."""
    if as_at < follow_up_ends(index):
        return "open"
    return "waiting" if as_at < waiting_ends(index) else "final"


def cohort_status(records: dict[str, list[dict]], period: tuple[date, date], as_at: date) -> str:
    """As unsettled as its least settled child, and open while the period runs."""
    if as_at < period[1]:
        return "open"
    statuses = {child_status(day, as_at) for day in index_days(records, period, as_at).values()}
    return next((status for status in ("open", "waiting") if status in statuses), "final")
