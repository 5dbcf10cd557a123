"""The smallest true records of the victims' side, kept; dated back from today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from disposals.models import Child, Offence
from restorative.models import ReleasedFact, RestorativeProcess, Step, Victim, VictimContact
from tests.disposals.kept import a_child, an_offence, kept
from yjs.people.models import AccessEvent
from yjs.records.days import today


def days_ago(number: int) -> dt.date:
    return today() - dt.timedelta(days=number)


def a_victim(*offences: Offence, **said: Any) -> Victim:
    """A victim of offences, or of one made for the purpose."""
    refs = [offence.ref for offence in offences or (an_offence(a_child()),)]
    usual = {"kind": "person", "first_name": "Síle", "last_name": "O'Brien-Nowak", "address": "4 Elm Row\nWrenbridge"}
    return kept(Victim(**usual | {"offence_refs": refs, "details_from_police_on": days_ago(3)} | said))


def a_step(victim: Victim, kind: Step | str, on: dt.date | None = None, **said: Any) -> VictimContact:
    return kept(VictimContact(victim=victim, kind=kind, on=on or days_ago(1), **said))


def a_process(victim: Victim, child: Child, held_on: dt.date | None = None, **said: Any) -> RestorativeProcess:
    usual = {"kind": "indirect", "form": "letter", "held_on": held_on or days_ago(1)}
    return kept(RestorativeProcess(victim=victim, child=child, **usual | said))


def a_fact(victim: Victim, child: Child, words: str = "Yes, once it is decided", **said: Any) -> ReleasedFact:
    usual = {"fact": "informed", "released_on": days_ago(1)}
    return kept(ReleasedFact(victim=victim, child=child, words=words, **usual | said))


def page(name: str, *about: Any, query: str = "") -> str:
    """The address of a page of the victims' side about some records."""
    return reverse(f"restorative:{name}", args=[each.pk for each in about]) + query


def logged() -> AccessEvent:
    """The last line of the log of access."""
    line = AccessEvent.objects.first()
    assert line is not None
    return line
