"""Choosing a period on a page: the usual ones to choose from, and any other in the words of the pages or by its days."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms
from django.template.loader import render_to_string

from yjs.measures.periods import Period, financial_year_of, quarter_of, today, year_to
from yjs.measures.spellings import as_usual, read_period
from yjs.records.fields import DayField


NOT_BEGUN = "This period has not begun. Give one that has."
# The parts of the answer by what follows the field's name: what was chosen, what was written, and two days.
PARTS = ("", "_other", "_from", "_to")
Choices = list[tuple[str, str]]


def not_begun(period: Period) -> str:
    """Why there is nothing to be seen of a period yet; empty where there is."""
    return NOT_BEGUN if period.start > today() else ""


def parts_of(name: str) -> list[str]:
    """The names under which an address carries the answer to a field of this name."""
    return [f"{name}{part}" for part in PARTS]


def offered() -> list[tuple[str, Choices]]:
    """The periods that are mostly asked for, the latest first."""
    year, running = financial_year_of(today()), quarter_of(today())
    quarters = [running]
    while len(quarters) < 9:
        quarters.append(quarter_of(quarters[-1].start - dt.timedelta(days=1)))
    # The year that ends with March is the financial year.
    rolling = [year_to(each.end) for each in quarters[1:] if each.end.month != 3]
    return [
        ("Financial years", [_choice(each, year) for each in reversed(year.years(7))]),
        ("Quarters", [_choice(each, running) for each in quarters]),
        ("Years ending with a quarter", [_choice(each) for each in rolling]),
    ]


def _choice(period: Period, running: Period | None = None) -> tuple[str, str]:
    return period.text, f"{period.label} so far" if period == running else period.label


class PeriodChoice(forms.MultiWidget):
    """A list to choose from, and under it a box and two days for any other period."""

    template_name = "documents/period_choice.html"

    def __init__(self, attrs: Any = None) -> None:
        typed = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(
            {"": forms.Select(), "other": typed, "from": forms.TextInput(), "to": forms.TextInput()}, attrs
        )

    def use_required_attribute(self, initial: Any) -> bool:
        # Any one of the parts will do.
        return False

    def decompress(self, value: Any) -> list[str]:
        return [value.text if isinstance(value, Period) else value or "", "", "", ""]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        groups = offered()
        chosen, other, *days = value if isinstance(value, list) else self.decompress(value)
        if chosen and chosen not in {code for _, choices in groups for code, _ in choices}:
            chosen, other = "", other or _as_people_write(chosen)
        cast(forms.Select, self.widgets[0]).choices = [("", "Choose a period"), *groups]
        given = super().get_context(name, [chosen, other, *days], attrs)
        choose, written, first, last = given["widget"]["subwidgets"]
        days_named = [("First day", first), ("Last day", last)]
        shown = {"choose": choose, "written": written, "days": days_named, "is_other": any([other, *days])}
        return given | shown | {"is_wrong": "--error" in (attrs or {}).get("class", "")}

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> Any:
        # It stands among the templates of the pages, which the renderer of forms does not look through.
        return render_to_string(template_name, context)


def _as_people_write(text: str) -> str:
    try:
        return read_period(text).label
    except ValueError:
        return text


class PeriodField(forms.Field):
    """A period that has begun: chosen, or written as the pages write it, or given by its first and last day."""

    widget = PeriodChoice
    default_error_messages: ClassVar = {
        "required": "Choose a period, or write another.",
        "two_days": "Give the first day and the last.",
    }

    def clean(self, value: Any) -> Period | None:
        chosen, other, first, last = ((part or "").strip() for part in value or [""] * len(PARTS))
        period = self._between(first, last) if first or last else _read(other or chosen)
        if period is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], "required")
        if period and (why := not_begun(period)):
            raise forms.ValidationError(why, "not_begun")
        return period

    def _between(self, first: str, last: str) -> Period:
        if not (first and last):
            raise forms.ValidationError(self.error_messages["two_days"], "two_days")
        start, end = (cast(dt.date, DayField().clean(day)) for day in (first, last))
        try:
            return as_usual(start, end)
        except ValueError:
            raise forms.ValidationError("The last day is before the first.", "two_days") from None


def _read(text: str) -> Period | None:
    if not text:
        return None
    try:
        return read_period(text)
    except ValueError as error:
        raise forms.ValidationError(str(error), "invalid") from error
