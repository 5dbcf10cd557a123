"""Opening a case bundle: a folder or a zip of CSV files, or a workbook, within the limits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from yjs.records.bundle import limits
from yjs.records.bundle.archives import archive, base_name, members, unpack
from yjs.records.bundle.problems import Problem, Refused, problem
from yjs.records.bundle.sheets import Counter, Sheet
from yjs.records.bundle.text import read_csv
from yjs.records.bundle.workbook import read_workbook


# Every file a bundle may have, in the order they are written.
NAMES = (
    "children.csv",
    "statuses.csv",
    "offences.csv",
    "disposals.csv",
    "interventions.csv",
    "contacts.csv",
    "group_sessions.csv",
    "victims.csv",
    "victim_contacts.csv",
    "restorative_processes.csv",
    "reparation.csv",
    "reparation_sessions.csv",
    "remands.csv",
    "population.csv",
    "comparators.csv",
    "contributions.csv",
    "actions.csv",
    "board_members.csv",
    "board_attendance.csv",
)
FORMS = "a folder or a .zip of CSV files, or one .xlsx workbook"
CURES = {
    ".xlsm": "A workbook with macros is refused. Save it as .xlsx.",
    ".xltm": "A workbook with macros is refused. Save it as .xlsx.",
    ".xlsb": "This kind of workbook is not read. Save it as .xlsx.",
    ".xls": "This is an old kind of workbook. Save it as .xlsx.",
    ".ods": "This kind of workbook is not read. Save it as .xlsx.",
    ".csv": "A bundle is not one CSV file. Put it into a folder or a .zip together with children.csv.",
}
ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xls", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")


@dataclass
class Bundle:
    """What was opened: the tables by the names of their files, and what is wrong with the bundle as a whole."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_refused: bool = False

    def rows(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets.values())


def open_bundle(path: Path, columns: Mapping[str, Collection[str]]) -> Bundle:
    """Read every table of a bundle. `columns` are those each file that the service takes may have."""
    bundle = Bundle()
    try:
        for sheet in _sheets(path, columns, bundle):
            if sheet.name in bundle.sheets:
                raise Refused("There are two files of this name. Leave one.", file=sheet.name)
            bundle.sheets[sheet.name] = sheet
        if "children.csv" not in bundle.sheets:
            raise Refused("It is missing, and every bundle has one. A header alone is enough.", file="children.csv")
    except Refused as refusal:
        bundle.problems.append(refusal.problem)
        bundle.sheets.clear()
        bundle.is_refused = True
    bundle.sheets = {name: bundle.sheets[name] for name in NAMES if name in bundle.sheets}
    return bundle


def _sheets(path: Path, columns: Mapping[str, Collection[str]], bundle: Bundle) -> Iterator[Sheet]:
    counter = Counter()
    if path.suffix.casefold() == ".xlsx" and path.is_file():
        for sheet in read_workbook(path, counter):
            if _is_of_a_bundle(sheet.name, sheet.name.removesuffix(".csv"), bundle):
                yield sheet
        return
    if path.is_dir():
        for entry in sorted(entry for entry in path.iterdir() if not entry.is_file()):
            bundle.problems.append(problem(entry.name, "This is not a file and is left out.", is_error=False))
    for name, file in _members(path):
        with closing(file):
            lower = name.casefold()
            if lower.endswith(ARCHIVES):
                raise Refused(
                    "A packed file or workbook inside a bundle is not opened. Put in the CSV files.", file=name
                )
            if _is_of_a_bundle(lower, name, bundle):
                yield read_csv(lower, file, columns.get(lower, ()), counter)


def _is_of_a_bundle(name: str, shown: str, bundle: Bundle) -> bool:
    if name in NAMES:
        return True
    said = "This is not a file of a bundle and is left out. Check its name if it should be one."
    bundle.problems.append(problem(shown, said, is_error=False))
    return False


def _members(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    if path.is_dir():
        yield from _in_folder(path)
    elif path.suffix.casefold() == ".zip":
        with archive(path, limits.FILES) as opened:
            for info in members(opened):
                yield base_name(info), unpack(opened, info)
    else:
        raise Refused(CURES.get(path.suffix.casefold(), f"This is not a bundle. A bundle is {FORMS}."))


def _in_folder(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    files = sorted(entry for entry in path.iterdir() if entry.is_file())
    if len(files) > limits.FILES:
        raise Refused(f"There are more than {limits.FILES} files in it. Take out those that are not part of a bundle.")
    if sum(entry.stat().st_size for entry in files) > limits.UNPACKED:
        raise Refused(f"It holds more than {limits.UNPACKED // 2**20} MB. Divide it into several bundles.")
    for entry in files:
        yield entry.name, entry.open("rb")
