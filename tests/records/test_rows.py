"""Rows as they are known now: those that were read with what was saved since, whole or about a child."""

import datetime as dt
import random

import pytest

from disposals.models import Child, Offence
from tests.factories.disposals import ChildFactory, OffenceFactory
from yjs.measures.catalogue import measures
from yjs.measures.difference import between
from yjs.measures.periods import financial_year
from yjs.records.book import Book, frame, known_versions
from yjs.records.live import forget, live
from yjs.records.record import keep, remove
from yjs.records.rows import MOST_SINCE, Rows, child_place, field_names


NAMES = field_names(Offence)
PLACE = child_place(Offence) or 0


def offence(number: int, child: int, day: int) -> tuple:
    told = {"id": number, "child_id": child, "ref": f"O{number}", "committed_on": dt.date(2020, 1, 1 + day)}
    texts = dict.fromkeys(("ho_code", "category"), "")
    return tuple({"version": 1, **texts, **told}.get(name) for name in NAMES)


def test_rows_are_those_that_were_read_with_all_that_was_saved_since_however_much_that_is() -> None:
    draw = random.Random(1)  # noqa: S311
    known = {number: offence(number, number % 7, 0) for number in range(1, 40)}
    rows = Rows(Offence, dict(known))
    for step in range(MOST_SINCE + 20):
        number = draw.randrange(1, 2 * MOST_SINCE)
        saved = None if draw.random() < 0.3 else offence(number, draw.randrange(7), draw.randrange(28))
        before, had = rows, len(rows.all()) if step % 50 == 0 else None
        rows = rows.after({number: saved})
        known.pop(number, None)
        if saved:
            known[number] = saved
        child = draw.randrange(7)
        assert sorted(rows.about(frozenset([child]))) == sorted(row for row in known.values() if row[PLACE] == child)
        assert rows.get(number) == saved
        assert had is None or len(before.all()) == had
    assert rows.all().sort_index().equals(frame(Offence, sorted(known.values())))


@pytest.mark.django_db
class TestVersions:
    def test_the_books_of_many_days_are_each_the_book_of_its_day(self) -> None:
        child = ChildFactory(ref="C1")
        other = Child(ref="C2", date_of_birth=dt.date(2008, 1, 1))
        keep(other, by=None, recorded_on=dt.date(2022, 1, 1))
        early = Offence(ref="O1", child=other, committed_on=dt.date(2020, 5, 1))
        keep(early, by=None, recorded_on=dt.date(2020, 6, 1))
        early.is_breach = True
        keep(early, by=None, reason="It was one", recorded_on=dt.date(2021, 6, 1))
        gone = OffenceFactory(child=child, ref="O2", committed_on=dt.date(2020, 7, 1))
        remove(gone, by=None, reason="Entered twice")
        days = [
            dt.date(2020, 5, 31),
            dt.date(2020, 6, 1),
            dt.date(2021, 7, 1),
            dt.date(2023, 1, 1),
            dt.date(2999, 1, 1),
        ]
        for day, book in zip(days, Book.at_each(days), strict=True):
            alone = Book.at(day)
            assert book.day == alone.day
            for model in (Child, Offence):
                assert book[model].equals(alone[model]), (day, model)
        assert [len(book[Child]) for book in Book.at_each(days)][:3] == [0, 1, 1]

    def test_a_removed_record_is_known_of_no_more(self) -> None:
        gone = OffenceFactory(ref="O2")
        remove(gone, by=None, reason="Entered twice")
        assert known_versions(Offence, Book.now().as_at, NAMES) == []


@pytest.mark.django_db
def test_what_a_book_that_was_topped_up_counted_from_is_told_of_among_the_changes() -> None:
    forget()
    child = ChildFactory(date_of_birth=dt.date(2009, 5, 3))
    measure, year = measures()["reoffending-with-pending"], financial_year(2024)
    before = measure.figure(live(), year)
    assert before.denominator_value == 0
    for _ in range(2):
        OffenceFactory(child=child)
        figure = measure.figure(live(), year)
        assert figure.denominator_value == 0
    assert Offence in figure.book.read
    assert between(before, figure).is_nothing
    forget()
