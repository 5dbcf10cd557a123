"""One figure, with its interval, its state and, if asked, the records behind it."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser

from yjs.measures.commands import read_book, read_breakdown, read_measure, read_period
from yjs.measures.figure import Figure
from yjs.people.commands import DatabaseCommand
from yjs.records.days import day_in_words


class Command(DatabaseCommand):
    help = "Prints one figure for a period, as known on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the measure, as `definitions` lists them")
        parser.add_argument(
            "--period", required=True, help="2018/19, 2018Q4, 2018, 2018-04-01..2019-03-31, year-to-2018-12-31"
        )
        parser.add_argument("--as-at", metavar="DATE", help="as known at the end of this day; now where it is left out")
        parser.add_argument("--by", metavar="BREAKDOWN", help="split the figure")
        parser.add_argument("--records", action="store_true", help="list the records behind it")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        measure = read_measure(options["slug"])
        breakdown = None if options["by"] is None else read_breakdown(measure, options["by"])
        figure = measure.figure(read_book(options["as_at"]), read_period(options["period"]))
        groups = None if breakdown is None else figure.by(breakdown)
        answer = as_json(figure, groups, options["records"])
        if options["format"] == "json":
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(figure, groups, answer)))


def _parts(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "numerator": figure.numerator.value,
        "denominator": figure.denominator_value,
        "interval": list(figure.interval) if figure.interval else None,
    }


def as_json(figure: Figure, groups: list[Figure] | None, records: bool) -> dict[str, Any]:
    """A figure as others read it: the value and the interval unrounded."""
    answer = {
        "measure": figure.measure.slug,
        "edition": figure.measure.edition,
        "period": f"{figure.period.start:%Y-%m-%d}..{figure.period.end:%Y-%m-%d}",
        "as_at": f"{figure.book.day:%Y-%m-%d}",
        **_parts(figure),
        "unit": figure.measure.unit.name,
        "status": figure.status,
    }
    if figure.reason:
        answer["reason"] = figure.reason
    if records:
        answer["records"] = {part: figure.refs(part) for part in ("numerator", "denominator")}
    if groups is not None:
        answer["groups"] = [{"group": g.within[-1][1], "label": g.group, **_parts(g)} for g in groups]
    return answer


def as_text(figure: Figure, groups: list[Figure] | None, answer: dict[str, Any]) -> list[str]:
    """A figure as a person reads it."""
    unit = figure.measure.unit
    lines = [
        f"{figure.measure.title}, {figure.period.label}, as at {day_in_words(figure.book.day)}",
        f"  {_line(figure)}",
        f"  State: {figure.status}. Edition: {figure.measure.edition}. Unit: {unit.label}.",
        *(f"  {note}" for note in figure.notes),
    ]
    for group in groups or []:
        lines.append(f"  {group.group}: {_line(group)}")
    for part, refs in answer.get("records", {}).items():
        lines += [f"  Records of the {part}:", *(f"    {ref}" for ref in refs)]
    return lines


def _line(figure: Figure) -> str:
    unit, counted = figure.measure.unit, f"{figure.numerator.value:,}"
    if figure.denominator_value is None:
        return f"{figure.text} (counted: {counted})" if unit.divides else figure.text
    interval = (
        f", 95% interval {unit.show(figure.interval[0])} to {unit.show(figure.interval[1])}" if figure.interval else ""
    )
    return f"{figure.text} ({counted} of {figure.denominator_value:,}{interval})"
