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

from disposals.filters import OPEN
from disposals.gaps import GAPS, Gap
from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from yjs.people.access import Requires, required_by
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.record import Record


KINDS: tuple[type[Record], ...] = (Child, Status, Offence, Disposal, Intervention, Remand)
LATELY = 8
PLACES = (
    ("Police notifications", "disposals:notification-list", "those that wait for somebody to say whom they are about."),
    (
        "The tracker",
        "reoffending:latest-tracker",
        "who is followed, who has reoffended, and what the year may come to.",
    ),
    ("The board's page", "plan:latest-board", "the quarter on one page, and its report."),
    ("The plan", "plan:latest-plan", "the tables of the annual Youth Justice Plan."),
    ("Figures", "documents:measure-list", "every measure, what it counts, and what lies behind it."),
    ("People", "people:person-list", "who signs in, and what they may do."),
    ("Access log", "people:access-log", "who looked at which child, and when."),
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
        return super().get_context_data(
            sees_children=sees,
            may_record=records,
            places=places(user),
            work=open_work(user) if sees else [],
            gaps=[
                (gap.title, *_count(gap.rows(user), reverse("disposals:gap-list", args=[gap.slug])))
                for gap in GAPS.values()
            ]
            if records
            else [],
            lately=lately,
            shown=[child.ref for child, _, _ in lately],
            **kwargs,
        )

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return context["shown"]


def places(user: User) -> list[tuple[str, str, str]]:
    """Where else this person's role leads."""
    pages = [(label, reverse(name), what) for label, name, what in PLACES]
    return [page for page in pages if user.may(required_by(page[1]))]


def open_work(user: User) -> list[tuple[str, str, str]]:
    """How many children have open work, and how many of them this person works with."""
    page = reverse("disposals:child-list")
    work = Intervention.objects.visible_to(user).filter(OPEN)
    children = work.order_by().values("child").distinct()
    mine = children.filter(worker__icontains=user.name) if user.name else children.none()
    rows = [("Children with open work", children, f"{page}?work=open")]
    if user.may(May.RECORD):
        rows.insert(0, ("Children you work with", mine, f"{page}?{urlencode({'work': 'open', 'worker': user.name})}"))
    return [(title, *_count(rows_, href)) for title, rows_, href in rows]


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

    def get_queryset(self) -> QuerySet:
        return self.gap.rows(cast(User, self.request.user))

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
        return context | {"gap": self.gap, "rows": rows, "form": self.form}
