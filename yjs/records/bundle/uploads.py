"""Bundles that were sent to be looked over: kept for their sender alone, until stored or for a quarter of an hour."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


KEPT_FOR = 15 * 60


@dataclass(frozen=True)
class Upload:
    """One bundle that somebody sent, and what was found when it was checked."""

    name: str
    folder: Path

    @property
    def path(self) -> Path:
        return next(self.folder.glob("bundle.*"))

    def remember(self, found: dict[str, Any]) -> None:
        (self.folder / "found.json").write_text(json.dumps(found))

    def found(self) -> dict[str, Any]:
        return json.loads((self.folder / "found.json").read_text())

    def let_go(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def keep(sender: Any, file: UploadedFile, suffix: str) -> Upload:
    """Keep a bundle under a name that nobody can guess."""
    throw_away_the_old()
    name = secrets.token_urlsafe(24)
    folder = _place() / str(sender.pk) / name
    folder.mkdir(parents=True, mode=0o700)
    with os.fdopen(os.open(folder / f"bundle{suffix}", os.O_WRONLY | os.O_CREAT, 0o600), "wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    # Nobody may come by again to have it thrown away.
    timer = Timer(KEPT_FOR + 1, throw_away_the_old)
    timer.daemon = True
    timer.start()
    return Upload(name, folder)


def find(sender: Any, name: str) -> Upload | None:
    """What this person sent under this name; None where it is gone, or was somebody else's."""
    throw_away_the_old()
    folder = _place() / str(sender.pk) / name
    return Upload(name, folder) if folder.parent.parent == _place() and (folder / "found.json").exists() else None


def throw_away_the_old() -> None:
    for folder in _folders():
        try:
            is_old = folder.stat().st_mtime < time.time() - KEPT_FOR
        except FileNotFoundError:
            continue
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)


def _folders() -> Iterator[Path]:
    return _place().glob("*/*")


def _place() -> Path:
    return settings.YJS_DATA / "uploads"
