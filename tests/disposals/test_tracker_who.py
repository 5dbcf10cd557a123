"""Children, offences and disposals that are here already are found, and never recorded again."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from disposals.imports.children import names_in, pnc_key
from disposals.imports.layouts import TRACKER
from disposals.imports.prepared import Asked
from disposals.imports.sheets import open_sheets
from disposals.imports.tracker import prepare_tracker
from disposals.imports.words import fold, guess
from disposals.models import Child, Disposal, Offence
from tests.disposals.kept import a_child, a_disposal, an_offence
from tests.disposals.tables import (
    A_CHILD,
    ALI,
    BORN,
    DECIDED,
    INDEX,
    SAM,
    WHOLE,
    errors,
    found,
    preview,
    saved,
    sheet,
    text,
    with_one,
)
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestWhoIsHereAlready:
    """A child who is here is found, said to be here, and never recorded again."""

    def test_by_name_and_birth_date_however_the_name_is_written(self, manager: Client) -> None:
        sam = a_child("Sam", "Smith", date_of_birth=BORN)
        address = preview(manager, with_one(0, "SMITH, sam"))
        said = [one for one in found(manager, address) if one[0] == "Here"]
        assert said == [("Here", 3, "Name", "SMITH, sam", said[0][4])]
        assert f"This is Sam Smith, reference {sam.ref}, who is here already" in said[0][4]
        assert sam.ref in AccessEvent.objects.first().subjects
        manager.post(address)
        assert Child.objects.filter(last_name="Smith").count() == 1
        assert Child.history.filter(id=sam.pk).count() == 1
        assert Offence.objects.filter(child=sam).count() == 3

    def test_by_reference(self, manager: Client) -> None:
        sam = a_child("Sam", "Smith", ref="C1", date_of_birth=BORN)
        header = ["Child ref", *A_CHILD[2:5]]
        manager.post(preview(manager, sheet(["C1", *SAM[2:5]], header=header)))
        assert Disposal.objects.get().child == sam

    def test_a_reference_that_is_another_childs_is_an_error(self, manager: Client) -> None:
        a_child("Sam", "Smith", ref="C1", date_of_birth=BORN)
        header = ["Child ref", *A_CHILD[:5]]
        rows = ["C1", "Sam Smith", dt.date(2005, 1, 1), *SAM[2:5]], ["C1", "Ali Khan", BORN, *ALI[2:5]]
        address = preview(manager, sheet(*rows, header=header))
        assert errors(manager, address) == [(2, "DOB", "2005-01-01"), (3, "Name", "Ali Khan")]

    def test_a_name_that_is_only_like_it_is_asked_about(self, manager: Client) -> None:
        a_child("Samuel", "Smyth", date_of_birth=BORN)
        for name in ("Samual Smith", "Sam Smyth", "Smythe, Samuel"):
            assert errors(manager, preview(manager, with_one(0, name))) == [(3, "Name", name)]
        address = preview(manager, with_one(0, "Sam Smith"))
        assert "If it is the same child, write that name or that reference here" in text(manager.get(address))

    def test_a_twin_is_another_child(self, manager: Client) -> None:
        a_child("Aisha", "Smith", date_of_birth=BORN)
        address = preview(manager, WHOLE)
        (doubt,) = [one for one in found(manager, address) if one[0] == "Warning" and one[1] == 2]
        assert "was born on the same day and shares a name: this is another. Check that they are two" in doubt[4]
        manager.post(address)
        assert Child.objects.filter(last_name="Smith").count() == 2

    def test_two_of_the_same_name_and_birth_date_are_told_apart_by_reference_alone(self, manager: Client) -> None:
        for ref in ("C1", "C2"):
            a_child("Sam", "Smith", ref=ref, date_of_birth=BORN)
        address = preview(manager, WHOLE)
        assert errors(manager, address) == [(2, "Name", "Sam Smith")]
        assert "here: C1 and C2. Give the reference" in text(manager.get(address))

    def test_offences_and_disposals_that_are_here_are_not_stored_again(self, manager: Client) -> None:
        sam = a_child("Sam", "Smith", date_of_birth=BORN)
        index = an_offence(sam, INDEX, description="Theft from a shop")
        a_disposal(sam, index, kind="youth_caution", imposed_on=DECIDED)
        an_offence(sam, dt.date(2018, 9, 1), description="Assault")
        manager.post(preview(manager, WHOLE))
        assert Offence.objects.filter(child=sam).count() == 3
        assert Disposal.objects.filter(child=sam).count() == 2
        assert Offence.objects.get(pk=index.pk).description == "Theft from a shop"
        assert index.history.count() == 1

    def test_an_outcome_that_differs_from_what_is_here_is_an_error(self, manager: Client) -> None:
        sam = a_child("Sam", "Smith", date_of_birth=BORN)
        a_disposal(sam, an_offence(sam, INDEX), kind="youth_conditional_caution", imposed_on=DECIDED)
        address = preview(manager, WHOLE)
        assert errors(manager, address) == [(2, "Index offence date", "2018-04-25")]
        said = text(manager.get(address))
        assert "Here this offence has another outcome: Youth conditional caution, 04/06/2018." in said


def test_a_child_recorded_while_the_workbook_was_looked_over_is_found_when_it_is_stored(tmp_path: Path) -> None:
    (tmp_path / "tracker.xlsx").write_bytes(WHOLE)
    (cohort,) = open_sheets(tmp_path / "tracker.xlsx")
    columns = dict(enumerate(TRACKER.guess(A_CHILD)))
    words = {fold(word): guess(word) for word in ("YC", "RO 6 months", "Awaiting court", "Outcome 22")}
    ready = prepare_tracker(Asked(cohort, TRACKER, columns, words))
    sam = a_child("Sam", "Smith", date_of_birth=BORN)
    _, report, _ = ready.store(by=None)
    assert report.is_accepted
    assert Child.objects.filter(last_name="Smith").get() == sam
    assert Offence.objects.filter(child=sam).count() == 3


@pytest.mark.parametrize("name", ["Sam Smith", "Sam"])
def test_who_a_child_is_stays_corrected(manager: Client, name: str) -> None:
    manager.post(preview(manager, with_one(0, name)))
    sam = Child.objects.exclude(last_name="KHAN").get()
    sam.date_of_birth, sam.known_as = BORN + dt.timedelta(days=1), "Sammy"
    keep(sam, by=None, reason="The birth certificate says so")
    before = saved()
    manager.post(preview(manager, with_one(0, name)))
    assert saved() == before


def test_an_index_offence_that_got_its_day_since_keeps_it(manager: Client) -> None:
    content = sheet(["Sam Smith", BORN, DECIDED, "YC"], header=["Name", "DOB", "Index date", "Index outcome"])
    manager.post(preview(manager, content, date_index_offences="on"))
    offence = Offence.objects.get()
    offence.committed_on, offence.description = INDEX, "Theft"
    keep(offence, by=None, reason="The police say so")
    before = saved()
    manager.post(preview(manager, content, date_index_offences="on"))
    assert saved() == before


def test_a_name_in_full_is_parted_as_it_is_written() -> None:
    assert names_in("Sam Smith") == ("Sam", "Smith")
    assert names_in("SMITH Sam John") == ("Sam John", "SMITH")
    assert names_in("Smith-Jones, Sam") == ("Sam", "Smith-Jones")
    assert names_in("Sam") == ("", "Sam")
    assert names_in("") == ("", "")


def test_a_pnc_id_is_the_same_however_it_is_written() -> None:
    assert pnc_key("2019/0012345A") == pnc_key("19/12345a") == pnc_key("2019/12345A ")
    assert pnc_key("2019/0012345A") != pnc_key("2018/0012345A")
