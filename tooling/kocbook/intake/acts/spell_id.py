"""Ids made of what people write: of a Chinese title in pinyin, offered and never imposed."""

from __future__ import annotations

import re
from collections.abc import Collection

from kocbook.base.pinyin import spell
from kocbook.model.paths import fold_id
from kocbook.records.departure import is_free_id

_WORDS = 5
_MOST = 40
"""An id is typed and read aloud: five words say enough."""


def spell_id(title: str, taken: Collection[str] = ()) -> str | None:
    """Return an id made of a title that is not taken; None where nothing in it can be spelled.

    >>> spell_id("雨天开车，看得清")
    'yu-tian-kai-che-kan'
    >>> spell_id("OTA 3.0", {"ota-3-0"})
    'ota-3-0-2'
    """
    words = [word for word in re.split(r"[^a-z0-9]+", spell(title).lower()) if word][:_WORDS]
    while len("-".join(words)) > _MOST and len(words) > 1:
        words.pop()
    name = "-".join(words)[:_MOST].strip("-")
    if not name:
        return None
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def free_member_id(name: str, taken: Collection[str]) -> str:
    """Return an id for a new member of that name, which looks like none of those that are taken."""
    used, wanted = {fold_id(one) for one in taken}, spell_id(name) or "friend"
    number, found = 1, wanted
    while fold_id(found) in used or not is_free_id(found):
        number += 1
        found = f"{wanted}-{number}"
    return found
