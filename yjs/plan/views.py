"""The annual plan and the board's quarter as pages, and their files."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from yjs.documents.cells import STATES
from yjs.documents.charts import svg
from yjs.documents.document import Audience, Chart, Document
from yjs.documents.formats import FORMATS
from yjs.measures.change import change_words, direction
from yjs.measures.comparators import beside
from yjs.measures.figure import Figure
from yjs.measures.measure import FINAL, OPEN
from yjs.measures.periods import Period, financial_year_of, quarter_of, today
from yjs.people.access import Requires
from yjs.people.permissions import May
from yjs.plan.board import figures_of
from yjs.plan.building import build_board, build_plan, file_name
from yjs.records.book import Book
from yjs.records.live import live


BUILDERS = {"plan": build_plan, "board": build_board}
STEMS = {"plan": "youth-justice-plan", "board": "board-report"}
COLOURS = {OPEN: "blue", FINAL: "green"}


def picture(chart: Chart) -> str:
    """A chart as the address of a picture within the page."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(chart).encode()).decode()


class OfADocument(Requires):
    """A page of the plan of a year or of the report for a quarter, as its address names it."""

    requires = May.SEE_FIGURES
    document = "plan"

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
        return Book.at(self.as_at) if self.as_at < today() else live()

    def past(self) -> dict[str, Any]:
        if self.as_at >= today():
            return {}
        now = reverse(f"plan:{self.document}-detail", args=[self.kwargs["period"]])
        return {"as_at_banner": f"As known at the end of {self.as_at.day} {self.as_at:%B %Y}.", "as_at_now": now}

    def downloads(self, period: Period) -> list[dict[str, Any]]:
        """The files of this document, for each audience."""
        if not self.request.user.may(May.MAKE_DOCUMENTS):
            return []
        return [
            {
                "audience": words,
                "files": [
                    (each.name, reverse(f"plan:{self.document}-file", args=[period.slug, self.as_at, audience, code]))
                    for code, each in FORMATS.items()
                ],
            }
            for audience, words in {"board": "For the management board", "public": "For the public"}.items()
        ]

    def context(self, document: Document, period: Period, **more: Any) -> dict[str, Any]:
        pictures = {chart.key: picture(chart) for chart in document.charts}
        blocks = [(placed, pictures.get(getattr(placed.block, "key", ""))) for placed in document.placed]
        years = [period, period.year_before()]
        earlier = reverse(f"plan:{self.document}-detail", args=[years[1].slug])
        shared = {"document": document, "period": period, "downloads": self.downloads(period), "blocks": blocks}
        return {**shared, "earlier": earlier, "earlier_label": years[1].label, **self.past(), **more}


class LatestPlan(Requires, View):
    """The plan of the financial year that ended last."""

    requires = May.SEE_FIGURES

    def get(self, request: Any) -> HttpResponse:
        return redirect("plan:plan-detail", financial_year_of(today()).year_before().slug)


class LatestBoard(Requires, View):
    """The report for the quarter that ended last."""

    requires = May.SEE_FIGURES

    def get(self, request: Any) -> HttpResponse:
        return redirect("plan:board-detail", quarter_of(quarter_of(today()).start - dt.timedelta(days=1)).slug)


class PlanDetail(OfADocument, TemplateView):
    """The tables of the annual plan, each number leading to its records."""

    template_name = "plan/plan_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.period()
        document = build_plan(period, self.book())
        return super().get_context_data(**self.context(document, period), **kwargs)


class BoardDetail(OfADocument, TemplateView):
    """The board's quarter on one page: a card a measure, then five years beside other areas."""

    document = "board"
    template_name = "plan/board_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, book = self.period(), self.book()
        cards = [card(now, then) for now, then in figures_of(book, period)]
        document = build_board(period, book)
        return super().get_context_data(**self.context(document, period, cards=cards), **kwargs)


def card(now: Figure, then: Figure | None) -> dict[str, Any]:
    """A measure on the board's page: figures only."""
    measure, show = now.measure, now.measure.unit.show
    out_of = "" if now.denominator_value is None else f" of {now.denominator_value:,}"
    counted = (
        f"{show(now.numerator.value) if measure.unit.name == 'pounds' else format(now.numerator.value, ',')}{out_of}"
    )
    told = measure.definition()
    definition = [
        f"{part}: {told[part]}" for part in ("Counted", "Out of", "Take care", "Reference", "Edition") if part in told
    ]
    return {
        "title": measure.title,
        "period": now.period.label,
        "value": now.text if now.value is not None else "No figure",
        "of": counted if now.value is not None and measure.unit.divides else now.reason,
        "interval": f"95% interval {show(now.interval[0])} to {show(now.interval[1])}" if now.interval else "",
        "change": _change(then, now),
        "change_kind": direction(then, now) if then is not None else "unclear",
        "status": STATES[now.status],
        "status_colour": COLOURS.get(now.status, "yellow"),
        "beside": [(p.area_name, show(p.value)) for p in beside(now.book, measure, now.period).values()],
        "definition": "\n\n".join(definition),
        "address": now.address,
    }


def _change(then: Figure | None, now: Figure) -> str:
    if then is None:
        return "Not compared until it is final"
    if then.value is None or now.value is None:
        return "Nothing to compare it with"
    words = change_words(then, now)
    return f"{words[0].upper()}{words[1:]} on the year before ({then.text})"


class DocumentFile(OfADocument, View):
    """A document as a file in one format, for one audience."""

    requires = May.MAKE_DOCUMENTS

    def get(self, request: Any, period: str, as_at: dt.date, audience: Audience, code: str) -> HttpResponse:
        whole = self.period()
        drawn = FORMATS[code]
        document = BUILDERS[self.document](whole, self.book(), audience)
        name = f"{file_name(STEMS[self.document], whole, audience)}.{drawn.extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn.render(document), content_type=drawn.content_type, headers=headers)
