"""Every row is checked: what is impossible is refused and what is unlikely is stored, each said with its place and
cure.
"""

from pathlib import Path

import pytest

from tests.records.bundles import (
    DISPOSAL,
    OFFENCE,
    SAM,
    brought_in,
    errors,
    folder,
    messages,
    refused,
    warnings,
)


pytestmark = pytest.mark.django_db
STATUS = "child_ref,status,started_on,ended_on\n"
CHILD = "child_ref,date_of_birth,sex,ethnicity,postcode\n"
WORK = "intervention_ref,child_ref,kind,disposal_ref,started_on,planned_end_on,ended_on,completed\n"
RELEASED = "disposal_ref,child_ref,kind,imposed_on,offence_refs,residence,ends_on,released_on,unpaid_work_hours\n"

IMPOSSIBLE = {
    "a day that is none": ("children", f"{CHILD}C1,2005-02-29,,,\n", "date_of_birth", "There is no such day."),
    "a date in another form": ("children", f"{CHILD}C1,6 May 2005,,,\n", "date_of_birth", "25/04/2018"),
    "a year of two digits": ("children", f"{CHILD}C1,06/05/05,,,\n", "date_of_birth", "25/04/2018"),
    "a day or month of one digit": ("children", f"{CHILD}C1,6/5/2005,,,\n", "date_of_birth", "25/04/2018"),
    "a time beside a date": ("children", f"{CHILD}C1,2005-05-06 00:00:00,,,\n", "date_of_birth", "25/04/2018"),
    "a serial number for a date": ("children", f"{CHILD}C1,38478,,,\n", "date_of_birth", "25/04/2018"),
    "a year long gone": ("children", f"{CHILD}C1,0205-05-06,,,\n", "date_of_birth", "before 1900"),
    "a birth to come": ("children", f"{CHILD}C1,2099-05-06,,,\n", "date_of_birth", "in the future"),
    "no date of birth": ("children", f"{CHILD}C1,,,,\n", "date_of_birth", "must not be empty"),
    "no reference": ("children", f"{CHILD} ,2005-05-06,,,\n", "child_ref", "must not be empty"),
    "a long reference": ("children", f"{CHILD}{'C' * 65},2005-05-06,,,\n", "child_ref", "longer than 64"),
    "an unknown code": ("children", f"{CHILD}C1,2005-05-06,M,,\n", "sex", "Use one of: male; female; not_known."),
    "an unknown ethnicity": ("children", f"{CHILD}C1,2005-05-06,,White,\n", "ethnicity", "Gypsy or Irish Traveller"),
    "a long text": ("children", f"{CHILD}C1,2005-05-06,,,{'S' * 11}\n", "postcode", "longer than 10"),
    "a huge cell": ("children", f"{CHILD}C1,2005-05-06,,,{'S' * 10_001}\n", "postcode", "10,001 characters"),
    "a damaged letter": ("children", f"{CHILD}C1,2005-05-06,,,S\ufffd60\n", "postcode", "damaged on the way"),
    "a control character": ("children", f"{CHILD}C1,2005-05-06,,,S\x0160\n", "postcode", "damaged on the way"),
    "an offence before birth": (
        "offences",
        OFFENCE.replace("2018", "2003"),
        "committed_on",
        "before the child was born",
    ),
    "an offence to come": ("offences", OFFENCE.replace("2018", "2099"), "committed_on", "in the future"),
    "an offence of nobody": ("offences", OFFENCE.replace("C1", "C9"), "child_ref", "There is no child C9"),
    "a score off the scale": ("offences", OFFENCE.replace(",3\n", ",9\n"), "seriousness", "not from 1 to 8"),
    "a score in words": ("offences", OFFENCE.replace(",3\n", ",three\n"), "seriousness", "not a whole number"),
    "a score with a part": ("offences", OFFENCE.replace(",3\n", ",3.5\n"), "seriousness", "not a whole number"),
    "neither yes nor no": (
        "offences",
        "offence_ref,child_ref,committed_on,is_knife\nO1,C1,2018-04-25,perhaps\n",
        "is_knife",
        "neither yes nor no",
    ),
    "a list in a reference": ("offences", OFFENCE.replace("O1", "O1;O2"), "offence_ref", "cannot hold a semicolon"),
    "a disposal before its offence": (
        "disposals",
        DISPOSAL.replace("05-25", "04-24"),
        "imposed_on",
        "before its offence",
    ),
    "a disposal of no offence": ("disposals", DISPOSAL.replace("O1", ""), "offence_refs", "No offence is named"),
    "a disposal of an unknown offence": ("disposals", DISPOSAL.replace("O1", "O9"), "offence_refs", "no offence O9"),
    "a disposal of another's offence": ("disposals", DISPOSAL.replace("C1", "C2"), "offence_refs", "of another child"),
    "an unknown kind": ("disposals", DISPOSAL.replace("youth_caution", "caution"), "kind", "not on the list"),
    "a late reprimand": ("disposals", DISPOSAL.replace("youth_caution", "reprimand"), "kind", "ended on 08/04/2013"),
    "a release from no custody": (
        "disposals",
        f"{RELEASED}D1,C1,fine,2018-05-25,O1,local,,2018-06-25,\n",
        "released_on",
        "is not custody",
    ),
    "a release before the sentence": (
        "disposals",
        f"{RELEASED}D1,C1,section_250,2018-05-25,O1,local,,2018-05-24,\n",
        "released_on",
        "before date imposed",
    ),
    "an end before the start": (
        "disposals",
        f"{RELEASED}D1,C1,fine,2018-05-25,O1,local,2018-05-24,,\n",
        "ends_on",
        "before",
    ),
    "hours below nought": (
        "disposals",
        f"{RELEASED}D1,C1,fine,2018-05-25,O1,local,,,-4\n",
        "unpaid_work_hours",
        "below nought",
    ),
    "a status that ends before it starts": (
        "statuses",
        f"{STATUS}C1,looked_after,2018-01-02,2018-01-01\n",
        "ended_on",
        "This is before start date (02/01/2018).",
    ),
    "work under another's disposal": (
        "interventions",
        f"{WORK}I1,C2,statutory,D1,2018-06-01,,,\n",
        "disposal_ref",
        "another",
    ),
    "work under no disposal": ("interventions", f"{WORK}I1,C1,statutory,D9,2018-06-01,,,\n", "disposal_ref", "neither"),
    "a year of no estimate": ("population", "area,year,age_10_17\nlocal,17,20000\n", "year", "not a year"),
    "a number in words": ("population", "area,year,age_10_17\nlocal,2017,about 20000\n", "age_10_17", "in figures"),
    "a financial year of another form": ("contributions", "year,agency\n2018-19,Police\n", "year", "2018/19"),
    "a sum with a comma": ("contributions", 'year,agency,other\n2018/19,Police,"1,500"\n', "other", "no commas"),
    "a sum beyond reason": ("contributions", f"year,agency,other\n2018/19,Police,{'9' * 15}\n", "other", "too large"),
    "a period of another form": ("comparators", "measure,area,period,value\nx,family,2018-19,1\n", "period", "2018Q4"),
}


@pytest.mark.parametrize(("file", "content", "column", "said"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_refused_with_its_place_and_cure(
    tmp_path: Path, file: str, content: str, column: str, said: str
) -> None:
    two = SAM + "C2,Ali,Khan,2004-01-01\n"
    report = refused(folder(tmp_path, **{"children": two, "offences": OFFENCE, "disposals": DISPOSAL, file: content}))
    found = next(problem for problem in report.problems if problem.is_error)
    assert (found.file, found.row, found.column) == (f"{file}.csv", 2, column)
    assert said in "".join(problem.message for problem in report.problems if problem.column == column)
    assert len(found.value) <= 101


UNLIKELY = {
    "an offence at nine": ("offences", OFFENCE.replace("2018", "2014"), "committed_on"),
    "an offence at eighteen": ("offences", OFFENCE.replace("2018-04-25", "2022-05-06"), "committed_on"),
    "a missing score": ("offences", OFFENCE.replace(",3\n", ",\n"), "seriousness"),
    "a missing residence": ("disposals", DISPOSAL.replace("local", ""), "residence"),
    "a disposal recorded before it was imposed": (
        "disposals",
        "disposal_ref,child_ref,kind,imposed_on,offence_refs,residence,recorded_on\n"
        "D1,C1,fine,2022-06-25,O1,local,2022-06-24\n",
        "recorded_on",
    ),
    "two children of one name and birth date": ("children", SAM + "C2, sam,SMITH,06/05/2004\n", "first_name"),
    "more decimal places than are kept": ("contributions", "year,agency,other\n2018/19,Police,0.125\n", "other"),
}


@pytest.mark.parametrize(("file", "content", "column"), UNLIKELY.values(), ids=UNLIKELY)
def test_what_is_unlikely_is_stored_and_said(tmp_path: Path, file: str, content: str, column: str) -> None:
    files = {"children": SAM, "offences": OFFENCE, file: content}
    report = brought_in(folder(tmp_path, **files))
    assert report.is_accepted
    assert {(problem.file, problem.column) for problem in report.problems} == {(f"{file}.csv", column)}


def test_a_child_like_one_already_here_is_said(tmp_path: Path) -> None:
    brought_in(folder(tmp_path))
    report = brought_in(folder(tmp_path, SAM.replace("C1", "C2")))
    assert warnings(report) == [("children.csv", 2, "first_name")]
    assert "There is another of this name and date of birth: child C1." in messages(report)


def test_children_without_names_are_not_taken_for_one(tmp_path: Path) -> None:
    rows = "child_ref,date_of_birth\nC1,2004-05-06\nC2,2004-05-06\n"
    assert brought_in(folder(tmp_path, rows)).problems == []


def test_the_same_key_twice_names_both_rows(tmp_path: Path) -> None:
    report = refused(folder(tmp_path, SAM + "C1,Sam,Smithe,2004-05-06\n"))
    assert errors(report) == [("children.csv", 2, "child_ref"), ("children.csv", 3, "child_ref")]
    assert "Rows 2 and 3 are of the same record." in messages(report)


def test_the_same_key_very_often_is_said_briefly(tmp_path: Path) -> None:
    report = refused(folder(tmp_path, SAM + "C1,Sam,Smith,2004-05-06\n" * 3_000))
    assert len(errors(report)) == 3_001
    assert "Rows 2 and 3 and 4 and 5 and 6 and 2996 more are of the same record." in messages(report)


def test_the_same_key_of_several_columns_twice_names_both_rows(tmp_path: Path) -> None:
    report = refused(folder(tmp_path, statuses=STATUS + "C1,ehc_plan,2018-01-01,\nC1,ehc_plan,01/01/2018,2019-01-01\n"))
    assert errors(report) == [("statuses.csv", row, "child_ref, status, started_on") for row in (2, 3)]


def test_a_youth_diversion_order_may_name_no_offence(tmp_path: Path) -> None:
    order = DISPOSAL.replace("youth_caution", "youth_diversion_order").replace("O1", "")
    assert brought_in(folder(tmp_path, disposals=order)).problems == []


def test_what_lies_ahead_may_be_in_the_future(tmp_path: Path) -> None:
    disposal = f"{RELEASED}D1,C1,section_250,2018-05-25,O1,local,2099-05-24,,\n"
    work = f"{WORK}I1,C1,statutory,D1,2018-06-01,2099-01-01,,\n"
    assert brought_in(folder(tmp_path, offences=OFFENCE, disposals=disposal, interventions=work)).problems == []


def test_every_problem_of_a_bundle_is_reported_at_once(tmp_path: Path) -> None:
    report = refused(
        folder(
            tmp_path,
            "child_ref,date_of_birth,sex\nC1,2004-05-06,M\nC2,soon,female\n",
            offences="offence_ref,child_ref,committed_on,seriousness\nO1,C1,1999-01-01,9\n",
        )
    )
    assert errors(report) == [
        ("children.csv", 2, "sex"),
        ("children.csv", 3, "date_of_birth"),
        ("offences.csv", 2, "seriousness"),
        ("offences.csv", 2, "child_ref"),
        ("offences.csv", 2, "committed_on"),
    ]
