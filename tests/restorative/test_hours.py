"""The five numbers: never more credited than attended and allowed, never less than nought left, each session once."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from restorative import hours
from restorative.hours import NOUGHT, FiveNumbers, five_numbers, five_numbers_of, in_words
from restorative.measures import reparation as measures
from restorative.models import Placement, PlacementDay, Reparation, ReparationSession
from restorative.register import Answer, Said, register, said_of
from tests.books import book_from
from tests.disposals.kept import a_child
from tests.restorative.owed import a_day, a_placement, some_reparation
from tests.restored import reparation, session
from tests.stories import story, together
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.records.book import Book
from yjs.records.days import today


some_hours = st.decimals(min_value=0, max_value=12, places=2)
clock = st.times().map(lambda time: time.replace(second=0, microsecond=0))
DAY = PlacementDay(
    placement=Placement(name="Allotment"), on=dt.date(2024, 5, 4), starts_at=dt.time(10), ends_at=dt.time(13)
)


@st.composite
def sayings(draw: st.DrawFn) -> Said:
    return Said(
        Reparation(ref="R"),
        draw(st.sampled_from(Answer.values)),
        draw(st.none() | clock),
        draw(st.none() | clock),
        draw(some_hours),
        draw(some_hours),
    )


def minutes_there(said: Said) -> int:
    """The minutes of the session, one by one, in which the child was there."""
    if not said.came:
        return 0
    arrived, left = said.times(DAY)
    clock_of_the_session = [dt.time(minute // 60, minute % 60) for minute in range(10 * 60, 13 * 60)]
    return sum(arrived <= minute < left for minute in clock_of_the_session)


about_the_session = st.integers(8 * 60, 15 * 60).map(lambda minute: dt.time(minute // 60, minute % 60))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(Answer.values), st.none() | about_the_session, st.none() | about_the_session)
@example("here", dt.time(8), dt.time(10, 30))
@example("sent_home", dt.time(8), dt.time(9, 30))
@example("here", dt.time(12, 30), dt.time(14))
def test_only_the_minutes_of_the_session_itself_in_which_the_child_was_there_count(
    answer: str, arrived_at: dt.time | None, left_at: dt.time | None
) -> None:
    said = Said(Reparation(ref="R"), answer, arrived_at, left_at)
    assert said.attended(DAY) == (Decimal(minutes_there(said)) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(sayings())
def test_no_more_is_credited_than_attended_and_allowed_and_no_more_attended_than_offered(said: Said) -> None:
    attended, credited = said.attended(DAY), said.credited(DAY)
    assert NOUGHT <= attended <= 3
    assert NOUGHT <= credited <= attended + said.allowed
    if not said.faults(DAY):
        assert credited == attended + said.allowed - said.penalty


@given(some_hours, some_hours, st.decimals(min_value=-5, max_value=20, places=2))
def test_hours_credited_are_never_below_nought_and_no_penalty_adds_any(
    attended: Decimal, allowed: Decimal, penalty: Decimal
) -> None:
    assert NOUGHT <= hours.credited(attended, allowed, penalty) <= attended + allowed


@given(clock, clock)
def test_hours_between_two_times_are_never_below_nought(first: dt.time, second: dt.time) -> None:
    assert hours.between(first, second) >= 0
    assert hours.between(first, second) == 0 or hours.between(second, first) == 0


def rows_of(numbers: list[tuple[Decimal, Decimal | None, Decimal | None]]) -> list[ReparationSession]:
    return [ReparationSession(hours_offered=o, hours_attended=a, hours_credited=c) for o, a, c in numbers]


some_sessions = st.lists(st.tuples(some_hours, st.none() | some_hours, st.none() | some_hours), max_size=8).map(rows_of)


def left_by_hand(owed: Decimal, sessions: list[ReparationSession]) -> Decimal:
    """The hours left, hour by hour: each that is credited takes off one of those left, while there are any."""
    left = int(owed * 100)
    for one in sessions:
        for _ in range(int((one.hours_credited or 0) * 100)):
            if left:
                left -= 1
    return Decimal(left) / 100


@pytest.mark.parametrize(
    ("owed", "credited", "left"),
    [("12", ["3", "3"], "6"), ("4", ["3", "3"], "0"), ("4", ["3", "3", "2.5"], "0"), ("5.5", ["5"], "0.5")],
)
def test_what_is_left_is_what_is_owed_less_what_is_credited_and_nothing_where_more_is(
    owed: str, credited: list[str], left: str
) -> None:
    sessions = rows_of([(Decimal(3), Decimal(3), Decimal(hours)) for hours in credited])
    numbers = five_numbers(Decimal(owed), sessions)
    assert (numbers.credited, numbers.left) == (sum(map(Decimal, credited)), Decimal(left))


@given(some_hours, some_sessions, st.randoms())
def test_the_five_numbers_do_not_depend_on_the_order_and_what_is_left_is_never_below_nought(
    owed: Decimal, sessions: list[ReparationSession], chance: Any
) -> None:
    numbers, mixed = five_numbers(owed, sessions), list(sessions)
    chance.shuffle(mixed)
    assert five_numbers(owed, mixed) == numbers
    assert numbers.left == left_by_hand(owed, sessions)
    assert numbers.offered == sum(one.hours_offered for one in sessions)
    assert numbers.credited == sum(one.hours_credited or 0 for one in sessions)


@given(sayings())
def test_what_is_recorded_of_a_register_is_read_back_as_it_was_said(said: Said) -> None:
    if said.faults(DAY) or (not said.came and said.penalty > said.allowed):
        return
    again = said_of(ReparationSession(reparation=said.reparation, **said.fields(DAY)))
    assert again is not None
    assert again.fields(DAY) == said.fields(DAY)


@pytest.mark.parametrize(
    ("number", "words"), [("12", "12"), ("1.5", "1.5"), ("2.25", "2.25"), ("0.00", "0"), ("10.00", "10")]
)
def test_hours_are_written_without_noughts_that_say_nothing(number: str, words: str) -> None:
    assert in_words(Decimal(number)) == words


def test_each_of_the_five_goes_by_a_name_of_its_own() -> None:
    numbers = FiveNumbers(Decimal(12), Decimal(9), Decimal(6), Decimal("5.5"))
    assert numbers.rows == [
        ("Hours owed", "12"),
        ("Hours offered", "9"),
        ("Hours attended", "6"),
        ("Hours credited", "5.5"),
        ("Hours left", "6.5"),
    ]


cells = st.tuples(
    st.sampled_from(["2024-04-01", "2024-06-15", "2025-03-31", "2025-04-01"]),
    st.integers(0, 6),
    st.none() | st.booleans(),
    st.integers(0, 6),
)


@given(st.lists(cells, max_size=10), st.randoms())
def test_every_measure_counts_what_a_plain_count_does_in_whatever_order_the_records_come(
    told: list[tuple[str, int, bool | None, int]], chance: Any
) -> None:
    rows = [
        session(
            f"S{n}",
            f"R{n % 2}",
            on,
            offered,
            attended=came,
            there=there if came else None,
            credited=there if came else None,
        )
        for n, (on, offered, came, there) in enumerate(told)
    ]
    owed = [reparation(f"R{n}", f"C{n}", 12, "2024-04-01") for n in range(2)]
    children = [story(f"C{n}", born="2009-01-01") for n in range(2)]
    chance.shuffle(rows)
    book = book_from(together(*children, *owed, *rows), dt.date(2025, 6, 30))
    inside = [one for one in told if "2024-04-01" <= one[0] <= "2025-03-31"]
    expected = {
        measures.ReparationHoursOffered: sum(offered for _, offered, _, _ in inside),
        measures.ReparationHoursAttended: sum(there for _, _, came, there in inside if came),
        measures.ReparationHoursCredited: sum(there for _, _, came, there in inside if came),
        measures.ReparationAttendanceRate: sum(came is True for _, _, came, _ in inside),
        measures.ReparationHoursOwed: 24,
        measures.ChildrenOnReparation: 2,
    }
    for measure, number in expected.items():
        assert measure.figure(book, Period.parse("2024/25")).numerator.value == number, measure
    rate = measures.ReparationAttendanceRate.figure(book, Period.parse("2024/25"))
    assert rate.denominator is not None
    assert rate.denominator.value == sum(came is not None for _, _, came, _ in inside)


@pytest.mark.django_db
class TestCorrections:
    @pytest.fixture
    def corrected(self) -> list[Reparation]:
        """Three children, a register for them, and two corrections of the first."""
        owed = [some_reparation(a_child(name, "Khan")) for name in ("Amira", "Bilal", "Cara")]
        day = a_day(a_placement(), *owed)
        said = [Said(one, answer) for one, answer in zip(owed, ("here", "acceptable", "unacceptable"), strict=True)]
        register(day=day, said=said, by=None)
        for version, penalty in ((1, "1"), (2, "0.5")):
            again = Said(owed[0], Answer.HERE, penalty=Decimal(penalty), version=version)
            register(day=day, said=[again], by=None, reason="The penalty was written wrong")
        return owed

    # Three places of three hours; one child came, three hours less half an hour's penalty as it stands at last.
    @pytest.mark.parametrize(
        ("measure", "by_hand"),
        [
            (measures.ReparationHoursOffered, 9),
            (measures.ReparationHoursAttended, 3),
            (measures.ReparationHoursCredited, 2.5),
            (measures.ReparationAttendanceRate, 1),
        ],
    )
    def test_a_session_corrected_twice_counts_once_and_as_it_is_now(
        self, corrected: list[Reparation], measure: type[Measure], by_hand: float
    ) -> None:
        assert ReparationSession.objects.count() == 3
        assert sorted(ReparationSession.history.values_list("reparation__ref", "version")) == sorted(
            [(corrected[0].ref, 1), (corrected[0].ref, 2), (corrected[0].ref, 3), (corrected[1].ref, 1)]
            + [(corrected[2].ref, 1)]
        )
        figure = measure.figure(Book.now(), Period(today(), today(), "today"))
        assert figure.numerator.value == by_hand
        if figure.denominator is not None:
            assert figure.denominator.value == 3

    def test_the_five_numbers_of_each_child_are_of_the_session_as_it_is_now(self, corrected: list[Reparation]) -> None:
        numbers = five_numbers_of(corrected)
        assert [(n.offered, n.attended, n.credited) for n in numbers.values()] == [
            (3, 3, Decimal("2.5")),
            (3, 0, 0),
            (3, 0, 0),
        ]
        assert [n.left for n in numbers.values()] == [Decimal("9.5"), 12, 12]
