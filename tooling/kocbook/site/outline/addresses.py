"""Ways between pages. The plugins ask too, and MkDocs starts without what assembly needs."""

from __future__ import annotations


def relative_url(target: str, page_url: str) -> str:
    """Return the way from one page to another; both are relative to the root of the site."""
    up = "../" * page_url.count("/")
    return f"{up}{target}" or "./"
