"""What may be unseen of a Markdown source, sign by sign: the patterns, and what they mean."""

from __future__ import annotations

import re
from html import unescape

from kocbook.markdown.html_names import OTHER_FLAGS, OTHER_HTML
from kocbook.markdown.html_tree import FLAGS
from kocbook.markdown.page_signs import plain_address
from kocbook.markdown.sanitise import SCHEMES, TAGS

SPACE = re.compile(r"\s*")
RUN = re.compile(r"[^\n*_~`\[\]<&\\$|#!]+")
FIRST = re.compile(r"[^\s*_~`\[\]<&\\$|#!]+")
STEP = re.compile(
    r"(?:\n\s*(?=[^\W\d_]|[#$]|\|[ \t]*[^\s:|-]))?([^\n*_~`\[\]<&\\$|#!]*)([*_~`$|#]?)"
)
"""Words and the sign behind them, on this line or on one that begins with no sign of a block."""
LETTER = re.compile(r"\s*[^\W\d_]")
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\s\ufeff]+")
HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

BULLET = re.compile(r"[-+*](?=\s|\Z)")
NUMBER = re.compile(r"(\d{1,9})[.)](?=\s|\Z)")
FENCE = re.compile(r"(?:`{3,}(?=[^`\n]*$)|~{3,})([^\n]*)$", re.MULTILINE)
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$", re.MULTILINE)
RULE_LINE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$", re.MULTILINE)
DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)
TITLE = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))"""
LABEL = r"\[((?:\\.|[^\[\]\\]){1,1000})\]"
DEFINITION = re.compile(
    rf"{LABEL}:\s*(<(?:\\.|[^<>\\\n])*>|[^\s<]\S*)((?:\s+{TITLE})?)[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
NOTE = re.compile(r"\[\^([^\]\s]+)\]:")
CALL = re.compile(r"\[\^([^\]\s]+)\]")
TICK = re.compile(r"\[([ xX])\](?=\s)")
ALERT = re.compile(r"\[!([A-Za-z]+)\]([^\n]*)")

DEEP = r"(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*\))*"
TARGET = re.compile(rf"\]\(\s*(<(?:\\.|[^<>\\\n])*>|{DEEP})(?:\s+{TITLE})?\s*\)", re.DOTALL)
LABELLED = re.compile(rf"\]{LABEL}")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
COMMENT = re.compile(r"<!--(?:>|->|.*?-->)|<!--.*?--!>", re.DOTALL)
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
TAG = re.compile(
    r"""</?([A-Za-z][A-Za-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)*)\s*/?>"""
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?""")
FLAGS = FLAGS | OTHER_FLAGS
ADDRESSED = frozenset(["src", "href", "poster"])
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def fold_label(label: str) -> str:
    """Return a label as CommonMark compares it."""
    return " ".join(label.casefold().split())


def read_address(written: str) -> set[str]:
    """Return what an address means as it is written in Markdown, for comparison."""
    inner = written[1:-1] if written.startswith("<") else written
    bare = ESCAPED.sub(r"\1", inner)
    return {plain_address(one) for one in (inner, bare, unescape(bare), unescape(inner))}


def read_attributes(written: str) -> dict[str, str] | None:
    """Return the attributes of a tag; None where words stand in their place."""
    attributes: dict[str, str] = {}
    for found in ATTRIBUTE.finditer(written):
        name, values = found[1].lower(), found.groups()[1:]
        value = next((one for one in values if one is not None), None)
        if value is None and not (name in FLAGS or name.startswith(("data-", "aria-"))):
            return None
        attributes.setdefault(name, unescape(value or ""))
    return attributes


def is_html(tag: re.Match[str]) -> bool:
    """True for a tag that an author hardly means as words."""
    is_known = tag[1].lower() in TAGS or tag[1].lower() in OTHER_HTML
    return is_known and read_attributes(tag[2]) is not None


def is_kept(addresses: set[str]) -> bool:
    """True for addresses that the sanitiser leaves: for the others there are rules of their own."""
    schemes = [SCHEME.match(one.strip()) for one in addresses]
    return all(found is None or found[1].lower() in SCHEMES for found in schemes)


def numbered_sign(entity: str) -> str:
    """Return the sign of a numbered entity as CommonMark reads it."""
    digits = entity.strip("&#;")
    if not entity.startswith("&#"):
        return entity
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    is_sign = 0 < number <= 0x10FFFF and not 0xD800 <= number < 0xE000
    return chr(number) if is_sign else "\ufffd"
