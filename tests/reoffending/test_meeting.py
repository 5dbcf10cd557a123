"""The weekly meeting: begun once a day, found again, and gone through child by child."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from disposals.models import Child
from reoffending.meeting import cohort_in_words
from reoffending.models import Meeting
from tests.factories.disposals import OffenceFactory
from tests.reading import text_of
from tests.reoffending.test_tracker_page import PAGE, TODAY
from yjs.people.models import User
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ClientFor = Callable[[Role | str], Client]
HOLD = f"{PAGE}meeting/?rule=substantive"


def held(client: Client) -> Meeting:
    sent = client.post(HOLD)
    meeting = Meeting.objects.latest("pk")
    assert sent["Location"] == meeting.get_absolute_url()
    return meeting


def closed(client: Client, note: str = "Gone through.") -> Meeting:
    meeting = held(client)
    version = meeting.version
    sent = client.post(f"{meeting.get_absolute_url()}close/", {"note": note, "version": version})
    assert sent.status_code == 302, text_of(sent)
    meeting.refresh_from_db()
    assert meeting.is_closed
    return meeting


def card(client: Client, meeting: Meeting, child: Child) -> HttpResponse:
    return client.get(f"{meeting.get_absolute_url()}children/{child.pk}/")


class TestMeetingStart:
    def test_its_address_opened_in_a_browser_leads_to_the_tracker(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.WORKER)
        response = client.get(f"{HOLD}&sex=male")
        assert response["Location"] == f"{PAGE}?rule=substantive&sex=male"
        assert client.get(response["Location"]).status_code == 200
        assert not Meeting.objects.exists()

    def test_a_meeting_that_is_open_is_gone_on_with(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.WORKER)
        assert held(client) == held(client)

    def test_a_meeting_closed_today_is_opened_again_and_its_first_note_is_kept(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.WORKER)
        first = closed(client, "Two were talked about.")
        again = held(client)
        assert (again, again.is_closed) == (first, False)
        assert "This meeting was closed earlier today. It is open again." in text_of(
            client.get(again.get_absolute_url())
        )
        assert closed(client, "Three were talked about.") == first
        notes = [version.note for version in first.history.order_by("history_id") if version.is_closed]
        assert notes == ["Two were talked about.", "Three were talked about."]
        assert Meeting.objects.count() == 1

    def test_the_day_after_there_is_another_meeting(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.WORKER)
        first = closed(client)
        with time_machine.travel(TODAY + dt.timedelta(days=1), tick=False):
            client = client_for(Role.WORKER)
            assert held(client) != first

    def test_a_meeting_about_other_children_is_another_meeting(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.WORKER)
        closed(client)
        client.post(f"{PAGE}meeting/?rule=any")
        assert Meeting.objects.count() == 2


class TestFoundAgain:
    def test_the_tracker_leads_to_every_earlier_meeting_and_its_one_page(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        meeting = closed(client)
        other = Meeting(held_on=dt.date(2026, 3, 24), asked="2024-25/?rule=any&sex=male", is_closed=True)
        keep(other, by=None)
        page = client.get(PAGE)
        said = text_of(page)
        assert "Earlier meetings" in said
        assert said.index("31 March 2026 Cohort 2025/26") < said.index("24 March 2026 Cohort 2024/25; Every kind")
        for each in (meeting, other):
            for href in (each.get_absolute_url(), f"{each.get_absolute_url()}note.pdf"):
                assert f'href="{href}"' in page.content.decode()
                assert client.get(href).status_code == 200

    def test_a_meeting_not_closed_yet_is_said_to_be_so(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.MANAGER)
        meeting = held(client)
        page = client.get(PAGE)
        assert "Not closed yet" in text_of(page)
        assert f"{meeting.get_absolute_url()}note.pdf" not in page.content.decode()

    def test_where_there_was_none_there_is_no_list(self, client_for: ClientFor, cohort: list[Child]) -> None:
        assert "Earlier meetings" not in text_of(client_for(Role.MANAGER).get(PAGE))

    @pytest.mark.parametrize("of", ["", "children/{child}/", "close/"])
    def test_its_pages_lead_back_and_stand_under_the_tracker(
        self, client_for: ClientFor, cohort: list[Child], of: str
    ) -> None:
        client = client_for(Role.MANAGER)
        meeting = held(client)
        page = client.get(f"{meeting.get_absolute_url()}{of.format(child=cohort[0].pk)}").content.decode()
        crumbs = page.split('aria-label="Breadcrumb"')[1].split("</nav>")[0]
        assert f'href="{PAGE}?rule=substantive"' in crumbs
        current = re.search(r'aria-current="page">([^<]*)</a>', page)
        assert current is not None
        assert current[1] == "Tracker"

    def test_the_cohort_of_a_meeting_in_words(self) -> None:
        asked = {
            "2025-26/?rule=substantive": "2025/26",
            "2025Q1/?rule=any&sex=female": "April to June 2025; Every kind of disposal, diversion too; Sex: Female",
            "2025-26/?rule=substantive&disposal=youth_caution": "2025/26; Disposal: Youth caution",
            "year-to-2025-12-31/?rule=substantive&worker=Jo+Ellis": "January to December 2025; Worker now or last: Jo Ellis",
        }
        assert {each: cohort_in_words(Meeting(asked=each)) for each in asked} == asked


class TestMeetingChild:
    def test_the_way_on_and_back_comes_first_under_the_heading_with_its_keys(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.WORKER)
        meeting = held(client)
        order = [tracked.pk for tracked in client.get(meeting.get_absolute_url()).context["view"].order]
        main = client.get(f"{meeting.get_absolute_url()}children/{order[1]}/").content.decode().split("<main", 1)[1]
        assert re.search(r'<h1[^>]* id="card" tabindex="-1">', main)
        links = re.findall(r"<a\b.*?</a>", main.split("</h1>")[1], re.DOTALL)
        for link, child, key, name in (
            (links[0], order[2], "n", "Next child (key n)"),
            (links[1], order[0], "p", "Previous child (key p)"),
        ):
            assert f'href="{meeting.get_absolute_url()}children/{child}/#card"' in link
            assert f'accesskey="{key}"' in link
            assert link.endswith(f">{name}</a>")
        assert main.index("What is to be done") < main.index("None is open.")

    def test_each_offence_is_said_to_be_proven_to_wait_or_not_to_count(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        child = cohort[0]
        OffenceFactory(child=child, ref="T1-8", committed_on=dt.date(2026, 1, 5))
        OffenceFactory(child=child, ref="T1-9", committed_on=dt.date(2026, 1, 9), is_breach=True)
        client = client_for(Role.WORKER)
        said = text_of(card(client, held(client), child))
        assert re.search(r"9 January 2026 Offence: does not count as a reoffence", said)
        assert re.search(r"5 January 2026 Offence: waiting for an outcome", said)
        assert re.search(r"1 August 2025 Offence: proven", said)
        assert "2 June 2025 Offence:" not in said

    def test_what_was_recorded_after_a_closed_meeting_is_not_judged_by_it(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        meeting = closed(client_for(Role.WORKER))
        with time_machine.travel(TODAY + dt.timedelta(days=9), tick=False):
            OffenceFactory(child=cohort[2], ref="T3-9", committed_on=dt.date(2026, 3, 1))
            said = text_of(card(client_for(Role.WORKER), meeting, cohort[2]))
        assert "1 March 2026 Offence" in said
        assert "1 March 2026 Offence:" not in said

    def test_the_signs_of_the_timeline_have_a_key(self, client_for: ClientFor, cohort: list[Child]) -> None:
        client = client_for(Role.WORKER)
        for page in (card(client, held(client), cohort[0]), client.get(PAGE)):
            said = text_of(page)
            for sign in ("proven reoffence", "offence that waits for an outcome", "twelve months followed"):
                assert sign in said

    def test_who_does_it_is_offered_by_the_names_people_sign_in_with_and_may_be_anybody(
        self, client_for: ClientFor, cohort: list[Child], user_for: Callable[[Role], User]
    ) -> None:
        user_for(Role.BOARD)
        User.objects.create(username="left", name="Left Long Ago", role=Role.WORKER, is_active=False)
        user_for(Role.MANAGER)
        client = client_for(Role.WORKER)
        meeting = held(client)
        page = card(client, meeting, cohort[0]).content.decode()
        offered = re.findall(
            r'<option value="([^"]*)"', page.split('<datalist id="people">')[1].split("</datalist>")[0]
        )
        assert offered == ["The service manager", "The worker"]
        assert re.search(r'<input[^>]*name="owner"[^>]*list="people"', page)
        typed = {"what": "Ring the school", "owner": "The school nurse", "due_on": "7/4/2026"}
        sent = client.post(f"{meeting.get_absolute_url()}children/{cohort[0].pk}/act/", typed)
        assert sent.status_code == 302, text_of(sent)
