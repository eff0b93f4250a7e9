"""Links of contributed texts that lead nowhere: they are told, and stop no build.

MkDocs warns of them among everything else; only what our own pages do wrong has to stop a build. In
assembled pages Markdown's own links stand in contributed text alone: templates write HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CONTRIBUTED = "<!-- kocbook:text "
"""What assembly writes before a contributed text."""

# As mkdocs.structure.pages of MkDocs 1.6.1 says it.
_WARNING = re.compile(
    r"Doc file '(?P<page>[^\n]+?)' contains a link '(?P<target>.*?)', but ", re.DOTALL
)


@dataclass(frozen=True, slots=True, order=True)
class DeadLink:
    """A link to `target` in the text of the page `page` (guide/first-day/index.md)."""

    page: str
    target: str


def part_warnings(warnings: Iterable[str], docs_dir: Path) -> tuple[list[str], list[DeadLink]]:
    """Part a build's warnings into those of our own making and dead links of contributed texts."""
    own: list[str] = []
    dead: set[DeadLink] = set()
    for warning in warnings:
        found = _WARNING.match(warning)
        if found and _is_contributed(docs_dir / found["page"]):
            dead.add(DeadLink(found["page"], found["target"]))
        else:
            own.append(warning)
    return own, sorted(dead)


def _is_contributed(page: Path) -> bool:
    try:
        return CONTRIBUTED in page.read_text(encoding="utf-8")
    except OSError:
        return False
