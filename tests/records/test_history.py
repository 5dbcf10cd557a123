"""A child's event history: everything recorded, in the order it happened."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.disposals.kept import BORN, a_child, a_disposal, a_remand, a_status, an_offence, some_work
from yjs.records.history import event_history
from yjs.records.record import remove


@pytest.mark.django_db
class TestEventHistory:
    def test_each_kind_of_record_tells_its_own_events_in_order(self) -> None:
        child = a_child()
        work = some_work(child, programme="Reparation", started_on=dt.date(2024, 8, 1), ended_on=dt.date(2024, 11, 1))
        offences = [an_offence(child, dt.date(2024, 3, day), description=f"Theft {day}") for day in (2, 1)]
        sentence = a_disposal(
            child,
            *offences,
            kind="detention_and_training_order",
            imposed_on=dt.date(2024, 6, 1),
            released_on=dt.date(2024, 7, 1),
        )
        a_remand(child, started_on=dt.date(2024, 4, 1), ended_on=dt.date(2024, 6, 1))
        a_status(child, status="ehc_plan", started_on=dt.date(2020, 9, 1), ended_on=dt.date(2021, 9, 1))
        assert [(event.on.isoformat(), event.title, event.detail) for event in event_history(child)] == [
            ("2009-05-03", "Born", ""),
            ("2020-09-01", "Education, health and care plan", "began"),
            ("2021-09-01", "Education, health and care plan", "ended"),
            ("2024-03-01", "Offence", "Theft 1"),
            ("2024-03-02", "Offence", "Theft 2"),
            ("2024-04-01", "Remanded", "Youth detention accommodation"),
            ("2024-06-01", "Detention and training order", "for 2 offences"),
            ("2024-06-01", "Remand ended", "Youth detention accommodation"),
            ("2024-07-01", "Released from custody", "Detention and training order"),
            ("2024-08-01", "Work began", "Reparation"),
            ("2024-11-01", "Work ended", "Reparation"),
        ]
        assert {event.record for event in event_history(child)} >= {child, work, sentence, *offences}

    def test_another_childs_events_are_not_among_them(self) -> None:
        child = a_child()
        an_offence(a_child("Tom", "Hart"))
        assert [event.title for event in event_history(child)] == ["Born"]

    def test_what_was_removed_did_not_happen(self) -> None:
        child = a_child()
        remove(an_offence(child), by=None, reason="Another child's")
        assert [event.title for event in event_history(child)] == ["Born"]


class TestAnyLife(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.dates(min_value=BORN, max_value=dt.date(2024, 12, 31)), max_size=8))
    def test_days_never_run_backwards_and_none_is_lost(self, days: list[dt.date]) -> None:
        child = a_child()
        for day in days:
            an_offence(child, day)
            some_work(child, started_on=day)
        told = [event.on for event in event_history(child)]
        assert told == sorted(told)
        assert len(told) == 1 + 2 * len(days)
