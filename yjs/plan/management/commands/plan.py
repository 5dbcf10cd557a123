"""The tables of the annual Youth Justice Plan."""

from __future__ import annotations

from django.core.management.base import CommandError

from yjs.measures.periods import Period, financial_year_of
from yjs.plan.building import build_plan
from yjs.plan.commands import DocumentCommand


class Command(DocumentCommand):
    help = "Builds the tables of the Youth Justice Plan of a financial year."
    period_help = "the financial year, as 2018/19"
    stem = "youth-justice-plan"
    build = staticmethod(build_plan)

    def check_period(self, period: Period) -> None:
        if period != financial_year_of(period.start):
            raise CommandError(f"{period.text} is not a financial year. Write it as 2018/19.", returncode=2)
