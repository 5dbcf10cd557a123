"""The tracker workbook comes in: looked over, stored whole or not at all, and once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child, Disposal, Offence
from tests.disposals.kept import a_child
from tests.disposals.tables import (
    A_CHILD,
    AGAIN,
    ALI,
    BORN,
    DECIDED,
    INDEX,
    SAM,
    WHOLE,
    as_csv,
    errors,
    found,
    preview,
    saved,
    send,
    sheet,
    text,
    with_one,
    workbook,
)
from tests.uploaded import uploaded
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestTrackerImport:
    """The page where the workbook is chosen."""

    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_may_bring_records_in_see_it(self, client_for: ClientFor, role: Role) -> None:
        response = client_for(role).get(reverse("disposals:tracker-import"))
        assert response.status_code == (200 if May.IMPORT in ROLES[role] else 403)

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("tracker.xlsm", b"x", "macros"),
            ("tracker.exe", b"x", "Choose an .xlsx or a .csv file."),
            ("tracker.xlsx", b"x", "damaged or is not what its name says"),
            ("tracker.csv", b"", "This file is empty."),
            ("tracker.csv", "Name,DOB\nZoë,1".encode("utf-16-le"), "UTF-16 that does not say so"),
            ("tracker.csv", "Name,DOB\nZoë,1\n".encode() + "Zoë,2\n".encode("cp1252"), "Part of this file is UTF-8"),
            ("tracker.csv", b'Name,DOB\n"Sam,2004-05-06\n', "Row 2: A quotation mark is opened here and never closed."),
            ("tracker.csv", b"Name,DOB\n", "There is no row below the names of the columns."),
            ("tracker.csv", b"Tracker 2018/19\nSam,2004\n", "names only Tracker 2018/19. Delete the rows above"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_the_cure_and_not_kept(
        self, manager: Client, name: str, content: bytes, said: str
    ) -> None:
        assert said in text(send(manager, "tracker", content, name))
        assert uploaded() == []

    def test_no_file_is_told(self, manager: Client) -> None:
        assert "Choose the file." in text(manager.post(reverse("disposals:tracker-import")))


class TestTrackerPreview:
    """The page that shows what a workbook would do, and does it when told."""

    def test_nothing_is_stored_before_it_is_confirmed(self, manager: Client) -> None:
        before = saved()
        page = manager.get(preview(manager, WHOLE))
        assert "Store 9 records" in text(page)
        assert [[cell["text"] for cell in row] for row in page.context["counts"]] == [
            ["Children", 2, 0, 0],
            ["Offences", 4, 0, 0],
            ["Disposals", 3, 0, 0],
        ]
        assert saved() == before
        assert not AccessEvent.objects.filter(act="imported").exists()

    def test_confirmed_it_becomes_ordinary_records(self, manager: Client) -> None:
        assert "Stored: children 2 new" in text(manager.post(preview(manager, WHOLE), follow=True))
        sam, ali = Child.objects.get(first_name="Sam"), Child.objects.get(first_name="Ali")
        assert (sam.last_name, sam.date_of_birth, ali.last_name) == ("Smith", BORN, "KHAN")
        index, first, second = Offence.objects.filter(child=sam).order_by("committed_on")
        assert [one.committed_on for one in (index, first, second)] == [INDEX, dt.date(2018, 9, 1), dt.date(2019, 1, 5)]
        caution, order = Disposal.objects.filter(child=sam).order_by("imposed_on")
        assert (caution.kind, caution.imposed_on, caution.offence_refs) == ("youth_caution", DECIDED, [index.ref])
        assert (order.kind, order.offence_refs) == ("referral_order", [first.ref])
        assert Disposal.objects.get(child=ali).kind == "outcome_22"
        assert sam.history.get().history_user.username == "the-manager"
        assert {one.history_change_reason for one in Disposal.history.all()} == {"Tracker workbook"}
        line = AccessEvent.objects.get(act="imported")
        assert set(line.subjects) == {sam.ref, ali.ref}
        assert "Smith" not in line.detail
        assert uploaded() == []

    def test_the_same_workbook_twice_changes_nothing(self, manager: Client) -> None:
        manager.post(preview(manager, WHOLE))
        before = saved()
        address = preview(manager, WHOLE)
        assert "Everything in it is already here." in text(manager.get(address))
        manager.post(address)
        assert saved() == before

    def test_as_one_row_a_reoffence_it_comes_to_the_same(self, manager: Client) -> None:
        header = ["Name", "DOB", "Index offence date", "Index date", "Index outcome", "Reoffence date", "Outcome",
                  "Outcome date"]  # fmt: skip
        rows = [[*SAM[:5], *SAM[5:]], [*SAM[:5], *AGAIN], ALI]
        manager.post(preview(manager, workbook([header, *rows])))
        before = saved()
        assert (Child.objects.count(), Offence.objects.count(), Disposal.objects.count()) == (2, 4, 3)
        manager.post(preview(manager, WHOLE))
        assert saved() == before

    def test_several_reoffences_in_one_cell_come_to_the_same(self, manager: Client) -> None:
        row = [*SAM[:5], "01/09/2018; 05/01/2019", "RO; pending", "02/11/2018; "]
        manager.post(preview(manager, as_csv([A_CHILD[:8], row]), "tracker.csv"))
        before = saved()
        assert (Offence.objects.count(), Disposal.objects.count()) == (3, 2)
        assert "Store" not in text(manager.get(preview(manager, sheet([*SAM, *AGAIN])))).replace("Store nothing", "")
        assert saved() == before

    def test_reoffences_decided_together_have_one_disposal(self, manager: Client) -> None:
        manager.post(preview(manager, sheet([*SAM, dt.date(2018, 9, 8), "referral", dt.date(2018, 11, 2)])))
        assert len(Disposal.objects.get(kind="referral_order").offence_refs) == 2

    def test_an_outcome_that_has_come_since_is_added_to_the_offence_that_waited(self, manager: Client) -> None:
        manager.post(preview(manager, WHOLE))
        later = [*SAM, AGAIN[0], "YRO", dt.date(2019, 3, 4)]
        manager.post(preview(manager, sheet(later, ALI)))
        waited = Offence.objects.get(committed_on=AGAIN[0])
        assert Disposal.objects.get(kind="youth_rehabilitation_order").offence_refs == [waited.ref]
        assert Offence.objects.count() == 4

    def test_what_somebody_corrected_here_since_stays_corrected(self, manager: Client) -> None:
        manager.post(preview(manager, WHOLE))
        offence = Offence.objects.get(committed_on=INDEX)
        offence.committed_on, offence.description = dt.date(2018, 4, 20), "Theft"
        keep(offence, by=None, reason="The police say so")
        before = saved()
        manager.post(preview(manager, WHOLE))
        assert saved() == before

    def test_custody_is_imposed_on_its_day_and_released_from_on_another(self, manager: Client) -> None:
        header = [*A_CHILD[:5], "Release date"]
        row = [*SAM[:4], "DTO", None]
        address = preview(manager, sheet(row, header=header))
        assert any("in the cohort from the release, and none is given" in one[4] for one in found(manager, address))
        manager.post(preview(manager, sheet([*SAM[:4], "DTO", dt.date(2018, 10, 1)], header=header)))
        assert Disposal.objects.get().released_on == dt.date(2018, 10, 1)

    def test_without_the_day_of_the_index_offence_it_is_dated_only_where_somebody_says_so(
        self, manager: Client
    ) -> None:
        header, row = ["Name", "DOB", "Index date", "Index outcome"], ["Sam Smith", BORN, DECIDED, "YC"]
        address = preview(manager, sheet(row, header=header))
        assert errors(manager, address) == [(2, "Index date", "2018-06-04")]
        assert "tick the box" in text(manager.get(address))
        manager.post(preview(manager, sheet(row, header=header), date_index_offences="on"))
        assert (Offence.objects.get().committed_on, Offence.objects.get().description) == (
            DECIDED,
            "Index offence, not named in the workbook and dated by its disposal",
        )
        before = saved()
        manager.post(preview(manager, sheet(row, header=header), date_index_offences="on"))
        assert saved() == before


class TestWhatIsWrong:
    """Every problem is told by the row and the column of the workbook, with its value and the cure; nothing is stored."""

    @pytest.mark.parametrize(
        ("place", "value", "where", "said"),
        [
            (1, "6 May 04", (3, "DOB", "6 May 04"), "Write it as 2018-04-25 or 25/04/2018."),
            (1, "=TODAY()", (3, "DOB", "=TODAY()"), "Cell B3 is a formula. Copy it and paste it as a value."),
            (0, '="Sam"&" Smith"', (3, "Name", '="Sam"&" Smith"'), "is a formula"),
            (2, dt.date(2003, 1, 2), (3, "Index offence date", "2003-01-02"), "before the child was born (06/05/2004)"),
            (5, dt.date(2001, 1, 2), (3, "Reoffence 1 date", "2001-01-02"), "before the child was born (06/05/2004)"),
            (8, dt.date(2999, 1, 2), (3, "Reoffence 2 date", "2999-01-02"), "This date is in the future."),
            (7, dt.date(2018, 8, 1), (3, "Reoffence 1 outcome date", "2018-08-01"), "The disposal is before its offence"),
            (3, dt.date(2018, 4, 1), (3, "Index date", "2018-04-01"), "The disposal is before its offence (25/04/2018)."),
            (4, "Slap on the wrist", (3, "Index outcome", "Slap on the wrist"), "Match it on the page of outcomes"),
            (4, "Awaiting court", (3, "Index outcome", "Awaiting court"), "This is no result yet"),
            (4, "Reprimand", (3, "Index outcome", "Reprimand"), "Reprimand ended on 08/04/2013."),
            (4, None, (3, "Index date", "2018-06-04"), "This index event has no outcome."),
            (7, None, (3, "Reoffence 1 outcome", "RO 6 months"), "This outcome has no date."),
            (6, None, (3, "Reoffence 1 outcome date", "2018-11-02"), "There is a date here and no outcome."),
            (5, None, (3, "Reoffence 1 outcome", "RO 6 months"), "There is no date of the reoffence."),
            (5, "1/9/2018; 02/09/2018", (3, "Reoffence 1 date", "1/9/2018"), "Write it as 2018-04-25"),
            (5, "01/09/2018; 02/09/2018", (3, "Reoffence 1 outcome", "RO 6 months"), "There are 2 dates of reoffences"),
            (1, None, (3, "Name", "Sam Smith"), "This row does not say which child it is about."),
            (0, "S" * 121, (3, "Name", "S" * 100 + "…"), "This is longer than 120 characters. Shorten it."),
        ],
    )  # fmt: skip
    def test_one_wrong_cell(
        self, manager: Client, place: int, value: Any, where: tuple[int, str, str], said: str
    ) -> None:
        before = saved()
        address = preview(manager, with_one(place, value))
        assert errors(manager, address) == [(where[0], where[1], where[2][:101])]
        assert said in text(manager.get(address))
        assert "Nothing was stored." in text(manager.post(address, follow=True))
        assert saved() == before

    def test_a_month_that_seems_to_stand_first(self, manager: Client) -> None:
        rows = [["Sam Smith", "2004-05-06", "04/25/2018", "04/06/2018", "YC"], ["Ali Khan", "2003-02-01", "05/01/2018",
                "02/07/2018", "YC"]]  # fmt: skip
        address = preview(manager, as_csv([A_CHILD[:5], *rows]), "tracker.csv")
        assert errors(manager, address) == [
            (2, "Index offence date", "04/25/2018"),
            (3, "Index offence date", "05/01/2018"),
        ]

    def test_rows_that_say_the_same(self, manager: Client) -> None:
        address = preview(manager, sheet(ALI, [*SAM, *AGAIN], ALI))
        assert errors(manager, address) == [(4, "Name", "KHAN Ali")]
        assert "Rows 2 and 4 say the same. Keep one of them" in text(manager.get(address))

    def test_rows_that_contradict_each_other(self, manager: Client) -> None:
        header = [*A_CHILD[:5], "Reoffence date", "Outcome", "Outcome date"]
        other = [*SAM[:6], "YRO", dt.date(2018, 11, 2)]
        address = preview(manager, sheet(SAM, other, header=header))
        assert errors(manager, address) == [(3, "Reoffence date", "2018-09-01")]
        assert "Row 2 tells of this offence with another outcome." in text(manager.get(address))

    def test_two_offences_of_one_day_are_told_apart_by_what_they_were(self, manager: Client) -> None:
        header = [*A_CHILD[:5], "Reoffence date", "Reoffence type"]
        theft, assault = [*SAM[:6], "Theft"], [*SAM[:6], "Assault"]
        manager.post(preview(manager, sheet(theft, assault, header=header)))
        assert {one.description for one in Offence.objects.filter(committed_on=SAM[5])} == {"Theft", "Assault"}

    def test_one_reference_for_two_children(self, manager: Client) -> None:
        header = ["Child ref", *A_CHILD[:5]]
        rows = ["C1", "Sam Smith", BORN, *SAM[2:5]], ["C1", "Ali Khan", dt.date(2003, 2, 1), *ALI[2:5]]
        address = preview(manager, sheet(*rows, header=header))
        assert errors(manager, address) == [(3, "DOB", "2003-02-01")]

    def test_all_of_them_at_once(self, manager: Client) -> None:
        bad = [*SAM[:4], "Slap on the wrist", dt.date(2001, 1, 2), "RO", None]
        worse = [ALI[0], "never", *ALI[2:4], "Told off"]
        address = preview(manager, sheet(worse, bad))
        assert errors(manager, address) == [
            (2, "DOB", "never"),
            (2, "Index outcome", "Told off"),
            (3, "Index outcome", "Slap on the wrist"),
            (3, "Reoffence 1 outcome", "RO"),
        ]

    def test_a_child_who_cannot_be_stored_is_told_once(self, manager: Client) -> None:
        address = preview(manager, with_one(1, dt.date(2999, 1, 1)))
        assert {one[:2] for one in errors(manager, address)} >= {(3, "DOB")}
        assert "children.csv" not in text(manager.get(address))

    def test_windows_letters_are_read_and_said_to_be(self, manager: Client) -> None:
        content = as_csv([A_CHILD[:5], ["Zoë Smith", *map(str, SAM[1:5])]]).decode().encode("cp1252")
        address = preview(manager, content, "tracker.csv")
        assert "read as Windows-1252" in text(manager.get(address))
        manager.post(address)
        assert Child.objects.get().first_name == "Zoë"

    def test_what_the_workbook_has_no_column_for_is_doubted_once(self, manager: Client) -> None:
        doubts = [one for one in found(manager, preview(manager, WHOLE)) if one[0] == "Warning" and one[1] == ""]
        assert [one[3] for one in doubts] == ["4 records", "3 records"]

    def test_it_is_looked_over_again_when_it_is_stored(self, manager: Client) -> None:
        address = preview(manager, WHOLE)
        manager.get(address)
        a_child("Sam", "Smith", date_of_birth=BORN)
        manager.post(address)
        assert Child.objects.filter(last_name="Smith").count() == 1

    def test_storing_nothing_throws_the_file_away(self, manager: Client) -> None:
        before = saved()
        assert "thrown away" in text(manager.post(preview(manager, WHOLE), {"discard": "yes"}, follow=True))
        assert uploaded() == []
        assert saved() == before
