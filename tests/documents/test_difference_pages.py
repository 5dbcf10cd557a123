"""The page that says why a figure moved: each record once, with what was changed, by whom and why."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.factories.people import UserFactory
from tests.factories.plan import ContributionFactory
from tests.places import small_place  # noqa: F401
from tests.reading import links_of, whole_text_of
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.book import Book
from yjs.records.days import day_in_words
from yjs.records.record import keep


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
OLD = "/figures/out-of-court-disposals/2004-05/"
RATE = "/figures/binary-reoffending-rate/2018-19/"
KNOWN = f"{RATE}as-at/2026-11-01/"
MOVED = ("Child", "Record", "Moved", "What changed", "By", "Known from", "Why")


class TestFigureDifference:
    def test_nothing_moved_is_said_plainly(self, manager: Client, a_cautioned_child: Any) -> None:
        response = manager.get(f"{OLD}as-at/2012-01-01/difference/", {"then": "1/1/2011"})
        assert "Nothing moved: the same records were counted at both moments." in whole_text_of(response)

    def test_what_moved_is_told_record_by_record(self, manager: Client, a_cautioned_child: Any) -> None:
        child, (first, second) = a_cautioned_child
        ellis = UserFactory(name="J. Ellis")
        first.appeal = "successful"
        keep(first, by=ellis, reason="appeal heard")
        response = manager.get(f"{OLD}as-at/{Book.now().day}/difference/", {"then": "1/1/2011"})
        moments = {row.name: [cell.text for cell in row.figures] for row in response.context["moments"].rows}
        assert moments == {"Value": ["2", "1", "", ""], "Counted": ["2", "1", "0", "1"]}
        assert response.context["columns"] == [*MOVED]
        (line,) = response.context["rows"]
        today = day_in_words(Book.now().day)
        assert [cell["text"] for cell in line] == [
            *("Tilly", "Reprimand, 01/05/2004", "Counted: left"),
            *("Corrected: appeal from not recorded to Appeal successful", "J. Ellis", today, "appeal heard"),
        ]
        assert "The records that explain it: 1" in whole_text_of(response)
        assert manager.get(line[1]["href"]).status_code == 200
        line = AccessEvent.objects.order_by("-id")[1]
        assert (line.page, line.subjects) == ("documents:figure-difference", ["tilly"])

    def test_each_record_has_one_line_and_the_lines_are_those_that_came_in_and_left(self, manager: Client) -> None:
        for slug in ("out-of-court-disposals", "first-time-entrants"):
            address = f"/figures/{slug}/2018-19/as-at/2019-06-30/difference/"
            response = manager.get(address, {"then": "31/10/2018"})
            moved = [(row.cells[3].text, row.cells[4].text) for row in response.context["moments"].rows[1:]]
            lines = response.context["rows"]
            counted = {slug: sum(int(came) + int(left) for came, left in moved if came)}
            assert len(lines) == counted[slug] > 3
            assert len({line[1]["text"] + line[0]["text"] for line in lines}) == len(lines)

    def test_a_child_comes_in_by_what_is_recorded_of_it(self, manager: Client) -> None:
        said = {"recorded_on": dt.date(2019, 5, 2)}
        child = ChildFactory(ref="late", first_name="Lee", last_name="", date_of_birth=dt.date(2004, 5, 5), **said)
        theft = {"description": "Theft", "committed_on": dt.date(2019, 1, 1)}
        offence = OffenceFactory(child=child, **theft, **said)
        imposed = {"kind": "youth_caution", "imposed_on": dt.date(2019, 2, 1), "offence_refs": [offence.ref]}
        DisposalFactory(child=child, **imposed, by=UserFactory(name="J. Ellis"), **said)
        rows = manager.get(
            "/figures/first-time-entrants/2018-19/as-at/2019-05-03/difference/", {"then": "1/5/2019"}
        ).context["rows"]
        line = next(row for row in rows if row[1]["text"] == "Child late")
        assert line[0]["text"] == "Lee"
        assert "Offence Theft, 01/01/2019: recorded; Disposal Youth caution, 01/02/2019: recorded" in line[3]["text"]
        assert line[5]["text"] == "2 May 2019"

    def test_what_came_with_a_case_bundle_says_so(self, manager: Client, tmp_path: Path) -> None:
        (tmp_path / "children.csv").write_text("child_ref,date_of_birth\n")
        (tmp_path / "contributions.csv").write_text("year,agency,staffing,in_kind,other\n2004/05,Health,1000,,\n")
        call_command("import_bundle", str(tmp_path), stdout=io.StringIO(), stderr=io.StringIO())
        address = f"/figures/contributions/2004-05/as-at/{Book.now().day}/difference/"
        rows = manager.get(address, {"then": "1/1/2011"}).context["rows"]
        assert [line[-1]["text"] for line in rows] == ["Brought in with a case bundle"]

    def test_a_later_day_and_now_do_as_well(self, manager: Client, a_cautioned_child: Any) -> None:
        first = a_cautioned_child[1][0]
        first.appeal = "successful"
        keep(first, by=None, reason="appeal heard")
        then = f"{OLD}as-at/2011-01-01/"
        assert f"{then}difference/?then=now" in links_of(manager.get(then))
        for asked in ("now", f"{Book.now().day:%d/%m/%Y}"):
            response = manager.get(f"{then}difference/", {"then": asked})
            values = [cell.text for cell in response.context["moments"].rows[0].figures]
            assert values[:2] == ["2", "1"]
            assert [line[2]["text"] for line in response.context["rows"]] == ["Counted: left"]
        assert "difference/?then=now" not in " ".join(links_of(manager.get(OLD)))

    def test_a_sum_says_what_the_amount_was(self, manager: Client) -> None:
        given = ContributionFactory(year="2004/05", agency="Health", staffing=1000, recorded_on=dt.date(2004, 6, 1))
        given.staffing = 1500
        keep(given, by=None, reason="agreed later")
        address = f"/figures/contributions/2004-05/as-at/{Book.now().day}/difference/"
        response = manager.get(address, {"then": "1/1/2011"})
        moments = {row.name: [cell.text for cell in row.figures] for row in response.context["moments"].rows}
        assert moments["Value"][:2] == ["£1,000", "£1,500"]
        (line,) = response.context["rows"]
        assert [cell["text"] for cell in line[:3]] == [
            *("Health, 2004/05", "Counted: changed its amount", "Corrected: staffing costs from 1000.00 to 1500.00")
        ]

    @pytest.mark.parametrize(
        ("then", "said"),
        [
            ("banana", "This is not a day. Write it as 31/3/2019."),
            ("", "This field is required."),
            ("1/1/2999", "This day has not come yet. Give today or an earlier day."),
            ("1/11/2026", "Give another day than 1 November 2026, the day of this figure."),
        ],
    )
    def test_a_day_it_cannot_be_set_against_is_refused_with_words(self, manager: Client, then: str, said: str) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            response = manager.get(f"{KNOWN}difference/", {"then": then})
        assert said in whole_text_of(response)
        assert "The figure at two moments" not in whole_text_of(response)

    def test_it_asks_the_database_little_however_many_the_changes(
        self, manager: Client, django_assert_max_num_queries: Any
    ) -> None:
        address = "/figures/first-time-entrants/2010-11/as-at/2026-11-01/difference/"
        manager.get(address, {"then": "1/1/2010"})
        with django_assert_max_num_queries(40):
            lines = manager.get(address, {"then": "1/1/2010"}).context["rows"]
        assert len(lines) > 10
