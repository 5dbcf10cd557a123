"""Cells of figures: how one figure, share or published number stands in a table, and which counts it gives away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yjs.documents.document import Cell, Count, CountKey, Tie
from yjs.measures.breakdown import Breakdown
from yjs.measures.change import change_words, difference
from yjs.measures.comparators import Published
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure, until_the_period_ends
from yjs.measures.periods import day_in_words
from yjs.measures.units import percent


STATES = {OPEN: "Open", WAITING: "Waiting for outcomes", FINAL: "Final"}
PERIOD_ENDED = "Period ended"
STILL_MOVES = "late records can still move it"


# The measures that count one group of what another measure counts, and which: the looked after among the entrants.
GROUPS_ALONE: dict[type[Measure], tuple[type[Measure], Breakdown, str]] = {}


def group_counted(figure: Figure) -> tuple[Figure, Breakdown, str] | None:
    """The figure, breakdown and group whose records are what this figure counts; None where it counts a whole."""
    if figure.measure not in GROUPS_ALONE:
        return None
    measure, breakdown, code = GROUPS_ALONE[figure.measure]
    return replace(figure, measure=measure), breakdown, code


def ends_with_its_period(figure: Figure) -> bool:
    """Whether all there is to wait for is the end of the period: nobody is followed on after it."""
    return figure.measure.status is until_the_period_ends


def state_in_words(figure: Figure) -> str:
    """How settled a figure is. Only one whose children have all been followed to the end is called final."""
    said = state_in_short(figure)
    return f"{said}; {STILL_MOVES}" if said == PERIOD_ENDED else said


def state_in_short(figure: Figure) -> str:
    """The same for a cell of a table."""
    return PERIOD_ENDED if figure.status == FINAL and ends_with_its_period(figure) else STATES[figure.status]


def count_key(figure: Figure, part: str = "numerator") -> CountKey:
    """The key of a part of a figure."""
    if part == "numerator" and (group := group_counted(figure)):
        whole, breakdown, code = group
        return count_key(whole.only(breakdown, code))
    rule = getattr(figure.measure, part)
    groups = sorted(f"{breakdown.slug}={code}" for breakdown, code in figure.within)
    days = f"{figure.period.start}..{figure.period.end}"
    return CountKey(f"{rule.__module__}.{rule.__qualname__}", days, tuple(groups))


def text(words: str) -> Cell:
    """A cell of words."""
    return Cell(words)


def count_cell(figure: Figure, part: str = "numerator") -> Cell:
    """How many records are behind a part of a figure, or what they add up to."""
    counted = getattr(figure, part)
    if counted is None or (part == "denominator" and counted.is_sum and figure.within):
        return Cell("–", marker="[z]")
    if counted.is_sum and not len(counted.rows):
        return Cell("–", marker="[x]")
    is_money = figure.measure.unit.name == "pounds"
    shown = figure.measure.unit.show(counted.value) if is_money else f"{counted.value:,}"
    is_small = part == "numerator" and not is_money or not counted.is_sum
    return Cell(
        shown,
        value=counted.value,
        unit=figure.measure.unit.label if is_money else "count",
        href=figure.address,
        decimals=0,
        count=int(counted.value) if is_small else None,
        is_number=True,
        keys=(count_key(figure, part),) if is_small else (),
    )


def value_cell(figure: Figure) -> Cell:
    """The value of a figure; provisional until it is final."""
    if figure.value is None:
        return Cell("–", marker="[x]")
    unit = figure.measure.unit
    keys = [count_key(figure)] if figure.measure.unit.name != "pounds" else []
    if figure.denominator is not None and not figure.denominator.is_sum:
        keys.append(count_key(figure, "denominator"))
    return Cell(
        figure.text,
        value=figure.value,
        unit=unit.label,
        href=figure.address,
        marker="" if figure.status == FINAL else "[p]",
        decimals=unit.decimals,
        is_number=True,
        numerator=figure.numerator.value,
        denominator=figure.denominator_value,
        keys=tuple(keys),
    )


def interval_cell(figure: Figure) -> Cell:
    """The 95% interval in words."""
    if figure.interval is None:
        return Cell("–", marker="[z]")
    low, high = (figure.measure.unit.show(limit) for limit in figure.interval)
    return Cell(f"{low} to {high}", keys=value_cell(figure).keys)


def share_cell(part: Figure, whole: Figure) -> Cell:
    """What share of the records of a figure are in one of its groups."""
    counted, of = part.numerator.value, whole.numerator.value
    if not of:
        return Cell("–", marker="[z]")
    return Cell(
        percent.show(percent.value(counted, of)),
        value=percent.value(counted, of),
        unit=percent.label,
        href=part.address,
        decimals=percent.decimals,
        is_number=True,
        numerator=counted,
        denominator=of,
        keys=(count_key(part), count_key(whole)),
    )


def published_cell(measure: type[Measure], figure: Published | None) -> Cell:
    """A published figure of another area, as it was printed."""
    if figure is None:
        return Cell("–", marker="[x]")
    unit = measure.unit
    return Cell(unit.show(figure.value), value=figure.value, unit=unit.label, decimals=unit.decimals, is_number=True)


def notes_of(figures: Sequence[Figure], *more: str) -> tuple[str, ...]:
    """How the figures of a table were counted, in the measures' own words, from which records and as at when."""
    notes: list[str] = []
    for measure in dict.fromkeys(figure.measure for figure in figures):
        told = measure.definition()
        counted = f"{measure.title}. Counted: {told['Counted']}"
        notes.append(counted + (f" Out of: {told['Out of']}" if "Out of" in told else ""))
        notes.append(f"{measure.title}: {measure.source}. {measure.reference}, edition {measure.edition}.")
        if measure.caution:
            notes.append(measure.caution)
    estimates = dict.fromkeys(
        note.removeprefix("Population: ") for f in figures for note in f.notes if note.startswith("Pop")
    )
    if estimates:
        notes.append("Population: " + "; ".join(each.rstrip(".") for each in estimates) + ".")
    day = figures[0].book.day if figures else None
    if day:
        notes.append(f"As at {day_in_words(day)}.")
    return tuple(dict.fromkeys([*notes, *more]))


def _count(figure: Figure, part: str = "numerator") -> Count:
    return count_key(figure, part), int(getattr(figure, part).value)


def ties_of(figure: Figure, parts: Sequence[Figure]) -> list[Tie]:
    """The sums that a reader can do between a figure and its groups."""
    ties: list[Tie] = [(_count(figure), tuple(_count(part) for part in parts))]
    if figure.denominator is not None and not figure.denominator.is_sum:
        ties.append((_count(figure, "denominator"), tuple(_count(part, "denominator") for part in parts)))
    return ties + [tie for each in (figure, *parts) for tie in rest_of(each)]


def rest_of(figure: Figure) -> list[Tie]:
    """Those of the denominator who are not in the numerator: 24 of 26 tells of the other 2. Where the numerator is one
    group of what another figure counts, they are its other groups.
    """
    if group := group_counted(figure):
        of, breakdown, _ = group
        return ties_of(of, of.by(breakdown))
    if figure.denominator is None or figure.numerator.kind != figure.denominator.kind:
        return []
    whole, part = _count(figure, "denominator"), _count(figure)
    rest = CountKey(f"{whole[0].rule} without {part[0].rule}", part[0].days, part[0].groups, is_rest=True)
    return [(whole, (part, (rest, whole[1] - part[1])))]


def change_cell(then: Figure | None, now: Figure) -> Cell:
    """The change between two figures in honest words."""
    if then is None:
        return Cell("Not compared until it is final")
    said = (
        f"{difference(then, now)}, {change_words(then, now)}, from {then.text}"
        if then.value is not None
        else "No earlier figure"
    )
    return Cell(said, keys=(*value_cell(then).keys, *value_cell(now).keys))


def told_of(figure: Figure) -> list[Count]:
    """The counts that can be read off the value of a figure, as the words of a change have it."""
    cells = [count_cell(figure, part) for part in ("numerator", "denominator")] if figure.value is not None else []
    return [(key, cell.count) for cell in cells for key in cell.keys if cell.count is not None]
