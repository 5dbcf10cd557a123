"""Reparation, placements and sessions, each in one call."""

import datetime as dt
from typing import Any

from disposals.models import Child
from restorative.models import Placement, PlacementDay, Reparation, ReparationSession
from restorative.register import Answer, Said
from tests.disposals.kept import a_child, kept
from yjs.records.days import today


def a_placement(name: str = "Allotment", **said: Any) -> Placement:
    usual = {"work": "Growing vegetables for the food bank", "capacity": 8, "risk_assessed_on": today()}
    return kept(Placement(name=name, **usual | said))


def some_reparation(child: Child | None = None, **said: Any) -> Reparation:
    usual = {"hours_owed": 12, "referred_on": today() - dt.timedelta(days=20)}
    usual |= {"may_take_part": True, "may_have_treatment": True, "may_be_photographed": True}
    return kept(Reparation(child=child or a_child(), **usual | said))


def a_day(placement: Placement, *reparations: Reparation, on: dt.date | None = None, **said: Any) -> PlacementDay:
    usual = {"on": on or today(), "starts_at": dt.time(10), "ends_at": dt.time(13)}
    refs = [one.ref for one in reparations]
    return kept(PlacementDay(placement=placement, reparation_refs=refs, **usual | said))


def a_session(reparation: Reparation, **said: Any) -> ReparationSession:
    usual = {"held_on": today() - dt.timedelta(days=7), "placement": "Allotment", "hours_offered": 3}
    return kept(ReparationSession(reparation=reparation, **usual | said))


def here(reparation: Reparation, **said: Any) -> Said:
    return Said(reparation, Answer.HERE, **said)


def at(text: str) -> dt.time:
    return dt.time.fromisoformat(text)
