"""Those who may open no records see figures as known at the end of a quarter, so that no day tells of the child between."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from tests.books import book_from
from tests.factories.disposals import ChildFactory, DisposalFactory, OffenceFactory
from tests.places import small_place  # noqa: F401
from tests.reading import links_of, text_of
from tests.stories import story, together
from yjs.documents.groups import why_not_shown
from yjs.documents.release_days import is_released, release_day
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period, quarter_of, today
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role


ClientFor = Callable[[Role | str], Client]
RATE = "/figures/binary-reoffending-rate/2018-19/"
KNOWN = f"{RATE}as-at/2026-09-30/"
LOOKERS = [role for role in Role if May.SEE_FIGURES in ROLES[role] and May.SEE_RECORDS_BEHIND not in ROLES[role]]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "asked", "released"),
    [
        ("2026-11-22", "2026-11-22", "2026-09-30"),
        ("2026-11-22", "2026-09-30", "2026-09-30"),
        ("2026-11-22", "2026-09-29", "2026-06-30"),
        ("2026-11-22", "2026-01-02", "2025-12-31"),
        ("2026-11-22", "2026-01-01", "2025-12-31"),
        ("2026-11-22", "2019-03-31", "2019-03-31"),
        ("2026-12-31", "2026-12-31", "2026-09-30"),
        ("2027-01-01", "2027-01-01", "2026-12-31"),
        ("2027-01-01", "2026-12-31", "2026-12-31"),
    ],
)
def test_a_release_day_is_the_last_of_a_quarter_that_has_ended(now: str, asked: str, released: str) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(f"{now}T12:00:00+00:00")):
        assert release_day(day(asked)) == day(released)


@pytest.mark.parametrize(
    ("text", "released"),
    [
        *[(text, True) for text in ("2018Q4", "2018/19", "2018", "year-to-2018-09-30", "2018-04-01..2019-03-31")],
        *[(text, False) for text in ("2018-04-01..2018-04-01", "2018-06-01..2018-06-30", "2018-04-01..2018-09-30")],
        *[(text, False) for text in ("year-to-2018-12-30", "2018-04-01..2019-03-30", "2016-04-01..2018-03-31")],
    ],
)
def test_a_quarter_and_twelve_months_that_end_with_one_are_released(text: str, released: bool) -> None:
    assert is_released(Period.parse(text)) == released


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
class TestAFigure:
    @pytest.mark.parametrize("role", LOOKERS)
    @pytest.mark.parametrize(
        ("asked", "shown"),
        [
            (f"{RATE}as-at/2026-11-01/", KNOWN),
            (f"{RATE}as-at/2026-10-01/?by=sex", f"{KNOWN}?by=sex"),
            (f"{RATE}as-at/2026-01-01/", f"{RATE}as-at/2025-12-31/"),
            (f"{RATE}as-at/2026-01-02/", f"{RATE}as-at/2025-12-31/"),
            (f"{KNOWN}?sex=female&age=10-14", f"{KNOWN}?by=age"),
            (f"{RATE}as-at/2026-11-01/?sex=female", f"{KNOWN}?by=sex"),
            (f"{RATE}as-at/2026-11-01/difference/?then=2019-03-31", f"{KNOWN}difference/?then=2019-03-31"),
            (f"{KNOWN}difference/?then=1/4/2019", f"{KNOWN}difference/?then=2019-03-31"),
        ],
    )
    def test_of_another_day_leads_to_the_release_day_before_it(
        self, client_for: ClientFor, role: Role, asked: str, shown: str
    ) -> None:
        response = client_for(role).get(asked)
        assert (response.status_code, response["Location"]) == (302, shown)
        assert client_for(role).get(shown).status_code == 200

    def test_of_now_leads_to_the_last_release_day_and_says_why(self, member: Client) -> None:
        response = member.get(RATE, follow=True)
        assert response.redirect_chain == [(f"{RATE}as-at/{quarter_of(today()).start - dt.timedelta(days=1)}/", 302)]
        assert "You see figures as they were known at the end of a quarter, so that nobody can be" in text_of(response)
        assert "See what was known at the end of" not in text_of(response)
        assert "See it as it is known now" not in response.content.decode()

    def test_of_an_earlier_quarter_leads_to_the_last(self, member: Client) -> None:
        response = member.get(f"{RATE}as-at/2019-03-31/")
        assert "See what was known at the end of" in text_of(response)
        assert RATE in links_of(response)

    def test_of_any_day_is_open_to_those_who_may_open_its_records(self, client_for: ClientFor) -> None:
        for address in (RATE, f"{RATE}as-at/2026-11-01/", "/figures/custody-rate/2018-06-01..2018-06-30/"):
            response = client_for(Role.ANALYST).get(address)
            assert response.status_code == 200
            assert "at the end of a quarter" not in text_of(response)

    def test_two_days_on_either_side_of_a_new_child_say_the_same(self, member: Client) -> None:
        address = "/figures/out-of-court-disposals/year-to-2025-12-31/"

        def known(on: str) -> str:
            return text_of(member.get(f"{address}as-at/{on}/?by=sex", follow=True))

        before = known("2026-01-01")
        for number in (1, 2):
            said = {"recorded_on": dt.date(2026, 1, 2)}
            child = ChildFactory(ref=f"new-{number}", date_of_birth=dt.date(2009, 5, 5), sex="male", **said)
            offence = OffenceFactory(child=child, committed_on=dt.date(2025, 12, 1), **said)
            ref, on = f"new-{number}", dt.date(2025, 12, 20)
            DisposalFactory(
                child=child, ref=ref, kind="youth_caution", offence_refs=[offence.ref], imposed_on=on, **said
            )
        assert known("2026-01-01") == known("2026-01-02") == before
        assert known("2026-03-31") != before

    @pytest.mark.parametrize("query", ["", "?by=sex"])
    @pytest.mark.parametrize("period", ["2018-06-01..2018-06-30", "2018-04-02..2019-03-31", "2019-03-31..2019-03-31"])
    def test_of_other_periods_has_no_number_and_says_why(self, member: Client, period: str, query: str) -> None:
        response = member.get(f"/figures/out-of-court-disposals/{period}/as-at/2026-09-30/{query}")
        assert "You see figures for a quarter, or for the twelve months that end with one" in text_of(response)
        assert "yjs-card__value" not in response.content.decode()
        assert not re.search(r"Counted \d|As known on|This and the four years before", text_of(response))

    @pytest.mark.parametrize("period", ["2018Q4", "2018-19", "2018", "year-to-2018-09-30"])
    def test_of_whole_quarters_has(self, member: Client, period: str) -> None:
        response = member.get(f"/figures/out-of-court-disposals/{period}/as-at/2026-09-30/")
        assert re.search(r"Counted \d", text_of(response))

    def test_no_link_on_the_way_is_refused_or_leads_to_a_list(self, member: Client) -> None:
        money = "/figures/contributions/2018-19/as-at/2026-09-30/?by=agency"
        for address in (KNOWN, f"{KNOWN}?by=sex", f"{KNOWN}difference/?then=31/3/2019", money):
            for link in links_of(member.get(address)):
                target = address.partition("?")[0] + link if link.startswith("?") else link
                assert member.get(target, follow=True).status_code == 200, f"{address} leads to {target}"
                assert not target.endswith(("numerator/", "denominator/"))


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
class TestItsGroups:
    def test_small_numbers_among_them_are_hidden(self, member: Client) -> None:
        response = member.get("/figures/out-of-court-disposals/2018-19/as-at/2026-09-30/?by=disposal")
        table = response.context["groups"]
        assert any(cell.text == "[c]" for row in table.rows for cell in row.cells)
        assert not {cell.count for row in table.rows for cell in row.cells} & {1, 2, 3, 4}
        assert "[c] not shown, so that nobody can be picked out." in text_of(response)

    def test_of_very_few_they_are_not_shown(self, member: Client) -> None:
        response = member.get("/figures/custody-rate/2018-19/as-at/2026-09-30/?by=sex")
        assert response.context["groups"] is None
        assert "There are fewer than 10 behind this figure" in text_of(response)

    def test_of_a_quarter_they_are_not_shown(self, member: Client) -> None:
        response = member.get("/figures/out-of-court-disposals/2018Q4/as-at/2026-09-30/?by=sex")
        assert response.context["groups"] is None
        assert "Groups are shown for twelve months that end with a quarter" in text_of(response)

    @pytest.mark.parametrize("period", ["2018-19", "2018", "year-to-2018-09-30"])
    def test_of_whole_years_they_are(self, member: Client, period: str) -> None:
        response = member.get(f"/figures/out-of-court-disposals/{period}/as-at/2026-09-30/?by=sex")
        assert response.context["groups"] is not None

    def test_money_is_about_no_child_and_is_shown(self, member: Client) -> None:
        response = member.get("/figures/contributions/2018-19/as-at/2026-09-30/?by=agency")
        assert "£" in " ".join(cell.text for cell in response.context["groups"].rows[0].cells)

    def test_a_figure_that_is_one_group_of_another_is_shown_where_that_group_is(self, member: Client) -> None:
        share = member.get("/figures/looked-after-share-of-entrants/2018-19/as-at/2026-09-30/")
        among = member.get("/figures/first-time-entrants/2018-19/as-at/2026-09-30/?by=looked-after")
        group = next(row for row in among.context["groups"].rows if row.name == "Looked after")
        assert group.cells[1].text == "[c]"
        assert "This figure counts one group of children, too few to be shown" in text_of(share)
        assert "yjs-card__value" not in share.content.decode()


class TestAFigureThatIsOneGroupOfAnother:
    def place(self, looked_after: int, others: int) -> str:
        """Why the looked after share of these entrants is not shown."""
        lives = [
            story(
                f"c{number}",
                f"youth_caution 2018-09-{number + 1:02} for 2018-08-20",
                *(["looked_after 2018-01-01"] if number < looked_after else ["early_help_plan 2018-01-01"]),
                born="2004-02-03",
            )
            for number in range(looked_after + others)
        ]
        book = book_from(together(*lives), dt.date(2021, 3, 31))
        return why_not_shown(measures()["looked-after-share-of-entrants"].figure(book, Period.parse("2018/19")))

    def test_is_shown_where_all_the_groups_are_large(self) -> None:
        assert self.place(looked_after=7, others=12) == ""

    @pytest.mark.parametrize(("looked_after", "others"), [(3, 14), (14, 3), (5, 4)])
    def test_is_not_where_it_or_the_others_are_small(self, looked_after: int, others: int) -> None:
        assert "too few to be shown" in self.place(looked_after, others)


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
class TestTheDifference:
    def test_names_nobody(self, member: Client) -> None:
        before = AccessEvent.objects.count()
        response = member.get(f"{KNOWN}difference/?then=31/3/2019")
        assert "The records are open to the people who work with the children." in text_of(response)
        assert "You see figures as they were known at the end of a quarter" in text_of(response)
        assert "changes" not in response.context
        assert not re.search(r"WB\d{5}", response.content.decode())
        assert AccessEvent.objects.count() == before

    def test_of_other_periods_is_not_told(self, member: Client) -> None:
        day_alone = "/figures/out-of-court-disposals/2018-06-01..2018-06-01/as-at/2026-09-30/difference/"
        response = member.get(f"{day_alone}?then=2019-03-31")
        assert "You see figures for a quarter" in text_of(response)
        assert "The figure at two moments" not in text_of(response)

    def test_of_a_small_group_is_not_told(self, member: Client) -> None:
        share = "/figures/looked-after-share-of-entrants/2018-19/as-at/2026-09-30/difference/"
        response = member.get(f"{share}?then=2019-06-30")
        assert "This figure counts one group of children, too few to be shown" in text_of(response)
        assert "The figure at two moments" not in text_of(response)
