"""National codes mean what they meant on the day they were given."""

import datetime as dt

import pytest

from disposals.codes import NATIONAL_CODES, kinds_of, national_code
from disposals.models import KINDS


def test_a_reprimand_is_an_outcome_23_from_2026_and_a_reprimand_until_april_2013() -> None:
    assert kinds_of("REPRIMAND", dt.date(2010, 5, 1)) == ("reprimand",)
    assert kinds_of("REPRIMAND", dt.date(2026, 5, 1)) == ("outcome_23",)
    assert national_code("outcome_23", dt.date(2026, 5, 1)) == "REPRIMAND"


def test_a_reprimand_between_the_two_means_nothing() -> None:
    assert kinds_of("REPRIMAND", dt.date(2013, 4, 7)) == ("reprimand",)
    assert kinds_of("REPRIMAND", dt.date(2013, 4, 8)) == ()
    assert kinds_of("REPRIMAND", dt.date(2025, 12, 31)) == ()


def test_what_a_current_reprimand_stands_for_makes_no_first_time_entrant() -> None:
    kind = KINDS[kinds_of("REPRIMAND", dt.date(2026, 5, 1))[0]]
    assert not any((kind.is_entry, kind.opens, kind.proves))


def test_a_youth_diversion_order_goes_under_an_interim_code() -> None:
    assert national_code("youth_diversion_order", dt.date(2026, 5, 1)) == "DRUG_TREATMENT_AND_TESTING_ORDER"
    assert national_code("youth_diversion_order", dt.date(2025, 5, 1)) is None


@pytest.mark.parametrize("each", NATIONAL_CODES, ids=lambda each: f"{each.code}-{each.kind}")
def test_every_code_is_of_a_kind_on_the_list_and_comes_back(each) -> None:
    assert each.kind in KINDS
    day = dt.date(2026, 6, 1) if each.holds(dt.date(2026, 6, 1)) else dt.date(2012, 6, 1)
    assert each.kind in kinds_of(national_code(each.kind, day), day)


def test_a_kind_the_returns_have_no_code_for_has_none() -> None:
    assert national_code("bind_over", dt.date(2020, 1, 1)) is None
