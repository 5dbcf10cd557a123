"""Every count of children and disposals made twice over random services: by the product, and by hand."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.product import product_count, product_groups, product_status
from tests.second_opinion import RULES, SLUGS, Answer, cohort_status, count, group
from tests.second_opinion.counts import cohort_of
from tests.second_opinion.groups import group_of
from tests.second_opinion.histories import services
from tests.second_opinion.kinds import INTERVENTION_KINDS, KINDS
from tests.second_opinion.known import KEYS
from tests.second_opinion.questions import SHAPES, YEARS, as_ats, periods


Records = dict[str, list[dict]]
KINDS_OF = {
    "reoffending-after-disposal": [kind for kind, what in KINDS.items() if what.tier != "other"],
    "caseload": INTERVENTION_KINDS,
    "remands": ["local_authority", "secure"],
}
BREAKDOWNS = ["age", "sex", "ethnicity", "looked_after", "send"]
OF_AN_EVENT = ["kind", "offence", "worker"]
# Those of one cohort are asked of the same service together.
TOGETHER = [slugs for _, slugs in RULES.values()]
ASKED = [*TOGETHER, *([slug] for slug in SLUGS if not any(slug in slugs for slugs in TOGETHER))]
OF_EVENTS = {
    "binary-reoffending-rate": OF_AN_EVENT,
    "reoffences-per-child": OF_AN_EVENT,
    "reoffending-after-disposal": ["kind", "tier", "offence"],
}
SPLIT = ["first-time-entrants", "out-of-court-disposals", *OF_EVENTS]


def often(share: float) -> settings:
    """A share of the profile's examples: with the ordinary profile's, two thousand in all of this file."""
    return settings(
        max_examples=max(1, round(settings.default.max_examples * share)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def ask(data: st.DataObject, slug: str) -> tuple[Records, tuple[date, date], date]:
    records = data.draw(services(), label="records")
    period = data.draw(periods(records, shapes_for(slug)), label="period")
    return records, period, data.draw(as_ats(records), label="as at")


def shapes_for(slug: str) -> list[str]:
    """A sum of four quarters is asked of a year."""
    return YEARS if slug.endswith("four-quarters") else SHAPES


def with_someone(groups: dict[str, Answer]) -> dict[str, Answer]:
    return {name: answer for name, answer in groups.items() if answer.numerator or answer.denominator}


@pytest.mark.parametrize("slugs", ASKED, ids=lambda slugs: slugs[0])
@often(2.4)
@given(data=st.data())
def test_the_product_and_the_second_opinion_count_the_same(slugs: list[str], data: st.DataObject) -> None:
    records, period, as_at = ask(data, slugs[0])
    for asked in (period, *data.draw(st.lists(periods(records, shapes_for(slugs[0])), max_size=2))):
        for slug in slugs:
            assert product_count(records, slug, asked, as_at) == count(records, slug, asked, as_at), slug


@pytest.mark.parametrize("slugs", TOGETHER, ids=RULES)
@often(1)
@given(data=st.data())
def test_they_count_the_same_of_one_group_within_another_in_whatever_order_records_come(
    slugs: list[str], data: st.DataObject
) -> None:
    records, period, as_at = ask(data, slugs[0])
    shuffled = {file: data.draw(reordered(file, rows)) for file, rows in records.items()}
    names = data.draw(st.lists(st.sampled_from([*BREAKDOWNS, *OF_AN_EVENT]), min_size=1, max_size=2, unique=True))
    service, children = cohort_of(records, slugs[0], period, as_at)
    of = [data.draw(st.sampled_from(children)) for _ in names] if children else []
    groups = [(name, group_of(service, name, child)) for name, child in zip(names, of, strict=False)]
    for slug in slugs:
        mine = count(records, slug, period, as_at, groups=groups)
        assert product_count(shuffled, slug, period, as_at, groups=groups) == mine, (slug, groups)


@often(1)
@given(data=st.data())
def test_they_call_the_same_cohorts_open_waiting_and_final(data: st.DataObject) -> None:
    slug = "binary-reoffending-rate"
    records, period, as_at = ask(data, slug)
    assert product_status(records, slug, period, as_at) == cohort_status(records, period, as_at)


@pytest.mark.parametrize("slug", KINDS_OF)
@often(1)
@given(data=st.data())
def test_they_count_the_same_under_each_kind(slug: str, data: st.DataObject) -> None:
    records, period, as_at = ask(data, slug)
    kind = data.draw(st.sampled_from(KINDS_OF[slug]), label="kind")
    assert product_count(records, slug, period, as_at, kind) == count(records, slug, period, as_at, kind)


@pytest.mark.parametrize("slug", SPLIT)
@often(1)
@given(data=st.data())
def test_they_put_the_same_children_in_the_same_groups(slug: str, data: st.DataObject) -> None:
    records, period, as_at = ask(data, slug)
    for breakdown in [*BREAKDOWNS, *OF_EVENTS.get(slug, [])]:
        mine = group(records, slug, breakdown, period, as_at)
        assert with_someone(product_groups(records, slug, breakdown, period, as_at)) == with_someone(mine), breakdown


@pytest.mark.parametrize("slug", SPLIT)
@often(0.5)
@given(data=st.data())
def test_the_groups_of_a_figure_are_together_the_whole_of_it(slug: str, data: st.DataObject) -> None:
    records, period, as_at = ask(data, slug)
    whole = product_count(records, slug, period, as_at)
    for breakdown in BREAKDOWNS:
        parts = product_groups(records, slug, breakdown, period, as_at).values()
        assert sorted(key for part in parts for key in part.numerator) == whole.numerator
        if isinstance(whole.denominator, list):
            assert sorted(key for part in parts for key in part.denominator) == whole.denominator


@pytest.mark.parametrize("slugs", ASKED, ids=lambda slugs: slugs[0])
@often(0.3)
@given(data=st.data())
def test_the_order_in_which_records_come_does_not_matter(slugs: list[str], data: st.DataObject) -> None:
    records, period, as_at = ask(data, slugs[0])
    shuffled = {file: data.draw(reordered(file, rows)) for file, rows in records.items()}
    again, once = ([product_count(told, slug, period, as_at) for slug in slugs] for told in (shuffled, records))
    assert again == once


@st.composite
def reordered(draw: st.DrawFn, file: str, rows: list[dict]) -> list[dict]:
    """The same rows in another order, the versions of each record still one after the other."""
    versions: dict[tuple, list[dict]] = {}
    for row in rows:
        versions.setdefault(tuple(row[column] for column in KEYS[file]), []).append(row)
    turns = draw(st.permutations([key for key, held in versions.items() for _ in held]))
    left = {key: iter(held) for key, held in versions.items()}
    return [next(left[key]) for key in turns]


@pytest.mark.parametrize("slugs", ASKED, ids=lambda slugs: slugs[0])
@often(0.3)
@given(data=st.data())
def test_what_is_recorded_later_never_changes_what_was_known(slugs: list[str], data: st.DataObject) -> None:
    records, period, as_at = ask(data, slugs[0])
    then = {file: known_by(as_at, file, rows) for file, rows in records.items()}
    now, before = ([product_count(told, slug, period, as_at) for slug in slugs] for told in (records, then))
    assert now == before


def known_by(day: date, file: str, rows: list[dict]) -> list[dict]:
    """The rows recorded by a day. Of every child the first row stays: its other records may be older."""
    kept, seen = [], set()
    for row in rows:
        first_of_a_child = file == "children" and row["child_ref"] not in seen
        seen.add(row.get("child_ref"))
        if first_of_a_child or row["recorded_on"] is None or row["recorded_on"] <= day:
            kept.append(row)
    return kept
