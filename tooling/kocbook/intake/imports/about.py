"""What a source says of itself: its licence, its authors, where it lives."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from kocbook.git.run import ask_git
from kocbook.intake.imports.book import SourceBook
from kocbook.intake.imports.read import PlainLoader, find_title, read_words

_LICENCE_FILES = ("LICENSE", "LICENCE", "LICENSE.md", "LICENSE.txt", "COPYING", "LICENSE-CC")
_README_FILES = ("README.md", "readme.md", "index.md", "docs/index.md")
_NAMED = (
    ("CC-BY-NC-SA-4.0", r"attribution-noncommercial-sharealike 4\.0|by-nc-sa[/ -]4\.0"),
    ("CC-BY-NC-ND-4.0", r"attribution-noncommercial-noderivatives 4\.0|by-nc-nd[/ -]4\.0"),
    ("CC-BY-NC-4.0", r"attribution-noncommercial 4\.0|by-nc[/ -]4\.0"),
    ("CC-BY-ND-4.0", r"attribution-noderivatives 4\.0|by-nd[/ -]4\.0"),
    ("CC-BY-SA-4.0", r"attribution-sharealike 4\.0|by-sa[/ -]4\.0"),
    ("CC-BY-SA-3.0", r"attribution-sharealike 3\.0|by-sa[/ -]3\.0"),
    ("CC-BY-4.0", r"attribution 4\.0|(?<!-)\bcc[ -]by[/ -]4\.0|licenses/by/4\.0"),
    ("CC0-1.0", r"cc0 1\.0|cc0-1\.0"),
    ("Unlicense", r"released into the public domain|unlicense"),
    ("Apache-2.0", r"apache license[\s,]+version 2\.0"),
    ("GPL-3.0", r"gnu general public license\s+version 3"),
    ("GFDL-1.3", r"gnu free documentation license\s+version 1\.3"),
    ("MPL-2.0", r"mozilla public license,? version 2\.0"),
    ("MIT", r"permission is hereby granted, free of charge|\bmit license\b"),
)
_TAGS = re.compile(r"<[^<>]*>")
_HOME = re.compile(
    r"(?:https://(?:[^@/\s]+@)?|git@|ssh://git@)([\w.-]+)[:/]([^\s]+?)(?:\.git)?/?\s*"
)


def read_about(book: SourceBook) -> SourceBook:
    """Fill in what the source says of itself, where its settings did not: returns the same book."""
    cited = read_citation(book.root / "CITATION.cff") or {}
    book.title = book.title or _text(cited.get("title")) or _readme_title(book.root) or book.name
    book.licence = book.licence or _text(cited.get("license")) or _find_licence(book.root)
    book.authors = book.authors or _names(cited.get("authors"))
    book.summary = book.summary or _text(cited.get("abstract"))
    home = _text(cited.get("repository-code"))
    book.repository = book.repository or home or _remote(book.root)
    book.branch = book.branch or _branch(book.root)
    book.url = book.url or _text(cited.get("url"))
    return book


def read_citation(path: Path) -> dict[str, Any] | None:
    """Return what a CITATION.cff says; None where it is none."""
    if not path.is_file() or path.stat().st_size > 1 << 20:
        return None
    try:
        value = yaml.load(read_words(path) or "", Loader=PlainLoader)  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and "cff-version" in value else None


def name_licence(words: str) -> str | None:
    """Return the id of the licence that words speak of, as SPDX writes it."""
    plain = " ".join(words.split()).casefold()
    return next((name for name, pattern in _NAMED if re.search(pattern, plain)), None)


def strip_tags(words: str) -> str:
    """Return words without HTML tags."""
    return " ".join(_TAGS.sub("", words).replace("&copy;", "©").split())


def author_name(author: Any) -> str:
    """Return how a citation names one author."""
    if not isinstance(author, dict):
        return ""
    parts = [_text(author.get(key)) for key in ("given-names", "name-particle", "family-names")]
    whole = " ".join(filter(None, parts))
    return _text(author.get("name")) or whole or _text(author.get("alias")) or ""


def _find_licence(root: Path) -> str | None:
    for name in (*_LICENCE_FILES, "README.md"):
        path = root / name
        if path.is_file() and (found := name_licence((read_words(path) or "")[:20000])):
            return found
    return None


def _readme_title(root: Path) -> str | None:
    for name in _README_FILES:
        path = root / name
        if path.is_file() and (title := find_title(read_words(path) or "")):
            return title
    return None


def _names(authors: Any) -> str | None:
    names = [author_name(one) for one in authors] if isinstance(authors, list) else []
    return "、".join(filter(None, names)) or None


def _remote(root: Path) -> str | None:
    """Return the web address of the repository that a folder is the root of."""
    if not (root / ".git").exists():
        return None
    said = ask_git(root, "remote", "get-url", "origin").out.decode("utf-8", "replace")
    match = _HOME.fullmatch(said.strip())
    return f"https://{match[1]}/{match[2]}" if match else None


def _branch(root: Path) -> str | None:
    if not (root / ".git").exists():
        return None
    said = ask_git(root, "rev-parse", "HEAD").out.decode("ascii", "replace").strip()
    return said or None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
