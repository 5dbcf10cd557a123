"""Placements, and sessions planned there over the weeks: as many children as there are places, and no child twice."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from restorative import cautions
from restorative.models import Placement, PlacementDay, Reparation
from restorative.planning import Plan, Week, set_up
from restorative.register import register
from tests.disposals.kept import a_child, fill_in
from tests.restorative.owed import a_day, a_placement, at, here, some_reparation
from yjs.people.permissions import Role
from yjs.records.days import today


ClientFor = Callable[[Role], Client]
NEXT = today() + dt.timedelta(days=7)


def a_plan(placement: Placement, *reparations: Reparation, weeks: int = 3, **said: dt.time) -> Plan:
    times = {"starts_at": at("10:00"), "ends_at": at("13:00")} | said
    return Plan(placement, NEXT, weeks=weeks, reparations=reparations, **times)


@pytest.mark.django_db
class TestPlanning:
    @pytest.fixture
    def three(self) -> list[Reparation]:
        return [some_reparation(a_child(name, "Khan")) for name in ("Amira", "Bilal", "Cara")]

    def test_weekly_sessions_have_a_place_for_each_child(self, three: list[Reparation]) -> None:
        days = set_up(plan=a_plan(a_placement(), *three), by=None)
        assert [day.on for day in days] == [NEXT + dt.timedelta(weeks=n) for n in range(3)]
        assert all(day.reparation_refs == [one.ref for one in three] for day in days)

    def test_set_up_twice_they_are_there_once(self, three: list[Reparation]) -> None:
        plan = a_plan(a_placement(), *three)
        first, second = (set_up(plan=plan, by=None) for _ in range(2))
        assert first == second
        assert {day.version for day in PlacementDay.objects.all()} == {1}

    def test_children_are_added_to_a_session_that_is_there(self, three: list[Reparation]) -> None:
        placement = a_placement()
        set_up(plan=a_plan(placement, three[0], weeks=1), by=None)
        set_up(plan=a_plan(placement, three[1], weeks=2), by=None)
        assert [len(day.reparation_refs) for day in PlacementDay.objects.all()] == [2, 1]

    def test_no_more_children_than_places_and_then_nothing_is_set_up(self, three: list[Reparation]) -> None:
        placement = a_placement(capacity=2)
        set_up(plan=a_plan(placement, three[0], weeks=1), by=None)
        plan = a_plan(placement, *three[1:])
        assert [week.fault for week in plan.look_ahead()] == [
            "There are 2 places, 1 of them taken: 1 too few.",
            "",
            "",
        ]
        with pytest.raises(ValidationError, match="1 too few"):
            set_up(plan=plan, by=None)
        assert PlacementDay.objects.count() == 1

    def test_two_sessions_at_one_placement_never_meet(self, three: list[Reparation]) -> None:
        placement = a_placement()
        set_up(plan=a_plan(placement, *three), by=None)
        for times in ({"ends_at": at("12:00")}, {"starts_at": at("12:00"), "ends_at": at("14:00")}):
            with pytest.raises(ValidationError, match="set up"):
                set_up(plan=a_plan(placement, *three, **times), by=None)
        set_up(plan=a_plan(placement, *three, starts_at=at("13:00"), ends_at=at("15:00")), by=None)

    def test_no_child_has_two_places_at_one_time(self, three: list[Reparation]) -> None:
        set_up(plan=a_plan(a_placement(), three[0], weeks=1), by=None)
        again = some_reparation(three[0].child)
        plan = a_plan(a_placement("Canal"), again, three[1], starts_at=at("12:00"), ends_at=at("14:00"))
        said = "Amira Khan has another place that day, from 10:00 to 13:00."
        assert [week.fault for week in plan.look_ahead()] == [said, "", ""]
        with pytest.raises(ValidationError, match="another place"):
            set_up(plan=plan, by=None)
        assert PlacementDay.objects.count() == 1
        after = a_plan(a_placement("Mill"), again, starts_at=at("13:00"), ends_at=at("14:00"))
        assert not any(week.fault for week in after.look_ahead())

    def test_no_place_is_given_on_a_day_on_which_the_reparation_is_not_open(self) -> None:
        later = some_reparation(a_child("Dee", "Fox"), referred_on=today())
        gone = some_reparation(a_child("Eli", "Fox"), ended_on=today() - dt.timedelta(days=1))
        days = {"first": today() - dt.timedelta(days=1), "starts_at": at("10:00"), "ends_at": at("13:00"), "weeks": 2}
        first, second = Plan(a_placement(), reparations=[later, gone], **days).look_ahead()
        assert "Dee Fox was referred later" in first.fault
        assert "Eli" not in first.fault
        assert "The reparation of Eli Fox ended on" in second.fault

    def test_a_place_given_on_the_page_of_a_session_is_looked_at_too(
        self, client_for: ClientFor, three: list[Reparation]
    ) -> None:
        set_up(plan=a_plan(a_placement(), three[0], weeks=1), by=None)
        day = a_day(a_placement("Canal"), three[1], on=NEXT)
        change, worker = reverse("restorative:session-day-change", args=[day.pk]), client_for(Role.WORKER)
        typed = {"reparation_refs": [one.ref for one in three], "reason": "All want to"}
        assert "Amira Khan has another place" in fill_in(worker, change, **typed).content.decode()
        assert fill_in(worker, change, **typed | {"starts_at": "14:00", "ends_at": "16:00"}).status_code == 302
        assert "Amira Khan has another place" in fill_in(worker, change, starts_at="12", reason="So").content.decode()

    def test_on_the_page_it_is_looked_over_first(self, client_for: ClientFor, three: list[Reparation]) -> None:
        placement, worker = a_placement(suits="Who likes the open air"), client_for(Role.WORKER)
        typed = {
            "placement": placement.pk,
            "first": f"{NEXT:%d/%m/%Y}",
            "starts_at": "10",
            "ends_at": "1300",
            "weeks": "2",
            "reparations": [one.pk for one in three],
        }
        address = reverse("restorative:session-plan")
        check = worker.post(address, typed)
        assert PlacementDay.objects.count() == 0
        assert [row[2]["text"] for row in check.context["rows"]] == ["5", "5"]
        assert check.context["warnings"] == [("Whom it suits, and whom it does not", "Who likes the open air")]
        done = worker.post(address, typed | {"step": "confirm"})
        assert done.url == placement.get_absolute_url()
        assert {(day.starts_at, day.ends_at) for day in PlacementDay.objects.all()} == {(at("10:00"), at("13:00"))}
        assert PlacementDay.objects.count() == 2

    @pytest.mark.parametrize(("owed", "said"), [("1", "1 hour left"), ("1.5", "1.5 hours left"), ("2", "2 hours left")])
    def test_hours_left_are_said_as_one_or_several(self, client_for: ClientFor, owed: str, said: str) -> None:
        some_reparation(a_child("Dee", "Fox"), hours_owed=owed)
        form = client_for(Role.WORKER).get(reverse("restorative:session-plan")).context["form"]
        assert [label for _, label in form.fields["reparations"].choices] == [f"Dee Fox: {said}"]

    def test_a_child_whom_the_notes_say_it_does_not_suit_is_warned_of(
        self, client_for: ClientFor, three: list[Reparation]
    ) -> None:
        placement = a_placement(risk_assessed_on=None, provider="Groundwork")
        child = some_reparation(a_child("Dee", "Fox"), suitability="Not the allotment", provider="Groundwork")
        typed = {
            "placement": placement.pk,
            "first": f"{NEXT:%d/%m/%Y}",
            "starts_at": "10",
            "ends_at": "13",
            "weeks": "1",
        }
        address = reverse("restorative:session-plan")
        check = client_for(Role.WORKER).post(address, typed | {"reparations": [child.pk, three[0].pk]})
        assert check.context["warnings"] == [
            ("The placement", "The risk of this placement has not been assessed."),
            ("Dee Fox", "The notes say: Not the allotment."),
            ("Amira Khan", "Not referred to Groundwork, who will not see them on the register."),
        ]

    def test_a_childs_place_is_not_taken_once_it_is_recorded_what_became_of_it(
        self, client_for: ClientFor, three: list[Reparation]
    ) -> None:
        day = a_day(a_placement(), *three)
        register(day=day, said=[here(three[0])], by=None)
        change, worker = reverse("restorative:session-day-change", args=[day.pk]), client_for(Role.WORKER)
        typed = {"reparation_refs": [three[1].ref], "reason": "Holiday"}
        assert "What became of Amira Khan" in fill_in(worker, change, **typed).content.decode()
        fill_in(worker, change, **typed | {"reparation_refs": [three[0].ref, three[1].ref]})
        day.refresh_from_db()
        assert day.reparation_refs == [three[0].ref, three[1].ref]

    def test_a_session_made_shorter_after_its_register_says_that_the_register_stands(
        self, client_for: ClientFor, three: list[Reparation]
    ) -> None:
        day, worker = a_day(a_placement(), *three), client_for(Role.WORKER)
        register(day=day, said=[here(one) for one in three], by=None)
        change = reverse("restorative:session-day-change", args=[day.pk])
        warned = worker.get(fill_in(worker, change, ends_at="12:00", reason="The van left early").url).content.decode()
        assert "Its register is filled in for another day or other hours (children: 3)." in warned
        assert [one.hours_attended for one in day.reparationsession_set.all()] == [3, 3, 3]
        again = worker.get(fill_in(worker, change, ends_at="13:00", reason="As it was").url).content.decode()
        assert "Its register" not in again

    def test_more_children_than_places_are_refused_on_the_page_too(
        self, client_for: ClientFor, three: list[Reparation]
    ) -> None:
        day = a_day(a_placement(capacity=2), three[0])
        change = reverse("restorative:session-day-change", args=[day.pk])
        typed = {"reparation_refs": [one.ref for one in three], "reason": "All want to"}
        said = fill_in(client_for(Role.WORKER), change, **typed).content.decode()
        assert "There are 2 places, and 3 children." in said


@given(st.integers(1, 12), st.lists(st.text(max_size=3), max_size=15, unique=True))
def test_a_week_can_be_set_up_just_where_there_are_places_for_all(capacity: int, refs: list[str]) -> None:
    week = Week(NEXT, None, tuple(refs), capacity)
    assert bool(week.fault) == (len(refs) > capacity)
    assert week.places_left == max(capacity - len(refs), 0)


@pytest.mark.django_db
class TestPlacements:
    def test_one_is_added_corrected_and_removed(self, client_for: ClientFor) -> None:
        worker = client_for(Role.WORKER)
        add = reverse("restorative:placement-add")
        fill_in(worker, add, name="Canal", work="Painting benches", capacity="6")
        placement = Placement.objects.get()
        change = reverse("restorative:placement-change", args=[placement.pk])
        fill_in(worker, change, supervisor="Jo Ellis", reason="Found one")
        placement.refresh_from_db()
        assert (placement.supervisor, placement.version) == ("Jo Ellis", 2)
        fill_in(worker, reverse("restorative:placement-remove", args=[placement.pk]), reason="Closed")
        assert not Placement.objects.exists()

    @pytest.mark.parametrize("places", ["0", "-3"])
    def test_no_places_and_a_name_there_is_are_refused_in_our_words(self, client_for: ClientFor, places: str) -> None:
        a_placement("Canal")
        said = fill_in(client_for(Role.WORKER), reverse("restorative:placement-add"), name="Canal", capacity=places)
        errors = said.context["form"].errors
        assert errors["capacity"] == ["A placement has one place or more."]
        assert errors["name"][0].startswith("There is a placement of this name already")
        assert set(errors) == {"capacity", "name"}

    def test_one_with_sessions_stays(self, client_for: ClientFor) -> None:
        day = a_day(a_placement())
        page = client_for(Role.WORKER).get(reverse("restorative:placement-remove", args=[day.placement.pk]))
        assert b"cannot be removed yet" in page.content

    @pytest.mark.parametrize(
        ("days", "said"), [(None, "has not been assessed"), (370, "over a year before"), (360, ""), (0, "")]
    )
    def test_a_missing_or_old_risk_assessment_is_said(self, client_for: ClientFor, days: int | None, said: str) -> None:
        assessed = None if days is None else today() - dt.timedelta(days=days)
        placement = a_placement(risk_assessed_on=assessed)
        warning = client_for(Role.WORKER).get(placement.get_absolute_url()).context["warning"]
        assert said in warning
        assert bool(warning) == bool(said)


class TestCautions:
    @pytest.mark.parametrize(
        ("suitability", "against"),
        [
            ("", ""),
            ("Likes the allotment", ""),
            ("Not the allotment", "Not the allotment"),
            ("Loves bikes; no work with vegetables please. Quiet", "no work with vegetables please"),
            ("Not on Saturdays, likes the allotment", ""),
        ],
    )
    def test_only_words_against_this_placement_are_against_it(self, suitability: str, against: str) -> None:
        placement = Placement(name="Allotment", work="Growing vegetables")
        assert cautions.against(Reparation(suitability=suitability), placement) == against

    @pytest.mark.parametrize(
        ("wishes", "found"),
        [
            ("", 0),
            ("A new vegetable bed", 1),
            ("To work with them", 0),
            ("Paint the fence", 0),
            ("Some growing things", 1),
        ],
    )
    def test_a_wish_is_like_a_placement_that_shares_a_word_of_work(self, wishes: str, found: int) -> None:
        placement = Placement(name="Allotment", work="Growing vegetables", suits="To work outdoors")
        assert len(cautions.wished_for([wishes], [placement])) == found
