"""The made-up service, made once for all the tests that look at it, and what is asked of it."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from disposals.models import Disposal, Offence
from yjs.plan.demo.recording import Told
from yjs.plan.demo.service import made_up


@cache
def told() -> list[Told]:
    """Every record with its versions, as it was told."""
    return made_up()


@cache
def lasting() -> dict[type, list[Any]]:
    """The records as they stand on the last day, by kind; those taken away are gone."""
    kinds: dict[type, list[Any]] = {}
    for each in made_up():
        for name, value in each.final().items():
            setattr(each.record, name, value)
        if each.removed_on is None:
            kinds.setdefault(type(each.record), []).append(each.record)
    return kinds


def said(record: Any) -> dict[str, Any]:
    """A record's own words, with the references of others in place of their keys."""
    fields = [f for f in record._meta.concrete_fields if f.name not in ("id", "version", "recorded_on")]
    return {f.name: getattr(getattr(record, f.name), "ref", None) or str(getattr(record, f.name)) for f in fields}


def fingerprint(told: Iterable[Told]) -> str:
    """One hash for everything that is told, every version included."""
    lines = [
        [
            type(each.record).__name__,
            said(each.record),
            str(each.on),
            [[str(change.on), str(change.values), change.reason] for change in each.changes],
            str(each.removed_on),
            each.why_removed,
        ]
        for each in told
    ]
    return hashlib.sha256(json.dumps(lines).encode()).hexdigest()


def disposals() -> list[Disposal]:
    """Every disposal, the earliest first."""
    return sorted(lasting()[Disposal], key=lambda disposal: disposal.imposed_on)


@cache
def offences() -> dict[str, Offence]:
    return {offence.ref: offence for offence in lasting()[Offence]}


def of_year(rows: Iterable[Disposal], year: int) -> list[Disposal]:
    """Those imposed in a financial year."""
    first, last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    return [row for row in rows if first <= row.imposed_on <= last]


def entrants(year: int) -> int:
    """The first disposals that can make an entrant, in a financial year: near enough to the measure."""
    firsts: dict[str, Disposal] = {}
    for disposal in disposals():
        if disposal.kind_of.is_entry and not disposal.appeal:
            firsts.setdefault(disposal.child.ref, disposal)
    return len(of_year([d for d in firsts.values() if d.residence != "other"], year))


def custody(year: int) -> int:
    return sum(disposal.kind_of.is_custodial for disposal in of_year(disposals(), year))


def share(rows: Iterable[Any], condition: Callable[[Any], bool]) -> float:
    """The share of rows of which a condition is true."""
    answers = [condition(row) for row in rows]
    return sum(answers) / len(answers)
