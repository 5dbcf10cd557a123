"""Victims and the contact with them, restorative processes, and reparation."""

from restorative.models.contact import Step, VictimContact
from restorative.models.looked_at import Finding, LookedAt
from restorative.models.photo import Picture, WorkPhoto
from restorative.models.placement import Placement, PlacementDay
from restorative.models.process import Form, ReleasedFact, RestorativeProcess
from restorative.models.reparation import Absence, Reparation, ReparationSession
from restorative.models.victim import Channel, Victim, VictimKind


__all__ = [
    "Absence",
    "Channel",
    "Finding",
    "Form",
    "LookedAt",
    "Picture",
    "Placement",
    "PlacementDay",
    "ReleasedFact",
    "Reparation",
    "ReparationSession",
    "RestorativeProcess",
    "Step",
    "Victim",
    "VictimContact",
    "VictimKind",
    "WorkPhoto",
]
