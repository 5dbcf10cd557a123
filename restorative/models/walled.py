"""The wall: which victims, and which work of reparation, a person may see."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from yjs.people.permissions import May, Role
from yjs.records.record import Record, RecordQuerySet


Kind = TypeVar("Kind", bound="Referred")


class ReferredQuerySet(RecordQuerySet[Kind]):
    """Rows that a commissioned provider's staff see only where the work was referred to their provider."""

    def visible_to(self, user: Any) -> RecordQuerySet[Kind]:
        rows = super().visible_to(user)
        if user.is_authenticated and user.role == Role.PROVIDER:
            return rows.filter(**{self.model.provider_path: user.provider}) if user.provider else rows.none()
        return rows


class Referred(Record):
    """A record of work that may be referred to a provider. `provider_path` leads from it to the provider's name."""

    provider_path: ClassVar[str] = "provider"

    objects = ReferredQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True


class Walled(Referred):
    """A record that tells of a victim: for those who work with victims alone."""

    seen_with: ClassVar[May] = May.SEE_VICTIMS

    class Meta:
        abstract = True
