"""A name that only looks like another: found among all names, and never where there is none."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kocbook.policy.file_shape import NameIndex

# Letters that fold to others, to two, or with what stands before them; and marks of the index itself.
PART = st.text("aAbßẞſsSİíéÉÉ胎\x01", min_size=1, max_size=3)
PATH = st.lists(PART, min_size=1, max_size=3).map("/".join)


def fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def all_names(paths: set[str]) -> set[str]:
    parts = [path.split("/") for path in paths]
    return {"/".join(part[: end + 1]) for part in parts for end in range(len(part))}


@given(st.sets(PATH, max_size=12), PATH)
def test_a_twin_is_found_where_one_by_one_comparing_finds_one(paths: set[str], path: str) -> None:
    path = unicodedata.normalize("NFC", path)  # any other spelling is refused before
    known = all_names(paths | {path})
    expected = [
        min(twins)
        for prefix in sorted(all_names({path}), key=len)
        if (twins := [name for name in known if name != prefix and fold(name) == fold(prefix)])
    ]
    assert NameIndex(sorted(paths | {path})).find_twin(path) == next(iter(expected), None)
