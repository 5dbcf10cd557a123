"""One tracked child: the whole history, with the day followed from and the ends of follow-up and waiting in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView

from disposals.models import Child
from disposals.views.of_a_child import AddToChild, ChangeOfChild
from reoffending.forms import ReviewForm
from reoffending.meeting import with_its_state
from reoffending.models import Review
from reoffending.tracked import TrackedChild
from reoffending.views.actions import ActionList
from reoffending.views.tracker import OfACohort
from yjs.documents.cells import STATES
from yjs.measures.periods import day_in_words, today
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.history import Event, event_history
from yjs.records.live import live


def told_in_order(child: Child, tracked: TrackedChild, user: User) -> list[Event]:
    """What happened, with the days between which a reoffence counts."""
    happened = [e for e in event_history(child) if e.record is None or user.may(e.record.seen_with)]
    return sorted([*happened, *_ends(tracked)], key=lambda event: event.on)


def told_as_known(tracked: TrackedChild) -> list[Event]:
    """What was known of the follow-up on a past day: its ends, and the offences in it, proven by then or waiting."""
    offences = [
        Event(mark.on, f"Offence: {'proven' if mark.is_proven else 'waiting for an outcome'}") for mark in tracked.marks
    ]
    return sorted([*offences, *_ends(tracked)], key=lambda event: event.on)


def _ends(tracked: TrackedChild) -> list[Event]:
    """The days between which a reoffence counts."""
    return [
        Event(
            tracked.on,
            "Followed from this day",
            f"{tracked.label}. What is committed later and within 12 months counts.",
        ),
        Event(tracked.follow_up_ends, "Twelve months end", "What is committed after this day does not count."),
        Event(tracked.waiting_ends, "Waiting ends", "What is proven after this day does not count."),
    ]


class TrackedChildDetail(OfACohort, TemplateView):
    """One child of a cohort, and whether the meeting puts the child first."""

    template_name = "reoffending/tracked_child.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_past and self.tracked and not Child.objects.filter(pk=self.tracked.pk).exists():
            # Who has been removed since is told by the versions that were kept.
            return redirect("records:versions", Child._meta.label, self.tracked.pk)
        return super().get(request, *args, **kwargs)

    @property
    def is_past(self) -> bool:
        return self.day < today()

    @cached_property
    def tracked(self) -> TrackedChild | None:
        return next((each for each in self.tracker.children() if each.pk == self.kwargs["pk"]), None)

    def _past(self, tracked: TrackedChild) -> dict[str, Any]:
        """What a page of a past day says otherwise: nothing that came to be known since."""
        period, query = self.tracker.period.slug, self.request.GET.urlencode()
        is_still = any(each.pk == tracked.pk for each in replace(self.tracker, book=live()).children())
        now = reverse("reoffending:tracked-child", args=[period, tracked.pk]) if is_still else ""
        return {
            "events": told_as_known(tracked),
            "review": None,
            "put_first": "",
            "as_at_banner": f"As known at the end of {day_in_words(self.day)}.",
            "as_at_now": f"{now}?{query}" if now and query else now,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        child, tracked = (
            get_object_or_404(Child.objects.visible_to(self.request.user), pk=self.kwargs["pk"]),
            self.tracked,
        )
        if tracked is None:
            raise Http404
        user = cast(User, self.request.user)
        cohort, _, query = self.tracker.list_of().partition("?")
        told = [with_its_state(each, tracked, self.book) for each in told_in_order(child, tracked, user)]
        shown: dict[str, Any] = {
            "events": told,
            "review": Review.objects.visible_to(user).filter(child=child).first(),
            "actions": ActionList.of_a_child(child, user),
            "put_first": _put_first(child) if user.may(May.HOLD_MEETINGS) else "",
        }
        if self.is_past:
            shown = self._past(tracked)
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
            crumbs=[("Tracker", f"{cohort}?{query}" if query else cohort)],
            **shown,
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
