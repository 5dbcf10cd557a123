"""Every number of the plan and of the board's report opens its records: the same value, and as many of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from django.test import RequestFactory
from django.urls import resolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.books import book_from
from tests.places import small_place  # noqa: F401
from tests.second_opinion.histories import services
from tests.second_opinion.questions import as_ats
from yjs.documents.document import Cell, Column, Document, Row
from yjs.documents.figures import FigureDetail
from yjs.measures.catalogue import measures
from yjs.measures.figure import Figure
from yjs.measures.periods import Period, financial_year_of, quarter_of
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book


def followed(address: str, book: Book) -> Figure:
    """The figure of the page that an address leads to, counted from the same book."""
    path, _, query = address.partition("?")
    match = resolve(path)
    assert match.view_name == "documents:figure-as-at"
    assert match.kwargs["as_at"] == book.day
    page = FigureDetail()
    page.setup(RequestFactory().get(path, dict(parse_qsl(query))), *match.args, **match.kwargs)
    return page.figure(book)


def linked(document: Document) -> Iterator[tuple[Column, Row, Cell]]:
    for table in document.tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=True):
                if cell.href:
                    yield column, row, cell


def check(document: Document, book: Book) -> int:
    """Follows every address in the tables of a document; how many there were."""
    numbers = 0
    whole: dict[str, Figure] = {}
    for column, row, cell in linked(document):
        assert cell.href is not None
        figure = whole.setdefault(cell.href, followed(cell.href, book))
        what = f"{document.title}: {column.title}, {row.name}: {cell.text}"
        assert cell.href == figure.address, what
        if cell.unit in ("count", "£"):
            part = figure.denominator if column.title == "Out of" else figure.numerator
            assert part is not None, what
            assert cell.value == part.value, what
            added = (
                part.rows.sum()
                if part.is_sum
                else len(figure.refs("denominator" if column.title == "Out of" else "numerator"))
            )
            assert added == pytest.approx(cell.value), what
        elif cell.numerator is not None and (figure.within or figure.value != cell.value):
            assert (cell.numerator, cell.value) == (
                figure.numerator.value,
                pytest.approx(100 * cell.numerator / (cell.denominator or 1)),
            ), what
        else:
            assert (cell.value, cell.numerator, cell.denominator) == (
                *(figure.value, figure.numerator.value, figure.denominator_value),
            ), what
        numbers += 1
    return numbers


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
@pytest.mark.parametrize("as_at", [dt.date(2026, 11, 1), dt.date(2019, 3, 31), dt.date(2014, 2, 28)])
def test_every_number_of_a_plan_and_a_report_leads_to_itself(as_at: dt.date) -> None:
    book = Book.at(as_at)
    plan = build_plan(financial_year_of(as_at), book)
    report = build_board(quarter_of(as_at), book)
    assert check(plan, book) > 250
    assert check(report, book) > 40
    assert plan.slips == report.slips == ()


@settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_so_does_every_number_of_any_service(data: st.DataObject) -> None:
    records = data.draw(services(), label="records")
    as_at = data.draw(as_ats(records), label="as at")
    book = book_from(records, as_at)
    about = records["disposals"][0]["imposed_on"] if records["disposals"] else as_at
    assert check(build_plan(financial_year_of(about), book), book)
    assert check(build_board(quarter_of(about), book), book)


@pytest.mark.django_db
def test_a_period_written_otherwise_leads_to_the_same_days() -> None:
    book = Book.at(dt.date(2019, 3, 31))
    for text in ("2018/19", "2018Q4", "2018", "2018-04-01..2019-03-31", "year-to-2018-12-31"):
        figure = measures()["caseload"].figure(book, Period.parse(text))
        assert followed(figure.address, book).period == figure.period
