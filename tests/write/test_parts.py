"""A team of three: everybody delivers alone, in any order, and is paid for what is their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from kocbook.insight.assets import all_assets
from kocbook.insight.credits import module_credits
from kocbook.insight.fingerprint import page_fingerprint, terms_fingerprint
from kocbook.insight.points import iter_seat_points
from kocbook.insight.skills import skill_graph
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.conftest import Koc
from tests.write import pictures
from tests.write.conftest import Clone

KEY = "guide/night-drive"
RECORDS, CONTENT = f"modules/{KEY}", f"content/{KEY}"
TEAM = {"photographer": "xiao-man", "writer": "ma-jun", "editor": "old-he"}
SEATS = [
    {"id": "writer", "role": "writing", "share": 5000, "duty": "写", "skills": {"writing-well": 1}},
    {
        "id": "photographer",
        "role": "photography",
        "share": 3500,
        "duty": "拍",
        "skills": {"night-photos": 1},
    },
    {"id": "editor", "role": "editing", "share": 1500, "duty": "统稿", "integrates": True},
]
DAY = date(2026, 6, 30)


def read(clone: Clone) -> Community:
    loaded = load_community(WorkingTree(clone.folder))
    assert loaded.findings == ()
    assert loaded.community is not None
    return loaded.community


def facts_of(clone: Clone, day: date = DAY) -> ModuleFacts:
    return all_facts(read(clone), day)[KEY]


@pytest.fixture
def team(clone: Clone) -> Clone:
    """Three seats, each with somebody, and one of them arranges the page."""
    path = clone.folder / RECORDS / "module.yml"
    brief = yaml.safe_load(path.read_text(encoding="utf-8"))
    roles = {role.id for role in read(clone).settings.roles}
    seats = [
        {**seat, "role": seat["role"] if seat["role"] in roles else "writing"} for seat in SEATS
    ]
    path.write_text(yaml.safe_dump({**brief, "seats": seats}, allow_unicode=True), encoding="utf-8")
    terms = terms_fingerprint(read(clone).modules[KEY].brief)
    for seat, member in TEAM.items():
        text = f'member: {member}\nclaimed: 2026-06-28\nterms: "{terms}"\n'
        (clone.folder / RECORDS / f"claims/{seat}.yml").write_text(text, encoding="utf-8")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "A team of three")
    return clone


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "IMG 1.jpg").write_bytes(pictures.jpeg())
    (tmp_path / "IMG 2.png").write_bytes(pictures.png())
    text = "# 不是标题\n\n## 出发前\n\n看灯。\n\n## 路上\n\n慢一点[^1]。\n\n[^1]: 写手的注。\n"
    (tmp_path / "稿.md").write_text(text.removeprefix("# 不是标题\n\n"), encoding="utf-8")
    return tmp_path


def run(koc: Koc, clone: Clone, *words: str) -> str:
    """Run a command for the member it names on a branch from main, and say which branch it made."""
    clone.git("checkout", "-q", "main")
    result = koc(*words, "--lang", "en", "--as-of", DAY.isoformat())
    assert (result.code, result.err) == (0, ""), (result.out, result.err)
    return clone.git("symbolic-ref", "--short", "HEAD")


def merge(clone: Clone, *branches: str) -> None:
    clone.git("checkout", "-q", "main")
    for branch in branches:
        clone.git("merge", "-q", "--no-edit", branch)


def deliver_photos(koc: Koc, clone: Clone, desk: Path) -> str:
    captions = ["--caption", "IMG 1.jpg=远光照到的路", "--caption", "IMG 2.png=近光照到的路"]
    files = [str(desk / "IMG 1.jpg"), str(desk / "IMG 2.png")]
    branch = run(koc, clone, "deliver", "night-drive", *files, *captions, "--member", "xiao-man")
    clone.git("branch", "-m", branch, "photos")
    return "photos"


def deliver_words(koc: Koc, clone: Clone, desk: Path) -> str:
    branch = run(koc, clone, "deliver", "night-drive", str(desk / "稿.md"), "--member", "ma-jun")
    clone.git("branch", "-m", branch, "words")
    return "words"


STEPS = ["writer#出发前", "photographer/img-1.jpg", "== 上路以后", "writer"]


def test_three_deliver_apart_and_the_page_is_one(quiet_koc: Koc, team: Clone, desk: Path) -> None:
    photos, words = deliver_photos(quiet_koc, team, desk), deliver_words(quiet_koc, team, desk)
    for branch, seat in ((photos, "photographer"), (words, "writer")):
        changed = team.git("diff", "--name-only", f"main...{branch}").splitlines()
        own = (f"{CONTENT}/{seat}/", f"{RECORDS}/claims/{seat}.yml")
        assert all(path.startswith(own) for path in changed), changed
    merge(team, photos)
    facts = facts_of(team)
    states = {seat.seat.id: seat.state for seat in facts.seats}
    assert facts.state is State.CLAIMED
    assert states == {
        "writer": State.CLAIMED, "photographer": State.DELIVERED, "editor": State.CLAIMED,
    }  # fmt: skip
    merge(team, words)
    assert facts_of(team).state is State.CLAIMED
    merge(team, run(quiet_koc, team, "arrange", "night-drive", *STEPS, "--member", "old-he"))
    assert facts_of(team).state is State.DELIVERED
    assert quiet_koc("check").code == 0
    shown = facts_of(team).module
    assert shown.text is not None
    lines = quiet_koc("preview", f"{CONTENT}/photographer/index.md", "--format", "text").out
    assert "远光照到的路" in lines
    from kocbook.markdown.document import read_document
    from kocbook.markdown.visible import visible_lines

    assert visible_lines(read_document(shown.text), lambda key: key) == [
        "出发前",
        "看灯。",
        "[picture: 远光照到的路]",
        "上路以后",
        "路上",
        "慢一点1。",
        "1. 写手的注。",
        "[picture: 近光照到的路]",
    ]


def test_nobody_adds_to_a_teammates_part_and_none_is_paid_for_anothers(
    quiet_koc: Koc, team: Clone, desk: Path
) -> None:
    merge(team, deliver_photos(quiet_koc, team, desk))
    refused = quiet_koc(
        "new", "review", "night-drive", "--goal", "id=clear; met=fully", "--strength", "清楚",
        "--member", "zhou-lan", "--lang", "en", "--as-of", DAY.isoformat(),
    )  # fmt: skip
    assert refused.code == 2
    assert "writer" in refused.err
    # Even a review that says so pays nobody who delivered nothing.
    path = team.folder / RECORDS / "reviews/1-zhou-lan.yml"
    path.parent.mkdir()
    path.write_text("reviewer: zhou-lan\ndate: 2026-06-30\ngoals:\n  clear: {met: fully}\n")
    community = read(team)
    facts = all_facts(community, DAY)
    assert [row[1] for row in iter_seat_points(facts[KEY])] == ["xiao-man"]
    assert [line.member for line in module_credits(community, facts[KEY]) if line.seat] == [
        "xiao-man"
    ]
    skills = skill_graph(community, facts, DAY)
    assert skills["xiao-man"]["night-photos"].is_demonstrated
    assert not any(skill.is_demonstrated for skill in skills["ma-jun"].values())
    result = quiet_koc("check", "--lang", "en")
    assert "review-seat-undelivered" in result.out


def test_a_review_names_the_seat_that_owes_something(
    quiet_koc: Koc, team: Clone, desk: Path
) -> None:
    merge(team, deliver_photos(quiet_koc, team, desk), deliver_words(quiet_koc, team, desk))
    merge(team, run(quiet_koc, team, "arrange", "night-drive", *STEPS, "--member", "old-he"))
    review = ["new", "review", "night-drive", "--goal", "id=clear; met=fully", "--strength", "清楚"]
    more = ["--missing", "photographer：缺一张尾灯", "--improvement", "再拍一张"]
    merge(team, run(quiet_koc, team, *review, *more, "--member", "zhou-lan"))
    record = yaml.safe_load((team.folder / RECORDS / "reviews/1-zhou-lan.yml").read_text())
    assert record["missing"] == {"photographer": "缺一张尾灯"}
    assert set(record["parts"]) == {"writer", "photographer", "editor"}
    facts = facts_of(team)
    assert facts.state is State.CHANGES_REQUESTED
    assert {seat.seat.id: seat.due is None for seat in facts.seats} == {
        "writer": True, "photographer": False, "editor": True,
    }  # fmt: skip
    # The same day, the same names, other pixels: that is an answer.
    (desk / "IMG 2.png").write_bytes(pictures.png(orientation=1))
    before = page_fingerprint(facts.module)
    merge(team, deliver_again(quiet_koc, team, desk))
    facts = facts_of(team)
    assert page_fingerprint(facts.module) != before
    assert facts.state is State.DELIVERED
    merge(team, run(quiet_koc, team, *review, "--member", "zhou-lan"))
    facts = facts_of(team)
    assert facts.state is State.ACCEPTED
    assert sorted(row[1] for row in iter_seat_points(facts)) == [
        "ma-jun",
        "old-he",
        "xiao-man",
    ]
    for member in TEAM.values():
        merge(team, run(quiet_koc, team, "sign", "night-drive", "--member", member))
    community = read(team)
    facts = all_facts(community, DAY)[KEY]
    assert facts.state is State.PUBLISHED
    makers = {asset.name: asset.members for asset in all_assets(community, {KEY: facts}, DAY)}
    assert makers["img-1.jpg"] == ("xiao-man",)
    assert quiet_koc("check").code == 0


def deliver_again(koc: Koc, clone: Clone, desk: Path) -> str:
    clone.git("branch", "-D", "photos")
    return deliver_photos(koc, clone, desk)


def test_a_picture_without_words_is_asked_for_them(quiet_koc: Koc, team: Clone, desk: Path) -> None:
    result = quiet_koc("deliver", "night-drive", str(desk / "IMG 1.jpg"), "--member", "xiao-man")
    assert result.code == 2
    assert "IMG 1.jpg" in result.err
    assert "--caption" in result.err
