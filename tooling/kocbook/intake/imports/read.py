"""Reading a page of a source: its encoding, its front matter and its title."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

MOST_BYTES = 4 << 20
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ATX = re.compile(r" {0,3}#[ \t]+(?P<title>[^\n]*?)[ \t]*#*[ \t]*")
_SETEXT = re.compile(r" {0,3}=+[ \t]*")
_ATTRIBUTES = re.compile(r"[ \t]*\{[:#.][^{}\n]*\}[ \t]*$")
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^()\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^()\n]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_MARKS = re.compile(r"(?<!\\)(\*\*|__|`|~~)")


class Front(NamedTuple):
    """What a page says of itself above its text, and how many lines that takes."""

    values: dict[str, Any]
    lines: int
    text: str


def read_words(path: Path) -> str | None:
    """Return the text of a file with plain line feeds; None where it is none, or far too long."""
    if path.stat().st_size > MOST_BYTES:
        return None
    data = path.read_bytes()
    codes = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            return data.decode(code).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return None


def split_front(text: str) -> Front:
    """Take the front matter off a text; what cannot be read as such is part of the text."""
    match = _FRONT.match(text)
    if match is None:
        return Front({}, 0, text)
    try:
        values = yaml.load(match[1] or "", Loader=PlainLoader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Front({}, 0, text)
    if not isinstance(values, dict) and values is not None:
        return Front({}, 0, text)
    return Front(values or {}, match[0].count("\n"), text[match.end() :])


class PlainLoader(yaml.SafeLoader):
    """A safe loader that takes tags of Python for words: nothing is ever made of them."""


def _plain(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    del suffix
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else None


PlainLoader.add_multi_constructor("!", _plain)
PlainLoader.add_multi_constructor("tag:yaml.org,2002:python/", _plain)


def find_title(text: str) -> str | None:
    """Return the title of a text: of its front matter, else its first heading of the first level."""
    front = split_front(text)
    said = front.values.get("title")
    if isinstance(said, str) and said.strip():
        return said.strip()
    place = find_heading(front.text.split("\n"))
    return place[2] if place else None


def find_heading(lines: list[str]) -> tuple[int, int, str] | None:
    """Return the first heading of the first level that no text stands before: lines and title.

    Pictures, comments and empty lines may stand before it. The lines are half-open, from 0.
    """
    for number, line in enumerate(lines):
        if match := _ATX.fullmatch(line):
            title = plain_title(match["title"])
            return (number, number + 1, title) if title else None
        below = lines[number + 1] if number + 1 < len(lines) else ""
        if line.strip() and _SETEXT.fullmatch(below):
            return number, number + 2, plain_title(line.strip())
        stripped = line.strip()
        if stripped and not stripped.startswith(("![", "[![", "<!--", "<", "[comment")):
            return None
    return None


def plain_title(words: str) -> str:
    """Return a heading's words without marks, links, tags and attribute lists."""
    words = _ATTRIBUTES.sub("", words)
    words = _LINK.sub(r"\1", _IMAGE.sub(r"\1", words))
    words = _MARKS.sub("", _TAG.sub("", words))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", words).strip()
