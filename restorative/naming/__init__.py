"""Whether a text names a victim or tells how to find them, however it was typed; and where it does.

It is a reader's help and no proof: a name that is an everyday word as well is known by what stands around it, and a
name that somebody else in the case has too is no sign by itself.
"""

from __future__ import annotations

from restorative.naming.marks import NOBODY_ELSE, Marks, Others, Person, marks_of
from restorative.naming.people import people_in
from restorative.naming.spelling import Place, read
from restorative.naming.ways import ways_in


__all__ = ["NOBODY_ELSE", "Marks", "Others", "Person", "in_context", "marks_of", "names", "places"]

# So many letters around a name are shown with it.
AROUND = 60


def names(text: str, marks: Marks) -> bool:
    """Whether a text names them, or tells how to find them."""
    return bool(places(text, marks))


def in_context(text: str, marks: Marks) -> list[tuple[str, str, str]]:
    """Each sign of them, with the words before it and after it."""
    whole = read(text).text
    shown = []
    for start, end in places(text, marks):
        before, after = whole[max(0, start - AROUND) : start], whole[end : end + AROUND]
        before = before if start <= AROUND else "…" + before.partition(" ")[2]
        after = after if len(whole) <= end + AROUND else after.rpartition(" ")[0] + "…"
        shown.append((before, whole[start:end], after))
    return shown


def places(text: str, marks: Marks) -> tuple[Place, ...]:
    """Where a text gives them away: from which letter to which, in order."""
    if not text or text.isspace() or not marks.may_be_in(read(text)):
        return ()
    told: list[Place] = []
    for start, end in sorted({*ways_in(read(text), marks), *people_in(read(text), marks)}):
        if told and start < told[-1][1]:
            told[-1] = (told[-1][0], max(end, told[-1][1]))
        else:
            told.append((start, end))
    return tuple(told)
