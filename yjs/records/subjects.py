"""Whom records are about, as the log of access names them."""

from __future__ import annotations

from yjs.records.record import Record


def whom(record: Record) -> list[str]:
    """Whom a record is about: itself, its child, and who else it leads to that the log has words for; each once."""
    fields = (field.name for field in record._meta.concrete_fields if getattr(field.related_model, "logged_as", ""))
    near = [record, *filter(None, (getattr(record, name, None) for name in fields))]
    named = [in_log(type(one), one.pk, one.ref) for one in near if one.logged_as]
    return list(dict.fromkeys([*named, *filter(None, [record.child_ref])]))


def in_log(kind: type[Record], number: int, ref: str) -> str:
    """What the log of access calls a record of a kind that it has words for."""
    return kind.logged_as.format(number=number, ref=ref)
