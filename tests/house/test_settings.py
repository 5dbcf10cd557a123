"""The service starts with a secret of its own and hosts by name, and otherwise says what to set."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from yjs.start import keep_service_name


A_SECRET = "a-secret-of-our-own-that-nobody-could-guess-in-a-thousand-years"
SHOW = (
    "from django.conf import settings as s; "
    "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEBUG, s.SERVICE_NAME)"
)


def start(data: Path, *argv: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Read the settings as a command with these words and this environment would."""
    environment = {key: value for key, value in os.environ.items() if key in {"PATH", "HOME", "LANG"}}
    environment |= {"DJANGO_SETTINGS_MODULE": "yjs.settings", "YJS_DATA": str(data), **given}
    program = f"import sys; sys.argv = {list(argv or ('manage.py', 'check'))!r}; {SHOW}"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def demonstrated(tmp_path: Path) -> Path:
    """A data folder in which `demo` has made its secret."""
    assert start(tmp_path, "manage.py", "demo").returncode == 0
    return tmp_path


def test_it_starts_on_this_machine_with_a_secret_of_its_own(tmp_path: Path) -> None:
    started = start(tmp_path, SECRET_KEY=A_SECRET)
    assert started.stdout.split(maxsplit=4) == [
        "session",
        "False",
        "False",
        "False",
        "Youth justice service\n",
    ]
    assert not (tmp_path / "secret-key").exists()


def test_it_starts_for_others_over_https_alone(tmp_path: Path) -> None:
    started = start(tmp_path, SECRET_KEY=A_SECRET, ALLOWED_HOSTS="yjs.example.gov.uk", SERVICE_NAME="Anytown YJS")
    assert started.stdout.split(maxsplit=4) == ["__Host-session", "True", "True", "False", "Anytown YJS\n"]


def test_the_name_that_the_demonstration_gave_stays_with_its_data_folder(demonstrated: Path) -> None:
    keep_service_name("Wrenbridge YJS", demonstrated)
    assert start(demonstrated, "manage.py", "board", "2018Q4").stdout.endswith(" Wrenbridge YJS\n")
    assert start(demonstrated, SERVICE_NAME="Anytown YJS").stdout.endswith(" Anytown YJS\n")


def test_without_a_secret_it_says_which_to_set_and_makes_none(tmp_path: Path) -> None:
    refused = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "YJS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("Not started: no SECRET_KEY. Set SECRET_KEY")
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize("key", ["django-insecure-" + A_SECRET, "too-short", "a" * 60])
def test_a_secret_that_can_be_guessed_is_refused_away_from_this_machine(tmp_path: Path, key: str) -> None:
    refused = start(tmp_path, SECRET_KEY=key, ALLOWED_HOSTS="yjs.example.gov.uk")
    assert refused.returncode == 1
    assert "SECRET_KEY is a default or can be guessed" in refused.stderr


@pytest.mark.parametrize("hosts", ["*", ".example.gov.uk", "yjs.example.gov.uk,*"])
def test_a_wildcard_host_is_refused(tmp_path: Path, hosts: str) -> None:
    refused = start(tmp_path, SECRET_KEY=A_SECRET, ALLOWED_HOSTS=hosts)
    assert refused.returncode == 1
    assert "Name each host people will use" in refused.stderr


def test_debug_is_refused_away_from_this_machine(tmp_path: Path) -> None:
    refused = start(tmp_path, SECRET_KEY=A_SECRET, ALLOWED_HOSTS="yjs.example.gov.uk", DEBUG="true")
    assert refused.returncode == 1
    assert "Unset DEBUG" in refused.stderr


def test_the_demonstration_makes_a_secret_only_its_owner_can_read(demonstrated: Path) -> None:
    made = demonstrated / "secret-key"
    assert len(made.read_text()) >= 50
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "argv",
    [
        ("manage.py", "figure", "custody-rate"),
        ("manage.py", "runserver"),
        ("manage.py", "runserver", "8001"),
        ("manage.py", "runserver", "127.0.0.1:8001"),
        ("/srv/.venv/bin/gunicorn", "yjs.wsgi"),
        ("/srv/.venv/bin/gunicorn", "--bind", "localhost:8001", "yjs.wsgi"),
        ("/srv/.venv/bin/gunicorn", "--bind=unix:/run/yjs.sock", "yjs.wsgi"),
    ],
)
def test_the_made_secret_serves_this_machine(demonstrated: Path, argv: tuple[str, ...]) -> None:
    started = start(demonstrated, *argv)
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    "argv",
    [
        ("manage.py", "runserver", "0.0.0.0:8000"),
        ("manage.py", "runserver", "0:8000"),
        ("manage.py", "runserver", "[::]:8000"),
        ("/srv/.venv/bin/gunicorn", "-b", "0.0.0.0", "yjs.wsgi"),
        ("/srv/.venv/bin/gunicorn", "-b0.0.0.0:8000", "yjs.wsgi"),
        ("/srv/.venv/bin/gunicorn", "--bind=:8000", "yjs.wsgi"),
    ],
)
def test_the_made_secret_never_serves_another_address(demonstrated: Path, argv: tuple[str, ...]) -> None:
    refused = start(demonstrated, *argv)
    assert refused.returncode == 1
    assert "is for this machine only" in refused.stderr


def test_the_made_secret_never_serves_another_host(demonstrated: Path) -> None:
    made = (demonstrated / "secret-key").read_text()
    for given in ({}, {"SECRET_KEY": made}):
        refused = start(demonstrated, ALLOWED_HOSTS="yjs.example.gov.uk", **given)
        assert refused.returncode == 1
        assert "is for this machine only" in refused.stderr
