"""Numbers from elsewhere that ours are divided by or stand beside; records too, so that they have a provenance."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models

from yjs.measures.periods import WORDS, Period
from yjs.people.permissions import May
from yjs.records.record import Fault, Find, Record, find_saved


OWN_AREA = "local"
AREAS = {
    OWN_AREA: "This service, as published",
    "pcc": "Police and crime area",
    "family": "Youth justice family",
    "region": "Region",
    "national": "England and Wales",
}


class Population(Record):
    """The children aged 10 to 17 living in an area: a mid-year estimate of the Office for National Statistics."""

    key: ClassVar = ("area", "year")
    seen_with: ClassVar = May.SEE_FIGURES
    bundle_file: ClassVar = "population.csv"

    area = models.CharField(max_length=64, default=OWN_AREA)
    year = models.PositiveSmallIntegerField("mid-year of the estimate")
    age_10_17 = models.PositiveIntegerField("children aged 10 to 17")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "year"], name="population_once_a_year"),
            models.CheckConstraint(condition=models.Q(year__range=(1990, 2100)), name="population_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.area}, mid-{self.year}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        if self.year is not None and not 1990 <= self.year <= 2100:
            faults.append(Fault("year", "This is not a year of an estimate.", "Write it as 2017."))
        return faults

    def known_unless_told(self) -> dt.date:
        """An estimate counts as known from 1 July of its year."""
        return dt.date(self.year, 7, 1)


class Comparator(Record):
    """A published figure of another area, or the published figure of this one, as it was printed."""

    key: ClassVar = ("measure", "area", "period")
    own_date: ClassVar = "published_on"
    seen_with: ClassVar = May.SEE_FIGURES
    bundle_file: ClassVar = "comparators.csv"

    measure = models.CharField("measure (its short name in addresses)", max_length=100)
    area = models.CharField(max_length=64)
    period = models.CharField(max_length=64)
    value = models.DecimalField(max_digits=16, decimal_places=6)
    numerator = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "area", "period"], name="comparator_once_a_period")]

    def __str__(self) -> str:
        return f"{self.measure}, {AREAS.get(self.area, self.area)}, {self.period}"

    def faults(self, find: Find = find_saved) -> list[Fault]:
        faults = super().faults(find)
        try:
            Period.parse(self.period)
        except ValueError:
            faults.append(Fault("period", "This is not a period.", f"Write it as {WORDS}."))
        return faults
