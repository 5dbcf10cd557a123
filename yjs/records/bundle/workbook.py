"""Reading a workbook: refused where it carries more than values, and every cell as the text it stands for."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils.escape import unescape

from yjs.records.bundle import limits
from yjs.records.bundle.archives import DAMAGED, archive, members, read
from yjs.records.bundle.marks import ExcelDay, Mark
from yjs.records.bundle.problems import Refused, Unreadable, problem
from yjs.records.bundle.sheets import Counter, Sheet, fill


UNWANTED_PARTS = {
    "vbaproject": "macros",
    "macrosheets/": "macros",
    "dialogsheets/": "macros",
    "activex/": "controls",
    "embeddings/": "other files inside it",
    "externallinks/": "links to other files",
    "connections.xml": "links to other data",
    "querytables/": "links to other data",
}
ENTITIES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
LINKS = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
MACROS = re.compile(rb"macroEnabled", re.IGNORECASE)
LONGEST_PATTERN = 64
TAKE_OUT = "Copy the values alone into a new workbook."


def read_workbook(path: Path, counter: Counter) -> list[Sheet]:
    """The sheets of a workbook, each named as the file it stands for."""
    with archive(path, limits.PARTS) as opened:
        for info in members(opened):
            _check_part(opened, info)
    with path.open("rb") as file, warnings.catch_warnings():
        # What the library does not understand of a workbook's looks is nothing to us.
        warnings.simplefilter("ignore")
        try:
            workbook = load_workbook(file, read_only=True, keep_links=False)
        except Exception as error:
            # A malformed workbook makes the library raise almost anything.
            raise Refused(DAMAGED) from error
        if len(workbook.worksheets) > limits.FILES:
            raise Refused(f"There are more than {limits.FILES} sheets in it. Take out those not part of a bundle.")
        return [_read_sheet(sheet, counter) for sheet in workbook.worksheets]


def _check_part(opened: ZipFile, info: ZipInfo) -> None:
    name = info.filename.casefold()
    for part, what in UNWANTED_PARTS.items():
        if part in name:
            raise Refused(f"This workbook has {what}, which are refused. {TAKE_OUT}")
    is_xml = name.endswith((".xml", ".rels", ".vml"))
    end = b""
    for chunk in read(opened, info):
        if not is_xml:
            continue
        # Without the zeros, what is written in UTF-16 reads the same.
        text = end + chunk.replace(b"\0", b"")
        if ENTITIES.search(text):
            raise Refused(f"This workbook defines entities, which are refused. {TAKE_OUT}")
        if name.endswith(".rels") and LINKS.search(text):
            raise Refused(f"This workbook has links out of it, which are refused. {TAKE_OUT}")
        if name == "[content_types].xml" and MACROS.search(text):
            raise Refused(f"This workbook has macros, which are refused. {TAKE_OUT}")
        end = text[-LONGEST_PATTERN:]


def _read_sheet(source: Any, counter: Counter) -> Sheet:
    name = source.title.strip().casefold().removesuffix(".csv") + ".csv"
    sheet = Sheet(name)
    if source.sheet_state != "visible":
        sheet.problems.append(problem(name, "This sheet is hidden. It is read all the same.", is_error=False))
    # What a sheet says of its own size may be wrong.
    source.reset_dimensions()
    try:
        fill(sheet, _rows(source, counter), counter, is_ragged=True)
    except Unreadable as why:
        sheet.cannot_be_read(why)
    except Refused:
        raise
    except Exception as error:
        raise Refused(DAMAGED, file=name) from error
    return sheet


def _rows(source: Any, counter: Counter) -> Iterator[list[str]]:
    for number, cells in enumerate(source.iter_rows(), start=1):
        if len(cells) > limits.COLUMNS:
            counter.wider_by(len(cells) - limits.COLUMNS)
            _refuse_beyond(cells[limits.COLUMNS :], number)
        yield _texts(cells[: limits.COLUMNS])


def _refuse_beyond(cells: Sequence[Any], number: int) -> None:
    """A sheet with a filled cell so far to the right is not read any further. One that is only formatted is nothing."""
    for cell in [cell for cell in cells if cell is not EMPTY_CELL]:
        if _text(cell).strip():
            said = f"Cell {cell.coordinate} is beyond the {limits.COLUMNS} columns that a sheet may have."
            raise Unreadable(f"{said} Clear it, or take out columns that are not needed.", row=number)


def _texts(cells: Sequence[Any]) -> list[str]:
    """A row as far as its last filled cell: those beyond were only formatted."""
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    kind = cell.data_type
    if kind == "s":
        return unescape(value) if "_x" in value else value
    if kind == "f":
        formula = value if isinstance(value, str) else "="
        return Mark(formula, f"Cell {cell.coordinate} is a formula.", "Copy it and paste it as a value.")
    if kind == "e":
        return Mark(str(value), f"Cell {cell.coordinate} shows an error of the spreadsheet.", "Put the value itself.")
    if kind == "b":
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, cell)
    return _day(value, cell)


def _number(value: float, cell: Any) -> str:
    if isinstance(value, int):
        text = str(value)
    elif value.is_integer() and abs(value) < 1e15:
        text = str(int(value))
    else:
        # Fifteen digits is what a spreadsheet shows; the rest is noise of its arithmetic.
        text = f"{Decimal(f'{value:.15g}'):f}" if abs(value) < 1e30 else str(value)
    if "%" in (cell.number_format or ""):
        return Mark(text, "This is formatted as a percentage.", "Format it as a number: 27.5 per cent is 27.5.")
    return text


def _day(value: Any, cell: Any) -> str:
    if isinstance(value, dt.datetime) and value.time() == dt.time.min:
        value = value.date()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return ExcelDay(value.isoformat())
    return Mark(str(value), f"Cell {cell.coordinate} has a time of day.", "Put a date, or text, alone.")
