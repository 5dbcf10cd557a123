"""The register: what was said of each child is kept once, however often and from wherever it is sent."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from restorative.models import PlacementDay, Reparation, ReparationSession
from restorative.register import Answer, Said, StaleRegister, places_of, register
from tests.disposals.kept import a_child
from tests.restorative.owed import a_day, a_placement, a_session, at, here, some_reparation
from yjs.people.permissions import Role
from yjs.records.days import today
from yjs.records.history import event_history
from yjs.records.record import keep


pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> list[Reparation]:
    return [some_reparation(a_child(name, "Khan")) for name in ("Amira", "Bilal")]


@pytest.fixture
def day(two: list[Reparation]) -> PlacementDay:
    return a_day(a_placement(), *two)


def test_everybody_here_is_a_session_each_with_the_times_and_hours_of_the_day(
    day: PlacementDay, two: list[Reparation]
) -> None:
    done = register(day=day, said=[here(one) for one in two], by=None)
    assert len(done.made) == 2
    one = ReparationSession.objects.get(reparation=two[0])
    assert (one.held_on, one.placement, one.day) == (day.on, "Allotment", day)
    assert (one.arrived_at, one.left_at) == (at("10:00"), at("13:00"))
    assert (one.hours_offered, one.hours_attended, one.hours_credited) == (3, 3, 3)
    assert (one.attended, one.absence, one.was_sent_home) == (True, "", False)


@pytest.mark.parametrize(
    ("said", "attended", "credited"),
    [
        ({}, "3", "3"),
        ({"arrived_at": "10:30"}, "2.5", "2.5"),
        ({"left_at": "14:00"}, "3", "3"),
        ({"arrived_at": "08:00"}, "3", "3"),
        ({"arrived_at": "08:00", "left_at": "10:30"}, "0.5", "0.5"),
        ({"answer": Answer.SENT_HOME, "arrived_at": "08:00", "left_at": "10:30"}, "0.5", "0.5"),
        ({"arrived_at": "10:20", "left_at": "11:50"}, "1.5", "1.5"),
        ({"penalty": Decimal("0.5")}, "3", "2.5"),
        ({"arrived_at": "10:30", "allowed": Decimal("0.5")}, "2.5", "3"),
        ({"allowed": Decimal("0.5"), "penalty": Decimal("0.5")}, "3", "3"),
        ({"answer": Answer.SENT_HOME, "left_at": "11:00"}, "1", "1"),
        ({"answer": Answer.ACCEPTABLE}, None, "0"),
        ({"answer": Answer.ACCEPTABLE, "allowed": Decimal(3)}, None, "3"),
        ({"answer": Answer.UNACCEPTABLE}, None, "0"),
    ],
)
def test_what_a_session_comes_to(
    day: PlacementDay, two: list[Reparation], said: dict, attended: str | None, credited: str
) -> None:
    told = {name: at(value) if name.endswith("_at") else value for name, value in said.items()}
    register(day=day, said=[Said(two[0], **{"answer": Answer.HERE} | told)], by=None)
    one = ReparationSession.objects.get()
    assert one.hours_attended == (None if attended is None else Decimal(attended))
    assert one.hours_credited == Decimal(credited)
    assert one.attended is (attended is not None)
    assert one.was_sent_home == (said.get("answer") == Answer.SENT_HOME)


@pytest.mark.parametrize(
    ("said", "cure"),
    [
        ({"left_at": "09:59"}, "Check both times."),
        ({"arrived_at": "08:00", "left_at": "10:00"}, "The session began at 10:00. Give a later time"),
        ({"answer": Answer.SENT_HOME, "arrived_at": "08:00", "left_at": "09:30"}, "or say that the child was absent"),
        ({"arrived_at": "13:00", "left_at": "14:00"}, "Give an earlier time."),
        ({"answer": Answer.SENT_HOME}, "a time before 13:00"),
        ({"penalty": Decimal("3.5")}, "Take off at most 3."),
        ({"answer": Answer.UNACCEPTABLE, "penalty": Decimal(1)}, "Take off at most 0."),
        ({"allowed": Decimal("0.5")}, "Allow at most 0."),
        ({"arrived_at": "10:30", "allowed": Decimal(1)}, "Allow at most 0.5."),
        ({"arrived_at": "10:30", "allowed": Decimal(9), "penalty": Decimal(1)}, "Allow at most 1.5."),
        ({"answer": Answer.ACCEPTABLE, "allowed": Decimal("3.25")}, "Allow at most 3."),
        ({"allowed": Decimal("99.99"), "penalty": Decimal("99.99")}, "Allow at most 3."),
    ],
)
def test_what_cannot_be_is_refused_with_its_cure_and_nothing_is_kept(
    day: PlacementDay, two: list[Reparation], said: dict, cure: str
) -> None:
    told = {name: at(value) if name.endswith("_at") else value for name, value in said.items()}
    wrong = Said(two[1], **{"answer": Answer.HERE} | told)
    with pytest.raises(ValidationError, match=cure):
        register(day=day, said=[here(two[0]), wrong], by=None)
    assert ReparationSession.objects.count() == 0


def test_a_register_of_a_day_to_come_is_refused(two: list[Reparation]) -> None:
    day = a_day(a_placement(), *two, on=today() + dt.timedelta(days=1))
    with pytest.raises(ValidationError, match="in the future"):
        register(day=day, said=[here(two[0])], by=None)


def test_a_child_without_a_place_is_refused(day: PlacementDay) -> None:
    with pytest.raises(ValidationError, match="no place in this session"):
        register(day=day, said=[here(some_reparation(a_child("Cara", "Lowe")))], by=None)


class TestOnce:
    def test_sent_twice_it_makes_one_session_for_each_child(self, day: PlacementDay, two: list[Reparation]) -> None:
        said = [here(one, work_done="Dug a bed") for one in two]
        first, second = (register(day=day, said=said, by=None) for _ in range(2))
        assert (len(first.made), len(second.made), len(second.unchanged)) == (2, 0, 2)
        assert ReparationSession.objects.count() == 2
        assert {one.version for one in ReparationSession.objects.all()} == {1}

    def test_its_reference_is_the_same_from_wherever_it_is_sent(self, day: PlacementDay, two: list[Reparation]) -> None:
        (made,) = register(day=day, said=[here(two[0])], by=None).made
        made.delete()
        (again,) = register(day=day, said=[here(two[0])], by=None).made
        assert again.ref == made.ref

    def test_the_database_takes_no_second_session_of_a_child_and_day(
        self, day: PlacementDay, two: list[Reparation]
    ) -> None:
        register(day=day, said=[here(two[0])], by=None)
        with pytest.raises(ValidationError, match="already exists"):
            a_session(two[0], day=day, held_on=day.on)

    def test_another_phone_that_says_otherwise_is_told_and_nothing_is_written_over(
        self, day: PlacementDay, two: list[Reparation]
    ) -> None:
        register(day=day, said=[here(one) for one in two], by=None)
        otherwise = [here(two[0]), Said(two[1], Answer.UNACCEPTABLE)]
        with pytest.raises(StaleRegister) as told:
            register(day=day, said=otherwise, by=None, reason="I was there")
        (clash,) = told.value.clashes
        assert (clash.said.reparation, clash.saved.attended) == (two[1], True)
        assert ReparationSession.objects.get(reparation=two[1]).attended is True

    def test_having_seen_it_one_may_correct_it_with_a_reason(self, day: PlacementDay, two: list[Reparation]) -> None:
        register(day=day, said=[here(one) for one in two], by=None)
        seen = Said(two[1], Answer.UNACCEPTABLE, version=1)
        with pytest.raises(ValidationError, match="Say why"):
            register(day=day, said=[seen], by=None)
        (corrected,) = register(day=day, said=[seen], by=None, reason="Left before the start").corrected
        assert (corrected.attended, corrected.absence, corrected.hours_credited) == (False, "unacceptable", 0)
        told = corrected.history.order_by("version").values_list("attended", "hours_credited", "history_change_reason")
        assert list(told) == [(True, 3, ""), (False, 0, "Left before the start")]

    def test_what_one_left_as_it_was_does_not_undo_what_another_corrected(
        self, day: PlacementDay, two: list[Reparation], user_for: object
    ) -> None:
        register(day=day, said=[here(one) for one in two], by=None)
        opened = [place.said for place in places_of(day, user_for(Role.WORKER))]  # type: ignore[operator]
        register(day=day, said=[Said(two[0], Answer.ACCEPTABLE, version=1)], by=None, reason="Was ill")
        mine = [opened[0], replace(opened[1], behaviour="Worked hard")]
        register(day=day, said=mine, by=None, reason="Forgotten")
        first, second = (ReparationSession.objects.get(reparation=one) for one in two)
        assert (first.absence, first.version) == ("acceptable", 2)
        assert (second.behaviour, second.version) == ("Worked hard", 2)

    def test_what_another_system_recorded_of_the_same_place_and_day_is_that_session(
        self, day: PlacementDay, two: list[Reparation]
    ) -> None:
        theirs = a_session(two[0], held_on=day.on, attended=True, hours_attended=2, hours_credited=2)
        said = [here(two[0], version=theirs.version)]
        register(day=day, said=said, by=None, reason="The register says three hours")
        assert ReparationSession.objects.get().ref == theirs.ref
        assert ReparationSession.objects.get().day == day


def test_what_is_recorded_is_what_the_register_shows_again(
    day: PlacementDay, two: list[Reparation], user_for: object
) -> None:
    said = [
        here(
            two[0],
            arrived_at=at("10:15"),
            allowed=Decimal("0.5"),
            penalty=Decimal(1),
            work_done="Dug",
            behaviour="Kind",
        ),
        Said(two[1], Answer.SENT_HOME, left_at=at("11:00")),
    ]
    register(day=day, said=said, by=None)
    shown = [place.said for place in places_of(day, user_for(Role.WORKER))]  # type: ignore[operator]
    whole = replace(said[0], left_at=at("13:00"), version=1), replace(said[1], arrived_at=at("10:00"), version=1)
    assert tuple(shown) == whole


def test_an_unacceptable_absence_is_in_the_childs_history_with_what_was_done_about_it(
    day: PlacementDay, two: list[Reparation]
) -> None:
    done = register(day=day, said=[Said(two[0], Answer.UNACCEPTABLE), Said(two[1], Answer.ACCEPTABLE)], by=None)
    (missed,) = done.missed
    missed.followed_up_on, missed.follow_up = today(), "First warning given"
    keep(missed, by=None, reason="Followed up")
    titles = [event.title for event in event_history(two[0].child)]
    assert titles == ["Born", "Reparation", "Unacceptable absence"]
    assert event_history(two[0].child)[-1].detail == "Reparation at Allotment. First warning given"
    assert [event.title for event in event_history(two[1].child)] == ["Born", "Reparation"]


def test_a_child_whose_place_is_another_providers_is_not_on_theirs(user_for: object) -> None:
    ours = some_reparation(a_child("Amira", "Khan"), provider="Groundwork")
    others = some_reparation(a_child("Bilal", "Khan"))
    day = a_day(a_placement(provider="Groundwork"), ours, others)
    assert [place.reparation for place in places_of(day, user_for(Role.PROVIDER))] == [ours]  # type: ignore[operator]
