"""Files that the tool writes from settings, roster and schemas: are they in step, and what they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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


class Outdated(NamedTuple):
    """A generated file that is not what would be written now: the rule, its path, its text, and who writes it."""

    rule: str
    path: str
    text: str
    command: str


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
    from kocbook.rules.registry import severity_of

    for old in _iter_outdated(tree, community):
        place = Location(old.path, 1, 1)
        yield Finding(old.rule, severity_of(old.rule), place, {"command": old.command})


def find_current(tree: Tree, community: Community) -> dict[str, bytes]:
    """Return, by path, what each file should be that is not in step."""
    return {old.path: old.text.encode() for old in _iter_outdated(tree, community)}


def _iter_outdated(tree: Tree, community: Community) -> Iterator[Outdated]:
    for old in (*_owners(community), *_forms(tree, community), *_schemas(tree)):
        there = _read(tree, old.path)
        if there != old.text and not (there is None and old.path == OWNERS):
            yield old


def _owners(community: Community) -> Iterator[Outdated]:
    for path, text in render_owners(community).items():
        yield Outdated("owners-outdated", path, text, "koc codeowners")


def _forms(tree: Tree, community: Community) -> Iterator[Outdated]:
    from kocbook.report.issue_forms import FOLDER

    if _read(tree, f"{FOLDER}/join.yml") is None:
        return
    for path, text in render_forms(community).items():
        yield Outdated("forms-outdated", path, text, "koc forms")


def _schemas(tree: Tree) -> Iterator[Outdated]:
    """Yield the schemas that records name for editors, where a community has them."""
    from kocbook.model.paths import RecordKind
    from kocbook.records.record_text import SCHEMAS
    from kocbook.records.schema import schema_text

    if _read(tree, f"{SCHEMAS}/{RecordKind.COMMUNITY}.json") is None:
        return
    for kind in RecordKind:
        path = f"{SCHEMAS}/{kind}.json"
        yield Outdated("schemas-outdated", path, schema_text(kind), f"koc schema {kind}")


def _read(tree: Tree, path: str) -> str | None:
    try:
        return tree.read(path, _MOST).decode("utf-8", "replace")
    except OSError:
        return None
