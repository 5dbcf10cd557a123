"""Whether an offence that somebody tells of is one that is here already."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from disposals.imports.words import fold
from disposals.models import Offence
from yjs.records.bundle.known import in_parts


def here_already(
    offences: Iterable[Offence], committed_on: dt.date, description: str, ho_code: str = ""
) -> Offence | None:
    """The offence of the same child and day that is told of: in the same words, under the same code, or where one of
    the two says no more than the other.
    """
    that_day = [offence for offence in offences if offence.committed_on == committed_on]
    told = fold(description)
    for offence in that_day:
        if fold(offence.description) == told or (ho_code and offence.ho_code == ho_code):
            return offence
    return next((offence for offence in that_day if _says_no_more(told, fold(offence.description))), None)


def free_offences(children: Iterable[int]) -> dict[int | None, list[Offence]]:
    """The offences of these children that no notification is matched to yet, by child."""
    found: dict[int | None, list[Offence]] = defaultdict(list)
    for part in in_parts(children):
        for offence in Offence.objects.filter(child__in=part, notification=None).order_by("pk"):
            found[offence.child_id].append(offence)
    return found


def _says_no_more(one: str, other: str) -> bool:
    return not (one and other) or f" {one} " in f" {other} " or f" {other} " in f" {one} "
