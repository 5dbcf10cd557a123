"""The start page: what is mine before what is everybody's, and for whom it is something else, that first."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from disposals.models import Child
from disposals.search import search
from restorative.models import Step
from tests.disposals.kept import a_child, a_disposal, an_offence, some_work
from tests.disposals.test_views import text
from tests.restorative.victims_kept import a_step, a_victim
from yjs.people.permissions import Role


pytestmark = pytest.mark.django_db

ClientFor = Callable[[Role | str], Client]


class TestToPutRight:
    def with_gaps(self, name: str, worker: str) -> Child:
        child = a_child(name, sex="")
        some_work(child, worker=worker)
        a_disposal(child, an_offence(child, seriousness=None), residence="")
        return child

    def test_mine_come_first_and_each_count_leads_to_a_list_of_as_many(self, client_for: ClientFor) -> None:
        self.with_gaps("Tom", "The worker")
        self.with_gaps("Ruby", "Jo Ellis")
        worker = client_for("worker")
        response = worker.get("/")
        said = text(response)
        assert said.index("Of the children you work with") < said.index("In the whole service")
        mine = {title: (number, href) for title, number, href in response.context["my_gaps"]}
        everybodys = {title: number for title, number, _ in response.context["gaps"]}
        for title in ("Children without sex", "Disposals without residence", "Offences without seriousness"):
            number, href = mine[title]
            assert (number, everybodys[title]) == ("1", "2")
            listed = worker.get(href)
            assert [str(child) for _, child, _, _ in listed.context["rows"]] == ["Tom Khan"]

    def test_who_works_with_nobody_sees_the_whole_services_alone(self, client_for: ClientFor) -> None:
        self.with_gaps("Ruby", "Jo Ellis")
        said = text(client_for("worker").get("/"))
        assert "To put right" in said
        assert "Of the children you work with" not in said

    def test_filling_in_one_of_mine_leads_back_to_mine(self, client_for: ClientFor) -> None:
        self.with_gaps("Tom", "The worker")
        page, worker = "/gaps/sex/?whose=mine", client_for("worker")
        record, _, _, form = worker.get(page).context["rows"][0]
        sent = {form[name].html_name: form[name].value() or "" for name in form.fields}
        response = worker.post(page, {"record": record.pk, **sent, form.add_prefix("sex"): "male"})
        assert (response.status_code, response.url) == (302, page)


class TestWhatIsFirst:
    def test_a_board_member_lands_on_the_latest_released_quarter(
        self,
        client_for: ClientFor,
        time_machine,  # noqa: ANN001
    ) -> None:
        time_machine.move_to(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC))
        board = client_for("board")
        response = board.get("/")
        _, name, href, _ = response.context["card"]
        assert (name, href) == ("July to September 2026", "/board/")
        assert response.content.decode().index(name) < response.content.decode().index("The plan")
        assert board.get(href).url == "/board/2026Q2/"

    @pytest.mark.parametrize(("role", "open_now"), [("victim_worker", "2 open"), ("provider", "1 open")])
    def test_who_works_with_victims_lands_on_those_they_see_who_are_open(
        self, client_for: ClientFor, role: str, open_now: str
    ) -> None:
        a_victim()
        a_step(a_victim(), Step.CLOSED)
        a_victim(provider="Groundwork")
        assert client_for(role).get("/").context["card"][:3] == ("Victims", open_now, "/restorative/victims/")

    def test_everything_on_a_providers_start_page_opens_and_nothing_else_is_named(self, client_for: ClientFor) -> None:
        child = a_child("Amira", "Khan")
        a_victim(an_offence(child), provider="Groundwork")
        client = client_for("provider")
        page = client.get("/")
        said = page.content.decode()
        ways = {href for href in re.findall(r'href="(/[^"]*)"', said) if not href.startswith("/static/")}
        assert {"/restorative/victims/", "/restorative/reparation/", "/restorative/register/"} <= ways
        assert {href: client.get(href).status_code for href in ways} == dict.fromkeys(ways, 200)
        assert [heading for heading, _ in page.context["places"]] == ["Victims and reparation"]
        for word in ("Amira", "Find a child", "Open work", "To put right", "Figures"):
            assert word not in said

    @pytest.mark.parametrize("role", ["worker", "manager", "analyst", "administrator"])
    def test_others_have_their_own_work_first(self, client_for: ClientFor, role: str) -> None:
        assert client_for(role).get("/").context["card"] is None

    def test_each_way_stands_under_its_own_heading(self, client_for: ClientFor) -> None:
        ways = {label: heading for heading, pages in client_for("manager").get("/").context["places"]
                for label, _, _ in pages}  # fmt: skip
        assert ways["Police notifications"] == "Children"
        assert ways["The tracker"] == "Figures"
        assert ways["Access log"] == "People"

    def test_the_box_to_find_a_child_is_the_first_thing_after_the_skip_link(self, client_for: ClientFor) -> None:
        page = client_for("worker").get("/").content.decode()
        assert '<a href="#q" class="govuk-skip-link">Skip to finding a child</a>' in page
        main = page[page.index("<main") :]
        assert main.index('id="q"') < main.index("<a ")
        assert 'href="#q"' not in client_for("board").get("/").content.decode()


class TestFinding:
    def found(self, asked: str) -> list[str]:
        return [str(child) for child in search(Child.objects.all(), asked)]

    @pytest.mark.parametrize("asked", ["3/5/2009", "03/05/2009", " 3.5.2009 ", "khan 3/5/2009", "3-5-2009 Amira"])
    def test_by_date_of_birth_alone_or_with_a_name(self, asked: str) -> None:
        a_child()
        a_child("Tom", "Hart", date_of_birth=dt.date(2010, 2, 1))
        assert self.found(asked) == ["Amira Khan"]

    @pytest.mark.parametrize("asked", ["4/5/2009", "khan 4/5/2009"])
    def test_another_day_finds_nobody(self, asked: str) -> None:
        a_child()
        assert self.found(asked) == []

    def test_a_reference_finds_the_child_first(self) -> None:
        for number in (110, 11, 1, 111):
            a_child("Amira", f"Khan{number}", ref=f"YJ{number:05}")
        assert self.found("YJ00011")[0] == "Amira Khan11"
        assert self.found("yj00001")[0] == "Amira Khan1"
