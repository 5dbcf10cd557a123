"""The records that moved a figure as the lines of one list: each once, with what was changed, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils import timezone

from yjs.documents.behind import Behind, Cells
from yjs.documents.pages import PARTS
from yjs.measures.difference import Change, Difference, Moved
from yjs.measures.periods import day_in_words
from yjs.people.models import User


DONE = {"added": "Recorded", "changed": "Corrected", "removed": "Removed"}
NOT_SHOWN = "Not shown: it is for those who work with victims"
# What the versions of an import say of themselves.
CASE_BUNDLE = "Case bundle"
NOBODY = "the import"


@dataclass
class Move:
    """One record that came into the figure or left it, and in which of its parts."""

    kind: str
    number: int
    child_ref: str
    child: dict[str, str]
    record: dict[str, str]
    parts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def in_words(self) -> str:
        """Counted and out of: came in."""
        said = [f"{' and '.join(parts)}: {how}" for how, parts in self.parts.items()]
        return "; ".join(each[:1].upper() + each[1:].replace(" and Out", " and out") for each in said)


class Moves:
    """What moved a figure between two moments, for one person."""

    def __init__(self, difference: Difference, user: User) -> None:
        self.difference, self.user = difference, user

    @cached_property
    def records(self) -> list[Move]:
        """Every record that moved, each once."""
        found: dict[tuple[str, int], Move] = {}
        for label, moved, how, behind, ids in self._ways():
            both = set(moved.gained) & set(moved.lost)
            for number, ref, child, record in behind.named(behind.of(ids)):
                move = found.setdefault((moved.kind, number), Move(moved.kind, number, ref, child, record))
                said = move.parts.setdefault("changed its amount" if number in both else how, [])
                if label not in said:
                    said.append(label)
        return list(found.values())

    def _ways(self) -> Iterator[tuple[str, Moved, str, Behind, list[int]]]:
        """By part of the figure and moment: what moved, how, and the rows behind it."""
        for part, label in PARTS.items():
            moved = getattr(self.difference, part)
            if moved is not None:
                yield label, moved, "came in", Behind(self.difference.now, part, self.user), moved.gained
                yield label, moved, "left", Behind(self.difference.then, part, self.user), moved.lost

    @property
    def has_children(self) -> bool:
        return any(move.child_ref for move in self.records)

    @property
    def columns(self) -> list[str]:
        """What each cell of a line is."""
        about = ["Child"] if self.has_children else []
        return [*about, "Record", "Moved", "What changed", "By", "Known from", "Why"]

    def lines(self) -> list[Cells]:
        """A line for each record that moved."""
        return [self._line(move) for move in self.records]

    @property
    def whom(self) -> list[str]:
        """Whom the list tells of, as the log of access names them, each once."""
        refs = [ref for *_, behind, ids in self._ways() for ref in behind.whom(behind.of(ids))]
        told = (ref for move in self.records for change in self._of(move) for ref in change.child_refs)
        return list(dict.fromkeys([*refs, *told]))

    def _of(self, move: Move) -> list[Change]:
        """What explains it; of a record they may not see, that it was changed, and neither how nor why."""
        return [
            change
            if self.user.may(change.model.seen_with)
            else replace(change, name="", fields=(), by=NOT_SHOWN, reason=NOT_SHOWN)
            for change in self.difference.explaining(move.kind, move.number, move.child_ref)
        ]

    def _line(self, move: Move) -> Cells:
        changes = self._of(move)
        said = [_said(change, change.is_of(move.kind, move.number)) for change in changes]
        told = [said or [self._nothing()], *([tell(c) for c in changes] for tell in (_by, _known, _why))]
        about = [move.child] if self.has_children else []
        return [*about, move.record, {"text": move.in_words}, *({"text": _once(each) or "–"} for each in told)]

    def _nothing(self) -> str:
        return f"Nothing but the day: as at {day_in_words(self.difference.then.book.day)} this had not happened yet"


def _said(change: Change, is_own: bool) -> str:
    """What was done to a record, which is named where it is another than the line's own."""
    fields = "; ".join(f"{name} from {old} to {new}" for name, old, new in change.fields)
    named = f"{change.kind.capitalize()} {change.name}".strip()
    done = DONE[change.what] if is_own else f"{named}: {DONE[change.what].lower()}"
    return f"{done}: {fields}" if fields else done


def _by(change: Change) -> str:
    return change.by


def _known(change: Change) -> str:
    return day_in_words(timezone.localtime(change.at))


def _why(change: Change) -> str:
    """Why the version was saved. Nobody is asked why when a record is new."""
    if change.reason == CASE_BUNDLE or (change.by == NOBODY and not change.reason):
        return "Brought in with a case bundle"
    return change.reason or ("A new record" if change.what == "added" else "No reason given")


def _once(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))
