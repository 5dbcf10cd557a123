"""An action that is not done is found at every next meeting, on the child's card and page, and in a list of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from disposals.models import Child
from reoffending.models import Action, Meeting
from tests.reading import text_of
from tests.reoffending.test_meeting import card, held
from tests.reoffending.test_tracker_page import PAGE, child_of
from yjs.people.models import AccessEvent
from yjs.people.permissions import Role
from yjs.records.record import keep


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ClientFor = Callable[[Role | str], Client]
LIST = "/reoffending/tracker/actions/"
SAME = "2025-26/?rule=substantive"


def decided(what: str, child: Child | None, asked: str = SAME, **more: Any) -> Action:
    meeting = Meeting(held_on=more.pop("held_on", dt.date(2026, 3, 24)), asked=asked, is_closed=True)
    keep(meeting, by=None)
    said = {"owner": "Jo Ellis", "due_on": dt.date(2026, 4, 7), **more}
    action = Action(meeting=meeting, child=child, what=what, **said)
    keep(action, by=None)
    return action


class TestMeetingDetail:
    def test_whatever_is_not_done_is_listed_this_cohorts_first_and_then_that_of_others(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        decided("Write to the court", cohort[0], "year-to-2025-12-31/?rule=substantive", due_on=dt.date(2026, 3, 25))
        decided("Ask the school nurse", cohort[1], "2025-26/?rule=substantive&sex=male")
        decided("Ring the school", cohort[2])
        decided("Long done", cohort[2], done_on=dt.date(2026, 3, 25))
        client = client_for(Role.MANAGER)
        said = text_of(client.get(held(client).get_absolute_url()))
        places = [
            said.index(words)
            for words in (
                "Still to do from last time",
                "Ring the school",
                "Still to do from meetings about other cohorts",
                "Write to the court",
                "January to December 2025",
                "Ask the school nurse",
                "Since 24 March 2026",
            )
        ]
        assert places == sorted(places)
        assert "Long done" not in said

    def test_a_child_of_another_cohort_is_reached_by_the_childs_own_page(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        elsewhere = child_of(9, dt.date(2023, 6, 1))
        decided("Write to the court", elsewhere, "2023-24/?rule=substantive")
        decided("Ring the school", cohort[2], "2023-24/?rule=substantive")
        client = client_for(Role.MANAGER)
        meeting = held(client)
        page = client.get(meeting.get_absolute_url())
        hrefs = {each.action.what: each.href for each in page.context["of_others"]}
        assert hrefs == {
            "Write to the court": elsewhere.get_absolute_url(),
            "Ring the school": f"{meeting.get_absolute_url()}children/{cohort[2].pk}/#card",
        }
        assert all(client.get(href).status_code == 200 for href in hrefs.values())
        event = AccessEvent.objects.filter(page="reoffending:meeting-detail").last()
        assert event is not None
        assert elsewhere.ref in event.subjects

    def test_what_was_decided_later_is_not_left_over_from_before(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        earlier = decided("Ring the school", cohort[2], held_on=dt.date(2026, 3, 17)).meeting
        decided("Write to the court", cohort[0])
        assert "Write to the court" not in text_of(client_for(Role.MANAGER).get(earlier.get_absolute_url()))


class TestMeetingChild:
    def test_the_card_has_every_action_about_the_child_and_leads_back_when_one_is_done(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        action = decided("Write to the court", cohort[0], "2023-24/?rule=any")
        decided("Ring the school", cohort[1])
        client = client_for(Role.WORKER)
        meeting = held(client)
        said = text_of(card(client, meeting, cohort[0]))
        assert "Write to the court (Jo Ellis, by 7 April 2026) Meeting of 24/03/2026" in said
        assert "Ring the school" not in said
        sent = client.post(f"/reoffending/actions/{action.pk}/done/", {"meeting": meeting.pk, "card": "yes"})
        assert sent["Location"] == f"{meeting.get_absolute_url()}children/{cohort[0].pk}/"
        assert "None is open." in text_of(card(client, meeting, cohort[0]))


class TestChildsPages:
    def test_the_childs_page_and_the_tracked_childs_have_what_is_not_done(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        action = decided("Write to the court", cohort[0], "2023-24/?rule=any")
        decided("Ring the school", cohort[1])
        pages = (cohort[0].get_absolute_url(), f"{PAGE}children/{cohort[0].pk}/")
        for page in pages:
            answer = client_for(Role.WORKER).get(page)
            assert "Actions of the meeting, not done yet" in text_of(answer)
            assert "Write to the court" in text_of(answer)
            assert action.meeting.get_absolute_url() in answer.content.decode()
            assert "Ring the school" not in text_of(answer)
        action.done_on = dt.date(2026, 3, 30)
        keep(action, by=None, reason="Done")
        for page in pages:
            assert "Actions of the meeting" not in text_of(client_for(Role.WORKER).get(page))

    def test_whoever_may_not_open_the_meetings_is_told_of_none(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        decided("Write to the court", cohort[0])
        answer = client_for(Role.VICTIM_WORKER).get(cohort[0].get_absolute_url())
        assert answer.status_code == 200
        assert "Write to the court" not in text_of(answer)


class TestActionList:
    def test_the_tracker_says_how_many_and_leads_to_all_of_them(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        client = client_for(Role.MANAGER)
        assert "Actions not done yet" not in text_of(client.get(PAGE))
        late = decided("Write to the court", cohort[0], "2023-24/?rule=any", due_on=dt.date(2026, 3, 25))
        decided("Ring the school", cohort[1])
        decided("Book the room", None)
        decided("Long done", cohort[2], done_on=dt.date(2026, 3, 25))
        page = client.get(PAGE)
        assert "Actions not done yet: 3" in text_of(page)
        assert f'href="{LIST}"' in page.content.decode()
        said = text_of(client.get(LIST))
        assert "Actions not done yet: 3" in said
        assert said.index("Write to the court") < said.index("Overdue") < said.index("Ring the school")
        assert said.count("Overdue") == 1
        assert "Meeting of 24/03/2026: 2023/24; Every kind of disposal, diversion too" in said
        assert "Book the room" in said
        assert "Long done" not in said
        event = AccessEvent.objects.filter(page="reoffending:action-list").last()
        assert event is not None
        assert sorted(event.subjects) == ["T1", "T2"]
        sent = client.post(f"/reoffending/actions/{late.pk}/done/")
        assert sent["Location"] == LIST
        assert "Actions not done yet: 2" in text_of(client.get(PAGE))

    def test_the_start_page_leads_there(self, client_for: ClientFor) -> None:
        assert f'href="{LIST}"' in client_for(Role.WORKER).get("/").content.decode()

    def test_who_holds_no_meetings_may_read_and_not_say_it_is_done(
        self, client_for: ClientFor, cohort: list[Child]
    ) -> None:
        action = decided("Write to the court", cohort[0])
        client = client_for(Role.ANALYST)
        answer = client.get(LIST)
        assert "Write to the court" in text_of(answer)
        assert "/done/" not in answer.content.decode()
        assert client.post(f"/reoffending/actions/{action.pk}/done/").status_code == 403
