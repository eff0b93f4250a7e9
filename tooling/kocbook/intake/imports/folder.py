"""A folder of Markdown files as a book: its folders are the chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.intake.imports.about import read_about
from kocbook.intake.imports.book import NotKept, NotKeptKind, SourceBook, SourcePage
from kocbook.intake.imports.kinds import MARKDOWN_SUFFIXES
from kocbook.intake.imports.read import find_title, read_words

FIRST = ("readme", "index", "_index")
"""Stems of the page that stands for its folder."""
_NOT_PAGES = frozenset(
    {
        "changelog",
        "claude",
        "agents",
        "code_of_conduct",
        "contributing",
        "licence",
        "license",
        "pull_request_template",
        "security",
        "summary",
    }
)
"""Stems of files at the root that are about a repository, not of a book."""
_NOT_FOLDERS = frozenset({"node_modules", "__pycache__", "site", "_book", "dist", "venv"})
_MOST_PAGES = 5000
_NUMBER = re.compile(r"(\d+)")


def read_folder(root: Path) -> SourceBook:
    """Return the book of a folder.

    Raises:
        UsageError: there is no Markdown in it, or far too much.
    """
    folder = _find_pages_folder(root)
    losses: list[NotKept] = []
    listed = list_pages(folder, losses)
    held = Counter(above for path in listed for above in _folders(path))
    listed.sort(key=lambda path: _order(path, held))
    pages = [SourcePage(path, _chapters(folder, path, held)) for path in listed]
    if not pages:
        raise UsageError("errors.import-no-pages", name=root.name)
    book = SourceBook(root.name, "", root, folder, pages, losses=losses)
    return read_about(book)


def list_pages(folder: Path, losses: list[NotKept] | None = None) -> list[str]:
    """List the pages below a folder in reading order, as paths from it.

    Raises:
        UsageError: there are more than a handbook can hold.
    """
    found = []
    for path in _walk(folder):
        inner = path.relative_to(folder).as_posix()
        if path.parent == folder and path.stem.casefold() in _NOT_PAGES:
            if losses is not None:
                losses.append(NotKept(inner, 0, NotKeptKind.LEFT_OUT))
            continue
        found.append(inner)
        if len(found) > _MOST_PAGES:
            raise UsageError("errors.import-many-pages", name=folder.name, max=_MOST_PAGES)
    return sorted(found, key=_order)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the Markdown files below a folder; links are not followed."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            if path.name not in _NOT_FOLDERS:
                yield from _walk(path)
        elif path.suffix.casefold() in MARKDOWN_SUFFIXES:
            yield path


def _order(path: str, held: Mapping[str, int] | None = None) -> tuple[tuple[object, ...], ...]:
    """Return what pages are sorted by: that of a folder first, files before folders, numbers as such.

    Of a folder that is no chapter, as `held` tells, its page stands among the files around it.
    """
    chapters = [inner for inner in _folders(path) if held is None or held[inner] > 1]
    depth = len(chapters[-1].split("/")) if chapters else 0
    rest = path.split("/")[depth:]
    stem = rest[0].casefold() if len(rest) > 1 else rest[0].rpartition(".")[0].casefold()
    last = (0, 0 if stem in FIRST else 1, _natural(stem))
    return (*((1, 0, _natural(one.rpartition("/")[2])) for one in chapters), last)


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _NUMBER.split(name.casefold())
        if part
    )


def _find_pages_folder(root: Path) -> Path:
    """Return the folder of pages: `docs/` where the book stands in it."""
    docs = root / "docs"
    has_start = docs.is_dir() and any(
        one.stem.casefold() in FIRST and one.suffix.casefold() in MARKDOWN_SUFFIXES
        for one in docs.iterdir()
    )
    return docs if has_start else root


def _folders(path: str) -> list[str]:
    """List the folders that a page lies in, from the outermost."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def _chapters(folder: Path, path: str, held: Mapping[str, int]) -> tuple[str, ...]:
    """Return the titles of a page's folders, as their first pages say them.

    `held` counts the pages of each: a folder that only keeps one page with its pictures is no chapter.
    """
    return tuple(_folder_title(folder, inner) for inner in _folders(path) if held[inner] > 1)


def _folder_title(folder: Path, inner: str) -> str:
    place = folder / inner
    for one in sorted(place.iterdir()):
        if one.stem.casefold() in FIRST and one.suffix.casefold() in MARKDOWN_SUFFIXES:
            title = find_title(read_words(one) or "")
            if title:
                return title
    return inner.rpartition("/")[2].replace("_", " ").replace("-", " ").strip() or inner
