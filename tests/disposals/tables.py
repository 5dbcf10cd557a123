"""Tables as people send them, made for the occasion, and the pages through which they are brought in."""

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from tests.disposals.kept import shown
from yjs.records.record import record_classes


Rows = Iterable[Sequence[Any]]


def workbook(*sheets: Rows, names: Sequence[str] = ()) -> bytes:
    """A workbook, each sheet given as rows of values."""
    made, kept = Workbook(), io.BytesIO()
    made.remove(made.active)
    for place, rows in enumerate(sheets):
        sheet = made.create_sheet(names[place] if names else f"Cohort {place + 1}")
        for row in rows:
            sheet.append(list(row))
    made.save(kept)
    return kept.getvalue()


A_CHILD = [
    "Name",
    "DOB",
    "Index offence date",
    "Index date",
    "Index outcome",
    "Reoffence 1 date",
    "Reoffence 1 outcome",
    "Reoffence 1 outcome date",
    "Reoffence 2 date",
    "Reoffence 2 outcome",
    "Reoffence 2 outcome date",
]
BORN, INDEX, DECIDED = dt.date(2004, 5, 6), dt.date(2018, 4, 25), dt.date(2018, 6, 4)
SAM = ["Sam Smith", BORN, INDEX, DECIDED, "YC", dt.date(2018, 9, 1), "RO 6 months", dt.date(2018, 11, 2)]
AGAIN = [dt.date(2019, 1, 5), "Awaiting court", None]
ALI = ["KHAN Ali", dt.date(2003, 2, 1), dt.date(2018, 5, 1), dt.date(2018, 7, 2), "Outcome 22"]
WHOLE = workbook([A_CHILD, [*SAM, *AGAIN], ALI])


def sheet(*rows: list[Any], header: list[str] = A_CHILD) -> bytes:
    return workbook([header, *rows])


def with_one(place: int, value: Any) -> bytes:
    """Sam's row with another value in one of its cells, below Ali's."""
    row = [*SAM, *AGAIN]
    row[place] = value
    return sheet(ALI, row)


def as_csv(rows: Rows, separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()


def send(client: Client, layout: str, content: bytes, name: str = "tracker.xlsx") -> HttpResponse:
    """Choose a file."""
    return client.post(reverse(f"disposals:{layout}-import"), {"file": SimpleUploadedFile(name, content)})


def matched(client: Client, answer: HttpResponse, **typed: Any) -> HttpResponse:
    """Send the form of the page an answer leads to as it stands, with these answers over it."""
    page = client.get(answer.url)
    return client.post(answer.url, shown(page, **typed))


def labelled(page: HttpResponse, label: str) -> str:
    """The name of the field with this label."""
    return next(field.html_name for field in page.context["form"] if field.label == label)


def preview(client: Client, content: bytes, name: str = "tracker.xlsx", **typed: Any) -> str:
    """Where a tracker workbook is looked over: its columns and outcomes as guessed, but for these answers."""
    columns = send(client, "tracker", content, name)
    words = matched(client, columns, **typed)
    assert words.status_code == 302, text(words)
    return matched(client, words).url


def police_preview(client: Client, content: bytes, name: str = "police.csv") -> str:
    """Where a police file is looked over, its columns as guessed."""
    answer = matched(client, send(client, "police", content, name))
    assert answer.status_code == 302, text(answer)
    return answer.url


def found(client: Client, address: str) -> list[tuple[Any, ...]]:
    """What a preview lists: what it is, row, column, value, and what was found."""
    return [tuple(cell["text"] for cell in row) for row in client.get(address).context["found"]]


def errors(client: Client, address: str) -> list[tuple[Any, ...]]:
    return [row[1:4] for row in found(client, address) if row[0] == "Error"]


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def saved() -> dict[str, tuple[int, int]]:
    """How many records and versions there are of each kind."""
    return {model._meta.model_name: (model.objects.count(), model.history.count()) for model in record_classes()}


POLICE_HEADER = [
    "Crime reference",
    "Name",
    "Date of birth",
    "PNC ID",
    "Offence date",
    "Offence",
    "Home Office code",
    "Status",
    "Notified on",
]
AMIRA = ["14/1234/24", "KHAN, Amira", "03/05/2009", "", "01/03/2024", "Theft from a shop", "049/10", "Charged",
         "04/03/2024"]  # fmt: skip
NOBODY = ["14/9999/24", "Tom Hart", "01/02/2010", "", "02/03/2024", "Assault", "105/01", "RUI", "04/03/2024"]


def police_file(*rows: list[Any]) -> bytes:
    return as_csv([POLICE_HEADER, *rows])


def police_brought_in(client: Client, *rows: list[Any]) -> Any:
    return client.post(police_preview(client, police_file(*rows)), follow=True)
