"""One meeting after another: each begins where the last one closed, to the minute, and keeps the order it began with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.test import Client

from disposals.models import Child, Disposal, Offence
from reoffending.models import Meeting, Review
from tests.factories.disposals import DisposalFactory, OffenceFactory
from tests.reading import text_of
from tests.reoffending.test_meeting import card, closed, held
from tests.reoffending.test_meeting_note import on_paper
from tests.reoffending.test_tracker_page import TODAY, child_of
from yjs.people.permissions import Role
from yjs.records import live
from yjs.records.record import keep


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ClientFor = Callable[[Role | str], Client]
ONLY_THE_SECOND = "New offence: T2 (G. T.). Came"


@contextmanager
def later(client_for: ClientFor, **after: float) -> Iterator[Client]:
    with time_machine.travel(TODAY + dt.timedelta(**after), tick=False):
        yield client_for(Role.MANAGER)


def news_of(client: Client, meeting: Meeting, child: Child) -> list[str]:
    return client.get(f"{meeting.get_absolute_url()}children/{child.pk}/").context["news"]


def order_of(client: Client, meeting: Meeting) -> list[int]:
    return [tracked.pk for tracked in client.get(meeting.get_absolute_url()).context["view"].order]


class TestTheMomentOfClosing:
    def test_what_is_saved_the_afternoon_after_is_news_at_the_next_and_not_in_the_page_that_was_kept(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        first = closed(client_for(Role.MANAGER))
        with later(client_for, hours=3):
            OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 3, 20))
        with later(client_for, hours=4) as client:
            assert ONLY_THE_SECOND in on_paper(client, first)
            assert text_of(client.get(first.get_absolute_url())).count("0 proven, 1 waiting") == 1
        with later(client_for, days=7) as client:
            second = held(client)
            assert news_of(client, second, cohort[2]) == ["New offence"]
            assert ONLY_THE_SECOND in on_paper(client, first)
            assert "New offence: T3 (G. T.)" in on_paper(client, closed(client))

    def test_what_was_saved_that_morning_is_old_at_the_next(self, client_for: ClientFor, cohort: list[Child]) -> None:
        OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 3, 20))
        with later(client_for, hours=1) as client:
            closed(client)
        with later(client_for, days=7) as client:
            assert news_of(client, held(client), cohort[2]) == []

    def test_a_meeting_closed_before_the_moment_was_kept_is_as_known_at_the_end_of_its_day(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        old = Meeting(held_on=TODAY.date(), asked="2025-26/?rule=substantive", is_closed=True)
        keep(old, by=None)
        with later(client_for, hours=3):
            OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 3, 20))
        with later(client_for, days=7) as client:
            assert news_of(client, held(client), cohort[2]) == []
            assert "New offence: T2 (G. T.), T3 (G. T.)" in on_paper(client, old)

    def test_opened_again_and_closed_again_it_is_of_the_second_closing(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        first = closed(client_for(Role.MANAGER))
        with later(client_for, hours=1) as client:
            OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 3, 20))
            assert held(client).closed_at is None
            closed(client, "Gone through again.")
        first.refresh_from_db()
        assert first.closed_at == TODAY + dt.timedelta(hours=1)

    def test_the_book_of_that_moment_is_read_once_and_again_where_something_was_known_by_then(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        moment = TODAY - dt.timedelta(days=2)
        book = live.known_at(moment)
        assert book[Offence].empty
        OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 3, 20))
        assert live.known_at(moment) is book
        OffenceFactory(child=cohort[2], ref="T3-2", committed_on=dt.date(2026, 3, 1), recorded_on=dt.date(2026, 3, 2))
        assert len(live.known_at(moment)[Offence]) == 1


class TestLeftOpen:
    def test_a_meeting_left_open_is_closed_as_it_stood_when_the_next_begins(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        first = held(client_for(Role.MANAGER))
        with later(client_for, days=2):
            OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 4, 1))
        with later(client_for, days=7) as client:
            second = held(client)
            assert (second.held_on, second.is_closed) == (dt.date(2026, 4, 7), False)
            assert "The meeting of 31 March 2026 had been left open." in text_of(client.get(second.get_absolute_url()))
            first.refresh_from_db()
            assert (first.is_closed, first.note) == (True, "")
            assert "As known on 31 March 2026" in on_paper(client, first)
            assert ONLY_THE_SECOND in on_paper(client, first)
            assert news_of(client, second, cohort[2]) == ["New offence"]
        last = first.history.order_by("history_id").last()
        assert last.history_change_reason == "Left open, and closed when the next meeting began"

    def test_the_note_of_one_that_was_opened_again_and_left_stays(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        first = closed(client, "Two visits were agreed.")
        held(client)
        with later(client_for, days=7) as client:
            held(client)
        first.refresh_from_db()
        assert (first.is_closed, first.note) == (True, "Two visits were agreed.")


class TestTheOrder:
    def test_is_that_of_the_beginning_whatever_is_saved_meanwhile(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        meeting = held(client)
        began = order_of(client, meeting)
        last = Child.objects.get(pk=began[-1])
        with later(client_for, minutes=5) as client:
            OffenceFactory(child=last, ref="T9-1", committed_on=dt.date(2026, 3, 30))
            keep(Review(child=last, is_priority=True, why="Not seen since Friday"), by=None)
            assert order_of(client, meeting) == began
            assert "3 of 3" in text_of(card(client, meeting, last))
            assert client.get(f"{meeting.get_absolute_url()}children/{last.pk}/").context["after"] == ""

    def test_a_child_who_comes_in_meanwhile_comes_last(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        meeting = held(client)
        began = order_of(client, meeting)
        with later(client_for, minutes=5) as client:
            new = child_of(7, dt.date(2026, 3, 2), (dt.date(2026, 3, 30), None))
            keep(Review(child=new, is_priority=True, why="New to the service"), by=None)
            assert order_of(client, meeting) == [*began, new.pk]


class TestTheCard:
    def test_says_that_the_child_is_in_custody(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        meeting = held(client)
        assert "In custody" not in text_of(card(client, meeting, cohort[0]))
        sentence = {
            "kind": "detention_and_training_order",
            "imposed_on": dt.date(2026, 3, 30),
            "offence_refs": ["T1-1"],
        }
        DisposalFactory(child=cohort[0], ref="T1-C", **sentence)
        assert "In custody" in text_of(card(client, meeting, cohort[0]))
        assert "In custody" not in text_of(card(client, meeting, cohort[1]))

    def test_of_a_child_who_came_in_says_what_was_so_already(self, client_for: ClientFor, cohort: list[Child]) -> None:
        closed(client_for(Role.MANAGER))
        with later(client_for, days=1):
            proven = child_of(7, dt.date(2026, 2, 2), (dt.date(2026, 2, 20), dt.date(2026, 3, 20)))
            inside = child_of(8, dt.date(2026, 2, 2), (dt.date(2026, 2, 20), None))
            sentence = {
                "kind": "detention_and_training_order",
                "imposed_on": dt.date(2026, 3, 30),
                "offence_refs": ["T8-0"],
            }
            DisposalFactory(child=inside, ref="T8-C", **sentence)
        with later(client_for, days=7) as client:
            meeting = held(client)
            assert news_of(client, meeting, proven) == ["Came into the cohort", "Came in with a proven offence"]
            assert news_of(client, meeting, inside) == [
                "Came into the cohort",
                "New offence",
                "Came in while in custody",
            ]

    def test_an_offence_that_was_known_before_the_child_came_in_is_not_new(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        child = child_of(7, dt.date(2024, 6, 3), (dt.date(2026, 2, 20), None))
        closed(client_for(Role.MANAGER))
        with later(client_for, days=1):
            on = dt.date(2026, 2, 2)
            OffenceFactory(child=child, ref="T7-8", committed_on=on)
            result = {"kind": "youth_caution", "imposed_on": on, "offence_refs": ["T7-8"]}
            keep(Disposal(child=child, ref="T7-D8", residence="local", **result), by=None)
        with later(client_for, days=7) as client:
            news = news_of(client, held(client), child)
        assert news == ["Came into the cohort", "Came in with an offence that waits"]

    def test_an_offence_entered_with_its_result_is_said_to_be_new_and_proven(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        closed(client_for(Role.MANAGER))
        with later(client_for, days=1):
            OffenceFactory(child=cohort[2], ref="T3-1", committed_on=dt.date(2026, 3, 1))
            result = {"kind": "referral_order", "imposed_on": dt.date(2026, 3, 20), "offence_refs": ["T3-1"]}
            DisposalFactory(child=cohort[2], ref="T3-D1", **result)
        with later(client_for, days=7) as client:
            assert news_of(client, held(client), cohort[2]) == ["New offence", "Offence now proven"]
