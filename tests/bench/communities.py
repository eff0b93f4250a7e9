"""Communities of any size for benchmarks, written as people write them; seeded, so always the same.

`python -m tests.bench.communities FOLDER MODULES [bare]` writes one as a Git repository; a bare one
holds members and briefs alone.
"""

from __future__ import annotations

import copy
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import yaml

from kocbook.insight.fingerprint import terms_fingerprint, text_fingerprint
from kocbook.model.brief import Brief
from tests.bench.prose import Prose
from tests.builders import SETTINGS

AS_OF = date(2026, 11, 20)
MODULES_IN_A_HANDBOOK = 250
MODULES_IN_A_CHAPTER = 10
SKILLS = [
    "copywriting",
    "photography",
    "video-editing",
    "driving",
    "data",
    "drawing",
    "speaking",
    "proofreading",
]
SEATS_OF_A_MEMBER = 2


def bench_settings(languages: tuple[str, ...] = ("zh",)) -> dict[str, Any]:
    """Return a community.yml with limits that let members hold what the generator gives them."""
    settings = copy.deepcopy(SETTINGS)
    settings["languages"] = list(languages)
    settings["as_of"] = AS_OF.isoformat()
    settings["audit"] = {"history": "records"}  # the bench committed, nobody of the club
    settings["skills"] = [{"id": skill, "name": {"zh": skill, "en": skill}} for skill in SKILLS]
    settings["tags"] = ["新手", "充电", "轮胎", "冬季", "长途"]
    settings["tiers"][0]["claims"] = 3
    return settings


def iter_files(
    modules: int,
    *,
    bare: bool = False,
    seed: int = 1,
    languages: tuple[str, ...] = ("zh",),
    in_a_handbook: int = MODULES_IN_A_HANDBOOK,
) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of a community with as many members as modules.

    Of ten modules, six are published with a text, one is delivered, one is claimed and two are
    open; a bare community has nothing but open ones.
    """
    prose = Prose(seed)
    yield "community.yml", dump(bench_settings(languages))
    for number in range(modules):
        yield f"members/{member_id(number)}.yml", dump(make_member(prose, number))
    books = max(1, -(-modules // in_a_handbook))
    for book in range(books):
        numbers = range(book * modules // books, (book + 1) * modules // books)
        yield f"modules/book-{book:03}/handbook.yml", dump(make_handbook(prose, book, numbers))
        for number in numbers:
            yield from iter_module(prose, book, number, modules, bare)


def member_id(number: int) -> str:
    """Return a member's id; the first is the project lead, the second reviews. No look-alikes."""
    return f"owner-{number:05}".translate(str.maketrans("01", "xy"))


def module_id(number: int) -> str:
    """Return a module's id."""
    return f"part-{number:05}".translate(str.maketrans("01", "xy"))


def make_member(prose: Prose, number: int) -> dict[str, Any]:
    """Return a member record of about twenty lines."""
    staff = {0: ["project-lead", "content-planner"], 1: ["product-expert", "community-operator"]}
    skills = prose.draw.sample(SKILLS, 4)
    return {
        "name": prose.name(),
        "names": {"en": f"Owner {number}"},
        "sort": f"owner {number:05}",
        "github": f"owner{number:05}",
        "github_id": 1_000_000 + number,
        "joined": (date(2025, 1, 1) + timedelta(days=number % 300)).isoformat(),
        "city": prose.draw.choice(["成都", "杭州", "西安", "沈阳", "昆明"]),
        "product": "启程 E5 2025 款",
        "intro": prose.paragraph(2),
        "skills": skills[:3],
        "wants": skills[3:],
        "links": [{"title": "我的相册", "url": f"https://owner{number}.example/"}],
        **({"staff": staff[number]} if number in staff else {}),
    }


def make_handbook(prose: Prose, book: int, numbers: range) -> dict[str, Any]:
    """Return a handbook record whose chapters hold the modules `numbers`."""
    listed = list(numbers)
    chapters = [
        {
            "title": f"第 {start // MODULES_IN_A_CHAPTER + 1} 章 {prose.title()}",
            "modules": [module_id(n) for n in listed[start : start + MODULES_IN_A_CHAPTER]],
        }
        for start in range(0, len(listed), MODULES_IN_A_CHAPTER)
    ]
    return {
        "title": f"用车宝典第 {book + 1} 册",
        "summary": prose.sentence(),
        "audience": "第一次买车的人",
        "goal": prose.sentence(),
        "lead": member_id(0),
        "chapters": chapters,
        "budget": {
            "cash": 1_000_000,
            "currency": "CNY",
            "approved_by": member_id(0),
            "approved": "2025-12-01",
        },
        "opened": "2026-01-01",
    }


def make_brief(prose: Prose, number: int) -> dict[str, Any]:
    """Return a brief of about seventy lines with two seats."""
    return {
        "title": f"{prose.title()} {number}",
        "type": "precision",
        "form": "article",
        "size": "S",
        "access": "open",
        "background": prose.paragraph(2),
        "goals": [
            {
                "id": f"goal-{name}",
                "must": name == "a",
                "text": prose.sentence(),
                "measure": prose.sentence(),
            }
            for name in "abcd"
        ],
        "scope": {"includes": [prose.title() for _ in range(4)], "excludes": ["改装", "性能测试"]},
        "seats": [
            {
                "id": "writer",
                "role": "writing",
                "skills": {"copywriting": 2, "driving": 1},
                "share": 6500,
                "duty": prose.sentence(),
            },
            {
                "id": "camera",
                "role": "photography",
                "skills": {"photography": 1},
                "share": 3500,
                "duty": prose.sentence(),
            },
        ],
        "contact": member_id(1),
        "reply_within_days": 2,
        "resources": [
            {"title": prose.title(), "url": f"https://kocbook.example/resources/{number}"}
        ],
        "reward": {"points": 20 + number % 10, "cash": 300, "other": ["官方号首发"]},
        "terms": {"licence": "CC-BY-4.0", "channels": ["官网"], "byline": "joint"},
        "days": 14,
        "opened": "2026-01-02",
        "tags": prose.draw.sample(["新手", "充电", "轮胎", "冬季", "长途"], 2),
    }


def iter_module(
    prose: Prose, book: int, number: int, members: int, bare: bool
) -> Iterator[tuple[str, str]]:
    """Yield a module's brief and what stands around it."""
    folder = f"modules/book-{book:03}/{module_id(number)}"
    brief = make_brief(prose, number)
    yield f"{folder}/module.yml", dump(brief)
    stage = number % 10
    if stage >= 8 or bare:
        return
    # Two neighbours share a module; staff come first in the roster and hold no seat.
    first, second = (2 + (number * 2 + part) % max(2, members - 2) for part in range(2))
    finished = stage < 6
    claimed = (
        date(2026, 2, 1) + timedelta(days=number % 240) if finished else AS_OF - timedelta(days=5)
    )
    delivered = claimed + timedelta(days=9) if stage <= 6 else None
    if stage == 6:
        delivered = AS_OF - timedelta(days=1)
    terms = terms_fingerprint(msgspec.convert(brief, Brief))
    for seat, owner in (("writer", first), ("camera", second)):
        claim = {
            "member": member_id(owner),
            "claimed": claimed.isoformat(),
            "terms": terms,
            "note": prose.sentence(),
        }
        if delivered:
            claim["delivered"] = delivered.isoformat()
        yield f"{folder}/claims/{seat}.yml", dump(claim)
    if not delivered:
        return
    text = prose.page()
    yield f"content/book-{book:03}/{module_id(number)}/index.md", text
    if not finished:
        return
    words = text_fingerprint(text)
    review = {
        "reviewer": member_id(1),
        "date": (delivered + timedelta(days=2)).isoformat(),
        "goals": {
            f"goal-{name}": {"met": "fully", "evidence": prose.sentence()} for name in "abcd"
        },
        "strengths": [prose.sentence(), prose.sentence()],
        "improvements": [prose.sentence()],
        "text": words,
    }
    yield f"{folder}/reviews/1-{member_id(1)}.yml", dump(review)
    for owner in (first, second):
        signed = (delivered + timedelta(days=3)).isoformat()
        yield (
            f"{folder}/signoffs/{member_id(owner)}.yml",
            dump({"member": member_id(owner), "date": signed, "text": words}),
        )


def dump(value: dict[str, Any]) -> str:
    """Return a record as people write it: one value a line; what could be misread is quoted."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


class _Dumper(yaml.CSafeDumper):
    pass


def write_community(
    folder: Path,
    modules: int,
    *,
    bare: bool = False,
    languages: tuple[str, ...] = ("zh",),
    in_a_handbook: int = MODULES_IN_A_HANDBOOK,
) -> int:
    """Write a community into `folder` as a Git repository with one commit; return its files."""
    count = 0
    files = iter_files(modules, bare=bare, languages=languages, in_a_handbook=in_a_handbook)
    for path, text in files:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        count += 1
    git = [
        "git",
        "-C",
        str(folder),
        "-c",
        "user.name=bench",
        "-c",
        "user.email=bench@kocbook.example",
        "-c",
        "gc.auto=0",
    ]
    for command in (
        ["init", "--quiet", "-b", "main"],
        ["add", "."],
        ["commit", "--quiet", "-m", "A community"],
    ):
        subprocess.run([*git, *command], check=True)
    return count


if __name__ == "__main__":
    made = write_community(Path(sys.argv[1]), int(sys.argv[2]), bare="bare" in sys.argv[3:])
    sys.stdout.write(f"{made}\n")
