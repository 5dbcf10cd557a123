"""A day as people type it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any, ClassVar

from django import forms


DAY = "%d/%m/%Y"
# A day written in numbers is day, month, year, whatever stands between them; only a year of four digits starts it.
DAYS_AS_TYPED = [DAY, "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%Y-%m-%d"]
_IN_NUMBERS = re.compile(r"(\d{1,2})([/. -])(\d{1,2})\2(\d{2}|\d{4})")


class DayField(forms.DateField):
    """A day as people type it: 27/3/2019 or 2019-03-27, and never guessed from anything else."""

    default_error_messages: ClassVar = {"invalid": "Write the day as day, month and year: 27/3/2019."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.DateInput(format=DAY, attrs={"class": "govuk-input--width-10"})
        super().__init__(input_formats=DAYS_AS_TYPED, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            if said := what_is_amiss(str(value).strip()):
                raise forms.ValidationError(said, code="invalid") from None
            raise


def what_is_amiss(text: str) -> str:
    """Why a day written in numbers is none: a year cut short, or a day that month does not have."""
    found = _IN_NUMBERS.fullmatch(text)
    if found is None:
        return ""
    day, month, year = int(found[1]), int(found[3]), found[4]
    if len(year) == 2:
        return "Give the year in four figures."
    if 1 <= month <= 12:
        return f"There is no {day} {calendar.month_name[month]} {year}."
    return ""
