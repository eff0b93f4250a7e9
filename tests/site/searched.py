"""Reading the search index of a built site, as the browser does."""

from __future__ import annotations

import gzip
import json
import struct
from pathlib import Path

from kocbook.site.search.index import index_page, piece_of
from kocbook.site.search.terms import spell_key
from kocbook.site.search.text import SearchPage, unpack_page


class Index:
    """The index in a site's folder `search`: its pages, and which of them have a term."""

    def __init__(self, files: dict[str, bytes]) -> None:
        about = json.loads(files["index.json"])
        self.count = about["pieces"]
        folder = about["folder"]
        packed = [files[f"{folder}/p{number}.bin"] for number in range(about["pages"])]
        self.pages: list[SearchPage] = [unpack_page(data) for data in packed]
        self.terms: dict[str, dict[int, int]] = {}
        for number in range(self.count):
            for term, pages in read_piece(
                gzip.decompress(files[f"{folder}/t{number}.bin"])
            ).items():
                assert piece_of(term, self.count) == number
                self.terms[term] = pages

    def urls(self, term: str) -> set[str]:
        """Return the addresses of the pages that have a term."""
        return {self.pages[number].url for number in self.terms.get(term, ())}


def read_index(site: Path) -> Index:
    """Read the index of a language's site."""
    folder = site / "search"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return Index({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def read_plainly(file: Path) -> bytes:
    """Return the bytes of a file of a site, unpacked: the search's pieces are compressed."""
    data = file.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def assert_pieces_hold_only_pages(site: Path) -> None:
    """The pieces name no term that stands on none of the pages beside them."""
    index = read_index(site)
    found = [index_page(page).terms for page in index.pages]
    grams = {
        gram for terms in found for gram in struct.unpack(f"<{len(terms.grams) // 4}I", terms.grams)
    }
    words = {word for terms in found for word in terms.words}
    assert index.pages
    assert set(index.terms) == {spell_key(key, []) for key in grams} | words


def read_piece(data: bytes) -> dict[str, dict[int, int]]:
    """Return term → page → score of one piece."""
    parts: list[bytes] = []
    while data:
        size = int.from_bytes(data[:4], "little")
        parts.append(data[4 : 4 + size])
        data = data[4 + size :]
    names, sizes, steps, scores = parts
    found: dict[str, dict[int, int]] = {}
    step, score = iter(read_numbers(steps)), iter(scores)
    for term, size in zip(names.decode().split("\n"), read_numbers(sizes), strict=False):
        page, found[term] = 0, {}
        for _ in range(size):
            page += next(step)
            found[term][page] = next(score)
    assert next(step, None) is None
    assert next(score, None) is None
    return found


def read_numbers(data: bytes) -> list[int]:
    """Return the numbers of a LEB128 sequence."""
    numbers, number, shift = [], 0, 0
    for byte in data:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number = shift = 0
    return numbers
