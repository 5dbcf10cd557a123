"""What the commands that ask about a day share."""

from __future__ import annotations

import datetime as dt
import re

from django.core.management.base import CommandError

from yjs.records.days import FIRST_YEAR, today


def read_day(text: str) -> dt.date:
    """A day that has come, written as 2018-04-01."""
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        day = None
    if day is None or day.year < FIRST_YEAR:
        raise CommandError(f"{text!r} is not a day since {FIRST_YEAR}. Write it as 2019-03-31.", returncode=2)
    if day > today():
        raise CommandError(f"{text} has not come yet. Give today or an earlier day.", returncode=2)
    return day
