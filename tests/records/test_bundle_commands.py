"""The commands say on standard output what was done, on standard error what was wrong, and in their status whether."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from disposals.models import Child
from tests.records.bundles import OFFENCE, SAM, folder
from yjs.people.models import AccessEvent
from yjs.records.days import today


pytestmark = pytest.mark.django_db
BAD = SAM + "C2,Ali,Khan,31/02/2004\n"


def run(*words: object, **options: object) -> tuple[str, str, int]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*map(str, words), stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


class TestImport:
    def test_what_was_stored_is_printed(self, tmp_path: Path) -> None:
        out, err, status = run("import_bundle", folder(tmp_path, offences=OFFENCE))
        assert out.splitlines() == [
            "children.csv: 1 stored, 0 unchanged, 0 refused",
            "offences.csv: 1 stored, 0 unchanged, 0 refused",
        ]
        assert (err, status) == ("", 0)

    def test_one_json_object_is_printed(self, tmp_path: Path) -> None:
        out, _, status = run(
            "import_bundle", folder(tmp_path, offences=OFFENCE.replace(",3\n", ",\n")), "--format", "json"
        )
        assert json.loads(out) == {
            "stored": {"children.csv": 1, "offences.csv": 1},
            "unchanged": {"children.csv": 0, "offences.csv": 0},
            "refused": {"children.csv": 0, "offences.csv": 0},
            "problems": [
                {
                    "file": "offences.csv",
                    "row": 2,
                    "column": "seriousness",
                    "value": "",
                    "severity": "warning",
                    "message": "The YJB seriousness score is not recorded. Add a score from 1 to 8.",
                }
            ],
        }
        assert status == 0

    def test_a_refused_bundle_has_status_1_and_says_where(self, tmp_path: Path) -> None:
        out, err, status = run("import_bundle", folder(tmp_path, BAD))
        assert status == 1
        assert "error: children.csv, row 3, date_of_birth (31/02/2004): There is no such day. Write it as" in err
        assert "Nothing was stored." in err
        assert out == "children.csv: 0 stored, 0 unchanged, 2 refused\n"
        assert Child.objects.count() == 0
        assert AccessEvent.objects.count() == 0

    def test_a_refused_bundle_is_one_json_object_too(self, tmp_path: Path) -> None:
        out, err, status = run("import_bundle", folder(tmp_path, BAD), "--format", "json")
        assert [problem["row"] for problem in json.loads(out)["problems"]] == [3]
        assert status == 1
        assert "Nothing was stored." in err

    def test_checking_only_reports(self, tmp_path: Path) -> None:
        assert run("import_bundle", folder(tmp_path), "--check")[2] == 0
        _, err, status = run("import_bundle", folder(tmp_path, BAD), "--check")
        assert status == 1
        assert "Nothing would be stored." in err
        assert Child.objects.count() == 0

    def test_good_rows_only(self, tmp_path: Path) -> None:
        out, err, status = run("import_bundle", folder(tmp_path, BAD), "--good-rows-only")
        assert (out, status) == ("children.csv: 1 stored, 0 unchanged, 1 refused\n", 0)
        assert "row 3" in err
        assert Child.objects.count() == 1

    def test_the_person_named_made_it_and_the_log_says_so(self, tmp_path: Path, user_for) -> None:
        user_for("manager")
        run("import_bundle", folder(tmp_path), "--by", "the-manager")
        assert Child.history.get().history_user.username == "the-manager"
        line = AccessEvent.objects.get()
        assert (line.username, line.act, line.page, line.subjects) == (
            "the-manager",
            "imported",
            "import_bundle",
            ["C1"],
        )
        assert line.detail == "children.csv 1 stored, 0 unchanged, 0 refused"

    def test_a_person_who_is_not_there_and_a_path_that_is_not_there_are_wrong_command_lines(
        self, tmp_path: Path
    ) -> None:
        assert run("import_bundle", folder(tmp_path), "--by", "nobody")[2] == 2
        assert run("import_bundle", tmp_path / "nowhere")[2] == 2
        assert Child.objects.count() == 0

    def test_no_bar_is_drawn_in_a_pipe(self, tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
        run("import_bundle", folder(tmp_path))
        assert capfd.readouterr().err == ""


class TestExport:
    def test_a_folder_a_zip_and_a_workbook_are_written(self, tmp_path: Path) -> None:
        run("import_bundle", folder(tmp_path, offences=OFFENCE))
        for name in ("out", "out.zip", "out.xlsx"):
            out, err, status = run("export_bundle", tmp_path / name)
            assert "children.csv: 1\nstatuses.csv: 0\noffences.csv: 1\n" in out
            assert (err, status) == ("", 0)
            assert run("import_bundle", tmp_path / name)[0].startswith("children.csv: 0 stored, 1 unchanged")

    def test_a_past_day_and_json(self, tmp_path: Path) -> None:
        children = "child_ref,date_of_birth,recorded_on\nC1,2004-05-06,2019-01-10\nC2,2004-05-06,2019-01-11\n"
        run("import_bundle", folder(tmp_path, children))
        out, _, _ = run("export_bundle", tmp_path / "out", "--as-at", "2019-01-10", "--format", "json")
        assert json.loads(out)["rows"]["children.csv"] == 1
        assert json.loads(out)["as_at"] == "2019-01-10"

    def test_it_is_logged_with_the_children_in_it(self, tmp_path: Path) -> None:
        run("import_bundle", folder(tmp_path))
        run("export_bundle", tmp_path / "out.zip", "--as-at", today().isoformat())
        line = AccessEvent.objects.get(act="exported")
        assert line.subjects == ["C1"]
        assert "children.csv 1" in line.detail
        assert f"as known on {today()}" in line.detail

    @pytest.mark.parametrize(
        ("text", "said"),
        [("9999-12-31", "9999-12-31 has not come yet."), ("31/03/2019", "'31/03/2019' is not a day since 1950.")],
    )
    def test_a_day_to_come_and_what_is_no_day_are_wrong_command_lines(
        self, tmp_path: Path, text: str, said: str
    ) -> None:
        _, err, status = run("export_bundle", tmp_path / "out", "--as-at", text)
        assert status == 2
        assert err.startswith(said)
        assert not (tmp_path / "out").exists()

    def test_what_was_named_before_it_was_known_is_said(self, tmp_path: Path) -> None:
        offences = OFFENCE.replace("seriousness", "recorded_on").replace(",3\n", ",2019-01-01\n")
        disposals = (
            "disposal_ref,child_ref,kind,imposed_on,offence_refs,recorded_on\nD1,C1,fine,2018-05-25,O1,2018-05-26\n"
        )
        run("import_bundle", folder(tmp_path, offences=offences, disposals=disposals))
        _, err, status = run("export_bundle", tmp_path / "out", "--as-at", "2018-12-31")
        assert "Named in it, but not known yet on that day: offence_refs O1." in err
        assert status == 0

    def test_a_place_that_cannot_be_written_to_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        assert run("export_bundle", tmp_path / "file")[2] == 2
        assert run("export_bundle", tmp_path / "file" / "out.zip")[2] == 1


@pytest.mark.parametrize(
    "words",
    [["import_bundle"], ["import_bundle", "x", "--format", "xml"], ["export_bundle", "x", "--as-at"]],
)
def test_a_wrong_command_line_has_status_2(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=settings.BASE_DIR, capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
