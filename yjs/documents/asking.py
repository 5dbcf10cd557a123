"""The forms that ask for figures: which days, as known when, split how, set against which earlier day."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms

from yjs.documents.choosing import PeriodField
from yjs.measures.measure import Measure
from yjs.measures.periods import FIRST_YEAR, day_in_words, today
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


class Moment(DayOfKnowing):
    """A day as at which to see what was known, or `now`."""

    def to_python(self, value: Any) -> dt.date | None:
        return today() if str(value).strip().lower() in ("now", "today") else super().to_python(value)


class Question(forms.Form):
    """Which figure: for which days, as known when, split how."""

    period = PeriodField(label="Period")
    as_at = DayOfKnowing(
        label="As known at the end of", required=False, help_text="For example 31/3/2019. Leave it empty for now."
    )
    by = forms.ChoiceField(label="Split by", required=False)

    def __init__(self, *args: Any, measure: type[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by = cast(forms.ChoiceField, self.fields["by"])
        by.choices = [("", "Nothing"), *((b.slug, b.title) for b in measure.breakdowns)]


class AnotherDay(forms.Form):
    """A day as at which to see a document."""

    as_at = DayOfKnowing(label="As known at the end of")


class OtherMoment(forms.Form):
    """An earlier or a later day to set a figure against."""

    then = Moment(
        label="Set it against what was known at the end of", help_text="For example 31/3/2019, or now. Before or after."
    )

    def __init__(self, *args: Any, than: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.than = than

    def clean_then(self) -> dt.date:
        day: dt.date = self.cleaned_data["then"]
        if day == self.than:
            raise forms.ValidationError(f"Give another day than {day_in_words(self.than)}, the day of this figure.")
        return day
