"""A new brief, and its place in the blueprint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.lookup import find_id, handbook_names, no_such
from kocbook.intake.acts.chapters import add_to_chapter
from kocbook.intake.acts.spell_id import spell_id
from kocbook.model.community import Community
from kocbook.model.paths import ID, MAX_ID, RecordKind
from kocbook.records.record_text import render_record
from kocbook.records.yaml_reader import MAX_BYTES

BRIEF_ORDER = (
    "title", "type", "form", "size", "access", "background", "goals", "scope", "seats", "contact",
    "reply_within_days", "resources", "reward", "terms", "days", "opened", "closes", "invited",
    "pool", "tags", "campaign", "proposal", "language", "options", "choices", "rubric", "paid_services",
)  # fmt: skip


def require_new_module(community: Community, key: str) -> tuple[str, str]:
    """Return the handbook and the id that HANDBOOK/ID names.

    Raises:
        UsageError: it is written otherwise, there is no such handbook, or the module exists.
    """
    handbook, _, module = key.strip("/").removeprefix("modules/").partition("/")
    if not (handbook and module):
        raise UsageError("errors.new-module-name", value=key)
    if handbook not in community.handbooks:
        raise UsageError("errors.no-handbook", handbook=handbook)
    if not re.fullmatch(ID, module) or len(module) > MAX_ID:
        raise UsageError("errors.bad-id", id=module)
    if community.knows_module(f"{handbook}/{module}"):
        raise UsageError("errors.id-taken", id=f"{handbook}/{module}")
    return handbook, module


def name_module(community: Community, value: str) -> str:
    """Return HANDBOOK/ID as a person named it; HANDBOOK/ where only the handbook was named.

    The handbook may be named by its title. What is no id is spelled as one.

    Raises:
        UsageError: there is no such handbook, or the module exists.
    """
    named, slash, name = value.strip("/").removeprefix("modules/").partition("/")
    handbook = find_id(
        named, handbook_names(community), lambda near: no_such("handbook", named, near)
    )
    if not slash:
        return f"{handbook}/"
    if not name.isascii():
        name = free_id(community, f"{handbook}/", name) or name
    return "/".join(require_new_module(community, f"{handbook}/{name}"))


def free_id(community: Community, handbook: str, title: str) -> str | None:
    """Return an id for a module of this title that no other one in HANDBOOK/ has."""
    taken = {key.removeprefix(handbook) for key in community.modules if key.startswith(handbook)}
    return spell_id(title, taken)


def module_files(
    root: Path, community: Community, key: str, chapter: str, values: Mapping[str, Any]
) -> Files:
    """Return the brief of a new module, and the blueprint with the module in the chapter.

    Raises:
        UsageError: there is no such chapter.
        KocError: the blueprint is written so that it cannot be edited safely.
    """
    handbook, module = require_new_module(community, key)
    titles = [one.title for one in community.handbooks[handbook].chapters]
    if chapter not in titles:
        raise UsageError("errors.bad-choice", option="--chapter", value=chapter, choices=titles)
    blueprint = community.handbooks[handbook].path
    # As it stands, with its own line ends: what people wrote is not ours to tidy.
    with (root / blueprint).open(encoding="utf-8", newline="") as file:
        text = file.read(MAX_BYTES)
    edited = add_to_chapter(text, titles.index(chapter), module)
    path = f"modules/{handbook}/{module}/module.yml"
    ordered = {name: values.get(name) for name in BRIEF_ORDER}
    brief = render_record(RecordKind.MODULE, path, ordered)
    return {path: brief.encode(), blueprint: edited.encode()}
