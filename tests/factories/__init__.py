"""Makers of the smallest true records, kept as the service keeps them: `DisposalFactory(kind="referral_order")`."""

import datetime as dt
from typing import Any

import factory

from yjs.records.record import Record, keep


class KeptFactory(factory.django.DjangoModelFactory):
    """A maker whose records go through `keep`, so that each has its version. `recorded_on` says when it became known."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Record], *args: Any, **said: Any) -> Record:
        recorded_on: dt.date | None = said.pop("recorded_on", None)
        by, reason = said.pop("by", None), said.pop("reason", "")
        record = model_class(*args, **said)
        keep(record, by=by, reason=reason, recorded_on=recorded_on)
        return record
