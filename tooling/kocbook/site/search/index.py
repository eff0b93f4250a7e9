"""The search index as files: which terms stand on which pages, in small pieces.

Every term has a list of pages, and with each page how much that page has to say about it. The lists
are spread over pieces by a hash that the browser computes too: it fetches the pieces of the terms
that were typed, and the few pages that it shows. Nothing grows with the community but the pieces.

A piece is compressed; inside it stand, each preceded by its length as four bytes (the smallest
first): the terms, sorted, one a line; how many pages each has; the pages of all terms as
differences of seven bits a byte; one byte of score for each. `search.js` reads it.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from kocbook.site.search.letters import LETTER_PIECES, letter_pieces
from kocbook.site.search.lexicon import IN_TEXT, find_lexicon_words, lexicon_pieces
from kocbook.site.search.same_words import same_words
from kocbook.site.search.terms import (
    LONGEST,
    WORDS_FROM,
    PageTerms,
    find_grams,
    find_terms,
    find_words,
    normalise,
    spell_key,
)
from kocbook.site.search.text import SearchPage, pack_page

FORMAT = 2
MANIFEST = "index.json"
TITLE, NAMED, HEADING, TEXT = 10, 6, 4, 1
"""What a word weighs in a title, in a page's topics and address, in a heading, and in the text."""
KINDS = {"module": 1.0, "cover": 0.9, "brief": 0.8, "board": 0.8, "roster": 0.8, "guide": 0.7}
"""What a page's score is multiplied by: what was written for readers comes first."""
OTHER_KINDS = 0.6
SATURATION, LENGTH = 1.2, 0.5
"""BM25's k1 and b (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009)."""
TOPICS = 8
"""So many of the community's topics are offered where nothing has been typed."""
_SAID = re.compile(r"[^\W_]+")
ENTRIES_IN_A_PIECE, MOST_PIECES = 300, 1_500
"""Pages of all terms of a piece: about a kilobyte, compressed; more where there would be too many files."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Which term stands on which page: three columns of equal length, by term and then by page."""

    keys: npt.NDArray[np.uint64]
    pages: Numbers
    scores: npt.NDArray[np.uint8]


class IndexedPage(msgspec.Struct, array_like=True, frozen=True):
    """One page as an index is made of it: its file, and what it is found by."""

    url: str
    kind: str
    packed: bytes
    terms: PageTerms
    words: dict[str, int]
    tags: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]


def index_page(page: SearchPage) -> IndexedPage:
    """Take a page in: what takes longest is done once for each page, and kept with it."""
    headings = "\n".join(section.heading for section in page.sections)
    texts = "\n".join(f"{one.text}\n{one.pictures}" for one in page.sections)
    # A line break keeps neighbours apart.
    named = "\n".join((page.about, *page.tags, page.url.replace("/", "\n")))
    terms = find_terms(
        [(page.title, TITLE), (named, NAMED), (headings, HEADING), (texts, TEXT)],
    )
    terms = _with_title(terms, page.title)
    words = find_lexicon_words(
        normalise(page.title),
        [normalise(section.heading) for section in page.sections],
        normalise(texts),
        (normalise(word) for word in (*page.tags, *(one for group in page.same for one in group))),
    )
    packed = pack_page(page)
    return IndexedPage(page.url, page.kind, packed, terms, words, page.tags, page.same)


def _with_title(terms: PageTerms, title: str) -> PageTerms:
    """Let a page be found by its whole title too, and by what stands between its signs.

    Such a term is `=` and the title.
    """
    parts = _SAID.findall(normalise(title))
    names = dict.fromkeys(f"={part[:LONGEST]}" for part in ("".join(parts), *parts) if part)
    weights = TITLE.to_bytes(4, "little") * len(names)
    return PageTerms(terms.grams, [*terms.words, *names], terms.weights + weights)


def index_files(pages: Sequence[IndexedPage]) -> dict[str, bytes]:
    """Return the files of an index by name; pages are numbered in the order given."""
    words: dict[str, int] = {}
    postings = score_pages(pages, words)
    pieces = split_pieces(postings, list(words))
    with ThreadPoolExecutor() as pool:
        squeezed = list(pool.map(_squeeze, pieces))
    files = {f"t{number}.bin": data for number, data in enumerate(squeezed)}
    files |= {f"p{number}.bin": page.packed for number, page in enumerate(pages)}
    files |= {f"c{number}.bin": data for number, data in enumerate(_squeezed_letters())}
    names = list(words)
    known = {spell_key(int(key), names) for key in np.unique(postings.keys)}
    same = same_words(
        (group for page in pages for group in page.same), lambda word: stands(word, known)
    )
    files["same.bin"] = _squeeze(msgspec.json.encode(same))
    shared = {word: IN_TEXT for group, _ in same for word in group if " " not in word}
    lexicon = lexicon_pieces([*(page.words for page in pages), shared])
    files |= {f"w{initial}.bin": _squeeze(data) for initial, data in lexicon.items()}
    digest = hashlib.sha256()
    for data in files.values():
        digest.update(hashlib.sha256(data).digest())
    # A folder of its own for each content: a browser never mixes files of two builds.
    folder = digest.hexdigest()[:12]
    topics = Counter(tag for page in pages for tag in page.tags).most_common(TOPICS)
    about = {
        "format": FORMAT,
        "folder": folder,
        "pages": len(pages),
        "pieces": len(pieces),
        "letters": LETTER_PIECES,
        "topics": [tag for tag, _ in topics],
    }
    return {MANIFEST: msgspec.json.encode(about), **{f"{folder}/{k}": v for k, v in files.items()}}


def stands(word: str, known: Collection[str]) -> bool:
    """Say whether all that a normalised word is found by are terms of some page."""
    grams = [spell_key(int(key), []) for key in find_grams(word)]
    pairs = [gram for gram in grams if len(gram) > 1]
    return all(term in known for term in (pairs or grams, find_words(word))[not grams])


def _squeeze(data: bytes) -> bytes:
    return gzip.compress(data, 6, mtime=0)


@functools.cache
def _squeezed_letters() -> tuple[bytes, ...]:
    return tuple(_squeeze(piece) for piece in letter_pieces())


def score_pages(pages: Sequence[IndexedPage], words: dict[str, int]) -> Postings:
    """Return every term of every page with its score; `words` becomes the words that were met."""
    if not pages:
        return Postings(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.uint8))
    terms = [page.terms for page in pages]
    grams = [np.frombuffer(each.grams, "<u4") for each in terms]
    named = [
        WORDS_FROM + words.setdefault(word, len(words)) for each in terms for word in each.words
    ]
    keys = np.concatenate([*grams, np.array(named, np.uint64)], dtype=np.uint64)
    every = np.arange(len(pages))
    gram_counts, word_counts = [len(some) for some in grams], [len(each.words) for each in terms]
    numbers = np.concatenate([np.repeat(every, gram_counts), np.repeat(every, word_counts)])
    weighed = [np.frombuffer(each.weights, "<u4") for each in terms]
    of_grams = [some[:count] for some, count in zip(weighed, gram_counts, strict=True)]
    of_words = [some[count:] for some, count in zip(weighed, gram_counts, strict=True)]
    weights = np.concatenate([*of_grams, *of_words], dtype=np.float64)
    lengths = np.bincount(numbers, weights, len(pages))
    rank = np.array([KINDS.get(page.kind, OTHER_KINDS) for page in pages])
    room = SATURATION * (1 - LENGTH + LENGTH * lengths / max(lengths.mean(), 1))
    scores = np.ceil(weights / (weights + room[numbers]) * rank[numbers] * 255).astype(np.uint8)
    order = np.argsort(keys, kind="stable")
    return Postings(keys[order], numbers[order], scores[order])


def split_pieces(postings: Postings, words: list[str]) -> list[bytes]:
    """Return the pieces of an index, by number, not yet compressed."""
    count = max(1, min(len(postings.keys) // ENTRIES_IN_A_PIECE, MOST_PIECES))
    keys, starts, sizes = np.unique(postings.keys, return_index=True, return_counts=True)
    terms = [spell_key(int(key), words) for key in keys]
    homes = np.array([piece_of(term, count) for term in terms])
    order = sorted(range(len(terms)), key=lambda place: (homes[place], terms[place]))
    homes, starts, sizes = homes[order], starts[order], sizes[order]
    rows = _ranges(starts, sizes)
    first = np.zeros(len(rows), np.bool_)
    first[np.cumsum(sizes) - sizes] = True
    pages = postings.pages[rows]
    steps = np.where(first, pages, np.diff(pages, prepend=0))
    scores = postings.scores[rows]
    bounds = np.searchsorted(homes, np.arange(count + 1))
    row_bounds = np.concatenate([[0], np.cumsum(sizes)])[bounds]
    pieces = []
    for number in range(count):
        here = slice(bounds[number], bounds[number + 1])
        those = slice(row_bounds[number], row_bounds[number + 1])
        names = "\n".join(terms[place] for place in order[here]).encode()
        parts = (names, seven_bits(sizes[here]), seven_bits(steps[those]), scores[those].tobytes())
        pieces.append(b"".join(len(part).to_bytes(4, "little") + part for part in parts))
    return pieces


def piece_of(term: str, count: int) -> int:
    """Return the number of a term's piece: words that begin alike share one.

    FNV-1a, 32 bits, over UTF-16 units: cheap in the browser too.
    """
    value = 0x811C9DC5
    for unit in term[:2]:
        value = ((value ^ ord(unit)) * 0x01000193) & 0xFFFFFFFF
    return value % count


def seven_bits(numbers: Numbers) -> bytes:
    """Return numbers below 2²⁸ as LEB128: seven bits a byte, the lowest first."""
    columns = np.stack([numbers >> shift & 0x7F for shift in (0, 7, 14, 21)], axis=1)
    more = np.stack([numbers >> shift > 0 for shift in (7, 14, 21, 28)], axis=1)
    wanted = np.concatenate([np.ones((len(numbers), 1), np.bool_), more[:, :3]], axis=1)
    return bytes((columns | more << 7).astype(np.uint8)[wanted].tobytes())


def _ranges(starts: Numbers, sizes: Numbers) -> Numbers:
    """Return starts[0], starts[0] + 1, …, starts[1], … with `sizes` numbers of each."""
    ends = np.cumsum(sizes)
    places: Numbers = np.arange(ends[-1] if len(ends) else 0)
    places += np.repeat(starts - (ends - sizes), sizes)
    return places
