"""Small communities for tests, made through the real loader from files held in memory."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import yaml

from kocbook.model.community import Community
from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree

SETTINGS: dict[str, Any] = {
    "name": {"zh": "测试社", "en": "Test club"},
    "brand": {"zh": "测试牌", "en": "Testmark"},
    "intro": {"zh": "你好。", "en": "Hello."},
    "site": {"url": "https://example.com/", "repository": "https://example.com/r"},
    "public_amounts": ["briefs", "budgets", "payouts"],
    "skills": [{"id": "copywriting", "name": {"zh": "文案", "en": "Copywriting"}}],
    "roles": [
        {"id": role, "name": {"zh": name, "en": role}}
        for role, name in (
            ("writing", "撰写"),
            ("testing", "实测"),
            ("photography", "摄影"),
            ("reviewing", "审校"),
        )
    ],
    "tags": ["新手"],
    "channels": ["官网"],
    "licences": [
        {"id": "CC-BY-4.0", "name": {"zh": "署名", "en": "By"}, "url": "https://example.com/l"}
    ],
    "tiers": [
        {"id": "newcomer", "name": {"zh": "新朋友", "en": "Newcomer"}, "points": 0, "claims": 1},
        {"id": "regular", "name": {"zh": "老朋友", "en": "Regular"}, "points": 20, "claims": 3},
    ],
}

BRIEF: dict[str, Any] = {
    "title": "胎压怎么看",
    "type": "precision",
    "form": "article",
    "size": "S",
    "access": "open",
    "background": "新车主常问。",
    "goals": [
        {"id": "clear", "must": True, "text": "照着做就会"},
        {"id": "short", "text": "八百字以内"},
    ],
    "scope": {"includes": ["读数"]},
    "seats": [{"id": "writer", "role": "writing", "share": 10000, "duty": "写"}],
    "contact": "staff-a",
    "reply_within_days": 1,
    "reward": {"points": 20},
    "terms": {"licence": "CC-BY-4.0", "channels": ["官网"], "byline": "joint"},
    "days": 7,
    "opened": "2026-04-01",
}

TWO_SEATS = [
    {"id": "writer", "role": "writing", "share": 6000, "duty": "写"},
    {"id": "camera", "role": "photography", "share": 4000, "duty": "拍"},
]

FOLDER = "modules/guide/tyres"


def member(number: int, name: str, **more: object) -> dict[str, Any]:
    """Return a member record."""
    account = {"github": f"account{number}", "github_id": 1000 + number}
    return {"name": name, **account, "joined": "2026-01-01", **more}


def base_files() -> dict[str, Any]:
    """Return the records of a community with two owners, one staff member and one open module."""
    return {
        "community.yml": copy.deepcopy(SETTINGS),
        "members/owner-a.yml": member(1, "甲"),
        "members/owner-b.yml": member(2, "乙"),
        "members/staff-a.yml": member(3, "丙", staff=["content-planner", "project-lead"]),
        "modules/guide/handbook.yml": {
            "title": "手册",
            "summary": "一句话。",
            "audience": "新车主",
            "goal": "会用车",
            "lead": "staff-a",
            "chapters": [{"title": "第一章", "modules": ["tyres"]}],
        },
        f"{FOLDER}/module.yml": copy.deepcopy(BRIEF),
    }


def claim(member_id: str, day: str, **more: object) -> dict[str, Any]:
    """Return a claim record."""
    return {"member": member_id, "claimed": day, "terms": "000000000000", **more}


def review(day: str, clear: str, **more: object) -> dict[str, Any]:
    """Return a review that judges the goal `clear` as given and the other as met."""
    goals = {"clear": {"met": clear, "evidence": "见正文"}, "short": {"met": "fully"}}
    return {"reviewer": "staff-a", "date": day, "goals": goals, **more}


def load_files(files: Mapping[str, Any]) -> Community:
    """Load `files` (mappings are written as YAML); they must be without a finding."""
    data = {
        path: (
            value
            if isinstance(value, bytes)
            else value.encode()
            if isinstance(value, str)
            else yaml.safe_dump(value, allow_unicode=True).encode()
        )
        for path, value in files.items()
    }
    result = load_community(MemoryTree(data))
    assert [(f.rule, f.location, dict(f.data)) for f in result.findings] == []
    assert result.community is not None
    return result.community
