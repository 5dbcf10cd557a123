"""The limits of the law: what an order cannot ask for is refused where it is typed, and said where it was brought in."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from disposals.models import Child, Disposal
from restorative.models import Reparation
from tests.disposals.kept import a_child, a_disposal, an_offence, fill_in
from tests.records.bundles import checked, errors, folder, warnings
from tests.restorative.owed import a_session, some_reparation
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role], Client]
IMPOSED = dt.date(2024, 5, 1)
YRO, ISS = "youth_rehabilitation_order", "youth_rehabilitation_order_iss"


def of_age(age: int, name: str = "Amira") -> Child:
    return a_child(name, "Khan", date_of_birth=dt.date(IMPOSED.year - age, 1, 1))


def ordered(child: Child, kind: str = "reparation_order", **said: Any) -> Disposal:
    offence = an_offence(child, committed_on=IMPOSED - dt.timedelta(days=30))
    return a_disposal(child, offence, kind=kind, imposed_on=IMPOSED, **said)


def owed_under(order: Disposal, hours: str | int, **said: Any) -> Reparation:
    return some_reparation(order.child, disposal=order, hours_owed=hours, referred_on=IMPOSED, **said)


def typed(worker: Client, order: Disposal, hours: str) -> Any:
    add = reverse("restorative:reparation-add", args=[order.child.pk])
    return fill_in(worker, add, disposal=str(order.pk), hours_owed=hours, referred_on="1/5/2024")


class TestHoursUnderOneOrder:
    @pytest.mark.parametrize(("hours", "is_kept"), [("4", True), ("4.25", False), ("20", False)])
    def test_are_added_up_over_all_reparation_under_it(self, client_for: ClientFor, hours: str, is_kept: bool) -> None:
        order = ordered(of_age(14))
        owed_under(order, 20)
        response = typed(client_for(Role.WORKER), order, hours)
        assert Reparation.objects.count() == (2 if is_kept else 1)
        if not is_kept:
            (said,) = response.context["form"].errors["hours_owed"]
            assert said.startswith("This order can ask for at most 24 hours")
            assert f"With the other reparation under it, {20 + float(hours):g} are owed." in said
            assert said.endswith("Check the hours of each, or end what is worked no more.")

    def test_what_has_ended_counts_as_much_as_was_worked(self, client_for: ClientFor) -> None:
        order = ordered(of_age(14))
        moved = owed_under(order, 20, ended_on=IMPOSED + dt.timedelta(days=20))
        day = IMPOSED + dt.timedelta(days=10)
        a_session(moved, held_on=day, hours_offered=5, attended=True, hours_attended=5, hours_credited=5)
        worker = client_for(Role.WORKER)
        typed(worker, order, "20")
        assert Reparation.objects.count() == 1
        typed(worker, order, "19")
        assert Reparation.objects.count() == 2

    def test_which_came_from_elsewhere_are_said_on_the_page_and_can_be_put_right(self, client_for: ClientFor) -> None:
        order = ordered(of_age(14))
        first, _ = owed_under(order, 20), owed_under(order, 20)
        worker = client_for(Role.WORKER)
        warnings = worker.get(first.get_absolute_url()).context["warnings"]
        assert any("With the other reparation under it, 40 are owed." in said for said in warnings)
        change = reverse("restorative:reparation-change", args=[first.pk])
        fill_in(worker, change, ended_on="1/6/2024", reason="Worked elsewhere")
        assert Reparation.objects.get(pk=first.pk).ended_on == dt.date(2024, 6, 1)
        assert worker.get(first.get_absolute_url()).context["warnings"] == []

    @pytest.mark.parametrize(
        ("unpaid", "hours", "is_kept"), [(60, "240", True), (60, "240.25", False), (None, "12", True)]
    )
    def test_of_an_order_that_asks_for_unpaid_work_are_limited_as_that_is(
        self, client_for: ClientFor, unpaid: int | None, hours: str, is_kept: bool
    ) -> None:
        typed(client_for(Role.WORKER), ordered(of_age(16), YRO, unpaid_work_hours=unpaid), hours)
        assert Reparation.objects.exists() == is_kept

    def test_are_told_no_floor_where_the_order_asks_for_no_unpaid_work(self, client_for: ClientFor) -> None:
        one = owed_under(ordered(of_age(16), YRO), 12)
        context = client_for(Role.WORKER).get(one.get_absolute_url()).context
        assert (context["limit"], context["warnings"], one.faults()) == ("", [], [])

    def test_beyond_any_unpaid_work_are_said_of_such_an_order(self) -> None:
        (fault,) = owed_under(ordered(of_age(15), YRO), 300).faults()
        assert fault.message == "This is more than the 240 hours of unpaid work that such an order can ask for."


class TestADisposal:
    @pytest.mark.parametrize(
        ("age", "kind", "hours", "cure"),
        [
            (15, YRO, "60", "Nobody under 16 can be given unpaid work"),
            (15, ISS, "241", "Nobody under 16 can be given unpaid work"),
            (16, YRO, "39", "from 40 to 240 hours of unpaid work"),
            (17, ISS, "241", "from 40 to 240 hours of unpaid work"),
            (16, YRO, "40", ""),
            (17, ISS, "240", ""),
            (18, YRO, "60", ""),
        ],
    )
    def test_with_unpaid_work_the_law_does_not_allow_is_refused(
        self, client_for: ClientFor, age: int, kind: str, hours: str, cure: str
    ) -> None:
        order = ordered(of_age(age), kind)
        change = f"/disposals/{order.pk}/change/"
        response = fill_in(client_for(Role.WORKER), change, unpaid_work_hours=hours, reason="As ordered")
        order.refresh_from_db()
        assert (order.unpaid_work_hours is None) == bool(cure)
        if cure:
            assert cure in response.context["form"].errors["unpaid_work_hours"][0]

    @pytest.mark.parametrize(
        ("kind", "ends_on", "is_kept"),
        [
            ("reparation_order", "1/8/2024", True),
            ("reparation_order", "2/8/2024", False),
            ("reparation_order", "25/2/2025", False),
            ("referral_order", "25/2/2025", True),
        ],
    )
    def test_of_reparation_ends_within_three_months(
        self, client_for: ClientFor, kind: str, ends_on: str, is_kept: bool
    ) -> None:
        order = ordered(of_age(14), kind)
        response = fill_in(client_for(Role.WORKER), f"/disposals/{order.pk}/change/", ends_on=ends_on, reason="So")
        order.refresh_from_db()
        assert (order.ends_on is not None) == is_kept
        if not is_kept:
            (said,) = response.context["form"].errors["ends_on"]
            assert said.startswith("This order ends within 3 months, by 1 August 2024 (Crime and Disorder Act 1998")
            assert said.endswith("Check both dates, or leave the end empty.")

    def test_that_came_from_elsewhere_so_can_still_be_corrected_otherwise(self, client_for: ClientFor) -> None:
        order = ordered(of_age(15), YRO, unpaid_work_hours=241, ends_on=IMPOSED + dt.timedelta(days=300))
        fill_in(client_for(Role.WORKER), f"/disposals/{order.pk}/change/", court="Wrenbridge", reason="Found out")
        order.refresh_from_db()
        assert order.court == "Wrenbridge"


def test_a_bundle_is_warned_of_each_and_nothing_in_it_is_refused(tmp_path: Any) -> None:
    report = checked(
        folder(
            tmp_path,
            "child_ref,date_of_birth\nC1,2009-01-01\n",
            offences="offence_ref,child_ref,committed_on,seriousness\nO1,C1,2024-04-01,3\n",
            disposals=(
                "disposal_ref,child_ref,kind,imposed_on,offence_refs,residence,ends_on,unpaid_work_hours\n"
                "D1,C1,youth_rehabilitation_order,2024-05-01,O1,local,,241\n"
                "D2,C1,reparation_order,2024-05-01,O1,local,2025-02-25,\n"
            ),
            reparation=(
                "reparation_ref,child_ref,disposal_ref,hours_owed,referred_on\n"
                "R1,C1,D1,300,2024-05-02\nR2,C1,D2,25,2024-05-02\nR3,C1,D2,20,2024-05-02\n"
            ),
        )
    )
    assert errors(report) == []
    told = [each for each in warnings(report) if each[2] in ("unpaid_work_hours", "ends_on", "hours_owed")]
    assert sorted(told) == [
        ("disposals.csv", 2, "unpaid_work_hours"),
        ("disposals.csv", 2, "unpaid_work_hours"),
        ("disposals.csv", 3, "ends_on"),
        ("reparation.csv", 2, "hours_owed"),
        ("reparation.csv", 3, "hours_owed"),
    ]
