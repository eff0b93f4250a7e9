"""The site as one ZIP file that opens from a folder, without a server and without a network.

Browsers do not look for index.html in a folder of a disk: every such link is written out. What needs
a server is left out: the search (it fetches its index), the editor, what is for search engines.
"""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

NAME = "offline.zip"
_LEFT_OUT = frozenset(["admin", "search", "404.html", "sitemap.xml", "sitemap.xml.gz", ".nojekyll"])
_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP can hold: the same site makes the same bytes."""
_LINK = re.compile(r'(<(?:a|link)\b[^<>]*?\shref=")([^"]*)(")')
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')
_TRACK = re.compile(r'(<track\b[^<>]*?\ssrc=")([^"]*)(")')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_WITHOUT_SEARCH = "<style>[data-kb-search],label[for=__search]{display:none!important}</style>"


def write_offline(built: Path, target: Path, folder: str) -> None:
    """Write the site in `built` to a ZIP file; inside, everything stands in `folder`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in _iter_files(built):
            data = file.read_bytes()
            if file.suffix == ".html":
                captions = partial(_read_captions, file.parent)
                data = open_from_disk(data.decode("utf-8"), captions).encode()
            name = f"{folder}/{PurePosixPath(file.relative_to(built))}"
            info = zipfile.ZipInfo(name, _DAY)
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def _iter_files(built: Path) -> Iterator[Path]:
    for file in sorted(built.rglob("*")):
        parts = file.relative_to(built).parts
        # A language's own search index and editor stand one folder deeper.
        if file.is_file() and not _LEFT_OUT & set(parts[:2]) and file.name != NAME:
            yield file


def _read_captions(folder: Path, src: str) -> str:
    """Return captions as an address that holds them; where there are none, the address as it is."""
    file = folder / unquote(unescape(src))
    if not file.is_file():
        return src
    return "data:text/vtt;base64," + base64.b64encode(file.read_bytes()).decode("ascii")


def open_from_disk(html: str, captions: Callable[[str], str]) -> str:
    """Return a page whose links to folders name their file, and that asks for no search.

    `captions` gives what stands for the address of a video's captions: browsers play a video of a
    disk, and refuse its captions.
    """
    linked = _LINK.sub(lambda found: found[1] + name_file(found[2]) + found[3], html)
    linked = _TRACK.sub(lambda found: found[1] + captions(found[2]) + found[3], linked)
    # What a page of a disk may load is told by its scheme: such pages have no origin of their own.
    allowed = _POLICY.sub(lambda found: found[1] + _allow_disk(found[2]) + found[3], linked)
    return allowed.replace("</head>", f"{_WITHOUT_SEARCH}</head>", 1)


def name_file(href: str) -> str:
    """Return a relative link with the file that a server would find in its folder."""
    if not href or href.startswith(("#", "/")) or _SCHEME.match(href):
        return href
    path, mark, rest = _split(href)
    if path.endswith("/"):
        path += "index.html"
    elif path in (".", "..") or path.endswith("/.."):
        path += "/index.html"
    return path + mark + rest


def _split(href: str) -> tuple[str, str, str]:
    found = re.search(r"[?#]", href)
    place = found.start() if found else len(href)
    return href[:place], href[place : place + 1], href[place + 1 :]


def _allow_disk(policy: str) -> str:
    """Return a policy for pages of a disk; captions stand in the page itself."""
    return policy.replace("'self'", "'self' file:").replace("media-src", "media-src data:")
