"""A column of a file: the field it fills, and how its cells are read and written; and columns that name other records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from yjs.records.bundle import limits
from yjs.records.bundle.marks import Mark, Wrong
from yjs.records.cells import as_text, from_text
from yjs.records.record import UNPRINTABLE, Record, record_classes


REF_LENGTH = 64


class Column:
    """A column of text: the field it fills, and how its cells are read and written."""

    empty: Any = ""

    def __init__(self, name: str, field: models.Field, model: type[Record]) -> None:
        self.name = name
        self.field = field
        self.is_key = field.name in model.key
        self.is_required = not (field.blank or field.null) and field.name != "recorded_on"
        self.longest = field.max_length or limits.CELL
        self.rules = [rule for rule in field.validators if not isinstance(rule, MaxLengthValidator)]

    def read_all(self, texts: Sequence[str]) -> tuple[list[Any], dict[str, Wrong]]:
        """The values of a whole column, and what is wrong with which of its texts. Each text is read once."""
        values: dict[str, Any] = {}
        wrong: dict[str, Wrong] = {}
        for text in set(texts):
            try:
                values[text] = self._read_any(text)
            except Wrong as fault:
                values[text] = self.empty if fault.is_error else fault.value
                wrong[text] = fault
        wrong.update(self.wrong_together(values))
        return [values[text] for text in texts], wrong

    def wrong_together(self, values: dict[str, Any]) -> dict[str, Wrong]:
        """What is wrong with a cell only because of the others in its column."""
        return {}

    def _read_any(self, text: str) -> Any:
        if type(text) is not str:
            if isinstance(text, Mark):
                raise text.wrong
            return self.read_day(text)
        text = from_text(text) if text.startswith("'") else text
        if len(text) > limits.CELL:
            raise Wrong(f"This cell holds {len(text):,} characters.", f"Shorten it to {limits.CELL:,} or fewer.")
        if UNPRINTABLE.search(text):
            raise Wrong("This holds a character that cannot be shown: it was damaged on the way.", "Type it again.")
        if not text.strip():
            if self.is_required:
                raise Wrong("This must not be empty.", "Fill it in.")
            return self.empty
        value = self.read(text)
        for rule in self.rules:
            try:
                rule(value)
            except ValidationError as error:
                raise Wrong("This cannot be right.", " ".join(error.messages)) from error
        return value

    def read_day(self, text: str) -> Any:
        raise Wrong(
            "The workbook holds a date here where there should be text.",
            "Set the column's format to Text and type it again.",
        )

    def read(self, text: str) -> Any:
        # A key is compared, so what nobody sees of it does not count.
        text = text.strip() if self.is_key else text
        if len(text) > self.longest:
            raise Wrong(f"This is longer than {self.longest} characters.", "Shorten it.")
        return text

    def write(self, value: Any) -> str:
        """The cell as it is written; not recorded is an empty cell."""
        return as_text(value) if value else ""


class Reference(Column):
    """The key a sender gave a record: its own, or that of the record this one belongs to."""

    def __init__(self, name: str, field: models.Field, model: type[Record]) -> None:
        super().__init__(name, field, model)
        self.target = cast(type[Record], field.related_model or model)
        self.longest = REF_LENGTH
        self.rules = []

    def read(self, text: str) -> str:
        text = text.strip()
        if len(text) > self.longest:
            raise Wrong(f"This reference is longer than {self.longest} characters.", "Shorten it, wherever it stands.")
        if ";" in text and named_in_lists(self.target):
            raise Wrong(
                "A reference that lists name cannot hold a semicolon.", "Leave the semicolon out, wherever it stands."
            )
        return text


class References(Column):
    """Several records' keys in one cell, separated by semicolons."""

    def __init__(self, name: str, field: models.Field, model: type[Record]) -> None:
        super().__init__(name, field, model)
        self.target = next(kind for kind in record_classes() if kind._meta.model_name == name.removesuffix("_refs"))
        self.rules = []

    @property
    def empty(self) -> list[str]:
        return []

    def read(self, text: str) -> list[str]:
        return [ref for part in text.split(";") if (ref := part.strip())]

    def write(self, value: list[str]) -> str:
        return as_text(";".join(value))


@cache
def named_in_lists(model: type[Record]) -> bool:
    """Whether other records name several of this kind in one cell."""
    name = f"{model._meta.model_name}_refs"
    return any(field.name == name for kind in record_classes() for field in kind._meta.concrete_fields)
