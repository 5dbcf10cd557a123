"""The smallest true records, kept; a form sent as a browser sends it; a page's questions counted."""

import datetime as dt
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disposals.models import Child, Disposal, Intervention, Notification, Offence, Remand, Status
from yjs.records.record import Record, keep


BORN = dt.date(2009, 5, 3)


def kept(record: Record, by: Any = None) -> Any:
    keep(record, by=by)
    return record


def a_child(first_name: str = "Amira", last_name: str = "Khan", **said: Any) -> Child:
    return kept(Child(**{"first_name": first_name, "last_name": last_name, "date_of_birth": BORN} | said))


def an_offence(child: Child, committed_on: dt.date = dt.date(2024, 3, 1), **said: Any) -> Offence:
    return kept(Offence(child=child, committed_on=committed_on, **{"description": "Theft", "seriousness": 3} | said))


def a_disposal(child: Child, *offences: Offence, **said: Any) -> Disposal:
    usual = {"kind": "youth_caution", "imposed_on": dt.date(2024, 6, 1), "residence": "local"}
    return kept(Disposal(child=child, offence_refs=[offence.ref for offence in offences], **usual | said))


def some_work(child: Child, **said: Any) -> Intervention:
    return kept(Intervention(child=child, **{"kind": "prevention", "started_on": dt.date(2024, 7, 1)} | said))


def a_status(child: Child, **said: Any) -> Status:
    return kept(Status(child=child, **{"status": "looked_after", "started_on": dt.date(2024, 1, 1)} | said))


def a_remand(child: Child, **said: Any) -> Remand:
    return kept(Remand(child=child, **{"kind": "secure", "started_on": dt.date(2024, 4, 1)} | said))


def a_notification(**said: Any) -> Notification:
    usual = {
        "crime_reference": "14/9999/24",
        "name": "Tom Hart",
        "date_of_birth": dt.date(2010, 2, 1),
        "committed_on": dt.date(2024, 3, 2),
        "description": "Assault",
        "notified_on": dt.date(2024, 3, 4),
    }
    return kept(Notification(**usual | said))


def shown(response: HttpResponse, **typed: Any) -> dict[str, Any]:
    """What a browser would send of the form on a page, with these answers typed over it."""
    form = response.context["form"]
    values = {form[name].html_name: form[name].value() for name in form.fields}
    as_sent = {name: _sent(form, name, value) for name, value in values.items()}
    return {name: value for name, value in {**as_sent, **typed}.items() if value is not None}


def _sent(form: Any, name: str, value: Any) -> Any:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value


def fill_in(client: Client, page: str, **typed: Any) -> HttpResponse:
    """Open a page, type these answers into its form and send it."""
    return client.post(page, shown(client.get(page), **typed))


def queries(client: Client, page: str) -> int:
    """How many questions a page asks, when it does not also note that the session is in use."""
    return min(_queries(client, page) for _ in range(3))


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)
