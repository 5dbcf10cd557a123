"""The plan and the board's report for those who may open no records: as known at a release day, small groups hidden."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.places import small_place  # noqa: F401
from tests.reading import links_of, text_of
from yjs.documents.document import Cell, Document
from yjs.documents.release_days import release_day
from yjs.measures.periods import Period, today
from yjs.people.permissions import ROLES, May, Role
from yjs.plan.building import build_board, build_plan
from yjs.records.book import Book
from yjs.records.cells import as_text


pytestmark = [pytest.mark.django_db, pytest.mark.without_database, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
PLAN, BOARD = "/plan/2018-19/", "/board/2018Q4/"
KNOWN, SMALL = "as-at/2026-09-30/", {1, 2, 3, 4}
LOOKERS = [role for role in Role if May.SEE_FIGURES in ROLES[role] and May.SEE_RECORDS_BEHIND not in ROLES[role]]


def lines_of(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def pairs(whole: Document, shown: Document) -> Iterator[tuple[Cell, Cell]]:
    """Each cell of a document, as it is and as it is shown."""
    for table, other in zip(whole.tables, shown.tables, strict=True):
        for row, there in zip(table.rows, other.rows, strict=True):
            yield from zip(row.cells, there.cells, strict=True)


class TestTheDay:
    @pytest.mark.parametrize("role", LOOKERS)
    @pytest.mark.parametrize("address", [PLAN, BOARD])
    def test_of_another_day_they_see_the_release_day_before_it_and_why(
        self, client_for: ClientFor, role: Role, address: str
    ) -> None:
        client = client_for(role)
        assert client.get(f"{address}as-at/2026-11-01/")["Location"] == f"{address}{KNOWN}"
        assert client.get(f"{address}as-at/2026-11-01/?as_at=x")["Location"] == f"{address}{KNOWN}?as_at=x"
        response = client.get(address, follow=True)
        assert response.redirect_chain == [(f"{address}as-at/{release_day(today())}/", 302)]
        assert "You see figures as they were known at the end of a quarter, so that nobody" in text_of(response)

    def test_a_day_they_ask_for_leads_to_the_release_day_before_it(self, member: Client) -> None:
        response = member.get(f"{PLAN}{KNOWN}", {"as_at": "2/4/2019"}, follow=True)
        assert response.redirect_chain[-1] == (f"{PLAN}as-at/2019-03-31/", 302)
        assert "Figures as at 31 March 2019" in text_of(response)
        assert PLAN in links_of(response)

    def test_a_day_that_is_none_is_refused_with_words(self, member: Client) -> None:
        assert "This is not a day." in text_of(member.get(PLAN, {"as_at": "banana"}, follow=True))

    def test_no_report_is_offered_that_had_not_begun(self, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            others = member.get("/board/2026Q2/", follow=True).context["others"]
        assert [label for label, _ in others] == ["July to September 2025", "April to June 2026"]

    def test_those_who_may_open_records_see_any_day(self, manager: Client) -> None:
        response = manager.get(f"{PLAN}as-at/2026-11-01/")
        assert response.status_code == 200
        assert "at the end of a quarter" not in text_of(response)

    @pytest.mark.parametrize("audience", ["board", "public"])
    def test_their_files_are_of_a_release_day(self, member: Client, audience: str) -> None:
        response = member.get(f"{BOARD}as-at/2026-11-01/{audience}.csv")
        assert (response.status_code, response["Location"]) == (302, f"{BOARD}{KNOWN}{audience}.csv")

    def test_a_public_file_is_of_a_release_day_for_everybody(self, manager: Client) -> None:
        page = manager.get(f"{BOARD}as-at/2026-11-01/")
        assert "For the public, as known at the end of 30 September 2026" in text_of(page)
        files = [href for href in links_of(page) if href.endswith(".csv")]
        assert files == [f"{BOARD}as-at/2026-11-01/board.csv", f"{BOARD}{KNOWN}public.csv"]
        assert manager.get(files[0]).status_code == 200
        response = manager.get(f"{BOARD}as-at/2026-11-01/public.csv")
        assert (response.status_code, response["Location"]) == (302, files[1])
        assert {line["as_at"] for line in lines_of(manager.get(files[1]))} == {"2026-09-30"}


class TestSmallGroups:
    def test_are_hidden_on_the_page_and_the_totals_stay(self, member: Client) -> None:
        whole = build_plan(Period.parse("2018/19"), Book.at(dt.date(2026, 9, 30)))
        response = member.get(f"{PLAN}{KNOWN}")
        counted = hidden = 0
        for cell, shown in pairs(whole, response.context["document"]):
            groups = {len(key.groups) for key in cell.keys}
            if groups <= {0}:
                assert shown == cell
                counted += cell.count in SMALL
            elif cell.count in SMALL:
                assert shown.text == "[c]"
                hidden += 1
        assert counted > 3
        assert hidden > 30
        assert "[c] not shown, so that nobody can be picked out." in text_of(response)

    @pytest.mark.parametrize("breakdown", ["sex", "ethnicity", "looked-after", "send"])
    @pytest.mark.parametrize(
        ("measure", "column"), [("first-time-entrants", 3), ("out-of-court-disposals", 5), ("caseload", 1)]
    )
    def test_are_the_same_on_the_page_of_the_figure(
        self, member: Client, breakdown: str, measure: str, column: int
    ) -> None:
        tables = {table.key: table for table in member.get(f"{PLAN}{KNOWN}").context["document"].tables}
        there = {row.name: row.cells[column].text for row in tables[f"groups-{breakdown}"].rows}
        groups = member.get(f"/figures/{measure}/2018-19/{KNOWN}?by={breakdown}").context["groups"]
        if groups is None:
            assert {text for name, text in there.items() if name != "All"} == {"[c]"}
        else:
            assert there == {row.name: row.cells[1].text for row in groups.rows}

    def test_are_hidden_in_the_file_as_on_the_page(self, member: Client, manager: Client) -> None:
        page = member.get(f"{PLAN}{KNOWN}").context["document"]
        texts = [cell.text for table in page.tables for row in table.rows for cell in row.figures]
        file = lines_of(member.get(f"{PLAN}{KNOWN}board.csv"))
        assert [line["shown"] for line in file] == texts
        assert {line["audience"] for line in file} == {"board"}
        for line in file:
            if line["shown"] == "[c]":
                assert {line[name] for name in ("value", "numerator", "denominator", "address")} == {""}

    @pytest.mark.parametrize(("address", "build"), [(PLAN, build_plan), (BOARD, build_board)])
    def test_stay_for_those_who_may_open_records(
        self, manager: Client, address: str, build: Callable[[Period, Book], Document]
    ) -> None:
        whole = build(Period.parse("2018/19" if address == PLAN else "2018Q4"), Book.at(dt.date(2026, 9, 30)))
        texts = [as_text(cell.text) for table in whole.tables for row in table.rows for cell in row.figures]
        assert [line["shown"] for line in lines_of(manager.get(f"{address}{KNOWN}board.csv"))] == texts
        page = manager.get(f"{address}{KNOWN}").context["document"]
        assert [cell.text for cell, shown in pairs(whole, page) if shown != cell] == []
        assert "[c]" not in texts

    def test_are_hidden_on_the_cards_too(self, member: Client, manager: Client) -> None:
        cards = {card["title"]: card for card in member.get(f"{BOARD}{KNOWN}").context["cards"]}
        theirs = {card["title"]: card for card in manager.get(f"{BOARD}{KNOWN}").context["cards"]}
        share = cards.pop("Looked after share of first time entrants")
        assert (share["value"], share["of"]) == ("[c]", "not shown, so that nobody can be picked out")
        assert (share["interval"], share["change"]) == ("", "")
        assert all(card == theirs[title] for title, card in cards.items())

    def test_alone_have_no_way_to_them(self, member: Client) -> None:
        for address in (PLAN, BOARD):
            links = [href for href in links_of(member.get(f"{address}{KNOWN}")) if href.startswith("/figures/")]
            assert links
            assert not [href for href in links if "?" in href]
            assert all(member.get(href).status_code == 200 for href in links[:5])
