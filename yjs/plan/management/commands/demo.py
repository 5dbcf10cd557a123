"""A made-up youth justice service to look at: made once, the same every time."""

from __future__ import annotations

import json
import os
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from disposals.models import Child
from reoffending.projections import every_day, keep_due
from yjs.people.access import log
from yjs.people.commands import database_name, open_database
from yjs.people.models import Act
from yjs.people.permissions import Role
from yjs.plan.assets import NotFetched, fetch
from yjs.plan.demo import LAST_DAY, SERVICE
from yjs.plan.demo.keeping import keep_service, steps
from yjs.plan.demo.published import published
from yjs.plan.demo.recording import Told
from yjs.plan.demo.service import OWN_REF, made_up
from yjs.plan.demo.signing_in import SignIn, let_in, strangers
from yjs.records.days import day_in_words, today
from yjs.records.record import record_classes
from yjs.start import keep_service_name


ADDRESS = "127.0.0.1:8000"
PLAN_YEAR = "2018/19"


class Command(BaseCommand):
    help = "Fills an empty database with a believable made-up service, builds its plan, and says how to sign in."
    # It is run before there is a database or a style to check.
    requires_system_checks: list[str] = []
    # The share of the full size; a test makes do with less.
    size = 1.0

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serve", action="store_true", help=f"then serve the pages on http://{ADDRESS}/")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how the result is told")

    def handle(self, *args: Any, **options: Any) -> None:
        open_database()
        call_command("migrate", verbosity=0, interactive=False)
        self.refuse_others()
        told = [*published(), *made_up(self.size)]
        is_new = self.is_new(told)
        self.keep_the_name()
        sign_ins = let_in()
        if is_new:
            by = next(each.person for each in sign_ins if each.person.role == Role.ANALYST)
            with tqdm(total=steps(told), disable=None, desc="Recording", unit=" versions") as bar:
                keep_service(told, by=by, tell=bar.update)
            self.stderr.write("Projecting the cohorts as each was known.")
            keep_due(every_day(), by=by)
            log(by, Act.IMPORTED, page="demo", detail=f"{SERVICE}, {Child.objects.count()} made-up children")
        self.fetch_styles()
        files = self.build_plan()
        if options["format"] == "json":
            self.stdout.write(json.dumps(self.as_json(sign_ins, files), ensure_ascii=False))
        else:
            self.stdout.write("\n".join([*files, *self.as_text(sign_ins, is_new)]))
        if options["serve"]:
            call_command("runserver", ADDRESS, use_reloader=False)

    def refuse_others(self) -> None:
        """Refuses a database that holds records or people with nothing of the made-up service about them."""
        has_children = Child.objects.exists()
        without = [kind for kind in record_classes() if not has_children and kind.objects.exists()]
        if without or strangers() or Child.objects.exclude(ref__regex=OWN_REF).exists():
            self.refuse()

    def is_new(self, told: list[Told]) -> bool:
        """Whether nobody is here yet; refuses children numbered like the made-up service's own who are not."""
        here = set(Child.objects.values_list("ref", flat=True))
        if here - {each.record.ref for each in told if isinstance(each.record, Child)}:
            self.refuse()
        return not here

    def refuse(self) -> None:
        raise CommandError(
            f"This database ({database_name()}) is already in use: it holds records or people that are not the "
            "demonstration's, and they are left alone. Cure: set YJS_DATA to an empty folder, or DATABASE_URL to "
            "an empty database, and run this again. `python manage.py runserver` serves what is here."
        )

    def keep_the_name(self) -> None:
        """The name stays with the data folder, for the commands and the pages that come after."""
        keep_service_name(SERVICE, settings.YJS_DATA)
        if "SERVICE_NAME" not in os.environ:
            settings.SERVICE_NAME = SERVICE

    def fetch_styles(self) -> None:
        try:
            fetch()
        except NotFetched as problem:
            self.stderr.write(f"{problem}\nEverything else works without; going on.")

    def build_plan(self) -> list[str]:
        """The plan in every format, as known on the last day of the made-up history: the same bytes each time."""
        self.stderr.write(f"Building the plan of {PLAN_YEAR}.")
        told = StringIO()
        as_at = min(LAST_DAY, today()).isoformat()
        call_command("plan", PLAN_YEAR, as_at=as_at, format="json", stdout=told, stderr=self.stderr)
        return json.loads(told.getvalue())["files"]

    def as_json(self, sign_ins: list[SignIn], files: list[str]) -> dict[str, Any]:
        return {
            "service": SERVICE,
            "children": Child.objects.count(),
            "data": str(settings.YJS_DATA),
            "database": database_name(),
            "files": files,
            "pages": f"http://{ADDRESS}/",
            "people": [
                {"role": each.person.role, "username": each.person.username, "password": each.password or None}
                for each in sign_ins
            ],
        }

    def as_text(self, sign_ins: list[SignIn], is_new: bool) -> list[str]:
        """Where everything is, and how to sign in."""
        children = Child.objects.count()
        said = "is made" if is_new else "was here already, and is as it was"
        wide = max(len(each.person.get_role_display()) for each in sign_ins)
        lines = [
            "",
            f"{SERVICE} {said}: {children:,} made-up children, recorded until {day_in_words(LAST_DAY)}.",
            f"Data folder   {settings.YJS_DATA}",
            f"Database      {database_name()}",
            f"Plan          {settings.YJS_DATA / 'documents'}",
            f"Pages         http://{ADDRESS}/ (served by `python manage.py demo --serve`)",
            "",
            "Sign in as (these passwords are of this machine alone):",
        ]
        for each in sign_ins:
            person = each.person
            password = each.password or "(has chosen another password)"
            lines.append(f"  {person.get_role_display():{wide}}  {person.username:8}  {password}")
        return lines
