"""The list of victims: who is found, who comes first, and what the row says."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from restorative.models import Step, Victim
from restorative.victims_path import paths_of
from tests.restorative.victims_kept import a_step, a_victim, days_ago
from yjs.people.models import AccessEvent, Act
from yjs.people.permissions import ROLES, May, Role
from yjs.records.days import today


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]
LIST = "/restorative/victims/"


def find(client: Client, text: str) -> HttpResponse:
    """Look for a name as the form on the page sends it, and follow to the list."""
    return client.post(LIST, {"q": text}, follow=True)


def questions(client: Client) -> int:
    """What the list asks of the database, the marks of a transaction apart."""
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    return sum(
        each["sql"].startswith(("SELECT", "INSERT", "UPDATE")) for each in asked if "django_session" not in each["sql"]
    )


def names(response: HttpResponse) -> list[str]:
    return [row[0]["text"] for row in response.context["rows"]]


class TestVictimList:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_work_with_victims(self, client_for: ClientFor, role: Role) -> None:
        client, expected = client_for(role), 200 if May.SEE_VICTIMS in ROLES[role] else 403
        assert client.get(LIST).status_code == expected
        assert client.post(LIST, {"q": "x"}).status_code == (302 if expected == 200 else 403)

    @pytest.mark.parametrize(
        "text",
        ["sile", "SÍLE", "obrien", "o'brien", "O’Brien", "nowak", "brien nowak", "sheila-may", "kovacs", "síle now"],
    )
    def test_any_part_of_a_name_finds_them_however_it_is_written(self, worker: Client, text: str) -> None:
        a_victim(other_names="Sheila-May", speaker="Réka Kovács")
        a_victim(first_name="Tom", last_name="Hart")
        assert names(find(worker, text)) == ["Síle O'Brien-Nowak"], text

    def test_a_name_that_is_looked_for_stands_in_no_address_and_no_line_of_the_log(self, worker: Client) -> None:
        victim = a_victim(last_name="Quincewhistle")
        found = find(worker, "Quincewhistle")
        assert found.redirect_chain == [(f"{LIST}?found=yes", 302)]
        assert found.request["QUERY_STRING"] == "found=yes"
        lines = list(AccessEvent.objects.order_by("id"))
        assert [line.act for line in lines] == [Act.SEARCHED, Act.SEARCHED]
        assert lines[-1].subjects == [f"victim {victim.pk}"]
        assert "quincewhistle" not in " ".join(f"{line.path}{line.detail}{line.subjects}" for line in lines).lower()

    def test_nothing_looked_for_leads_back_to_the_open_ones(self, worker: Client) -> None:
        a_victim()
        assert find(worker, "").redirect_chain == [(LIST, 302)]
        assert names(worker.get(f"{LIST}?found=yes")) == ["Síle O'Brien-Nowak"]

    def test_what_was_typed_comes_back_after_signing_in_again(self, worker: Client) -> None:
        a_victim()
        page = find(worker, "brien")
        assert page.context["search"]["q"].value() == "brien"

    def test_a_closed_one_is_found_by_name_and_listed_only_when_asked(self, worker: Client) -> None:
        a_step(a_victim(), Step.CLOSED)
        assert names(worker.get(LIST)) == []
        assert names(worker.get(f"{LIST}?show=closed")) == names(worker.get(f"{LIST}?show=everybody")) != []
        assert names(find(worker, "sile")) == ["Síle O'Brien-Nowak"]

    def test_what_happens_after_the_closing_opens_it_again(self, worker: Client) -> None:
        victim = a_victim()
        a_step(victim, Step.INFORMED, days_ago(4))
        a_step(victim, Step.CLOSED, days_ago(3))
        a_step(victim, Step.SUPPORT_INFORMATION, days_ago(3), answer=True)
        assert (names(worker.get(LIST)), paths_of([victim], today())[0].next_step) == ([], "")
        a_step(victim, Step.CONTACTED, days_ago(2))
        assert names(worker.get(LIST)) == ["Síle O'Brien-Nowak"]
        assert names(worker.get(f"{LIST}?show=closed")) == []
        path = paths_of([victim], today())[0]
        assert (path.is_live, path.next_step) == (True, "Give the news they asked for")
        a_step(victim, Step.CLOSED)
        assert names(worker.get(LIST)) == []

    def test_it_narrows_to_those_over_the_limit_and_to_those_left_alone(self, worker: Client) -> None:
        late = a_victim(first_name="Late", details_from_police_on=days_ago(40))
        a_victim(
            first_name="Late",
            last_name="And left alone",
            details_from_police_on=days_ago(40),
            do_not_contact_from=days_ago(1),
        )
        said_no = a_victim(first_name="Said", last_name="No", details_from_police_on=days_ago(40))
        a_step(said_no, Step.CONSENT, answer=False)
        yes = a_victim(first_name="Said", last_name="Yes", details_from_police_on=days_ago(40))
        a_step(yes, Step.CONTACTED)
        a_step(yes, Step.CONSENT, answer=True)
        a_victim(first_name="New")
        assert names(worker.get(f"{LIST}?show=over-the-limit")) == [late.name]
        assert sorted(names(worker.get(f"{LIST}?show=do-not-contact"))) == ["Late And left alone", "Said No"]

    def test_the_nearest_limit_comes_first_and_what_passed_lately_before_what_passed_long_ago(
        self, worker: Client
    ) -> None:
        a_step(a_victim(first_name="Reached", details_from_police_on=days_ago(90)), Step.CONTACTED)
        a_victim(first_name="Untold", details_from_police_on=None)
        for ago in (4, 300, 9, 40, 2):
            a_victim(first_name=f"Waits {ago}", details_from_police_on=days_ago(ago))
        a_victim(first_name="Left alone", details_from_police_on=days_ago(80), do_not_contact_from=days_ago(1))
        first = [name.removesuffix(" O'Brien-Nowak") for name in names(worker.get(LIST))]
        assert first == [
            *("Waits 9", "Waits 4", "Waits 2", "Waits 40", "Waits 300"),
            *("Left alone", "Untold", "Reached"),
        ]

    def test_it_narrows_by_whom_the_work_is_referred_to(self, worker: Client) -> None:
        a_victim(first_name="Theirs", provider="Groundwork")
        a_victim(first_name="Ours")
        assert names(worker.get(f"{LIST}?provider=Groundwork")) == ["Theirs O'Brien-Nowak"]
        assert names(worker.get(f"{LIST}?provider=-")) == ["Ours O'Brien-Nowak"]
        assert len(names(worker.get(f"{LIST}?provider=No+such"))) == 2

    def test_a_row_has_one_tap_to_an_attempt_unless_they_are_left_alone(self, worker: Client) -> None:
        victim = a_victim()
        assert f'href="{victim.get_absolute_url()}tried/"' in worker.get(LIST).content.decode()
        alone = a_victim(do_not_contact_from=days_ago(1), details_from_police_on=days_ago(40))
        page = worker.get(LIST).content.decode()
        assert f'href="{alone.get_absolute_url()}tried/"' not in page
        assert "Do not contact" in page

    def test_the_title_names_nobody(self, worker: Client) -> None:
        a_victim(last_name="Quincewhistle")
        page = find(worker, "quincewhistle").content.decode()
        assert "Quincewhistle" in page
        assert "quincewhistle" not in page.partition("</title>")[0].lower()

    def test_an_organisation_goes_by_its_name(self, worker: Client) -> None:
        a_victim(kind="business", first_name="", last_name="Hart & Daughters")
        assert names(find(worker, "daughters")) == ["Hart & Daughters"]

    def test_twelve_questions_are_enough_for_one_or_for_fifty(self, worker: Client) -> None:
        a_victim()
        one = questions(worker)
        for _ in range(12):
            a_step(a_victim(), Step.ATTEMPT)
        assert questions(worker) == one <= 12

    def test_pages_of_fifty(self, worker: Client) -> None:
        for _ in range(51):
            a_victim()
        assert len(names(worker.get(LIST))) == 50
        assert len(names(worker.get(f"{LIST}?page=2"))) == 1
        assert Victim.objects.count() == 51
