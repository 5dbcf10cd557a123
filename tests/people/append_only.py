"""Lifts what the database refuses, for tests that tamper with the log and for emptying the database after a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection
from django.test import TransactionTestCase


migration = import_module("yjs.people.migrations.0002_access_log_append_only")


class Database:
    """Runs a migration's statements on the database the tests use, inside a transaction or out of one."""

    connection = connection

    def execute(self, statement: str, params: None = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """The log of access as somebody with the database in their hands has it."""
    migration.remove(None, Database())
    try:
        yield
    finally:
        migration.refuse(None, Database())


def empty_the_log_too(flush: Callable[[TransactionTestCase], None]) -> Callable[[TransactionTestCase], None]:
    """A test that commits has its tables emptied afterwards, and the log of access refuses that."""

    def lift_and_flush(self: TransactionTestCase) -> None:
        with lifted():
            flush(self)

    return lift_and_flush


teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
TransactionTestCase._fixture_teardown = empty_the_log_too(teardown)  # type: ignore[attr-defined]
