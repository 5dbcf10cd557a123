"""Where reparation is worked: placements, and the days on which a group works there."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.urls import reverse

from restorative.lengths import between
from restorative.models.walled import Referred
from yjs.people.permissions import May
from yjs.records.record import Fault, Find, find_saved, new_ref


class Placement(Referred):
    """A place where children work for others: what is done there, for how many at once, and under whose eye."""

    later_dates: ClassVar = ("risk_assessed_on",)
    uncounted: ClassVar = ("work", "supervisor", "suits", "risk")
    seen_with: ClassVar[May] = May.SEE_REPARATION

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    name = models.CharField(max_length=100, unique=True)
    work = models.CharField("the work", max_length=200, blank=True)
    supervisor = models.CharField(max_length=100, blank=True)
    capacity = models.PositiveSmallIntegerField("places", default=8)
    weekdays = models.CharField("days", max_length=100, blank=True)
    suits = models.CharField("whom it suits, and whom it does not", max_length=300, blank=True)
    risk = models.TextField("risk, and what is done about it", max_length=2_000, blank=True)
    risk_assessed_on = models.DateField("risk assessed on", null=True, blank=True)
    provider = models.CharField("run by the provider", max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints = [models.CheckConstraint(condition=models.Q(capacity__gte=1), name="a_placement_has_a_place")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("restorative:placement-detail", args=[self.pk])


class PlacementDay(Referred):
    """A session set up at a placement: the day, the times, and the children who have a place."""

    key: ClassVar = ("placement", "on", "starts_at")
    own_date: ClassVar = "on"
    may_be_future: ClassVar = ("on",)
    seen_with: ClassVar[May] = May.SEE_REPARATION
    provider_path: ClassVar = "placement__provider"

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT)
    on = models.DateField("day")
    starts_at = models.TimeField("from")
    ends_at = models.TimeField("to")
    reparation_refs = models.JSONField("children who have a place", default=list, blank=True)

    class Meta:
        ordering: ClassVar = ["on", "starts_at", "id"]
        verbose_name = "session set up"
        verbose_name_plural = "sessions set up"
        constraints = [
            models.UniqueConstraint(fields=["placement", "on", "starts_at"], name="a_session_is_set_up_once"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_session_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.placement.name}, {self.on:%d/%m/%Y}, {self.starts_at:%H:%M} to {self.ends_at:%H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("restorative:register", args=[self.pk])

    @property
    def hours(self) -> Decimal:
        """How long it lasts: the hours it offers to each child."""
        return between(self.starts_at, self.ends_at)

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        if hasattr(self, "placement"):
            places = self.placement.capacity
            if len(self.reparation_refs) > places:
                said = f"There are {places} places, and {len(self.reparation_refs)} children."
                faults.append(Fault("reparation_refs", said, "Give some of them another day."))
            if self.placement.risk_assessed_on is None:
                faults.append(
                    Fault(
                        "placement",
                        "The risk of this placement has not been assessed.",
                        "Assess it, and record the day, before children work there.",
                        is_error=False,
                    )
                )
        return faults + self._registered_otherwise(find)

    def _registered_otherwise(self, find: Find) -> list[Fault]:
        """A register that was filled in for another day or other hours: it stands as it was."""
        if find is not find_saved or not self.pk or not (self.on and self.starts_at and self.ends_at):
            return []
        number = self.reparationsession_set.exclude(held_on=self.on, hours_offered=self.hours).count()
        if not number:
            return []
        said = f"Its register is filled in for another day or other hours (children: {number})."
        return [Fault("ends_at", said, "Fill it in again once this is saved.", is_error=False)]
