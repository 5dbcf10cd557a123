"""What the components need and a template cannot say for itself."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django import template
from django.forms import Textarea
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString


register = template.Library()

WHOLE = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
    r"(?: to\b)?|mid-\d{4} estimate"
)
A = TypeVar("A")
B = TypeVar("B")

STYLES = {
    "radio": "govuk-radios__input",
    "checkbox": "govuk-checkboxes__input",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "date": "govuk-input govuk-input--width-10",
    "number": "govuk-input govuk-input--width-5",
}


@register.filter
def beside(columns: Iterable[A], cells: Iterable[B]) -> Iterator[tuple[A, B]]:
    """Each column with the cell under it."""
    return zip(columns, cells, strict=False)


@register.filter
def days_whole(words: str) -> str:
    """Words in which no line ends inside a day or a month of a year: 30 September 2026."""
    return WHOLE.sub(lambda found: found[0].replace(" ", "\u00a0"), words)


@register.filter
def control(part: BoundField | BoundWidget) -> SafeString:
    """A form field's input, or one choice of it, in GOV.UK Frontend's style."""
    if isinstance(part, BoundWidget):
        part.data["attrs"]["class"] = STYLES[part.data["type"]]
        return part.tag()
    widget = part.field.widget
    style = (
        "govuk-textarea"
        if isinstance(widget, Textarea)
        else STYLES.get(getattr(widget, "input_type", ""), "govuk-input")
    )
    if part.errors:
        style += f" {style.split()[0]}--error"
    return part.as_widget(attrs={"class": f"{style} {widget.attrs.get('class', '')}".strip()})
