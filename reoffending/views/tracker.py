"""The tracker page: a cohort as it stands now, kept up to date while it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from disposals.models import Child, Disposal, Intervention, Offence, Status
from reoffending.conclusion import concentrated, conclusion
from reoffending.forms import CohortForm, ShownForm, usual_cohorts
from reoffending.meeting import cohort_in_words
from reoffending.models import Action, Meeting, Review
from reoffending.rules import RULES
from reoffending.signs import Signs
from reoffending.told import how_often_and_soon, main_figures, other_cohorts, why_not_beside
from reoffending.tracked import TrackedChild
from reoffending.tracker import Tracker
from yjs.documents.cells import STATES
from yjs.documents.figures import STATE_COLOURS
from yjs.measures.periods import Period, day_in_words, financial_year_of, today
from yjs.people.access import Requires
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.book import Book
from yjs.records.live import live, past, state_of, state_of_live


# Saving one of these may change what the tracker shows.
TOLD_BY = (Child, Status, Offence, Disposal, Intervention, Review)
ON_A_PAGE = 50
# Where an open page, of whose children nothing was saved, asks next.
NEXT = "X-Tracker-Next"
# So often, in seconds, an open page asks whether anything is new.
EVERY = 1.5
ORDERED_BY: dict[str, Any] = {
    "concern": lambda child: child.concern,
    "index": lambda child: (child.on, child.pk),
    "left": lambda child: (child.left, child.on, child.pk),
    "proven": lambda child: (-child.reoffences, child.concern),
    "pending": lambda child: (-child.pending, child.concern),
    "worker": lambda child: (not child.worked.now, child.worked.worker, child.concern),
}


class LatestTracker(Requires, View):
    """The cohort of this financial year."""

    requires = May.SEE_RECORDS_BEHIND

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect("reoffending:tracker", financial_year_of(today()).slug)


class OfACohort(Requires):
    """A page about a cohort that its address names: the days, and in its query the rule and groups."""

    requires = May.SEE_RECORDS_BEHIND
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def day(self) -> dt.date:
        return self.kwargs.get("as_at") or today()

    @cached_property
    def book(self) -> Book:
        return past(self.day) if self.day < today() else live()

    @cached_property
    def workers(self) -> list[str]:
        names = self.book[Intervention]["worker"]
        return sorted({name for name in names.unique() if name})

    @cached_property
    def form(self) -> CohortForm:
        asked = {"period": Period.from_slug(self.kwargs["period"]).text, **self.request.GET.dict()}
        return CohortForm(asked, workers=self.workers)

    @cached_property
    def tracker(self) -> Tracker:
        if not self.form.is_valid():
            raise Http404
        chosen = self.form.cleaned_data
        return Tracker(self.book, RULES[chosen["rule"]], chosen["period"], self.form.within)

    @cached_property
    def shown(self) -> ShownForm:
        form = ShownForm(self.request.GET)
        if not form.is_valid():
            raise Http404
        return form

    def names(self, children: Iterable[TrackedChild]) -> dict[int, Child]:
        """The children's own records, for their names; one question however many there are."""
        found = Child.objects.visible_to(self.request.user).filter(pk__in=[child.pk for child in children])
        return {child.pk: child for child in found.select_related("review")}


class TrackerPage(OfACohort, TemplateView):
    """A cohort as it stands: its figures, and its children. It asks by itself whether anything is new."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # What an open page has already is no part of what is asked for, nor of where its links lead.
        asked = request.GET.copy()
        self.has = {name: asked.pop(name)[-1] for name in ("state", "drawn") if name in asked}
        request.GET = asked  # type: ignore[assignment]

    @property
    def is_update(self) -> bool:
        return "state" in self.has and "HX-Request" in self.request.headers

    def get_template_names(self) -> list[str]:
        return ["reoffending/tracker_live.html" if self.is_update else "reoffending/tracker.html"]

    def beforehand(self) -> None:
        # Where nothing was saved there is nothing to draw, and nobody to wait for.
        self.is_as_it_was = self.is_update and self.has["state"] == state_of(TOLD_BY)
        if not self.is_as_it_was and self.form.is_valid():
            self.made = self._made()
            self.state = state_of_live(TOLD_BY)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_as_it_was:
            return HttpResponse(status=204)
        if self.form.is_valid() and (elsewhere := self._address_of_the_period()):
            return redirect(elsewhere)
        if self.is_update and self.form.is_valid() and self.drawn == self.has.get("drawn"):
            # What was saved was of no child shown here: the page stays as it is, and asks about later saves.
            return HttpResponse(status=204, headers={NEXT: self._update_address()})
        return super().get(request, *args, **kwargs)

    def _address_of_the_period(self) -> str:
        """The page of the period that was typed, where that is not the one in the address."""
        period = self.form.cleaned_data["period"]
        if period.slug == self.kwargs["period"]:
            return ""
        query = self.request.GET.copy()
        query.pop("period", None)
        return f"{_page(period, self.kwargs.get('as_at'))}?{query.urlencode()}"

    def _made(self) -> dict[str, Any]:
        """What the page says, worked out before anybody has to wait for it."""
        tracker, order = self.tracker, self.form.cleaned_data["order"] or "concern"
        children = sorted(self.shown.of(tracker.children()), key=ORDERED_BY[order])
        return {
            "page_obj": Paginator(children, ON_A_PAGE).get_page(self.request.GET.get("page")),
            "figures": main_figures(tracker),
            "beside": other_cohorts(tracker),
            "why_not_beside": why_not_beside(tracker),
            "often": how_often_and_soon(tracker),
            "states": [
                {
                    "key": f"state-{state}",
                    "text": f"{many} {STATES[state].lower()}",
                    "colour": STATE_COLOURS[state],
                    "href": tracker.list_of(status=state),
                }
                for state, many in tracker.states.items()
            ],
            "conclusion": conclusion(tracker),
            "only": self.shown.words,
            "all": tracker.list_of(),
            "concentration": concentrated(tracker),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {"form": self.form, "usual": _usual(), "day": day_in_words(self.day)}
        if self.form.is_valid():
            shown |= self.made | {
                "rows": self.rows,
                "removed": self.removed,
                "signs": self.signs.of(child for _, child in self.rows) if self.is_live else {},
                "tracker": self.tracker,
                "crumbs": [],
                "may_record": cast(User, self.request.user).may(May.HOLD_MEETINGS) and self.day == today(),
                "meeting": self._meeting(),
                "more": list(self._more()),
                "to_do": self._to_do(),
                "meetings": [] if self.is_update else list(self._meetings()),
                "meeting_columns": ["Meeting", "Cohort", "On one page"],
                "every": int(1000 * EVERY),
                "update": self._update_address() if self.is_live else "",
            }
            if self.day < today():
                shown |= {"as_at_banner": f"As known at the end of {day_in_words(self.day)}.", "as_at_now": self._now()}
        return super().get_context_data(**shown, **kwargs)

    @property
    def is_live(self) -> bool:
        return self.day == today()

    @cached_property
    def rows(self) -> list[tuple[Child, TrackedChild]]:
        children = list(self.made["page_obj"])
        names = self.names(children)
        return [(names[child.pk], child) for child in children if child.pk in names]

    @property
    def removed(self) -> list[tuple[str, str]]:
        """The children of a past day's list whose records have been removed since: each leads to what was kept."""
        there = {child.pk for child, _ in self.rows}
        gone = [child.pk for child in self.made["page_obj"] if child.pk not in there]
        refs = self.book.refs(Child._meta.label, gone)
        return [
            (ref, reverse("records:versions", args=[Child._meta.label, pk])) for ref, pk in zip(refs, gone, strict=True)
        ]

    @cached_property
    def signs(self) -> Signs:
        """How each child and figure stands, in signs that only pages of this person can tell apart."""
        return Signs(cast(User, self.request.user).typing_key, self.tracker, self.made)

    @cached_property
    def drawn(self) -> str:
        """A word that is another where anything on the page is."""
        said = {name: told for name, told in self.made.items() if name != "page_obj"}
        rows = [
            (str(child), getattr(child, "review", None) and child.review.why, each.state) for child, each in self.rows
        ]
        told = (self.day, said, rows, repr(self.made["page_obj"]), self.signs.children)
        return sha256(repr(told).encode()).hexdigest()[:16]

    def _update_address(self) -> str:
        query = self.request.GET.copy()
        query["state"], query["drawn"] = self.state, self.drawn
        return f"{self.request.path}?{query.urlencode()}"

    def _more(self) -> Iterator[tuple[str, str]]:
        period, query = self.tracker.period, self.request.GET.urlencode()
        curve = reverse("reoffending:curve-detail", args=[period.slug])
        yield "The share who reoffended by each day, and what it may come to", f"{curve}?{query}" if query else curve
        yield "After each kind of disposal", reverse("reoffending:after-disposal", args=[period.slug])
        yield "Against the Ministry’s figures", reverse("reoffending:official-list")
        yield "How good earlier projections were", reverse("reoffending:projection-list")

    def _meeting(self) -> str:
        period, _, query = self.tracker.address.partition("?")
        return f"{reverse('reoffending:meeting-start', args=[period.strip('/')])}?{query}"

    def _to_do(self) -> int:
        """How many actions of every meeting nobody has done yet, where this person may see them."""
        may_see = cast(User, self.request.user).may(Action.seen_with) and self.day == today()
        return int(self.book[Action]["done_on"].isna().sum()) if may_see and not self.is_update else 0

    def _known_meetings(self) -> Iterable[Meeting]:
        user = cast(User, self.request.user)
        meetings = Meeting.objects.visible_to(user).defer("note")
        if self.day < today():
            return meetings
        # It has read them, so it is another book once one is saved.
        self.book[Meeting]
        return self.book.remembered((Meeting, user.role), lambda: list(meetings))

    def _meetings(self) -> Iterator[list[dict[str, str]]]:
        """Every meeting there has been, the latest first, with its page and the one page that was kept of it."""
        for meeting in self._known_meetings():
            day = f"{meeting.held_on:%d/%m/%Y}"
            kept = {"text": f"PDF of {day}", "href": reverse("reoffending:meeting-note", args=[meeting.pk])}
            yield [
                {"text": day_in_words(meeting.held_on), "href": meeting.get_absolute_url()},
                {"text": cohort_in_words(meeting)},
                kept if meeting.is_closed else {"text": "Not closed yet"},
            ]

    def _now(self) -> str:
        query = self.request.GET.urlencode()
        return f"{_page(self.tracker.period)}?{query}" if query else _page(self.tracker.period)

    def people_shown(self, context: Mapping[str, Any]) -> list[str]:
        return [*(child.ref for child, _ in context.get("rows", ())), *(ref for ref, _ in context.get("removed", ()))]


def _page(period: Period, as_at: dt.date | None = None) -> str:
    named = [period.slug, as_at] if as_at else [period.slug]
    return reverse("reoffending:tracker-as-at" if as_at else "reoffending:tracker", args=named)


def _usual() -> list[tuple[str, str]]:
    return [(period.label, _page(period)) for period in usual_cohorts()]
