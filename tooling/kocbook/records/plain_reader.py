"""The quick way through a record that is written plainly; whatever is not goes the long way.

One regular expression cuts the text into lines, and one loop builds the value: a third of the time
of libyaml's events. It understands block mappings and sequences, words, numbers, simple quotes,
comments and flow collections within a line. For everything else, and for everything that is wrong, it returns
None, and `read_yaml` asks libyaml, which alone makes faults. What both read is the same value: a
property test holds them equal.
"""

from __future__ import annotations

import re
from typing import Any

from kocbook.records.scalars import CONSTANTS, resolve_plain

_DEEP = 12  # collections in one another: well below what the reader refuses
# Nothing is given back once it is taken (`*+`): no shorter way would lead further, and lines are
# read in two thirds of the time.
_KEY = r"[A-Za-z_][A-Za-z0-9_-]{0,60}+"
# A tab separates in some places and not in others.
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_REST = r"[^\n\t:#]*+(?:(?::(?!\s)|(?<! )#)[^\n\t:#]*+)*+"
_NOTE = r"(?:(?<= )#[^\n\t]*+)?+"  # a comment behind a value
_LINE = re.compile(
    rf"( *+(?:- ++)*+)(?:({_KEY}):(?: ++|(?=\n)))?+"
    rf"(?:({_FIRST}{_REST}){_NOTE}|([\"'\[{{][^\n\t]*+))?+\n|([^\n]*+\n)"
)
_QUOTED = re.compile(r"""(?:"([^"\\\n]*)"|'([^'\n]*)') *(?:(?<= )#.*)?""")
_FLOW_WORD = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`][^\n\t:#,\[\]{}]*"
_FLOW = re.compile(
    rf"""([\[\]{{}},]) *|({_KEY}): +|({_FLOW_WORD})|"([^"\\\n]*)" *(?![ :])|'([^'\n]*)' *(?![ :])|((?<= )#.*)|(.)"""
)
_RESOLVED = frozenset("0123456789+.~nNtTfF")  # what numbers, true, false and null begin with
_ODD: Any = object()


def read_plain(text: str) -> dict[str, Any] | None:
    """Return the mapping that `text` holds, or None where libyaml has to look.

    `text` has been decoded: no control characters, no carriage returns.
    """
    if "\ufffe" in text or "\uffff" in text:
        return None  # libyaml refuses them wherever they stand
    root: dict[str, Any] = {}
    # Open collections: the column of their keys or dashes, and the collection.
    columns: list[int] = [0]
    nodes: list[Any] = [root]
    waiting: str | None = None  # the key of the last line, where its value may stand below
    waiting_column = 0
    for prefix, key, word, other, odd in _LINE.findall(
        text if text.endswith("\n") else text + "\n"
    ):
        if odd:
            if odd.lstrip(" ").startswith("#"):
                continue
            return None
        column, start, dashes = _PREFIXES.get(prefix) or _read_prefix(prefix)
        if dashes > 1:
            return None
        if not (key or word or other):
            if dashes:
                return None
            continue
        if waiting is not None:
            if start > waiting_column or (dashes and start == waiting_column):
                if not dashes and not key:
                    return None
                child: Any = [] if dashes else {}
                nodes[-1][waiting] = child
                nodes.append(child)
                columns.append(start)
                if len(nodes) > _DEEP:
                    return None
            waiting = None
        while columns[-1] > start:
            columns.pop()
            nodes.pop()
        node = nodes[-1]
        if not dashes and type(node) is list and columns[-1] == start:
            # A list may stand below its key without being indented; here it ends.
            columns.pop()
            nodes.pop()
            node = nodes[-1]
        if columns[-1] != start or (type(node) is list) != (dashes == 1):
            return None
        if word:
            value = word if word[0] not in _RESOLVED and word[-1] != " " else _read_word(word)
        elif other:
            value = _read_other(other)
            if value is _ODD:
                return None
        else:
            value = None
        if dashes:
            if not key:
                node.append(value)
                continue
            child = {}
            node.append(child)
            nodes.append(child)
            columns.append(column)
            node = child
        if not key or key in node or key in CONSTANTS:
            return None
        node[key] = value
        if not word and not other:
            waiting, waiting_column = key, column
    return root or None


_PREFIXES: dict[str, tuple[int, int, int]] = {}
"""What stands before a line's words: there are few, and each is looked at once."""


def _read_prefix(prefix: str) -> tuple[int, int, int]:
    """Return where the words begin, where the line does (at its dash, or with them), and how many dashes."""
    dash = prefix.find("-")
    found = len(prefix), dash if dash >= 0 else len(prefix), prefix.count("-")
    if len(prefix) < 2 * _DEEP:
        _PREFIXES[prefix] = found
    return found


def _read_word(word: str) -> Any:
    """Return what a word without quotes means; the spaces after it are none of it."""
    kept = word.rstrip(" ") if word[-1] == " " else word
    return resolve_plain(kept) if kept[0] in _RESOLVED else kept


def _read_other(text: str) -> Any:
    """Return what a quoted text or a flow collection means, or `_ODD`."""
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted[1] if quoted[2] is None else quoted[2]
    if text[0] in "\"'":
        return _ODD
    return _read_flow(text)


def _read_flow(text: str) -> Any:
    """Return the one flow collection in `text`, or `_ODD`."""
    top: list[Any] = []
    stack: list[Any] = [top]
    key: str | None = None
    ready = True  # a value may come here: after an opening, a comma or a key
    for mark, name, word, double, single, comment, odd in _FLOW.findall(text):
        node = stack[-1]
        if comment and stack == [top] and top:
            break
        if odd or comment or (stack == [top] and top):
            return _ODD
        if mark in ("]", "}"):
            # A comma or a key before it, or the wrong kind of bracket, is for libyaml to judge.
            if (
                (ready and node)
                or key is not None
                or (type(node) is list) != (mark == "]")
                or node is top
            ):
                return _ODD
            stack.pop()
            ready = False
            continue
        if mark == ",":
            if ready or node is top:
                return _ODD
            ready = True
            continue
        if not ready:
            return _ODD
        if name:
            if type(node) is list or key is not None or name in node or name in CONSTANTS:
                return _ODD
            key = name
            continue
        if mark:
            value: Any = [] if mark == "[" else {}
        elif word:
            value = _read_word(word)
        else:
            value = double or single
        if type(node) is list:
            node.append(value)
        elif key is None:
            return _ODD
        else:
            node[key] = value
            key = None
        ready = bool(mark)
        if mark:
            stack.append(value)
            if len(stack) > _DEEP:
                return _ODD
    return top[0] if len(stack) == 1 and len(top) == 1 and not ready else _ODD
