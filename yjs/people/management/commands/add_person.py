"""Gives somebody a way to sign in, from the machine itself: the first administrator comes this way."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from yjs.people.access import log
from yjs.people.commands import DatabaseCommand
from yjs.people.models import Act, User
from yjs.people.permissions import Role


class Command(DatabaseCommand):
    help = "Adds a person who may sign in. Asks for their first password, or reads it from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("--role", choices=Role.values, required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--provider", default="", help="for a provider's staff: whom they work for")
        parser.add_argument("--password-stdin", action="store_true", help="the first line of standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User(
            username=User.normalize_username(options["username"]),
            name=options["name"],
            role=options["role"],
            provider=options["provider"],
        )
        password = self._password(from_stdin=options["password_stdin"])
        try:
            validate_password(password, person)
            person.set_password(password)
            person.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            person.save()
            log(None, Act.ROLE_CHANGED, page="add_person", detail=f"{person.username}: {person.role_in_words}")
        self.stdout.write(f"{person.username} may sign in as {person.get_role_display().lower()}.")

    def _password(self, *, from_stdin: bool) -> str:
        if from_stdin or not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        password = getpass.getpass("First password: ")
        if password != getpass.getpass("The same again: "):
            raise CommandError("The two passwords are not the same.")
        return password
