"""Consent to take part: without it no place and no work; not recorded it is said, and stops nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from restorative import cautions
from restorative.models import Placement, PlacementDay, Reparation, ReparationSession
from restorative.planning import Plan, set_up
from restorative.register import Answer, Said, register
from tests.disposals.kept import a_child, fill_in, shown
from tests.restorative.owed import a_day, a_placement, at, here, some_reparation
from yjs.people.permissions import Role
from yjs.records.days import today
from yjs.records.record import keep


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role], Client]
NEXT = today() + dt.timedelta(days=7)
REFUSED = "There is no consent for Dee Fox to take part. Record it first, or take the child out."


def owing(consent: bool | None) -> Reparation:
    return some_reparation(a_child("Dee", "Fox"), may_take_part=consent)


def plan_for(*reparations: Reparation, **said: Any) -> Plan:
    return Plan(a_placement(), NEXT, at("10:00"), at("13:00"), 1, reparations)


def look_over(client: Client, placement: Placement, *reparations: Reparation, on: dt.date = NEXT) -> Any:
    typed = {"placement": placement.pk, "first": f"{on:%d/%m/%Y}", "starts_at": "10", "ends_at": "13", "weeks": "1"}
    refs = {"reparations": [one.pk for one in reparations]}
    return client.post(reverse("restorative:session-plan"), typed | refs).context


@pytest.mark.parametrize(("consent", "is_set_up"), [(True, True), (None, True), (False, False)])
def test_only_a_refusal_stops_a_place_and_says_why(consent: bool | None, is_set_up: bool) -> None:
    plan = plan_for(owing(consent))
    assert [week.fault for week in plan.look_ahead()] == ["" if is_set_up else REFUSED]
    if is_set_up:
        set_up(plan=plan, by=None)
    else:
        with pytest.raises(ValidationError, match="no consent for Dee Fox"):
            set_up(plan=plan, by=None)
    assert PlacementDay.objects.exists() == is_set_up


def test_nor_is_one_given_on_the_page_of_a_session(client_for: ClientFor) -> None:
    day, one = a_day(a_placement(), on=NEXT), owing(False)
    change = reverse("restorative:session-day-change", args=[day.pk])
    response = fill_in(client_for(Role.WORKER), change, reparation_refs=[one.ref], reason="Wants to")
    assert REFUSED in response.context["form"].errors["reparation_refs"]


@pytest.mark.parametrize(
    ("consent", "said"),
    [
        (True, []),
        (None, ["Consent to take part is not recorded."]),
        (False, ["No consent to take part: give no place, and let nobody work, until there is."]),
    ],
)
def test_it_is_said_wherever_the_child_is_planned_for_and_shown(
    client_for: ClientFor, consent: bool | None, said: list[str]
) -> None:
    one, worker = owing(consent), client_for(Role.WORKER)
    assert cautions.of_the_child(one) == said
    assert worker.get(one.get_absolute_url()).context["warnings"] == said
    (card,) = worker.get(reverse("restorative:register", args=[a_day(a_placement(), one).pk])).context["form"].cards
    assert card.warnings == said


def test_the_plan_shows_every_permission_of_a_child_before_a_place_is_given(client_for: ClientFor) -> None:
    one = some_reparation(
        a_child("Dee", "Fox"), may_take_part=None, may_have_treatment=False, may_be_photographed=False
    )
    again = some_reparation(one.child, may_take_part=None)
    warnings = look_over(client_for(Role.WORKER), a_placement(), one, again)["warnings"]
    assert warnings == [
        (
            "Dee Fox",
            "Consent to take part is not recorded. No consent to medical treatment. No photographs of this child.",
        )
    ]


class TestTheRegister:
    def test_marks_nobody_here_without_it_and_says_the_cure(self, client_for: ClientFor) -> None:
        one = owing(False)
        day = a_day(a_placement(), one)
        address, worker = reverse("restorative:register", args=[day.pk]), client_for(Role.WORKER)
        typed = shown(worker.get(address)) | {f"answer-{one.pk}": "here", "step": "confirm"}
        (error,) = worker.post(address, typed).context["form"].errors[f"answer-{one.pk}"]
        assert "There is no consent for this child to take part. Record the consent on the reparation first" in error
        assert not ReparationSession.objects.exists()
        assert worker.post(address, typed | {f"answer-{one.pk}": "acceptable"}).status_code == 302
        assert ReparationSession.objects.get().absence == "acceptable"

    def test_takes_what_happened_before_consent_was_taken_back(self) -> None:
        one = some_reparation(may_take_part=True)
        one.history.update(history_date=one.history.get().history_date - dt.timedelta(days=30))
        before, since = (a_day(a_placement(name), one, on=today() - dt.timedelta(days=n)) for name, n in PLACES)
        one.refresh_from_db()
        one.may_take_part = False
        keep(one, by=None, reason="His mother said no")
        register(day=before, said=[here(one)], by=None)
        with pytest.raises(ValidationError, match="no consent"):
            register(day=since, said=[here(one)], by=None)
        register(day=since, said=[Said(one, Answer.ACCEPTABLE)], by=None)
        assert ReparationSession.objects.count() == 2


PLACES = (("Allotment", 7), ("Canal", 0))


class TestTheDaysOfAPlacement:
    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("", set()),
            ("Saturdays, 10:00 to 13:00", {5}),
            ("Mon, Wed & Fri", {0, 2, 4}),
            ("Tues and Thurs afternoons", {1, 3}),
            ("Monday to Friday, 9 to 5", {0, 1, 2, 3, 4}),
            ("Fri-Mon", {4, 5, 6, 0}),
            ("Weekends", {5, 6}),
            ("Any weekday", {0, 1, 2, 3, 4}),
            ("Every day", set(range(7))),
            ("To be agreed: money permitting, in sunny weather", set()),
        ],
    )
    def test_are_read_from_how_people_write_them(self, text: str, days: set[int]) -> None:
        assert cautions.weekdays_in(text) == days

    @pytest.mark.parametrize(
        ("text", "is_said"), [("Saturdays, 10:00 to 13:00", True), ("Wednesdays", False), ("", False)]
    )
    def test_a_plan_on_another_weekday_is_warned_of_and_can_be_kept(
        self, client_for: ClientFor, text: str, is_said: bool
    ) -> None:
        wednesday = today() + dt.timedelta(days=7 + (2 - today().weekday()) % 7)
        context = look_over(client_for(Role.WORKER), a_placement(weekdays=text), on=wednesday)
        said = ("The placement", "Wednesday is not among its days: Saturdays, 10:00 to 13:00.")
        assert (said in context["warnings"]) is is_said
        assert len(context["warnings"]) == is_said
        assert context["can_be_kept"]
