"""Names as they are compared, whoever typed them on whichever keyboard."""

from __future__ import annotations

import unicodedata


def fold_name(name: str) -> str:
    """Return a name as it looks: without spaces, wide signs like narrow ones, capitals like small letters."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
