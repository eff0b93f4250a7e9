"""The pictures of one form: fetched, drawn anew, described, and put beside the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.intake.acts.text_links import plain_words
from kocbook.intake.forms.answers import Ask
from kocbook.intake.remote.attachments import (
    Attachment,
    find_attachments,
    is_upload,
    replace_attachments,
)
from kocbook.intake.remote.fetch import Fetch, FetchError
from kocbook.intake.remote.web_pictures import name_source
from kocbook.media.clean import PICTURES, fit_media
from kocbook.model.settings import Limits

MOST_PICTURES = 30
_MOST_PHOTO_BYTES = 25 << 20
_MOST_IN_ALL = 150 << 20


@dataclass(slots=True)
class Album:
    """What was attached, as files in a folder; `texts` are the words with links to those files.

    `web` are the addresses of what came from other sites.
    """

    texts: dict[str, str] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    alt: list[str] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    web: list[str] = field(default_factory=list)


class PictureDesk:
    """Makes albums: fetches with `fetch`, keeps to `limits`, names files after `stem`.

    A caption in `language` says where a picture from another site came from.
    """

    def __init__(
        self,
        folder: Path,
        fetch: Fetch,
        limits: Limits,
        stem: str,
        language: str,
        first: int = 1,
    ) -> None:
        """Work in an empty `folder`; files are numbered from `first`."""
        self.folder, self.fetch, self.limits = folder, fetch, limits
        self.stem, self.first, self.language = stem, first, language

    def collect(self, texts: dict[str, str], lines: Sequence[str]) -> Album:
        """Take the attachments of several texts, in order; `lines` describe those without words."""
        album = Album()
        found = {part: find_attachments(text) for part, text in texts.items()}
        shown = [one for several in found.values() for one in several]
        if len(shown) > MOST_PICTURES:
            album.asks.append(Ask("too-many-photos", {"n": len(shown), "max": MOST_PICTURES}))
            return album
        files = self._fetch_all(dict.fromkeys(one.url for one in shown), album)
        if album.asks:
            return album
        described = self._describe(shown, lines, album)
        start = 0
        for part, several in found.items():
            rows = [
                _show(one, files[one.url], alt, self.language)
                for one, alt in zip(several, described[start:], strict=False)
            ]
            album.texts[part] = replace_attachments(texts[part], several, rows)
            start += len(several)
        return album

    def _fetch_all(self, urls: Iterable[str], album: Album) -> dict[str, Path]:
        files: dict[str, Path] = {}
        left = _MOST_IN_ALL
        for number, url in enumerate(urls, start=1):
            most = max(_MOST_PHOTO_BYTES, self.limits.video_kib * 1024)
            try:
                data = self.fetch(url, min(most, left))
                left -= len(data)
                name = str(number)
                cleaned = fit_media(name, data, self.limits, anew=True)
            except (FetchError, UsageError) as error:
                album.asks.append(_ask_why(error, url, number))
                continue
            if not is_upload(url):
                album.web.append(url)
            files[url] = self.folder / f"{self.stem}-{self.first + number - 1}.{cleaned.kind}"
            files[url].write_bytes(cleaned.data)
            album.files.append(files[url])
        return files

    def _describe(
        self, shown: Sequence[Attachment], lines: Sequence[str], album: Album
    ) -> list[str]:
        """Return a description of each attachment: its own, else the next line that was given."""
        rest: Iterator[str] = iter(lines)
        described = {one.url: one.alt for one in reversed(shown) if one.alt}
        urls = list(dict.fromkeys(one.url for one in shown))
        missing = []
        for number, url in enumerate(urls, start=1):
            if url not in described:
                line = next(rest, None)
                if line is None:
                    missing.append(number)
                described[url] = line or ""
        if missing:
            album.asks.append(Ask("needs-alt", {"numbers": missing}))
        album.alt = [described[url] for url in urls]
        return [one.alt or described[one.url] for one in shown]


def _ask_why(error: FetchError | UsageError, url: str, number: int) -> Ask:
    """Return what to say of something that cannot be used."""
    if not is_upload(url):
        return Ask("fetch-web", {"url": url, "n": number})
    if isinstance(error, FetchError):
        return Ask(error.key, {**error.data, "n": number})
    return Ask(error.key, error.data)


def _show(one: Attachment, file: Path, alt: str, language: str) -> str:
    """Return Markdown for a file beside the text."""
    if file.suffix[1:] in PICTURES:
        source = "" if is_upload(one.url) else name_source(one.url, language)
        title = f' "{source}"' if source else ""
        return f"![{plain_words(alt)}]({file.name}{title})"
    return f"[{plain_words(one.words or alt or file.name)}]({file.name})"
