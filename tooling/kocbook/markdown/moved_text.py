"""Whether a text reads the same once its old forms are moved, judged apart from the mover."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from kocbook.markdown.old_forms import ALERT_OF, modernise

_BOX = re.compile(
    r"^([ \t>]*)(?P<sign>!!!|\?\?\?\+?|===[+!]{0,2}(?=[ \t]+\"))[ \t]*(?P<types>[\w \t-]*)"
    r"(?:\"(?P<title>.*)\")?[ \t]*$",
    re.MULTILINE,
)
_KIND = re.compile(r"^([ \t>]*)\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", re.MULTILINE)
_CONTENTS = re.compile(r"^[ \t>]*\[TOC\][ \t]*$", re.MULTILINE)
_TAG = re.compile(r"</?(?:details|summary|mark|ins|sub|sup|kbd)(?: open)?>")
_LIST = re.compile(r"\{:?[^{}\n]*\}")
_WORDS = re.compile(r"(?:title|alt|label|caption|description|placeholder)=|[\u4e00-\u9fff]")
_TARGET = re.compile(r"\]\(([^)\n]*)\)")


@lru_cache(maxsize=256)
def move_text(text: str) -> str | None:
    """Return a text with its old forms moved; None where a reader would not read the same words.

    A text without old forms comes back as it is.
    """
    moved = modernise(text)
    return moved if moved == text or reads_the_same(text, moved) else None


def reads_the_same(before: str, after: str) -> bool:
    """True where both texts have the same letters and digits in one order, and the same targets."""
    return _letters(before) == _letters(after) and (
        _TARGET.findall(before) == _TARGET.findall(after)
    )


def _letters(text: str) -> str:
    """Return the letters and digits that are read: no types of boxes, attributes or tags."""
    text = _KIND.sub(r"\1", _CONTENTS.sub("", text.replace("\r", "\n")))
    text = _BOX.sub(lambda box: f"{box[1]}{_title(box)}", text)
    text = html.unescape(_TAG.sub("", text))
    text = _LIST.sub(lambda found: found[0] if _WORDS.search(found[0]) else "", text)
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _title(box: re.Match[str]) -> str:
    """Return the title that readers saw: the one that is written, else the type if they did."""
    title, kind = box["title"], (box["types"].split() or [""])[0].lower()
    if box["sign"].startswith("???"):
        return title or kind or "note"
    if title is not None:
        return title
    return "" if kind in ALERT_OF else box["types"]
