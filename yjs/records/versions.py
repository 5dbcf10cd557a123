"""The page of every version of one record: what changed, who changed it, when, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from yjs.people.access import Requires, required_by
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import day_in_words
from yjs.records.record import Record, record_classes
from yjs.records.subjects import in_log


ACTS = {"+": "Recorded", "~": "Corrected", "-": "Removed"}


@dataclass(frozen=True)
class ToldVersion:
    """One version as the page tells it. `saved` is when it was truly saved, `known` the day it counts as known from."""

    act: str
    who: str
    saved: str
    known: str
    why: str
    rows: list[tuple[str, str]]


class Versions(Requires, TemplateView):
    """Every version of a record, the newest first; of a removed record too."""

    requires = May.SEE_CHILDREN
    template_name = "records/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, user = _kind(self.kwargs["kind"]), cast(User, self.request.user)
        versions = kind.history.filter(id=self.kwargs["pk"]).select_related("history_user").order_by("history_id")
        kept = list(versions) if user.may(kind.seen_with) else []
        if not kept or not self._may_be_seen(kind, kept[-1]):
            raise Http404
        teller, self.about = _Teller(user), about(kept)
        return super().get_context_data(
            record=kept[-1].instance,
            removed=kept[-1].history_type == "-",
            what=kind._meta.verbose_name,
            crumbs=_way_back(kept[-1], user),
            versions=[teller.tell(before, now) for before, now in zip([None, *kept], kept, strict=False)][::-1],
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return sorted(self.about)

    def _may_be_seen(self, kind: type[Record], last: Any) -> bool:
        """Whether its row is this person's to see; a removed record is seen where its child is."""
        if last.history_type != "-":
            return kind._default_manager.visible_to(self.request.user).filter(pk=last.id).exists()
        child = _child(last.instance)
        if child is None or (child.pk == last.id and kind is type(child)):
            return True
        return type(child)._default_manager.visible_to(self.request.user).filter(pk=child.pk).exists()


def _kind(label: str) -> type[Record]:
    try:
        kind = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if kind not in record_classes():
        raise Http404
    return kind


def _child(record: Record) -> Any:
    """The child a record is about; None where it is about none, or the child is gone."""
    try:
        return record if record.child_ref and not hasattr(record, "child") else getattr(record, "child", None)
    except ObjectDoesNotExist:
        return None


def _way_back(last: Any, user: User) -> list[tuple[str, str]]:
    """The page of the record, or of the one it is about, where this person may open it."""
    related = [(field.related_model, getattr(last, field.attname)) for field in _links(type(last.instance))]
    for kind, number in [(type(last.instance), last.id), *related]:
        rows: Any = kind._default_manager
        record = rows.visible_to(user).filter(pk=number).first() if hasattr(kind, "get_absolute_url") else None
        if record is not None and (page := own_page(user, record)):
            return [(str(record), page)]
    return []


def own_page(user: User, record: Any) -> str:
    """The address of a record's own page; empty where it has none, or this person may not open it."""
    page = getattr(record, "get_absolute_url", str)()
    return page if page and user.may(required_by(page)) else ""


def about(versions: list[Any]) -> set[str]:
    """Whom these versions are about, as the log of access names them: a record may have been of another before."""
    found = _named_in(versions)
    for further in _further(versions):
        found |= _named_in(further) or about(further)
    return found


def _named_in(versions: list[Any]) -> set[str]:
    """Whose own versions these are; nobody's where they are of a record about others."""
    return {in_log(type(v.instance), v.id, v.ref) for v in versions if v.instance.logged_as}


def _further(versions: list[Any]) -> Iterator[list[Any]]:
    """The versions of the records that these lead to, one kind at a time."""
    if not versions:
        return
    kind = type(versions[0].instance)
    for field in _links(kind):
        ids = {getattr(version, field.attname) for version in versions} - {None}
        yield list(field.related_model.history.filter(id__in=ids))
    for field in kind._meta.concrete_fields:
        named: Any = _named_by(field)
        if named is not None:
            refs = {ref for version in versions for ref in getattr(version, field.attname)}
            yield list(named.history.filter(ref__in=refs))


def _links(kind: type[Record]) -> list[Any]:
    """The fields that lead from a kind of record to another."""
    fields: list[Any] = [field for field in kind._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [field for field in fields if issubclass(field.related_model, Record)]


class _Teller:
    """Tells versions in words; what a version refers to is named as it is now, to those who may see it."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._names: dict[tuple[Any, str, Any], str] = {}

    def tell(self, before: Any | None, now: Any) -> ToldVersion:
        saved, known = timezone.localtime(now.saved_at), timezone.localtime(now.history_date).date()
        return ToldVersion(
            act=ACTS[now.history_type],
            who=str(now.history_user or "the service itself"),
            saved=f"{day_in_words(saved.date())} at {saved:%H:%M}",
            known="" if known == saved.date() else day_in_words(known),
            why=now.history_change_reason,
            rows=[] if now.history_type == "-" else list(self._changes(before, now)),
        )

    def _changes(self, before: Any | None, now: Any) -> Iterator[tuple[str, str]]:
        """What a version says that the one before it did not. The first says all that it was recorded with."""
        for field in now.instance._meta.concrete_fields:
            if field.primary_key or not field.editable or (before is None and field.name == "child"):
                continue
            if field.name == "ref" and not now.instance.logged_as:
                # A child has a case number; the key of what the child did says nothing to anybody.
                continue
            if field.related_model and not self._user.may(field.related_model.seen_with):
                continue
            old, new = getattr(before, field.attname, None), getattr(now, field.attname)
            if old == new:
                continue
            was, became = self._in_words(field, old), self._in_words(field, new)
            if was != became:
                name, said = str(field.verbose_name), became or "Not recorded"
                yield name[:1].upper() + name[1:], f"{said} (before: {was or 'not recorded'})" if before else said

    def _in_words(self, field: models.Field, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(field, models.ForeignKey):
            return self._name(field.related_model, "pk", value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, dt.date):
            return day_in_words(value)
        if isinstance(value, list):
            kind = _named_by(field)
            return "; ".join(self._name(kind, "ref", one) if kind else str(one) for one in value)
        return str(dict(field.flatchoices).get(value, value))

    def _name(self, kind: Any, key: str, value: Any) -> str:
        asked = (kind, key, value)
        if asked not in self._names:
            named = kind._default_manager.visible_to(self._user).filter(**{key: value}).first()
            self._names[asked] = str(named) if named is not None else self._gone(*asked)
        return self._names[asked]

    def _gone(self, kind: Any, key: str, value: Any) -> str:
        """What a record that is no longer there was called."""
        last = None
        if self._user.may(kind.seen_with):
            last = kind.history.filter(**{"id" if key == "pk" else key: value}).order_by("history_id").last()
        what = f"{kind._meta.verbose_name} that is not there"
        return f"{last.instance} (removed)" if last is not None else what[:1].upper() + what[1:]


def _named_by(field: models.Field) -> type[Record] | None:
    """The kind of record a list of references names: `offence_refs` names offences."""
    name, ends, _ = field.name.partition("_refs")
    return next((kind for kind in record_classes() if ends and kind._meta.model_name == name), None)
