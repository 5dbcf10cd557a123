"""The past stays put: what was known on a day is counted again from the versions kept, whatever was saved since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disposals.models import Child, Disposal
from tests.books import KINDS, column_of
from tests.product import KEPT_BY, keys
from tests.second_opinion import Answer, count
from tests.second_opinion.histories import services
from tests.second_opinion.questions import as_ats, periods
from yjs.measures.catalogue import measures
from yjs.measures.periods import days
from yjs.records.book import Book
from yjs.records.live import forget, live, past
from yjs.records.record import Record, keep, remove


LIVE_SLUGS = [
    "first-time-entrants",
    "reoffences-per-child",
    "reoffending-with-pending",
    "reoffending-after-disposal",
    "diversion-reoffending-rate",
    "live-reoffending-estimate",
]
SLUGS = [slug for slug in KEPT_BY if slug != "contributions"]
EVER = dt.date(1980, 1, 1)
pytestmark = pytest.mark.django_db


def in_their_order(version: tuple[dt.date, int, type[Record], dict[str, Any]]) -> tuple[dt.date, bool, int]:
    """By day; on one day what is removed goes last, and before what it stands on."""
    known, place, _, row = version
    removed = bool(row.get("deleted"))
    return known, removed, -place if removed else place


def save(records: dict[str, list[dict[str, Any]]], between: Callable[[], None] = lambda: None) -> None:
    """Saves every version of every row as it came to be known; nothing says when but its own `recorded_on`.

    `between` is done before each version that corrects or removes something.
    """
    saved: dict[type[Record], dict[Any, Record]] = {model: {} for model in KINDS}
    versions = [
        (row.get("recorded_on") or EVER, place, model, row)
        for place, model in enumerate(KINDS)
        for row in records.get(model.bundle_file.removesuffix(".csv"), [])
    ]
    seen: set[tuple] = set()
    firsts, laters = [], []
    for version in sorted(versions, key=in_their_order):
        _, _, model, row = version
        key = (model, *(row[column_of(model, name)] for name in model.key))
        (laters if key in seen else firsts).append((key, version))
        seen.add(key)
    for key, (known, _, model, row) in [*sorted(firsts, key=lambda each: each[1][1]), *laters]:
        if key in saved[model]:
            between()
        record = saved[model].get(key) or model()
        if row.get("deleted"):
            with time_machine.travel(dt.datetime.combine(known, dt.time(12), tzinfo=dt.UTC), tick=False):
                remove(record, by=None, reason="entered by mistake")
            continue
        for field in model._meta.concrete_fields:
            column = column_of(model, field.name)
            if field.is_relation:
                parents = {parent.ref: parent for parent in saved[field.related_model].values()}
                setattr(record, field.name, parents.get(row.get(column)))
            elif field.editable and not field.primary_key:
                value = row.get(column)
                setattr(
                    record,
                    field.name,
                    value if value is not None or field.null else [] if field.name == "offence_refs" else "",
                )
        population = "age_10_17" in row and not row.get("recorded_on")
        keep(record, by=None, reason="as told", recorded_on=None if population else known)
        saved[model][key] = record


def answer(slug: str, book: Book, period: tuple[dt.date, dt.date]) -> Answer:
    figure = measures()[slug].figure(book, days(*period))
    numerator, denominator = KEPT_BY[slug]
    below = keys(book, figure.denominator, denominator) if denominator else figure.denominator_value
    return Answer(keys(book, figure.numerator, numerator), below)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_figures_of_any_day_are_those_of_what_was_known_then(data: st.DataObject) -> None:
    records = data.draw(services(), label="records")
    with transaction.atomic():
        save(records)
        for _ in range(3):
            as_at, period = data.draw(as_ats(records)), data.draw(periods(records))
            book = Book.at(as_at)
            for slug in SLUGS:
                assert answer(slug, book, period) == count(records, slug, period, as_at), slug
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_live_book_is_the_book_of_now_whatever_is_saved(data: st.DataObject) -> None:
    records = data.draw(services(), label="records")
    period = data.draw(periods(records))

    def same() -> None:
        kept, now = live(), Book.now()
        for slug in LIVE_SLUGS:
            figures = [measures()[slug].figure(book, days(*period)) for book in (kept, now)]
            assert figures[0].value == figures[1].value, slug
            assert sorted(figures[0].refs("numerator")) == sorted(figures[1].refs("numerator")), slug

    with transaction.atomic():
        forget()
        save(records, between=same)
        same()
        transaction.set_rollback(True)
    forget()


def test_a_past_day_is_read_again_when_something_is_entered_that_was_known_by_then() -> None:
    forget()
    story_of(1)
    period = days(dt.date(2018, 4, 1), dt.date(2019, 3, 31))
    entrants = measures()["first-time-entrants"]
    day = dt.date(2019, 1, 1)
    first = past(day)
    assert entrants.figure(first, period).numerator.value == 1
    assert past(day) is first
    keep(Child(ref="c7", date_of_birth=dt.date(2004, 1, 1)), by=None)
    assert past(day) is first
    story_of(2)
    assert past(day) is not first
    assert entrants.figure(past(day), period).numerator.value == 2
    assert past(dt.date(2999, 1, 1)) is live()


def story_of(number: int) -> tuple[Child, Disposal]:
    from disposals.models import Offence

    child = Child(ref=f"c{number}", date_of_birth=dt.date(2004, 5, 1))
    keep(child, by=None, recorded_on=dt.date(2018, 1, 1))
    offence = Offence(ref=f"o{number}", child=child, committed_on=dt.date(2018, 4, 20))
    keep(offence, by=None, recorded_on=dt.date(2018, 5, 1))
    disposal = Disposal(
        ref=f"d{number}", child=child, kind="youth_caution", imposed_on=dt.date(2018, 5, 2), offence_refs=[offence.ref]
    )
    keep(disposal, by=None, recorded_on=dt.date(2018, 5, 3))
    return child, disposal


def test_the_live_book_is_the_book_of_now_after_every_kind_of_change() -> None:
    forget()
    period = (dt.date(2018, 4, 1), dt.date(2019, 3, 31))
    told = [story_of(number) for number in range(4)]
    slugs = ["first-time-entrants", "binary-reoffending-rate", "out-of-court-disposals"]

    def same() -> None:
        kept, now = live(), Book.now()
        for slug in slugs:
            assert answer(slug, kept, period) == answer(slug, now, period)

    same()
    told[0][1].appeal = "successful"
    keep(told[0][1], by=None, reason="appeal heard")
    same()
    remove(told[1][1], by=None, reason="entered twice")
    same()
    story_of(9)
    same()
    told[2][0].sex = "female"
    keep(told[2][0], by=None, reason="now known")
    same()


def test_the_live_book_stays_the_same_book_while_nothing_is_saved() -> None:
    forget()
    story_of(1)
    first = live()
    assert (
        measures()["first-time-entrants"].figure(first, days(dt.date(2018, 4, 1), dt.date(2019, 3, 31))).numerator.value
        == 1
    )
    assert live() is first
    story_of(2)
    assert live() is not first
