"""What the meetings decided and nobody has done yet, of every meeting; and saying that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import ListView, View

from disposals.models import Child
from reoffending.meeting import cohort_in_words
from reoffending.models import Action, Meeting
from yjs.measures.periods import day_in_words
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import today
from yjs.records.record import keep


@dataclass(frozen=True)
class Listed:
    """An action as a page lists it: the way to its child, and who decided it where the page does not say."""

    action: Action
    href: str = ""
    decided: str = ""

    @property
    def is_overdue(self) -> bool:
        return self.action.done_on is None and self.action.due_on < today()


def listed(action: Action, decided: str = "") -> Listed:
    return Listed(action, action.child.get_absolute_url() if action.child else "", decided)


def not_done(user: Any) -> QuerySet[Action]:
    """The actions that nobody has done yet, of every meeting, the longest due first."""
    return Action.objects.visible_to(user).filter(done_on=None).select_related("child", "meeting")


class ActionList(Requires, ListView):
    """What is to be done still, whichever meeting decided it."""

    requires = May.SEE_RECORDS_BEHIND
    template_name = "reoffending/action_list.html"
    paginate_by = 50

    @classmethod
    def of_a_child(cls, child: Child, user: User) -> dict[str, Any]:
        """What is to be done about a child still, as other pages list it; nothing where this person may not see it."""
        actions = not_done(user).filter(child=child) if user.may(cls.requires) else ()
        rows = [
            [
                {"text": action.what},
                {"text": action.owner},
                {"text": day_in_words(action.due_on)},
                {"text": str(action.meeting), "href": action.meeting.get_absolute_url()},
            ]
            for action in actions
        ]
        return {"columns": ["Action", "Who", "By", "Decided at"], "rows": rows}

    def get_queryset(self) -> QuerySet[Action]:
        return not_done(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "actions": [listed(each, _decided(each.meeting)) for each in context["page_obj"]],
            "may_record": cast(User, self.request.user).may(May.HOLD_MEETINGS),
            "crumbs": [("Tracker", reverse("reoffending:latest-tracker"))],
        }


def _decided(meeting: Meeting) -> str:
    return f"{meeting}: {cohort_in_words(meeting)}"


class ActionDone(Requires, View):
    """An action is done; whoever says so comes back to where they were."""

    requires = May.HOLD_MEETINGS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        action = get_object_or_404(Action.objects.visible_to(request.user), pk=pk)
        if action.done_on is None:
            action.done_on = today()
            keep(action, by=request.user, reason="Done")
            messages.success(request, f"Done: {action.what}")
        if not (number := request.POST.get("meeting", "")).isdecimal():
            return redirect("reoffending:action-list")
        meeting = get_object_or_404(Meeting.objects.visible_to(request.user), pk=number)
        if "card" in request.POST and action.child_id:
            return redirect("reoffending:meeting-child", meeting.pk, action.child_id)
        return redirect(meeting)
