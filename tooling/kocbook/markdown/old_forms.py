"""Forms of Markdown that only Python-Markdown and Material know, moved to what GitHub shows.

`find_old_forms` names them with their places; `modernise` moves them and changes no word. Fenced
and inline code, formulas, tags and addresses are never touched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kocbook.markdown.line_reader import HEADING, LineReader, dedent, indent_of, is_item

# What GitHub has nothing for: found, so that somebody can write the meaning out, and left alone.
IMMOVABLE = frozenset({"abbreviation", "attribute-words"})

_ALERTS = {
    "NOTE": "note info abstract summary tldr quote cite example todo seealso",
    "TIP": "tip success check done hint question help faq",
    "IMPORTANT": "important",
    "WARNING": "warning attention",
    "CAUTION": "danger failure fail missing bug caution error",
}
ALERT_OF = {word: alert for alert, words in _ALERTS.items() for word in words.split()}

_BOX = re.compile(
    r"(?P<sign>!!!|\?\?\?\+?) ?(?P<types>[\w-]++(?: ++[\w-]++)*+)?(?: *+\"(?P<title>[^\n]*)\")? *$"
)
_TAB = re.compile(r"===[+!]{0,2} ++\"(?P<title>[^\n]*)\" *$")
_TOC = re.compile(r" {0,3}\[TOC\][ \t]*$")
_ABBREVIATION = re.compile(r" {0,3}\*\[[^\]\n]{1,200}\]: ?[^\n]")
_QUOTE = re.compile(r"([ \t]*+>)[ ]?")
_WHOLE_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]{0,200}>)")
_MARKED = re.compile(r"[*_`$~\[\\]")
_LINE_END = re.compile(r"\r\n?")

_SIGNS = ("!!!", "???", "==", "[TOC]", "*[", "{", "^", "~", "++")
"""One of these stands in every old form."""
_DEEPEST = 12  # boxes in boxes; beyond it nothing is moved
_ROUNDS = 8  # one form inside another is moved in the next round


@dataclass(frozen=True, order=True)
class OldForm:
    """An old form: its kind in kebab-case, and its place from 1, in lines and signs."""

    kind: str
    line: int
    column: int


@dataclass(frozen=True)
class _Line:
    """A line of a text or of the body of a box: its place in the text goes with it."""

    text: str
    number: int
    column: int = 1

    def without(self, columns: int) -> _Line:
        """Return the line with up to `columns` of indentation cut off."""
        text, cut = dedent(self.text, columns)
        return replace(self, text=text, column=self.column + cut)


def find_old_forms(text: str) -> list[OldForm]:
    """Return the old forms of a text in the order of their places."""
    if not any(sign in text for sign in _SIGNS):
        return []
    mover = _Mover()
    mover.move(_lines_of(_LINE_END.sub("\n", text)))
    return sorted(mover.found, key=lambda form: (form.line, form.column))


def modernise(text: str) -> str:
    """Return the text with all old forms moved; a text without any comes back as it was."""
    before = _LINE_END.sub("\n", text)
    now = before
    for _ in range(_ROUNDS):
        last, now = now, "\n".join(_Mover().move(_lines_of(now)))
        if last == now:
            break
    return text if now == before else now


def _lines_of(text: str) -> list[_Line]:
    return [_Line(line, number) for number, line in enumerate(text.split("\n"), 1)]


class _Mover:
    """Goes through lines from top to bottom, into quotes and bodies, and writes them anew."""

    def __init__(self, depth: int = 0, found: list[OldForm] | None = None) -> None:
        self.found: list[OldForm] = [] if found is None else found
        self._depth = depth
        self._out: list[str] = []
        self._reader = LineReader()

    def move(self, lines: list[_Line]) -> list[str]:
        """Return the lines as GitHub knows them, and close the fence that a body left open."""
        if self._depth > _DEEPEST:
            return [line.text for line in lines]
        at = 0
        while at < len(lines):
            at = self._block(lines, at)
        if self._depth and self._reader.open_fence:
            self._out.append(self._reader.open_fence)
        return self._out

    def _block(self, lines: list[_Line], at: int) -> int:
        """Write the block at `at`; return where the next begins."""
        line = lines[at]
        if self._reader.in_code(line.text):
            self._out.append(line.text)
            return at + 1
        if _QUOTE.match(line.text):
            return self._quote(lines, at)
        if box := _opener(line):
            end = _end_of_body(lines, at)
            if end > at + 1 or box["title"]:
                self._box(line, box, lines[at + 1 : end])
                if end < len(lines) and lines[end].text.strip():
                    self._out.append("")
                return end
        if _TOC.match(line.text):
            self._see("table-of-contents", line, 0)
            if self._out and self._out[-1].strip():
                self._out.append("")
            return at + 1
        return self._paragraph(lines, at)

    def _see(self, kind: str, line: _Line, offset: int) -> None:
        self.found.append(OldForm(kind, line.number, line.column + offset))

    def _inner(self, lines: list[_Line]) -> list[str]:
        return _Mover(self._depth + 1, self.found).move(lines)

    def _quote(self, lines: list[_Line], at: int) -> int:
        """Move what is quoted; the signs of a quote without old forms stay as they are."""
        end, inside, signs = at, [], ["> "]
        while end < len(lines) and (match := _QUOTE.match(lines[end].text)):
            line = lines[end]
            rest = line.text[match.end() :]
            inside.append(replace(line, text=rest, column=line.column + match.end()))
            signs.append(match[0])
            end += 1
        for line in lines[at + 1 : end]:
            self._reader.in_code(line.text)
        moved = self._inner(inside)
        if moved == [line.text for line in inside]:
            self._out += [line.text for line in lines[at:end]]
        else:
            sign = signs[1].rstrip()
            self._out += [f"{sign} {text}" if text else sign for text in moved]
        return end

    def _box(self, line: _Line, box: re.Match[str], body: list[_Line]) -> None:
        """Write a box or a tab, set off by a blank line, at the indentation that it had."""
        indent = indent_of(line.text)
        if self._out and self._out[-1].strip():
            self._out.append("")
        sign = box.groupdict().get("sign", "===")
        kinds = {"!!!": "admonition", "===": "tab"}
        self._see(kinds.get(sign, "details"), line, len(line.text) - len(line.text.lstrip(" \t")))
        while body and not body[0].text.strip():
            body = body[1:]
        moved = self._inner([each.without(indent + 4) for each in body])
        if sign == "===":
            new = [_bold(box["title"].strip()), "", *moved]
        elif sign == "!!!":
            new = _alert(box, moved)
        else:
            new = _details(box, moved)
        self._out += [(" " * indent + text) if text else "" for text in new]

    def _paragraph(self, lines: list[_Line], at: int) -> int:
        """Move what stands inside the lines of one paragraph, heading or list item."""
        # Its patterns take long to compile, and few texts have anything for them.
        from kocbook.markdown.old_inline import apply_edits, old_inline

        end = at + 1
        if lines[at].text.strip() and not HEADING.match(lines[at].text):
            while end < len(lines) and _goes_on(lines[end].text):
                self._reader.in_code(lines[end].text)
                end += 1
        text = "\n".join(line.text for line in lines[at:end])
        edits = old_inline(text)
        for line in lines[at:end]:
            if _ABBREVIATION.match(line.text):
                self._see("abbreviation", line, 0)
        for edit in edits:
            number = text.count("\n", 0, edit.start)
            self._see(
                edit.kind, lines[at + number], edit.start - text.rfind("\n", 0, edit.start) - 1
            )
        self._out += apply_edits(text, edits).split("\n")
        return end


def _opener(line: _Line) -> re.Match[str] | None:
    words = line.text.lstrip(" \t")
    return _BOX.match(words) or _TAB.match(words)


def _goes_on(text: str) -> bool:
    """True for a line that belongs to the paragraph above it."""
    words = text.lstrip(" \t")
    begins = words.startswith(("```", "~~~", ">", "!!!", "???", "=== ", "[TOC]", "*["))
    return bool(words) and not begins and not is_item(text) and not HEADING.match(text)


def _end_of_body(lines: list[_Line], at: int) -> int:
    """Return the end of the indented lines below an opener, blank lines behind them left out."""
    indent, end = indent_of(lines[at].text) + 4, at + 1
    for place in range(at + 1, len(lines)):
        if lines[place].text.strip():
            if indent_of(lines[place].text) < indent:
                break
            end = place + 1
    return end


def _title_of(box: re.Match[str]) -> str:
    """Return the title of a box; of types that nobody knows, the words themselves."""
    if box["title"] is not None:
        return box["title"].strip()
    types = box["types"] or ""
    return "" if types.split(" ")[0].lower() in ALERT_OF else types


def _bold(title: str) -> str:
    return title if not title or "*" in title else f"**{title}**"


def _alert(box: re.Match[str], body: list[str]) -> list[str]:
    first = (box["types"] or "").split(" ")[0].lower()
    lines = [f"[!{ALERT_OF.get(first, 'NOTE')}]"]
    if title := _title_of(box):
        lines += [_bold(title), *([""] if body else [])]
    return [f"> {line}" if line else ">" for line in [*lines, *body]]


def _details(box: re.Match[str], body: list[str]) -> list[str]:
    opening = "<details open>" if box["sign"].endswith("+") else "<details>"
    title = _title_of(box) or (box["types"] or "note").split(" ")[0].capitalize()
    # Between empty lines Markdown is read inside a tag too.
    summary = f"\n\n{title}\n\n" if _MARKED.search(title) else _WHOLE_TAG.sub("&lt;", title)
    head = f"{opening}<summary>{summary}</summary>"
    return [*head.split("\n"), "", *body, "", "</details>"]
