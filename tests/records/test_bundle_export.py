"""What is taken out is the same bundle again, to the byte; and as it was known on any day."""

import datetime as dt
import io
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from disposals.models import Child, Disposal, Intervention
from tests.records.bundles import DISPOSAL, OFFENCE, SAM, brought_in, exported, folder
from tests.records.random_records import emptied, kept, services, texts
from yjs.measures.models import Population
from yjs.records.bundle import Export
from yjs.records.bundle.check import taken_files
from yjs.records.bundle.columns import columns_of
from yjs.records.cells import from_text
from yjs.records.record import keep, keep_all, remove


pytestmark = pytest.mark.django_db
COLUMNS = {
    "children.csv": "child_ref, first_name, last_name, known_as, date_of_birth, sex, ethnicity, pnc_id, postcode",
    "statuses.csv": "child_ref, status, started_on, ended_on",
    "offences.csv": "offence_ref, child_ref, committed_on, description, ho_code, category, seriousness, gravity, "
    "is_breach, is_knife",
    "disposals.csv": "disposal_ref, child_ref, kind, imposed_on, offence_refs, first_hearing_on, court, residence, "
    "appeal, ends_on, released_on, requirements, unpaid_work_hours",
    "interventions.csv": "intervention_ref, child_ref, kind, programme, disposal_ref, started_on, planned_end_on, "
    "ended_on, completed, worker",
    "victims.csv": "victim_ref, offence_refs, kind, first_name, last_name, is_child, address, phone, "
    "details_from_police_on, withheld_reason",
    "victim_contacts.csv": "contact_ref, victim_ref, kind, on, answer, channel, note",
    "restorative_processes.csv": "process_ref, victim_ref, child_ref, kind, form, held_on",
    "reparation.csv": "reparation_ref, child_ref, disposal_ref, hours_owed, referred_on, ended_on",
    "reparation_sessions.csv": "session_ref, reparation_ref, held_on, placement, hours_offered, attended, "
    "hours_attended, hours_credited, absence",
    "remands.csv": "child_ref, kind, started_on, ended_on",
    "population.csv": "area, year, age_10_17",
    "comparators.csv": "measure, area, period, value, numerator, denominator, source, published_on",
    "contributions.csv": "year, agency, staffing, in_kind, other",
}
REQUIRED = {
    "children.csv": {"child_ref", "date_of_birth"},
    "statuses.csv": {"child_ref", "status", "started_on"},
    "offences.csv": {"offence_ref", "child_ref", "committed_on"},
    # offence_refs may be empty for a youth diversion order, so the rows say whether it must be filled.
    "disposals.csv": {"disposal_ref", "child_ref", "kind", "imposed_on"},
    "interventions.csv": {"intervention_ref", "child_ref", "kind", "started_on"},
    "victims.csv": {"victim_ref", "offence_refs"},
    "victim_contacts.csv": {"contact_ref", "victim_ref", "kind", "on"},
    "restorative_processes.csv": {"process_ref", "victim_ref", "child_ref", "kind", "held_on"},
    "reparation.csv": {"reparation_ref", "child_ref", "hours_owed", "referred_on"},
    "reparation_sessions.csv": {"session_ref", "reparation_ref", "held_on", "hours_offered"},
    "remands.csv": {"child_ref", "kind", "started_on"},
    "population.csv": {"area", "year", "age_10_17"},
    "comparators.csv": {"measure", "area", "period", "value"},
    "contributions.csv": {"year", "agency"},
}


def test_the_columns_are_those_of_the_interchange_in_its_order() -> None:
    taken = {name: ", ".join(c.name for c in columns_of(model)) for name, model in taken_files().items()}
    assert {name: f"{columns}, recorded_on" for name, columns in COLUMNS.items()} == taken
    required = {name: {c.name for c in columns_of(model) if c.is_required} for name, model in taken_files().items()}
    assert required == REQUIRED


def files_of(packed: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(packed)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("form", ["bundle", "bundle.zip", "bundle.xlsx"])
@settings(max_examples=20)
@given(groups=services(), data=st.data())
def test_out_and_in_and_out_again_is_the_same_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, form: str, groups: list, data: st.DataObject
) -> None:
    emptied()
    kept(groups, data)
    path = tmp_path_factory.mktemp("out") / form
    first = Export.read()
    first.write(path)
    emptied()
    report = brought_in(path)
    assert [str(problem) for problem in report.problems if problem.is_error] == []
    second = Export.read()
    assert second.as_zip() == first.as_zip()
    assert form != "bundle.xlsx" or second.as_xlsx() == first.as_xlsx()
    assert sum(counts.unchanged for counts in brought_in(path).files.values()) == sum(map(len, groups))


def test_it_does_not_matter_in_which_order_the_records_came(tmp_path: Path) -> None:
    rows = ["C2,Ali,Khan,2004-01-01\n", "C10,Mia,Roe,2004-01-02\n", "C1,Sam,Smith,2004-01-03\n"]
    made = []
    for order in (rows, rows[::-1]):
        emptied()
        brought_in(folder(tmp_path, SAM.splitlines()[0] + "\n" + "".join(order)))
        made.append((Export.read().as_zip(), Export.read().as_xlsx()))
    assert made[0] == made[1]


def test_a_folder_a_zip_and_a_workbook_hold_the_same(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, offences=OFFENCE, disposals=DISPOSAL))
    export = Export.read()
    for name in ("out", "out.zip", "out.xlsx"):
        export.write(tmp_path / name)
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == files_of(export.as_zip())
    opened = load_workbook(tmp_path / "out.xlsx")
    assert [f"{name}.csv" for name in opened.sheetnames] == list(files_of(export.as_zip()))
    row = [cell.value for cell in opened["disposals"][2]]
    assert row[:5] == ["D1", "C1", "youth_caution", dt.datetime(2018, 5, 25), "O1"]


def test_only_what_is_new_is_written_over_a_folder(tmp_path: Path) -> None:
    brought_in(folder(tmp_path))
    Export.read().write(tmp_path / "out")
    brought_in(folder(tmp_path, SAM.replace("Sam", "Samuel")))
    Export.read().write(tmp_path / "out")
    assert b"Samuel" in (tmp_path / "out" / "children.csv").read_bytes()
    assert len(list((tmp_path / "out").iterdir())) == len(COLUMNS)


@settings(max_examples=15)
@given(names=st.lists(texts(120), min_size=10, max_size=40))
def test_no_text_is_written_as_a_formula_and_every_text_comes_back(names: list[str]) -> None:
    emptied()
    born = dt.date(2004, 5, 6)
    keep_all([Child(ref=f"C{n:03}", first_name=name, date_of_birth=born) for n, name in enumerate(names)], by=None)
    for name, row in zip(names, exported()["children"], strict=True):
        written = row["first_name"]
        assert not written.lstrip(" \u00a0\u200b\u2028").startswith(tuple("=+-@\t\r\n＝"))
        assert from_text(written) == name
    opened = load_workbook(io.BytesIO(Export.read().as_xlsx()))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "d", "n"}
    assert [cell.data_type for cell in opened["children"]["B"]] == ["s", *("s" if name else "n" for name in names)]


def test_an_estimate_for_a_year_to_come_goes_out_and_comes_in(tmp_path: Path) -> None:
    year = dt.date.today().year + 1
    keep(Population(area="local", year=year, age_10_17=20_000), by=None)
    first = Export.read()
    first.write(tmp_path / "out")
    emptied()
    assert brought_in(tmp_path / "out").problems == []
    assert Export.read().as_zip() == first.as_zip()


class TestAsAt:
    """The bundle of a past day holds what was known at its end, names and all."""

    def rows(self, day: dt.date) -> dict[str, list[list[str]]]:
        return {page.name: list(page.texts())[1:] for page in Export.read(day).pages if page.rows}

    @time_machine.travel("2020-06-15 12:00")
    def test_each_record_is_in_the_version_of_that_day(self, tmp_path: Path) -> None:
        header = "child_ref,first_name,date_of_birth,recorded_on\n"
        brought_in(folder(tmp_path, header + "C1,Sam,2004-05-06,2019-01-10\n"))
        brought_in(folder(tmp_path, header + "C1,Samuel,2004-05-06,2019-03-01\nC2,Mia,2005-05-06,2019-05-01\n"))
        assert self.rows(dt.date(2019, 1, 9)) == {}
        [[ref, name, *_, recorded_on]] = self.rows(dt.date(2019, 2, 28))["children.csv"]
        assert (ref, name, recorded_on) == ("C1", "Sam", "2019-01-10")
        assert [row[1] for row in self.rows(dt.date(2019, 3, 1))["children.csv"]] == ["Samuel"]
        assert [row[1] for row in self.rows(dt.date(2020, 6, 15))["children.csv"]] == ["Samuel", "Mia"]

    def test_a_child_is_known_with_its_first_record(self, tmp_path: Path) -> None:
        offence = "offence_ref,child_ref,committed_on,recorded_on\nO1,C1,2018-04-25,2018-04-26\n"
        brought_in(folder(tmp_path, offences=offence))
        rows = self.rows(dt.date(2018, 4, 26))
        assert {name: len(found) for name, found in rows.items()} == {"children.csv": 1, "offences.csv": 1}

    def test_what_was_removed_since_is_still_in_it(self, tmp_path: Path) -> None:
        with time_machine.travel("2020-06-15 12:00"):
            brought_in(folder(tmp_path, offences=OFFENCE))
        with time_machine.travel("2020-06-20 12:00"):
            remove(Child.objects.get().offence_set.get(), by=None, reason="Entered twice")
            remove(Child.objects.get(), by=None, reason="Entered twice")
            assert set(self.rows(dt.date(2020, 6, 19))) == {"children.csv", "offences.csv"}
            assert self.rows(dt.date(2020, 6, 20)) == {}

    def test_today_is_the_same_as_now(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, offences=OFFENCE, disposals=DISPOSAL))
        assert Export.read(dt.date.today()).as_zip() == Export.read().as_zip()

    @time_machine.travel("2020-06-15 12:00")
    def test_a_reference_to_what_was_not_known_yet_stays_and_is_said(self, tmp_path: Path) -> None:
        disposal = DISPOSAL.replace("residence", "residence,recorded_on").replace("local", "local,2018-06-01")
        work = "intervention_ref,child_ref,kind,disposal_ref,started_on,recorded_on\n"
        work += "I1,C1,statutory,D1,2018-05-26,2018-05-26\n"
        brought_in(folder(tmp_path, offences=OFFENCE, disposals=disposal, interventions=work))
        assert Intervention.objects.get().disposal == Disposal.objects.get()
        early = Export.read(dt.date(2018, 5, 26))
        assert early.referred_but_left_out() == ["disposal_ref D1"]
        assert Export.read(dt.date(2018, 6, 1)).referred_but_left_out() == ["offence_refs O1"]
        assert Export.read().referred_but_left_out() == []

    @settings(max_examples=10)
    @given(groups=services(), data=st.data())
    def test_a_past_day_taken_out_and_in_is_the_same_past_day(
        self, tmp_path_factory: pytest.TempPathFactory, groups: list, data: st.DataObject
    ) -> None:
        emptied()
        kept(groups, data)
        day = data.draw(st.dates(dt.date(2012, 1, 1), dt.date(2020, 1, 1)))
        export = Export.read(day)
        path = tmp_path_factory.mktemp("out") / "bundle.zip"
        export.write(path)
        emptied()
        report = brought_in(path)
        assert report.is_accepted == (not export.referred_but_left_out())
        if report.is_accepted:
            assert Export.read(day).as_zip() == export.as_zip()
