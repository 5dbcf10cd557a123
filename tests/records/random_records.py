"""Random services to take out and bring in again: every kind of record, every field, texts that spreadsheets
dislike.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from hypothesis import strategies as st

from disposals.models import (
    KINDS,
    Category,
    Child,
    Disposal,
    Intervention,
    Offence,
    Remand,
    RemandKind,
    Situation,
    Status,
    Work,
)
from disposals.models.child import ETHNICITIES, Sex
from disposals.models.disposal import Appeal, Residence
from yjs.measures.models import Comparator, Population
from yjs.plan.models import Contribution
from yjs.records.record import UNPRINTABLE, Record, keep_all, record_classes


AWKWARD = "=+-@'\t\r\n\"; ,#_x000D_＝é\u0301\u200b\u2028\u00a0李😀"
DAY = st.dates(dt.date(2010, 1, 1), dt.date(2019, 12, 31))
YES_NO = st.sampled_from([True, False, None])
MODELS = (Child, Status, Offence, Disposal, Intervention, Remand, Population, Comparator, Contribution)


def is_printable(text: str) -> bool:
    return not UNPRINTABLE.search(text)


def texts(longest: int) -> st.SearchStrategy[str]:
    """A text as a form would keep it: something to see in it, or nothing at all."""
    signs = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(AWKWARD)
    some = st.text(signs, max_size=min(longest, 12)).filter(lambda text: is_printable(text) and bool(text.strip()))
    return (
        st.just("")
        | some
        | st.sampled_from(["=1+1", "'=1", "''", "#N/A", "_x000D_", "_x005F_", "O'Brien", "a\r\nb", "TRUE"])
    )


def keys(longest: int) -> st.SearchStrategy[str]:
    return texts(longest).map(lambda text: text.replace(";", ":").strip()).filter(bool)


def amounts(digits: int, places: int) -> st.SearchStrategy[Decimal | None]:
    most = 10**digits - 1
    return st.none() | st.integers(-most, most).map(lambda number: Decimal(number).scaleb(-places))


def codes(choices: Iterable[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *choices])


@st.composite
def services(draw: st.DrawFn) -> list[list[Record]]:
    """The records of a service, those that others refer to first."""
    born = dt.date(2000, 2, 29)
    children = [
        Child(
            ref=ref,
            first_name=draw(texts(120)),
            last_name=draw(texts(120)),
            known_as=draw(texts(120)),
            date_of_birth=born,
            sex=draw(codes(Sex.values)),
            ethnicity=draw(codes([*ETHNICITIES, "not_known"])),
            pnc_id=draw(texts(20))[:20],
            postcode=draw(texts(10))[:10].strip(),
        )
        for ref in draw(st.lists(keys(64), min_size=1, max_size=3, unique=True))
    ]
    return [
        children,
        *(draw(rows) for rows in (_statuses(children), _dealt_with(children), _remands(children), _figures(), _sums())),
    ]


@st.composite
def _statuses(draw: st.DrawFn, children: list[Child]) -> list[Record]:
    starts = draw(st.lists(st.tuples(st.sampled_from(Situation.values), DAY), max_size=3, unique=True))
    return [
        Status(child=draw(st.sampled_from(children)), status=status, started_on=start, ended_on=draw(_later(start)))
        for status, start in starts
    ]


@st.composite
def _remands(draw: st.DrawFn, children: list[Child]) -> list[Record]:
    starts = draw(st.lists(st.tuples(st.sampled_from(RemandKind.values), DAY), max_size=2, unique=True))
    return [
        Remand(child=draw(st.sampled_from(children)), kind=kind, started_on=start, ended_on=draw(_later(start)))
        for kind, start in starts
    ]


@st.composite
def _dealt_with(draw: st.DrawFn, children: list[Child]) -> list[Record]:
    records: list[Record] = []
    for ref in draw(st.lists(keys(64), max_size=3, unique=True)):
        child, day = draw(st.sampled_from(children)), draw(DAY)
        offence = Offence(
            ref=ref,
            child=child,
            committed_on=day,
            description=draw(texts(500)),
            ho_code=draw(texts(10))[:10].strip(),
            category=draw(codes(Category.values)),
            seriousness=draw(st.none() | st.integers(1, 8)),
            gravity=draw(st.none() | st.integers(1, 5)),
            is_breach=draw(YES_NO),
            is_knife=draw(YES_NO),
        )
        disposal = draw(_disposal(ref, child, day))
        work = Intervention(
            ref=ref,
            child=child,
            kind=draw(st.sampled_from(Work.values)),
            programme=draw(texts(100)),
            disposal=draw(st.sampled_from([None, disposal])),
            started_on=day,
            planned_end_on=draw(_later(day)),
            completed=draw(YES_NO),
            worker=draw(texts(100)),
        )
        records += [offence, disposal, work]
    return records


@st.composite
def _disposal(draw: st.DrawFn, ref: str, child: Child, day: dt.date) -> Disposal:
    kind = draw(st.sampled_from([k for k in KINDS.values() if k.last_imposed_before is None]))
    return Disposal(
        ref=ref,
        child=child,
        kind=kind.code,
        imposed_on=day,
        offence_refs=[ref],
        first_hearing_on=draw(_later(day)),
        court=draw(texts(100)),
        residence=draw(codes(Residence.values)),
        appeal=draw(codes(Appeal.values)),
        ends_on=draw(_later(day)),
        released_on=draw(_later(day)) if kind.is_custodial else None,
        requirements=draw(texts(10_000)),
        unpaid_work_hours=draw(st.none() | st.integers(0, 300)),
    )


@st.composite
def _figures(draw: st.DrawFn) -> list[Record]:
    return [
        Population(area=draw(keys(64)), year=draw(st.integers(1990, 2030)), age_10_17=draw(st.integers(0, 10**6))),
        Comparator(
            measure=draw(keys(100)),
            area=draw(keys(64)),
            period=draw(st.sampled_from(["2018/19", "2018", "2018Q4", "year-to-2018-12-31"])),
            value=draw(amounts(15, 6).filter(lambda value: value is not None)),
            numerator=draw(amounts(15, 6)),
            denominator=draw(amounts(9, 6)),
            source=draw(texts(200)),
            published_on=draw(st.none() | DAY),
        ),
    ]


@st.composite
def _sums(draw: st.DrawFn) -> list[Record]:
    agencies = draw(st.lists(keys(100), max_size=2, unique=True))
    return [
        Contribution(year="2018/19", agency=agency, staffing=draw(amounts(12, 2)), other=draw(amounts(5, 2)))
        for agency in agencies
    ]


def _later(day: dt.date) -> st.SearchStrategy[dt.date | None]:
    return st.none() | st.integers(0, 400).map(lambda days: day + dt.timedelta(days))


def kept(groups: list[list[Record]], known: st.DataObject | None = None) -> None:
    """Save the records of a service, some with the day they came to be known."""
    days = st.none() | DAY
    for model in MODELS:
        records: list[Any] = [record for group in groups for record in group if type(record) is model]
        keep_all(records, by=None, recorded_ons=[known.draw(days) if known else None for _ in records])


def emptied() -> None:
    """A service with nothing in it and nothing remembered."""
    with connection.cursor() as cursor:
        for model in reversed(record_classes()):
            for table in (model._meta.db_table, model.history.model._meta.db_table):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
