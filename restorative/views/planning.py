"""Sessions set up ahead: planned over the weeks, given other times or children, and called off."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.views.generic import FormView

from disposals.models import Child
from restorative import cautions
from restorative.forms.reparation import PlacementDayForm, PlanForm
from restorative.hours import five_numbers_of, in_words
from restorative.models import Placement, PlacementDay, Reparation
from restorative.planning import Plan, set_up
from restorative.views.of_reparation import WAY, ByAUser, day_of, text
from yjs.people.access import Requires
from yjs.people.permissions import May
from yjs.records.changing import RecordChange, RecordRemove


REGISTERS = reverse_lazy("restorative:register-list")


class SessionPlan(ByAUser, Requires, FormView):
    """Sessions set up over the weeks for those with hours left; looked over first, so that no place is given twice."""

    requires = May.RUN_REPARATION
    template_name = "restorative/session_plan.html"
    form_class = PlanForm
    refs: tuple[str, ...] = ()

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {
            name: self.request.GET[name] for name in ("placement",) if name in self.request.GET
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        theirs = Reparation.objects.visible_to(user).filter(ended_on=None).select_related("child")
        return super().get_form_kwargs() | {
            "placements": Placement.objects.visible_to(user),
            "reparations": theirs.order_by("child__last_name", "child__first_name", "pk"),
        }

    def get_form(self, form_class: Any = None) -> PlanForm:
        form = super().get_form(form_class)
        everybody = list(form.fields["reparations"].queryset)
        numbers = five_numbers_of(everybody)
        self.refs = tuple(one.child.ref for one in everybody)
        owing = Counter(one.child_id for one in everybody)

        def label(one: Reparation) -> str:
            which = f", of the reparation from {day_of(one.referred_on)}" if owing[one.child_id] > 1 else ""
            left = numbers[one.pk].left
            return f"{one.child}: {in_words(left)} {'hour' if left == 1 else 'hours'} left{which}"

        form.fields["reparations"].label_from_instance = label
        return form

    def form_valid(self, form: PlanForm) -> HttpResponse:
        plan = form.plan()
        if self.request.POST.get("step") == "change":
            return self.render_to_response(self.get_context_data(form=form))
        if self.request.POST.get("step") == "confirm":
            try:
                days = set_up(plan=plan, by=self.request.user)
            except ValidationError as error:
                form.add_error(None, error)
                return self.form_invalid(form)
            number = len(days)
            messages.success(self.request, f"{number} {'session' if number == 1 else 'sessions'} set up.")
            return redirect(plan.placement)
        return self._look_over(form, plan)

    def _look_over(self, form: PlanForm, plan: Plan) -> HttpResponse:
        weeks = plan.look_ahead()
        rows = [
            [
                text(f"{week.on:%A} {day_of(week.on)}"),
                {"text": str(len(week.refs))},
                {"text": str(week.places_left)},
                {"text": week.fault, "colour": "red"} if week.fault else {"text": week.holiday or "-"},
            ]
            for week in weeks
        ]
        self.template_name = "restorative/session_plan_check.html"
        columns = ["Day", "Children", "Places left", "Take care"]
        return self.render_to_response(
            self.get_context_data(
                form=form,
                plan=plan,
                rows=rows,
                columns=columns,
                can_be_kept=not any(week.fault for week in weeks),
                warnings=_warnings(plan),
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"crumbs": [*WAY, ("Registers", REGISTERS)], "cancel": REGISTERS}
        return super().get_context_data(**context | kwargs)

    def people_shown(self, context: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.refs))


def _warnings(plan: Plan) -> list[tuple[str, str]]:
    """What should be thought of before these children work there: of whom, and what. A child has one line, whose
    reparation is in several parts too.
    """
    of_there = (
        cautions.of_the_placement(plan.placement, plan.days[-1]),
        cautions.of_the_weekday(plan.placement, plan.first),
    )
    found = [("The placement", said) for said in of_there if said]
    of_each: dict[Child, list[str]] = defaultdict(list)
    for one in plan.reparations:
        of_each[one.child] += cautions.of_the_child(one)
        if said := cautions.against(one, plan.placement):
            of_each[one.child].append(f"The notes say: {said}.")
        if plan.placement.provider and one.provider != plan.placement.provider:
            of_each[one.child].append(
                f"Not referred to {plan.placement.provider}, who will not see them on the register."
            )
    found += [(str(child), " ".join(dict.fromkeys(said))) for child, said in of_each.items() if said]
    if plan.placement.suits and plan.reparations:
        found.append(("Whom it suits, and whom it does not", plan.placement.suits))
    return found


class _OneDay(ByAUser):
    """A form about one session that is set up."""

    requires = May.RUN_REPARATION
    object: Any

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("placement")  # type: ignore[misc]

    def get_success_url(self) -> str:
        return reverse("restorative:session-day", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = reverse("restorative:session-day", args=[self.object.pk])
        context = {"crumbs": [*WAY, ("Registers", REGISTERS)], "cancel": page, "back": "Back to the session"}
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]


class SessionDayChange(_OneDay, RecordChange):
    """A session that is set up gets other times, or other children."""

    form_class = PlacementDayForm
    extra_context = {
        "title": "Change a session that is set up",
        "submit": "Save",
        "remove": "restorative:session-day-remove",
    }
    refs: tuple[str, ...] = ()

    def get_form_kwargs(self) -> dict[str, Any]:
        theirs = Reparation.objects.visible_to(self.request.user).select_related("child")
        named = theirs.filter(ended_on=None) | theirs.filter(ref__in=self.object.reparation_refs)
        everybody = list(named.order_by("child__last_name", "child__first_name", "pk"))
        self.refs = tuple(one.child.ref for one in everybody)
        return super().get_form_kwargs() | {"offered": [(one.ref, str(one.child)) for one in everybody]}

    def people_shown(self, context: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.refs))


class SessionDayRemove(_OneDay, RecordRemove):
    """A session that will not be held is taken away, before anything is recorded of it."""

    model = PlacementDay

    def get_success_url(self) -> str:
        return str(REGISTERS)
