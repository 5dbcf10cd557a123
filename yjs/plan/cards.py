"""A measure as a card on the board's page: the figure, how sure it is, how it changed, and what stands beside it."""

from __future__ import annotations

from typing import Any

from yjs.documents.cells import count_key, ends_with_its_period, state_in_words
from yjs.documents.document import MARKERS
from yjs.documents.figures import state_colour
from yjs.documents.protection import Hidden
from yjs.measures.change import change_words, direction
from yjs.measures.comparators import beside
from yjs.measures.disclosure import CONFIDENTIAL
from yjs.measures.figure import Figure
from yjs.measures.intervals import TOO_FEW
from yjs.plan.measures import is_kept, is_recorded
from yjs.plan.prose import when


TOLD = ("Counted", "Out of", "Take care", "Reference", "Edition")


def card(now: Figure, then: Figure | None, hidden: Hidden = frozenset()) -> dict[str, Any]:
    """What the card of a figure says, beside the figure a year before it where the two may be compared."""
    told = _card(now, then)
    if count_key(now) in hidden:
        told |= {"value": CONFIDENTIAL, "of": MARKERS[CONFIDENTIAL], "interval": "", "change": ""}
    elif then is not None and count_key(then) in hidden:
        told |= {"change": f"Year before: {MARKERS[CONFIDENTIAL]}", "change_kind": "unclear"}
    return told


def _card(now: Figure, then: Figure | None) -> dict[str, Any]:
    measure, show = now.measure, now.measure.unit.show
    told = measure.definition()
    return {
        "title": measure.title,
        "period": when(now),
        "value": now.text if _is_known(now) else "No figure",
        "of": _counted(now),
        "interval": f"95% interval {show(now.interval[0])} to {show(now.interval[1])}" if now.interval else "",
        "change": _change(then, now),
        "change_kind": direction(then, now) if then is not None else "unclear",
        "status": state_in_words(now),
        "status_colour": state_colour(now),
        "beside": [(each.area_name, show(each.value)) for each in beside(now.book, measure, now.period).values()],
        "definition": "\n\n".join(f"{part}: {told[part]}" for part in TOLD if part in told),
        "address": now.address,
    }


def _is_known(figure: Figure) -> bool:
    return figure.value is not None and is_recorded(figure)


def _counted(now: Figure) -> str:
    if not _is_known(now):
        return now.reason if is_kept(now) and now.reason else "Nothing is recorded."
    unit, counts = now.measure.unit, now.measure.counts
    if not unit.divides:
        return "" if unit.prefix else unit.label
    part, whole = unit.counted(now.numerator.value), unit.counted(now.denominator_value or 0)
    if unit.base:
        return f"{part} of {whole}, {unit.label}"
    return f"{part} {unit.noun}, {whole} {counts}" if unit.noun else f"{part} of {whole} {counts}"


def _change(then: Figure | None, now: Figure) -> str:
    if then is None:
        return f"Not compared until {'its period has ended' if ends_with_its_period(now) else 'it is final'}"
    if not (_is_known(then) and _is_known(now)):
        return "Nothing to compare it with"
    words = change_words(then, now)
    link = ":" if words == TOO_FEW else ", from" if "," in words else " from"
    return f"{words[0].upper()}{words[1:]}{link} {then.text} the year before"
