"""The id of something new: what may be one, and whether it is free."""

from __future__ import annotations

import re

from kocbook.base.errors import UsageError
from kocbook.model.paths import ID, MAX_ID


def require_new_id(name: str, *, is_taken: bool) -> str:
    """Return an id that something new may have.

    Raises:
        UsageError: it is no id, or `is_taken`.
    """
    if not re.fullmatch(ID, name) or len(name) > MAX_ID:
        raise UsageError("errors.bad-id", id=name)
    if is_taken:
        raise UsageError("errors.id-taken", id=name)
    return name
