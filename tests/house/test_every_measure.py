"""Every measure can be quoted: its definition is whole and in plain words, and what it counts are records."""

import datetime as dt
import re

import pytest
from pandas import DataFrame, Series

from tests.books import book_from
from tests.house.test_names import REFUSED
from tests.restored import contact, process, reparation, session, victim
from tests.stories import population, story, together
from yjs.measures.catalogue import measures
from yjs.measures.figure import Figure
from yjs.measures.measure import HIGHER_IS_BETTER, LOWER_IS_BETTER, NEITHER, Measure
from yjs.measures.periods import Period
from yjs.records.book import Book
from yjs.records.record import record_classes


PARTS = ["What it says", "Counted", "Unit", "Period", "Source", "Reference", "Edition"]
# The field has a word for each of these; it is another. One return is called KPI 10 by everybody who fills it in.
NOT_OUR_WORDS = re.compile(
    r"\b(young (person|people)|youths?(?! (justice|caution|rehabilitation|conditional|detention|restorative|diversion|court))|clients?|service users?|"
    r"crimes?|criminals?(?! damage)|re-offen\w+|metrics?|KPIs?(?! 10\b)|FTEs?|OOCD|benchmarks?|baselines?|snapshots?|stakeholders?|"
    r"recidivis\w+|perpetrators?|convicts?|inmates?|et al|etc|TBC|TODO)\b",
    re.IGNORECASE,
)
PERIODS = ("2024/25", "2024Q1", "2024", "year-to-2024-12-31", "2024-06-01..2024-06-30", "1990")
KINDS = {kind._meta.label for kind in record_classes()}

every_measure = pytest.mark.parametrize("measure", measures().values(), ids=list(measures()))


@pytest.fixture(scope="module")
def book() -> Book:
    lives = [
        story(
            f"child-{number}",
            f"youth_caution 2024-0{month}-20 for 2024-0{month}-01",
            f"referral_order 2025-01-{10 + number} for 2024-1{number % 3}-02",
            f"detention_and_training_order 2024-0{month}-25 for 2024-0{month}-03 released 2024-09-01",
            f"outcome_22 2024-0{month}-28 for 2024-0{month}-04",
            "looked_after 2024-01-01",
            f"intervention statutory 2024-0{month}-21",
            f"remand secure 2024-0{month}-05 to 2024-0{month}-09",
            born=f"20{7 + number % 4:02}-05-03",
            sex=("male", "female", "not_known", "")[number % 4],
            ethnicity=("Irish", "Caribbean", "not_known", "")[number % 4],
        )
        for number, month in enumerate((4, 5, 6, 7, 8, 4, 5, 6))
    ]
    lives.append(story("not-met-yet", born="2010-01-01"))
    lives.append(story("harmed", "youth_caution 2024-04-20 for 2024-04-01", born="2010-01-01"))
    ended = {"intervention_ref": "W", "child_ref": "harmed", "kind": "out_of_court", "programme": "", "worker": ""}
    ended |= {"disposal_ref": "harmed/youth_caution/2024-04-20", "recorded_on": None}
    ended |= {"started_on": dt.date(2024, 4, 21), "ended_on": dt.date(2024, 6, 1)}
    lives.append({"interventions": [ended]})
    lives.append(victim("V", "harmed/2024-04-01", details="2024-04-03", is_child=True))
    for kind in ("contacted", "consent", "view_sought", "offered", "informed", "support_information"):
        lives.append(contact("V", kind, "2024-04-05", True))
    held = process("P", "V", "harmed", "direct", "2024-06-02")
    held["restorative_processes"][0] |= {"victim_satisfied": True, "child_satisfied": True}
    lives += [held, reparation("R", "harmed", 12, "2024-04-22")]
    lives.append(session("S", "R", "2024-05-04", 3, attended=True, there=2.5, credited=2.5))
    return book_from(together(*lives, population(2023, 24_000), population(2024, 24_100)), dt.date(2026, 10, 1))


@pytest.fixture(scope="module")
def empty() -> Book:
    return book_from({}, dt.date(2026, 10, 1))


def figures(measure: type[Measure], *books: Book) -> list[Figure]:
    return [measure.figure(book, Period.parse(period)) for book in books for period in PERIODS]


@every_measure
class TestEveryMeasure:
    def test_its_definition_is_whole(self, measure: type[Measure]) -> None:
        told = measure.definition()
        wanted = [*PARTS, *(["Out of"] if measure.denominator is not None else [])]
        assert all(told.get(part, "").strip() for part in wanted)
        assert measure.unit.divides == (measure.denominator is not None)
        for part in ("What it says", "Counted", "Out of", "Take care"):
            assert told.get(part, "x.").endswith("."), part
            assert told.get(part, "X.")[0].isupper() or part == "Counted" or part not in told
        assert measure.good in (LOWER_IS_BETTER, HIGHER_IS_BETTER, NEITHER)
        assert re.fullmatch("[a-z0-9-]+", measure.slug)
        assert measures()[measure.slug] is measure

    def test_its_words_are_the_fields_words(self, measure: type[Measure]) -> None:
        names = [name for one in measure.breakdowns for name in (one.title, *one.groups.values(), *one.also.values())]
        for words in (measure.title, measure.counts, *measure.definition().values(), *names):
            assert not REFUSED.search(words), words
            assert not NOT_OUR_WORDS.search(words), words
            assert "  " not in words
            assert "_" not in words

    def test_it_counts_records_and_never_gives_back_a_total(
        self, measure: type[Measure], book: Book, empty: Book
    ) -> None:
        for figure in figures(measure, book, empty):
            for part in (figure.numerator, figure.denominator):
                if part is None:
                    continue
                assert isinstance(part.rows, DataFrame | Series)
                assert part.rows.index.name in KINDS
                assert part.kind in KINDS
                assert part.rows.index.dtype == "int64"
                assert len(part.ids) == len(part.rows)
                assert part.is_sum or part.value == len(part.rows)

    def test_an_empty_service_has_a_figure_or_a_reason(self, measure: type[Measure], empty: Book) -> None:
        for figure in figures(measure, empty):
            assert (figure.value is None) == bool(figure.reason)
            assert figure.text
            assert figure.numerator.value == 0

    def test_its_groups_add_up_to_the_whole(self, measure: type[Measure], book: Book, empty: Book) -> None:
        for figure in figures(measure, book)[:3] + figures(measure, empty)[:1]:
            for breakdown in measure.breakdowns:
                groups = figure.by(breakdown)
                assert sum(group.numerator.value for group in groups) == figure.numerator.value, breakdown.slug
                assert sorted(i for group in groups for i in group.numerator.ids) == sorted(figure.numerator.ids)
                if figure.denominator is not None and not figure.denominator.is_sum:
                    parts = [group.denominator.value for group in groups if group.denominator]
                    assert sum(parts) == figure.denominator.value, breakdown.slug
                assert len({group.group for group in groups}) == len(groups)

    def test_it_asks_the_same_twice_and_hears_the_same(self, measure: type[Measure], book: Book) -> None:
        for first, again in zip(figures(measure, book)[:2], figures(measure, book)[:2], strict=True):
            assert (first.value, first.numerator.ids, first.status) == (again.value, again.numerator.ids, again.status)


def test_the_sample_says_something_of_every_measure_of_children(book: Book) -> None:
    said = {slug: max(figure.numerator.value for figure in figures(one, book)) for slug, one in measures().items()}
    about_no_child = {slug for slug in measures() if slug.startswith("contributions")} | {"projection-coverage"}
    in_no_bundle = {"reparation-hours-not-recorded"}
    assert {slug for slug, most in said.items() if most == 0} == about_no_child | in_no_bundle


def test_words_that_are_not_ours_are_found() -> None:
    for words in ("a young person", "Youths in custody", "the KPI", "re-offending", "clients", "a baseline"):
        assert NOT_OUR_WORDS.search(words)
    for words in ("Youth justice statistics", "a youth caution", "reoffending", "children", "KPI 10"):
        assert not NOT_OUR_WORDS.search(words)
