"""Rules with dates: what the law allows of an order, and by when it is worked, on the day it was imposed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from disposals.models import Child, Disposal
from restorative.rules import first_contact_by, limit_of, worked_by


def imposed(kind: str, on: dt.date, age: int = 16, **said: object) -> Disposal:
    born = dt.date(on.year - age, 1, 1)
    return Disposal(child=Child(ref="C1", date_of_birth=born), kind=kind, imposed_on=on, **said)


class TestHours:
    @pytest.mark.parametrize(("hours", "allowed"), [("0.5", True), ("24", True), ("24.25", False), ("40", False)])
    def test_a_reparation_order_asks_for_at_most_24(self, hours: str, allowed: bool) -> None:
        limit = limit_of(imposed("reparation_order", dt.date(2024, 5, 1), age=12))
        assert limit is not None
        assert limit.allows(Decimal(hours)) is allowed

    @pytest.mark.parametrize(("hours", "allowed"), [("39.75", False), ("40", True), ("240", True), ("241", False)])
    @pytest.mark.parametrize("age", [16, 17])
    def test_unpaid_work_asks_for_40_to_240_at_16_and_17(self, age: int, hours: str, allowed: bool) -> None:
        for kind in ("youth_rehabilitation_order", "youth_rehabilitation_order_iss"):
            limit = limit_of(imposed(kind, dt.date(2024, 5, 1), age, unpaid_work_hours=60))
            assert limit is not None
            assert limit.allows(Decimal(hours)) is allowed

    @pytest.mark.parametrize("age", [10, 15, 16, 17])
    def test_what_is_done_under_an_order_without_unpaid_work_has_no_floor_and_no_limit(self, age: int) -> None:
        assert limit_of(imposed("youth_rehabilitation_order", dt.date(2024, 5, 1), age)) is None

    def test_the_day_it_was_imposed_says_which_rule_holds(self) -> None:
        order = "youth_rehabilitation_order"
        assert limit_of(imposed(order, dt.date(2009, 11, 29), unpaid_work_hours=60)) is None
        assert limit_of(imposed(order, dt.date(2009, 11, 30), unpaid_work_hours=60)) is not None

    def test_what_is_agreed_has_no_limit_in_law(self) -> None:
        assert limit_of(imposed("triage", dt.date(2024, 5, 1))) is None


class TestWorkedBy:
    @pytest.mark.parametrize(
        ("imposed_on", "last_day"),
        [
            (dt.date(2024, 5, 1), dt.date(2024, 7, 31)),
            (dt.date(2024, 11, 30), dt.date(2025, 2, 27)),
            (dt.date(2000, 6, 1), dt.date(2000, 8, 31)),
            (dt.date(2000, 5, 31), None),
        ],
    )
    def test_a_reparation_order_is_worked_within_three_months_of_its_day(
        self, imposed_on: dt.date, last_day: dt.date | None
    ) -> None:
        assert worked_by(imposed("reparation_order", imposed_on)) == last_day

    def test_the_recorded_end_comes_before_the_rule(self) -> None:
        ends_on = dt.date(2024, 9, 1)
        assert worked_by(imposed("reparation_order", dt.date(2024, 5, 1), ends_on=ends_on)) == ends_on

    def test_other_disposals_have_no_day_of_their_own(self) -> None:
        assert worked_by(imposed("referral_order", dt.date(2024, 5, 1))) is None


def test_a_first_contact_is_due_in_ten_working_days_and_a_bank_holiday_is_none() -> None:
    assert first_contact_by(dt.date(2024, 3, 20)) == dt.date(2024, 4, 5)


class TestRulesOfTheServicesOwn:
    """A `rules.toml` in the data folder, which no upgrade writes over."""

    @pytest.fixture
    def own(self, settings: Any, tmp_path: Path) -> Path:
        settings.YJS_DATA = tmp_path
        return tmp_path / "rules.toml"

    def test_stand_in_place_of_those_of_the_same_name_and_leave_the_others(self, own: Path) -> None:
        own.write_text(
            '[[hours]]\nkind = "reparation_order"\nfrom = 2024-01-01\nmost = 20\nreference = "A later Act"\n'
        )
        assert call_command("check") is None
        now, before = (limit_of(imposed("reparation_order", day)) for day in (dt.date(2024, 5, 1), dt.date(2023, 5, 1)))
        assert (now.words if now else "") == "This order can ask for at most 20 hours (A later Act)."
        assert before is None
        assert worked_by(imposed("reparation_order", dt.date(2024, 5, 1))) == dt.date(2024, 7, 31)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[[hours", "It cannot be read as TOML"),
            ("[[ours]]\nfrom = 2024-01-01\n", "There is no rule ours. Use one of: first_contact, hours"),
            ("hours = 24\n", "Begin each with"),
            (
                "[[hours]]\nfrom = 2024-01-01\nmost = 20\n",
                "hours, rule 1: It needs these and no others: kind, from, most",
            ),
            (
                '[[hours]]\nkind = "fine"\nfrom = 2024-01-01\nmost = "20"\nreference = "x"\n',
                "most must be a whole number",
            ),
            (
                '[[hours]]\nkind = "fine"\nfrom = "2024"\nmost = 20\nreference = "x"\n',
                "from must be a day, as 2026-04-01",
            ),
            ('[[hours]]\nkind = "fine"\nfrom = 2024-01-01\nmost = -1\nreference = "x"\n', "most is below nought"),
            (
                '[[hours]]\nkind = "a fine"\nfrom = 2024-01-01\nmost = 2\nreference = "x"\n',
                "no kind of disposal a fine",
            ),
            (
                '[[unpaid_work]]\nkind = "fine"\nfrom = 2024-01-01\nleast = 9\nmost = 2\nleast_age = 1\nreference = "x"\n',
                "least is more than most",
            ),
        ],
    )
    def test_that_cannot_be_used_are_said_with_the_cure_and_never_passed_over(
        self, own: Path, text: str, said: str
    ) -> None:
        own.write_text(text)
        with pytest.raises(SystemCheckError) as told:
            call_command("check")
        assert said in str(told.value)
        assert "or take" in str(told.value)
        with pytest.raises(ValueError, match="rules.toml"):
            limit_of(imposed("reparation_order", dt.date(2024, 5, 1)))
