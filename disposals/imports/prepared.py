"""A table made ready to be stored: the bundle it stands for, checked, and every problem in the table's own terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from disposals.imports.layouts import Layout
from disposals.imports.sheets import At
from disposals.models import Notification, Offence
from yjs.records.bundle import Checked, Problem, Report, report_on, store
from yjs.records.bundle.check import check
from yjs.records.bundle.columns import columns_of
from yjs.records.bundle.files import Bundle
from yjs.records.bundle.known import in_parts, newest_versions
from yjs.records.bundle.sheets import Sheet
from yjs.records.record import Record, keep_all


# What these say of a row can only follow from another record of the same row, which has a problem of its own.
FOLLOWING = frozenset({"child_ref", "offence_refs"})
CALLED = {"children.csv": "Children", "offences.csv": "Offences", "disposals.csv": "Disposals"}


@dataclass(frozen=True)
class Asked:
    """A sheet, who sent it, and what they said of it: whose column each is, and what each outcome means."""

    sheet: Sheet
    layout: Layout
    columns: Mapping[int, str]
    words: Mapping[str, str] = field(default_factory=dict)
    date_index_offences: bool = False
    by: Any = None


@dataclass
class Counts:
    """Records of one kind by what would become of them."""

    called: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Prepared:
    """What a table comes to.

    `source` is what each version says it came from; `notes` say what is here already; `notifications` are stored with
    the bundle.
    """

    sheet: str
    source: str
    checked: Checked
    again: Callable[[], Prepared]
    notes: list[Problem] = field(default_factory=list)
    made_refs: set[str] = field(default_factory=set)
    notifications: list[Notification] = field(default_factory=list)
    # The offence each notification is to be matched to, by their keys.
    matched_to: dict[str, str] = field(default_factory=dict)
    as_they_are: int = 0

    @property
    def problems(self) -> list[Problem]:
        """Every problem, errors first, each by the row and the column of the sheet that was sent."""
        errors = [one for one in self.checked.problems if one.is_error]
        own = [one for one in errors if not _follows(one)]
        doubts = [one for one in self.checked.problems if not one.is_error]
        return _ordered(map(self._in_its_terms, own or errors)) + _once(map(self._in_its_terms, doubts))

    @property
    def has_errors(self) -> bool:
        return self.checked.has_errors

    @property
    def counts(self) -> list[Counts]:
        files = report_on(self.checked, good_rows_only=True).files
        found = [Counts(CALLED[name], c.new, c.changed, c.unchanged) for name, c in files.items()]
        if self.notifications or self.as_they_are:
            new = sum(one.pk is None for one in self.notifications)
            found.append(Counts("Notifications", new, len(self.notifications) - new, self.as_they_are))
        return found

    def _in_its_terms(self, found: Problem) -> Problem:
        if not isinstance(found.row, At):
            return found
        part = found.row.cells.get(found.column)
        # The keys made here for new records tell nobody anything.
        message = " ".join(word for word in found.message.split(" ") if word not in self.made_refs)
        column, value = (part.heading, part.text) if part else ("", "")
        return replace(found, file=self.sheet, row=int(found.row), column=column, value=value, message=message)

    def store(self, by: Any) -> tuple[Prepared, Report, str]:
        """Store all of it or nothing, made ready again first where anything was recorded since: what was stored, the
        report on it, and both in words.
        """
        changing = [one.pk for one in self.notifications if one.pk]
        for part in in_parts(changing):
            list(Notification.objects.select_for_update().filter(pk__in=part).values_list("pk"))
        ready = self if newest_versions() == self.checked.newest_versions else self.again()
        report, in_words = report_on(ready.checked), ready._in_words()
        try:
            with transaction.atomic():
                report = store(ready.checked, by=by, source=self.source)
                if report.is_accepted:
                    ready._keep_notifications(by)
        except IntegrityError:
            report.is_accepted = False
        return ready, report, in_words

    def _in_words(self) -> str:
        return "; ".join(
            f"{one.called.lower()} {one.new} new, {one.changed} changed, {one.unchanged} as they are"
            for one in self.counts
        )

    def _keep_notifications(self, by: Any) -> None:
        for some in in_parts(self.matched_to.values()):
            kept = {offence.ref: offence for offence in Offence.objects.filter(ref__in=some)}
            for one in self.notifications:
                one.offence = kept.get(self.matched_to.get(one.ref, ""), one.offence)
        new = [one for one in self.notifications if one.pk is None]
        changed = [one for one in self.notifications if one.pk is not None]
        for some in (new, changed):
            keep_all(some, by=by, reason=self.source)


def prepare(
    asked: Asked,
    rows: Mapping[type[Record], Sequence[tuple[At, Mapping[str, Any]]]],
    problems: Iterable[Problem],
    again: Callable[[], Prepared],
) -> Prepared:
    """Check these rows as the bundle they stand for. `rows` are values by field for each kind of record."""
    sheets = {model.bundle_file: _sheet(model, given) for model, given in rows.items() if given}
    made = {values["ref"] for given in rows.values() for _, values in given}
    checked = check(Bundle(sheets=sheets, problems=list(problems)), by=asked.by)
    return Prepared(asked.sheet.name, asked.layout.title, checked, again, made_refs=made)


def _sheet(model: type[Record], rows: Sequence[tuple[At, Mapping[str, Any]]]) -> Sheet:
    fields = list(rows[0][1])
    columns = {column.field.name: column for column in columns_of(model)}
    return Sheet(
        model.bundle_file,
        header=[columns[name].name for name in fields],
        rows=[[columns[name].write(values[name]) for name in fields] for _, values in rows],
        numbers=[at for at, _ in rows],
    )


def made_ref(*said: object) -> str:
    """The key of a record that comes without one: the same each time, and nobody can tell a name from it."""
    return salted_hmac("disposals.imports", "\n".join(map(str, said)), algorithm="sha256").hexdigest()[:16]


def _follows(found: Problem) -> bool:
    return isinstance(found.row, At) and found.column in FOLLOWING and found.column not in found.row.cells


def _ordered(problems: Iterable[Problem]) -> list[Problem]:
    # One cell may be found wrong as two records.
    return sorted(dict.fromkeys(problems), key=lambda one: one.row or 0)


def _once(found: Iterable[Problem]) -> list[Problem]:
    """Doubts by row; what the sheet has no column for is said once, with the number of records it is true of."""
    doubts = list(found)
    about_a_cell = [one for one in doubts if one.column or not one.row]
    of_all = Counter(one.message for one in doubts if not one.column and one.row)
    said = [
        Problem("", None, "", f"{number} {'record' if number == 1 else 'records'}", message, False)
        for message, number in of_all.items()
    ]
    return _ordered(about_a_cell) + said
