"""Live figures do not flatter: what is seen, what is pending and what is estimated, against a plain count by hand."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposals.breakdowns import WORKER
from reoffending.rules import RULES, Rule
from reoffending.tracker import Tracker
from tests.books import book_from
from tests.product import narrowed
from tests.second_opinion import RULES as BY_HAND
from tests.second_opinion.counts import cohort_of
from tests.second_opinion.groups import group_of
from tests.second_opinion.histories import services
from tests.second_opinion.questions import LONG_AFTER, as_ats, period_about, periods
from tests.second_opinion.reoffending import estimate
from tests.second_opinion.survival import kaplan_meier
from tests.stories import story, together
from yjs.measures.catalogue import measures
from yjs.measures.figure import Figure
from yjs.measures.periods import add_months, days


Records = dict[str, list[dict]]
SEEN, PENDING, ESTIMATE = "binary-reoffending-rate", "reoffending-with-pending", "live-reoffending-estimate"


def asked(records: Records, slug: str, period: tuple[dt.date, dt.date], as_at: dt.date) -> Figure:
    return measures()[slug].figure(book_from(records, as_at), days(*period))


def proven_at_once(records: Records) -> Records:
    """The same service, had every offence been dealt with on the day it was committed."""
    on = {ref: row["imposed_on"] for row in reversed(records["disposals"]) for ref in row.get("offence_refs", [])}
    offences = [
        row | {"committed_on": on.get(row["offence_ref"], row.get("committed_on"))} for row in records["offences"]
    ]
    return records | {"offences": [row for row in offences if row["committed_on"] or row.get("deleted")]}


@st.composite
def many_children(draw: st.DrawFn) -> Records:
    """A cohort of one year with earlier ones before it: children whose reoffences fall about every edge."""
    children = []
    for number in range(draw(st.integers(1, 14))):
        index = draw(
            st.sampled_from(["2020-02-29", "2019-12-31", "2020-03-01", "2019-06-15", "2017-02-28", "2016-02-29"])
        )
        day = dt.date.fromisoformat(index)
        lines = [f"youth_caution {index} for {index}"]
        for after in draw(st.lists(st.sampled_from([1, 2, 30, 180, 360, 364, 365, 366, 367]), max_size=2, unique=True)):
            reoffence = day + dt.timedelta(days=after)
            lines.append(f"referral_order {reoffence} for {reoffence}")
        children.append(story(f"C{number}", *lines, born=f"{day.year - 15}-01-01"))
    return together(*children)


def groups_of_some_child(
    data: st.DataObject, records: Records, slug: str, period: tuple[dt.date, dt.date], as_at: dt.date
) -> list[tuple[str, str]]:
    """Up to two groups that a child of the cohort is in."""
    service, children = cohort_of(records, slug, period, as_at)
    names = data.draw(st.lists(st.sampled_from(["age", "sex", "kind", "offence", "worker"]), max_size=2, unique=True))
    if not children:
        return []
    child = data.draw(st.sampled_from(children))
    return [(name, group_of(service, name, child)) for name in names]


@given(data=st.data())
def test_without_a_delay_in_proving_it_is_the_plain_estimate(data: st.DataObject) -> None:
    records = data.draw(st.one_of(many_children(), services().map(proven_at_once)), label="records")
    period = data.draw(st.one_of(periods(records), st.just((dt.date(2019, 4, 1), dt.date(2020, 3, 31)))))
    as_at = data.draw(st.one_of(as_ats(records), st.dates(dt.date(2020, 3, 1), dt.date(2021, 9, 30))), label="as at")
    slug = BY_HAND[data.draw(st.sampled_from(list(BY_HAND)), label="rule")][1][2]
    groups = groups_of_some_child(data, records, slug, period, as_at)
    figure = narrowed(asked(records, slug, period, as_at), groups)
    plain = estimate(*cohort_of(records, slug, period, as_at, groups))
    if plain is not None:
        assert figure.value == pytest.approx(float(100 * plain), abs=1e-9)
    elif figure.value is not None:
        assert any("from there it goes on as with" in note for note in figure.notes)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@given(data=st.data())
def test_seen_pending_estimated_and_matured_are_one_number_once_everything_is_final(
    rule: Rule, data: st.DataObject
) -> None:
    records = data.draw(services(), label="records")
    first, last = data.draw(periods(records), label="period")
    a_year_on = days(add_months(first, 12), add_months(last, 12))
    period = a_year_on.year_before()
    slug = BY_HAND[rule.code][1][0]
    groups = groups_of_some_child(data, records, slug, (period.start, period.end), LONG_AFTER)
    book = book_from(records, LONG_AFTER)
    within = narrowed(rule.seen.figure(book, period), groups).within
    tracker = Tracker(book, rule, period, within)
    (_, seen), (_, pending), (_, estimated) = tracker.figures
    assert seen.status == "final"
    matured = Tracker(book, rule, a_year_on, within).matured()
    if seen.value is None:
        assert estimated.value is None
        assert matured is None or matured.period.end < period.end
        return
    assert pending.value == seen.value
    assert estimated.value == pytest.approx(seen.value)
    assert estimated.interval == pytest.approx(seen.interval)
    if tracker.is_of_a_worker or period.end >= a_year_on.start:
        # Who works with a child is told of today alone; and no cohort is set beside one whose days it shares.
        assert matured is None or (not tracker.is_of_a_worker and matured.period.end < a_year_on.start)
        return
    assert matured is not None
    assert (matured.value, matured.interval, matured.address) == (seen.value, seen.interval, seen.address)


@settings(max_examples=30)
@given(data=st.data(), seed=st.integers(0, 99))
def test_the_order_of_entry_makes_no_difference(data: st.DataObject, seed: int) -> None:
    records = data.draw(services(), label="records")
    period, as_at = data.draw(periods(records)), data.draw(as_ats(records))
    shuffled: dict[str, list[Any]] = {}
    for file, rows in records.items():
        keys = [key for key in rows[0] if key.endswith("_ref")] if rows else []
        firsts = {tuple(row.get(key) for key in keys) for row in rows}
        # Versions of one record stay in their order; which record was typed in first does not.
        order = list(firsts)
        random.Random(seed).shuffle(order)
        shuffled[file] = sorted(
            rows, key=lambda row, keys=keys, order=order: order.index(tuple(row.get(k) for k in keys))
        )
    for slug in (SEEN, PENDING, ESTIMATE):
        once, again = asked(records, slug, period, as_at), asked(shuffled, slug, period, as_at)
        assert (once.value, once.interval) == (again.value, again.interval)
        assert sorted(once.refs("numerator")) == sorted(again.refs("numerator"))


def test_of_two_workers_who_began_on_one_day_it_is_the_same_one_whichever_was_entered_first() -> None:
    child = story("C", "youth_caution 2019-01-10 for 2019-01-01", born="2004-01-01")
    work = {"child_ref": "C", "kind": "statutory", "started_on": dt.date(2019, 1, 10), "ended_on": None}
    both = [work | {"intervention_ref": ref, "worker": worker} for ref, worker in (("I1", "Ann"), ("I2", "Bob"))]
    for entered in (both, both[::-1]):
        figure = asked(
            child | {"interventions": entered}, SEEN, period_about(dt.date(2019, 1, 10), "quarter"), LONG_AFTER
        )
        assert figure.only(WORKER, "Bob").refs("denominator") == ["C"]


@given(data=st.data())
def test_the_estimate_is_never_below_what_has_been_seen(data: st.DataObject) -> None:
    records = data.draw(st.one_of(many_children(), services()), label="records")
    period, as_at = data.draw(periods(records)), data.draw(as_ats(records))
    seen, estimated = asked(records, SEEN, period, as_at), asked(records, ESTIMATE, period, as_at)
    if estimated.value is not None and seen.value is not None:
        assert estimated.value >= seen.value - 1e-9


def test_a_true_third_is_not_read_as_a_sixth_on_the_last_day_of_the_year() -> None:
    """Children who enter evenly over the year, a third of whom reoffend evenly over theirs, as at its last day."""

    def year(first: dt.date, name: str) -> list[Records]:
        told = []
        for number in range(180):
            index = first + dt.timedelta(days=2 * number)
            lines = [f"youth_caution {index} for {index}"]
            if number % 3 == 0:
                reoffence = index + dt.timedelta(days=3 + number // 3 * 23 % 60 * 6)
                lines.append(f"youth_caution {reoffence} for {reoffence}")
            told.append(story(f"{name}{number}", *lines, born=f"{first.year - 15}-01-01"))
        return told

    records = together(*year(dt.date(2015, 4, 1), "before"), *year(dt.date(2018, 4, 1), "now"))
    period, as_at = period_about(dt.date(2018, 6, 1), "financial year"), dt.date(2019, 3, 31)
    seen, estimated = asked(records, SEEN, period, as_at), asked(records, ESTIMATE, period, as_at)
    assert seen.value < 2 / 3 * 100 / 3, seen.text
    assert abs(estimated.value - 100 / 3) < abs(seen.value - 100 / 3), estimated.text
    assert estimated.interval[0] < 100 / 3 < estimated.interval[1]


def test_nothing_is_estimated_for_twelve_months_that_nobody_has_been_seen_through() -> None:
    records = together(
        *(story(f"C{n}", "youth_caution 2019-01-10 for 2019-01-01", born="2004-01-01") for n in range(5))
    )
    figure = asked(records, ESTIMATE, period_about(dt.date(2019, 1, 10), "quarter"), dt.date(2019, 3, 31))
    assert (figure.value, figure.interval, figure.text) == (None, None, "–")
    assert figure.reason == (
        "Not yet: the children have been followed as far as day 80 at the most, and no earlier cohort shows how the "
        "rest of twelve months goes."
    )


def test_the_plain_estimate_itself() -> None:
    assert kaplan_meier([(None, 3), (5, None), (None, 7), (None, None)], 10) == pytest.approx(1 - 3 / 4 * 1 / 2)
    assert kaplan_meier([(5, None)], 10) is None
