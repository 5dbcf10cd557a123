"""What a bundle leaves as it is: its rows must be possible beside that."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from yjs.records.bundle.known import Known, Row, key_of
from yjs.records.bundle.marks import Wrong
from yjs.records.record import Record


Unfit = dict[str, dict[int, Wrong]]
BEHIND_THE_WALL = Wrong(
    "With this change, a record that you may not see could not be.", "Leave the row to somebody who may see it."
)


def unfit_beside_what_stays(known: Known, files: dict[str, list[Row]], by: Any) -> Unfit:
    """The changed rows beside which something saved, that the bundle leaves as it is, could not be.

    Who may not see it is told no more than that it is there.
    """
    changed = {name: [row for row in rows if row.is_kept and row.is_saved] for name, rows in files.items()}
    unfit: Unfit = defaultdict(dict)
    for record, row in list(known.named_by_saved([row for rows in changed.values() for row in rows])):
        faults = [fault for fault in record.faults(known.find) if fault.is_error]
        if faults:
            # A fault it has already is none of the bundle's.
            has_already = type(record)._default_manager.get(pk=record.pk).faults()
            for fault in faults:
                if fault not in has_already:
                    said = f"With this change, what is saved of {named(record)} could not be: {fault.message}"
                    wrong = Wrong(said, fault.cure, about=saved_child(record))
                    told = unfit[row.record.bundle_file]
                    told[row.place] = wrong if _may_see(by, record) else told.get(row.place, BEHIND_THE_WALL)
    return unfit


def _may_see(by: Any, record: Record) -> bool:
    return by is None or by.may(record.seen_with)


def saved_child(record: Record) -> str:
    """The reference of the child a record is about; empty where the service does not know the child yet."""
    child = getattr(record, "child", None) or record
    return child.child_ref if child.pk else ""


def named(record: Record) -> str:
    """What a record is called in a report."""
    kind, key = str(record._meta.verbose_name), key_of(record)
    return f"{kind} {key[0]}" if record.key == ("ref",) else f"{kind} ({record})"
