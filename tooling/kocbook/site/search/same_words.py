"""Words that mean the same: the community's own, and a list of everyday words that is shipped."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml

from kocbook.site.search.terms import normalise

_SHIPPED = Path(__file__).with_name("everyday.yml")


@functools.cache
def everyday_words() -> tuple[tuple[str, ...], ...]:
    """Return the shipped groups of words, as they are compared."""
    groups = yaml.safe_load(_SHIPPED.read_text("utf-8"))
    return tuple(tuple(_plain(word) for word in group) for group in groups)


def same_words(
    own: Iterable[Sequence[str]], stands: Callable[[str], bool]
) -> list[tuple[list[str], list[str]]]:
    """Return all groups, the community's `own` first: words that stand on pages, and those that do not.

    A group of whose words none stands on a page leads nowhere, and is left out.
    """
    groups = [[_plain(word) for word in group] for group in own]
    found = []
    for group in [*(group for group in groups if len(group) > 1), *everyday_words()]:
        known = [word for word in group if stands(word)]
        if known:
            found.append((known, [word for word in group if word not in known]))
    return found


def _plain(word: str) -> str:
    return normalise(str(word))
