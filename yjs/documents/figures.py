"""The pages of figures: every measure, its definition, and one figure with the way to the records behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from yjs.documents.asking import OtherMoment, Question
from yjs.documents.behind import Cells
from yjs.documents.cells import STATES, ends_with_its_period, notes_of, state_in_words
from yjs.documents.choosing import parts_of
from yjs.documents.document import Table
from yjs.documents.groups import protected_groups, whole_table, why_not_shown
from yjs.documents.pages import PARTS, OfAFigure, OfAMeasure, figure_crumbs
from yjs.documents.protection import protected_table
from yjs.documents.release_days import release_day, told_of
from yjs.documents.tables import trend
from yjs.measures.breakdown import Breakdown
from yjs.measures.catalogue import measures
from yjs.measures.change import change_words, difference
from yjs.measures.comparators import beside
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period, day_in_words, financial_year, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import past


# A cohort is followed for twelve months, and six more for its outcomes: in these years there is one that is settled.
LONGEST_WAIT = 4
STATE_COLOURS = {OPEN: "blue", WAITING: "yellow", FINAL: "green"}
Fact = tuple[str, str] | tuple[str, str, str]


def state_colour(figure: Figure) -> str:
    """The colour of the tag that says how settled a figure is."""
    return STATE_COLOURS[figure.status] if state_in_words(figure) == STATES[figure.status] else "grey"


class MeasureList(Requires, TemplateView):
    """Every measure there is: what it says of the last year that is settled, and its definition a click away."""

    requires = May.SEE_FIGURES
    template_name = "documents/measure_list.html"
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        may_open = user.may(May.SEE_RECORDS_BEHIND)
        day = today() if may_open else release_day(today())
        return super().get_context_data(
            columns=["Measure", "Latest figure", "Of", "What it says"],
            rows=list(_listed(past(day), user)),
            day=day_in_words(day),
            release={} if may_open else told_of(day, ""),
            **kwargs,
        )


def latest_figure(measure: type[Measure], book: Book) -> Figure:
    """A measure's figure for the last financial year that had ended before the book's day and is settled."""
    ended = financial_year(financial_year_of(book.day).start.year - 1).years(LONGEST_WAIT)
    figures = [measure.figure(book, year) for year in reversed(ended)]
    return next((figure for figure in figures if figure.status == FINAL), figures[0])


def _value(figure: Figure, may_open: bool) -> dict[str, str]:
    """A figure in a line: its value and unit, and the way to its page."""
    if not may_open and why_not_shown(figure):
        return {"text": "Not shown", "href": figure.address}
    if figure.value is None:
        return {"text": "No figure", "href": figure.address}
    unit = figure.measure.unit
    said = figure.text if unit.suffix or unit.prefix else f"{figure.text} {unit.label}"
    return {"text": said, "href": figure.address}


def _listed(book: Book, user: User) -> Iterator[Cells]:
    """A line for each measure."""
    for measure in sorted(measures().values(), key=lambda measure: measure.title):
        figure = latest_figure(measure, book)
        yield [
            {"text": measure.title, "href": reverse("documents:measure-detail", args=[measure.slug])},
            _value(figure, measure.opens_to(user)),
            {"text": figure.period.label},
            {"text": " ".join((measure.__doc__ or "").split())},
        ]


class MeasureDetail(OfAMeasure, TemplateView):
    """How a measure is counted, and a form that asks for one of its figures."""

    template_name = "documents/measure_detail.html"
    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_asked, this_year = any(name in request.GET for name in parts_of("period")), financial_year_of(today())
        asked = request.GET if is_asked else None
        self.form = Question(asked, measure=self.measure, initial={"period": this_year})
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
        may_open = measure.opens_to(cast(User, self.request.user))
        latest = latest_figure(measure, past(today() if may_open else release_day(today())))
        definition = list(measure.definition().items())
        shown = {"measure": measure, "definition": definition, "form": self.form, "years": years}
        shown |= {"latest": _value(latest, may_open), "latest_period": latest.period.label}
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
            state=state_in_words(figure),
            state_colour=state_colour(figure),
            facts=list(self._facts(figure)),
            beside=_beside(figure),
            splits=list(self._splits(figure)),
            groups=shown if isinstance(shown, Table) else None,
            why_no_groups=shown if isinstance(shown, str) else "",
            trend=None if figure.within else self._years(figure),
            question=OtherMoment(than=figure.book.day),
            against_now=self._against_now(),
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

    def _against_now(self) -> str:
        """Where a figure of a past day is set against what is known now."""
        if not self.may_open or self.day >= today():
            return ""
        groups = [(breakdown.slug, code) for breakdown, code in self.within]
        return f"{self._as_at(self.day, 'documents:figure-difference')}?{urlencode([*groups, ('then', 'now')])}"

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
            if part == "numerator" and not counted.is_recorded:
                yield label, ""
            elif counted is not None and (part == "numerator" or figure.denominator_value is not None):
                yield label, unit.counted(counted.value), records_address(figure, part) if self.may_open else ""
        if figure.interval:
            low, high = (unit.show(limit) for limit in figure.interval)
            yield "95% interval", f"{low} to {high}"
        yield "Days", figure.period.days_in_words
        yield "As known on", day_in_words(figure.book.day)
        for note in figure.notes if figure.value is not None else figure.not_counted:
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
        ready = "its period has ended" if ends_with_its_period(figure) else "both are final"
        return f"{then.text}. Not compared until {ready}"
    return f"{then.text}. Change: {difference(then, figure)}, {change_words(then, figure)}"


def records_address(figure: Figure, part: str) -> str:
    """The page that lists the records of a part of a figure."""
    day = figure.book.day
    address = reverse("documents:records-behind", args=[figure.measure.slug, figure.period.slug, day, part])
    query = figure.address.partition("?")[2]
    return f"{address}?{query}" if query else address
