"""The fingerprint of texts as releases before 0.2 made it, to move records that name it. Nothing else uses it.

Once no community has such a record this file goes, with `insight/renewal.py` and `policy/renewal.py`.
"""

from __future__ import annotations

import hashlib
import re

# These lines are history: a change would make old sign-offs unreadable.
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


def old_words(text: str) -> str:
    """Return what an old fingerprint covers: the source without markup, link targets and white space."""
    text = _without_comments(_BLOCK_MARKS.sub("", text.replace("\r\n", "\n")))
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return re.sub(r"\s+", "", text)


def _without_comments(text: str) -> str:
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[done:start])
        done = end + 3
    return "".join(parts) + text[done:]


def old_fingerprint(text: str) -> str:
    """Return a text's fingerprint as older releases wrote it, 12 hex digits."""
    return hashlib.sha256(old_words(text).encode()).hexdigest()[:12]
