"""What the two commands that build documents share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from yjs.documents.document import Document
from yjs.documents.formats import FORMATS
from yjs.measures.commands import read_book, read_period
from yjs.measures.periods import Period
from yjs.people.commands import DatabaseCommand
from yjs.plan.building import file_name, write_files
from yjs.records.book import Book


class DocumentCommand(DatabaseCommand):
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
        formats = read_formats(options["formats"])
        document = type(self).build(period, read_book(options["as_at"]), options["audience"])
        folder = Path(options["out"]) if options["out"] else settings.YJS_DATA / "documents"
        with tqdm(total=len(formats), disable=None, desc="Drawing") as bar:
            written = []
            try:
                for code in formats:
                    written += write_files(document, file_name(self.stem, period, options["audience"]), [code], folder)
                    bar.update()
            except OSError as error:
                raise CommandError(f"{folder} could not be written to: {error.strerror}.", returncode=1) from error
        if options["format"] == "json":
            self.stdout.write(json.dumps({"files": [str(path) for path in written], "slips": list(document.slips)}))
        else:
            self.stdout.write("\n".join(str(path) for path in written))
        for slip in document.slips:
            self.stderr.write(f"A total does not add up: {slip}")

    stem: str

    def check_period(self, period: Period) -> None:
        """Refuses a period the document is not for."""


def read_formats(text: str) -> list[str]:
    """The formats named with commas between, each once."""
    formats = list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
    known = ", ".join(FORMATS)
    if not formats:
        raise CommandError(f"No format is named. Choose from {known}.", returncode=2)
    if unknown := [code for code in formats if code not in FORMATS]:
        raise CommandError(f"{', '.join(unknown)}: not a format. Choose from {known}.", returncode=2)
    return formats
