"""The queue of police notifications: a person says whose each is, or that it is not ours, and can take it back."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child, Notification, Offence, State
from tests.disposals.kept import a_child, a_disposal, a_notification, an_offence, fill_in, shown
from tests.disposals.tables import (
    AMIRA,
    NOBODY,
    police_brought_in,
    saved,
    text,
)
from tests.restorative.victims_kept import a_victim
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


@pytest.fixture
def worker(client_for: ClientFor) -> Client:
    return client_for(Role.WORKER)


def page(notification: Notification, step: str = "detail") -> str:
    return reverse(f"disposals:notification-{step}", args=[notification.pk])


class TestNotificationList:
    """The queue."""

    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_record_see_it(self, client_for: ClientFor, role: Role) -> None:
        response = client_for(role).get(reverse("disposals:notification-list"))
        assert response.status_code == (200 if May.RECORD in ROLES[role] else 403)

    def test_what_waits_is_shown_and_what_was_answered_on_request(self, manager: Client) -> None:
        amira = a_child()
        police_brought_in(manager, AMIRA, NOBODY)
        queue = reverse("disposals:notification-list")
        waiting = manager.get(queue)
        assert "Waiting (1)" in text(waiting)
        assert "Tom Hart" in text(waiting)
        assert "Amira Khan" not in text(waiting)
        matched = manager.get(queue, {"state": "matched"})
        assert "Amira Khan" in text(matched)
        assert AccessEvent.objects.first().subjects == [amira.ref]
        assert "None." in text(manager.get(queue, {"state": "not_ours"}))


class TestNotificationDetail:
    """One notification, and the children it may be about."""

    def test_a_person_matches_it_to_a_child(self, worker: Client) -> None:
        tom = a_child("Thomas", "Hart", date_of_birth=dt.date(2010, 2, 11))
        waiting = a_notification()
        shown_page = worker.get(page(waiting))
        assert "Thomas Hart, born 11/02/2010" in text(shown_page)
        assert tom.ref in AccessEvent.objects.first().subjects
        assert fill_in(worker, page(waiting), child=tom.pk).url == tom.get_absolute_url()
        now = Notification.objects.get()
        assert (now.state, now.child) == (State.MATCHED, tom)
        assert (now.offence.description, now.offence.committed_on) == ("Assault", dt.date(2024, 3, 2))
        assert now.offence.history.get().history_user.username == "the-worker"
        assert "Police notification" in text(worker.get(tom.get_absolute_url()))

    def test_an_offence_of_that_child_that_is_here_is_not_recorded_again(self, worker: Client) -> None:
        tom = a_child("Tom", "Hart")
        offence = an_offence(tom, dt.date(2024, 3, 2), description="Assault")
        fill_in(worker, page(a_notification()), child=tom.pk)
        assert Offence.objects.get() == offence == Notification.objects.get().offence

    def test_another_name_can_be_looked_for(self, worker: Client) -> None:
        mia = a_child("Mia", "Wood")
        waiting = a_notification()
        assert "Mia Wood" not in text(worker.get(page(waiting)))
        found_by_name = f"{page(waiting)}?q=wood"
        assert "Mia Wood" in text(worker.get(found_by_name))
        assert fill_in(worker, found_by_name, child=mia.pk).status_code == 302

    def test_an_impossible_match_is_refused(self, worker: Client) -> None:
        tom = a_child("Tom", "Hart", date_of_birth=dt.date(2024, 3, 3))
        answer = fill_in(worker, page(a_notification()), child=tom.pk)
        assert "This is before the child was born (03/03/2024)." in text(answer)
        assert not Offence.objects.exists()
        assert Notification.objects.get().state == State.UNMATCHED

    def test_two_people_do_not_answer_it_twice(self, worker: Client) -> None:
        tom, waiting = a_child("Tom", "Hart"), a_notification()
        opened = shown(worker.get(page(waiting)), child=tom.pk)
        fill_in(worker, page(waiting, "not-ours"), why="Lives elsewhere")
        assert "answered this notification" in text(worker.post(page(waiting), opened))
        assert Notification.objects.get().state == State.NOT_OURS
        assert not Offence.objects.exists()

    def test_without_an_answer_it_asks_for_one(self, worker: Client) -> None:
        a_child("Tom", "Hart")
        assert "Choose a child, or one of the other answers below." in text(worker.post(page(a_notification())))


class TestNotificationChild:
    """A new child, recorded from a notification."""

    def test_the_child_and_the_offence_are_recorded(self, worker: Client) -> None:
        waiting = a_notification(pnc_id="2024/0000001X")
        answer = fill_in(worker, page(waiting, "child"))
        tom = Child.objects.get()
        assert answer.url == tom.get_absolute_url()
        assert (tom.first_name, tom.last_name, tom.date_of_birth) == ("Tom", "Hart", dt.date(2010, 2, 1))
        assert tom.pnc_id == "2024/0000001X"
        now = Notification.objects.get()
        assert (now.child, now.offence) == (tom, Offence.objects.get())

    def test_sent_twice_it_is_recorded_once(self, worker: Client) -> None:
        waiting = a_notification()
        typed = shown(worker.get(page(waiting, "child")))
        for _ in range(2):
            assert worker.post(page(waiting, "child"), typed).status_code == 302
        assert (Child.objects.count(), Offence.objects.count(), Notification.history.count()) == (1, 1, 2)

    def test_where_the_offence_cannot_be_recorded_neither_is_the_child(self, worker: Client) -> None:
        answer = fill_in(worker, page(a_notification(), "child"), date_of_birth="3/3/2024")
        assert "This is before the child was born (03/03/2024)." in text(answer)
        assert not Child.objects.exists()


class TestNotificationNotOurs:
    """It is about nobody here."""

    def test_it_is_kept_with_the_reason(self, worker: Client) -> None:
        waiting = a_notification()
        assert "Say why." in text(fill_in(worker, page(waiting, "not-ours"), why=""))
        fill_in(worker, page(waiting, "not-ours"), why="Lives in another area")
        now = Notification.objects.get()
        assert (now.state, now.why_not_ours) == (State.NOT_OURS, "Lives in another area")
        assert now.history.count() == 2

    def test_the_next_file_does_not_ask_again(self, manager: Client) -> None:
        police_brought_in(manager, NOBODY)
        fill_in(manager, page(Notification.objects.get(), "not-ours"), why="Lives in another area")
        a_child("Tom", "Hart", date_of_birth=dt.date(2010, 2, 1))
        before = saved()
        police_brought_in(manager, NOBODY)
        assert saved() == before


class TestNotificationBack:
    """A wrong answer is taken back."""

    def test_the_offence_that_came_of_it_is_taken_away(self, worker: Client) -> None:
        tom, waiting = a_child("Tom", "Hart"), a_notification()
        fill_in(worker, page(waiting), child=tom.pk)
        fill_in(worker, page(waiting, "back"), why="It was his brother")
        assert Notification.objects.get().state == State.UNMATCHED
        assert not Offence.objects.exists()
        assert tom.ref in AccessEvent.objects.first().subjects
        other = a_child("Tim", "Hart")
        fill_in(worker, page(waiting), child=other.pk)
        assert Offence.objects.get().child == other

    def test_not_where_a_disposal_names_it(self, worker: Client) -> None:
        tom, waiting = a_child("Tom", "Hart"), a_notification()
        fill_in(worker, page(waiting), child=tom.pk)
        a_disposal(tom, Offence.objects.get())
        answer = fill_in(worker, page(waiting, "back"), why="It was his brother")
        assert "Something else speaks of its offence: Youth caution, 01/06/2024." in text(answer)
        assert Notification.objects.get().child == tom
        assert Offence.objects.exists()

    def test_not_where_a_victim_does_and_that_names_nobody(self, worker: Client) -> None:
        tom, waiting = a_child("Tom", "Hart"), a_notification()
        fill_in(worker, page(waiting), child=tom.pk)
        victim = a_victim(Offence.objects.get())
        answer = text(fill_in(worker, page(waiting, "back"), why="It was his brother"))
        assert "Something else speaks of its offence: a record that you may not see." in answer
        assert victim.ref not in answer

    def test_an_offence_that_was_here_before_stays(self, worker: Client) -> None:
        tom, waiting = a_child("Tom", "Hart"), a_notification()
        an_offence(tom, dt.date(2024, 3, 2), description="Assault")
        fill_in(worker, page(waiting), child=tom.pk)
        fill_in(worker, page(waiting, "back"), why="It was his brother")
        assert Offence.objects.get().child == tom
