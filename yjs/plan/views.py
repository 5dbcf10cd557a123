"""The annual plan and the board's quarter as pages, and their files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from restorative.quotes import quotes
from yjs.documents.asking import AnotherDay
from yjs.documents.document import Audience, Chart, Document, Placed, Table
from yjs.documents.formats import FORMATS
from yjs.documents.formats.html import picture
from yjs.documents.groups import without_groups_addresses
from yjs.documents.protection import Hidden, hidden_groups, without
from yjs.documents.release_days import release_day, told_of
from yjs.measures.periods import Period, day_in_words, financial_year, financial_year_of, quarter_of, today
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.plan.board import figures_of, year_to_its_end
from yjs.plan.building import build_board, build_plan, file_name
from yjs.plan.cards import card
from yjs.records.book import Book
from yjs.records.live import past


BUILDERS = {"plan": build_plan, "board": build_board}
STEMS = {"plan": "youth-justice-plan", "board": "board-report"}
NARROW = 260
Link = tuple[str, str]


class OfADocument(Requires):
    """A page of the plan of a year or of the report for a quarter, as its address names it."""

    requires = May.SEE_FIGURES
    document = "plan"
    said: tuple[str, ...] | None = None
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def period(self) -> Period:
        period = Period.from_slug(self.kwargs["period"])
        whole = financial_year_of(period.start) if self.document == "plan" else quarter_of(period.start)
        if period != whole or period.start > today():
            raise Http404
        return period

    @property
    def as_at(self) -> dt.date:
        return self.kwargs.get("as_at") or today()

    def book(self) -> Book:
        return past(self.as_at)

    def built(self, book: Book, audience: Audience = "board") -> Document:
        """The document from a book; of the same book it is the same one, and a saved record makes it another book."""
        build = BUILDERS[self.document]
        asked = build, self.period, audience, self._quoted(book)
        return book.remembered(asked, lambda: build(self.period, book, audience))

    def _quoted(self, book: Book) -> tuple[str, ...]:
        """The words in it that may be taken back, whatever day the book is of; asked once for a page."""
        if self.said is None:
            whole = self.period if self.document == "plan" else year_to_its_end(self.period)
            self.said = tuple(quotes(book, whole))
        return self.said

    def may(self, what: May) -> bool:
        return cast(User, self.request.user).may(what)

    @cached_property
    def may_open(self) -> bool:
        return self.may(May.SEE_RECORDS_BEHIND)

    def _page(self, name: str, *more: Any) -> str:
        return reverse(f"plan:{name}", args=[self.period.slug, *more])

    def hidden(self, book: Book) -> Hidden:
        """The counts of small groups, for those who may open no records."""
        if self.may_open:
            return frozenset()
        asked = hidden_groups, self.document, self.period
        return book.remembered(asked, lambda: hidden_groups(self.built(book).tables))


class DocumentPage(OfADocument):
    """A document as a page: its tables and charts, its files, and the way to other periods and other days.

    What the page tells in its own way above the document's blocks is not told again among them.
    """

    told_above: tuple[str, ...] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = AnotherDay(request.GET if "as_at" in request.GET else None)
        if self.form.is_valid():
            return redirect(f"plan:{self.document}-as-at", self.period.slug, self.form.cleaned_data["as_at"])
        if not self.may_open and self.kwargs.get("as_at") != (day := release_day(self.as_at)):
            address, query = self._page(f"{self.document}-as-at", day), request.GET.urlencode()
            return redirect(f"{address}?{query}" if query else address)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def context(self, book: Book) -> dict[str, Any]:
        asked = DocumentPage, self.document, self.period, self.may_open, self._quoted(book)
        document, blocks = book.remembered(asked, lambda: self._shown(book))
        return {
            "document": document,
            "blocks": blocks,
            "others": list(self._others()),
            "downloads": self._downloads() if self.may(May.MAKE_DOCUMENTS) else [],
            "form": self.form,
            "may_open": self.may_open,
            "as_released": self._as_released(),
            **self._past(),
        }

    def _shown(self, book: Book) -> tuple[Document, list[tuple[Placed, str, str]]]:
        """The document as this person is shown it, and its blocks."""
        document = without(self.built(book), self.hidden(book))
        return document, list(self._blocks(document))

    def _blocks(self, document: Document) -> Iterator[tuple[Placed, str, str]]:
        """Each block where it stands, with the picture of its chart, wide and narrow; no address they may not follow."""
        for placed in document.placed:
            block, pictures = placed.block, ("", "")
            if isinstance(block, Chart):
                pictures = picture(block), picture(block, NARROW)
            elif isinstance(block, Table) and not self.may_open:
                placed = replace(placed, block=without_groups_addresses(block))
            if placed.anchor not in self.told_above:
                yield placed, *pictures

    def _others(self) -> Iterator[Link]:
        """The same document for the periods before and after."""
        before = self.period.start - dt.timedelta(days=1)
        after = self.period.end + dt.timedelta(days=1)
        of = financial_year_of if self.document == "plan" else quarter_of
        for period in dict.fromkeys((self.period.year_before(), of(before), of(after))):
            if period.start <= (today() if self.may_open else self.as_at):
                yield period.label, reverse(f"plan:{self.document}-detail", args=[period.slug])

    def _downloads(self) -> list[tuple[str, list[Link]]]:
        """The files of this document, for each audience; those for the public as known at a release day."""
        public = release_day(self.as_at)
        released = "" if public == self.as_at else f", as known at the end of {day_in_words(public)}"
        files = (("board", "For the management board", self.as_at), ("public", f"For the public{released}", public))
        return [
            (
                words,
                [
                    (each.name, self._page(f"{self.document}-file", day, audience, code))
                    for code, each in FORMATS.items()
                ],
            )
            for audience, words, day in files
        ]

    def _as_released(self) -> Link | None:
        """The same document as the board sees it, where that is as known at another day."""
        day = release_day(self.as_at)
        if not self.may_open or day == self.as_at or day < self.period.start:
            return None
        return f"As the board sees it ({day_in_words(day)})", self._page(f"{self.document}-as-at", day)

    def _past(self) -> dict[str, Any]:
        if self.as_at >= today():
            return {}
        told, now = (
            {"as_at_banner": f"As known at the end of {day_in_words(self.as_at)}."},
            self._page(f"{self.document}-detail"),
        )
        return told | ({"as_at_now": now} if self.may_open else {"release": told_of(self.as_at, now)})


class LatestPlan(Requires, View):
    """The plan of the financial year that ended last."""

    requires = May.SEE_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("plan:plan-detail", financial_year(financial_year_of(today()).start.year - 1).slug)


class LatestBoard(Requires, View):
    """The report for the quarter that ended last."""

    requires = May.SEE_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("plan:board-detail", quarter_of(quarter_of(today()).start - dt.timedelta(days=1)).slug)


class PlanDetail(DocumentPage, TemplateView):
    """The tables of the annual plan, each number leading to its records."""

    template_name = "plan/plan_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{**kwargs, **self.context(self.book())})


class BoardDetail(DocumentPage, TemplateView):
    """The board's quarter on one page: a card a measure, then five years beside other areas."""

    document = "board"
    template_name = "plan/board_detail.html"
    told_above = ("quarter", "table-quarter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        book = self.book()
        cards = [card(now, then, self.hidden(book)) for now, then in figures_of(book, self.period)]
        return super().get_context_data(**{**kwargs, **self.context(book), "cards": cards})


class DocumentFile(OfADocument, View):
    """A document as a file in one format, for one audience."""

    requires = May.MAKE_DOCUMENTS

    def get(self, request: HttpRequest, audience: Audience, code: str, **kwargs: Any) -> HttpResponse:
        released = release_day(self.as_at)
        if self.as_at != released and (audience == "public" or not self.may_open):
            return redirect(self._page(f"{self.document}-file", released, audience, code))
        drawn = FORMATS[code]
        book = self.book()
        document = self.built(book, audience)
        if audience != "public":
            document = without(document, self.hidden(book))
        name = f"{file_name(STEMS[self.document], self.period, audience)}.{drawn.extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn.render(document), content_type=drawn.content_type, headers=headers)
