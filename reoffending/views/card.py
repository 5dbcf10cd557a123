"""A child's card at the meeting, and the action that is recorded on it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from disposals.models import Child
from reoffending.forms import ActionForm
from reoffending.meeting import A_WEEK, with_its_state
from reoffending.models import Action
from reoffending.views.actions import Listed, not_done
from reoffending.views.child import told_in_order
from reoffending.views.meeting import OfAMeeting
from yjs.measures.periods import day_in_words
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import today


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
        initial = {"owner": tracked.worked.now, "due_on": today() + A_WEEK}
        return ActionForm(data, instance=Action(meeting=self.meeting, child=self.child), initial=initial)

    def _told(self, action: Action) -> Listed:
        """An action about the child at hand, with the meeting that decided it where that was not this one."""
        return Listed(action, decided="" if action.meeting == self.meeting else str(action.meeting))

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
            actions=[self._told(action) for action in not_done(user).filter(child=self.child)],
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
