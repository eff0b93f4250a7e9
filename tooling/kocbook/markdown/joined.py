"""The page of a team: each part's text is parsed alone, then their trees stand one after the other.

Joined as Markdown, an open fence or a footnote of one part would swallow another's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import quote, unquote

from kocbook.markdown.html_tree import Element, iter_elements
from kocbook.markdown.sanitise import is_own_file

_SIGN = "\x1e"
"""Begins what `join_texts` wrote. No text has it: control characters are refused and never shown."""
TEXT_NAME = "index.md"
_TAIL = re.compile(r"([^?#]*)([?#]?)(.*)", re.DOTALL)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Placement:
    """One step of an arrangement: a heading of the integrator's, or what of a part comes next.

    A part alone stands for all of it that is not placed by itself; `section` is the id of one of
    its headings and stands for all up to the next heading of that level; `picture` is the name of
    a picture that stands alone.
    """

    part: str = ""
    heading: str = ""
    section: str = ""
    picture: str = ""


def join_texts(texts: Mapping[str, str], order: Sequence[Placement] = ()) -> str:
    """Return what a page is made of, as one value that `parse_document` understands.

    `texts` are Markdown by the part's folder, "" for the module's own; they follow in their order,
    except where `order` says otherwise. One text of the module's own is its own page.
    """
    if list(texts) == [""] and not order:
        return texts[""]
    steps = [[one.part, one.heading, one.section, one.picture] for one in order]
    return _SIGN + json.dumps([list(texts.items()), steps], ensure_ascii=False)


def is_joined(source: str) -> bool:
    """True for what `join_texts` made of several parts; no text that is read begins with its sign."""
    return source.startswith((f'{_SIGN}[[["', f"{_SIGN}[[],"))


def parse_joined(source: str, parse: Callable[[str], Element]) -> Element:
    """Return the tree of a team's page; `parse` gives the tree of one text, for this use alone."""
    texts, steps = json.loads(source[1:])
    trees = {folder: parse(text) for folder, text in texts}
    taken: set[str] = set()
    for folder, tree in trees.items():
        _make_ids_unique(tree, taken)
        _move_targets(tree, folder, trees.keys())
    pieces = _Pieces(trees)
    arranged = [one for step in steps for one in pieces.take(Placement(*step))]
    rest = [one for folder in trees for one in pieces.take(Placement(folder))]
    return Element("", {}, _space([*arranged, *rest]))


def find_unplaced(trees: Mapping[str, Element], order: Sequence[Placement]) -> set[int]:
    """Return which steps of an arrangement place nothing, by their numbers from 0.

    `trees` are those of the parts as they are read, by folder. A step that is neither a heading nor a
    part, or both, places nothing either.
    """
    pieces = _Pieces(trees)
    return {
        number
        for number, step in enumerate(order)
        if bool(step.heading) == bool(step.part) or not pieces.take(step)
    }


def _space(nodes: list[Element | str]) -> list[Element | str]:
    return [one for node in nodes for one in (node, "\n")]


def _make_ids_unique(tree: Element, taken: set[str]) -> None:
    """Rename ids that an earlier part has, and the part's own links to them."""
    renamed: dict[str, str] = {}
    for element in iter_elements(tree):
        if name := element.get("id"):
            element.attributes["id"] = renamed[name] = _free_name(name, taken)
    for element in iter_elements(tree):
        target = element.get("href")
        if target.startswith("#"):
            wanted = unquote(target[1:])
            element.attributes["href"] = f"#{renamed.get(wanted, wanted)}"


def _free_name(name: str, taken: set[str]) -> str:
    number, wanted = 0, name
    while wanted in taken:
        number += 1
        wanted = f"{name}-{number}"
    taken.add(wanted)
    return wanted


def _move_targets(tree: Element, folder: str, folders: Collection[str]) -> None:
    """Let targets lead from the module's folder instead of from the part's."""
    for element in iter_elements(tree):
        for name in ("src", "href", "poster"):
            target = element.get(name)
            if target and target[0] not in "#/" and is_own_file(target):
                element.attributes[name] = _move_target(target, folder, folders)


def _move_target(target: str, folder: str, folders: Collection[str]) -> str:
    path, sign, rest = _TAIL.match(target).groups()  # type: ignore[union-attr]
    moved = normpath(f"{folder}/{unquote(path)}" if folder else unquote(path))
    for other in folders:
        if other and moved in (other, f"{other}/{TEXT_NAME}"):
            return sign + rest if sign == "#" else "#"  # a colleague's part stands on the same page
    return quote(moved) + sign + rest


class _Pieces:
    """The blocks of all parts that have no place yet."""

    def __init__(self, trees: Mapping[str, Element]) -> None:
        self._blocks: dict[str, list[Element | str]] = {
            folder: [one for one in tree.children if isinstance(one, Element) or one.strip()]
            for folder, tree in trees.items()
        }

    def take(self, step: Placement) -> list[Element | str]:
        """Return what a step places; nothing where it names what is not there, or placed already."""
        if step.heading:
            return [Element("h2", {}, [step.heading])]
        blocks = self._blocks.get(step.part, [])
        start, end = 0, len(blocks)
        if step.section:
            start, end = _find_section(blocks, step.section)
        elif step.picture:
            start, end = _find_picture(blocks, step.picture)
        found, blocks[start:end] = blocks[start:end], []
        return found


def _find_section(blocks: list[Element | str], name: str) -> tuple[int, int]:
    for start, block in enumerate(blocks):
        if isinstance(block, Element) and block.get("id") == name:
            end = start + 1
            while end < len(blocks) and not _is_heading_up_to(blocks[end], block.tag):
                end += 1
            return start, end
    return 0, 0


def _is_heading_up_to(block: Element | str, tag: str) -> bool:
    return isinstance(block, Element) and block.tag in _HEADINGS and block.tag <= tag


def _find_picture(blocks: list[Element | str], name: str) -> tuple[int, int]:
    for place, block in enumerate(blocks):
        if not isinstance(block, Element) or block.words().strip():
            continue
        shown = [one for one in iter_elements(block) if one.get("src")]
        if [unquote(one.get("src")).rpartition("/")[2] for one in shown] == [name]:
            return place, place + 1
    return 0, 0
