"""Small case bundles to bring in, and what became of them."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from yjs.records.bundle import Export, Report, check_bundle, report_on, store
from yjs.records.record import record_classes


SAM = "child_ref,first_name,last_name,date_of_birth\nC1,Sam,Smith,2004-05-06\n"
OFFENCE = "offence_ref,child_ref,committed_on,seriousness\nO1,C1,2018-04-25,3\n"
DISPOSAL = "disposal_ref,child_ref,kind,imposed_on,offence_refs,residence\nD1,C1,youth_caution,2018-05-25,O1,local\n"


def folder(path: Path, children: str | bytes | None = SAM, **files: str | bytes) -> Path:
    """A bundle in a folder: `folder(tmp_path, offences="offence_ref,...")`."""
    place = path / "bundle"
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    given = files if children is None else {"children": children, **files}
    for name, content in given.items():
        data = content if isinstance(content, bytes) else content.encode()
        (place / f"{name}.csv").write_bytes(data)
    return place


def zipped(path: Path, files: dict[str, str | bytes], name: str = "bundle.zip") -> Path:
    with ZipFile(path / name, "w", ZIP_DEFLATED) as packed:
        for member, content in files.items():
            packed.writestr(member, content)
    return path / name


def workbook(path: Path, **sheets: Iterable[Iterable[Any]]) -> Path:
    """A bundle in a workbook, each sheet given as rows of values."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path / "bundle.xlsx")
    return path / "bundle.xlsx"


def brought_in(path: Path, **options: Any) -> Report:
    return store(check_bundle(path), by=None, **options)


def checked(path: Path) -> Report:
    return report_on(check_bundle(path))


def refused(path: Path) -> Report:
    """The report on a bundle of which nothing was stored."""
    before = saved()
    report = brought_in(path)
    assert not report.is_accepted
    assert report.problems
    assert all(counts.stored == 0 for counts in report.files.values())
    assert saved() == before
    return report


def errors(report: Report) -> list[tuple[str, int | None, str]]:
    return [(found.file, found.row, found.column) for found in report.problems if found.is_error]


def warnings(report: Report) -> list[tuple[str, int | None, str]]:
    return [(found.file, found.row, found.column) for found in report.problems if not found.is_error]


def messages(report: Report) -> str:
    return "\n".join(found.message for found in report.problems)


def saved() -> dict[str, tuple[int, int]]:
    """How many records and versions there are of each kind."""
    return {model._meta.model_name: (model.objects.count(), model.history.count()) for model in record_classes()}


def exported() -> dict[str, list[dict[str, str]]]:
    """What an export holds, file by file."""
    found = {}
    with ZipFile(io.BytesIO(Export.read().as_zip())) as opened:
        for name in opened.namelist():
            found[name.removesuffix(".csv")] = list(csv.DictReader(io.StringIO(opened.read(name).decode(), newline="")))
    return found
