"""How a kind of record is written as columns. Everything is told by its fields."""

from __future__ import annotations

from functools import cache

from django.db import models

from yjs.records.bundle.column import Column, Reference, References
from yjs.records.bundle.values import Amount, Code, Day, Whole, YesNo
from yjs.records.record import Record


KINDS: tuple[tuple[type[models.Field], type[Column]], ...] = (
    (models.ForeignKey, Reference),
    (models.DateField, Day),
    (models.BooleanField, YesNo),
    (models.DecimalField, Amount),
    (models.IntegerField, Whole),
    (models.JSONField, References),
)


@cache
def columns_of(model: type[Record]) -> tuple[Column, ...]:
    """The columns of a kind of record's file, in their order; the day it came to be known is the last of each."""
    fields = [f for f in typed_fields(model) if f.name not in model.not_in_bundle]
    return tuple(_column(field, model) for field in [*fields, model._meta.get_field("recorded_on")])


def typed_fields(model: type[Record]) -> list[models.Field]:
    """What people tell of a kind of record, here or in a bundle."""
    return [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]


def _column(field: models.Field, model: type[Record]) -> Column:
    if field.name == "ref":
        return Reference(f"{model.bundle_name or model._meta.model_name}_ref", field, model)
    name = f"{field.name}_ref" if field.is_relation else field.name
    if field.choices:
        return Code(name, field, model)
    kind = next((column for kind, column in KINDS if isinstance(field, kind)), Column)
    return kind(name, field, model)
