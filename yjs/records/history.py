"""A child's event history: what happened, in the order it happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from yjs.records.record import Record


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, told by the record that holds it."""

    on: dt.date
    title: str
    detail: str = ""
    record: Record | None = None


def event_history(child: Record) -> list[Event]:
    """Everything recorded about a child, in the order it happened; each kind of record tells its own events."""
    events = list(child.events())
    for relation in child._meta.related_objects:
        if relation.one_to_many and relation.field.name == "child" and hasattr(relation.related_model, "events"):
            rows = relation.related_model._default_manager.filter(child=child)
            events += [event for record in rows for event in record.events()]
    return sorted(events, key=lambda event: event.on)
