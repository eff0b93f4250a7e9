"""The words of the site: the same in both languages, and none that no page uses."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from kocbook.base.texts import TRADE, load_texts
from tests.site.built import ROOT

SOURCES = ROOT / "tooling" / "kocbook" / "site"


def all_placeholders(entry: object) -> set[str]:
    forms = list(entry.values()) if isinstance(entry, dict) else [entry]
    return {name for form in forms for _, name, _, _ in Formatter().parse(str(form)) if name}


def placeholders(entry: object) -> set[str]:
    """Those that a page fills; words of the trade stand where each language needs them."""
    return {name for name in all_placeholders(entry) if not name.lower().startswith("word_")}


def test_texts_name_no_word_of_the_trade_that_there_is_not() -> None:
    known = {f"word_{name}" for name in TRADE}
    for texts in (load_texts("zh"), load_texts("en")):
        named = {name for entry in texts.entries.values() for name in all_placeholders(entry)}
        words = {name.lower() for name in named if name.lower().startswith("word_")}
        assert words == known


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    zh, en = load_texts("zh"), load_texts("en")
    keys = zh.keys_under("site")
    assert keys == en.keys_under("site")
    for key in keys:
        assert placeholders(zh.entries[key]) == placeholders(en.entries[key]), key


def test_every_word_is_used() -> None:
    places = (SOURCES, SOURCES.parent / "insight")  # addresses of forms are made there
    found = [path for place in places for path in place.rglob("*")]
    files = [path for path in found if path.suffix in (".py", ".j2", ".html")]
    used = "\n".join(Path(path).read_text(encoding="utf-8") for path in files)
    # Keys put together from a start and a name: "site.brief.now-" ~ page.state, f"site.brief.{name}-…".
    starts = tuple(set(re.findall(r"""["'](site\.[a-z]+\.[a-z.-]*)["{]""", used)))
    unused = [
        key
        for key in load_texts("zh").keys_under("site")
        if f'"{key}"' not in used
        and not key.startswith(starts)
        and not key.endswith((".title", ".description"))
    ]
    assert unused == []
