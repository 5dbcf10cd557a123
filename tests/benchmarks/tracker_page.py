"""The tracker page of one made-up service, measured in a process and a data folder of its own.

The page with the book warm beside its template with the same rows worked out before; the page after one new record
beside the page before it; its questions to the database; and what an open page costs when nothing changes.
`tests.benchmarks.tracker` asks for it and judges what it finds.
"""

import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from disposals.models import Child, Disposal, Intervention, Offence  # noqa: E402
from reoffending.cohort import cohort  # noqa: E402
from reoffending.views.tracker import EVERY, ON_A_PAGE  # noqa: E402
from yjs.measures.periods import days, financial_year_of, today  # noqa: E402
from yjs.people.models import User  # noqa: E402
from yjs.people.permissions import Role  # noqa: E402
from yjs.plan.demo.keeping import keep_service  # noqa: E402
from yjs.plan.demo.published import published  # noqa: E402
from yjs.plan.demo.service import made_up  # noqa: E402
from yjs.plan.demo.signing_in import let_in  # noqa: E402
from yjs.records.live import forget, live  # noqa: E402
from yjs.records.record import Record, keep  # noqa: E402


TIMES = 40
YEARS = 8


def seconds(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    do()
    return clock() - began


def questions(asked: CaptureQueriesContext) -> int:
    """How many questions were put to the database; where a transaction begins and ends is none."""
    # Counted while they are captured: the next request forgets them.
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in asked)


def fill(children: int) -> None:
    """The made-up service, about so many children of it."""
    call_command("migrate", verbosity=0, interactive=False)
    size = children / sum(isinstance(each.record, Child) for each in made_up(1.0))
    keep_service([*published(), *made_up(size)], by=None)
    let_in()


def cohort_address() -> str:
    """The tracker of the last whole year, with as many years before it as fill a page."""
    year = financial_year_of(today()).year_before()
    for number in range(1, YEARS + 1):
        period = days(year.years(number)[0].start, year.end)
        if len(cohort(live(), period)) >= ON_A_PAGE:
            break
    return f"/reoffending/tracker/{period.slug}/"


def measure(children: int) -> dict[str, Any]:
    """What was measured of a service of about so many children."""
    setup_test_environment()
    fill(children)
    client = Client()
    client.force_login(User.objects.filter(role=Role.MANAGER).first(), "django.contrib.auth.backends.ModelBackend")
    address = cohort_address()
    forget()
    with CaptureQueriesContext(connection) as asked:
        first = seconds(lambda: client.get(address))
        cold = questions(asked)
    response = client.get(address)
    context = response.context_data
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        warm = questions(asked)
    page, template = [], []
    after: dict[str, list[float]] = {}
    for number in range(TIMES):
        rows = response.context_data["rows"]
        child = rows[number % len(rows)][0]
        for record in records_of(child, number):
            page.append(seconds(lambda: client.get(address)))
            template.append(
                seconds(lambda: render_to_string("reoffending/tracker.html", context, response.wsgi_request))
            )
            with transaction.atomic():
                keep(record, by=None, reason="Corrected")
            took = seconds(lambda: client.get(address))
            after.setdefault(type(record).__name__.lower(), []).append(took / page[-1])
    time.sleep(0.5)
    update = client.get(address).context_data["update"]
    unchanged = [
        seconds(
            lambda: client.get(update, headers={"HX-Request": "true", "X-In-The-Background": "1"}), time.process_time
        )
        for _ in range(10 * TIMES)
    ]
    return {
        "children": Child.objects.count(),
        "rows": len(context["rows"]),
        "first": first,
        "cold": cold,
        "warm": warm,
        "page": statistics.median(page),
        "template": statistics.median(template),
        "after": {kind: statistics.median(times) for kind, times in after.items()},
        "unchanged": statistics.mean(unchanged),
        "every": EVERY,
    }


def records_of(child: Child, number: int) -> Iterator[Record]:
    """What may be saved about a child: an offence, its result, a piece of work, and a correction of the child."""
    day = today() - dt.timedelta(days=TIMES - number)
    offence = Offence(child=child, committed_on=day)
    yield offence
    yield Disposal(child=child, kind="referral_order", imposed_on=day, offence_refs=[offence.ref])
    yield Intervention(child=child, kind="prevention", started_on=day, worker=f"Worker {number}")
    child = Child.objects.get(pk=child.pk)
    child.postcode = f"S{number % 9 + 1} 1AA"
    yield child


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
