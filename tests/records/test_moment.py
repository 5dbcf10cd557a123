"""What is read at one moment belongs together, and nobody who writes waits for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.records.reading import what_was_seen


SEEN = [0, 0, 1]


def test_on_a_sqlite_file_others_write_meanwhile_unseen(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.records.reading"],
        cwd=settings.BASE_DIR,
        env={**environment, "YJS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == str(SEEN), done.stderr


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_others_write_meanwhile_unseen() -> None:
    assert what_was_seen() == SEEN
