"""The weekly meeting, page by page: what was left to do, what is new, one child after another, and the note at the end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from disposals.models import Child
from reoffending.forms import CloseForm, CohortForm
from reoffending.meeting import (
    Since,
    as_document,
    as_it_closed,
    asked_for,
    before,
    begin,
    cohort_in_words,
    days_to_look_at,
    in_figures,
    in_order,
    since,
)
from reoffending.models import Action, Meeting
from reoffending.projections import keep_due
from reoffending.rules import RULES
from reoffending.tracked import TrackedChild
from reoffending.tracker import Tracker
from reoffending.views.actions import Listed, listed, not_done
from reoffending.views.tracker import OfACohort
from yjs.documents.formats import FORMATS
from yjs.documents.release import is_held
from yjs.measures.periods import day_in_words
from yjs.navigation import navigation
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.days import today
from yjs.records.live import live
from yjs.records.record import keep


class MeetingStart(OfACohort, View):
    """The meeting about a cohort today: the one that is open, or was closed earlier today, and else a new one."""

    requires = May.HOLD_MEETINGS

    def get(self, request: HttpRequest, period: str) -> HttpResponse:
        """Nothing is to be seen here: the tracker is where a meeting is begun."""
        query = request.GET.copy()
        query.pop("typed", None)
        cohort = reverse("reoffending:tracker", args=[period])
        return redirect(f"{cohort}?{query.urlencode()}" if query else cohort)

    def beforehand(self) -> None:
        # The order of the children is told by the book of a past day, which takes long to read.
        if self.request.method == "POST" and self.form.is_valid():
            self.begun = begin(self.tracker)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        same = Meeting.objects.filter(asked=self.tracker.address)
        with transaction.atomic():
            for left in same.filter(is_closed=False, held_on__lt=today()):
                self._close(left)
            meeting = same.filter(held_on=today()).order_by("is_closed", "-pk").first()
            if meeting is None:
                meeting = self.begun
                keep(meeting, by=request.user)
            elif meeting.is_closed:
                meeting.is_closed, meeting.closed_at = False, None
                keep(meeting, by=request.user, reason="Opened again on the day it was closed")
                messages.info(request, "This meeting was closed earlier today. It is open again.")
        return redirect(meeting)

    def _close(self, left: Meeting) -> None:
        """A meeting that nobody closed on its day is closed as it stood when that day ended."""
        left.is_closed, left.closed_at = True, Book.at(left.held_on).as_at
        keep(left, by=self.request.user, reason="Left open, and closed when the next meeting began")
        messages.info(
            self.request,
            f"The meeting of {day_in_words(left.held_on)} had been left open. It is closed as it stood at the end of "
            "that day, with its note as far as it was written.",
        )


class OfAMeeting(Requires):
    """A page of one meeting, and of the cohort it is about."""

    requires = May.SEE_RECORDS_BEHIND
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def meeting(self) -> Meeting:
        return get_object_or_404(Meeting.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def tracker(self) -> Tracker:
        """The cohort now; of a meeting that is closed, as it was known then."""
        book = as_it_closed(self.meeting) if self.meeting.is_closed else live()
        period, chosen = asked_for(self.meeting)
        # A worker who has left is still asked for by name.
        form = CohortForm({"period": period.text, **chosen}, workers=[chosen.get("worker", "")])
        if not form.is_valid():
            raise Http404
        return Tracker(book, RULES[form.cleaned_data["rule"]], period, form.within)

    @cached_property
    def since(self) -> Since:
        return since(self.tracker, before(self.meeting))

    @cached_property
    def order(self) -> list[TrackedChild]:
        return in_order(self.meeting, self.tracker, self.since)

    @property
    def may_record(self) -> bool:
        return cast(User, self.request.user).may(May.HOLD_MEETINGS) and not self.meeting.is_closed

    def must_record(self) -> None:
        if not self.may_record:
            raise PermissionDenied

    def of(self, tracked: TrackedChild) -> str:
        """A child's card at the meeting; whoever comes there starts at its heading."""
        return f"{reverse('reoffending:meeting-child', args=[self.meeting.pk, tracked.pk])}#card"

    def listed(self, action: Action, decided: str = "") -> Listed:
        """An action with the way to its child: to the card, where the child is gone through at this meeting."""
        tracked = next((each for each in self.order if each.pk == action.child_id), None)
        return Listed(action, self.of(tracked), decided) if tracked else listed(action, decided)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        days, _, query = self.tracker.address.partition("?")
        return [("Tracker", f"{reverse('reoffending:tracker', args=[days.strip('/')])}?{query}")]

    @property
    def menu(self) -> list[tuple[str, str, bool]]:
        """The menu, in which a meeting is a part of the tracker."""
        tracker = reverse("reoffending:latest-tracker")
        return [(label, href, href == tracker) for label, href, _ in navigation(self.request)["navigation"]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "meeting": self.meeting,
            "tracker": self.tracker,
            "may_record": self.may_record,
            "crumbs": self.crumbs,
            "navigation": self.menu,
        }
        return super().get_context_data(**{**shown, **kwargs})  # type: ignore[misc]


class MeetingDetail(OfAMeeting, TemplateView):
    """A meeting: last time's actions first, then what is new, then the children in order."""

    template_name = "reoffending/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = Child.objects.visible_to(self.request.user).in_bulk([child.pk for child in self.order])
        rows = [
            [
                {"text": str(names[child.pk]), "href": self.of(child)},
                {"text": "; ".join(dict.fromkeys(self.since.news.get(child.pk, []))) or "Nothing new"},
                {"text": f"{child.reoffences} proven, {child.pending} waiting"},
                {"text": child.worker},
            ]
            for child in self.order
            if child.pk in names
        ]
        earlier = not_done(self.request.user).filter(meeting__held_on__lte=self.meeting.held_on)
        earlier = earlier.exclude(meeting=self.meeting)
        ours = Action.objects.visible_to(self.request.user).filter(meeting=self.meeting).select_related("child")
        cohort = {"meeting__asked": self.meeting.asked}
        return super().get_context_data(
            left_to_do=[self.listed(action) for action in earlier.filter(**cohort)],
            of_others=[self.listed(action, cohort_in_words(action.meeting)) for action in earlier.exclude(**cohort)],
            actions=[self.listed(action) for action in ours],
            counts=[(what, str(many)) for what, many in self.since.counts],
            since=day_in_words(self.since.day),
            in_figures=in_figures(self.tracker),
            columns=["Child", "What is new", "Reoffences", "Worker"],
            rows=rows,
            first=self.of(self.order[0]) if self.order else "",
            shown=[child.ref for child in names.values()],
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        listed = chain.from_iterable(context.get(key, ()) for key in ("left_to_do", "of_others", "actions"))
        return [*context.get("shown", ()), *(each.action.child_ref for each in listed if each.action.child)]


class MeetingClose(OfAMeeting, TemplateView):
    """The note is written, and the meeting is closed."""

    requires = May.HOLD_MEETINGS
    template_name = "records/record_form.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.must_record()
        self.form = CloseForm(request.POST, instance=self.meeting)
        if self.form.is_valid() and self.form.kept(by=cast(User, request.user)):
            keep_due(days_to_look_at(self.tracker.period), by=request.user)
            messages.success(request, "The meeting is closed and its note is kept.")
            return redirect(self.meeting)
        return self.get(request, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Close the meeting",
            form=getattr(self, "form", None) or CloseForm(self.typed, instance=self.meeting),
            submit="Close the meeting",
            cancel=self.meeting.get_absolute_url(),
            crumbs=[*self.crumbs, (str(self.meeting), self.meeting.get_absolute_url())],
            **kwargs,
        )


class MeetingNote(OfAMeeting, View):
    """The one page that is kept of a meeting, as a PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if is_held(request, self.meeting.typed()):
            return redirect(self.meeting)
        names = Child.objects.visible_to(request.user).in_bulk(list(self.since.news))
        acted = Action.objects.filter(meeting=self.meeting).exclude(child=None).select_related("child")
        self.refs = sorted({child.ref for child in names.values()} | {action.child_ref for action in acted})
        document = as_document(self.meeting, self.tracker, self.since, names, settings.SERVICE_NAME)
        headers = {"Content-Disposition": f'attachment; filename="meeting-{self.meeting.held_on:%Y-%m-%d}.pdf"'}
        return HttpResponse(FORMATS["pdf"].render(document), content_type=FORMATS["pdf"].content_type, headers=headers)

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return getattr(self, "refs", [])
