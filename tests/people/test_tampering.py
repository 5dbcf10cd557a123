"""Whatever is done to the log behind the service's back is found, and the first bad line named."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.db.models.functions import Concat, Substr

from tests.people.append_only import lifted
from tests.people.conftest import LENGTH
from yjs.people.access import log
from yjs.people.chain import Broken, digest, head, verify
from yjs.people.models import AccessEvent, Act


def pick(chance: random.Random) -> int:
    return chance.randint(1, LENGTH)


def at(line: int) -> models.QuerySet[AccessEvent]:
    return AccessEvent.objects.filter(pk=line)


def edit(chance: random.Random) -> tuple[int, str]:
    """A word of one line is changed."""
    line = pick(chance)
    field = chance.choice(["username", "role", "act", "page", "path", "detail", "previous_hash", "hash"])
    at(line).update(**{field: Concat(models.Value("x"), Substr(field, 2))})
    return line, field


def move_the_clock(chance: random.Random) -> tuple[int, str]:
    line = pick(chance)
    by = timedelta(microseconds=chance.choice([-1, 1]) * chance.randint(1, 10**12))
    at(line).update(at=AccessEvent.objects.get(pk=line).at + by)
    return line, f"by {by}"


def hide_a_child(chance: random.Random) -> tuple[int, str]:
    line = pick(chance)
    at(line).update(subjects=chance.choice([[], [f"C{line - 1}"], [f"Ç{line - 1}", f"C{line - 1}"]]))
    return line, "a child hidden"


def delete(chance: random.Random) -> tuple[int, str]:
    """A line before the last is removed: the last alone is a cut tail."""
    line = chance.randint(1, LENGTH - 1)
    at(line).delete()
    return line, "removed"


def close_up(line: int, by: int) -> None:
    """Renumber the lines from here on, as somebody who covers their traces would."""
    after = AccessEvent.objects.filter(pk__gte=line)
    after.update(id=-models.F("id") - by)
    AccessEvent.objects.filter(pk__lt=0).update(id=-models.F("id"))


def delete_and_renumber(chance: random.Random) -> tuple[int, str]:
    line = chance.randint(1, LENGTH - 1)
    at(line).delete()
    close_up(line + 1, -1)
    return line, "removed and the rest renumbered"


def insert(chance: random.Random) -> tuple[int, str]:
    """A forged line is put in, its hash as made up as its content."""
    line = pick(chance)
    copied = AccessEvent.objects.get(pk=line)
    close_up(line, 1)
    copied.username = "forged"
    copied.save(force_insert=True)
    return line, "forged"


def insert_with_care(chance: random.Random) -> tuple[int, str]:
    """The forged line follows the one before it: it is the next line that gives it away."""
    line = pick(chance)
    copied = AccessEvent.objects.get(pk=line)
    close_up(line, 1)
    copied.username = "forged"
    copied.hash = digest(copied)
    copied.save(force_insert=True)
    return line + 1, "forged with care"


def edit_with_care(chance: random.Random) -> tuple[int, str]:
    """A line is changed and its own hash made anew: again the next line gives it away."""
    line = AccessEvent.objects.get(pk=chance.randint(1, LENGTH - 1))
    line.username = "somebody-else"
    line.hash = digest(line)
    line.save()
    return line.id + 1, "changed with care"


def swap(chance: random.Random) -> tuple[int, str]:
    first, second = sorted(chance.sample(range(1, LENGTH + 1), 2))
    for now, then in ((first, -1), (second, first), (-1, second)):
        at(now).update(id=then)
    return first, f"swapped with {second}"


def write_before_the_first(chance: random.Random) -> tuple[int, str]:
    line = AccessEvent.objects.get(pk=1)
    line.id = -chance.randint(0, 5)
    line.save(force_insert=True)
    return line.id, "before the first"


def cut_the_tail(chance: random.Random) -> tuple[int, str]:
    line = pick(chance)
    AccessEvent.objects.filter(pk__gte=line).delete()
    return line, "cut"


def cut_and_write_anew(chance: random.Random) -> tuple[int, str]:
    """The tail is cut and lines as good as the service's own are put in its place."""
    line, more = pick(chance), chance.randint(1, 8)
    AccessEvent.objects.filter(pk__gte=line).delete()
    for _ in range(LENGTH + 1 - line + more):
        log(None, Act.LOOKED)
    return LENGTH, "cut and written anew"


def edit_the_last_with_care(chance: random.Random) -> tuple[int, str]:
    line = AccessEvent.objects.get(pk=LENGTH)
    line.username = "somebody-else"
    line.hash = digest(line)
    line.save()
    return LENGTH, "the last changed with care"


Tamper = Callable[[random.Random], tuple[int, str]]
SEEN_IN_THE_CHAIN: list[Tamper] = [
    edit,
    move_the_clock,
    hide_a_child,
    delete,
    delete_and_renumber,
    insert,
    insert_with_care,
    edit_with_care,
    swap,
    write_before_the_first,
]
SEEN_WITH_THE_HEAD: list[Tamper] = [cut_the_tail, cut_and_write_anew, edit_the_last_with_care]


class TestTampering:
    @pytest.mark.parametrize("tamper", SEEN_IN_THE_CHAIN)
    def test_it_is_found_and_the_first_bad_line_named(self, written: list[AccessEvent], tamper: Tamper) -> None:
        chance = random.Random(f"tampering by {tamper.__name__}")
        with lifted():
            for _ in range(80):
                undo = transaction.savepoint()
                line, how = tamper(chance)
                found = verify()
                assert found is not None, (line, how)
                assert found.line == line, (line, how, found)
                transaction.savepoint_rollback(undo)
        assert verify() is None

    @pytest.mark.parametrize("tamper", SEEN_WITH_THE_HEAD)
    def test_a_cut_tail_is_found_with_the_head_that_was_kept(self, written: list[AccessEvent], tamper: Tamper) -> None:
        chance, kept = random.Random(f"tampering by {tamper.__name__}"), head()
        with lifted():
            for _ in range(80):
                undo = transaction.savepoint()
                line, how = tamper(chance)
                assert verify() is None, "the chain cannot show this by itself"
                found = verify(kept)
                assert found is not None, (line, how)
                assert found.line == line, (line, how, found)
                assert verify(kept.partition(":")[2]) is not None
                transaction.savepoint_rollback(undo)
        assert verify(kept) is None

    def test_what_is_wrong_is_said(self, written: list[AccessEvent]) -> None:
        with lifted():
            at(7).delete()
            assert verify() == Broken(7, "is missing")
            at(3).update(detail="more")
            assert verify() == Broken(3, "was changed after it was written")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps nothing that is not JSON or a time")
    @pytest.mark.parametrize("field", ["subjects", "at"])
    def test_a_line_that_cannot_be_read_is_found(self, written: list[AccessEvent], field: str) -> None:
        with lifted(), connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute(f"UPDATE people_accessevent SET {field} = 'not that' WHERE id = 7")
            found = verify()
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        assert found is not None
        assert found.line == 7

    def test_what_was_found_can_be_read(self) -> None:
        assert str(Broken(7, "is missing")) == "line 7: is missing"
