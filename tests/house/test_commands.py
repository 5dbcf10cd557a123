"""What every command says where the database is not ready: what is wrong and what to do, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


COMMANDS = {
    "import_bundle": ["."],
    "export_bundle": ["out"],
    "figure": ["caseload", "--period", "2018/19"],
    "plan": ["2018/19", "--out", "out"],
    "board": ["2018Q4", "--out", "out"],
    "project": [],
    "add_person": ["sian", "--role", "worker", "--name", "Siân"],
    "verify_access_log": [],
}
PROGRAM = """
import sys
from django.core.management import execute_from_command_line
for words in {told!r}:
    try:
        execute_from_command_line(["manage.py", *words])
    except SystemExit as stopped:
        print("status", stopped.code, flush=True)
"""


def run_all(folder: Path, told: list[list[str]], **given: str) -> subprocess.CompletedProcess[str]:
    """These commands one after the other, as from a command line."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(told=told)],
        cwd=folder,
        env=environment | {"YJS_DATA": str(folder), "PYTHONPATH": str(settings.BASE_DIR), **given},
        input="",
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ({}, "is empty or of an earlier version. Cure: run `python manage.py migrate`, then this again."),
        ({"DATABASE_URL": "sqlite:////no/such/folder/yjs.sqlite3"}, "cannot be opened: unable to open database file."),
    ],
)
def test_a_database_that_is_not_ready_is_said_with_the_cure(tmp_path: Path, given: dict[str, str], cure: str) -> None:
    done = run_all(tmp_path, [[name, *words] for name, words in COMMANDS.items()], **given)
    assert done.stdout == "status 1\n" * len(COMMANDS)
    assert done.stderr.count(cure) == len(COMMANDS)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_demonstration_makes_its_database_but_not_the_folder_of_another(tmp_path: Path) -> None:
    done = run_all(tmp_path, [["demo"]], DATABASE_URL="sqlite:////no/such/folder/yjs.sqlite3")
    assert done.stdout == "status 1\n"
    assert "cannot be opened: unable to open database file." in done.stderr
    assert "Traceback" not in done.stderr


def test_definitions_need_no_database(tmp_path: Path) -> None:
    done = run_all(tmp_path, [["definitions", "caseload"]])
    assert done.stdout.startswith("Caseload (caseload)\n")


def test_every_command_that_needs_a_database_asks_whether_it_is_ready() -> None:
    folders = settings.BASE_DIR.glob("*/management/commands"), settings.BASE_DIR.glob("*/*/management/commands")
    found = {path.stem for each in folders for folder in each for path in folder.glob("[a-z]*.py")}
    # These make the database themselves, or read none.
    assert found - {"demo", "assets", "definitions"} == set(COMMANDS)
