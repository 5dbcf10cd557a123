"""The tables of a real plan, from records: what it printed rightly comes out again, what it printed wrongly does
not.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.plan.service_in_print import service, write
from yjs.measures.catalogue import measures
from yjs.measures.change import difference
from yjs.measures.periods import Period
from yjs.plan.building import build_plan
from yjs.records.book import Book


PLAN = Path(__file__).parent.parent / "data" / "rotherham_plan_2019"
PRINTED = json.loads((PLAN / "printed.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def service_in_print(tmp_path: Path) -> None:
    folder = write(service(PRINTED), tmp_path / "bundle")
    for name in ("comparators.csv", "contributions.csv"):
        shutil.copy(PLAN / name, folder / name)
    call_command("import_bundle", str(folder), stdout=io.StringIO(), stderr=io.StringIO())


def asked(slug: str, period: str, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("figure", slug, "--period", period, "--format", "json", *more, stdout=out)
    return json.loads(out.getvalue())


def shown(slug: str, period: str, as_at: str | None = None) -> str:
    book = Book.now() if as_at is None else Book.at(dt.date.fromisoformat(as_at))
    return measures()[slug].figure(book, Period.parse(period)).text


@pytest.mark.usefixtures("service_in_print")
class TestWhatThePlanPrinted:
    def test_first_time_entrants_of_2018_are_169_per_100_000(self) -> None:
        answer = asked("first-time-entrants", "2018")
        assert (answer["numerator"], answer["denominator"]) == (41, 24_260)
        assert shown("first-time-entrants", "2018") == "169"

    def test_custody_fell_from_0_41_to_0_12_by_0_29(self) -> None:
        book, measure = Book.now(), measures()["custody-rate"]
        then, now = (measure.figure(book, Period.parse(year)) for year in ("2017/18", "2018/19"))
        assert (then.text, now.text, difference(then, now)) == ("0.41", "0.12", "-0.29")

    def test_a_fifth_of_the_entrants_of_2018_19_were_looked_after(self) -> None:
        answer = asked("looked-after-share-of-entrants", "2018/19")
        assert (answer["numerator"], answer["denominator"]) == (3, 15)
        assert shown("looked-after-share-of-entrants", "2018/19") == "20.0%"

    def test_the_caseload_by_send_is_12_6_24_3_and_63_1_per_cent_of_103(self) -> None:
        document = build_plan(Period.parse("2019/20"), Book.at(dt.date(2019, 6, 18)))
        table = next(table for table in document.tables if table.key == "caseload-by-send")
        total, share = table.rows[-2:]
        assert [cell.text for cell in total.figures] == ["103", "13", "25", "0", "65"]
        assert [cell.text for cell in share.figures][1:] == ["12.6%", "24.3%", "0.0%", "63.1%"]

    def test_the_contributions_add_up_across_and_down(self) -> None:
        document = build_plan(Period.parse("2018/19"), Book.now())
        table = next(table for table in document.tables if table.key == "contributions")
        true = PRINTED["contributions_2018_19"]["true_totals"]
        assert [cell.value for cell in table.rows[-1].figures] == list(true.values())
        assert [cell.text for cell in table.rows[-1].figures] == ["£734,706", "£215,000", "£636,139", "£1,585,845"]
        assert document.slips == ()

    def test_its_comparators_stand_beside_our_figures_under_the_right_periods(self) -> None:
        document = build_plan(Period.parse("2018/19"), Book.now())
        tables = {table.key: table for table in document.tables}
        heads = [column.title for column in tables["custody"].columns]
        custody = {
            row.name: dict(zip(heads, [c.text for c in row.cells], strict=True)) for row in tables["custody"].rows
        }
        assert custody["2018/19"]["Youth justice family"] == "0.20"
        assert custody["2014/15"]["England and Wales"] == "0.44"
        heads = [column.title for column in tables["reoffending"].columns]
        cohorts = {
            row.name: dict(zip(heads, [c.text for c in row.cells], strict=True)) for row in tables["reoffending"].rows
        }
        assert list(cohorts)[-2:] == ["July 2015 to June 2016", "July 2016 to June 2017"]
        assert len(cohorts) == 5
        assert cohorts["July 2016 to June 2017"]["Rotherham"] == "33.0%"
        assert cohorts["July 2015 to June 2016"]["England and Wales"] == "41.6%"


def test_the_plans_own_bundle_imports_with_one_made_up_child(tmp_path: Path) -> None:
    children = {"children": [{"child_ref": "made-up", "date_of_birth": "2004-02-29"}]}
    folder = write(children, tmp_path / "bundle")
    for name in ("comparators.csv", "contributions.csv"):
        shutil.copy(PLAN / name, folder / name)
    out = io.StringIO()
    call_command("import_bundle", str(folder), "--format", "json", stdout=out, stderr=io.StringIO())
    answer = json.loads(out.getvalue())
    assert answer["stored"] == {"children.csv": 1, "comparators.csv": 36, "contributions.csv": 7}
    assert [problem for problem in answer["problems"] if problem["severity"] == "error"] == []
