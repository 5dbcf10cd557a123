"""Brings a case bundle in."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from tqdm import tqdm

from yjs.people.access import log
from yjs.people.commands import DatabaseCommand
from yjs.people.models import Act, User
from yjs.records.bundle import Report, check_bundle, report_on, store
from yjs.records.bundle.files import FORMS


class Command(DatabaseCommand):
    help = (
        "Imports a case bundle: a folder or .zip of CSV files, or an .xlsx workbook. Every row is checked first; one "
        "error and nothing is stored. Exit status 1 where it was refused, and each problem says where and what to do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", metavar="PATH", type=Path)
        parser.add_argument("--check", action="store_true", help="report only, and store nothing")
        parser.add_argument("--good-rows-only", action="store_true", help="store what is good; say what is left out")
        parser.add_argument("--by", metavar="USERNAME", help="whose import it is")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how results are printed")

    def handle(self, *args: Any, **options: Any) -> None:
        path, good_rows_only = Path(options["path"]), options["good_rows_only"]
        if not path.exists():
            raise CommandError(f"There is no {path}. Give {FORMS}.", returncode=2)
        by = self._person(options["by"])
        # Where there is a terminal a bar shows how far it is; in a pipe there is none.
        with tqdm(unit=" rows", leave=False, disable=None) as bar:
            checked = check_bundle(path, bar.update)
            if options["check"]:
                report = report_on(checked, good_rows_only=good_rows_only)
            else:
                with transaction.atomic():
                    report = store(checked, by=by, good_rows_only=good_rows_only, progress=bar.update)
                    if report.is_accepted:
                        log(by, Act.IMPORTED, page="import_bundle", subjects=report.whom, detail=report.in_words())
        self._print(report, options["format"])
        if not report.is_accepted:
            errors = sum(found.is_error for found in report.problems)
            would = "would be" if options["check"] else "was"
            raise CommandError(f"Nothing {would} stored. Errors to put right: {errors}.", returncode=1)

    def _person(self, username: str | None) -> User | None:
        if username is None:
            return None
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            said = f"There is no person with the user name {username}. `add_person` lets somebody in."
            raise CommandError(said, returncode=2) from None

    def _print(self, report: Report, form: str) -> None:
        if form == "json":
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
            return
        for found in report.problems:
            self.stderr.write(str(found))
        for name, counts in report.files.items():
            self.stdout.write(f"{name}: {counts.stored} stored, {counts.unchanged} unchanged, {counts.refused} refused")
