"""The tracker page: each figure under its own name, every child a row, and news without a reload."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from disposals.models import Child, Disposal, Offence
from reoffending.models import Review
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.reading import links_of, text_of
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.live import A_MOMENT
from yjs.records.record import keep, remove


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role | str], Client]
# Six: who is signed in (two), what was saved, the names, the log (two); two transactions begun and
# ended; and where several write at once, a turn at the log.
QUESTIONS = 6 + 4 + (connection.vendor == "postgresql")
PAGE = "/reoffending/tracker/2025-26/"
TODAY = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
POLL = {"HX-Request": "true", "X-In-The-Background": "1"}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def child_of(
    number: int, index: dt.date, *reoffences: tuple[dt.date, dt.date | None], kind: str = "youth_caution"
) -> Child:
    """A child with an index disposal, and offences after it: each with the day of its proof, or none yet."""
    child = ChildFactory(
        ref=f"T{number}", first_name=f"Given{number}", last_name="Tracked", date_of_birth=dt.date(2010, 1, 1)
    )
    first = OffenceFactory(child=child, ref=f"T{number}-0", committed_on=index)
    DisposalFactory(child=child, ref=f"T{number}-D0", kind=kind, imposed_on=index, offence_refs=[first.ref])
    for place, (committed, proven) in enumerate(reoffences, 1):
        offence = OffenceFactory(child=child, ref=f"T{number}-{place}", committed_on=committed)
        if proven:
            DisposalFactory(
                child=child,
                ref=f"T{number}-D{place}",
                kind="referral_order",
                imposed_on=proven,
                offence_refs=[offence.ref],
            )
    return child


@pytest.fixture
def cohort() -> list[Child]:
    day = dt.date(2025, 6, 2)
    return [
        child_of(1, day, (dt.date(2025, 8, 1), dt.date(2025, 10, 1)), (dt.date(2025, 9, 1), dt.date(2025, 10, 1))),
        child_of(2, day, (dt.date(2026, 2, 1), None)),
        child_of(3, dt.date(2025, 11, 3)),
        child_of(4, dt.date(2025, 12, 1), kind="outcome_22"),
    ]


class TestWhatItSays:
    def test_each_figure_stands_under_its_own_name_with_what_it_was_made_of(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        said = text_of(client_for(Role.MANAGER).get(PAGE))
        assert "Seen so far Seen so far: 33.3% 1 of 3 95% interval of the share: 6.1% to 79.2%" in said
        assert "With what is pending With what is pending: 66.7% 2 of 3" in said
        assert "3 open 0 waiting for outcomes 0 final" in said
        assert "3 of 3 are still followed, so the 33.3% seen so far is no result and the number who reoffended" in said
        assert "proven reoffences (100.0%)" not in said, "two reoffences are too few to share out"
        assert "Reoffences per reoffender: 2.00 2 reoffences, 1 child who reoffended" in said
        assert "Reoffences per child: 0.67 2 reoffences, 3 children in the cohort" in said

    def test_a_number_leads_to_its_figure(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        for told in client.get(PAGE).context["figures"]:
            figure = client.get(told["address"]).context["figure"]
            assert told["value"] in (figure.text, "Not yet")

    def test_diversion_is_followed_too_where_it_is_asked_for(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        assert len(client.get(PAGE).context["rows"]) == 3
        rows = client.get(PAGE, {"rule": "any"}).context["rows"]
        assert {child.ref for child, _ in rows} == {"T1", "T2", "T3", "T4"}
        only = client.get(PAGE, {"rule": "any", "disposal": "outcome_22"}).context
        assert [child.ref for child, _ in only["rows"]] == ["T4"]
        assert only["figures"][0]["of"] == "0 of 1"

    def test_the_rule_it_goes_by_is_the_one_that_is_ticked(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        for asked, rule in ({}, "substantive"), ({"rule": ""}, "substantive"), ({"rule": "any"}, "any"):
            ticked = re.findall(r"<input[^>]*\bchecked\b[^>]*>", client.get(PAGE, asked).content.decode())
            assert [re.findall(r'value="(\w+)"', each) for each in ticked] == [[rule]], asked

    def test_earlier_cohorts_stand_beside_it_as_known_on_a_day_that_is_named(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        with time_machine.travel(dt.datetime(2025, 1, 2, tzinfo=dt.UTC)):
            child_of(8, dt.date(2024, 6, 3))
        said = text_of(client_for(Role.MANAGER).get(PAGE))
        assert "2024/25 at this point (31 March 2025)" in said
        assert "at the same age" not in said

    def test_nobody_is_in_a_cohort_in_which_nothing_happened(self, client_for: ClientFor) -> None:
        said = text_of(client_for(Role.MANAGER).get(PAGE))
        assert "Nobody is in this cohort, so there is nothing to conclude." in said
        assert "Nobody is in this cohort as it is chosen." in said

    @pytest.mark.parametrize(
        ("asked", "said"),
        [("last year", "is not a period"), ("2031/32", "This period has not begun."), ("", "This field is required.")],
    )
    def test_a_period_that_is_none_is_refused_with_words(self, client_for: ClientFor, asked: str, said: str) -> None:
        response = client_for(Role.MANAGER).get(PAGE, {"period": asked})
        assert response.status_code == 200
        assert said in text_of(response)

    def test_a_period_is_read_as_people_write_it(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(PAGE, {"period": "July to September 2025"})
        assert response["Location"].startswith("/reoffending/tracker/2025Q2/")

    def test_another_period_has_another_address(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(PAGE, {"period": "2025Q1", "rule": "any"})
        assert response["Location"] == "/reoffending/tracker/2025Q1/?rule=any"

    def test_as_known_on_an_earlier_day(self, client_for: ClientFor, cohort: list[Child]) -> None:
        page = client_for(Role.MANAGER).get(f"{PAGE}as-at/2026-03-30/")
        assert page.context["rows"] == []
        assert "As known at the end of 30 March 2026." in page.content.decode()
        assert page.context["update"] == ""

    def test_who_comes_first_stands_first_with_the_reason(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.WORKER)
        assert [child.ref for child, _ in client.get(PAGE).context["rows"]] == ["T2", "T1", "T3"]
        sent = client.post(
            f"/reoffending/children/{cohort[2].pk}/first/add/", {"is_priority": "True", "why": "New school"}
        )
        assert sent.status_code == 302, text_of(sent)
        response = client.get(PAGE)
        assert [child.ref for child, _ in response.context["rows"]] == ["T3", "T2", "T1"]
        assert "Comes first: New school" in text_of(response)
        assert Review.objects.get().history.count() == 1

    @pytest.mark.parametrize(
        ("order", "refs"),
        [("index", "T1 T2 T3"), ("left", "T1 T2 T3"), ("pending", "T2 T1 T3"), ("proven", "T1 T2 T3")],
    )
    def test_the_children_in_another_order(
        self, client_for: ClientFor, cohort: list[Child], order: str, refs: str
    ) -> None:
        rows = client_for(Role.WORKER).get(PAGE, {"order": order}).context["rows"]
        assert [child.ref for child, _ in rows] == refs.split()

    def test_how_many_are_followed_wait_or_are_final_opens_those_children(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for("manager")
        whole = client.get(PAGE).context
        states = whole["states"]
        assert sum(int(state["text"].split()[0]) for state in states) == len(whole["rows"])
        for state in states:
            listed = client.get(state["href"])
            number, name = state["text"].split(maxsplit=1)
            assert len(listed.context["rows"]) == int(number)
            assert f"Only children marked “{name.capitalize()}”." in listed.content.decode()
            assert listed.context["figures"] == whole["figures"]

    def test_a_list_that_is_none_is_not_found(self, client_for: ClientFor, cohort: list[Child]) -> None:
        for asked in ({"status": "asleep"}, {"reoffended_by": "x"}, {"followed_for": "400"}):
            assert client_for("manager").get(PAGE, asked).status_code == 404

    def test_a_childs_page_marks_the_days_between_which_a_reoffence_counts(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        said = text_of(client_for(Role.WORKER).get(f"{PAGE}children/{cohort[0].pk}/"))
        assert "2 June 2025 Followed from this day Youth caution." in said
        assert "2 June 2026 Twelve months end" in said
        assert "2 December 2026 Waiting ends" in said
        assert "Days to the first reoffence 60" in said

    def test_a_child_of_no_cohort_is_not_found_in_it(self, client_for: ClientFor, cohort: list[Child]) -> None:
        assert client_for(Role.WORKER).get(f"{PAGE}children/{cohort[3].pk}/").status_code == 404


class TestLive:
    def test_where_nothing_was_saved_nothing_is_sent_and_nothing_logged(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        update = client.get(PAGE).context["update"]
        before = AccessEvent.objects.count()
        response = client.get(update, headers=POLL)
        assert (response.status_code, response.content) == (204, b"")
        assert AccessEvent.objects.count() == before

    @pytest.mark.parametrize("change", ["offence", "result", "release", "correction", "removal"])
    def test_what_is_saved_anywhere_is_sent_and_logged(
        self, client_for: ClientFor, cohort: list[Child], change: str
    ) -> None:
        inside = child_of(9, dt.date(2025, 9, 1), kind="detention_and_training_order")
        client = client_for(Role.MANAGER)
        first = client.get(PAGE)
        # The word by which a page asks is good for a moment.
        with time_machine.travel(TODAY + dt.timedelta(seconds=2), tick=False):
            if change == "offence":
                keep(Offence(child=cohort[2], committed_on=dt.date(2026, 3, 1)), by=None)
            elif change == "result":
                order = {"kind": "referral_order", "imposed_on": dt.date(2026, 3, 2), "offence_refs": ["T2-1"]}
                keep(Disposal(child=cohort[1], **order), by=None)
            elif change == "release":
                sentence = Disposal.objects.get(child=inside)
                sentence.released_on = dt.date(2026, 3, 3)
                keep(sentence, by=None, reason="Released")
            elif change == "correction":
                offence = Offence.objects.get(ref="T1-1")
                offence.is_breach = True
                keep(offence, by=None, reason="It was a breach")
            else:
                remove(Disposal.objects.get(ref="T1-D1"), by=None, reason="Entered twice")
            before = AccessEvent.objects.count()
            response = client.get(first.context["update"], headers=POLL)
            assert response.status_code == 200
            assert "<html" not in response.content.decode()
            assert AccessEvent.objects.count() == before + 1
            told = [(child.ref, tracked.state) for child, tracked in response.context["rows"]]
            assert told != [(child.ref, tracked.state) for child, tracked in first.context["rows"]]
            whole = client.get(PAGE)
            assert told == [(child.ref, tracked.state) for child, tracked in whole.context["rows"]]
            assert [t["value"] for t in response.context["figures"]] == [t["value"] for t in whole.context["figures"]]

    def test_where_nothing_of_the_cohort_was_saved_nothing_is_sent_or_logged_and_the_next_question_is_a_short_one(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        update = client.get(PAGE).context["update"]
        with time_machine.travel(TODAY + dt.timedelta(seconds=2), tick=False):
            OffenceFactory(child=ChildFactory(ref="ELSE"), committed_on=dt.date(2026, 3, 1))
            before = AccessEvent.objects.count()
            response = client.get(update, headers=POLL)
            assert (response.status_code, response.content) == (204, b"")
            assert AccessEvent.objects.count() == before
            again = client.get(response["X-Tracker-Next"], headers=POLL)
            assert (again.status_code, "X-Tracker-Next" in again) == (204, False)
            cohort[0].last_name = "Renamed"
            keep(cohort[0], by=None, reason="Wrong name")
            # The word by which a page asks is good for a moment.
            time.sleep(A_MOMENT)
            assert "Renamed" in client.get(response["X-Tracker-Next"], headers=POLL).content.decode()

    def test_what_an_open_page_has_already_is_in_none_of_its_links(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        update = client.get(PAGE).context["update"]
        keep(Offence(child=cohort[2], committed_on=dt.date(2026, 3, 1)), by=None)
        assert not [href for href in links_of(client.get(update)) if "state=" in href or "drawn=" in href]

    def test_without_javascript_the_page_is_the_whole_page(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        response = client.get(client.get(PAGE).context["update"])
        assert "<html" in response.content.decode()

    def test_many_children_ask_the_database_no_more_than_few(
        self, client_for: ClientFor, cohort: list[Child], django_assert_num_queries: Any
    ) -> None:
        client = client_for(Role.MANAGER)
        client.get(PAGE)
        with django_assert_num_queries(QUESTIONS):
            client.get(PAGE)
        for number in range(20, 60):
            child_of(number, dt.date(2025, 7, 1), (dt.date(2025, 8, 1), None))
        client.get(PAGE)
        with django_assert_num_queries(QUESTIONS):
            assert len(client.get(PAGE).context["rows"]) == 43
