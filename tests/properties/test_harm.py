"""Every count of restorative work made twice over random services: by the product, and by hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from restorative.measures import consented, processes, reparation, victims
from tests.product import product_figure
from tests.second_opinion.harm import COUNTS, Count, harm_count
from tests.second_opinion.harmed import FILES, harm_periods, services_with_victims
from tests.second_opinion.known import known_rows
from tests.second_opinion.questions import LONG_AFTER, as_ats
from yjs.measures.catalogue import measures
from yjs.measures.figure import Counted, Figure


Records = dict[str, list[dict]]
OURS = {module.__name__ for module in (consented, processes, reparation, victims)}
AGES = {True: "child", False: "adult", None: "not_recorded"}
# By measure, the split that is made again: the file and key of what is counted, and the group of a row.
SPLITS = {
    ("victims-contacted", "victim-age"): ("victims", "victim_ref", lambda row: AGES[row["is_child"]]),
    ("victims-contacted", "victim"): ("victims", "victim_ref", lambda row: row["kind"] or "not_recorded"),
    ("restorative-processes", "kind"): ("restorative_processes", "process_ref", lambda row: row["kind"]),
}


def often(share: float) -> settings:
    return settings(
        max_examples=max(1, round(settings.default.max_examples * share)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def counted(figure: Figure) -> Count:
    return Count(_keys(figure, figure.numerator), figure.denominator and _keys(figure, figure.denominator))


def _keys(figure: Figure, part: Counted) -> list | dict:
    refs = figure.book.refs(part.kind, part.ids)
    return dict(zip(refs, map(float, part.rows), strict=True)) if part.is_sum else refs


def in_order(count: Count) -> tuple:
    below = None if count.denominator is None else sorted(count.denominator)
    above = count.numerator
    return (above if isinstance(above, dict) else sorted(above)), below


def test_every_measure_of_restorative_work_is_counted_again() -> None:
    assert set(COUNTS) == {slug for slug, measure in measures().items() if measure.__module__ in OURS}


@often(4)
@given(data=st.data())
def test_the_product_and_the_second_opinion_count_the_same(data: st.DataObject) -> None:
    records = data.draw(services_with_victims(), label="records")
    period, as_at = data.draw(harm_periods(records), label="period"), data.draw(as_ats(records), label="as at")
    for slug in COUNTS:
        expected = harm_count(records, slug, period, as_at)
        assert in_order(counted(product_figure(records, slug, period, as_at))) == in_order(expected), slug


@pytest.mark.parametrize("split", SPLITS)
@often(0.5)
@given(data=st.data())
def test_they_put_the_same_records_in_the_same_groups(split: tuple[str, str], data: st.DataObject) -> None:
    (slug, breakdown), (file, key, group) = split, SPLITS[split]
    records = data.draw(services_with_victims(), label="records")
    period, as_at = data.draw(harm_periods(records), label="period"), data.draw(as_ats(records), label="as at")
    by_hand: dict[str, set] = {}
    whole = set(harm_count(records, slug, period, as_at).numerator)
    for row in known_rows(records, file, as_at):
        if row[key] in whole:
            by_hand.setdefault(group(row), set()).add(row[key])
    figure = product_figure(records, slug, period, as_at)
    parts = {
        part.within[-1][1]: set(_keys(part, part.numerator)) for part in figure.by(figure.measure.breakdown(breakdown))
    }
    assert {code: refs for code, refs in parts.items() if refs} == by_hand


@often(0.5)
@given(data=st.data())
def test_the_order_in_which_records_are_kept_changes_nothing(data: st.DataObject) -> None:
    records = data.draw(services_with_victims(), label="records")
    period = data.draw(harm_periods(records), label="period")
    other = records | {file: data.draw(st.permutations(records[file])) for file in FILES}
    for slug in COUNTS:
        one, again = (counted(product_figure(each, slug, period, LONG_AFTER)) for each in (records, other))
        assert in_order(one) == in_order(again), slug
