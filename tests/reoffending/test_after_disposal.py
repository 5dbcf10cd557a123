"""After each kind of disposal: numbers that lead to their records, words for small ones, and no child to pick out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from disposals.breakdowns import DISPOSAL, SEX
from disposals.models import KINDS
from reoffending.followed import followed_by_kind, in_words
from reoffending.measures.after_disposal import ReoffendingAfterDisposal
from tests.books import book_from
from tests.places import small_place  # noqa: F401
from tests.reading import text_of
from tests.stories import Records, story, together
from yjs.documents.groups import TOO_FEW, WHOLE_YEARS
from yjs.measures.figure import Figure
from yjs.measures.periods import Period, days, financial_year
from yjs.people.permissions import ROLES, May, Role
from yjs.records.live import live


ClientFor = Callable[[Role | str], Client]
PAGE = "/reoffending/after-disposal/2018-19/"


def after(kind: str, children: int, reoffended: int, name: str) -> Records:
    """Children with a disposal of a kind in May 2018, so many of whom reoffend in the autumn."""
    told = []
    for number in range(children):
        released = " released 2018-05-10" if KINDS[kind].is_custodial else ""
        lines = [f"{kind} 2018-05-10 for 2018-04-20{released}"]
        lines += ["referral_order 2019-04-20 for 2018-10-01"] if number < reoffended else []
        told.append(story(f"{name}{number}", *lines, born="2003-01-01"))
    return together(*told)


def figure_of(*parts: Records) -> Figure:
    return ReoffendingAfterDisposal.figure(book_from(together(*parts), dt.date(2021, 1, 1)), financial_year(2018))


class TestWords:
    def words(self, figure: Figure, code: str) -> str:
        return in_words(figure.only(DISPOSAL, code), figure)

    def test_of_fewer_than_ten_nothing_is_said(self) -> None:
        figure = figure_of(after("outcome_22", 9, 9, "a"), after("youth_caution", 40, 0, "b"))
        assert self.words(figure, "outcome_22") == "Too few to say: 9 disposals"
        assert self.words(figure_of(after("outcome_22", 1, 1, "a")), "outcome_22") == "Too few to say: 1 disposal"

    def test_one_kind_alone_has_nothing_beside_it(self) -> None:
        assert self.words(figure_of(after("outcome_22", 20, 5, "a")), "outcome_22") == "Nothing to set it beside"

    def test_what_chance_could_do_is_no_difference(self) -> None:
        figure = figure_of(after("outcome_22", 20, 6, "a"), after("youth_caution", 20, 8, "b"))
        assert self.words(figure, "outcome_22") == "No clear difference from the others"

    def test_a_clear_difference_says_which_way(self) -> None:
        figure = figure_of(after("outcome_22", 40, 4, "a"), after("youth_caution", 40, 30, "b"))
        assert self.words(figure, "outcome_22") == "Lower than after the others"
        assert self.words(figure, "youth_caution") == "Higher than after the others"

    @pytest.mark.parametrize(
        ("as_at", "said"),
        [
            ("2018-11-21", "Too early to compare"),
            ("2019-05-11", "Too early to compare"),
            ("2019-11-19", "Too early to compare"),
            ("2019-11-20", "Higher than after the others"),
        ],
    )
    def test_nothing_is_compared_until_everybody_of_both_groups_is_final(self, as_at: str, said: str) -> None:
        early = after("youth_caution", 40, 30, "a")
        late = [
            story(f"late{number}", "outcome_22 2018-05-20 for 2018-04-20", born="2003-01-01") for number in range(40)
        ]
        book = book_from(together(early, *late), dt.date.fromisoformat(as_at))
        figure = ReoffendingAfterDisposal.figure(book, days(dt.date(2018, 4, 1), dt.date(2018, 6, 30)))
        assert self.words(figure, "youth_caution") == said

    def test_of_few_of_whom_it_is_too_early_to_tell_no_more_is_said(self) -> None:
        book = book_from(after("outcome_22", 3, 1, "a"), dt.date(2018, 6, 1))
        figure = ReoffendingAfterDisposal.figure(book, financial_year(2018))
        assert self.words(figure, "outcome_22") == "Too early to compare"

    def test_those_asked_for_are_compared_though_others_of_the_year_are_not_final(self) -> None:
        boys = story("late", "outcome_22 2019-03-20 for 2019-03-01", born="2003-01-01", sex="male")
        told = together(after("outcome_22", 40, 4, "a"), after("youth_caution", 40, 30, "b"), boys)
        figure = ReoffendingAfterDisposal.figure(book_from(told, dt.date(2020, 1, 1)), financial_year(2018))
        assert self.words(figure, "outcome_22") == "Too early to compare"
        assert self.words(figure.only(SEX, "not_recorded"), "outcome_22") == "Lower than after the others"

    def test_kinds_of_which_there_are_few_are_said_together_by_their_tier(self) -> None:
        figure = figure_of(
            *(after(f"section_{number}", 4, 4, f"s{number}") for number in ("250", "254", "259")),
            after("detention_and_training_order", 1, 0, "d"),
            after("youth_caution", 40, 4, "c"),
        )
        table = followed_by_kind(figure)
        said = {row.name: [row.cells[1].text, row.cells[2].text, row.cells[-1].text] for row in table.rows}
        assert said["Custody"] == ["12", "13", "Higher than after the others"]
        assert said["Section 250 detention"] == ["4", "4", "Too few to say: 4 disposals"]
        assert [row.name for row in table.rows if row.is_heading] == ["Pre-court", "Custody"]
        assert [row.name for row in table.rows][:2] == ["Pre-court", "Youth caution"]
        assert not table.slips()

    def test_nobody_at_all_has_a_table_of_nothing(self) -> None:
        table = followed_by_kind(figure_of())
        assert [[cell.text for cell in row.cells[:3]] for row in table.rows] == [["All", "0", "0"]]


@pytest.mark.django_db
@pytest.mark.usefixtures("small_place")
class TestAfterDisposal:
    @pytest.mark.parametrize("role", Role)
    def test_it_opens_for_those_who_see_figures(self, client_for: ClientFor, role: Role) -> None:
        assert client_for(role).get(PAGE).status_code == (200 if May.SEE_FIGURES in ROLES[role] else 403)

    def test_it_says_the_national_blind_spot(self, client_for: ClientFor) -> None:
        said = text_of(client_for(Role.MANAGER).get(PAGE))
        assert "National figures follow nobody from a community resolution" in said
        assert "a difference is not an effect of the disposal" in said

    def test_each_number_leads_to_as_many_records(self, client_for: ClientFor) -> None:
        manager = client_for(Role.MANAGER)
        table = manager.get(PAGE, {"sex": "male"}).context["table"]
        assert {row.is_heading for row in table.rows[:3]} == {True, False}
        for row in [*table.rows[:3], table.rows[-1]]:
            for cell in row.cells[1:3]:
                behind = manager.get(cell.href)
                assert behind.context["page_obj"].paginator.count == cell.value, cell.href

    @pytest.mark.parametrize(
        "asked",
        [{"sex": "female"}, {"age": "10-14"}, {"sex": "male", "age": "15-17", "ethnicity": "White", "offence": ""}],
    )
    def test_it_is_narrowed_as_the_figure_is(self, client_for: ClientFor, asked: dict[str, str]) -> None:
        figure = ReoffendingAfterDisposal.figure(live(), Period.parse("2018/19"))
        for slug, code in asked.items():
            figure = figure.only(ReoffendingAfterDisposal.breakdown(slug), code) if code else figure
        shown = client_for(Role.MANAGER).get(PAGE, asked).context["table"].rows[-1].cells
        assert (shown[1].value, shown[2].value) == (figure.numerator.value, figure.denominator_value)

    def test_a_group_there_is_not_narrows_nothing(self, client_for: ClientFor) -> None:
        response = client_for(Role.MANAGER).get(PAGE, {"sex": "shoe-size"})
        assert response.status_code == 200
        assert "Select a valid choice" in text_of(response)

    def test_the_board_sees_it_with_small_numbers_hidden_and_no_way_to_records(self, client_for: ClientFor) -> None:
        board = client_for(Role.BOARD)
        narrowed = board.get(PAGE, {"sex": "female"})
        assert (narrowed.status_code, narrowed["Location"]) == (302, PAGE)
        response = board.get(PAGE)
        table = response.context["table"]
        if table is None:
            assert response.context["why_nothing"] == TOO_FEW
            return
        for row in table.rows[:-1]:
            assert not [cell for cell in row.cells if cell.count in range(1, 5) or cell.href]
        assert not [cell for row in table.rows for cell in row.cells if cell.href and "numerator" in cell.href]
        assert "Which children" not in response.content.decode()

    def test_the_board_is_told_of_no_tier(self, client_for: ClientFor) -> None:
        figure = "/figures/reoffending-after-disposal/2018-19/"
        assert "?by=tier" in client_for(Role.MANAGER).get(figure).content.decode()
        assert "?by=tier" not in client_for(Role.BOARD).get(figure).content.decode()
        assert client_for(Role.BOARD).get(figure, {"by": "tier"}).status_code == 302
        assert "First-tier" not in text_of(client_for(Role.BOARD).get(figure, {"by": "tier"}, follow=True))

    def test_the_board_sees_whole_years_only(self, client_for: ClientFor) -> None:
        assert WHOLE_YEARS in text_of(client_for(Role.BOARD).get("/reoffending/after-disposal/2018Q2/"))

    def test_days_to_come_have_no_page(self, client_for: ClientFor) -> None:
        assert client_for(Role.MANAGER).get("/reoffending/after-disposal/2098-99/").status_code == 404

    def test_without_a_year_it_leads_to_one(self, client_for: ClientFor) -> None:
        response = client_for(Role.BOARD).get("/reoffending/after-disposal/", follow=True)
        assert response.status_code == 200
