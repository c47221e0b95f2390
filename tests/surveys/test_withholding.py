"""Small groups can't be worked out from everything that is shown: tried by adding and subtracting, and by trying all."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from surveys import withholding
from surveys.withholding import CrossTable, Row

COUNTS = st.lists(st.integers(0, 12), min_size=2, max_size=5)
CELLS = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 7), min_size=width, max_size=width), min_size=2, max_size=4
    )
)


def test_a_base_under_five_is_not_shown():
    assert withholding.one_way([2, 2]) is None
    assert withholding.each_of([2, 1], 4) is None
    assert not withholding.base_is_shown(4)
    assert withholding.base_is_shown(5)


def test_one_way_opinions_are_shown_whole_from_a_base_of_ten():
    assert withholding.one_way([1, 2, 7]) == [1, 2, 7]
    assert withholding.one_way([1, 2, 6]) == [None, None, None]
    assert withholding.each_of([1, 9], 10) == [1, 9]


def test_themes_are_counted_from_a_base_of_ten():
    assert withholding.theme_count(1, 10) == 1
    assert withholding.theme_count(9, 9) is None


def test_a_small_group_takes_the_smallest_other_group_with_it():
    assert withholding.protected([20, 3, 8, 0]) == [20, None, None, 0]


def test_several_groups_of_one_person_each_show_nothing_at_all():
    """Five withheld cells and five people: whoever knows that none is empty knows them all."""
    assert withholding.protected([1, 1, 1, 1, 1, 0]) == [None] * 6


def test_a_choice_with_few_who_did_not_make_it_is_withheld_too():
    assert withholding.each_of([8, 3, 0, 9], 9) == [None, None, 0, 9]


def test_a_group_that_is_withheld_has_its_whole_row_withheld():
    table = withholding.cross([[2, 1], [6, 9], [8, 7], [10, 12]])

    assert table is not None
    assert table.rows == [None, None, None, 22] or table.rows == [None, None, 15, 22]
    assert table.cells[0] == [None, None]
    assert table.cells[3] == [10, 12]


def test_one_small_cell_takes_three_others_with_it():
    table = withholding.cross([[2, 8, 9], [7, 6, 9], [9, 9, 9]])

    assert table == CrossTable([19, 22, 27], [[None, None, 9], [None, None, 9], [9, 9, 9]])


def test_a_single_group_gives_no_table():
    """It would only repeat the one-way counts, small cells and all."""
    assert withholding.cross([[2, 12], [0, 0]]) is None


@given(COUNTS)
@example([1, 4])
@example([1, 1, 1, 1, 1])
@example([4, 12])
def test_no_withheld_group_can_be_worked_out_from_the_total(counts: list[int]):
    assume(sum(counts) >= 5)

    shown = withholding.protected(counts)

    assert all(cell is None or not withholding.is_small(cell) for cell in shown)
    hidden = [place for place, cell in enumerate(shown) if cell is None]
    left = sum(counts) - sum(cell for cell in shown if cell is not None)
    everything = len(hidden) == len(counts)
    least = 0 if everything else 1
    for place in hidden:
        values = {split[hidden.index(place)] for split in _splits(left, len(hidden), least=least)}
        assert len(values) > 1, (counts, shown)


@given(st.lists(st.integers(0, 9), min_size=2, max_size=5))
def test_one_way_counts_with_a_small_base_can_not_be_worked_out(counts: list[int]):
    base = sum(counts)
    assume(5 <= base < 10)

    shown = withholding.one_way(counts)

    assert shown is not None
    assert all(cell is None or not withholding.is_small(cell) for cell in shown)
    assert not _solved([[place] for place in range(len(counts))], [shown], [list(range(len(counts)))])


def test_a_verdict_beside_withheld_counts_gives_none_of_them_away():
    """Yes, partly, no and "vet inte" of five to nine people, told together with "enough said yes": every way they can be.

    The reader knows every rule here. What looks the same leaves each withheld count of one to four open.
    """
    careless = _given_away(withholding.one_way)

    assert (3, 1, 1, 0) in careless, "the search is asleep"
    assert _given_away(withholding.judged) == []


def _given_away(show: Callable[[list[int]], withholding.Row | None]) -> list[tuple[int, ...]]:
    seen: dict[tuple[int, tuple[int | None, ...], bool], list[tuple[int, ...]]] = {}
    for counts in product(range(10), repeat=4):
        if 5 <= sum(counts) < 10:
            stands = sum(counts[:3])
            verdict = stands >= 5 and counts[0] * 100 >= 60 * stands
            shown = show(list(counts))
            assert shown is not None
            seen.setdefault((sum(counts), tuple(shown), verdict), []).append(counts)
    return [
        ways[0]
        for (_, shown, _), ways in seen.items()
        if any(
            cell is None and len({way[place] for way in ways}) == 1 and 0 < ways[0][place] < 5
            for place, cell in enumerate(shown)
        )
    ]


@given(CELLS)
@example([[1, 9], [9, 1]])
@example([[1, 1], [9, 9], [9, 9]])
@example([[4, 0], [0, 6], [5, 5]])
def test_no_cell_of_a_cross_table_can_be_calculated(cells: list[list[int]]):
    """Linear algebra: no withheld cell, and no withheld group, is fixed by what is shown."""
    table = withholding.cross(cells)
    assume(table is not None)
    assert table is not None

    _assert_no_small_cell_is_shown(cells, table)
    determined = _determined(cells, table)

    assert determined == [], (cells, table)


@settings(max_examples=60)
@given(
    st.integers(2, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.integers(0, 4), min_size=width, max_size=width), min_size=2, max_size=3
        )
    )
)
@example([[1, 6], [6, 1]])
@example([[2, 1], [1, 2], [6, 6]])
def test_trying_every_table_that_fits_leaves_each_withheld_cell_open(cells: list[list[int]]):
    """Whole numbers, none below zero, no withheld cell of a shown row zero: still at least two values for each."""
    assume(sum(map(sum, cells)) <= 20)
    table = withholding.cross(cells)
    assume(table is not None)
    assert table is not None

    found: dict[tuple[int, int], set[int]] = {}
    for candidate in _tables_that_fit(cells, table):
        for r, row in enumerate(candidate):
            for c, count in enumerate(row):
                found.setdefault((r, c), set()).add(count)

    columns = [sum(column) for column in zip(*cells, strict=True)]
    for r, row in enumerate(table.cells):
        for c, shown in enumerate(row):
            if shown is None and columns[c] > 0:
                assert len(found[r, c]) > 1, (cells, table, (r, c))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 1)), min_size=10, max_size=16))
def test_two_tables_of_the_same_groups_give_nothing_away_together(people: list[tuple[int, int, int]]):
    """The same background fact against two questions: sizes that are withheld in one stay open in both."""
    first = [[sum(1 for p in people if p[0] == r and p[1] == c) for c in range(2)] for r in range(3)]
    second = [[sum(1 for p in people if p[0] == r and p[2] == c) for c in range(2)] for r in range(3)]
    one, two = withholding.cross(first), withholding.cross(second)
    assume(one is not None and two is not None)
    assert one is not None
    assert two is not None

    assert one.rows == two.rows
    sizes_one = {tuple(map(sum, table)) for table in _tables_that_fit(first, one)}
    sizes_two = {tuple(map(sum, table)) for table in _tables_that_fit(second, two)}
    together = sizes_one & sizes_two

    for r, size in enumerate(one.rows):
        if size is None:
            assert len({sizes[r] for sizes in together}) > 1, (first, second, one, two)
    # A table that fits the sizes of both leaves every withheld cell open in each.
    for cells, table in ((first, one), (second, two)):
        columns = [sum(column) for column in zip(*cells, strict=True)]
        fitting = [t for t in _tables_that_fit(cells, table) if tuple(map(sum, t)) in together]
        for r, row in enumerate(table.cells):
            for c, shown in enumerate(row):
                if shown is None and columns[c] > 0:
                    assert len({t[r][c] for t in fitting}) > 1, (first, second)


def test_the_search_notices_a_table_with_one_cell_withheld():
    """The check itself is not asleep: withholding the small cell alone is found out."""
    cells = [[2, 8], [7, 6]]
    careless = CrossTable([10, 13], [[None, 8], [7, 6]])

    assert _determined(cells, careless) == [(0, 0)]


@pytest.mark.parametrize("cells", [[[3, 3], [3, 3]], [[1, 0], [0, 9]]])
def test_tables_that_cannot_be_protected_are_not_shown_or_are_safe(cells: list[list[int]]):
    table = withholding.cross(cells)

    assert table is None or _determined(cells, table) == []


def _assert_no_small_cell_is_shown(cells: list[list[int]], table: CrossTable) -> None:
    for row, shown in zip(cells, table.cells, strict=True):
        for count, cell in zip(row, shown, strict=True):
            assert cell in (None, count)
            assert cell is None or not withholding.is_small(cell)
    assert all(size is None or not withholding.is_small(size) for size in table.rows)


def _splits(total: int, parts: int, *, least: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        if total >= least:
            yield (total,)
        return
    for first in range(least, total + 1):
        for rest in _splits(total - first, parts - 1, least=least):
            yield (first, *rest)


def _solved(names: list[list[int]], shown: list[Row], known_sums: list[list[int]]) -> list[int]:
    """Places of one row whose value follows from the row's total."""
    row = shown[0]
    hidden = [place for place, cell in enumerate(row) if cell is None]
    return hidden if len(hidden) == 1 else []


def _determined(cells: list[list[int]], table: CrossTable) -> list[tuple[int, int]]:
    """Withheld cells fixed by the equations: column totals, and the totals of rows whose size is shown."""
    hidden = [(r, c) for r, row in enumerate(table.cells) for c, cell in enumerate(row) if cell is None]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    # An empty column is no secret: its total says that nobody is there.
    hidden = [(r, c) for r, c in hidden if columns[c] > 0]
    equations = [[Fraction(int(c == column)) for _, c in hidden] for column in range(len(columns))]
    equations += [
        [Fraction(int(r == row)) for r, _ in hidden]
        for row in range(len(cells))
        if table.rows[row] is not None
    ]
    return [
        place
        for number, place in enumerate(hidden)
        if _in_span(equations, [Fraction(int(number == other)) for other in range(len(hidden))])
    ]


def _in_span(rows: list[list[Fraction]], vector: list[Fraction]) -> bool:
    return _rank(rows) == _rank([*rows, vector])


def _rank(rows: list[list[Fraction]]) -> int:
    left = [list(row) for row in rows if any(row)]
    rank = 0
    width = len(rows[0]) if rows else 0
    for column in range(width):
        pivot = next((row for row in left[rank:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(rank, pivot)
        for number, row in enumerate(left):
            if number != rank and row[column]:
                factor = row[column] / pivot[column]
                left[number] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        rank += 1
    return rank


def _tables_that_fit(cells: list[list[int]], table: CrossTable) -> Iterator[list[list[int]]]:
    """Every table that agrees with all that is shown and with what a reader knows of the rules."""
    columns = [sum(column) for column in zip(*cells, strict=True)]
    height = len(cells)
    choices = []
    for c, total in enumerate(columns):
        hidden = [r for r in range(height) if table.cells[r][c] is None]
        left = total - sum(table.cells[r][c] or 0 for r in range(height) if r not in hidden)
        fits = []
        if not hidden:
            fits = [()]
        else:
            for split in _splits(left, len(hidden), least=0):
                if all(table.rows[r] is None or count >= 1 for r, count in zip(hidden, split, strict=True)):
                    fits.append(split)
        choices.append((hidden, fits))
    for picked in product(*(fits for _, fits in choices)):
        candidate = [[0] * len(columns) for _ in range(height)]
        for c, ((hidden, _), split) in enumerate(zip(choices, picked, strict=True)):
            filled = dict(zip(hidden, split, strict=True))
            for r in range(height):
                shown = table.cells[r][c]
                candidate[r][c] = filled[r] if shown is None else shown
        sizes = list(map(sum, candidate))
        if all(
            (size >= 1 if shown is None else size == shown)
            for size, shown in zip(sizes, table.rows, strict=True)
        ):
            yield candidate
