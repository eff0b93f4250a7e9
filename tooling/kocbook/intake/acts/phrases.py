"""Striking a phrase out of a text: named as a whole, or by its beginning and its end.

Who writes 138…678 need not repeat, where everybody can read it, what has to go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.model.takedown import MARK

_GAP = re.compile(r"\s*(?:…+|\.{3,})\s*")
_BETWEEN = r"[^\n]*?"


def strike(text: str, phrases: Sequence[str]) -> str:
    """Return a text with the mark wherever one of `phrases` stands; as it is where none does.

    Raises:
        UsageError: a beginning and an end lead to different words, so that nobody knows which.
    """
    for phrase in phrases:
        for found in _find(text, phrase):
            text = text.replace(found, MARK)
    return text


def _find(text: str, phrase: str) -> Sequence[str]:
    """Return the words that a phrase means: itself, or what lies from its beginning to its end."""
    phrase = phrase.strip()
    if phrase in text:
        return (phrase,) if phrase else ()
    parts = _GAP.split(phrase)
    if len(parts) < 2 or not parts[0] or not parts[-1]:
        return ()
    found = set(re.findall(_BETWEEN.join(map(re.escape, parts)), text))
    if len(found) > 1 or any(parts[0] in one[1:] for one in found):
        raise UsageError("errors.takedown-phrase-which")
    return tuple(found)


def strike_lines(text: str, spans: Sequence[tuple[int, int]], phrases: Sequence[str]) -> str:
    """Return a text with phrases struck in the lines of `spans` alone, counted from 1."""
    lines = text.split("\n")
    for first, last in spans:
        part = "\n".join(lines[first - 1 : last])
        lines[first - 1 : last] = strike(part, phrases).split("\n")
    return "\n".join(lines)


def strike_value(value: Any, phrases: Sequence[str]) -> Any:
    """Return the value of a record's property with phrases struck in all its words."""
    if isinstance(value, str):
        return strike(value, phrases)
    if isinstance(value, Mapping):
        return {key: strike_value(item, phrases) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [strike_value(item, phrases) for item in value]
    return value
