"""What people ask of the pages about cohorts, and the Ministry's figure as they type it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms

from disposals.breakdowns import AGE_GROUP, ETHNICITY, OFFENCE, SEX
from reoffending.models import Projection
from yjs.measures.breakdown import Breakdown
from yjs.measures.models import Comparator
from yjs.measures.periods import Period
from yjs.measures.spellings import read_period
from yjs.measures.units import percent
from yjs.records.forms import RecordForm


NARROWED_BY: tuple[Breakdown, ...] = (AGE_GROUP, SEX, ETHNICITY, OFFENCE)


class NarrowForm(forms.Form):
    """Which children: of which groups, each a choice of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in NARROWED_BY:
            groups = list({**each.groups, **each.also}.items())
            self.fields[each.slug] = forms.ChoiceField(label=each.title, required=False, choices=[("", "All"), *groups])

    @property
    def within(self) -> list[tuple[Breakdown, str]]:
        """The groups chosen."""
        return [(each, code) for each in NARROWED_BY if (code := self.cleaned_data.get(each.slug))]


class ByRule(forms.Form):
    """By which rule the cohorts were opened."""

    rule = forms.ChoiceField(choices=Projection.Rule.choices, required=False)

    @property
    def chosen(self) -> str:
        """The rule asked for; that of the national measure where none is, or none there is."""
        return self.is_valid() and self.cleaned_data["rule"] or Projection.Rule.SUBSTANTIVE.value


class OfficialForm(RecordForm):
    """The Ministry's figure for a cohort, as it was printed."""

    class Meta(RecordForm.Meta):
        model = Comparator
        fields: ClassVar = ("period", "value", "numerator", "denominator", "source", "published_on")
        labels: ClassVar = {
            "period": "Cohort",
            "value": "Binary reoffending rate, %",
            "numerator": "Children who reoffended",
            "denominator": "Children in the cohort",
            "source": "Where it was published",
            "published_on": "Published on",
        }
        help_texts: ClassVar = {
            "period": "The days in which children entered it: for example April to June 2023, or 2022/23.",
            "value": "As it was printed, for example 31.6.",
            "source": "For example: Proven reoffending statistics, April to June 2023, Ministry of Justice.",
            "published_on": "For example 24/4/2025.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "published_on"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"{self.fields[name].label} is needed."
        for name in ("value", "numerator", "denominator"):
            if isinstance(kept := self.initial.get(name), Decimal):
                self.initial[name] = _as_printed(kept)

    def clean_period(self) -> str:
        """The cohort in the one form it is known by, so that it is entered once."""
        try:
            return read_period(self.cleaned_data["period"]).text
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        if not 0 <= value <= 100:
            raise forms.ValidationError("A rate lies between 0 and 100. Give it as it was printed.")
        return value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        value, part, whole = (cleaned.get(name) for name in ("value", "numerator", "denominator"))
        for name in ("numerator", "denominator"):
            number = cleaned.get(name)
            if number is not None and (number < 0 or number != int(number)):
                self.add_error(name, "This is a number of children. Give a whole number.")
        if (part is None) != (whole is None):
            self.add_error("numerator" if part is None else "denominator", "Give both numbers of children, or neither.")
        elif part is not None and whole is not None and not self.errors:
            self._check(cast(Decimal, value), part, whole)
        period, published = cleaned.get("period"), cleaned.get("published_on")
        if period and published and published <= Period.parse(period).end:
            self.add_error("published_on", "This is before the cohort ended. Check both dates.")
        return cleaned

    def _check(self, value: Decimal, part: Decimal, whole: Decimal) -> None:
        if part > whole:
            self.add_error("numerator", "More children reoffended than there are in the cohort. Check both numbers.")
            return
        rate = percent.value(float(part), float(whole))
        # Printed with one decimal or with none.
        if rate is None or abs(rate - float(value)) > (0.5 if value == int(value) else 0.05) + 1e-9:
            self.add_error("value", f"{part:g} of {whole:g} is {percent.show(rate)}. Check the three numbers.")


def _as_printed(number: Decimal) -> str:
    return f"{number.normalize():f}"
