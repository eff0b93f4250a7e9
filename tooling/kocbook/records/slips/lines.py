"""A record line by line, as somebody typed it who has never heard of YAML.

It follows the schema from line to line, so that it knows which words can be keys where; what
cannot be told stays as it is. The text that comes out has the same lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kocbook.records.slips.flows import child_of, find_key, mend_value
from kocbook.records.slips.meant import (
    CLOSING,
    CLOSING_MAP,
    COLONS,
    OPENING,
    OPENING_MAP,
    QUOTES,
    SLIPS,
    WIDE_SPACES,
    Meant,
    split_comment,
)
from kocbook.records.slips.names import NameBook
from kocbook.records.slips.scalars import Schema

MOST_LINES, MOST_SIGNS = 1_500, 2_000
"""A record has a few dozen lines; in more of them, or in longer ones, nothing is looked for."""

_LEAD = re.compile(rf"[ \t{WIDE_SPACES}]*")
_DASH = re.compile(rf"([-－–—•])([ \t{WIDE_SPACES}]*)(?!-)")
_KEY = re.compile(
    rf"([{QUOTES}]?)([^\s{COLONS}{QUOTES}{{}}\[\],，#]{{1,40}})[{QUOTES}]?"
    rf"([ \t{WIDE_SPACES}]*)([{COLONS}])([ \t{WIDE_SPACES}]*)(.*)"
)
_BLOCK = re.compile(r"[|>][-+0-9]*\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class LineMend:
    """A line that was typed with slips: its number and the first one's column (1-based), and the line as meant.

    Where `is_open`, nobody can tell what was meant and `becomes` is what was typed.
    """

    line: int
    column: int
    slips: tuple[str, ...]
    becomes: str
    is_open: bool = False
    near: tuple[str, ...] = ()
    typed: str = ""


@dataclass(slots=True)
class _Level:
    """A collection that is open: the column of its keys or dashes, its schema, its property's name."""

    column: int
    schema: Schema | None
    prop: str
    is_list: bool = False


@dataclass(slots=True)
class _Reader:
    names: NameBook
    levels: list[_Level]
    waiting: _Level | None = (
        None  # a key without a value: what may stand below, and the key's column
    )
    skip_below: int | None = None  # lines deeper than this belong to a value above
    block: int | None = None  # how far the block above is indented; 0 before its first line
    open_end: str = ""  # what ends a value in quotes or brackets that goes on over lines
    mended: Meant = field(default_factory=lambda: Meant(""))

    def read(self, line: str) -> str:
        """Return a line as it was meant; its slips are in `mended`."""
        self.mended = Meant(line)
        if self.open_end:
            self.open_end = "" if self.open_end in line else self.open_end
            return line
        lead = _LEAD.match(line)
        assert lead is not None
        rest = line[lead.end() :]
        if not rest:
            return self._blank(line)
        if rest[0] == "＃":
            self.mended.add("sign-hash")
            return lead[0] + "#" + rest[1:]
        if rest[0] == "#" or rest.startswith(("---", "%")):
            return line
        spaces = len(line) - len(line.lstrip(" "))
        if self.block == 0:
            self.block = spaces
        if (
            self.skip_below is not None
            and spaces > self.skip_below
            and not self._ends(spaces, rest)
        ):
            return line
        column = self._column(lead[0], rest)
        if self.skip_below is not None and column > self.skip_below:
            return line
        self.skip_below = None
        if set(lead[0]) - {" "}:
            self.mended.add("tab" if "\t" in lead[0] else "wide-space")
        elif column != lead.end():
            self.mended.add("indent")
        return " " * column + self._content(column, rest)

    def _ends(self, spaces: int, rest: str) -> bool:
        """True where a line cannot belong to the value above, though it begins further right.

        Within words that go on over lines YAML takes no `: `; a full-width colon is one of the words.
        """
        found = None if self.block and spaces >= self.block else _KEY.fullmatch(rest)
        if found is None or found[4] != ":" or not (found[5] or not found[6]):
            return False
        return any(self._is_entry_of(level, rest) for level in self.levels)

    def _blank(self, line: str) -> str:
        if set(line) & set(WIDE_SPACES) and self.skip_below is None:
            self.mended.add("wide-space")
            return ""
        return line

    def _column(self, lead: str, rest: str) -> int:
        """Return where a line was meant to begin.

        A tab is two spaces, where that fits what stands above. A key that can only be one of those
        further left belongs there.
        """
        width, is_plain = _width(lead), set(lead) <= {" "}
        if self.waiting is not None and (width > self.waiting.column or rest[0] == "-"):
            return width
        levels = [level for level in reversed(self.levels) if level.column <= width]
        if is_plain and levels and levels[0].column == width:
            return width
        place = next((level.column for level in levels if self._is_entry_of(level, rest)), None)
        if place is None:
            return width if is_plain or not levels else levels[0].column
        return place

    def _is_entry_of(self, level: _Level, rest: str) -> bool:
        """True where a line can be an entry of a collection that is open."""
        found = _KEY.fullmatch(rest)
        if level.is_list or found is None or level.schema is None:
            return level.is_list and _DASH.match(rest) is not None
        return find_key(level.schema, level.prop, found[2], self.names) is not None

    def _content(self, column: int, rest: str) -> str:
        self._settle(column, rest)
        level = self.levels[-1]
        dash = _DASH.match(rest) if level.is_list and level.column == column else None
        if dash is None:
            return self._entry(column, rest, level.schema, level.prop)
        head = "- " if not dash[2] or set(dash[2]) - {" "} or dash[1] != "-" else dash[0]
        if dash[1] != "-":
            self.mended.add("dash")
        elif not dash[2] and dash.end() < len(rest):
            self.mended.add("dash-space")
        inner = rest[dash.end() :]
        items = (level.schema or {}).get("items", {})
        start = column + len(head)
        if items.get("type") == "object" and inner[:1] not in OPENING_MAP:
            self.levels.append(_Level(start, items, level.prop))
            return head + self._entry(start, inner, items, level.prop)
        return head + self._value(column, inner, items, level.prop)

    def _settle(self, column: int, rest: str) -> None:
        """Close what ended above a line in this column, and open what begins with it."""
        waiting, self.waiting = self.waiting, None
        is_item = _DASH.match(rest) is not None
        if waiting is not None and (
            column > waiting.column or (is_item and waiting.is_list and column == waiting.column)
        ):
            self.levels.append(_Level(column, waiting.schema, waiting.prop, waiting.is_list))
            return
        while len(self.levels) > 1 and self.levels[-1].column > column:
            self.levels.pop()
        if (
            not is_item
            and len(self.levels) > 1
            and self.levels[-1].is_list
            and self.levels[-1].column == column
        ):
            self.levels.pop()

    def _entry(self, column: int, rest: str, schema: Schema | None, prop: str) -> str:
        """Return a line `key: value` as it was meant."""
        found = _KEY.fullmatch(rest)
        if found is None or schema is None:
            return rest
        quote, typed, _, colon, gap, value = found.groups()
        is_colon = colon == ":" and (gap != "" or not value)
        key = find_key(schema, prop, typed, self.names)
        if key is None:
            if not is_colon:
                return rest
            key = typed, []
        self.mended.add(*key[1])
        head = rest[: found.start(5)] if is_colon and not key[1] else f"{key[0]}:"
        if colon != ":":
            self.mended.add("sign-colon")
            head = f"{key[0]}:"
        elif not is_colon:
            self.mended.add("space")
        if set(gap) & set(WIDE_SPACES):
            self.mended.add("wide-space")
            gap = " "
        if quote not in ("", '"', "'"):
            self.mended.add("sign-quotes")
            head = f"{key[0]}:"
        child = child_of(schema, key[0])
        name = key[0] if "properties" in schema else prop
        written = self._value(column, value, child, name)
        return f"{head}{(gap or ' ') if value else gap}{written}"

    def _value(self, column: int, raw: str, schema: Schema | None, prop: str) -> str:
        """Return a value as it was meant, with the comment behind it; note what goes on below."""
        value, comment = split_comment(raw)
        if not value:
            kind = (schema or {}).get("type")
            self.waiting = _Level(column, schema, prop, kind == "array")
            return raw
        self.skip_below, self.block = column, None
        if _BLOCK.fullmatch(value):
            self.block = 0
            return raw
        if schema is None:
            return raw
        mended = mend_value(value, prop, schema, self.names)
        text = self.mended.take(mended)
        self.open_end = _find_open_end(text) if text == value else ""
        return text + comment


def _find_open_end(value: str) -> str:
    """Return what ends a value that begins in a line and ends in another; "" where it is whole."""
    first = value[0]
    if first in "\"'":
        return "" if len(value) > 1 and value.rstrip().endswith(first) else first
    if first in "[{":
        inside = sum(
            (sign in OPENING + OPENING_MAP) - (sign in CLOSING + CLOSING_MAP) for sign in value
        )
        return ("]" if first == "[" else "}") if inside > 0 else ""
    return ""


def _width(lead: str) -> int:
    """Return how far a line is moved to the right: a tab or a full-width space counts as two."""
    return sum(1 if sign in " \u00a0" else 2 for sign in lead)


def _find_root(lines: list[str]) -> int:
    """Return the column of a record's own keys: where the line furthest to the left begins."""
    leads = [found for line in lines if (found := _LEAD.match(line)) and found.end() < len(line)]
    return min(
        (_width(lead[0]) for lead in leads if lead.string[lead.end()] not in "#＃"), default=0
    )


def mend_lines(text: str, schema: Schema, names: NameBook) -> tuple[str, list[LineMend]]:
    """Return a record's text as it was meant, with as many lines, and the lines that differ.

    `text` has been decoded. A line of which nobody can tell what was meant stays, and is listed.
    """
    lines = text.split("\n")
    reader = _Reader(names, [_Level(_find_root(lines), schema, "")])
    mends: list[LineMend] = []
    for index, typed in enumerate(lines[:MOST_LINES]):
        becomes = reader.read(typed) if len(typed) <= MOST_SIGNS else typed
        found = reader.mended
        if found.is_open:
            column = typed.find(found.typed) if found.typed else len(typed) - len(typed.lstrip())
            mends.append(_open_mend(index + 1, max(column, 0) + 1, typed, found))
        elif found.slips and becomes != typed:
            slips = tuple(sorted(set(found.slips), key=SLIPS.index))
            mends.append(LineMend(index + 1, _first_difference(typed, becomes), slips, becomes))
            lines[index] = becomes
    return "\n".join(lines), mends


def _open_mend(line: int, column: int, typed: str, found: Meant) -> LineMend:
    slips = tuple(slip for slip in found.slips if slip in ("no-day", "name-unclear"))
    return LineMend(line, column, slips, typed, True, found.near, found.typed)


def _first_difference(typed: str, becomes: str) -> int:
    pairs = enumerate(zip(typed, becomes, strict=False))
    same = min(len(typed), len(becomes))
    return 1 + next((index for index, (before, after) in pairs if before != after), same)
