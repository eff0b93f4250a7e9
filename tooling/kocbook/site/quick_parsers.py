"""Work that the parsers of a build repeat for every page, or do for nobody."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import markdown
from mkdocs.structure import pages

from kocbook.site.lent import lend


@contextlib.contextmanager
def quick_parsers() -> Iterator[None]:
    """Reuse one Markdown converter, and let parsers whose positions nobody asks for not count lines."""
    converters = _Converters()
    with (
        lend(pages, "markdown", converters),
        lend(pages._HTMLHandler, "updatepos", _stay),
    ):
        yield


def _stay(_: Any, start: int, end: int) -> int:
    """Stand in for HTMLParser.updatepos: say where the parser is, and count no lines."""
    del start
    return end


class _Converters:
    """Looks like the module `markdown` to MkDocs, and hands out the same converter, reset.

    Making one with all its extensions takes as long as converting a short page.
    """

    def __init__(self) -> None:
        self.known: markdown.Markdown | None = None
        self.asked: Any = None

    def Markdown(self, **options: Any) -> markdown.Markdown:  # noqa: N802 (the name that MkDocs uses)
        """Return a converter with these options, as new."""
        if self.known is None or self.asked != options:
            self.known, self.asked = markdown.Markdown(**options), options
        self.known.reset()
        return self.known

    def __getattr__(self, name: str) -> Any:
        return getattr(markdown, name)
