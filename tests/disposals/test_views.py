"""The start page and the pages of children: who opens them, what they show, and how many questions they ask."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from disposals.models import Child
from tests.disposals.kept import (
    BORN,
    a_child,
    a_disposal,
    a_notification,
    a_remand,
    a_status,
    an_offence,
    queries,
    some_work,
)
from tests.restorative.owed import a_session, some_reparation
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import keep, keep_all


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
# On PostgreSQL one more question takes the lock of the log.
LIST, CASE, START = 12 + (connection.vendor == "postgresql"), 25, 30


def text(response) -> str:  # noqa: ANN001
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def child() -> Child:
    """A child with something of each kind."""
    child = a_child("Siân", "O'Brien", known_as="Shan", sex="female", ethnicity="Irish")
    offence = an_offence(child)
    disposal = a_disposal(child, offence)
    some_work(child, programme="Reparation", disposal=disposal, worker="Jo Ellis")
    a_status(child)
    a_remand(child)
    return child


class TestHome:
    def test_nobody_starts_without_signing_in(self, client: Client) -> None:
        assert client.get("/").url == "/people/sign-in/?next=/"

    @pytest.mark.parametrize("role", Role)
    def test_everybody_starts_somewhere_and_sees_what_the_role_is_for(self, client_for: ClientFor, role: Role) -> None:
        a_child("Zebedee", "Canary")
        said = text(client_for(role).get("/"))
        allowed = ROLES[role]
        assert ("Find a child" in said) == (May.SEE_CHILDREN in allowed)
        assert ("To put right" in said) == (May.RECORD in allowed)
        assert ("Police notifications that wait" in said) == (May.RECORD in allowed)
        assert ("The plan" in said) == (May.SEE_FIGURES in allowed)
        assert ("who signs in" in said) == (May.MANAGE_PEOPLE in allowed)
        assert ("who looked at which child" in said) == (May.READ_ACCESS_LOG in allowed)
        assert "Canary" not in said

    def test_each_count_leads_to_a_list_of_as_many(self, client_for: ClientFor) -> None:
        for number in range(3):
            child = a_child("Tom", f"Hart{number}", ethnicity="", sex="")
            some_work(child, worker="The worker", planned_end_on=dt.date(2025, 1, 1))
            some_work(child, kind="diversion", worker="Somebody else")
            a_disposal(child, an_offence(child, seriousness=None), residence="")
            a_session(some_reparation(child), attended=False, absence="unacceptable")
            a_notification(ref=f"N{number}")
        a_notification(state="not_ours", why_not_ours="Lives elsewhere")
        worker = client_for("worker")
        home = worker.get("/").context
        assert [int(number) for _, number, _ in home["work"]] == [3, 3]
        for title, number, href in [*home["work"], *home["gaps"]]:
            listed = worker.get(href).context["page_obj"].paginator.count
            assert listed == int(number) == 3, title

    def test_what_i_recorded_lately_is_there_to_go_back_to_and_logged(self, client_for: ClientFor, user_for) -> None:  # noqa: ANN001
        mine, others = a_child("Tom", "Hart"), a_child("Ruby", "Shaw")
        mine.sex = "male"
        keep(mine, by=user_for("worker"), reason="Asked")
        others.sex = "female"
        keep(others, by=user_for("manager"), reason="Asked")
        said = text(client_for("worker").get("/"))
        assert "Tom Hart : who the child is" in said
        assert "Ruby Shaw" not in said
        line = AccessEvent.objects.get()
        assert (line.act, line.page, line.subjects) == (Act.LOOKED, "disposals:home", [mine.ref])

    def test_it_asks_few_questions(self, client_for: ClientFor, child: Child) -> None:
        assert queries(client_for("worker"), "/") <= START


class TestChildList:
    def test_it_finds_and_the_log_says_that_somebody_searched_but_not_for_what(
        self, client_for: ClientFor, child: Child
    ) -> None:
        a_child("Tom", "Hart")
        response = client_for("worker").get("/children/", {"q": "obrian"})
        assert [row[0]["text"] for row in response.context["rows"]] == ["Siân O'Brien (Shan)"]
        line = AccessEvent.objects.get()
        assert (line.act, line.path, line.subjects) == (Act.SEARCHED, "/children/", [child.ref])
        assert "obrian" not in str(vars(line))

    def test_no_name_stands_in_a_title(self, client_for: ClientFor, child: Child) -> None:
        for page in ("/children/?q=obrien", f"/children/{child.pk}/", f"/children/{child.pk}/change/"):
            title = re.search("<title>(.*?)</title>", client_for("worker").get(page).content.decode(), re.DOTALL)[1]
            assert "Brien" not in title

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({"work": "open"}, ["Open", "Late", "Both"]),
            ({"work": "late"}, ["Late"]),
            ({"work": "diversion"}, ["Both"]),
            ({"work": "diversion", "worker": "ellis"}, []),
            ({"worker": "ELLIS"}, ["Open", "Both"]),
            ({"age_from": "17", "age_to": "17"}, ["Late"]),
            ({"age_to": "16"}, ["Open", "Both", "Ended"]),
            ({"q": "late", "work": "open"}, ["Late"]),
            ({"q": "late", "work": "diversion"}, []),
        ],
    )
    def test_it_narrows_by_open_work_worker_and_age(
        self,
        client_for: ClientFor,
        time_machine,
        asked: dict[str, str],
        names: list[str],  # noqa: ANN001
    ) -> None:
        time_machine.move_to(dt.datetime(2025, 5, 3, 12, tzinfo=dt.UTC))
        some_work(a_child("Open", "Aa"), worker="Jo Ellis")
        some_work(a_child("Late", "Bb", date_of_birth=dt.date(2008, 5, 3)), planned_end_on=dt.date(2025, 5, 2))
        both = a_child("Both", "Cc")
        some_work(both, worker="Jo Ellis", planned_end_on=dt.date(2025, 5, 3))
        some_work(both, kind="diversion", worker="Priya Shah")
        some_work(
            a_child("Ended", "Dd", date_of_birth=dt.date(2008, 5, 4)), ended_on=dt.date(2024, 9, 1), worker="Jo Ellis"
        )
        rows = client_for("worker").get("/children/", asked).context["rows"]
        assert [row[0]["text"].split()[0] for row in rows] == names

    def test_it_opens_on_the_children_the_person_works_with_and_logs_no_stranger(self, client_for: ClientFor) -> None:
        mine, others = a_child("Tom", "Hart"), a_child("Ruby", "Shaw")
        some_work(mine, worker="The worker")
        some_work(others, worker="Jo Ellis")
        a_child("Nobody", "Sees")
        response = client_for("worker").get("/children/")
        assert [row[0]["text"] for row in response.context["rows"]] == ["Tom Hart"]
        assert "1 child you work with" in text(response)
        assert AccessEvent.objects.get().subjects == [mine.ref]
        everybody = client_for("worker").get("/children/?all=yes")
        assert len(everybody.context["rows"]) == 3
        assert ("All children", "/children/?all=yes", False) in response.context["ways"]

    def test_who_works_with_nobody_sees_those_with_open_work(self, client_for: ClientFor) -> None:
        some_work(a_child("Ruby", "Shaw"), worker="Jo Ellis")
        some_work(a_child("Ended", "Dd"), ended_on=dt.date(2024, 9, 1))
        response = client_for("worker").get("/children/")
        assert [row[0]["text"] for row in response.context["rows"]] == ["Ruby Shaw"]
        assert "1 child with open work" in text(response)

    def test_numbers_have_their_separators(self, client_for: ClientFor) -> None:
        keep_all([Child(first_name="Sam", date_of_birth=BORN) for _ in range(1001)], by=None)
        said = text(client_for("worker").get("/children/?all=yes&page=2"))
        assert "1,001 children, page 2 of 21" in said
        assert "51 to 100 of 1,001" in said

    def test_empty_says_what_to_do(self, client_for: ClientFor) -> None:
        worker = client_for("worker")
        assert "No work is open with any child." in text(worker.get("/children/"))
        assert "No child is recorded yet." in text(worker.get("/children/?all=yes"))
        assert "Try part of a name" in text(worker.get("/children/", {"q": "nobody"}))

    @pytest.mark.parametrize("asked", [{"age_from": "old"}, {"age_to": "-1"}, {"work": "all"}, {"q": "\x00"}])
    def test_what_cannot_be_asked_is_said_at_its_field(
        self, client_for: ClientFor, child: Child, asked: dict[str, str]
    ) -> None:
        response = client_for("worker").get("/children/", asked)
        assert response.context["rows"] == []
        assert "govuk-error-message" in response.content.decode()

    def test_a_filter_that_was_not_offered_does_nothing(self, client_for: ClientFor, child: Child) -> None:
        a_child("Tom", "Hart")
        rows = (
            client_for("worker")
            .get("/children/?all=yes&postcode=WB1&ethnicity=Irish&o=-pnc_id&ordering=ref")
            .context["rows"]
        )
        assert len(rows) == 2

    @pytest.mark.parametrize(
        "address", ["/children/", "/children/?all=yes", "/children/?q=smith", "/children/?work=open&worker=jo&q=smith"]
    )
    def test_it_asks_as_much_for_many_children_as_for_few(self, client_for: ClientFor, address: str) -> None:
        worker = client_for("worker")
        few = self.grown(worker, address, 3)
        many = self.grown(worker, address, 120)
        assert few == many <= LIST

    def grown(self, worker: Client, address: str, number: int) -> int:
        children = [Child(first_name="Sam", last_name="Smith", date_of_birth=BORN) for _ in range(number)]
        keep_all(children, by=None)
        for one in children[:60]:
            some_work(one, worker="Jo Ellis")
        return queries(worker, address)


class TestChildDetail:
    def test_it_tells_everything_the_newest_first_and_logs_the_look(self, client_for: ClientFor, child: Child) -> None:
        response = client_for("worker").get(f"/children/{child.pk}/")
        events = [(event["on"], event["title"]) for event in response.context["page"].events]
        assert events == sorted(events, key=lambda event: event[0], reverse=True)
        assert [title for _, title in events] == [
            "Work began",
            "Youth caution",
            "Remanded",
            "Offence",
            "Looked after",
            "Born",
        ]
        assert AccessEvent.objects.get().subjects == [child.ref]

    def test_what_is_not_recorded_is_said_to_be_so(self, client_for: ClientFor) -> None:
        said = text(client_for("worker").get(f"/children/{a_child().pk}/"))
        assert "Not recorded yet: Sex , Ethnicity , Special educational needs or disability (SEND)" in said
        assert "Sex Not recorded" in said
        assert "SEND Not recorded" in said
        assert "No offence is recorded." in said

    def test_a_status_that_ended_is_not_one_of_today(self, client_for: ClientFor) -> None:
        child = a_child()
        a_status(child, ended_on=dt.date(2024, 2, 1))
        assert "Care None of these today" in text(client_for("worker").get(f"/children/{child.pk}/"))

    def test_only_those_who_record_are_offered_to(self, client_for: ClientFor, child: Child) -> None:
        page = f"/children/{child.pk}/"
        adding = f"/children/{child.pk}/offences/add/"
        assert adding in client_for("worker").get(page).content.decode()
        analyst = client_for("analyst").get(page).content.decode()
        assert adding not in analyst
        assert "/change/" not in analyst
        assert f"/records/disposals.Child/{child.pk}/versions/" in analyst

    def test_no_child_and_one_that_may_not_be_seen_look_the_same(self, client_for: ClientFor) -> None:
        assert client_for("worker").get("/children/999/").status_code == 404

    def test_it_asks_as_much_for_a_long_life_as_for_a_short_one(self, client_for: ClientFor, child: Child) -> None:
        worker, page = client_for("worker"), f"/children/{child.pk}/"
        short = queries(worker, page)
        for month in range(1, 13):
            offence = an_offence(child, dt.date(2023, month, 1))
            disposal = a_disposal(child, offence)
            some_work(child, disposal=disposal, started_on=dt.date(2024, month, 2))
            a_status(child, status="ehc_plan", started_on=dt.date(2023, month, 1))
        assert short == queries(worker, page) <= CASE


class TestMenu:
    @pytest.mark.parametrize(
        ("role", "labels"),
        [
            ("worker", ["Children", "Reparation", "Tracker", "Figures", "Board", "Plan"]),
            ("board", ["Figures", "Board", "Plan"]),
            (
                "manager",
                ["Children", "Reparation", "Tracker", "Figures", "Board", "Plan", "Import", "Export", "Access log"],
            ),
            ("victim_worker", ["Children", "Victims", "Reparation", "Figures", "Board", "Plan", "Import", "Export"]),
            ("provider", ["Victims", "Reparation"]),
            ("administrator", ["People", "Access log"]),
        ],
    )
    def test_it_offers_what_the_role_opens(self, client_for: ClientFor, role: str, labels: list[str]) -> None:
        client = client_for(role)
        offered = client.get("/").context["navigation"]
        assert [label for label, _, _ in offered] == labels
        assert [current for _, _, current in offered] == [False] * len(offered)

    def test_it_says_where_you_are(self, client_for: ClientFor, child: Child) -> None:
        offered = client_for("administrator").get(reverse("people:access-log")).context["navigation"]
        assert [label for label, _, current in offered if current] == ["Access log"]
        offered = client_for("worker").get(f"/children/{child.pk}/").context["navigation"]
        assert [label for label, _, current in offered if current] == ["Children"]

    def test_nobody_signed_in_is_offered_nothing(self, client: Client) -> None:
        assert "navigation" not in client.get("/people/sign-in/").context
