"""A case bundle comes in whole or not at all, and twice is once."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine

from disposals.models import Child, Disposal, Intervention, Offence, Status
from tests.records.bundles import (
    DISPOSAL,
    OFFENCE,
    SAM,
    brought_in,
    checked,
    errors,
    exported,
    folder,
    messages,
    refused,
    saved,
    warnings,
    workbook,
    zipped,
)
from yjs.records.book import Book
from yjs.records.bundle import check_bundle, store


pytestmark = pytest.mark.django_db
A_BUNDLE = {"offences": OFFENCE, "disposals": DISPOSAL}


def test_a_folder_comes_in(tmp_path: Path) -> None:
    report = brought_in(folder(tmp_path, **A_BUNDLE))
    assert report.problems == []
    assert {name: counts.stored for name, counts in report.files.items()} == {
        "children.csv": 1,
        "offences.csv": 1,
        "disposals.csv": 1,
    }
    disposal = Disposal.objects.get()
    assert (disposal.ref, disposal.child.ref, disposal.kind) == ("D1", "C1", "youth_caution")
    assert disposal.imposed_on == dt.date(2018, 5, 25)
    assert disposal.offence_refs == ["O1"]
    assert disposal.released_on is None
    assert Offence.objects.get().is_knife is None


def test_a_zip_comes_in_whatever_folder_it_was_made_from(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"ours/Children.CSV": SAM, "ours\\offences.csv": OFFENCE})
    assert brought_in(path).problems == []
    assert Offence.objects.get().child.ref == "C1"


def test_a_workbook_comes_in(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        children=[["child_ref", "date_of_birth"], ["C1", dt.date(2004, 5, 6)]],
        **{"offences.csv": [["offence_ref", "child_ref", "committed_on"], [17, "C1", "25/04/2018"]]},
    )
    brought_in(path)
    assert Offence.objects.get().ref == "17"
    assert Child.objects.get().date_of_birth == dt.date(2004, 5, 6)


def test_every_record_has_a_version_that_names_who_brought_it_in(tmp_path: Path, user_for) -> None:
    by = user_for("manager")
    store(check_bundle(folder(tmp_path, **A_BUNDLE)), by=by)
    for model in (Child, Offence, Disposal):
        version = model.history.get()
        assert (version.history_user, version.history_type, version.version) == (by, "+", 1)
        assert version.history_change_reason == "Case bundle"


def test_one_bad_row_and_nothing_is_stored(tmp_path: Path) -> None:
    children = SAM + "C2,Ali,Khan,2004-13-01\n"
    report = refused(folder(tmp_path, children, **A_BUNDLE))
    assert errors(report) == [("children.csv", 3, "date_of_birth")]
    counts = report.files["children.csv"]
    assert (counts.stored, counts.unchanged, counts.refused) == (0, 0, 2)


def test_checking_alone_stores_nothing_and_says_what_would_be(tmp_path: Path) -> None:
    report = checked(folder(tmp_path, **A_BUNDLE))
    assert report.is_accepted
    assert report.files["offences.csv"].stored == 1
    assert saved()["offence"] == (0, 0)


def test_the_same_bundle_twice_changes_nothing(tmp_path: Path) -> None:
    path = folder(tmp_path, **A_BUNDLE)
    brought_in(path)
    before = saved()
    report = brought_in(path)
    assert saved() == before
    assert [counts.unchanged for counts in report.files.values()] == [1, 1, 1]
    assert sum(counts.stored + counts.refused for counts in report.files.values()) == 0


def test_the_same_facts_written_otherwise_are_no_change(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, **A_BUNDLE))
    again = folder(
        tmp_path,
        "Date of Birth;child_ref;last_name;first_name\n06/05/2004;C1;Smith;Sam\n",
        disposals="disposal_ref,child_ref,kind,imposed_on,offence_refs,residence\n"
        " D1 ,C1,Youth Caution,25/05/2018, O1 ;,LOCAL\n",
    )
    report = brought_in(again)
    assert report.problems == []
    assert sum(counts.stored for counts in report.files.values()) == 0


def test_a_changed_row_is_a_new_version_of_its_record(tmp_path: Path) -> None:
    brought_in(folder(tmp_path))
    brought_in(folder(tmp_path, SAM.replace("Sam", "Samuel")))
    child = Child.objects.get()
    assert (child.first_name, child.version) == ("Samuel", 2)
    assert [v.first_name for v in child.history.order_by("history_id")] == ["Sam", "Samuel"]


def test_an_emptied_cell_is_no_longer_recorded_and_an_absent_column_says_nothing(tmp_path: Path) -> None:
    brought_in(folder(tmp_path))
    brought_in(folder(tmp_path, "child_ref,last_name,date_of_birth\nC1,,2004-05-06\n"))
    child = Child.objects.get()
    assert (child.first_name, child.last_name) == ("Sam", "")


def test_a_record_that_a_later_bundle_leaves_out_stays(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, **A_BUNDLE))
    brought_in(folder(tmp_path, SAM.replace("C1", "C2")))
    assert set(Child.objects.values_list("ref", flat=True)) == {"C1", "C2"}
    assert Offence.objects.count() == 1


def test_a_bundle_may_speak_of_what_is_already_here(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, offences=OFFENCE))
    header = SAM.splitlines()[0]
    assert brought_in(folder(tmp_path, header, disposals=DISPOSAL)).problems == []
    assert Disposal.objects.get().child.ref == "C1"


def test_a_record_without_a_reference_is_known_by_its_key(tmp_path: Path) -> None:
    statuses = "child_ref,status,started_on,ended_on\nC1,looked_after,2018-01-01,\nC1,ehc_plan,2018-01-01,\n"
    brought_in(folder(tmp_path, statuses=statuses))
    report = brought_in(folder(tmp_path, statuses=statuses.replace("2018-01-01,\n", "2018-01-01,2018-06-30\n", 1)))
    counts = report.files["statuses.csv"]
    assert (counts.changed, counts.unchanged) == (1, 1)
    ended = Status.objects.get(status="looked_after")
    assert (ended.ended_on, ended.version) == (dt.date(2018, 6, 30), 2)


class TestRecordedOn:
    """The day a row came to be known decides which books hold it."""

    bundle = "child_ref,first_name,date_of_birth,recorded_on\nC1,{},2004-05-06,{}\n"

    def names(self) -> list[tuple[str, str]]:
        versions = Child.history.order_by("history_id")
        return [(v.first_name, f"{v.history_date:%Y-%m-%d}") for v in versions]

    @time_machine.travel("2020-06-15 12:00")
    def test_a_row_is_known_from_the_day_it_says_else_from_today(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, self.bundle.format("Sam", "2019-01-10") + "C2,Ali,2005-01-01,\n"))
        assert len(Book.at(dt.date(2019, 1, 9))[Child]) == 0
        assert len(Book.at(dt.date(2019, 1, 10))[Child]) == 1
        assert len(Book.at(dt.date(2020, 6, 15))[Child]) == 2
        assert {child["recorded_on"] for child in exported()["children"]} == {"2019-01-10", "2020-06-15"}

    @time_machine.travel("2020-06-15 12:00")
    def test_a_correction_is_known_from_its_own_day(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, self.bundle.format("Sam", "2019-01-10")))
        brought_in(folder(tmp_path, self.bundle.format("Samuel", "2019-03-01")))
        assert self.names() == [("Sam", "2019-01-10"), ("Samuel", "2019-03-01")]

    @time_machine.travel("2020-06-15 12:00")
    @pytest.mark.parametrize("day", ["2019-01-10", ""])
    def test_a_correction_of_the_same_day_never_rewrites_what_was_known(self, tmp_path: Path, day: str) -> None:
        brought_in(folder(tmp_path, self.bundle.format("Sam", "2019-01-10")))
        brought_in(folder(tmp_path, self.bundle.format("Samuel", day)))
        assert self.names() == [("Sam", "2019-01-10"), ("Samuel", "2020-06-15")]

    def test_another_day_alone_is_no_change(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, self.bundle.format("Sam", "2019-01-10")))
        brought_in(folder(tmp_path, self.bundle.format("Sam", "2019-03-01")))
        assert self.names() == [("Sam", "2019-01-10")]

    def test_a_day_to_come_is_refused(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, self.bundle.format("Sam", "2099-01-01")))
        assert errors(report) == [("children.csv", 2, "recorded_on")]


class TestWhatIsNotTaken:
    """Nothing is dropped in silence."""

    def test_a_file_the_service_has_no_records_for_is_refused_by_name(self, tmp_path: Path) -> None:
        report = refused(folder(tmp_path, contacts="contact_ref,child_ref\nK1,C1\nK2,C1\n"))
        assert errors(report) == [("contacts.csv", None, "")]
        assert "This service does not take contacts.csv yet. Take it out of the bundle." in messages(report)

    def test_a_header_alone_of_such_a_file_leaves_nothing_out(self, tmp_path: Path) -> None:
        report = brought_in(folder(tmp_path, contacts="contact_ref,child_ref\n"))
        assert warnings(report) == [("contacts.csv", None, "")]
        assert "It has no rows, so nothing is left out." in messages(report)
        assert Child.objects.count() == 1

    def test_with_good_rows_only_the_rest_is_stored_and_its_rows_are_counted(self, tmp_path: Path) -> None:
        path = folder(tmp_path, contacts="contact_ref,child_ref\nK1,C1\nK2,C1\n")
        report = brought_in(path, good_rows_only=True)
        assert report.files["contacts.csv"].refused == 2
        assert Child.objects.count() == 1

    def test_a_file_of_another_name_is_named(self, tmp_path: Path) -> None:
        report = brought_in(folder(tmp_path, offenses=OFFENCE))
        assert report.is_accepted
        assert warnings(report) == [("offenses.csv", None, "")]

    def test_a_column_of_another_name_is_named(self, tmp_path: Path) -> None:
        report = brought_in(folder(tmp_path, "child_ref,date_of_birth,shoe_size,\nC1,2004-05-06,7,x\n"))
        assert warnings(report) == [("children.csv", 1, "shoe_size"), ("children.csv", 1, "column 4")]

    def test_a_row_that_ends_early_is_named(self, tmp_path: Path) -> None:
        report = brought_in(folder(tmp_path, "child_ref,date_of_birth,sex,postcode\nC1,2004-05-06\n"))
        assert warnings(report) == [("children.csv", 2, "")]

    def test_rows_in_are_stored_or_unchanged_or_refused(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path))
        path = folder(tmp_path, SAM + "C2,Ali,Khan,2004-01-01\nC3,Mia,Roe,never\n\n,,,\n")
        counts = brought_in(path, good_rows_only=True).files["children.csv"]
        assert (counts.new, counts.changed, counts.unchanged, counts.refused) == (1, 0, 1, 1)


def test_a_header_without_rows_is_enough(tmp_path: Path) -> None:
    report = brought_in(folder(tmp_path, "child_ref,date_of_birth\n", offences="offence_ref,child_ref,committed_on"))
    assert report.is_accepted
    assert report.problems == []


def test_an_intervention_belongs_to_its_disposal(tmp_path: Path) -> None:
    work = "intervention_ref,child_ref,kind,disposal_ref,started_on,completed\nI1,C1,statutory,D1,2018-06-01,Y\n"
    brought_in(folder(tmp_path, interventions=work, **A_BUNDLE))
    intervention = Intervention.objects.get()
    assert (intervention.disposal.ref, intervention.completed) == ("D1", True)


def test_the_questions_asked_of_the_database_do_not_grow_with_the_rows(
    tmp_path: Path, django_assert_max_num_queries
) -> None:
    rows = range(400)
    children = SAM.splitlines()[0] + "\n" + "".join(f"C{n},Sam,Smith{n},2004-05-06\n" for n in rows)
    offences = OFFENCE.splitlines()[0] + "\n" + "".join(f"O{n},C{n},2018-04-25,3\n" for n in rows)
    path = folder(tmp_path, children, offences=offences)
    with django_assert_max_num_queries(90):
        brought_in(path)
    with django_assert_max_num_queries(60):
        assert brought_in(path).files["offences.csv"].unchanged == 400
