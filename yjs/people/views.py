"""Signing in and out, the people of the service and their roles, and the log of who looked."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.generic import CreateView, ListView, UpdateView
from django_filters.views import FilterView

from yjs.people import typed
from yjs.people.access import Requires, log
from yjs.people.filters import ACTS, AccessLogFilter
from yjs.people.forms import OwnPasswordForm, PersonAddForm, PersonChangeForm, SignInForm
from yjs.people.middleware import begin
from yjs.people.models import AccessEvent, Act, User
from yjs.people.pages import page_in_words
from yjs.people.permissions import May, Role, in_words


PEOPLE = reverse_lazy("people:person-list")
# Who did it, where the log names nobody.
NOBODY = {Act.NOT_SIGNED_IN.value: "Nobody of the service"}


class SignIn(Requires, LoginView):
    """The way in. Whoever was signed out while typing finds their page as they left it."""

    requires = May.ENTER
    template_name = "people/sign_in.html"
    authentication_form = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session = self.request.session
        return super().get_context_data(
            why_it_ended=typed.why_it_ended(session), is_kept=bool(session.get(typed.FORMS)), **kwargs
        )

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        typed.keep_only_theirs(self.request.session, str(form.get_user().pk))
        begin(self.request.session)
        log(form.get_user(), Act.SIGNED_IN, page="people:sign-in", path=self.request.path)
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        # Only a try that was counted: with the door shut, or a box left empty, none was made.
        if getattr(self.request, "axes_failures_since_start", None):
            typed_name = form.cleaned_data.get("username", "")
            # A name that nobody has may be a password in the wrong box.
            person = User.objects.filter(username=typed_name).first()
            shut = "the last of too many tries" if getattr(self.request, "axes_locked_out", False) else ""
            log(person, Act.NOT_SIGNED_IN, page="people:sign-in", path=self.request.path, detail=shut)
        return super().form_invalid(form)


class SignOut(Requires, LogoutView):  # type: ignore[misc]
    """The way out. The browser is told to forget what it holds of the service."""

    requires = May.ENTER

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        if user.is_authenticated:
            log(user, Act.SIGNED_OUT, page="people:sign-out", path=request.path)
        return response


class OwnPassword(Requires, PasswordChangeView):
    """A person's own password, which nobody else knows. Their sessions elsewhere end."""

    requires = May.ENTER
    template_name = "people/own_password.html"
    form_class = OwnPasswordForm
    success_url = "/"

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        log(self.request.user, Act.CHANGED, page="people:own-password", path=self.request.path, detail="own password")
        messages.success(self.request, "Your password is changed. You are signed out everywhere else.")
        return response


class PersonList(Requires, ListView):
    """Everybody who signs in or has done, and what their role lets them do."""

    requires = May.MANAGE_PEOPLE
    model = User
    template_name = "people/person_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            [
                {"text": str(person), "href": reverse("people:person-change", args=[person.pk])},
                {"text": person.username},
                {"text": person.role_in_words},
                {"text": "May sign in", "colour": "green"}
                if person.is_active
                else {"text": "Has left", "colour": "grey"},
            ]
            for person in context["object_list"]
        ]
        roles = [(role.label, f"May {in_words(role)}.") for role in Role]
        return {
            **context,
            "columns": ["Name", "User name", "Role", "Signing in"],
            "rows": rows,
            "roles": roles,
        }


class PersonAdd(Requires, CreateView):
    """Somebody joins the service."""

    requires = May.MANAGE_PEOPLE
    template_name = "people/person_form.html"
    success_url = PEOPLE
    form_class = PersonAddForm
    doing = Act.ROLE_CHANGED
    extra_context = {"title": "Add a person", "submit": "Add this person", "crumbs": [("People", PEOPLE)]}

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response, person = super().form_valid(form), form.instance
        self.log_detail = f"{person.username}: {person.role_in_words}"
        messages.success(self.request, f"{person} can sign in now.")
        return response


class PersonChange(Requires, UpdateView):
    """Somebody changes role, leaves, comes back, or has forgotten their password."""

    requires = May.MANAGE_PEOPLE
    template_name = "people/person_form.html"
    success_url = PEOPLE
    form_class = PersonChangeForm
    context_object_name = "person"
    extra_context = {"title": "Change a person", "submit": "Save", "crumbs": [("People", PEOPLE)]}

    def get_queryset(self) -> QuerySet[User]:
        return User.objects.select_for_update() if self.request.method == "POST" else User.objects.all()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def form_valid(self, form: ModelForm) -> HttpResponse:
        before = User.objects.get(pk=form.instance.pk)
        response, person = super().form_valid(form), form.instance
        self.doing = Act.CHANGED if before.role_in_words == person.role_in_words else Act.ROLE_CHANGED
        self.log_detail = f"{person.username}: {', '.join(_changes(before, person)) or 'as before'}"
        messages.success(self.request, f"{person} is saved.")
        return response


class AccessLog(Requires, FilterView):
    """Who looked at what, and when. Children are named by their references alone."""

    requires = May.READ_ACCESS_LOG
    model = AccessEvent
    filterset_class = AccessLogFilter
    template_name = "people/access_log.html"
    paginate_by = 25

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lines = list(context["page_obj"])
        names = dict(
            User.objects.filter(username__in={line.username for line in lines}).values_list("username", "name")
        )
        columns = ["When", "Who", "Role", "What", "Page", "Children", "More"]
        rows = [
            [
                {"text": f"{timezone.localtime(line.at):%d/%m/%Y %H:%M:%S}"},
                {"text": _who(line, names)},
                {"text": dict(Role.choices).get(line.role, line.role)},
                {"text": ACTS.get(line.act, line.act)},
                {"text": page_in_words(line.page)},
                {"text": ", ".join(line.subjects)},
                {"text": line.detail},
            ]
            for line in lines
        ]
        if not any(line.detail for line in lines):
            columns, rows = columns[:-1], [row[:-1] for row in rows]
        return {**context, "columns": columns, "rows": rows}


def _who(line: AccessEvent, names: dict[str, str]) -> str:
    if not line.username:
        return NOBODY.get(line.act, "The service itself")
    name = names.get(line.username, "")
    return f"{name} ({line.username})" if name else line.username


def _changes(before: User, after: User) -> list[str]:
    changes = []
    if before.role_in_words != after.role_in_words:
        changes.append(f"{before.role_in_words} to {after.role_in_words}")
    if before.is_active != after.is_active:
        changes.append("may sign in again" if after.is_active else "may no longer sign in")
    if before.password != after.password:
        changes.append("new first password")
    if before.name != after.name:
        changes.append("name")
    return changes
