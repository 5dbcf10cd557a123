"""Police notifications: what the police told the service of a person and an offence, and what became of it here."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from disposals.models.child import Child
from disposals.models.offence import Offence
from yjs.records.history import Event
from yjs.records.record import Fault, Find, Record, find_saved, new_ref


class State(models.TextChoices):
    """What became of a notification."""

    UNMATCHED = "unmatched", "Waiting"
    MATCHED = "matched", "Matched to a child"
    NOT_OURS = "not_ours", "Not ours"


class Notification(Record):
    """What the police told the service of one person and one offence, in their words. It waits until somebody says which
    child it is about, or that it is about none of ours.
    """

    own_date: ClassVar = "notified_on"
    in_order: ClassVar = (("committed_on", "notified_on"),)
    uncounted: ClassVar = (
        "crime_reference",
        "name",
        "pnc_id",
        "description",
        "ho_code",
        "police_status",
        "why_not_ours",
    )

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    crime_reference = models.CharField(max_length=60)
    name = models.CharField("name, as the police have it", max_length=200)
    date_of_birth = models.DateField(null=True, blank=True)
    pnc_id = models.CharField("PNC ID", max_length=20, blank=True)
    committed_on = models.DateField("date of the offence")
    description = models.CharField("offence", max_length=500, blank=True)
    ho_code = models.CharField("Home Office code", max_length=10, blank=True)
    police_status = models.CharField("what the police say came of it", max_length=100, blank=True)
    notified_on = models.DateField("date notified", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.UNMATCHED)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, blank=True)
    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, null=True, blank=True)
    why_not_ours = models.CharField("why it is not ours", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["committed_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="notification_state_is_on_the_list"),
            models.CheckConstraint(
                condition=Q(state=State.MATCHED, child__isnull=False, offence__isnull=False)
                | (~Q(state=State.MATCHED) & Q(child__isnull=True, offence__isnull=True)),
                name="what_is_matched_has_a_child_and_an_offence",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.NOT_OURS) | ~Q(why_not_ours=""), name="what_is_not_ours_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.crime_reference}: {self.description or 'offence'}, {self.committed_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("disposals:notification-detail", args=[self.pk])

    @property
    def made_its_offence(self) -> bool:
        """Whether the offence it is matched to was recorded from it, and was not here before."""
        return self.offence is not None and self.offence.ref == self.ref

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults, born = super().faults(find), self.date_of_birth
        if isinstance(born, dt.date) and isinstance(self.committed_on, dt.date) and self.committed_on < born:
            said = f"This is before the child was born ({born:%d/%m/%Y})."
            faults.append(Fault("committed_on", said, "Check both dates."))
        return faults

    def events(self) -> list[Event]:
        detail = ", ".join(filter(None, (self.crime_reference, self.police_status)))
        return [Event(self.notified_on, "Police notification", detail, self)] if self.notified_on else []
