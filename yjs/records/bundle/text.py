"""Reading a CSV file: which encoding, which separator, and its rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterator
from typing import BinaryIO

from yjs.records.bundle import limits
from yjs.records.bundle.problems import Unreadable, problem
from yjs.records.bundle.sheets import Counter, Sheet, fill


SEPARATORS = ",;\t"
CHUNK = 1024 * 1024
# What other kinds of file begin with.
NOT_TEXT = {
    b"PK\x03\x04": "a zip or a workbook",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a packed file",
}
# Beyond ASCII, and not one of the stand-ins for a byte that could not be read.
A_TRUE_LETTER = re.compile("[^\x00-\x7f\ud800-\udfff]")
SAVE_AS_UTF_8 = "Save it again as CSV UTF-8."


def read_csv(name: str, file: BinaryIO, known: Collection[str], counter: Counter) -> Sheet:
    """The table in a CSV file; `known` are the columns it may have, by which its separator is recognised."""
    sheet = Sheet(name)
    try:
        encoding = _encoding(file)
        if encoding == "cp1252":
            said = f"This file is not UTF-8 and was read as Windows-1252. Check names with accents, or: {SAVE_AS_UTF_8}"
            sheet.problems.append(problem(name, said, is_error=False))
        file.seek(0)
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        try:
            separator = _separator(text.readline(limits.LINE), known)
            text.seek(0)
            fill(sheet, _rows(text, separator, sheet), counter)
        finally:
            text.detach()
    except Unreadable as why:
        sheet.cannot_be_read(why)
    return sheet


def _encoding(file: BinaryIO) -> str:
    """The encoding in which every byte of a file can be read; nothing is ever replaced."""
    file.seek(0)
    start = file.read(4)
    for begins, what in NOT_TEXT.items():
        if start.startswith(begins):
            raise Unreadable(f"This is {what}, not a CSV file. {SAVE_AS_UTF_8}")
    if start in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise Unreadable(f"This file is UTF-32, which is not read. {SAVE_AS_UTF_8}")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _decodes(file, "utf-16"):
            return "utf-16"
        raise Unreadable(f"This file says it is UTF-16, and is not. {SAVE_AS_UTF_8}")
    if any(b"\0" in chunk for chunk in _chunks(file)):
        raise Unreadable(f"This file is not text, or is UTF-16 that does not say so. {SAVE_AS_UTF_8}")
    if _decodes(file, "utf-8-sig"):
        return "utf-8-sig"
    if _is_partly_utf_8(file):
        raise Unreadable(f"Part of this file is UTF-8 and part is not. {SAVE_AS_UTF_8}")
    if _decodes(file, "cp1252"):
        return "cp1252"
    raise Unreadable(f"The encoding of this file is not one that is read. {SAVE_AS_UTF_8}")


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_partly_utf_8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    return any(A_TRUE_LETTER.search(decoder.decode(chunk)) for chunk in _chunks(file))


def _separator(first_line: str, known: Collection[str]) -> str:
    """The separator that finds the most known columns in the header."""

    def found(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first_line.rstrip("\r\n")], delimiter=separator), [])
        return len({plain(cell) for cell in cells} & set(known)), len(cells)

    try:
        return max(SEPARATORS, key=found)
    except csv.Error as error:
        raise Unreadable("The header cannot be read. Check its quotation marks.", row=1) from error


def plain(header: str) -> str:
    """A column's name however it was typed: Child Ref is child_ref."""
    return "_".join(header.replace("-", " ").casefold().split())


def _rows(text: io.TextIOWrapper, separator: str, sheet: Sheet) -> Iterator[list[str]]:
    taken: list[str] = []
    reader = csv.reader(_lines(text, taken), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            yield cells
            number += 1
            taken.clear()
    except (csv.Error, _EndlessLine) as error:
        raise _broken(error, sheet, number, "".join(taken), separator) from error


class _EndlessLine(Exception):
    """A line longer than any row could be."""


def _lines(text: io.TextIOWrapper, taken: list[str]) -> Iterator[str]:
    while line := text.readline(limits.LINE):
        taken.append(line)
        if len(line) == limits.LINE and not line.endswith(("\r", "\n")):
            raise _EndlessLine
        yield line


def _broken(error: Exception, sheet: Sheet, number: int, taken: str, separator: str) -> Unreadable:
    """What is wrong with a row that the CSV format does not allow, and in which of its columns."""
    if isinstance(error, _EndlessLine) or "limit" in str(error):
        said = (
            f"This cell is longer than the {limits.CELL:,} characters a cell may hold. Shorten it; "
            "or close the quotation mark that was opened here."
        )
    elif "unexpected end" in str(error):
        said = "A quotation mark is opened here and never closed. Close it, or leave it out."
    else:
        said = "Something follows a closing quotation mark. Write a quotation mark inside a cell twice."
    begins, place = 0, 0
    whole_cell = re.compile(rf'(?:"(?:[^"]|"")*"|(?!")[^{separator}\r\n]*){separator}')
    while cell := whole_cell.match(taken, begins, begins + 2 * limits.CELL):
        begins, place = cell.end(), place + 1
    column = sheet.header[place] if place < len(sheet.header) else ""
    return Unreadable(said, row=number, column=column, value=taken[begins:])
