"""Short fingerprints of what people agreed to: the terms of a brief, the words of a text."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from kocbook.markdown.document import read_document
from kocbook.markdown.joined import join_texts
from kocbook.markdown.visible import signed_form, told_words
from kocbook.model.brief import Brief
from kocbook.model.community import Module

LENGTH = 12


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def terms_fingerprint(brief: Brief) -> str:
    """Return the fingerprint of what a claim agrees to: seats, shares, reward and terms.

    It is the start of a SHA-256 over their canonical JSON, 12 hex digits. Skills wanted and the
    goals are not part of it: they may be made clearer while somebody works.
    """
    seats = [
        {"id": seat.id, "role": seat.role, "share": seat.share, "duty": seat.duty}
        | ({"integrates": True} if seat.integrates else {})
        for seat in brief.seats
    ]
    agreed = {"seats": seats, "reward": asdict(brief.reward), "terms": asdict(brief.terms)}
    return _digest(
        json.dumps(
            agreed, ensure_ascii=False, sort_keys=True, default=_plain, separators=(",", ":")
        )
    )


def text_fingerprint(text: str) -> str:
    """Return the fingerprint of one text by itself, its pictures by their names."""
    return _fingerprint(text, ())


def page_fingerprint(module: Module) -> str | None:
    """Return the fingerprint of what a reader sees of a module's page; None without a text.

    It is the start of a SHA-256 over `markdown.visible.signed_form`, 12 hex digits: words with their
    strikes, where links lead, pictures by their content and their descriptions, numbers of lists. A
    change of layout alone keeps it.
    """
    text = module.text
    return None if text is None else _fingerprint(text, _list_blobs(module))


def told_text(module: Module) -> str:
    """Return what a page tells a reader: its words, strikes, where links lead, which pictures."""
    return told_words(read_document(module.text or ""), dict(_list_blobs(module)))


def part_fingerprint(module: Module, part: str) -> str:
    """Return the fingerprint of one seat's part: its text, its files, and the order it gave the page."""
    content, seat = module.content, module.brief.find_seat(part)
    media = content.media.values() if content else ()
    blobs = sorted(file.blob for file in media if file.name.startswith(f"{part}/"))
    text = content.texts.get(part, "") if content else ""
    arranged = module.arrangement if seat and seat.integrates else None
    order = [repr(step) for step in arranged.order] if arranged else []
    page = _fingerprint(join_texts({part: text}), _list_blobs(module))
    return _digest("\n".join([page, *blobs, *order]))


def _list_blobs(module: Module) -> tuple[tuple[str, str], ...]:
    media = module.content.media.values() if module.content else ()
    return tuple((file.name, file.blob) for file in media if file.blob)


@lru_cache(maxsize=4096)
def _fingerprint(text: str, blobs: tuple[tuple[str, str], ...]) -> str:
    return _digest(signed_form(read_document(text), dict(blobs)))
