"""How fast the tracker is, in ratios: `YJS_DATA=<a made-up service> python -m tests.benchmarks.tracker`.

The page with the book warm beside its template with the same rows worked out before; the page after one new record
beside the page before it; its questions to the database; and what sixty open pages cost when nothing changes.
"""

import datetime as dt
import os
import statistics
import time
from collections.abc import Callable, Iterator

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from disposals.models import Child, Disposal, Intervention, Offence  # noqa: E402
from reoffending.views.tracker import EVERY  # noqa: E402
from yjs.measures.periods import financial_year_of, today  # noqa: E402
from yjs.people.models import User  # noqa: E402
from yjs.people.permissions import Role  # noqa: E402
from yjs.records.record import Record, keep  # noqa: E402


PAGES_OPEN = 60
TIMES = 40


def seconds(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    do()
    return clock() - began


def questions(asked: CaptureQueriesContext) -> int:
    """How many questions were put to the database; where a transaction begins and ends is none."""
    # Counted while they are captured: the next request forgets them.
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for query in asked)


def measure() -> None:
    setup_test_environment()
    client = Client()
    client.force_login(User.objects.filter(role=Role.MANAGER).first(), "django.contrib.auth.backends.ModelBackend")
    year = financial_year_of(today()).year_before()
    address = f"/reoffending/tracker/{year.slug}/"
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
        child = response.context_data["rows"][number % 10][0]
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
    warm_page, ready = statistics.median(page), statistics.median(template)
    print(f"{Child.objects.count()} children, {len(response.context['rows'])} rows on the page")
    print(f"first page             {1000 * first:6.0f} ms, {cold} questions")
    print(f"page, book warm        {1000 * warm_page:6.1f} ms, {warm} questions")
    print(f"template, rows ready   {1000 * ready:6.1f} ms: the page takes {warm_page / ready:.2f} times that")
    for kind, times in after.items():
        print(f"after one {kind:13} {statistics.median(times):.2f} times the page just before it")
    each = statistics.mean(unchanged)
    share = PAGES_OPEN * each / EVERY
    print(f"asked, nothing new     {1000 * each:6.2f} ms of processor: {PAGES_OPEN} pages take {share:.2f} of a core")


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
    measure()
