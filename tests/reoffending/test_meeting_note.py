"""What is kept of a meeting: one page that says how sure it is and of whom there is news, and the projections due."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from disposals.models import Child
from reoffending.meeting import NAMED, days_to_look_at
from reoffending.models import Action, Meeting, Projection
from reoffending.projections import DAYS_A_MEETING_LOOKS_AT, cohorts_on, latest_days
from tests.factories.disposals import DisposalFactory, OffenceFactory
from tests.reading import text_of
from tests.reoffending.test_meeting import closed, held
from tests.reoffending.test_tracker_page import TODAY, child_of
from yjs.measures.periods import Period, financial_year
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ClientFor = Callable[[Role | str], Client]
NOTE = "Each child was talked about, and the worker said what has changed. " * 25 + "All were gone through."
LONG = "Ring the school about the timetable, then write to the family about the visit " * 2 + "and to the court"


def on_paper(client: Client, meeting: Meeting) -> str:
    pages = PdfReader(io.BytesIO(client.get(f"{meeting.get_absolute_url()}note.pdf").content)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", " ", pages[0].extract_text())


class TestMeetingNote:
    def test_the_estimate_stands_with_its_interval_on_page_and_paper(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        for number in range(10, 30):
            child_of(number, dt.date(2023, 6, 1), *[(dt.date(2023, 9, number), dt.date(2023, 12, 1))] * (number % 2))
        client = client_for(Role.MANAGER)
        meeting = closed(client)
        figures = dict(client.get(meeting.get_absolute_url()).context["tracker"].figures)
        estimate = figures["Estimated at twelve months"]
        low, high = (estimate.measure.unit.show(end) for end in estimate.interval)
        told = f"estimated at twelve months {estimate.text} (95% interval of the share {low} to {high})"
        assert told in text_of(client.get(meeting.get_absolute_url()))
        assert told in on_paper(client, meeting)

    def test_it_names_the_children_of_whom_there_is_news_by_reference_and_initials_and_logs_them(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        closed(client)
        with time_machine.travel(TODAY + dt.timedelta(days=7), tick=False):
            client = client_for(Role.MANAGER)
            OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 4, 1))
            DisposalFactory(
                child=cohort[1],
                ref="T2-D1",
                kind="referral_order",
                imposed_on=dt.date(2026, 4, 2),
                offence_refs=["T2-1"],
            )
            meeting = closed(client)
            said = on_paper(client, meeting)
        assert "News since 31 March 2026. New offence: T3 (G. T.). Offence now proven: T2 (G. T.)." in said
        assert "T1 (" not in said
        assert "Given" not in said
        event = AccessEvent.objects.filter(page="reoffending:meeting-note").first()
        assert event is not None
        assert event.subjects == ["T2", "T3"]

    def test_where_there_is_none_it_says_so(self, client_for: ClientFor, cohort: list[Child]) -> None:
        closed(client_for(Role.MANAGER))
        with time_machine.travel(TODAY + dt.timedelta(days=7), tick=False):
            client = client_for(Role.MANAGER)
            assert "Nothing is new of any child." in on_paper(client, closed(client))

    def test_of_very_many_the_first_are_named_and_the_others_counted(self, client_for: ClientFor) -> None:
        for number in range(100, 100 + NAMED + 5):
            child_of(number, dt.date(2025, 7, 1), (dt.date(2025, 8, 1), None))
        client = client_for(Role.MANAGER)
        assert "T129 (G. T.) and 5 more." in on_paper(client, closed(client))


class TestOnePage:
    """What is kept of a meeting is one page, however much was decided at it."""

    @pytest.fixture
    def twenty(self, on_the_day: None) -> list[Child]:
        offences = (dt.date(2025, 8, 1), None)
        return [child_of(number, dt.date(2025, 7, 1), *[offences] * (number % 3)) for number in range(100, 120)]

    def decide(self, client: Client, children: list[Child], many: int, what: str) -> Meeting:
        meeting = held(client)
        for number in range(many):
            said = {"owner": "Jo Ellis, the school nurse", "due_on": dt.date(2026, 4, 7)}
            action = Action(meeting=meeting, child=children[number % len(children)], what=f"{number}: {what}", **said)
            keep(action, by=None)
        return closed(client, NOTE)

    @pytest.mark.parametrize("many", [20, 40])
    def test_twenty_actions_have_room_and_of_forty_those_that_have_none_are_counted(
        self, client_for: ClientFor, twenty: list[Child], many: int
    ) -> None:
        client = client_for(Role.MANAGER)
        said = on_paper(client, self.decide(client, twenty[:20], many, "Ring the school"))
        counted = re.search(r"and (\d+) more, on the meeting’s page", said)
        shown = re.findall(r"\d+: Ring the school", said)
        assert len(shown) + (int(counted[1]) if counted else 0) == many
        assert counted is None or many == 40
        assert len(shown) >= 20
        assert said.count("All were gone through.") == 1

    @pytest.mark.parametrize("many", [20, 40])
    def test_of_the_longest_the_first_are_shown_and_the_others_counted(
        self, client_for: ClientFor, twenty: list[Child], many: int
    ) -> None:
        client = client_for(Role.MANAGER)
        meeting = self.decide(client, twenty, many, LONG)
        said = on_paper(client, meeting)
        shown = len(re.findall(r"\d+: Ring", said))
        assert shown >= 10
        assert shown == many or f"and {many - shown} more, on the meeting’s page" in said
        assert said.count("All were gone through.") == 1
        assert text_of(client.get(meeting.get_absolute_url())).count(LONG.strip()) == many


class TestWhatClosingKeeps:
    def test_it_looks_at_the_last_day_on_which_its_own_cohort_fell_due(self) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)):
            looked_at = days_to_look_at(financial_year(2025))
            assert looked_at == [dt.date(2026, 3, 31), *latest_days()]
            assert financial_year(2025).text in {each.text for each in cohorts_on(looked_at[0])}
            assert days_to_look_at(financial_year(2026)) == latest_days()

    def test_one_of_its_own_cohort_is_kept(self, client_for: ClientFor) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)):
            for number in range(10, 20):
                with time_machine.travel(dt.datetime(2024, 1, 2, tzinfo=dt.UTC)):
                    child_of(number, dt.date(2023, 6, 1), (dt.date(2023, 9, number), dt.date(2023, 12, 1)))
            with time_machine.travel(dt.datetime(2025, 8, 1, tzinfo=dt.UTC)):
                child_of(1, dt.date(2025, 6, 2))
            closed(client_for(Role.WORKER))
            cohort = {"starts_on": dt.date(2025, 4, 1), "ends_on": dt.date(2026, 3, 31)}
            assert Projection.objects.filter(rule="substantive", known_on=dt.date(2026, 3, 31), **cohort).exists()

    def test_of_days_that_are_no_quarter_and_no_year_it_looks_at_the_latest_alone(self) -> None:
        assert days_to_look_at(Period.parse("2025-05-01..2025-10-31")) == latest_days()
        assert len(latest_days()) == DAYS_A_MEETING_LOOKS_AT


def test_a_page_without_projections_says_what_a_person_can_do(client_for: ClientFor) -> None:
    said = text_of(client_for(Role.BOARD).get("/reoffending/projections/"))
    assert "One is kept when a tracker meeting is closed" in said
    assert "manage.py" not in said
