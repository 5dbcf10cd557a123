"""The pages about cohorts as a whole: the curve of one, projections scored, and what followed each kind of disposal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.generic import TemplateView, View

from disposals.breakdowns import DISPOSAL
from reoffending.asking import ByRule, NarrowForm
from reoffending.curves import chart, projected, told_by
from reoffending.followed import followed_by_kind
from reoffending.forms import usual_cohorts
from reoffending.lines import Lines
from reoffending.measures.after_disposal import ReoffendingAfterDisposal
from reoffending.models import Projection
from reoffending.scores import Scores
from reoffending.views.tracker import OfACohort
from yjs.documents.document import Block, Document, Heading, Prose, Table
from yjs.documents.formats import FORMATS
from yjs.documents.formats.html import picture
from yjs.documents.groups import WHOLE_YEARS, protected_groups, without_groups_addresses
from yjs.documents.pages import figure_crumbs
from yjs.documents.release_days import is_year_of_quarters, release_day, told_of
from yjs.measures.figure import Figure
from yjs.measures.periods import Period, day_in_words, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import past


NARROW = 260
YEARS = 6
ON_A_PAGE = 40
NEVER_A_CHILD = "A projection is about the cohort as a whole and never about a child."
Links = list[tuple[str, str]]


class OfCohorts(Requires):
    """A page of figures: as known now, or at the last release day for those who may open no records."""

    requires = May.SEE_FIGURES
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def may_open(self) -> bool:
        return cast(User, self.request.user).may(May.SEE_RECORDS_BEHIND)

    @cached_property
    def day(self) -> dt.date:
        asked = self.kwargs.get("as_at") or today()
        return asked if self.may_open else release_day(asked)

    @cached_property
    def book(self) -> Book:
        return past(self.day)

    def as_known(self, now: str) -> dict[str, Any]:
        """As known when, where that is not now, why so, and the way to what is known now or last released."""
        if self.day >= today():
            return {}
        told = {"as_at_banner": f"As known at the end of {day_in_words(self.day)}."}
        return told | ({"as_at_now": now} if self.may_open else {"release": told_of(self.day, now)})


class OfACurve(OfCohorts, OfACohort):
    """The curve of a cohort, which its address names as the tracker's does."""

    requires = May.SEE_FIGURES

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_open and self.tracker.within:
            # One group alone is not theirs to see.
            return redirect(f"{request.path}?rule={self.tracker.rule.code}")
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def why_nothing(self) -> str:
        """Why they are not shown the curve; empty where they are."""
        return "" if self.may_open or is_year_of_quarters(self.tracker.period) else WHOLE_YEARS

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.tracker, self.may_open)

    def at(self, name: str, period: Period, *, query: bool = True) -> str:
        """The address of a page of a cohort chosen as this one is, as known when this one is."""
        as_at = self.kwargs.get("as_at")
        address = reverse(
            f"reoffending:{name}{'-as-at' if as_at else ''}", args=[period.slug, *([as_at] if as_at else [])]
        )
        asked = self.request.GET.copy()
        asked.pop("period", None)
        return f"{address}?{asked.urlencode()}" if query and asked else address


class CurveDetail(OfACurve, TemplateView):
    """The share of a cohort who have reoffended, by days since the index day, beside earlier cohorts; and what it will
    come to.
    """

    template_name = "reoffending/curve_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tracker = self.tracker
        now = reverse("reoffending:curve-detail", args=[tracker.period.slug])
        query = self.request.GET.urlencode()
        shown: dict[str, Any] = {
            "tracker": tracker,
            "group": tracker.seen.group,
            "why_nothing": self.why_nothing,
            "others": [(each.label, self.at("curve-detail", each)) for each in usual_cohorts()],
            "crumbs": self._crumbs(),
            **self.as_known(f"{now}?{query}" if query else now),
        }
        if not self.why_nothing:
            shown |= {"projected": projected(tracker), "never_a_child": NEVER_A_CHILD, "is_empty": self.lines.is_empty}
            if not self.lines.is_empty:
                drawn = chart(self.lines)
                shown |= {"chart": drawn, "image": picture(drawn), "narrow": picture(drawn, NARROW)}
                shown |= {"told_by": told_by(self.lines), "pdf": self.at("curve-file", tracker.period)}
        return super().get_context_data(**{**kwargs, **shown})

    def _crumbs(self) -> Links:
        if not self.may_open:
            return figure_crumbs()
        return [("Tracker", self.at("tracker", self.tracker.period))]


class CurveFile(OfACurve, View):
    """The curve of a cohort on paper."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.leads_elsewhere() or self._file()

    def leads_elsewhere(self) -> HttpResponse | None:
        """Those who may not have it are led to the page that says why."""
        if self.why_nothing or self.lines.is_empty or (not self.may_open and self.tracker.within):
            return redirect(self.at("curve-detail", self.tracker.period))
        return None

    def _file(self) -> HttpResponse:
        self.log_detail = f"curve of the cohort {self.tracker.period.text}, as known on {self.day}"
        drawn = FORMATS["pdf"]
        name = f"reoffending-curve-{self.tracker.period.slug}.{drawn.extension}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(drawn.render(self._document()), content_type=drawn.content_type, headers=headers)

    def _document(self) -> Document:
        tracker, curve = self.tracker, chart(self.lines)
        blocks: tuple[Block, ...] = (
            Heading("The curve", 1, "the-curve"),
            Prose((curve.description, projected(tracker), NEVER_A_CHILD)),
            curve,
        )
        group = f". {tracker.seen.group}" if tracker.within else ""
        return Document(
            title=f"Reoffending by days since the index day, {tracker.period.label}",
            subtitle=f"{tracker.rule.label}{group}",
            service_name=settings.SERVICE_NAME,
            audience="internal" if self.may_open else "board",
            as_at_text=f"Figures as at {day_in_words(self.day)}",
            made_text="Made from the case records of the service",
            blocks=blocks,
            as_at=self.day,
        )


class ProjectionList(OfCohorts, TemplateView):
    """What was projected for past cohorts, scored against what came: how many held, and a line each."""

    template_name = "reoffending/projection_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = ByRule(self.request.GET).chosen
        scores = Scores(self.book, rule)
        figure, by_months = scores.figure, scores.by_months()
        scored = scores.scored(whole_only=not self.may_open)
        page = Paginator(range(len(scored)), ON_A_PAGE).get_page(self.request.GET.get("page"))
        shown = {
            "figure": figure,
            "interval": _interval(figure),
            "address": figure.address if figure and self.may_open else "",
            "waiting": scores.waiting,
            "by_months": by_months and (by_months if self.may_open else without_groups_addresses(by_months)),
            "table": scores.table(scored.iloc[list(page.object_list)]),
            "page_obj": page,
            "may_open": self.may_open,
            "rules": [(label, f"?rule={code}", code == rule) for code, label in Projection.Rule.choices],
            "crumbs": figure_crumbs(),
            **self.as_known(self.request.path),
        }
        return super().get_context_data(**{**kwargs, **shown})


def _interval(figure: Figure | None) -> str:
    if figure is None or figure.interval is None:
        return ""
    return " to ".join(figure.measure.unit.show(limit) for limit in figure.interval)


class AfterDisposal(OfCohorts, TemplateView):
    """Reoffending after each kind of disposal, diversion too: for all children, or for some."""

    template_name = "reoffending/after_disposal.html"

    @cached_property
    def period(self) -> Period:
        period = Period.from_slug(self.kwargs["period"])
        if period.start > today():
            raise Http404
        return period

    @cached_property
    def form(self) -> NarrowForm:
        return NarrowForm(self.request.GET)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_open and request.GET:
            return redirect(request.path)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self._table()
        now = reverse("reoffending:after-disposal", args=[self.period.slug])
        told = {
            "period": self.period,
            "measure": ReoffendingAfterDisposal,
            "form": self.form if self.may_open else None,
            "table": shown if isinstance(shown, Table) else None,
            "why_nothing": shown if isinstance(shown, str) else "",
            "others": list(self._years()),
            "crumbs": figure_crumbs(),
            **self.as_known(now),
        }
        return super().get_context_data(**{**kwargs, **told})

    def _table(self) -> Table | str:
        figure = ReoffendingAfterDisposal.figure(self.book, self.period)
        if not self.may_open:
            return protected_groups(figure, DISPOSAL)
        for breakdown, code in self.form.within if self.form.is_valid() else []:
            figure = figure.only(breakdown, code)
        return followed_by_kind(figure)

    def _years(self) -> Iterator[tuple[str, str]]:
        query = self.request.GET.urlencode()
        for year in reversed(financial_year_of(today()).years(YEARS)):
            address = reverse("reoffending:after-disposal", args=[year.slug])
            yield year.label, f"{address}?{query}" if query else address


class LatestAfterDisposal(Requires, View):
    """The last year all of whose children can be final."""

    requires = May.SEE_FIGURES

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("reoffending:after-disposal", financial_year_of(today()).years(4)[0].slug)


urlpatterns: list[URLPattern | URLResolver] = [
    path("tracker/<period:period>/curve/", CurveDetail.as_view(), name="curve-detail"),
    path("tracker/<period:period>/curve/as-at/<day:as_at>/", CurveDetail.as_view(), name="curve-detail-as-at"),
    path("tracker/<period:period>/curve.pdf", CurveFile.as_view(), name="curve-file"),
    path("tracker/<period:period>/as-at/<day:as_at>/curve.pdf", CurveFile.as_view(), name="curve-file-as-at"),
    path("projections/", ProjectionList.as_view(), name="projection-list"),
    path("after-disposal/", LatestAfterDisposal.as_view(), name="latest-after-disposal"),
    path("after-disposal/<period:period>/", AfterDisposal.as_view(), name="after-disposal"),
]
