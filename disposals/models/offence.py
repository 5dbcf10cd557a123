"""Offences: what a child is said, or was found, to have done."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from disposals.models.child import Child, before_birth
from yjs.records.history import Event
from yjs.records.record import Fault, Find, Record, find_saved, new_ref


class Category(models.TextChoices):
    """The offence categories of the Youth Justice Board."""

    ARSON = "ARSON", "Arson"
    BREACH_OF_BAIL = "BREACH_OF_BAIL", "Breach of bail"
    BREACH_OF_CONDITIONAL_DISCHARGE = "BREACH_OF_CONDITIONAL_DISCHARGE", "Breach of conditional discharge"
    BREACH_OF_STATUTORY_ORDER = "BREACH_OF_STATUTORY_ORDER", "Breach of statutory order"
    CRIMINAL_DAMAGE = "CRIMINAL_DAMAGE", "Criminal damage"
    DANGEROUS_DRIVING = "DEATH_OR_INJURY_BY_DANGEROUS_DRIVING", "Death or injury by dangerous driving"
    DOMESTIC_BURGLARY = "DOMESTIC_BURGLARY", "Domestic burglary"
    DRUGS = "DRUGS", "Drugs"
    FRAUD_AND_FORGERY = "FRAUD_AND_FORGERY", "Fraud and forgery"
    MOTORING_OFFENCES = "MOTORING_OFFENCES", "Motoring offences"
    NON_DOMESTIC_BURGLARY = "NON_DOMESTIC_BURGLARY", "Non-domestic burglary"
    OTHER = "OTHER", "Other"
    PUBLIC_ORDER = "PUBLIC_ORDER", "Public order"
    RACIALLY_AGGRAVATED = "RACIALLY_AGGRAVATED", "Racially aggravated"
    ROBBERY = "ROBBERY", "Robbery"
    SEXUAL_OFFENCES = "SEXUAL_OFFENCES", "Sexual offences"
    THEFT_AND_HANDLING = "THEFT_AND_HANDLING", "Theft and handling"
    VEHICLE_THEFT = "VEHICLE_THEFT", "Vehicle theft"
    VIOLENCE = "VIOLENCE_AGAINST_THE_PERSON", "Violence against the person"
    NOT_KNOWN = "NOT_KNOWN", "Not known"


class Offence(Record):
    """One offence by a child. Its two scores differ: gravity decides the disposal (1 to 5), seriousness is counted (1
    to 8).
    """

    own_date: ClassVar = "committed_on"
    uncounted: ClassVar = ("description",)
    bundle_file: ClassVar = "offences.csv"

    ref = models.CharField("reference", max_length=64, unique=True, default=new_ref)
    child = models.ForeignKey(Child, on_delete=models.PROTECT)
    committed_on = models.DateField("date committed")
    description = models.CharField(max_length=500, blank=True)
    ho_code = models.CharField("Home Office code", max_length=10, blank=True)
    category = models.CharField("YJB category", max_length=40, choices=Category, blank=True)
    seriousness = models.PositiveSmallIntegerField(
        "YJB seriousness score", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    gravity = models.PositiveSmallIntegerField(
        "Child Gravity Matrix score", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_breach = models.BooleanField("breach of an order or bail", null=True, blank=True)
    is_knife = models.BooleanField("knife or bladed article", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(seriousness__isnull=True) | models.Q(seriousness__range=(1, 8)),
                name="seriousness_is_1_to_8",
            ),
            models.CheckConstraint(
                condition=models.Q(gravity__isnull=True) | models.Q(gravity__range=(1, 5)), name="gravity_is_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.description or self.get_category_display() or 'Offence'}, {self.committed_on:%d/%m/%Y}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find) + before_birth(self, "committed_on")
        born = self.child.date_of_birth if hasattr(self, "child") else None
        if not faults and isinstance(born, dt.date) and isinstance(self.committed_on, dt.date):
            age = self.committed_on.year - born.year
            age -= (self.committed_on.month, self.committed_on.day) < (born.month, born.day)
            if not 10 <= age <= 17:
                said = f"The child was {age} at this offence."
                faults.append(Fault("committed_on", said, "Check the dates; a child here is 10 to 17.", False))
        if self.seriousness is None:
            said = "The YJB seriousness score is not recorded."
            faults.append(Fault("seriousness", said, "Add a score from 1 to 8.", False))
        return faults

    def events(self) -> list[Event]:
        return [Event(self.committed_on, "Offence", self.description or self.get_category_display(), self)]
