"""Whole or nothing: the one exception, what a change must agree with, and what others do meanwhile."""

import datetime as dt
from pathlib import Path

import pytest

from disposals.models import Child, Disposal, Offence, Status
from tests.records.bundles import DISPOSAL, OFFENCE, SAM, brought_in, errors, folder, messages, refused
from yjs.records.bundle import check_bundle, store
from yjs.records.record import keep, keep_all


pytestmark = pytest.mark.django_db
A_BUNDLE = {"offences": OFFENCE, "disposals": DISPOSAL}


class TestGoodRowsOnly:
    """The explicit exception to whole or nothing."""

    def test_what_is_good_is_stored_and_the_rest_is_named(self, tmp_path: Path) -> None:
        path = folder(tmp_path, SAM + "C2,Ali,Khan,soon\n", **A_BUNDLE)
        report = brought_in(path, good_rows_only=True)
        assert report.is_accepted
        counts = report.files["children.csv"]
        assert (counts.stored, counts.refused) == (1, 1)
        assert errors(report) == [("children.csv", 3, "date_of_birth")]
        assert Disposal.objects.count() == 1

    def test_a_row_falls_with_the_rows_it_refers_to(self, tmp_path: Path) -> None:
        path = folder(tmp_path, SAM, offences=OFFENCE.replace("2018-04-25", "1999-04-25"), disposals=DISPOSAL)
        report = brought_in(path, good_rows_only=True)
        assert errors(report) == [("offences.csv", 2, "committed_on"), ("disposals.csv", 2, "offence_refs")]
        assert "Put row 2 of offences.csv right first." in messages(report)
        assert (Child.objects.count(), Offence.objects.count(), Disposal.objects.count()) == (1, 0, 0)

    def test_a_bad_change_leaves_what_is_saved_to_stand(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path))
        path = folder(tmp_path, SAM.replace("2004-05-06", "2004-05-66"), offences=OFFENCE)
        assert brought_in(path, good_rows_only=True).files["offences.csv"].stored == 1
        assert Child.objects.get().date_of_birth == dt.date(2004, 5, 6)

    def test_a_file_that_cannot_be_read_is_left_out_whole(self, tmp_path: Path) -> None:
        path = folder(tmp_path, offences=OFFENCE + 'O2,C1,"2018-04-26,3\n', disposals=DISPOSAL.replace("O1", ""))
        report = brought_in(path, good_rows_only=True)
        assert [counts.stored for counts in report.files.values()] == [1, 0, 0]

    def test_a_bundle_that_is_refused_as_a_whole_stays_refused(self, tmp_path: Path) -> None:
        report = brought_in(folder(tmp_path, None, offences=OFFENCE), good_rows_only=True)
        assert not report.is_accepted
        assert errors(report) == [("children.csv", None, "")]


class TestWhatStays:
    """A change must be possible beside the saved records that the bundle leaves as they are."""

    def test_a_child_cannot_come_to_be_born_after_a_saved_offence(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, **A_BUNDLE))
        report = refused(folder(tmp_path, SAM.replace("2004-05-06", "2018-05-06")))
        assert errors(report) == [("children.csv", 2, "")]
        assert "what is saved of offence O1 could not be" in messages(report)

    def test_an_offence_cannot_move_past_its_saved_disposal(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, **A_BUNDLE))
        report = refused(folder(tmp_path, offences=OFFENCE.replace("2018-04-25", "2018-06-01")))
        assert errors(report) == [("offences.csv", 2, "")]
        assert "D1" in messages(report)

    def test_an_offence_cannot_move_to_another_child_than_its_saved_disposal(self, tmp_path: Path) -> None:
        two = SAM + "C2,Ali,Khan,2004-05-06\n"
        brought_in(folder(tmp_path, two, **A_BUNDLE))
        report = refused(folder(tmp_path, two, offences=OFFENCE.replace("C1", "C2")))
        assert errors(report) == [("offences.csv", 2, "")]
        assert "what is saved of disposal D1 could not be" in messages(report)

    def test_an_offence_and_its_disposal_may_move_to_another_child_together(self, tmp_path: Path) -> None:
        two = SAM + "C2,Ali,Khan,2004-05-06\n"
        brought_in(folder(tmp_path, two, **A_BUNDLE))
        moved = {"offences": OFFENCE.replace("C1", "C2"), "disposals": DISPOSAL.replace("C1", "C2")}
        report = brought_in(folder(tmp_path, two, **moved))
        assert report.is_accepted, messages(report)
        assert report.whom == ["C2", "C1"]
        assert Disposal.objects.get().child.ref == "C2"

    def test_with_good_rows_only_nothing_rests_on_a_change_that_is_left_out(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, **A_BUNDLE))
        path = folder(
            tmp_path,
            SAM.replace("2004-05-06", "2018-05-06"),
            statuses="child_ref,status,started_on\nC1,looked_after,2010-01-01\n",
        )
        report = brought_in(path, good_rows_only=True)
        assert report.files["children.csv"].refused == 1
        assert Status.objects.get().child.date_of_birth == dt.date(2004, 5, 6)

    def test_both_may_move_together(self, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, **A_BUNDLE))
        moved = {
            "offences": OFFENCE.replace("2018-04-25", "2018-06-01"),
            "disposals": DISPOSAL.replace("2018-05-25", "2018-06-02"),
        }
        assert brought_in(folder(tmp_path, **moved)).is_accepted
        assert Disposal.objects.get().imposed_on == dt.date(2018, 6, 2)


def test_what_somebody_changes_between_check_and_store_is_checked_again(tmp_path: Path) -> None:
    brought_in(folder(tmp_path))
    first = check_bundle(folder(tmp_path, SAM.replace("Smith", "Jones")))
    child = Child.objects.get()
    child.first_name = "Samir"
    keep(child, by=None)
    report = store(first, by=None)
    assert report.files["children.csv"].changed == 1
    child.refresh_from_db()
    assert (child.first_name, child.last_name, child.version) == ("Sam", "Jones", 3)


def test_what_somebody_adds_meanwhile_is_not_added_twice(tmp_path: Path) -> None:
    first = check_bundle(folder(tmp_path))
    brought_in(folder(tmp_path))
    assert store(first, by=None).files["children.csv"].unchanged == 1


def test_a_fault_that_is_here_already_does_not_stop_a_change_beside_it(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, **A_BUNDLE))
    child = Child.objects.get()
    before_birth = Status(child=child, status="ehc_plan", started_on=dt.date(2000, 1, 1))
    keep_all([before_birth], by=None)
    assert brought_in(folder(tmp_path, SAM.replace("Sam", "Samuel"))).is_accepted
    assert Child.objects.get().first_name == "Samuel"
