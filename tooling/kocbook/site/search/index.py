"""The search index as files: which terms stand on which pages, in small pieces.

Every term has a list of pages, and with each page how much that page has to say about it. The lists
are spread over pieces by a hash that the browser computes too: it fetches the pieces of the terms
that were typed, and the few pages that it shows. Nothing grows with the community but the pieces.

A piece is compressed; inside it stand, each preceded by its length as four bytes (the smallest
first): the terms, sorted, one a line; how many pages each has; the pages of all terms as
differences of seven bits a byte; one byte of score for each. `search.js` reads it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt

from kocbook.site.search.terms import WORDS_FROM, PageTerms, find_terms, spell_key
from kocbook.site.search.text import SearchPage, pack_page

FORMAT = 1
MANIFEST = "index.json"
TITLE, HEADING, TEXT = 8, 3, 1
KINDS = {"module": 1.0, "cover": 0.9, "brief": 0.8}
"""What a page's score is multiplied by: what was written for readers comes first."""
OTHER_KINDS = 0.6
SATURATION, LENGTH = 1.2, 0.5
"""BM25's k1 and b (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009)."""
ENTRIES_IN_A_PIECE = 8_000
"""Pages of all terms of a piece: about twelve kilobytes, compressed."""

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


def index_page(page: SearchPage) -> IndexedPage:
    """Take a page in: what takes longest is done once for each page, and kept with it."""
    headings = "\n".join(section.heading for section in page.sections)
    texts = "\n".join(section.text for section in page.sections)
    # A line break keeps neighbours apart.
    terms = find_terms([(page.title, TITLE), (headings, HEADING), (texts, TEXT)])
    return IndexedPage(page.url, page.kind, pack_page(page), terms)


def index_files(pages: Sequence[IndexedPage]) -> dict[str, bytes]:
    """Return the files of an index by name; pages are numbered in the order given."""
    words: dict[str, int] = {}
    postings = score_pages(pages, words)
    pieces = split_pieces(postings, list(words))
    with ThreadPoolExecutor() as pool:
        squeezed = list(pool.map(lambda data: gzip.compress(data, 6, mtime=0), pieces))
    files = {f"t{number}.bin": data for number, data in enumerate(squeezed)}
    files |= {f"p{number}.bin": page.packed for number, page in enumerate(pages)}
    digest = hashlib.sha256()
    for data in files.values():
        digest.update(hashlib.sha256(data).digest())
    # A folder of its own for each content: a browser never mixes files of two builds.
    folder = digest.hexdigest()[:12]
    about = {"format": FORMAT, "folder": folder, "pages": len(pages), "pieces": len(pieces)}
    return {MANIFEST: msgspec.json.encode(about), **{f"{folder}/{k}": v for k, v in files.items()}}


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
    count = max(1, len(postings.keys) // ENTRIES_IN_A_PIECE)
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
