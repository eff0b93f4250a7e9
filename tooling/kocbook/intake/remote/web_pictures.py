"""Pictures on other sites that a text shows: fetched at delivery, so that they cannot vanish.

Whether they may be used is for the person who delivers to know; who gave them is told in the caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from kocbook.base.errors import KocError
from kocbook.base.languages import DEFAULT_LANGUAGE, LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.intake.remote.attachments import is_upload
from kocbook.intake.remote.fetch import Fetch, Fetcher
from kocbook.markdown.lines import Lines
from kocbook.media.clean import PICTURES, Cleaned, fit_media
from kocbook.model.settings import Limits
from kocbook.rules.content import find_scheme
from kocbook.rules.page import read_page

MOST_BYTES = 25 << 20
MOST_PICTURES = 30
_WEB = Fetcher(anywhere=True, patience=15.0)
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}")


class Unfetched(NamedTuple):
    """A picture that stays on its site: its address, and why (`cli.deliver.why.KEY`)."""

    url: str
    why: str


def fetch_from_web(url: str, most: int) -> bytes:
    """Return a picture from any site on the open internet, at most `most` bytes.

    Raises:
        FetchError: it cannot be had, or lies within a network.
    """
    return _WEB.fetch(secure_address(url), most)


def fetch_anything(url: str, most: int) -> bytes:
    """Return what was uploaded to the hosting service, or a picture from any other site.

    Raises:
        FetchError: it cannot be had.
    """
    return Fetcher().fetch(url, most) if is_upload(url) else fetch_from_web(url, most)


def secure_address(url: str) -> str:
    """Return an address as it is asked for: encrypted, whatever was written."""
    return "https:" + url[url.index("//") :]


def name_source(url: str, language: str) -> str:
    """Return the caption that says where a picture came from; empty where the host has no name."""
    found = _HOST.fullmatch(urlsplit(url).hostname or "")
    texts = load_texts(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    return texts("cli.deliver.picture-from", host=found[0]) if found else ""


def take_pictures(
    text: str,
    fetch: Fetch,
    limits: Limits,
    store: Callable[[str, str, Cleaned], str],
    language: str,
) -> tuple[str, list[Unfetched]]:
    """Return the text with its pictures from other sites fetched, and those that could not be.

    `store` keeps a picture (its address, the stem of its name, its data) and returns its new name.
    """
    names: dict[str, str | None] = {}
    failed: list[Unfetched] = []
    parts, done = [], 0
    for start, end, url in _find_remote(text):
        if url not in names:
            kept = _take(url, fetch, limits) if len(names) < MOST_PICTURES else "too-many"
            names[url] = store(url, _stem(url), kept) if isinstance(kept, Cleaned) else None
            failed += [Unfetched(url, kept)] if isinstance(kept, str) else []
        name = names[url]
        if name is not None:
            new, first, last = _write_target(text, start, end, name, name_source(url, language))
            parts += [text[done:first], new]
            done = last
    return "".join([*parts, text[done:]]), failed


def _find_remote(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the address of each picture on another site stands, and that address."""
    lines, seen = Lines(text), set()
    pictures = [link for link in read_page("index.md", text).links if link.alt is not None]
    for link in pictures:
        target = link.target
        if find_scheme(target) not in ("http", "https") and not target.startswith("//"):
            continue
        start = text.find(target, lines.offset(link.where.line or 1, link.where.column or 1))
        if start >= 0 and start not in seen and "//" in target:
            seen.add(start)
            yield start, start + len(target), target


def _take(url: str, fetch: Fetch, limits: Limits) -> Cleaned | str:
    """Return a picture drawn anew, or the word for why there is none."""
    try:
        cleaned = fit_media(url, fetch(url, MOST_BYTES), limits, anew=True)
    except KocError as error:
        return error.key if error.key.startswith("fetch-") else "media"
    return cleaned if cleaned.kind in PICTURES else "media"


def _stem(url: str) -> str:
    return PurePosixPath(unquote(urlsplit(url).path)).stem or "web"


def _write_target(text: str, start: int, end: int, name: str, caption: str) -> tuple[str, int, int]:
    """Return the new target with its caption, and what of the text it stands for.

    A picture with a title of its own, or in HTML, keeps what it says.
    """
    if text[:start].endswith("](<") and text[end:].startswith(">)"):
        start, end = start - 1, end + 1
    plain = text[:start].endswith("](") and text[end:].startswith(")")
    return (f'{name} "{caption}"' if plain and caption else name), start, end
