"""The files of the project itself, without what was fetched or made."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


PLACES = ("yjs", "disposals", "reoffending", "restorative", "templates", "tests")


def files(*endings: str) -> Iterator[Path]:
    for place in PLACES:
        for path in sorted((settings.BASE_DIR / place).rglob("*")):
            if path.suffix in endings and "__pycache__" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(settings.BASE_DIR).as_posix()
