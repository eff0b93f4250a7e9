"""Where a page of the site differs from GitHub's rendering, and which differences are meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from tests.bench.reading import FORMULA, View

MEANT = {
    "han-lines": "one newline between Chinese signs is no gap inside a word",
    "han-emphasis": "emphasis ends beside Chinese signs; cmark-gfm prints the asterisks",
    "one-tilde": "one ~ is a sign (6~8), a strike takes two",
    "alert": "[!NOTE] and its like are notes, as on GitHub's pages; cmark-gfm does not know them",
    "formula": "$…$ is a formula, as on GitHub's pages; cmark-gfm does not know it",
    "picture-from-web": "a picture on another host is a link to it: no page fetches from elsewhere",
    "definition": "`: words` below a term is a definition; GitHub prints the colon",
}
"""Differences that are wanted, and why."""

_HAN = r"\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"
_HAN_LINE = re.compile(rf"(?<=[{_HAN}])\n(?=[{_HAN}])")
_DEFINITION = re.compile(r" {0,3}:([ \t]+)(?=\S)")
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")


def take_apart_definitions(text: str) -> tuple[str, int]:
    """Return a text with each definition as blocks of its own, as GitHub can read them, and how many."""
    lines: list[str] = []
    width, times, fence = 0, 0, ""
    for line in text.split("\n"):
        started = None if fence or not any(lines[-2:]) else _DEFINITION.match(line)
        if started:
            width, times = min(started.end(), 4), times + 1
            lines += ["", line[started.end() :]]
        elif width and (not line.strip() or line.startswith(" " * width)):
            lines.append(line[width:])
        else:
            width = width if width and lines[-1].strip() else 0
            lines.append(line)
        if mark := _FENCE.match(lines[-1]):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
    return "\n".join(lines), times


def compare_words(github: View, plain: View, site: View, meant: Counter[str]) -> Iterator[str]:
    """Yield the words that differ; count in `meant` what is wanted.

    `plain` is GitHub's view where a strike takes two tildes.
    """
    meant["one-tilde"] += github.blocks != plain.blocks
    meant["alert"] += plain.alerts
    meant["picture-from-web"] += plain.from_web
    theirs = [_join(block, meant) for block in plain.blocks]
    ours = [block.replace("\n", " ") for block in site.blocks]
    changes = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    for what, first, last, start, end in changes:
        if what != "equal":
            yield from _explain(theirs[first:last], ours[start:end], meant)


def _join(block: str, meant: Counter[str]) -> str:
    joined, times = _HAN_LINE.subn("", block)
    meant["han-lines"] += times
    return joined.replace("\n", " ")


def _explain(theirs: Sequence[str], ours: Sequence[str], meant: Counter[str]) -> Iterator[str]:
    if len(theirs) == len(ours):
        for one, other in zip(theirs, ours, strict=True):
            why = _why(one, other)
            if why:
                meant[why] += 1
            elif one != other:
                yield f"- {one}\n+ {other}"
        return
    yield "\n".join([*(f"- {one}" for one in theirs), *(f"+ {one}" for one in ours)])


def _why(theirs: str, ours: str) -> str:
    """Return which meant difference makes `ours` of `theirs`, "" for none."""
    if FORMULA in ours:
        pattern = r"\$\$?.+?\$\$?".join(map(re.escape, ours.split(FORMULA)))
        if re.fullmatch(pattern, theirs):
            return "formula"
    if theirs != ours and _drops_only_signs(theirs, ours):
        return "han-emphasis"
    return ""


def _drops_only_signs(theirs: str, ours: str) -> bool:
    """True where `ours` is `theirs` without pairs of `*` or `~~`, each beside a Chinese sign."""
    place, dropped = 0, []
    for index, sign in enumerate(theirs):
        if place < len(ours) and ours[place] == sign:
            place += 1
        elif sign in "*~":
            dropped.append(index)
        else:
            return False
    beside = "".join(theirs[max(0, one - 3) : one + 4] for one in dropped)
    return place == len(ours) and len(dropped) % 2 == 0 and bool(re.search(f"[{_HAN}]", beside))


def compare_lists(plain: View, site: View) -> Iterator[str]:
    """Yield the list items that have another level or number."""
    yield from _compare("list item", plain.items, site.items)


def compare_targets(what: str, theirs: Sequence[object], ours: Sequence[object]) -> Iterator[str]:
    """Yield the links or pictures that lead elsewhere or are missing."""
    yield from _compare(what, theirs, ours)


def _compare(what: str, theirs: Sequence[object], ours: Sequence[object]) -> Iterator[str]:
    changes = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    for kind, first, last, start, end in changes:
        if kind != "equal":
            yield f"{what}: - {theirs[first:last]} + {ours[start:end]}"
