"""Recording, correcting and removing reparation and single sessions, and following up an absence."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import ListView

from disposals.models import Child
from disposals.search import search
from restorative.forms.reparation import FollowUpForm, ReparationForm, ReparationSessionForm
from restorative.models import Absence, Reparation, ReparationSession
from restorative.views.of_reparation import LIST, WAY, OfReparation, day_of, is_of_a_provider, text
from yjs.people.access import Requires
from yjs.people.models import Act
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove


FOUND_AT_MOST = 20


class ReparationChild(Requires, ListView):
    """Whose reparation it is: a child found by three letters of the name."""

    requires = May.RUN_REPARATION
    looking = Act.SEARCHED
    template_name = "restorative/reparation_child.html"

    def get_queryset(self) -> QuerySet[Child]:
        children = Child.objects.visible_to(self.request.user)
        asked = self.request.GET.get("q", "").strip()
        return search(children, asked)[:FOUND_AT_MOST] if len(asked) >= 3 else children.none()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            [
                {"text": str(child), "href": reverse("restorative:reparation-add", args=[child.pk])},
                text(f"{child.date_of_birth:%d/%m/%Y}"),
                text(child.ref),
            ]
            for child in context["object_list"]
        ]
        asked = self.request.GET.get("q", "")
        return context | {"rows": rows, "columns": ["Name", "Born", "Reference"], "asked": asked, "crumbs": WAY}


class ReparationAdd(OfReparation, RecordAdd):
    """A child comes to owe reparation."""

    form_class = ReparationForm
    object: Any
    extra_context = {"title": "Record reparation", "submit": "Save this reparation"}

    @cached_property
    def reparation(self) -> Reparation:
        child = get_object_or_404(Child.objects.visible_to(self.request.user), pk=self.kwargs["child"])
        return Reparation(child=child)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.reparation, "user": self.user}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class _OneReparation(OfReparation):
    object: Any

    @property
    def reparation(self) -> Reparation:
        return self.object

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("child")  # type: ignore[misc]


class ReparationChange(_OneReparation, RecordChange):
    """Reparation is corrected, or ends."""

    form_class = ReparationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = is_of_a_provider(self.user)
        title = "Change what is known for reparation" if theirs else "Change or end reparation"
        remove = "" if theirs else "restorative:reparation-remove"
        return super().get_context_data(title=title, submit="Save", remove=remove, **kwargs)


class ReparationRemove(_OneReparation, RecordRemove):
    """Reparation that never was is taken away: by the service, which referred it."""

    model = Reparation

    def get_queryset(self) -> QuerySet:
        if is_of_a_provider(self.user):
            raise Http404
        return super().get_queryset()

    def get_success_url(self) -> str:
        return str(LIST)


class SessionAdd(OfReparation, RecordAdd):
    """A session of one child that was on no register."""

    form_class = ReparationSessionForm
    extra_context = {"title": "Record a session", "submit": "Save this session"}

    @cached_property
    def reparation(self) -> Reparation:
        theirs = Reparation.objects.visible_to(self.request.user).select_related("child")
        return get_object_or_404(theirs, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": ReparationSession(reparation=self.reparation)}


class _OneSession(OfReparation):
    object: Any

    @property
    def reparation(self) -> Reparation:
        return self.object.reparation

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("reparation__child")  # type: ignore[misc]


class SessionChange(_OneSession, RecordChange):
    """A session is corrected."""

    form_class = ReparationSessionForm
    extra_context = {"title": "Change a session", "submit": "Save", "remove": "restorative:session-remove"}


class SessionRemove(_OneSession, RecordRemove):
    """A session that never was is taken away."""

    model = ReparationSession


class AbsenceFollowUp(_OneSession, RecordChange):
    """The case manager says what was done about an unacceptable absence."""

    requires = May.RECORD
    form_class = FollowUpForm
    extra_context = {"submit": "Save"}

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(absence=Absence.UNACCEPTABLE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"Follow up the unacceptable absence of {day_of(self.object.held_on)}"
        return super().get_context_data(title=title, **kwargs)
