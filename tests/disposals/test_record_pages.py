"""Adding, correcting and removing what happened to a child: for whom, once, over nobody's work, and for good reason."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from tests.disposals.kept import a_child, a_disposal, a_remand, a_status, an_offence, fill_in, shown, some_work
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import Record


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
KINDS = {
    "child": Child,
    "status": Status,
    "offence": Offence,
    "disposal": Disposal,
    "intervention": Intervention,
    "remand": Remand,
}
PLURAL = {"child": "children", "status": "statuses"}


def page(kind: str, record: Record, act: str) -> str:
    return f"/{PLURAL.get(kind, f'{kind}s')}/{record.pk}/{act}/"


def adding(kind: str, child: Child) -> str:
    return "/children/add/" if kind == "child" else f"/children/{child.pk}/{PLURAL.get(kind, f'{kind}s')}/add/"


@pytest.fixture
def life() -> dict[str, Any]:
    """One record of each kind, all of one child."""
    child = a_child()
    offence = an_offence(child)
    disposal = a_disposal(child, offence)
    return {
        "child": child,
        "status": a_status(child),
        "offence": offence,
        "disposal": disposal,
        "intervention": some_work(child, disposal=disposal),
        "remand": a_remand(child),
    }


@pytest.fixture
def answers(life: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a person types to add one more of each kind."""
    return {
        "child": {"first_name": "Tom", "last_name": "Hart", "date_of_birth": "1/2/2010"},
        "status": {"status": "ehc_plan", "started_on": "1/9/2023"},
        "offence": {"committed_on": "2024-03-02", "description": "Affray", "is_knife": "no"},
        "disposal": {"kind": "outcome_22", "imposed_on": "3/6/2024", "offence_refs": [life["offence"].ref]},
        "intervention": {"kind": "diversion", "started_on": "1/8/2024", "worker": "Jo Ellis"},
        "remand": {"kind": "local_authority", "started_on": "5/5/2024"},
    }


every_kind = pytest.mark.parametrize("kind", KINDS)


class TestWhoMay:
    @every_kind
    @pytest.mark.parametrize("role", Role)
    def test_the_pages_open_for_those_who_record(
        self, client_for: ClientFor, life: dict[str, Any], kind: str, role: Role
    ) -> None:
        client, expected = client_for(role), 200 if May.RECORD in ROLES[role] else 403
        for address in (
            adding(kind, life["child"]),
            page(kind, life[kind], "change"),
            page(kind, life[kind], "remove"),
        ):
            for ask in (client.get, client.post):
                assert ask(address).status_code == expected, (role, address)

    @every_kind
    def test_what_is_not_there_is_not_found(self, client_for: ClientFor, kind: str) -> None:
        nobody = Child(pk=999)
        worker = client_for("worker")
        pages = [page(kind, nobody, "change"), page(kind, nobody, "remove"), adding(kind, nobody)]
        for address in pages if kind != "child" else pages[:2]:
            assert worker.get(address).status_code == worker.post(address).status_code == 404


class TestAdding:
    @every_kind
    def test_it_is_kept_with_who_and_logged_with_whom(
        self,
        client_for: ClientFor,
        user_for,
        life: dict[str, Any],
        answers: dict[str, Any],
        kind: str,  # noqa: ANN001
    ) -> None:
        worker = client_for("worker")
        response = fill_in(worker, adding(kind, life["child"]), **answers[kind])
        assert response.status_code == 302
        record = KINDS[kind].objects.latest("pk")
        assert record.history.get().history_user == user_for("worker")
        line = AccessEvent.objects.first()
        assert (line.act, line.subjects) == (Act.COLLECTED, [record.child_ref])
        assert "recorded." in worker.get(response.url).content.decode()

    @every_kind
    def test_the_same_form_sent_twice_makes_one(
        self, client_for: ClientFor, life: dict[str, Any], answers: dict[str, Any], kind: str
    ) -> None:
        worker, before = client_for("worker"), KINDS[kind].objects.count()
        address = adding(kind, life["child"])
        form = shown(worker.get(address), **answers[kind])
        first, again = worker.post(address, form), worker.post(address, form)
        assert (first.status_code, first.url) == (again.status_code, again.url)
        assert KINDS[kind].objects.count() == before + 1
        assert AccessEvent.objects.filter(act=Act.COLLECTED).count() == 1
        assert "it is here once" in worker.get(again.url).content.decode()

    @pytest.mark.parametrize("kind", ["offence", "disposal", "intervention"])
    def test_a_fresh_form_with_the_same_words_makes_another(
        self, client_for: ClientFor, life: dict[str, Any], answers: dict[str, Any], kind: str
    ) -> None:
        worker, before = client_for("worker"), KINDS[kind].objects.count()
        for _ in range(2):
            fill_in(worker, adding(kind, life["child"]), **answers[kind])
        assert KINDS[kind].objects.count() == before + 2

    @pytest.mark.parametrize(
        ("kind", "other"), [("offence", {"description": "Arson"}), ("status", {"ended_on": "1/1/2024"})]
    )
    def test_the_same_form_sent_again_with_other_words_keeps_them_on_the_page(
        self, client_for: ClientFor, life: dict[str, Any], answers: dict[str, Any], kind: str, other: dict[str, str]
    ) -> None:
        worker, before = client_for("worker"), KINDS[kind].objects.count()
        address = adding(kind, life["child"])
        form = shown(worker.get(address), **answers[kind])
        worker.post(address, form)
        again = worker.post(address, form | other)
        assert KINDS[kind].objects.count() == before + 1
        said = again.content.decode()
        assert f"This {kind} is already recorded, with other details. Yours is not saved." in said
        assert "See what is recorded already" in said
        assert next(iter(other.values())) in said

    @every_kind
    def test_what_was_wrong_is_listed_and_what_was_typed_stays(
        self, client_for: ClientFor, life: dict[str, Any], kind: str
    ) -> None:
        day = {"child": "date_of_birth", "offence": "committed_on", "disposal": "imposed_on"}.get(kind, "started_on")
        response = fill_in(client_for("worker"), adding(kind, life["child"]), **{day: "31/2/2024"})
        said = response.content.decode()
        assert "There is a problem" in said
        assert f'href="#id_{day}"' in said
        assert 'value="31/2/2024"' in said
        assert AccessEvent.objects.first().act == Act.LOOKED

    def test_what_is_unlikely_is_kept_and_told(self, client_for: ClientFor, life: dict[str, Any]) -> None:
        worker = client_for("worker")
        response = fill_in(worker, adding("offence", life["child"]), committed_on="1/1/2017")
        said = worker.get(response.url).content.decode()
        assert "Saved, but check this: The child was 7 at this offence." in said

    def test_an_offence_leads_on_to_its_disposal(self, client_for: ClientFor, life: dict[str, Any]) -> None:
        worker = client_for("worker")
        response = fill_in(worker, adding("offence", life["child"]), committed_on="1/3/2024")
        assert (
            f'href="{adding("disposal", life["child"])}">Record its disposal'
            in worker.get(response.url).content.decode()
        )

    def test_a_disposal_deals_with_as_many_offences_as_are_ticked(
        self, client_for: ClientFor, life: dict[str, Any], answers: dict[str, Any]
    ) -> None:
        refs = [an_offence(life["child"]).ref, life["offence"].ref]
        fill_in(client_for("worker"), adding("disposal", life["child"]), **answers["disposal"] | {"offence_refs": refs})
        assert Disposal.objects.latest("pk").offence_refs == refs

    def test_a_disposal_without_an_offence_leads_to_the_offence_first(self, client_for: ClientFor) -> None:
        child = a_child()
        said = client_for("worker").get(adding("disposal", child)).content.decode()
        assert f'href="{adding("offence", child)}">Record the offence first' in said
        assert 'name="offence_refs"' not in said


class TestMassAssignment:
    @every_kind
    def test_posting_every_field_changes_the_listed_ones_alone(
        self, client_for: ClientFor, life: dict[str, Any], answers: dict[str, Any], kind: str
    ) -> None:
        other = a_child("Somebody", "Else")
        stolen = {
            "id": "77",
            "pk": "77",
            "ref": "stolen",
            "child": str(other.pk),
            "child_id": str(other.pk),
            "version": "9",
        }
        stolen |= {
            "recorded_on": "2001-01-01",
            "history_user": "1",
            "saved_at": "2001-01-01",
            "_history_date": "2001-01-01",
        }
        worker = client_for("worker")
        fill_in(worker, adding(kind, life["child"]), **stolen | answers[kind])
        made = KINDS[kind].objects.latest("pk")
        assert (made.version, made.pk) != (9, 77)
        self.is_whole(made, other)
        record = life[kind]
        form = shown(worker.get(page(kind, record, "change")), reason="Because")
        del stolen["version"]
        assert worker.post(page(kind, record, "change"), stolen | form).status_code == 302
        self.is_whole(KINDS[kind].objects.get(pk=record.pk), other)

    def is_whole(self, record: Record, other: Child) -> None:
        assert getattr(record, "ref", "") != "stolen"
        assert getattr(record, "child_id", None) != other.pk
        assert record.recorded_on > dt.date(2001, 1, 1)


class TestCorrecting:
    CHANGES = {
        "child": {"postcode": "WB1 1AA"},
        "status": {"ended_on": "2/2/2024"},
        "offence": {"description": "Theft from a shop"},
        "disposal": {"court": "Wrenbridge Youth Court"},
        "intervention": {"worker": "Priya Shah"},
        "remand": {"ended_on": "2/5/2024"},
    }

    @every_kind
    def test_a_correction_is_a_version_with_who_and_why(
        self,
        client_for: ClientFor,
        user_for,
        life: dict[str, Any],
        kind: str,  # noqa: ANN001
    ) -> None:
        worker, record = client_for("worker"), life[kind]
        response = fill_in(worker, page(kind, record, "change"), **self.CHANGES[kind], reason="She told me")
        assert response.status_code == 302
        newest, first = record.history.order_by("-history_id")
        assert (newest.history_change_reason, newest.history_user) == ("She told me", user_for("worker"))
        name = next(iter(self.CHANGES[kind]))
        assert getattr(first, name) != getattr(newest, name)
        assert (first.version, newest.version) == (1, 2)
        assert AccessEvent.objects.first().act == Act.CHANGED

    @every_kind
    def test_without_a_reason_nothing_is_saved(self, client_for: ClientFor, life: dict[str, Any], kind: str) -> None:
        response = fill_in(client_for("worker"), page(kind, life[kind], "change"), **self.CHANGES[kind])
        assert "Say why you are changing this." in response.content.decode()
        assert life[kind].history.count() == 1

    @every_kind
    def test_opening_and_saving_changes_nothing_else(
        self, client_for: ClientFor, life: dict[str, Any], kind: str
    ) -> None:
        record = life[kind]
        fill_in(client_for("worker"), page(kind, record, "change"), reason="Nothing")
        saved = KINDS[kind].objects.filter(pk=record.pk).values().get()
        before = record.history.order_by("history_id").first().instance
        assert {k: v for k, v in saved.items() if k != "version"} == {
            k: getattr(before, k) for k in saved if k != "version"
        }
