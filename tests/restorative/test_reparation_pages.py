"""Reparation on its pages: five numbers each under its own name, how it stands, and what was done about an absence."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse

from restorative.models import Reparation, ReparationSession
from tests.disposals.kept import a_child, a_disposal, an_offence, fill_in, queries
from tests.restorative.owed import a_day, a_placement, a_session, some_reparation
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import Role
from yjs.records.days import today
from yjs.records.record import keep


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role], Client]
LIST = reverse("restorative:reparation-list")


def rows(client: Client, **asked: str) -> dict[str, list[str]]:
    """The rows of the list by the child's name."""
    found = client.get(LIST, asked).context["rows"]
    return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in found}


def page(name: str, record: Any) -> str:
    return reverse(f"restorative:{name}", args=[record.pk])


def ordered(name: str, *, days_ago: int, kind: str = "reparation_order", **said: Any) -> Reparation:
    """Reparation under an order imposed so many days ago."""
    child = a_child(name, "Khan")
    imposed = today() - dt.timedelta(days=days_ago)
    offence = an_offence(child, committed_on=imposed - dt.timedelta(days=30))
    order = a_disposal(child, offence, kind=kind, imposed_on=imposed, **said.pop("order", {}))
    return some_reparation(child, disposal=order, referred_on=imposed, **said)


class TestReparationList:
    def test_each_child_has_five_numbers_under_five_names(self, client_for: ClientFor) -> None:
        one = some_reparation(a_child("Amira", "Khan"))
        a_session(one, attended=True, hours_attended=2, hours_credited=Decimal("1.5"))
        response = client_for(Role.ANALYST).get(LIST)
        names = ["Hours owed", "Hours offered", "Hours attended", "Hours credited", "Hours left"]
        assert response.context["columns"][1:6] == names
        assert rows(client_for(Role.ANALYST))["Amira Khan"][:5] == ["12", "3", "2", "1.5", "10.5"]

    def test_the_most_pressing_come_first(self, client_for: ClientFor) -> None:
        late = ordered("Late", days_ago=120)
        behind = ordered("Behind", days_ago=80)
        planned = some_reparation(a_child("Planned", "Khan"))
        some_reparation(a_child("Idle", "Khan"))
        done = some_reparation(a_child("Done", "Khan"), hours_owed=3)
        a_session(done, attended=True, hours_attended=3, hours_credited=3)
        a_day(a_placement(), planned, on=today() + dt.timedelta(days=3))
        found = {name: cells[5] for name, cells in rows(client_for(Role.WORKER)).items()}
        assert list(found.items()) == [
            ("Late Khan", "Past its end, hours left"),
            ("Behind Khan", "Behind schedule"),
            ("Idle Khan", "Nothing planned"),
            ("Planned Khan", "On course"),
            ("Done Khan", "All hours credited"),
        ]
        assert late.disposal
        assert behind.disposal

    def test_it_can_be_narrowed_by_name_by_how_it_stands_and_to_what_has_ended(self, client_for: ClientFor) -> None:
        some_reparation(a_child("Amira", "Khan"))
        ordered("Late", days_ago=120)
        some_reparation(a_child("Bo", "Fox"), ended_on=today())
        worker = client_for(Role.WORKER)
        assert list(rows(worker)) == ["Late Khan", "Amira Khan"]
        assert list(rows(worker, q="ameera")) == ["Amira Khan"]
        assert list(rows(worker, stands="late")) == ["Late Khan"]
        assert list(rows(worker, state="ended")) == ["Bo Fox"]
        assert AccessEvent.objects.filter(act=Act.SEARCHED).exists()

    def test_whoever_is_on_the_page_is_in_the_log(self, client_for: ClientFor) -> None:
        one = some_reparation()
        client_for(Role.VICTIM_WORKER).get(LIST)
        assert AccessEvent.objects.get(page="restorative:reparation-list").subjects == [one.child.ref]


class TestUnacceptableAbsences:
    @pytest.fixture
    def missed(self) -> ReparationSession:
        one = some_reparation(a_child("Amira", "Khan"))
        a_session(one, attended=False, absence="acceptable")
        return a_session(one, attended=False, absence="unacceptable")

    def test_each_waits_in_the_list_until_somebody_says_what_was_done(
        self, client_for: ClientFor, missed: ReparationSession
    ) -> None:
        worker = client_for(Role.WORKER)
        (waiting,) = worker.get(LIST).context["missed"]
        assert waiting[3]["href"] == page("absence-follow-up", missed)
        fill_in(worker, waiting[3]["href"], followed_up_on=f"{today():%d/%m/%Y}", follow_up="First warning given")
        missed.refresh_from_db()
        assert (missed.follow_up, missed.version) == ("First warning given", 2)
        assert worker.get(LIST).context["missed"] == []

    def test_both_answers_are_needed(self, client_for: ClientFor, missed: ReparationSession) -> None:
        said = fill_in(client_for(Role.WORKER), page("absence-follow-up", missed)).content.decode()
        assert "Followed up on is needed." in said
        assert "What was done is needed." in said

    @pytest.mark.parametrize(("credited", "waiting"), [(None, 1), ("11.75", 1), ("12", 0)])
    def test_ended_with_hours_left_it_still_waits_and_only_hours_all_credited_settle_it(
        self, client_for: ClientFor, missed: ReparationSession, credited: str | None, waiting: int
    ) -> None:
        one = missed.reparation
        if credited:
            a_session(one, hours_offered=12, attended=True, hours_attended=12, hours_credited=Decimal(credited))
        one.ended_on = today()
        keep(one, by=None, reason="Over")
        worker = client_for(Role.WORKER)
        assert len(worker.get(LIST).context["missed"]) == waiting
        gaps = {title: number for title, number, _ in worker.get("/").context["gaps"]}
        assert gaps["Unacceptable absences from reparation to follow up"] == str(waiting or None)


class TestReparationDetail:
    def test_it_says_what_the_law_allows_and_by_when(self, client_for: ClientFor) -> None:
        one = ordered("Amira", days_ago=10)
        said = client_for(Role.WORKER).get(page("reparation-detail", one)).content.decode()
        assert "This order can ask for at most 24 hours" in said
        assert "To be worked by" in said

    def test_the_victims_wish_is_laid_beside_placements_and_the_notes_against_them_are_quoted(
        self, client_for: ClientFor
    ) -> None:
        allotment = a_placement()
        a_placement("Canal", work="Painting benches")
        one = some_reparation(
            wishes="Vegetables for somebody hungry", suitability="Likes painting. Not the allotment: lives beside it"
        )
        context = client_for(Role.WORKER).get(page("reparation-detail", one)).context
        assert [name for name, _, _ in context["wished"]] == [allotment.name]
        assert context["unsuited"] == [("Allotment", "Not the allotment: lives beside it")]

    def test_its_title_names_nobody(self, client_for: ClientFor) -> None:
        one = some_reparation(a_child("Amira", "Khan"))
        said = client_for(Role.WORKER).get(page("reparation-detail", one)).content.decode()
        assert "Amira" not in said.split("</title>")[0]


class TestRecording:
    def test_the_child_is_found_by_three_letters(self, client_for: ClientFor) -> None:
        child = a_child("Amira", "Khan")
        find = reverse("restorative:reparation-child")
        worker = client_for(Role.WORKER)
        assert worker.get(find, {"q": "am"}).context["rows"] == []
        ((name, *_),) = worker.get(find, {"q": "ami"}).context["rows"]
        assert name["href"] == reverse("restorative:reparation-add", args=[child.pk])

    def test_it_is_recorded_corrected_ended_and_removed(self, client_for: ClientFor) -> None:
        child, worker = a_child(), client_for(Role.WORKER)
        add = reverse("restorative:reparation-add", args=[child.pk])
        typed = {"hours_owed": "12", "referred_on": f"{today():%d/%m/%Y}", "may_have_treatment": "yes"}
        response = fill_in(worker, add, **typed)
        one = Reparation.objects.get()
        assert response.url == page("reparation-detail", one)
        fill_in(worker, page("reparation-change", one), ended_on=f"{today():%d/%m/%Y}", reason="All worked")
        one.refresh_from_db()
        assert one.ended_on == today()
        fill_in(worker, page("reparation-remove", one), reason="Recorded twice")
        assert not Reparation.objects.exists()

    def test_hours_beyond_the_law_are_refused_with_the_cure(self, client_for: ClientFor) -> None:
        one = ordered("Amira", days_ago=10)
        typed = {"hours_owed": "40", "reason": "As ordered"}
        form = fill_in(client_for(Role.WORKER), page("reparation-change", one), **typed).context["form"]
        assert "at most 24 hours" in form.errors["hours_owed"][0]
        assert "Check the hours against the order." in form.errors["hours_owed"][0]
        assert Reparation.objects.get().hours_owed == 12

    def test_a_session_by_itself_credits_no_more_than_attended_and_allowed(self, client_for: ClientFor) -> None:
        one, worker = some_reparation(), client_for(Role.WORKER)
        typed = {
            "held_on": f"{today():%d/%m/%Y}",
            "hours_offered": "3",
            "attended": "yes",
            "hours_attended": "2",
            "hours_allowed": "",
            "hours_credited": "3",
        }
        said = fill_in(worker, page("session-add", one), **typed).content.decode()
        assert "More hours are credited than attended and allowed." in said
        fill_in(worker, page("session-add", one), **typed | {"hours_credited": "2"})
        session = ReparationSession.objects.get()
        assert (session.hours_credited, session.hours_allowed) == (2, 0)
        fill_in(worker, page("session-change", session), hours_credited="1", reason="Late by an hour")
        fill_in(worker, page("session-remove", session), reason="Recorded twice")
        assert not ReparationSession.objects.exists()
        assert ReparationSession.history.count() == 3


def too_many(field: str, hours: str) -> dict[str, str]:
    """Too many hours typed into a field; as many are offered as are attended."""
    return {field: hours} | ({"hours_offered": hours} if field == "hours_attended" else {})


class TestHoursOfASession:
    """What one session can come to: no more than a day has, or than the session was set up for."""

    typed: ClassVar = {"held_on": f"{today():%d/%m/%Y}", "hours_allowed": "", "attended": "yes"}

    @pytest.mark.parametrize("field", ["hours_offered", "hours_attended", "hours_allowed", "hours_credited"])
    def test_are_no_more_than_a_day_has(self, client_for: ClientFor, field: str) -> None:
        one, worker = some_reparation(), client_for(Role.WORKER)
        hours = {"hours_offered": "24", "hours_attended": "24", "hours_allowed": "24", "hours_credited": "24"}
        form = fill_in(worker, page("session-add", one), **self.typed | hours | too_many(field, "24.5")).context["form"]
        assert "A day has no more than 24 hours. Give at most 24." in form.errors[field]
        assert not ReparationSession.objects.exists()
        fill_in(worker, page("session-add", one), **self.typed | hours)
        assert ReparationSession.objects.get().hours_credited == 24

    @pytest.mark.parametrize("field", ["hours_offered", "hours_attended", "hours_allowed", "hours_credited"])
    def test_are_no_more_than_a_session_that_was_set_up_lasts(self, client_for: ClientFor, field: str) -> None:
        one, worker = some_reparation(), client_for(Role.WORKER)
        day = a_day(a_placement(), one)
        session = a_session(one, day=day, held_on=day.on, attended=True, hours_attended=3, hours_credited=3)
        typed = {"hours_allowed": "3", "reason": "As told"} | too_many(field, "3.5")
        form = fill_in(worker, page("session-change", session), **typed).context["form"]
        assert "The session lasts 3 hours. Give at most 3." in form.errors[field]
        session.refresh_from_db()
        assert session.version == 1

    def test_beyond_the_hours_left_are_kept_and_said(self, client_for: ClientFor) -> None:
        one, worker = some_reparation(hours_owed=4), client_for(Role.WORKER)
        a_session(one, attended=True, hours_attended=3, hours_credited=3)
        hours = {"hours_offered": "2", "hours_attended": "2", "hours_credited": "2"}
        said = worker.get(fill_in(worker, page("session-add", one), **self.typed | hours).url).content.decode()
        assert "More hours are credited than were left (1)." in said
        session = ReparationSession.objects.latest("id")
        change = page("session-change", session)
        said = worker.get(fill_in(worker, change, hours_credited="1", reason="One was left").url).content.decode()
        assert "than were left" not in said


def test_the_list_asks_no_more_questions_for_more_children(client_for: ClientFor) -> None:
    worker = client_for(Role.WORKER)
    asked = []
    for names in (("Amira",), ("Bilal", "Cara", "Dwayne", "Efe")):
        for name in names:
            one = ordered(name, days_ago=50)
            a_session(one, attended=False, absence="unacceptable")
        asked.append(queries(worker, LIST))
    assert asked[0] == asked[1]


def test_every_version_of_a_session_can_be_read_by_those_who_see_the_child(client_for: ClientFor) -> None:
    session = a_session(some_reparation(a_child("Amira", "Khan")))
    address = client_for(Role.WORKER).get(page("session-change", session)).context["versions"]
    told = client_for(Role.WORKER).get(address)
    assert told.context["crumbs"] == [(str(session.reparation), session.reparation.get_absolute_url())]
