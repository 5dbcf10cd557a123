"""A child is recorded once and has a case number people can say: asked before saving, and given one after another."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from disposals.forms import ChildForm
from disposals.models import Child
from tests.disposals.kept import a_child, a_disposal, a_notification, an_offence, fill_in, shown
from tests.disposals.test_forms import typed
from yjs.people.models import AccessEvent, User
from yjs.people.permissions import Role
from yjs.records.record import remove


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
ADD = "/children/add/"
AMIRA = {"first_name": "amira ", "last_name": "KHAN", "date_of_birth": "3/5/2009", "postcode": "WB1 1AA"}
TOM = {"first_name": "Tom", "last_name": "Hart", "date_of_birth": "1/2/2010"}


def asked(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


class TestAskingBeforeSaving:
    def test_the_form_comes_back_once_with_who_it_may_be_and_nothing_typed_is_lost(self, client_for: ClientFor) -> None:
        first, worker = a_child(), client_for("worker")
        back = fill_in(worker, ADD, **AMIRA)
        said = asked(back)
        assert Child.objects.get() == first
        assert f'<a href="/children/{first.pk}/">Amira Khan, born 03/05/2009, {first.ref}</a>' in said
        assert "Save all the same" in said
        assert 'value="WB1 1AA"' in said
        assert AccessEvent.objects.first().subjects == [first.ref]
        assert worker.post(ADD, shown(back)).status_code == 302
        assert Child.objects.count() == 2

    def test_a_third_who_came_meanwhile_is_asked_about_too(self, client_for: ClientFor) -> None:
        a_child()
        worker = client_for("worker")
        back = fill_in(worker, ADD, **AMIRA)
        third = a_child()
        assert third.ref in asked(worker.post(ADD, shown(back)))

    @pytest.mark.parametrize("other", [{"first_name": "Amir"}, {"date_of_birth": "4/5/2009"}])
    def test_who_has_another_name_or_birth_date_is_not_asked_about(
        self, client_for: ClientFor, other: dict[str, str]
    ) -> None:
        a_child()
        assert fill_in(client_for("worker"), ADD, **AMIRA | other).status_code == 302

    def test_correcting_a_name_asks_and_correcting_anything_else_does_not(self, client_for: ClientFor) -> None:
        first, second, worker = a_child(), a_child("Amy"), client_for("worker")
        page = f"/children/{second.pk}/change/"
        back = fill_in(worker, page, first_name="Amira", reason="Her name")
        assert first.ref in asked(back)
        assert worker.post(page, shown(back)).status_code == 302
        assert fill_in(worker, page, postcode="WB1 1AA", reason="Moved").status_code == 302

    def test_the_child_of_a_notification_is_asked_about_as_well(self, client_for: ClientFor) -> None:
        first, worker = a_child("Tom", "Hart", date_of_birth=dt.date(2010, 2, 1)), client_for("worker")
        page = f"/notifications/{a_notification().pk}/child/"
        back = fill_in(worker, page)
        assert first.ref in asked(back)
        assert AccessEvent.objects.first().subjects == [first.ref]
        assert worker.post(page, shown(back)).status_code == 302
        assert Child.objects.count() == 2


class TestCaseNumber:
    def add(self, client: Client, **answers: Any) -> Child:
        assert fill_in(client, ADD, **TOM | answers).status_code == 302
        return Child.objects.latest("pk")

    def test_the_services_own_number_is_taken_as_it_is_typed(self, client_for: ClientFor) -> None:
        assert self.add(client_for("worker"), case_number=" 2024/117 ").ref == "2024/117"

    def test_a_number_that_is_taken_is_refused_in_words(self, client_for: ClientFor) -> None:
        a_child(ref="2024/117")
        said = asked(fill_in(client_for("worker"), ADD, **TOM, case_number="2024/117"))
        assert "2024/117 is the case number of another child. Type another, or leave it empty." in said
        assert Child.objects.count() == 1

    def test_otherwise_the_next_short_one_is_given_by_what_is_there(self, client_for: ClientFor) -> None:
        worker = client_for("worker")
        a_child("Some", "Body", ref="WB00412")
        assert self.add(worker).ref == "YJ00001"
        last = a_child("Last", "One", ref="YJ00041")
        assert self.add(worker, first_name="Tim").ref == "YJ00042"
        remove(last, by=None, reason="Twice")
        remove(Child.objects.get(ref="YJ00042"), by=None, reason="Twice")
        assert self.add(worker, first_name="Tam").ref == "YJ00043"

    def test_two_forms_opened_at_one_moment_get_two_numbers(self, client_for: ClientFor) -> None:
        worker, manager = client_for("worker"), client_for("manager")
        forms = [shown(client.get(ADD), **TOM | {"first_name": name}) for client, name in
                 ((worker, "Tom"), (manager, "Tim"))]  # fmt: skip
        assert [worker.post(ADD, forms[0]).status_code, manager.post(ADD, forms[1]).status_code] == [302, 302]
        assert list(Child.objects.order_by("pk").values_list("ref", "version")) == [("YJ00001", 1), ("YJ00002", 1)]

    def test_a_save_that_slips_in_between_takes_the_next_number(self, user_for: Callable[[str], User]) -> None:
        form = ChildForm(typed(**TOM), instance=Child())
        assert form.is_valid()
        a_child(ref="YJ00001")
        assert form.kept(by=user_for("worker"))
        assert (form.instance.ref, form.instance.version, form.instance.history.count()) == ("YJ00002", 1, 1)

    def test_going_back_to_the_form_and_sending_other_words_is_asked_about(self, client_for: ClientFor) -> None:
        worker = client_for("worker")
        form = shown(worker.get(ADD), **TOM)
        worker.post(ADD, form)
        back = worker.post(ADD, form | {"first_name": "Thomas"})
        assert "YJ00001" in asked(back)
        assert Child.objects.count() == 1

    def test_a_number_is_not_changed_afterwards(self, client_for: ClientFor) -> None:
        child = a_child()
        page = f"/children/{child.pk}/change/"
        assert "case_number" not in client_for("worker").get(page).context["form"].fields
        fill_in(client_for("worker"), page, case_number="1", reason="So")
        assert Child.objects.get().ref == child.ref


def test_no_page_shows_the_reference_of_an_offence_or_a_disposal(client_for: ClientFor) -> None:
    child = a_child()
    offence = an_offence(child)
    disposal = a_disposal(child, offence)
    worker = client_for("worker")
    for kind, record in (("Offence", offence), ("Disposal", disposal)):
        for page in (f"/records/disposals.{kind}/{record.pk}/versions/", f"/children/{child.pk}/"):
            said = worker.get(page).content.decode()
            assert offence.ref not in said
            assert disposal.ref not in said
    gone = f"/records/disposals.Disposal/{disposal.pk}/versions/"
    remove(disposal, by=None, reason="Wrong")
    remove(offence, by=None, reason="Wrong")
    said = worker.get(gone).content.decode()
    assert "Theft, 01/03/2024" in said
    assert offence.ref not in said
