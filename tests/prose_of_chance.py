"""Sentences of signs drawn by chance: no two share more than a sign or two, as strangers' texts do."""

from __future__ import annotations

import random

_SIGNS = "".join(map(chr, range(0x4E00, 0x5200)))


class Chance:
    """Draws sentences; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def sentence(self) -> str:
        """Return a sentence of two clauses, of about twenty-five signs."""
        clauses = ("".join(self.draw.choices(_SIGNS, k=self.draw.randint(9, 15))) for _ in "ab")
        return "，".join(clauses) + "。"
