"""The children: finding one, one child's page, and who the child is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import DetailView
from django_filters.views import FilterView

from disposals.filters import OPEN, ChildFilter, with_open_work, works_with
from disposals.forms import ChildForm, StatusForm
from disposals.models import Child, Intervention, Status
from disposals.views.childs_page import ChildsPage
from disposals.views.of_a_child import AddToChild, ChangeOfChild, RemoveFromChild, way_to
from yjs.measures.periods import age_on
from yjs.people.access import Requires
from yjs.people.models import Act, User
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordFormPage, RecordRemove, versions_page
from yjs.records.days import today


CHILDREN = reverse_lazy("disposals:child-list")
WHOSE = {"found": "", "all": "", "mine": " you work with", "open": " with open work"}
EMPTY = {
    "found": "Nobody fits. Try part of a name, one half of a double name, or fewer conditions.",
    "all": "No child is recorded yet.",
    "open": "No work is open with any child. Find one above, or choose All children.",
    "mine": "You work with nobody now.",
}


class ChildList(Requires, FilterView):
    """The children of the service, found by a name or narrowed by the work that is open. Until somebody asks for others
    it shows those the person works with: who looks for nobody is shown no strangers.
    """

    requires = May.SEE_CHILDREN
    filterset_class = ChildFilter
    template_name = "disposals/child_list.html"
    paginate_by = 50

    @property
    def looking(self) -> Act:  # type: ignore[override]
        return Act.SEARCHED if self.request.GET.get("q") else Act.LOOKED

    @cached_property
    def whose(self) -> str:
        """Whose names are listed: those found, everybody's, those of the person's children, or of all with open work."""
        if any(self.request.GET.get(name) for name in ChildFilter.base_filters):
            return "found"
        if self.request.GET.get("all"):
            return "all"
        return "mine" if self.has_children else "open"

    @cached_property
    def has_children(self) -> bool:
        return works_with(cast(User, self.request.user)).exists()

    def get_queryset(self) -> QuerySet[Child]:
        user = cast(User, self.request.user)
        work = Intervention.objects.visible_to(user).filter(OPEN).order_by("-started_on", "-pk")
        children = Child.objects.visible_to(user)
        if self.whose in ("mine", "open"):
            children = children.filter(pk__in=works_with(user) if self.whose == "mine" else with_open_work(user))
        return children.prefetch_related(Prefetch("intervention_set", work, to_attr="open_work"))

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
        caption = f"{number:,} {'child' if number == 1 else 'children'}{WHOSE[self.whose]}"
        if context["page_obj"].has_other_pages():
            caption += f", page {context['page_obj'].number:,} of {context['paginator'].num_pages:,}"
        return context | {
            "caption": caption,
            "ways": self._ways(),
            "empty": EMPTY[self.whose],
            "columns": columns,
            "rows": rows,
            "narrowing": [field for field in context["filter"].form if field.name != "q"],
            "narrowed": any(self.request.GET.get(name) for name in ChildFilter.base_filters if name != "q"),
            "may_record": cast(User, self.request.user).may(May.RECORD),
        }

    def _ways(self) -> list[tuple[str, str, bool]]:
        """The lists that are a step away: whose, the address, and whether it is this one."""
        here = self.request.path
        ways = [("Open work", here, self.whose == "open"), ("All children", f"{here}?all=yes", self.whose == "all")]
        if self.has_children:
            ways[0] = ("Open work", f"{here}?work=open", self.request.GET.get("work") == "open")
            ways.insert(0, ("Children you work with", here, self.whose == "mine"))
        return ways


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


class AsksWhoElse(RecordFormPage):
    """A page that asks, before it saves, whether the child is one who is recorded already."""

    form_class: Any = ChildForm

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        asked = getattr(context.get("form"), "asks_first", [])
        return [*super().people_shown(context), *(child.ref for child in asked)]


class ChildAdd(AsksWhoElse, RecordAdd):
    """A child comes to the service."""

    extra_context = {
        "title": "Add a child",
        "submit": "Save this child",
        "cancel": CHILDREN,
        "crumbs": [("Children", CHILDREN)],
    }


class ChildChange(AsksWhoElse, RecordChange):
    """Who a child is, corrected or filled in."""

    extra_context = {"title": "Correct details", "submit": "Save", "remove": "disposals:child-remove"}

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


class StatusAdd(AddToChild):
    """A spell of a child's care or education situation begins, or comes to be known."""

    form_class = StatusForm
    extra_context = {"title": "Record a status", "submit": "Save this status"}


class StatusChange(ChangeOfChild):
    """A spell of a child's situation is corrected, or ends."""

    form_class = StatusForm
    extra_context = {"title": "Change or end a status", "submit": "Save", "remove": "disposals:status-remove"}


class StatusRemove(RemoveFromChild):
    """A spell that never was is taken away."""

    model = Status
