"""Translations of an article: which one a reader sees, and whether it still fits its source."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.insight.fingerprint import page_fingerprint
from kocbook.markdown.joined import join_texts
from kocbook.model.community import Module
from kocbook.model.work import Translation


@dataclass(frozen=True, slots=True)
class Translated:
    """A translation with its text; `is_stale` where the source was changed since."""

    record: Translation
    text: str
    is_stale: bool


def find_translation(module: Module, language: str) -> Translated | None:
    """Return what readers of `language` see instead of the source; None where they see the source.

    A translation is shown once a colleague has read it beside the source.
    """
    record = module.translations.get(language)
    words = module.content.translations.get(language) if module.content else None
    if record is None or words is None or not record.checked_by or module.text is None:
        return None
    return Translated(record, join_texts({language: words}), is_stale(module, record))


def is_stale(module: Module, record: Translation) -> bool:
    """True where the source says something else than what was translated."""
    return record.of != page_fingerprint(module)
