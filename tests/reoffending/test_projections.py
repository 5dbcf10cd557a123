"""Projections are kept with what was known then alone, and scored against what came: their coverage is a figure."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO

import numpy as np
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reoffending.cohort import cohort, proven_offences, proven_reoffences
from reoffending.estimates import projection_of
from reoffending.measures.coverage import LENGTH, MONTHS, RULE, ProjectionCoverage
from reoffending.models import Projection
from reoffending.projections import DAYS_A_MEETING_LOOKS_AT, cohorts_on, days_since, due, keep_due, latest_days
from reoffending.rules import RULES
from tests.places import small_place  # noqa: F401
from tests.reading import text_of
from tests.reoffending.simulation import DELAY, SPREAD
from yjs.measures.periods import days, financial_year, quarter_of, today
from yjs.people.permissions import ROLES, May, Role
from yjs.records.book import Book
from yjs.records.live import forget
from yjs.records.record import keep, keep_all


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_place")]
ClientFor = Callable[[Role | str], Client]
PAGE = "/reoffending/projections/"
SINCE = dt.date(2019, 4, 1)
UNTIL = dt.date(2021, 3, 31)


@pytest.fixture
def kept() -> Iterator[list[Projection]]:
    """The projections of two years, kept then."""
    found = list(due(day for day in days_since(SINCE) if day <= UNTIL))
    keep_all(found, by=None, recorded_ons=[each.known_on + dt.timedelta(days=1) for each in found])
    yield found
    forget()


def test_the_two_ways_of_naming_a_rule_are_one() -> None:
    assert list(RULES) == list(Projection.Rule.values)


class TestKeeping:
    def test_a_quarter_and_a_year_are_projected_six_nine_and_twelve_months_after_they_began(self) -> None:
        asked = {
            day: [period.text for period in cohorts_on(day)] for day in (dt.date(2020, 9, 30), dt.date(2021, 3, 31))
        }
        assert asked[dt.date(2020, 9, 30)] == ["2020Q1", "2020/21", "2019Q4", "2019Q3"]
        assert asked[dt.date(2021, 3, 31)] == ["2020Q3", "2020Q2", "2020Q1", "2020/21"]

    def test_each_is_what_was_projected_from_the_book_of_its_day(self, kept: list[Projection]) -> None:
        assert {each.rule for each in kept} == set(RULES)
        for each in kept[::7]:
            rule, period = RULES[each.rule], days(each.starts_on, each.ends_on)
            then = projection_of(rule.seen.figure(Book.at(each.known_on), period), rule.cohort)
            assert then is not None
            assert (each.low, each.high, each.children) == (then.low, then.high, then.children)

    def test_what_is_kept_already_stays_and_is_not_worked_out_again(self, kept: list[Projection]) -> None:
        first = kept[0]
        first.low = first.high = 0
        keep(first, by=None)
        again = list(due({each.known_on for each in kept}))
        assert not [each for each in again if (each.rule, each.ends_on) == (first.rule, first.ends_on)]
        assert Projection.objects.get(pk=first.pk).high == 0

    def test_a_meeting_reads_two_books_of_past_days_at_the_most(self) -> None:
        with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)):
            assert latest_days() == [dt.date(2026, 6, 30), dt.date(2026, 9, 30)]
        with time_machine.travel(dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)):
            assert latest_days() == [dt.date(2026, 6, 30), dt.date(2026, 9, 30)]
        assert len(latest_days()) == DAYS_A_MEETING_LOOKS_AT

    def test_where_all_is_kept_no_book_is_read(self) -> None:
        on = dt.date(2020, 9, 30)
        assert keep_due([on], by=None)
        with CaptureQueriesContext(connection) as asked:
            assert keep_due([on], by=None) == []
        assert not [query for query in asked if "historical" in query["sql"]]

    def test_looking_back_counts_as_known_from_the_day_it_was_done(self) -> None:
        kept = keep_due([dt.date(2020, 9, 30)], by=None)
        assert kept
        assert {each.recorded_on for each in kept} == {today()}
        whole = days(dt.date(2015, 4, 1), dt.date(2021, 3, 31))
        before = ProjectionCoverage.figure(Book.at(today() - dt.timedelta(days=1)), whole)
        assert before.denominator_value == 0
        assert ProjectionCoverage.figure(Book.now(), whole).denominator_value == len(kept)

    def test_the_command_keeps_what_is_due_and_says_how_many(self) -> None:
        said = StringIO()
        call_command("project", "--since", "2026-04-01", "--format", "json", stdout=said)
        assert json.loads(said.getvalue()) == {"kept": Projection.objects.count()}
        again = StringIO()
        call_command("project", "--since", "2026-04-01", stdout=again)
        assert again.getvalue() == "0 projections kept.\n"

    def test_a_range_beyond_the_cohort_is_refused(self) -> None:
        wrong = Projection(rule="any", starts_on=SINCE, ends_on=UNTIL, known_on=UNTIL, children=3, low=2, high=4)
        with pytest.raises(ValidationError):
            keep(wrong, by=None)


class TestProjectionCoverage:
    WHOLE = days(dt.date(2018, 4, 1), dt.date(2021, 3, 31))

    def test_it_is_the_count_by_hand(self, kept: list[Projection]) -> None:
        book = Book.now()
        held = 0
        for each in kept:
            rule = RULES[each.rule]
            children = rule.cohort(book, days(each.starts_on, each.ends_on))
            came = sum(row.reoffences > 0 for row in children.itertuples() if row.on.date() <= each.known_on)
            held += each.low <= came <= each.high
        figure = ProjectionCoverage.figure(book, self.WHOLE)
        assert (figure.numerator.value, figure.denominator_value) == (held, len(kept))
        assert figure.status == "final"

    def test_its_groups_are_the_whole(self, kept: list[Projection]) -> None:
        figure = ProjectionCoverage.figure(Book.now(), self.WHOLE)
        for breakdown in (MONTHS, LENGTH, RULE):
            assert sum(part.denominator_value or 0 for part in figure.by(breakdown)) == figure.denominator_value
        assert {part.within[-1][1] for part in figure.by(MONTHS)} == {"6", "9", "12"}

    def test_none_is_scored_before_every_child_of_its_cohort_is_final(self, kept: list[Projection]) -> None:
        quarter = quarter_of(dt.date(2020, 5, 1))
        early = ProjectionCoverage.figure(Book.at(dt.date(2021, 9, 30)), quarter)
        assert (early.denominator_value, early.status) == (0, "waiting")
        assert early.reason == "Nothing to divide by: no projections that can be scored in this period."
        late = ProjectionCoverage.figure(Book.at(dt.date(2022, 1, 1)), quarter)
        assert late.denominator_value == sum(
            (each.starts_on, each.ends_on) == (quarter.start, quarter.end) for each in kept
        )

    def test_each_projection_leads_to_its_record(self, client_for: ClientFor, kept: list[Projection]) -> None:
        figure = ProjectionCoverage.figure(Book.now(), financial_year(2019))
        behind = f"/figures/projection-coverage/2019-20/as-at/{today()}/denominator/"
        response = client_for(Role.MANAGER).get(behind)
        assert response.context["page_obj"].paginator.count == figure.denominator_value
        assert "as known on" in text_of(response)


def line_by_hand(each: Projection) -> list[str]:
    """What the page says of one projection that was kept at the time."""
    is_year = (each.ends_on - each.starts_on).days > 92
    period = financial_year(each.starts_on.year) if is_year else quarter_of(each.starts_on)
    months = 12 * (each.known_on.year - each.starts_on.year) + each.known_on.month - each.starts_on.month + 1
    children = RULES[each.rule].cohort(Book.now(), days(each.starts_on, each.ends_on)).itertuples()
    then = [row for row in children if row.on.date() <= each.known_on]
    came = sum(row.reoffences > 0 for row in then)
    low_to_high = f"{each.low}" if each.low == each.high else f"{each.low} to {each.high}"
    held = "Yes" if each.low <= came <= each.high else f"No: {'more' if came > each.high else 'fewer'} came"
    return [
        period.label,
        f"{months} months",
        f"{each.known_on.day} {each.known_on:%B %Y}",
        f"{low_to_high} of {each.children}",
        f"{came} of {len(then)}",
        held,
        "At the time",
    ]


class TestProjectionList:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_see_figures(self, client_for: ClientFor, role: Role) -> None:
        assert client_for(role).get(PAGE).status_code == (200 if May.SEE_FIGURES in ROLES[role] else 403)

    def test_it_says_that_none_is_kept(self, client_for: ClientFor) -> None:
        assert "No projections are kept yet" in text_of(client_for(Role.MANAGER).get(PAGE))

    @pytest.mark.parametrize("rule", RULES)
    def test_there_is_a_line_a_projection(self, client_for: ClientFor, kept: list[Projection], rule: str) -> None:
        response = client_for(Role.MANAGER).get(PAGE, {"rule": rule})
        mine = [each for each in kept if each.rule == rule]
        figure = response.context["figure"]
        assert response.context["page_obj"].paginator.count == len(mine) == figure.denominator_value
        assert f"{figure.numerator.value} of {len(mine)} projections held" in text_of(response)
        lines = [[cell.text for cell in row.cells] for row in response.context["table"].rows]
        in_order = sorted(mine, key=lambda each: (-each.starts_on.toordinal(), each.ends_on, each.known_on))
        assert lines == [line_by_hand(each) for each in in_order[: response.context["page_obj"].paginator.per_page]]
        assert {line[-2] for line in lines} > {"Yes"}

    def test_it_tells_what_was_worked_out_later(self, client_for: ClientFor) -> None:
        keep_due([dt.date(2020, 9, 30)], by=None)
        assert "Looking back, on" in text_of(client_for(Role.MANAGER).get(PAGE))

    def test_the_board_is_told_of_no_part_of_a_year_and_led_to_no_group(
        self, client_for: ClientFor, kept: list[Projection]
    ) -> None:
        response = client_for(Role.BOARD).get(PAGE)
        shown = response.context["page_obj"].paginator.count
        assert shown == sum(each.rule == "substantive" and each.known_on >= each.ends_on for each in kept)
        main = response.content.decode().split("<main", 1)[1]
        assert not re.search(r'href="/figures/[^"]*\?', main)
        assert "are counted above, and not listed" in text_of(response)

    def test_a_rule_there_is_not_is_the_national_one(self, client_for: ClientFor) -> None:
        assert client_for(Role.MANAGER).get(PAGE, {"rule": "shoe-size"}).status_code == 200


def test_proving_takes_about_as_long_where_the_estimate_was_tried_as_in_the_made_up_service() -> None:
    book = Book.now()
    reoffences = proven_reoffences(book, cohort(book, *(financial_year(year) for year in range(2010, 2025))))
    delays = proven_offences(book)["proven_on"].reindex(reoffences.index) - reoffences["committed_on"]
    logs = np.log(delays.dt.days.clip(lower=3))
    assert len(logs) > 100
    assert abs(logs.median() - np.log(DELAY)) < np.log(1.3)
    assert abs(logs.std() - SPREAD) < 0.15


def test_a_projection_is_about_no_child(kept: list[Projection]) -> None:
    assert Projection.seen_with is May.SEE_FIGURES
    assert {each.child_ref for each in kept} == {""}
