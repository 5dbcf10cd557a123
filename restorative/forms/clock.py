"""Times of day as people type them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms


CLOCK = "%H:%M"
# An hour alone comes before hours and minutes in one, or 10 would be one o'clock.
TIMES_AS_TYPED = [CLOCK, "%H.%M", "%H", "%H%M", "%H:%M:%S"]


class ClockField(forms.TimeField):
    """A time of day as people type it: 10:30, 10.30 or 1030."""

    default_error_messages: ClassVar = {"invalid": "Write the time as hours and minutes: 10:30."}

    def __init__(self, **kwargs: Any) -> None:
        look = {"class": "govuk-input--width-5", "inputmode": "numeric", "autocomplete": "off"}
        kwargs["widget"] = forms.TimeInput(format=CLOCK, attrs=look)
        super().__init__(input_formats=TIMES_AS_TYPED, **kwargs)
