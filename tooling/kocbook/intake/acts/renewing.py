"""What a community from before this release has to write anew: old forms, and records of old fingerprints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kocbook.base.atomic_file import write_whole
from kocbook.base.errors import KocError
from kocbook.insight.renewal import MovedModule, move_content, renew_mark, renew_parts, renew_terms
from kocbook.markdown.moved_text import move_text
from kocbook.markdown.old_forms import find_old_forms
from kocbook.model.community import Community, Module
from kocbook.records.record_history import RecordHistory
from kocbook.records.record_text import set_field
from kocbook.records.yaml_reader import decode


@dataclass(slots=True)
class Renewal:
    """The files to write, and what to say of each path.

    `texts` tells how many old forms are moved in each text, `kept` are those in which a reader
    would not read the same words. `records` are written anew; of `unknown` nobody can tell which
    text they name.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def plan_renewal(root: Path, community: Community) -> Renewal:
    """Return what there is to write anew in the community at `root`; nothing is written here."""
    plan, history = Renewal(), RecordHistory(root)
    for _, module in sorted(community.modules.items()):
        standing = MovedModule(module, _move(plan, module))
        for claim in module.claims.values():
            _renew(
                plan,
                root,
                claim.path,
                {"terms": (claim.terms, renew_terms(history, claim, module))},
            )
        for signoff in module.signoffs.values():
            wanted = renew_mark(history, signoff.path, signoff.text, standing)
            _renew(plan, root, signoff.path, {"text": (signoff.text, wanted)})
        for review in module.reviews:
            wanted = renew_mark(history, review.path, review.text, standing)
            parts = renew_parts(review.parts, standing)
            changes = {"text": (review.text, wanted), "parts": (dict(review.parts), parts)}
            _renew(plan, root, review.path, changes)
    return plan


def _move(plan: Renewal, module: Module) -> Module:
    """Plan to move the old forms of a module's texts; return the module as it will stand."""
    if module.content is None:
        return module
    moved = move_content(module.content)
    for part, text in module.content.texts.items():
        path, now = module.content.text_path(part), moved.texts[part]
        if now != text:
            plan.files[path] = now.encode()
            plan.texts[path] = len(find_old_forms(text)) - len(find_old_forms(now))
        elif move_text(text) is None:
            plan.kept.append(path)
    return replace(module, content=moved)


def _renew(plan: Renewal, root: Path, path: str, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Plan to write a record's fields anew: from what they hold to what they are to hold."""
    if any(old is not None and new is None for old, new in changes.values()):
        plan.unknown.append(path)
        return
    wanted = {name: new for name, (old, new) in changes.items() if old != new}
    if not wanted:
        return
    text = decode((root / path).read_bytes())
    assert isinstance(text, str)  # it was read as a record a moment ago
    try:
        for name, value in wanted.items():
            text = set_field(text, name, value)
    except KocError:
        plan.unknown.append(path)
        return
    plan.files[path] = text.encode()
    plan.records.append(path)


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write each file as a whole or not at all; its permissions stay."""
    for path, data in files.items():
        write_whole(root / path, data)
