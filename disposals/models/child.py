"""A child the service works with, and what is known of the child's situation, with dates."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from yjs.records.days import today
from yjs.records.history import Event
from yjs.records.record import Fault, Find, Record, find_saved, new_ref


class Sex(models.TextChoices):
    MALE = "male", "Male"
    FEMALE = "female", "Female"
    NOT_KNOWN = "not_known", "Not known"


ETHNIC_GROUPS: dict[str, tuple[str, ...]] = {
    "Asian": ("Bangladeshi", "Chinese", "Indian", "Pakistani", "Other Asian"),
    "Black": ("African", "Caribbean", "Other Black"),
    "Mixed": (
        "White and Asian",
        "White and Black African",
        "White and Black Caribbean",
        "Other Mixed or Multiple ethnic groups",
    ),
    "Other": ("Arab", "Any other ethnic group"),
    "White": (
        "English, Welsh, Scottish, Northern Irish or British",
        "Irish",
        "Gypsy or Irish Traveller",
        "Roma",
        "Other White",
    ),
}
ETHNICITIES = {category: group for group, categories in ETHNIC_GROUPS.items() for category in categories}
ETHNICITY_NOT_KNOWN = "not_known"
# A service works with children of 10 to 17, and before that to prevent. A bundle may bring the whole past of one.
YOUNGEST, OLDEST, OLDEST_IN_A_BUNDLE = 5, 25, 45
PNC_ID = re.compile(r"(\d{4}|\d{2})/\d{1,7}[A-Z]", re.IGNORECASE)
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)


class Child(Record):
    """A child the service works with or has worked with. The name is for the people who do the work; it is never
    counted.
    """

    known_with_its_records: ClassVar = True
    alike: ClassVar = ("first_name", "last_name", "date_of_birth")
    uncounted: ClassVar = ("first_name", "last_name", "known_as", "pnc_id", "postcode")
    logged_as: ClassVar = "{ref}"
    bundle_file: ClassVar = "children.csv"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex, blank=True)
    ethnicity = models.CharField(
        max_length=60, choices=[*((e, e) for e in ETHNICITIES), (ETHNICITY_NOT_KNOWN, "Not known")], blank=True
    )
    pnc_id = models.CharField("PNC ID", max_length=20, blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name_plural = "children"
        ordering: ClassVar = ["last_name", "first_name", "id"]

    def __str__(self) -> str:
        names = f"{self.first_name} {self.last_name}".strip()
        return names or self.known_as or f"Child {self.ref}"

    @property
    def child_ref(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        return reverse("disposals:child-detail", args=[self.pk])

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults, is_typed = super().faults(find), find is find_saved
        born, day = self.date_of_birth, today()
        if not faults and isinstance(born, dt.date):
            age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            if not YOUNGEST <= age <= (OLDEST if is_typed else OLDEST_IN_A_BUNDLE):
                said = f"Born on {born:%d/%m/%Y}, the child is {age} today."
                faults.append(Fault("date_of_birth", said, "Check the year.", False))
        # A sender's keys are the sender's; what is typed here is looked at as it is typed.
        if is_typed and self.pnc_id and not PNC_ID.fullmatch(self.pnc_id.strip()):
            said = f"“{self.pnc_id}” is not like a PNC ID."
            faults.append(Fault("pnc_id", said, "One is written as 2019/1234567A.", False))
        if is_typed and self.postcode and not POSTCODE.fullmatch(self.postcode.strip()):
            faults.append(Fault("postcode", f"“{self.postcode}” is not like a postcode.", "Check it.", False))
        return faults

    def events(self) -> list[Event]:
        return [Event(self.date_of_birth, "Born", "", self)]


class Situation(models.TextChoices):
    """What may be recorded of a child's care and education, with its dates. Nothing recorded is never a no."""

    LOOKED_AFTER = "looked_after", "Looked after"
    CHILD_PROTECTION_PLAN = "child_protection_plan", "On a child protection plan"
    CHILD_IN_NEED = "child_in_need", "Child in need"
    EARLY_HELP_PLAN = "early_help_plan", "On an early help plan"
    EHC_PLAN = "ehc_plan", "Education, health and care plan"
    SEN_SUPPORT = "sen_support", "SEN support"
    NO_SEND = "no_send", "No special educational need or disability"


SEND = (Situation.EHC_PLAN, Situation.SEN_SUPPORT, Situation.NO_SEND)


class Status(Record):
    """A spell of a child's care or education situation: looked after, on a plan, with SEN support, or known to have
    none.
    """

    key: ClassVar = ("child", "status", "started_on")
    own_date: ClassVar = "started_on"
    later_dates: ClassVar = ("ended_on",)
    in_order: ClassVar = (("started_on", "ended_on"),)
    bundle_file: ClassVar = "statuses.csv"

    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    status = models.CharField(max_length=25, choices=Situation)
    started_on = models.DateField("start date")
    ended_on = models.DateField("end date", null=True, blank=True)

    class Meta:
        verbose_name_plural = "statuses"
        constraints = [
            models.UniqueConstraint(fields=["child", "status", "started_on"], name="status_once_a_start"),
            models.CheckConstraint(condition=models.Q(status__in=Situation.values), name="status_is_on_the_list"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("started_on")),
                name="status_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()}, from {self.started_on:%d/%m/%Y}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find) + before_birth(self, "started_on")
        if not faults and find is find_saved and self.status in SEND:
            others = [other for other in at_the_same_time(self) if other.status in SEND]
            none = Situation.NO_SEND
            faults += [not_both("status", self, o) for o in others if (o.status == none) != (self.status == none)]
        return faults

    def events(self) -> list[Event]:
        events = [Event(self.started_on, self.get_status_display(), "began", self)]
        if self.ended_on:
            events.append(Event(self.ended_on, self.get_status_display(), "ended", self))
        return events


def at_the_same_time(spell: Any) -> list[Any]:
    """The child's other saved spells of this kind of record that go on while this one does."""
    if spell.child_id is None or not isinstance(spell.started_on, dt.date):
        return []
    others = type(spell)._default_manager.filter(child=spell.child_id).exclude(pk=spell.pk).order_by("started_on", "pk")
    end = spell.ended_on or dt.date.max
    return [o for o in others if o.started_on < end and spell.started_on < (o.ended_on or dt.date.max)]


def not_both(column: str, spell: Record, other: Record) -> Fault:
    """The doubt about two spells that cannot both be so at once."""
    said = f"“{spell}” and “{other}” are recorded for the same time."
    return Fault(column, said, "End the one that is over, or remove the one that is wrong.", False)


def before_birth(record: Record, column: str) -> list[Fault]:
    """The fault of a record dated before its child was born."""
    born = record.child.date_of_birth if hasattr(record, "child") else None
    day = getattr(record, column)
    if isinstance(born, dt.date) and isinstance(day, dt.date) and day < born:
        return [Fault(column, f"This is before the child was born ({born:%d/%m/%Y}).", "Check both dates.")]
    return []
