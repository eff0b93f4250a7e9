"""What goes into the private repository: its first files, new amounts, and what moves there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.git.commit_draft import Files
from kocbook.insight.sealed import Plain, PlainKind, iter_plain, new_salt, seal_amount
from kocbook.model.community import Community, Module
from kocbook.model.handbook import Budget
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.model.people import Member
from kocbook.model.settings import Text2
from kocbook.records.record_text import drop_field, render_flow, render_record, set_field

_BUDGET_ORDER = ("cash", "currency", "approved_by", "approved")


def private_seed(public: str, name: Text2) -> dict[str, bytes]:
    """Return the first files of a private repository; `name` is the community's."""
    readme = "\n\n".join(
        load_texts(language)("private.readme", name=name.in_language(language), url=public)
        for language in LANGUAGES
    )
    mark = "\n".join(f"# {load_texts(language)('private.mark')}" for language in LANGUAGES)
    return {
        "README.md": f"{readme.strip()}\n".encode(),
        "private.yml": f"{mark}\npublic: {render_flow(public)}\n".encode(),
        ".gitignore": b".koc/\n",
    }


def budget_files(handbook: str, budget: Budget) -> dict[str, bytes]:
    """Return the private record of a handbook's budget."""
    path = f"modules/{handbook}/budget.yml"
    values = {name: getattr(budget, name) for name in _BUDGET_ORDER}
    return {path: render_record(RecordKind.BUDGET, path, values).encode()}


def cash_files(
    key: str, cash: int, currency: str, by: Member, day: date
) -> tuple[dict[str, bytes], str]:
    """Return the private record of what a module promises, and the seal for its brief."""
    path, salt = f"modules/{key}/cash.yml", new_salt()
    values = {"cash": cash, "currency": currency, "salt": salt, "by": by.id, "date": day}
    record = render_record(RecordKind.CASH, path, values)
    return {path: record.encode()}, seal_amount(cash, currency, salt)


@dataclass(slots=True)
class Move:
    """What moves into the private repository: files of both, and what has to stay, with why."""

    public: dict[str, bytes | None] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)
    approvers: set[str] = field(default_factory=set)


def plan_move(root: Path, community: Community, by: Member, day: date) -> Move:
    """Return how everything private in the public repository at `root` moves out of it.

    Raises:
        KocError: a record is written so that it cannot be edited safely.
    """
    move = Move()
    for plain in iter_plain(community):
        reason = _find_reason_to_stay(community, plain)
        if reason:
            move.kept.append((plain.location.path, reason))
        elif plain.location.pointer:
            _take_out(move, root, community, plain, by, day)
        else:
            path = plain.location.path
            move.private[path] = (root / path).read_bytes()
            move.public[path] = None
    move.approvers.update(_iter_approvers(community, move.private))
    return move


def _find_reason_to_stay(community: Community, plain: Plain) -> str | None:
    """Return why something cannot move: points are public, and what was agreed to stays as it is."""
    path = plain.location.path
    if plain.kind is PlainKind.NOTE:
        given = next(one for one in community.recognitions if one.path == path)
        return "points" if given.points else None
    if plain.kind is PlainKind.CASH and plain.location.pointer:
        module = _module_at(community, path)
        agreed = (module.claims, module.past_claims, module.responses, module.invitations)
        return "agreed" if any(agreed) else None
    return None


def _take_out(
    move: Move, root: Path, community: Community, plain: Plain, by: Member, day: date
) -> None:
    """Take an amount out of a blueprint or a brief."""
    path = plain.location.path
    text = (root / path).read_text(encoding="utf-8")
    if plain.kind is PlainKind.BUDGET:
        handbook = next(one for one in community.handbooks.values() if one.path == path)
        assert handbook.budget is not None
        move.private |= budget_files(handbook.id, handbook.budget)
        move.public[path] = drop_field(text, "budget").encode()
        return
    module = _module_at(community, path)
    reward = module.brief.reward
    private, seal = cash_files(module.key, reward.cash, community.settings.currency, by, day)
    move.private |= private
    value: dict[str, Any] = {"points": reward.points, "sealed": seal}
    if reward.other:
        value["other"] = list(reward.other)
    move.public[path] = set_field(text, "reward", value).encode()


def _module_at(community: Community, path: str) -> Module:
    where = parse_record_path(path)
    return community.modules[str(where.module_key if where else "")]


def _iter_approvers(community: Community, moved: Files) -> Iterator[str]:
    for payout in community.payouts:
        if payout.path in moved:
            yield payout.by
            if payout.approved_by:
                yield payout.approved_by
