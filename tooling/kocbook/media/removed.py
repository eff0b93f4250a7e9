"""What was taken out of a file, and what a file that is no sound one is called."""

from __future__ import annotations

from enum import StrEnum


class Removed(StrEnum):
    """What a file told beside its picture; the gravest first."""

    PLACE = "place"
    OWNER = "owner"
    DEVICE = "device"
    TIME = "time"
    TRACK = "track"
    THUMBNAIL = "thumbnail"
    DESCRIPTION = "description"
    ORIGIN = "origin"
    SOFTWARE = "software"
    PROFILE = "profile"
    TRAILING = "trailing"
    EXTRA = "extra"


class DamagedError(Exception):
    """The file ends early or is not built as its kind is."""


class UnplayableError(Exception):
    """A video that browsers cannot play, or in pieces; `key` is the text that says what to do."""

    def __init__(self, key: str) -> None:
        """Keep the key of the text, below `errors`."""
        super().__init__(key)
        self.key = key


_WORDS: tuple[tuple[Removed, tuple[bytes, ...]], ...] = (
    (Removed.PLACE, (b"gps", b"\xa9xyz", b"location", b"loci")),
    (Removed.OWNER, (b"dc:creator", b"dc:rights", b"artist", b"author", b"owner", b"\xa9cpy")),
    (
        Removed.DEVICE,
        (b"tiff:model", b"tiff:make", b"serial", b"\xa9mak", b"\xa9mod", b"quicktime.m", b"firm"),
    ),
    (Removed.ORIGIN, (b"c2pa", b"jumb")),
    (Removed.SOFTWARE, (b"creatortool", b"software", b"\xa9too", b"\xa9swr", b"\xa9enc", b"lavf")),
    (Removed.THUMBNAIL, (b"covr", b"thmb", b"thumbnail")),
)
_MOST_READ = 1 << 20


def find_told(words: bytes) -> set[Removed]:
    """Say by telling words what a block of tags or XMP holds; nothing for zeros."""
    small = words[:_MOST_READ].lower()
    found = {kind for kind, signs in _WORDS if any(sign in small for sign in signs)}
    if found or not small.strip(b"\0"):
        return found
    return {Removed.DESCRIPTION}
