"""The pages that list the records behind a figure and the records that moved it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.places import small_place  # noqa: F401
from tests.reading import whole_text_of
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.book import Book
from yjs.records.record import keep, remove


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
OLD = "/figures/out-of-court-disposals/2004-05/"
RATE = "/figures/binary-reoffending-rate/2018-19/"


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


class TestRecordsBehind:
    @pytest.mark.parametrize(
        "address",
        [
            *(f"{RATE}as-at/2026-11-01/", f"{RATE}as-at/2019-06-01/", f"{RATE}as-at/2026-11-01/?sex=female"),
            "/figures/first-time-entrants/2010-11/as-at/2026-11-01/",
            "/figures/reoffences-per-child/2012-13/as-at/2026-11-01/",
            "/figures/binary-reoffending-rate-four-quarters/2012-13/as-at/2026-11-01/",
            "/figures/out-of-court-disposals/2018-19/as-at/2018-12-31/",
            "/figures/reoffending-after-disposal/2018-19/as-at/2026-11-01/?disposal=youth_caution",
            "/figures/remands/2015-04-01..2020-03-31/as-at/2026-11-01/",
            "/figures/caseload/2018-19/as-at/2019-03-31/?kind=statutory",
        ],
    )
    def test_the_list_has_exactly_as_many_records_as_the_figure_says(self, manager: Client, address: str) -> None:
        figure = manager.get(address).context["figure"]
        for part in ("numerator", "denominator"):
            counted = getattr(figure, part)
            if counted is not None and not counted.is_sum:
                behind, _, query = address.partition("?")
                assert len(list(listed(manager, f"{behind}{part}/", query))) == counted.value

    def test_why_a_child_is_counted_as_having_reoffended_is_told_in_place(self, manager: Client) -> None:
        child = ChildFactory(ref="tia", first_name="Tia", last_name="", date_of_birth=dt.date(1994, 3, 3))
        for number, (offence_on, imposed_on) in enumerate(
            [("2007-05-01", "2007-06-01"), ("2007-09-03", "2008-01-07"), ("2007-08-02", "2008-02-08")]
        ):
            committed = {"description": f"Theft {number}", "committed_on": dt.date.fromisoformat(offence_on)}
            offence = OffenceFactory(child=child, **committed)
            imposed = {
                "kind": "youth_caution" if number else "reprimand",
                "imposed_on": dt.date.fromisoformat(imposed_on),
            }
            DisposalFactory(child=child, offence_refs=[offence.ref], residence="local", **imposed)
        today = Book.now().day
        at = f"2007-06-01..2007-06-30/as-at/{today}"
        told = manager.get(f"/figures/binary-reoffending-rate/{at}/numerator/").context
        assert told["columns"] == ["Child", "Reference", "Followed from", "First reoffence", "Proven"]
        (line,) = ([cell["text"] for cell in row] for row in told["rows"])
        assert line == ["Tia", "tia", "1 June 2007", "Theft 2, 02/08/2007", "8 February 2008"]
        assert manager.get(told["rows"][0][3]["href"]).status_code == 200
        each = manager.get(f"/figures/reoffences-per-child/{at}/numerator/").context
        assert each["columns"] == ["Offence", "Child", "Followed from", "Proven"]
        assert {row[-1]["text"] for row in each["rows"]} == {"7 January 2008", "8 February 2008"}

    @pytest.mark.parametrize("slug", ["binary-reoffending-rate-four-quarters", "reoffending-after-disposal"])
    def test_of_everybody_followed_it_says_who_reoffended(self, manager: Client, slug: str) -> None:
        figure = manager.get(f"/figures/{slug}/2018-19/as-at/2026-11-01/").context["figure"]
        lines = list(listed(manager, f"/figures/{slug}/2018-19/as-at/2026-11-01/denominator/"))
        assert sum("No proven reoffence" not in line for line in lines) == figure.numerator.value

    def test_an_offence_that_waits_for_an_outcome_is_told_as_such(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            address = "/figures/reoffending-with-pending/2025-26/as-at/2026-11-20/"
            figure = manager.get(address).context["figure"]
            lines = list(listed(manager, f"{address}numerator/"))
        waits = (figure.numerator.rows["reoffences"] == 0).sum()
        assert sum("Waits for an outcome" in line for line in lines) == waits

    def test_a_sum_is_listed_with_its_amounts(self, manager: Client) -> None:
        response = manager.get("/figures/contributions/2018-19/as-at/2026-11-01/numerator/")
        told = [unescape(line["text"]) for row in response.context["rows"] for line in row[1:]]
        amounts = [float(amount.strip("£").replace(",", "")) for amount in told]
        assert sum(amounts) == pytest.approx(response.context["figure"].value, abs=len(amounts))
        assert response.context["columns"] == ["Contribution", "Amount"]
        population = manager.get("/figures/first-time-entrants/2018-19/as-at/2026-11-01/denominator/")
        assert [row[1]["text"] for row in population.context["rows"]] == ["23,984"]

    def test_everybody_on_the_page_is_in_the_log_and_nobody_else(self, manager: Client) -> None:
        response = manager.get("/figures/first-time-entrants/2010-11/as-at/2026-11-01/numerator/")
        shown = re.findall(r"WB\d{5}", response.content.decode())
        line = AccessEvent.objects.order_by("-id").first()
        assert line is not None
        assert len(shown) > 5
        assert (sorted(line.subjects), line.page) == (sorted(shown), "documents:records-behind")

    def test_an_empty_list_says_so(self, manager: Client) -> None:
        response = manager.get("/figures/custody-rate/1960/as-at/2026-11-01/numerator/")
        assert "Counted: 0" in whole_text_of(response)
        assert "There are none." in whole_text_of(response)

    def test_sixty_records_are_two_pages_of_the_same_list(self, manager: Client) -> None:
        many = "/figures/first-time-entrants/2008-04-01..2014-03-31/as-at/2026-11-01/numerator/"
        first, second = (manager.get(many, {"page": page}) for page in (1, 2))
        count = first.context["figure"].numerator.value
        assert count > 50
        assert (len(first.context["rows"]), first.context["page_obj"].paginator.count) == (50, count)
        assert f"51 to {min(100, count)} of {count}" in whole_text_of(second)

    def test_it_asks_the_database_as_much_for_fifty_records_as_for_a_few(
        self, manager: Client, django_assert_max_num_queries: Any
    ) -> None:
        today = Book.now().day
        many = f"/figures/reoffences-per-child/2009-04-01..2016-03-31/as-at/{today}/numerator/"
        few = f"/figures/reoffences-per-child/2018-19/as-at/{today}/numerator/"
        asked = []
        for address in (many, few):
            manager.get(address)
            with django_assert_max_num_queries(12) as queries:
                assert len(manager.get(address).context["rows"]) > 3
            asked.append(len(queries.captured_queries))
        assert asked[0] == asked[1]


class TestARecordThatIsNoLongerWhatItWas:
    def test_it_is_listed_as_it_was_known_and_leads_to_all_it_has_been(
        self, manager: Client, a_cautioned_child: Any
    ) -> None:
        child, (first, second) = a_cautioned_child
        first.imposed_on = dt.date(2004, 5, 9)
        keep(first, by=None, reason="wrong day")
        child.first_name = "Matilda"
        keep(child, by=None, reason="as she is called")
        remove(second, by=None, reason="entered twice")
        then = manager.get(f"{OLD}as-at/2010-01-01/numerator/")
        lines = [[cell["text"] for cell in row] for row in then.context["rows"]]
        assert lines == [
            ["Reprimand, 01/05/2004", "Matilda", "1 May 2004"],
            ["Final warning, 02/05/2004 (removed since)", "Matilda", "2 May 2004"],
        ]
        assert then.context["columns"] == ["Disposal", "Child", "Day in the period"]
        for row in then.context["rows"]:
            assert manager.get(row[0]["href"]).status_code == 200
        now = manager.get(f"{OLD}as-at/{Book.now().day}/numerator/")
        assert [[cell["text"] for cell in row][0] for row in now.context["rows"]] == ["Reprimand, 09/05/2004"]

    def test_a_child_removed_since_is_named_by_reference_alone(self, manager: Client, a_cautioned_child: Any) -> None:
        child, made = a_cautioned_child
        for record in (*made, *child.offence_set.all(), child):
            remove(record, by=None, reason="of another service")
        address = "/figures/first-time-entrants/2004-05/as-at/2010-01-01/numerator/"
        response = manager.get(address)
        assert [[cell["text"] for cell in row] for row in response.context["rows"]] == [
            ["Child tilly (removed since)", "tilly", "1 May 2004"]
        ]
        assert "Tilly" not in response.content.decode()
        line = AccessEvent.objects.order_by("-id").first()
        assert line is not None
        assert line.subjects == ["tilly"]
