"""The groups a count is split into. Age, looked after and SEND are read on the day of the event; sex and ethnicity
as recorded at the as-at. What is not recorded, or recorded as not known, is a group of its own. A child is known not to
be looked after on a day by another care status begun by then, or by a time in care that has ended. The offence is the
most serious that the disposal of the event dealt with; the worker is whoever began last of those at work on the as-at
day, or of those who were before."""

from datetime import date
from typing import NamedTuple

from tests.second_opinion.days import age_on
from tests.second_opinion.followed import offences_known
from tests.second_opinion.kinds import KINDS
from tests.second_opinion.known import Known


class Item(NamedTuple):
    """One thing counted: its key, whose it is, the day the child is read on, and the kind it counts under; where that
    is a disposal, the disposal too.
    """

    key: object
    child_ref: str
    day: date
    kind: str
    disposal: dict | None = None


class Counted(NamedTuple):
    numerator: list[Item]
    denominator: list[Item] | int | None


ETHNICITIES = {
    "Asian": ["Bangladeshi", "Chinese", "Indian", "Pakistani", "Other Asian"],
    "Black": ["African", "Caribbean", "Other Black"],
    "Mixed": [
        "White and Asian",
        "White and Black African",
        "White and Black Caribbean",
        "Other Mixed or Multiple ethnic groups",
    ],
    "Other": ["Arab", "Any other ethnic group"],
    "White": [
        "English, Welsh, Scottish, Northern Irish or British",
        "Irish",
        "Gypsy or Irish Traveller",
        "Roma",
        "Other White",
    ],
}
GROUPS = {
    "age": ["under 10", "10-14", "15-17", "18 and over"],
    "sex": ["male", "female", "not_recorded"],
    "ethnicity": [*ETHNICITIES, "not_recorded"],
    "looked_after": ["looked_after", "not_looked_after", "not_recorded"],
    "send": ["ehc_plan", "sen_support", "no_send", "not_recorded"],
}


def group_of(service: Known, breakdown: str, item: Item) -> str:
    child_ref, day = item.child_ref, item.day
    child = service.children[child_ref]
    if breakdown == "kind":
        return item.kind
    if breakdown == "tier":
        return KINDS[item.kind].tier
    if breakdown == "offence":
        return most_serious(service, item.disposal or {"offence_refs": []})
    if breakdown == "worker":
        return worker(service, child_ref)
    if breakdown == "age":
        return age_group(age_on(child["date_of_birth"], day))
    if breakdown == "sex":
        return child["sex"] if child.get("sex") in ("male", "female") else "not_recorded"
    if breakdown == "ethnicity":
        return ethnic_group(child.get("ethnicity", ""))
    if breakdown == "looked_after":
        return looked_after(service, child_ref, day)
    held = statuses_on(service, child_ref, day)
    return next((status for status in GROUPS[breakdown] if status in held), "not_recorded")


def age_group(age: int) -> str:
    if age < 10:
        return "under 10"
    if age > 17:
        return "18 and over"
    return "10-14" if age <= 14 else "15-17"


def ethnic_group(category: str) -> str:
    return next((group for group, categories in ETHNICITIES.items() if category in categories), "not_recorded")


def most_serious(service: Known, disposal: dict) -> str:
    """The category of the offence with the highest score; of two the one whose reference comes first."""
    offences = offences_known(service, disposal)
    first = min(offences, key=lambda row: (-(row["seriousness"] or 0), row["offence_ref"]), default={})
    return first.get("category") or "not_recorded"


def worker(service: Known, child_ref: str) -> str:
    named = [row for row in service.interventions if row["child_ref"] == child_ref and row["worker"]]
    begun = [row for row in named if row["started_on"] <= service.day]

    def order(row: dict) -> tuple:
        still = row["ended_on"] is None or row["ended_on"] >= service.day
        return still, row["started_on"], row["intervention_ref"]

    return max(begun, key=order)["worker"] if begun else "not_recorded"


CARE = ("looked_after", "child_protection_plan", "child_in_need", "early_help_plan")


def looked_after(service: Known, child_ref: str, day: date) -> str:
    if "looked_after" in statuses_on(service, child_ref, day):
        return "looked_after"
    for row in service.statuses:
        if row["child_ref"] == child_ref and row["status"] in CARE and row["started_on"] <= day:
            return "not_looked_after"
    return "not_recorded"


def statuses_on(service: Known, child_ref: str, day: date) -> set[str]:
    """What the child was on a day: begun by then and not ended before it."""
    return {
        row["status"]
        for row in service.statuses
        if row["child_ref"] == child_ref
        and row["started_on"] <= day
        and (row["ended_on"] is None or row["ended_on"] >= day)
    }
