"""Whether the log of access is as it was written."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from yjs.people.chain import head, verify
from yjs.people.commands import DatabaseCommand


UNSEEN = "Lines cut off its end cannot be seen without a head printed before: give one with --head."


class Command(DatabaseCommand):
    help = (
        "Checks every line of the log of access and prints its head, which somebody should keep elsewhere "
        "each day. Exit status 1, and the first bad line, when it is not as it was written; 2 when HEAD is no head."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", metavar="HEAD", help="a head printed before: the log must still hold it")

    def handle(self, *args: Any, **options: Any) -> None:
        now, kept = head(), options["head"]
        try:
            broken = verify(kept)
        except ValueError:
            said = f"--head {kept!r} is no head. Give one as this command printed it, for example 57:3f2a... in full."
            raise CommandError(said, returncode=2) from None
        if broken:
            self.stderr.write(f"The log of access is not as it was written. First bad line: {broken}.")
        elif kept is None:
            self.stderr.write(f"The log of access is as it was written. {UNSEEN}")
        else:
            self.stderr.write("The log of access is as it was written, and holds the head that was kept.")
        self.stdout.write(now)
        if broken:
            raise SystemExit(1)
