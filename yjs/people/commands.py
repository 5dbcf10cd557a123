"""What every command that reads or writes the database asks for first: that it is there, and up to date."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor


class DatabaseCommand(BaseCommand):
    """A command that needs a database: where that is not ready it says so, and what to do."""

    requires_migrations_checks = True

    def check_migrations(self) -> None:
        open_database()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(
                f"The database ({database_name()}) is empty or of an earlier version. Cure: run "
                "`python manage.py migrate`, then this again."
            )


def open_database() -> None:
    """Opens the database; where that cannot be done, says so and what to do."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        what = str(error).strip().partition("\n")[0].rstrip(".")
        raise CommandError(
            f"The database ({database_name()}) cannot be opened: {what}. Cure: check DATABASE_URL and YJS_DATA, and "
            "that it is there and may be read."
        ) from error


def database_name() -> str:
    return str(connection.settings_dict["NAME"])
