"""The queue of police notifications: whose each is, said by a person where the service could not tell."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from disposals.forms import ChildForm
from disposals.imports.actions import match, put_back, say_not_ours
from disposals.imports.children import names_in, pnc_key
from disposals.imports.forms import AnswerForm, MatchForm
from disposals.models import Child, Notification, State
from disposals.search import search
from disposals.views.children import AsksWhoElse
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.changing import RecordAdd, tell, versions_page
from yjs.records.days import day_in_words
from yjs.records.record import Stale


QUEUE = reverse_lazy("disposals:notification-list")
CANDIDATES = 8
CHANGED_MEANWHILE = "Somebody else answered this notification while you had it open. Look at it again."
NOT_RECORDED = "Not recorded"


def in_state(user: Any, state: State) -> QuerySet[Notification]:
    """The notifications this person may see that wait, or were answered in one way."""
    return Notification.objects.visible_to(user).filter(state=state)


class NotificationList(Requires, ListView):
    """What the police notified: what waits for an answer first, and on request what was answered."""

    requires = May.RECORD
    template_name = "disposals/notification_list.html"
    paginate_by = 50

    @property
    def state(self) -> State:
        asked = self.request.GET.get("state", "")
        return State(asked) if asked in State.values else State.UNMATCHED

    def get_queryset(self) -> QuerySet[Notification]:
        return in_state(self.request.user, self.state).select_related("child").order_by("committed_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        states = [
            (state.label, f"?state={state.value}", in_state(user, state).count(), state == self.state)
            for state in State
        ]
        last = {State.UNMATCHED: "Notified", State.MATCHED: "Child", State.NOT_OURS: "Why"}[self.state]
        return context | {
            "states": states,
            "caption": self.state.label,
            "columns": ["Name", "Born", "Offence", "Committed", "Police say", last],
            "rows": [self._row(one) for one in context["page_obj"]],
            "may_import": cast(User, self.request.user).may(May.IMPORT),
        }

    def _row(self, one: Notification) -> list[dict[str, Any]]:
        last = one.why_not_ours or _day(one.notified_on) or NOT_RECORDED
        return [
            {"text": one.name, "href": one.get_absolute_url()},
            {"text": _day(one.date_of_birth) or NOT_RECORDED},
            {"text": one.description or NOT_RECORDED},
            {"text": _day(one.committed_on)},
            {"text": one.police_status or NOT_RECORDED},
            {"text": str(one.child), "href": one.child.get_absolute_url()} if one.child else {"text": last},
        ]


class _OfANotification(Requires):
    """A page about one notification."""

    requires = May.RECORD

    @cached_property
    def notification(self) -> Notification:
        found = Notification.objects.visible_to(self.request.user).select_related("child", "offence")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def opened_as(self, version: int) -> Notification:
        """The notification as the form was opened on it: an answer to an older version is refused."""
        self.notification.version = version
        return self.notification

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.notification
        context = {
            "notification": one,
            "rows": _told(one),
            "crumbs": [("Police notifications", QUEUE)],
            "versions": versions_page(one),
            "cancel": one.get_absolute_url(),
        }
        return super().get_context_data(**context | kwargs)  # type: ignore[misc]

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        matched = [self.notification.child_ref] if self.notification.child_ref else []
        return [*matched, *super().people_shown(context)]


class NotificationDetail(_OfANotification, FormView):
    """One notification: what the police say, the children it may be about, and the answers there are."""

    template_name = "disposals/notification_detail.html"
    form_class = MatchForm

    def beforehand(self) -> None:
        self.candidates = _candidates(self.notification, self.request.GET.get("q", ""), self.request.user)
        self.refs = [child.ref for child in self.candidates]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"children": self.candidates, "notification": self.notification}

    def form_valid(self, form: MatchForm) -> HttpResponse:
        child = form.cleaned_data["child"]
        try:
            with transaction.atomic():
                match(self.opened_as(form.cleaned_data["version"]), child=child, by=self.request.user)
        except (Stale, ValidationError) as error:
            return _refused(self, form, error)
        self.refs = [child.ref]
        messages.success(self.request, "Matched. The offence waits for its disposal: record it once there is one.")
        return redirect(child)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.notification.state == State.UNMATCHED
        return super().get_context_data(waits=waits, asked=self.request.GET.get("q", ""), **kwargs)

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        return [*super().people_shown(context), *self.refs]


class NotificationChild(_OfANotification, AsksWhoElse, RecordAdd):
    """The child of a notification comes to the service: the child is recorded, and the offence with it."""

    form_class = ChildForm

    def get_form_kwargs(self) -> dict[str, Any]:
        one = self.notification
        first, last = names_in(one.name)
        made = Child(first_name=first, last_name=last, pnc_id=one.pnc_id)
        if one.date_of_birth is not None:
            made.date_of_birth = one.date_of_birth
        return super().get_form_kwargs() | {"instance": made}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if not form.kept(by=self.request.user):
                    return self.form_invalid(form)
                self.child = form.already_made or form.instance
                if self.notification.child != self.child:
                    match(self.notification, child=self.child, by=self.request.user)
        except (Stale, ValidationError) as error:
            return _refused(self, form, error)
        messages.success(self.request, "The child and the offence are recorded.")
        tell(self.request, form)
        return HttpResponseRedirect(self.child.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": "Add the child of this notification", "submit": "Save this child and the offence"}
        return super().get_context_data(**words | {"versions": ""} | kwargs)


class NotificationAnswer(_OfANotification, FormView, ABC):
    """An answer to a notification that asks why."""

    template_name = "disposals/notification_answer.html"
    form_class = AnswerForm
    hint = ""

    @abstractmethod
    def answer(self, notification: Notification, why: str) -> str:
        """Give the answer; what the person is told."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"notification": self.notification, "hint": self.hint}

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        # Whom it was about is no longer to be seen of it afterwards.
        self.before = super().people_shown({})
        try:
            with transaction.atomic():
                said = self.answer(self.opened_as(form.cleaned_data["version"]), form.cleaned_data["why"])
        except (Stale, ValidationError) as error:
            return _refused(self, form, error)
        messages.success(self.request, said)
        return HttpResponseRedirect(str(QUEUE))

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        return getattr(self, "before", None) or super().people_shown(context)


class NotificationNotOurs(NotificationAnswer):
    """A notification is about no child of this service."""

    extra_context = {"title": "Not ours", "submit": "This is not ours"}
    hint = "For example: lives in another area and is known to the service there. It is kept with the notification."

    def answer(self, notification: Notification, why: str) -> str:
        say_not_ours(notification, why=why, by=self.request.user)
        return "The notification is kept as not ours."


class NotificationBack(NotificationAnswer):
    """An answer was wrong: the notification waits again, and an offence that was recorded from it is taken away."""

    extra_context = {"title": "Take the answer back", "submit": "Put it back into the queue", "danger": True}
    hint = "For example: matched to the wrong child. It is kept with the notification."

    def answer(self, notification: Notification, why: str) -> str:
        put_back(notification, why=why, by=self.request.user)
        return "The notification waits again."


def _refused(page: Any, form: Any, error: Exception) -> HttpResponse:
    """The page again, with what stands in the way; the notification is what it was."""
    said = CHANGED_MEANWHILE if isinstance(error, Stale) else " ".join(cast(ValidationError, error).messages)
    form.add_error(None, said)
    page.__dict__.pop("notification", None)
    return page.form_invalid(form)


def _candidates(one: Notification, asked: str, user: Any) -> QuerySet[Child]:
    """The children a notification may be about: of its PNC ID, of a name like it, or of the name somebody looked for."""
    children = Child.objects.visible_to(user)
    found = list(search(children, asked or one.name)[:CANDIDATES])
    if one.pnc_id and not asked:
        recorded = children.exclude(pnc_id="").values_list("pk", "pnc_id")
        same = [pk for pk, pnc_id in recorded if pnc_key(pnc_id) == pnc_key(one.pnc_id)]
        found = list(dict.fromkeys([*children.filter(pk__in=same), *found]))
    found.sort(key=lambda child: child.date_of_birth != one.date_of_birth)
    places = [When(pk=child.pk, then=place) for place, child in enumerate(found)]
    if not places:
        return children.none()
    order = Case(*places, output_field=IntegerField())
    return children.filter(pk__in=[child.pk for child in found]).order_by(order)


def _told(one: Notification) -> list[tuple[str, str]]:
    return [
        ("Crime reference", one.crime_reference),
        ("Name, as the police have it", one.name),
        ("Date of birth", _day(one.date_of_birth)),
        ("PNC ID", one.pnc_id),
        ("Offence", one.description),
        ("Home Office code", one.ho_code),
        ("Committed", _day(one.committed_on)),
        ("What the police say came of it", one.police_status),
        ("Notified", _day(one.notified_on)),
    ]


def _day(day: Any) -> str:
    return day_in_words(day) if day else ""


urlpatterns = [
    path("notifications/", NotificationList.as_view(), name="notification-list"),
    path("notifications/<int:pk>/", NotificationDetail.as_view(), name="notification-detail"),
    path("notifications/<int:pk>/child/", NotificationChild.as_view(), name="notification-child"),
    path("notifications/<int:pk>/not-ours/", NotificationNotOurs.as_view(), name="notification-not-ours"),
    path("notifications/<int:pk>/back/", NotificationBack.as_view(), name="notification-back"),
]
