"""What people type about a child, the child's situation, offences, disposals, interventions and remands."""

from disposals.forms.child import ChildForm
from disposals.forms.disposal import KINDS_BY_TIER, DisposalForm
from disposals.forms.recording import InterventionForm, OffenceForm, RemandForm, StatusForm


__all__ = [
    "KINDS_BY_TIER",
    "ChildForm",
    "DisposalForm",
    "InterventionForm",
    "OffenceForm",
    "RemandForm",
    "StatusForm",
]
