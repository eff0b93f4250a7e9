"""CODEOWNERS, which hosting services read to ask the right people for a review."""

from __future__ import annotations

from collections.abc import Sequence

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts


def render_code_owners(owners: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return the file: a line for each path; of several that match, the last counts."""
    width = max(len(path) for path, _ in owners)
    head = [f"# {load_texts(language)('codeowners.head')}" for language in LANGUAGES]
    lines = [
        f"{path:<{width}}  {' '.join(f'@{login}' for login in logins)}".rstrip()
        for path, logins in owners
    ]
    return "\n".join([*head, "", *lines, ""])
