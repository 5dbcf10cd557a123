"""Random services for the comparison: a few children, their days crowded on the edges where counts go wrong.

A history is valid as a bundle is: nothing before its cause, no release without custody, no late reprimand.
It is otherwise as odd as real records: things recorded late or early, corrected, removed, dealt with twice.
"""

from datetime import date

from hypothesis import strategies as st

from tests.second_opinion.days import add_days, add_months, birthday
from tests.second_opinion.groups import ETHNICITIES
from tests.second_opinion.kinds import INTERVENTION_KINDS, KINDS
from tests.second_opinion.versions import told_in_versions


Records = dict[str, list[dict]]
Period = tuple[date, date]

ANCHORS = [
    date(2012, 2, 29),
    date(2013, 4, 8),
    date(2016, 2, 29),
    date(2016, 2, 29),
    date(2018, 2, 28),
    date(2018, 3, 1),
    date(2018, 3, 31),
    date(2018, 4, 1),
    date(2018, 6, 30),
    date(2018, 8, 31),
    date(2018, 12, 31),
    date(2019, 2, 28),
    date(2020, 2, 29),
]
LEAP_BIRTHS = [date(year, 2, 29) for year in (1996, 2000, 2004, 2008)]
CUSTODY = [kind for kind, what in KINDS.items() if what.tier == "custody"]
COMMON = [
    "youth_caution",
    "youth_conditional_caution",
    "referral_order",
    "fine",
    "youth_rehabilitation_order",
    "detention_and_training_order",
    "section_250",
    "community_resolution_yjs",
    "outcome_22",
    "reprimand",
]
STATUSES = [*["looked_after"] * 3, "ehc_plan", "sen_support", "no_send", *["child_in_need"] * 2, "early_help_plan"]
CATEGORIES = [category for categories in ETHNICITIES.values() for category in categories]
LAST_REPRIMAND = date(2013, 4, 7)

SEXES = st.sampled_from(["male", "female", "not_known", ""])
ETHNIC = st.sampled_from(["", "not_known", *CATEGORIES])
RESIDENCES = st.sampled_from(["local"] * 5 + ["", "", "other"])
APPEALS = st.sampled_from([""] * 8 + ["changed", "successful"])
OFFENCES = st.sampled_from([("DRUGS", 2), ("ROBBERY", 6), ("ROBBERY", 2), ("", 6), ("", None), ("ARSON", None)])
WORKERS = st.sampled_from(["", "Ann", "Ann", "Bob"])
BREACHES = st.sampled_from([False] * 6 + [None, True])
DISPOSAL_KINDS = st.sampled_from(COMMON) | st.sampled_from(COMMON) | st.sampled_from(list(KINDS))
PROVING = st.sampled_from([kind for kind, what in KINDS.items() if what.proves] + [*COMMON, *["hospital_order"] * 3])
FROM_ANCHOR = st.sampled_from([0, 0, 0, 0, -1, 1, 30, -31, 91, 200])
AREAS = st.sampled_from(["local", "local", "local", "family"])
A_FEW = st.integers(0, 2)
HOW_MANY = st.sampled_from([1, 1, 2, 2, 3, 4, 6])


@st.composite
def services(draw: st.DrawFn) -> Records:
    """The records of a service of one to six children, some of them in several versions."""
    files = ("statuses", "offences", "disposals", "interventions", "remands")
    records: Records = {file: [] for file in ("children", *files, "population")}
    anchor = draw(st.sampled_from(ANCHORS))
    for number in range(draw(HOW_MANY)):
        add_child(draw, records, f"C{number}", anchor)
    for year in range(anchor.year - 3, anchor.year + 2):
        if draw(st.booleans()):
            area = draw(AREAS)
            records["population"].append(
                {"area": area, "year": year, "age_10_17": draw(st.integers(1, 30_000)), "recorded_on": None}
            )
    return draw(told_in_versions(records))


def add_child(draw: st.DrawFn, records: Records, ref: str, anchor: date) -> None:
    index = add_days(anchor, draw(FROM_ANCHOR))
    born = date_of_birth(draw, index)
    records["children"].append(
        {
            "child_ref": ref,
            "first_name": ref,
            "last_name": "",
            "known_as": "",
            "date_of_birth": born,
            "sex": draw(SEXES),
            "ethnicity": draw(ETHNIC),
            "pnc_id": "",
            "postcode": "",
            "recorded_on": None,
        }
    )
    pool = edges(index, born)
    day = st.sampled_from(pool)
    if draw(st.integers(0, 3)):
        add_disposal(draw, records, ref, index, pool)
    for _ in range(draw(A_FEW)):
        add_reoffence(draw, records, ref, index, pool)
    for _ in range(draw(st.integers(0, 3))):
        add_offence(draw, records, ref, draw(day))
    for _ in range(draw(st.integers(0, 4))):
        same_days = [row["imposed_on"] for row in records["disposals"] if row["child_ref"] == ref] or pool
        add_disposal(draw, records, ref, draw(day | st.sampled_from(same_days)), pool)
    add_spans(draw, records, ref, pool)


def date_of_birth(draw: st.DrawFn, index: date) -> date:
    """Mostly ten to seventeen on the index day, often only just; sometimes nine or eighteen by a day."""
    if draw(st.integers(0, 7)) == 0:
        return draw(st.sampled_from([born for born in LEAP_BIRTHS if 9 <= index.year - born.year <= 18]))
    years = draw(st.sampled_from([10, 12, 13, 14, 15, 15, 16, 17, 18]))
    return add_days(add_months(index, -12 * years), draw(st.sampled_from([-1, 0, 1, -40, -180])))


def edges(index: date, born: date) -> list[date]:
    """The days that matter to a child: the ends of follow-up and waiting, its birthdays, and days between."""
    days = {add_days(add_months(index, months), by) for months in (0, 12, 18) for by in (-1, 0, 1)}
    days |= {add_months(index, months) for months in (-3, 3, 6, 9, 24, 30)}
    days |= {add_days(index, by) for by in (-40, 20, 100)}
    days |= {add_days(birthday(born, age), by) for age in (10, 15, 18) for by in (-1, 0)}
    return sorted(day for day in days if add_months(index, -13) <= day <= add_months(index, 31) and day > born)


def add_offence(draw: st.DrawFn, records: Records, child: str, committed: date) -> dict:
    number = sum(row["child_ref"] == child for row in records["offences"])
    category, seriousness = draw(OFFENCES)
    row = {
        "offence_ref": f"{child}-O{number}",
        "child_ref": child,
        "committed_on": committed,
        "description": "",
        "ho_code": "",
        "category": category,
        "seriousness": seriousness,
        "gravity": None,
        "is_breach": draw(BREACHES),
        "is_knife": None,
        "recorded_on": None,
    }
    records["offences"].append(row)
    return row


def add_reoffence(draw: st.DrawFn, records: Records, child: str, index: date, pool: list[date]) -> None:
    """An offence about an end of the follow-up or within it, proven within the waiting or about its end."""
    anniversary, waiting_ends = add_months(index, 12), add_months(index, 18)
    ends = [anniversary, *[add_days(day, by) for day in (index, anniversary) for by in (0, 1)]]
    within = [day for day in pool if add_days(index, -1) <= day <= anniversary]
    offence = add_offence(draw, records, child, draw(st.sampled_from(ends) | st.sampled_from(within)))
    ends = [add_days(waiting_ends, by) for by in (-1, 0, 0, 1)]
    within = [day for day in pool if offence["committed_on"] <= day <= waiting_ends]
    proven = draw(st.sampled_from(ends) | st.sampled_from(within))
    add_disposal(draw, records, child, proven, pool, draw(PROVING), [offence])


def add_disposal(
    draw: st.DrawFn,
    records: Records,
    child: str,
    imposed: date,
    pool: list[date],
    kind: str = "",
    offences: list[dict] | None = None,
) -> None:
    kind = kind or draw(DISPOSAL_KINDS)
    if kind in ("reprimand", "final_warning") and imposed > LAST_REPRIMAND:
        kind = "youth_caution"
    offences = offences or dealt_with(draw, records, child, kind, imposed)
    committed = [row["committed_on"] for row in offences]
    number = sum(row["child_ref"] == child for row in records["disposals"])
    released = [day for day in pool if day >= imposed] or [imposed]
    records["disposals"].append(
        {
            "disposal_ref": f"{child}-D{number}",
            "child_ref": child,
            "kind": kind,
            "imposed_on": imposed,
            "offence_refs": [row["offence_ref"] for row in offences],
            "first_hearing_on": first_hearing(draw, pool, max(committed, default=imposed), imposed),
            "court": "",
            "residence": draw(RESIDENCES),
            "appeal": draw(APPEALS),
            "ends_on": None,
            "released_on": draw(st.none() | st.sampled_from(released)) if kind in CUSTODY else None,
            "requirements": "",
            "unpaid_work_hours": None,
            "recorded_on": None,
        }
    )


def dealt_with(draw: st.DrawFn, records: Records, child: str, kind: str, imposed: date) -> list[dict]:
    """Some of the child's offences so far, dealt with before or not; a new one where there is none."""
    so_far = [row for row in records["offences"] if row["child_ref"] == child and row["committed_on"] <= imposed]
    if kind == "youth_diversion_order" and draw(st.booleans()):
        return []
    if not so_far:
        return [add_offence(draw, records, child, add_days(imposed, -draw(st.sampled_from([0, 1, 9]))))]
    return draw(st.lists(st.sampled_from(so_far), min_size=1, max_size=3, unique_by=lambda row: row["offence_ref"]))


def first_hearing(draw: st.DrawFn, pool: list[date], earliest: date, imposed: date) -> date | None:
    days = [day for day in pool if earliest <= day <= imposed]
    return draw(st.none() | st.sampled_from([*days, imposed]))


def add_spans(draw: st.DrawFn, records: Records, child: str, pool: list[date]) -> None:
    """What has a beginning and perhaps an end: statuses, interventions and remands."""
    for number in range(draw(A_FEW)):
        row = {
            "intervention_ref": f"{child}-I{number}",
            "kind": draw(st.sampled_from(INTERVENTION_KINDS)),
            "programme": "",
            "disposal_ref": "",
            "planned_end_on": None,
            "completed": None,
            "worker": draw(WORKERS),
        }
        records["interventions"].append({"child_ref": child, **row, **span(draw, pool)})
    for file, column, codes in (
        ("statuses", "status", STATUSES),
        ("remands", "kind", ["local_authority", "secure"]),
    ):
        seen = set()
        for _ in range(draw(A_FEW)):
            row = {"child_ref": child, column: draw(st.sampled_from(codes)), **span(draw, pool)}
            key = row[column], row["started_on"]
            if key not in seen:
                seen.add(key)
                records[file].append(row)


def span(draw: st.DrawFn, pool: list[date]) -> dict:
    started = draw(st.sampled_from(pool))
    ended = draw(st.none() | st.sampled_from([day for day in pool if day >= started]))
    return {"started_on": started, "ended_on": ended, "recorded_on": None}
