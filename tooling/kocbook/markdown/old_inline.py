"""Old forms inside a paragraph: marks, inserts, raised and lowered signs, keys, attribute lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kocbook.markdown.inline_spans import Span, inline_spans, masked
from kocbook.markdown.line_reader import HEADING

_PAIR = r"[\w:-]{1,80}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s\"'{}=]{1,200})"
_NAMED = rf"(?:[.#][\w-]{{1,80}}|{_PAIR})"
_ANY = rf"(?:{_NAMED}|[A-Za-z][A-Za-z0-9-]{{0,80}})"
_LIST = (
    rf"\{{(?:: {{0,8}}{_ANY}(?: {{1,8}}{_ANY}){{0,20}}| {{0,8}}{_NAMED}(?: {{1,8}}{_ANY}){{0,20}})"
    r" {0,8}\}"
)
_ATTRIBUTES = re.compile(_LIST)
_LINE_OF_ATTRIBUTES = re.compile(rf"[ \t]*+{_LIST}[ \t]*+$")
_SPOKEN = re.compile(r"(?:title|alt|label|caption|description|placeholder)=")
_RULED = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")

# Letters and digits on the outside speak for code: `a==b`, `C++`, ranges such as 6~8.
_MARK = re.compile(
    r"(?<![A-Za-z0-9_=])==(?![\s=])((?:[^=\n]|=(?!=)){1,500}+)(?<!\s)==(?![A-Za-z0-9_=])"
)
_INSERT = re.compile(r"(?<!\^)\^\^(?![\s^])((?:[^^\n]|\^(?!\^)){1,500}+)(?<!\s)\^\^(?!\^)")
_LOWERED = re.compile(
    r"(?<=[A-Za-z)\]])~(?:(\d{1,4})|([A-Za-z0-9]{1,4})(?=~(?![A-Za-z0-9~])))~(?![0-9~])"
)
_RAISED = re.compile(
    r"(?<=[A-Za-z0-9)\]\u4e00-\u9fff])\^"
    r"(?:([+−-]?\d{1,4})|([A-Za-z0-9+−-]{1,4})(?=\^(?![A-Za-z0-9^])))\^(?![0-9^])"
)
_KEYS = re.compile(
    r"(?<![A-Za-z0-9_+])\+\+([A-Za-z0-9-]{1,20}(?:\+[A-Za-z0-9-]{1,20}){0,5})\+\+(?![A-Za-z0-9_+])"
)


class Edit(NamedTuple):
    """One old form of a paragraph: offsets of what is replaced, by what, and its kind."""

    start: int
    end: int
    new: str
    kind: str


def old_inline(paragraph: str) -> list[Edit]:
    """Return the edits that a paragraph of one or more lines needs, in order, none overlapping."""
    if not any(sign in paragraph for sign in ("{", "==", "^", "~", "++")):
        return []
    spans = inline_spans(paragraph)
    hidden = masked(paragraph, spans)
    edits = [*_attribute_lists(hidden, spans), *_pairs(paragraph, hidden)]
    kept: list[Edit] = []
    for edit in sorted(edits):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def apply_edits(paragraph: str, edits: list[Edit]) -> str:
    """Return the paragraph with all edits made."""
    parts, at = [], 0
    for edit in edits:
        parts += [paragraph[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, paragraph[at:]])


def _pairs(paragraph: str, hidden: str) -> Iterator[Edit]:
    for pattern, tag, kind in ((_MARK, "mark", "mark"), (_INSERT, "ins", "insert")):
        for match in pattern.finditer(hidden):
            if kind == "mark" and _compares(hidden, match):
                continue
            inner = paragraph[match.start(1) : match.end(1)]
            yield Edit(*match.span(), f"<{tag}>{inner}</{tag}>", kind)
    for pattern, tag, kind in ((_LOWERED, "sub", "subscript"), (_RAISED, "sup", "superscript")):
        for match in pattern.finditer(hidden):
            yield Edit(*match.span(), f"<{tag}>{match[1] or match[2]}</{tag}>", kind)
    for match in _KEYS.finditer(hidden):
        yield Edit(*match.span(), "+".join(map(_key, match[1].split("+"))), "keys")


def _compares(text: str, match: re.Match[str]) -> bool:
    """True for 温度==阈值 或 电量==上限: words touch the signs outside, a space stands inside."""
    around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return " " in match[1] and all(sign.isalnum() for sign in around)


def _key(name: str) -> str:
    return f"<kbd>{name[:1].upper()}{name[1:]}</kbd>"


def _attribute_lists(hidden: str, spans: list[Span]) -> Iterator[Edit]:
    behind = {span.end for span in spans if span.kind in {"target", "code"}}
    at, lines = 0, hidden.split("\n")
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        heading = HEADING.match(line) is not None or (
            bool(line.strip()) and _RULED.match(below) is not None
        )
        if number and not below and _LINE_OF_ATTRIBUTES.match(line):
            spoken = _SPOKEN.search(line) is not None
            yield _kept(line, at) if spoken else Edit(at - 1, at + len(line), "", "attribute-list")
        else:
            yield from _in_line(line, at, behind, heading)
        at += len(line) + 1


def _in_line(line: str, at: int, behind: set[int], heading: bool) -> Iterator[Edit]:
    end_of_last, end_of_line = -1, len(line.rstrip())
    for match in _ATTRIBUTES.finditer(line):
        start, end = match.span()
        follows = start == end_of_last or at + start in behind or line.endswith("**", 0, start)
        if heading and end == end_of_line and line[:start].endswith(" "):
            start = len(line[:start].rstrip(" "))
            follows = start > 0
        if follows and _SPOKEN.search(match[0]):
            yield _kept(match[0], at + match.start())
        elif follows:
            yield Edit(at + start, at + end, "", "attribute-list")
        if follows:
            end_of_last = end


def _kept(written: str, at: int) -> Edit:
    """Return the edit of a list in which words stand: nobody but a person can say where they go."""
    return Edit(at, at + len(written), written, "attribute-words")
