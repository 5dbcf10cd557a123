"""What the pages about reparation share: whose it is, the way back, and how days and absences are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse_lazy

from restorative.models import Absence, ReparationSession
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May, Role


Cell = dict[str, Any]
LIST = reverse_lazy("restorative:reparation-list")
WAY = [("Reparation", LIST)]


def is_of_a_provider(user: User) -> bool:
    """Whether somebody works for a commissioned provider, and sees nothing but what is referred to it."""
    return user.role == Role.PROVIDER


def text(words: object) -> Cell:
    return {"text": words if words not in (None, "") else "Not recorded"}


def day_of(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def what_became(one: ReparationSession) -> Cell:
    """Whether the child came, as a tag."""
    if one.attended:
        return {"text": "Sent home", "colour": "orange"} if one.was_sent_home else {"text": "Here", "colour": "green"}
    if one.attended is None:
        return text("")
    if not one.absence:
        return {"text": "Absent", "colour": "grey"}
    colour = "red" if one.absence == Absence.UNACCEPTABLE else "yellow"
    return {"text": f"{Absence(one.absence).label} absence", "colour": colour}


class ByAUser:
    """A page that asks who is looking."""

    request: HttpRequest

    @property
    def user(self) -> User:
        return cast(User, self.request.user)


class OfReparation(ByAUser, Requires):
    """A page about one child's reparation."""

    requires = May.RUN_REPARATION
    reparation: Any

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [self.reparation.child.ref]

    def get_success_url(self) -> str:
        return self.reparation.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.reparation
        context = {"child": one.child, "crumbs": WAY, "cancel": LIST, "back": "Back to the reparation"}
        if one.pk:
            page = one.get_absolute_url()
            context |= {"crumbs": [*WAY, (str(one.child), page)], "cancel": page}
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]
