"""The past stays put, and why a figure moved is told record by record: what changed, who changed it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine

from disposals.models import Child, Disposal, Offence, Remand
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory, RemandFactory, StatusFactory
from tests.factories.people import UserFactory
from tests.factories.plan import ContributionFactory, PopulationFactory
from yjs.measures.catalogue import measures
from yjs.measures.difference import Change, Difference, between
from yjs.measures.figure import Figure
from yjs.measures.models import Population
from yjs.measures.periods import Period
from yjs.people.models import User
from yjs.plan.models import Contribution
from yjs.records.book import Book
from yjs.records.record import keep, remove


pytestmark = pytest.mark.django_db
YEAR = Period.parse("2018/19")
THEN, LATER = dt.date(2019, 4, 30), dt.date(2020, 1, 15)
SLUGS = ["first-time-entrants", "binary-reoffending-rate", "out-of-court-disposals", "remands", "contributions"]


def figure(slug: str, on: dt.date) -> Figure:
    return measures()[slug].figure(Book.at(on), YEAR)


def moved(slug: str) -> Difference:
    return between(figure(slug, THEN), figure(slug, LATER))


def told(change: Change) -> tuple:
    return change.kind, change.ref, change.what, change.by, change.reason


@pytest.fixture
def ellis() -> User:
    return UserFactory(name="J. Ellis")


@pytest.fixture(autouse=True)
def _a_service_and_then_a_later_day() -> Iterator[None]:
    """Four children with a caution each, a remand, money; then it is the day on which things are put right."""
    for number in range(4):
        child = ChildFactory(ref=f"c{number}", date_of_birth=dt.date(2003, 3, 3), recorded_on=dt.date(2018, 1, 1))
        on = dt.date(2018, 5, 1 + number)
        offence = OffenceFactory(ref=f"o{number}", child=child, committed_on=dt.date(2018, 4, 1), recorded_on=on)
        said = {"ref": f"d{number}", "offence_refs": [offence.ref], "imposed_on": on, "recorded_on": on}
        DisposalFactory(child=child, residence="local", **said)
    RemandFactory(child=child, started_on=dt.date(2018, 6, 4), recorded_on=dt.date(2018, 6, 5))
    PopulationFactory(year=2017, age_10_17=24_260)
    for agency in ("Health", "Police"):
        ContributionFactory(agency=agency, staffing=Decimal(1000), recorded_on=dt.date(2018, 6, 1))
    with time_machine.travel(dt.datetime(2020, 1, 10, 9, 30, tzinfo=dt.UTC), tick=False):
        yield


def put_right(by: User) -> None:
    """A disposal quashed, another removed, one moved into the year before, a new one added late."""
    quashed, removed, earlier = (Disposal.objects.get(ref=f"d{number}") for number in range(3))
    quashed.appeal = "successful"
    keep(quashed, by=by, reason="appeal heard")
    remove(removed, by=by, reason="entered twice")
    instead = OffenceFactory(ref="o2-too", child=earlier.child, committed_on=dt.date(2018, 3, 1), by=by)
    earlier.imposed_on, earlier.offence_refs = dt.date(2018, 3, 31), [instead.ref]
    keep(earlier, by=by, reason="wrong year")
    child = ChildFactory(ref="new", date_of_birth=dt.date(2004, 1, 1), by=by)
    offence = OffenceFactory(ref="new-o", child=child, committed_on=dt.date(2018, 8, 1), by=by)
    DisposalFactory(ref="new-d", child=child, imposed_on=dt.date(2018, 9, 1), offence_refs=[offence.ref], by=by)


def test_what_was_known_before_is_counted_again_whatever_was_changed_since(ellis: User) -> None:
    before = {slug: (figure(slug, THEN).value, figure(slug, THEN).refs("numerator")) for slug in SLUGS}
    put_right(ellis)
    remove(Remand.objects.get(), by=ellis, reason="of another child")
    assert {slug: (figure(slug, THEN).value, figure(slug, THEN).refs("numerator")) for slug in SLUGS} == before
    assert figure("remands", LATER).value == 0
    assert figure("first-time-entrants", LATER).refs("numerator") == ["c3", "new"]


def test_nothing_moved_where_nothing_was_changed(ellis: User) -> None:
    for slug in SLUGS:
        difference = moved(slug)
        assert difference.is_nothing
        assert difference.changes == []


def test_each_record_that_explains_it_is_named_with_who_and_why(ellis: User) -> None:
    put_right(ellis)
    difference = moved("first-time-entrants")
    book = difference.now.book
    assert book.refs("disposals.Child", difference.numerator.gained) == ["new"]
    assert difference.then.book.refs("disposals.Child", difference.numerator.lost) == ["c0", "c1", "c2"]
    assert (difference.then.numerator.value, difference.now.numerator.value) == (4, 2)
    assert [told(change) for change in difference.changes] == [
        ("child", "new", "added", "J. Ellis", ""),
        ("offence", "o2-too", "added", "J. Ellis", ""),
        ("offence", "new-o", "added", "J. Ellis", ""),
        ("disposal", "d0", "changed", "J. Ellis", "appeal heard"),
        ("disposal", "d1", "removed", "J. Ellis", "entered twice"),
        ("disposal", "d2", "changed", "J. Ellis", "wrong year"),
        ("disposal", "new-d", "added", "J. Ellis", ""),
    ]


def test_a_change_says_what_it_was_and_what_it_is_in_words(ellis: User) -> None:
    put_right(ellis)
    changes = {change.ref: change for change in moved("first-time-entrants").changes}
    assert changes["d0"].fields == (("appeal", "not recorded", "Appeal successful"),)
    assert changes["d2"].fields == (
        ("date imposed", "3 May 2018", "31 March 2018"),
        ("offences dealt with", "o2", "o2-too"),
    )
    assert changes["d1"].fields == ()
    assert {change.child_ref for change in changes.values()} == {"c0", "c1", "c2", "new"}
    assert changes["d0"].saved_at == dt.datetime(2020, 1, 10, 9, 30, tzinfo=dt.UTC)


def test_a_record_moved_to_another_child_tells_of_both(ellis: User) -> None:
    disposal, offence = Disposal.objects.get(ref="d0"), Offence.objects.get(ref="o0")
    offence.child = disposal.child = ChildFactory(ref="new", date_of_birth=dt.date(2004, 1, 1), by=ellis)
    for record in (offence, disposal):
        keep(record, by=ellis, reason="the other child's")
    changes = {change.ref: change for change in moved("first-time-entrants").changes}
    assert changes["d0"].fields == (("child", "c0", "new"),)
    assert changes["d0"].child_refs == ["c0", "new"]
    assert changes["new"].child_refs == ["new"]


def test_a_change_that_is_about_another_figure_explains_nothing(ellis: User) -> None:
    put_right(ellis)
    child = Child.objects.get(ref="c0")
    StatusFactory(child=child, started_on=dt.date(2018, 1, 1), by=ellis)
    RemandFactory(child=child, started_on=dt.date(2018, 7, 1), by=ellis)
    other = Child.objects.get(ref="c3")
    other.sex = "female"
    keep(other, by=ellis, reason="now known")
    difference = moved("first-time-entrants")
    assert {change.kind for change in difference.changes} == {"child", "offence", "disposal"}
    assert "c3" not in {change.child_ref for change in difference.changes}


def test_a_group_moves_by_what_its_children_are_known_to_be(ellis: User) -> None:
    child = Child.objects.get(ref="c0")
    child.sex = "female"
    keep(child, by=ellis, reason="now known")
    sex = measures()["first-time-entrants"].breakdown("sex")
    then, now = (figure("first-time-entrants", on).only(sex, "female") for on in (THEN, LATER))
    difference = between(then, now)
    assert (then.numerator.value, now.numerator.value) == (0, 1)
    assert [told(change) for change in difference.changes] == [("child", "c0", "changed", "J. Ellis", "now known")]
    assert difference.changes[0].fields == (("sex", "not recorded", "Female"),)
    assert moved("first-time-entrants").is_nothing


def test_a_sum_moves_by_an_amount(ellis: User) -> None:
    given = Contribution.objects.get(agency="Health")
    given.staffing = Decimal(1250)
    keep(given, by=ellis, reason="agreed in June")
    late = ContributionFactory(agency="Probation", other=Decimal(500), by=ellis)
    difference = moved("contributions")
    assert (difference.then.value, difference.now.value) == (2000, 2750)
    assert difference.numerator.gained == sorted([given.pk, late.pk])
    assert difference.numerator.lost == [given.pk]
    assert [told(change) for change in difference.changes] == [
        ("contribution", "2018/19|Health", "changed", "J. Ellis", "agreed in June"),
        ("contribution", "2018/19|Probation", "added", "J. Ellis", ""),
    ]
    assert difference.changes[0].fields == (("staffing costs", "1000.00", "1250.00"),)


def test_a_population_that_is_known_later_moves_the_rate(ellis: User) -> None:
    estimate = Population.objects.get()
    estimate.age_10_17 = 25_000
    keep(estimate, by=ellis, reason="estimate revised")
    difference = moved("first-time-entrants")
    assert difference.numerator.gained == difference.numerator.lost == []
    assert not difference.is_nothing
    assert [told(change) for change in difference.changes] == [
        ("population", "local|2017", "changed", "J. Ellis", "estimate revised")
    ]


def test_what_nobody_put_their_name_to_came_by_import() -> None:
    disposal = Disposal.objects.get(ref="d0")
    disposal.appeal = "changed"
    keep(disposal, by=None)
    assert [told(change) for change in moved("out-of-court-disposals").changes] == [
        ("disposal", "d0", "changed", "the import", "")
    ]
