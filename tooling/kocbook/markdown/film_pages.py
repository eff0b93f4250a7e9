"""Films on other sites: whose page an address is, and the page of what a player's frame shows.

The site never plays them, since a player of others tells its host who reads; it links to them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

# Each has a name in site.yml. A page of one film only: not a site's front, nor somebody's list.
_PAGES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"https?://(?:{pattern})", re.IGNORECASE)
    for name, pattern in {
        "bilibili": r"(?:(?:www|m)\.)?bilibili\.com/(?:video|bangumi/play)/\w|b23\.tv/\w",
        "douyin": r"(?:(?:www|m)\.)?douyin\.com/(?:video|note)/\d"
        r"|(?:www\.)?iesdouyin\.com/share/video/\d|v\.douyin\.com/\w",
        "youtube": r"(?:(?:www|m)\.)?youtube\.com/(?:watch\?|shorts/\w|live/\w)|youtu\.be/\w",
        "tencent": r"(?:m\.)?v\.qq\.com/(?:x|m)/\w",
        "kuaishou": r"(?:www\.)?kuaishou\.com/short-video/\w|v\.kuaishou\.com/\w",
    }.items()
}
_PLAYERS = {
    "player.bilibili.com": ("bvid", "https://www.bilibili.com/video/{}"),
    "www.bilibili.com": ("bvid", "https://www.bilibili.com/video/{}"),
    "v.qq.com": ("vid", "https://v.qq.com/x/page/{}.html"),
    "open.douyin.com": ("vid", "https://www.douyin.com/video/{}"),
}
_YOUTUBE = re.compile(r"(?:www\.)?youtube(?:-nocookie)?\.com")
_EMBEDDED = re.compile(r"/embed/([\w-]{6,20})")
_ID = re.compile(r"[\w-]{3,40}", re.ASCII)


def find_film_site(address: str) -> str | None:
    """Return whose page of a film an address is ("bilibili", "douyin" …), or None."""
    return next((name for name, pattern in _PAGES.items() if pattern.match(address)), None)


def find_framed_page(address: str) -> str | None:
    """Return the page of the film that the frame of a known player shows, or None."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if _YOUTUBE.fullmatch(host):
        found = _EMBEDDED.fullmatch(parts.path)
        return f"https://www.youtube.com/watch?v={found[1]}" if found else None
    name, page = _PLAYERS.get(host, ("", ""))
    given = parse_qs(parts.query).get(name, [""])[0] if name else ""
    return page.format(given) if _ID.fullmatch(given) else None
