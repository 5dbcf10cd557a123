"""What was known on a day: of every row the version known by then, and nothing that had not happened yet."""

from dataclasses import dataclass
from datetime import date


KEYS = {
    "children": ["child_ref"],
    "statuses": ["child_ref", "status", "started_on"],
    "offences": ["offence_ref"],
    "disposals": ["disposal_ref"],
    "interventions": ["intervention_ref"],
    "remands": ["child_ref", "kind", "started_on"],
    "population": ["area", "year"],
    "victims": ["victim_ref"],
    "victim_contacts": ["contact_ref"],
    "restorative_processes": ["process_ref"],
    "reparation": ["reparation_ref"],
    "reparation_sessions": ["session_ref"],
}
OWN_DATES = {
    "children": "date_of_birth",
    "statuses": "started_on",
    "offences": "committed_on",
    "disposals": "imposed_on",
    "interventions": "started_on",
    "remands": "started_on",
    "victim_contacts": "on",
    "restorative_processes": "held_on",
    "reparation": "referred_on",
    "reparation_sessions": "held_on",
}
LATER_DATES = ["ended_on", "released_on", "details_from_police_on"]
SINCE_EVER = date.min


@dataclass
class Known:
    """The service's records as known at the end of one day."""

    day: date
    children: dict[str, dict]
    statuses: list[dict]
    offences: dict[str, dict]
    disposals: list[dict]
    interventions: list[dict]
    remands: list[dict]
    population: list[dict]


def known(records: dict[str, list[dict]], day: date) -> Known:
    children = {row["child_ref"]: row for row in known_rows(records, "children", day)}

    def of_children(file: str) -> list[dict]:
        return [row for row in known_rows(records, file, day) if row["child_ref"] in children]

    return Known(
        day=day,
        children=children,
        statuses=of_children("statuses"),
        offences={row["offence_ref"]: row for row in of_children("offences")},
        disposals=of_children("disposals"),
        interventions=of_children("interventions"),
        remands=of_children("remands"),
        population=known_rows(records, "population", day),
    )


def known_rows(records: dict[str, list[dict]], file: str, day: date) -> list[dict]:
    """The rows of a file in the version known at the end of the day, but for those removed or dated later."""
    latest: dict[tuple, tuple[date, dict]] = {}
    for row, since in with_days_known(records, file):
        key = tuple(row[column] for column in KEYS[file])
        if since <= day and (key not in latest or since >= latest[key][0]):
            latest[key] = since, row
    rows = [row for _, row in latest.values() if not row.get("deleted")]
    own_date = OWN_DATES.get(file)
    if own_date:
        rows = [row for row in rows if row[own_date] <= day]
    return [without_later_dates(row, day) for row in rows]


def with_days_known(records: dict[str, list[dict]], file: str) -> list[tuple[dict, date]]:
    """Each row of a file with the day from which it counts as known."""
    rows = records.get(file, [])
    if file == "population":
        return [(row, row.get("recorded_on") or date(row["year"], 7, 1)) for row in rows]
    dated = [(row, recorded(row)) for row in rows]
    if file == "children":
        return children_known_by_any_record(dated, records)
    return dated


def recorded(row: dict) -> date:
    return row.get("recorded_on") or SINCE_EVER


def children_known_by_any_record(
    dated: list[tuple[dict, date]], records: dict[str, list[dict]]
) -> list[tuple[dict, date]]:
    """A child is known, in its first version, from the earliest day on which any of its records is."""
    earliest: dict[str, date] = {}
    for rows in records.values():
        for row in rows:
            child = row.get("child_ref")
            if child:
                earliest[child] = min(recorded(row), earliest.get(child, date.max))
    first_versions: dict[str, date] = {}
    for row, since in dated:
        first_versions[row["child_ref"]] = min(since, first_versions.get(row["child_ref"], date.max))
    known_from, seen = [], set()
    for row, since in dated:
        child = row["child_ref"]
        if since == first_versions[child] and child not in seen:
            seen.add(child)
            since = earliest[child]
        known_from.append((row, since))
    return known_from


def without_later_dates(row: dict, day: date) -> dict:
    """An end or a release after the day has not happened yet."""
    later = [column for column in LATER_DATES if row.get(column) and row[column] > day]
    return {**row, **dict.fromkeys(later)} if later else row
