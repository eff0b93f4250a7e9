"""Credits as CITATION.cff, by the Citation File Format 1.2.0 (https://citation-file-format.github.io)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import yaml

from kocbook.base.texts import Texts
from kocbook.insight.credits import CreditState
from kocbook.insight.names import has_profile, public_name
from kocbook.model.community import Community
from kocbook.report.table import Row


def render_citation(
    community: Community, rows: Sequence[Row], as_of: date, texts: Texts, handbook: str | None
) -> str:
    """Return the file: of one handbook, or of all that the community wrote.

    Authors are those who sign, in byline order; where nobody does, everybody who is credited.
    """
    settings, site = community.settings, community.settings.site
    book = community.handbooks.get(handbook) if handbook else None
    signed = [row for row in rows if row["state"] == CreditState.SIGNED]
    authors = _authors(community, signed or rows, texts)
    publisher = {"name": settings.name.in_language(texts.language)}
    title = book.title if book else publisher["name"]
    address = site.url.rstrip("/") + (f"/{book.id}/" if book else "/")
    value: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": texts("report.citation.message"),
        "type": "dataset",  # the format knows nothing but this and software; the book is below
        "title": title,
        "authors": authors or [publisher],
        "url": address,
        "repository-code": site.repository,
        "date-released": as_of.isoformat(),
    }
    licences = _licences(community, handbook)
    if len(licences) == 1:
        value["license"] = licences.pop()
    if book:
        value["abstract"] = book.summary
        value["preferred-citation"] = {
            "type": "book",
            "title": book.title,
            "authors": authors or [publisher],
            "year": as_of.year,
            "publisher": publisher,
            "url": address,
        }
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000)


class _Plain(yaml.SafeDumper):
    """Writes a list that is used twice in full: the format's readers need not know anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that nothing is shared."""
        del data
        return True


def _authors(community: Community, rows: Iterable[Row], texts: Texts) -> list[dict[str, str]]:
    """Return each person once; those who hide their name together, as one entry with their number."""
    members = list(dict.fromkeys(str(row["member"]) for row in rows))
    shown = [member for member in members if has_profile(community, member)]
    people = [_person(community, member, texts) for member in shown]
    hidden = len(members) - len(shown)
    unnamed = [{"name": texts("report.citation.unnamed", n=hidden)}] if hidden else []
    return people + unnamed


def _person(community: Community, member: str, texts: Texts) -> dict[str, str]:
    """Name a person by `alias`: it may be a pen name, and nobody can tell what the family name is."""
    address = f"{community.settings.site.url.rstrip('/')}/people/{member}/"
    return {"alias": public_name(community, member, texts), "website": address}


def _licences(community: Community, handbook: str | None) -> set[str]:
    return {
        module.brief.terms.licence
        for module in community.modules.values()
        if (handbook is None or module.handbook == handbook) and module.text is not None
    }
