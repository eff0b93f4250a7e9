"""Files that the tool writes from settings, roster and schemas: are they in step, and what they should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kocbook.base.finding import Finding, Location

if TYPE_CHECKING:
    from kocbook.model.community import Community
    from kocbook.model.tree import Tree

OWNERS = ".github/CODEOWNERS"
_MOST = 256 * 1024


class Outdated(NamedTuple):
    """A generated file that is not what would be written now: the rule, its path, its text, and who writes it."""

    rule: str
    path: str
    text: str
    command: str


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
    from kocbook.insight.code_owners import find_code_owners
    from kocbook.report.code_owners import render_code_owners

    text = render_code_owners(find_code_owners(community))
    yield Outdated("owners-outdated", OWNERS, text, "koc codeowners")


def _forms(tree: Tree, community: Community) -> Iterator[Outdated]:
    from kocbook.report.issue_forms import FOLDER, render_issue_forms

    if _read(tree, f"{FOLDER}/join.yml") is None:
        return
    for path, text in render_issue_forms(community.settings).items():
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
