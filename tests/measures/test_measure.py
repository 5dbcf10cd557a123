"""A measure is a definition: without its wording it cannot be, and with it everything that is said of it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pandas import DataFrame

from disposals.models import Child
from tests.books import book_from
from tests.stories import story, together
from yjs.measures import measure as module
from yjs.measures.catalogue import measures
from yjs.measures.measure import FINAL, OPEN, WAITING, Measure
from yjs.measures.periods import Period
from yjs.measures.units import number, percent
from yjs.records.book import Book


# The slugs that other systems may ask for, with how they may be split.
ASKED_FOR = {
    "first-time-entrants": {"age", "sex", "ethnicity", "looked-after", "send", "disposal"},
    "binary-reoffending-rate": {"age", "sex", "ethnicity", "looked-after", "send", "disposal"},
    "binary-reoffending-rate-four-quarters": {"disposal"},
    "reoffences-per-reoffender": set(),
    "reoffences-per-child": set(),
    "custody-rate": set(),
    "out-of-court-disposals": {"disposal"},
    "reoffending-after-disposal": {"disposal"},
    "caseload": {"kind", "send"},
    "looked-after-share-of-entrants": set(),
    "remands": {"kind"},
    "contributions": {"agency"},
}


@pytest.fixture(autouse=True)
def _a_catalogue_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test defines is no measure of the service."""
    monkeypatch.setattr(module, "_measures", dict(module.registered()))


def defined(**parts: Any) -> type[Measure]:
    """A measure of children born in the period, with some of its parts changed or (None) left out."""

    def numerator(book: Book, period: Period) -> DataFrame:
        """Children born in the period."""
        children = book[Child]
        return children[period.holds(children["date_of_birth"])]

    said = {"title": "Born", "unit": number("children"), "reference": "Our own", "edition": "2026"}
    body = {"__doc__": "Children born.", "numerator": numerator, **said, **parts}
    return type("ChildrenBorn", (Measure,), {name: part for name, part in body.items() if part is not None})


def without_words(book: Book, period: Period) -> DataFrame:
    return book[Child]


@pytest.mark.parametrize("left_out", ["title", "unit", "reference", "edition", "numerator", "__doc__"])
def test_a_measure_without_a_part_of_its_wording_cannot_be(left_out: str) -> None:
    with pytest.raises(TypeError, match="ChildrenBorn"):
        defined(**{left_out: None})
    assert "children-born" not in module.registered()


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_a_part_whose_rule_is_not_in_words_cannot_be_counted(part: str) -> None:
    with pytest.raises(TypeError, match="its wording is the definition"):
        defined(**{part: without_words})


def test_a_wording_is_not_inherited() -> None:
    with pytest.raises(TypeError, match="has no docstring"):
        type("Inherited", (defined(),), {})


def test_two_measures_cannot_go_by_one_name() -> None:
    defined()
    with pytest.raises(TypeError, match="both called children-born"):
        defined(__module__="another")


def test_a_measure_is_known_by_its_name_unless_it_says_another() -> None:
    born = defined()
    assert module.registered()["children-born"] is born
    assert defined(slug="births").slug == "births"


def test_its_parts_are_called_without_a_measure() -> None:
    book = book_from(story("a", born="2005-06-01"), dt.date(2019, 4, 1))
    assert len(defined().numerator(book, Period.parse("2005"))) == 1
    assert len(defined().numerator(book, Period.parse("2006"))) == 0


def test_the_definition_says_every_part_in_order() -> None:
    told = defined(unit=percent, denominator=defined().numerator, caution="Few children.").definition()
    assert list(told) == [
        *("What it says", "Counted", "Out of", "Take care", "Unit", "Period", "Source", "Reference", "Edition"),
    ]
    assert told["Counted"] == "Children born in the period."
    assert "Out of" not in defined().definition()


def test_a_breakdown_that_is_not_there_is_refused_and_those_there_are_are_named() -> None:
    with pytest.raises(KeyError, match="it is split by age, single-age, sex"):
        measures()["first-time-entrants"].breakdown("shoe-size")
    with pytest.raises(KeyError, match="it is split by nothing"):
        defined().breakdown("age")


@pytest.mark.parametrize("slug", ASKED_FOR)
def test_what_others_may_ask_for_is_there_and_can_be_split(slug: str) -> None:
    measure = measures()[slug]
    assert {breakdown.slug for breakdown in measure.breakdowns} >= ASKED_FOR[slug]
    assert all(measure.breakdown(each) for each in ASKED_FOR[slug])


def test_no_two_breakdowns_of_a_measure_go_by_one_name() -> None:
    for measure in measures().values():
        slugs = [breakdown.slug for breakdown in measure.breakdowns]
        assert len(slugs) == len(set(slugs)), measure.title


class TestHowSettledAFigureIs:
    CAUTION = story("a", "youth_caution 2018-05-01 for 2018-04-20", born="2004-01-01")
    YEAR = Period.parse("2018/19")

    @pytest.mark.parametrize(
        ("slug", "as_at", "status"),
        [
            pytest.param("custody-rate", "2019-03-30", OPEN, id="a count, the day before the period ends"),
            pytest.param("custody-rate", "2019-03-31", FINAL, id="a count, on its last day"),
            pytest.param("binary-reoffending-rate", "2019-03-30", OPEN, id="a cohort, while its period runs"),
            pytest.param("binary-reoffending-rate", "2019-04-30", OPEN, id="while a child is followed"),
            pytest.param("binary-reoffending-rate", "2019-05-01", WAITING, id="on the anniversary"),
            pytest.param("binary-reoffending-rate", "2019-10-31", WAITING, id="before waiting ends"),
            pytest.param("binary-reoffending-rate", "2019-11-01", FINAL, id="when waiting ends"),
            pytest.param("reoffences-per-reoffender", "2019-10-31", WAITING, id="reoffences wait as the cohort does"),
            pytest.param("reoffending-after-disposal", "2019-10-31", WAITING, id="so does what follows each disposal"),
        ],
    )
    def test_open_then_waiting_then_final(self, slug: str, as_at: str, status: str) -> None:
        book = book_from(self.CAUTION, dt.date.fromisoformat(as_at))
        assert measures()[slug].figure(book, self.YEAR).status == status

    def test_a_cohort_is_as_unsettled_as_its_least_settled_child(self) -> None:
        late = story("b", "youth_caution 2019-03-31 for 2019-03-30", born="2004-01-01")
        book = book_from(together(self.CAUTION, late), dt.date(2020, 3, 30))
        assert measures()["binary-reoffending-rate"].figure(book, self.YEAR).status == OPEN
