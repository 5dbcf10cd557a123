"""What the pages that add, correct and remove a child's records share: whose record it is, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from disposals.models import Child
from yjs.records.changing import RecordAdd, RecordChange, RecordRemove
from yjs.records.record import Record


def way_to(child: Child) -> list[tuple[str, str]]:
    """The breadcrumbs of a page about a child."""
    return [("Children", reverse("disposals:child-list")), (str(child), child.get_absolute_url())]


class OfAChild:
    """A page about one record of one child."""

    child: Any

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [self.child.ref]

    def get_success_url(self) -> str:
        return self.child.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"child": self.child, "crumbs": way_to(self.child), "cancel": self.get_success_url()}
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]


class AddToChild(OfAChild, RecordAdd):
    """Something is recorded about a child."""

    @cached_property
    def child(self) -> Child:
        return get_object_or_404(Child.objects.visible_to(self.request.user), pk=self.kwargs["child"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.new_record()}

    def new_record(self) -> Record:
        return self.form_class._meta.model(child=self.child)


class _OneOfAChild(OfAChild):
    @property
    def child(self) -> Child:
        return self.object.child  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().select_related("child")  # type: ignore[misc]


class ChangeOfChild(_OneOfAChild, RecordChange):
    """A record of a child is corrected."""


class RemoveFromChild(_OneOfAChild, RecordRemove):
    """A record of a child is taken away."""
