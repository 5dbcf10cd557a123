"""The service with a page more of each kind that the gate has to hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.urls import include, path
from django.views.generic import CreateView, DeleteView, DetailView, FormView, ListView, TemplateView, View

from yjs.people.access import Requires
from yjs.people.models import AccessEvent, Act, User
from yjs.people.permissions import May


@dataclass(frozen=True)
class Child:
    child_ref: str
    name: str


CHILDREN = [Child(f"C{number}", f"Zebedee Canary{number}") for number in range(1, 6)]
PAGE = engines["django"].from_string(
    "{% for child in object_list %}{{ child.name }} {% endfor %}{{ object.name }} {{ figure }}"
    '{% for message in messages %}<p class="message">{{ message }}</p>{% endfor %}'
    '<form method="post">{% csrf_token %}{{ form }}</form>'
)

WITH_SCRIPT = engines["django"].from_string(
    '{% load static %}<link data-govuk href="{% static "yjs/none.js" %}">'
    '<body {% if user.is_authenticated %}data-person="{{ user.pk }}" data-typing-key="{{ user.typing_key }}"{% endif %}>'
    '<main><form method="post">{% csrf_token %}{{ form }}<button>Save</button></form>'
    '<a href="{% url "people:own-password" %}">Elsewhere</a></main>'
    '<script type="module" src="{% static "yjs/app.js" %}"></script>'
)


class NoteForm(forms.Form):
    note = forms.CharField(widget=forms.Textarea)
    kind = forms.MultipleChoiceField(choices=[("home", "Home visit"), ("phone", "Phone")])
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    password_hint = forms.CharField(required=False)


class Drawn:
    """Drawn by the one template of these pages."""

    def get_template_names(self) -> Any:
        return PAGE


class Listed(Requires, Drawn, ListView):
    requires = May.SEE_CHILDREN
    queryset = CHILDREN
    paginate_by = 2


class Shown(Requires, Drawn, DetailView):
    requires = May.SEE_CHILDREN

    def get_object(self, queryset: Any = None) -> Child:
        return CHILDREN[0]


class Behind(Shown):
    requires = May.SEE_RECORDS_BEHIND


class Victims(Shown):
    requires = May.SEE_VICTIMS


class Breaks(Listed):
    """Found, and then not drawn."""

    def get_template_names(self) -> Any:
        return "people/no_such_page.html"


class Noted(Requires, Drawn, FormView):
    requires = May.RECORD
    form_class = NoteForm
    success_url = "/noted/"
    sent: list[dict[str, Any]] = []
    object = CHILDREN[0]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        self.sent.append(form.cleaned_data)
        return super().form_valid(form)


class NotedWithScript(Noted):
    success_url = "/noted-with-script/"

    def get_template_names(self) -> Any:
        return WITH_SCRIPT


class Combined(Noted):
    doing = Act.COMBINED
    log_detail = "C2 into C1"

    def people_shown(self, context: Any) -> list[str]:
        return ["C1", "C2", "C1"]


class Prepared(Listed):
    """Notes how deep in transactions it is while it prepares, and while it is made."""

    depths: list[int] = []

    def beforehand(self) -> None:
        self.depths.append(len(connection.savepoint_ids))

    def get_queryset(self) -> Any:
        self.depths.append(len(connection.savepoint_ids))
        return CHILDREN


class Figures(Requires, Drawn, TemplateView):
    requires = May.SEE_FIGURES
    extra_context = {"figure": "19.2%"}


class Evidence(Figures):
    """Figures for everybody, and the children for those who may see what lies behind them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = CHILDREN if self.request.user.may(May.SEE_RECORDS_BEHIND) else []
        return super().get_context_data(object_list=listed, **kwargs)


class Streamed(Requires, View):
    requires = May.EXPORT

    def people_shown(self, context: Any) -> list[str]:
        return [child.child_ref for child in CHILDREN]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return StreamingHttpResponse(self.rows(), content_type="text/csv")

    def rows(self) -> Iterator[str]:
        yield f"{AccessEvent.objects.filter(act=Act.EXPORTED).count()} lines logged before the first byte\n"
        yield from (f"{child.name}\n" for child in CHILDREN)


class Document(Requires, View):
    requires = May.MAKE_DOCUMENTS

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return FileResponse(iter([b"%PDF"]), as_attachment=True, filename="plan.pdf")


class Attached(Requires, View):
    requires = May.SEE_FIGURES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return HttpResponse("rate\n19.2", headers={"Content-Disposition": "attachment; filename=rate.csv"})


class RefusesInside(Requires, View):
    requires = May.SEE_CHILDREN

    def get(self, request: HttpRequest) -> HttpResponseBase:
        AccessEvent(pk=0, username="half done")
        raise PermissionDenied


class SentOnly(Requires, View):
    requires = May.RECORD

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=204)


class NotForAnybody(Requires, View):
    requires = May.ENTER

    def get(self, request: HttpRequest) -> HttpResponseBase:
        raise PermissionDenied


class Added(Requires, Drawn, CreateView):
    requires = May.RECORD
    model = User
    fields = ["name", "username", "role"]
    success_url = "/listed/"


class Removed(Requires, Drawn, DeleteView):
    requires = May.RECORD
    model = User
    success_url = "/listed/"


class BroughtIn(SentOnly):
    requires = May.IMPORT


class Withdrawn(Figures):
    """A page that answers as if it were gone, and shows the child all the same."""

    extra_context = {"object": CHILDREN[0]}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=410, **kwargs)


def shows_nobody(what: May) -> Any:
    """A page that asks for this permission and has nobody to show."""
    return type("ShowsNobody", (Figures,), {"requires": what}).as_view()


urlpatterns = [
    *(path(f"nobody/{what.name}/", shows_nobody(what), name=f"nobody-{what.name}") for what in May),
    path("breaks/", Breaks.as_view(), name="breaks"),
    path("attached/", Attached.as_view(), name="attached"),
    path("not-for-anybody/", NotForAnybody.as_view(), name="not-for-anybody"),
    path("added/", Added.as_view(), name="added"),
    path("removed/<int:pk>/", Removed.as_view(), name="removed"),
    path("brought-in/", BroughtIn.as_view(), name="brought-in"),
    path("prepared/", Prepared.as_view(), name="prepared"),
    path("withdrawn/", Withdrawn.as_view(), name="withdrawn"),
    path("listed/", Listed.as_view(), name="listed"),
    path("shown/", Shown.as_view(), name="shown"),
    path("behind/", Behind.as_view(), name="behind"),
    path("victims/", Victims.as_view(), name="victims"),
    path("noted/", Noted.as_view(), name="noted"),
    path("noted-with-script/", NotedWithScript.as_view(), name="noted-with-script"),
    path("combined/", Combined.as_view(), name="combined"),
    path("figures/", Figures.as_view(), name="figures"),
    path("evidence/", Evidence.as_view(), name="evidence"),
    path("streamed/", Streamed.as_view(), name="streamed"),
    path("document/", Document.as_view(), name="document"),
    path("refuses/", RefusesInside.as_view(), name="refuses"),
    path("sent-only/", SentOnly.as_view(), name="sent-only"),
    path("", include("yjs.urls")),
]
