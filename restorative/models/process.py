"""Restorative processes between a victim and a child, and the facts about a victim that the child's side is told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from disposals.models import Child, Offence
from restorative.models.victim import Victim
from restorative.models.walled import Walled
from yjs.people.permissions import May
from yjs.records.history import Event
from yjs.records.record import Fault, Find, Record, find_saved, new_ref


class Form(models.TextChoices):
    """The forms a process takes that the service offers; a record from elsewhere may name another."""

    MEETING = "meeting", "Meeting"
    REPARATION_TO_VICTIM = "reparation_to_victim", "Reparation to the victim"
    LETTER = "letter", "Letter"
    MESSAGES = "messages", "Messages carried"
    CONFERENCE = "conference", "Family group conference"
    VIEW_AT_PANEL = "view_at_panel", "View given at a panel"


class RestorativeProcess(Walled):
    """Something held between a victim and a child: face to face or with reparation to the victim (direct), or by
    letter or messages carried (indirect).
    """

    own_date: ClassVar = "held_on"
    uncounted: ClassVar = ("preparation", "risk", "present", "outcome", "words")
    bundle_file: ClassVar = "restorative_processes.csv"
    bundle_name: ClassVar = "process"
    provider_path: ClassVar = "victim__provider"
    not_in_bundle: ClassVar = (
        "offence",
        "preparation",
        "risk",
        "present",
        "outcome",
        "victim_satisfied",
        "child_satisfied",
        "words",
        "may_quote",
    )

    class Kind(models.TextChoices):
        DIRECT = "direct", "Direct"
        INDIRECT = "indirect", "Indirect"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    victim = models.ForeignKey(Victim, on_delete=models.PROTECT)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    form = models.CharField(max_length=50, blank=True)
    held_on = models.DateField("held on")
    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, null=True, blank=True)
    preparation = models.TextField(max_length=2_000, blank=True)
    risk = models.TextField("risk, and what is done about it", max_length=2_000, blank=True)
    present = models.CharField("who was there", max_length=300, blank=True)
    outcome = models.TextField(max_length=2_000, blank=True)
    victim_satisfied = models.BooleanField("was the victim satisfied?", null=True, blank=True)
    child_satisfied = models.BooleanField("was the child satisfied?", null=True, blank=True)
    words = models.TextField("what the victim said of it", max_length=1_000, blank=True)
    may_quote = models.BooleanField("may their words be quoted without a name?", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["held_on", "id"]
        verbose_name_plural = "restorative processes"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["direct", "indirect"]), name="process_kind_is_on_the_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} process, {self.held_on:%d/%m/%Y}"

    @property
    def form_in_words(self) -> str:
        """The form in the words of the list, or as it was sent."""
        return dict(Form.choices).get(self.form, self.form)

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        if self.offence is not None and hasattr(self, "child") and self.offence.child_id != self.child_id:
            faults.append(Fault("offence", "This offence is of another child.", "Name an offence of this child."))
        return faults


class ReleasedFact(Record):
    """A fact about a victim that those who work with victims told the child's side: by reference, never by name."""

    own_date: ClassVar = "released_on"
    uncounted: ClassVar = ("words",)
    seen_with: ClassVar = May.SEE_CHILDREN

    class Fact(models.TextChoices):
        INFORMED = "informed", "Wishes to be informed"
        VIEW = "view", "View that may be shared"
        SAFETY = "safety", "To be kept in mind for safety"
        PROCESS = "process", "Restorative justice"
        WISHES = "wishes", "What they would like the child to do"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    victim = models.ForeignKey(Victim, on_delete=models.PROTECT)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    fact = models.CharField(max_length=10, choices=Fact)
    words = models.CharField("in words that name nobody", max_length=300)
    released_on = models.DateField("told on")

    class Meta:
        ordering: ClassVar = ["released_on", "id"]
        verbose_name = "released fact"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fact__in=["informed", "view", "safety", "process", "wishes"]),
                name="released_fact_is_on_the_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fact_display()}: {self.words}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        if hasattr(self, "victim") and self.victim.is_told_by(self.words):
            faults.append(
                Fault(
                    "words",
                    "These words name the victim, or tell how to find them.",
                    "Say it without the name, the address, the phone or the email.",
                )
            )
        return faults

    def events(self) -> list[Event]:
        return [Event(self.released_on, f"Victim {self.victim_id}", str(self), self)]
