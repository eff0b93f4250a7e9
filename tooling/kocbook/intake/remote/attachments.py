"""Pictures and videos in what somebody wrote: found in every way that GitHub writes them.

Source: what the editor of issues inserts: `<img … src="…">`, `![name](address)`, a link, or a bare
address of a video; a picture can also stand within a link.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from kocbook.markdown.film_pages import find_film_site
from kocbook.markdown.uploads import find_unfinished

_NAME = r"[0-9A-Za-z._~%-]+"
ORIGINS: Mapping[str, re.Pattern[str]] = {
    "github.com": re.compile(
        rf"/user-attachments/(?:assets|files)/{_NAME}(?:/{_NAME})?|/{_NAME}/{_NAME}/assets/\d+/{_NAME}"
    ),
    "user-images.githubusercontent.com": re.compile(rf"/(?:{_NAME}/)*{_NAME}"),
    "private-user-images.githubusercontent.com": re.compile(rf"/(?:{_NAME}/)*{_NAME}"),
}
"""Where attachments are asked for: hosts, and the paths that hold what people uploaded."""
STORES = frozenset(
    {
        *(host for host in ORIGINS if host != "github.com"),
        "objects.githubusercontent.com",
        "github-production-user-asset-6210df.s3.amazonaws.com",
        "github-production-repository-file-5c1aeb.s3.amazonaws.com",
    }
)
"""Where those hosts may lead to."""

_URL = r"https?://[^\s<>\"'()\[\]]+"
_INNER = (
    rf"!\[(?P<alt{{n}}>[^\]\n]*)\]\([ ]*<?(?P<url{{n}}>{_URL})>?[ ]*(?:[\"'][^\n\"']*[\"'])?[ ]*\)"
)
_PATTERN = re.compile(
    "|".join(
        (
            rf"\[{_INNER.format(n=1)}\]\([^)\n]*\)",
            _INNER.format(n=2),
            r"<(?P<tag>img|video)\b(?P<attributes>[^<>]*)/?>(?:\s*</video>)?",
            rf"(?<!!)\[(?P<words>[^\]\n]*)\]\(<?(?P<linked>{_URL})>?[ ]*\)",
            rf"(?P<bare>{_URL})",
        )
    ),
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>src|alt)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s\"'>]+))", re.IGNORECASE
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_WORDS = frozenset(
    [
        "image",
        "img",
        "photo",
        "picture",
        "screenshot",
        "video",
        "图片",
        "图像",
        "照片",
        "截图",
        "截屏",
        "视频",
        "影片",
        "屏幕截图",
    ]
)
_FILE_NAME = re.compile(
    r"[!-~]*\d[!-~]*|[^\s]+\.(?:jpe?g|png|webp|hei[cf]|gif|mp4|mov)"
    r"|(?:screenshot|screen shot|截屏|截图|屏幕截图|微信图片|wechat|图片|照片|image|img|photo)[\s_-]*[\d\s._:atpmAPM（）()-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One place where something is shown: its address and where in the text it stands.

    `alt` is its description, None where it has none; `words` those of the link, where it is one.
    """

    url: str
    alt: str | None
    words: str | None
    start: int
    end: int


def find_unfinished_uploads(text: str) -> list[str]:
    """List the names of what was still on its way when a text was sent; code shows nothing."""
    return [name for _, name in find_unfinished(_blank_code(text))]


def find_attachments(text: str) -> list[Attachment]:
    """List what is shown or attached in a text, in reading order; code blocks show nothing.

    Every picture counts, wherever it would come from; a link only where it leads to an upload.
    """
    return [
        found
        for match in _PATTERN.finditer(_blank_code(text))
        if (found := _read(match)) is not None
    ]


def replace_attachments(text: str, found: Sequence[Attachment], shown: Sequence[str]) -> str:
    """Return the text with each attachment as `shown` has it."""
    for one, instead in zip(reversed(found), reversed(shown), strict=True):
        text = text[: one.start] + instead + text[one.end :]
    return text


def without_attachments(text: str) -> str:
    """Return the words alone."""
    found = find_attachments(text)
    lines = replace_attachments(text, found, [""] * len(found)).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def is_upload(url: str) -> bool:
    """True for the address of something that was uploaded to the hosting service."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    pattern = ORIGINS.get((parts.hostname or "").lower())
    return bool(pattern and pattern.fullmatch(parts.path))


def says_something(alt: str) -> bool:
    """True for a description; a file's name and the editor's own word for a picture are none."""
    words = " ".join(alt.split())
    return bool(words) and words.casefold() not in _NO_WORDS and not _FILE_NAME.fullmatch(words)


def _read(match: re.Match[str]) -> Attachment | None:
    group = match.groupdict()
    words = None
    if group["tag"]:
        held = {
            one["name"].lower(): html.unescape(one["a"] or one["b"] or one["c"] or "")
            for one in _ATTRIBUTE.finditer(group["attributes"])
        }
        url, alt = held.get("src", ""), held.get("alt", "")
    elif group["url1"] or group["url2"]:
        url, alt = group["url1"] or group["url2"], group["alt1"] or group["alt2"] or ""
    else:
        url, alt = group["linked"] or group["bare"].rstrip(".,;:!?。，；：！？"), ""
        words = group["words"]
        alt = words or ""
        if not is_upload(url):
            return None
    if not url or find_film_site(url):
        return None  # a film's page is shown as a link to it
    end = match.end() - (len(group["bare"]) - len(url) if group["bare"] else 0)
    alt = " ".join(alt.split())
    return Attachment(url, alt if says_something(alt) else None, words, match.start(), end)


def _blank_code(text: str) -> str:
    """Return the text with spaces instead of code blocks, so that places stay."""
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        inside = bool(fence)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
            inside = True
        lines.append(" " * len(line) if inside else line)
    return "\n".join(lines)
