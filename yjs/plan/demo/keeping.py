"""Putting the made-up service into the database, every version from the day on which it was known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from yjs.plan.demo.recording import Told
from yjs.records.record import Record, keep_all, record_classes, start_of


TOGETHER = 1000
Tell = Callable[[int], None]


def steps(told: list[Told]) -> int:
    """How many versions there are to keep."""
    return sum(1 + len(each.changes) + bool(each.removed_on) for each in told)


def keep_service(told: list[Told], *, by: Any, tell: Tell = lambda number: None) -> None:
    """All of it or nothing: the records others refer to first, then what changed, then what was taken away."""
    with transaction.atomic():
        for kind in record_classes():
            rows = [each for each in told if type(each.record) is kind]
            for some in _in_parts(rows):
                keep_all([each.record for each in some], by=by, recorded_ons=[each.on for each in some])
                tell(len(some))
            _keep_changes(rows, by, tell)
            for each in rows:
                if each.removed_on:
                    _remove(each.record, each.removed_on, each.why_removed, by)
                    tell(1)


def _keep_changes(rows: list[Told], by: Any, tell: Tell) -> None:
    turn = 0
    while rows := [each for each in rows if len(each.changes) > turn]:
        for some in _in_parts(rows):
            for each in some:
                change = each.changes[turn]
                each.record._change_reason = change.reason
                for name, value in change.values.items():
                    setattr(each.record, name, value)
            keep_all([each.record for each in some], by=by, recorded_ons=[each.changes[turn].on for each in some])
            tell(len(some))
        turn += 1


def _in_parts(rows: list[Told]) -> Iterator[list[Told]]:
    for start in range(0, len(rows), TOGETHER):
        yield rows[start : start + TOGETHER]


def _remove(record: Record, on: dt.date, reason: str, by: Any) -> None:
    """Take a record away from a day in the past on, as `remove` does from now on."""
    record._history_user = by
    record._change_reason = reason
    record._history_date = start_of(on)
    record.delete()
