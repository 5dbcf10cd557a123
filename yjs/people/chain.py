"""The log as a chain: every line covers its own content and the hash of the line before it.

Whoever edits, removes, adds or swaps a line breaks the chain at that line. What a chain cannot show by itself
is a tail cut off, or cut off and written anew: for that the head is printed (`manage.py verify_access_log`)
and kept elsewhere.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction
from django.utils import timezone

from yjs.people.models import AccessEvent, Act


# Any number will do, as long as nothing else in this database locks by it.
ONE_AT_A_TIME = 62_2018
# As `head` prints it: a line and its hash, or of an empty log `0:`. The hash alone will do.
A_HEAD = re.compile(r"0:|((?P<number>[1-9][0-9]*):)?(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class Broken:
    """The first line that is not as it was written, and what is wrong with it."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


@transaction.atomic
def append(
    *,
    username: str,
    role: str,
    act: Act,
    page: str = "",
    path: str = "",
    subjects: Iterable[str] = (),
    detail: str = "",
) -> AccessEvent:
    """Add a line to the log. Call it last: others wait for their turn until the transaction ends."""
    _wait_for_turn()
    last, previous_hash = AccessEvent.objects.order_by("-id").values_list("id", "hash").first() or (0, "")
    event = AccessEvent(
        id=last + 1,
        at=timezone.now(),
        username=username,
        role=role,
        act=act,
        page=page[:100],
        path=path.replace("\0", "")[:500],
        subjects=list(dict.fromkeys(str(subject) for subject in subjects if subject)),
        detail=detail.replace("\0", ""),
        previous_hash=previous_hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def _wait_for_turn() -> None:
    # SQLite's transactions are IMMEDIATE (settings): whoever has one open is the only writer already.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def digest(event: AccessEvent) -> str:
    """The hash of a line: all of its fields, the moment and the hash before it among them."""
    content = [
        event.id,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.username,
        event.role,
        event.act,
        event.page,
        event.path,
        event.subjects,
        event.detail,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":"), sort_keys=True).encode()).hexdigest()


def head() -> str:
    """The last line's number and hash, `57:3f2a...`. Kept elsewhere, nobody can cut the log short unseen."""
    last = AccessEvent.objects.order_by("-id").values_list("id", "hash").first()
    return "{}:{}".format(*last) if last else "0:"


def verify(expected_head: str | None = None) -> Broken | None:
    """The first line that is not as it was written; None when the log is whole.

    `expected_head` is a head kept earlier, `57:3f2a...` or the hash alone: the log must still contain it.
    Raises ValueError where it is no head.
    """
    line, previous_hash = 0, ""
    number, expected = _read_head(expected_head) if expected_head is not None else ("", "")
    found = not expected
    try:
        for event in AccessEvent.objects.order_by("id").iterator(chunk_size=2000):
            if wrong := _what_is_wrong(event, line + 1, previous_hash):
                return Broken(min(line + 1, event.id), wrong)
            line, previous_hash = event.id, event.hash
            found = found or (event.hash == expected and number in ("", str(line)))
            if number == str(line) and not found:
                return Broken(line, "is not the line that was kept: it, or lines before it, were written anew")
    except (ValueError, TypeError, AttributeError):
        return Broken(line + 1, "cannot be read")
    if not found:
        return Broken(line + 1, "is missing: the log once went on to the head that was kept")
    return None


def _read_head(head: str) -> tuple[str, str]:
    """The number and the hash of a head; neither, of an empty log."""
    match = A_HEAD.fullmatch(head.strip())
    if match is None:
        raise ValueError("not a head of the log of access")
    return match["number"] or "", match["hash"] or ""


def _what_is_wrong(event: AccessEvent, expected_line: int, previous_hash: str) -> str:
    if event.id > expected_line:
        return "is missing"
    if event.id < expected_line:
        return "was never written by the service, whose lines begin at 1"
    if event.hash != digest(event):
        return "was changed after it was written"
    if event.previous_hash != previous_hash:
        return "does not follow the line before it"
    return ""
