"""The tables of a real published plan come in as they were printed, and nothing of them is lost."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from tests.records.bundles import brought_in, exported, folder
from yjs.measures.models import Comparator
from yjs.plan.models import Contribution


pytestmark = pytest.mark.django_db
PLAN = settings.BASE_DIR / "tests" / "data" / "rotherham_plan_2019"
FILES = {name: (PLAN / f"{name}.csv").read_bytes() for name in ("comparators", "contributions")}


def printed_rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(FILES[name].decode().splitlines()))


@pytest.fixture
def brought(tmp_path: Path):
    return brought_in(folder(tmp_path, "child_ref,date_of_birth\nA made-up child,2004-05-06\n", **FILES))


def test_every_row_is_stored_without_a_word(brought) -> None:
    assert brought.problems == []
    assert brought.files["comparators.csv"].stored == len(printed_rows("comparators")) == 36
    assert brought.files["contributions.csv"].stored == len(printed_rows("contributions")) == 7


@pytest.mark.parametrize("name", FILES)
def test_every_cell_goes_out_as_it_came_in(brought, name: str) -> None:
    def told(rows: list[dict[str, str]]) -> list[dict[str, object]]:
        return sorted(
            ({column: number(cell) for column, cell in row.items() if column != "recorded_on"} for row in rows), key=str
        )

    assert told(exported()[name]) == told(printed_rows(name))


def number(cell: str) -> object:
    return Decimal(cell) if cell.replace(".", "").isdecimal() else cell


def test_the_sums_are_those_the_columns_truly_add_to(brought) -> None:
    totals = json.loads((PLAN / "printed.json").read_text())["contributions_2018_19"]["true_totals"]
    for column in ("staffing", "in_kind", "other"):
        assert sum(getattr(row, column) or 0 for row in Contribution.objects.all()) == totals[column]


def test_nothing_printed_is_not_nought(brought) -> None:
    assert Contribution.objects.get(agency="Police Service").in_kind is None
    assert Contribution.objects.get(agency="Police Service").other == 0


def test_figures_keep_their_period_and_place(brought) -> None:
    rate = Comparator.objects.get(measure="binary-reoffending-rate", area="Rotherham", period="2016-07-01..2017-06-30")
    assert rate.value == Decimal("33")
    assert Comparator.objects.get(measure="custody-rate", area="family", period="2018/19").value == Decimal("0.2")


def test_again_changes_nothing(brought, tmp_path: Path) -> None:
    again = brought_in(folder(tmp_path, "child_ref,date_of_birth\nA made-up child,2004-05-06\n", **FILES))
    assert sum(counts.stored for counts in again.files.values()) == 0
