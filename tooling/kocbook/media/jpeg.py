"""JPEG: keeps what makes the picture, drops what tells of it.

Source: ITU-T T.81 (markers), JFIF 1.02, Exif 2.32 (APP1), ICC.1 annex B.4 (APP2).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kocbook.media.colour_profile import plain_profile
from kocbook.media.exif import orientation_exif, read_exif
from kocbook.media.removed import DamagedError, Removed, find_told

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_RESTARTS = range(0xD0, 0xD8)
_STANDALONE = frozenset({0x01, *_RESTARTS})
_PICTURE = frozenset({*range(0xC0, 0xC8), *range(0xC9, 0xE0)})
"""Frames, tables, scans, restarts and hierarchies; 0xC8 and what follows 0xF0 is reserved."""
_PROFILE = b"ICC_PROFILE\0"
_MOST_IN_SEGMENT = 65_533


@dataclass(slots=True)
class _Stripper:
    data: bytes
    at: int = 2
    parts: list[bytes] = field(default_factory=lambda: [b"\xff\xd8"])
    removed: set[Removed] = field(default_factory=set)
    has_exif: bool = False
    has_scan: bool = False
    profile: dict[int, bytes] = field(default_factory=dict)
    profile_at: int = 0

    def run(self) -> bytes:
        while True:
            marker = self._next_marker()
            if marker == _EOI:
                if not self.has_scan:
                    raise DamagedError
                self.parts.append(b"\xff\xd9")
                if self.at < len(self.data):
                    self.removed.add(Removed.TRAILING)
                self._put_profile()
                return b"".join(self.parts)
            if marker in _STANDALONE:
                self.parts.append(bytes((0xFF, marker)))
                continue
            payload = self._payload()
            kept = self._filter(marker, payload)
            if kept is not None:
                size = (len(kept) + 2).to_bytes(2, "big")
                self.parts.append(bytes((0xFF, marker)) + size + kept)
            if marker == _SOS:
                self.has_scan = True
                self._copy_scan()

    def _next_marker(self) -> int:
        data = self.data
        if data[self.at : self.at + 1] != b"\xff":
            raise DamagedError
        while data[self.at : self.at + 1] == b"\xff":
            self.at += 1
        if self.at >= len(data) or data[self.at] in (0x00, _SOI):
            raise DamagedError
        self.at += 1
        return data[self.at - 1]

    def _payload(self) -> bytes:
        length = int.from_bytes(self.data[self.at : self.at + 2], "big")
        if length < 2 or self.at + length > len(self.data):
            raise DamagedError
        self.at += length
        return self.data[self.at - length + 2 : self.at]

    def _copy_scan(self) -> None:
        """Copy the coded picture up to the next marker that is neither a zero nor a restart."""
        start = at = self.at
        while True:
            at = self.data.find(b"\xff", at)
            if at < 0 or at + 1 >= len(self.data):
                raise DamagedError
            following = self.data[at + 1]
            if following == 0x00 or following in _RESTARTS:
                at += 2
            elif following == 0xFF:
                at += 1
            else:
                break
        self.parts.append(self.data[start:at])
        self.at = at

    def _filter(self, marker: int, payload: bytes) -> bytes | None:
        """Return what stays of a segment, or None."""
        if marker in _PICTURE:
            return payload
        if marker == 0xE0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
            if len(payload) > 14:
                self.removed.add(Removed.THUMBNAIL)
            return payload[:12] + b"\0\0"
        if marker == 0xE1 and payload.startswith(b"Exif\0"):
            return self._filter_exif(payload)
        if marker == 0xE2 and payload.startswith(_PROFILE) and len(payload) >= 14:
            self.profile_at = self.profile_at or len(self.parts)
            self.profile.setdefault(payload[12], payload[14:])
            return None
        # Adobe's segment says how colours are coded: without it they come out wrong.
        if marker == 0xEE and payload.startswith(b"Adobe") and len(payload) >= 12:
            return payload[:12]
        self.removed |= _find_segment(marker, payload)
        return None

    def _put_profile(self) -> None:
        """Put the colour profile back where its first part stood, without its words."""
        if not self.profile:
            return
        told = b"".join(self.profile[number] for number in sorted(self.profile))
        plain = plain_profile(told)
        if plain != told:
            self.removed.add(Removed.PROFILE)
        if plain is None:
            return
        most = _MOST_IN_SEGMENT - len(_PROFILE) - 2
        pieces = [plain[at : at + most] for at in range(0, len(plain), most)]
        if len(pieces) > 255:
            raise DamagedError
        self.parts[self.profile_at : self.profile_at] = [
            b"\xff\xe2"
            + (len(piece) + len(_PROFILE) + 4).to_bytes(2, "big")
            + _PROFILE
            + bytes((number, len(pieces)))
            + piece
            for number, piece in enumerate(pieces, start=1)
        ]

    def _filter_exif(self, payload: bytes) -> bytes | None:
        exif = read_exif(payload)
        self.removed |= exif.told
        if self.has_exif:
            return None
        self.has_exif = True
        return b"Exif\0\0" + orientation_exif(exif.orientation) if exif.orientation > 1 else None


def _find_segment(marker: int, payload: bytes) -> set[Removed]:
    """Say what a segment told that does not stay."""
    if marker == _COM or payload.startswith((b"http://ns.adobe.com/", b"Photoshop")):
        return find_told(payload)
    if marker == 0xE2 and payload.startswith(b"MPF\0"):
        return {Removed.THUMBNAIL}
    if marker == 0xE6:  # GoPro and other cameras
        return {Removed.DEVICE}
    return {Removed.ORIGIN} if marker == 0xEB else {Removed.EXTRA}


def strip_jpeg(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return the picture with ICC profile and orientation only, and what was taken out.

    Raises:
        DamagedError: it ends early or is no JPEG.
    """
    if not data.startswith(b"\xff\xd8"):
        raise DamagedError
    stripper = _Stripper(data)
    return stripper.run(), stripper.removed
