"""Files that `koc forms` and `koc codeowners` write: are they in step with the settings and the roster?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kocbook.base.finding import Finding, Location

if TYPE_CHECKING:
    from kocbook.model.community import Community
    from kocbook.model.tree import Tree

OWNERS = ".github/CODEOWNERS"
_MOST = 256 * 1024


def find_outdated(tree: Tree, community: Community) -> Iterator[Finding]:
    """Yield a finding for each file that is not what would be written now.

    A community without such files, on another hosting service say, lacks none.
    """
    from kocbook.insight.code_owners import find_code_owners
    from kocbook.report.code_owners import render_code_owners

    owners = render_code_owners(find_code_owners(community))
    if _read(tree, OWNERS) not in (None, owners):
        yield _outdated("owners-outdated", OWNERS, "koc codeowners")
    yield from _outdated_forms(tree, community)


def _outdated_forms(tree: Tree, community: Community) -> Iterator[Finding]:
    from kocbook.report.issue_forms import FOLDER, render_issue_forms

    if _read(tree, f"{FOLDER}/join.yml") is None:
        return
    for path, text in render_issue_forms(community.settings).items():
        if _read(tree, path) != text:
            yield _outdated("forms-outdated", path, "koc forms")


def _outdated(rule: str, path: str, command: str) -> Finding:
    from kocbook.rules.registry import severity_of

    return Finding(rule, severity_of(rule), Location(path, 1, 1), {"command": command})


def _read(tree: Tree, path: str) -> str | None:
    try:
        return tree.read(path, _MOST).decode("utf-8", "replace")
    except OSError:
        return None
