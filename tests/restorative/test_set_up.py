"""Sessions set up whose register nobody filled in: asked for as long as they stand, and said beside every figure."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from restorative.measures import reparation as measures
from restorative.measures.set_up import ReparationHoursNotRecorded
from restorative.models import PlacementDay, Reparation
from restorative.register import register
from tests.disposals.kept import a_child, fill_in
from tests.restorative.owed import a_day, a_placement, a_session, here, some_reparation
from yjs.documents.document import Prose
from yjs.measures.periods import Period, quarter_of
from yjs.people.permissions import Role
from yjs.plan.board import quarter_blocks
from yjs.plan.parts.restorative import reparation as part_of_the_plan
from yjs.records.book import Book
from yjs.records.days import today


pytestmark = pytest.mark.django_db
ClientFor = Callable[[Role], Client]
LIST = reverse("restorative:register-list")
LONG_AGO = today() - dt.timedelta(days=200)
PERIOD = Period.parse(f"{LONG_AGO - dt.timedelta(days=30)}..{today()}")
SAID = "2 sessions set up are not recorded: 6 hours."


@pytest.fixture
def two() -> list[Reparation]:
    since = LONG_AGO - dt.timedelta(days=20)
    return [some_reparation(a_child(name, "Khan"), referred_on=since) for name in ("Amira", "Bilal")]


@pytest.fixture
def days(two: list[Reparation]) -> list[PlacementDay]:
    """Three sessions: of the first nothing is recorded, of the second one child of two, of the third everything."""
    placement = a_placement()
    first = a_day(placement, two[0], on=LONG_AGO)
    second, third = (a_day(placement, *two, on=LONG_AGO + dt.timedelta(days=n)) for n in (7, 14))
    register(day=second, said=[here(two[0])], by=None)
    register(day=third, said=[here(one) for one in two], by=None)
    return [first, second, third]


def test_a_register_that_nobody_filled_in_is_asked_for_however_long_ago_the_oldest_first(
    client_for: ClientFor, days: list[PlacementDay]
) -> None:
    context = client_for(Role.WORKER).get(LIST).context
    asked = [row[0]["href"] for row in context["missing"]]
    assert asked == [reverse("restorative:register", args=[day.pk]) for day in days[:2]]
    assert context["missing_caption"] == "Not filled in yet, the oldest first (2)"


def test_there_are_as_many_pages_of_them_as_it_takes(client_for: ClientFor, two: list[Reparation]) -> None:
    placement = a_placement()
    for number in range(22):
        a_day(placement, two[0], on=today() - dt.timedelta(days=number + 1))
    worker = client_for(Role.WORKER)
    asked = [len(worker.get(LIST, {"page": page}).context["missing"]) for page in (1, 2)]
    assert asked == [20, 2]


def test_one_that_was_not_held_is_removed_from_its_register_and_asked_for_no_more(
    client_for: ClientFor, days: list[PlacementDay]
) -> None:
    worker, remove = client_for(Role.WORKER), reverse("restorative:session-day-remove", args=[days[0].pk])
    assert remove in worker.get(reverse("restorative:register", args=[days[0].pk])).content.decode()
    fill_in(worker, remove, reason="It rained")
    assert len(worker.get(LIST).context["missing"]) == 1


def test_a_place_of_reparation_that_is_recorded_no_more_is_not_asked_for(
    client_for: ClientFor, two: list[Reparation]
) -> None:
    day = a_day(a_placement(), two[0], on=LONG_AGO)
    two[0].delete()
    assert client_for(Role.WORKER).get(LIST).context["missing"] == []
    assert not ReparationHoursNotRecorded.figure(Book.now(), PERIOD).numerator.ids
    assert day.pk


def test_what_another_system_recorded_of_the_place_and_day_is_recorded(
    client_for: ClientFor, two: list[Reparation]
) -> None:
    day = a_day(a_placement(), two[0], on=LONG_AGO)
    a_session(two[0], held_on=day.on, attended=True, hours_attended=3, hours_credited=3)
    assert client_for(Role.WORKER).get(LIST).context["missing"] == []
    assert ReparationHoursNotRecorded.figure(Book.now(), PERIOD).value is None


def test_its_hours_are_a_figure_of_their_own_whose_records_open(
    client_for: ClientFor, days: list[PlacementDay]
) -> None:
    figure = ReparationHoursNotRecorded.figure(Book.now(), PERIOD)
    assert (figure.value, figure.numerator.ids) == (6, [day.pk for day in days[:2]])
    assert measures.ReparationHoursOffered.figure(Book.now(), PERIOD).value == 9
    address = reverse(
        "documents:records-behind", args=[figure.measure.slug, PERIOD.slug, today().isoformat(), "numerator"]
    )
    rows = client_for(Role.MANAGER).get(address).context["rows"]
    assert [row[0]["href"] for row in rows] == [day.get_absolute_url() for day in days[:2]]
    assert rows[0][0]["text"] == str(days[0])


def test_a_session_to_come_waits_for_nothing(two: list[Reparation]) -> None:
    a_day(a_placement(), *two, on=today() + dt.timedelta(days=1))
    period = Period.parse(f"{LONG_AGO}..{today() + dt.timedelta(days=30)}")
    assert ReparationHoursNotRecorded.figure(Book.now(), period).numerator.ids == []


@pytest.mark.parametrize(
    "measure",
    [
        measures.ReparationHoursOffered,
        measures.ReparationHoursAttended,
        measures.ReparationHoursCredited,
        measures.ReparationAttendanceRate,
    ],
)
def test_it_is_said_beside_each_figure_that_would_flatter(
    client_for: ClientFor, days: list[PlacementDay], measure: type
) -> None:
    figure = measure.figure(Book.now(), PERIOD)
    assert figure.notes == [SAID]
    assert SAID in client_for(Role.MANAGER).get(figure.address).content.decode()
    register(day=days[0], said=[here(Reparation.objects.get(ref=days[0].reparation_refs[0]))], by=None)
    assert measure.figure(Book.now(), PERIOD).notes == ["1 session set up is not recorded: 3 hours."]


def test_where_nothing_at_all_is_recorded_it_is_said_too(client_for: ClientFor, two: list[Reparation]) -> None:
    a_day(a_placement(), *two, on=LONG_AGO)
    figure = measures.ReparationHoursOffered.figure(Book.now(), PERIOD)
    assert figure.value is None
    said = client_for(Role.MANAGER).get(figure.address).content.decode()
    assert "1 session set up is not recorded: 6 hours." in said


def test_the_plan_and_the_board_say_it_and_print_its_hours_beside_the_others(days: list[PlacementDay]) -> None:
    for blocks in (part_of_the_plan(Book.now(), PERIOD), quarter_blocks(Book.now(), quarter_of(today()))):
        told = [text for block in blocks if isinstance(block, Prose) for text in block.paragraphs]
        assert any(text.endswith(SAID) for text in told)
        table = next(block for block in blocks if getattr(block, "key", "") == "reparation")
        assert table.rows[-1].name == ReparationHoursNotRecorded.title
        assert table.rows[-1].figures[1].value == 6


def test_they_are_silent_where_every_register_is_filled_in(two: list[Reparation]) -> None:
    register(day=a_day(a_placement(), *two, on=LONG_AGO), said=[here(one) for one in two], by=None)
    (table,) = part_of_the_plan(Book.now(), PERIOD)
    assert ReparationHoursNotRecorded.title not in [row.name for row in table.rows]
    assert measures.ReparationHoursOffered.figure(Book.now(), PERIOD).notes == []


def test_a_childs_reparation_names_the_sessions_that_are_not_counted_yet(
    client_for: ClientFor, days: list[PlacementDay], two: list[Reparation]
) -> None:
    # Of one it is recorded that there was a place, and not whether the child came: its hours are offered.
    held = a_day(a_placement("Canal"), two[1], on=LONG_AGO)
    a_session(two[1], day=held, held_on=held.on, placement="Canal", attended=None)
    rows = client_for(Role.WORKER).get(two[1].get_absolute_url()).context["waiting"]
    assert [[cell["text"] for cell in row] for row in rows] == [
        [f"{days[1].on.day} {days[1].on:%B %Y}", "Allotment", "3"]
    ]
