"""The forms that ask for figures: which days, as known when, split how, set against which earlier day."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms

from yjs.measures.measure import Measure
from yjs.measures.periods import FIRST_YEAR, Period, day_in_words, today
from yjs.records.fields import DayField


class DayOfKnowing(DayField):
    """A day as at which to see what was known: one that has come."""

    default_error_messages: ClassVar = {
        "invalid": "This is not a day. Write it as 31/3/2019.",
        "to_come": "This day has not come yet. Give today or an earlier day.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "For example 31/3/2019.", **kwargs})

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day and day > today():
            raise forms.ValidationError(self.error_messages["to_come"], "to_come")
        if day and day.year < FIRST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return day


class Question(forms.Form):
    """Which figure: for which days, as known when, split how."""

    period = forms.CharField(label="Period", help_text="For example 2018/19, 2018Q4, 2018 or 2018-04-01..2019-03-31.")
    as_at = DayOfKnowing(
        label="As known at the end of", required=False, help_text="For example 31/3/2019. Leave it empty for now."
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


class AnotherDay(forms.Form):
    """A day as at which to see a document."""

    as_at = DayOfKnowing(label="As known at the end of")


class Earlier(forms.Form):
    """An earlier day to set a figure against."""

    then = DayOfKnowing(label="Set it against what was known at the end of")

    def __init__(self, *args: Any, than: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.than = than

    def clean_then(self) -> dt.date:
        day: dt.date = self.cleaned_data["then"]
        if day >= self.than:
            raise forms.ValidationError(f"Give a day before {day_in_words(self.than)}, the day of this figure.")
        return day
