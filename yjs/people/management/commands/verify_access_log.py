"""Whether the log of access is as it was written."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from yjs.people.chain import head, verify


class Command(BaseCommand):
    help = (
        "Checks every line of the log of access and prints its head, which somebody should keep elsewhere "
        "each day. Exit status 1, and the first bad line, when it is not as it was written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", metavar="HASH", help="a head printed before: the log must still hold it")

    def handle(self, *args: Any, **options: Any) -> None:
        now = head()
        broken = verify(options["head"])
        if broken:
            self.stderr.write(f"The log of access is not as it was written. First bad line: {broken}.")
        else:
            self.stderr.write("The log of access is as it was written.")
        self.stdout.write(now)
        if broken:
            raise SystemExit(1)
