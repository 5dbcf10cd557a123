"""What every measure counts, in exact words."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yjs.measures.catalogue import measures
from yjs.measures.commands import read_measure


class Command(BaseCommand):
    help = "Prints the definition of every measure, or of one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="one measure")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = [read_measure(options["slug"])] if options["slug"] else list(measures().values())
        if options["format"] == "json":
            told = {
                m.slug: {"title": m.title, **m.definition(), "breakdowns": [b.slug for b in m.breakdowns]}
                for m in chosen
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for measure in chosen:
            self.stdout.write(f"{measure.title} ({measure.slug})")
            for part, words in measure.definition().items():
                self.stdout.write(f"  {part}: {words}")
            self.stdout.write(f"  Split by: {', '.join(b.slug for b in measure.breakdowns) or 'nothing'}\n\n")
