"""Records come in over a preview and go out with a reason, and the log says both."""

import io
import re
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from disposals.models import Child, Offence
from tests.records.bundles import OFFENCE, SAM, brought_in, folder, zipped
from tests.uploaded import uploaded
from yjs.people.models import AccessEvent, User
from yjs.people.permissions import ROLES, May, Role
from yjs.records.bundle import Export, limits, uploads
from yjs.records.record import keep


pytestmark = pytest.mark.django_db
LINE = 'INSERT INTO "people_accessevent"'
BAD = SAM + "C2,Ali,Khan,soon\n"


def sent(client: Client, tmp_path: Path, files: dict[str, str], name: str = "bundle.zip"):
    content = zipped(tmp_path, files).read_bytes()
    return client.post(reverse("records:import-bundle"), {"bundle": SimpleUploadedFile(name, content)})


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestImportBundle:
    """The page where a bundle is chosen."""

    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_may_bring_records_in_see_it(self, client_for, role: Role) -> None:
        response = client_for(role).get(reverse("records:import-bundle"))
        assert response.status_code == (200 if May.IMPORT in ROLES[role] else 403)

    def test_sending_a_bundle_stores_nothing_and_shows_what_it_would_do(self, manager: Client, tmp_path: Path) -> None:
        response = sent(manager, tmp_path, {"children.csv": SAM, "offences.csv": OFFENCE})
        shown = manager.get(response.url)
        assert "Store 2 records" in text(shown)
        assert "children.csv" in text(shown)
        assert Child.objects.count() == 0
        assert AccessEvent.objects.filter(act="imported").count() == 0

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("children.csv", b"x", "not one CSV file"),
            ("bundle.xlsm", b"x", "macros"),
            ("bundle.exe", b"x", "Choose a .zip or an .xlsx file."),
            ("bundle.zip", b"", "This file is empty."),
        ],
    )
    def test_another_kind_of_file_is_told_at_once(self, manager: Client, name: str, content: bytes, said: str) -> None:
        response = manager.post(reverse("records:import-bundle"), {"bundle": SimpleUploadedFile(name, content)})
        assert said in text(response)
        assert uploaded() == []

    def test_no_file_and_too_large_a_file_are_told(self, manager: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "Choose the file." in text(manager.post(reverse("records:import-bundle")))
        monkeypatch.setattr(limits, "PACKED", 10)
        file = SimpleUploadedFile("bundle.zip", b"x" * 11)
        assert "larger than 50 MB" in text(manager.post(reverse("records:import-bundle"), {"bundle": file}))


class TestImportPreview:
    """The page that shows what a bundle would do, and does it when told."""

    def test_confirming_stores_the_whole_bundle_and_logs_it(self, manager: Client, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": SAM, "offences.csv": OFFENCE}).url
        done = manager.post(address, follow=True)
        assert "The bundle is stored: 2 new records, 0 changed." in text(done)
        assert Offence.objects.get().child == Child.objects.get()
        assert Child.history.get().history_user.username == "the-manager"
        line = AccessEvent.objects.get(act="imported")
        assert line.subjects == ["C1"]
        assert "offences.csv 1 stored, 0 unchanged, 0 refused" in line.detail
        assert uploaded() == []

    def test_every_problem_is_shown_with_its_place_and_cure(self, manager: Client, tmp_path: Path) -> None:
        shown = text(manager.get(sent(manager, tmp_path, {"children.csv": BAD, "notes.txt": "x"}).url))
        assert "1 error, 1 warning." in shown
        for part in ("Error", "children.csv", "3", "date_of_birth", "soon", "Write it as 2018-04-25", "notes.txt"):
            assert part in shown

    def test_the_children_here_already_that_it_tells_of_are_in_the_log(self, manager: Client, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, SAM + "C2,Ali,Khan,2004-05-06\n", offences=OFFENCE))
        files = {
            "children.csv": SAM.replace("C1", "C9") + "C8,Ali,Khan,2004-05-06\n",
            "offences.csv": OFFENCE.replace("2018-04-25", "2003-04-25"),
        }
        address = sent(manager, tmp_path, files).url
        assert AccessEvent.objects.first().subjects == []
        shown = text(manager.get(address))
        assert "There is another of this name and date of birth: child C2." in shown
        assert "before the child was born (06/05/2004)" in shown
        assert AccessEvent.objects.first().subjects == ["C1", "C2"]

    def test_only_those_on_the_page_of_problems_that_is_shown_are_in_the_log(
        self, manager: Client, tmp_path: Path
    ) -> None:
        children = "".join(f"C{n},Sam{n},Smith,2004-05-06\n" for n in range(100, 160))
        header = SAM.splitlines()[0] + "\n"
        brought_in(folder(tmp_path, header + children))
        address = sent(manager, tmp_path, {"children.csv": header + children.replace("C1", "D1")}).url
        for number, seen in ((1, range(100, 150)), (2, range(150, 160))):
            manager.get(address, {"page": number})
            assert AccessEvent.objects.first().subjects == [f"C{n}" for n in seen]

    def test_an_import_that_moves_a_record_logs_both_children(self, manager: Client, tmp_path: Path) -> None:
        two = SAM + "C2,Ali,Khan,2004-05-06\n"
        brought_in(folder(tmp_path, two, offences=OFFENCE))
        manager.post(sent(manager, tmp_path, {"children.csv": two, "offences.csv": OFFENCE.replace(",C1", ",C2")}).url)
        assert Offence.objects.get().child.ref == "C2"
        assert AccessEvent.objects.get(act="imported").subjects == ["C2", "C1"]

    def test_a_bundle_with_errors_is_not_stored_whole(self, manager: Client, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": BAD}).url
        assert "Store 1 record" not in text(manager.get(address))
        assert "Nothing was stored." in text(manager.post(address, follow=True))
        assert Child.objects.count() == 0

    def test_the_good_rows_are_stored_when_that_is_chosen(self, manager: Client, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": BAD}).url
        assert "The other 1 row" in text(manager.get(address))
        done = manager.post(address, {"good_rows_only": "yes"}, follow=True)
        assert "1 new records, 0 changed. 1 rows were left out." in text(done)
        assert Child.objects.get().ref == "C1"

    def test_a_bundle_that_cannot_be_opened_offers_nothing_to_store(self, manager: Client, tmp_path: Path) -> None:
        shown = text(manager.get(sent(manager, tmp_path, {"offences.csv": OFFENCE}).url))
        assert "children.csv" in shown
        assert "good rows only" not in shown.replace("unless you choose to store the good rows only", "")

    def test_what_is_all_here_already_offers_nothing_to_store(self, manager: Client, tmp_path: Path) -> None:
        brought_in(folder(tmp_path))
        assert "There is nothing to store." in text(manager.get(sent(manager, tmp_path, {"children.csv": SAM}).url))

    def test_it_is_checked_again_when_it_is_stored(self, manager: Client, tmp_path: Path) -> None:
        brought_in(folder(tmp_path))
        address = sent(manager, tmp_path, {"children.csv": SAM.splitlines()[0], "offences.csv": OFFENCE}).url
        child = Child.objects.get()
        child.date_of_birth = timezone.localdate()
        keep(child, by=None)
        again = manager.post(address, follow=True)
        assert "Nothing was stored." in text(again)
        assert "before the child was born" in text(again)
        assert Offence.objects.count() == 0

    def test_storing_nothing_throws_the_file_away(self, manager: Client, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": SAM}).url
        assert uploaded()
        assert "thrown away" in text(manager.post(address, {"discard": "yes"}, follow=True))
        assert uploaded() == []
        assert Child.objects.count() == 0

    def test_it_is_gone_after_a_quarter_of_an_hour(self, manager: Client, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": SAM}).url
        with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=5)):
            uploads.throw_away_the_old()
        assert uploaded() == []
        assert "That bundle is no longer here." in text(manager.get(address, follow=True))
        assert "That bundle is no longer here." in text(manager.post(address, follow=True))

    def test_it_is_its_senders_alone(self, manager: Client, client_for, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": SAM}).url
        other = client_for(Role.ANALYST)
        assert "That bundle is no longer here." in text(other.get(address, follow=True))
        assert "That bundle is no longer here." in text(other.post(address, follow=True))
        assert client_for(Role.WORKER).get(address).status_code == 403
        assert Child.objects.count() == 0
        assert "Store 1 record" in text(manager.get(address))

    def test_many_problems_come_in_pages(self, manager: Client, tmp_path: Path) -> None:
        rows = "".join(f"C{n},Sam,Smith,never\n" for n in range(2, 132))
        address = sent(manager, tmp_path, {"children.csv": SAM + rows}).url
        assert "1 to 50 of 130" in text(manager.get(address))
        assert "101 to 130 of 130" in text(manager.get(address, {"page": "3"}))


class TestExportBundle:
    """The page where every record is taken out."""

    answers = {"purpose": "moving to another system", "recipient": "the council", "form": "zip"}

    @pytest.mark.parametrize("role", Role)
    def test_only_those_who_may_take_records_out_see_it(self, client_for, role: Role) -> None:
        response = client_for(role).get(reverse("records:export-bundle"))
        assert response.status_code == (200 if May.EXPORT in ROLES[role] else 403)

    def test_it_asks_what_for_and_for_whom(self, manager: Client) -> None:
        response = manager.post(reverse("records:export-bundle"), {"form": "zip"})
        assert response.status_code == 200
        assert not response.has_header("Content-Disposition")
        assert AccessEvent.objects.filter(act="exported").count() == 0

    @pytest.mark.parametrize("form", ["zip", "xlsx"])
    def test_the_file_is_the_export_and_the_log_says_why_and_of_whom(
        self, manager: Client, tmp_path: Path, form: str
    ) -> None:
        brought_in(folder(tmp_path, offences=OFFENCE))
        response = manager.post(reverse("records:export-bundle"), {**self.answers, "form": form})
        export = Export.read(by=User.objects.get(username="the-manager"))
        assert response.content == (export.as_zip() if form == "zip" else export.as_xlsx())
        assert f"case-bundle-{timezone.localdate()}.{form}" in response["Content-Disposition"]
        line = AccessEvent.objects.get(act="exported")
        assert (line.username, line.subjects) == ("the-manager", ["C1"])
        for part in ("for moving to another system", "to the council", form, "children.csv 1", "offences.csv 1"):
            assert part in line.detail
        assert "Smith" not in line.detail

    def test_what_is_downloaded_can_be_brought_in_again(self, manager: Client, tmp_path: Path) -> None:
        brought_in(folder(tmp_path, offences=OFFENCE))
        response = manager.post(reverse("records:export-bundle"), self.answers)
        with ZipFile(io.BytesIO(response.content)) as opened:
            assert "children.csv" in opened.namelist()
        address = manager.post(
            reverse("records:import-bundle"), {"bundle": SimpleUploadedFile("again.zip", response.content)}
        ).url
        assert "There is nothing to store." in text(manager.get(address))


@pytest.mark.django_db(transaction=True)
class TestOthersMeanwhile:
    """Those who write wait for each other's transactions: a bundle is neither checked nor drawn within one."""

    def asked_in_a_transaction(self, client: Client, address: str, form: dict[str, object]) -> str:
        """What was asked of the database in the transaction that wrote the line of the log."""
        with CaptureQueriesContext(connection) as asked:
            assert client.post(address, form).status_code in (200, 302)
        statements = "\n".join(query["sql"] for query in asked)
        return next(part for part in re.split(r"^BEGIN", statements, flags=re.MULTILINE) if LINE in part)

    def test_a_bundle_is_checked_before(self, manager: Client, tmp_path: Path) -> None:
        file = SimpleUploadedFile("bundle.zip", zipped(tmp_path, {"children.csv": SAM}).read_bytes())
        assert "disposals_" not in self.asked_in_a_transaction(
            manager, reverse("records:import-bundle"), {"bundle": file}
        )

    def test_it_is_checked_before_it_is_stored(self, manager: Client, tmp_path: Path) -> None:
        address = sent(manager, tmp_path, {"children.csv": SAM}).url
        stored = self.asked_in_a_transaction(manager, address, {})
        assert 'INSERT INTO "disposals_child"' in stored
        assert 'FROM "disposals_child"' not in stored

    @pytest.mark.parametrize("form", ["zip", "xlsx"])
    def test_an_export_is_drawn_before(self, manager: Client, tmp_path: Path, form: str) -> None:
        brought_in(folder(tmp_path, offences=OFFENCE))
        answers = {**TestExportBundle.answers, "form": form}
        asked = self.asked_in_a_transaction(manager, reverse("records:export-bundle"), answers)
        assert "disposals_" not in asked
        assert AccessEvent.objects.get(act="exported").subjects == ["C1"]
