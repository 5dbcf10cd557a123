"""Tables of figures: how they are arranged in rows and columns. Each cell is a figure, and leads to it."""

from __future__ import annotations

from collections.abc import Sequence

from yjs.documents.document import Cell, Chart, Column, Row, Series, Table, Tie
from yjs.measures.breakdown import Breakdown
from yjs.measures.change import change_words, difference
from yjs.measures.comparators import Published, areas_beside, beside
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.models import AREAS
from yjs.measures.periods import Period
from yjs.measures.units import percent
from yjs.records.book import Book


STATES = {OPEN: "Open", WAITING: "Waiting for outcomes", FINAL: "Final"}


def count_key(figure: Figure, part: str = "numerator") -> str:
    """What identifies a count wherever it is printed: the same rows, the same days, the same groups."""
    rule = getattr(figure.measure, part)
    groups = "&".join(sorted(f"{breakdown.slug}={code}" for breakdown, code in figure.within))
    return f"{rule.__module__}.{rule.__qualname__} {figure.period.start}..{figure.period.end} {groups}"


def text(words: str) -> Cell:
    """A cell of words."""
    return Cell(words)


def count_cell(figure: Figure, part: str = "numerator") -> Cell:
    """How many records are behind a part of a figure, or what they add up to."""
    counted = getattr(figure, part)
    if counted is None or (part == "denominator" and figure.denominator_value is None):
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
    estimates = dict.fromkeys(note.removeprefix("Population: ") for f in figures for note in f.notes if note.startswith("Pop"))
    if estimates:
        notes.append("Population: " + "; ".join(each.rstrip(".") for each in estimates) + ".")
    day = figures[0].book.day if figures else None
    if day:
        notes.append(f"As at {day.day} {day:%B %Y}.")
    return tuple(dict.fromkeys([*notes, *more]))


def _count(figure: Figure, part: str = "numerator") -> tuple[str, int]:
    return count_key(figure, part), int(getattr(figure, part).value)


def ties_of(figure: Figure, parts: Sequence[Figure]) -> list[Tie]:
    """The sums that a reader can do between a figure and its groups."""
    ties: list[Tie] = [(_count(figure), tuple(_count(part) for part in parts))]
    if figure.denominator is not None and not figure.denominator.is_sum:
        ties.append((_count(figure, "denominator"), tuple(_count(part, "denominator") for part in parts)))
    return ties + [tie for each in (figure, *parts) for tie in rest_of(each)]


def rest_of(figure: Figure) -> list[Tie]:
    """Those of the denominator who are not in the numerator: 24 of 26 tells of the other 2."""
    if figure.denominator is None or figure.numerator.kind != figure.denominator.kind:
        return []
    whole, part = _count(figure, "denominator"), _count(figure)
    return [(whole, (part, (f"rest of {whole[0]} and {part[0]}", whole[1] - part[1])))]


def trend(key: str, caption: str, measure: type[Measure], book: Book, periods: Sequence[Period], *more: str) -> Table:
    """A measure over periods, a row each: value, what it was counted from, its interval, and other areas beside it."""
    figures = [measure.figure(book, period) for period in periods]
    areas = areas_beside(book, measure, list(periods))
    has_base = measure.denominator is not None
    has_interval = any(figure.interval for figure in figures)
    columns = [Column("Period", False), Column(f"Ours ({measure.unit.label})")] if has_base else [Column("Period", False)]
    columns.append(Column("Counted" if has_base else f"Ours ({measure.unit.label})"))
    columns += [Column("Out of")] if has_base else []
    columns += [Column("95% interval")] if has_interval else []
    columns += [Column("State", False)]
    columns += [Column(AREAS.get(area, area)) for area in areas]
    rows = []
    for figure in figures:
        cells = [text(figure.period.label)]
        cells += [value_cell(figure)] if has_base else []
        cells.append(count_cell(figure))
        cells += [count_cell(figure, "denominator")] if has_base else []
        cells += [interval_cell(figure)] if has_interval else []
        cells.append(text(STATES[figure.status]))
        printed = beside(book, measure, figure.period)
        cells += [published_cell(measure, printed.get(area)) for area in areas]
        rows.append(Row(tuple(cells)))
    sources = {p.source for f in figures for p in beside(book, measure, f.period).values() if p.source}
    said = [f"Other areas: {source}, as published." for source in sorted(sources)]
    ties = tuple(tie for figure in figures for tie in rest_of(figure))
    return Table(key, caption, tuple(columns), tuple(rows), notes_of(figures, *more, *said), ties=ties)


def trend_chart(table: Table, title: str, measure: type[Measure], book: Book, periods: Sequence[Period]) -> Chart:
    """The line of a measure over periods with its interval, beside those of other areas; the table beneath it."""
    figures = [measure.figure(book, period) for period in periods]
    limits = [figure.interval or (None, None) for figure in figures]
    ours = Series(
        "Ours",
        tuple(figure.value for figure in figures),
        low=tuple(low for low, _ in limits),
        high=tuple(high for _, high in limits),
        is_ours=True,
        texts=tuple(figure.text for figure in figures),
        keys=tuple(value_cell(figure).keys for figure in figures),
    )
    others = [
        Series(
            AREAS.get(area, area),
            tuple(p.value if (p := beside(book, measure, period).get(area)) else None for period in periods),
        )
        for area in areas_beside(book, measure, list(periods))
    ]
    first, last = figures[0].period.label, figures[-1].period.label
    names = [series.name for series in (ours, *others)]
    shown = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    description = f"{title}, {first} to {last}: {shown}. The numbers are in the table that follows."
    labels = tuple(figure.period.label for figure in figures)
    return Chart(f"{table.key}-chart", title, description, "lines", labels, (ours, *others), measure.unit.label, table)


def by_breakdown(key: str, caption: str, figure: Figure, breakdown: Breakdown, *more: str) -> Table:
    """A figure by groups, a row each, and the whole."""
    parts = figure.by(breakdown)
    has_base = figure.denominator is not None and not figure.denominator.is_sum
    columns = [Column(breakdown.title, False), Column("Counted")]
    columns += [Column("Out of"), Column(figure.measure.unit.label), Column("95% interval")] if has_base else [Column("Share")]

    def row(part: Figure, name: str, is_total: bool = False) -> Row:
        cells = [text(name), count_cell(part)]
        if has_base:
            cells += [count_cell(part, "denominator"), value_cell(part), interval_cell(part)]
        else:
            cells.append(share_cell(part, figure))
        return Row(tuple(cells), is_total=is_total)

    rows = [row(part, part.within[-1][0].name(part.within[-1][1])) for part in parts]
    rows.append(row(figure, "All", is_total=True))
    sums = (1, 2) if has_base else (1,)
    return Table(key, caption, tuple(columns), tuple(rows), notes_of([figure], *more), sums, tuple(ties_of(figure, parts)))


def side_by_side(
    key: str, caption: str, figures: Sequence[tuple[str, Figure]], breakdown: Breakdown, *more: str, shares: bool = False
) -> Table:
    """Several figures, a column each under its name, all split down by one breakdown; with the share of each if asked."""
    columns = [Column(breakdown.title, False)]
    for name, _ in figures:
        columns += [Column(name), Column(f"{name}, share")] if shares else [Column(name)]
    split = [figure.by(breakdown) for _, figure in figures]
    codes = breakdown.shown([part.within[-1][1] for parts in split for part in parts])

    def row(name: str, parts: Sequence[Figure], is_total: bool = False) -> Row:
        cells = [text(name)]
        for part, (_, whole) in zip(parts, figures, strict=True):
            cells += [count_cell(part), share_cell(part, whole)] if shares else [count_cell(part)]
        return Row(tuple(cells), is_total=is_total)

    rows = [row(breakdown.name(code), [figure.only(breakdown, code) for _, figure in figures]) for code in codes]
    rows.append(row("All", [figure for _, figure in figures], is_total=True))
    sums = tuple(range(1, len(columns), 2 if shares else 1))
    ties = [tie for _, whole in figures if not whole.numerator.is_sum for tie in ties_of(whole, whole.by(breakdown))]
    return Table(
        key, caption, tuple(columns), tuple(rows), notes_of([f for _, f in figures], *more), sums, tuple(ties)
    )


def crossed(
    key: str, caption: str, figures: Sequence[Figure], rows: Breakdown, columns: Breakdown, codes: Sequence[str], *more: str
) -> Table:
    """Figures side by side, each split down by one breakdown and across by some groups of another, with shares."""
    heads = [Column(rows.title, False)]
    ties: list[Tie] = []
    wholes: list[Figure] = []
    for figure in figures:
        name = f"{figure.period.label}: " if len(figures) > 1 else ""
        heads += [Column(f"{name}all" if name else "All")]
        heads += [Column(f"{name}{columns.name(code).lower() if name else columns.name(code)}") for code in codes]
        wholes += [figure, *(figure.only(columns, code) for code in codes)]
    found = [code for figure in figures for code in (part.within[-1][1] for part in figure.by(rows))]
    down = rows.shown(found)
    body = []
    for code in down:
        cells = [text(rows.name(code))]
        for whole in wholes:
            cells.append(count_cell(whole.only(rows, code)))
        body.append(Row(tuple(cells)))
    body.append(Row((text("All"), *(count_cell(whole) for whole in wholes)), is_total=True))
    share: list[Cell] = [text("Share")]
    for figure in figures:
        share += [Cell("–", marker="[z]"), *(share_cell(figure.only(columns, code), figure) for code in codes)]
    body.append(Row(tuple(share), is_total=False))
    for figure in figures:
        ties += _ties_across(figure, rows, down, columns)
    sums = tuple(range(1, len(heads)))
    return Table(key, caption, tuple(heads), tuple(body), notes_of(list(figures), *more), sums, tuple(ties))


def _ties_across(figure: Figure, rows: Breakdown, down: Sequence[str], columns: Breakdown) -> list[Tie]:
    """Every sum of a two-way table: down each column, across each row, with the groups that are not shown."""
    across = [part.within[-1][1] for part in figure.by(columns)]
    ties = ties_of(figure, [figure.only(rows, code) for code in down])
    ties += ties_of(figure, [figure.only(columns, code) for code in across])
    for code in across:
        column = figure.only(columns, code)
        ties += ties_of(column, [column.only(rows, each) for each in down])
    for each in down:
        row = figure.only(rows, each)
        ties += ties_of(row, [row.only(columns, code) for code in across])
    return ties


def one_period(
    key: str, caption: str, figures: Sequence[Figure], *more: str, before: Sequence[Figure | None] | None = None
) -> Table:
    """Several measures, a row each: value, counts, interval and state; with `before`, the change since those figures."""
    columns = [Column("Measure", False), Column("Period", False), Column("Value"), Column("Counted"), Column("Out of")]
    columns += [Column("95% interval"), Column("State", False)]
    columns += [Column("Change", False)] if before else []
    rows = []
    for place, figure in enumerate(figures):
        cells = [text(figure.title), text(figure.period.label), value_cell(figure), count_cell(figure)]
        cells += [count_cell(figure, "denominator"), interval_cell(figure), text(STATES[figure.status])]
        if before:
            cells.append(change_cell(before[place], figure))
        rows.append(Row(tuple(cells)))
    ties = tuple(tie for figure in figures for tie in rest_of(figure))
    return Table(key, caption, tuple(columns), tuple(rows), notes_of(figures, *more), ties=ties)


def change_cell(then: Figure | None, now: Figure) -> Cell:
    """The change between two figures in honest words."""
    if then is None:
        return Cell("Not compared until it is final")
    said = f"{difference(then, now)}, {change_words(then, now)}, from {then.text}" if then.value is not None else "No earlier figure"
    return Cell(said, keys=(*value_cell(then).keys, *value_cell(now).keys))
