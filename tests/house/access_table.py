"""Who opens what: every page of the service by name, what it asks, which questions it takes and what it answers.

The table is written out, not read off the code: a page that asks for something else, or a new page, is a change of
policy, and is made here too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from disposals.gaps import GAPS
from disposals.models import Child, Disposal, Intervention, Notification, Offence, Remand, Status
from reoffending.models import Action, Meeting, Review
from tests.house.canaries import LATER, Service
from yjs.measures.models import Comparator
from yjs.people.models import User
from yjs.people.permissions import ROLES, May, Role
from yjs.records.record import Record


Arguments = dict[str, Any]
Samples = Callable[[Service], list[Arguments]]
YEAR, QUARTER = "2024-25", "2024Q4"
NOBODY = 999_999


def no_arguments(made: Service) -> list[Arguments]:
    return [{}]


@dataclass(frozen=True)
class Page:
    """What a page asks for, its sample addresses, and what it answers: to a look (0 where there is nothing to look
    at), to an empty form sent (None where nothing can be sent), and to a stranger (302 is the way to sign in).
    """

    requires: May
    samples: Samples = no_arguments
    look: int = 200
    sent: int | None = None
    stranger: int = 302
    kind: type[Record] | None = None
    # Whatever a stranger asks of it, the answer is the way to sign in.
    behind_the_door: bool = True
    # It is as known now: those who may open no records are led to what was last released.
    of_now: bool = False

    def look_of(self, role: Role | None) -> int:
        return 302 if self.of_now and role and May.SEE_RECORDS_BEHIND not in ROLES[role] else self.look

    def answer(self, method: str, role: Role | None = None) -> int:
        if method == "OPTIONS":
            return 200
        if method == "POST":
            return self.sent or 405
        return self.look_of(role) if method in ("GET", "HEAD") and self.look else 405

    def answer_to_a_stranger(self, method: str) -> int:
        answer = self.answer(method)
        if self.requires is May.ENTER and method in ("PUT", "PATCH", "DELETE"):
            return 405
        is_about_the_address = method == "OPTIONS" or answer == 405
        return answer if is_about_the_address and not self.behind_the_door else self.stranger


def of_one(kind: type[Record], name: str = "pk") -> Samples:
    return lambda made: [{name: made.one(kind).pk}]


def each(**arguments: Any) -> Samples:
    return lambda made: [arguments]


def every_kind(made: Service) -> list[Arguments]:
    return [{"kind": kind._meta.label, "pk": made.one(kind).pk} for kind in made.records]


def somebody_else(made: Service) -> list[Arguments]:
    person, _ = User.objects.get_or_create(username="somebody-else", defaults={"role": "worker", "name": "Jo Ellis"})
    return [{"pk": person.pk}]


def the_ministrys(made: Service) -> list[Arguments]:
    return [{"pk": next(each.pk for each in made.records[Comparator] if each.area == "local")}]


def a_childs_turn(made: Service) -> list[Arguments]:
    return [{"pk": made.one(Meeting).pk, "child": made.children[1].pk}]


def gaps(made: Service) -> list[Arguments]:
    return [{"slug": slug} for slug in GAPS]


def recording(stem: str, kind: type[Record]) -> dict[str, Page]:
    """The three pages on which a child's record of one kind is added, corrected and removed."""
    return {
        f"disposals:{stem}-add": Page(May.RECORD, of_one(Child, "child"), sent=200, kind=Child),
        f"disposals:{stem}-change": Page(May.RECORD, of_one(kind), sent=200, kind=kind),
        f"disposals:{stem}-remove": Page(May.RECORD, of_one(kind), sent=200, kind=kind),
    }


RATE = "binary-reoffending-rate"
FIGURE = {"slug": RATE, "period": YEAR}
KNOWN = {**FIGURE, "as_at": LATER}
FILE = {"as_at": LATER, "audience": "public", "code": "csv"}

TABLE: dict[str, Page] = {
    # Where people start, and the children
    "disposals:home": Page(May.ENTER, behind_the_door=False),
    "disposals:gap-list": Page(May.RECORD, gaps, sent=404),
    "disposals:child-list": Page(May.SEE_CHILDREN),
    "disposals:child-detail": Page(May.SEE_CHILDREN, of_one(Child), kind=Child),
    "disposals:child-add": Page(May.RECORD, sent=200),
    "disposals:child-change": Page(May.RECORD, of_one(Child), sent=200, kind=Child),
    "disposals:child-remove": Page(May.RECORD, of_one(Child), sent=200, kind=Child),
    **recording("status", Status),
    **recording("offence", Offence),
    **recording("disposal", Disposal),
    **recording("intervention", Intervention),
    **recording("remand", Remand),
    # People
    "people:sign-in": Page(May.ENTER, sent=200, stranger=200, behind_the_door=False),
    "people:sign-out": Page(May.ENTER, look=0, sent=302, behind_the_door=False),
    "people:own-password": Page(May.ENTER, sent=200),
    "people:person-list": Page(May.MANAGE_PEOPLE),
    "people:person-add": Page(May.MANAGE_PEOPLE, sent=200),
    "people:person-change": Page(May.MANAGE_PEOPLE, somebody_else, sent=200),
    "people:access-log": Page(May.READ_ACCESS_LOG),
    # Records in and out
    "records:import-bundle": Page(May.IMPORT, sent=200),
    "records:import-preview": Page(May.IMPORT, each(name="no-such-bundle"), look=302, sent=302),
    "records:export-bundle": Page(May.EXPORT, sent=200),
    "records:versions": Page(May.SEE_CHILDREN, every_kind),
    # The tracker workbook and the police's notifications in
    "disposals:tracker-import": Page(May.IMPORT, sent=200),
    "disposals:tracker-columns": Page(May.IMPORT, each(name="no-such-file"), look=302, sent=302),
    "disposals:tracker-words": Page(May.IMPORT, each(name="no-such-file"), look=302, sent=302),
    "disposals:tracker-preview": Page(May.IMPORT, each(name="no-such-file"), look=302, sent=302),
    "disposals:police-import": Page(May.IMPORT, sent=200),
    "disposals:police-columns": Page(May.IMPORT, each(name="no-such-file"), look=302, sent=302),
    "disposals:police-preview": Page(May.IMPORT, each(name="no-such-file"), look=302, sent=302),
    "disposals:notification-list": Page(May.RECORD),
    "disposals:notification-detail": Page(May.RECORD, of_one(Notification), sent=200, kind=Notification),
    "disposals:notification-child": Page(May.RECORD, of_one(Notification), sent=200, kind=Notification),
    "disposals:notification-not-ours": Page(May.RECORD, of_one(Notification), sent=200, kind=Notification),
    "disposals:notification-back": Page(May.RECORD, of_one(Notification), sent=200, kind=Notification),
    # Figures
    "documents:gallery": Page(May.ENTER, stranger=200, behind_the_door=False),
    "documents:measure-list": Page(May.SEE_FIGURES),
    "documents:measure-detail": Page(May.SEE_FIGURES, each(slug=RATE)),
    "documents:figure-detail": Page(May.SEE_FIGURES, each(**FIGURE), of_now=True),
    "documents:figure-as-at": Page(May.SEE_FIGURES, each(**KNOWN)),
    "documents:figure-difference": Page(May.SEE_FIGURES, each(**KNOWN)),
    "documents:records-behind": Page(
        May.SEE_RECORDS_BEHIND, lambda made: [KNOWN | {"part": part} for part in ("numerator", "denominator")]
    ),
    # The tracker and its meeting
    "reoffending:latest-tracker": Page(May.SEE_RECORDS_BEHIND, look=302),
    "reoffending:tracker": Page(May.SEE_RECORDS_BEHIND, each(period=YEAR)),
    "reoffending:tracker-as-at": Page(May.SEE_RECORDS_BEHIND, each(period=YEAR, as_at=LATER)),
    "reoffending:tracked-child": Page(
        May.SEE_RECORDS_BEHIND, lambda made: [{"period": YEAR, "pk": made.children[1].pk}]
    ),
    "reoffending:review-add": Page(May.HOLD_MEETINGS, of_one(Child, "child"), sent=200, kind=Child),
    "reoffending:review-change": Page(May.HOLD_MEETINGS, of_one(Review), sent=200, kind=Review),
    "reoffending:meeting-start": Page(May.HOLD_MEETINGS, each(period=YEAR), look=302, sent=302),
    "reoffending:meeting-detail": Page(May.SEE_RECORDS_BEHIND, of_one(Meeting)),
    "reoffending:meeting-child": Page(May.SEE_RECORDS_BEHIND, a_childs_turn),
    "reoffending:action-add": Page(May.HOLD_MEETINGS, a_childs_turn, sent=200),
    "reoffending:meeting-close": Page(May.HOLD_MEETINGS, of_one(Meeting), sent=200),
    "reoffending:meeting-note": Page(May.SEE_RECORDS_BEHIND, of_one(Meeting)),
    "reoffending:action-done": Page(May.HOLD_MEETINGS, of_one(Action), look=0, sent=302),
    "reoffending:curve-detail": Page(May.SEE_FIGURES, each(period=YEAR)),
    "reoffending:curve-detail-as-at": Page(May.SEE_FIGURES, each(period=YEAR, as_at=LATER)),
    "reoffending:curve-file": Page(May.SEE_FIGURES, each(period=YEAR)),
    "reoffending:curve-file-as-at": Page(May.SEE_FIGURES, each(period=YEAR, as_at=LATER)),
    "reoffending:projection-list": Page(May.SEE_FIGURES),
    "reoffending:latest-after-disposal": Page(May.SEE_FIGURES, look=302),
    "reoffending:after-disposal": Page(May.SEE_FIGURES, each(period=YEAR)),
    "reoffending:official-list": Page(May.SEE_FIGURES),
    "reoffending:official-add": Page(May.RECORD, sent=200),
    "reoffending:official-detail": Page(May.SEE_RECORDS_BEHIND, the_ministrys),
    "reoffending:official-change": Page(May.RECORD, the_ministrys, sent=200),
    "reoffending:official-remove": Page(May.RECORD, the_ministrys, sent=200),
    # The plan and the board's quarter
    "plan:latest-plan": Page(May.SEE_FIGURES, look=302),
    "plan:plan-detail": Page(May.SEE_FIGURES, each(period=YEAR), of_now=True),
    "plan:plan-as-at": Page(May.SEE_FIGURES, each(period=YEAR, as_at=LATER)),
    "plan:plan-file": Page(May.MAKE_DOCUMENTS, each(period=YEAR, **FILE)),
    "plan:latest-board": Page(May.SEE_FIGURES, look=302),
    "plan:board-detail": Page(May.SEE_FIGURES, each(period=QUARTER), of_now=True),
    "plan:board-as-at": Page(May.SEE_FIGURES, each(period=QUARTER, as_at=LATER)),
    "plan:board-file": Page(May.MAKE_DOCUMENTS, each(period=QUARTER, **FILE)),
}


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address pattern there is, with its name."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(found: Any, space: str) -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


def addresses(name: str, made: Service) -> list[str]:
    """The sample addresses of a page."""
    return [reverse(name, kwargs=arguments) for arguments in TABLE[name].samples(made)]
