"""Placeholders that an editor on the web writes while a photo is on its way."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What the editors of GitHub write: `![Uploading IMG_1.jpg…]()`, and newer ones a comment.
_UNFINISHED = re.compile(
    r"!?\[(?:Uploading|正在上传|上传中)[ :：]{0,2}(?P<name>[^\[\]\n]{0,200}?)(?:…|\.{3})?\]\([ ]?\)"
    r"|<!--[ ]?Uploading[ ]\"(?P<file>[^\"\n]{0,200})\"(?:…|\.{3})?[ ]?-->"
)


def find_unfinished(text: str) -> Iterator[tuple[int, str]]:
    """Yield where in `text` a photo had not arrived when the text was sent, and its file's name."""
    for match in _UNFINISHED.finditer(text):
        yield match.start(), match["name"] or match["file"] or "-"
