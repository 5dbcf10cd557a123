"""What the partnership pays, agrees and says, for the plan and the board."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

from yjs.people.permissions import May
from yjs.records.record import Record


class Contribution(Record):
    """What one partner agency gives the service in a financial year, in pounds."""

    key: ClassVar = ("year", "agency")
    seen_with: ClassVar = May.SEE_FIGURES
    bundle_file: ClassVar = "contributions.csv"

    year = models.CharField(
        "financial year", max_length=7, validators=[RegexValidator(r"^\d{4}/\d{2}$", "Write it as 2018/19.")]
    )
    agency = models.CharField(max_length=100)
    staffing = models.DecimalField("staffing costs", max_digits=12, decimal_places=2, null=True, blank=True)
    in_kind = models.DecimalField("payments in kind", max_digits=12, decimal_places=2, null=True, blank=True)
    other = models.DecimalField("other delegated funds", max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "agency"], name="contribution_once_a_year")]

    def __str__(self) -> str:
        return f"{self.agency}, {self.year}"
