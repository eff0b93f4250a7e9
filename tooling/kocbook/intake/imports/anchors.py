"""Old addresses of headings, and the addresses that the same headings have here."""

from __future__ import annotations

import re
import unicodedata

from kocbook.markdown.document import is_heading, make_anchor, read_document
from kocbook.markdown.html_tree import iter_elements
from kocbook.rules.page import fold_anchor

_EXPLICIT = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<words>[^\n]*?)[ \t]*\{[^{}\n]*#(?P<id>[\w:.-]+)[^{}\n]*\}[ \t]*$",
    re.MULTILINE,
)
_NOT_WORD = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[-\s]+")
_SPACE = re.compile(r"\s")


def find_old_anchors(original: str, text: str, title: str) -> dict[str, str]:
    """Return where old fragments lead: pairs of the old one and the new; "" is the page itself.

    `original` is the text as the source has it, `text` what is made of it. The old sites are those
    of MkDocs with either of its usual ways to name headings; GitHub's is our own.
    """
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    headings = [(title, "")]
    headings += [
        (element.words(), element.get("id"))
        for element in iter_elements(read_document(text).root)
        if is_heading(element)
    ]
    for words, new in headings:
        for name in dict.fromkeys((_ascii_slug(words), _unicode_slug(words), make_anchor(words))):
            found.setdefault(_counted(name, counts), new)
    by_words = {fold_anchor(words): new for words, new in reversed(headings)}
    for match in _EXPLICIT.finditer(original):
        new_one = by_words.get(fold_anchor(match["words"]))
        if new_one is not None:
            found[match["id"]] = new_one
    return found


def _counted(name: str, counts: dict[str, int]) -> str:
    """Return a fragment as MkDocs numbers those that stand there already, or that are empty."""
    number = counts.get(name, 0)
    counts[name] = number + 1
    if not name:
        return f"_{number + 1}"
    return f"{name}_{number}" if number else name


def _ascii_slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return _GAPS.sub("-", _NOT_WORD.sub("", plain).strip().lower())


def _unicode_slug(words: str) -> str:
    plain = _NOT_WORD.sub("", unicodedata.normalize("NFC", words)).strip().lower()
    return _SPACE.sub("-", plain)
