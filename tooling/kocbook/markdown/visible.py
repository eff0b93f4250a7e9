"""What a reader sees of a text: its lines, and the sequence of signs that an author's yes is bound to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from kocbook.markdown.document import (
    BLOCKS,
    VIDEO,
    WIDE,
    Document,
    find_alert,
    find_usual_title,
    is_way_back,
)
from kocbook.markdown.figure_kinds import FIGURE
from kocbook.markdown.html_tree import Element, iter_elements

_SPACE = re.compile(rf" (?:(?<=[{WIDE}] )|(?=[{WIDE}]))")
"""A space beside a sign that fills a square, where all white space is single spaces."""
_BRACKETS = re.compile("[⟦⟧|]")
_MARKED = {"del": "~", "s": "~", "sub": "_", "sup": "^", "ins": "+", "mark": "="}
"""Elements that change what words say: a strike takes them back, 10² is not 102."""
_TOLD_APART = frozenset(["img", "source", "track", "video", "pre", "input", *_MARKED])
"""Elements that a signed form names even where they have no attributes."""


def visible_lines(document: Document, say: Callable[[str], str]) -> list[str]:
    """Return what a reader sees, a line a block: lists with `1. ` and `- `, two spaces a level.

    `say` gives the words for `picture`, `video` and the kinds of notes (`alert.warning`).
    """
    return _Lines(say).write(document.root)


class _Lines:
    def __init__(self, say: Callable[[str], str]) -> None:
        self.say = say
        self.lines: list[str] = []
        self.current = ""
        self.opening = ""

    def write(self, root: Element) -> list[str]:
        self.walk(root, 0)
        self.end()
        return self.lines

    def end(self) -> None:
        words = self.current.strip()
        if words:
            self.lines.append(self.opening + words)
            self.opening = ""
        self.current = ""

    def walk(self, element: Element, depth: int) -> None:
        number = int(element.get("start") or 1)
        for child in element.children:
            if isinstance(child, str):
                self.current += re.sub(r"\s+", " ", child)
            elif child.tag == "li":
                self.end()
                sign = f"{child.get('value') or number}. " if element.tag == "ol" else "- "
                self.opening = "  " * depth + sign
                number += 1
                self.walk(child, depth + 1)
                self.end()
                if self.opening:
                    self.lines.append(self.opening.rstrip())
                    self.opening = ""
            else:
                self.show(child, depth)

    def show(self, element: Element, depth: int) -> None:
        if element.tag == "img":
            kind = "video" if VIDEO.search(element.get("src")) else "picture"
            self.end()
            if element.get("src"):
                self.lines.append(f"[{self.say(kind)}: {element.get('alt')}]")
        elif element.tag == "br":
            self.end()
        elif element.tag == "input":
            self.current += "[x]" if "checked" in element.attributes else "[ ]"
        elif element.tag == "pre":
            self.end()
            self.lines += element.words().rstrip("\n").split("\n")
        elif is_way_back(element):
            pass
        else:
            is_block = element.tag in BLOCKS or element.tag in (
                "ul",
                "ol",
                "table",
                "details",
                "tr",
            )
            if is_block:
                self.end()
            if title := find_usual_title(element):
                self.current = self.say(f"alert.{title}")
            else:
                self.walk(element, depth)
            if is_block:
                self.end()


def signed_form(document: Document, blobs: Mapping[str, str] | None = None) -> str:
    r"""Return all that a reader can tell apart: words with their strikes, targets, pictures, numbers.

    Layout leaves no trace: bullets, line breaks in a paragraph, emphasis, blank lines. A picture
    stands as `\x01content\x01`: `blobs` names the content of files by their names.
    """
    parts: list[str] = []
    _sign(document.root, parts)
    if blobs:
        parts = [_name_content(part, blobs) for part in parts]
    return _SPACE.sub("", " ".join("".join(parts).split()))


def _name_content(part: str, blobs: Mapping[str, str]) -> str:
    """Return a piece of a signed form; where it names a file that is there, with its content."""
    if part[:1] != "\x01":
        return part
    return f"\x01{_find_blob(part[1:-1], blobs) or part[1:-1]}\x01"


def _find_blob(address: str, blobs: Mapping[str, str]) -> str:
    """Return the content of the file that an address names, "" where it is none of `blobs`."""
    name = unquote(re.split(r"[?#]", address, maxsplit=1)[0]).removeprefix("./")
    return blobs.get(name, "")


def _sign(element: Element, parts: list[str]) -> None:
    number = int(element.get("start") or 1) if element.tag == "ol" else 0
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
            continue
        if child.tag == "li" and element.tag == "ol":
            parts.append(f" {child.get('value') or number}. ")
            number += 1
        elif child.tag in BLOCKS or child.tag in ("br", "li", "tr"):
            parts.append(" ")
        if child.attributes or child.tag in _TOLD_APART:
            _sign_element(child, parts)
        else:
            _sign(child, parts)


def _sign_element(element: Element, parts: list[str]) -> None:
    if find_usual_title(element):
        return
    if kind := element.get(FIGURE):
        parts.append(f"\x10{kind}\x10")
    if element.tag in ("img", "source", "track", "video"):
        files = (element.get("src"), element.get("poster"))
        parts += [f"\x01{name}\x01" for name in files if name]
        parts.append(f"{element.get('alt')}{element.get('label')}{_title(element)}")
        _sign(element, parts)
        return
    if element.tag == "pre":
        # In code every space counts; line ends are part of it.
        parts.append("\x02" + element.words().replace(" ", "\x03").replace("\n", "\x04") + "\x02")
        return
    if element.tag == "input":
        parts.append("[x]" if "checked" in element.attributes else "[ ]")
        return
    sign = _MARKED.get(element.tag, "")
    if not sign and not element.attributes:
        _sign(element, parts)
        return
    alert = find_alert(element)
    if sign:
        parts.append(f"\x05{sign}")
    elif alert:
        parts.append(f"\x06{alert}")
    if element.get("dir"):
        parts.append(f"\x07{element.get('dir')}")
    _sign(element, parts)
    parts.append(f"{sign}\x05" if sign else "")
    target = element.get("href")
    # An address that is shown as it is says the same twice.
    if target and target != element.words():
        parts.append(f"\x08{target}\x08")
    parts.append(_title(element))


def _title(element: Element) -> str:
    return f"\x0e{element.get('title')}\x0e" if element.get("title") else ""


def visible_words(document: Document, with_code: bool = True) -> str:
    """Return the words alone, blocks apart by line ends, for searching and counting."""
    parts: list[str] = []
    _collect(document.root, parts, with_code)
    return "".join(parts)


def _collect(element: Element, parts: list[str], with_code: bool) -> None:
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif not _is_ours(child) and (with_code or child.tag != "pre"):
            _collect(child, parts, with_code)
            parts.append(child.get("alt") if child.tag == "img" else "")
            if child.tag in BLOCKS or child.tag == "br":
                parts.append("\n")


def _is_ours(element: Element) -> bool:
    """True for words that no author wrote: the way back from a footnote, a note's usual title."""
    return bool(find_usual_title(element)) or is_way_back(element)


def signed_words(document: Document, blobs: Mapping[str, str]) -> str:
    """Return the words with what else a reader is told, for showing what changed.

    Strikes stand as `~~`, raised and lowered signs as in `signed_form`; where a link leads stands in
    `⟦⟧` behind its words, and so does a picture's name, behind a bar what `blobs` says of its content.
    """
    parts: list[str] = []
    _tell(document.root, parts, blobs)
    return "".join(parts)


def _tell(element: Element, parts: list[str], blobs: Mapping[str, str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            parts.append(_BRACKETS.sub("", child))
            continue
        if _is_ours(child):
            continue
        sign = _MARKED.get(child.tag, "") * 2
        parts.append(sign)
        _tell(child, parts, blobs)
        parts.append(sign)
        target = child.get("href")
        if target and target != child.words():
            parts.append(f"⟦{_BRACKETS.sub('', target)}⟧")
        if name := child.get("src"):
            blob = _find_blob(name, blobs)
            parts.append(f"⟦{_BRACKETS.sub('', name)}{f'|{blob}' if blob else ''}⟧")
            parts.append(child.get("alt"))
        if child.tag in BLOCKS or child.tag == "br":
            parts.append("\n")


def has_ticks(document: Document) -> bool:
    """True for a text with a list to tick."""
    return any(one.tag == "input" for one in iter_elements(document.root))
