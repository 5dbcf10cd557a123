"""Made-up children with the counts that a real plan printed, as rows of a case bundle."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any


Rows = dict[str, list[dict[str, Any]]]
BORN = dt.date(2003, 3, 3)
POPULATION = 24_260


def _child(rows: Rows, ref: str) -> None:
    rows["children"].append({"child_ref": ref, "date_of_birth": BORN, "recorded_on": "2015-01-01"})


def _dealt_with(rows: Rows, child: str, kind: str, on: dt.date) -> None:
    ref = f"{child}-{kind}-{on}"
    known = {"child_ref": child, "recorded_on": on}
    rows["offences"].append({"offence_ref": f"o-{ref}", "committed_on": on - dt.timedelta(days=30), **known})
    rows["disposals"].append(
        {"disposal_ref": ref, "kind": kind, "imposed_on": on, "offence_refs": f"o-{ref}", "residence": "local", **known}
    )


def service(printed: dict[str, Any]) -> Rows:
    """A service whose records give the figures that the plan printed, as far as they can all be true."""
    rows: Rows = {name: [] for name in ("children", "statuses", "offences", "disposals", "interventions", "population")}
    for year in range(2013, 2019):
        rows["population"].append({"area": "local", "year": year, "age_10_17": POPULATION})
    _entrants(rows, printed)
    _sentences(rows, printed)
    _caseload(rows, printed["caseload_by_send_18_june_2019"])
    return rows


def _entrants(rows: Rows, printed: dict[str, Any]) -> None:
    windows = printed["entrants_by_disposal_and_looked_after"]
    in_2018_19 = [windows[kind][-1] for kind in ("youth_caution", "youth_conditional_caution", "referral_order")]
    in_2018_19_all = sum(count for count, _ in in_2018_19)
    looked_after = sum(count for _, count in in_2018_19)
    in_2018 = printed["first_time_entrants"]["count"]
    days = [dt.date(2018, 2, 1)] * (in_2018 - in_2018_19_all) + [dt.date(2018, 9, 3)] * in_2018_19_all
    for number, on in enumerate(days):
        child = f"entrant-{number:02}"
        _child(rows, child)
        _dealt_with(rows, child, "youth_caution", on)
        if number >= in_2018 - looked_after:
            rows["statuses"].append(
                {"child_ref": child, "status": "looked_after", "started_on": "2018-01-01", "recorded_on": "2018-01-02"}
            )


def _sentences(rows: Rows, printed: dict[str, Any]) -> None:
    for year, count in ((2017, 10), (2018, printed["custody"]["2018/19"]["children"])):
        for number in range(count):
            child = f"sentenced-{year}-{number}"
            _child(rows, child)
            _dealt_with(rows, child, "youth_caution", dt.date(2016, 5, 5))
            _dealt_with(rows, child, "detention_and_training_order", dt.date(year, 6, 6))


def _caseload(rows: Rows, printed: dict[str, Any]) -> None:
    kinds = {
        "statutory": "statutory",
        "youth_caution_or_conditional_caution": "out_of_court",
        "pre_court": "diversion",
        "prevention": "prevention",
        "other": "bail_support",
    }
    for name, kind in kinds.items():
        _, ehc_plan, sen_support, not_recorded = printed[name]
        needs = ["ehc_plan"] * ehc_plan + ["sen_support"] * sen_support + [""] * not_recorded
        for number, need in enumerate(needs):
            child = f"open-{kind}-{number:02}"
            _child(rows, child)
            known = {"child_ref": child, "started_on": "2019-04-02", "recorded_on": "2019-04-03"}
            rows["interventions"].append({"intervention_ref": f"i-{child}", "kind": kind, **known})
            if need:
                rows["statuses"].append({"status": need, **known})


def write(rows: Rows, folder: Path) -> Path:
    """The rows as a folder of CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in rows.items():
        columns = list(dict.fromkeys(column for line in lines for column in line))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, columns)
            out.writeheader()
            out.writerows(lines)
    return folder
