"""A record: a fact somebody recorded about a child or the service, with every version it has had."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from simple_history.models import HistoricalRecords

from yjs.people.permissions import May
from yjs.records.days import LONDON, start_of, today
from yjs.records.history import Event


# What no text holds unless it was damaged on its way here: controls, halves of letters, the mark of a lost letter.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
_with_versions: ContextVar[bool] = ContextVar("with_versions", default=False)


class UnversionedWrite(Exception):
    """A bulk write that would have left no version behind."""


class Stale(Exception):
    """Somebody else saved the record after it was opened; carries what is saved now."""

    def __init__(self, saved_now: Record) -> None:
        super().__init__("This record was changed by somebody else while you had it open.")
        self.saved_now = saved_now


@dataclass(frozen=True)
class Fault:
    """Something wrong with a record: impossible (an error), or unlikely (a warning, and it is kept all the same)."""

    column: str
    message: str
    cure: str
    is_error: bool = True

    def __str__(self) -> str:
        return f"{self.message} {self.cure}"


Kind = TypeVar("Kind", bound="Record")
Find = Callable[[type, str], Any]


def find_saved(model: type[Any], ref: str) -> Any:
    """The record of a kind with this reference, as it is saved now."""
    return model._default_manager.filter(ref=ref).first()


@contextmanager
def _keeping_versions() -> Iterator[None]:
    token = _with_versions.set(True)
    try:
        yield
    finally:
        _with_versions.reset(token)


def _refuse_unversioned(what: str) -> None:
    if not _with_versions.get():
        raise UnversionedWrite(f"{what} writes no versions: use keep, keep_all or remove.")


class RecordQuerySet(models.QuerySet[Kind]):
    """The rows of one kind of record. Bulk writes that would skip the versions are refused."""

    def visible_to(self, user: Any) -> RecordQuerySet[Kind]:
        """The rows this person may see: all of them, or none."""
        return self if user.is_authenticated and user.may(self.model.seen_with) else self.none()

    def update(self, **values: Any) -> int:
        _refuse_unversioned("update()")
        return super().update(**values)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list:
        _refuse_unversioned("bulk_create()")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:
        _refuse_unversioned("bulk_update()")
        with _keeping_versions():
            return super().bulk_update(objs, fields, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse_unversioned("delete()")
        return super().delete()


class Version(models.Model):
    """One version of a record. `history_date` is when it counts as known, `saved_at` when it was truly saved."""

    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


def new_ref() -> str:
    """A key for a record made here, unlike any a sender is likely to use."""
    return uuid.uuid4().hex[:16]


class Record(models.Model):
    """A fact somebody recorded. Every version is kept, with who, when and why."""

    key: ClassVar[tuple[str, ...]] = ("ref",)
    own_date: ClassVar[str] = ""
    later_dates: ClassVar[tuple[str, ...]] = ()
    may_be_future: ClassVar[tuple[str, ...]] = ()
    in_order: ClassVar[tuple[tuple[str, str], ...]] = ()
    uncounted: ClassVar[tuple[str, ...]] = ()
    known_with_its_records: ClassVar[bool] = False
    # Two records alike in all of these are probably one, entered twice.
    alike: ClassVar[tuple[str, ...]] = ()
    seen_with: ClassVar[May] = May.SEE_CHILDREN
    logged_as: ClassVar[str] = ""  # How the log of access calls it, by its ref or number; "" where it is about others.
    bundle_file: ClassVar[str] = ""
    # What a bundle calls a record of this kind, where it is not the name of its class; and what it does not tell.
    bundle_name: ClassVar[str] = ""
    not_in_bundle: ClassVar[tuple[str, ...]] = ()

    version = models.PositiveIntegerField(default=0, editable=False)
    recorded_on = models.DateField(editable=False, help_text="The day from which this version counts as known.")

    objects = RecordQuerySet.as_manager()
    history = HistoricalRecords(
        inherit=True,
        bases=[Version],
        history_change_reason_field=models.TextField(blank=True, default=""),
    )

    # What the next version will say of itself.
    _history_user: Any
    _history_date: dt.datetime
    _change_reason: str

    class Meta:
        abstract = True

    @property
    def child_ref(self) -> str:
        """The reference of the child this record is about; empty where it is about no child."""
        child = getattr(self, "child", None)
        return child.ref if child is not None else ""

    def events(self) -> list[Event]:
        """What happened, as this record tells it, for the child's event history."""
        return []

    def faults(self, find: Find = find_saved) -> list[Fault]:
        """What is impossible or unlikely about this record. `find` gives the other records it refers to."""
        faults, now = [], today()
        for name in _happened(type(self)):
            day = getattr(self, name)
            if isinstance(day, dt.date) and day > now:
                faults.append(Fault(name, "This date is in the future.", "Give the day it happened."))
        for name in _texts(type(self)):
            text = getattr(self, name)
            if isinstance(text, str) and UNPRINTABLE.search(text):
                faults.append(Fault(name, "This holds a character that cannot be shown.", "Type it again."))
        for first, then in self.in_order:
            before, after = getattr(self, first), getattr(self, then)
            if isinstance(before, dt.date) and isinstance(after, dt.date) and after < before:
                earlier: Any = self._meta.get_field(first)
                name = str(earlier.verbose_name)
                faults.append(Fault(then, f"This is before {name} ({before:%d/%m/%Y}).", "Check both dates."))
        return faults

    def clean(self) -> None:
        """Refuse what is impossible; what is only unlikely is kept."""
        wrong: dict[str, list[str]] = {}
        for fault in self.faults():
            if fault.is_error:
                wrong.setdefault(fault.column, []).append(str(fault))
        if wrong:
            raise ValidationError(wrong)

    def known_unless_told(self) -> dt.date | None:
        """The day the record counts as known from where nobody said; None for the day it is saved."""
        return None


@cache
def _happened(kind: type[Record]) -> tuple[str, ...]:
    """The dates of a kind of record that cannot be in the future."""
    days = (f for f in kind._meta.concrete_fields if f.editable and isinstance(f, models.DateField))
    return tuple(f.name for f in days if f.name not in kind.may_be_future)


@cache
def _texts(kind: type[Record]) -> tuple[str, ...]:
    """What is typed into a kind of record, rather than chosen."""
    fields = (f for f in kind._meta.concrete_fields if isinstance(f, models.CharField | models.TextField))
    return tuple(f.name for f in fields if f.editable and not f.choices)


def _know(record: Record, recorded_on: dt.date | None, replaced_on: dt.date | None) -> None:
    """Date a version: from `recorded_on`, unless that would rewrite what was known before it; else from now."""
    if replaced_on is None:
        recorded_on = recorded_on or record.known_unless_told()
    elif recorded_on is not None and recorded_on <= replaced_on:
        recorded_on = None
    now = timezone.now()
    record.recorded_on = recorded_on or now.astimezone(LONDON).date()
    record._history_date = start_of(recorded_on) if recorded_on else now


def keep(record: Record, *, by: Any, reason: str = "", recorded_on: dt.date | None = None) -> None:
    """Write one record and its version.

    Raises `Stale` where the record was changed since this copy was read, `ValidationError` where it cannot be true.
    """
    with transaction.atomic():
        replaced_on = None
        if record.pk is not None:
            saved = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
            if saved is None:
                raise ValidationError("This record has been removed by somebody else.")
            if saved.version != record.version:
                raise Stale(saved)
            replaced_on = saved.recorded_on
        _know(record, recorded_on, replaced_on)
        record.full_clean()
        record.version += 1
        record._history_user = by
        record._change_reason = reason
        record.save()


def remove(record: Record, *, by: Any, reason: str) -> None:
    """Take a record away from now on; its versions stay, and so does what was known before."""
    with transaction.atomic():
        record._history_user = by
        record._change_reason = reason
        record._history_date = timezone.now()
        record.delete()


def keep_all(
    records: Sequence[Record], *, by: Any, reason: str = "", recorded_ons: Sequence[dt.date | None] | None = None
) -> None:
    """Write many records of one kind with their versions. They must have been checked: nothing is cleaned here."""
    if not records:
        return
    model = type(records[0])
    said = recorded_ons or [None] * len(records)
    with transaction.atomic(), _keeping_versions():
        known = dict(
            model._default_manager.filter(pk__in=[r.pk for r in records if r.pk]).values_list("pk", "recorded_on")
            if any(r.pk for r in records)
            else []
        )
        for record, recorded_on in zip(records, said, strict=True):
            _know(record, recorded_on, known.get(record.pk))
            record.version += 1
        new = [r for r in records if r.pk is None]
        changed = [r for r in records if r.pk is not None]
        wanted = {"batch_size": 500, "default_user": by, "default_change_reason": reason}
        if new:
            model._default_manager.bulk_create(new, batch_size=500)
            model.history.bulk_history_create(new, **wanted)
        if changed:
            fields = [f.name for f in model._meta.concrete_fields if not f.primary_key]
            # Ten times faster than bulk_update, whose CASE has a branch for each row and field.
            upsert = {"update_conflicts": True, "unique_fields": ["id"], "update_fields": fields}
            model._default_manager.bulk_create(changed, batch_size=500, **upsert)
            model.history.bulk_history_create(changed, update=True, **wanted)


def record_classes() -> list[type[Record]]:
    """Every kind of record, those others refer to first."""
    from django.apps import apps

    kinds = [m for m in apps.get_models() if issubclass(m, Record)]
    ordered: list[type[Record]] = []

    def add(kind: type[Record]) -> None:
        for field in kind._meta.concrete_fields:
            if field.related_model in kinds and field.related_model is not kind:
                add(field.related_model)
        if kind not in ordered:
            ordered.append(kind)

    for kind in kinds:
        add(kind)
    return ordered
