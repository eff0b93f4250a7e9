"""A roster or the answers of a questionnaire, in CSV or XLSX, as members who said yes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.intake.acts.join import member_files
from kocbook.intake.imports.names import make_id
from kocbook.intake.imports.tables import find_heads, read_table
from kocbook.model.community import Community
from kocbook.model.paths import RESERVED_MEMBERS, fold_id
from kocbook.records.departure import is_free_id

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "姓名", "名字", "昵称", "署名", "笔名"),
    "github": ("github", "login", "账号", "用户名", "github 账号", "github 用户名", "github login"),
    "github_id": ("github_id", "github id", "账号编号", "编号", "number"),
    "agreed": ("agreed", "consent", "同意", "本人同意", "是否同意"),
    "city": ("city", "城市", "所在城市", "所在地"),
    "intro": ("intro", "about", "简介", "自我介绍", "介绍"),
    "skills": ("skills", "技能", "擅长", "会什么"),
    "wants": ("wants", "想学", "想学什么"),
}
_YES = frozenset({"yes", "y", "true", "1", "是", "同意", "已同意", "好", "√", "✓", "ok"})
_PARTS = re.compile(r"[,，、;；|\n]+")
_NUMBER = re.compile(r"\d{1,18}(?:\.0)?")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person of a table: the line of the table, and what its known columns say."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowLeft:
    """A row of which nothing was written, and why: a key under `cli.import-roster`."""

    line: int
    name: str
    why: str
    detail: str = ""


@dataclass(slots=True)
class RosterPlan:
    """The records to write, and the rows that were left."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    left: list[RowLeft] = field(default_factory=list)


def read_roster(file: Path) -> list[RosterRow]:
    """Return the rows of a table whose headings are known ones, in either language.

    Telephone numbers, addresses and whatever else stands in other columns are not even kept.

    Raises:
        UsageError: it cannot be read, or has no column for names.
    """
    rows = read_table(file)
    heads = find_heads(rows[0][1], _COLUMNS) if rows else {}
    if "name" not in heads:
        raise UsageError("errors.import-table", name=file.name)
    return [
        RosterRow(line, {key: cells[at].strip() for key, at in heads.items() if at < len(cells)})
        for line, cells in rows[1:]
        if any(cell.strip() for cell in cells)
    ]


def roster_files(rows: Sequence[RosterRow], community: Community, day: date) -> RosterPlan:
    """Return the records of those who agreed and whose account is known; nobody else gets one."""
    plan = RosterPlan()
    known = {record.github_id for record, _ in community.iter_accounts()}
    used = {fold_id(name) for name in community.members}
    skills = {skill.id: skill.id for skill in community.settings.skills}
    skills |= {skill.name.zh: skill.id for skill in community.settings.skills if skill.name.zh}
    for row in rows:
        why, detail = _refuse(row, known)
        name = row.values.get("name", "")
        if why:
            plan.left.append(RowLeft(row.line, name, why, detail))
            continue
        number = int(row.values["github_id"].partition(".")[0])
        known.add(number)
        member = _free_id(name, row.values["github"], used)
        used.add(fold_id(member))
        listed = {
            key: [skills[one] for one in _split(row.values.get(key, "")) if one in skills] or None
            for key in ("skills", "wants")
        }
        plan.files |= member_files(
            member,
            {
                "name": name,
                "github": row.values["github"],
                "github_id": number,
                "joined": day,
                "city": row.values.get("city") or None,
                "intro": row.values.get("intro") or None,
                **listed,
            },
        )
    return plan


def _refuse(row: RosterRow, known: set[int | None]) -> tuple[str, str]:
    """Return why a row makes no member, and a detail; empty words where it does."""
    values = row.values
    number = values.get("github_id", "")
    if not values.get("name"):
        return "no-name", ""
    if not (values.get("github") and number):
        return "no-account", ""
    if not _NUMBER.fullmatch(number):
        return "bad-number", number
    if int(number.partition(".")[0]) in known:
        return "known", ""
    if values.get("agreed", "").casefold() not in _YES:
        return "no-consent", ""
    return "", ""


def _free_id(name: str, login: str, used: set[str]) -> str:
    wanted = make_id(name)
    wanted = make_id(login) if wanted == "page" else wanted
    number, found = 1, wanted
    while fold_id(found) in used or found in RESERVED_MEMBERS or not is_free_id(found):
        number += 1
        found = f"{wanted}-{number}"
    return found


def _split(words: str) -> list[str]:
    return [word.strip() for word in _PARTS.split(words) if word.strip()]
