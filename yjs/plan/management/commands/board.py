"""The board's report for a quarter."""

from __future__ import annotations

from django.core.management.base import CommandError

from yjs.measures.periods import Period, quarter_of
from yjs.plan.building import build_board
from yjs.plan.commands import DocumentCommand


class Command(DocumentCommand):
    help = "Builds the board's report for a quarter."
    period_help = "the quarter, as 2018Q4 (January to March 2019)"
    stem = "board-report"
    build = staticmethod(build_board)

    def check_period(self, period: Period) -> None:
        if period != quarter_of(period.start):
            raise CommandError(f"{period.text} is not a quarter. Write it as 2018Q4.", returncode=2)
