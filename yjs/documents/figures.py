"""The pages of figures: every measure, its definition, and one figure with the way to the records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from yjs.documents.asking import Earlier, Question
from yjs.documents.cells import STATES, notes_of
from yjs.documents.document import Table
from yjs.documents.groups import protected_groups, whole_table
from yjs.documents.tables import trend
from yjs.measures.breakdown import Breakdown
from yjs.measures.catalogue import measures
from yjs.measures.change import change_words, difference
from yjs.measures.comparators import beside
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period, day_in_words, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import live


PARTS = {"numerator": "Counted", "denominator": "Out of"}
STATE_COLOURS = {OPEN: "blue", WAITING: "yellow", FINAL: "green"}
Crumbs = list[tuple[str, str]]
Fact = tuple[str, str] | tuple[str, str, str]


def figure_crumbs(*more: tuple[str, str]) -> Crumbs:
    """The way to a page of figures."""
    return [("Figures", reverse("documents:measure-list")), *more]


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


class OfAMeasure(Requires):
    """A page about one measure, which its address names."""

    requires = May.SEE_FIGURES
    kwargs: dict[str, Any]

    @property
    def measure(self) -> type[Measure]:
        try:
            return measures()[self.kwargs["slug"]]
        except KeyError:
            raise Http404 from None


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


class OfAFigure(OfAMeasure):
    """A page about one figure, which its address says in full: measure, period, day and groups."""

    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.within and not self.may_open:
            # One group alone is not theirs to see: they see it among the others, with the small numbers hidden.
            return redirect(f"{whole_of(self.figure(self.book())).address}?by={self.within[0][0].slug}")
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def may_open(self) -> bool:
        return cast(User, self.request.user).may(May.SEE_RECORDS_BEHIND)

    @cached_property
    def within(self) -> list[tuple[Breakdown, str]]:
        """The groups that the address narrows the figure to."""
        asked = self.request.GET
        return [(each, asked[each.slug]) for each in self.measure.breakdowns if asked.get(each.slug)]

    @property
    def _is_past(self) -> bool:
        return self.kwargs.get("as_at", today()) < today()

    def book(self) -> Book:
        return Book.at(self.kwargs["as_at"]) if self._is_past else live()

    def figure(self, book: Book) -> Figure:
        figure = self.measure.figure(book, Period.from_slug(self.kwargs["period"]))
        for breakdown, code in self.within:
            if code not in {**breakdown.groups, **breakdown.also} and code not in _found(figure, breakdown):
                raise Http404
            figure = figure.only(breakdown, code)
        return figure

    def crumbs(self, figure: Figure, *more: tuple[str, str]) -> Crumbs:
        measure = figure.measure
        return figure_crumbs((measure.title, reverse("documents:measure-detail", args=[measure.slug])), *more)

    def banner(self) -> dict[str, Any]:
        if not self._is_past:
            return {}
        now = reverse("documents:figure-detail", args=[self.kwargs["slug"], self.kwargs["period"]])
        query = self.request.GET.urlencode()
        told = f"As known at the end of {day_in_words(self.kwargs['as_at'])}."
        return {"as_at_banner": told, "as_at_now": f"{now}?{query}" if query else now}


def _found(figure: Figure, breakdown: Breakdown) -> list[str]:
    return [group.within[-1][1] for group in figure.by(breakdown)]


def _page(measure: type[Measure], period: Period) -> str:
    return reverse("documents:figure-detail", args=[measure.slug, period.slug])


class FigureDetail(OfAFigure, TemplateView):
    """One figure: its value, how it was counted, its groups, what stands beside it, and the way to its records."""

    template_name = "documents/figure_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.figure(self.book())
        shown = self._groups(figure)
        whole = [(figure.period.label, whole_of(figure).address)] if figure.within else []
        return super().get_context_data(
            figure=figure,
            unit="" if figure.measure.unit.suffix or figure.measure.unit.prefix else figure.measure.unit.label,
            state=STATES[figure.status],
            state_colour=STATE_COLOURS[figure.status],
            facts=list(_facts(figure, self.may_open)),
            beside=_beside(figure),
            splits=list(self._splits(figure)),
            groups=shown if isinstance(shown, Table) else None,
            why_no_groups=shown if isinstance(shown, str) else "",
            trend=None if figure.within else _years(figure),
            definition=list(figure.measure.definition().items()),
            question=Earlier(than=figure.book.day),
            crumbs=self.crumbs(figure, *whole),
            **self.banner(),
            **kwargs,
        )

    def _groups(self, figure: Figure) -> Table | str | None:
        asked = self.request.GET.get("by")
        for breakdown in figure.measure.breakdowns:
            if breakdown.slug == asked:
                shown = whole_table(figure, breakdown) if self.may_open else protected_groups(figure, breakdown)
                return _without_definition(shown, figure) if isinstance(shown, Table) else shown
        return None

    def _splits(self, figure: Figure) -> Iterator[tuple[str, str, bool]]:
        """The ways this figure may be split further: in words, the address, and whether it is so split now."""
        used, asked = {breakdown for breakdown, _ in figure.within}, self.request.GET.get("by")
        groups = [(breakdown.slug, code) for breakdown, code in figure.within]
        for breakdown in figure.measure.breakdowns:
            if breakdown not in used:
                yield (
                    f"By {breakdown.words}",
                    f"?{urlencode([*groups, ('by', breakdown.slug)])}",
                    breakdown.slug == asked,
                )


def whole_of(figure: Figure) -> Figure:
    """The figure that this one is a group of."""
    return replace(figure, within=())


def _years(figure: Figure) -> Table:
    caption, years = "This and the four years before", figure.period.years(5)
    return _without_definition(trend("trend", caption, figure.measure, figure.book, years), figure)


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


def _facts(figure: Figure, may_open: bool) -> Iterator[Fact]:
    unit = figure.measure.unit
    for part, label in PARTS.items():
        counted = getattr(figure, part)
        if counted is not None and (part == "numerator" or figure.denominator_value is not None):
            yield label, unit.counted(counted.value), records_address(figure, part) if may_open else ""
    if figure.interval:
        low, high = (unit.show(limit) for limit in figure.interval)
        yield "95% interval", f"{low} to {high}"
    yield "Days", figure.period.days_in_words
    yield "As known on", day_in_words(figure.book.day)
    for note in figure.notes if figure.value is not None else []:
        yield "Note", note
    if before := _year_before(figure):
        yield "Year before", before, replace(figure, period=figure.period.year_before()).address


def _year_before(figure: Figure) -> str:
    """The same figure a year earlier, and the change where the two may be compared."""
    then = replace(figure, period=figure.period.year_before())
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
