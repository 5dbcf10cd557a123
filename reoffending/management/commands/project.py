"""Keeps the projections that are due, looking back as far as the records go."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser

from reoffending.projections import days_since, every_day, keep_due
from yjs.people.commands import DatabaseCommand
from yjs.records.commands import read_day


class Command(DatabaseCommand):
    help = (
        "Keeps what is projected for cohorts 6, 9 and 12 months after they began, each with what was known then alone, "
        "to be scored when they are final. What is kept already stays as it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", metavar="DATE", help="look back no further than this day; else to the first disposal"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        on = every_day() if options["since"] is None else days_since(read_day(options["since"]))
        kept = keep_due(on, by=None)
        if options["format"] == "json":
            self.stdout.write(json.dumps({"kept": len(kept)}))
        else:
            self.stdout.write("\n".join([*map(str, kept), f"{len(kept)} projections kept."]))
