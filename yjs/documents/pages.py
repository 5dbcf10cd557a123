"""What the pages of figures have in common: the measure or the figure that an address names, and who may see what."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yjs.documents.choosing import not_begun
from yjs.documents.groups import why_not_shown
from yjs.documents.release_days import release_day, told_of
from yjs.measures.breakdown import Breakdown
from yjs.measures.catalogue import measures
from yjs.measures.figure import Figure
from yjs.measures.measure import Measure
from yjs.measures.periods import Period, day_in_words, today
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import past


PARTS = {"numerator": "Counted", "denominator": "Out of"}
Crumbs = list[tuple[str, str]]


def figure_crumbs(*more: tuple[str, str]) -> Crumbs:
    """The way to a page of figures."""
    return [("Figures", reverse("documents:measure-list")), *more]


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


class OfAFigure(OfAMeasure):
    """A page about one figure, which its address says in full: measure, period, day and groups."""

    request: HttpRequest
    page = "documents:figure-as-at"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not_begun(self.period):
            # The page that asks for a period says so, and how to ask for another.
            asks = reverse("documents:measure-detail", args=[self.measure.slug])
            return redirect(f"{asks}?{urlencode({'period': self.period.text})}")
        if not self.may_open and (theirs := self.theirs()):
            return redirect(theirs)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def theirs(self) -> str:
        """For those who may open no records, what they may see of what they ask for; empty where this is it."""
        day = release_day(self.day)
        if self.within:
            # One group alone is not theirs to see: they see it among the others, with the small numbers hidden.
            return f"{self._as_at(day)}?by={self.within[0][0].slug}"
        if day == self.kwargs.get("as_at"):
            return ""
        query = self.request.GET.urlencode()
        return f"{self._as_at(day, self.page)}?{query}" if query else self._as_at(day, self.page)

    def _as_at(self, day: dt.date, page: str = page) -> str:
        return reverse(page, args=[self.measure.slug, self.period.slug, day])

    @cached_property
    def may_open(self) -> bool:
        return self.measure.opens_to(cast(User, self.request.user))

    def why_nothing(self, figure: Figure) -> str:
        """Why they are not shown this figure; empty where they are."""
        return "" if self.may_open else why_not_shown(figure)

    @cached_property
    def within(self) -> list[tuple[Breakdown, str]]:
        """The groups that the address narrows the figure to."""
        asked = self.request.GET
        return [(each, asked[each.slug]) for each in self.measure.breakdowns if asked.get(each.slug)]

    @property
    def period(self) -> Period:
        return Period.from_slug(self.kwargs["period"])

    @property
    def day(self) -> dt.date:
        return self.kwargs.get("as_at") or today()

    def book(self) -> Book:
        return past(self.day)

    def figure(self, book: Book) -> Figure:
        figure = self.measure.figure(book, self.period)
        for breakdown, code in self.within:
            if code not in {**breakdown.groups, **breakdown.also} and code not in _found(figure, breakdown):
                raise Http404
            figure = figure.only(breakdown, code)
        return figure

    def crumbs(self, figure: Figure, *more: tuple[str, str]) -> Crumbs:
        measure = figure.measure
        return figure_crumbs((measure.title, reverse("documents:measure-detail", args=[measure.slug])), *more)

    def banner(self) -> dict[str, Any]:
        """As known when, why so, and the way to what is known now, or last released."""
        if self.day >= today():
            return {}
        told = {"as_at_banner": f"As known at the end of {day_in_words(self.day)}."}
        query = self.request.GET.urlencode()
        now = reverse("documents:figure-detail", args=[self.measure.slug, self.period.slug])
        now = f"{now}?{query}" if query else now
        return told | ({"as_at_now": now} if self.may_open else {"release": told_of(self.day, now)})


def _found(figure: Figure, breakdown: Breakdown) -> list[str]:
    return [group.within[-1][1] for group in figure.by(breakdown)]
