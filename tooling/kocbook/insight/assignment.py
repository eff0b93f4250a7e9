"""The best ways to give each seat a different member: an assignment problem, and its next best answers."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Costs = NDArray[np.float64]

Scores = Mapping[str, int]
"""What each member who can take a seat is worth there; whole numbers, so that sums are exact."""

Answer = tuple[str | None, ...]
"""A member for each seat, in seat order; None where nobody is left for one."""


def best_assignments(scores: Sequence[Scores], count: int) -> list[Answer]:
    """Return up to `count` different answers of the highest sums, the best first.

    As many seats as possible are filled, and all answers fill that many; ties go by id. Solved by
    the shortest augmenting paths of Jonker and Volgenant (SciPy); the next best answers by Murty's
    partition (K. G. Murty, Operations Research 16, 1968): the best answer splits what is left into
    disjoint parts, each with its first seats given as in it and the next one given otherwise.
    """
    if not scores:
        return []
    shortlists = [shortlist(seat, len(scores), count) for seat in scores]
    members = sorted({member for seat in shortlists for member in seat})
    answers = islice(_iter_answers(_costs(shortlists, members)), count)
    named = [
        tuple(members[column] if column < len(members) else None for column in columns)
        for columns in answers
    ]
    filled = [sum(member is not None for member in answer) for answer in named]
    return [answer for answer, size in zip(named, filled, strict=True) if size == filled[0]]


def shortlist(scores: Scores, seats: int, count: int) -> Scores:
    """Keep the `seats` + `count` − 1 best members of one seat; no answer that counts is lost.

    Suppose one of the `count` best answers gave this seat a member who is not kept. At most
    `seats` − 1 of those kept sit elsewhere, so at least `count` of them are free; each instead of
    that member makes another answer, none worse. So `count` answers without that member are at
    least as good, and the same sums are reached without it.
    """
    ranked = heapq.nsmallest(seats + count - 1, ((-scores[member], member) for member in scores))
    return {member: -cost for cost, member in ranked}


def _costs(scores: Sequence[Scores], members: Sequence[str]) -> Costs:
    """Return what each member costs on each seat, with one column more a seat for "nobody".

    Nobody costs more than any change of all the others could bring, so a seat stays empty only
    where it has to. Infinite: not possible.
    """
    import numpy as np

    seats = len(scores)
    largest = max((abs(score) for seat in scores for score in seat.values()), default=0)
    columns = {member: column for column, member in enumerate(members)}
    costs = np.full((seats, len(members) + seats), np.inf)
    for row, seat in enumerate(scores):
        costs[row, len(members) + row] = 2 * seats * largest + 1
        for member, score in seat.items():
            costs[row, columns[member]] = -score
    return costs


def _iter_answers(costs: Costs) -> Iterator[tuple[int, ...]]:
    """Yield a column for each row by rising sums of costs: all answers, each once."""
    heap: list[tuple[float, tuple[int, ...], int, frozenset[int]]] = []

    def push(given: tuple[int, ...], refused: frozenset[int]) -> None:
        """Add the best answer that begins with `given` and gives the next row none of `refused`."""
        solved = _solve(costs, given, refused)
        if solved is not None:
            heapq.heappush(heap, (*solved, len(given), refused))

    push((), frozenset())
    while heap:
        _, answer, start, refused = heapq.heappop(heap)
        yield answer
        for row in range(start, len(answer)):
            kept = refused if row == start else frozenset[int]()
            push(answer[:row], kept | {answer[row]})


def _solve(
    costs: Costs, given: tuple[int, ...], refused: frozenset[int]
) -> tuple[float, tuple[int, ...]] | None:
    """Return the least cost and its columns under what is given and refused, or None."""
    # Imported here: no other command needs it, and it takes longer than most of them.
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    start = len(given)
    rest = costs[start:].copy()
    rest[:, list(given)] = np.inf
    rest[0, list(refused)] = np.inf
    try:
        _, columns = linear_sum_assignment(rest)
    except ValueError:  # no answer is left in this part
        return None
    answer = (*given, *(int(column) for column in columns))
    return float(costs[range(len(answer)), answer].sum()), answer
