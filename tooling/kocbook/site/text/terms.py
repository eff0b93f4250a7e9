"""Words of the glossary explained where a contributed text first uses them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

_PIECE = re.compile(
    r"""<(/?)([a-z0-9]+)(?:\s+[^\s="'<>/]+(?:="[^"]*")?)*\s*/?>|[^<]+|<""", re.DOTALL
)
UNTOUCHED = frozenset(
    [
        "a",
        "abbr",
        "code",
        "pre",
        "kbd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "label",
        "figcaption",
    ]
)
_LATIN = r"[A-Za-z0-9]"


def holds_term(text: str, term: str) -> bool:
    """True where `text` uses `term`; a Latin word counts only when it stands by itself."""
    return _pattern((term,)).search(text) is not None


def iter_pieces(content: str) -> Iterator[tuple[str, str | None, bool]]:
    """Yield rendered HTML piece by piece: what stands there, a tag's name, and whether it closes."""
    for piece in _PIECE.finditer(content):
        yield piece[0], piece[2], bool(piece[1])


def change_running_text(content: str, change: Callable[[str], str]) -> str:
    """Change the words of rendered HTML; those of headings, links and code stay as they are."""
    depth = 0
    pieces: list[str] = []
    for piece, tag, closing in iter_pieces(content):
        if tag is not None:
            depth += (-1 if closing else 1) if tag in UNTOUCHED else 0
        pieces.append(piece if tag is not None or depth > 0 else change(piece))
    return "".join(pieces)


def explain_terms(content: str, meanings: Mapping[str, str]) -> str:
    """Mark the first use of each word in rendered HTML; `meanings` says what spellings mean.

    Several spellings of one meaning are one word. Headings, links and code stay as they are.
    """
    left = {html.escape(word, quote=False): text for word, text in meanings.items()}
    return change_running_text(content, lambda words: _explain(words, left)) if left else content


def _explain(words: str, left: dict[str, str]) -> str:
    """Mark what is met in running text, and strike it from `left`."""
    done: list[str] = []
    while left and (met := _pattern(tuple(left)).search(words)):
        meaning = left[met[0]]
        for word in [word for word, text in left.items() if text == meaning]:
            del left[word]
        title = html.escape(meaning)
        done.append(f'{words[: met.start()]}<abbr title="{title}">{met[0]}</abbr>')
        words = words[met.end() :]
    return "".join(done) + words


@lru_cache(maxsize=4096)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of `terms`, the longest first."""
    return re.compile("|".join(_alone(term) for term in sorted(terms, key=len, reverse=True)))


def _alone(term: str) -> str:
    # Not within an entity: `&amp;` is no use of the word amp.
    before = rf"(?<!{_LATIN})(?<!&)" if re.match(_LATIN, term) else ""
    after = rf"(?!{_LATIN})" if re.match(_LATIN, term[-1]) else ""
    return f"{before}{re.escape(term)}{after}"
