"""What the table of access says of one page: what it asks, its sample addresses, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.house.canaries import Service
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import Record


Arguments = dict[str, Any]
Samples = Callable[[Service], list[Arguments]]


def no_arguments(made: Service) -> list[Arguments]:
    return [{}]


@dataclass(frozen=True)
class Page:
    """What a page asks for, its sample addresses, and what it answers: to a look (0 where there is nothing to look
    at), to an empty form sent (None where nothing can be sent), and to a stranger (302 is the way to sign in).
    """

    requires: May
    samples: Samples = no_arguments
    look: int = 200
    sent: int | None = None
    stranger: int = 302
    kind: type[Record] | None = None
    # Whatever a stranger asks of it, the answer is the way to sign in.
    behind_the_door: bool = True
    # It is as known now: those who may open no records are led to what was last released.
    of_now: bool = False
    # It is not for a provider’s staff, or about what is never referred to them: to them it is not there.
    never_referred: bool = False
    # The kinds in its addresses that stand behind the victims' wall: to others than those who work with victims, what
    # is asked of them is not there.
    walled: tuple[str, ...] = ()

    def look_of(self, role: Role | None, address: str = "") -> int:
        if self.never_referred and role is Role.PROVIDER:
            return 404
        if role and May.SEE_VICTIMS not in ROLES[role] and any(f"/{kind}/" in address for kind in self.walled):
            return 404
        return 302 if self.of_now and role and May.SEE_RECORDS_BEHIND not in ROLES[role] else self.look

    def answer(self, method: str, role: Role | None = None, address: str = "") -> int:
        look = self.look_of(role, address)
        if method == "OPTIONS":
            return 200
        if method == "POST":
            return look if self.sent and look == 404 else self.sent or 405
        return look if method in ("GET", "HEAD") and self.look else 405

    def answer_to_a_stranger(self, method: str) -> int:
        answer = self.answer(method)
        if self.requires is May.ENTER and method in ("PUT", "PATCH", "DELETE"):
            return 405
        is_about_the_address = method == "OPTIONS" or answer == 405
        return answer if is_about_the_address and not self.behind_the_door else self.stranger


def of_one(kind: type[Record], name: str = "pk") -> Samples:
    return lambda made: [{name: made.one(kind).pk}]


def of_referred(kind: type[Record]) -> Samples:
    """One that is referred to the provider of this service's staff."""
    return lambda made: [{"pk": made.records[kind][1].pk}]


def each(**arguments: Any) -> Samples:
    return lambda made: [arguments]
