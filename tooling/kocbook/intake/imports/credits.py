"""Credits of another project: from its .all-contributorsrc, or the authors of its CITATION.cff."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.intake.acts.all_contributors import MAX_BYTES, read_contributors
from kocbook.intake.imports.about import author_name, read_citation
from kocbook.intake.imports.kinds import SourceKind, find_kind
from kocbook.model.contribution_types import USUAL_TYPE

_HOME = re.compile(r"https://github\.com/([A-Za-z0-9-]{1,39})/?")


def read_credits(file: Path) -> list[dict[str, Any]]:
    """Return the entries of either file, as `plan_import` takes them.

    Raises:
        UsageError: it is neither.
    """
    if find_kind(file) is not SourceKind.CITATION:
        with file.open("rb") as opened:
            return read_contributors(opened.read(MAX_BYTES + 1), file.name)
    value = read_citation(file)
    authors = value.get("authors") if value else None
    if not isinstance(authors, list):
        raise UsageError("errors.import-citation", name=file.name)
    return [entry for author in authors if (entry := _entry(author))]


def _entry(author: Any) -> dict[str, Any] | None:
    """Return an author as an entry: by the login that a page on GitHub tells, else by name."""
    name = author_name(author)
    if not name:
        return None
    home = _HOME.fullmatch(str(author.get("website", "")))
    alias = author.get("alias")
    login = home[1] if home else alias if isinstance(alias, str) and alias else name
    return {"login": login, "named": name, "contributions": [USUAL_TYPE]}
