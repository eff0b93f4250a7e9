"""Exact splits of whole amounts by shares in basis points."""

from __future__ import annotations

from collections.abc import Sequence

WHOLE = 10_000


def split_amount(amount: int, shares: Sequence[int]) -> list[int]:
    """Split `amount` (integer minor units) by `shares` with the largest-remainder method.

    The parts sum to `amount` exactly when the shares are positive in sum. Ties go to the earlier
    seat. Source: Hamilton's method of apportionment.
    """
    total = sum(shares)
    if total <= 0:
        return [0] * len(shares)
    parts = [amount * share // total for share in shares]
    remainders = [amount * share % total for share in shares]
    missing = amount - sum(parts)
    order = sorted(range(len(shares)), key=lambda index: (-remainders[index], index))
    for index in order[:missing]:
        parts[index] += 1
    return parts
