"""Days are days in London."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


LONDON = ZoneInfo("Europe/London")
# Nobody asks for a year before it, and arithmetic on days of the first year there is goes over the edge.
FIRST_YEAR = 1950


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day in London."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=LONDON)


def today() -> dt.date:
    """Today in London."""
    return timezone.now().astimezone(LONDON).date()


def day_in_words(day: dt.date) -> str:
    """A day as people write it: 31 March 2019."""
    return f"{day.day} {day:%B %Y}"
