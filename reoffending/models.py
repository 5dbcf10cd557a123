"""What the weekly meeting keeps: whom it puts first, what it decided to do, that it was held, and what was projected."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse

from disposals.models import Child
from yjs.people.permissions import May
from yjs.records.history import Event
from yjs.records.record import Record, new_ref


class Review(Record):
    """Whether a child the service follows comes first at the meeting, and why. It is a person's judgement, never a
    score.
    """

    key: ClassVar = ("child",)
    uncounted: ClassVar = ("why",)

    child = models.OneToOneField(Child, on_delete=models.PROTECT)
    is_priority = models.BooleanField("comes first", default=False)
    why = models.CharField("why", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_priority=False) | ~models.Q(why=""), name="what_comes_first_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"Comes first: {self.why}" if self.is_priority else "Does not come first"


class Meeting(Record):
    """A tracker meeting: which cohort was gone through, on which day, in which order, and the note that was kept when it
    closed.
    """

    own_date: ClassVar = "held_on"
    uncounted: ClassVar = ("asked", "note", "order", "closed_at")

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    held_on = models.DateField("day of the meeting")
    asked = models.CharField("cohort, as its address names it", max_length=300)
    note = models.TextField("note of the meeting", max_length=2_000, blank=True)
    # The children as they were to be talked about when it began, by their numbers.
    order = models.JSONField(default=list, blank=True, editable=False)
    is_closed = models.BooleanField(default=False)
    # Not recorded of a meeting closed before this was kept: it is as known at the end of its day.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"Meeting of {self.held_on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("reoffending:meeting-detail", args=[self.pk])

    def typed(self) -> dict[int | None, list[str]]:
        """What was typed at it: of each child, by the child's number, and under None of no one child."""
        said: dict[int | None, list[str]] = {None: [self.note]}
        for child, what in self.action_set.values_list("child_id", "what"):
            said.setdefault(child, []).append(what)
        return said


class Action(Record):
    """Something the meeting decided that somebody does by a day, about one child or about none."""

    may_be_future: ClassVar = ("due_on",)
    uncounted: ClassVar = ("what", "owner")

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, blank=True)
    what = models.CharField("what is to be done", max_length=200)
    owner = models.CharField("who does it", max_length=100)
    due_on = models.DateField("by when")
    done_on = models.DateField("done on", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.what} ({self.owner}, by {self.due_on:%d/%m/%Y})"

    def events(self) -> list[Event]:
        return [Event(self.done_on, "Action done", f"{self.what} ({self.owner})", self)] if self.done_on else []


class Projection(Record):
    """How many of the children in a cohort will be known to have reoffended when it is final: as projected with what
    was known on a day, in 8 of 10 cases. It is about the cohort and never about a child.
    """

    class Rule(models.TextChoices):
        SUBSTANTIVE = "substantive", "Cautions, sentences and releases from custody"
        ANY = "any", "Every kind of disposal, diversion too"

    key: ClassVar = ("rule", "starts_on", "ends_on", "known_on")
    own_date: ClassVar = "known_on"
    may_be_future: ClassVar = ("ends_on",)
    in_order: ClassVar = (("starts_on", "ends_on"), ("starts_on", "known_on"))
    seen_with: ClassVar = May.SEE_FIGURES

    rule = models.CharField("cohort opened by", max_length=16, choices=Rule.choices)
    starts_on = models.DateField("first day of the cohort")
    ends_on = models.DateField("last day of the cohort")
    known_on = models.DateField("with what was known on")
    children = models.PositiveIntegerField("children in the cohort then")
    low = models.PositiveIntegerField("fewest who will have reoffended")
    high = models.PositiveIntegerField("most who will have reoffended")

    class Meta:
        ordering: ClassVar = ["-known_on", "-starts_on", "ends_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "starts_on", "ends_on", "known_on"], name="projected_once_with_what_was_known"
            ),
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("high"), high__lte=models.F("children")),
                name="projected_within_the_cohort",
            ),
        ]

    def __str__(self) -> str:
        days = f"{self.starts_on:%d/%m/%Y} to {self.ends_on:%d/%m/%Y}"
        return f"{self.low} to {self.high} of {self.children}, cohort of {days}, as known on {self.known_on:%d/%m/%Y}"
