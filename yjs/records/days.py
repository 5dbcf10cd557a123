"""Days are days in London."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


LONDON = ZoneInfo("Europe/London")


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day in London."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=LONDON)


def today() -> dt.date:
    """Today in London."""
    return timezone.now().astimezone(LONDON).date()
