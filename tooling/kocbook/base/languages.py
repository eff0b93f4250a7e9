"""The languages of the interface. A further one is a row here and a folder of texts in `locales/`.

What people write (names, titles, texts) stays in their language; where a record's own words lack a
language, its `fallback` stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """How one language names itself, and how it writes days, amounts, lists and sentences.

    `locale` and `money` are CLDR's (https://cldr.unicode.org), `plurals` its rules for whole numbers
    (none: a number changes no word), `editor` is what Decap CMS calls the language. `in_han` is true
    where Chinese titles need no mark of their own.
    """

    id: str
    name: str
    locale: str
    money: str
    editor: str
    comma: str
    gap: str
    plurals: tuple[tuple[str, str], ...] = ()
    in_han: bool = False
    fallback: str = "en"


LANGUAGE_TABLE: Mapping[str, Language] = {
    row.id: row
    for row in (
        Language(
            *("zh", "中文", "zh_Hans_CN", "zh_Hans_CN", "zh_Hans", "、", ""),
            in_han=True,
            fallback="zh",
        ),
        Language(
            *("en", "English", "en_GB", "en_US", "en", ", ", " "),
            plurals=(("one", "i is 1 and v is 0"),),
        ),
    )
}
LANGUAGES: tuple[str, ...] = tuple(LANGUAGE_TABLE)
"""Their ids, the one first that is read first where there is room for one."""
DEFAULT_LANGUAGE = LANGUAGES[0]


def find_words(language: str, words: Mapping[str, str | None]) -> str:
    """Return what a record says in a language, else in its fallback, else whatever it says first."""
    row = LANGUAGE_TABLE.get(language)
    asked = (language, row.fallback if row else DEFAULT_LANGUAGE, *words)
    return next((said for name in asked if (said := words.get(name))), "")


def find_line(language: str, lines: Sequence[str]) -> str:
    """Return the line in a language of a text that has one line for each, as schemas' descriptions do."""
    return find_words(language, dict(zip(LANGUAGES, lines, strict=False)))
