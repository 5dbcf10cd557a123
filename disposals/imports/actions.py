"""What people do with a police notification that the service could not match by itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from disposals.imports.offences import free_offences, here_already
from disposals.models import Child, Notification, Offence, State
from yjs.records.changing import standing_on
from yjs.records.record import keep, remove


ANSWERED = "Somebody has answered this notification already."


@transaction.atomic
def match(notification: Notification, *, child: Child, by: Any) -> Offence:
    """Say which child a notification is about. Its offence waits for a disposal from now on; one that is here already
    is not recorded again.
    """
    if notification.state != State.UNMATCHED:
        raise ValidationError(ANSWERED)
    told = notification.committed_on, notification.description, notification.ho_code
    offence = here_already(free_offences([child.pk])[child.pk], *told)
    if offence is None:
        committed_on, description, ho_code = told
        offence = Offence(
            ref=notification.ref, child=child, committed_on=committed_on, description=description, ho_code=ho_code
        )
        keep(offence, by=by, reason=f"Police notification {notification.crime_reference}")
    notification.child, notification.offence, notification.state = child, offence, State.MATCHED
    keep(notification, by=by, reason="Matched by a person")
    return offence


def say_not_ours(notification: Notification, *, why: str, by: Any) -> None:
    """Say that a notification is about no child of this service, and why."""
    if notification.state != State.UNMATCHED:
        raise ValidationError(ANSWERED)
    notification.state, notification.why_not_ours = State.NOT_OURS, why
    keep(notification, by=by, reason=why)


@transaction.atomic
def put_back(notification: Notification, *, why: str, by: Any) -> None:
    """Take an answer back: the notification waits again, and the offence that was recorded from it is taken away."""
    if notification.state == State.UNMATCHED:
        raise ValidationError("This notification is in the queue.")
    made = notification.offence if notification.made_its_offence else None
    notification.state, notification.why_not_ours = State.UNMATCHED, ""
    notification.child = notification.offence = None
    keep(notification, by=by, reason=why)
    if made is not None:
        if in_the_way := standing_on(made):
            seen = [record for record in in_the_way if by is None or by.may(record.seen_with)]
            what = seen[0] if seen else "a record that you may not see"
            raise ValidationError(f"Something else speaks of its offence: {what}. Correct that first.")
        remove(made, by=by, reason=why)
