"""Small numbers hidden, in tables small enough to work out by hand."""

from itertools import pairwise
from math import inf

import pytest

from tests.measures.two_way import ALL, two_way
from yjs.measures.disclosure import CannotProtect, audit, protect


def hidden(threshold: int = 5, **counts: int) -> set[str]:
    """What is hidden of one row of groups beside its total."""
    values = {**counts, "total": sum(counts.values())}
    return set(protect(values, [("total", list(counts))], threshold))


def test_a_count_of_one_to_four_is_hidden_and_a_zero_and_a_five_are_shown() -> None:
    values = dict(enumerate(range(8)))
    assert protect(values, []) == {1, 2, 3, 4}
    assert protect(values, [], threshold=3) == {1, 2}


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    assert hidden(Asian=5, Black=0, White=20) == set()
    assert protect({}, []) == frozenset()


def test_the_smallest_other_count_is_hidden_so_that_the_total_does_not_give_the_small_one() -> None:
    assert hidden(Asian=10, Black=3, White=12) == {"Asian", "Black"}


def test_a_zero_protects_nothing_where_the_reader_knows_that_zeros_are_shown() -> None:
    assert hidden(Asian=0, Black=3, White=12) == {"Black", "White"}


def test_two_small_counts_protect_each_other() -> None:
    assert hidden(Asian=2, Black=4, White=30) == {"Asian", "Black"}


def test_two_ones_do_not_protect_each_other() -> None:
    assert hidden(Asian=1, Black=1, White=30) == {"Asian", "Black", "White"}


def test_a_few_children_left_over_in_two_groups_are_still_a_few_children() -> None:
    assert hidden(Asian=2, Black=2, White=30) == {"Asian", "Black", "White"}


def test_five_ones_that_add_up_to_five_are_not_left_beside_their_total() -> None:
    ones = hidden(Asian=1, Black=1, Mixed=1, White=1, Other=1)
    assert ones == {"Asian", "Black", "Mixed", "White", "Other", "total"}


def test_a_small_total_is_hidden_like_any_count() -> None:
    assert hidden(Asian=0, Black=3, White=0) == {"Black", "total"}


def test_in_a_table_four_corners_are_hidden_and_the_totals_shown() -> None:
    values, sums = two_way([[3, 20, 30], [20, 9, 40], [30, 40, 50]])
    assert protect(values, sums) == {("", 0, 0), ("", 0, 1), ("", 1, 0), ("", 1, 1)}


def test_a_zero_is_hidden_where_it_spares_a_total() -> None:
    values, sums = two_way([[1, 12], [5, 0]])
    assert protect(values, sums) == {("", row, column) for row in (0, 1) for column in (0, 1)}


def test_a_grand_total_is_shown_although_much_else_is_hidden() -> None:
    values, sums = two_way([[1, 2, 0], [2, 1, 8], [3, 0, 9]])
    assert ("", ALL, ALL) not in protect(values, sums)


def test_what_a_later_choice_makes_needless_is_shown_again() -> None:
    values, sums = two_way([[2, 12], [1, 2]])
    assert set(values) - protect(values, sums) == {("", 0, 1), ("", ALL, ALL)}


def test_a_small_count_is_hidden_under_each_of_its_names() -> None:
    names = [f"name {number}" for number in range(9)]
    values = dict.fromkeys(names, 3)
    assert protect(values, [(one, [other]) for one, other in pairwise(names)]) == set(names)


def test_half_a_child_protects_nobody() -> None:
    values = {"twins": 6, "other twins": 8, "others": 4, "all": 32}
    sums = [("all", ["twins", "twins", "other twins", "other twins", "others"])]
    assert protect(values, sums) == {"twins", "others"}


def test_the_quarters_of_a_year_are_protected_together() -> None:
    quarters = [[6, 7, 9], [2, 8, 5], [7, 7, 7], [8, 9, 6]]
    values = {("year", group): sum(quarter[group] for quarter in quarters) for group in range(3)}
    values |= {(q, group): quarter[group] for q, quarter in enumerate(quarters) for group in range(3)}
    alone = protect(values, [])
    assert alone == {(1, 0)}
    together = protect(values, [(("year", group), [(q, group) for q in range(4)]) for group in range(3)])
    assert together == {(1, 0), (0, 0)}


def test_a_number_in_two_tables_is_hidden_in_both_or_neither() -> None:
    by_age = ("entrants", ["aged 10 to 14", "aged 15 to 17"])
    by_sex = ("entrants", ["boys", "girls"])
    values = {"entrants": 41, "aged 10 to 14": 15, "aged 15 to 17": 26, "boys": 38, "girls": 3}
    assert protect(values, [by_age, by_sex]) == {"boys", "girls"}


def test_twenty_four_of_twenty_six_tells_of_the_two_who_did_not() -> None:
    share = [("cohort", ["reoffended", "did not"])]
    values = {"cohort": 26, "reoffended": 24, "did not": 2}
    assert protect(values, share, unpublished={"did not"}) == {"reoffended"}


def test_a_number_the_reader_has_no_way_to_is_room_to_move() -> None:
    share = [("population", ["in custody", "everybody else"])]
    values = {"population": 24_260, "in custody": 3}
    assert protect(values, share, unpublished={"everybody else"}) == {"in custody"}
    assert audit(values, share, {"in custody"}, unpublished={"everybody else"})["in custody"] == (0, 24_260)


def test_what_is_not_available_is_not_hidden_and_is_no_help_to_the_reader() -> None:
    values = {"Asian": 3, "Black": None, "White": 12, "total": 25}
    assert protect(values, [("total", ["Asian", "Black", "White"])]) == {"Asian"}


def test_two_releases_two_children_apart_do_not_show_the_two() -> None:
    change = [("now", ["before", "since"])]
    values = {"before": 20, "now": 22, "since": 2}
    assert protect(values, change, unpublished={"since"}, already_published={"before"}) == {"now"}


def test_what_is_out_and_gives_a_child_away_is_said_and_not_passed_over() -> None:
    change = [("now", ["before", "since"])]
    values = {"before": 20, "now": 22, "since": 2}
    with pytest.raises(CannotProtect, match="since"):
        protect(values, change, unpublished={"since"}, already_published={"before", "now"})


def test_what_is_hidden_does_not_depend_on_the_run() -> None:
    values, sums = two_way([[3, 6, 6], [6, 6, 6], [6, 6, 6]])
    assert len({protect(values, sums) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("values", "sums", "unpublished", "said"),
    [
        pytest.param({"a": 3, "b": 4, "t": 8}, [("t", ["a", "b"])], [], "'t' is 8 but its parts add up to 7", id="sum"),
        pytest.param({"a": 9, "t": 8}, [("t", ["a", "rest"])], ["rest"], "add up to 9", id="less than a part"),
        pytest.param({"a": 9, "t": 8}, [("t", ["a", "rest"])], [], "no value and not unpublished", id="stranger"),
        pytest.param({"a": -1}, [], [], "'a': -1 is not a count", id="below none"),
        pytest.param({"a": 2.5}, [], [], "'a': 2.5 is not a count", id="half a child"),
    ],
)
def test_numbers_that_cannot_be_are_refused(values: dict, sums: list, unpublished: list, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        protect(values, sums, unpublished=unpublished)


def test_the_attack_finds_what_a_reader_can_work_out() -> None:
    row = {"Asian": 10, "Black": 3, "White": 12, "total": 25}
    sums = [("total", ["Asian", "Black", "White"])]
    assert audit(row, sums, {"Black"}) == {"Black": (3, 3)}
    assert audit(row, sums, {"Asian", "Black"}) == {"Asian": (0, 13), "Black": (0, 13)}
    assert audit(row, sums, {"Black", "total"}) == {"Black": (0, inf), "total": (22, inf)}
    assert audit(row, sums, set()) == {}


def test_the_attack_works_through_several_sums() -> None:
    values, sums = two_way([[3, 20, 30], [20, 9, 40], [30, 40, 50]])
    row = {("", 0, 0), ("", 0, 1)}
    assert audit(values, sums, row) == {("", 0, 0): (3, 3), ("", 0, 1): (20, 20)}
    corners = row | {("", 1, 0), ("", 1, 1)}
    assert audit(values, sums, corners)["", 0, 0] == (0, 23)


def test_the_attack_knows_that_children_come_in_whole_numbers() -> None:
    values = {"twins": 2, "other twins": 1, "others": 1, "all": 7}
    sums = [("all", ["twins", "twins", "other twins", "other twins", "others"])]
    found = audit(values, sums, {"twins", "other twins", "others"})
    assert found == {"twins": (0, 3), "other twins": (0, 3), "others": (1, 7)}


def test_the_attack_refuses_numbers_that_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        audit({"a": 9, "b": 3, "t": 8}, [("t", ["a", "b"])], {"b"})
