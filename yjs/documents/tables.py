"""Tables of figures: how they are arranged in rows and columns. Each cell is a figure, and leads to it."""

from __future__ import annotations

from collections.abc import Sequence

from yjs.documents.cells import (
    PERIOD_ENDED,
    STILL_MOVES,
    change_cell,
    count_cell,
    interval_cell,
    notes_of,
    published_cell,
    rest_of,
    share_cell,
    state_in_short,
    text,
    ties_of,
    told_of,
    value_cell,
)
from yjs.documents.document import Cell, Chart, Column, Row, Series, Table, Tie
from yjs.measures.breakdown import Breakdown
from yjs.measures.comparators import areas_beside, beside
from yjs.measures.figure import Figure
from yjs.measures.measure import Measure
from yjs.measures.models import AREAS
from yjs.measures.periods import Period
from yjs.records.book import Book


def trend(key: str, caption: str, measure: type[Measure], book: Book, periods: Sequence[Period], *more: str) -> Table:
    """A measure over periods, a row each: value, what it was counted from, its interval, and other areas beside it."""
    figures = [measure.figure(book, period) for period in periods]
    areas = areas_beside(book, measure, list(periods))
    has_base = measure.denominator is not None
    has_interval = any(figure.interval for figure in figures)
    columns = (
        [Column("Period", False), Column(f"Ours ({measure.unit.label})")] if has_base else [Column("Period", False)]
    )
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
        cells.append(text(state_in_short(figure)))
        printed = beside(book, measure, figure.period)
        cells += [published_cell(measure, printed.get(area)) for area in areas]
        rows.append(Row(tuple(cells)))
    sources = {p.source for f in figures for p in beside(book, measure, f.period).values() if p.source}
    said = [f"Other areas: {source}, as published." for source in sorted(sources)]
    ties = tuple(tie for figure in figures for tie in rest_of(figure))
    return Table(
        key, caption, tuple(columns), tuple(rows), notes_of(figures, *more, *_of_states(figures), *said), ties=ties
    )


def _of_states(figures: Sequence[Figure]) -> list[str]:
    """What a state in a table means that does not say so itself."""
    ended = any(state_in_short(figure) == PERIOD_ENDED for figure in figures)
    return [f"{PERIOD_ENDED}: {STILL_MOVES}."] if ended else []


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
    band = " The band is the 95% interval of ours." if any(figure.interval for figure in figures) else ""
    description = f"{title}, {first} to {last}: {shown}.{band} The numbers are in the table that follows."
    labels = tuple(figure.period.label for figure in figures)
    return Chart(f"{table.key}-chart", title, description, "lines", labels, (ours, *others), measure.unit.label, table)


def by_breakdown(key: str, caption: str, figure: Figure, breakdown: Breakdown, *more: str) -> Table:
    """A figure by groups, a row each, and the whole."""
    parts = figure.by(breakdown)
    has_base = figure.denominator is not None and not figure.denominator.is_sum
    columns = [Column(breakdown.title, False), Column("Counted")]
    columns += (
        [Column("Out of"), Column(figure.measure.unit.label), Column("95% interval")] if has_base else [Column("Share")]
    )

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
    ties = () if figure.numerator.is_sum else tuple(ties_of(figure, parts))
    return Table(key, caption, tuple(columns), tuple(rows), notes_of([figure], *more), sums, ties)


def side_by_side(
    key: str,
    caption: str,
    figures: Sequence[tuple[str, Figure]],
    breakdown: Breakdown,
    *more: str,
    shares: bool = False,
) -> Table:
    """Several figures, a column each under its name, all split down by one breakdown; with the share of each if
    asked.
    """
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
    return Table(key, caption, tuple(columns), tuple(rows), notes_of([f for _, f in figures], *more), sums, tuple(ties))


def crossed(
    key: str,
    caption: str,
    figures: Sequence[Figure],
    rows: Breakdown,
    columns: Breakdown,
    codes: Sequence[str],
    *more: str,
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
        ties += _ties_across(figure, rows, columns)
    sums = tuple(range(1, len(heads)))
    return Table(key, caption, tuple(heads), tuple(body), notes_of(list(figures), *more), sums, tuple(ties))


def _ties_across(figure: Figure, rows: Breakdown, columns: Breakdown) -> list[Tie]:
    """Every sum of a two-way table: down each column, across each row, with the groups that are not shown."""
    down, across = figure.by(rows), figure.by(columns)
    ties = ties_of(figure, down) + ties_of(figure, across)
    codes = [[part.within[-1][1] for part in parts] for parts in (down, across)]
    for column in across:
        ties += ties_of(column, [column.only(rows, code) for code in codes[0]])
    for row in down:
        ties += ties_of(row, [row.only(columns, code) for code in codes[1]])
    return ties


def one_period(
    key: str, caption: str, figures: Sequence[Figure], *more: str, before: Sequence[Figure | None] | None = None
) -> Table:
    """Several measures, a row each: value, counts, interval and state; with `before`, the change since those
    figures.
    """
    columns = [Column("Measure", False), Column("Period", False), Column("Value"), Column("Counted"), Column("Out of")]
    columns += [Column("95% interval"), Column("State", False)]
    columns += [Column("Change", False)] if before else []
    rows = []
    for place, figure in enumerate(figures):
        cells = [text(figure.title), text(figure.period.label), value_cell(figure), count_cell(figure)]
        cells += [count_cell(figure, "denominator"), interval_cell(figure), text(state_in_short(figure))]
        if before:
            cells.append(change_cell(before[place], figure))
        rows.append(Row(tuple(cells)))
    earlier = [figure for figure in before or () if figure is not None]
    ties = tuple(tie for figure in (*figures, *earlier) for tie in rest_of(figure))
    told = tuple(count for figure in earlier for count in told_of(figure))
    return Table(
        key, caption, tuple(columns), tuple(rows), notes_of(figures, *more, *_of_states(figures)), ties=ties, told=told
    )
