"""Victims and reparation in the case bundle: in and out, and only for those who may see them."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from disposals.models import Offence
from restorative.models import Reparation, ReparationSession, RestorativeProcess, Victim, VictimContact
from tests.records.bundles import OFFENCE, SAM, brought_in, errors, folder, messages, refused, warnings
from yjs.people.models import AccessEvent
from yjs.people.permissions import ROLES, May, Role
from yjs.records.bundle import Export
from yjs.records.record import keep


pytestmark = pytest.mark.django_db
VICTIMS = (
    "victim_ref,offence_refs,kind,first_name,last_name,is_child,address,phone,details_from_police_on,withheld_reason\n"
    'V1,O1,person,Zéphyrine,O\'Quillfeather,yes,"1 Quincewhistle Paddock, Yarrowmere",07700 900847,2018-05-01,\n'
)
FILES = {
    "offences": OFFENCE,
    "victims": VICTIMS,
    "victim_contacts": "contact_ref,victim_ref,kind,on,answer,channel,note\n"
    "K1,V1,contacted,2018-05-03,,phone,\nK2,V1,consent,2018-05-03,yes,phone,\n",
    "restorative_processes": "process_ref,victim_ref,child_ref,kind,form,held_on\nP1,V1,C1,indirect,letter,2018-06-01\n",
    "reparation": "reparation_ref,child_ref,disposal_ref,hours_owed,referred_on,ended_on\nR1,C1,,12.5,2018-05-01,\n",
    "reparation_sessions": "session_ref,reparation_ref,held_on,placement,hours_offered,attended,hours_attended,"
    "hours_credited,absence\nS1,R1,2018-05-12,Allotment,3,yes,2.5,2.5,\nS2,R1,2018-05-19,Allotment,3,no,,,unacceptable\n",
}
OURS = ("victims.csv", "victim_contacts.csv", "restorative_processes.csv")
KINDS = (Victim, VictimContact, RestorativeProcess, Reparation, ReparationSession)
A_NAME = "Quillfeather"


def packed(tmp_path: Path, children: str = SAM, **files: str) -> SimpleUploadedFile:
    made = io.BytesIO()
    with ZipFile(made, "w") as zipped:
        for file in sorted(folder(tmp_path, children, **files or FILES).iterdir()):
            zipped.writestr(file.name, file.read_bytes())
    return SimpleUploadedFile("bundle.zip", made.getvalue())


def test_all_five_files_come_in_and_twice_changes_nothing(tmp_path: Path) -> None:
    path = folder(tmp_path, **FILES)
    report = brought_in(path)
    assert report.is_accepted, messages(report)
    assert [kind.objects.count() for kind in KINDS] == [1, 2, 1, 1, 2]
    again = brought_in(path)
    assert all(counts.stored == 0 for counts in again.files.values())


def test_what_goes_out_comes_in_and_goes_out_again_byte_by_byte(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, **FILES))
    first = Export.read().as_zip()
    with ZipFile(io.BytesIO(first)) as opened:
        assert A_NAME in opened.read("victims.csv").decode()
        opened.extractall(tmp_path / "again")
    for kind in reversed(KINDS):
        assert kind.objects.exists()
    brought_in(tmp_path / "again")
    assert Export.read().as_zip() == first


def test_what_no_bundle_tells_stays_when_a_changed_row_comes_in(tmp_path: Path) -> None:
    brought_in(folder(tmp_path, **FILES))
    victim = Victim.objects.get()
    victim.safety, victim.language = "Dog in the yard", "Welsh"
    keep(victim, by=None)
    brought_in(folder(tmp_path, **FILES | {"victims": VICTIMS.replace("900847", "900848")}))
    victim.refresh_from_db()
    assert (victim.phone, victim.safety, victim.language) == ("07700 900848", "Dog in the yard", "Welsh")


@pytest.mark.parametrize(
    ("file", "was", "becomes", "where"),
    [
        ("victims", "V1,O1", "V1,O9", ("victims.csv", 2, "offence_refs")),
        ("victims", "person", "dog", ("victims.csv", 2, "kind")),
        ("victim_contacts", "contacted", "met", ("victim_contacts.csv", 2, "kind")),
        ("victim_contacts", "2018-05-03,,phone", "2099-05-03,,phone", ("victim_contacts.csv", 2, "on")),
        ("restorative_processes", "indirect", "circle", ("restorative_processes.csv", 2, "kind")),
        ("reparation", "12.5", "-1", ("reparation.csv", 2, "hours_owed")),
        ("reparation_sessions", "Allotment,3,yes", "Allotment,-3,yes", ("reparation_sessions.csv", 2, "hours_offered")),
    ],
)
def test_what_cannot_be_is_refused_with_its_row_and_column(
    tmp_path: Path, file: str, was: str, becomes: str, where: tuple
) -> None:
    report = refused(folder(tmp_path, **FILES | {file: FILES[file].replace(was, becomes)}))
    assert where in errors(report)
    assert not Victim.objects.exists()


def test_hours_credited_beyond_those_attended_are_doubted_and_stored(tmp_path: Path) -> None:
    more = FILES["reparation_sessions"].replace("yes,2.5,2.5", "yes,2.5,4")
    report = brought_in(folder(tmp_path, **FILES | {"reparation_sessions": more}))
    assert report.is_accepted
    assert ("reparation_sessions.csv", 2, "hours_credited") in warnings(report)


@pytest.mark.parametrize(
    ("hours", "column"),
    [
        ("24.01,yes,24,3", "hours_offered"),
        ("24,yes,24.01,3", "hours_attended"),
        ("24,yes,24,24.01", "hours_credited"),
    ],
)
def test_a_session_of_more_hours_than_a_day_has_is_refused(tmp_path: Path, hours: str, column: str) -> None:
    more = FILES["reparation_sessions"].replace("3,yes,2.5,2.5", hours)
    found = errors(refused(folder(tmp_path, **FILES | {"reparation_sessions": more})))
    assert found == [("reparation_sessions.csv", 2, column)]


def test_hours_credited_beyond_those_owed_are_doubted_and_stored(tmp_path: Path) -> None:
    more = FILES["reparation_sessions"].replace("3,yes,2.5,2.5", "13,yes,13,13")
    report = brought_in(folder(tmp_path, **FILES | {"reparation_sessions": more}))
    assert report.is_accepted
    assert ("reparation_sessions.csv", 2, "hours_credited") in warnings(report)


class TestOnThePages:
    @pytest.mark.parametrize("role", [Role.MANAGER, Role.ANALYST])
    def test_who_may_see_no_victim_brings_none_in_and_reads_no_name(
        self, client_for, role: Role, tmp_path: Path
    ) -> None:
        client = client_for(role)
        preview = client.post(reverse("records:import-bundle"), {"bundle": packed(tmp_path)}).url
        page = client.get(preview).content.decode()
        for name in OURS:
            assert name in page
        assert "You may not see these records" in page
        assert A_NAME not in page
        client.post(preview, {"good_rows_only": "on"})
        assert (Victim.objects.count(), Reparation.objects.count()) == (0, 1)

    def test_a_victim_worker_brings_them_in(self, client_for, tmp_path: Path) -> None:
        client: Client = client_for(Role.VICTIM_WORKER)
        preview = client.post(reverse("records:import-bundle"), {"bundle": packed(tmp_path)}).url
        client.post(preview)
        assert Victim.objects.get().last_name == "O'Quillfeather"
        line = AccessEvent.objects.get(act="imported")
        assert A_NAME not in line.detail

    @pytest.mark.parametrize("role", [role for role in Role if May.EXPORT in ROLES[role]])
    def test_a_person_takes_out_the_files_they_may_see(self, client_for, role: Role, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, **FILES))
        told = {"purpose": "a check", "recipient": "the council", "form": "zip"}
        taken = client_for(role).post(reverse("records:export-bundle"), told)
        with ZipFile(io.BytesIO(taken.content)) as opened:
            names = set(opened.namelist())
            whole = "".join(opened.read(name).decode() for name in names)
        assert {"children.csv", "reparation.csv"} <= names
        assert (set(OURS) <= names) == (May.SEE_VICTIMS in ROLES[role])
        assert (A_NAME in whole) == (May.SEE_VICTIMS in ROLES[role])
        assert SAM.splitlines()[1].split(",")[1] in whole

    @pytest.mark.parametrize("role", [role for role in Role if May.IMPORT in ROLES[role]])
    def test_a_change_that_a_walled_record_forbids_names_it_to_those_alone_who_may_see_it(
        self, client_for, role: Role, tmp_path: Path
    ) -> None:
        two = SAM + "C2,Ali,Khan,2004-05-06\n"
        brought_in(folder(tmp_path, two, **FILES))
        process = RestorativeProcess.objects.get()
        process.offence = Offence.objects.get()
        keep(process, by=None, reason="It was about this")
        moved = tmp_path / "moved"
        moved.mkdir()
        sent = packed(moved, two, offences=OFFENCE.replace("C1", "C2"))
        client = client_for(role)
        page = client.get(client.post(reverse("records:import-bundle"), {"bundle": sent}).url).content.decode()
        sees = May.SEE_VICTIMS in ROLES[role]
        assert ("restorative process P1" in page) is sees
        assert ("This offence is of another child." in page) is sees
        assert ("a record that you may not see" in page) is not sees
        assert Offence.objects.get().child.ref == "C1"
