"""People and their roles, and the log of who looked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.people.conftest import OTHER_PASSWORD, PASSWORD, ClientFor, UserFor, last_line, may_sign_in
from yjs.people.access import log
from yjs.people.models import Act, User
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db


class TestPersonList:
    address = "/people/"

    def test_it_lists_everybody_and_what_each_role_may_do(self, client_for: ClientFor, worker: User) -> None:
        worker.is_active = False
        worker.save()
        page = client_for(Role.ADMINISTRATOR).get(self.address).content.decode()
        for words in ("The worker", "the-worker", "Has left", "May sign in", "May see figures; make documents."):
            assert words in page

    def test_looking_is_logged(self, client_for: ClientFor) -> None:
        client_for(Role.ADMINISTRATOR).get(self.address)
        assert last_line() == ("the-administrator", Act.LOOKED, "people:person-list", "")


class TestPersonAdd:
    address = "/people/add/"
    sent = {
        "name": "Siân O’Brien",
        "username": "sian",
        "role": Role.VICTIM_WORKER,
        "password1": PASSWORD,
        "password2": PASSWORD,
    }

    def test_somebody_new_can_sign_in_and_the_log_says_who_let_them(self, client_for: ClientFor) -> None:
        response = client_for(Role.ADMINISTRATOR).post(self.address, self.sent)
        assert (response.status_code, response.url) == (302, "/people/")
        assert last_line() == (
            "the-administrator",
            Act.ROLE_CHANGED,
            "people:person-add",
            "sian: Victim worker",
        )
        assert User.objects.get(username="sian").role == Role.VICTIM_WORKER
        assert may_sign_in("sian", PASSWORD)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"username": "the-administrator"},
            {"role": "chief"},
            {"role": ""},
            {"name": ""},
            {"password1": "short", "password2": "short"},
            {"password2": OTHER_PASSWORD},
        ],
    )
    def test_what_is_wrong_adds_nobody(self, client_for: ClientFor, wrong: dict[str, str]) -> None:
        response = client_for(Role.ADMINISTRATOR).post(self.address, {**self.sent, **wrong})
        assert "There is a problem" in response.content.decode()
        assert User.objects.count() == 1

    def test_nothing_but_what_is_asked_can_be_set(self, client_for: ClientFor) -> None:
        more = {"is_superuser": "on", "is_staff": "on", "email": "a@b.example", "date_joined": "2001-01-01"}
        client_for(Role.ADMINISTRATOR).post(self.address, {**self.sent, **more})
        person = User.objects.get(username="sian")
        assert (person.is_superuser, person.is_staff, person.email) == (False, False, "")
        assert person.date_joined.year > 2001


class TestPersonChange:
    def address(self, person: User) -> str:
        return f"/people/{person.pk}/"

    def as_shown(self, client: Client, person: User) -> dict[str, str]:
        """What the form sends when nothing is changed in it."""
        form = client.get(self.address(person)).context["form"]
        return {
            "name": person.name,
            "contact": person.contact,
            "role": person.role,
            "provider": person.provider,
            "is_active": "on" if person.is_active else "",
            "new_password": "",
            "opened_with": form["opened_with"].value(),
        }

    def change(self, client: Client, person: User, **changes: str) -> bool:
        sent = {**self.as_shown(client, person), **changes}
        done = client.post(self.address(person), sent).status_code == 302
        person.refresh_from_db()
        return done

    def test_a_new_role_is_given_and_logged(self, client_for: ClientFor, worker: User) -> None:
        assert self.change(client_for(Role.ADMINISTRATOR), worker, role=Role.MANAGER)
        assert worker.role == Role.MANAGER
        assert last_line() == (
            "the-administrator",
            Act.ROLE_CHANGED,
            "people:person-change",
            "the-worker: Worker to Service manager",
        )

    @pytest.mark.parametrize(
        ("changes", "logged"),
        [
            ({"is_active": ""}, "may no longer sign in"),
            ({"name": "Jo Bloggs"}, "name"),
            ({"new_password": OTHER_PASSWORD}, "new first password"),
            ({}, "as before"),
        ],
    )
    def test_other_changes_are_logged_without_what_they_were(
        self, client_for: ClientFor, worker: User, changes: dict[str, str], logged: str
    ) -> None:
        assert self.change(client_for(Role.ADMINISTRATOR), worker, **changes)
        assert last_line()[1::2] == (Act.CHANGED, f"the-worker: {logged}")

    def test_somebody_who_comes_back_may_sign_in_again(self, client_for: ClientFor, worker: User) -> None:
        administrator = client_for(Role.ADMINISTRATOR)
        assert self.change(administrator, worker, is_active="")
        assert not may_sign_in(worker.username, PASSWORD)
        assert self.change(administrator, worker, is_active="on")
        assert last_line()[3] == "the-worker: may sign in again"
        assert may_sign_in(worker.username, PASSWORD)

    def test_a_forgotten_password_is_replaced_and_the_old_one_is_over(
        self, client_for: ClientFor, worker: User
    ) -> None:
        assert self.change(client_for(Role.ADMINISTRATOR), worker, new_password=OTHER_PASSWORD)
        assert may_sign_in(worker.username, OTHER_PASSWORD)
        assert not may_sign_in(worker.username, PASSWORD)

    def test_a_weak_new_password_is_refused(self, client_for: ClientFor, worker: User) -> None:
        assert not self.change(client_for(Role.ADMINISTRATOR), worker, new_password="short")
        assert may_sign_in(worker.username, PASSWORD)

    @pytest.mark.parametrize("changes", [{"role": Role.MANAGER}, {"is_active": ""}, {"new_password": OTHER_PASSWORD}])
    def test_nobody_changes_their_own_role_or_place(
        self, client_for: ClientFor, user_for: UserFor, changes: dict[str, str]
    ) -> None:
        me, before = user_for(Role.ADMINISTRATOR), user_for(Role.ADMINISTRATOR)
        assert self.change(client_for(Role.ADMINISTRATOR), me, name="A New Name", **changes)
        assert (me.role, me.is_active, me.password) == (before.role, True, before.password)
        assert me.name == "A New Name"

    def test_one_administrator_does_not_undo_anothers_change_unseen(self, client_for: ClientFor, worker: User) -> None:
        client = client_for(Role.ADMINISTRATOR)
        opened = self.as_shown(client, worker)
        assert self.change(client, worker, role=Role.BOARD)
        late = client.post(self.address(worker), {**opened, "name": "Jo Bloggs"})
        assert "now saved as: The worker, Board member, may sign in" in late.content.decode()
        worker.refresh_from_db()
        assert (worker.role, worker.name) == (Role.BOARD, "The worker")
        again = {**opened, "name": "Jo Bloggs", "opened_with": late.context["form"]["opened_with"].value()}
        assert client.post(self.address(worker), again).status_code == 302

    def test_nobody_else_changes_anybody(self, client_for: ClientFor, worker: User) -> None:
        for role in set(Role) - {Role.ADMINISTRATOR}:
            assert client_for(role).post(self.address(worker), {"role": Role.MANAGER}).status_code == 403
        worker.refresh_from_db()
        assert worker.role == Role.WORKER

    def test_somebody_who_is_not_there_is_not_found(self, client_for: ClientFor) -> None:
        assert client_for(Role.ADMINISTRATOR).get("/people/999999/").status_code == 404


class TestAccessLog:
    address = "/people/access-log/"

    @pytest.fixture(autouse=True)
    def _written(self, worker: User, user_for: UserFor) -> None:
        with time_machine.travel(datetime(2026, 3, 28, 23, 30, tzinfo=UTC), tick=False) as clock:
            log(worker, Act.LOOKED, page="disposals:child-detail", path="/children/1/", subjects=["C1", "C2"])
            clock.shift(timedelta(days=1))
            log(user_for(Role.MANAGER), Act.EXPORTED, page="records:export", subjects=["C1", "C12", "Ç3"])
            clock.shift(timedelta(days=1))
            log(None, Act.IMPORTED, page="import_bundle", detail="20 rows")

    def shown(self, client_for: ClientFor, query: str = "") -> list[str]:
        response = client_for(Role.ADMINISTRATOR).get(f"{self.address}?{query}")
        assert response.status_code == 200
        earlier = [line for line in response.context["page_obj"] if line.at.year == 2026 and line.at.month == 3]
        return [line.act for line in earlier]

    def test_it_shows_who_looked_at_whom_newest_first(self, client_for: ClientFor) -> None:
        page = client_for(Role.MANAGER).get(self.address).content.decode()
        for words in (
            "The worker (the-worker)",
            "C1, C2",
            "Child’s page",
            "28/03/2026 23:30:00",
            "30/03/2026 00:30:00",
        ):
            assert words in page
        assert page.index("20 rows") < page.index("Child’s page")
        assert "/children/1/" not in page

    def test_what_is_more_has_a_column_where_there_is_any(self, client_for: ClientFor) -> None:
        client = client_for(Role.MANAGER)
        assert "More" in client.get(self.address).context["columns"]
        response = client.get(f"{self.address}?child=C1")
        assert response.context["columns"][-1] == "Children"
        assert {len(row) for row in response.context["rows"]} == {6}

    def test_it_promises_no_act_that_no_page_does(self, client_for: ClientFor) -> None:
        offered = dict(client_for(Role.MANAGER).get(self.address).context["filter"].form.fields["what"].choices)
        assert "Combined" not in offered.values()
        assert "Erased" not in offered.values()
        assert offered["erased"] == "Removed"

    @pytest.mark.parametrize(
        ("typed", "said"),
        [("31/2/2026", "There is no 31 February 2026."), ("1/3/26", "Give the year in four figures.")],
    )
    def test_a_day_that_is_none_is_said_at_its_box(self, client_for: ClientFor, typed: str, said: str) -> None:
        response = client_for(Role.MANAGER).get(self.address, {"since": typed})
        assert said in response.content.decode()
        assert f'value="{typed}"' in response.content.decode()
        assert response.context["rows"] == []

    @pytest.mark.parametrize(
        ("query", "acts"),
        [
            ("", ["imported", "exported", "looked"]),
            ("who=THE-WORKER", ["looked"]),
            ("who=the", []),
            ("who=the+WORKER", ["looked"]),
            ("since=29/3/2026&until=30.3.2026", ["exported"]),
            ("what=exported", ["exported"]),
            ("child=C1", ["exported", "looked"]),
            ("child=C2", ["looked"]),
            ("child=C", []),
            ("child=%C3%873", ["exported"]),
            ("child=%22%5D", []),
            ("since=2026-03-29", ["imported", "exported"]),
            ("since=2026-03-30", ["imported", "exported"]),
            ("until=2026-03-28", ["looked"]),
            ("until=2026-03-29", ["looked"]),
            ("since=2026-03-28&until=2026-03-28&child=C1&who=the-worker&what=looked", ["looked"]),
            ("until=9999-12-31", ["imported", "exported", "looked"]),
            ("since=0001-01-01", ["imported", "exported", "looked"]),
            ("since=yesterday", []),
            ("what=everything", []),
            ("hash=x&previous_hash=y&order=username", ["imported", "exported", "looked"]),
        ],
    )
    def test_it_can_be_narrowed(self, client_for: ClientFor, query: str, acts: list[str]) -> None:
        assert self.shown(client_for, query) == acts

    def test_it_comes_25_lines_a_page_at_the_same_cost(
        self, client_for: ClientFor, worker: User, django_assert_max_num_queries: Callable
    ) -> None:
        for number in range(60):
            log(worker, Act.LOOKED, subjects=[f"C{number}"])
        client = client_for(Role.ADMINISTRATOR)
        client.get(self.address)
        with django_assert_max_num_queries(12):
            assert len(client.get(self.address).context["page_obj"]) == 25
        page = client.get(f"{self.address}?page=3&child=")
        assert len(page.context["page_obj"]) == 15
        assert 'rel="prev"' in page.content.decode()

    def test_reading_the_log_is_in_the_log(self, client_for: ClientFor) -> None:
        client_for(Role.MANAGER).get(self.address)
        assert last_line() == ("the-manager", Act.LOOKED, "people:access-log", "")
