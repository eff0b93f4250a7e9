"""A book as it stands in a source, before anything of it is made ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

DEEPEST = 3
"""So many levels of chapters a handbook has."""


class AddressStyle(StrEnum):
    """How the source's own site names its pages."""

    FOLDERS = "folders"  # a/b.md → a/b/
    FILES = "files"  # a/b.md → a/b.html
    BOTH = "both"  # nobody knows
    NONE = "none"  # there is no such site


class NotKeptKind(StrEnum):
    """What could not be kept, or not as it was; `import.lost` in the locales says it in words."""

    LEFT_OUT = "left-out"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"
    EMPTY = "empty"
    MISSING_INCLUDE = "missing-include"
    LINK_BROKEN = "link-broken"
    LINK_TO_SOURCE = "link-to-source"
    ANCHOR_UNKNOWN = "anchor-unknown"
    MEDIA_MISSING = "media-missing"
    MEDIA_REFUSED = "media-refused"
    MEDIA_STILL = "media-still"
    MEDIA_DRAWN = "media-drawn"
    NO_DESCRIPTION = "no-description"
    TAG_ESCAPED = "tag-escaped"
    TAG_REMOVED = "tag-removed"
    DEFINITION_REMOVED = "definition-removed"
    HIDDEN_SIGN = "hidden-sign"
    SHOWN_AS_TYPED = "shown-as-typed"
    NUMBER = "number"
    FINDING = "finding"
    DEEPER = "deeper"
    TITLE_CUT = "title-cut"
    DOCUMENT = "document"
    NO_LICENCE = "no-licence"
    SHALLOW = "shallow"


@dataclass(frozen=True, slots=True, order=True)
class NotKept:
    """Something that could not be kept, with its place in the source (line 0: the whole file)."""

    path: str
    line: int
    kind: NotKeptKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One page: its file below the book's folder, its title in the plan, and its chapters.

    `chapters` are titles from the outermost inwards. `title` is None where the page says it.
    """

    path: str
    chapters: tuple[str, ...] = ()
    title: str | None = None


@dataclass(slots=True)
class SourceBook:
    """A book in a source.

    `folder` holds its pages and files; nothing outside of `root` is ever read. `page_root` is the
    folder of pages within the repository, for addresses; `moved` pairs further old addresses with
    the pages that they lead to.
    """

    name: str
    title: str
    root: Path
    folder: Path
    pages: list[SourcePage]
    summary: str | None = None
    licence: str | None = None
    authors: str | None = None
    url: str | None = None
    repository: str | None = None
    branch: str | None = None
    style: AddressStyle = AddressStyle.BOTH
    moved: Mapping[str, str] = field(default_factory=dict)
    includes: tuple[Path, ...] = ()
    losses: list[NotKept] = field(default_factory=list)
    file: str | None = None
    """The one file that the book was made of, where that is not its page."""

    @property
    def is_single(self) -> bool:
        """True for a document: it says nothing of its own site, and goes into any handbook."""
        return len(self.pages) == 1 and (self.file is not None or self.style is AddressStyle.NONE)

    def path_of(self, page: str) -> str:
        """Return how records name the file that a page was made of."""
        return self.file or f"{self.prefix}{page}"

    @property
    def prefix(self) -> str:
        """The folder of pages as the repository names it, with a slash; "" for its root."""
        inner = self.folder.relative_to(self.root).as_posix()
        return "" if inner == "." else f"{inner}/"
