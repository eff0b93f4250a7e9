"""What somebody typed, read as what it is: numbers, days, lists, parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum, auto
from typing import Any

import click

from kocbook.base.errors import KocError, UsageError
from kocbook.cli.ui.options import Day
from kocbook.insight.lookup import NamedThing, find_id

_COMMAS = re.compile(r"[\s,，、]+")


class AnswerKind(Enum):
    """What an answer is."""

    TEXT = auto()  # words, as they are
    NUMBER = auto()  # a whole number, not negative
    SHARE = auto()  # basis points: 7000, or 70%
    DAY = auto()  # a date
    WORDS = auto()  # several single words, with commas or spaces between them
    LEVELS = auto()  # words with a level each: a:2+b:1
    LINES = auto()  # several texts: the flag again and again, or one a line
    PARTS = auto()  # several records: "id=…; text=…", or asked part by part
    FLAG = auto()  # yes or no


def read_answer(kind: AnswerKind, flag: str, raw: Any) -> Any:
    """Return an answer as what it is; several ones come as a sequence.

    Raises:
        UsageError: it is no such thing.
        KocError: it can be nothing of the kind.
    """
    if kind is AnswerKind.FLAG:
        return raw is True or str(raw).strip().lower() in ("yes", "true", "是", "1")
    if kind is AnswerKind.LINES:
        return [text.strip() for text in raw if text.strip()]
    if kind is AnswerKind.WORDS:
        several = [word for text in raw for word in _COMMAS.split(text) if word]
        return list(dict.fromkeys(several))
    text = str(raw).strip()
    if not text:
        return None
    match kind:
        case AnswerKind.TEXT:
            return text
        case AnswerKind.NUMBER:
            return _read_number(flag, text)
        case AnswerKind.SHARE:
            whole = text.removesuffix("%").removesuffix("％")
            return _read_number(flag, whole) * (1 if whole == text else 100)
        case AnswerKind.DAY:
            day: date = Day().convert(text, _named(flag), None)
            return day
        case AnswerKind.LEVELS:
            return _read_levels(flag, text)
    raise KocError("errors.unexpected", kind=kind.name, detail=flag)


def choose(value: Any, known: Sequence[NamedThing], flag: str) -> Any:
    """Return an answer with ids in the place of names; an answer may hold one, several, or levels.

    Raises:
        UsageError: something is called so by nothing, or by several.
    """
    ids = [one.id for one in known]

    def found(word: str) -> str:
        data = {"option": flag, "value": word, "choices": ids}

        def refuse(near: tuple[str, ...]) -> UsageError:
            suffix = "-near" if near else ""
            return UsageError(f"errors.bad-choice{suffix}", **data, near=list(near))

        return find_id(str(word), known, refuse)

    if isinstance(value, dict):
        return {found(word): level for word, level in value.items()}
    if isinstance(value, list):
        return list(dict.fromkeys(map(found, value)))
    return found(value)


def _named(flag: str) -> click.Parameter:
    option = click.Option(["--value"])
    option.opts = [flag]
    return option


def _read_number(flag: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise UsageError("errors.new-number", option=flag, value=text)


def _read_levels(flag: str, text: str) -> dict[str, int]:
    """Read `a:2+b:1`, or the same with commas; a word without a level has level 1."""
    levels = {}
    for item in re.split(r"[\s,，、+]+", text):
        word, _, level = item.replace("：", ":").partition(":")
        if word:
            levels[word] = _read_number(flag, level or "1")
    return levels


def split_parts(text: str, names: Sequence[str]) -> dict[str, str] | None:
    """Read `id=a; text=b, c`: a part ends where the next known name begins. None if it is unclear.

    >>> split_parts("id=a; text=b, c", ["id", "text"])
    {'id': 'a', 'text': 'b, c'}
    """
    known = "|".join(re.escape(name) for name in names)
    marks = list(re.finditer(rf"(?:^|[;；,，])\s*(?P<name>{known})\s*=\s*", text))
    if not marks or marks[0].start() != 0:
        return None
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    found = {
        mark["name"]: text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)
    }
    return found if len(found) == len(marks) else None
