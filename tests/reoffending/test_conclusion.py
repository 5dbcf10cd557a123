"""What the tracker concludes: one range, never below what is seen, and the same as on the page of the curve."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from disposals.breakdowns import SEX
from reoffending.conclusion import concentrated, conclusion
from reoffending.curves import projected
from reoffending.rules import SUBSTANTIVE
from reoffending.tracker import Tracker
from tests.books import book_from
from tests.places import small_place  # noqa: F401
from tests.reoffending.test_curves import service, text_of
from tests.stories import Records, story, together
from yjs.measures.periods import days, financial_year
from yjs.people.permissions import Role


ClientFor = Callable[[Role | str], Client]
RANGE = re.compile(
    r"(?:between \d+ and )?\d+ of the \d+ children in it(?: so far)? will be known to have reoffended", re.IGNORECASE
)
PAST_A_RANGE = re.compile(r"in 8 of 10 cases \(([\d.]+)%(?: to ([\d.]+)%)?[,)]")


def tracker_of(records: Records, as_at: dt.date) -> Tracker:
    return Tracker(book_from(records, as_at), SUBSTANTIVE, financial_year(2018))


@pytest.fixture(scope="module")
def with_earlier() -> Records:
    return together(service(80, first=dt.date(2015, 4, 2), name="B"), service(60))


class TestTheOneRange:
    @pytest.mark.parametrize(
        "as_at",
        [dt.date(2018, 9, 1), dt.date(2018, 12, 1), dt.date(2019, 3, 31), dt.date(2019, 9, 1), dt.date(2020, 4, 1)],
    )
    def test_it_is_the_projection_of_the_curves_page_and_begins_at_what_is_seen_or_above(
        self, with_earlier: Records, as_at: dt.date
    ) -> None:
        tracker = tracker_of(with_earlier, as_at)
        said = conclusion(tracker)
        (ours,), (theirs,) = RANGE.findall(said), RANGE.findall(projected(tracker))
        assert ours.lower() == theirs.lower()
        assert tracker.projection is not None
        assert tracker.projection.low >= tracker.seen.numerator.value
        ends = PAST_A_RANGE.search(said)
        assert ends is not None
        assert float(ends[1]) >= float(tracker.seen.text.rstrip("%"))

    def test_the_lower_limit_of_the_estimate_stands_in_no_sentence(self, with_earlier: Records) -> None:
        tracker = tracker_of(with_earlier, dt.date(2019, 9, 1))
        estimate = tracker.figure(SUBSTANTIVE.estimate)
        assert estimate.interval is not None
        assert tracker.seen.value is not None
        assert estimate.interval[0] < tracker.seen.value
        assert estimate.measure.unit.show(estimate.interval[0]) not in conclusion(tracker)

    def test_without_a_projection_it_is_the_upper_limit_of_the_estimate_alone(self) -> None:
        tracker = tracker_of(service(60), dt.date(2020, 2, 1))
        assert tracker.projection is None
        estimate = tracker.figure(SUBSTANTIVE.estimate)
        assert estimate.interval is not None
        high = estimate.measure.unit.show(estimate.interval[1])
        assert f"by twelve months it may be as much as {high}." in conclusion(tracker)
        assert "anything from" not in conclusion(tracker)

    def test_where_nothing_can_be_worked_out_it_is_too_early(self) -> None:
        assert "it is too early to say what it will come to." in conclusion(
            tracker_of(service(60), dt.date(2018, 12, 1))
        )

    def test_a_cohort_that_is_final_came_to_what_is_seen(self, with_earlier: Records) -> None:
        assert conclusion(tracker_of(with_earlier, dt.date(2021, 6, 1))).startswith(
            "Every child has been followed for 18 months, so 33.3% is what the cohort came to"
        )


class TestWhoseStateItIs:
    """Of a part of a cohort, what may be concluded hangs on that part's own children."""

    @pytest.fixture
    def a_girl_and_two_boys(self) -> Records:
        return together(
            story(
                "girl",
                "youth_caution 2018-04-10 for 2018-04-01",
                "referral_order 2018-10-01 for 2018-06-01",
                born="2003-01-01",
                sex="female",
            ),
            story("boy", "youth_caution 2019-03-10 for 2019-03-01", born="2004-01-01", sex="male"),
            story("other", "youth_caution 2019-03-20 for 2019-03-01", born="2004-01-01", sex="male"),
        )

    def test_those_who_are_all_final_came_to_what_is_seen_though_others_are_followed(
        self, a_girl_and_two_boys: Records
    ) -> None:
        whole = tracker_of(a_girl_and_two_boys, dt.date(2019, 12, 1))
        assert conclusion(whole).startswith("2 of 3 are still followed")
        girls = replace(whole, within=((SEX, "female"),))
        said = "Every child has been followed for 18 months, so 100.0% is what the cohort came to."
        assert conclusion(girls) == said
        assert projected(girls).startswith("Nothing is projected any more")

    def test_those_who_wait_are_counted(self, a_girl_and_two_boys: Records) -> None:
        whole = tracker_of(a_girl_and_two_boys, dt.date(2020, 4, 1))
        assert conclusion(whole).startswith("2 of 3 still wait for outcomes, so the 33.3% seen so far is no result")

    def test_while_more_may_enter_it_is_no_result_though_all_so_far_are_final(
        self, a_girl_and_two_boys: Records
    ) -> None:
        book = book_from(a_girl_and_two_boys, dt.date(2021, 1, 1))
        tracker = Tracker(book, SUBSTANTIVE, days(dt.date(2018, 4, 1), dt.date(2021, 3, 31)))
        assert conclusion(tracker) == (
            "Every child in it so far is final, but more may enter it until 31 March 2021, "
            "so the 33.3% seen so far is no result."
        )

    def test_the_last_matured_is_the_last_of_the_same_children(self, a_girl_and_two_boys: Records) -> None:
        book = book_from(a_girl_and_two_boys, dt.date(2019, 12, 1))
        girls = Tracker(book, SUBSTANTIVE, financial_year(2019), ((SEX, "female"),))
        matured = girls.matured()
        assert matured is not None
        assert (matured.period.label, matured.text) == ("2018/19", "100.0%")


@pytest.mark.parametrize(
    "as_at", [dt.date(2018, 9, 1), dt.date(2019, 9, 1), dt.date(2020, 4, 1), dt.date(2020, 9, 1), dt.date(2021, 6, 1)]
)
def test_it_is_one_sentence(with_earlier: Records, as_at: dt.date) -> None:
    said = conclusion(tracker_of(with_earlier, as_at))
    assert len(re.findall(r"\.(?:\s|$)", said)) == 1, said


@pytest.mark.parametrize(("as_at", "is_said"), [(dt.date(2018, 12, 1), True), (dt.date(2019, 9, 1), False)])
def test_children_still_to_enter_are_said_to_be_in_no_projection(
    with_earlier: Records, as_at: dt.date, is_said: bool
) -> None:
    tracker = tracker_of(with_earlier, as_at)
    assert ("without children still to enter" in conclusion(tracker)) == is_said
    assert ("Children still to enter are not in it." in projected(tracker)) == is_said


@pytest.mark.parametrize(("children", "reoffences"), [(12, 4), (15, 5)])
def test_how_few_have_most_is_said_of_enough_reoffences(children: int, reoffences: int) -> None:
    tracker = tracker_of(service(children), dt.date(2021, 6, 1))
    said = f"3 of {children} children have 3 of the {reoffences} proven reoffences (60.0%)." if reoffences == 5 else ""
    assert concentrated(tracker) == said


class TestBesideTheLast:
    def test_what_may_be_chance_is_no_change(self) -> None:
        before = service(80, first=dt.date(2017, 4, 2), name="B")
        said = conclusion(tracker_of(together(before, service(60)), dt.date(2019, 12, 1)))
        assert re.search(r"no change from the [\d.]+% of 2017/18 can be claimed", said)

    def test_a_past_cohort_of_few_children_is_itself_uncertain(self) -> None:
        before = service(4, first=dt.date(2017, 4, 2), every=9, name="B")
        tracker = tracker_of(together(before, service(60, every=2)), dt.date(2019, 12, 1))
        matured = tracker.matured()
        assert matured is not None
        assert (matured.text, matured.denominator_value) == ("25.0%", 4)
        assert "no change from the 25.0% of 2017/18 can be claimed" in conclusion(tracker)

    def test_what_is_beyond_chance_is_likely_and_not_certain(self) -> None:
        before = service(80, first=dt.date(2017, 4, 2), every=1, name="B")
        said = conclusion(tracker_of(together(before, service(60)), dt.date(2019, 12, 1)))
        assert re.search(r"a fall from the [\d.]+% of 2017/18 is likely but not certain\.", said)


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
def test_the_two_pages_say_the_same_range(client_for: ClientFor) -> None:
    client = client_for(Role.MANAGER)
    for year in ("2025-26", "2026-27"):
        ranges = [
            {found.lower() for found in RANGE.findall(text_of(client.get(f"/reoffending/tracker/{year}/{page}")))}
            for page in ("", "curve/")
        ]
        assert ranges[0] == ranges[1], year
