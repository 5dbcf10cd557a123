"""The floors of the README, as import-linter reads them from pyproject.toml."""

import subprocess
import sys
import tomllib

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


def test_the_drawers_of_every_app_are_all_in_its_list_and_all_there() -> None:
    said = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    inner = {app: each for each in said for app in each.get("containers", ())}
    ours = {app for app in settings.INSTALLED_APPS if (settings.BASE_DIR / app.replace(".", "/")).is_dir()}
    assert set(inner) == ours
    for app, contract in inner.items():
        assert contract["exhaustive"], app
        # import-linter passes over a drawer in brackets that is not there.
        assert not any("(" in layer for layer in contract["layers"]), app
