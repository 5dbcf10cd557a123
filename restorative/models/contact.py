"""Contact with a victim: each step of it, with its day and what was answered."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models

from restorative.models.victim import Channel, Victim
from restorative.models.walled import Walled
from yjs.records.record import Fault, Find, find_saved, new_ref


class Step(models.TextChoices):
    """What happened between the service and a victim, in the order in which it mostly comes."""

    ATTEMPT = "attempt", "Tried to reach"
    CONTACTED = "contacted", "Reached"
    CONSENT = "consent", "Asked whether they consent to contact"
    VIEW_SOUGHT = "view_sought", "Asked for their view"
    OFFERED = "offered", "Offered restorative justice"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    INFORMED = "informed", "Asked for or given news of the case"
    SUPPORT_INFORMATION = "support_information", "Asked for or given information on support"
    CLOSED = "closed", "Closed"


# Steps in which somebody got in touch with the victim.
ASKING = (Step.ATTEMPT, Step.CONTACTED, Step.CONSENT, Step.VIEW_SOUGHT, Step.OFFERED)


class VictimContact(Walled):
    """One step of the service's contact with a victim."""

    own_date: ClassVar = "on"
    uncounted: ClassVar = ("note",)
    bundle_file: ClassVar = "victim_contacts.csv"
    bundle_name: ClassVar = "contact"
    provider_path: ClassVar = "victim__provider"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    victim = models.ForeignKey(Victim, on_delete=models.PROTECT)
    kind = models.CharField("what happened", max_length=20, choices=Step)
    on = models.DateField("day")
    answer = models.BooleanField("answer", null=True, blank=True)
    channel = models.CharField(max_length=50, blank=True)
    note = models.TextField(max_length=2_000, blank=True)

    class Meta:
        ordering: ClassVar = ["on", "id"]
        verbose_name = "contact with a victim"
        verbose_name_plural = "contacts with victims"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Step.values), name="victim_step_is_on_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on:%d/%m/%Y}"

    @property
    def how(self) -> str:
        """The channel in the words of the list, or as it was sent."""
        return dict(Channel.choices).get(self.channel, self.channel)

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        alone_from = self.victim.do_not_contact_from if hasattr(self, "victim") else None
        if self.kind in ASKING and alone_from is not None and isinstance(self.on, dt.date) and self.on > alone_from:
            faults.append(
                Fault(
                    "victim",
                    "This victim asked not to be contacted, and contact is recorded.",
                    "If they were contacted all the same, tell whoever leads the work with victims.",
                    is_error=False,
                )
            )
        return faults
