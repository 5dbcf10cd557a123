"""The people who can sign in to the made-up service: one for each role, with passwords of this machine's own."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from yjs.people.access import log
from yjs.people.models import Act, User
from yjs.people.permissions import Role
from yjs.plan.demo.making_good import PROVIDER
from yjs.plan.demo.names import read


PEOPLE = {
    Role.WORKER: ("marcus", "Marcus Oyelaran"),
    Role.MANAGER: ("karen", "Karen Whitlam"),
    Role.VICTIM_WORKER: ("yasmin", "Yasmin Haddow"),
    Role.BOARD: ("denise", "Denise Farrar"),
    Role.ANALYST: ("owen", "Owen Tattersall"),
    Role.ADMINISTRATOR: ("bryony", "Bryony Keel"),
    Role.PROVIDER: ("femi", "Femi Adeyinka"),
}
WORDS_IN_A_PASSWORD = 5


@dataclass(frozen=True)
class SignIn:
    """How one person signs in; no password where they have since chosen another."""

    person: User
    password: str


def password_of(username: str) -> str:
    """A person's password here, from this machine's secret: the same each time, and nobody else's."""
    drawn = hmac.digest(settings.SECRET_KEY.encode(), f"demo {username}".encode(), hashlib.sha256)
    words = [row["word"] for row in read("words.csv")]
    number, chosen = int.from_bytes(drawn, "big"), []
    for _ in range(WORDS_IN_A_PASSWORD):
        number, which = divmod(number, len(words))
        chosen.append(words[which])
    return "-".join(chosen)


def strangers() -> list[str]:
    """The usernames here that are not the demonstration's."""
    ours = [username for username, _ in PEOPLE.values()]
    return list(User.objects.exclude(username__in=ours).order_by("username").values_list("username", flat=True))


def let_in() -> list[SignIn]:
    """One person for each role; those who are there already stay as they are."""
    found = []
    for role, (username, name) in PEOPLE.items():
        person = User.objects.filter(username=username).first()
        password = password_of(username)
        if person is None:
            person = User(username=username, name=name, role=role, contact=f"{username}@yjs.example")
            person.provider = PROVIDER if role is Role.PROVIDER else ""
            person.set_password(password)
            person.full_clean()
            with transaction.atomic():
                person.save()
                log(None, Act.ROLE_CHANGED, page="demo", detail=f"{username}: {person.get_role_display()}")
        found.append(SignIn(person, password if person.check_password(password) else ""))
    return found
