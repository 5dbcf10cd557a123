"""The register on the page: today's sessions, one tap for everybody, the answers looked over, and both texts in a clash."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from restorative.forms.clock import ClockField
from restorative.models import PlacementDay, Reparation, ReparationSession
from tests.disposals.kept import a_child, shown
from tests.restorative.owed import a_day, a_placement, some_reparation
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role
from yjs.records.days import today


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role], Client]


@pytest.fixture
def three() -> list[Reparation]:
    return [some_reparation(a_child(name, "Khan")) for name in ("Amira", "Bilal", "Cara")]


@pytest.fixture
def day(three: list[Reparation]) -> PlacementDay:
    return a_day(a_placement(), *three)


def page(day: PlacementDay) -> str:
    return reverse("restorative:register", args=[day.pk])


def send(client: Client, day: PlacementDay, step: str, **typed: str) -> HttpResponse:
    """Open the register, type into it, and press a button."""
    return client.post(page(day), shown(client.get(page(day))) | {"step": step} | typed)


def answers(response: HttpResponse) -> dict[str, str]:
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields if name.startswith("answer")}


def all_here(three: list[Reparation]) -> dict[str, str]:
    return {f"answer-{one.pk}": "here" for one in three}


class TestRegisterList:
    def test_todays_sessions_come_first_then_those_not_filled_in_then_the_next(
        self, client_for: ClientFor, three: list[Reparation], day: PlacementDay
    ) -> None:
        for days in (-7, 7, 30):
            a_day(day.placement, *three, on=today() + dt.timedelta(days=days))
        context = client_for(Role.WORKER).get(reverse("restorative:register-list")).context
        assert [len(context[name]) for name in ("today", "missing", "ahead")] == [1, 1, 1]
        assert context["today"][0][0]["href"] == page(day)
        assert context["today"][0][3]["text"] == "0 of 3"

    def test_one_that_is_filled_in_is_asked_for_no_more(
        self, client_for: ClientFor, three: list[Reparation], day: PlacementDay
    ) -> None:
        worker = client_for(Role.WORKER)
        send(worker, day, "confirm", **all_here(three))
        context = worker.get(reverse("restorative:register-list")).context
        assert context["today"][0][3]["text"] == "Filled in"
        assert context["missing"] == []


class TestRegister:
    def test_the_times_are_those_of_the_day_and_nobody_has_an_answer_yet(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        response = client_for(Role.WORKER).get(page(day))
        form = response.context["form"]
        for one in three:
            assert [form[f"{name}-{one.pk}"].value() for name in ("arrived", "left")] == [dt.time(10), dt.time(13)]
        assert set(answers(response).values()) == {None}
        assert "reason" not in form.fields

    def test_all_here_needs_no_javascript_and_leaves_what_was_said_before(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        worker = client_for(Role.WORKER)
        typed = {f"answer-{three[1].pk}": "unacceptable", f"work-{three[0].pk}": "Dug a bed"}
        response = send(worker, day, "all-here", **typed)
        assert list(answers(response).values()) == ["here", "unacceptable", "here"]
        assert response.context["form"][f"work-{three[0].pk}"].value() == "Dug a bed"
        assert b"There is a problem" not in response.content
        assert ReparationSession.objects.count() == 0

    def test_an_answer_is_needed_of_every_child(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        response = send(client_for(Role.WORKER), day, "check", **{f"answer-{three[0].pk}": "here"})
        said = response.content.decode()
        assert "Say whether Bilal Khan came." in said
        assert "Say whether Amira Khan came." not in said

    def test_the_answers_are_looked_over_before_anything_is_kept_and_can_be_changed(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        worker = client_for(Role.WORKER)
        typed = all_here(three) | {f"left-{three[0].pk}": "1130", f"penalty-{three[1].pk}": "0.5"}
        check = send(worker, day, "check", **typed)
        assert ReparationSession.objects.count() == 0
        assert [row[0]["text"] for row in check.context["rows"]] == ["Amira Khan", "Bilal Khan", "Cara Khan"]
        assert check.context["rows"][0][2]["text"] == "10:00 to 11:30"
        assert check.context["rows"][1][4]["text"] == "2.5 (0.5 penalty)"
        assert [row[5]["text"] for row in check.context["rows"]] == ["10.5", "9.5", "9"]
        back = worker.post(page(day), typed | {"step": "change"})
        assert back.context["form"][f"left-{three[0].pk}"].value() == "1130"

    def test_who_gets_more_hours_than_were_left_is_seen_before_it_is_kept_and_a_correction_counts_once(
        self, client_for: ClientFor
    ) -> None:
        worker, one = client_for(Role.WORKER), some_reparation(hours_owed=4)
        place = a_placement()
        first, second = (a_day(place, one, on=today() - dt.timedelta(days=n)) for n in (7, 0))
        send(worker, first, "confirm", **all_here([one]))
        check = send(worker, second, "check", **all_here([one]))
        assert check.context["rows"][0][5] == {"text": "None: 2 too many", "colour": "yellow"}
        again = send(worker, first, "check", **{f"penalty-{one.pk}": "0.5", "reason": "Late back from lunch"})
        assert again.context["rows"][0][5] == {"text": "1.5"}

    def test_confirmed_it_is_kept_once_and_the_log_says_whose_it_was(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        worker = client_for(Role.WORKER)
        typed = all_here(three) | {f"answer-{three[2].pk}": "unacceptable"}
        first, second = (worker.post(page(day), typed | {"step": "confirm"}) for _ in range(2))
        assert first.url == second.url == reverse("restorative:session-day", args=[day.pk])
        assert ReparationSession.objects.count() == 3
        line = AccessEvent.objects.filter(act=Act.CHANGED, page="restorative:register").first()
        assert line is not None
        assert set(line.subjects) == {one.child.ref for one in three}
        told = worker.get(first.url).content.decode()
        assert "Register kept: 3 recorded." in told
        assert "An unacceptable absence waits for the case manager to follow up." in told

    def test_what_must_be_known_first_is_said_on_the_childs_card(self, client_for: ClientFor) -> None:
        one = some_reparation(
            a_child("Dee", "Fox"), may_have_treatment=False, may_be_photographed=None, medical="Asthma"
        )
        day = a_day(a_placement(risk_assessed_on=None), one)
        (card,) = client_for(Role.WORKER).get(page(day)).context["form"].cards
        assert card.warnings == [
            "Medical: Asthma",
            "No consent to medical treatment.",
            "Consent to photographs is not recorded: take none.",
            "The risk of this placement has not been assessed.",
        ]

    def test_a_session_to_come_has_no_register_yet(self, client_for: ClientFor, three: list[Reparation]) -> None:
        day = a_day(a_placement(), *three, on=today() + dt.timedelta(days=2))
        worker = client_for(Role.WORKER)
        assert b"opens on the day" in worker.get(page(day)).content
        worker.post(page(day), all_here(three) | {"step": "confirm"})
        assert ReparationSession.objects.count() == 0

    def test_a_correction_asks_why_and_shows_what_it_changes(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        worker = client_for(Role.WORKER)
        send(worker, day, "confirm", **all_here(three))
        change = {f"answer-{three[0].pk}": "acceptable"}
        assert "Say why you are changing what was recorded." in send(worker, day, "check", **change).content.decode()
        check = send(worker, day, "check", reason="She was ill", **change)
        assert check.context["before"] == [("Amira Khan", "Here; 10:00 to 13:00; 3 attended; 3 credited")]
        send(worker, day, "confirm", reason="She was ill", **change)
        session = ReparationSession.objects.get(reparation=three[0])
        assert (session.absence, session.version) == ("acceptable", 2)
        assert session.history.first().history_change_reason == "She was ill"

    def test_a_second_phone_that_says_otherwise_sees_both_texts_and_loses_nothing(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        first, second = client_for(Role.WORKER), client_for(Role.MANAGER)
        opened = shown(second.get(page(day)))
        send(first, day, "confirm", **all_here(three))
        typed = opened | all_here(three) | {f"answer-{three[1].pk}": "unacceptable", f"work-{three[1].pk}": "None"}
        clash = second.post(page(day), typed | {"step": "confirm"})
        told = clash.content.decode()
        assert clash.context["form"].stale[0] == ("Bilal Khan", "Unacceptable absence", "Here")
        assert "The worker saved it on" in told
        assert clash.context["form"][f"work-{three[1].pk}"].value() == "None"
        assert ReparationSession.objects.get(reparation=three[1]).attended is True
        again = shown(clash) | {"step": "confirm", "reason": "I was there"}
        assert second.post(page(day), again).status_code == 302
        assert ReparationSession.objects.get(reparation=three[1]).absence == "unacceptable"
        assert {one.version for one in ReparationSession.objects.exclude(reparation=three[1])} == {1}


class TestSessionDay:
    def test_it_shows_what_became_of_each_and_what_is_not_recorded(
        self, client_for: ClientFor, day: PlacementDay, three: list[Reparation]
    ) -> None:
        worker = client_for(Role.WORKER)
        address = reverse("restorative:session-day", args=[day.pk])
        assert {row[1]["text"] for row in worker.get(address).context["rows"]} == {"Not recorded"}
        send(worker, day, "confirm", **all_here(three) | {f"answer-{three[0].pk}": "acceptable"})
        rows = worker.get(address).context["rows"]
        assert [row[1]["text"] for row in rows] == ["Acceptable absence", "Here", "Here"]

    def test_those_who_only_look_find_no_way_to_change_it(self, client_for: ClientFor, day: PlacementDay) -> None:
        page = client_for(Role.ANALYST).get(reverse("restorative:session-day", args=[day.pk])).content.decode()
        assert "Fill in the register" not in page


@pytest.mark.parametrize(
    ("typed", "read"),
    [("10:30", "10:30"), ("10.30", "10:30"), ("1030", "10:30"), ("930", "09:30"), ("10", "10:00"), ("9", "09:00")],
)
def test_a_time_is_read_as_people_type_it(typed: str, read: str) -> None:
    assert f"{ClockField().clean(typed):%H:%M}" == read


@pytest.mark.parametrize("typed", ["25:00", "half past", "10:3o", "103000"])
def test_what_is_no_time_is_told_how_to_write_one(typed: str) -> None:
    with pytest.raises(ValidationError, match="10:30"):
        ClockField().clean(typed)


def test_what_was_typed_before_signing_out_is_there_again_after(
    user_for: Callable[[Role], Any], time_machine: Any
) -> None:
    time_machine.move_to(dt.datetime(2025, 3, 10, 9, tzinfo=dt.UTC), tick=False)
    worker = user_for(Role.WORKER)
    worker.set_password("a long sentence to type")
    worker.save()
    sign_in, client = {"username": worker.username, "password": "a long sentence to type"}, Client()
    client.post(reverse("people:sign-in"), sign_in)
    one = some_reparation()
    day = a_day(a_placement(), one)
    typed = shown(client.get(page(day))) | {f"answer-{one.pk}": "here", f"work-{one.pk}": "Dug a bed", "step": "check"}
    time_machine.shift(dt.timedelta(minutes=16))
    back = client.get(client.post(client.post(page(day), typed).url, sign_in).url)
    assert back.context["form"][f"work-{one.pk}"].value() == "Dug a bed"
    assert list(answers(back).values()) == ["here"]
    assert ReparationSession.objects.count() == 0
