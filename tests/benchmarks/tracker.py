"""How fast the tracker is, in ratios: `YJS_DATA=<a made-up service> python -m tests.benchmarks.tracker`.

The page with the book warm beside its template with the same rows worked out before; the page after one new record
beside the page before it; its questions to the database; and what sixty open pages cost when nothing changes.
"""

import datetime as dt
import os
import statistics
import time
from collections.abc import Callable

import django


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yjs.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from disposals.models import Offence  # noqa: E402
from reoffending.views.tracker import EVERY  # noqa: E402
from yjs.measures.periods import financial_year_of, today  # noqa: E402
from yjs.people.models import User  # noqa: E402
from yjs.people.permissions import Role  # noqa: E402
from yjs.records.record import keep  # noqa: E402


PAGES_OPEN = 60
TIMES = 15


def seconds(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    do()
    return clock() - began


def measure() -> None:
    setup_test_environment()
    client = Client()
    client.force_login(User.objects.filter(role=Role.MANAGER).first(), "django.contrib.auth.backends.ModelBackend")
    year = financial_year_of(today()).year_before()
    address = f"/reoffending/tracker/{year.slug}/"
    with CaptureQueriesContext(connection) as cold:
        first = seconds(lambda: client.get(address))
    response = client.get(address)
    context = response.context_data
    with CaptureQueriesContext(connection) as warm:
        client.get(address)
    page, template, after = [], [], []
    child = response.context_data["rows"][0][0]
    for number in range(TIMES):
        page.append(seconds(lambda: client.get(address)))
        template.append(seconds(lambda: render_to_string("reoffending/tracker.html", context, response.wsgi_request)))
        offence = Offence(child=child, committed_on=today() - dt.timedelta(days=number + 1))
        with transaction.atomic():
            keep(offence, by=None)
        after.append(seconds(lambda: client.get(address)))
    time.sleep(0.5)
    update = client.get(address).context_data["update"]
    unchanged = [
        seconds(
            lambda: client.get(update, headers={"HX-Request": "true", "X-In-The-Background": "1"}), time.process_time
        )
        for _ in range(10 * TIMES)
    ]
    middle = {
        name: statistics.median(each) for name, each in (("page", page), ("template", template), ("after", after))
    }
    print(f"{len(response.context['rows'])} rows; first page {1000 * first:.0f} ms with {len(cold)} questions")
    print(f"page, book warm        {1000 * middle['page']:6.1f} ms, {len(warm)} questions")
    print(
        f"template, rows ready   {1000 * middle['template']:6.1f} ms: the page takes {middle['page'] / middle['template']:.2f} times that"
    )
    print(
        f"page after one record  {1000 * middle['after']:6.1f} ms: {middle['after'] / middle['page']:.2f} times the page before it"
    )
    share = PAGES_OPEN * statistics.mean(unchanged) / EVERY
    print(
        f"asked, nothing new     {1000 * statistics.mean(unchanged):6.2f} ms of processor: {PAGES_OPEN} pages take {share:.2f} of a core"
    )


if __name__ == "__main__":
    measure()
