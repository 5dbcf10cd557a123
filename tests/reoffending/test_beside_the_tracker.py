"""What stands beside a cohort's rates: how soon, by which method, whose worker, and why an earlier cohort is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from statistics import median

import pytest
import time_machine
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disposals.breakdowns import WORKER
from disposals.models import Child
from reoffending.rules import RULES
from tests.books import book_from
from tests.factories.disposals import InterventionFactory
from tests.reading import text_of
from tests.reoffending.test_tracker_page import PAGE, TODAY, child_of
from tests.second_opinion.followed import cohort, followed_from, reoffences
from tests.second_opinion.histories import services
from tests.second_opinion.known import known
from tests.second_opinion.questions import as_ats, periods
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.people.permissions import Role


ClientFor = Callable[[Role | str], Client]


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


def told(client: Client, name: str, **asked: str) -> dict[str, str]:
    context = client.get(PAGE, asked).context
    return next(each for each in (*context["figures"], *context["often"]) if each["name"] == name)


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestDaysToTheFirst:
    NAME = "Days to the first reoffence"

    def test_the_median_stands_between_the_fewest_and_the_most_and_opens_its_children(
        self, client_for: ClientFor
    ) -> None:
        index = dt.date(2025, 4, 10)
        for number, after in enumerate((12, 87, 200, 40), 1):
            child_of(number, index, (index + dt.timedelta(days=after), dt.date(2026, 2, 1)))
        child_of(9, index, (dt.date(2025, 4, 12), None))
        client = client_for(Role.MANAGER)
        said = told(client, self.NAME)
        assert (said["value"], said["of"]) == ("median 64", "12 to 200 days, 4 children who reoffended")
        page = client.get(said["address"])
        assert page.context["figure"].text == "64"
        figure = page.context["figure"]
        assert set(figure.refs("numerator")) == {"T1", "T2", "T3", "T4"}
        behind = client.get(page.context["facts"][0][2])
        assert "First reoffence" in text_of(behind)

    def test_where_nobody_has_it_says_so(self, client_for: ClientFor) -> None:
        child_of(1, dt.date(2025, 6, 2))
        said = told(client_for(Role.MANAGER), self.NAME)
        assert (said["value"], said["of"]) == ("Not yet", "0 children who reoffended")

    def test_it_is_of_the_children_who_are_asked_for(self, client_for: ClientFor) -> None:
        index = dt.date(2025, 4, 10)
        child_of(1, index, (dt.date(2025, 4, 20), dt.date(2025, 9, 1)), kind="outcome_22")
        client = client_for(Role.MANAGER)
        assert told(client, self.NAME)["value"] == "Not yet"
        said = told(client, self.NAME, rule="any", disposal="outcome_22")
        assert (said["value"], said["of"]) == ("median 10", "10 days, 1 child who reoffended")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_the_days_are_those_counted_by_hand(data: st.DataObject) -> None:
    records = data.draw(services())
    first, last = data.draw(periods(records))
    as_at = data.draw(as_ats(records))
    figure = measures()["days-to-first-reoffence"].figure(book_from(records, as_at), Period(first, last, "asked"))
    service = known(records, as_at)
    committed = {ref: row["committed_on"] for ref, row in service.offences.items()}
    by_hand = []
    for child, disposal in cohort(service, (first, last)).items():
        day = followed_from(disposal)
        if refs := reoffences(service, child, day):
            by_hand.append((min(committed[ref] for ref in refs) - day).days)
    assert figure.value == (median(by_hand) if by_hand else None)
    assert figure.numerator.value == len(by_hand)


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestTheEstimate:
    def test_its_method_is_in_the_line_that_everybody_reads(self, client_for: ClientFor) -> None:
        child_of(1, dt.date(2025, 6, 2))
        client = client_for(Role.MANAGER)
        said = told(client, "Estimated at twelve months")
        if said["value"] != "Not yet":
            assert "Kaplan-Meier" in said["method"]
        for number in range(20, 40):
            index = dt.date(2021, 6, 2) + dt.timedelta(days=number)
            child_of(number, index, (index + dt.timedelta(days=10 * number), index + dt.timedelta(days=11 * number)))
        assert "Kaplan-Meier, corrected for offences still waiting" in text_of(client.get(PAGE))
        assert "by the delays of all children and not of these alone" not in text_of(client.get(PAGE))
        some = text_of(client.get(PAGE, {"disposal": "youth_caution"}))
        assert "corrected for offences still waiting, by the delays of all children and not of these alone" in some


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestWorkers:
    @pytest.fixture
    def children(self) -> list[Child]:
        children = [child_of(number, dt.date(2025, 6, 2)) for number in range(1, 6)]
        ended = {"started_on": dt.date(2025, 6, 3), "ended_on": dt.date(2025, 9, 1)}
        InterventionFactory(child=children[0], worker="Ann Able", **ended)
        InterventionFactory(child=children[1], worker="Ann Able", started_on=dt.date(2025, 6, 3))
        InterventionFactory(child=children[2], worker="Ann Able", **ended)
        InterventionFactory(child=children[2], worker="", started_on=dt.date(2025, 10, 3))
        InterventionFactory(child=children[3], worker="", **ended)
        return children

    def test_whose_work_has_ended_is_said_to_have_none_and_who_was_last(
        self, client_for: ClientFor, children: list[Child]
    ) -> None:
        rows = client_for(Role.WORKER).get(PAGE, {"order": "index"}).context["rows"]
        assert [tracked.worker for _, tracked in rows] == [
            "No open work (last: Ann Able)",
            "Ann Able",
            "Not recorded (last: Ann Able)",
            "No open work",
            "Not recorded",
        ]

    def test_the_open_work_goes_before_ended_work_that_began_later(
        self, client_for: ClientFor, children: list[Child]
    ) -> None:
        later = {"started_on": dt.date(2025, 8, 1), "ended_on": dt.date(2025, 8, 20)}
        InterventionFactory(child=children[1], worker="Ben Best", **later)
        rows = client_for(Role.WORKER).get(PAGE, {"worker": "Ann Able"}).context["rows"]
        assert [child.ref for child, _ in rows] == ["T1", "T2", "T3"]

    def test_beside_the_children_of_one_worker_stands_no_other_cohort_and_it_says_why(
        self, client_for: ClientFor, children: list[Child]
    ) -> None:
        with time_machine.travel(dt.datetime(2025, 1, 2, tzinfo=dt.UTC)):
            before = child_of(8, dt.date(2024, 6, 3))
            InterventionFactory(child=before, worker="Ann Able", started_on=dt.date(2024, 6, 4))
        client = client_for(Role.MANAGER)
        assert len(client.get(PAGE).context["beside"]) == 2
        whole = text_of(client.get(PAGE))
        assert "No other cohort is set beside the children of one worker" not in whole
        page = client.get(PAGE, {"worker": "Ann Able"})
        assert page.context["beside"] == []
        assert "No other cohort is set beside the children of one worker" in text_of(page)

    def test_the_choice_says_that_it_goes_by_the_last_worker_too(
        self, client_for: ClientFor, children: list[Child]
    ) -> None:
        assert "Worker now or last" in text_of(client_for(Role.WORKER).get(PAGE))
        assert WORKER.title == "Worker now or last"


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
class TestEarlierCohorts:
    def test_one_whose_records_were_not_here_by_then_is_said_to_be_missing(self, client_for: ClientFor) -> None:
        child_of(1, dt.date(2025, 6, 2))
        client = client_for(Role.MANAGER)
        assert "Not shown at this point" not in text_of(client.get(PAGE))
        child_of(2, dt.date(2024, 6, 3))
        said = text_of(client.get(PAGE))
        assert "Not shown at this point, as nothing of it was recorded here by then: 2024/25 (31 March 2025)." in said
        assert "2023/24 (" not in said, "nobody is in that one"


def test_both_rules_have_their_own_measure_of_it() -> None:
    assert [rule.how_soon.slug for rule in RULES.values()] == [
        "days-to-first-reoffence",
        "diversion-days-to-first-reoffence",
    ]
