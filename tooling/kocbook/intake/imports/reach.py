"""Figures of reach in CSV or XLSX, as a channel exports them, into the records of the uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.insight.reach import merge_reach
from kocbook.intake.acts.seats import read_text
from kocbook.intake.imports.tables import find_heads, read_table
from kocbook.model.community import Community
from kocbook.model.work import ReachFigures, Reuse
from kocbook.records.record_text import set_field

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "url": ("url", "link", "链接", "地址", "网址", "原文链接"),
    "title": ("title", "标题", "内容标题", "文章标题", "作品标题", "作品名称"),
    "date": ("date", "day", "日期", "统计日期", "截至日期", "截至"),
    "views": ("views", "reads", "plays", "阅读", "播放", "浏览", "展示", "观看"),
    "likes": ("likes", "点赞", "赞", "喜欢", "在看"),
    "shares": ("shares", "转发", "分享"),
    "comments": ("comments", "评论", "留言"),
}
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(万|w|千|k)?\+?", re.IGNORECASE)
_TIMES = {"万": 10_000, "w": 10_000, "千": 1000, "k": 1000, "": 1}


@dataclass(slots=True)
class ReachPlan:
    """The records to write, how many lines went into them, and the numbers of the other lines."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    taken: int = 0
    left: list[int] = field(default_factory=list)


def plan_reach(root: Path, community: Community, file: Path, day: date) -> ReachPlan:
    """Return the records of the uses that a table tells of, with its figures.

    A line belongs to the use with its address, else to the only one with its title. Without a day
    its figures are those of `day`. The same table twice changes nothing.

    Raises:
        UsageError: the table cannot be read, or has no column of views.
    """
    rows = read_table(file)
    heads = find_heads(rows[0][1], _COLUMNS) if rows else {}
    if "views" not in heads or not {"url", "title"} & heads.keys():
        raise UsageError("errors.reach-columns", name=file.name)
    plan, uses = ReachPlan(), _index(community)
    found: dict[str, tuple[Reuse, list[ReachFigures]]] = {}
    for line, cells in rows[1:]:
        said = {key: cells[at].strip() for key, at in heads.items() if at < len(cells)}
        if not any(said.values()):
            continue
        use, figures = uses.get(_address(said.get("url", ""))), _read_figures(said, day)
        use = use or uses.get(said.get("title", ""))
        if use is None or figures is None or figures.date < use.date:
            plan.left.append(line)
            continue
        plan.taken += 1
        found.setdefault(use.path, (use, []))[1].append(figures)
    for path, (use, new) in found.items():
        merged = merge_reach(use.reach, new)
        if merged != use.reach:
            text = set_field(read_text(root, path), "reach", [_values(one) for one in merged])
            plan.files[path] = text.encode()
    return plan


def _index(community: Community) -> dict[str, Reuse]:
    """Return the uses by address, and by title where but one has it."""
    known: dict[str, list[Reuse]] = {}
    for module in community.modules.values():
        for use in module.reuse:
            for key in {_address(use.url or ""), use.title} - {""}:
                known.setdefault(key, []).append(use)
    return {key: found[0] for key, found in known.items() if len(found) == 1}


def _address(url: str) -> str:
    """Return what of an address tells a page: services add where a reader came from."""
    plain = url.partition("#")[0]
    return re.sub(r"[?&](?:utm_[a-z]+|from|scene|share_token)=[^&]*", "", plain).rstrip("/")


def _read_figures(said: Mapping[str, str], day: date) -> ReachFigures | None:
    try:
        when = _read_day(said["date"]) if said.get("date") else day
        views = _read_figure(said.get("views", ""))
        rest = {
            key: _read_figure(said[key]) for key in ("likes", "shares", "comments") if said.get(key)
        }
    except ValueError:
        return None
    return ReachFigures(when, views, **rest)


def _read_day(text: str) -> date:
    parts = _DAY.match(text)
    if parts is None:
        raise ValueError(text)
    return date(*(int(part) for part in parts.groups()))


def _read_figure(text: str) -> int:
    """Return a whole number, also written `1,204` or `1.2万`."""
    found = _FIGURE.fullmatch(text.replace(",", "").replace("，", "").replace(" ", ""))
    if found is None:
        raise ValueError(text)
    whole, _, part = found[1].partition(".")
    times = _TIMES[(found[2] or "").lower()]
    return int(whole) * times + (int(part) * times // 10 ** len(part) if part else 0)


def _values(one: ReachFigures) -> dict[str, object]:
    return dict(_pairs(one))


def _pairs(one: ReachFigures) -> Iterator[tuple[str, object]]:
    yield "date", one.date
    yield "views", one.views
    for key in ("likes", "shares", "comments"):
        if getattr(one, key):
            yield key, getattr(one, key)
