"""Small groups stay hidden, and can't be worked out. The one module that decides it, for surveys, audits and reports.

The rules (domain.md 2 and the audits' own promise):

* A base under five is not shown at all.
* Counts of opinions over one whole group ("one-way") are shown when the base is at least ten.
* Otherwise cells of one to four people are withheld: in background facts, in cross-tabulations, and in one-way counts
  with a base of five to nine.
* Nothing withheld can be calculated from everything that is shown together. So more cells are withheld where needed,
  and where that isn't enough, the whole table.

The reader we protect against adds and subtracts, knows these rules, and knows that no withheld cell of a shown row is
zero. ``None`` stands for a withheld count everywhere. ``docs/decisions/anonymous-surveys.md`` tells the limits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: A group smaller than this is not shown.
LEAST_BASE = 5
#: From here one-way counts are shown whole, small ones too.
OPEN_BASE = 10

#: A count, or ``None`` when it is withheld.
Shown = int | None
Row = list[Shown]


def base_is_shown(base: int) -> bool:
    """Whether a group is large enough for its size to be told."""
    return base >= LEAST_BASE


def is_small(count: int) -> bool:
    """Whether a cell holds one to four people."""
    return 0 < count < LEAST_BASE


def theme_count(count: int, base: int) -> Shown:
    """Return how many of ``base`` brought a theme up, or ``None``: theme counts need a base of ten."""
    return count if base >= OPEN_BASE else None


def one_way(counts: Sequence[int]) -> Row | None:
    """Counts of one opinion question, where each person is in exactly one cell and the base is told.

    ``None`` when the base is under five. From a base of ten everything is shown.
    """
    base = sum(counts)
    if base < LEAST_BASE:
        return None
    return list(counts) if base >= OPEN_BASE else protected(counts)


def judged(counts: Sequence[int]) -> Row | None:
    """One-way counts whose verdict is told as well ("enough people said yes").

    With a base of five to nine the verdict could tell what is withheld: of five in three cells where three say yes, one
    and one are left. So everything is withheld where anything is, and no zero narrows it down.
    """
    shown = one_way(counts)
    return [None] * len(counts) if shown is not None and None in shown else shown


def each_of(counts: Sequence[int], base: int) -> Row | None:
    """Counts of a question with several choices, where a person may be in many cells.

    Each cell stands alone, with "chose it" and "did not" beside each other: with a base under ten it is withheld when
    either side is small.
    """
    if base < LEAST_BASE:
        return None
    if base >= OPEN_BASE:
        return list(counts)
    return [None if is_small(count) or is_small(base - count) else count for count in counts]


def protected(counts: Sequence[int]) -> Row:
    """Counts of a background fact: small cells withheld, and so many more that none can be worked out.

    The total is known to the reader. What is withheld together is at least five people, in at least two cells, and
    more people than cells. Where that can't be had, nothing is shown.
    """
    hidden = {place for place, count in enumerate(counts) if is_small(count)}
    spare = sorted(
        (place for place, count in enumerate(counts) if count >= LEAST_BASE), key=counts.__getitem__
    )
    while hidden and not _is_safe([counts[place] for place in hidden]):
        if not spare:
            return [None] * len(counts)
        hidden.add(spare.pop(0))
    return [None if place in hidden else count for place, count in enumerate(counts)]


def _is_safe(hidden: list[int]) -> bool:
    return len(hidden) >= 2 and sum(hidden) >= LEAST_BASE and sum(hidden) > len(hidden)


@dataclass(frozen=True)
class CrossTable:
    """A background fact (rows) against an opinion (columns), as it may be shown; ``rows`` are the groups' sizes."""

    rows: Row
    cells: list[Row]


def cross(cells: Sequence[Sequence[int]]) -> CrossTable | None:
    """Cross-tabulate, or return ``None`` when the table can't be shown without giving somebody away.

    Every person stands in exactly one cell, no answer included. The reader knows the column totals (the opinion's own
    counts, shown from a base of ten) and the row totals that :func:`protected` leaves. A group whose size is withheld
    has its whole row withheld.
    """
    sizes = [sum(row) for row in cells]
    columns = [sum(column) for column in zip(*cells, strict=True)]
    if sum(sizes) < OPEN_BASE:
        return None
    rows = protected(sizes)
    if sum(size is not None and size > 0 for size in rows) == 0 or sum(size > 0 for size in sizes) < 2:
        return None
    hidden = {
        (r, c)
        for r, row in enumerate(cells)
        for c, count in enumerate(row)
        if (rows[r] is None and columns[c] > 0) or (rows[r] is not None and is_small(count))
    }
    while known := [place for place in sorted(hidden) if _is_known(place, hidden, cells, rows)]:
        more = _more(known[0], hidden, cells)
        if not more:
            return None
        hidden |= more
    shown: list[Row] = [
        [None if (r, c) in hidden else count for c, count in enumerate(row)] for r, row in enumerate(cells)
    ]
    # A whole row withheld says so in every cell, also where a column is empty.
    for r, size in enumerate(rows):
        if size is None:
            shown[r] = [None] * len(columns)
    return CrossTable(rows, shown)


_Place = tuple[int, int]
#: A node of the exchange graph: ("row", number), ("column", number), or the rows whose sizes are withheld, as one.
_Node = tuple[str, int]


def _more(known: _Place, hidden: set[_Place], cells: Sequence[Sequence[int]]) -> set[_Place]:
    """Return what to withhold as well: the cheapest square through the cell, else the smallest cell that is left."""
    r, c = known
    squares = [
        {(r, other_c), (other_r, c), (other_r, other_c)} - hidden
        for other_r in range(len(cells))
        for other_c in range(len(cells[0]))
        if other_r != r and other_c != c
    ]
    usable = [square for square in squares if square and all(cells[i][j] > 0 for i, j in square)]
    if usable:
        return min(usable, key=lambda square: (sum(cells[i][j] for i, j in square), sorted(square)))
    left = [
        (not (i == r or j == c), count, i, j)
        for i, row in enumerate(cells)
        for j, count in enumerate(row)
        if count > 0 and (i, j) not in hidden
    ]
    return {min(left)[2:]} if left else set()


def _is_known(place: _Place, hidden: set[_Place], cells: Sequence[Sequence[int]], rows: Row) -> bool:
    """Whether the reader can work the cell out: no other whole numbers fit everything shown.

    One person more in a cell means one fewer in another of the same column, one more in a third of that row, and so
    on until the circle closes. The cell is open exactly when such a circle passes through it. A cell of a shown row
    can't fall below one, since the reader knows that zeros there are shown; one of a withheld row can fall to zero.
    """
    return not (
        _way(_row_node(place[0], rows), ("column", place[1]), place, hidden, cells, rows, gives=True)
        or _way(_row_node(place[0], rows), ("column", place[1]), place, hidden, cells, rows, gives=False)
    )


def _way(
    row: _Node,
    column: _Node,
    place: _Place,
    hidden: set[_Place],
    cells: Sequence[Sequence[int]],
    rows: Row,
    *,
    gives: bool,
) -> bool:
    """Whether ``place`` can rise by one (``gives`` false) or fall by one, the others making up for it."""
    if gives and not _can_fall(place, cells, rows):
        return False
    # Rising goes row → column through the cell itself, so the way back is column → row; falling is the mirror image.
    begin, goal = (row, column) if gives else (column, row)
    seen, waiting = {begin}, [begin]
    while waiting:
        node = waiting.pop()
        for following in _steps(node, place, hidden, cells, rows):
            if following == goal:
                return True
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return False


def _steps(
    node: _Node, without: _Place, hidden: set[_Place], cells: Sequence[Sequence[int]], rows: Row
) -> Iterator[_Node]:
    for place in hidden:
        if place == without:
            continue
        row, column = _row_node(place[0], rows), ("column", place[1])
        if node == row:
            yield column  # the cell rises: always possible
        elif node == column and _can_fall(place, cells, rows):
            yield row


def _row_node(row: int, rows: Row) -> _Node:
    return ("row", row) if rows[row] is not None else ("withheld rows", 0)


def _can_fall(place: _Place, cells: Sequence[Sequence[int]], rows: Row) -> bool:
    least = 0 if rows[place[0]] is None else 1
    return cells[place[0]][place[1]] > least
