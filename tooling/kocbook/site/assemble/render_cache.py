"""Pages that the last assembly wrote: what was read for them has not changed, or their view is the same.

A page whose trace holds is neither viewed nor rendered; one whose view is what it was is not rendered.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kocbook.base.memory import Memory, fingerprint, look, name_question
from kocbook.site.assemble.recorded_reads import Recorder
from kocbook.site.outline.outline import PageRef
from kocbook.site.views.context import SiteContext

_BASIS = "basis:"


class _Written(msgspec.Struct, array_like=True, frozen=True):
    """A page's place and view, the inputs of the view by their numbers, and its file as it was left."""

    page: str
    view: str
    reads: list[int]
    file: str


class KnownPages:
    """What the last assembly wrote into `folder`, page by page.

    A page is made of its view, its front matter, and `basis`: all that pages have in common. The trace
    of the whole answer holds every input once; a page has the numbers of its own in that order.
    """

    def __init__(
        self,
        memory: Memory,
        folder: Path,
        context: SiteContext,
        beside: Mapping[str, object],
        basis: Mapping[str, object],
    ) -> None:
        """Recall the pages; `beside` are inputs of the views that are not in the context."""
        self.memory, self.folder = memory, folder
        self.question = name_question("pages", folder)
        self.recorder = Recorder(context, **beside)
        self.basis = {f"{_BASIS}{name}": fingerprint(value) for name, value in basis.items()}
        self.before: dict[str, _Written] = {}
        self.stale: set[int] = set()
        self.names: list[str] = []
        self._recall()
        self.numbers = {name: number for number, name in enumerate(self.names)}
        self.now: dict[str, _Written] = {}

    def _recall(self) -> None:
        kept = self.memory.recall(self.question, dict[str, _Written])
        if kept is None:
            return
        basis = {name: key for name, key in kept.trace.items() if name.startswith(_BASIS)}
        if basis == self.basis:
            self.before = kept.value() or {}
            inputs = [(name, key) for name, key in kept.trace.items() if name not in basis]
            self.names = [name for name, _ in inputs]
            now = map(self.recorder.find, self.names)
            pairs = zip(inputs, now, strict=True)
            self.stale = {number for number, ((_, was), key) in enumerate(pairs) if was != key}

    def holds(self, page: PageRef) -> bool:
        """Say whether a page is in its place, and all that was read for it is what it was."""
        known = self.before.get(page.source)
        if known is None or not self.stale.isdisjoint(known.reads):
            return False
        if known.page != fingerprint(page) or known.file != self._look(page.source):
            return False
        self.now[page.source] = known
        return True

    def begin(self) -> SiteContext:
        """Return the context to make the next page's view of: its reads are recorded."""
        self.recorder.begin()
        return self.recorder.context

    def lend(self, name: str) -> Any:
        """Return an input beside the context, whose reads are recorded."""
        return self.recorder.lend(name)

    def is_same(self, page: PageRef, *parts: object) -> bool:
        """Say whether the file of a page is what `parts` make, and note them with what was read."""
        try:
            view = fingerprint(parts)
        except (TypeError, ValueError, OverflowError):
            return False  # what cannot be written down (a number beyond 64 bits) is made each time
        reads = [self._number(name) for name in sorted(self.recorder.reads)]
        known = self.before.get(page.source)
        file = self._look(page.source)
        self.now[page.source] = _Written(fingerprint(page), view, reads, file or "")
        return known is not None and known.view == view and known.file == file

    def save(self) -> None:
        """Note what was written, for the next assembly; a page that is not there is left out."""
        found = {
            source: _Written(one.page, one.view, one.reads, file)
            for source, one in self.now.items()
            if (file := self._look(source))
        }
        if found == self.before and not self.stale:
            return
        used = sorted({number for one in found.values() for number in one.reads})
        places = {number: place for place, number in enumerate(used)}
        trace = {self.names[number]: self.recorder.find(self.names[number]) for number in used}
        pages = {
            source: _Written(one.page, one.view, [places[number] for number in one.reads], one.file)
            for source, one in found.items()
        }
        self.memory.keep(self.question, {**self.basis, **trace}, pages)

    def _number(self, name: str) -> int:
        if name not in self.numbers:
            self.numbers[name] = len(self.names)
            self.names.append(name)
        return self.numbers[name]

    def _look(self, source: str) -> str | None:
        try:
            return look(os.stat(f"{self.folder}/{source}"))  # noqa: PTH116 (a path per page is waste)
        except OSError:
            return None
