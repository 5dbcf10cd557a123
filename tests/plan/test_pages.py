"""The plan and the board's report as pages: what each person sees of them, and that every number and file is the document's."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.places import small_place  # noqa: F401
from tests.reading import links_of, main_of, text_of
from yjs.documents.formats import FORMATS
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import ROLES, May, Role
from yjs.plan.editions import edition_for
from yjs.records.live import forget


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
PLAN, BOARD = "/plan/2018-19/", "/board/2018Q4/"
KNOWN = "as-at/2026-09-30/"


@pytest.fixture(scope="module")
def plan(small_place: None, django_db_blocker: Any) -> HttpResponse:  # noqa: F811
    """The plan's page as the manager sees it, opened once."""
    with django_db_blocker.unblock():
        said = {"role": Role.MANAGER, "name": "The service manager"}
        user, _ = User.objects.get_or_create(username="the-manager", defaults=said)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        forget()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(PLAN)
        response.queries = len(queries)
        return response


@pytest.mark.parametrize("role", Role)
def test_each_page_and_file_opens_for_those_who_may_see_it(client_for: ClientFor, role: Role) -> None:
    client = client_for(role)
    seen = 200 if May.SEE_FIGURES in ROLES[role] else 403
    made = 200 if May.MAKE_DOCUMENTS in ROLES[role] else 403
    assert client.get(f"{BOARD}{KNOWN}").status_code == seen
    assert client.get(f"{BOARD}{KNOWN}board.csv").status_code == made
    for latest in ("/plan/", "/board/"):
        assert client.get(latest).status_code == (302 if seen == 200 else 403)


class TestWhereItLeads:
    def test_the_latest_are_those_of_the_year_and_the_quarter_that_ended_last(self, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)):
            assert member.get("/plan/")["Location"] == "/plan/2025-26/"
            assert member.get("/board/")["Location"] == "/board/2025Q4/"
        with time_machine.travel(dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)):
            assert member.get("/plan/")["Location"] == "/plan/2024-25/"
            assert member.get("/board/")["Location"] == "/board/2025Q3/"

    @pytest.mark.parametrize(
        "address",
        [
            *("/plan/2018Q4/", "/plan/2018/", "/plan/2018-04-01..2019-03-31/", "/plan/2098-99/", "/plan/2018-20/"),
            *("/board/2018-19/", "/board/2019-01-01..2019-03-31/", "/board/2098Q1/", "/board/2018Q5/"),
            *(
                "/plan/0001-02/",
                "/plan/9999-00/",
                "/board/0001Q1/",
                "/board/9999Q4/",
                "/plan/2018-19/as-at/0001-01-01/",
            ),
            *("/plan/2018-19/as-at/2999-01-01/", "/plan/2018-19/as-at/2019-03-31/internal.pdf"),
            *("/plan/2018-19/as-at/2019-03-31/public.odt", "/plan/2018-19/as-at/2019-03-31/public.pdf/"),
        ],
    )
    def test_an_address_of_no_document_is_not_found(self, manager: Client, address: str) -> None:
        assert manager.get(address).status_code == 404

    def test_to_the_same_document_of_other_periods_that_have_begun(self, manager: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            assert manager.get("/board/2026Q3/").context["others"] == [
                ("October to December 2025", "/board/2025Q3/"),
                ("July to September 2026", "/board/2026Q2/"),
            ]
            assert manager.get(BOARD).context["others"] == [
                ("January to March 2018", "/board/2017Q4/"),
                ("October to December 2018", "/board/2018Q3/"),
                ("April to June 2019", "/board/2019Q1/"),
            ]

    def test_to_what_the_board_sees_of_it(self, manager: Client, member: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)):
            response = manager.get("/board/2026Q2/")
            assert "As the board sees it (30 September 2026)" in text_of(response)
            (theirs,) = (link for link in links_of(response) if "/as-at/2026-09-30/" in link and link.endswith("-30/"))
            seen = member.get("/board/2026Q2/", follow=True)
            assert seen.redirect_chain[-1][0] == theirs
            same = manager.get(theirs)
            assert [card["value"] for card in same.context["cards"]] == [
                card["value"] for card in seen.context["cards"]
            ]
            for shown in (same, seen):
                assert "As the board sees it" not in text_of(shown)

    def test_to_what_was_known_on_another_day(self, manager: Client) -> None:
        response = manager.get(PLAN, {"as_at": "31/3/2019"})
        assert (response.status_code, response["Location"]) == (302, f"{PLAN}as-at/2019-03-31/")
        past = manager.get(f"{PLAN}as-at/2019-03-31/")
        assert "As known at the end of 31 March 2019." in past.content.decode()
        assert "Figures as at 31 March 2019" in text_of(past)
        assert past.context["as_at_now"] == PLAN
        assert all("as-at/2019-03-31/" in href for href in links_of(past) if href.startswith("/figures/"))

    @pytest.mark.parametrize(
        ("as_at", "said"),
        [
            ("banana", "This is not a day."),
            ("0001-01-01", "This is not a day."),
            ("1/1/2999", "This day has not come yet."),
            ("", "This field is required."),
        ],
    )
    def test_a_day_that_is_none_is_refused_with_words(self, manager: Client, as_at: str, said: str) -> None:
        response = manager.get(BOARD, {"as_at": as_at})
        assert response.status_code == 200
        assert said in text_of(response)


class TestThePlansPage:
    def test_it_has_the_headings_of_its_edition_and_its_contents_lead_to_them(self, plan: HttpResponse) -> None:
        page = main_of(plan)
        for number, section in enumerate(edition_for(2018).sections, 1):
            assert f"{number} {section.heading}" in text_of(plan)
            assert f'href="#section-{number}"' in page
            assert f'id="section-{number}"' in page

    def test_it_has_every_table_and_chart_of_the_document(self, plan: HttpResponse) -> None:
        document, page, said = plan.context["document"], main_of(plan), text_of(plan)
        assert document.title in said
        for table in document.tables:
            assert f'id="table-{table.key}"' in page
            for row in table.rows:
                assert " ".join(cell.text for cell in row.cells) in said
        pictures = re.findall(r'<img class="yjs-trend__image"\s+src="data:image/svg[^"]*"\s+alt="([^"]+)"', page)
        assert [unescape(words) for words in pictures] == [chart.description for chart in document.charts]

    def test_it_leads_to_the_plans_of_other_years(self, plan: HttpResponse) -> None:
        assert plan.context["others"] == [("2017/18", "/plan/2017-18/"), ("2019/20", "/plan/2019-20/")]

    def test_a_number_leads_to_its_figure_and_on_to_its_records(self, manager: Client, plan: HttpResponse) -> None:
        tables = {table.key: table for table in plan.context["document"].tables}
        for cell in (tables["reoffending"].rows[-1].cells[2], tables["groups-sex"].rows[1].cells[1]):
            assert cell.href is not None
            assert cell.href in links_of(plan)
            figure = manager.get(cell.href).context
            assert figure["figure"].numerator.value == cell.value
            counted = next(fact for fact in figure["facts"] if fact[0] == "Counted")
            assert manager.get(counted[2]).context["page_obj"].paginator.count == cell.value

    @pytest.mark.parametrize("address", [f"{PLAN}as-at/2019-06-30/", BOARD])
    def test_opened_again_it_says_what_was_saved_since(self, member: Client, manager: Client, address: str) -> None:
        def said() -> list[str]:
            return [
                re.sub(r"WB\d+", "", main_of(who.get(address)))
                for who in (manager, member)
                if "as-at" in address or who is manager
            ]

        before = said()
        assert said() == before
        known = {"recorded_on": dt.date(2019, 6, 1)}
        child = ChildFactory(date_of_birth=dt.date(2004, 5, 5), sex="male", **known)
        offence = OffenceFactory(child=child, committed_on=dt.date(2019, 1, 1), **known)
        imposed = {"kind": "youth_caution", "imposed_on": dt.date(2019, 2, 1), "offence_refs": [offence.ref]}
        DisposalFactory(child=child, **imposed, **known)
        after = said()
        assert all(now != then for now, then in zip(after, before, strict=True))
        forget()
        assert said() == after

    def test_it_asks_the_database_as_much_of_few_children_as_of_many(
        self, manager: Client, plan: HttpResponse, django_assert_num_queries: Any
    ) -> None:
        for number in range(30):
            child = ChildFactory(ref=f"more-{number}", date_of_birth=dt.date(2004, 5, 5))
            DisposalFactory(child=child, imposed_on=dt.date(2018, 6, 1))
        with django_assert_num_queries(plan.queries):
            manager.get(PLAN)
        # The last of them asks whether words that are quoted may have been taken back.
        with django_assert_num_queries(4):
            manager.get(PLAN)
        assert plan.queries <= 62


class TestFiles:
    def test_a_worker_sees_the_plan_and_no_files(self, client_for: ClientFor) -> None:
        response = client_for(Role.WORKER).get(BOARD)
        assert "Download" not in text_of(response)
        assert not [href for href in links_of(response) if re.search(r"\.\w+$", href)]

    def test_every_file_of_the_page_is_of_its_kind_and_in_the_log(self, manager: Client) -> None:
        response = manager.get(f"{BOARD}{KNOWN}")
        files = [href for href in links_of(response) if re.search(r"/(board|public)\.\w+$", href)]
        assert len(files) == 2 * len(FORMATS)
        for href in files[1::2]:
            before = AccessEvent.objects.count()
            file = manager.get(href)
            audience, code = href.rsplit("/", 1)[1].split(".")
            name = f"board-report-2018Q4{'-public' if audience == 'public' else ''}.{FORMATS[code].extension}"
            assert file["Content-Type"] == FORMATS[code].content_type
            assert file["Content-Disposition"] == f'attachment; filename="{name}"'
            line = AccessEvent.objects.order_by("-id").first()
            assert line is not None
            assert AccessEvent.objects.count() == before + 1
            assert (line.act, line.page, line.subjects) == (Act.EXPORTED, "plan:board-file", [])

    def test_the_same_file_of_the_same_day_has_the_same_bytes(self, manager: Client) -> None:
        for code in ("csv", "xlsx"):
            address = f"{BOARD}{KNOWN}public.{code}"
            first = manager.get(address).content
            assert manager.get(address).content == first

    def test_the_public_file_hides_what_the_boards_shows(self, manager: Client) -> None:
        told = {}
        for audience in ("board", "public"):
            content = manager.get(f"{BOARD}{KNOWN}{audience}.csv").content.decode("utf-8-sig")
            told[audience] = list(csv.DictReader(io.StringIO(content)))
        hidden = [
            (ours, theirs)
            for ours, theirs in zip(told["board"], told["public"], strict=True)
            if ours["shown"] != theirs["shown"]
        ]
        assert hidden
        assert {theirs["shown"] for _, theirs in hidden} == {"[c]"}
        assert {line["audience"] for line in told["public"]} == {"public"}
        assert not [
            line for line in told["public"] if line["unit"] == "count" and line["value"] in {"1", "2", "3", "4"}
        ]
