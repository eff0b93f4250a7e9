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


def split_instalment(pot: int, shares: Sequence[int], paid: Sequence[int]) -> list[int]:
    """Return what each seat is still owed of a pot of which some was paid before.

    Owed are the exact fractions pot · share − paid, none below zero, rounded as in `split_amount`:
    the parts sum to what is left of the pot. A pot that grows, or is paid in parts, never takes
    back what somebody has. Without payments this is `split_amount` itself.
    """
    total = sum(shares)
    left = pot - sum(paid)
    if total <= 0 or left <= 0:
        return [0] * len(shares)
    owed = [max(0, pot * share - had * total) for share, had in zip(shares, paid, strict=True)]
    return split_amount(left, owed)
