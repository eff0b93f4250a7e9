"""Captions (WebVTT): the cues that readers see, and nothing said between them. Source: W3C WebVTT."""

from __future__ import annotations

import re

from kocbook.media.removed import DamagedError, Removed, find_told

_END = re.compile(rb"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"


def strip_vtt(data: bytes) -> tuple[bytes, set[Removed]]:
    """Return captions without notes, styles, names of cues and words in the head.

    Raises:
        DamagedError: they are no captions.
    """
    if not data.removeprefix(_MARK).startswith(b"WEBVTT"):
        raise DamagedError
    removed = set[Removed]()
    head, *blocks = _split_blocks(data)
    own = head[0].removeprefix(_MARK)
    if own[6:].strip() or any(line.strip() for line in head[1:]):
        removed |= find_told(b"".join(head))
    end = own[len(own.rstrip(b"\r\n")) :]
    parts = [b"WEBVTT", end, *(line for line in head[1:] if not line.strip())]
    for block in blocks:
        at = next((n for n, line in enumerate(block) if b"-->" in line), None)
        if at is None:
            removed |= find_told(b"".join(block))
            continue
        if at:
            removed.add(Removed.EXTRA)
        parts += block[at:]
    return b"".join(parts), removed


def _split_blocks(data: bytes) -> list[list[bytes]]:
    """Return lines with their ends, a list for each block; empty lines end the block before."""
    lines: list[bytes] = []
    at = 0
    for found in _END.finditer(data):
        lines.append(data[at : found.end()])
        at = found.end()
    if at < len(data):
        lines.append(data[at:])
    blocks: list[list[bytes]] = [[]]
    for line in lines:
        if line.strip(b"\r\n") and blocks[-1] and not blocks[-1][-1].strip(b"\r\n"):
            blocks.append([])
        blocks[-1].append(line)
    return blocks
