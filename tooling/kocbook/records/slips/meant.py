"""What a mender hands back, and the signs that keyboards of phones put in the place of others."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from kocbook.records.yaml_reader import read_yaml

CHINESE_QUOTES = "“”‘’「」『』＂＇"
QUOTES = CHINESE_QUOTES + "\"'"
OPENING, CLOSING = "[［【〔", "]］】〕"
OPENING_MAP, CLOSING_MAP = "{｛", "}｝"
COLONS = ":：﹕︰"
SEPARATORS = ",，、;；"
WIDE_SPACES = "\u3000\u00a0\u2002\u2003\u2009"
_COMMENT = re.compile(r"(?:(?<=\s)|^)#.*$")
_QUOTED_START = re.compile(r"""\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")


@dataclass(slots=True)
class Meant:
    """A value as it was meant. `slips` are their kinds, in the order of `SLIPS`.

    `near` are ids that may be meant where several are; `is_open` says that nobody can tell what to
    write, so that the text stays.
    """

    text: str
    slips: list[str] = field(default_factory=list)
    near: tuple[str, ...] = ()
    typed: str = ""
    is_open: bool = False

    def add(self, *slips: str) -> None:
        """Note kinds of slips, each once."""
        self.slips += [slip for slip in slips if slip not in self.slips]

    def take(self, other: Meant) -> str:
        """Note the slips of a part of the value; return its text."""
        self.add(*other.slips)
        if other.is_open:
            self.is_open, self.near, self.typed = True, other.near, other.typed
        return other.text


SLIPS = (
    *("sign-colon", "sign-brackets", "sign-commas", "sign-quotes", "sign-hash"),
    *("space", "tab", "wide-space", "indent", "dash", "dash-space", "key", "brackets-missing"),
    *("digits", "letters", "dash-sign", "sign-other", "two-digits", "day-form", "no-day"),
    *("word", "name", "name-unclear", "id-form", "yes-no", "unit", "number-quoted"),
    "quotes-missing",
)
"""All kinds of slips; `rules.words.slip` says each of them."""


def split_comment(raw: str) -> tuple[str, str]:
    """Return a value and the comment behind it, with the space before it."""
    quoted = _QUOTED_START.match(raw)
    start = quoted.end() if quoted else 0
    found = _COMMENT.search(raw, start)
    if not found:
        return raw.rstrip(), ""
    value = raw[: found.start()].rstrip()
    return value, raw[len(value) :]


def read_alone(raw: str) -> tuple[Any, bool]:
    """Return what a value means in a line by itself, and whether it can be read at all."""
    value, faults = read_yaml(f"k: {raw}\n")
    is_whole = not faults and isinstance(value, dict) and list(value) == ["k"]
    return (value["k"], True) if is_whole else (None, False)


def write_text(text: str, in_flow: bool) -> str:
    """Return a text as YAML: as it is where that reads the same, in quotes else."""
    value, faults = read_yaml(f"k: {{k: {text}}}\n" if in_flow else f"k: {text}\n")
    wanted = {"k": {"k": text}} if in_flow else {"k": text}
    return text if not faults and value == wanted else json.dumps(text, ensure_ascii=False)
