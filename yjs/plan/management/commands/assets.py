from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yjs.plan.assets import NotFetched, fetch


class Command(BaseCommand):
    help = "Fetches the styles and scripts of the pages, and collects them for browsers. Once is enough."
    # It is run before there is a database or a style to check.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fetched = fetch()
        except NotFetched as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Styles fetched and collected." if fetched else "Styles are in place.")
