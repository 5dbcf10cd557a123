"""The Ministry's figures for this service's cohorts: entered, beside ours, and the children who could explain a gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path, reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from disposals.models import Child
from reoffending.asking import OfficialForm
from reoffending.measures.proven import BinaryReoffendingRate
from reoffending.official import WHY, CouldExplain, Official, official_figures, summary, who_could_explain
from reoffending.views.curves import OfCohorts
from yjs.documents.document import Cell, Column, Row, Table
from yjs.documents.pages import figure_crumbs
from yjs.documents.release_days import is_released, release_day
from yjs.measures.figure import Figure
from yjs.measures.models import OWN_AREA, Comparator
from yjs.measures.periods import Period, day_in_words, today
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove, versions_page


# Each is set beside what was known on its own day: a page of them reads so many books of past days.
ON_A_PAGE = 8
ON_A_PAGE_OF_CHILDREN = 50
OFFICIAL = reverse_lazy("reoffending:official-list")


class OfficialList(OfCohorts, TemplateView):
    """Each figure the Ministry published, with ours for the same cohort as known then and now."""

    template_name = "reoffending/official_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [each for each in official_figures().visible_to(self.request.user) if self._may_see(each)]
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        officials = [self._official(each) for each in page.object_list]
        shown = {
            "officials": [(each, beside(each), self._ways(each)) for each in officials],
            "page_obj": page,
            "add": reverse("reoffending:official-add") if self.request.user.may(May.RECORD) else "",  # type: ignore[union-attr]
            "crumbs": figure_crumbs(),
            **self.as_known(self.request.path),
        }
        return super().get_context_data(**{**kwargs, **shown})

    def _may_see(self, record: Comparator) -> bool:
        """Those who may open no records see what is released: whole quarters and years, published by their day."""
        return self.may_open or (is_released(Period.parse(record.period)) and _published(record) <= self.day)

    def _official(self, record: Comparator) -> Official:
        published = _published(record)
        return Official(record, published if self.may_open else release_day(published), self.day)

    def _ways(self, each: Official) -> list[tuple[str, str]]:
        ways = []
        if self.may_open:
            ways.append(
                ("The children who could explain it", reverse("reoffending:official-detail", args=[each.record.pk]))
            )
        if self.request.user.may(May.RECORD):  # type: ignore[union-attr]
            ways.append(("Correct", reverse("reoffending:official-change", args=[each.record.pk])))
        return ways


def _published(record: Comparator) -> Any:
    """The day of publishing; where that is not recorded, the day from which the figure counts as known."""
    return record.published_on or record.recorded_on


def beside(official: Official) -> Table:
    """The Ministry's figure and ours, as known when it was published and now."""
    columns = ("Figure", "Rate", "Reoffended", "Of", "95% interval", "The Ministry’s less ours")
    counts = [f"{number:,}" for number in official.counts] if official.counts else ["–", "–"]
    show = BinaryReoffendingRate.unit.show
    rows = [
        Row((Cell("The Ministry’s"), Cell(show(official.value)), *map(Cell, counts), Cell("–"), Cell(""))),
        _ours(official, f"Ours, as known on {day_in_words(official.then.book.day)}", official.then),
        _ours(official, f"Ours, as known on {day_in_words(official.now.book.day)}", official.now),
    ]
    if official.four_quarters:
        rows.append(_ours(official, "Ours, as four quarterly cohorts added up", official.four_quarters))
    note = (
        "The Ministry counts from the Police National Computer, by the address the police had; we count from our own "
        "records. A year it published since October 2015 is four quarterly cohorts added up."
    )
    caption = f"Children followed from {official.period.label}"
    return Table(
        f"official-{official.record.pk}",
        caption,
        tuple(Column(title, numeric=bool(place)) for place, title in enumerate(columns)),
        tuple(rows),
        (note,),
    )


def _ours(official: Official, name: str, figure: Figure) -> Row:
    show = figure.measure.unit.show
    between = " to ".join(show(limit) for limit in figure.interval) if figure.interval else "–"
    counts = [f"{figure.numerator.value:,}", f"{figure.denominator_value or 0:,}"]
    value = Cell(figure.text, href=figure.address) if figure.value is not None else Cell("–", marker="[x]")
    return Row((Cell(name), value, *map(Cell, counts), Cell(between), Cell(official.gap(figure))))


class OfOfficial:
    """A page about one figure the Ministry published."""

    kwargs: dict[str, Any]
    request: Any

    def get_queryset(self) -> models.QuerySet:
        return official_figures().visible_to(self.request.user)

    def get_success_url(self) -> str:
        return str(OFFICIAL)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = figure_crumbs(("Against the official figure", str(OFFICIAL)))
        return super().get_context_data(**{"crumbs": crumbs, "cancel": str(OFFICIAL)} | kwargs)  # type: ignore[misc]


class OfficialAdd(OfOfficial, RecordAdd):
    """The Ministry's figure for a cohort is entered."""

    form_class = OfficialForm
    extra_context = {"title": "Enter the Ministry’s figure for a cohort", "submit": "Save"}

    def get_form_kwargs(self) -> dict[str, Any]:
        new = Comparator(measure=BinaryReoffendingRate.slug, area=OWN_AREA)
        return super().get_form_kwargs() | {"instance": new}

    def said(self, form: Any) -> str:
        return "The Ministry’s figure is recorded."


class OfficialChange(OfOfficial, RecordChange):
    """The Ministry's figure is corrected, with a reason."""

    form_class = OfficialForm
    extra_context = {
        "title": "Correct the Ministry’s figure",
        "submit": "Save",
        "remove": "reoffending:official-remove",
    }


class OfficialRemove(OfOfficial, RecordRemove):
    """The Ministry's figure is taken away: it was entered by mistake."""

    model = Comparator


class OfficialDetail(OfCohorts, TemplateView):
    """The children by whom the Ministry's count and ours could differ, and why each could."""

    requires = May.SEE_RECORDS_BEHIND
    template_name = "reoffending/official_detail.html"
    refs: list[str]

    @cached_property
    def official(self) -> Official:
        record = get_object_or_404(official_figures().visible_to(self.request.user), pk=self.kwargs["pk"])
        return Official(record, _published(record), today())

    def beforehand(self) -> None:
        # Two books are read: nobody who writes has to wait for that.
        self.found = who_could_explain(self.official)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.found, ON_A_PAGE_OF_CHILDREN).get_page(self.request.GET.get("page"))
        children = Child.objects.visible_to(self.request.user).in_bulk([each.pk for each in page.object_list])
        listed = [(children[each.pk], each) for each in page.object_list if each.pk in children]
        self.refs = [child.ref for child, _ in listed]
        shown = {
            "official": self.official,
            "table": beside(self.official),
            "reasons": list(summary(self.found)),
            "columns": ["Child", "Followed from", "Age then", "Proven reoffences", "Why"],
            "rows": [_line(child, each) for child, each in listed],
            "page_obj": page,
            "difference": _difference(self.official),
            "versions": versions_page(self.official.record),
            "crumbs": figure_crumbs(("Against the official figure", str(OFFICIAL))),
        }
        return super().get_context_data(**{**kwargs, **shown})

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return self.refs


def _line(child: Child, found: CouldExplain) -> list[dict[str, str]]:
    return [
        {"text": str(child), "href": child.get_absolute_url()},
        {"text": day_in_words(found.on) if found.on else "Not in our cohort"},
        {"text": "–" if found.age is None else str(found.age)},
        {"text": "–" if found.reoffences is None else str(found.reoffences)},
        {"text": "; ".join(WHY[name][0] for name in found.why)},
    ]


def _difference(official: Official) -> str:
    """The page that explains, record by record, how ours moved since the figure was published."""
    slug, period = BinaryReoffendingRate.slug, official.period.slug
    if official.published_on >= today():
        return ""
    page = reverse("documents:figure-difference", args=[slug, period, today()])
    return f"{page}?then={official.published_on}"


urlpatterns: list[URLPattern | URLResolver] = [
    path("official/", OfficialList.as_view(), name="official-list"),
    path("official/add/", OfficialAdd.as_view(), name="official-add"),
    path("official/<int:pk>/", OfficialDetail.as_view(), name="official-detail"),
    path("official/<int:pk>/change/", OfficialChange.as_view(), name="official-change"),
    path("official/<int:pk>/remove/", OfficialRemove.as_view(), name="official-remove"),
]
