"""No hidden number can be worked out: random tables under an attack that shares nothing with the product's own."""

from collections.abc import Collection, Hashable
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array, eye_array, kron

from tests.measures.two_way import ALL, Sums, Values, two_way
from yjs.documents.document import Cell, Column, CountKey, Row, Table
from yjs.documents.protection import FEWEST, hidden_groups
from yjs.measures.disclosure import audit, protect


SEED = 20190331
TABLES = 1_000
MORE_THAN_ANY = 100_000

counts = st.one_of(st.integers(0, 4), st.integers(0, 12), st.integers(0, 200))


@st.composite
def tables(draw: st.DrawFn) -> tuple[Values, Sums]:
    height, width = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    return two_way(draw(st.lists(st.lists(counts, min_size=width, max_size=width), min_size=height, max_size=height)))


@st.composite
def years_of_quarters(draw: st.DrawFn) -> tuple[Values, Sums]:
    """The same small table in quarters and for the whole year, which they add up to."""
    height, width, quarters = draw(st.integers(1, 3)), draw(st.integers(2, 3)), draw(st.integers(2, 3))
    shape = st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=height, max_size=height)
    parts = [np.array(draw(shape)) for _ in range(quarters)]
    values, sums = two_way(sum(parts), "year")
    for number, part in enumerate(parts):
        more_values, more_sums = two_way(part, f"quarter {number}")
        values, sums = values | more_values, sums + more_sums
    cells = product([*range(height), ALL], [*range(width), ALL])
    across = [(("year", *cell), [(f"quarter {number}", *cell) for number in range(quarters)]) for cell in cells]
    return values, sums + across


@st.composite
def shares(draw: st.DrawFn) -> tuple[Values, Sums, set[Hashable]]:
    """Groups with a numerator and a denominator each: who did not is not published."""
    groups = range(draw(st.integers(1, 5)))
    who = {("did", group): draw(counts) for group in groups} | {("did not", group): draw(counts) for group in groups}
    values = who | {("of", group): who["did", group] + who["did not", group] for group in groups}
    values |= {(part, ALL): sum(values[part, group] for group in groups) for part in ("did", "did not", "of")}
    sums: Sums = [(("of", group), [("did", group), ("did not", group)]) for group in (*groups, ALL)]
    sums += [((part, ALL), [(part, group) for group in groups]) for part in ("did", "did not", "of")]
    return values, sums, {key for key in values if key[0] == "did not"}


def attack(
    values: Values, sums: Sums, unseen: Collection[Hashable], not_zero: Collection[Hashable] = ()
) -> dict[Hashable, tuple[float, float]]:
    """The least and the most of each unseen number, all found at once: a copy of the table for each end of each."""
    cells = sorted(unseen, key=repr)
    if not cells:
        return {}
    ties, seen = np.zeros((len(sums), len(cells))), np.zeros(len(sums))
    for number, (total, parts) in enumerate(sums):
        for key, sign in [(total, -1), *((part, 1) for part in parts)]:
            if key in unseen:
                ties[number, cells.index(key)] += sign
            else:
                seen[number] -= sign * values[key]
    ends = np.vstack([np.eye(len(cells)), -np.eye(len(cells))])
    least = np.tile([1 if cell in not_zero else 0 for cell in cells], len(ends))
    found = linprog(
        ends.ravel(),
        A_eq=kron(eye_array(len(ends)), csr_array(ties), format="csr"),
        b_eq=np.tile(seen, len(ends)),
        bounds=np.column_stack([least, np.full(ends.size, MORE_THAN_ANY)]),
    )
    points = found.x.reshape(ends.shape)
    low, high = np.diag(points), np.diag(points[len(cells) :])
    return {cell: (low[place], high[place]) for place, cell in enumerate(cells)}


def given_away(
    values: Values, sums: Sums, hidden: Collection[Hashable], unpublished: Collection[Hashable] = ()
) -> list[str]:
    """Every promise that is broken for a hidden number, or for a small one that was never shown."""
    unseen = {*hidden, *unpublished}
    small = {key for key, value in values.items() if 0 < value < 5}
    kept = {*hidden, *(small & set(unpublished))}
    broken = [f"{key} shown" for key in small - unseen]
    for key, (low, high) in attack(values, sums, unseen).items():
        if key in kept and high - low < 2 - 1e-6:
            broken.append(f"{key} is {low} to {high}")
        if key in kept & small and high < 5 - 1e-6:
            broken.append(f"{key} is known to be small")
    not_zero = {key for key in unseen if values[key]}
    for key, (low, high) in attack(values, sums, unseen, not_zero).items():
        if key in kept and high - low < 2 - 1e-6:
            broken.append(f"{key} is {low} to {high} to one who knows the rule")
    return broken


def test_none_of_a_thousand_random_tables_gives_a_hidden_number_away() -> None:
    chance = np.random.default_rng(SEED)
    attacked = equations = 0
    for _ in range(TABLES):
        mean = chance.choice([1, 4, 10, 40])
        shape = chance.integers(2, 9), chance.integers(2, 6)
        values, sums = two_way(chance.poisson(chance.gamma(0.8, mean / 0.8, shape)))
        hidden = protect(values, sums)
        assert given_away(values, sums, hidden) == []
        attacked, equations = attacked + len(hidden), equations + len(sums)
    print(f"{TABLES} tables from seed {SEED}: {attacked} hidden numbers attacked through {equations} sums, 0 found")
    assert attacked > 5 * TABLES


@given(tables())
def test_no_table_gives_a_hidden_number_away(table: tuple[Values, Sums]) -> None:
    values, sums = table
    assert given_away(values, sums, protect(values, sums)) == []


@given(years_of_quarters())
def test_quarters_beside_their_year_give_no_hidden_number_away(table: tuple[Values, Sums]) -> None:
    values, sums = table
    hidden = protect(values, sums)
    assert given_away(values, sums, hidden) == []
    assert all(high - low >= 2 for low, high in audit(values, sums, hidden).values())


@given(shares())
def test_shares_of_groups_give_away_neither_who_did_nor_who_did_not(table: tuple[Values, Sums, set[Hashable]]) -> None:
    values, sums, unpublished = table
    hidden = protect(values, sums, unpublished=unpublished)
    assert hidden.isdisjoint(unpublished)
    assert given_away(values, sums, hidden, unpublished) == []


@given(tables())
def test_the_products_own_attack_finds_the_same(table: tuple[Values, Sums]) -> None:
    values, sums = table
    small = {key for key, value in values.items() if 0 < value < 5}
    ours = attack(values, sums, small)
    for key, (low, high) in audit(values, sums, small).items():
        assert np.isclose(low, ours[key][0])
        assert np.isclose(min(high, MORE_THAN_ANY), ours[key][1])


@given(tables())
def test_a_table_without_small_numbers_is_published_whole(table: tuple[Values, Sums]) -> None:
    values, sums = table
    large = {key: 5 * value for key, value in values.items()}
    assert protect(large, sums) == frozenset()


def as_a_split(values: Values, sums: Sums) -> Table:
    """A two-way table as a figure split two ways is printed, with all its sums."""

    def key(cell: Hashable) -> CountKey:
        _, down, across = cell  # type: ignore[misc]
        groups = [f"{way}={code}" for way, code in (("across", across), ("down", down)) if code != ALL]
        return CountKey("children", "2018", tuple(groups))

    def count(cell: Hashable) -> tuple[CountKey, int]:
        return key(cell), values[cell]

    rows = [Row((Cell("", count=values[cell], keys=(key(cell),)),)) for cell in values]
    ties = tuple((count(total), tuple(count(part) for part in parts)) for total, parts in sums)
    return Table("t", "Children", (Column("Children"),), tuple(rows), ties=ties)


@given(tables())
def test_with_the_total_known_no_group_and_no_group_of_a_group_is_given_away(table: tuple[Values, Sums]) -> None:
    values, sums = table
    hidden_keys = hidden_groups([as_a_split(values, sums)])
    printed = zip(values, as_a_split(values, sums).rows, strict=True)
    hidden = {cell for cell, row in printed if row.cells[0].keys[0] in hidden_keys}
    total = ("", ALL, ALL)
    assert total not in hidden
    groups_of_groups = {cell for cell in values if ALL not in cell}  # type: ignore[operator]
    if 0 < values[total] < FEWEST:
        assert hidden == values.keys() - {total}
    elif groups_of_groups <= hidden:
        # Which of them are nobody is hidden too, so nobody knows that one is not.
        for cell, (low, high) in attack(values, sums, hidden).items():
            assert high - low >= 2 - 1e-6, cell
            assert high >= 5 - 1e-6 or not 0 < values[cell] < 5, cell
    else:
        assert given_away(values, sums, hidden) == []
