"""The curve of a cohort as a picture, a table and words: the share who have reoffended by each day since the index day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reoffending.lines import Line, Lines
from reoffending.survival import TWELVE_MONTHS
from reoffending.tracker import Tracker
from yjs.documents.cells import notes_of
from yjs.documents.document import Cell, Chart, Column, Row, Series, Table
from yjs.documents.figures import records_address
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL
from yjs.measures.units import percent


TITLE = "Share of the children who have reoffended, by days since the index day"
AS_FAR_AS = "This cohort, as far as its own children tell"
GOING_ON = "This cohort, going on as earlier children did"
HALFWAY = (180, 183)


def chart(lines: Lines) -> Chart:
    """The lines as a picture, with the words that say what it shows and the table of its numbers."""
    labels = (*(str(day) for day in lines.days[:-1]), "12 months")
    words, unit = description(lines), "% of the children"
    return Chart("curve", TITLE, words, "lines", labels, tuple(_drawn(lines)), unit, table(lines))


def _drawn(lines: Lines) -> Iterator[Series]:
    """The lines as they are drawn: where earlier children tell in the cohort's stead, it is another line."""
    ours, told = lines.ours, [day for day in lines.days if day <= lines.reach]
    yield _series(lines, ours, told, AS_FAR_AS if lines.reach < TWELVE_MONTHS else ours.name, is_ours=True)
    if lines.goes_on:
        yield _series(lines, ours, [day for day in lines.days if day >= told[-1]], GOING_ON)
    if lines.before:
        yield _series(lines, lines.before, lines.days, lines.before.name, has_limits=False)
    if lines.national:
        values = tuple(lines.national.value if day == TWELVE_MONTHS else None for day in lines.days)
        yield Series(_ended(lines.national_name, lines.national.value), values)


def _series(
    lines: Lines, line: Line, days: Sequence[int], name: str, *, is_ours: bool = False, has_limits: bool = True
) -> Series:
    values = {day: lines.share(line, day) for day in days}
    ends = {day: line.limits(day) for day in days if has_limits and values[day] is not None}
    return Series(
        _ended(name, values.get(TWELVE_MONTHS)),
        tuple(values.get(day) for day in lines.days),
        low=tuple(found[0] if (found := ends.get(day)) else None for day in lines.days),
        high=tuple(found[1] if (found := ends.get(day)) else None for day in lines.days),
        is_ours=is_ours,
    )


def description(lines: Lines) -> str:
    """What the picture shows, in words."""
    said = ["The lines rise from nobody on the index day.", *(_told(lines, line) for line in lines.each)]
    if lines.national:
        said.append(f"{lines.national_name}: {percent.show(lines.national.value)} by twelve months.")
    return " ".join([*said, told_by(lines), "The numbers are in the table."])


def _told(lines: Lines, line: Line) -> str:
    half = next(day for day in HALFWAY if day in lines.days)
    said = [
        f"{percent.show(share)} by {words}{_in_brackets(line.limits(day))}"
        for day, words in ((half, f"day {half}"), (TWELVE_MONTHS, "twelve months"))
        if (share := lines.share(line, day)) is not None
    ]
    return f"{line.name}: {' and '.join(said) or 'nothing that can be shown'}."


def told_by(lines: Lines) -> str:
    """How far the cohort's own children tell."""
    if lines.reach >= TWELVE_MONTHS:
        return "Every child has been followed for twelve months."
    own = (
        f"The cohort’s own children tell as far as day {lines.reach}"
        if lines.reach
        else "None of its own children tell yet"
    )
    then = (
        "from there its line goes on as earlier children did" if lines.goes_on else "beyond it nothing can be said yet"
    )
    return f"{own}; {then}."


def table(lines: Lines) -> Table:
    """The numbers of the picture, and for those who may open records what they were worked out from."""
    estimate = lines.tracker.figure(lines.tracker.rule.estimate)
    columns = [Column("Days since the index day", False), Column("This cohort"), Column("95% interval")]
    columns += [Column("Seen to have reoffended"), Column("Followed so long")] if lines.may_open else []
    columns.append(Column("Worked out from", False))
    columns += [Column(lines.before.name)] if lines.before else []
    columns += [Column(lines.national_name)] if lines.national else []
    rows = tuple(Row(tuple(_row(lines, day, estimate))) for day in lines.days)
    return Table("curve", "The numbers of the curve", tuple(columns), rows, notes_of([estimate], *_notes(lines)))


def _row(lines: Lines, day: int, estimate: Figure) -> Iterator[Cell]:
    ours, ends = lines.ours, day == TWELVE_MONTHS
    yield Cell("12 months" if ends else str(day))
    yield _cell(lines, ours, day, href=estimate.address if ends else None, marker=_marker(lines))
    yield _interval(lines, day)
    if lines.may_open:
        # Where a count is a part of the figure, it opens its records as the figure does; else the list of its children.
        seen, listed = lines.tracker.seen, lines.tracker.list_of
        yield _count(ours.seen_by(day), records_address(seen, "numerator") if ends else listed(reoffended_by=day))
        yield _count(ours.followed(day), listed(followed_for=day) if day else records_address(seen, "denominator"))
    yield Cell(_teller(lines, day))
    if lines.before:
        yield _cell(lines, lines.before, day)
    if lines.national:
        yield _share(lines.national.value) if ends else Cell("–", marker="[z]")


def _marker(lines: Lines) -> str:
    return "" if lines.tracker.seen.status == FINAL else "[p]"


def _interval(lines: Lines, day: int) -> Cell:
    if lines.is_hidden(lines.ours, day):
        return Cell("", marker="[c]")
    limits = lines.ours.limits(day)
    return Cell(_range(limits)) if limits else Cell("–", marker="[z]")


def _teller(lines: Lines, day: int) -> str:
    if lines.ours.curve.at(day) is None:
        return "Nobody yet"
    return "The cohort itself" if day <= lines.reach else "Earlier children"


def _cell(lines: Lines, line: Line, day: int, *, href: str | None = None, marker: str = "") -> Cell:
    if lines.is_hidden(line, day):
        return Cell("", marker="[c]")
    share = line.share(day)
    return Cell("–", marker="[x]") if share is None else _share(share, href=href, marker=marker)


def _share(share: float, *, href: str | None = None, marker: str = "") -> Cell:
    shown = {"unit": percent.label, "decimals": percent.decimals, "href": href, "marker": marker}
    return Cell(percent.show(share), value=share, is_number=True, **shown)  # type: ignore[arg-type]


def _count(number: int, href: str | None = None) -> Cell:
    return Cell(f"{number:,}", value=number, unit="count", decimals=0, is_number=True, href=href)


def _notes(lines: Lines) -> Iterator[str]:
    if lines.before:
        yield f"{lines.before.name}: those that are final, as they are known now. A child may stand in several."
    if lines.national:
        yield f"{lines.national_name}: {lines.national.source or 'source not recorded'}. It is of all children."


def _ended(name: str, value: float | None) -> str:
    """The name of a line with where it ends."""
    return name if value is None else f"{name}: {percent.show(value)}"


def _range(limits: tuple[float, float]) -> str:
    return " to ".join(percent.show(limit) for limit in limits)


def _in_brackets(limits: tuple[float, float] | None) -> str:
    return f" (95% interval {_range(limits)})" if limits else ""


def projected(tracker: Tracker) -> str:
    """What the cohort will come to, as a range and never as one number; or why nothing is projected."""
    seen, whole = int(tracker.seen.numerator.value), int(tracker.seen.denominator_value or 0)
    if not whole:
        return "Nobody is in this cohort, so nothing is projected."
    if tracker.is_final:
        return f"Nothing is projected any more: every child is final, and {seen} of {whole} reoffended."
    found = tracker.projection
    if found is None:
        return "Nothing is projected: no earlier child of this service shows how long reoffending and its proof take."
    many = f"{found.low}" if found.low == found.high else f"Between {found.low} and {found.high}"
    so_far, apart = (" so far", " Children still to enter are not in it.") if tracker.is_running else ("", "")
    return (
        f"{many} of the {found.children} children in it{so_far} will be known to have reoffended when the cohort "
        f"matures, in 8 of 10 cases. {seen} {'is' if seen == 1 else 'are'} known to have by now.{apart}"
    )
