"""Where reparation is worked: the placements, each with the sessions set up there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from restorative import cautions
from restorative.forms.reparation import PlacementForm
from restorative.models import Placement, PlacementDay, Reparation
from restorative.views.of_reparation import WAY, ByAUser, Cell, day_of, is_of_a_provider, text
from yjs.people.access import Requires
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove, versions_for
from yjs.records.days import today


PLACEMENTS = reverse_lazy("restorative:placement-list")
SHOWN_AHEAD = 30


class PlacementList(ByAUser, Requires, ListView):
    """Every placement: the work, who is in charge, for how many, and whether its risk is assessed."""

    requires = May.SEE_REPARATION
    template_name = "restorative/placement_list.html"

    def get_queryset(self) -> QuerySet[Placement]:
        return Placement.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            [
                {"text": one.name, "href": one.get_absolute_url()},
                text(one.work),
                text(one.supervisor),
                {"text": str(one.capacity)},
                text(one.weekdays),
                assessed(one),
            ]
            for one in context["object_list"]
        ]
        columns = ["Placement", "Work", "Supervisor", "Places", "Days", "Risk assessed"]
        may_run = self.user.may(May.RUN_REPARATION)
        return context | {"rows": rows, "columns": columns, "may_run": may_run, "crumbs": WAY}


def assessed(one: Placement) -> Cell:
    """When a placement's risk was assessed; a tag where that has to be done."""
    if one.risk_assessed_on is None:
        return {"text": "Not assessed", "colour": "red"}
    if cautions.of_the_placement(one, today()):
        return {"text": f"Over a year ago: {one.risk_assessed_on:%d/%m/%Y}", "colour": "orange"}
    return text(day_of(one.risk_assessed_on))


class PlacementDetail(ByAUser, Requires, DetailView):
    """One placement, and the sessions set up there."""

    requires = May.SEE_REPARATION
    template_name = "restorative/placement_detail.html"
    object: Placement

    def get_queryset(self) -> QuerySet[Placement]:
        return Placement.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.object
        days = PlacementDay.objects.visible_to(self.request.user).filter(placement=one)
        to_come = days.filter(on__gte=today()).order_by("on", "starts_at")[:SHOWN_AHEAD]
        been = days.filter(on__lt=today()).order_by("-on", "-starts_at")[:SHOWN_AHEAD]
        rows = [
            ("The work", one.work),
            ("Supervisor", one.supervisor),
            ("Places", one.capacity),
            ("Days", one.weekdays),
            ("Whom it suits, and whom it does not", one.suits),
            ("Risk, and what is done about it", one.risk),
            ("Risk assessed on", day_of(one.risk_assessed_on)),
            ("Run by", one.provider or "The service itself"),
        ]
        return super().get_context_data(
            rows=rows,
            warning=cautions.of_the_placement(one, today()),
            wished=[self._wished(each) for each in self.wished],
            wished_columns=["Child", "What the victim asked for"],
            to_come=[_row(day) for day in to_come],
            been=[_row(day) for day in been],
            columns=["Day", "Times", "Children", "Places left"],
            may_run=self.user.may(May.RUN_REPARATION),
            versions=versions_for(self.user, one),
            crumbs=[*WAY, ("Placements", PLACEMENTS)],
            **kwargs,
        )

    @cached_property
    def wished(self) -> list[Reparation]:
        """The open reparation whose victim asked for work like that here."""
        theirs = Reparation.objects.visible_to(self.request.user).filter(ended_on=None)
        found = list(theirs.select_related("child").order_by("child__last_name", "child__first_name", "pk"))
        self.asked = cautions.asked_of(found, self.request.user)
        return [each for each in found if cautions.wished_for(self.asked[each.pk], [self.object])]

    def _wished(self, one: Reparation) -> list[Cell]:
        return [{"text": str(one.child), "href": one.get_absolute_url()}, text("; ".join(self.asked[one.pk]))]

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [each.child.ref for each in self.wished]


def _row(day: PlacementDay) -> list[Cell]:
    children = len(day.reparation_refs)
    return [
        {"text": day_of(day.on), "href": reverse("restorative:session-day", args=[day.pk])},
        text(f"{day.starts_at:%H:%M} to {day.ends_at:%H:%M}"),
        {"text": str(children)},
        {"text": str(max(day.placement.capacity - children, 0))},
    ]


class _OfPlacements(ByAUser):
    """A form about a placement."""

    requires = May.RUN_REPARATION
    form_class: Any = PlacementForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = getattr(self, "object", None)
        page = one.get_absolute_url() if one else PLACEMENTS
        context = {"crumbs": [*WAY, ("Placements", PLACEMENTS)], "cancel": page, "back": "Back to the placement"}
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]


class PlacementAdd(_OfPlacements, RecordAdd):
    """A placement is found. One that a provider's staff add is their provider's."""

    extra_context = {"title": "Add a placement", "submit": "Save this placement"}

    def get_form_kwargs(self) -> dict[str, Any]:
        provider = self.user.provider if is_of_a_provider(self.user) else ""
        return super().get_form_kwargs() | {"instance": Placement(provider=provider)}


class PlacementChange(_OfPlacements, RecordChange):
    """A placement is corrected, or its risk assessed again."""

    extra_context = {"title": "Change a placement", "submit": "Save", "remove": "restorative:placement-remove"}


class PlacementRemove(ByAUser, RecordRemove):
    """A placement where no session was ever set up is taken away."""

    requires = May.RUN_REPARATION
    model = Placement

    def get_success_url(self) -> str:
        return str(PLACEMENTS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        way = {"crumbs": [*WAY, ("Placements", PLACEMENTS)], "cancel": self.object.get_absolute_url()}
        return super().get_context_data(**way, back="Back to the placement", **kwargs)
