"""The second opinion itself: it says what the paper says, and what an analyst would say by hand."""

from datetime import date

import pytest

from tests.second_opinion import Answer, child_status, cohort_status, count, group, index_days
from tests.second_opinion.days import add_months, age_on, quarters
from tests.second_opinion.kinds import KINDS
from tests.stories import population, story, together
from tests.worked_examples.cohorts import QUARTERS, YEAR, four_quarters, twenty_children
from tests.worked_examples.entrants import ENTRANTS
from tests.worked_examples.examples import LONG_AFTER, Example
from tests.worked_examples.jonny import REOFFENDING, A, B, E, jonny


BORN = "2003-06-01"
Y2018 = date(2018, 1, 1), date(2018, 12, 31)
SPRING = date(2018, 4, 1), date(2018, 6, 30)


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(text: str) -> tuple[date, date]:
    first, last = text.split("..")
    return day(first), day(last)


@pytest.mark.parametrize("example", ENTRANTS + REOFFENDING, ids=lambda example: example.name)
def test_it_agrees_with_the_paper(example: Example) -> None:
    for asked in example.questions:
        answer = count(example.records, asked.slug, asked.period, asked.as_at, kind=asked.kind)
        assert answer == Answer(asked.numerator, asked.denominator), asked


def test_jonnys_index_days_are_those_of_the_paper() -> None:
    records = jonny(
        "youth_caution 2009-02-10 for 2009-02-01",
        "youth_caution 2009-07-01 for 2009-05-20",
        "referral_order 2010-01-12 for 2009-08-05",
    )
    found = [index_days(records, span(cohort), LONG_AFTER) for cohort in (A, B, E)]
    assert found == [{"Jonny": day(index)} for index in ("2009-02-10", "2009-07-01", "2010-01-12")]


def test_the_year_is_the_sum_of_its_quarters() -> None:
    answer = count(four_quarters(), "binary-reoffending-rate-four-quarters", YEAR, LONG_AFTER)
    assert (len(answer.numerator), len(answer.denominator)) == (14, 40)
    assert quarters(YEAR) == list(QUARTERS)


def test_a_child_can_stand_in_every_quarter_of_a_year() -> None:
    lines = [f"fine 2018-{month:02}-20 for 2018-{month:02}-05" for month in (4, 7, 10)]
    answer = count(story("C", *lines, born=BORN), "binary-reoffending-rate-four-quarters", YEAR, LONG_AFTER)
    assert answer == Answer(["C", "C"], ["C", "C", "C"])


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 18, "2025-08-29"),
        ("2023-02-28", 12, "2024-02-28"),
        ("2018-08-31", 6, "2019-02-28"),
        ("2018-08-31", 18, "2020-02-29"),
        ("2018-12-31", 12, "2019-12-31"),
        ("2018-12-15", 1, "2019-01-15"),
        ("2018-03-31", -1, "2018-02-28"),
    ],
)
def test_months_clamp_to_the_end_of_the_month(start: str, months: int, expected: str) -> None:
    assert add_months(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2000-02-29", "2018-02-28", 17),
        ("2000-02-29", "2018-03-01", 18),
        ("2000-02-29", "2016-02-29", 16),
        ("2000-02-29", "2016-02-28", 15),
        ("2003-06-01", "2021-05-31", 17),
        ("2003-06-01", "2021-06-01", 18),
    ],
)
def test_ages_are_counted_in_birthdays(born: str, on: str, age: int) -> None:
    assert age_on(day(born), day(on)) == age


@pytest.mark.parametrize(
    ("as_at", "status"),
    [
        ("2019-05-09", "open"),
        ("2019-05-10", "waiting"),
        ("2019-11-09", "waiting"),
        ("2019-11-10", "final"),
    ],
)
def test_a_child_is_open_then_waiting_then_final(as_at: str, status: str) -> None:
    assert child_status(day("2018-05-10"), day(as_at)) == status
    assert cohort_status(twenty_children(), SPRING, day(as_at)) == status


def test_a_cohort_is_open_while_its_period_runs() -> None:
    assert cohort_status({"children": []}, SPRING, day("2018-06-29")) == "open"
    assert cohort_status({"children": []}, SPRING, day("2018-06-30")) == "final"


def test_every_kind_of_the_bundle_is_in_the_table() -> None:
    tiers = [kind.tier for kind in KINDS.values()]
    assert {tier: tiers.count(tier) for tier in tiers} == {
        "diversion": 11,
        "pre-court": 4,
        "first-tier": 8,
        "community": 2,
        "custody": 9,
        "other": 4,
    }


def test_a_later_version_counts_from_the_day_it_was_known() -> None:
    records = story("C", "youth_caution 2018-05-10 for 2018-05-01 recorded 2018-05-12", born=BORN)
    [first] = records["disposals"]
    records["disposals"] += [
        {**first, "appeal": "successful", "recorded_on": day("2018-07-01")},
        {"disposal_ref": first["disposal_ref"], "deleted": True, "recorded_on": day("2018-09-01")},
    ]
    expected = {"2018-05-11": 0, "2018-05-12": 1, "2018-06-30": 1, "2018-07-01": 0, "2018-09-01": 0}
    for as_at, many in expected.items():
        assert len(count(records, "out-of-court-disposals", Y2018, day(as_at)).numerator) == many, as_at


def test_a_child_is_known_from_its_earliest_record_with_its_first_version() -> None:
    records = story(
        "C", "youth_caution 2018-05-10 for 2018-05-01 recorded 2018-05-12", born=BORN, recorded="2018-12-01"
    )
    [first] = records["children"]
    records["children"].append({**first, "sex": "female", "recorded_on": day("2019-01-01")})
    for as_at, sex in {"2018-05-12": "not_recorded", "2018-12-31": "not_recorded", "2019-01-01": "female"}.items():
        split = group(records, "first-time-entrants", "sex", Y2018, day(as_at))
        assert [name for name, answer in split.items() if answer.numerator] == [sex]
    assert count(records, "first-time-entrants", Y2018, day("2018-05-11")) == Answer([], None)


def test_breaches_alone_enter_nothing_but_can_be_custody() -> None:
    records = story(
        "C",
        "breach 2018-04-20",
        "detention_and_training_order 2018-05-10 for 2018-04-20 released 2018-06-01",
        born=BORN,
    )
    assert count(records, "first-time-entrants", Y2018, LONG_AFTER).numerator == []
    assert count(records, "binary-reoffending-rate", Y2018, LONG_AFTER).denominator == []
    custody = count(records, "custody-rate", Y2018, LONG_AFTER)
    assert custody.numerator == ["C/detention_and_training_order/2018-05-10"]


def test_two_sentences_on_one_day_are_one_and_on_two_days_two() -> None:
    records = story(
        "C",
        "section_250 2018-05-10 for 2018-04-20 heard 2018-05-01",
        "detention_and_training_order 2018-05-10 for 2018-04-21",
        "detention_and_training_order 2018-08-10 for 2018-04-22 elsewhere",
        "detention_and_training_order 2018-09-10 for 2018-04-23",
        born=BORN,
    )
    records = together(records, population(2016, 24_000), population(2017, 24_260), population(2018, 24_300))
    assert count(records, "custody-rate", Y2018, LONG_AFTER) == Answer(
        ["C/detention_and_training_order/2018-05-10", "C/detention_and_training_order/2018-09-10"], 24_260
    )
    assert count(records, "custody-rate", Y2018, day("2017-06-30")).denominator == 24_000
    assert count(records, "custody-rate", Y2018, day("2016-06-30")).denominator is None


def test_reoffending_after_each_kind_holds_diversion_and_its_first_of_a_kind() -> None:
    records = story(
        "C",
        "community_resolution_yjs 2018-05-10 for 2018-05-01",
        "community_resolution_yjs 2018-06-10 for 2018-06-01",
        "youth_caution 2018-07-10 for 2018-06-20",
        born=BORN,
    )
    slug = "reoffending-after-disposal"
    first, caution = "C/community_resolution_yjs/2018-05-10", "C/youth_caution/2018-07-10"
    assert count(records, slug, Y2018, LONG_AFTER) == Answer([first], [first, caution])
    assert count(records, slug, Y2018, LONG_AFTER, kind="youth_caution") == Answer([], [caution])
    assert group(records, slug, "kind", Y2018, LONG_AFTER) == {
        "community_resolution_yjs": Answer([first], [first]),
        "youth_caution": Answer([], [caution]),
    }


def test_each_child_is_once_on_the_caseload_under_the_most_serious() -> None:
    records = story(
        "C",
        "intervention prevention 2018-01-10",
        "intervention statutory 2018-05-10 to 2018-06-30",
        "intervention diversion 2018-05-11 to 2018-07-05",
        born=BORN,
    )
    for last, kind in {
        "2018-06-30": "statutory",
        "2018-07-01": "diversion",
        "2018-07-06": "prevention",
    }.items():
        split = group(records, "caseload", "kind", (day("2018-06-01"), day(last)), LONG_AFTER)
        assert split == {kind: Answer(["C"], None)}


def test_remands_are_episodes_begun_in_the_period() -> None:
    records = story("C", "remand secure 2018-06-30 to 2018-08-01", "remand secure 2018-07-01", born=BORN)
    expected = Answer([("C", "secure", day("2018-06-30"))], None)
    assert count(records, "remands", SPRING, LONG_AFTER) == expected
    assert count(records, "remands", SPRING, LONG_AFTER, kind="local_authority") == Answer([], None)


def test_a_child_is_known_not_to_be_looked_after_by_what_had_begun_on_the_day() -> None:
    caution = "youth_caution 2018-05-10 for 2018-05-01"
    care = {
        "A": ["looked_after 2018-01-01 to 2018-05-09"],
        "B": ["child_in_need 2018-05-10"],
        "C": ["looked_after 2018-05-11"],
        "D": ["sen_support 2018-01-01"],
    }
    records = together(*(story(ref, caution, *statuses, born=BORN) for ref, statuses in care.items()))
    split = group(records, "first-time-entrants", "looked_after", Y2018, LONG_AFTER)
    assert {name: answer.numerator for name, answer in split.items()} == {
        "looked_after": [],
        "not_looked_after": ["A", "B"],
        "not_recorded": ["C", "D"],
    }


def test_groups_read_the_child_on_the_day_and_parts_make_the_whole() -> None:
    caution = "youth_caution 2018-05-10 for 2018-05-01"
    records = together(
        story("A", caution, "looked_after 2018-01-01 to 2018-05-10", born="2003-05-11", ethnicity="Chinese"),
        story("B", caution, "looked_after 2018-05-11", "ehc_plan 2018-01-01", born="2003-05-10", sex="male"),
    )
    slug = "first-time-entrants"
    split = {
        breakdown: {
            name: answer.numerator
            for name, answer in group(records, slug, breakdown, Y2018, LONG_AFTER).items()
            if answer.numerator
        }
        for breakdown in ("age", "sex", "ethnicity", "looked_after", "send")
    }
    assert split == {
        "age": {"10-14": ["A"], "15-17": ["B"]},
        "sex": {"male": ["B"], "not_recorded": ["A"]},
        "ethnicity": {"Asian": ["A"], "not_recorded": ["B"]},
        "looked_after": {"looked_after": ["A"], "not_recorded": ["B"]},
        "send": {"ehc_plan": ["B"], "not_recorded": ["A"]},
    }
    assert count(records, "looked-after-share-of-entrants", Y2018, LONG_AFTER) == Answer(["A"], ["A", "B"])
