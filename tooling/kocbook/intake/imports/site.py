"""A MkDocs site, or a book with a list of contents: its pages in the order of its navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from kocbook.base.errors import UsageError
from kocbook.intake.imports.about import name_licence, read_about, strip_tags
from kocbook.intake.imports.book import AddressStyle, NotKept, NotKeptKind, SourceBook, SourcePage
from kocbook.intake.imports.folder import FIRST, list_pages
from kocbook.intake.imports.kinds import MARKDOWN_SUFFIXES, find_site_file, find_summary
from kocbook.intake.imports.read import PlainLoader, find_title, plain_title, read_words

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?:[-*+][ \t]+)?\[(?P<title>[^\]\n]*)\]\((?P<path>[^()\n]*)\)\s*"
)
_BARE_ITEM = re.compile(r"(?P<indent>[ \t]*)[-*+][ \t]+(?P<title>[^\[\n]+?)\s*")
_PART = re.compile(r"#{1,6}[ \t]+(?P<title>.+?)[ \t]*#*")


def read_site(path: Path) -> SourceBook:
    """Return the book of a MkDocs site: `path` is its folder, or its settings.

    Raises:
        UsageError: its settings or its pages cannot be read.
    """
    file = path if path.is_file() else find_site_file(path)
    assert file is not None
    settings = _read_settings(file)
    root = file.parent
    folder = _inside(root, root / str(settings.get("docs_dir") or "docs"))
    if not folder.is_dir():
        raise UsageError("errors.import-no-folder", name=file.name, folder=folder.name)
    book = SourceBook(root.name, _said(settings, "site_name"), root, folder, [])
    book.summary = _said(settings, "site_description") or None
    book.authors = _said(settings, "site_author") or None
    book.url = _said(settings, "site_url") or None
    book.repository = _said(settings, "repo_url") or None
    book.licence = name_licence(_said(settings, "copyright"))
    book.authors = book.authors or strip_tags(_said(settings, "copyright")) or None
    is_plain = settings.get("use_directory_urls") is False
    book.style = AddressStyle.FILES if is_plain else AddressStyle.FOLDERS
    book.includes = (root, folder)
    book.moved = {**_redirects(settings), **_moved_by_host(folder)}
    listed = list(_iter_nav(settings.get("nav"), book, ()))
    book.pages = _complete(listed, list_pages(folder))
    if not book.pages:
        raise UsageError("errors.import-no-pages", name=root.name)
    return read_about(book)


def read_summary(root: Path) -> SourceBook:
    """Return a book with a SUMMARY.md, as mdBook and GitBook list what it holds.

    Raises:
        UsageError: nothing is listed.
    """
    file = find_summary(root)
    assert file is not None
    book = SourceBook(root.name, "", root, file.parent, [], style=AddressStyle.FILES)
    book.includes = (root, file.parent)
    book.pages = list(_iter_summary(read_words(file) or "", book))
    if not book.pages:
        raise UsageError("errors.import-no-pages", name=root.name)
    listed = {page.path for page in book.pages}
    for path in list_pages(file.parent):
        if path not in listed and path != file.name:
            book.losses.append(NotKept(path, 0, NotKeptKind.LEFT_OUT))
    return read_about(book)


def _read_settings(file: Path) -> Mapping[str, Any]:
    try:
        value = yaml.load(read_words(file) or "", Loader=PlainLoader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise UsageError("errors.import-settings", name=file.name)
    return value


def _said(settings: Mapping[str, Any], key: str) -> str:
    value = settings.get(key)
    return value.strip() if isinstance(value, str) else ""


def _inside(root: Path, folder: Path) -> Path:
    """Return a folder within `root`, however it is written; `root` itself for all others."""
    real = folder.resolve()
    return real if real.is_relative_to(root.resolve()) else root


def _iter_nav(items: Any, book: SourceBook, above: tuple[str, ...]) -> Iterator[SourcePage]:
    for item in items if isinstance(items, list) else ():
        pairs = item.items() if isinstance(item, dict) else [(None, item)]
        for title, value in pairs:
            if isinstance(value, list):
                yield from _iter_nav(value, book, (*above, str(title)))
            elif isinstance(value, str):
                yield from _page(value, None if title is None else str(title), book, above)


def _page(
    target: str, title: str | None, book: SourceBook, above: tuple[str, ...]
) -> Iterator[SourcePage]:
    """Yield the page, or the pages of the folder, that an item of the navigation names."""
    path = unquote(target).removeprefix("./")
    place = book.folder / path
    if "://" in target or path.startswith("/") or ".." in path.split("/"):
        book.losses.append(NotKept("mkdocs.yml", 0, NotKeptKind.LEFT_OUT, target))
    elif place.is_dir():
        inner = above if title is None else (*above, title)
        yield from (SourcePage(f"{path.rstrip('/')}/{one}", inner) for one in list_pages(place))
    elif place.suffix.casefold() in MARKDOWN_SUFFIXES and place.is_file():
        yield SourcePage(path, above, title)
    else:
        book.losses.append(NotKept("mkdocs.yml", 0, NotKeptKind.LINK_BROKEN, target))


def _complete(listed: list[SourcePage], there: list[str]) -> list[SourcePage]:
    """Return the pages of the navigation, each once, and then those that it leaves out."""
    pages = {page.path: page for page in reversed(listed)}
    ordered = list(dict.fromkeys(page.path for page in listed))
    if not listed:
        return [SourcePage(path, _folders(path)) for path in there]
    rest = [SourcePage(path, ("",)) for path in there if path not in pages]
    return [*(pages[path] for path in ordered), *rest]


def _folders(path: str) -> tuple[str, ...]:
    return tuple(one.replace("_", " ").replace("-", " ").strip() for one in path.split("/")[:-1])


def _redirects(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return what the plugin `redirects` moves: old page to new page."""
    plugins = settings.get("plugins")
    found: dict[str, str] = {}
    for plugin in plugins if isinstance(plugins, list) else ():
        options = plugin.get("redirects") if isinstance(plugin, dict) else None
        maps = options.get("redirect_maps") if isinstance(options, dict) else None
        for old, new in maps.items() if isinstance(maps, dict) else ():
            if isinstance(old, str) and isinstance(new, str) and "://" not in new:
                found[_as_address(old)] = new.partition("#")[0]
    return found


def _moved_by_host(folder: Path) -> dict[str, str]:
    """Return what a file `_redirects`, as hosts of static sites read it, moves to a page here."""
    file = folder / "_redirects"
    if not file.is_file():
        return {}
    found = {}
    for line in (read_words(file) or "").split("\n"):
        words = line.split()
        if len(words) >= 2 and words[0].startswith("/") and words[1].startswith("/"):
            page = _find_page(folder, words[1].partition("#")[0].strip("/"))
            if page and "*" not in words[0] and ":" not in words[0]:
                found[words[0].strip("/") + "/"] = page
    return found


def _find_page(folder: Path, address: str) -> str | None:
    stem = address.removesuffix(".html").removesuffix("/index") or "index"
    for name in (f"{stem}.md", f"{stem}/index.md", f"{stem}/README.md"):
        if ".." not in name and (folder / name).is_file():
            return name
    return None


def _as_address(page: str) -> str:
    stem = page.rpartition(".")[0] or page
    folder, _, name = stem.rpartition("/")
    whole = folder if name.casefold() in FIRST else stem
    return f"{whole}/" if whole else ""


def _iter_summary(text: str, book: SourceBook) -> Iterator[SourcePage]:
    """Yield the pages of a list of contents: headings are parts, pages with pages below are chapters."""
    part: str | None = None
    entries: list[tuple[int, str, str, str | None]] = []
    for line in text.split("\n"):
        if match := _PART.fullmatch(line):
            title = plain_title(match["title"])
            part = title if entries or part is not None or line.startswith("##") else None
        elif match := _ITEM.fullmatch(line) or _BARE_ITEM.fullmatch(line):
            depth = len(match["indent"].expandtabs(4))
            entries.append((depth, match["title"], match.groupdict().get("path") or "", part))
    seen: set[str] = set()
    stack: list[tuple[int, str]] = []
    for number, (depth, title, target, under) in enumerate(entries):
        while stack and stack[-1][0] >= depth:
            stack.pop()
        above = (*((under,) if under else ()), *(name for _, name in stack))
        has_below = number + 1 < len(entries) and entries[number + 1][0] > depth
        name = plain_title(title)
        path = unquote(target).partition("#")[0].removeprefix("./")
        place = book.folder / path
        if has_below:
            stack.append((depth, name))
            above = (*above, name)
        if not path or path in seen:
            continue
        seen.add(path)
        if ".." in path.split("/") or not place.is_file():
            book.losses.append(NotKept("SUMMARY.md", 0, NotKeptKind.LINK_BROKEN, target))
        else:
            yield SourcePage(path, above, name or find_title(read_words(place) or ""))
