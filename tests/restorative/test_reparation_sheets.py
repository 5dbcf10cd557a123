"""The register on a sheet: out, filled in without a network, back in, looked over, and stored once."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from restorative.models import PlacementDay, Reparation, ReparationSession
from restorative.register import Answer, Said, register
from tests.disposals.kept import a_child
from tests.restorative.owed import a_day, a_placement, here, some_reparation
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role], Client]
SEND = reverse("restorative:sheet-in")
NAMES = ("Amira", "Bilal", "Cara")


@pytest.fixture
def three() -> list[Reparation]:
    return [some_reparation(a_child(name, "Khan")) for name in NAMES]


@pytest.fixture
def day(three: list[Reparation]) -> PlacementDay:
    return a_day(a_placement(), *three)


@pytest.fixture
def worker(client_for: ClientFor) -> Client:
    return client_for(Role.WORKER)


def sheet_of(client: Client, day: PlacementDay) -> Any:
    """The sheet as it comes out, opened as a spreadsheet opens it."""
    response = client.get(reverse("restorative:sheet-out", args=[day.pk]))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def fill(book: Any, **rows: dict[str, Any]) -> bytes:
    """The sheet with these cells filled in, for each child by the first name."""
    sheet = book["Register"]
    head = {cell.value: cell.column for cell in sheet[1]}
    for row in sheet.iter_rows(min_row=2):
        told = rows.get(str(row[head["Child"] - 1].value).split()[0], {})
        for column, value in told.items():
            row[head[column] - 1].value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def came(words: str = "Here", **more: Any) -> dict[str, Any]:
    return {"What became of it": words} | more


def send(client: Client, content: bytes, name: str = "register.xlsx") -> HttpResponse:
    """Send a sheet in, and open what it would record."""
    response = client.post(SEND, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.context["form"].errors
    return client.get(response.url)


def stored(client: Client, preview: HttpResponse, **typed: str) -> HttpResponse:
    return client.post(preview.request["PATH_INFO"], typed)


def test_it_has_a_row_for_each_child_and_no_formula(worker: Client, day: PlacementDay) -> None:
    rows = list(sheet_of(worker, day)["Register"].values)
    assert [row[4] for row in rows[1:]] == ["Amira Khan", "Bilal Khan", "Cara Khan"]
    assert {row[9] for row in rows[1:]} == {None}
    assert {row[10:12] for row in rows[1:]} == {("10:00", "13:00")}
    response = worker.get(reverse("restorative:sheet-out", args=[day.pk]))
    assert "Khan" not in response["Content-Disposition"]
    assert AccessEvent.objects.filter(act=Act.EXPORTED).first().subjects


def test_medical_needs_and_the_consents_stand_on_it_and_are_not_read_back(
    worker: Client, day: PlacementDay, three: list[Reparation]
) -> None:
    first = three[0]
    first.medical, first.may_have_treatment, first.may_be_photographed = "Asthma", False, None
    keep(first, by=None, reason="Told")
    book = sheet_of(worker, day)
    head, *rows = book["Register"].values
    assert head[5:9] == ("Medical needs", "Taking part", "Medical treatment", "Photographs")
    assert [row[5:9] for row in rows[:2]] == [
        ("Asthma", "Consent", "No consent", "Consent not recorded"),
        (None, "Consent", "Consent", "Consent"),
    ]
    stored(worker, send(worker, fill(book, Amira=came(**{"Medical needs": "None", "Photographs": "Consent"}))))
    first.refresh_from_db()
    assert (first.medical, first.may_be_photographed, first.version) == ("Asthma", None, 2)


def test_a_child_without_consent_to_take_part_is_not_marked_here_by_a_sheet_either(
    worker: Client, day: PlacementDay, three: list[Reparation]
) -> None:
    three[0].may_take_part = False
    keep(three[0], by=None, reason="Told")
    preview = send(worker, fill(sheet_of(worker, day), Amira=came()))
    assert "There is no consent for this child to take part." in preview.content.decode()
    assert not ReparationSession.objects.exists()


def test_the_register_and_its_sheet_use_one_word_for_penalty_hours(worker: Client, day: PlacementDay) -> None:
    head = next(sheet_of(worker, day)["Register"].values)
    form = worker.get(reverse("restorative:register", args=[day.pk])).context["form"]
    labels = {str(field.label) for name, field in form.fields.items() if name.startswith(("allowed-", "penalty-"))}
    assert labels <= set(head)


def test_the_same_sheet_filled_in_is_looked_over_and_then_stored(
    worker: Client, day: PlacementDay, three: list[Reparation]
) -> None:
    content = fill(
        sheet_of(worker, day),
        Amira=came(**{"Left": "12:30", "Work done": "Dug a bed"}),
        Bilal=came("unacceptable absence"),
        Cara=came("Sent home", Left=dt.time(11), **{"Penalty hours": 0.5}),
    )
    preview = send(worker, content)
    assert ReparationSession.objects.count() == 0
    assert [row[2]["text"] for row in preview.context["rows"]] == ["New"] * 3
    done = stored(worker, preview)
    assert done.url == reverse("restorative:session-day", args=[day.pk])
    told = {
        one.reparation.child.first_name: (one.attended, one.absence, one.hours_credited)
        for one in ReparationSession.objects.select_related("reparation__child")
    }
    assert told == {"Amira": (True, "", 2.5), "Bilal": (False, "unacceptable", 0), "Cara": (True, "", 0.5)}
    assert AccessEvent.objects.filter(act=Act.IMPORTED).count() == 1


def test_sent_twice_it_records_nothing_twice(worker: Client, day: PlacementDay) -> None:
    content = fill(sheet_of(worker, day), **{name: came() for name in NAMES})
    stored(worker, send(worker, content))
    again = send(worker, content)
    assert {row[2]["text"] for row in again.context["rows"]} == {"As recorded"}
    assert b"There is nothing to store." in again.content
    stored(worker, again)
    assert ReparationSession.objects.count() == 3
    assert ReparationSession.history.count() == 3


def test_what_is_recorded_stands_in_the_next_sheet_and_changing_it_asks_why(
    worker: Client, day: PlacementDay, three: list[Reparation]
) -> None:
    register(day=day, said=[here(one, behaviour="=Kind") for one in three], by=None)
    preview = send(worker, fill(sheet_of(worker, day), Bilal=came("Acceptable absence")))
    assert [row[2]["text"] for row in preview.context["rows"]] == ["As recorded", "Changed", "As recorded"]
    assert b"Say why you are changing what is recorded." in stored(worker, preview).content
    stored(worker, preview, reason="He was ill")
    session = ReparationSession.objects.get(reparation=three[1])
    assert (session.absence, session.behaviour, session.version) == ("acceptable", "=Kind", 2)


def test_rows_left_empty_record_nothing(worker: Client, day: PlacementDay) -> None:
    preview = send(worker, fill(sheet_of(worker, day), Amira=came()))
    assert preview.context["left_empty"] == 2
    stored(worker, preview)
    assert ReparationSession.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "column", "cure"),
    [
        ({"What became of it": "Maybe"}, "What became of it", "Use one of: Here; Sent home;"),
        (came(Arrived="ten"), "Arrived", "Write it as 10:30."),
        (came(Left="09:00"), "Left", "Check both times."),
        (came("Sent home"), "Left", "a time before 13:00"),
        (came(**{"Penalty hours": "much"}), "Penalty hours", "Write it in figures, as 1.5."),
        (came(**{"Hours allowed": -1}), "Hours allowed", "Write it in figures, as 1.5."),
        (came(Arrived="10:30", **{"Hours allowed": 5}), "Hours allowed", "Allow at most 0.5."),
        (came(**{"Penalty hours": 5}), "Penalty hours", "Take off at most 3."),
        (came(**{"Work done": "x" * 301}), "Work done", "Shorten it."),
        (came(Session="S999999"), "Session", "Put back what stood there."),
        (came(**{"Reparation reference": "Nobody's"}), "Reparation reference", "give the child a place first."),
        (came(Child="Amira Khan"), "Child", "Put back what stood there, the two together;"),
        (came(Child=""), "Child", "Put back what stood there, the two together;"),
        (came(Left="=A1"), "Left", "Write it as 10:30."),
    ],
)
def test_a_bad_cell_is_told_with_its_row_its_column_and_its_cure_and_nothing_is_stored(
    worker: Client, day: PlacementDay, cells: dict[str, Any], column: str, cure: str
) -> None:
    preview = send(worker, fill(sheet_of(worker, day), Amira=came(), Bilal=cells))
    ((row, where, _, said),) = preview.context["problems"]
    assert (row["text"], where["text"]) == (3, column)
    assert cure in said["text"]
    stored(worker, preview)
    assert ReparationSession.objects.count() == 0


def test_a_child_on_two_rows_is_refused(worker: Client, day: PlacementDay, three: list[Reparation]) -> None:
    content = fill(
        sheet_of(worker, day),
        Amira=came(),
        Bilal=came("Sent home", Left="11:00", Child="Amira Khan", **{"Reparation reference": three[0].ref}),
    )
    ((row, _, _, said),) = send(worker, content).context["problems"]
    assert (row["text"], "Row 2 is about the same child." in said["text"]) == (3, True)


def test_what_was_recorded_after_the_sheet_was_looked_over_is_not_written_over(
    worker: Client, day: PlacementDay, three: list[Reparation]
) -> None:
    preview = send(worker, fill(sheet_of(worker, day), Amira=came()))
    register(day=day, said=[Said(three[0], Answer.UNACCEPTABLE)], by=None)
    again = worker.get(stored(worker, preview, reason="The sheet says so").url)
    assert b"Somebody else recorded some of these children meanwhile." in again.content
    assert ReparationSession.objects.get().absence == "unacceptable"
    assert [row[2]["text"] for row in again.context["rows"]] == ["Changed"]
    stored(worker, again, reason="The sheet is right")
    assert ReparationSession.objects.get().attended is True


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("register.csv", b"Session", "Put it into a folder"),
        ("register.xlsm", b"PK", "macros"),
        ("register.txt", b"Session", "Choose the .xlsx workbook"),
    ],
)
def test_another_kind_of_file_is_refused(worker: Client, name: str, content: bytes, said: str) -> None:
    response = worker.post(SEND, {"file": SimpleUploadedFile(name, content)})
    assert said in response.content.decode()


def test_a_workbook_that_is_no_register_or_is_damaged_is_refused_with_a_cure(worker: Client) -> None:
    kept = io.BytesIO()
    openpyxl.Workbook().save(kept)
    for content in (kept.getvalue(), b"not a workbook"):
        preview = send(worker, content)
        assert preview.context["has_errors"]
        stored(worker, preview)
    assert ReparationSession.objects.count() == 0


def test_nobody_opens_another_persons_sheet(worker: Client, client_for: ClientFor, day: PlacementDay) -> None:
    preview = send(worker, fill(sheet_of(worker, day), Amira=came()))
    address = preview.request["PATH_INFO"]
    assert client_for(Role.MANAGER).get(address).url == SEND
    assert stored(worker, preview, discard="yes").url == SEND
    assert worker.get(address).url == SEND
