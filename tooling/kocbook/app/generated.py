"""Files that are made from the settings and the roster: issue forms and CODEOWNERS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.base.finding import Finding, Location

if TYPE_CHECKING:
    from kocbook.model.community import Community
    from kocbook.model.tree import Tree

OWNERS = ".github/CODEOWNERS"
_MOST = 256 * 1024


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file that is made: its path, and whether it is "current", "outdated", or "written" just now."""

    path: str
    state: str


def update_files(
    root: Path, wanted: Mapping[str, str], checks_only: bool = False
) -> list[GeneratedFile]:
    """Write those files below `root` that are not as `wanted`; with `checks_only` none.

    `wanted` maps paths to texts, as `render_owners` and `render_forms` return them.
    """
    return [_update(root, path, text, checks_only) for path, text in wanted.items()]


def _update(root: Path, path: str, text: str, checks_only: bool) -> GeneratedFile:
    file = root / path
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return GeneratedFile(path, "current")
    if checks_only:
        return GeneratedFile(path, "outdated")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return GeneratedFile(path, "written")


def render_owners(community: Community) -> dict[str, str]:
    """Return CODEOWNERS, by its path, from the staff's roles."""
    from kocbook.insight.code_owners import find_code_owners
    from kocbook.report.code_owners import render_code_owners

    return {OWNERS: render_code_owners(find_code_owners(community))}


def render_forms(community: Community) -> dict[str, str]:
    """Return the issue forms, by their paths, from schemas, texts and skills."""
    from kocbook.report.issue_forms import render_issue_forms

    return dict(render_issue_forms(community.settings))


def find_outdated(tree: Tree, community: Community) -> Iterator[Finding]:
    """Yield a finding for each file that is not what would be written now.

    A community without such files, on another hosting service say, lacks none.
    """
    if _read(tree, OWNERS) not in (None, render_owners(community)[OWNERS]):
        yield _outdated("owners-outdated", OWNERS, "koc codeowners")
    yield from _outdated_forms(tree, community)


def _outdated_forms(tree: Tree, community: Community) -> Iterator[Finding]:
    from kocbook.report.issue_forms import FOLDER

    if _read(tree, f"{FOLDER}/join.yml") is None:
        return
    for path, text in render_forms(community).items():
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
