"""Who opens what: every page of the service by name, what it asks, which questions it takes and what it answers.

The table is written out, not read off the code: a page that asks for something else, or a new page, is a change of
policy, and is made here too.
"""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from disposals.gaps import GAPS
from disposals.models import Child, Disposal, Intervention, Notification, Offence, Remand, Status
from reoffending.models import Action, Meeting, Review
from restorative.letters import templates
from restorative.models import ReleasedFact, RestorativeProcess, Victim, VictimContact
from restorative.out_of_order import OUT_OF_ORDER
from tests.house.access_page import Arguments, Page, Samples, each, of_one
from tests.house.access_reparation import REPARATION
from tests.house.canaries import LATER, Service
from yjs.measures.models import Comparator
from yjs.people.models import User
from yjs.people.permissions import May
from yjs.records.record import Record


YEAR, QUARTER = "2024-25", "2024Q4"
NOBODY = 999_999


def every_kind(made: Service) -> list[Arguments]:
    return [{"kind": kind._meta.label, "pk": made.one(kind).pk} for kind in made.records]


def somebody_else(made: Service) -> list[Arguments]:
    person, _ = User.objects.get_or_create(username="somebody-else", defaults={"role": "worker", "name": "Jo Ellis"})
    return [{"pk": person.pk}]


def the_ministrys(made: Service) -> list[Arguments]:
    return [{"pk": next(each.pk for each in made.records[Comparator] if each.area == "local")}]


def a_childs_turn(made: Service) -> list[Arguments]:
    return [{"pk": made.one(Meeting).pk, "child": made.children[1].pk}]


def a_victim(made: Service) -> list[Arguments]:
    return [{"pk": of_the_provider(made).pk}]


def of_a_victim(kind: type[Record]) -> Samples:
    """The row of a kind that is about the victim whom both who work with victims may see."""
    return lambda made: [{"pk": next(each.pk for each in made.records[kind] if each.victim == of_the_provider(made))}]


def of_the_provider(made: Service) -> Any:
    return next(victim for victim in made.records[Victim] if victim.provider)


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
    "records:versions": Page(
        May.SEE_CHILDREN,
        every_kind,
        walled=tuple(f"restorative.{kind}" for kind in ("Victim", "VictimContact", "RestorativeProcess", "LookedAt")),
    ),
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
    "reoffending:action-list": Page(May.SEE_RECORDS_BEHIND),
    "reoffending:tracker": Page(May.SEE_RECORDS_BEHIND, each(period=YEAR)),
    "reoffending:tracker-as-at": Page(May.SEE_RECORDS_BEHIND, each(period=YEAR, as_at=LATER)),
    "reoffending:tracked-child": Page(
        May.SEE_RECORDS_BEHIND, lambda made: [{"period": YEAR, "pk": made.children[1].pk}]
    ),
    "reoffending:tracked-child-as-at": Page(
        May.SEE_RECORDS_BEHIND, lambda made: [{"period": YEAR, "pk": made.children[1].pk, "as_at": LATER}]
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
    # Victims
    "restorative:victim-list": Page(May.SEE_VICTIMS, sent=302),
    "restorative:victim-detail": Page(May.SEE_VICTIMS, a_victim),
    "restorative:victim-add": Page(May.SEE_VICTIMS, sent=200),
    "restorative:victim-change": Page(May.SEE_VICTIMS, a_victim, sent=200),
    "restorative:victim-remove": Page(May.SEE_VICTIMS, a_victim, sent=200, never_referred=True),
    "restorative:victim-do-not-contact": Page(May.SEE_VICTIMS, a_victim, sent=200),
    "restorative:contact-attempt": Page(May.SEE_VICTIMS, a_victim, sent=200),
    "restorative:contact-add": Page(May.SEE_VICTIMS, a_victim, sent=200),
    "restorative:contact-change": Page(May.SEE_VICTIMS, of_a_victim(VictimContact), sent=200),
    "restorative:contact-remove": Page(May.SEE_VICTIMS, of_a_victim(VictimContact), sent=200),
    "restorative:process-add": Page(May.SEE_VICTIMS, a_victim, sent=200),
    "restorative:process-change": Page(May.SEE_VICTIMS, of_a_victim(RestorativeProcess), sent=200),
    "restorative:process-remove": Page(May.SEE_VICTIMS, of_a_victim(RestorativeProcess), sent=200),
    "restorative:released-add": Page(May.SEE_VICTIMS, a_victim, sent=200),
    "restorative:released-change": Page(May.SEE_VICTIMS, of_a_victim(ReleasedFact), sent=200),
    "restorative:released-remove": Page(May.SEE_VICTIMS, of_a_victim(ReleasedFact), sent=200),
    "restorative:letter-detail": Page(
        May.SEE_VICTIMS, lambda made: [{**a_victim(made)[0], "slug": slug} for slug in templates()], sent=200
    ),
    "restorative:exception-list": Page(May.SEE_VICTIMS),
    "restorative:exception-detail": Page(May.SEE_VICTIMS, lambda made: [{"slug": slug} for slug in OUT_OF_ORDER]),
    "restorative:text-list": Page(May.SEE_VICTIMS, sent=302),
    "restorative:victim-sample": Page(May.SEE_VICTIMS),
    "restorative:victim-sample-csv": Page(May.SEE_VICTIMS),
    "restorative:victim-sample-xlsx": Page(May.SEE_VICTIMS),
    **REPARATION,
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
