"""The ways figures about victims, processes and reparation are split."""

from __future__ import annotations

from typing import Any

from pandas import DataFrame

from restorative.models import Form, RestorativeProcess, VictimKind
from yjs.measures.breakdown import NOT_RECORDED, UNKNOWN, Breakdown
from yjs.records.book import Book


def _column(name: str) -> Any:
    def of(book: Book, rows: DataFrame) -> Any:
        return rows[name].where(rows[name] != "", NOT_RECORDED)

    return of


def _is_child(book: Book, rows: DataFrame) -> Any:
    return rows["is_child"].map({True: "child", False: "adult"}).astype("object").fillna(NOT_RECORDED)


def _form(book: Book, rows: DataFrame) -> Any:
    return rows["form"].where(rows["form"].isin(Form.values), "other").where(rows["form"] != "", NOT_RECORDED)


VICTIM_KIND = Breakdown("victim", "Who was harmed", _column("kind"), dict(VictimKind.choices), UNKNOWN)
VICTIM_AGE = Breakdown(
    "victim-age", "Age of the victim", _is_child, {"child": "Under 18", "adult": "18 and over"}, UNKNOWN
)
PROCESS_KIND = Breakdown("kind", "Kind of process", _column("kind"), dict(RestorativeProcess.Kind.choices))
FORM = Breakdown("form", "Form of the process", _form, dict(Form.choices), {"other": "Another form"} | UNKNOWN)
VICTIM_BREAKDOWNS = (VICTIM_KIND, VICTIM_AGE)
