"""The pages of figures: a number opens exactly its records for those who may see them, and nobody else learns of a child."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.places import small_place  # noqa: F401
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.book import Book


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
RATE = "/figures/binary-reoffending-rate/2018-19/"
KNOWN = f"{RATE}as-at/2026-11-01/"
OUT_OF_REACH = [
    *("0001", "0004", "0005", "0001-02", "0001Q1", "9999", "9999-00", "year-to-9999-12-31", "year-to-0001-01-01"),
    *("1000-01-01..9999-12-31", "1949", "2151"),
]
RELEASED = f"{RATE}as-at/2026-09-30/"


@pytest.fixture
def manager(client_for: ClientFor) -> Client:
    return client_for(Role.MANAGER)


@pytest.fixture
def member(client_for: ClientFor) -> Client:
    return client_for(Role.BOARD)


def text_of(response: HttpResponse) -> str:
    """The words of a page, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", response.content.decode())))


def links_of(response: HttpResponse) -> list[str]:
    """Where the main part of a page leads."""
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return [unescape(href) for href in re.findall(r'href="([^"#]+)"', main)]


def listed(client: Client, address: str, query: str = "") -> Iterator[str]:
    """The lines of a list, page after page, as they stand in the page."""
    page = 1
    while True:
        response = client.get(f"{address}?{query}&page={page}")
        body = response.content.decode().split('<tbody class="govuk-table__body" role="rowgroup">')
        yield from re.findall(r"<tr .*?</tr>", body[1], re.DOTALL) if len(body) > 1 else ()
        if not response.context["page_obj"].has_next():
            return
        page += 1


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("/figures/", May.SEE_FIGURES),
        ("/figures/binary-reoffending-rate/", May.SEE_FIGURES),
        (RELEASED, May.SEE_FIGURES),
        (f"{KNOWN}numerator/", May.SEE_RECORDS_BEHIND),
    ],
)
def test_each_page_opens_for_those_who_may_see_it(client_for: ClientFor, role: Role, address: str, asks: May) -> None:
    assert client_for(role).get(address).status_code == (200 if asks in ROLES[role] else 403)


class TestMeasureList:
    def test_every_measure_is_there_once_and_opens(self, member: Client) -> None:
        links = links_of(member.get("/figures/"))
        assert sorted(links) == sorted(f"/figures/{slug}/" for slug in measures())


class TestMeasureDetail:
    def test_it_says_every_part_of_the_definition(self, member: Client) -> None:
        said = text_of(member.get("/figures/custody-rate/"))
        for part, words in measures()["custody-rate"].definition().items():
            assert part in said
            assert words in said

    @pytest.mark.parametrize(
        ("asked", "address"),
        [
            ({"period": "2018/19"}, RATE),
            ({"period": " 2018Q4 ", "as_at": "", "by": ""}, "/figures/binary-reoffending-rate/2018Q4/"),
            ({"period": "2018/19", "as_at": "1/11/2026", "by": "sex"}, f"{KNOWN}?by=sex"),
            ({"period": "2018/19", "as_at": "1.11.2026"}, KNOWN),
            ({"period": "2018/19", "as_at": "2026-11-01"}, KNOWN),
        ],
    )
    def test_a_question_leads_to_its_figure(self, member: Client, asked: dict[str, str], address: str) -> None:
        response = member.get("/figures/binary-reoffending-rate/", asked)
        assert (response.status_code, response["Location"]) == (302, address)
        assert member.get(address, follow=True).status_code == 200

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"period": "banana"}, "'banana' is not a period. Write it as 2018/19, 2018Q4, 2018,"),
            ({"period": ""}, "This field is required."),
            ({"period": "2098/99"}, "This period has not begun. Give one that has."),
            ({"period": "2018/19", "as_at": "31/02/2019"}, "This is not a day. Write it as 31/3/2019."),
            ({"period": "0001/02"}, "'0001/02' is not a period: years are from 1950 to 2150. Write it as 2018/19,"),
            ({"period": "2018/19", "as_at": "0001-01-01"}, "This is not a day. Write it as 31/3/2019."),
            ({"period": "2018/19", "as_at": "1/1/2999"}, "This day has not come yet. Give today or an earlier day."),
            ({"period": "2018/19", "by": "shoe-size"}, "Select a valid choice."),
        ],
    )
    def test_what_is_wrong_with_a_question_is_said_beside_it(
        self, member: Client, asked: dict[str, str], said: str
    ) -> None:
        response = member.get("/figures/binary-reoffending-rate/", asked)
        assert response.status_code == 200
        assert "There is a problem" in text_of(response)
        assert said in text_of(response)
        assert f'value="{asked["period"]}"' in response.content.decode() or not asked["period"]

    def test_asking_changes_nothing_and_is_not_logged(self, member: Client) -> None:
        before = AccessEvent.objects.count()
        member.get("/figures/binary-reoffending-rate/", {"period": "2018/19"})
        assert AccessEvent.objects.count() == before

    def test_there_is_no_page_of_a_measure_that_is_not(self, member: Client) -> None:
        assert member.get("/figures/shoe-size/").status_code == 404


class TestFigureDetail:
    def test_it_says_the_value_and_all_that_makes_it_what_it_is(self, manager: Client) -> None:
        figure = measures()["binary-reoffending-rate"].figure(Book.at(dt.date(2026, 11, 1)), Period.parse("2018/19"))
        said = text_of(manager.get(KNOWN))
        low, high = (figure.measure.unit.show(limit) for limit in figure.interval or ())
        for words in (
            *("Binary reoffending rate", "2018/19", figure.text, f"Counted {figure.numerator.value}"),
            *(f"Out of {figure.denominator_value}", f"95% interval {low} to {high}", "Final"),
            *("Days 1 April 2018 to 31 March 2019", "As known on 1 November 2026"),
            *("As known at the end of 1 November 2026.", "See it as it is known now"),
            *(figure.measure.definition()["Counted"], figure.measure.definition()["Edition"]),
        ):
            assert words in said

    def test_the_figure_of_now_is_that_of_today(self, manager: Client) -> None:
        today = f"{Book.now().day:%Y-%m-%d}"
        assert "See it as it is known now" not in text_of(manager.get(RATE))
        assert text_of(manager.get(RATE)) == text_of(manager.get(f"{RATE}as-at/{today}/"))

    def test_published_figures_are_named_with_their_source_and_lead_nowhere(self, manager: Client) -> None:
        response = manager.get("/figures/custody-rate/2018-19/")
        assert "Other areas, as published" in text_of(response)
        assert re.search(r"England and Wales 0\.\d\d \(", text_of(response))

    def test_a_figure_that_is_not_final_is_not_compared(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            said = text_of(manager.get("/figures/binary-reoffending-rate/2025-26/"))
        assert re.search(r"Year before \d+\.\d%\. Not compared until both are final", said)
        assert "better" not in said.split("How this is counted")[0]
        assert "Change:" not in said

    def test_years_that_overlap_are_not_compared(self, manager: Client) -> None:
        said = text_of(manager.get("/figures/binary-reoffending-rate/2016-04-01..2018-03-31/"))
        assert "Year before" not in said

    def test_without_a_population_it_says_why_there_is_no_figure(self, manager: Client) -> None:
        said = text_of(manager.get("/figures/custody-rate/2006-07/"))
        assert "No figure No population estimate is known for this period." in said
        assert "Out of" not in said.split("How this is counted")[0].split("This and the four")[0]

    def test_nobody_in_the_cohort_is_said_too(self, manager: Client) -> None:
        said = text_of(manager.get("/figures/binary-reoffending-rate/1999-00/"))
        assert "Nothing to divide by: no children in the cohort in this period." in said
        assert "Out of 0" in said

    def test_its_groups_add_up_and_each_leads_to_its_own_figure(self, manager: Client) -> None:
        response = manager.get(KNOWN, {"by": "sex"})
        table = response.context["groups"]
        assert table.slips() == ()
        girls = next(row for row in table.rows if row.name == "Female")
        opened = manager.get(girls.cells[1].href)
        assert "Binary reoffending rate: Female" in text_of(opened)
        assert opened.context["figure"].numerator.value == girls.cells[1].value
        assert opened.context["figure"].denominator_value == girls.cells[2].value

    def test_a_group_is_split_further_on_the_way_to_an_answer(self, manager: Client) -> None:
        """How many girls on diversion reoffended?"""
        address = "/figures/reoffending-after-disposal/2018-19/"
        whole = manager.get(f"{address}?sex=female&by=disposal").context
        assert {row.name for row in whole["groups"].rows} >= {"Youth caution", "All"}
        assert whole["groups"].slips() == ()
        assert whole["groups"].rows[-1].cells[2].value == whole["figure"].denominator_value
        assert all("sex=female" in href for _, href, _ in whole["splits"])

    @pytest.mark.parametrize(
        "address",
        [
            "/figures/shoe-size/2018-19/",
            "/figures/custody-rate/2018-20/",
            "/figures/custody-rate/yesterday/",
            "/figures/custody-rate/2018-19/as-at/2999-01-01/",
            "/figures/custody-rate/2018-19/as-at/2019-02-30/",
            *(f"/figures/custody-rate/{period}/" for period in OUT_OF_REACH),
            *(f"/figures/custody-rate/2018-19/as-at/{day}/" for day in ("0001-01-01", "1949-12-31", "9999-12-31")),
            "/figures/custody-rate/2018-19/?sex=banana",
            "/figures/contributions/2018-19/?agency=Nobody",
            "/figures/caseload/2018-19/as-at/2019-03-31/denominator/",
            "/figures/caseload/2018-19/as-at/2019-03-31/everything/",
        ],
    )
    def test_an_address_of_no_figure_is_not_found(self, manager: Client, address: str) -> None:
        assert manager.get(address).status_code == 404

    def test_it_asks_the_database_little_and_never_for_each_record(
        self, manager: Client, django_assert_max_num_queries: Any
    ) -> None:
        manager.get(RATE)
        for address in (RATE, f"{RATE}?by=ethnicity", f"{RATE}?sex=male", "/figures/custody-rate/2018-19/"):
            manager.get(address)
            with django_assert_max_num_queries(12):
                manager.get(address)

    def test_a_past_one_asks_as_much_of_few_records_as_of_many(
        self, manager: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        manager.get(f"{RATE}as-at/2012-01-01/")
        with django_assert_max_num_queries(30) as asked:
            manager.get(f"{RATE}as-at/2012-01-01/")
        with django_assert_num_queries(len(asked.captured_queries)):
            manager.get(f"{RATE}as-at/2026-01-01/")
