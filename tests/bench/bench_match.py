"""`python -m tests.bench.bench_match`: three explained teams beside SciPy's one answer on the full matrix."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from kocbook.insight.assignment import best_assignments
from kocbook.insight.match import match_teams
from tests.insight.crowd import DAY, KEY, best_of_all, crowd, whole_matrix

Found = TypeVar("Found")
MEMBERS, SEATS, ROUNDS = 5_000, 12, 5


def main() -> int:
    """Print the times and whether both found the same optimum; 1 if they did not."""
    community, facts = crowd(MEMBERS, SEATS)
    best_assignments([{"a": 1}], 1)  # both use the solver, so neither pays for importing it
    ours, theirs, alone = [], [], []
    same = True
    for _ in range(ROUNDS):
        found, seconds = _time(lambda: match_teams(community, facts, KEY, DAY))
        ours.append(seconds)
        matrix, seconds = _time(lambda: whole_matrix(community, facts))
        best, solving = _time(lambda matrix=matrix: best_of_all(matrix))
        theirs.append(seconds + solving)
        alone.append(solving)
        # The solver is given whole millionths, and the score shown is the sum before rounding.
        same = same and abs(found.teams[0].score - best) <= SEATS / 1e6
    koc, peer, solver = map(statistics.median, (ours, theirs, alone))
    out = sys.stdout
    out.write(f"{MEMBERS:,} members × {SEATS} seats, CPU seconds, median of {ROUNDS}\n\n")
    out.write("| work | CPU s |\n|---|---|\n")
    out.write(f"| koc: skills, scores, three explained teams with runners-up | {koc:.3f} |\n")
    out.write(
        f"| the same skills and scores, then SciPy on the full matrix: one team | {peer:.3f} |\n"
    )
    out.write(f"| SciPy's part of it | {solver:.3f} |\n\n")
    out.write(f"ratio {koc / peer:.2f}; the same optimum: {'yes' if same else 'NO'}; ")
    out.write(f"at most 1 s: {'yes' if max(ours) <= 1 else 'NO'}\n")
    return 0 if same and max(ours) <= 1 else 1


def _time(work: Callable[[], Found]) -> tuple[Found, float]:
    started = time.process_time()
    found = work()
    return found, time.process_time() - started


if __name__ == "__main__":
    raise SystemExit(main())
