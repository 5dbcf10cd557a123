"""Disposals: what was decided about a child's offences. The kinds, and what each counts as, live here alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.db import models

from disposals.models.child import Child
from disposals.models.offence import Offence
from yjs.records.history import Event
from yjs.records.record import Fault, Find, Record, find_saved, new_ref


class Tier(StrEnum):
    """The outcome groups of the Youth Justice Board, and those outside them."""

    DIVERSION = "Diversion"
    PRE_COURT = "Pre-court"
    FIRST_TIER = "First-tier"
    COMMUNITY = "Community"
    CUSTODY = "Custody"
    OTHER = "Other"


@dataclass(frozen=True)
class Kind:
    """A kind of disposal and what it counts as.

    `is_entry`: can make a first time entrant. `opens`: opens a reoffending cohort entry (a custodial kind on release).
    `proves`: proves a reoffence. `seriousness` ranks kinds; where two are equal neither is the more serious.
    """

    code: str
    label: str
    tier: Tier
    seriousness: int
    is_entry: bool = False
    opens: bool = False
    proves: bool = False
    last_imposed_before: dt.date | None = None

    @property
    def is_custodial(self) -> bool:
        return self.tier is Tier.CUSTODY

    @property
    def is_out_of_court(self) -> bool:
        return self.tier in (Tier.DIVERSION, Tier.PRE_COURT)


def _diversion(code: str, label: str, seriousness: int) -> Kind:
    return Kind(code, label, Tier.DIVERSION, seriousness)


def _substantive(code: str, label: str, tier: Tier, seriousness: int, before: dt.date | None = None) -> Kind:
    return Kind(code, label, tier, seriousness, True, True, True, before)


CAUTIONS_BEGAN = dt.date(2013, 4, 8)

_ALL = [
    _diversion("community_resolution_police", "Community resolution, police", 20),
    _diversion("community_resolution_other_agency", "Community resolution, other agency", 20),
    _diversion("community_resolution_yjs", "Community resolution with the youth justice service", 20),
    _diversion("other_informal_action", "Other informal action", 5),
    _diversion("youth_restorative_disposal", "Youth restorative disposal", 20),
    _diversion("outcome_20", "Outcome 20, action by another agency", 10),
    _diversion("outcome_21", "Outcome 21, not in the public interest to investigate", 10),
    _diversion("outcome_22", "Outcome 22, diversion", 30),
    _diversion("outcome_22_deferred", "Outcome 22, deferred prosecution or caution", 40),
    _diversion("outcome_23", "Outcome 23, deferred prosecution", 40),
    _diversion("triage", "Triage", 5),
    _substantive("youth_caution", "Youth caution", Tier.PRE_COURT, 50),
    _substantive("youth_conditional_caution", "Youth conditional caution", Tier.PRE_COURT, 60),
    _substantive("reprimand", "Reprimand", Tier.PRE_COURT, 50, CAUTIONS_BEGAN),
    _substantive("final_warning", "Final warning", Tier.PRE_COURT, 60, CAUTIONS_BEGAN),
    _substantive("absolute_discharge", "Absolute discharge", Tier.FIRST_TIER, 70),
    _substantive("conditional_discharge", "Conditional discharge", Tier.FIRST_TIER, 70),
    Kind("bind_over", "Bind over", Tier.FIRST_TIER, 70),
    _substantive("fine", "Fine", Tier.FIRST_TIER, 70),
    _substantive("compensation_order", "Compensation order", Tier.FIRST_TIER, 70),
    _substantive("reparation_order", "Reparation order", Tier.FIRST_TIER, 70),
    Kind("sentence_deferred", "Sentence deferred", Tier.FIRST_TIER, 70),
    _substantive("referral_order", "Referral order", Tier.FIRST_TIER, 80),
    _substantive("youth_rehabilitation_order", "Youth rehabilitation order", Tier.COMMUNITY, 90),
    _substantive(
        "youth_rehabilitation_order_iss",
        "Youth rehabilitation order with intensive supervision and surveillance",
        Tier.COMMUNITY,
        90,
    ),
    _substantive("detention_and_training_order", "Detention and training order", Tier.CUSTODY, 100),
    _substantive("section_250", "Section 250 detention", Tier.CUSTODY, 100),
    _substantive("section_254", "Section 254 extended detention", Tier.CUSTODY, 100),
    _substantive("section_259", "Section 259 detention at His Majesty's pleasure", Tier.CUSTODY, 100),
    _substantive("section_258", "Section 258 detention for life", Tier.CUSTODY, 100),
    _substantive("section_252a", "Section 252A special custodial sentence", Tier.CUSTODY, 100),
    _substantive("section_90_92", "Section 90 to 92 detention", Tier.CUSTODY, 100),
    _substantive("section_226", "Section 226 detention", Tier.CUSTODY, 100),
    _substantive("section_226b", "Section 226B extended detention", Tier.CUSTODY, 100),
    Kind("no_further_action", "No further action", Tier.OTHER, 0),
    Kind("hospital_order", "Hospital order", Tier.OTHER, 95, True, False, True),
    Kind("dismissed", "Dismissed, acquitted, discontinued or withdrawn", Tier.OTHER, 0),
    Kind("youth_diversion_order", "Youth diversion order", Tier.OTHER, 0),
]
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}


def codes(condition: str) -> tuple[str, ...]:
    """The codes of the kinds for which this property of `Kind` is true."""
    return tuple(code for code, kind in KINDS.items() if getattr(kind, condition))


class Residence(models.TextChoices):
    """Whether the child lived in this service's area when the disposal was imposed."""

    LOCAL = "local", "In our area"
    OTHER = "other", "In another area"


class Appeal(models.TextChoices):
    """What an appeal did to the disposal."""

    CHANGED = "changed", "Changed on appeal"
    SUCCESSFUL = "successful", "Appeal successful"


# What judges a disposal by the limits of the law; those who know them enter here.
LIMITS: list[Callable[[Disposal], list[Fault]]] = []


class Disposal(Record):
    """What was decided about one or more of a child's offences: out of court, or a sentence."""

    own_date: ClassVar = "imposed_on"
    later_dates: ClassVar = ("released_on",)
    may_be_future: ClassVar = ("ends_on",)
    in_order: ClassVar = (("imposed_on", "released_on"), ("imposed_on", "ends_on"))
    uncounted: ClassVar = ("court", "requirements")
    bundle_file: ClassVar = "disposals.csv"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40, choices=[(k.code, k.label) for k in _ALL])
    imposed_on = models.DateField("date imposed")
    offence_refs = models.JSONField("offences dealt with", default=list, blank=True)
    first_hearing_on = models.DateField("first hearing", null=True, blank=True)
    court = models.CharField(max_length=100, blank=True)
    residence = models.CharField("where the child lived", max_length=10, choices=Residence, blank=True)
    appeal = models.CharField(max_length=12, choices=Appeal, blank=True)
    ends_on = models.DateField("end date", null=True, blank=True)
    released_on = models.DateField("released from custody", null=True, blank=True)
    requirements = models.TextField(blank=True, max_length=10_000)
    unpaid_work_hours = models.PositiveSmallIntegerField("hours of unpaid work", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="disposal_kind_is_on_the_list"),
            models.CheckConstraint(
                condition=models.Q(released_on__isnull=True) | models.Q(kind__in=codes("is_custodial")),
                name="only_custody_is_released_from",
            ),
            models.CheckConstraint(
                condition=models.Q(released_on__isnull=True) | models.Q(released_on__gte=models.F("imposed_on")),
                name="released_after_it_was_imposed",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("imposed_on")),
                name="disposal_ends_after_it_was_imposed",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["reprimand", "final_warning"]) | models.Q(imposed_on__lt=CAUTIONS_BEGAN),
                name="reprimands_ended_in_2013",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_of.label}, {self.imposed_on:%d/%m/%Y}"

    @property
    def kind_of(self) -> Kind:
        """The kind, with what it counts as."""
        return KINDS[self.kind]

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        kind = KINDS.get(self.kind)
        if kind is None or not isinstance(self.imposed_on, dt.date):
            return faults
        if self.released_on and not kind.is_custodial:
            faults.append(Fault("released_on", f"{kind.label} is not custody.", "Leave the release empty."))
        if kind.last_imposed_before and self.imposed_on >= kind.last_imposed_before:
            day = f"{kind.last_imposed_before:%d/%m/%Y}"
            faults.append(
                Fault(
                    "kind",
                    f"{kind.label} ended on {day}.",
                    "What is called a reprimand in returns since 2026 is an outcome 23: record that.",
                )
            )
        faults += self._faults_of_offences(find, kind) if hasattr(self, "child") else []
        if isinstance(self.first_hearing_on, dt.date) and self.first_hearing_on > self.imposed_on:
            faults.append(
                Fault("first_hearing_on", "The first hearing is after the disposal.", "Check both dates.", False)
            )
        if isinstance(self.recorded_on, dt.date) and self.recorded_on < self.imposed_on:
            faults.append(Fault("recorded_on", "This was recorded before it was imposed.", "Check both dates.", False))
        if not self.residence:
            faults.append(
                Fault(
                    "residence",
                    "Where the child lived is not recorded; counted as our area.",
                    "Add local or other.",
                    False,
                )
            )
        return faults + self.beyond_the_law()

    def beyond_the_law(self) -> list[Fault]:
        """What the law does not allow of it, of one that can be judged: refused where it is typed, said where it came
        from elsewhere.
        """
        child = getattr(self, "child", None)
        days = (self.imposed_on, self.ends_on or dt.date.max, getattr(child, "date_of_birth", None))
        if self.kind not in KINDS or not all(isinstance(day, dt.date) for day in days):
            return []
        return [fault for judge in LIMITS for fault in judge(self)]

    def _faults_of_offences(self, find: Find, kind: Kind) -> list[Fault]:
        column, faults = "offence_refs", []
        if not self.offence_refs and kind.code != "youth_diversion_order":
            faults.append(Fault(column, "No offence is named.", "Name the offences it dealt with."))
        if len(set(self.offence_refs)) != len(self.offence_refs):
            faults.append(Fault(column, "The same offence is named twice.", "Name each offence once."))
        for ref in dict.fromkeys(self.offence_refs):
            offence = find(Offence, ref)
            if offence is None:
                faults.append(
                    Fault(column, f"There is no offence {ref}.", "Add the offence first, or correct the reference.")
                )
            elif hasattr(offence, "child") and offence.child != self.child:
                faults.append(Fault(column, f"Offence {ref} is of another child.", "Name offences of this child."))
            elif isinstance(offence.committed_on, dt.date) and offence.committed_on > self.imposed_on:
                said = f"The disposal is before its offence {ref} ({offence.committed_on:%d/%m/%Y})."
                faults.append(Fault("imposed_on", said, "Check both dates."))
        return faults

    def offences(self) -> models.QuerySet[Offence]:
        """The offences this disposal dealt with."""
        return Offence.objects.filter(ref__in=self.offence_refs).order_by("committed_on")

    def events(self) -> list[Event]:
        count = len(self.offence_refs)
        detail = f"for {count} offence{'' if count == 1 else 's'}"
        events = [Event(self.imposed_on, self.kind_of.label, detail, self)]
        if self.released_on:
            events.append(Event(self.released_on, "Released from custody", self.kind_of.label, self))
        return events
