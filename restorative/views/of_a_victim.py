"""What the pages about a victim share: whose record it is, who is logged as shown, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from restorative.models import Victim
from restorative.victims_path import Path, paths_of
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove
from yjs.records.days import today
from yjs.records.subjects import in_log


def way_to(victim: Victim | None = None) -> list[tuple[str, str]]:
    """The breadcrumbs of a page of the victims' side."""
    way = [("Victims", reverse("restorative:victim-list"))]
    return way if victim is None else [*way, (victim.name, victim.get_absolute_url())]


def subjects(paths: Iterable[Path], with_cases: bool = True) -> list[str]:
    """Victims as the log of access names them, and the children whose cases are shown with them."""
    listed = list(paths)
    cases = [offence.child.ref for path in listed for offence in path.offences] if with_cases else []
    return [*(logged(path.victim) for path in listed), *dict.fromkeys(cases)]


def logged(victim: Victim) -> str:
    """A victim as the log of access names them."""
    return in_log(Victim, victim.pk, victim.ref)


class OfAVictim:
    """A page about one victim, who is in its address."""

    requires = May.SEE_VICTIMS
    request: Any
    kwargs: dict[str, Any]
    # Whether the page shows the cases of the children who harmed them.
    shows_cases = False

    @cached_property
    def victim(self) -> Victim:
        return get_object_or_404(Victim.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def path(self) -> Path:
        return paths_of([self.victim], today())[0]

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return subjects([self.path], self.shows_cases)

    def get_success_url(self) -> str:
        return self.victim.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            **{
                "victim": self.victim,
                "crumbs": way_to(self.victim),
                "cancel": self.get_success_url(),
                "back": "Back to the victim",
            }
            | kwargs
        )


class AddToVictim(OfAVictim, RecordAdd):
    """Something is recorded about a victim."""


class _OneOfAVictim(OfAVictim):
    @cached_property
    def victim(self) -> Victim:
        return self.object.victim  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet:
        # Through the victim, for a record that the child's side sees is no provider's by itself.
        kind: Any = getattr(self, "model", None) or self.form_class._meta.model  # type: ignore[attr-defined]
        return kind.objects.filter(victim__in=Victim.objects.visible_to(self.request.user)).select_related("victim")


class ChangeOfVictim(_OneOfAVictim, RecordChange):
    """A record about a victim is corrected."""


class RemoveFromVictim(_OneOfAVictim, RecordRemove):
    """A record about a victim is taken away."""
