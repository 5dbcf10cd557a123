"""What is written in a cell is read as it is meant, and never guessed."""

import datetime as dt
from pathlib import Path

import pytest

from disposals.models import KINDS, Child, Disposal, Offence
from disposals.models.child import ETHNICITIES
from tests.records.bundles import OFFENCE, SAM, brought_in, errors, folder, messages, refused
from yjs.measures.models import Comparator
from yjs.records.bundle.check import taken_files
from yjs.records.bundle.columns import columns_of
from yjs.records.bundle.values import Code


pytestmark = pytest.mark.django_db
STATUS = "child_ref,status,started_on,ended_on\n"


class TestDates:
    """A date is never guessed."""

    def days(self, *written: str) -> str:
        return "child_ref,date_of_birth\n" + "".join(f"C{n},{day}\n" for n, day in enumerate(written))

    def test_both_forms_are_read_in_one_column(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, self.days("2004-05-06", "06/05/2004")))
        assert set(Child.objects.values_list("date_of_birth", flat=True)) == {dt.date(2004, 5, 6)}

    def test_a_column_with_the_month_first_is_refused_row_by_row(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, self.days("05/25/2004", "03/04/2004", "05/05/2004", "2004-05-06")))
        assert errors(report) == [("children.csv", 2, "date_of_birth"), ("children.csv", 3, "date_of_birth")]
        assert "the month seems to stand first" in messages(report)

    def test_a_column_that_mixes_the_orders_is_refused_where_it_cannot_be_told(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, self.days("05/25/2004", "25/05/2004", "04/03/2004")))
        assert [row for _, row, _ in errors(report)] == [2, 4]

    def test_another_column_is_not_held_against_it(self, tmp_path: Path) -> None:
        status = STATUS + "C0,ehc_plan,03/04/2018,04/25/2018\n"
        report = refused(folder(tmp_path, self.days("03/04/2004"), statuses=status))
        assert errors(report) == [("statuses.csv", 2, "ended_on")]


class TestCodes:
    """Codes are taken as they are meant where there is no doubt."""

    def test_no_two_codes_of_a_list_are_taken_for_one(self) -> None:
        for model in taken_files().values():
            for column in columns_of(model):
                if isinstance(column, Code):
                    assert len(column.codes) == len(column.field.flatchoices)

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind_of_disposal_is_known_in_its_paper_form(self, kind: str) -> None:
        column = next(c for c in columns_of(Disposal) if c.name == "kind")
        assert column.read(f" {kind.upper().replace('_', ' ')} ") == kind

    @pytest.mark.parametrize("category", ETHNICITIES)
    def test_every_ethnic_category_is_taken_as_it_stands(self, category: str) -> None:
        column = next(c for c in columns_of(Child) if c.name == "ethnicity")
        assert column.read(category) == category
        assert column.read(category.lower()) == category


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("yes", True),
        ("Y", True),
        ("TRUE", True),
        ("1", True),
        ("No", False),
        ("n", False),
        ("false", False),
        ("0", False),
    ],
)
def test_yes_and_no_in_all_their_forms(tmp_path: Path, written: str, meant: bool) -> None:
    offence = f"offence_ref,child_ref,committed_on,is_breach,is_knife\nO1,C1,2018-04-25,{written},\n"
    brought_in(folder(tmp_path, offences=offence))
    assert Offence.objects.get().is_breach is meant
    assert Offence.objects.get().is_knife is None


def test_whole_numbers_that_a_program_wrote_with_a_point_are_whole(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, offences=OFFENCE.replace(",3\n", ",3.0\n")))
    assert Offence.objects.get().seriousness == 3


def test_an_unrounded_figure_is_kept_to_six_places_and_said(tmp_path: Path) -> None:
    row = "measure,area,period,value\nbinary-reoffending-rate,family,2018/19,19.23076923076923\n"
    report = brought_in(folder(tmp_path, comparators=row))
    assert "It is kept as 19.230769, to 6 decimal places." in messages(report)
    assert str(Comparator.objects.get().value) == "19.230769"
    assert brought_in(folder(tmp_path, comparators=row)).files["comparators.csv"].unchanged == 1


@pytest.mark.parametrize("name", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "＝1", "O'Brien", "'quoted'", "Siân", "李"])
def test_a_cell_that_begins_like_a_formula_is_text(tmp_path: Path, name: str) -> None:
    brought_in(folder(tmp_path, SAM.replace("Sam", name)))
    assert Child.objects.get().first_name == name
