"""One figure, to the letter: as the `figure` command gives it, with its records, its groups and its reasons."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.factories.disposals import (
    ChildFactory,
    DisposalFactory,
    InterventionFactory,
    OffenceFactory,
    StatusFactory,
)
from tests.factories.plan import ContributionFactory, PopulationFactory
from yjs.measures.catalogue import measures
from yjs.measures.periods import Period
from yjs.records.book import Book


pytestmark = pytest.mark.django_db
LONG_AFTER = "2021-03-31"
YEAR = "2018/19"
BORN = dt.date(2003, 3, 3)


def asked(slug: str, period: str = YEAR, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("figure", slug, "--period", period, "--format", "json", *more, stdout=out)
    return json.loads(out.getvalue())


def dealt_with(ref: str, *disposals: tuple[str, str], **about: Any) -> None:
    """A child with disposals, each known on its day."""
    child = ChildFactory(ref=ref, date_of_birth=BORN, recorded_on=dt.date(2015, 1, 1), **about)
    for number, (kind, day) in enumerate(disposals):
        on = dt.date.fromisoformat(day)
        offence = OffenceFactory(child=child, committed_on=on - dt.timedelta(days=30), recorded_on=on)
        said = {"kind": kind, "imposed_on": on, "offence_refs": [offence.ref], "recorded_on": on}
        DisposalFactory(ref=f"{ref}-{number}", child=child, **said)


@pytest.fixture
def a_service() -> None:
    """Three children of whom one reoffended; two are girls; 24,260 live here."""
    PopulationFactory(year=2017, age_10_17=24_260)
    dealt_with("a", ("youth_caution", "2018-05-01"), ("referral_order", "2018-09-01"), sex="female")
    dealt_with("b", ("youth_caution", "2018-06-01"), sex="male")
    dealt_with("c", ("youth_caution", "2018-07-01"), ("outcome_22", "2018-10-01"), sex="female")


@pytest.mark.usefixtures("a_service")
class TestTheAnswer:
    def test_to_the_letter(self) -> None:
        out = io.StringIO()
        words = ["figure", "binary-reoffending-rate", "--period", YEAR, "--as-at", LONG_AFTER, "--format", "json"]
        call_command(*words, "--records", stdout=out)
        before, between, after = re.split(r"(?<=\"interval\": )\[(.*?)\]", out.getvalue())
        assert before == (
            '{"measure": "binary-reoffending-rate", "edition": "April 2019", "period": "2018-04-01..2019-03-31", '
            '"as_at": "2021-03-31", "value": 33.333333333333336, "numerator": 1, "denominator": 3, "interval": '
        )
        assert [float(limit) for limit in between.split(", ")] == pytest.approx([6.149194, 79.234040], abs=1e-6)
        assert after == (
            ', "unit": "percent", "status": "final", "records": {"numerator": ["a"], "denominator": ["a", "b", "c"]}}\n'
        )

    def test_with_groups(self) -> None:
        answer = asked("binary-reoffending-rate", YEAR, "--as-at", LONG_AFTER, "--by", "sex")
        told = [(g["group"], g["label"], g["numerator"], g["denominator"], g["value"]) for g in answer["groups"]]
        assert told == [
            ("male", "Male", 0, 1, 0.0),
            ("female", "Female", 1, 2, 50.0),
            ("not_recorded", "Not recorded", 0, 0, None),
        ]
        assert "records" not in answer

    def test_a_rate_of_the_population_and_its_interval_are_unrounded(self) -> None:
        answer = asked("first-time-entrants", "2018", "--as-at", LONG_AFTER)
        assert (answer["numerator"], answer["denominator"], answer["unit"]) == (3, 24_260, "per 100000")
        assert answer["value"] == 3 * 100_000 / 24_260
        limits = [limit * 100_000 / 24_260 for limit in (0.6186721, 8.7672731)]
        assert answer["interval"] == pytest.approx(limits, rel=1e-6)

    def test_a_count_has_neither_denominator_nor_interval(self) -> None:
        answer = asked("out-of-court-disposals", YEAR, "--as-at", LONG_AFTER, "--records")
        assert (answer["value"], answer["numerator"], answer["denominator"], answer["interval"]) == (4, 4, None, None)
        assert answer["records"] == {"numerator": ["a-0", "b-0", "c-0", "c-1"], "denominator": []}
        assert "reason" not in answer

    def test_a_disposal_of_each_kind_is_a_group(self) -> None:
        answer = asked("reoffending-after-disposal", YEAR, "--as-at", LONG_AFTER, "--by", "disposal")
        told = {group["group"]: (group["numerator"], group["denominator"]) for group in answer["groups"]}
        assert told == {"outcome_22": (0, 1), "youth_caution": (1, 3), "referral_order": (0, 1)}
        assert answer["denominator"] == 5

    def test_the_caseload_by_need_counts_a_child_once(self) -> None:
        child = ChildFactory(ref="d", recorded_on=dt.date(2018, 1, 1))
        known = {"child": child, "recorded_on": dt.date(2018, 6, 1)}
        InterventionFactory(kind="prevention", started_on=dt.date(2018, 6, 1), **known)
        InterventionFactory(kind="statutory", started_on=dt.date(2018, 6, 1), **known)
        StatusFactory(status="ehc_plan", started_on=dt.date(2018, 6, 1), **known)
        answer = asked("caseload", YEAR, "--as-at", LONG_AFTER, "--by", "send", "--records")
        assert answer["records"]["numerator"] == ["d"]
        assert {g["group"]: g["numerator"] for g in answer["groups"]}["ehc_plan"] == 1
        by_kind = asked("caseload", YEAR, "--as-at", LONG_AFTER, "--by", "kind")["groups"]
        assert {g["group"]: g["numerator"] for g in by_kind if g["numerator"]} == {"statutory": 1}

    def test_the_day_matters(self) -> None:
        before = asked("binary-reoffending-rate", YEAR, "--as-at", "2018-06-15", "--records")
        assert before["records"] == {"numerator": [], "denominator": ["a", "b"]}
        assert (before["as_at"], before["status"]) == ("2018-06-15", "open")

    def test_without_a_day_it_is_as_known_today(self) -> None:
        assert asked("first-time-entrants")["as_at"] == f"{Book.now().day:%Y-%m-%d}"


class TestWithoutADenominator:
    def test_nobody_in_the_cohort_is_0_and_no_rate_and_the_reason(self) -> None:
        answer = asked("binary-reoffending-rate", YEAR, "--as-at", LONG_AFTER)
        assert (answer["value"], answer["numerator"], answer["denominator"]) == (None, 0, 0)
        assert answer["interval"] is None
        assert answer["reason"] == "Nothing to divide by: no children in the cohort in this period."

    def test_an_unknown_population_is_null_and_no_rate_and_the_reason(self) -> None:
        dealt_with("a", ("youth_caution", "2018-05-01"))
        PopulationFactory(year=2018, age_10_17=24_000)
        answer = asked("first-time-entrants", YEAR, "--as-at", LONG_AFTER)
        assert (answer["value"], answer["numerator"], answer["denominator"]) == (None, 1, None)
        assert answer["reason"] == "No population estimate is known for this period."

    def test_where_an_estimate_is_missing_the_latest_earlier_one_is_named(self) -> None:
        PopulationFactory(year=2015, age_10_17=23_000)
        PopulationFactory(year=2018, age_10_17=24_000)
        figure = measures()["first-time-entrants"].figure(Book.at(dt.date(2021, 3, 31)), Period.parse(YEAR))
        assert figure.denominator_value == 23_000
        assert figure.notes == ["Population: 23,000 children aged 10 to 17 (mid-2015 estimate)."]

    @pytest.mark.usefixtures("a_service")
    def test_a_group_of_a_rate_of_the_population_has_a_count_and_a_reason(self) -> None:
        girls = asked("first-time-entrants", YEAR, "--as-at", LONG_AFTER, "--by", "sex")["groups"][1]
        assert girls == {
            **{"group": "female", "label": "Female", "value": None},
            **{"numerator": 2, "denominator": None, "interval": None},
        }

    def test_where_no_money_is_recorded_there_is_no_sum_and_the_reason(self) -> None:
        """Nobody said that the partners gave nothing."""
        answer = asked("contributions")
        assert (answer["value"], answer["denominator"], answer["interval"]) == (None, None, None)
        assert answer["reason"] == "Nothing is recorded for this period."

    def test_nothing_that_was_recorded_is_a_sum(self) -> None:
        ContributionFactory(agency="Health", staffing=0, in_kind=None, other=None, recorded_on=dt.date(2018, 6, 1))
        assert (asked("contributions")["value"], asked("contributions-in-kind")["value"]) == (0, None)
        assert asked("contributions-staffing")["value"] == 0

    def test_an_amount_not_recorded_adds_nothing(self) -> None:
        ContributionFactory(agency="Health", staffing="10.50", recorded_on=dt.date(2018, 6, 1))
        ContributionFactory(agency="Police", in_kind="4.50", other="1.00", recorded_on=dt.date(2018, 6, 1))
        answer = asked("contributions", YEAR, "--records", "--by", "agency")
        assert (answer["value"], answer["records"]["numerator"]) == (16, ["2018/19|Health", "2018/19|Police"])
        assert [(g["group"], g["value"]) for g in answer["groups"]] == [("Health", 10.5), ("Police", 5.5)]


@pytest.mark.usefixtures("a_service")
class TestAsAPersonReadsIt:
    def test_the_value_stands_beside_what_it_is_made_of(self) -> None:
        out = io.StringIO()
        words = ["binary-reoffending-rate", "--period", YEAR, "--as-at", LONG_AFTER, "--by", "sex", "--records"]
        call_command("figure", *words, stdout=out)
        assert out.getvalue().splitlines() == [
            "Binary reoffending rate, 2018/19, as at 31 March 2021",
            "  33.3% (1 of 3, 95% interval 6.1% to 79.2%)",
            "  State: final. Edition: April 2019. Unit: %.",
            "  Male: 0.0% (0 of 1, 95% interval 0.0% to 79.3%)",
            "  Female: 50.0% (1 of 2, 95% interval 9.5% to 90.5%)",
            "  Not recorded: – (0 of 0)",
            "  Records of the numerator:",
            "    a",
            "  Records of the denominator:",
            "    a",
            "    b",
            "    c",
        ]

    def test_a_count_is_not_printed_in_the_place_of_a_rate(self) -> None:
        out = io.StringIO()
        call_command("figure", "custody-rate", "--period", "1960/61", stdout=out)
        assert out.getvalue().splitlines()[1] == "  – (counted: 0)"


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["no-such-thing", "--period", YEAR], "There is no measure 'no-such-thing'. There are: binary-"),
            (["caseload", "--period", "2018-19"], "'2018-19' is not a period"),
            (
                ["caseload", "--period", "2018-04-02..2018-04-01"],
                r"02\.\.2018-04-01 ends before it starts\. Write it as",
            ),
            (
                ["caseload", "--period", YEAR, "--by", "shoe-size"],
                "Caseload is not split by 'shoe-size'; it is split by",
            ),
            (["caseload", "--period", YEAR, "--by", ""], "Caseload is not split by ''; it is split by"),
        ],
    )
    def test_it_is_refused_with_words_that_help(self, words: list[str], said: str) -> None:
        with pytest.raises(CommandError, match=said) as refused:
            call_command("figure", *words, stdout=io.StringIO())
        assert refused.value.returncode == 2

    @pytest.mark.parametrize("text", ["31/3/2019", "20190331", "2019-W13-7", "2019-02-30", "0001-01-01", ""])
    def test_a_day_is_written_in_one_way(self, text: str) -> None:
        with pytest.raises(CommandError, match=r"is not a day since 1950\. Write it as 2019-03-31\.") as refused:
            call_command("figure", "caseload", "--period", YEAR, "--as-at", text, stdout=io.StringIO())
        assert refused.value.returncode == 2

    @time_machine.travel("2026-11-20 12:00", tick=False)
    def test_nobody_knows_what_will_be_known_on_a_day_to_come(self) -> None:
        assert asked("caseload", YEAR, "--as-at", "2026-11-20")["as_at"] == "2026-11-20"
        for text in ("2026-11-21", "9999-12-31"):
            with pytest.raises(CommandError, match=f"{text} has not come yet. Give today or an earlier") as refused:
                asked("caseload", YEAR, "--as-at", text)
            assert refused.value.returncode == 2


PROGRAM = """
import sys
from django.core.management import execute_from_command_line
for words in {told!r}:
    try:
        execute_from_command_line(["manage.py", *words])
        print("status 0")
    except SystemExit as stopped:
        print("status", stopped.code)
    sys.stdout.flush()
"""


def test_the_exit_status_is_0_when_done_1_when_refused_2_for_a_wrong_command_line(tmp_path: Path) -> None:
    told = [
        ["definitions", "caseload", "--format", "json"],
        ["figure", "caseload", "--period", YEAR],
        ["definitions", "shoe-size"],
        ["figure", "caseload"],
        ["figure", "caseload", "--period", YEAR, "--colour", "red"],
    ]
    environment = {**os.environ, "YJS_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(told=told)],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = done.stdout.splitlines()
    assert [line for line in answers if line.startswith("status")] == [f"status {code}" for code in (0, 1, 2, 2, 2)]
    assert [list(json.loads(line)) for line in answers if line.startswith("{")] == [["caseload"]]
    assert "There is no measure 'shoe-size'" in done.stderr
    assert "usage: manage.py figure" in done.stderr
