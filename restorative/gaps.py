"""What waits for the case manager on the side of reparation: an unacceptable absence that nobody followed up."""

from __future__ import annotations

from django.db.models import QuerySet

from disposals.gaps import GAPS, Gap
from restorative.forms.reparation import FollowUpForm
from restorative.models import Absence, ReparationSession
from yjs.people.models import User
from yjs.records.forms import RecordForm


class AbsenceForm(RecordForm):
    """What was done about an unacceptable absence, where several are put right one after another."""

    class Meta(FollowUpForm.Meta):
        pass


def not_followed_up(user: User) -> QuerySet[ReparationSession]:
    """The unacceptable absences of those who still have hours to work, that nobody followed up."""
    theirs = ReparationSession.objects.visible_to(user)
    waiting = theirs.filter(absence=Absence.UNACCEPTABLE, followed_up_on=None, reparation__ended_on=None)
    return waiting.select_related("reparation__child").order_by("-held_on", "pk")


UNACCEPTABLE = Gap(
    "unacceptable-absence",
    "Unacceptable absences from reparation to follow up",
    "Say what was done, and when: a visit, a warning, or a breach.",
    not_followed_up,
    AbsenceForm,
    ("followed_up_on", "follow_up"),
    "Say what was done about it, and when.",
    reason="The absence was followed up.",
    child_path="reparation__child",
)


def enter() -> None:
    """Enters it in the list of what is to be put right."""
    GAPS.setdefault(UNACCEPTABLE.slug, UNACCEPTABLE)
