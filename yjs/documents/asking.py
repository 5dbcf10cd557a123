"""The forms that ask for figures: which days, as known when, split how, set against which earlier day."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms

from yjs.measures.measure import Measure
from yjs.measures.periods import Period, day_in_words, today


DAY_FORMS = ["%d/%m/%Y", "%Y-%m-%d"]
NO_SUCH_DAY = {"invalid": "This is not a day. Write it as 31/3/2019."}


class Question(forms.Form):
    """Which figure: for which days, as known when, split how."""

    period = forms.CharField(label="Period", help_text="For example 2018/19, 2018Q4, 2018 or 2018-04-01..2019-03-31.")
    as_at = forms.DateField(
        label="As known at the end of",
        required=False,
        help_text="For example 31/3/2019. Leave it empty for now.",
        input_formats=DAY_FORMS,
        error_messages=NO_SUCH_DAY,
    )
    by = forms.ChoiceField(label="Split by", required=False)

    def __init__(self, *args: Any, measure: type[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = cast(forms.ChoiceField, self.fields["by"])
        by.choices = [("", "Nothing"), *((b.slug, b.title) for b in measure.breakdowns)]

    def clean_period(self) -> Period:
        try:
            period = Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if period.start > today():
            raise forms.ValidationError("This period has not begun. Give one that has.")
        return period

    def clean_as_at(self) -> dt.date | None:
        return not_to_come(self.cleaned_data["as_at"])


class AnotherDay(forms.Form):
    """A day as at which to see a document."""

    as_at = forms.DateField(
        label="As known at the end of",
        help_text="For example 31/3/2019.",
        input_formats=DAY_FORMS,
        error_messages=NO_SUCH_DAY,
    )

    def clean_as_at(self) -> dt.date | None:
        return not_to_come(self.cleaned_data["as_at"])


class Earlier(forms.Form):
    """An earlier day to set a figure against."""

    then = forms.DateField(
        label="Set it against what was known at the end of",
        help_text="For example 31/3/2019.",
        input_formats=DAY_FORMS,
        error_messages=NO_SUCH_DAY,
    )

    def __init__(self, *args: Any, than: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.than = than

    def clean_then(self) -> dt.date:
        day = cast(dt.date, not_to_come(self.cleaned_data["then"]))
        if day >= self.than:
            raise forms.ValidationError(f"Give a day before {day_in_words(self.than)}, the day of this figure.")
        return day


def not_to_come(day: dt.date | None) -> dt.date | None:
    """The day, if there is one and it has come."""
    if day and day > today():
        raise forms.ValidationError("This day has not come yet. Give today or an earlier day.")
    return day
