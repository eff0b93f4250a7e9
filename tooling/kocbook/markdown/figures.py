"""Fenced blocks that become pictures: read as what they are, a table or a list with a title.

The tree of a text holds such a block as a `figure` with its table or list in it, so that links, pictures,
fingerprints and the search see what they see of any other table. The site adds the drawing. A block that
cannot be drawn stays code, and says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kocbook.markdown.figure_kinds import FIGURE, SHAPES, FigureKind, FigureShape, find_kind
from kocbook.markdown.html_tree import Element, iter_elements

_LANGUAGE = re.compile(r"language-(\S+)")
_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")
_TAG = re.compile(r"<[A-Za-z/!?]")

Parse = Callable[[str], Element]
Cells = list[list[Element]]


@dataclass(frozen=True, slots=True)
class FigureFault:
    """Why a block stays code: a word for the reason, its line and column, what fills the sentence."""

    reason: str
    line: int
    column: int = 1
    data: dict[str, str | int] = field(default_factory=dict)


def read_number(words: str) -> float | None:
    """Return the one number in a cell, whatever its unit; None where there is none, or several."""
    found = _NUMBER.findall(words)
    return float(found[0].replace(",", "").replace("−", "-")) if len(found) == 1 else None


def list_rows(table: Element) -> Cells:
    """Return the cells of a table, row by row, the heading first."""
    rows = [one for one in iter_elements(table) if one.tag == "tr"]
    return [[one for one in row.children if isinstance(one, Element)] for row in rows]


def draw_figures(root: Element, parse: Parse) -> tuple[FigureFault, ...]:
    """Put figures in the place of the blocks of a text that name a kind; return why others stay."""
    faults: list[FigureFault] = []
    for block in list(_iter_blocks(root)):
        kind = _find_kind_of(block)
        if kind is None:
            continue
        if not any(one is block for one in root.children):
            faults.append(FigureFault("nested", block.line, block.column))
            continue
        figure, found = _read_block(block, kind, parse)
        faults += found
        if not found:
            root.children = [figure if one is block else one for one in root.children]
    return tuple(faults)


def _iter_blocks(root: Element) -> Iterator[Element]:
    return (one for one in iter_elements(root) if one.tag == "pre")


def _find_kind_of(block: Element) -> FigureKind | None:
    code = block.children[0] if len(block.children) == 1 else ""
    named = _LANGUAGE.search(code.get("class")) if isinstance(code, Element) else None
    return find_kind(named[1]) if named else None


def _read_block(
    block: Element, kind: FigureKind, parse: Parse
) -> tuple[Element, list[FigureFault]]:
    source = block.words()
    if tag := _TAG.search(source):
        line = block.line + 1 + source.count("\n", 0, tag.start())
        return block, [FigureFault("html", line)]
    inner = parse(source)
    for element in iter_elements(inner):
        if element.line:
            element.line, element.end = element.line + block.line, element.end + block.line
    figure = Element("figure", {FIGURE: kind.value})
    figure.line, figure.column = block.line, block.column
    figure.end, figure.end_column = block.end, block.end_column
    return figure, _fill(figure, inner, kind, SHAPES[kind])


def _fill(
    figure: Element, inner: Element, kind: FigureKind, shape: FigureShape
) -> list[FigureFault]:
    """Fill a figure with its title, its body and its note, in the order in which they were written."""
    body: Element | None = None
    blocks = [one for one in inner.children if isinstance(one, Element)]
    for block in blocks:
        if block.tag in shape.body and body is None:
            body = block
        elif block.tag == "p":
            if body is None and not _is_picture(block):
                block.tag = "figcaption" if not _has(figure, "figcaption") else "p"
        else:
            return [FigureFault("other", block.line or figure.line)]
    figure.children = [*blocks]
    name = "list" if "ol" in shape.body else "table"
    if body is None:
        return [FigureFault(name, figure.line, data={"kind": kind.value})]
    if shape.has_picture and not any(_is_picture(one) for one in blocks if one.line < body.line):
        return [FigureFault("picture", figure.line)]
    return list(_judge_list(body, shape) if name == "list" else _judge_table(body, kind, shape))


def _has(figure: Element, tag: str) -> bool:
    return any(isinstance(one, Element) and one.tag == tag for one in figure.children)


def _is_picture(block: Element) -> bool:
    """True for a paragraph that is one picture."""
    inside = [one for one in block.children if isinstance(one, Element) or one.strip()]
    return len(inside) == 1 and isinstance(inside[0], Element) and inside[0].tag == "img"


def _judge_list(body: Element, shape: FigureShape) -> Iterator[FigureFault]:
    items = [one for one in body.children if isinstance(one, Element)]
    yield from _judge_count("items", len(items), shape.rows, body.line)


def _judge_table(body: Element, kind: FigureKind, shape: FigureShape) -> Iterator[FigureFault]:
    head, *rows = list_rows(body)
    yield from _judge_count("columns", len(head), shape.columns, body.line)
    yield from _judge_count("rows", len(rows), shape.rows, body.line)
    if shape.columns[0] <= len(head) <= shape.columns[1]:
        yield from _JUDGES[kind](head, rows)


def _judge_count(reason: str, n: int, wanted: tuple[int, int], line: int) -> Iterator[FigureFault]:
    least, most = wanted
    if not least <= n <= most:
        yield FigureFault(reason, line, data={"n": n, "least": least, "most": most})


# ------------------------------------------------------------------------------- what cells hold


def _judge_numbers(
    cells: list[Element],
    least: float = float("-inf"),
    most: float = float("inf"),
    may_lack: bool = False,
) -> Iterator[FigureFault]:
    for cell in cells:
        words = cell.words().strip()
        if not words and may_lack:
            continue
        number = read_number(words)
        if number is None:
            yield FigureFault("number", cell.line, cell.column, {"cell": words[:20] or "—"})
        elif not least <= number <= most:
            reason = "percent" if most == 100 else "negative"
            yield FigureFault(reason, cell.line, cell.column, {"cell": words[:20]})


def _judge_bars(head: list[Element], rows: Cells) -> Iterator[FigureFault]:
    del head
    for row in rows:
        yield from _judge_numbers(row[1:], least=0)


def _judge_line(head: list[Element], rows: Cells) -> Iterator[FigureFault]:
    del head
    for row in rows:
        yield from _judge_numbers(row[1:], may_lack=True)


def _judge_comparison(head: list[Element], rows: Cells) -> Iterator[FigureFault]:
    del head, rows
    yield from ()


def _judge_route(head: list[Element], rows: Cells) -> Iterator[FigureFault]:
    """Stops with their distance from the start, and the charge on arriving and on leaving."""
    del head
    before = float("-inf")
    for row in rows:
        yield from _judge_numbers(row[1:2], least=0)
        yield from _judge_numbers(row[2:], 0, 100, may_lack=True)
        if not any(cell.words().strip() for cell in row[2:]):
            yield FigureFault("charge", row[0].line, row[0].column)
        distance = read_number(row[1].words())
        if distance is not None and distance <= before:
            data: dict[str, str | int] = {"cell": row[1].words().strip()[:20]}
            yield FigureFault("order", row[1].line, row[1].column, data)
        before = before if distance is None else distance


def _judge_hotspots(head: list[Element], rows: Cells) -> Iterator[FigureFault]:
    """What to look at, and how far from the left and from the top of the picture it is."""
    del head
    for row in rows:
        yield from _judge_numbers(row[1:], 0, 100)


def _judge_calculator(head: list[Element], rows: Cells) -> Iterator[FigureFault]:
    yield from _judge_numbers(head[1:])
    for row in rows:
        yield from _judge_numbers(row[:1])
        yield from _judge_numbers(row[1:], least=0)


_JUDGES = {
    FigureKind.BARS: _judge_bars,
    FigureKind.LINE: _judge_line,
    FigureKind.COMPARISON: _judge_comparison,
    FigureKind.ROUTE: _judge_route,
    FigureKind.HOTSPOTS: _judge_hotspots,
    FigureKind.CALCULATOR: _judge_calculator,
}
