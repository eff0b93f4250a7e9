"""Amounts of money: whole minor units inside, decimals and currency signs for people.

How many decimals a currency has comes from CLDR (babel): CNY 2, JPY 0, KWD 3.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from kocbook.base.languages import LANGUAGE_TABLE


@lru_cache(maxsize=64)
def decimals_of(currency: str) -> int:
    """Return how many decimals a currency has."""
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def to_minor(whole: int, currency: str) -> int:
    """Return whole units as minor ones: 600 CNY are 60000 fen, 600 JPY are 600 yen."""
    scale: int = 10 ** decimals_of(currency)
    return whole * scale


def to_decimal(minor: int, currency: str) -> Decimal:
    """Return minor units as a decimal amount with all its places."""
    return Decimal(minor).scaleb(-decimals_of(currency))


def plain_money(minor: int, currency: str) -> str:
    """Return an amount as a program or a spreadsheet reads it: `360.00`, without a sign."""
    return f"{to_decimal(minor, currency):f}"


def show_money(minor: int, currency: str, language: str) -> str:
    """Return an amount as people read it, such as `¥360` or `¥42.30`."""
    from babel.numbers import format_currency

    amount, locale = to_decimal(minor, currency), LANGUAGE_TABLE[language].money
    if amount == amount.to_integral_value():
        return format_currency(amount, currency, "¤#,##0", locale, currency_digits=False)
    return format_currency(amount, currency, locale=locale)
