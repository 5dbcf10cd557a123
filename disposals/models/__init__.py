"""What happened: children, their situation, offences, disposals, interventions and remands."""

from disposals.models.child import Child, Situation, Status
from disposals.models.disposal import KINDS, Disposal, Kind, Tier
from disposals.models.intervention import Intervention, Remand, RemandKind, Work
from disposals.models.notification import Notification, State
from disposals.models.offence import Category, Offence


__all__ = [
    "KINDS",
    "Category",
    "Child",
    "Disposal",
    "Intervention",
    "Kind",
    "Notification",
    "Offence",
    "Remand",
    "RemandKind",
    "Situation",
    "State",
    "Status",
    "Tier",
    "Work",
]
