"""A table somebody sent, and how far they have come with it: kept for its sender alone, like a bundle, and as long."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from disposals.imports.layouts import LEFT_OUT, Layout
from disposals.imports.police import prepare_police
from disposals.imports.prepared import Asked, Prepared
from disposals.imports.sheets import Lines, best_guess, open_sheets
from disposals.imports.told import OUTCOMES
from disposals.imports.tracker import prepare_tracker
from disposals.imports.words import fold
from yjs.records.bundle import uploads
from yjs.records.bundle.sheets import Sheet


PREPARES = {"tracker": prepare_tracker, "police": prepare_police}


@dataclass(frozen=True)
class _Tray:
    """Where one person's tables of one kind are kept, apart from their bundles."""

    pk: str


class Sent:
    """One table that was sent, its sheets, and what was said of it so far."""

    def __init__(self, sender: Any, layout: Layout, upload: uploads.Upload) -> None:
        self.sender = sender
        self.layout = layout
        self.upload = upload
        self.said: dict[str, Any] = upload.found()
        self.sheets = open_sheets(upload.path)

    @classmethod
    def keep(cls, sender: Any, layout: Layout, file: UploadedFile, suffix: str) -> Sent:
        """Keep a table. Raises Refused, and keeps nothing, where it cannot be read."""
        upload = uploads.keep(_tray(sender, layout), file, suffix)
        upload.remember({})
        try:
            return cls(sender, layout, upload)
        except Exception:
            upload.let_go()
            raise

    @classmethod
    def find(cls, sender: Any, layout: Layout, name: str) -> Sent | None:
        """What this person sent under this name; None where it is gone, or was somebody else's."""
        upload = uploads.find(_tray(sender, layout), name)
        return None if upload is None else cls(sender, layout, upload)

    def remember(self, **said: Any) -> None:
        self.said |= said
        self.upload.remember(self.said)

    @property
    def has_columns(self) -> bool:
        return "columns" in self.said

    @property
    def has_words(self) -> bool:
        return "words" in self.said or self.layout.name != "tracker"

    def number(self, asked_for: str = "") -> int:
        """Which of the sheets is meant: the one just asked for, the one chosen before, or the likeliest."""
        if asked_for.isdecimal() and int(asked_for) < len(self.sheets):
            return int(asked_for)
        return self.said.get("sheet", best_guess(self.layout, self.sheets))

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.number()]

    def words(self) -> list[tuple[str, str, int]]:
        """Each word for an outcome: as it is compared, as it was first written, and in how many cells it stands."""
        lines = Lines(self.sheet, self.layout, self._columns())
        written: dict[str, str] = {}
        times: Counter[str] = Counter()
        for line in lines.every:
            for name in OUTCOMES:
                for part in [part for parts in line.all_of(name) for part in parts if part]:
                    written.setdefault(fold(part.value), part.value)
                    times[fold(part.value)] += 1
        return [(key, written[key], number) for key, number in times.most_common()]

    def _columns(self) -> dict[int, str]:
        return {int(place): name for place, name in self.said["columns"].items() if name != LEFT_OUT}

    def prepared(self) -> Prepared:
        """What the table comes to, as it was said to be read."""
        said = self.said
        asked = Asked(
            self.sheet,
            self.layout,
            self._columns(),
            said.get("words", {}),
            said.get("date_index_offences", False),
            self.sender,
        )
        return PREPARES[self.layout.name](asked)


def _tray(sender: Any, layout: Layout) -> _Tray:
    return _Tray(f"{sender.pk}-{layout.name}")
