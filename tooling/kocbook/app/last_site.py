"""The site, or its Markdown, that the last run left: where nothing changed since, nothing is made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.inputs import find_inputs
from kocbook.app.session import Session
from kocbook.base.memory import look, name_question
from kocbook.base.tool_key import digest, tool_key, tree_key

if TYPE_CHECKING:
    from kocbook.site.views.context import Download

_READ_ELSEWHERE = (b"custom_dir", b"hooks", b"!ENV", b"!relative", b"../")
"""What in a configuration of MkDocs names files or settings that no trace of ours has."""


class LastSite:
    """The folder `target` as the last build or assembly left it, with these extras."""

    def __init__(self, session: Session, target: Path, extras: frozenset[Download]) -> None:
        self.session, self.target = session, target
        self.question = name_question("site", target)
        self.inputs = self._find_inputs(extras)

    def recall(self) -> tuple[int, int] | None:
        """Return how many pages and files there are; None where anything about them is not as it was."""
        files = self._list_files()
        if self.inputs is None or files is None:
            return None
        kept = self.session.memory.recall(self.question, tuple[int, int])
        return kept.value() if kept and kept.trace == {**self.inputs, "files": files} else None

    def keep(self, pages: int, files: int, is_of_one_state: bool) -> None:
        """Note what was made, unless a record changed meanwhile."""
        if self.inputs is None or not is_of_one_state:
            return
        from kocbook.git.index_state import find_tree_state

        session, listed = self.session, self._list_files()
        if listed is not None and find_tree_state(session.folder) == session.state:
            trace = {**self.inputs, "files": listed}
            session.memory.keep(self.question, trace, (pages, files))

    def _find_inputs(self, extras: frozenset[Download]) -> dict[str, str] | None:
        session = self.session
        inputs = find_inputs(session, session.state)
        if inputs is None:
            return None
        configs = {
            path.name: path.read_bytes() for path in sorted(session.folder.glob("mkdocs*.yml"))
        }
        if any(word in text for text in configs.values() for word in _READ_ELSEWHERE):
            return None
        from kocbook.site.pictures.fonts import find_fonts
        from kocbook.site.views.charts import find_chart_library

        charts = find_chart_library()
        return {
            **inputs,
            **{f"config:{name}": digest(text) for name, text in configs.items()},
            "tool": tool_key(),
            "releases": tree_key(session.folder / "releases"),
            "extras": repr(sorted(extras)),
            "charts": charts.address if charts else "",
            "fonts": repr(find_fonts()),
        }

    def _list_files(self) -> str | None:
        """Return what tells whether any file of the site was written, added or removed."""
        try:
            return digest(*map(os.fsencode, sorted(_iter_files(str(self.target)))))
        except OSError:
            return None


def _iter_files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _iter_files(entry.path)
            else:
                yield f"{entry.path} {look(entry.stat(follow_symlinks=False))}"
