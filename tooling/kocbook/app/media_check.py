"""What stands inside pictures and videos, as findings; a file that was looked into once is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kocbook.base.finding import Finding
from kocbook.base.known_files import ask_files
from kocbook.git.open_memory import open_memory
from kocbook.media.inspect import Inside, is_looked_into, look_into
from kocbook.media.picture_size import MOST_PIXELS
from kocbook.model.tree import Tree
from kocbook.records.tree import WorkingTree
from kocbook.rules.media_metadata import report_metadata, report_oversized, report_unreadable


def check_media(tree: Tree, paths: Iterable[str]) -> list[Finding]:
    """Look into the pictures and videos among `paths`; a working tree's are remembered."""
    wanted = [path for path in paths if is_looked_into(path)]
    if not wanted:
        return []
    if not isinstance(tree, WorkingTree):
        return report_inside(look_into(tree, wanted))
    memory, root = open_memory(tree.root), tree.root
    found = ask_files(memory, "media", root, wanted, Inside, lambda left: look_into(tree, left))
    return report_inside(found)


def report_inside(found: Mapping[str, Inside]) -> list[Finding]:
    """Return what is wrong with files of which all is known."""
    told = {path: inside.tells for path, inside in found.items() if inside.tells}
    vast = {path: inside.vast for path, inside in found.items() if inside.vast}
    closed = {path: inside.refused for path, inside in found.items() if inside.refused}
    return [
        *report_metadata(told),
        *report_unreadable(closed),
        *report_oversized(vast, MOST_PIXELS),
    ]
