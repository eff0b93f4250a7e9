"""Credits as `.all-contributorsrc`, which bots and sites of other projects read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from kocbook.insight.names import has_profile
from kocbook.model.community import Community
from kocbook.model.contribution_types import USUAL_TYPE
from kocbook.report.table import Row


def render_all_contributors(community: Community, rows: Iterable[Row]) -> tuple[str, int]:
    """Return the file for credits in byline order, and how many people it leaves out.

    Those who hide their name, or have no account, are left out: an entry needs their login.
    """
    types: dict[str, list[str]] = {}
    hidden: set[str] = set()
    for row in rows:
        member = str(row["member"])
        if not has_profile(community, member) or not community.members[member].github:
            hidden.add(member)
            continue
        kinds = types.setdefault(member, [])
        kind = _type_of(community, str(row["role"]))
        if kind not in kinds:
            kinds.append(kind)
    contributors = [_contributor(community, member, kinds) for member, kinds in types.items()]
    owner, _, project = urlsplit(community.settings.site.repository).path.strip("/").partition("/")
    value = {
        "projectName": project.removesuffix(".git"),
        "projectOwner": owner,
        "repoType": "github",
        "repoHost": "https://github.com",
        "files": ["README.md"],
        "imageSize": 100,
        "commit": False,
        "contributorsPerLine": 7,
        "contributors": contributors,
    }
    return json.dumps(value, ensure_ascii=False, indent=2), len(hidden)


def _type_of(community: Community, role: str) -> str:
    found = community.find_role(role)
    return (found.all_contributors if found else None) or USUAL_TYPE


def _contributor(community: Community, member: str, kinds: list[str]) -> dict[str, Any]:
    person = community.members[member]
    profile = f"{community.settings.site.url.rstrip('/')}/people/{member}/"
    return {
        "login": person.github,
        "name": person.name,
        "avatar_url": f"https://avatars.githubusercontent.com/u/{person.github_id}?v=4",
        "profile": profile,
        "contributions": kinds,
    }
