"""Gifts on a day: how far each has come, and what a promise was kept by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kocbook.model.community import Community
from kocbook.model.enums import GiftState
from kocbook.model.gifts import Gift

_AMOUNT = re.compile(
    r"[¥￥$€£]\s?[0-9]|[0-9][0-9,.]*\s?(?:[百千万]?(?:元|块钱|圆)|(?:RMB|CNY|USD|EUR)\b)"
    r"|(?:\b(?:RMB|CNY|USD|EUR))\s?[0-9]",
    re.IGNORECASE,
)
_NARROW = str.maketrans("０１２３４５６７８９，．", "0123456789,.")


def gift_state(gift: Gift, as_of: date) -> GiftState:
    """Return how far a gift has come by a day; what is to come on a later day has not happened."""
    if gift.received is not None and gift.received <= as_of:
        return GiftState.RECEIVED
    if gift.given is not None and gift.given <= as_of:
        return GiftState.GIVEN
    if gift.declined is not None and gift.declined <= as_of:
        return GiftState.DECLINED
    agreed = gift.agreed or (gift.date if gift.by else None)
    return GiftState.PROMISED if agreed is not None and agreed <= as_of else GiftState.ASKED


def find_amount(text: str) -> str | None:
    """Return the first amount of money that a text tells, None without any."""
    found = _AMOUNT.search(text.translate(_NARROW))
    return text[found.start() : found.end()] if found else None


def was_promised(gifts: Iterable[Gift], member: str, module: str, as_of: date) -> bool:
    """True where a record tracks what a module's brief or prizes promised to a member."""
    return any((one.member, one.module) == (member, module) and one.date <= as_of for one in gifts)


def find_gift(community: Community, name: str) -> Gift | None:
    """Return the gift of that id, None without one."""
    return next((one for one in community.gifts if one.id == name), None)
