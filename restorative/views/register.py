"""The register of a session on a phone: who came, the answers looked over, and kept once."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.views.generic import TemplateView

from restorative import cautions, hours
from restorative.forms.register import RegisterForm
from restorative.gaps import UNACCEPTABLE
from restorative.models import PlacementDay, WorkPhoto
from restorative.register import (
    Answer,
    Place,
    Registered,
    Said,
    StaleRegister,
    left_after,
    offered_in,
    places_of,
    register,
)
from restorative.views.of_reparation import WAY, ByAUser, Cell, day_of, text
from yjs.people.access import Requires
from yjs.people.models import Act
from yjs.people.permissions import May
from yjs.records.days import today


class OfADay(ByAUser, Requires):
    """A page about one session and the children who have a place in it."""

    kwargs: dict[str, Any]

    @cached_property
    def day(self) -> PlacementDay:
        days = PlacementDay.objects.visible_to(self.request.user).select_related("placement")
        return get_object_or_404(days, pk=self.kwargs["pk"])

    @cached_property
    def places(self) -> list[Place]:
        return places_of(self.day, self.request.user)

    @property
    def page_of_day(self) -> str:
        return reverse("restorative:session-day", args=[self.day.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, registers = self.day, [("Registers", reverse("restorative:register-list"))]
        context = {
            "day": day,
            "on": day_of(day.on),
            "crumbs": [*WAY, *(registers if self.user.may(May.RUN_REPARATION) else [])],
            "others": len(day.reparation_refs) - len(self.places),
            "page_of_day": self.page_of_day,
            "warnings": list(filter(None, [cautions.of_the_placement(day.placement, day.on)])),
        }
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [place.reparation.child.ref for place in self.places]


class SessionDay(OfADay, TemplateView):
    """One session: its children, what became of each, and the way to its register and its sheet."""

    requires = May.SEE_REPARATION
    template_name = "restorative/session_day.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day, may_run = self.day, self.user.may(May.RUN_REPARATION)
        recorded = [place for place in self.places if place.said is not None]
        return super().get_context_data(
            rows=[self._row(place, may_run) for place in self.places],
            columns=[
                "Child",
                "What became of it",
                "Times",
                "Attended",
                "Credited",
                "Notes",
                *(["Correct"] if may_run else []),
            ],
            is_to_come=day.on > today(),
            all_recorded=len(recorded) == len(self.places) > 0,
            offered=hours.in_words(offered_in(day)),
            may_run=may_run,
            photos=list(WorkPhoto.objects.visible_to(self.request.user).filter(day=day)),
            **kwargs,
        )

    def _row(self, place: Place, may_run: bool) -> list[Cell]:
        said, one = place.said, place.reparation
        name = {"text": str(one.child), "href": one.get_absolute_url()}
        if said is None or place.session is None:
            return [
                name,
                {"text": "Not recorded"},
                *({"text": "-"} for _ in range(4)),
                *([{"text": "-"}] if may_run else []),
            ]
        page = reverse("restorative:session-change", args=[place.session.pk])
        return [name, *told(self.day, said), *([{"text": "This child alone", "href": page}] if may_run else [])]


def _in_a_line(day: PlacementDay, said: Said) -> str:
    answer, times, attended, credited, _ = (str(cell["text"]) for cell in told(day, said))
    return "; ".join([answer, *([times] if said.came else []), f"{attended} attended", f"{credited} credited"])


COLOURS = {Answer.HERE: "green", Answer.SENT_HOME: "orange", Answer.ACCEPTABLE: "yellow", Answer.UNACCEPTABLE: "red"}


def told(day: PlacementDay, said: Said) -> list[Cell]:
    """What is said of a child, in the cells of a row."""
    answer = Answer(said.answer)
    arrived_at, left_at = said.times(day)
    reckoned = [f"{hours.in_words(said.allowed)} allowed"] if said.allowed else []
    reckoned += [f"{hours.in_words(said.penalty)} penalty"] if said.penalty else []
    credited = hours.in_words(said.credited(day)) + (f" ({', '.join(reckoned)})" if reckoned else "")
    return [
        {"text": answer.label, "colour": COLOURS[answer]},
        {"text": f"{arrived_at:%H:%M} to {left_at:%H:%M}" if said.came else "-"},
        {"text": hours.in_words(said.attended(day))},
        {"text": credited},
        {"text": "; ".join(filter(None, (said.behaviour, said.work_done))) or "-"},
    ]


def _left(left: Decimal) -> Cell:
    """The hours left after a session; more credited than was left is marked."""
    if left < 0:
        return {"text": f"None: {hours.in_words(-left)} too many", "colour": "yellow"}
    return {"text": hours.in_words(left)}


class Register(OfADay, TemplateView):
    """The register: filled in, looked over, and kept once. Filled in again, it is a correction."""

    requires = May.RUN_REPARATION
    template_name = "restorative/register.html"
    # Looking the answers over is not yet keeping them.
    doing = Act.CHANGED

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._ask(self._again(self.typed) if self.typed is not None else self._form())

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        step = request.POST.get("step", "check")
        if self.day.on > today() or not self.places:
            return self._ask(self._form())
        if step == "all-here":
            return self._ask(self._again(_all_here(request.POST)))
        if step == "change":
            return self._ask(self._again(request.POST))
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self._ask(form)
        return self._keep(form) if step == "confirm" else self._look_over(form)

    def _form(self, **kwargs: Any) -> RegisterForm:
        return RegisterForm(day=self.day, places=self.places, **kwargs)

    def _again(self, typed: Mapping[str, Any]) -> RegisterForm:
        """The form with what was typed, which is not judged yet."""
        return self._form(initial={name: typed[name] for name in self._form().fields if name in typed})

    def _ask(self, form: RegisterForm) -> HttpResponse:
        filled_in = any(place.session for place in self.places)
        return self.render_to_response(
            self.get_context_data(form=form, is_correction=filled_in, is_to_come=self.day.on > today())
        )

    def _look_over(self, form: RegisterForm) -> HttpResponse:
        rows = []
        for said, left in zip(form.said, left_after(self.day, form.said), strict=True):
            *numbers, notes = told(self.day, said)
            rows.append([text(str(said.reparation.child)), *numbers, _left(left), notes])
        columns = ["Child", "What became of it", "Times", "Attended", "Credited", "Left after this", "Notes"]
        if not any(said.behaviour or said.work_done for said in form.said):
            rows, columns = [row[:-1] for row in rows], columns[:-1]
        changes = {said.reparation.pk for said in form.changes()}
        before = [
            (str(place.reparation.child), _in_a_line(self.day, place.said))
            for place in self.places
            if place.reparation.pk in changes and place.said
        ]
        self.template_name = "restorative/register_check.html"
        context = self.get_context_data(
            form=form,
            rows=rows,
            columns=columns,
            before=before,
        )
        return self.render_to_response(context)

    def _keep(self, form: RegisterForm) -> HttpResponse:
        try:
            done = register(
                day=self.day, said=form.said, by=self.request.user, reason=form.cleaned_data.get("reason", "")
            )
        except StaleRegister as stale:
            return self._both_texts(form, stale)
        except ValidationError as error:
            form.add_error(None, error)
            return self._ask(form)
        _tell(self.request, done)
        return redirect(self.page_of_day)

    def _both_texts(self, form: RegisterForm, stale: StaleRegister) -> HttpResponse:
        """Somebody was quicker: what was typed stays, beside what they recorded, and is judged against theirs now."""
        del self.places
        versions = {f"version-{clash.saved.reparation_id}": clash.saved.version for clash in stale.clashes}
        again = self._again({**self.request.POST.dict(), **versions})
        again.lay_beside(stale.clashes)
        return self._ask(again)


def _all_here(typed: Any) -> dict[str, Any]:
    """What was typed, with everybody of whom nothing was said here."""
    return {**typed.dict(), **dict.fromkeys(_unanswered(typed), Answer.HERE.value)}


def _unanswered(typed: Any) -> list[str]:
    children = [name.removeprefix("arrived-") for name in typed if name.startswith("arrived-")]
    return [f"answer-{child}" for child in children if not typed.get(f"answer-{child}")]


def _tell(request: Any, done: Registered) -> None:
    """Say what the register came to, and whose absence waits for the case manager."""
    if done.made or done.corrected:
        kept = [f"{len(done.made)} recorded"] if done.made else []
        kept += [f"{len(done.corrected)} corrected"] if done.corrected else []
        messages.success(request, f"Register kept: {', '.join(kept)}.")
    else:
        messages.success(request, "This was already recorded: it is here once.")
    missed = len(done.missed)
    if missed:
        absences = "An unacceptable absence waits" if missed == 1 else f"{missed} unacceptable absences wait"
        said = f"{absences} for the case manager to follow up."
        href = reverse("disposals:gap-list", args=[UNACCEPTABLE.slug])
        link = '{} <a class="govuk-notification-banner__link" href="{}">Say what was done</a>'
        messages.warning(request, format_html(link, said, href) if request.user.may(May.RECORD) else said)
