"""JSON that people can read and that always is UTF-8."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

_SURROGATES = re.compile("[\ud800-\udfff]")


def to_json(value: Any) -> str:
    """Return `value` as indented JSON; dates are text, bytes that are not UTF-8 are escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return _SURROGATES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
