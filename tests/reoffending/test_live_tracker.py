"""The tracker that is topped up with what was saved says what one that reads everything anew would say."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disposals.breakdowns import SEX, WORKER
from disposals.models import Child, Disposal, Intervention, Offence
from reoffending.conclusion import concentrated, conclusion
from reoffending.models import Review
from reoffending.rules import RULES
from reoffending.survival import Followed
from reoffending.tracker import Tracker
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.factories.people import UserFactory
from yjs.measures.periods import Period, financial_year
from yjs.people.permissions import Role
from yjs.records.book import Book
from yjs.records.live import forget, live
from yjs.records.record import Record, keep, remove


pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
FIRST = dt.date(2019, 4, 1)
KINDS = ("youth_caution", "referral_order", "detention_and_training_order", "outcome_22", "dismissed")
DAYS = st.integers(0, (TODAY.date() - FIRST).days).map(lambda day: FIRST + dt.timedelta(days=day))
LATELY = st.integers(0, 500).map(lambda day: TODAY.date() - dt.timedelta(days=day))
ANY_DAY = LATELY | DAYS
PERIODS = [financial_year(2025), financial_year(2019)]


def said(tracker: Tracker) -> dict[str, Any]:
    """All that a tracker says of its cohort."""
    figures = dict([*tracker.figures, *tracker.how_often])
    matured = tracker.matured()
    return {
        "children": tracker.children(),
        "figures": {name: (figure.text, figure.notes, _made_of(figure)) for name, figure in figures.items()},
        "how soon": tracker.how_soon[1],
        "states": tracker.states,
        "concentration": (tracker.concentration(), concentrated(tracker)),
        "conclusion": conclusion(tracker),
        "matured": matured and (matured.period, matured.text),
        "curve": [[round(share, 9) for share in line] for line in (tracker.curve.share, tracker.curve.high)],
        "projection": tracker.projection,
    }


def _made_of(figure: Any) -> tuple[list[str], list[str]]:
    return sorted(figure.refs("numerator")), sorted(figure.refs("denominator"))


@dataclass
class Service:
    """A small service, and what may be saved in it."""

    data: st.DataObject

    def some(self, kind: type[Record]) -> Any:
        """One of its records; nothing where there are none."""
        found = list(kind.objects.order_by("pk"))  # type: ignore[attr-defined]
        return self.data.draw(st.sampled_from(found)) if found else None

    def child(self) -> Child:
        born = self.data.draw(st.sampled_from([dt.date(2010, 1, 1), dt.date(2008, 3, 31), dt.date(2008, 2, 29)]))
        child = Child(date_of_birth=born, sex=self.data.draw(st.sampled_from(["male", "female"])))
        keep(child, by=None, recorded_on=FIRST)
        return child

    def offence(self) -> None:
        committed, breach = self.data.draw(ANY_DAY), self.data.draw(st.sampled_from([False, False, False, True, None]))
        keep(Offence(child=self.some(Child), committed_on=committed, is_breach=breach), by=None)

    def disposal(self) -> None:
        child, kind = self.some(Child), self.data.draw(st.sampled_from(KINDS))
        theirs = list(Offence.objects.filter(child=child).order_by("pk"))
        named = self.data.draw(st.lists(st.sampled_from(theirs), max_size=2, unique=True)) if theirs else []
        imposed = max([self.data.draw(ANY_DAY), *(each.committed_on for each in named)])
        refs = [each.ref for each in named]
        keep(Disposal(child=child, kind=kind, imposed_on=imposed, offence_refs=refs), by=None)

    def work(self) -> None:
        worker = self.data.draw(st.sampled_from(["Ann Able", "Ben Best", ""]))
        day = self.data.draw(LATELY)
        keep(Intervention(child=self.some(Child), kind="prevention", started_on=day, worker=worker), by=None)

    def review(self) -> None:
        child, first = self.some(Child), self.data.draw(st.booleans())
        review = Review.objects.filter(child=child).first() or Review(child=child)
        review.is_priority, review.why = first, "A new school" if first else ""
        keep(review, by=None, reason="Talked about")

    def another_birth(self) -> None:
        child = self.some(Child)
        child.date_of_birth = self.data.draw(st.sampled_from([dt.date(2007, 6, 1), dt.date(2015, 6, 1), None]))
        child.sex = self.data.draw(st.sampled_from(["male", "female", ""]))
        keep(child, by=None, reason="Now known")

    def another_disposal(self) -> None:
        if disposal := self.some(Disposal):
            name, values = self.data.draw(
                st.sampled_from(
                    [
                        ("kind", st.sampled_from(KINDS)),
                        ("imposed_on", ANY_DAY),
                        ("appeal", st.sampled_from(["", "changed", "successful"])),
                        ("residence", st.sampled_from(["local", "other"])),
                        ("released_on", st.none() | LATELY),
                    ]
                )
            )
            setattr(disposal, name, self.data.draw(values))
            keep(disposal, by=None, reason="Corrected")

    def another_offence(self) -> None:
        if offence := self.some(Offence):
            offence.child, offence.committed_on = self.some(Child), self.data.draw(ANY_DAY)
            offence.is_breach = self.data.draw(st.booleans())
            keep(offence, by=None, reason="Corrected")

    def removal(self) -> None:
        record = self.some(self.data.draw(st.sampled_from([Offence, Disposal, Intervention, Review])))
        if record is not None:
            remove(record, by=None, reason="Entered twice")

    def something(self) -> Callable[[], Any]:
        """What is saved next."""
        return self.data.draw(
            st.sampled_from(
                [
                    *[self.offence, self.disposal] * 3,
                    *[self.another_disposal, self.another_offence, self.another_birth, self.removal] * 2,
                    *[self.work, self.review, self.child],
                ]
            )
        )


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.usefixtures("nothing_kept")
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_says_what_a_book_read_anew_says_whatever_is_saved(data: st.DataObject) -> None:
    asked = [(rule, period, ()) for rule in RULES.values() for period in PERIODS]
    asked += [(rule, PERIODS[0], ((SEX, "female"),)) for rule in RULES.values()]
    asked += [(RULES["any"], PERIODS[0], ((WORKER, "Ann Able"),))]

    def same() -> None:
        kept, now = live(), Book.now()
        for rule, period, within in asked:
            topped_up, anew = (said(Tracker(book, rule, period, within)) for book in (kept, now))
            for what, wanted in anew.items():
                assert topped_up[what] == wanted, (what, rule.code, period.text, within)

    forget()
    with transaction.atomic(), time_machine.travel(TODAY, tick=False) as clock:
        service = Service(data)
        for _ in range(3):
            service.child()
        for _ in range(6):
            saved(service.something())
        same()
        for _ in range(6):
            for _ in range(data.draw(st.integers(1, 2))):
                saved(service.something())
            if data.draw(st.integers(0, 4)) == 0:
                clock.shift(dt.timedelta(days=data.draw(st.sampled_from([1, 45, 400]))))
            same()
        transaction.set_rollback(True)


def saved(save: Callable[[], Any]) -> None:
    """What cannot be true is refused, and nothing is saved."""
    try:
        with transaction.atomic():
            save()
    except ValidationError:
        pass


@pytest.mark.usefixtures("nothing_kept")
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_page_is_that_of_a_process_begun_now(data: st.DataObject) -> None:
    period: Period = PERIODS[0]
    forget()
    with transaction.atomic(), time_machine.travel(TODAY, tick=False) as clock:
        service, client, manager = Service(data), Client(), UserFactory(role=Role.MANAGER)
        for _ in range(3):
            service.child()
        for number in range(8):
            saved(service.something())
            if number == 5:
                clock.shift(dt.timedelta(days=1))
            address = f"/reoffending/tracker/{period.slug}/?rule={data.draw(st.sampled_from(list(RULES)))}"
            client.force_login(manager)
            topped_up = client.get(address)
            forget()
            assert in_words(topped_up) == in_words(client.get(address))
        transaction.set_rollback(True)


def in_words(response: Any) -> str:
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


@pytest.mark.usefixtures("nothing_kept")
def test_an_offence_that_was_moved_to_another_child_is_dealt_with_by_no_disposal_of_the_first() -> None:
    period, rule = financial_year(2025), RULES["any"]
    with time_machine.travel(TODAY, tick=False):
        first, other = ChildFactory(ref="A"), ChildFactory(ref="B")
        moved = OffenceFactory(ref="O1", child=first, committed_on=dt.date(2025, 4, 20))
        DisposalFactory(child=first, imposed_on=dt.date(2025, 5, 1), offence_refs=["O1"])
        assert [child.pk for child in Tracker(live(), rule, period).children()] == [first.pk]
        moved.child, moved.is_breach = other, True
        keep(moved, by=None, reason="It was the other")
        for book in (live(), Book.now()):
            assert [child.pk for child in Tracker(book, rule, period).children()] == [first.pk]


@pytest.mark.usefixtures("nothing_kept")
def test_what_a_cohort_tells_does_not_hang_on_the_order_of_its_children() -> None:
    with time_machine.travel(TODAY, tick=False):
        for number in range(12):
            index = dt.date(2025, 4, 20) + dt.timedelta(days=13 * (number // 2))
            child = ChildFactory(ref=f"C{number}")
            DisposalFactory(child=child, imposed_on=index)
            if number % 3 == 0:
                DisposalFactory(child=child, imposed_on=index + dt.timedelta(days=50 + number))
        rows = Tracker(live(), RULES["any"], financial_year(2025)).rows
        assert len(rows) == 12
        day = np.datetime64(TODAY.date())
        assert Followed.of(rows, day) == Followed.of(rows.iloc[::-1], day)
