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
    "film": "a film written as a picture is a player",
    "script": "the words of a <script> are not shown; cmark-gfm prints them, GitHub's pages do not",
    "definition": "`: words` below a term is a definition; GitHub prints the colon",
}
"""Differences that are wanted, and why."""

Target = tuple[object, object]
"""The words of a link and its place, or the place of a picture and its description."""

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
    theirs = [_join(block, meant) for block in _without_scripts(plain.blocks, meant)]
    ours = [block.replace("\n", " ") for block in site.blocks]
    changes = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    for what, first, last, start, end in changes:
        if what != "equal":
            yield from _explain(theirs[first:last], ours[start:end], meant)


def _join(block: str, meant: Counter[str]) -> str:
    joined, times = _HAN_LINE.subn("", block)
    meant["han-lines"] += times
    return joined.replace("\n", " ")


def _without_scripts(blocks: Sequence[str], meant: Counter[str]) -> list[str]:
    kept = [block for block in blocks if not re.fullmatch(r"<script>.*</script>", block, re.DOTALL)]
    meant["script"] += len(blocks) - len(kept)
    return kept


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


def compare_targets(
    what: str, theirs: Sequence[Target], ours: Sequence[Target], meant: Counter[str]
) -> Iterator[str]:
    """Yield the links or pictures that lead elsewhere or are missing."""
    shown = Counter(ours)
    explained: list[Target] = []
    for target in theirs:
        other = next((one for one in shown if shown[one] and _is_formula_of(target, one)), None)
        if other is not None:
            meant["formula"] += 1
            shown[other] -= 1
        explained.append(other or target)
    yield from _compare(what, explained, ours)


def is_in_formula(source: str, words: str, target: str) -> bool:
    """True for what reads as a link to cmark-gfm and stands between the signs of a formula."""
    formulas = re.findall(r"\$\$.+?\$\$", source, re.DOTALL)
    for line in re.sub(r"\$\$.+?\$\$", "", source, flags=re.DOTALL).split("\n"):
        formulas += re.findall(r"\$[^$]+\$", line)
    own = not target.startswith("#")  # a footnote's number is no part of a formula
    return any(f"]({target})" in one or (own and f"[{words}]" in one) for one in formulas)


def _is_formula_of(theirs: Target, ours: Target) -> bool:
    words = [part for part in theirs if isinstance(part, str)]
    own = [part for part in ours if isinstance(part, str)]
    places = [part for part in theirs if not isinstance(part, str)]
    return places == [part for part in ours if not isinstance(part, str)] and any(
        FORMULA in one and _why(other, one) == "formula"
        for other, one in zip(words, own, strict=True)
    )


def _compare(what: str, theirs: Sequence[object], ours: Sequence[object]) -> Iterator[str]:
    changes = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    for kind, first, last, start, end in changes:
        if kind != "equal":
            yield f"{what}: - {theirs[first:last]} + {ours[start:end]}"
