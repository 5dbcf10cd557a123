"""What the tracker concludes: one range, never below what is seen, and the same as on the page of the curve."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client

from reoffending.conclusion import conclusion
from reoffending.curves import projected
from reoffending.rules import SUBSTANTIVE
from reoffending.tracker import Tracker
from tests.books import book_from
from tests.places import small_place  # noqa: F401
from tests.reoffending.test_curves import service, text_of
from tests.stories import Records, together
from yjs.measures.periods import financial_year
from yjs.people.permissions import Role


ClientFor = Callable[[Role | str], Client]
RANGE = re.compile(r"(?:Between \d+ and )?\d+ of the \d+ children in it(?: so far)? will be known to have reoffended")
PAST_A_RANGE = re.compile(r"that is ([\d.]+)%(?: to ([\d.]+)%)?\.")


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
        assert ours == theirs
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
        assert f"By twelve months it may be as much as {high}." in conclusion(tracker)
        assert "anything from" not in conclusion(tracker)

    def test_where_nothing_can_be_worked_out_it_is_too_early(self) -> None:
        assert "It is too early to say what it will come to." in conclusion(
            tracker_of(service(60), dt.date(2018, 12, 1))
        )

    def test_a_cohort_that_is_final_came_to_what_is_seen(self, with_earlier: Records) -> None:
        assert conclusion(tracker_of(with_earlier, dt.date(2021, 6, 1))).endswith("is what the cohort came to.")


class TestBesideTheLast:
    def test_what_may_be_chance_is_no_change(self) -> None:
        before = service(80, first=dt.date(2017, 4, 2), name="B")
        said = conclusion(tracker_of(together(before, service(60)), dt.date(2019, 12, 1)))
        assert re.search(r"No change from the [\d.]+% of 2017/18 can be claimed", said)

    def test_a_past_cohort_of_few_children_is_itself_uncertain(self) -> None:
        before = service(4, first=dt.date(2017, 4, 2), every=9, name="B")
        tracker = tracker_of(together(before, service(60, every=2)), dt.date(2019, 12, 1))
        matured = tracker.matured()
        assert matured is not None
        assert (matured.text, matured.denominator_value) == ("25.0%", 4)
        assert "No change from the 25.0% of 2017/18 can be claimed" in conclusion(tracker)

    def test_what_is_beyond_chance_is_likely_and_not_certain(self) -> None:
        before = service(80, first=dt.date(2017, 4, 2), every=1, name="B")
        said = conclusion(tracker_of(together(before, service(60)), dt.date(2019, 12, 1)))
        assert re.search(r"A fall from the [\d.]+% of 2017/18 is likely, and not yet certain\.", said)


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
def test_the_two_pages_say_the_same_range(client_for: ClientFor) -> None:
    client = client_for(Role.MANAGER)
    for year in ("2025-26", "2026-27"):
        ranges = [
            set(RANGE.findall(text_of(client.get(f"/reoffending/tracker/{year}/{page}")))) for page in ("", "curve/")
        ]
        assert ranges[0] == ranges[1], year
