"""What waits for the case manager on the side of reparation: an unacceptable absence that nobody followed up."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

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
    """The unacceptable absences that nobody followed up, where the reparation is open or ended with hours left: one
    that ends after failing is where it matters most.
    """
    theirs = ReparationSession.objects.visible_to(user).filter(absence=Absence.UNACCEPTABLE, followed_up_on=None)
    of_the_same = ReparationSession.objects.filter(reparation=OuterRef("reparation")).order_by().values("reparation")
    credited = Subquery(of_the_same.annotate(hours=Sum("hours_credited")).values("hours"), output_field=DecimalField())
    waiting = theirs.annotate(credited=Coalesce(credited, Decimal(0), output_field=DecimalField())).filter(
        Q(reparation__ended_on=None) | Q(credited__lt=F("reparation__hours_owed"))
    )
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
