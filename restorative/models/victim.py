"""Victims: the people and organisations that an offence harmed."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.urls import reverse

from disposals.models import Offence
from restorative.models.walled import Walled
from restorative.naming import NOBODY_ELSE, Marks, Others, marks_of, names
from yjs.records.record import Fault, Find, find_saved, new_ref


class VictimKind(models.TextChoices):
    PERSON = "person", "A person"
    BUSINESS = "business", "A business"
    PUBLIC_BODY = "public_body", "A public body"


class Channel(models.TextChoices):
    PHONE = "phone", "Phone"
    LETTER = "letter", "Letter"
    EMAIL = "email", "Email"
    TEXT = "text", "Text message"
    VISIT = "visit", "In person"
    SPEAKER = "speaker", "Through whoever speaks for them"


class Victim(Walled):
    """Somebody an offence harmed. The name is for those who work with victims; everywhere else goes the number here."""

    later_dates: ClassVar = ("details_from_police_on", "do_not_contact_from")
    uncounted: ClassVar = (
        "first_name",
        "last_name",
        "other_names",
        "address",
        "phone",
        "email",
        "speaker",
        "speaker_contact",
        "language",
        "needs",
        "safety",
        "withheld_reason",
        "not_offered_reason",
    )
    logged_as: ClassVar = "victim {number}"
    bundle_file: ClassVar = "victims.csv"
    not_in_bundle: ClassVar = (
        "other_names",
        "email",
        "speaker",
        "speaker_contact",
        "language",
        "channel",
        "needs",
        "safety",
        "not_offered_reason",
        "do_not_contact_from",
        "provider",
    )

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    offence_refs = models.JSONField("offences", default=list)
    kind = models.CharField("who was harmed", max_length=12, choices=VictimKind, blank=True)
    first_name = models.CharField(max_length=120, blank=True)
    last_name = models.CharField("last name, or the name of the organisation", max_length=120, blank=True)
    other_names = models.CharField(max_length=200, blank=True)
    is_child = models.BooleanField("under 18", null=True, blank=True)
    address = models.TextField(max_length=1_000, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    speaker = models.CharField("who speaks for them", max_length=150, blank=True)
    speaker_contact = models.CharField("how to reach whoever speaks for them", max_length=200, blank=True)
    language = models.CharField("language, or interpreter needed", max_length=100, blank=True)
    channel = models.CharField("how they wish to be contacted", max_length=10, choices=Channel, blank=True)
    needs = models.TextField("special needs", max_length=2_000, blank=True)
    safety = models.TextField("safety", max_length=2_000, blank=True)
    details_from_police_on = models.DateField("details came from the police", null=True, blank=True)
    withheld_reason = models.CharField("why details were withheld", max_length=200, blank=True)
    not_offered_reason = models.CharField("why restorative justice is not offered", max_length=300, blank=True)
    do_not_contact_from = models.DateField("not to be contacted from", null=True, blank=True)
    provider = models.CharField("referred to the provider", max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["", *VictimKind.values]), name="victim_kind_is_on_the_list"
            ),
        ]

    def __str__(self) -> str:
        # Never a name, nor the sender's reference, which may hold one: this is what messages and lists call a victim.
        return f"Victim {self.pk}"

    @property
    def name(self) -> str:
        """The name, for pages that only those who work with victims open."""
        return f"{self.first_name} {self.last_name}".strip() or "Name not known"

    @property
    def may_be_contacted(self) -> bool:
        """Whether anybody may get in touch. Who asked to be left alone is, whatever else is recorded."""
        return self.do_not_contact_from is None

    def marks(self, others: Others = NOBODY_ELSE) -> Marks:
        """What gives this victim away in a text, in a case in which these others are."""
        return marks_of(
            is_person=self.kind in ("", VictimKind.PERSON),
            first_name=self.first_name,
            last_name=self.last_name,
            other_names=[name.strip() for name in self.other_names.split(",") if name.strip()],
            speaker=self.speaker,
            address=self.address,
            contacts=(self.phone, self.email, self.speaker_contact),
            others=others,
        )

    def is_told_by(self, text: str, others: Others = NOBODY_ELSE) -> bool:
        """Whether a text names this victim or tells how to find them, however it is written."""
        return names(text, self.marks(others))

    def get_absolute_url(self) -> str:
        return reverse("restorative:victim-detail", args=[self.pk])

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults, column = super().faults(find), "offence_refs"
        if not self.offence_refs:
            faults.append(Fault(column, "No offence is named.", "Name the offences this victim was harmed by."))
        if len(set(self.offence_refs)) != len(self.offence_refs):
            faults.append(Fault(column, "The same offence is named twice.", "Name each offence once."))
        for ref in dict.fromkeys(self.offence_refs):
            if find(Offence, ref) is None:
                faults.append(
                    Fault(column, f"There is no offence {ref}.", "Add the offence first, or correct the reference.")
                )
        return faults + self._doubts(find)

    def _doubts(self, find: Find) -> list[Fault]:
        """What is unlikely about how their details came."""
        told_on = self.details_from_police_on
        doubts: list[Fault] = []
        if not isinstance(told_on, dt.date):
            return doubts
        offences = [offence for ref in self.offence_refs if (offence := find(Offence, ref)) is not None]
        first = min((o.committed_on for o in offences if isinstance(o.committed_on, dt.date)), default=told_on)
        if told_on < first:
            said = f"Their details came before the offence ({first:%d/%m/%Y})."
            doubts.append(Fault("details_from_police_on", said, "Check both dates.", is_error=False))
        if self.withheld_reason:
            said = "Their details came from the police, and it is recorded why they were withheld."
            cure = "Empty the one that is no longer so."
            doubts.append(Fault("withheld_reason", said, cure, is_error=False))
        return doubts

    def offences(self) -> models.QuerySet[Offence]:
        """The offences that harmed this victim."""
        return Offence.objects.filter(ref__in=self.offence_refs).select_related("child").order_by("committed_on")
