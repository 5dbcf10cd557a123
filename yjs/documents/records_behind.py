"""The records behind a figure, and the ones that explain why it moved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.views.generic import TemplateView

from yjs.documents.asking import OtherMoment
from yjs.documents.behind import Behind
from yjs.documents.document import Cell, Column, Row, Table
from yjs.documents.moves import Moves
from yjs.documents.pages import PARTS, OfAFigure
from yjs.documents.release_days import release_day
from yjs.measures.difference import Difference, between
from yjs.measures.figure import Figure
from yjs.measures.periods import day_in_words, today
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import past


PAGE = 50


class RecordsBehind(OfAFigure, TemplateView):
    """Exactly the records that a figure was counted from: as many as the figure says, each as it was known then."""

    requires = May.SEE_RECORDS_BEHIND
    template_name = "documents/records_behind.html"

    def lets_in(self, user: User) -> bool:
        """Whoever may open the records behind every figure; and behind some, those whose own work they are."""
        return super().lets_in(user) or self.may_open

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure, part = self.figure(self.book()), self.kwargs["part"]
        if getattr(figure, part) is None:
            raise Http404
        behind = Behind(figure, part, cast(User, self.request.user))
        page = Paginator(range(len(behind.rows)), PAGE).get_page(self.request.GET.get("page"))
        rows = behind.rows.iloc[list(page.object_list)]
        self.refs = behind.whom(rows)
        shown = {
            "figure": figure,
            "what": PARTS[part],
            "number": figure.measure.unit.counted(behind.counted.value),
            "words": figure.measure.definition()[PARTS[part]],
            "caption": "The amounts added up" if behind.counted.is_sum else "The records counted",
            "columns": behind.columns(rows),
            "rows": behind.lines(rows),
            "page_obj": page,
            "crumbs": self.crumbs(figure, (figure.period.label, figure.address)),
        }
        return super().get_context_data(**{**kwargs, **shown, **self.banner()})

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return self.refs


class FigureDifference(OfAFigure, TemplateView):
    """What a figure was at another moment, and exactly the records that explain the difference."""

    template_name = "documents/figure_difference.html"
    page = "documents:figure-difference"

    @cached_property
    def form(self) -> OtherMoment:
        return OtherMoment(self.request.GET if "then" in self.request.GET else None, than=self.day)

    def theirs(self) -> str:
        if (theirs := super().theirs()) or not self.form.is_valid():
            return theirs
        then = release_day(self.form.cleaned_data["then"])
        return "" if then == self.form.cleaned_data["then"] else f"{self.request.path}?then={then}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figure = self.figure(self.book())
        shown: dict[str, Any] = {"form": self.form, "figure": figure, "may_open": self.may_open}
        shown["why_nothing"] = self.why_nothing(figure)
        self.refs: list[str] = []
        if self.form.is_valid() and not shown["why_nothing"]:
            then, now = self._two_moments()
            shown["why_nothing"] = self.why_nothing(then)
        if self.form.is_valid() and not shown["why_nothing"]:
            difference = between(then, now)
            shown |= {"difference": difference, "moments": _two_moments(difference)}
            if self.may_open:
                moved = Moves(difference, cast(User, self.request.user))
                shown |= {"columns": moved.columns, "rows": moved.lines()}
                shown["caption"] = f"The records that explain it: {len(moved.records):,}"
                self.refs = moved.whom
        shown["crumbs"] = self.crumbs(figure, (figure.period.label, figure.address))
        if self.may_open and self.day < today():
            shown["now"] = f"?{urlencode([*((b.slug, code) for b, code in self.within), ('then', 'now')])}"
        return super().get_context_data(**{**kwargs, **shown, **self.banner()})

    def _two_moments(self) -> tuple[Figure, Figure]:
        """The figure at the earlier moment and at the later, whichever of them was asked for first."""
        earlier, later = sorted((self.day, self.form.cleaned_data["then"]))
        # A book of its own has read what this figure is counted from, and nothing else.
        return self.figure(Book.at(earlier)), self.figure(past(later))

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return self.refs


def _two_moments(difference: Difference) -> Table:
    """What the figure and its parts were and are, and how many of their records came in and left."""
    then, now = difference.then, difference.now
    values = [Cell(figure.text, href=figure.address) for figure in (then, now)]
    rows = [Row((Cell("Value"), *values, Cell(""), Cell("")))]
    for part, label in PARTS.items():
        moved = getattr(difference, part)
        if moved is not None:
            told = [now.measure.unit.counted(getattr(figure, part).value) for figure in (then, now)]
            told += [f"{len(moved.gained):,}", f"{len(moved.lost):,}"]
            rows.append(Row((Cell(label), *map(Cell, told))))
    days = [Column(day_in_words(figure.book.day)) for figure in (then, now)]
    columns = (Column("Part", numeric=False), *days, Column("Came in"), Column("Left"))
    return Table("two-moments", "The figure at two moments", columns, tuple(rows))
