"""What the two commands that build documents share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from yjs.documents.document import Document
from yjs.documents.formats import FORMATS
from yjs.measures.commands import read_book, read_period
from yjs.measures.periods import Period
from yjs.plan.building import file_name, write_files
from yjs.records.book import Book


class DocumentCommand(BaseCommand):
    """A command that builds one document and writes it in the formats asked for."""

    period_help: str
    build: Callable[[Period, Book, Any], Document]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("period", help=self.period_help)
        parser.add_argument("--as-at", metavar="DATE", help="as known at the end of this day; now where it is left out")
        parser.add_argument("--audience", choices=["board", "public"], default="board")
        parser.add_argument("--formats", default=",".join(FORMATS), help=f"some of {','.join(FORMATS)}")
        parser.add_argument(
            "--out", metavar="DIR", help="the folder; `documents` in the data folder where it is left out"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how the result is told")

    def handle(self, *args: Any, **options: Any) -> None:
        period = read_period(options["period"])
        self.check_period(period)
        formats = [code.strip() for code in options["formats"].split(",") if code.strip()]
        if unknown := [code for code in formats if code not in FORMATS]:
            raise CommandError(f"{', '.join(unknown)}: not a format. Choose from {', '.join(FORMATS)}.")
        document = type(self).build(period, read_book(options["as_at"]), options["audience"])
        folder = Path(options["out"]) if options["out"] else settings.YJS_DATA / "documents"
        with tqdm(total=len(formats), disable=None, desc="Drawing") as bar:
            written = []
            for code in formats:
                written += write_files(document, file_name(self.stem, period, options["audience"]), [code], folder)
                bar.update()
        if options["format"] == "json":
            self.stdout.write(json.dumps({"files": [str(path) for path in written], "slips": list(document.slips)}))
        else:
            self.stdout.write("\n".join(str(path) for path in written))
        for slip in document.slips:
            self.stderr.write(f"A total does not add up: {slip}")

    stem: str

    def check_period(self, period: Period) -> None:
        """Refuses a period the document is not for."""
