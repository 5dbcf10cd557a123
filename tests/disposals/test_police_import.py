"""What the police notify becomes offences of the children it is about, or waits until somebody says whose it is."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disposals.imports.layouts import POLICE
from disposals.models import Disposal, Notification, Offence, State
from tests.disposals.kept import BORN, a_child, an_offence, fill_in, shown
from tests.disposals.tables import (
    AMIRA,
    NOBODY,
    POLICE_HEADER,
    as_csv,
    errors,
    found,
    police_brought_in,
    police_file,
    police_preview,
    saved,
    send,
    text,
    workbook,
)
from tests.uploaded import uploaded
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
LINE = 'INSERT INTO "people_accessevent"'


def with_one(place: int, value: str) -> bytes:
    row = list(AMIRA)
    row[place] = value
    return police_file(NOBODY, row)


def page(notification: Notification, step: str = "detail") -> str:
    return reverse(f"disposals:notification-{step}", args=[notification.pk])


class TestPoliceImport:
    """The page where the file is chosen."""

    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_may_bring_records_in_see_it(self, client_for: ClientFor, role: Role) -> None:
        response = client_for(role).get(reverse("disposals:police-import"))
        assert response.status_code == (200 if May.IMPORT in ROLES[role] else 403)

    def test_a_file_that_is_not_text_is_refused(self, manager: Client) -> None:
        assert "This is a PDF, not a CSV file." in text(send(manager, "police", b"%PDF-1.4 x", "police.csv"))
        assert uploaded() == []


class TestPoliceColumns:
    """The page where its columns are matched."""

    def test_the_columns_are_known_however_they_are_written(self) -> None:
        as_we_ask = ["crime_reference", "name", "born_on", "pnc_id", "committed_on", "description", "ho_code"]
        assert POLICE.guess(POLICE_HEADER) == [*as_we_ask, "police_status", "notified_on"]
        others = ["Occurrence No", "Suspect Surname", "Suspect Forename", "DOB", "PNCID", "Committed Date"]
        more = ["Offence Description", "HO Offence Code", "Outcome Type", "Date sent to YJS"]
        assert POLICE.guess([*others, *more]) == [
            "crime_reference",
            "last_name",
            "first_name",
            "born_on",
            "pnc_id",
            "committed_on",
            "description",
            "ho_code",
            "police_status",
            "notified_on",
        ]

    def test_nobody_is_known_by_a_name_alone(self, manager: Client) -> None:
        answer = send(manager, "police", as_csv([["Crime ref", "Name", "Offence date"], ["1", "Tom", "01/02/2024"]]),
                      "p.csv")  # fmt: skip
        said = text(manager.post(answer.url, shown(manager.get(answer.url))))
        assert "Match a column to the date of birth or to the PNC ID" in said


class TestPolicePreview:
    """The page that shows what a file would do, and does it when told."""

    def test_a_known_child_has_the_offence_and_the_rest_goes_into_the_queue(self, manager: Client) -> None:
        amira = a_child()
        before = saved()
        address = police_preview(manager, police_file(AMIRA, NOBODY))
        said = {one[1]: (one[0], one[4]) for one in found(manager, address) if one[1]}
        assert (said[2][0], said[3][0]) == ("Here", "Queue")
        assert f"This is about Amira Khan, reference {amira.ref}: found by name and date of birth." in said[2][1]
        assert "No child here is known by this. It goes into the queue" in said[3][1]
        assert saved() == before
        done = manager.post(address, follow=True)
        assert "Stored: offences 1 new, 0 changed, 0 as they are; notifications 2 new" in text(done)
        offence = Offence.objects.get()
        assert (offence.child, offence.committed_on) == (amira, dt.date(2024, 3, 1))
        assert (offence.description, offence.ho_code) == ("Theft from a shop", "049/10")
        assert not Disposal.objects.exists()
        matched, waiting = Notification.objects.order_by("committed_on")
        assert (matched.state, matched.child, matched.offence) == (State.MATCHED, amira, offence)
        assert (matched.crime_reference, matched.police_status) == ("14/1234/24", "Charged")
        assert (waiting.state, waiting.child, waiting.name) == (State.UNMATCHED, None, "Tom Hart")
        assert matched.history.get().history_user.username == "the-manager"
        assert {each.history.get().history_change_reason for each in (offence, matched)} == {"Police notifications"}
        line = AccessEvent.objects.get(act="imported")
        assert set(line.subjects) == {amira.ref}
        assert not {"Amira", "Tom", "Hart"} & set(line.detail.split())

    def test_the_same_file_twice_changes_nothing(self, manager: Client) -> None:
        a_child()
        police_brought_in(manager, AMIRA, NOBODY)
        before = saved()
        address = police_preview(manager, police_file(AMIRA, NOBODY))
        assert "Everything in it is already here." in text(manager.get(address))
        manager.post(address)
        assert saved() == before

    def test_an_analyst_brings_it_in_and_those_who_record_answer_it(self, client_for: ClientFor) -> None:
        done = police_brought_in(client_for(Role.ANALYST), NOBODY)
        assert done.status_code == 200
        assert "Stored: notifications 1 new" in text(done)
        assert "Tom Hart" in text(client_for(Role.WORKER).get(reverse("disposals:notification-list")))

    def test_a_workbook_does_as_well(self, manager: Client) -> None:
        a_child()
        born = [AMIRA[0], AMIRA[1], BORN, "", dt.date(2024, 3, 1), *AMIRA[5:8], dt.date(2024, 3, 4)]
        manager.post(police_preview(manager, workbook([POLICE_HEADER, born]), "police.xlsx"))
        before = saved()
        police_brought_in(manager, AMIRA)
        assert saved() == before

    @pytest.mark.parametrize("name", ["Amira Khan", "khan amira", "KHAN Amira Jane", "Ameera Kahn", "Khan, Amíra"])
    def test_a_name_in_any_spelling_with_the_birth_date_finds_the_child(self, manager: Client, name: str) -> None:
        amira = a_child()
        police_brought_in(manager, [AMIRA[0], name, *AMIRA[2:]])
        assert Offence.objects.get().child == amira

    def test_another_spelling_is_said_in_the_preview(self, manager: Client) -> None:
        a_child()
        (said,) = [one for one in found(manager, police_preview(manager, with_one(1, "Ameera Kahn"))) if one[1] == 3]
        assert said[:4] == ("Warning", 3, "Name", "Ameera Kahn")
        assert "found by another spelling of the name. Check that it is this child." in said[4]

    @pytest.mark.parametrize("pnc_id", ["2019/0012345A", "19/12345A", "19/0012345a"])
    def test_a_pnc_id_finds_the_child_whatever_the_name(self, manager: Client, pnc_id: str) -> None:
        amira = a_child(pnc_id="2019/0012345A")
        police_brought_in(manager, [AMIRA[0], "Mia Wood", "", pnc_id, *AMIRA[4:]])
        assert Offence.objects.get().child == amira

    @pytest.mark.parametrize(
        ("child", "row"),
        [
            ({"pnc_id": "2019/0012345A"}, {2: "04/05/2009", 3: "2019/0012345A"}),
            ({"pnc_id": "2019/0012345A"}, {3: "2020/0054321B"}),
            ({"date_of_birth": dt.date(2009, 5, 4)}, {}),
            ({"first_name": "Aisha"}, {}),
            ({}, {2: ""}),
        ],
    )
    def test_where_there_is_a_doubt_a_person_decides(
        self, manager: Client, child: dict[str, Any], row: dict[int, str]
    ) -> None:
        a_child(**child)
        police_brought_in(manager, [row.get(place, cell) for place, cell in enumerate(AMIRA)])
        assert Notification.objects.get().state == State.UNMATCHED
        assert not Offence.objects.exists()

    def test_two_children_who_may_be_meant_are_left_to_a_person(self, manager: Client) -> None:
        a_child(), a_child()
        police_brought_in(manager, AMIRA)
        assert Notification.objects.get().state == State.UNMATCHED

    def test_an_offence_that_is_here_is_not_recorded_again(self, manager: Client) -> None:
        offence = an_offence(a_child(), description="Theft")
        police_brought_in(manager, AMIRA)
        assert Offence.objects.get() == offence
        assert Notification.objects.get().offence == offence
        assert offence.history.count() == 1

    def test_two_offences_of_one_crime_and_two_children_of_one_are_each_their_own(self, manager: Client) -> None:
        a_child(), a_child("Tom", "Hart", date_of_birth=dt.date(2010, 2, 1))
        rows = AMIRA, [*AMIRA[:5], "Criminal damage", "149/01", *AMIRA[7:]], [AMIRA[0], *NOBODY[1:4], *AMIRA[4:]]
        police_brought_in(manager, *rows)
        police_brought_in(manager, *rows)
        assert [one.child.first_name for one in Offence.objects.order_by("child__first_name")] == [
            "Amira",
            "Amira",
            "Tom",
        ]

    def test_a_later_file_brings_what_came_of_it_and_an_older_one_does_not(self, manager: Client) -> None:
        a_child()
        police_brought_in(manager, AMIRA)
        police_brought_in(manager, [*AMIRA[:7], "Outcome 22", "09/05/2024"])
        assert Notification.objects.get().police_status == "Outcome 22"
        police_brought_in(manager, AMIRA)
        assert Notification.objects.get().police_status == "Outcome 22"
        assert Offence.objects.get().history.count() == 1

    def test_a_child_recorded_since_is_found_the_next_time(self, manager: Client) -> None:
        police_brought_in(manager, AMIRA)
        amira = a_child()
        police_brought_in(manager, AMIRA)
        assert Notification.objects.get().child == amira
        assert Offence.objects.count() == 1

    @pytest.mark.parametrize(
        ("place", "value", "where", "said"),
        [
            (0, "", (3, "Crime reference", ""), "This row does not give the crime reference. Fill it in."),
            (1, "", (3, "Name", ""), "This row does not give the name."),
            (2, "3 May", (3, "Date of birth", "3 May"), "Write it as 2018-04-25 or 25/04/2018."),
            (4, "", (3, "Offence date", ""), "This row does not give the date of the offence."),
            (4, "2024-13-01", (3, "Offence date", "2024-13-01"), "There is no such day."),
            (4, "01/03/2999", (3, "Offence date", "01/03/2999"), "This date is in the future."),
            (4, "01/03/2001", (3, "Offence date", "01/03/2001"), "before the child was born (03/05/2009)"),
            (8, "01/02/2024", (3, "Notified on", "01/02/2024"), "This is before date of the offence (01/03/2024)."),
            (6, "0" * 11, (3, "Home Office code", "0" * 11), "This is longer than 10 characters."),
        ],
    )
    def test_one_wrong_cell_and_nothing_is_stored(
        self, manager: Client, place: int, value: str, where: tuple[int, str, str], said: str
    ) -> None:
        a_child()
        before = saved()
        address = police_preview(manager, with_one(place, value))
        assert where in errors(manager, address)
        assert said in text(manager.get(address))
        assert "Nothing was stored." in text(manager.post(address, follow=True))
        assert saved() == before

    def test_a_formula_and_a_doubled_row_are_errors(self, manager: Client) -> None:
        formula = workbook([POLICE_HEADER, [*NOBODY[:2], "=TODAY()", *NOBODY[3:]]])
        assert errors(manager, police_preview(manager, formula, "police.xlsx")) == [(2, "Date of birth", "=TODAY()")]
        address = police_preview(manager, police_file(AMIRA, NOBODY, AMIRA))
        assert errors(manager, address) == [(4, "Crime reference", "14/1234/24")]
        address = police_preview(manager, police_file(AMIRA, [*AMIRA[:7], "Outcome 22", AMIRA[8]]))
        assert errors(manager, address) == [(3, "Crime reference", "14/1234/24")]
        assert "Row 2 is about the same offence of the same person. Keep the row that is right." in text(
            manager.get(address)
        )

    def test_an_answer_given_meanwhile_is_kept(self, manager: Client) -> None:
        police_brought_in(manager, NOBODY)
        address = police_preview(manager, police_file([*NOBODY[:7], "Charged", "09/05/2024"]))
        manager.get(address)
        waiting = Notification.objects.get()
        fill_in(manager, page(waiting, "not-ours"), why="Lives elsewhere")
        manager.post(address)
        now = Notification.objects.get()
        assert (now.state, now.why_not_ours, now.police_status) == (State.NOT_OURS, "Lives elsewhere", "Charged")


@pytest.mark.django_db(transaction=True)
class TestOthersMeanwhile:
    """Those who write wait for each other's transactions: a file is neither read nor checked within one."""

    def asked_in_a_transaction(self, ask: Callable[[str], Any], address: str) -> str:
        with CaptureQueriesContext(connection) as asked:
            assert ask(address).status_code in (200, 302)
        statements = "\n".join(query["sql"] for query in asked)
        return next(part for part in re.split(r"^BEGIN", statements, flags=re.MULTILINE) if LINE in part)

    def test_a_file_is_checked_before_it_is_stored(self, manager: Client) -> None:
        address = police_preview(manager, police_file(AMIRA))
        assert "disposals_" not in self.asked_in_a_transaction(manager.get, address)
        stored = self.asked_in_a_transaction(manager.post, address)
        assert 'INSERT INTO "disposals_notification"' in stored
        assert 'FROM "disposals_child"' not in stored
