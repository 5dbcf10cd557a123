"""The log of access is one chain, which the database itself keeps to."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests.people.conftest import LENGTH
from tests.people.writers import what_came_of_it
from yjs.people.access import log
from yjs.people.chain import digest, head, verify
from yjs.people.models import AccessEvent, Act


ONE_CHAIN = "wrong [], lines 400, each {25}, broken None"


def test_an_untouched_log_is_whole(written: list[AccessEvent]) -> None:
    assert [event.id for event in written] == list(range(1, LENGTH + 1))
    assert verify() is None
    assert verify(head()) is None
    for event in written:
        assert verify(f"{event.id}:{event.hash}") is None
        assert verify(event.hash) is None


def test_an_empty_log_is_whole_and_has_a_head(db: None) -> None:
    assert verify() is None
    assert head() == "0:"
    assert verify("0:") is None


def test_a_line_covers_every_one_of_its_fields(written: list[AccessEvent]) -> None:
    line = written[3]
    others = {
        "id": 99,
        "at": line.at + timedelta(microseconds=1),
        "username": "somebody-else",
        "role": "manager",
        "act": Act.ERASED,
        "page": "elsewhere",
        "path": "/elsewhere/",
        "subjects": ["C3"],
        "detail": "more",
        "previous_hash": "0" * 64,
    }
    assert set(others) == {field.name for field in AccessEvent._meta.concrete_fields} - {"hash"}
    for field, other in others.items():
        before = getattr(line, field)
        setattr(line, field, other)
        assert digest(line) != line.hash, field
        setattr(line, field, before)
    assert digest(line) == line.hash


def test_a_line_can_be_read_aloud(written: list[AccessEvent]) -> None:
    assert str(written[1]) == "2: person-1, looked"
    assert str(log(None, Act.IMPORTED)) == "31: the service, brought in"


def test_an_address_that_no_database_could_keep_is_kept_all_the_same(db: None) -> None:
    log(None, Act.LOOKED, page="p" * 200, path="/\0" + "x" * 2000, subjects=["C1", "", "C2", "C1"], detail="\0d")
    line = AccessEvent.objects.get()
    assert (line.page, line.path, line.detail) == ("p" * 100, "/" + "x" * 499, "d")
    assert line.subjects == ["C1", "C2"]
    assert verify() is None


def test_lines_that_read_alike_run_together_are_told_apart(db: None) -> None:
    one = AccessEvent(id=1, at=log(None, Act.LOOKED).at, page="ab", path="c", subjects=["x", "y"])
    other = AccessEvent(id=1, at=one.at, page="a", path="bc", subjects=["x,y"])
    assert digest(one) != digest(other)


class TestTheDatabase:
    """It refuses what only somebody with the database in their hands would try."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE people_accessevent SET username = 'nobody' WHERE id = 3",
            "UPDATE people_accessevent SET detail = detail",
            "DELETE FROM people_accessevent WHERE id = 30",
            "DELETE FROM people_accessevent",
            "INSERT INTO people_accessevent SELECT 99, at, username, role, act, page, path, subjects, detail, "
            "previous_hash, hash FROM people_accessevent WHERE id = 1",
        ],
    )
    def test_it_refuses_to_change_remove_or_leave_out_a_line(self, written: list[AccessEvent], statement: str) -> None:
        before = list(AccessEvent.objects.values())
        with (
            pytest.raises(DatabaseError, match="log of access"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert list(AccessEvent.objects.values()) == before

    def test_it_refuses_to_replace_a_line(self, written: list[AccessEvent]) -> None:
        line = written[4]
        line.username = "somebody-else"
        fields = [field.name for field in AccessEvent._meta.concrete_fields if field.name != "id"]
        for write in (
            line.save,
            line.delete,
            lambda: AccessEvent.objects.bulk_create(
                [line], update_conflicts=True, unique_fields=["id"], update_fields=fields
            ),
        ):
            with pytest.raises(DatabaseError, match="log of access"), transaction.atomic():
                write()
        assert verify(head()) is None

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE INTO is SQLite's")
    def test_it_refuses_to_replace_a_line_by_its_own_word_for_it(self, written: list[AccessEvent]) -> None:
        with pytest.raises(DatabaseError, match="log of access"), connection.cursor() as cursor:
            cursor.execute("REPLACE INTO people_accessevent SELECT * FROM people_accessevent WHERE id = 4")

    @pytest.mark.postgres
    def test_it_refuses_to_empty_the_log_at_a_stroke(self, written: list[AccessEvent]) -> None:
        with (
            pytest.raises(DatabaseError, match="log of access"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("TRUNCATE people_accessevent")
        assert AccessEvent.objects.count() == LENGTH


class TestManyAtOnce:
    def test_sixteen_writers_on_a_sqlite_file_make_one_chain(self, tmp_path: Path) -> None:
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.people.writers"],
            cwd=settings.BASE_DIR,
            env={**environment, "YJS_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.strip() == ONE_CHAIN, done.stderr

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_sixteen_writers_on_postgresql_make_one_chain(self) -> None:
        assert connection.vendor == "postgresql"
        assert what_came_of_it(16, 25) == ONE_CHAIN
