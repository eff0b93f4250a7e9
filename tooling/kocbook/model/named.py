"""Titles and summaries in further languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called in one language, and in a sentence or two what it is."""

    title: str
    summary: str | None = None


def find_title(
    own: str, own_language: str, names: Mapping[str, Named], language: str
) -> tuple[str, str]:
    """Return a title for readers of `language`, and the language that it is in."""
    named = names.get(language)
    return (named.title, language) if named and language != own_language else (own, own_language)


def find_summary(
    own: str | None, own_language: str, names: Mapping[str, Named], language: str
) -> tuple[str | None, str]:
    """Return a summary for readers of `language`, and the language that it is in."""
    named = names.get(language)
    if named and named.summary and language != own_language:
        return named.summary, language
    return own, own_language
