"""Texts of the child's side in which a victim seems to be named: found when they are asked for, so that nothing about
saving one tells its writer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models

from disposals.models import Child
from restorative.cases import Case, cases_of
from restorative.models import Finding, LookedAt, Victim
from restorative.naming import NOBODY_ELSE, Marks, in_context, names
from restorative.naming.anybody import Anybody
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.live import live, state_now
from yjs.records.record import Record, keep, record_classes


OF_THE_CHILDS_SIDE = (May.SEE_CHILDREN, May.SEE_REPARATION)
REASON = "reason for a change"


@dataclass(frozen=True)
class Passage:
    """A sign of a victim in a text, with the words around it. `where` is the field it stands in."""

    where: str
    before: str
    words: str
    after: str


@dataclass
class TextToLookAt:
    """A record of the child's side that seems to name a victim. `texts` are the fields in which it does."""

    victim: Victim
    kind: type[Record]
    pk: int
    version: int
    child: Child | None
    marks: Marks
    texts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What tells it from the others in a form."""
        return f"{self.victim.pk}-{self.kind._meta.label}-{self.pk}"

    @property
    def what(self) -> str:
        """The kind of record, as people call it."""
        return str(self.kind._meta.verbose_name).capitalize()

    @property
    def digest(self) -> str:
        """The mark of its words: another, once they change."""
        return _digest(self.texts)

    @property
    def passages(self) -> list[Passage]:
        """Every sign of the victim in it."""
        return [Passage(where, *shown) for where, text in self.texts for shown in in_context(text, self.marks)]

    @property
    def last_saved(self) -> tuple[dt.datetime, str]:
        """When it was last saved, and by whom."""
        last = self.kind.history.filter(id=self.pk).select_related("history_user").latest("history_id")
        return last.saved_at, str(last.history_user or "the service itself")


def texts_to_look_at(user: User) -> list[TextToLookAt]:
    """The records this person may see that seem to name a victim this person may see, and were not yet looked at.

    It is worked out once, until something is saved.
    """
    asked = (texts_to_look_at, state_now(record_classes()), user.role, user.provider)
    return live().remembered(asked, lambda: _not_looked_at(user))


def _not_looked_at(user: User) -> list[TextToLookAt]:
    victims = list(Victim.objects.visible_to(user))
    looked_at = dict[tuple[int, str, int], str]()
    for answer in LookedAt.objects.filter(victim__in=victims):
        looked_at[answer.victim_id, answer.record_kind, answer.record_id] = answer.digest
    found = [
        text
        for text in _found(user, victims)
        if looked_at.get((text.victim.pk, text.kind._meta.label, text.pk)) != text.digest
    ]
    return sorted(found, key=lambda text: (text.kind._meta.label, -text.pk))


def _found(user: User, victims: list[Victim]) -> Iterator[TextToLookAt]:
    cases = cases_of(victims=victims)
    anybody = AnyVictim(victims)
    for kind in record_classes():
        if kind.seen_with not in OF_THE_CHILDS_SIDE or not user.may(kind.seen_with):
            continue
        found: dict[tuple[int, int], TextToLookAt] = {}
        path = _path_to_child(kind)
        for pk, version, child, where, text in _texts(kind, path, user, cases):
            case = cases.get(child) if child else None
            seen = anybody.seen_in(text) if case is None else case.seen_in(text)
            for victim, marks in seen:
                one = TextToLookAt(victim, kind, pk, version, case.child if case else None, marks)
                told = found.setdefault((victim.pk, pk), one).texts
                told += [(where, text)] if (where, text) not in told else []
        yield from found.values()


class AnyVictim(Anybody[Victim]):
    """Looks for any of all victims in a text that is about no one child, such as the note of a meeting."""

    def __init__(self, victims: Iterable[Victim]) -> None:
        super().__init__((victim, victim.marks(NOBODY_ELSE)) for victim in victims)

    @classmethod
    def of_all(cls) -> AnyVictim:
        """Any victim there is."""
        return cls(Victim.objects.iterator())


def _texts(
    kind: type[Record], path: str | None, user: User, cases: dict[int, Case]
) -> Iterator[tuple[int, int, int | None, str, str]]:
    """Every text of a kind of record that is not empty: of which record, version, child and field."""
    fields, rows = _typed(kind), kind._default_manager.visible_to(user)
    told = kind.history.exclude(history_change_reason="")
    if path is not None:
        # What is about no child yet may be about any; a reason stays when what it was given for is removed.
        in_a_case = models.Q(**{f"{path}__in": list(cases)})
        rows = rows.filter(in_a_case | models.Q(**{f"{path}__isnull": True}))
        told = told.filter(**{f"{'id' if kind is Child else path}__in": list(cases)})
    seen = set[int]()
    for pk, version, child, *texts in rows.values_list("pk", "version", path or "pk", *(name for name, _ in fields)):
        seen.add(pk)
        for (_, label), text in zip(fields, texts, strict=True):
            if text:
                yield pk, version, child if path else None, label, text
    for pk, version, child, removed, reason in told.values_list(
        "id", "version", "id" if kind is Child else path or "id", "history_type", "history_change_reason"
    ).order_by("history_id"):
        if pk in seen or (removed == "-" and path and user.may(May.SEE_CHILDREN)):
            yield pk, version, child if path else None, REASON, reason


def look_at(text: TextToLookAt, *, finding: Finding, by: User) -> LookedAt:
    """Keep what came of looking at a text: it is not shown again until its words change."""
    kind = text.kind._meta.label
    saved = LookedAt.objects.filter(victim=text.victim, record_kind=kind, record_id=text.pk).first()
    record = saved or LookedAt(victim=text.victim, record_kind=kind, record_id=text.pk)
    record.record_version, record.digest, record.finding = text.version, text.digest, finding
    keep(record, by=by)
    return record


def words_looked_at(answer: LookedAt, marks: Marks) -> list[str]:
    """The words an answer is about; none once they have changed."""
    kind: Any = apps.get_model(answer.record_kind)
    fields = _typed(kind)
    now = kind._default_manager.filter(pk=answer.record_id).values_list(*(name for name, _ in fields)).first() or ()
    reasons = kind.history.filter(id=answer.record_id).values_list("history_change_reason", flat=True)
    texts = [
        *((label, text) for (_, label), text in zip(fields, now, strict=False)),
        *((REASON, one) for one in reasons),
    ]
    telling = [(where, text) for where, text in dict.fromkeys(texts) if text and names(text, marks)]
    return [text for _, text in telling] if _digest(telling) == answer.digest else []


def _digest(texts: list[tuple[str, str]]) -> str:
    return sha256(repr(sorted(texts)).encode()).hexdigest()


@cache
def _typed(kind: type[Record]) -> list[tuple[str, str]]:
    """What people type into a kind of record: the fields, and what they are called."""
    texts = (f for f in kind._meta.concrete_fields if isinstance(f, models.CharField | models.TextField))
    typed = (f for f in texts if f.editable and not f.choices and not f.unique)
    return [(f.name, str(f.verbose_name)) for f in typed]


@cache
def _path_to_child(kind: type[Record]) -> str | None:
    """How a record of a kind leads to the number of its child; None where it is about none."""
    if kind is Child:
        return "pk"
    refers = [f for f in kind._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    own = [f.name for f in refers if f.related_model is Child]
    if own:
        return own[0]
    through: list[Any] = [f for f in refers if issubclass(f.related_model, Record)]
    further = (f"{f.name}__{path}" for f in through if (path := _path_to_child(f.related_model)))
    return next(further, None)
