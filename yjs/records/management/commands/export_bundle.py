"""Takes the records out as a case bundle."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from yjs.people.access import log
from yjs.people.commands import DatabaseCommand
from yjs.people.models import Act
from yjs.records.bundle import Export
from yjs.records.commands import read_day


class Command(DatabaseCommand):
    help = (
        "Exports every record as a case bundle: a folder, or by the ending of PATH a .zip or .xlsx. Imported into an "
        "empty service and exported again, it is the same to the byte."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path)
        parser.add_argument("--as-at", metavar="DATE", help="as they were known at the end of this day")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how results are printed")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        as_at = None if options["as_at"] is None else read_day(options["as_at"])
        if path.suffix.casefold() not in (".zip", ".xlsx") and path.is_file():
            raise CommandError(f"{path} is a file. Name a folder, a .zip or an .xlsx.", returncode=2)
        export = Export.read(as_at)
        known = f", as known on {as_at}" if as_at else ""
        log(None, Act.EXPORTED, page="export_bundle", subjects=export.whom, detail=export.in_words() + known)
        try:
            export.write(path)
        except OSError as error:
            raise CommandError(f"{path} could not be written: {error.strerror}.", returncode=1) from error
        missing = export.referred_but_left_out()
        if missing:
            self.stderr.write(f"Named in it, but not known yet on that day: {', '.join(missing)}.")
        rows = {page.name: len(page.rows) for page in export.pages}
        if options["format"] == "json":
            said = {"path": str(path), "as_at": as_at.isoformat() if as_at else None, "rows": rows}
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=1))
        else:
            for name, number in rows.items():
                self.stdout.write(f"{name}: {number}")
