"""Whether a brief can be judged: goals that can be measured, and enough said to begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from kocbook.model.brief import Brief, Goal

MIN_BACKGROUND = 20
"""Fewer letters or characters than this do not say why a module is needed."""

# Words with which two people mean two things. Each is long enough not to sit inside a plain word.
# Two expressions: one that minded capital letters would look at every Chinese character slowly.
_VAGUE_CHINESE = re.compile(
    "好一点|好一些|好看一点|更好|更棒|尽量|尽可能|差不多|大概就行|适当|合理就好|看着办|随便写|"
    "高质量|高品质|优质|高大上|有质感|上档次|大气|吸引人|吸引眼球|有亮点|有深度|有温度|"
    "生动|精彩|丰富多彩|引人入胜|通俗易懂|写得好|拍得好|做得好|不错就行|越多越好|越快越好"
)
_VAGUE_ENGLISH = re.compile(
    r"\b(?:better|nicer|high[- ]quality|engaging|attractive|interesting|appropriate(?:ly)?)\b|"
    r"\b(?:as [a-z]+ as possible|try to|do your best|and so on|etc)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile("[A-Za-z]{3}")


class Weakness(StrEnum):
    """What makes a goal hard to judge."""

    GOAL_VAGUE = "goal-vague"
    GOAL_UNMEASURED = "goal-unmeasured"
    MEASURE_VAGUE = "measure-vague"


@dataclass(frozen=True, slots=True)
class WeakPlace:
    """One weakness; `goal` is the place of the goal it is about, `words` those that say nothing."""

    weakness: Weakness
    goal: int | None = None
    words: tuple[str, ...] = field(default=())


def find_vague_words(text: str) -> tuple[str, ...]:
    """List the words of a text that everybody understands differently, each once."""
    found = _VAGUE_CHINESE.findall(text)
    if _LETTERS.search(text):
        found += _VAGUE_ENGLISH.findall(text)
    return tuple(dict.fromkeys(found))


def find_goal_weakness(goal: Goal) -> WeakPlace | None:
    """Return why nobody could tell whether a goal is met, or None.

    A vague wish is fine where a measure says what it comes to.
    """
    if goal.measure:
        words = find_vague_words(goal.measure)
        return WeakPlace(Weakness.MEASURE_VAGUE, None, words) if words else None
    words = find_vague_words(goal.text)
    return WeakPlace(Weakness.GOAL_VAGUE if words else Weakness.GOAL_UNMEASURED, None, words)


def is_background_short(text: str) -> bool:
    """True for a background that hardly says why the module is needed."""
    return len(re.sub(r"\s", "", text)) < MIN_BACKGROUND


def iter_weaknesses(brief: Brief) -> Iterator[WeakPlace]:
    """Yield what is weak in the goals of a brief, in their order."""
    for number, goal in enumerate(brief.goals):
        weak = find_goal_weakness(goal)
        if weak is not None:
            yield WeakPlace(weak.weakness, number, weak.words)
