"""Storing a checked bundle: all of it or nothing, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, transaction

from yjs.records.bundle.check import Checked, Progress, check, taken_files
from yjs.records.bundle.known import Row, in_parts, newest_versions
from yjs.records.bundle.problems import Problem, problem
from yjs.records.record import keep_all
from yjs.records.subjects import whom


AT_ONCE = 5_000


@dataclass
class Counts:
    """The rows of one file by what becomes of them. They add up to the rows there are."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0

    @property
    def stored(self) -> int:
        return self.new + self.changed


@dataclass
class Report:
    """What became of a bundle, or would: rows by file, whom they are about, and every problem."""

    checked: Checked
    files: dict[str, Counts]
    problems: list[Problem]
    is_accepted: bool
    whom: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "stored": {name: counts.stored for name, counts in self.files.items()},
            "unchanged": {name: counts.unchanged for name, counts in self.files.items()},
            "refused": {name: counts.refused for name, counts in self.files.items()},
            "problems": [found.as_json() for found in self.problems],
        }

    def in_words(self) -> str:
        """One line for the log."""
        return "; ".join(
            f"{name} {c.stored} stored, {c.unchanged} unchanged, {c.refused} refused" for name, c in self.files.items()
        )


def report_on(checked: Checked, *, good_rows_only: bool = False) -> Report:
    """What storing this bundle would come to."""
    is_accepted = not checked.bundle.is_refused and (good_rows_only or not checked.has_errors)
    files: dict[str, Counts] = {}
    told: dict[str, None] = {}
    for name, sheet in checked.bundle.sheets.items():
        files[name] = counts = Counts(refused=len(sheet.rows))
        for row in checked.files.get(name, ()):
            if row.is_refused or (row.is_kept and not is_accepted):
                continue
            counts.refused -= 1
            counts.new += not row.is_saved
            counts.changed += row.is_saved and row.is_changed
            counts.unchanged += row.is_saved and not row.is_changed
            if row.is_kept:
                about = (row.record, row.child_before)
                told.update((ref, None) for each in about if each is not None for ref in whom(each))
    return Report(checked, files, checked.problems, is_accepted, list(told))


def store(
    checked: Checked,
    *,
    by: Any,
    good_rows_only: bool = False,
    progress: Progress = lambda rows: None,
    source: str = "Case bundle",
) -> Report:
    """Store a checked bundle, whole or not at all; with `good_rows_only`, what is good of it. Each version says its
    source.
    """
    try:
        with transaction.atomic():
            checked = _still_true(checked)
            report = report_on(checked, good_rows_only=good_rows_only)
            if report.is_accepted:
                for name in taken_files():
                    _keep([row for row in checked.files.get(name, ()) if row.is_kept], by, source, progress)
    except (IntegrityError, DataError):
        said = "Somebody changed the same records while these were being stored. Nothing was stored: import it again."
        checked.problems.append(problem("", said))
        report = report_on(checked)
    return report


def _keep(rows: list[Row], by: Any, source: str, progress: Progress) -> None:
    for start in range(0, len(rows), AT_ONCE):
        part = rows[start : start + AT_ONCE]
        keep_all([row.record for row in part], by=by, reason=source, recorded_ons=[row.recorded_on for row in part])
        progress(len(part))


def _still_true(checked: Checked) -> Checked:
    """What was checked, or where somebody has since changed any record, the same bundle checked again.

    Every write leaves a version, so nothing has changed where there is no newer version. The rows to be changed are
    locked first: nobody else changes them until these are stored.
    """
    for name, model in taken_files().items():
        changing = [row.record.pk for row in checked.files.get(name, ()) if row.is_kept and row.is_saved]
        for part in in_parts(changing):
            list(model._default_manager.select_for_update().filter(pk__in=part).values_list("pk"))
    return checked if newest_versions() == checked.newest_versions else check(checked.bundle, by=checked.by)
