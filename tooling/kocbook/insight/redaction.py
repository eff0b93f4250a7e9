"""Taking words and pictures out of texts and records, and telling whether nothing else happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from posixpath import relpath
from typing import Any

from kocbook.insight.fingerprint import page_fingerprint
from kocbook.model.community import Module
from kocbook.model.takedown import MARK
from kocbook.model.work import Response


def is_redacted(before: str, after: str) -> bool:
    """True where `after` is `before` with pieces of it replaced by the mark, one or several."""
    first, *pieces = after.split(MARK)
    if not pieces or before == after or not before.startswith(first):
        return False
    last, at = pieces.pop(), len(first)
    for piece in pieces:
        found = before.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return before.endswith(last) and len(before) - len(last) >= at


def is_less(before: Any, after: Any) -> bool:
    """True where a value lost words, links or pictures, and nothing came instead but the mark."""
    if after is None or before == after or (after == MARK and before in (None, "")):
        return True
    if isinstance(before, str) and isinstance(after, str):
        return is_redacted(before, after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return before.keys() == after.keys() and all(
            is_less(before[key], after[key]) for key in before
        )
    if isinstance(before, tuple) and isinstance(after, tuple):
        rest = iter(before)
        return all(any(is_less(old, new) for old in rest) for new in after)
    return False


def is_named_after(name: str, member: str) -> bool:
    """True for a picture that a form or a response named after its member: lin-xiaoman-2.jpg.

    Digits alone may follow, for another member's id may begin with this one.
    """
    plain = name.rpartition("/")[2]
    return re.fullmatch(rf"{re.escape(member)}(?:-\d+){{1,2}}\.[a-z0-9]+", plain) is not None


def name_from(name: str, folder: str) -> str:
    """Return how a text in a part's folder calls a file: both are below the module's folder."""
    return relpath(name, folder or ".")


def without_picture(text: str, name: str) -> str:
    """Return a text with the mark where it showed, or led to, a file that it calls `name`."""
    target = rf"\(\s*<?(?:\./)?{re.escape(name)}>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    return re.sub(rf"!?\[[^\[\]]*\]{target}", MARK, text)


def without_lines(text: str, first: int, last: int) -> str:
    """Return a text with the mark instead of the lines from `first` to `last`, counted from 1."""
    lines = text.split("\n")
    return "\n".join([*lines[: first - 1], MARK, *lines[last:]])


def drop_picture(response: Response, name: str) -> Response:
    """Return a response without one of its pictures; where nothing is left, the mark says so."""
    kept = [pair for pair in zip(response.media, response.alt, strict=False) if pair[0] != name]
    media, alt = tuple(one for one, _ in kept), tuple(one for _, one in kept)
    is_empty = not (media or response.text or response.choice)
    return replace(response, media=media, alt=alt, text=MARK if is_empty else response.text)


def takes_only_picture(before: Response, after: Response, name: str) -> bool:
    """True where a response is what it was, without one picture."""
    return name in before.media and drop_picture(before, name) == after


def standing_words(module: Module) -> frozenset[str]:
    """Return the fingerprints that stand for a module's text: its own, and those from before takedowns.

    Whoever agreed to the words before has agreed to those that were left.
    """
    current = page_fingerprint(module)
    return frozenset() if current is None else with_earlier(current, module)


def with_earlier(current: str, module: Module) -> frozenset[str]:
    """Return a text's fingerprint with those that it had before parts of it were taken down."""
    earlier: dict[str, list[str]] = {}
    for takedown in module.takedowns:
        if takedown.was and takedown.now:
            earlier.setdefault(takedown.now, []).append(takedown.was)
    found, waiting = {current}, [current]
    while waiting:
        new = [one for one in earlier.get(waiting.pop(), ()) if one not in found]
        found.update(new)
        waiting += new
    return frozenset(found)
