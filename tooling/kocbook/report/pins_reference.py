"""The reference of agreements: what each pin covers, and what may change at any time."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.insight.pins import FREE, PINNED
from kocbook.report.markdown import render_markdown


def pins_path(language: str) -> str:
    """Return where the page in `language` stands in the repository."""
    return f"tooling/docs/{language}/reference/agreements.md"


def render_pins_reference(texts: Texts) -> dict[str, str]:
    """Return the page in the language of `texts`, by its path in the repository."""
    pinned = [
        (
            name,
            texts(f"policy.pins.covered.{_key(name)}"),
            texts(f"policy.pins.holder.{_key(name)}"),
        )
        for name in PINNED
    ]
    free = [(name, texts(f"policy.pins.free.{_key(name)}")) for name in FREE]
    page = render_markdown("pins_reference.md.j2", texts=texts, pinned=pinned, free=free)
    return {pins_path(texts.language): f"{page}\n"}


def _key(name: str) -> str:
    return name.replace(".", "-")
