"""Standing in for a part of another library, for a while."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator


@contextlib.contextmanager
def lend(owner: object, name: str, value: object) -> Iterator[None]:
    """Set an attribute for a while; one that was only inherited is taken away again."""
    had, before = name in vars(owner), getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        if had:
            setattr(owner, name, before)
        else:
            delattr(owner, name)
