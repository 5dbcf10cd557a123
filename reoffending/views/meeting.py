"""The weekly meeting, page by page: what was left to do, what is new, one child after another, and the note at the end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
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
from reoffending.forms import ActionForm, CloseForm, CohortForm
from reoffending.meeting import (
    A_WEEK,
    Since,
    as_document,
    asked_for,
    days_to_look_at,
    in_figures,
    in_order_of_concern,
    last_before,
    since,
    with_its_state,
)
from reoffending.models import Action, Meeting
from reoffending.projections import keep_due
from reoffending.rules import RULES
from reoffending.tracker import TrackedChild, Tracker
from reoffending.views.child import told_in_order
from reoffending.views.tracker import OfACohort
from yjs.documents.formats import FORMATS
from yjs.documents.release import is_held
from yjs.measures.periods import day_in_words
from yjs.navigation import navigation
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import today
from yjs.records.live import live, past
from yjs.records.record import keep


class MeetingStart(OfACohort, View):
    """The meeting about a cohort that is open; one that was closed today is opened again, and else a new one begins."""

    requires = May.HOLD_MEETINGS

    def get(self, request: HttpRequest, period: str) -> HttpResponse:
        """Nothing is to be seen here: the tracker is where a meeting is begun."""
        query = request.GET.copy()
        query.pop("typed", None)
        cohort = reverse("reoffending:tracker", args=[period])
        return redirect(f"{cohort}?{query.urlencode()}" if query else cohort)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        held_on, asked = today(), self.tracker.address
        same = Meeting.objects.filter(asked=asked)
        with transaction.atomic():
            meeting = same.filter(is_closed=False).first() or same.filter(held_on=held_on).first()
            if meeting is None:
                meeting = Meeting(held_on=held_on, asked=asked)
                keep(meeting, by=request.user)
            elif meeting.is_closed:
                meeting.is_closed = False
                keep(meeting, by=request.user, reason="Opened again on the day it was closed")
                messages.info(request, "This meeting was closed earlier today. It is open again.")
        return redirect(meeting)


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
        """The cohort now; of a meeting that is closed, as it was known on its day."""
        book = past(self.meeting.held_on) if self.meeting.is_closed else live()
        period, chosen = asked_for(self.meeting)
        # A worker who has left is still asked for by name.
        form = CohortForm({"period": period.text, **chosen}, workers=[chosen.get("worker", "")])
        if not form.is_valid():
            raise Http404
        return Tracker(book, RULES[form.cleaned_data["rule"]], period, form.within)

    @cached_property
    def since(self) -> Since:
        last = last_before(self.meeting)
        return since(self.tracker, last.held_on if last else self.meeting.held_on - A_WEEK)

    @cached_property
    def order(self) -> list[TrackedChild]:
        return in_order_of_concern(self.tracker, self.since)

    @property
    def may_record(self) -> bool:
        return cast(User, self.request.user).may(May.HOLD_MEETINGS) and not self.meeting.is_closed

    def must_record(self) -> None:
        if not self.may_record:
            raise PermissionDenied

    def of(self, tracked: TrackedChild) -> str:
        """A child's card at the meeting; whoever comes there starts at its heading."""
        return f"{reverse('reoffending:meeting-child', args=[self.meeting.pk, tracked.pk])}#card"

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


def open_actions(meeting: Meeting) -> list[Action]:
    """What earlier meetings about the same cohort decided and nobody has done yet, the longest due first."""
    earlier = Action.objects.filter(meeting__asked=meeting.asked, done_on=None).exclude(meeting=meeting)
    return list(earlier.select_related("child"))


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
        return super().get_context_data(
            left_to_do=open_actions(self.meeting),
            actions=list(Action.objects.filter(meeting=self.meeting).select_related("child")),
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
        about = [
            action.child.ref for key in ("left_to_do", "actions") for action in context.get(key, ()) if action.child
        ]
        return [*context.get("shown", ()), *about]


class MeetingChild(OfAMeeting, TemplateView):
    """One child's card at the meeting, with the way to the one before and after, and an action in one line."""

    template_name = "reoffending/meeting_child.html"

    @cached_property
    def place(self) -> int:
        for place, tracked in enumerate(self.order):
            if tracked.pk == self.kwargs["child"]:
                return place
        raise Http404

    @cached_property
    def child(self) -> Child:
        return get_object_or_404(Child.objects.visible_to(self.request.user), pk=self.kwargs["child"])

    def _form(self, data: Any = None) -> ActionForm:
        tracked = self.order[self.place]
        worker = "" if tracked.worker == "Not recorded" else tracked.worker
        initial = {"owner": worker, "due_on": today() + A_WEEK}
        return ActionForm(data, instance=Action(meeting=self.meeting, child=self.child), initial=initial)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tracked, order = self.order[self.place], self.order
        user = cast(User, self.request.user)
        recent = [e for e in told_in_order(self.child, tracked, user) if tracked.on <= e.on <= self.tracker.book.day]
        events = [with_its_state(event, tracked, self.tracker.book) for event in reversed(recent)]
        return super().get_context_data(
            object=self.child,
            tracked=tracked,
            place=self.place + 1,
            of=len(order),
            before=self.of(order[self.place - 1]) if self.place else "",
            after=self.of(order[self.place + 1]) if self.place + 1 < len(order) else "",
            news=list(dict.fromkeys(self.since.news.get(tracked.pk, []))),
            since=day_in_words(self.since.day),
            actions=list(Action.objects.filter(child=self.child, meeting__asked=self.meeting.asked, done_on=None)),
            events=events,
            crumbs=[*self.crumbs, (str(self.meeting), self.meeting.get_absolute_url())],
            form=getattr(self, "form", None) or self._form(self.typed),
            **kwargs,
        )


class ActionAdd(MeetingChild):
    """What is to be done about the child at hand is recorded, in one line."""

    requires = May.HOLD_MEETINGS

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.must_record()
        self.form = self._form(request.POST)
        if self.form.is_valid() and self.form.kept(by=cast(User, request.user)):
            messages.success(request, "Action recorded.")
            return redirect("reoffending:meeting-child", self.meeting.pk, self.child.pk)
        return self.get(request, **kwargs)


class ActionDone(Requires, View):
    """An action is done."""

    requires = May.HOLD_MEETINGS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = get_object_or_404(Action.objects.visible_to(request.user), pk=pk)
        meeting = get_object_or_404(Meeting, pk=request.POST.get("meeting", action.meeting_id))
        if action.done_on is None:
            action.done_on = today()
            keep(action, by=request.user, reason="Done")
            messages.success(request, f"Done: {action.what}")
        return redirect(meeting)


class MeetingClose(OfAMeeting, TemplateView):
    """The note is written, and the meeting is closed."""

    requires = May.HOLD_MEETINGS
    template_name = "records/record_form.html"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.must_record()
        self.meeting.is_closed = True
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
