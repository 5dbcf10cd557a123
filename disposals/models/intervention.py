"""Interventions: the service's work with a child; and remands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from disposals.models.child import Child, at_the_same_time, before_birth, not_both
from disposals.models.disposal import Disposal
from yjs.records.history import Event
from yjs.records.record import Fault, Find, Record, find_saved, new_ref


class Work(models.TextChoices):
    """Why the service works with a child, the most serious first."""

    STATUTORY = "statutory", "Statutory"
    BAIL_SUPPORT = "bail_support", "Bail and remand support"
    OUT_OF_COURT = "out_of_court", "Out-of-court"
    DIVERSION = "diversion", "Diversion"
    TURNAROUND = "turnaround", "Turnaround"
    PREVENTION = "prevention", "Prevention"


class Intervention(Record):
    """A spell of work with a child: under an order, out of court, or to prevent offending."""

    own_date: ClassVar = "started_on"
    later_dates: ClassVar = ("ended_on",)
    may_be_future: ClassVar = ("planned_end_on",)
    in_order: ClassVar = (("started_on", "ended_on"), ("started_on", "planned_end_on"))
    uncounted: ClassVar = ("programme",)
    bundle_file: ClassVar = "interventions.csv"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    kind = models.CharField(max_length=15, choices=Work)
    programme = models.CharField(max_length=100, blank=True)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, null=True, blank=True)
    started_on = models.DateField("start date")
    planned_end_on = models.DateField("planned end", null=True, blank=True)
    ended_on = models.DateField("end date", null=True, blank=True)
    completed = models.BooleanField("completed", null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=Work.values), name="intervention_kind_is_on_the_list"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="intervention_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or self.get_kind_display()}, from {self.started_on:%d/%m/%Y}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find) + before_birth(self, "started_on")
        if self.disposal is not None and hasattr(self, "child") and self.disposal.child != self.child:
            faults.append(Fault("disposal", "This disposal is of another child.", "Name a disposal of this child."))
        return faults

    def events(self) -> list[Event]:
        what = self.programme or self.get_kind_display()
        events = [Event(self.started_on, "Work began", what, self)]
        if self.ended_on:
            events.append(Event(self.ended_on, "Work ended", what, self))
        return events


class RemandKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority accommodation"
    SECURE = "secure", "Youth detention accommodation"


class Remand(Record):
    """An episode in which a child waiting for court was remanded away from home. A remand is not custody."""

    key: ClassVar = ("child", "kind", "started_on")
    own_date: ClassVar = "started_on"
    later_dates: ClassVar = ("ended_on",)
    in_order: ClassVar = (("started_on", "ended_on"),)
    bundle_file: ClassVar = "remands.csv"

    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=RemandKind)
    started_on = models.DateField("start date")
    ended_on = models.DateField("end date", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "kind", "started_on"], name="remand_once_a_start"),
            models.CheckConstraint(condition=models.Q(kind__in=RemandKind.values), name="remand_kind_is_on_the_list"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="remand_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, from {self.started_on:%d/%m/%Y}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find) + before_birth(self, "started_on")
        if not faults and find is find_saved and hasattr(self, "child"):
            faults += [not_both("kind", self, other) for other in at_the_same_time(self)]
        return faults

    def events(self) -> list[Event]:
        events = [Event(self.started_on, "Remanded", self.get_kind_display(), self)]
        if self.ended_on:
            events.append(Event(self.ended_on, "Remand ended", self.get_kind_display(), self))
        return events
