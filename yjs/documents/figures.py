"""The pages of figures: every measure, its definition, and one figure with the way to the records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from yjs.documents.asking import Earlier, Question
from yjs.documents.cells import STATES, notes_of
from yjs.documents.document import Table
from yjs.documents.groups import protected_groups, whole_table
from yjs.documents.pages import PARTS, OfAFigure, OfAMeasure, figure_crumbs
from yjs.documents.protection import protected_table
from yjs.documents.tables import trend
from yjs.measures.breakdown import Breakdown
from yjs.measures.catalogue import measures
from yjs.measures.change import change_words, difference
from yjs.measures.comparators import beside
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period, day_in_words, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.permissions import May


STATE_COLOURS = {OPEN: "blue", WAITING: "yellow", FINAL: "green"}
Fact = tuple[str, str] | tuple[str, str, str]


class MeasureList(Requires, TemplateView):
    """Every measure there is, each with its definition a click away."""

    requires = May.SEE_FIGURES
    template_name = "documents/measure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            [
                {"text": measure.title, "href": reverse("documents:measure-detail", args=[measure.slug])},
                {"text": " ".join((measure.__doc__ or "").split())},
                {"text": measure.unit.label},
            ]
            for measure in sorted(measures().values(), key=lambda measure: measure.title)
        ]
        return super().get_context_data(columns=["Measure", "What it says", "Unit"], rows=rows, **kwargs)


class MeasureDetail(OfAMeasure, TemplateView):
    """How a measure is counted, and a form that asks for one of its figures."""

    template_name = "documents/measure_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, this_year = request.GET if "period" in request.GET else None, financial_year_of(today())
        self.form = Question(asked, measure=self.measure, initial={"period": this_year.text})
        if self.form.is_valid():
            return redirect(self._answer(**self.form.cleaned_data))
        return super().get(request, *args, **kwargs)

    def _answer(self, period: Period, as_at: dt.date | None, by: str) -> str:
        parts = [self.measure.slug, period.slug, *([as_at] if as_at else [])]
        address = reverse("documents:figure-as-at" if as_at else "documents:figure-detail", args=parts)
        return f"{address}?by={by}" if by else address

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measure, this_year = self.measure, financial_year_of(today())
        years = [
            (f"{year.label} so far" if year == this_year else year.label, _page(measure, year))
            for year in reversed(this_year.years(5))
        ]
        definition = list(measure.definition().items())
        shown = {"measure": measure, "definition": definition, "form": self.form, "years": years}
        return super().get_context_data(crumbs=figure_crumbs(), **shown, **kwargs)


def _page(measure: type[Measure], period: Period) -> str:
    return reverse("documents:figure-detail", args=[measure.slug, period.slug])


class FigureDetail(OfAFigure, TemplateView):
    """One figure: its value, how it was counted, its groups, what stands beside it, and the way to its records."""

    template_name = "documents/figure_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.figure(self.book())
        told = {"figure": figure, "definition": list(figure.measure.definition().items()), **self.banner(), **kwargs}
        if why := self.why_nothing(figure):
            return super().get_context_data(why_nothing=why, crumbs=self.crumbs(figure), **told)
        shown = self._groups(figure)
        whole = [(figure.period.label, whole_of(figure).address)] if figure.within else []
        return super().get_context_data(
            unit="" if figure.measure.unit.suffix or figure.measure.unit.prefix else figure.measure.unit.label,
            state=STATES[figure.status],
            state_colour=STATE_COLOURS[figure.status],
            facts=list(self._facts(figure)),
            beside=_beside(figure),
            splits=list(self._splits(figure)),
            groups=shown if isinstance(shown, Table) else None,
            why_no_groups=shown if isinstance(shown, str) else "",
            trend=None if figure.within else self._years(figure),
            question=Earlier(than=figure.book.day),
            crumbs=self.crumbs(figure, *whole),
            **told,
        )

    def _groups(self, figure: Figure) -> Table | str | None:
        asked = self.request.GET.get("by")
        for breakdown in self._theirs():
            if breakdown.slug == asked:
                shown = whole_table(figure, breakdown) if self.may_open else protected_groups(figure, breakdown)
                return _without_definition(shown, figure) if isinstance(shown, Table) else shown
        return None

    def _theirs(self) -> list[Breakdown]:
        """The ways of splitting that this person is shown."""
        return [each for each in self.measure.breakdowns if self.may_open or not each.is_inside]

    def _splits(self, figure: Figure) -> Iterator[tuple[str, str, bool]]:
        """The ways this figure may be split further: in words, the address, and whether it is so split now."""
        used, asked = {breakdown for breakdown, _ in figure.within}, self.request.GET.get("by")
        groups = [(breakdown.slug, code) for breakdown, code in figure.within]
        for breakdown in self._theirs():
            if breakdown not in used:
                yield (
                    f"By {breakdown.words}",
                    f"?{urlencode([*groups, ('by', breakdown.slug)])}",
                    breakdown.slug == asked,
                )

    def _years(self, figure: Figure) -> Table:
        caption, years = "This and the four years before", figure.period.years(5)
        table = trend("trend", caption, figure.measure, figure.book, years)
        return _without_definition(table if self.may_open else protected_table(table), figure)

    def _facts(self, figure: Figure) -> Iterator[Fact]:
        unit = figure.measure.unit
        for part, label in PARTS.items():
            counted = getattr(figure, part)
            if counted is not None and (part == "numerator" or figure.denominator_value is not None):
                yield label, unit.counted(counted.value), records_address(figure, part) if self.may_open else ""
        if figure.interval:
            low, high = (unit.show(limit) for limit in figure.interval)
            yield "95% interval", f"{low} to {high}"
        yield "Days", figure.period.days_in_words
        yield "As known on", day_in_words(figure.book.day)
        for note in figure.notes if figure.value is not None else []:
            yield "Note", note
        then = replace(figure, period=figure.period.year_before())
        if (before := _year_before(then, figure)) and not self.why_nothing(then):
            yield "Year before", before, then.address


def whole_of(figure: Figure) -> Figure:
    """The figure that this one is a group of."""
    return replace(figure, within=())


def _without_definition(table: Table, figure: Figure) -> Table:
    """The table without the notes that the page tells of its own."""
    told = notes_of([figure])
    return replace(table, notes=tuple(note for note in table.notes if note not in told))


def _beside(figure: Figure) -> list[Fact]:
    if figure.within:
        return []
    show = figure.measure.unit.show
    published = beside(figure.book, figure.measure, figure.period).values()
    return [(each.area_name, f"{show(each.value)} ({each.source or 'source not recorded'})") for each in published]


def _year_before(then: Figure, figure: Figure) -> str:
    """The same figure a year earlier, and the change where the two may be compared."""
    if then.value is None or figure.value is None or then.period.end >= figure.period.start:
        return ""
    if {then.status, figure.status} != {FINAL}:
        return f"{then.text}. Not compared until both are final"
    return f"{then.text}. Change: {difference(then, figure)}, {change_words(then, figure)}"


def records_address(figure: Figure, part: str) -> str:
    """The page that lists the records of a part of a figure."""
    day = figure.book.day
    address = reverse("documents:records-behind", args=[figure.measure.slug, figure.period.slug, day, part])
    query = figure.address.partition("?")[2]
    return f"{address}?{query}" if query else address
