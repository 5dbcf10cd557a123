"""The first page after signing in, and putting right what was not recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from disposals.filters import with_open_work, works_with
from disposals.gaps import GAPS, Gap
from disposals.models import Child, Disposal, Intervention, Offence, Remand, State, Status
from disposals.views.notifications import in_state
from yjs.documents.release_days import release_day
from yjs.measures.periods import quarter_of
from yjs.people.access import Requires, page_at, required_by
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.days import today
from yjs.records.record import Record


KINDS: tuple[type[Record], ...] = (Child, Status, Offence, Disposal, Intervention, Remand)
LATELY = 8
PLACES = (
    ("Children", "Police notifications", "disposals:notification-list", "whom each is about, said by a person."),
    ("Children", "Actions of meetings", "reoffending:action-list", "what was decided and nobody has done yet."),
    (
        "Victims and reparation",
        "Victims",
        "restorative:victim-list",
        "where each stands, whom to reach by when, and what is out of order.",
    ),
    (
        "Victims and reparation",
        "Reparation",
        "restorative:reparation-list",
        "the hours that are owed and worked, and the placements.",
    ),
    ("Victims and reparation", "Registers", "restorative:register-list", "who came to a session, and what they did."),
    (
        "Figures",
        "The tracker",
        "reoffending:latest-tracker",
        "who is followed, who has reoffended, and what the year may come to.",
    ),
    ("Figures", "The board's page", "plan:latest-board", "the quarter on one page, and its report."),
    ("Figures", "The plan", "plan:latest-plan", "the tables of the annual Youth Justice Plan."),
    ("Figures", "All measures", "documents:measure-list", "what each counts, and what lies behind it."),
    ("People", "People", "people:person-list", "who signs in, and what they may do."),
    ("People", "Access log", "people:access-log", "who looked at which child, and when."),
)


class Home(Requires, TemplateView):
    """Where everybody starts: what this person's role is here for, and nothing else."""

    # An administrator starts here too, and may see no figure; so the page asks for nothing but somebody signed in.
    requires = May.ENTER
    template_name = "disposals/home.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)
        sees, records = user.may(May.SEE_CHILDREN), user.may(May.RECORD)
        lately = lately_changed(user) if records else []
        mine = to_put_right(user, works_with(user)) if records and works_with(user).exists() else []
        return super().get_context_data(
            sees_children=sees,
            may_record=records,
            card=first_card(user),
            places=places(user),
            work=open_work(user) if sees else [],
            my_gaps=mine,
            gaps=to_put_right(user) if records else [],
            lately=lately,
            shown=[child.ref for child, _, _ in lately],
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return context["shown"]


def first_card(user: User) -> tuple[str, str, str, str] | None:
    """What somebody is here for who works with no child: what it is, its name, its address, and more of it."""
    if not user.may(May.SEE_CHILDREN) and user.may(May.MAKE_DOCUMENTS):
        quarter = quarter_of(release_day(today()))
        return "The board’s quarter", quarter.label, reverse("plan:latest-board"), "The latest that has been released."
    if user.may(May.SEE_VICTIMS):
        page = reverse("restorative:victim-list")
        return "Victims", page_at(page).in_short(user), page, "Whom to reach by when, and where each stands."
    return None


def places(user: User) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Where else this person's role leads, under the heading of each."""
    pages = [(heading, (label, reverse(name), what)) for heading, label, name, what in PLACES]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for heading, page in pages:
        if user.may(required_by(page[1])):
            found.setdefault(heading, []).append(page)
    return list(found.items())


def open_work(user: User) -> list[tuple[str, str, str]]:
    """How many children have open work, and how many of them this person works with."""
    page = reverse("disposals:child-list")
    rows = [("Children with open work", with_open_work(user), f"{page}?work=open")]
    if user.may(May.RECORD):
        mine = f"{page}?{urlencode({'work': 'open', 'worker': user.name})}"
        rows.insert(0, ("Children you work with", works_with(user), mine))
    return [(title, *_count(rows_, href)) for title, rows_, href in rows]


def to_put_right(user: User, children: QuerySet | None = None) -> list[tuple[str, str, str]]:
    """How many records have each kind of gap: those of some children, or all, with the police notifications that wait
    for an answer.
    """
    own = "" if children is None else "?whose=mine"
    gaps = [(gap.title, gap, reverse("disposals:gap-list", args=[gap.slug])) for gap in GAPS.values()]
    counts = [(title, *_count(gap.rows_of(user, children), href + own)) for title, gap, href in gaps]
    if children is not None:
        return counts
    queue = reverse("disposals:notification-list")
    return [("Police notifications that wait", *_count(in_state(user, State.UNMATCHED), queue)), *counts]


def _count(rows: QuerySet, href: str) -> tuple[str, str]:
    number = rows.count()
    return (f"{number:,}", href) if number else ("None", "")


def lately_changed(user: User) -> list[tuple[Child, str, dt.datetime]]:
    """The children this person recorded something of last: what, and when."""
    versions = []
    for kind in KINDS:
        mine = kind.history.filter(history_user=user, history_type__in="+~").order_by("-history_id")[:LATELY]
        called = "who the child is" if kind is Child else str(kind._meta.verbose_name)
        versions += [(v.saved_at, v.id if kind is Child else v.child_id, called) for v in mine]
    versions.sort(reverse=True)
    children = Child.objects.visible_to(user).in_bulk({child for _, child, _ in versions})
    found: dict[int, tuple[list[str], dt.datetime]] = {}
    for at, child, called in versions:
        what, _ = found.setdefault(child, ([], at))
        if called not in what:
            what.append(called)
    return [(children[pk], ", ".join(what), at) for pk, (what, at) in found.items() if pk in children][:LATELY]


class GapList(Requires, ListView):
    """Records in which one thing was not recorded; each is put right where it stands."""

    requires = May.RECORD
    template_name = "disposals/gap_list.html"
    paginate_by = 20
    form: Any = None

    @property
    def gap(self) -> Gap:
        try:
            return GAPS[self.kwargs["slug"]]
        except KeyError:
            raise Http404 from None

    @property
    def is_mine(self) -> bool:
        return self.request.GET.get("whose") == "mine"

    def get_queryset(self) -> QuerySet:
        user = cast(User, self.request.user)
        return self.gap.rows_of(user, works_with(user) if self.is_mine else None)

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple:
        # A page that has been put right to its end is no longer there: the one before it is.
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.typed is not None and (record := self._row(self.typed)):
            self.form = self.gap.form_for(record, data=self.typed)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        record = self._row(request.POST)
        if record is None:
            raise Http404
        self.form = self.gap.form_for(record, data=request.POST)
        if self.form.is_valid() and self.form.kept(by=request.user):
            self.object = record
            messages.success(request, "Saved.")
            return HttpResponseRedirect(request.get_full_path())
        return self.get(request, *args, **kwargs)

    def _row(self, sent: QueryDict) -> Any:
        """The row whose form was sent, while it still has the gap."""
        number = sent.get("record", "")
        return self.get_queryset().filter(pk=number).first() if number.isdecimal() else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = []
        for record in context["page_obj"]:
            child = record if isinstance(record, Child) else record.child
            sent = self.form if self.form is not None and self.form.prefix == f"row-{record.pk}" else None
            rows.append((record, child, "" if record is child else str(record), sent or self.gap.form_for(record)))
        ways = [("Children you work with", "?whose=mine", self.is_mine), ("The whole service", "?", not self.is_mine)]
        return context | {"gap": self.gap, "rows": rows, "form": self.form, "ways": ways}
