"""Forms of Markdown of other tools, moved to ours before a text is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from kocbook.intake.imports.read import read_words
from kocbook.markdown.line_reader import LineReader
from kocbook.markdown.old_forms import modernise

_SNIPPET = re.compile(r'(?P<indent>[ \t]*)-+8<-+[ \t]+"(?P<path>[^"\n]+)"[ \t]*')
_INCLUDE = re.compile(
    r"(?P<indent>[ \t]*)\{\{#(?:rustdoc_include|include|playground)[ \t]+(?P<path>[^{}\n]+?)[ \t]*\}\}[ \t]*"
)
_DIRECTIVE = re.compile(r"[ \t]*\{\{#title[^{}\n]*\}\}[ \t]*")
_ANCHOR = re.compile(r".*\bANCHOR(?:_END)?:[ \t]*([\w-]+)")
_CONTAINER = re.compile(
    r"(?P<indent> {0,3})(?P<colons>:{3,})[ \t]*(?P<kind>[a-z]+)[ \t]*(?P<title>[^\n]*)"
)
_BOX_OF = {
    "tip": "tip",
    "info": "info",
    "note": "note",
    "warning": "warning",
    "caution": "caution",
    "danger": "danger",
    "important": "important",
    "success": "success",
    "details": "details",
}
_TOC = re.compile(r"[ \t]*\[\[_?toc_?\]\][ \t]*", re.IGNORECASE)
_HEADING = re.compile(r"( {0,3})(#{1,6})(?=[ \t]|$)")
_FENCE = re.compile(
    r"(?P<indent>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?)(?P<marks>`{3,}|~{3,})(?P<info>[^`\n]*)"
)
_CELL = re.compile(r"[ \t>]*\|")
_FENCE_TITLE = re.compile(r"\btitle=[\"“]([^\"”\n]*)[\"”]")
_FENCE_EXTRA = re.compile(r"\b[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}]+)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:.+?)(?<!`)\1(?!`)")
_BAR = re.compile(r"(?<!\\)\|")
_DEEPEST = 4

Report = Callable[[int, str], None]
"""Told of what could not be found: the line, from 1, and what was named."""


def expand(text: str, root: Path, places: tuple[Path, ...], missing: Report, depth: int = 0) -> str:
    """Return a text with what it includes of other files, named from one of `places`, within `root`."""
    if "8<" not in text and "{{#" not in text:
        return text
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _SNIPPET.fullmatch(line) or _INCLUDE.fullmatch(line)
        if match is None:
            if not _DIRECTIVE.fullmatch(line):
                lines.append(line)
            continue
        found = _read_include(match["path"], root, places) if depth < _DEEPEST else None
        if found is None:
            missing(number, match["path"])
            continue
        at = number

        def inside(_: int, path: str, at: int = at) -> None:
            missing(at, path)

        inner = expand(found, root, places, inside, depth + 1)
        lines += [
            f"{match['indent']}{one}" if one else "" for one in inner.rstrip("\n").split("\n")
        ]
    return "\n".join(lines)


def _read_include(written: str, root: Path, places: tuple[Path, ...]) -> str | None:
    path, *part = written.split(":")
    for folder in places:
        file = (folder / path.strip()).resolve()
        if file.is_file() and file.is_relative_to(root.resolve()):
            words = read_words(file)
            return None if words is None else _cut(words, part)
    return None


def _cut(words: str, part: list[str]) -> str:
    """Return the lines that an include asks for: by numbers, between anchors, or all of them."""
    lines = words.split("\n")
    if part and part[0].strip().isdecimal():
        first = int(part[0])
        last = int(part[1]) if len(part) > 1 and part[1].strip().isdecimal() else len(lines)
        lines = lines[max(first - 1, 0) : last if len(part) > 1 else first]
    elif part and part[0].strip():
        name, inside, kept = part[0].strip(), False, []
        for line in lines:
            mark = _ANCHOR.match(line)
            if mark and mark[1] == name:
                inside = "ANCHOR_END" not in line
            elif inside:
                kept.append(line)
        lines = kept
    return "\n".join(line for line in lines if not _ANCHOR.match(line))


def move_forms(text: str) -> str:
    """Return a text in forms that GitHub knows: boxes of VuePress and of Material, marks, keys."""
    return _lines_moved(modernise(_containers(text)))


def _lines_moved(text: str) -> str:
    """Return a text whose fences name a language alone, and whose cells hold no bare `|` in code.

    The title of a fence becomes a line of its own above it.
    """
    lines: list[str] = []
    open_marks = ""
    for line in text.split("\n"):
        fence = _FENCE.fullmatch(line)
        if open_marks:
            if fence and fence["marks"].startswith(open_marks) and not fence["info"].strip():
                open_marks = ""
            lines.append(line)
        elif fence:
            open_marks = fence["marks"]
            lines += _move_fence(fence)
        elif _CELL.match(line) and "`" in line:
            lines.append(_CODE.sub(_escape_bars, line))
        else:
            lines.append(line)
    return "\n".join(lines)


def _move_fence(fence: re.Match[str]) -> list[str]:
    info, indent = fence["info"].strip(), fence["indent"]
    title = _FENCE_TITLE.search(info)
    bare = _FENCE_EXTRA.sub("", _FENCE_TITLE.sub("", info)).strip("{} \t")
    words = [word for word in re.split(r"[\s,]+", bare) if "=" not in word]
    language = words[0].lstrip(".") if words else ""
    if not info or language == info:
        return [fence[0]]
    head = f"{indent}{fence['marks']}{language}"
    if not (title and title[1].strip()):
        return [head]
    below = re.sub(r"[^\s>]", " ", indent)  # in an item the title takes its sign
    return [f"{indent}**{title[1].strip()}**", below.rstrip(), f"{below}{fence['marks']}{language}"]


def _escape_bars(code: re.Match[str]) -> str:
    return _BAR.sub(r"\|", code[0])


def _containers(text: str) -> str:
    """Return a text with boxes between `:::` written as Material writes them."""
    if ":::" not in text and "[[" not in text:
        return text
    reader, lines = LineReader(), []
    stack: list[str] = []
    for line in text.split("\n"):
        in_code = reader.in_code(line)
        match = None if in_code else _CONTAINER.fullmatch(line)
        if match and match["kind"] in _BOX_OF:
            kind, title = _BOX_OF[match["kind"]], match["title"].strip().replace('"', "”")
            sign = "???" if kind == "details" else "!!!"
            named = f' "{title}"' if title else ""
            kind = "note" if kind == "details" else kind
            lines += ["", f"{'    ' * len(stack)}{sign} {kind}{named}"]
            stack.append(match["colons"])
        elif not in_code and stack and line.strip() == stack[-1]:
            stack.pop()
            lines.append("")
        elif in_code or not _TOC.fullmatch(line):
            lines.append(f"{'    ' * len(stack)}{line}" if line.strip() else line)
    return "\n".join(lines)


def demote(text: str) -> str:
    """Return a text whose headings stand a level deeper, where one of them is of the first."""
    lines, numbers = text.split("\n"), _heading_lines(text)
    if not any(_HEADING.match(lines[n])[2] == "#" for n in numbers):  # type: ignore[index]  # they match
        return text
    for number in numbers:
        lines[number] = _HEADING.sub(
            lambda match: f"{match[1]}{match[2]}{'#' if len(match[2]) < 6 else ''}", lines[number]
        )
    return "\n".join(lines)


def _heading_lines(text: str) -> list[int]:
    reader = LineReader()
    return [
        number
        for number, line in enumerate(text.split("\n"))
        if not reader.in_code(line) and _HEADING.match(line)
    ]
