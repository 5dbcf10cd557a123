"""Every kind of record keeps its versions, is known by its key, tells what happened, and says who may see it."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import models

from disposals.models import Child, Disposal, Intervention, Offence, Remand, Status
from disposals.models.notification import Notification
from reoffending.models import Action, Meeting, Projection, Review
from restorative.models import (
    LookedAt,
    Picture,
    Placement,
    PlacementDay,
    ReleasedFact,
    Reparation,
    ReparationSession,
    RestorativeProcess,
    Victim,
    VictimContact,
    WorkPhoto,
)
from tests.house.canaries import Service, service
from yjs.measures.models import Comparator, Population
from yjs.people.models import AccessEvent, User
from yjs.people.permissions import May
from yjs.plan.models import Contribution
from yjs.records.book import counted_fields
from yjs.records.history import event_history
from yjs.records.record import Record, RecordQuerySet, UnversionedWrite, record_classes


# Who may see records of each kind; more than these is a change of policy, and is made here too.
SEEN_WITH: dict[type[Record], May] = {
    Child: May.SEE_CHILDREN,
    Status: May.SEE_CHILDREN,
    Offence: May.SEE_CHILDREN,
    Disposal: May.SEE_CHILDREN,
    Intervention: May.SEE_CHILDREN,
    Remand: May.SEE_CHILDREN,
    Population: May.SEE_FIGURES,
    Comparator: May.SEE_FIGURES,
    Contribution: May.SEE_FIGURES,
    Notification: May.SEE_CHILDREN,
    Review: May.SEE_CHILDREN,
    Action: May.SEE_CHILDREN,
    Meeting: May.SEE_CHILDREN,
    Projection: May.SEE_FIGURES,
    Victim: May.SEE_VICTIMS,
    VictimContact: May.SEE_VICTIMS,
    RestorativeProcess: May.SEE_VICTIMS,
    ReleasedFact: May.SEE_CHILDREN,
    Reparation: May.SEE_REPARATION,
    ReparationSession: May.SEE_REPARATION,
    Placement: May.SEE_REPARATION,
    PlacementDay: May.SEE_REPARATION,
    WorkPhoto: May.SEE_REPARATION,
    LookedAt: May.SEE_VICTIMS,
}
# What may be told of a child, and to whom: never to everybody who sees figures.
OF_A_CHILD = {May.SEE_CHILDREN, May.SEE_REPARATION, May.SEE_VICTIMS}
TELLS_NO_EVENTS = {
    Population: "An estimate of how many children live here happened to no child.",
    Comparator: "A figure that somebody else published happened to no child.",
    Contribution: "What a partner pays happened to no child.",
    Review: "Whom a meeting puts first is what people think, and no event in a child's life.",
    Meeting: "A meeting is about a cohort, and what it decided about a child is told by its actions.",
    Projection: "What may become of a cohort has happened to no child.",
    Victim: "What was done to a victim is told on the victim's side alone.",
    VictimContact: "What passes between the service and a victim is told on the victim's side alone.",
    RestorativeProcess: "It names a victim's reference beside a child: the child's side is told by a released fact.",
    ReparationSession: "The sessions are on the page of the reparation; a child's history would drown in them.",
    Placement: "A place where children work happened to no child.",
    PlacementDay: "A day set up has not happened yet; what became of it is a session of each child.",
    LookedAt: "That a text was looked at is told on the victim's side alone.",
    WorkPhoto: "A photograph of the work shows no child, and happened to none.",
}
# The bundle's files, as they are named for those who send them.
FILES = {
    Child: "children.csv",
    Status: "statuses.csv",
    Offence: "offences.csv",
    Disposal: "disposals.csv",
    Intervention: "interventions.csv",
    Remand: "remands.csv",
    Population: "population.csv",
    Comparator: "comparators.csv",
    Contribution: "contributions.csv",
    Victim: "victims.csv",
    VictimContact: "victim_contacts.csv",
    RestorativeProcess: "restorative_processes.csv",
    Reparation: "reparation.csv",
    ReparationSession: "reparation_sessions.csv",
}
# The bundle is fixed, and has no file for these.
IN_NO_FILE = {
    Notification,
    Review,
    Action,
    Meeting,
    Projection,
    ReleasedFact,
    Placement,
    PlacementDay,
    WorkPhoto,
    LookedAt,
}
OURS = {
    "yjs.people",
    "yjs.records",
    "yjs.measures",
    "yjs.documents",
    "yjs.plan",
    "disposals",
    "reoffending",
    "restorative",
}
# Who signs in, and who looked, are not facts about the work: the log keeps itself. A picture goes altogether, with no
# version left, where somebody can be seen in it after all.
NOT_RECORDS = {User, AccessEvent, Picture}
# Words that are counted by, or divide, though somebody types them.
COUNTED_TEXT = {
    (Offence, "ho_code"),
    (Intervention, "worker"),
    (Population, "area"),
    (Comparator, "measure"),
    (Comparator, "area"),
    (Comparator, "period"),
    (Comparator, "source"),
    (Contribution, "year"),
    (Contribution, "agency"),
    (Victim, "provider"),
    (VictimContact, "channel"),
    (RestorativeProcess, "form"),
    (Reparation, "provider"),
    (ReparationSession, "placement"),
    (Placement, "name"),
    (Placement, "weekdays"),
    (Placement, "provider"),
}

every_kind = pytest.mark.parametrize("kind", record_classes(), ids=lambda kind: kind._meta.label)


def test_every_kind_is_in_the_tables_of_this_test() -> None:
    kinds = set(record_classes())
    assert kinds == set(SEEN_WITH) == set(FILES) | IN_NO_FILE
    ours = {model for app in apps.get_app_configs() if app.name in OURS for model in app.get_models()}
    assert ours == kinds | {kind.history.model for kind in kinds} | NOT_RECORDS


@every_kind
class TestEveryRecord:
    def test_it_says_what_it_is(self, kind: type[Record]) -> None:
        said = (kind.__doc__ or "").strip()
        assert said.endswith(".")
        assert not said.startswith(f"{kind.__name__}(")

    def test_every_version_keeps_all_of_it(self, kind: type[Record]) -> None:
        versions = kind.history.model
        kept = {field.attname for field in versions._meta.concrete_fields}
        assert kept >= {field.attname for field in kind._meta.concrete_fields}
        assert kept >= {"history_date", "saved_at", "history_user_id", "history_change_reason", "history_type"}

    def test_a_version_outlives_whoever_saved_it_and_whatever_it_speaks_of(self, kind: type[Record]) -> None:
        for field in kind.history.model._meta.concrete_fields:
            if field.is_relation and field.name != "history_user":
                assert field.remote_field.on_delete is models.DO_NOTHING
                assert not field.db_constraint
        assert kind.history.model._meta.get_field("history_user").remote_field.on_delete is models.SET_NULL

    def test_the_database_holds_its_key_unique(self, kind: type[Record]) -> None:
        fields = [kind._meta.get_field(name) for name in kind.key]
        assert fields
        alone = len(fields) == 1 and fields[0].unique
        constraints = [one for one in kind._meta.constraints if isinstance(one, models.UniqueConstraint)]
        assert alone or any(tuple(one.fields) == kind.key and one.condition is None for one in constraints)
        assert not any(field.null for field in fields)

    def test_nothing_goes_when_what_it_speaks_of_is_removed(self, kind: type[Record]) -> None:
        for field in kind._meta.concrete_fields:
            if field.is_relation:
                assert field.remote_field.on_delete is models.PROTECT, field.name

    def test_it_says_who_may_see_it(self, kind: type[Record]) -> None:
        assert kind.seen_with is SEEN_WITH[kind]
        # What a meeting notes is about the children of its cohort.
        about_a_child = kind in (Child, Meeting) or "child" in {field.name for field in kind._meta.concrete_fields}
        assert kind.seen_with in OF_A_CHILD or not about_a_child
        assert about_a_child or kind.seen_with is not May.SEE_CHILDREN

    def test_it_has_a_file_in_the_bundle(self, kind: type[Record]) -> None:
        assert kind.bundle_file == FILES.get(kind, "")

    def test_its_dates_are_dates_and_each_is_either_past_or_said_to_be_planned(self, kind: type[Record]) -> None:
        for name in filter(None, (kind.own_date, *kind.later_dates, *kind.may_be_future, *sum(kind.in_order, ()))):
            assert isinstance(kind._meta.get_field(name), models.DateField), name
        assert not set(kind.later_dates) & set(kind.may_be_future)

    def test_no_name_and_no_free_text_can_be_counted_by(self, kind: type[Record]) -> None:
        for field in counted_fields(kind):
            if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name != "ref":
                assert (kind, field.name) in COUNTED_TEXT, f"{field.name} of {kind.__name__} is free text in a book"

    @pytest.mark.django_db
    def test_no_bulk_write_leaves_no_version(self, kind: type[Record]) -> None:
        rows = kind._default_manager.all()
        assert isinstance(rows, RecordQuerySet)
        for write in (
            lambda: rows.update(version=7),
            rows.delete,
            lambda: rows.bulk_create([kind()]),
            lambda: rows.bulk_update([kind(pk=1)], ["version"]),
        ):
            with pytest.raises(UnversionedWrite):
                write()


@pytest.mark.django_db
class TestEvents:
    @pytest.fixture
    def made(self) -> Service:
        return service(2)

    def test_every_kind_tells_what_happened_or_there_is_a_reason(self, made: Service) -> None:
        for kind in record_classes():
            told = made.one(kind).events()
            assert (kind in TELLS_NO_EVENTS) == (told == []), kind
            for event in told:
                assert isinstance(event.on, dt.date)
                assert event.title
                assert event.record == made.one(kind)

    def test_a_childs_history_has_the_events_of_all_its_records_in_order(self, made: Service) -> None:
        child = made.children[1]
        told = event_history(child)
        kinds = {type(event.record) for event in told}
        assert kinds == set(SEEN_WITH) - set(TELLS_NO_EVENTS)
        assert [event.on for event in told] == sorted(event.on for event in told)
        assert {event.record.child_ref for event in told if event.record} == {child.ref}
