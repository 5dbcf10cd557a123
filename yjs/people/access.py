"""The gate every page stands behind: it asks what the person may do, and logs what the person saw."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import resolve
from django.views.generic.edit import BaseCreateView, BaseDeleteView

from yjs.people import typed
from yjs.people.chain import append
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import May


# Every opening of a page that asks for one of these is logged, whoever it shows.
LOGGED = frozenset(
    {
        May.SEE_CHILDREN,
        May.SEE_RECORDS_BEHIND,
        May.SEE_VICTIMS,
        May.SEE_REPARATION,
        May.RUN_REPARATION,
        May.RECORD,
        May.HOLD_MEETINGS,
        May.IMPORT,
        May.EXPORT,
        May.MANAGE_PEOPLE,
        May.READ_ACCESS_LOG,
    }
)
# Django's form views take these as well, but no link or form of ours sends them.
PAST_THE_FORMS = frozenset({"PUT", "PATCH", "DELETE"})
LOOKING_ONLY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
DONE: dict[May, Act] = {May.IMPORT: Act.IMPORTED, May.EXPORT: Act.EXPORTED}
YOURS_AGAIN = (
    "You were signed out before this was sent, so nothing was saved. "
    "What you typed is below: check it and send it again."
)


def log(
    user: User | AnonymousUser | None,
    act: Act,
    *,
    page: str = "",
    path: str = "",
    subjects: Iterable[str] = (),
    detail: str = "",
) -> AccessEvent:
    """Add a line to the log of access. `subjects` are children's references; a name goes into no part of it.

    Others wait to write theirs until the transaction around this call ends: call it last.
    """
    username, role = (user.username, user.role) if isinstance(user, User) else ("", "")
    return append(username=username, role=role, act=act, page=page, path=path, subjects=subjects, detail=detail)


def page_at(href: str) -> "type[Requires]":
    """The page at an address."""
    page: Any = resolve(href).func
    return page.view_class


def required_by(href: str) -> May:
    """What the page at an address asks for."""
    return page_at(href).requires


class Requires:
    """A page that says what it requires. First among the bases: `class ChildDetail(Requires, DetailView)`.

    Nobody signed in: the sign-in page. Signed in without the permission: refused, and the refusal logged.
    Otherwise the page is made, its template drawn, and the line of the log written in one transaction: a page
    whose line cannot be written is never shown. A page that streams is logged before its first byte, and one that
    takes long works `beforehand`.

    A record that is not there and one this person may not see must look the same. So pages fetch rows through
    `visible_to(self.request.user)` and answer 404 to both; they never refuse a single record.
    """

    requires: ClassVar[May]
    request: HttpRequest
    kwargs: dict[str, Any]
    # How the log calls opening this page (a search says SEARCHED), and doing what it is for.
    looking: Act = Act.LOOKED
    doing: Act | None = None
    # More for the line of the log: why, to whom, how many. Never a name.
    log_detail: str = ""
    # What the person had typed here when the session ended. The form comes back with it; a page that makes
    # its forms itself reads it here.
    typed: QueryDict | None = None

    @classmethod
    def in_short(cls, user: User) -> str:
        """How much waits here for somebody, in a few words, for a page that leads here; empty where nothing is said."""
        return ""

    def lets_in(self, user: User) -> bool:
        """Whether somebody may open this page: what it requires, and beside it what a page itself tells of."""
        return user.may(self.requires)

    # The door is shut here, where what was typed can be kept; and the line of a refusal must outlive it.
    @login_not_required
    @transaction.non_atomic_requests
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = cast(User, request.user)
        if self.requires is not May.ENTER and not user.is_authenticated:
            return self._sign_in_first()
        try:
            if self.requires is not May.ENTER and not self.lets_in(user):
                raise PermissionDenied
            if request.method in PAST_THE_FORMS:
                return self.http_method_not_allowed(request)  # type: ignore[attr-defined]
            self._bring_back_what_was_typed()
            self.beforehand()
            with self._one_transaction():
                response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                self._log_what_was_done(response)
        except PermissionDenied:
            if user.is_authenticated:
                self._log(Act.REFUSED)
            raise
        if request.method not in LOOKING_ONLY:
            typed.let_go(request)
        return response

    def beforehand(self) -> None:
        """What takes long is worked out here, before the transaction in which everybody else would wait for it.

        Nothing is stored and nothing shown: what was found is kept on the page, which shows it once it is logged.
        """

    def people_shown(self, context: Mapping[str, Any]) -> Iterable[str]:
        """The references of the children this page shows; a page that keeps them elsewhere says so."""
        listed = context.get("page_obj")
        if listed is None:
            listed = context.get("object_list")
        shown = [context.get("object"), *(listed if listed is not None else ())]
        return [item.child_ref for item in shown if getattr(item, "child_ref", "")]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()  # type: ignore[misc]
        if self.typed is not None:
            kwargs["data"] = self.typed
        return kwargs

    def _one_transaction(self) -> AbstractContextManager:
        # A page of figures shows nobody and takes its time: it must not hold up those who write.
        changes = self.request.method not in LOOKING_ONLY and self.requires is not May.ENTER
        return transaction.atomic() if changes or self.requires in LOGGED else nullcontext()

    def _log_what_was_done(self, response: HttpResponseBase) -> None:
        if not self.request.user.is_authenticated:
            return
        act = self._act(response)
        context = getattr(response, "context_data", None) or {"object": getattr(self, "object", None)}
        subjects = list(self.people_shown(context)) if act else []
        acted = act not in (None, self.looking) and self.requires is not May.ENTER
        if act and (subjects or acted or self.requires in LOGGED):
            self._log(act, subjects, self.log_detail)

    def _act(self, response: HttpResponseBase) -> Act | None:
        """What was done, as the log calls it; None where nothing was shown and nothing changed."""
        shows_a_page = getattr(response, "context_data", None) is not None
        if response.status_code >= 400 and not shows_a_page:
            return None
        if response.streaming or response.has_header("Content-Disposition"):
            return Act.EXPORTED
        if self.request.method not in LOOKING_ONLY and not shows_a_page:
            return self._doing()
        if shows_a_page or (self.request.method in ("GET", "HEAD") and response.status_code == 200):
            return self.looking
        return None

    def _doing(self) -> Act:
        if self.doing:
            return self.doing
        if isinstance(self, BaseCreateView):
            return Act.COLLECTED
        if isinstance(self, BaseDeleteView):
            return Act.ERASED
        return DONE.get(self.requires, Act.CHANGED)

    def _log(self, act: Act, subjects: Iterable[str] = (), detail: str = "") -> None:
        match = self.request.resolver_match
        page, path = match.view_name if match else "", self.request.path
        log(self.request.user, act, page=page, path=path, subjects=subjects, detail=detail)

    def _sign_in_first(self) -> HttpResponseBase:
        """The sign-in page, which leads back here; what was just sent waits for the person it belongs to."""
        request, back = self.request, self.request.get_full_path()
        sent = request.method not in LOOKING_ONLY
        if sent and not hasattr(self, "get"):
            back = "/"
        elif sent and (key := typed.keep(request)):
            back += f"{'&' if request.GET else '?'}typed={key}"
        response = redirect_to_login(back)
        if "HX-Request" in request.headers:
            # A part of a page cannot be the sign-in page: the whole page goes there.
            return HttpResponse(headers={"HX-Redirect": response.url} if sent else {"HX-Refresh": "true"})
        return response

    def _bring_back_what_was_typed(self) -> None:
        if self.request.method in LOOKING_ONLY and "typed" in self.request.GET:
            self.typed = typed.give_back(self.request, self.request.GET["typed"])
            if self.typed is not None:
                messages.warning(self.request, YOURS_AGAIN)
