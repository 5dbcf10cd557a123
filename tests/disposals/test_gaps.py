"""What was not recorded is put right where it stands, down to none."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disposals.gaps import GAPS
from disposals.models import Child, Status
from tests.disposals.kept import a_child, a_disposal, a_status, an_offence, queries, some_work
from tests.restorative.owed import a_session, some_reparation
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
ANSWERS = {
    "past-planned-end": {"ended_on": "2/1/2025", "completed": "yes"},
    "send": {"status": "no_send", "started_on": "1/9/2023"},
    "ethnicity": {"ethnicity": "Irish"},
    "sex": {"sex": "female"},
    "residence": {"residence": "other"},
    "seriousness": {"seriousness": "4"},
    "unacceptable-absence": {"followed_up_on": "2/11/2026", "follow_up": "Home visit"},
}
MISSED_ON = dt.date(2026, 10, 31)
every_gap = pytest.mark.parametrize("slug", GAPS)


def with_every_gap(name: str = "Hart") -> Child:
    child = a_child("Tom", name)
    some_work(child, planned_end_on=dt.date(2025, 1, 1))
    a_disposal(child, an_offence(child, seriousness=None), residence="")
    a_session(some_reparation(child, referred_on=MISSED_ON), held_on=MISSED_ON, attended=False, absence="unacceptable")
    return child


def answer(client: Client, slug: str, **typed: str) -> Any:
    """Answer the first row of a page of gaps."""
    record, _, _, form = client.get(f"/gaps/{slug}/").context["rows"][0]
    shown = {form[name].html_name: form[name].value() or "" for name in form.fields}
    said = {form.add_prefix(name): value for name, value in typed.items()}
    return client.post(f"/gaps/{slug}/", {"record": record.pk, **shown, **said})


class TestGapList:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_record(self, client_for: ClientFor, role: Role) -> None:
        expected = 200 if May.RECORD in ROLES[role] else 403
        for slug in GAPS:
            assert client_for(role).get(f"/gaps/{slug}/").status_code == expected

    @every_gap
    def test_each_is_filled_in_one_go_with_its_reason_and_is_gone(
        self,
        client_for: ClientFor,
        user_for,
        slug: str,  # noqa: ANN001
    ) -> None:
        child = with_every_gap()
        worker = client_for("worker")
        response = answer(worker, slug, **ANSWERS[slug])
        assert response.status_code == 302
        after = worker.get(response.url)
        assert after.context["rows"] == []
        assert "Nothing to put right here." in after.content.decode()
        line = AccessEvent.objects.filter(act=Act.CHANGED).get()
        assert line.subjects == [child.ref]
        if slug != "send":
            record = GAPS[slug].form._meta.model.objects.get()
            newest = record.history.order_by("-history_id").first()
            assert (newest.history_change_reason, newest.history_user) == (GAPS[slug].reason, user_for("worker"))

    @every_gap
    def test_an_empty_answer_fills_nothing_and_says_so(self, client_for: ClientFor, slug: str) -> None:
        if slug == "past-planned-end":
            return
        with_every_gap()
        response = answer(client_for("worker"), slug)
        assert response.status_code == 200
        said = response.content.decode()
        assert GAPS[slug].needed in said
        assert "is needed." not in said
        assert "There is a problem" in said
        assert len(response.context["rows"]) == 1

    def test_filling_one_thing_touches_no_other(self, client_for: ClientFor) -> None:
        child = a_child(postcode="WB1 1AA", pnc_id="2019/1234567A", sex="male")
        answer(client_for("worker"), "ethnicity", ethnicity="Irish", first_name="Stolen", sex="female", postcode="")
        child.refresh_from_db()
        assert (child.ethnicity, child.first_name, child.sex, child.postcode) == ("Irish", "Amira", "male", "WB1 1AA")

    def test_a_row_that_somebody_else_changed_is_laid_beside(self, client_for: ClientFor) -> None:
        child = a_child()
        worker = client_for("worker")
        _, _, _, form = worker.get("/gaps/sex/").context["rows"][0]
        child.known_as = "Ami"
        keep(child, by=None, reason="She told me")
        sent = {
            "record": child.pk,
            form.add_prefix("version"): "1",
            form.add_prefix("reason"): "So",
            form.add_prefix("sex"): "female",
        }
        refused = worker.post("/gaps/sex/", sent)
        assert "Somebody else changed this record" in refused.content.decode()
        assert refused.context["form"].stale == [("Sex", "Female", "")]
        again = refused.context["form"]
        assert (
            worker.post("/gaps/sex/", sent | {again.add_prefix("version"): again["version"].value()}).status_code == 302
        )
        child.refresh_from_db()
        assert (child.sex, child.known_as) == ("female", "Ami")

    def test_what_is_no_gap_any_more_is_not_found(self, client_for: ClientFor) -> None:
        child = a_child(sex="male")
        for record in (str(child.pk), "", "no-number"):
            assert client_for("worker").post("/gaps/sex/", {"record": record}).status_code == 404

    def test_there_is_no_gap_of_another_name(self, client_for: ClientFor) -> None:
        assert client_for("worker").get("/gaps/names/").status_code == 404

    def test_not_known_is_an_answer(self, client_for: ClientFor) -> None:
        a_child()
        assert answer(client_for("worker"), "ethnicity", ethnicity="not_known").status_code == 302

    def test_send_is_asked_of_those_with_open_work_of_whom_none_was_ever_recorded(self, client_for: ClientFor) -> None:
        a_child("No", "Work")
        some_work(a_child("Ended", "Work"), ended_on=dt.date(2024, 9, 1))
        asked, told = a_child("Asked", "Work"), a_child("Told", "Work")
        for child in (asked, told):
            some_work(child)
        a_status(told, status="sen_support", ended_on=dt.date(2024, 2, 1))
        rows = client_for("worker").get("/gaps/send/").context["rows"]
        assert [child for _, child, _, _ in rows] == [asked]
        assert Status.objects.count() == 1

    def test_a_page_that_is_no_longer_there_is_the_last_one(self, client_for: ClientFor) -> None:
        a_child()
        assert client_for("worker").get("/gaps/sex/?page=9").context["page_obj"].number == 1

    @every_gap
    def test_it_asks_as_much_for_many_rows_as_for_few(self, client_for: ClientFor, slug: str) -> None:
        worker = client_for("worker")
        with_every_gap()
        few = queries(worker, f"/gaps/{slug}/")
        for number in range(25):
            with_every_gap(f"Hart{number}")
        assert few == queries(worker, f"/gaps/{slug}/") <= 12
