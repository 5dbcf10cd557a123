"""The floors of the README, as import-linter reads them from pyproject.toml."""

import subprocess
import sys

from django.conf import settings


def test_every_app_imports_only_from_the_floors_below_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
