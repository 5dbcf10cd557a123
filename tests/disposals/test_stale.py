"""Two people change one record: neither loses a word. And a record is removed only when nothing stands on it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disposals.forms import OffenceForm
from disposals.models import Child, Offence, Remand
from tests.disposals.kept import (
    BORN,
    a_child,
    a_disposal,
    a_remand,
    a_status,
    an_offence,
    fill_in,
    kept,
    shown,
    some_work,
)
from tests.disposals.test_forms import typed
from tests.disposals.test_record_pages import KINDS, every_kind, page
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role
from yjs.records.forms import RecordForm
from yjs.records.record import Stale, keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestTwoPeople:
    # What the first and the second person each type, in the same field and in different ones.
    THEIRS = {
        "child": ({"known_as": "Ami", "postcode": "WB2 2BB"}, {"known_as": "Mira", "sex": "female"}),
        "status": ({"ended_on": "3/3/2024"}, {"ended_on": "4/4/2024"}),
        "offence": (
            {"description": "Theft of a bicycle", "gravity": "2"},
            {"description": "Robbery", "is_knife": "no"},
        ),
        "disposal": ({"court": "Wrenbridge", "unpaid_work_hours": "12"}, {"court": "Barnsley", "ends_on": "1/1/2025"}),
        "intervention": ({"worker": "Jo Ellis", "programme": "Fishing"}, {"worker": "Priya Shah", "completed": "yes"}),
        "remand": ({"ended_on": "3/5/2024"}, {"ended_on": "4/5/2024"}),
    }

    @pytest.fixture
    def record(self, kind: str) -> Any:
        child = a_child()
        make = {"status": a_status, "offence": an_offence, "intervention": some_work, "remand": a_remand}
        if kind == "disposal":
            return a_disposal(child, an_offence(child))
        return child if kind == "child" else make[kind](child)

    @every_kind
    def test_a_stale_save_is_refused_with_both_texts_and_nothing_is_lost(
        self, client_for: ClientFor, record: Any, kind: str
    ) -> None:
        first, second = self.THEIRS[kind]
        worker, manager, address = client_for("worker"), client_for("manager"), page(kind, record, "change")
        opened = shown(worker.get(address), **second, reason="Second")
        fill_in(manager, address, **first, reason="First")
        refused = worker.post(address, opened)
        assert refused.status_code == 200
        form: RecordForm = refused.context["form"]
        clash = next(iter(first))
        assert (str(form.fields[clash].label), second[clash], self.padded(first[clash])) in form.stale
        said = refused.content.decode()
        assert f'value="{second[clash]}"' in said
        assert "The service manager saved it on" in said
        assert record.history.count() == 2

        settled = worker.post(address, shown(refused))
        assert settled.status_code == 302
        saved = page_values(worker, address)
        for name, value in {**first, **second}.items():
            assert str(saved[name]) == self.padded(value), name
        assert list(record.history.order_by("history_id").values_list("history_change_reason", flat=True)) == [
            "",
            "First",
            "Second",
        ]

    def padded(self, text: str) -> str:
        """A day as the page writes it."""
        parts = text.split("/")
        return f"{int(parts[0]):02}/{int(parts[1]):02}/{parts[2]}" if len(parts) == 3 else text

    @pytest.mark.parametrize("kind", ["child"])
    def test_a_form_without_its_version_is_as_stale_as_can_be(
        self, client_for: ClientFor, record: Any, kind: str
    ) -> None:
        worker, address = client_for("worker"), page(kind, record, "change")
        form = shown(worker.get(address), first_name="Typed", reason="So", version=None)
        refused = worker.post(address, form)
        assert refused.context["form"].stale == [("First name", "Typed", "Amira")]
        assert record.history.count() == 1

    @pytest.mark.parametrize("kind", ["offence"])
    def test_a_save_that_slips_in_between_is_refused_as_well(self, record: Any, kind: str) -> None:
        answers = typed(committed_on="1/3/2024", description="Mine", version="1", reason="So")
        form = OffenceForm(answers, instance=Offence.objects.get(pk=record.pk))
        assert form.is_valid()
        record.description = "Theirs"
        keep(record, by=None, reason="Quicker")
        with pytest.raises(Stale) as stale:
            form.save()
        form.lay_beside(stale.value.saved_now)
        assert ("Description", "Mine", "Theirs") in form.stale
        assert form["version"].value() == "2"

    @pytest.mark.parametrize("kind", ["disposal"])
    def test_offences_that_were_left_alone_follow_what_is_saved(
        self, client_for: ClientFor, record: Any, kind: str
    ) -> None:
        another = an_offence(record.child)
        worker, manager, address = client_for("worker"), client_for("manager"), page(kind, record, "change")
        opened = shown(worker.get(address), court="Barnsley", reason="Second")
        both = [*record.offence_refs, another.ref]
        fill_in(manager, address, offence_refs=both, reason="First")
        worker.post(address, shown(worker.post(address, opened)))
        record.refresh_from_db()
        assert (record.court, set(record.offence_refs)) == ("Barnsley", set(both))


def page_values(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    return {name: shown(response)[name] for name in response.context["form"].asked}


class TestRemoving:
    def test_it_asks_why_and_keeps_every_version(self, client_for: ClientFor, user_for) -> None:  # noqa: ANN001
        remand = a_remand(a_child())
        worker, address = client_for("worker"), page("remand", remand, "remove")
        refused = fill_in(worker, address)
        assert "Say why you are removing this." in refused.content.decode()
        assert fill_in(worker, address, reason="Another child's").url == f"/children/{remand.child_id}/"
        assert not Remand.objects.exists()
        last = Remand.history.order_by("history_id").last()
        assert (last.history_type, last.history_change_reason, last.history_user) == (
            "-",
            "Another child's",
            user_for("worker"),
        )
        line = AccessEvent.objects.first()
        assert (line.act, line.subjects) == (Act.ERASED, [remand.child.ref])

    def test_what_was_changed_meanwhile_is_read_again_before_it_goes(self, client_for: ClientFor) -> None:
        remand = a_remand(a_child())
        worker, address = client_for("worker"), page("remand", remand, "remove")
        opened = shown(worker.get(address), reason="Double")
        remand.ended_on = dt.date(2024, 5, 1)
        keep(remand, by=None, reason="It ended")
        refused = worker.post(address, opened)
        assert "Read it again before you remove it." in refused.content.decode()
        assert worker.post(address, shown(refused)).status_code == 302

    def test_an_offence_that_a_disposal_names_stays(self, client_for: ClientFor) -> None:
        child = a_child()
        offence, free = an_offence(child), an_offence(child)
        a_disposal(child, offence)
        worker = client_for("worker")
        said = worker.get(page("offence", offence, "remove")).content.decode()
        assert "This offence cannot be removed yet" in said
        assert "Disposal: Youth caution, 01/06/2024" in said
        worker.post(page("offence", offence, "remove"), {"version": "1", "reason": "Try anyway"})
        fill_in(worker, page("offence", free, "remove"), reason="Twice")
        assert list(Offence.objects.all()) == [offence]

    def test_a_disposal_with_work_under_it_stays(self, client_for: ClientFor) -> None:
        child = a_child()
        disposal = a_disposal(child, an_offence(child))
        work = some_work(child, disposal=disposal)
        worker = client_for("worker")
        assert f"Intervention: {work}" in worker.get(page("disposal", disposal, "remove")).content.decode()
        work.disposal = None
        keep(work, by=None, reason="Not under it")
        assert fill_in(worker, page("disposal", disposal, "remove"), reason="Wrong").status_code == 302

    @pytest.mark.parametrize("number", [1, 14])
    def test_a_child_of_whom_anything_is_recorded_stays(self, client_for: ClientFor, number: int) -> None:
        child = a_child()
        for day in range(1, number + 1):
            a_status(child, started_on=dt.date(2024, 1, day))
        said = client_for("worker").get(page("child", child, "remove")).content.decode()
        assert said.count("Status: Looked after") == min(number, 10)
        assert ("<li>4 more</li>" in said) == (number == 14)
        client_for("worker").post(page("child", child, "remove"), {"version": "1", "reason": "Try anyway"})
        assert Child.objects.get() == child

    def test_a_child_recorded_twice_goes(self, client_for: ClientFor) -> None:
        child = kept(Child(first_name="Amira", date_of_birth=BORN))
        assert fill_in(client_for("worker"), page("child", child, "remove"), reason="Twice").url == "/children/"
        assert not Child.objects.exists()


def test_every_kind_is_tried_with_two_people() -> None:
    assert set(TestTwoPeople.THEIRS) == set(KINDS)
