"""The children: finding one, one child's page, and who the child is."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.views.generic import DetailView
from django_filters.views import FilterView

from disposals.filters import OPEN, ChildFilter
from disposals.forms import ChildForm, StatusForm
from disposals.models import Child, Intervention, Status
from disposals.views.childs_page import ChildsPage
from disposals.views.of_a_child import AddToChild, ChangeOfChild, RemoveFromChild, way_to
from yjs.measures.periods import age_on
from yjs.people.access import Requires
from yjs.people.models import Act, User
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove, versions_page
from yjs.records.days import today
from yjs.records.forms import RecordForm


CHILDREN = reverse_lazy("disposals:child-list")


class ChildList(Requires, FilterView):
    """The children of the service, found by a name or narrowed by the work that is open."""

    requires = May.SEE_CHILDREN
    filterset_class = ChildFilter
    template_name = "disposals/child_list.html"
    paginate_by = 50

    @property
    def looking(self) -> Act:  # type: ignore[override]
        return Act.SEARCHED if self.request.GET.get("q") else Act.LOOKED

    def get_queryset(self) -> QuerySet[Child]:
        user = self.request.user
        work = Intervention.objects.visible_to(user).filter(OPEN).order_by("-started_on", "-pk")
        return Child.objects.visible_to(user).prefetch_related(Prefetch("intervention_set", work, to_attr="open_work"))

    def get_paginator(self, queryset: Any, *args: Any, **kwargs: Any) -> Paginator:
        # Those found are few, and counting them would cost as much as reading them.
        found = list(queryset) if self.request.GET.get("q") else queryset
        return super().get_paginator(found, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        day = today()
        rows = [
            [
                {
                    "text": f"{child} ({child.known_as})" if child.known_as else str(child),
                    "href": child.get_absolute_url(),
                },
                {"text": f"{child.date_of_birth:%d/%m/%Y} (age {age_on(child.date_of_birth, day)})"},
                {"text": "; ".join(_titles(child.open_work)) or "None"},
                {"text": "; ".join(dict.fromkeys(work.worker or "Not recorded" for work in child.open_work))},
                {"text": child.ref},
            ]
            for child in context["page_obj"]
        ]
        number = context["paginator"].count
        columns = ["Name", "Born", "Open work", "Worker", "Reference"]
        return context | {
            "caption": f"{number:,} {'child' if number == 1 else 'children'}",
            "columns": columns,
            "rows": rows,
            "narrowing": [field for field in context["filter"].form if field.name != "q"],
            "narrowed": any(self.request.GET.get(name) for name in ChildFilter.base_filters if name != "q"),
            "asked": any(self.request.GET.get(name) for name in ChildFilter.base_filters),
            "may_record": cast(User, self.request.user).may(May.RECORD),
        }


def _titles(open_work: list[Intervention]) -> list[str]:
    return [work.programme or work.get_kind_display() for work in open_work]


class ChildDetail(Requires, DetailView):
    """One child: who, what goes on now, and everything that happened, in order."""

    requires = May.SEE_CHILDREN
    template_name = "disposals/child_detail.html"

    def get_queryset(self) -> QuerySet[Child]:
        return Child.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        return super().get_context_data(
            page=ChildsPage(self.object, user),
            crumbs=[("Children", CHILDREN)],
            versions=versions_page(self.object),
            may_record=user.may(May.RECORD),
            **kwargs,
        )


class ChildAdd(RecordAdd):
    """A child comes to the service."""

    form_class = ChildForm
    extra_context = {
        "title": "Add a child",
        "submit": "Save this child",
        "cancel": CHILDREN,
        "crumbs": [("Children", CHILDREN)],
    }

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        tell_of_twins(self.request, form)
        return response


class ChildChange(RecordChange):
    """Who a child is, corrected or filled in."""

    form_class = ChildForm
    extra_context = {"title": "Change who this child is", "submit": "Save", "remove": "disposals:child-remove"}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if not form.errors:
            tell_of_twins(self.request, form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # What was typed is not the child's name until it is saved.
        kept = self.get_queryset().get(pk=self.object.pk)
        context = {"child": kept, "crumbs": way_to(kept), "cancel": kept.get_absolute_url()}
        return super().get_context_data(**context | kwargs)


class ChildRemove(RecordRemove):
    """A child recorded twice, or by mistake, is taken away."""

    model = Child
    success_url = CHILDREN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"child": self.object, "crumbs": way_to(self.object), "cancel": self.object.get_absolute_url()}
        return super().get_context_data(**context | kwargs)


def tell_of_twins(request: Any, form: ChildForm) -> None:
    """Say so where other children have this name and birth date: one of them may be this child, recorded twice."""
    link = '<a class="govuk-notification-banner__link" href="{}">reference {}</a>'
    twins = [(twin.get_absolute_url(), twin.ref) for twin in form.twins(request.user)]
    if twins:
        notice = "Recorded before with this name and birth date: {}. If it is the same child, remove one of the two."
        messages.warning(request, format_html(notice, format_html_join(", ", link, twins)))


class StatusAdd(AddToChild):
    """A spell of a child's care or education situation begins, or comes to be known."""

    form_class = StatusForm
    extra_context = {"title": "Record the child's situation", "submit": "Save this situation"}

    def said(self, form: RecordForm) -> str:
        return "Situation recorded."


class StatusChange(ChangeOfChild):
    """A spell of a child's situation is corrected, or ends."""

    form_class = StatusForm
    extra_context = {"title": "Change or end a situation", "submit": "Save", "remove": "disposals:status-remove"}


class StatusRemove(RemoveFromChild):
    """A spell that never was is taken away."""

    model = Status
