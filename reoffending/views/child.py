"""One tracked child: the whole history, with the day followed from and the ends of follow-up and waiting in it."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from disposals.models import Child
from disposals.views.of_a_child import AddToChild, ChangeOfChild
from reoffending.forms import ReviewForm
from reoffending.models import Review
from reoffending.tracked import TrackedChild
from reoffending.views.actions import ActionList
from reoffending.views.tracker import OfACohort
from yjs.documents.cells import STATES
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.history import Event, event_history


def told_in_order(child: Child, tracked: TrackedChild, user: User) -> list[Event]:
    """What happened, with the days between which a reoffence counts."""
    happened = [e for e in event_history(child) if e.record is None or user.may(e.record.seen_with)]
    marks = [
        Event(
            tracked.on,
            "Followed from this day",
            f"{tracked.label}. What is committed later and within 12 months counts.",
        ),
        Event(tracked.follow_up_ends, "Twelve months end", "What is committed after this day does not count."),
        Event(tracked.waiting_ends, "Waiting ends", "What is proven after this day does not count."),
    ]
    return sorted([*happened, *marks], key=lambda event: event.on)


class TrackedChildDetail(OfACohort, TemplateView):
    """One child of a cohort, and whether the meeting puts the child first."""

    template_name = "reoffending/tracked_child.html"

    def _found(self) -> tuple[Child, TrackedChild]:
        child = get_object_or_404(Child.objects.visible_to(self.request.user), pk=self.kwargs["pk"])
        for tracked in self.tracker.children():
            if tracked.pk == child.pk:
                return child, tracked
        raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        child, tracked = self._found()
        user = cast(User, self.request.user)
        cohort = reverse("reoffending:tracker", args=[self.tracker.period.slug])
        query = self.request.GET.urlencode()
        return super().get_context_data(
            object=child,
            tracked=tracked,
            facts=[
                ("Followed from", f"{tracked.on:%d/%m/%Y}: {tracked.label}"),
                ("State", STATES[tracked.status]),
                ("Days followed", f"{tracked.days}, {tracked.left} left"),
                ("Proven reoffences", str(tracked.reoffences)),
                ("Offences that wait for an outcome", str(tracked.pending)),
                (
                    "Days to the first reoffence",
                    str((tracked.first_on - tracked.on).days) if tracked.first_on else "None yet",
                ),
                ("Worker", tracked.worker),
            ],
            events=told_in_order(child, tracked, user),
            review=Review.objects.visible_to(user).filter(child=child).first(),
            actions=ActionList.of_a_child(child, user),
            put_first=_put_first(child) if user.may(May.HOLD_MEETINGS) else "",
            crumbs=[("Tracker", f"{cohort}?{query}" if query else cohort)],
            **kwargs,
        )


def _put_first(child: Child) -> str:
    """The page on which it is said whether the child comes first."""
    review = Review.objects.filter(child=child).first()
    if review is None:
        return reverse("reoffending:review-add", args=[child.pk])
    return reverse("reoffending:review-change", args=[review.pk])


class ReviewAdd(AddToChild):
    """A child is put first at the meeting, with the reason."""

    requires = May.HOLD_MEETINGS
    form_class = ReviewForm
    extra_context = {"title": "Who comes first at the meeting", "submit": "Save"}


class ReviewChange(ChangeOfChild):
    """A child no longer comes first, or for another reason."""

    requires = May.HOLD_MEETINGS
    form_class = ReviewForm
    extra_context = {"title": "Who comes first at the meeting", "submit": "Save"}
