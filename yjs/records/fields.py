"""A record's fields as they are typed and chosen: days, yes or no, scores, and what is not recorded."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models

from yjs.people.days import DAY, DayField


__all__ = ["DAY", "NOT_RECORDED", "DayField", "OneOfFewField", "ScoreField", "YesNoField", "as_people_type"]

NOT_RECORDED = "Not recorded"


class OneOfFewField(forms.TypedChoiceField):
    """One of a few answers, kept as something other than the word for it; an empty answer is *not recorded*."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        kept = self.prepare_value(initial)
        return ("" if kept is None else str(kept)) != (data or "")


class YesNoField(OneOfFewField):
    """Yes, no, or not recorded, which is never a no."""

    _words: ClassVar = {True: "yes", False: "no", None: ""}

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {"choices": [("yes", "Yes"), ("no", "No"), ("", NOT_RECORDED)], "widget": forms.RadioSelect}
        super().__init__(coerce=lambda word: word == "yes", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return self._words.get(value, value)


class ScoreField(OneOfFewField):
    """A score from 1 up to the highest there is."""

    def __init__(self, *, highest: int, **kwargs: Any) -> None:
        scores = [("", NOT_RECORDED), *((score, str(score)) for score in range(1, highest + 1))]
        super().__init__(coerce=int, choices=scores, required=False, **kwargs)


def as_people_type(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """A model's field as it is typed or chosen on a page."""
    if isinstance(field, models.DateField):
        return field.formfield(form_class=DayField, **kwargs)
    if isinstance(field, models.BooleanField):
        words = {"label": _heading(field), "required": False, "help_text": field.help_text}
        return YesNoField(**words | {name: kwargs[name] for name in kwargs.keys() & {"label", "help_text"}})
    made: Any = field.formfield(**kwargs)
    if field.choices and field.blank and isinstance(made, forms.TypedChoiceField):
        offered: Any = made.choices
        chosen, empty = [choice for choice in offered if choice[0] != ""], [("", NOT_RECORDED)]
        made.choices = [*chosen, *empty] if isinstance(made.widget, forms.RadioSelect) else [*empty, *chosen]
    return made


def _heading(field: models.Field) -> str:
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]
