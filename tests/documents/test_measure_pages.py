"""The page of every measure with its latest figure, and the page that asks for a figure of one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from tests.factories.disposals import ChildFactory, InterventionFactory
from tests.places import small_place  # noqa: F401
from tests.reading import links_of, whole_text_of
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.measures.spellings import read_period
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
RATE = "/figures/binary-reoffending-rate/2018-19/"
KNOWN = f"{RATE}as-at/2026-11-01/"


class TestMeasureList:
    def test_every_measure_is_there_once_and_opens(self, member: Client) -> None:
        links = [link for link in links_of(member.get("/figures/")) if link.count("/") == 3]
        assert sorted(links) == sorted(f"/figures/{slug}/" for slug in measures())

    def test_beside_each_stands_its_figure_of_the_last_year_that_is_settled(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            rows = {row[0]["text"]: row for row in manager.get("/figures/").context["rows"]}
            for title, period in (("Binary reoffending rate", "2024/25"), ("Caseload", "2025/26")):
                value, of = rows[title][1:3]
                figure = manager.get(value["href"]).context["figure"]
                assert value["text"].startswith(figure.text)
                assert (of["text"], figure.period.text, figure.status) == (period, period, "final")
                assert f"/as-at/{figure.book.day}/" in value["href"]

    def test_a_member_of_the_board_sees_them_as_released_and_none_that_its_own_page_hides(self, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            rows = {row[0]["text"]: row[1] for row in member.get("/figures/").context["rows"]}
            assert {re.search(r"as-at/([^/]*)/", cell["href"])[1] for cell in rows.values()} == {"2026-09-30"}
            for cell in rows.values():
                shown = "yjs-card__value" in member.get(cell["href"]).content.decode()
                assert shown == (cell["text"] != "Not shown")

    def test_what_was_saved_since_is_in_them(self, manager: Client) -> None:
        def entrants() -> str:
            (row,) = (row for row in manager.get("/figures/").context["rows"] if row[0]["text"] == "Caseload")
            return row[1]["text"]

        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            before = entrants()
            assert entrants() == before
            child = ChildFactory(date_of_birth=dt.date(2011, 5, 5))
            InterventionFactory(child=child, started_on=dt.date(2026, 1, 5), planned_end_on=None)
            assert entrants() == f"{int(before.split()[0]) + 1} children"


class TestMeasureDetail:
    def test_it_says_every_part_of_the_definition(self, member: Client) -> None:
        said = whole_text_of(member.get("/figures/custody-rate/"))
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
            *[
                ({"period": "", "period_other": text}, RATE)
                for text in ("2018-19", "18/19", "April 2018 to March 2019")
            ],
            ({"period": "2026/27", "period_other": "2018/2019"}, RATE),
            ({"period_from": "1/4/2018", "period_to": "31.3.2019"}, RATE),
            (
                {"period_from": "01/06/2018", "period_to": "30/06/2018"},
                "/figures/binary-reoffending-rate/2018-06-01..2018-06-30/",
            ),
        ],
    )
    def test_a_question_leads_to_its_figure(self, member: Client, asked: dict[str, str], address: str) -> None:
        response = member.get("/figures/binary-reoffending-rate/", asked)
        assert (response.status_code, response["Location"]) == (302, address)
        assert member.get(address, follow=True).status_code == 200

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({"period": "banana"}, "'banana' is not a period. Write it as 2018/19, January to March 2019, or"),
            ({"period": ""}, "Choose a period, or write another."),
            (
                {"period": "Q3 2024"},
                "Write October to December 2024 for the quarter of the financial year 2024/25, or July",
            ),
            ({"period": "", "period_from": "1/4/2018"}, "Give the first day and the last."),
            ({"period": "", "period_from": "1/4/2018", "period_to": "1/3/2018"}, "The last day is before the first."),
            (
                {"period": "", "period_from": "31/2/2018", "period_to": "1/3/2018"},
                "There is no 31 February 2018.",
            ),
            ({"period": "2098/99"}, "This period has not begun. Give one that has."),
            ({"period": "2018/19", "as_at": "31/02/2019"}, "There is no 31 February 2019."),
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
        assert "There is a problem" in whole_text_of(response)
        assert said in whole_text_of(response)
        typed = [value for name, value in asked.items() if name.startswith("period") and value]
        assert all(f'value="{value}"' in response.content.decode() for value in typed)

    def test_the_usual_periods_are_there_to_choose_from(self, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            page = member.get("/figures/binary-reoffending-rate/").content.decode()
            groups = {
                label: re.findall(r"<option [^>]*>([^<]*)<", inside)
                for label, inside in re.findall(r'<optgroup label="([^"]*)">(.*?)</optgroup>', page, re.DOTALL)
            }
            values = re.findall(r'<option value="([^"]+)"', page.split('name="by"')[0])
            for value in values:
                response = member.get("/figures/binary-reoffending-rate/", {"period": value})
                assert response["Location"] == f"/figures/binary-reoffending-rate/{Period.parse(value).slug}/"
        assert groups["Financial years"] == [
            "2026/27 so far",
            *(f"{year}/{year - 1999}" for year in range(2025, 2019, -1)),
        ]
        assert groups["Quarters"][:2] == ["October to December 2026 so far", "July to September 2026"]
        assert groups["Years ending with a quarter"][:2] == ["October 2025 to September 2026", "July 2025 to June 2026"]

    def test_what_the_page_calls_a_period_is_understood(self, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            page = member.get("/figures/binary-reoffending-rate/").content.decode().split('name="by"')[0]
            for value, label in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', page):
                period = Period.parse(value)
                assert (read_period(label).start, read_period(label).end) == (period.start, period.end)

    def test_asking_changes_nothing_and_is_not_logged(self, member: Client) -> None:
        before = AccessEvent.objects.count()
        member.get("/figures/binary-reoffending-rate/", {"period": "2018/19"})
        assert AccessEvent.objects.count() == before

    def test_there_is_no_page_of_a_measure_that_is_not(self, member: Client) -> None:
        assert member.get("/figures/shoe-size/").status_code == 404
