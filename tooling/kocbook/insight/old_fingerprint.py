"""The fingerprint of a text as it was before 2026-12: a regular expression's idea of its words.

Sign-offs and reviews written then name it. `koc check --fix` turns it into today's where the history
still holds the text; nothing else may use it, for it covered less than readers see.
"""

from __future__ import annotations

import hashlib
import re

LENGTH = 12

# Every repetition is bounded or possessive: a hostile text must cost seconds at most.
_BLOCK_MARKS = re.compile(
    r"^[ \t]{0,200}+(?:#{1,6}[ \t]|>[ \t]?|[-*+][ \t](?:\[[ xX]\][ \t])?|\d{1,3}[.)][ \t]"
    r"|(?:!!!|\?\?\?\+?)[ \t]*[\w-]*|`{3,}.*|~{3,}.*|\|?[ \t]{0,200}+:?-{3,}+[-:| \t]*+$)",
    re.MULTILINE,
)
_INLINE = (
    (re.compile(r"</?[A-Za-z][^>]{0,1000}>"), ""),
    (re.compile(r"\{:?[ \t]{0,200}[.#][^}\n]{0,1000}\}"), ""),
    (re.compile(r"(!?\[[^\]\n]{0,1000}\])\([^)\n]{0,1000}\)"), r"\1"),
    (re.compile(r"\*+|`+|~~|\|"), ""),
    (re.compile(r"(?<![^\W_])_+|_+(?![^\W_])"), ""),
    (re.compile(r"!?\[([^\]\n]{0,1000})\]"), r"\1"),
)
_SPACE = re.compile(r"\s+")


def words_of(text: str) -> str:
    """Return the words of a Markdown text: without markup, link targets and white space."""
    return _SPACE.sub("", plain_text(text))


def plain_text(text: str) -> str:
    """Return a Markdown text without markup and link targets, its white space as it was."""
    text = _without_comments(_BLOCK_MARKS.sub("", text.replace("\r\n", "\n")))
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text


def _without_comments(text: str) -> str:
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[done:start])
        done = end + 3
    return "".join(parts) + text[done:]


def old_text_fingerprint(text: str) -> str:
    """Return the fingerprint that a sign-off or a review of `text` named before."""
    return hashlib.sha256(words_of(text).encode()).hexdigest()[:LENGTH]
