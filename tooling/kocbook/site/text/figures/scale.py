"""A scale for heights: round steps that hold all numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_FINEST = 3
"""Steps that a drawing has at least; never more than twice as many."""

_LEAST = 1e-6
"""Numbers nearer to each other than this are one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps from the lowest to the highest."""

    steps: tuple[float, ...]

    def part(self, number: float) -> float:
        """Return how high a number is, 0 at the lowest step and 1 at the highest."""
        return (number - self.steps[0]) / (self.steps[-1] - self.steps[0])


def choose_steps(numbers: Sequence[float]) -> Scale:
    """Return a scale of round steps; it begins at 0 unless all numbers are far from it."""
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if low > 0 and low < 2 * (high - low):
        low = 0.0
    if high < 0 and -high < 2 * (high - low):
        high = 0.0
    wide = high - low if high - low > _LEAST else max(abs(high), 1.0)
    exact = wide / _FINEST
    power = 10.0 ** math.floor(math.log10(exact))
    step = next(one * power for one in (5, 2.5, 2, 1) if one * power <= exact * 1.0000001)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return Scale(tuple(round(one * step, 10) for one in range(first, last + 1)))
