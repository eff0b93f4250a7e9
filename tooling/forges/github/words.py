"""What the forge adapter itself says, beside what `koc` says: Chinese first, English folded."""

from __future__ import annotations

from kocbook.base.languages import DEFAULT_LANGUAGE, LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.model.forms import NEEDS_STAFF

__all__ = ["NEEDS_STAFF", "say", "say_plainly", "say_shortly"]

_ORDER = (DEFAULT_LANGUAGE, *(one for one in LANGUAGES if one != DEFAULT_LANGUAGE))


def say(what: str, *parts: str, **data: object) -> str:
    """Return `forge.WHAT`: its title, then its own text, then those of `parts`, as Markdown."""
    said = []
    for language in _ORDER:
        texts = load_texts(language)
        keys = [f"forge.{what}.text", *(f"forge.{part}" for part in parts)]
        lines = [texts(key, **data).strip() for key in keys]
        said.append("\n\n".join([f"### {texts(f'forge.{what}.title')}", *lines]))
    first, *others = said
    folded = [
        f"<details><summary>{load_texts(language)('intake.language')}</summary>\n\n{text}\n\n</details>"
        for language, text in zip(_ORDER[1:], others, strict=True)
    ]
    return "\n\n".join([first, *folded])


def say_plainly(what: str, **data: object) -> str:
    """Return `forge.WHAT`, one sentence without a title, in each language."""
    return "\n\n".join(load_texts(one)(f"forge.{what}", **data) for one in _ORDER)


def say_shortly(what: str, **data: object) -> str:
    """Return `forge.WHAT` in the first language alone, for places with little room."""
    return load_texts(DEFAULT_LANGUAGE)(f"forge.{what}", **data)
