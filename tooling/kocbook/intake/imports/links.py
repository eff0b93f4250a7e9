"""Links and pictures of a page, made to lead where the same things stand here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import quote, unquote, urlsplit

from kocbook.base.texts import Texts
from kocbook.intake.imports.book import NotKept, NotKeptKind, SourceBook
from kocbook.intake.imports.draft import PageDraft
from kocbook.intake.imports.folder import FIRST
from kocbook.intake.imports.kinds import MARKDOWN_SUFFIXES
from kocbook.intake.imports.pictures import Shelf
from kocbook.markdown.lines import Lines
from kocbook.model.forges import ForgeLinks
from kocbook.rules.content import find_scheme
from kocbook.rules.page import PageLink, fold_anchor, read_page

_SHOWN = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".heic", ".heif", ".avif", ".apng")
_FILMS = (".mp4", ".webm", ".mov", ".m4v")
_NEAR = 2000
"""A link's target is at most so many signs behind the beginning of its words."""
_BARE_NAME = re.compile(r"[^\s()<>]*")
_MARKDOWN_ALT = re.compile(r"!\[[ \t]*\]\(?")
_TAG_WORDS = re.compile(r"\salt[ \t]*=[ \t]*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TAG_ALT = re.compile(r"\salt[ \t]*=[ \t]*(?:\"[ \t]*\"|'[ \t]*')", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkEdit:
    """One change of a text: offsets, and what comes there."""

    start: int
    end: int
    new: str


class Linker:
    """Rewrites the links of all pages of a book: it knows which page became which module."""

    def __init__(
        self,
        book: SourceBook,
        drafts: Mapping[str, PageDraft],
        shelf: Shelf,
        report: Callable[[NotKept], None],
    ) -> None:
        """Index the pages by the ways in which links name them."""
        self.book, self.drafts, self.shelf, self.report = book, drafts, shelf, report
        self.by_address: dict[str, PageDraft] = {}
        for path, draft in drafts.items():
            for name in addresses_of(path):
                self.by_address.setdefault(name.casefold(), draft)
        for old, path in book.moved.items():
            if path in drafts:
                self.by_address.setdefault(old.strip("/").casefold(), drafts[path])
        self.forge = ForgeLinks.of(book.repository) if book.repository else None

    def describe(self, draft: PageDraft, texts: Texts) -> None:
        """Give every picture without a description one that says no more than is known."""
        text, edits, number = draft.text, list[LinkEdit](), 0
        lines = Lines(text)
        for link in read_page("", text).links:
            if link.alt is None or link.alt.strip():
                continue
            number += 1
            words = texts(
                "import.alt", title=draft.title.replace("]", "").replace('"', ""), n=number
            )
            start = lines.offset(link.where.line or 1, link.where.column or 1)
            edit = _describe(text, start, words)
            if edit is not None:
                edits.append(edit)
                place = draft.line_of(link.target)
                self.report(
                    NotKept(draft.page.path, place, NotKeptKind.NO_DESCRIPTION, link.target)
                )
        draft.text = apply(text, edits)

    def relink(self, draft: PageDraft) -> None:
        """Make the links of a page lead to modules and to files beside the text."""
        text, edits = draft.text, dict[int, LinkEdit]()
        lines, page = Lines(text), read_page("", draft.text)
        for link in page.links:
            if not link.target.strip():
                continue
            start = lines.offset(link.where.line or 1, link.where.column or 1)
            at = _find_target(page.prose, start, link.target)
            if at is None or at in edits:
                continue
            new = self._resolve(draft, link)
            if new is None:
                edit = _unlink(text, at, link.target)
                if edit is not None:
                    edits[at] = edit
            elif new != link.target:
                edits[at] = _retarget(text, at, link.target, new)
        draft.text = apply(text, list(edits.values()))

    def _resolve(self, draft: PageDraft, link: PageLink) -> str | None:
        """Return where a link leads here; None where it has to become words."""
        target = link.target.strip()
        if target.startswith("#"):
            return self._fragment(draft, draft, target[1:], target)
        inner = self._own_site(target)
        if inner is None and (target.startswith("//") or find_scheme(target)):
            return target
        path = inner if inner is not None else target
        place, _, fragment = path.partition("#")
        plain = unquote(place.partition("?")[0]).replace("\\", "/")
        file = normpath(
            plain.lstrip("/")
            if plain.startswith("/") or inner is not None
            else f"{draft.page.path.rpartition('/')[0]}/{plain}".lstrip("/")
        )
        if file.startswith(".."):
            return self._to_source(draft, link, file)
        other = self._find_page(file, plain)
        if other is not None and link.alt is None:
            return self._fragment(draft, other, fragment, link.target)
        if inner is not None:
            return target
        return self._file(draft, link, file, plain)

    def _own_site(self, target: str) -> str | None:
        """Return the path of an address of the source's own site, None for all others."""
        home = self.book.url
        if not home or not target.startswith(("https://", "http://")):
            return None
        ours, theirs = urlsplit(home), urlsplit(target)
        base = ours.path.rstrip("/") + "/"
        if ours.netloc != theirs.netloc or not theirs.path.startswith(base):
            return None
        fragment = f"#{theirs.fragment}" if theirs.fragment else ""
        return theirs.path[len(base) :] + fragment

    def _find_page(self, file: str, written: str) -> PageDraft | None:
        del written
        if file in self.drafts:
            return self.drafts[file]
        return self.by_address.get(file.removesuffix("/").removeprefix("./").casefold())

    def _fragment(self, here: PageDraft, there: PageDraft, fragment: str, written: str) -> str:
        """Return the way to a page, and to the heading that an old fragment meant."""
        way = "" if here is there else f"../{there.id}/index.md"
        name = unquote(fragment)
        new = there.anchors.get(name) if name else ""
        if new is None:
            page = read_page("", there.text)
            folded = fold_anchor(name)
            known = folded in page.anchors or folded.rstrip("0123456789") in page.anchors
            if name.startswith(("fn:", "fnref")) or known:
                new = name
            else:
                place = here.line_of(written)
                self.report(NotKept(here.page.path, place, NotKeptKind.ANCHOR_UNKNOWN, written))
                new = ""
        if new:
            return f"{way}#{quote(new, safe='-_:.')}" if not new.isascii() else f"{way}#{new}"
        return way or "index.md"

    def _file(self, draft: PageDraft, link: PageLink, file: str, plain: str) -> str | None:
        """Return the name of a file that is put beside the text, or its address in the source."""
        place = self.book.folder / file
        if plain.startswith("/") and not place.is_file() and self.book.folder != self.book.root:
            place = self.book.root / file
        suffix = f".{file.rpartition('.')[2].casefold()}"
        if not place.is_file() or not place.resolve().is_relative_to(self.book.root.resolve()):
            self._broken(draft, link)
            return None
        if suffix in _SHOWN or suffix in _FILMS:
            name = self.shelf.put(draft, place, link.target)
            if name is not None:
                return name
            if link.alt is not None and suffix in _FILMS:
                return self._to_source(draft, link, file)
        return self._to_source(draft, link, file)

    def _broken(self, draft: PageDraft, link: PageLink) -> None:
        kind = NotKeptKind.LINK_BROKEN if link.alt is None else NotKeptKind.MEDIA_MISSING
        self.report(NotKept(draft.page.path, draft.line_of(link.target), kind, link.target))

    def _to_source(self, draft: PageDraft, link: PageLink, file: str) -> str | None:
        """Return the address of a file in the source's repository, None where it has none."""
        whole = normpath(f"{self.book.prefix}{file}")
        if whole.startswith("..") or self.forge is None or not self.book.branch:
            self._broken(draft, link)
            return None
        if not (self.book.root / whole).exists():
            self._broken(draft, link)
            return None
        if link.alt is not None:
            return None  # the shelf has said why it cannot stand here
        place = draft.line_of(link.target)
        self.report(NotKept(draft.page.path, place, NotKeptKind.LINK_TO_SOURCE, link.target))
        is_folder = (self.book.root / whole).is_dir()
        way = self.forge.folder if is_folder else self.forge.file
        return way(self.book.branch, whole)


def addresses_of(path: str) -> tuple[str, ...]:
    """Return the ways in which links may name a page: by its file, its address, its folder."""
    folder, _, name = path.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    bare = f"{folder}/{stem}".lstrip("/")
    names = [path, bare, f"{bare}.html"]
    if f".{suffix.casefold()}" in MARKDOWN_SUFFIXES and stem.casefold() in FIRST:
        names += [folder or ".", f"{folder}/index".lstrip("/"), f"{folder}/index.html".lstrip("/")]
    return tuple(dict.fromkeys(names))


def apply(text: str, edits: list[LinkEdit]) -> str:
    """Return a text with edits made, from its end; of those that overlap the first counts."""
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def _find_target(text: str, start: int, target: str) -> int | None:
    """Return the offset of a target: at its place, or within the tag that begins there."""
    whole = re.compile(rf"{re.escape(target)}(?=[\s)>\"']|\Z)")
    if whole.match(text, start):
        return start
    end = text.find(">", start) + 1 if text.startswith("<", start) else start + _NEAR
    match = whole.search(text, start, end) or whole.search(text, start)
    return match.start() if match else None


def _retarget(text: str, at: int, target: str, new: str) -> LinkEdit:
    """Return the edit that puts another target in the place of one."""
    is_tag = text[at - 1 : at] in ("'", '"')
    written = new.replace('"', "%22").replace("'", "%27") if is_tag else new
    if not is_tag and not _BARE_NAME.fullmatch(written):
        written = quote(written, safe="/:?#[]@!$&'*+,;=%~-._")
    return LinkEdit(at, at + len(target), written)


def _unlink(text: str, at: int, target: str) -> LinkEdit | None:
    """Return the edit that leaves of a link its words, and of a picture its description."""
    if text[at - 1 : at] in ("'", '"'):
        return _unlink_tag(text, at)
    opening = text.rfind("](", 0, at)
    if opening < 0 or text[opening + 2 : at].strip(" \t<"):
        return None
    depth, start = 1, opening - 1
    while start >= 0 and depth:
        depth += {"]": 1, "[": -1}.get(text[start], 0) if text[start - 1 : start] != "\\" else 0
        start -= 1
    end = _closing(text, at + len(target))
    if depth or end is None:
        return None
    first = start + 1
    words = text[first + 1 : opening]
    if first and text[first - 1] == "!":
        first -= 1
    return LinkEdit(first, end, words)


def _unlink_tag(text: str, at: int) -> LinkEdit | None:
    """Return the edit that leaves of a picture's tag its description, and of a link's tag no address."""
    start, end = text.rfind("<", 0, at), text.find(">", at) + 1
    if start < 0 or not end:
        return None
    written = text[start:end]
    if written[1:4].casefold() == "img":
        alt = _TAG_WORDS.search(written)
        return LinkEdit(start, end, alt[1] or alt[2] or "" if alt else "")
    bare = re.sub(r"\s(?:href|src|poster)\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", written)
    return LinkEdit(start, end, bare)


def _closing(text: str, at: int) -> int | None:
    """Return the offset behind the bracket that ends a link: a title may stand before it."""
    match = re.compile(r">?[ \t\n]*(?:\"[^\"]*\"|'[^']*'|\([^()]*\))?[ \t\n]*\)").match(text, at)
    return match.end() if match else None


def _describe(text: str, start: int, words: str) -> LinkEdit | None:
    """Return the edit that writes a description into a picture whose target or tag is at `start`."""
    if text.startswith("<", start):
        end = text.find(">", start)
        if end < 0:
            return None
        inner = _TAG_ALT.search(text, start, end)
        if inner:
            return LinkEdit(inner.start(), inner.end(), f' alt="{words}"')
        return LinkEdit(start + 4, start + 4, f' alt="{words}"')
    opening = text.rfind("![", 0, start)
    match = _MARKDOWN_ALT.match(text, opening) if opening >= 0 else None
    if match is None:
        return None
    return LinkEdit(opening + 2, text.index("]", opening), words)
