"""Sentences for readers, from `locales/<language>/*.yml`, resolved when they are shown.

A text is a string with `{placeholders}`, or a mapping of plural forms (`one`, `other`) chosen by
the value called `n` with the CLDR rules of Babel.

Words of a trade (what members are called, what the brand makes) stand in texts as `{word_member}`
and so on; with a capital, `{Word_member}`, where they begin a sentence. A community may have its own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kocbook.base.compiled import compile_once
from kocbook.base.languages import DEFAULT_LANGUAGE, LANGUAGE_TABLE, LANGUAGES

TRADE = ("member", "members", "product", "tagline", "unseen")
"""The words that a community may have its own for; the neutral ones stand under `trade`."""
_LOCALES = Path(__file__).parent / "locales"


class Texts:
    """All texts of one language. Call it with a key: `texts("cli.check.clean", n=3)`."""

    def __init__(
        self, language: str, entries: Mapping[str, Any], words: Mapping[str, str] | None = None
    ) -> None:
        """Wrap the flattened `entries`, which map dotted keys to strings or plural forms.

        `words` are a community's own instead of the neutral ones under `trade`.
        """
        self.language = language
        self.entries = entries
        self._words = _spell({**_find_words(entries), **(words or {})})

    def speak(self, words: Mapping[str, str]) -> Texts:
        """Return the same texts with a community's own words, by id; those it lacks stay neutral."""
        return Texts(self.language, self.entries, words) if words else self

    def __call__(self, key: str, /, **data: object) -> str:
        """Return the text under `key`, filled with `data`.

        Raises:
            KeyError: the key or a placeholder is missing; a test holds all keys complete.
        """
        entry = self.entries[key]
        if isinstance(entry, Mapping):
            entry = entry.get(self._plural(data["n"]), entry["other"])
        text = str(entry)
        shown = {name: self._show(value) for name, value in data.items()}
        return text.format(**self._words, **shown) if "ord_" in text else text.format(**shown)

    def __contains__(self, key: str) -> bool:
        """Say whether there is a text under `key`."""
        return key in self.entries

    def keys_under(self, prefix: str) -> list[str]:
        """List the keys that start with `prefix` and a dot, sorted."""
        return sorted(key for key in self.entries if key.startswith(prefix + "."))

    def _plural(self, n: object) -> str:
        rules = LANGUAGE_TABLE[self.language].plurals
        if not rules:
            return "other"
        from babel.plural import PluralRule

        return PluralRule(dict(rules))(int(str(n)))

    def _show(self, value: object) -> object:
        if isinstance(value, (list, tuple)):
            return join_words(self.language, [str(item) for item in value])
        return value


def _find_words(entries: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(entries[f"trade.{name}"]) for name in TRADE if f"trade.{name}" in entries}


def _spell(words: Mapping[str, str]) -> dict[str, str]:
    """Return words as placeholders name them: as they are, and with a capital."""
    plain = {f"word_{name}": word for name, word in words.items()}
    return {
        **plain,
        **{key.capitalize(): word[:1].upper() + word[1:] for key, word in plain.items()},
    }


def join_words(language: str, words: Sequence[str]) -> str:
    """Join `words` as the language writes a list."""
    return LANGUAGE_TABLE[language].comma.join(words)


@cache
def load_texts(language: str) -> Texts:
    """Read every locale file of `language` (one of LANGUAGES), once per process."""
    files = sorted((_LOCALES / language).glob("*.yml"))
    return Texts(language, compile_once(language, files, lambda: _read_entries(files)))


def _read_entries(files: Sequence[Path]) -> dict[str, Any]:
    import yaml

    entries: dict[str, Any] = {}
    for file in files:
        tree = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        _flatten(tree, "", entries)
    return entries


def _flatten(tree: Mapping[str, Any], prefix: str, entries: dict[str, Any]) -> None:
    for key, value in tree.items():
        if isinstance(value, Mapping) and "other" not in value:
            _flatten(value, f"{prefix}{key}.", entries)
        else:
            entries[f"{prefix}{key}"] = value


def choose_language(
    asked: str | None, environment: Mapping[str, str] = os.environ, community: str | None = None
) -> str:
    """Decide the reader's language: what was asked, the locale, the community, then Chinese."""
    if asked in LANGUAGES:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            # The first variable that is set decides, as in POSIX; "C" names no language.
            language = value.split("_")[0].split(".")[0].lower()
            if language in LANGUAGES:
                return language
            break
    return community if community in LANGUAGES else DEFAULT_LANGUAGE
