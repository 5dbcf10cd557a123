"""A tracked child's page: which offences count, and from a list of a past day what was known on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from disposals.models import Child, Disposal, Offence
from tests.factories.disposals import OffenceFactory
from tests.reading import links_of, text_of
from tests.reoffending.test_tracker_page import PAGE, TODAY, child_of
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.record import keep, remove


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role | str], Client]


@pytest.fixture
def followed() -> Iterator[list[Child]]:
    """Three children: one proven to have reoffended twice, one of whom it waits to be known, one of whom nothing is."""
    day, proven = dt.date(2025, 6, 2), dt.date(2025, 10, 1)
    with time_machine.travel(TODAY, tick=False):
        yield [
            child_of(1, day, (dt.date(2025, 8, 1), proven), (dt.date(2025, 9, 1), proven)),
            child_of(2, day, (dt.date(2026, 2, 1), None)),
            child_of(3, dt.date(2025, 11, 3)),
        ]


class TestHistory:
    def test_a_childs_history_says_which_offences_count(self, client_for: ClientFor, followed: list[Child]) -> None:
        OffenceFactory(child=followed[1], ref="T2-B", committed_on=dt.date(2025, 7, 1), is_breach=True)
        said = {
            child.ref: text_of(client_for(Role.WORKER).get(f"{PAGE}children/{child.pk}/")) for child in followed[:2]
        }
        assert said["T1"].count(": proven") == 2
        assert ": waiting for an outcome" in said["T2"]
        assert ": does not count as a reoffence" in said["T2"]


class TestOfAPastDay:
    """A list of a past day leads to what was known on it."""

    @pytest.fixture
    def listed(self, followed: list[Child]) -> str:
        return f"{PAGE}as-at/{TODAY:%Y-%m-%d}/"

    def test_a_childs_page_says_what_was_known_then_and_nothing_since(
        self, client_for: ClientFor, followed: list[Child], listed: str
    ) -> None:
        with time_machine.travel(TODAY + dt.timedelta(days=40), tick=False):
            client = client_for(Role.MANAGER)
            order = {"kind": "referral_order", "imposed_on": dt.date(2026, 4, 20), "offence_refs": ["T2-1"]}
            keep(Disposal(child=followed[1], **order), by=None)
            (tracked,) = (tracked for child, tracked in client.get(listed).context["rows"] if child.ref == "T2")
            page = client.get(tracked.address)
            said = text_of(page)
            assert "As known at the end of 31 March 2026." in page.content.decode()
            assert "Offence: waiting for an outcome" in said
            assert "Referral order" not in said
            assert "Proven reoffences 0" in said
            now = text_of(client.get(page.context["as_at_now"]))
            assert "Referral order" in now
            assert "Proven reoffences 1" in now

    def test_a_child_removed_since_leads_to_the_versions_that_were_kept(
        self, client_for: ClientFor, followed: list[Child], listed: str
    ) -> None:
        with time_machine.travel(TODAY + dt.timedelta(days=40), tick=False):
            gone = followed[2]
            address = f"{listed}children/{gone.pk}/"
            for kind in (Disposal, Offence):
                remove(kind.objects.get(child=gone), by=None, reason="Somebody else")
            remove(gone, by=None, reason="Somebody else")
            client = client_for(Role.MANAGER)
            page = client.get(listed)
            assert "3 children" in text_of(page)
            (href,) = (href for href in links_of(page) if "/versions/" in href)
            assert "Removed since: Child T3" in text_of(page)
            assert client.get(href).status_code == 200
            assert client.get(address)["Location"] == href
            assert "T3" in AccessEvent.objects.filter(page="reoffending:tracker-as-at").last().subjects
