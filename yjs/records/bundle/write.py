"""Writing the service's records as a case bundle: the same records, the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from yjs.records.book import Book, known_versions
from yjs.records.bundle.check import open_to
from yjs.records.bundle.column import Column, Reference, References
from yjs.records.bundle.columns import columns_of
from yjs.records.bundle.values import Amount, Day, Whole
from yjs.records.moment import one_moment
from yjs.records.record import Record, record_classes, today
from yjs.records.subjects import in_log


# Zips and workbooks carry dates; one that is always the same keeps the bytes the same.
ALWAYS = (1980, 1, 1, 0, 0, 0)
SAVED_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
LIKE_AN_ESCAPE = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
DIGITS_OF_A_NUMBER = 15


@dataclass(frozen=True)
class Page:
    """One file of an export: its columns, and the values of its rows in the order of their keys."""

    model: type[Record]
    columns: tuple[Column, ...]
    rows: list[list[Any]]
    # The records' numbers here, in the order of the rows.
    numbers: list[int]

    @property
    def name(self) -> str:
        return self.model.bundle_file

    def texts(self) -> Iterator[list[str]]:
        yield [column.name for column in self.columns]
        for row in self.rows:
            yield [column.write(value) for column, value in zip(self.columns, row, strict=True)]


@dataclass(frozen=True)
class Export:
    """Every record of the service as the pages of a case bundle."""

    pages: list[Page]

    @classmethod
    def read(cls, as_at: dt.date | None = None, by: Any = None) -> Export:
        """The records as they are saved, or as they were known at the end of a day: those that a person may see."""
        refs: dict[type[Record], dict[int, str]] = {}
        with one_moment():
            return cls([_page(model, as_at, refs) for model in open_to(by).values()])

    @property
    def whom(self) -> list[str]:
        """Whom it tells of, as the log of access names them."""
        about = (page for page in self.pages if page.model.logged_as)
        return [
            in_log(page.model, number, row[0])
            for page in about
            for number, row in zip(page.numbers, page.rows, strict=True)
        ]

    @staticmethod
    def cannot_carry(by: Any) -> list[tuple[str, str]]:
        """What a bundle has no place for of the records that a person may see: by kind, the facts or all of it."""
        kinds = [kind for kind in record_classes() if by.may(kind.seen_with)]
        part = {
            kind: ", ".join(str(f.verbose_name) for f in kind._meta.concrete_fields if f.name in kind.not_in_bundle)
            for kind in kinds
            if kind.bundle_file and kind.not_in_bundle
        }
        whole = {kind: "all of them" for kind in kinds if not kind.bundle_file}
        return [(str(kind._meta.verbose_name_plural).capitalize(), said) for kind, said in (part | whole).items()]

    def referred_but_left_out(self) -> list[str]:
        """References to records that were not known yet on the day: an import would ask for them."""
        own = {page.model: {row[0] for row in page.rows} for page in self.pages}
        found: dict[str, None] = {}
        for page in self.pages:
            for place, column in enumerate(page.columns):
                if isinstance(column, Reference | References) and not column.is_key:
                    for row in page.rows:
                        for ref in row[place] if isinstance(row[place], list) else [row[place]]:
                            if ref and ref not in own[column.target]:
                                found[f"{column.name} {ref}"] = None
        return list(found)

    def in_words(self) -> str:
        return "; ".join(f"{page.name} {len(page.rows)}" for page in self.pages)

    def as_zip(self) -> bytes:
        kept = io.BytesIO()
        with ZipFile(kept, "w") as packed:
            for page in self.pages:
                _add(packed, page.name, _csv(page))
        return kept.getvalue()

    def as_xlsx(self) -> bytes:
        made, kept = io.BytesIO(), io.BytesIO()
        workbook = Workbook(write_only=True)
        for page in self.pages:
            _add_sheet(workbook, page)
        workbook.save(made)
        with ZipFile(made) as opened, ZipFile(kept, "w") as packed:
            for info in opened.infolist():
                _add(packed, info.filename, SAVED_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", opened.read(info)))
        return kept.getvalue()

    def write(self, path: Path) -> None:
        """A folder, or by its ending a zip or a workbook. A file is replaced when the new one is whole."""
        if path.suffix.casefold() == ".zip":
            _replace(path, self.as_zip())
        elif path.suffix.casefold() == ".xlsx":
            _replace(path, self.as_xlsx())
        else:
            path.mkdir(parents=True, exist_ok=True)
            for page in self.pages:
                _replace(path / page.name, _csv(page))


def _page(model: type[Record], as_at: dt.date | None, refs: dict[type[Record], dict[int, str]]) -> Page:
    columns = columns_of(model)
    names = ["id", *(column.field.attname for column in columns)]
    if as_at is None or as_at >= today():
        found: Iterable[tuple] = model._default_manager.values_list(*names)
    else:
        found = known_versions(model, Book.at(as_at).as_at, names)
    ids, rows = [], []
    for pk, *values in found:
        ids.append(pk)
        rows.append(values)
    for place, column in enumerate(columns):
        if isinstance(column, Reference) and column.field.is_relation:
            _name(rows, place, column.target, refs)
    _leave_out_days_to_come(rows)
    if model.key == ("ref",):
        refs[model] = {pk: row[0] for pk, row in zip(ids, rows, strict=True)}
    keys = [place for place, column in enumerate(columns) if column.is_key]
    numbered = sorted(
        zip(ids, rows, strict=True), key=lambda one: [columns[place].write(one[1][place]) for place in keys]
    )
    return Page(model, columns, [row for _, row in numbered], [number for number, _ in numbered])


def _name(rows: list[list[Any]], place: int, model: type[Record], refs: dict[type[Record], dict[int, str]]) -> None:
    """Put references in the place of ids."""
    known = refs[model]
    missing = {row[place] for row in rows} - known.keys() - {None}
    if missing:
        # Spoken of before it was known itself, or removed since: its reference is still what was said.
        versions = model.history.model.objects.filter(id__in=missing).order_by("history_id")
        known.update(versions.values_list("id", "ref"))
    for row in rows:
        row[place] = known[row[place]] if row[place] is not None else ""


def _leave_out_days_to_come(rows: list[list[Any]]) -> None:
    """An estimate for a year to come counts as known from its middle; said as a past fact, it would be refused."""
    now = today()
    for row in rows:
        if row[-1] > now:
            row[-1] = None


def _csv(page: Page) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(page.texts())
    return text.getvalue().encode()


def _add(packed: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, ALWAYS)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    packed.writestr(info, content)


def _add_sheet(workbook: Workbook, page: Page) -> None:
    sheet = workbook.create_sheet(page.name.removesuffix(".csv"))
    sheet.freeze_panes = "A2"
    texts = page.texts()
    sheet.append(next(texts))
    is_plain = [isinstance(column, Day | Whole | Amount) for column in page.columns]
    for row, values in zip(texts, page.rows, strict=True):
        sheet.append(
            [
                _plain(value, text) if plain else _text(sheet, text)
                for plain, value, text in zip(is_plain, values, row, strict=True)
            ]
        )


def _plain(value: Any, text: str) -> Any:
    """A date or a number as the workbook's own, where it can hold it exactly."""
    return value if len(text) <= DIGITS_OF_A_NUMBER else text


def _text(sheet: Any, text: str) -> Any:
    escaped = LIKE_AN_ESCAPE.sub("_x005F_x", text) if "_x" in text else text
    if escaped.startswith("#"):
        # The library would take #N/A for an error.
        cell = WriteOnlyCell(sheet, escaped)
        cell.data_type = "s"
        return cell
    return escaped or None


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, delete=False) as kept:
        kept.write(content)
    os.replace(kept.name, path)
