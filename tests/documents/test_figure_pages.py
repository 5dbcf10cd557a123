"""The pages of figures: a number opens exactly its records for those who may see them, and nobody else learns of a child."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.factories.plan import ContributionFactory
from tests.places import small_place  # noqa: F401
from tests.reading import whole_text_of
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
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


class TestFigureDetail:
    def test_it_says_the_value_and_all_that_makes_it_what_it_is(self, manager: Client) -> None:
        figure = measures()["binary-reoffending-rate"].figure(Book.at(dt.date(2026, 11, 1)), Period.parse("2018/19"))
        said = whole_text_of(manager.get(KNOWN))
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
        assert "See it as it is known now" not in whole_text_of(manager.get(RATE))
        assert whole_text_of(manager.get(RATE)) == whole_text_of(manager.get(f"{RATE}as-at/{today}/"))

    @pytest.mark.parametrize("address", ["2098-99/", "2098-99/as-at/2026-09-30/numerator/", "2098Q1/as-at/2026-09-30/"])
    def test_of_a_period_that_has_not_begun_there_is_none(self, manager: Client, address: str) -> None:
        response = manager.get(f"/figures/binary-reoffending-rate/{address}", follow=True)
        assert response.redirect_chain[-1][0].startswith("/figures/binary-reoffending-rate/?period=2098")
        assert "This period has not begun. Give one that has." in whole_text_of(response)

    def test_only_one_whose_children_were_followed_to_the_end_is_called_final(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            said = whole_text_of(manager.get("/figures/out-of-court-disposals/2026Q2/as-at/2026-09-30/"))
            assert "Period ended; late records can still move it" in said.split("Counted")[0]
            assert "Final" in whole_text_of(manager.get(KNOWN)).split("Counted")[0]
            running = whole_text_of(manager.get("/figures/out-of-court-disposals/2026-27/"))
        assert "Not compared until its period has ended" in running

    def test_published_figures_are_named_with_their_source_and_lead_nowhere(self, manager: Client) -> None:
        response = manager.get("/figures/custody-rate/2018-19/")
        assert "Other areas, as published" in whole_text_of(response)
        assert re.search(r"England and Wales 0\.\d\d \(", whole_text_of(response))

    def test_a_figure_that_is_not_final_is_not_compared(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            said = whole_text_of(manager.get("/figures/binary-reoffending-rate/2025-26/"))
        assert re.search(r"Year before \d+\.\d%\. Not compared until both are final", said)
        assert "better" not in said.split("How this is counted")[0]
        assert "Change:" not in said

    def test_years_that_overlap_are_not_compared(self, manager: Client) -> None:
        said = whole_text_of(manager.get("/figures/binary-reoffending-rate/2016-04-01..2018-03-31/"))
        assert "Year before" not in said

    def test_without_a_population_it_says_why_there_is_no_figure(self, manager: Client) -> None:
        said = whole_text_of(manager.get("/figures/custody-rate/2006-07/"))
        assert "No figure No population estimate is known for this period." in said
        assert "Out of" not in said.split("How this is counted")[0].split("This and the four")[0]

    def test_nobody_in_the_cohort_is_said_too(self, manager: Client) -> None:
        said = whole_text_of(manager.get("/figures/binary-reoffending-rate/1999-00/"))
        assert "Nothing to divide by: no children in the cohort in this period." in said
        assert "Out of 0" in said

    def test_money_that_nobody_recorded_is_not_nothing(self, manager: Client) -> None:
        said = whole_text_of(manager.get("/figures/contributions/2003-04/")).split("How this is counted")[0]
        assert "No figure Nothing is recorded for this period." in said
        assert "Counted Not recorded" in said
        assert "£0" not in said

    def test_an_agency_without_an_amount_stands_among_the_others(self, manager: Client) -> None:
        year = {"year": "2003/04", "staffing": None, "in_kind": None, "recorded_on": dt.date(2003, 6, 1)}
        ContributionFactory(agency="Health", other=250, **year)
        ContributionFactory(agency="Police", other=None, **year | {"staffing": 100})
        table = manager.get("/figures/contributions-other/2003-04/", {"by": "agency"}).context["groups"]
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["Health", "£250", "100.0%"],
            ["Police", "Not recorded", "–"],
            ["All", "£250", "100.0%"],
        ]

    def test_on_a_phone_a_wide_table_says_that_it_slides_and_no_line_ends_inside_a_month(self, manager: Client) -> None:
        page = manager.get("/figures/binary-reoffending-rate/year-to-2018-09-30/").content.decode()
        table = page.split('class="yjs-table-block"')[1]
        assert table.lstrip(" >\n").startswith(
            '<p class="yjs-scroll__hint" aria-hidden="true">Slide the table sideways'
        )
        assert "October\u00a02017\u00a0to September\u00a02018" in table

    def test_its_groups_add_up_and_each_leads_to_its_own_figure(self, manager: Client) -> None:
        response = manager.get(KNOWN, {"by": "sex"})
        table = response.context["groups"]
        assert table.slips() == ()
        girls = next(row for row in table.rows if row.name == "Female")
        opened = manager.get(girls.cells[1].href)
        assert "Binary reoffending rate: Female" in whole_text_of(opened)
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
        manager.get(RATE)
        with django_assert_max_num_queries(30) as asked:
            manager.get(f"{RATE}as-at/2012-01-01/")
        with django_assert_num_queries(len(asked.captured_queries)):
            manager.get(f"{RATE}as-at/2026-01-01/")

    def test_a_past_one_opened_again_says_what_was_saved_since_of_that_day(self, manager: Client) -> None:
        address = "/figures/out-of-court-disposals/2018-19/as-at/2019-06-30/"
        before = manager.get(address).context["figure"].value
        said = {"recorded_on": dt.date(2019, 6, 1)}
        child = ChildFactory(date_of_birth=dt.date(2004, 5, 5), **said)
        offence = OffenceFactory(child=child, committed_on=dt.date(2019, 1, 1), **said)
        imposed = {"kind": "youth_caution", "imposed_on": dt.date(2019, 2, 1)}
        DisposalFactory(child=child, offence_refs=[offence.ref], **imposed, **said)
        assert manager.get(address).context["figure"].value == before + 1
