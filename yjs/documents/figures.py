"""The pages of figures: every measure, its definition, one figure with the records behind it, and why it moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from yjs.documents.cells import STATES
from yjs.documents.document import Table
from yjs.documents.protection import protected_table
from yjs.documents.tables import by_breakdown, trend
from yjs.measures.catalogue import measures
from yjs.measures.change import change_words
from yjs.measures.comparators import beside
from yjs.measures.figure import Counted, Figure
from yjs.measures.measure import Measure
from yjs.measures.periods import Period, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import live


PARTS = {"numerator": "Counted", "denominator": "Out of"}
Crumbs = list[tuple[str, str]]


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
            for measure in measures().values()
        ]
        return super().get_context_data(columns=["Measure", "What it says", "Unit"], rows=rows, **kwargs)


class Question(forms.Form):
    """Which figure: for which days, as known when, split how."""

    period = forms.CharField(label="Period", help_text="For example 2018/19, 2018Q4, 2018 or 2018-04-01..2019-03-31.")
    as_at = forms.DateField(
        label="As known at the end of",
        required=False,
        help_text="For example 31/3/2019. Leave it empty for now.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
    )
    by = forms.ChoiceField(label="Split by", required=False)

    def __init__(self, *args: Any, measure: type[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [("", "Nothing"), *((b.slug, b.title) for b in measure.breakdowns)]

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_as_at(self) -> dt.date | None:
        day = self.cleaned_data["as_at"]
        if day and day > today():
            raise forms.ValidationError("This day has not come yet. Give today or an earlier day.")
        return day


class Earlier(forms.Form):
    """An earlier day to set a figure against."""

    then = forms.DateField(
        label="Set it against what was known at the end of",
        help_text="For example 31/3/2019.",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
    )


class OfAMeasure(Requires):
    """A page about one measure, which its address names."""

    requires = May.SEE_FIGURES

    @property
    def measure(self) -> type[Measure]:
        try:
            return measures()[self.kwargs["slug"]]
        except KeyError:
            raise Http404 from None


class MeasureDetail(OfAMeasure, FormView):
    """How a measure is counted, and a form that asks for one of its figures."""

    template_name = "documents/measure_detail.html"
    form_class = Question

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"measure": self.measure}

    def get_initial(self) -> dict[str, Any]:
        return {"period": financial_year_of(today()).text}

    def form_valid(self, form: Question) -> HttpResponse:
        asked = form.cleaned_data
        parts = [self.measure.slug, asked["period"].slug, *([asked["as_at"]] if asked["as_at"] else [])]
        address = reverse("documents:figure-as-at" if asked["as_at"] else "documents:figure-detail", args=parts)
        return redirect(f"{address}?by={asked['by']}" if asked["by"] else address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        definition = list(self.measure.definition().items())
        return super().get_context_data(measure=self.measure, definition=definition, crumbs=figure_crumbs(), **kwargs)


class OfAFigure(OfAMeasure):
    """A page about one figure, which its address says in full: measure, period, day and groups."""

    @property
    def _is_past(self) -> bool:
        return self.kwargs.get("as_at", today()) < today()

    def book(self) -> Book:
        return Book.at(self.kwargs["as_at"]) if self._is_past else live()

    def figure(self, book: Book) -> Figure:
        try:
            figure = self.measure.figure(book, Period.from_slug(self.kwargs["period"]))
        except ValueError:
            raise Http404 from None
        for breakdown in self.measure.breakdowns:
            if code := self.request.GET.get(breakdown.slug):
                figure = figure.only(breakdown, code)
        return figure

    def crumbs(self, figure: Figure, *more: tuple[str, str]) -> Crumbs:
        measure = figure.measure
        return figure_crumbs((measure.title, reverse("documents:measure-detail", args=[measure.slug])), *more)

    def banner(self) -> dict[str, Any]:
        if not self._is_past:
            return {}
        now = reverse("documents:figure-detail", args=[self.kwargs["slug"], self.kwargs["period"]])
        day = self.kwargs["as_at"]
        return {"as_at_banner": f"As known at the end of {day.day} {day:%B %Y}.", "as_at_now": now}


class FigureDetail(OfAFigure, TemplateView):
    """One figure: its value, how it was counted, its groups, what stands beside it, and the way to its records."""

    template_name = "documents/figure_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.figure(self.book())
        may_open = self.request.user.may(May.SEE_RECORDS_BEHIND)
        if figure.within and not may_open:
            raise Http404
        return super().get_context_data(
            figure=figure,
            facts=list(_facts(figure, may_open)),
            beside=[(p.area_name, figure.measure.unit.show(p.value), p.source) for p in _beside(figure)],
            tables=list(self._tables(figure, may_open)),
            breakdowns=figure.measure.breakdowns,
            definition=list(figure.measure.definition().items()),
            question=Earlier(),
            may_open=may_open,
            crumbs=self.crumbs(figure),
            **self.banner(),
            **kwargs,
        )

    def _tables(self, figure: Figure, may_open: bool) -> Iterable[Table]:
        asked = self.request.GET.get("by")
        for breakdown in figure.measure.breakdowns:
            if breakdown.slug == asked:
                table = by_breakdown(f"by-{asked}", f"By {breakdown.words}", figure, breakdown)
                yield table if may_open else protected_table(table)
        if not figure.within:
            years = figure.period.years(5)
            yield trend(
                "trend", "This and the years before, as known on the same day", figure.measure, figure.book, years
            )


def _beside(figure: Figure) -> list[Any]:
    return [] if figure.within else list(beside(figure.book, figure.measure, figure.period).values())


def _facts(figure: Figure, may_open: bool) -> Iterable[tuple]:
    for part, label in PARTS.items():
        counted: Counted | None = getattr(figure, part)
        if counted is not None:
            address = records_address(figure, part) if may_open else ""
            yield label, f"{counted.value:,}", address
    if figure.interval:
        low, high = (figure.measure.unit.show(limit) for limit in figure.interval)
        yield "95% interval", f"{low} to {high}"
    yield "State", STATES[figure.status]
    yield "Period", f"{figure.period.label} ({figure.period.start:%d/%m/%Y} to {figure.period.end:%d/%m/%Y})"
    for note in figure.notes:
        yield "Note", note
    before = figure.measure.figure(figure.book, figure.period.year_before())
    if not figure.within and before.value is not None and figure.value is not None:
        yield "Year before", f"{before.text}: {change_words(before, figure)}", before.address


def records_address(figure: Figure, part: str) -> str:
    """The page that lists the records of a part of a figure."""
    day = figure.book.day
    address = reverse("documents:records-behind", args=[figure.measure.slug, figure.period.slug, day, part])
    query = figure.address.partition("?")[2]
    return f"{address}?{query}" if query else address
