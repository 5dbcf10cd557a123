"""What a child's page shows, put into the rows of its tables."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.functional import cached_property

from disposals.models import Child, Disposal, Intervention, Notification, Offence, Remand, Situation, Status
from disposals.models.child import SEND
from yjs.measures.periods import age_on
from yjs.people.access import page_at, required_by
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.changing import versions_page
from yjs.records.days import day_in_words, today
from yjs.records.history import event_history
from yjs.records.record import Record
from yjs.records.versions import own_page


Cell = dict[str, Any]
CARE = (Situation.LOOKED_AFTER, Situation.CHILD_PROTECTION_PLAN, Situation.CHILD_IN_NEED, Situation.EARLY_HELP_PLAN)
# So many are shown at once; the earlier ones are folded.
LATEST, LATEST_DISPOSALS = 12, 5
CHANGE_PAGES = {
    Child: "disposals:child-change",
    Status: "disposals:status-change",
    Offence: "disposals:offence-change",
    Disposal: "disposals:disposal-change",
    Intervention: "disposals:intervention-change",
    Remand: "disposals:remand-change",
    Notification: "disposals:notification-detail",
}
# What is recorded for a child, and where. A page's own `requires` says who finds the way there.
RECORDING = (
    ("Record an offence", "disposals:offence-add"),
    ("Record a disposal", "disposals:disposal-add"),
    ("Record an intervention", "disposals:intervention-add"),
    ("Record a status", "disposals:status-add"),
    ("Record a remand", "disposals:remand-add"),
    ("Record reparation", "restorative:reparation-add"),
)


class ChildsPage:
    """One child's records, read once, as the page lays them out. What this person may not see is not in it."""

    columns: ClassVar = {
        "open_work": ["Work", "From", "Planned until", "Worker"],
        "ended_work": ["Work", "From", "Until", "Completed", "Worker"],
        "spells": ["Status", "From", "Until"],
        "offences": ["Offence", "Committed", "Category", "Seriousness", "Gravity"],
        "decided": ["Offence", "Committed", "Category", "Seriousness", "Gravity", "Decided by"],
        "disposals": ["Disposal", "Imposed", "For", "End", "Residence"],
        "remands": ["Remanded to", "From", "Until"],
    }

    def __init__(self, child: Child, user: User) -> None:
        self._child, self._day = child, today()
        self._may_record, self._user = user.may(May.RECORD), user
        self._events = [e for e in event_history(child) if e.record is None or user.may(e.record.seen_with)]
        kept = {id(event.record): event.record for event in self._events}.values()
        self._offences = [record for record in kept if isinstance(record, Offence)]
        self._disposals = [record for record in kept if isinstance(record, Disposal)]
        self._interventions = [record for record in kept if isinstance(record, Intervention)]
        self._statuses = [record for record in kept if isinstance(record, Status)]
        self._remands = [record for record in kept if isinstance(record, Remand)]

    @property
    def jumps(self) -> list[tuple[str, str]]:
        found = [("Open work", "open-work"), ("Who", "who"), ("Offences", "offences"), ("Disposals", "disposals")]
        found += [("Reparation", "reparation")] if self.reparation.get("rows") else []
        return [*found, ("History", "history")]

    @property
    def recording(self) -> list[tuple[str, str]]:
        """The pages on which this person records something for the child."""
        victim = reverse("restorative:victim-add")
        pages = [(label, reverse(name, args=[self._child.pk])) for label, name in RECORDING]
        found = [(label, href) for label, href in pages if self._user.may(required_by(href))]
        may_add = self._user.may(required_by(victim))
        return [*found, *([("Record a victim", f"{victim}?child={self._child.pk}")] if may_add else [])]

    @cached_property
    def reparation(self) -> dict[str, Any]:
        """The hours the child owes to others, as the page of reparation tells them, and absences to follow up."""
        page: Any = page_at(reverse("restorative:reparation-list"))
        return page.of_a_child(self._child, self._user) if self._user.may(page.requires) else {}

    @cached_property
    def actions(self) -> dict[str, Any]:
        """What the meetings decided to do about the child and nobody has done yet, as their own list tells it."""
        page: Any = page_at(reverse("reoffending:action-list"))
        return page.of_a_child(self._child, self._user)

    @property
    def age(self) -> int:
        return age_on(self._child.date_of_birth, self._day)

    @property
    def who(self) -> list[tuple[str, str]]:
        child = self._child
        return [
            ("Reference", child.ref),
            ("Known as", child.known_as),
            ("Date of birth", f"{_day(child.date_of_birth)} (age {self.age})"),
            ("Sex", child.get_sex_display()),
            ("Ethnicity", child.get_ethnicity_display()),
            ("PNC ID", child.pnc_id),
            ("Postcode", child.postcode),
        ]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """What is not recorded of the child and should be, each with the page that puts it right."""
        change = reverse("disposals:child-change", args=[self._child.pk])
        status = reverse("disposals:status-add", args=[self._child.pk])
        kinds = {status.status for status in self._statuses}
        gaps = [
            ("Sex", f"{change}#id_sex_0", self._child.sex == ""),
            ("Ethnicity", f"{change}#id_ethnicity", self._child.ethnicity == ""),
            ("Special educational needs or disability (SEND)", status, not kinds & set(SEND)),
        ]
        return [(label, href) for label, href, is_gap in gaps if is_gap]

    @property
    def situation(self) -> list[tuple[str, str]]:
        """What is known of the child's care and education today; what was never recorded is said to be so."""
        return [("Care", self._today_of(CARE)), ("SEND", self._today_of(SEND))]

    def _today_of(self, kinds: tuple[Situation, ...]) -> str:
        recorded = [status for status in self._statuses if status.status in kinds]
        now = [s for s in recorded if s.started_on <= self._day and (s.ended_on is None or s.ended_on >= self._day)]
        if now:
            return "; ".join(f"{s.get_status_display()}, since {_day(s.started_on)}" for s in now)
        return "None of these today" if recorded else ""

    @property
    def open_work(self) -> list[list[Cell]]:
        return [self._work_row(work) for work in self._interventions if work.ended_on is None]

    @property
    def ended_work(self) -> list[list[Cell]]:
        ended = [(work.ended_on, work) for work in self._interventions if work.ended_on]
        ended.sort(key=lambda one: one[0], reverse=True)
        words = {True: "Yes", False: "No", None: ""}
        return [
            [
                self._link(w, _what(w)),
                _text(_day(w.started_on)),
                _text(_day(w.ended_on)),
                _text(words[w.completed]),
                _text(w.worker),
            ]
            for _, w in ended
        ]

    def _work_row(self, work: Intervention) -> list[Cell]:
        until = _text(_day(work.planned_end_on))
        if work.planned_end_on and work.planned_end_on < self._day:
            until = {"text": f"Overdue: {_day(work.planned_end_on)}", "colour": "red"}
        return [self._link(work, _what(work)), _text(_day(work.started_on)), until, _text(work.worker)]

    @property
    def spells(self) -> list[list[Cell]]:
        newest = sorted(self._statuses, key=lambda s: s.started_on, reverse=True)
        return [
            [self._link(s, s.get_status_display()), _text(_day(s.started_on)), _text(_day(s.ended_on) or "Still so")]
            for s in newest
        ]

    @property
    def undecided(self) -> list[list[Cell]]:
        return [self._offence_row(offence) for offence in self._newest_offences if offence.ref not in self._decided_by]

    @property
    def decided(self) -> list[list[Cell]]:
        decided_by = self._decided_by
        decided = [offence for offence in self._newest_offences if offence.ref in decided_by]
        return [[*self._offence_row(offence), _text("; ".join(decided_by[offence.ref]))] for offence in decided]

    @property
    def no_offence(self) -> str:
        return "Each offence is decided." if self._offences else "No offence is recorded."

    @property
    def _newest_offences(self) -> list[Offence]:
        return sorted(self._offences, key=lambda o: (o.committed_on, o.pk), reverse=True)

    @cached_property
    def _decided_by(self) -> dict[str, list[str]]:
        decided: dict[str, list[str]] = {}
        for disposal in self._disposals:
            for ref in disposal.offence_refs:
                decided.setdefault(ref, []).append(f"{disposal.kind_of.label}, {_day(disposal.imposed_on)}")
        return decided

    def _offence_row(self, offence: Offence) -> list[Cell]:
        return [
            self._link(offence, _name(offence)),
            _text(_day(offence.committed_on)),
            _text(offence.get_category_display()),
            _text("" if offence.seriousness is None else str(offence.seriousness)),
            _text("" if offence.gravity is None else str(offence.gravity)),
        ]

    @property
    def disposals(self) -> list[list[Cell]]:
        newest = sorted(self._disposals, key=lambda d: (d.imposed_on, d.pk), reverse=True)
        told = {offence.ref: _name(offence) for offence in self._offences}
        return [
            [
                self._link(d, d.kind_of.label),
                _text(_day(d.imposed_on)),
                _text("; ".join(told.get(ref, "An offence that is not recorded") for ref in d.offence_refs)),
                _text(_end(d)),
                _text(d.get_residence_display()),
            ]
            for d in newest
        ]

    @property
    def latest_disposals(self) -> list[list[Cell]]:
        return self.disposals[:LATEST_DISPOSALS]

    @property
    def earlier_disposals(self) -> list[list[Cell]]:
        return self.disposals[LATEST_DISPOSALS:]

    @property
    def remands(self) -> list[list[Cell]]:
        newest = sorted(self._remands, key=lambda r: r.started_on, reverse=True)
        return [
            [self._link(r, r.get_kind_display()), _text(_day(r.started_on)), _text(_day(r.ended_on) or "Still so")]
            for r in newest
        ]

    @property
    def events(self) -> list[Cell]:
        """What happened, the newest first."""
        return [
            {"on": e.on, "title": e.title, "detail": e.detail, "href": self._page(e.record) if e.record else ""}
            for e in reversed(self._events)
        ]

    @property
    def latest(self) -> list[Cell]:
        return self.events[:LATEST]

    @property
    def earlier(self) -> list[Cell]:
        return self.events[LATEST:]

    def _link(self, record: Record, text: str) -> Cell:
        return {"text": text, "href": self._page(record)}

    def _page(self, record: Record) -> str:
        """The page on which a record is corrected, or its own; else the one of its versions."""
        page = CHANGE_PAGES.get(type(record))
        if page and self._may_record:
            return reverse(page, args=[record.pk])
        own = "" if page else own_page(self._user, record)
        return own or versions_page(record)


def _name(offence: Offence) -> str:
    return offence.description or offence.get_category_display() or "Offence"


def _text(text: str) -> Cell:
    return {"text": text or "Not recorded"}


def _day(day: dt.date | None) -> str:
    return day_in_words(day) if day else ""


def _what(work: Intervention) -> str:
    return f"{work.programme} ({work.get_kind_display().lower()})" if work.programme else work.get_kind_display()


def _end(disposal: Disposal) -> str:
    released = f"released {_day(disposal.released_on)}" if disposal.released_on else ""
    appeal = disposal.get_appeal_display().lower() if disposal.appeal else ""
    return "; ".join(filter(None, (_day(disposal.ends_on), released, appeal))) or "None"
