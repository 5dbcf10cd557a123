"""The files that people have sent and that wait for their yes: what of them lies on the disk."""

import shutil
from pathlib import Path

from django.conf import settings


def uploaded() -> list[Path]:
    """Every file that waits."""
    return [path for path in _place().rglob("*") if path.is_file()]


def clear() -> None:
    """A database is emptied after each test; so must be the files that waited for it."""
    shutil.rmtree(_place(), ignore_errors=True)


def _place() -> Path:
    return settings.YJS_DATA / "uploads"
