"""Somebody writes while somebody else reads at length. Run as a program, on a SQLite file of its own."""

import datetime as dt
from threading import Thread

from django.db import connection


def what_was_seen() -> list[int]:
    """How many children there were: while reading at one moment, again after another was written, and afterwards."""
    from disposals.models import Child
    from yjs.records.moment import one_moment
    from yjs.records.record import keep

    def write() -> None:
        keep(Child(first_name="Sam", date_of_birth=dt.date(2010, 1, 2)), by=None)
        connection.close()

    with one_moment():
        seen = [Child.objects.count()]
        writer = Thread(target=write)
        writer.start()
        writer.join()
        seen.append(Child.objects.count())
    return [*seen, Child.objects.count()]


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(what_was_seen())
