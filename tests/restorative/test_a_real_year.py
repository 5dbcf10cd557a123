"""The year a real plan printed: 192 victims contacted, 135 took part, 223 and 22 processes; 61 children, 671 hours, 60%."""

import datetime as dt

import pytest

from restorative.measures import processes, reparation, victims
from restorative.measures.consented import KPI10Victims
from tests.books import book_from
from tests.restored import Records, contact, process, session, victim
from tests.restored import reparation as owed
from tests.stories import story, together
from yjs.measures.measure import Measure
from yjs.measures.periods import Period
from yjs.records.book import Book


YEAR = Period.parse("2018/19")
AT_ITS_END = dt.date(2019, 3, 31)


def the_year() -> Records:
    """61 children, an offence and a reparation each; 192 victims reached, the first 135 of whom took part."""
    told = [
        story(
            f"C{number}",
            "youth_caution 2018-04-20 for 2018-04-02",
            born="2003-05-03",
        )
        for number in range(61)
    ]
    for number in range(192):
        name = f"V{number}"
        told += [
            victim(name, f"C{number % 61}/2018-04-02", details="2018-04-10"),
            contact(name, "attempt", "2018-05-01"),
            contact(name, "contacted", "2018-05-02"),
        ]
    # Somebody who was tried and not reached, and somebody reached the year before, who are not of the year.
    told += [victim("W0", "C0/2018-04-02"), contact("W0", "attempt", "2018-06-01")]
    told += [victim("W1", "C1/2018-04-02"), contact("W1", "contacted", "2018-03-31")]
    for number in range(223):
        name = f"V{number % 135}"
        told.append(process(f"I{number}", name, f"C{number % 61}", "indirect", "2018-07-01"))
    for number in range(22):
        told.append(process(f"D{number}", f"V{number}", f"C{number % 61}", "direct", "2018-08-01", form="meeting"))
    # 61 children, eleven hours each and no more: 671 hours, in 61 sessions of five hours and 61 of six.
    for number in range(61):
        told.append(owed(f"R{number}", f"C{number}", 12, "2018-04-21"))
        for half, hours in enumerate((5, 6)):
            place = 2 * number + half
            came = place % 5 < 3 and place < 120 or place == 120
            said = {"attended": came, "there": hours if came else None, "credited": hours if came else None}
            absence = "" if came else "unacceptable"
            told.append(session(f"S{place}", f"R{number}", "2018-09-01", hours, absence=absence, **said))
    return together(*told)


@pytest.fixture(scope="module")
def book() -> Book:
    return book_from(the_year(), AT_ITS_END)


def named(letter: str, number: int) -> list[str]:
    return [f"{letter}{each}" for each in range(number)]


# Of every five places three were attended, of the last two the first: written out, not worked out.
CAME = sorted([f"S{place}" for five in range(0, 120, 5) for place in (five, five + 1, five + 2)] + ["S120"])


@pytest.mark.parametrize(
    ("measure", "text", "number", "records"),
    [
        (victims.VictimsContacted, "192", 192, named("V", 192)),
        (victims.VictimsTakingPart, "135", 135, named("V", 135)),
        (victims.VictimEngagementRate, "70.3%", 135, named("V", 135)),
        (processes.RestorativeProcesses, "245", 245, named("I", 223) + named("D", 22)),
        (processes.ChildrenInRestorativeProcesses, "61", 61, named("C", 61)),
        (reparation.ChildrenOnReparation, "61", 61, named("C", 61)),
        (reparation.ReparationHoursOwed, "732.0", 732, named("R", 61)),
        (reparation.ReparationHoursOffered, "671.0", 671, named("S", 122)),
        (reparation.ReparationHoursAttended, "401.0", 401, CAME),
        (reparation.ReparationHoursCredited, "401.0", 401, CAME),
        (reparation.ReparationAttendanceRate, "59.8%", 73, CAME),
    ],
)
def test_each_figure_is_what_was_printed_and_opens_exactly_its_records(
    book: Book, measure: type[Measure], text: str, number: int, records: list[str]
) -> None:
    figure = measure.figure(book, YEAR)
    assert (figure.text, figure.numerator.value) == (text, number)
    assert sorted(figure.refs("numerator")) == sorted(records)


def test_what_the_attendance_is_out_of_is_every_place(book: Book) -> None:
    rate = reparation.ReparationAttendanceRate.figure(book, YEAR)
    assert sorted(rate.refs("denominator")) == sorted(named("S", 122))


def test_the_records_of_each_are_those_that_made_it(book: Book) -> None:
    reached = victims.VictimsContacted.figure(book, YEAR)
    assert set(reached.refs("numerator")) == {f"V{number}" for number in range(192)}
    rate = victims.VictimEngagementRate.figure(book, YEAR)
    assert set(rate.refs("numerator")) == {f"V{number}" for number in range(135)}
    assert rate.refs("denominator") == reached.refs("numerator")


def test_processes_by_kind_are_those_printed(book: Book) -> None:
    figure = processes.RestorativeProcesses.figure(book, YEAR)
    kinds = {group.group: group.numerator.value for group in figure.by(figure.measure.breakdown("kind"))}
    assert kinds == {"Direct": 22, "Indirect": 223}
    assert set(figure.only(figure.measure.breakdown("kind"), "direct").refs("numerator")) == {
        f"D{number}" for number in range(22)
    }


def test_whole_percents_are_those_printed(book: Book) -> None:
    """The plan printed whole per cent: 70 of victims, 60 of attendance."""
    engaged, attended = (
        m.figure(book, YEAR).value for m in (victims.VictimEngagementRate, reparation.ReparationAttendanceRate)
    )
    assert (round(engaged), round(attended)) == (70, 60)


def test_135_of_192_is_never_the_national_indicator(book: Book) -> None:
    """Nobody's consent is recorded: there is nothing to divide by, whoever was contacted."""
    indicator = KPI10Victims.figure(book, YEAR)
    assert indicator.value is None
    assert "no victims" in indicator.reason
    assert "consented" in indicator.measure.title
    assert "contacted" in victims.VictimEngagementRate.title
    assert indicator.measure.slug != victims.VictimEngagementRate.slug
