"""The whole site from its shards: all their files, one search index, every link within it checked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kocbook.base.errors import KocError, UsageError
from kocbook.site.engine.search_plugin import ENTRIES, FOLDER, read_entries, write_index
from kocbook.site.files.writer import MARKER
from kocbook.site.outline.shard import SHARED
from kocbook.site.publish.build import drafting, place_site
from kocbook.site.publish.dead_links import DeadLink
from kocbook.site.publish.internal_links import BrokenLink, check_links
from kocbook.site.search.index import IndexedPage
from kocbook.site.shards.build import NOTE, ShardNote

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class JoinResult:
    """How many shards, pages (of all languages) and links there are.

    `dead_links` are those on pages with contributed texts: they are told, and stop nothing.
    """

    shards: int
    pages: int
    links: int
    site_dir: Path
    dead_links: tuple[DeadLink, ...]


def join_shards(
    folder: Path, site_dir: Path, report_progress: Callable[[str], None] = lambda _: None
) -> JoinResult:
    """Join the shards that stand below `folder` and put the site in place at once.

    Raises:
        UsageError: there are no shards, or not those that the site is made of.
        KocError: two shards disagree, or a link of our own pages leads nowhere; the site that was
            there stays.
    """
    shards = read_shards(folder)
    languages = shards[0][1].languages
    report_progress("gather")
    with drafting(site_dir) as work:
        whole = work / "whole"
        for place, _ in shards:
            _gather(place, whole)
        for number, language in enumerate(languages):
            below = f"{language}/" if number else ""
            _join_search([place / below for place, _ in shards], whole / below / FOLDER)
            (whole / below / MARKER).touch()  # what carries shards may leave hidden files behind
        report_progress("links")
        links, broken = check_links(whole, shards[0][1].base)
        dead = _judge(broken, languages)
        pages = sum(1 for _ in whole.rglob("index.html"))
        report_progress("place")
        place_site(whole, site_dir, work / "old")
    return JoinResult(len(shards), pages, links, site_dir, dead)


def read_shards(folder: Path) -> list[tuple[Path, ShardNote]]:
    """Return the shards below a folder with what they say of themselves, `shared` first.

    Raises:
        UsageError: there are none, one is missing, or one does not belong there.
        KocError: one is of another build than `shared`.
    """
    found = [(file.parent, _read_note(file)) for file in sorted(folder.glob(f"*/{NOTE}"))]
    shared = next((note for _, note in found if note.shard == SHARED), None)
    if not found:
        raise UsageError("errors.shards-none", folder=folder)
    names = [note.shard for _, note in found]
    if shared is None:
        raise UsageError("errors.shards-missing", shards=[SHARED])
    if missing := [name for name in shared.shards if name not in names]:
        raise UsageError("errors.shards-missing", shards=missing)
    odd = {name for name in names if name not in shared.shards or names.count(name) > 1}
    if odd:
        raise UsageError("errors.shards-odd", shards=sorted(odd))
    for _, note in found:
        if not note.agrees_with(shared):
            raise KocError("errors.shards-differ", shard=note.shard)
    return sorted(found, key=lambda item: item[1].shard != SHARED)


def _read_note(file: Path) -> ShardNote:
    try:
        return msgspec.json.decode(file.read_bytes(), type=ShardNote)
    except msgspec.MsgspecError as error:
        raise UsageError("errors.shards-odd", shards=[file.parent.name]) from error


def _gather(place: Path, whole: Path) -> None:
    """Put a shard's files where they stand in the site.

    Raises:
        KocError: another shard has a file of that name with other bytes.
    """
    own = {NOTE}
    for current, _, names in os.walk(place):
        target = whole / Path(current).relative_to(place)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            source = Path(current, name)
            path = source.relative_to(place).as_posix()
            if path in own or path.endswith(f"{FOLDER}/{ENTRIES}"):
                continue
            if not (target / name).exists():
                _link(source, target / name)
            elif (target / name).read_bytes() != source.read_bytes():
                raise KocError("errors.shards-clash", path=path)


def _link(source: Path, target: Path) -> None:
    """Give a file a second name; where that cannot be, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _join_search(places: Sequence[Path], target: Path) -> None:
    """Write the index of all pages in the order in which one build reads them."""
    pages = [page for place in places for page in read_entries(place / FOLDER)]

    def place_of(page: IndexedPage) -> tuple[str, ...]:
        return tuple(name for name in page.url.split("/") if name)

    write_index(target, sorted(pages, key=place_of))


def _judge(broken: Sequence[BrokenLink], languages: Sequence[str]) -> tuple[DeadLink, ...]:
    """Return the broken links on contributed pages, each once for all languages.

    Raises:
        KocError: there are others.
    """
    own = [link for link in broken if not link.is_contributed]
    if own:
        shown = [f"{link.page}: {link.target}" for link in own[:_MOST_SHOWN]]
        raise KocError("errors.joined-links", detail="\n".join(shown))
    dead: set[DeadLink] = set()
    for link in broken:
        folder, _, rest = link.page.partition("/")
        page = rest if folder in languages[1:] else link.page
        dead.add(DeadLink(f"{page.removesuffix('.html')}.md", link.target))
    return tuple(sorted(dead))
