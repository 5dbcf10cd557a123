"""How random records came to be known: late, early or since ever; corrected, and corrected again; removed."""

from datetime import date

from hypothesis import strategies as st

from tests.second_opinion.days import add_days
from tests.second_opinion.known import KEYS, OWN_DATES


Records = dict[str, list[dict]]

LAGS = [0, 0, 1, -3, 30, 200, 366, 550]
BETWEEN_VERSIONS = [1, 2, 30, 200, 400]
CHILDRENS_FILES = ("statuses", "offences", "disposals", "interventions", "remands")


@st.composite
def told_in_versions(draw: st.DrawFn, records: Records) -> Records:
    """The same records with the days they came to be known, and later versions of some of them."""
    if draw(st.booleans()):
        return records
    told = {file: [dict(row) for row in rows] for file, rows in records.items()}
    for file, own_date in OWN_DATES.items():
        for row in told.get(file, ()):
            if file == "children":
                row["recorded_on"] = draw(st.sampled_from([None, None, *some_days(told)]))
            elif draw(st.integers(0, 3)):
                row["recorded_on"] = add_days(row[own_date], draw(st.sampled_from(LAGS)))
    for _ in range(draw(st.integers(0, 6))):
        file = draw(st.sampled_from([file for file, rows in told.items() if rows]))
        row = draw(st.sampled_from(told[file]))
        if row is latest_version(told, file, row) and not row.get("deleted"):
            CHANGES[file](draw, told, row)
    return told


def some_days(records: Records) -> list[date]:
    return sorted({row[OWN_DATES[file]] for file in CHILDRENS_FILES for row in records[file]})


def key_of(file: str, row: dict) -> tuple:
    return tuple(row[column] for column in KEYS[file])


def latest_version(records: Records, file: str, row: dict) -> dict:
    return [other for other in records[file] if key_of(file, other) == key_of(file, row)][-1]


def day_after(draw: st.DrawFn, file: str, row: dict) -> date:
    """A day to know a correction from: after the version it corrects, or it would count from the day it is saved."""
    known = row["recorded_on"]
    if known is None:
        known = date(row["year"], 7, 1) if file == "population" else row[OWN_DATES[file]]
        known = known if file != "children" else date(2012, 1, 1)
    return add_days(known, draw(st.sampled_from(BETWEEN_VERSIONS)))


def correct(draw: st.DrawFn, records: Records, file: str, row: dict, **changes: object) -> None:
    records[file].append({**row, **changes, "recorded_on": day_after(draw, file, row)})


def remove(draw: st.DrawFn, records: Records, file: str, row: dict) -> None:
    gone = {column: row[column] for column in KEYS[file]}
    child = {"child_ref": row["child_ref"]} if "child_ref" in row else {}
    records[file].append({**gone, **child, "deleted": True, "recorded_on": day_after(draw, file, row)})


def change_child(draw: st.DrawFn, records: Records, row: dict) -> None:
    """Its own particulars; or the child is removed, with all its records, on one day."""
    change = draw(st.sampled_from(["born", "sex", "ethnicity", "removed"]))
    if change == "born":
        born = add_days(row["date_of_birth"], draw(st.sampled_from([-1, 1, -365])))
        correct(draw, records, "children", row, date_of_birth=born)
    elif change == "sex":
        correct(draw, records, "children", row, sex=draw(st.sampled_from(["male", "female", ""])))
    elif change == "ethnicity":
        correct(draw, records, "children", row, ethnicity=draw(st.sampled_from(["Irish", "Caribbean", ""])))
    else:
        remove_child(draw, records, row["child_ref"])


def remove_child(draw: st.DrawFn, records: Records, child: str) -> None:
    latest = {
        (file, key_of(file, row)): row
        for file in ("children", *CHILDRENS_FILES)
        for row in records[file]
        if row["child_ref"] == child
    }
    held = {key: row for key, row in latest.items() if not row.get("deleted")}
    gone_by = [row["recorded_on"] for row in latest.values() if row.get("deleted")]
    day = max([*gone_by, *(day_after(draw, file, row) for (file, _), row in held.items())])
    for (file, _), row in held.items():
        gone = {column: row[column] for column in KEYS[file]}
        records[file].append({**gone, "child_ref": child, "deleted": True, "recorded_on": day})


def change_offence(draw: st.DrawFn, records: Records, row: dict) -> None:
    if draw(st.booleans()):
        correct(draw, records, "offences", row, is_breach=draw(st.sampled_from([True, False, None])))
        return
    born = min(child["date_of_birth"] for child in records["children"] if is_of(child, row))
    committed = max(add_days(row["committed_on"], -draw(st.sampled_from([1, 9]))), add_days(born, 1))
    correct(draw, records, "offences", row, committed_on=committed)


def is_of(child: dict, row: dict) -> bool:
    return child["child_ref"] == row["child_ref"] and not child.get("deleted")


def change_disposal(draw: st.DrawFn, records: Records, row: dict) -> None:
    changes = ["appeal", "residence", "imposed", "removed"]
    changes += ["released"] if row["released_on"] else []
    changes += ["offences"] if len(row["offence_refs"]) > 1 else []
    change = draw(st.sampled_from(changes))
    if change == "appeal":
        appeal = draw(st.sampled_from(["", "changed", "successful"]))
        correct(draw, records, "disposals", row, appeal=appeal)
    elif change == "residence":
        correct(draw, records, "disposals", row, residence=draw(st.sampled_from(["local", "other", ""])))
    elif change == "imposed":
        reprimand = row["kind"] in ("reprimand", "final_warning")
        imposed = row["imposed_on"] if reprimand else add_days(row["imposed_on"], draw(st.sampled_from([1, 40])))
        released = row["released_on"] if row["released_on"] and row["released_on"] >= imposed else None
        correct(draw, records, "disposals", row, imposed_on=imposed, released_on=released)
    elif change == "released":
        released = add_days(row["released_on"], draw(st.sampled_from([1, 30])))
        correct(draw, records, "disposals", row, released_on=draw(st.sampled_from([None, released])))
    elif change == "offences":
        correct(draw, records, "disposals", row, offence_refs=row["offence_refs"][1:])
    else:
        remove(draw, records, "disposals", row)


def change_span(file: str, draw: st.DrawFn, records: Records, row: dict) -> None:
    if draw(st.booleans()):
        remove(draw, records, file, row)
    else:
        ended = add_days(row["started_on"], draw(st.sampled_from([0, 1, 100])))
        correct(draw, records, file, row, ended_on=draw(st.sampled_from([None, ended])))


def change_population(draw: st.DrawFn, records: Records, row: dict) -> None:
    if draw(st.booleans()):
        remove(draw, records, "population", row)
    else:
        correct(draw, records, "population", row, age_10_17=row["age_10_17"] + 1)


CHANGES = {
    "children": change_child,
    "offences": change_offence,
    "disposals": change_disposal,
    "statuses": lambda *change: change_span("statuses", *change),
    "interventions": lambda *change: change_span("interventions", *change),
    "remands": lambda *change: change_span("remands", *change),
    "population": change_population,
}
