"""A site, a folder, a book with a list of contents and a ZIP become a handbook that checks and builds."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kocbook.base.texts import load_texts
from kocbook.insight.state import all_facts
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.outline.outline import make_outline
from tests.conftest import Koc
from tests.imports import sources

AS_OF = date(2026, 6, 30)
OURS = ("members", "modules", "content", "community.yml")
PLANNER = ("--member", "zhou-lan", "--lang", "en")


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def brief(koc: Koc, key: str) -> dict[str, Any]:
    return dict(yaml.safe_load((koc.folder / f"modules/{key}/module.yml").read_text("utf-8")))


def text(koc: Koc, key: str) -> str:
    return (koc.folder / f"content/{key}/index.md").read_text("utf-8")


def errors(koc: Koc) -> list[dict[str, Any]]:
    found = json.loads(koc("check", "--format", "json").out)["findings"]
    return [one for one in found if one["severity"] == "error"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return sources.write_site(tmp_path / "stove-book")


@pytest.fixture
def taken(koc: Koc, site: Path) -> Koc:
    done = koc("import", str(site), *PLANNER)
    assert done.code == 0, done.out + done.err
    return koc


def test_a_site_is_one_commit_that_one_step_takes_back(koc: Koc, site: Path) -> None:
    before = git(koc.folder, "rev-parse", "HEAD")
    start = git(koc.folder, "branch", "--show-current")
    done = koc("import", str(site), *PLANNER)
    assert done.code == 0, done.out + done.err
    assert git(koc.folder, "rev-parse", "HEAD~1") == before
    assert git(koc.folder, "status", "--porcelain", "--", *OURS) == ""
    undo = re.search(r"run: (git switch .*)", done.out)
    assert undo
    subprocess.run(undo[1], shell=True, cwd=koc.folder, check=True, capture_output=True)
    assert git(koc.folder, "rev-parse", "HEAD") == before
    assert git(koc.folder, "branch", "--format=%(refname:short)") == start
    assert not (koc.folder / "modules/stove-book").exists()


def test_chapters_follow_the_navigation_down_to_three_levels(taken: Koc) -> None:
    record = yaml.safe_load((taken.folder / "modules/stove-book/handbook.yml").read_text("utf-8"))
    assert record["title"] == "露营灶手册"
    assert record["summary"] == "从点火到收灶。"
    assert [(one["title"], one.get("level", 1), one["modules"]) for one in record["chapters"]] == [
        ("露营灶手册", 1, ["index"]),
        ("使用", 1, ["fire"]),
        ("进阶", 2, []),
        ("高山", 3, ["wind"]),
        ("高山 · 更深", 3, ["snow"]),
        ("露营灶手册", 1, ["care"]),
        ("其他", 1, ["extra"]),
    ]


def test_the_navigation_nests_chapters(taken: Koc) -> None:
    community = load_community(WorkingTree(taken.folder)).community
    assert community is not None
    facts = all_facts(community, AS_OF)
    outline = make_outline(community, facts, load_texts("zh"))
    book = next(one for one in outline.nav if getattr(one, "title", "") == "露营灶手册")
    assert titles(book) == [
        "露营灶手册",
        ["露营灶手册", "欢迎"],
        ["使用", "点火", ["进阶", ["高山", "风里点火"], ["高山 · 更深", "雪里点火"]]],
        ["露营灶手册", "保养"],
        ["其他", "extra"],
    ]


def titles(entry: Any) -> Any:
    """Return the titles below a section, as lists in lists; a page is its title."""
    if not hasattr(entry, "entries"):
        return entry.title
    inner = [titles(one) for one in entry.entries]
    return inner if inner[0] == entry.title else [entry.title, *inner]


def test_a_page_says_where_it_comes_from_and_asks_for_nothing(taken: Koc) -> None:
    record = brief(taken, "stove-book/fire")
    assert record["title"] == "点火"
    assert record["background"] == "怎样点火。"
    assert record["tags"] == ["新手"]
    source = record["inherited"]
    assert source["source"] == "露营灶手册"
    assert source["path"] == "docs/use/fire.md"
    assert source["licence"] == "CC-BY-SA-4.0"
    assert source["authors"] == "灶友"
    assert source["addresses"] == ["use/fire/", "old/fire/"]
    assert record.keys().isdisjoint({"terms", "seats", "goals", "reward", "opened", "days"})
    folder = taken.folder / "modules/stove-book/fire"
    assert [path.name for path in folder.iterdir()] == ["module.yml"]
    status = taken("status", "stove-book/fire", "--format", "json")
    assert '"inherited"' in status.out


def test_forms_links_and_pictures_are_moved(taken: Koc) -> None:
    page = text(taken, "stove-book/fire")
    assert "---\ntitle" not in page
    assert not page.startswith("# ")
    assert "> [!WARNING]\n> **小心**" in page
    assert "![点火：图 1](flame.png)" in page
    assert "远的" in page
    assert "none.png" not in page
    assert "`a\\|b`" in page
    assert "**试一试**\n\n```sh\nstove" in page
    assert "[风里](../wind/index.md)" in page
    assert "[保养的清洗](../care/index.md#" in page
    assert "[全址](../care/index.md#" in page
    assert "[零件表](https://github.com/stove/book" not in page  # no commit is known
    assert "onclick" not in page
    assert "[点着](../fire/index.md#" in text(taken, "stove-book/wind")
    assert "[点火](../fire/index.md#" in text(taken, "stove-book/index")
    assert "\\<sript>" in text(taken, "stove-book/care")


def test_media_pass_the_gate(taken: Koc) -> None:
    folder = taken.folder / "content/stove-book/fire"
    drawn = (folder / "flame.png").read_bytes()
    assert drawn.startswith(b"\x89PNG")
    kinds = {path.suffix for path in folder.iterdir()}
    assert kinds <= {".md", ".png", ".mp4", ".jpg", ".webp"}
    assert any(path.stem == "stove" for path in folder.iterdir())


def test_it_checks_and_the_report_tells_what_was_lost(taken: Koc) -> None:
    assert errors(taken) == []
    report = (taken.folder / ".koc/import/report.md").read_text("utf-8")
    for words in ("empty.md", "use/fire.md:16", "none.png", "gone.md", "sript"):
        assert words in report.replace("\u200b", ""), words


def test_a_second_run_writes_nothing_and_new_pages_alone_are_added(taken: Koc, site: Path) -> None:
    again = taken("import", str(site), *PLANNER)
    assert again.code == 0, again.out + again.err
    assert "nothing new" in again.out
    (site / "docs/new.md").write_text("# 新的一页\n\n后来才写。\n", "utf-8")
    old = text(taken, "stove-book/fire")
    more = taken("import", str(site), *PLANNER)
    assert more.code == 0, more.out + more.err
    assert text(taken, "stove-book/fire") == old
    assert text(taken, "stove-book/new") == "后来才写。\n"
    assert errors(taken) == []


def test_who_plans_nothing_takes_nothing_in(koc: Koc, site: Path) -> None:
    before = git(koc.folder, "rev-parse", "HEAD")
    done = koc("import", str(site), "--member", "xiao-man", "--lang", "en")
    assert done.code == 1
    assert git(koc.folder, "rev-parse", "HEAD") == before
    assert git(koc.folder, "status", "--porcelain", "--", *OURS) == ""


def test_old_addresses_lead_to_the_pages(taken: Koc, tmp_path: Path) -> None:
    done = taken("assemble", "--out", str(tmp_path / "out"))
    assert done.code == 0, done.out + done.err
    moved = (tmp_path / "out/zh/use/fire/index.html").read_text("utf-8")
    assert 'url=../../stove-book/fire/"' in moved
    assert (tmp_path / "out/zh/old/fire/index.html").is_file()
    page = (tmp_path / "out/zh/stove-book/fire/index.md").read_text("utf-8")
    assert "CC-BY-SA-4.0" in page
    assert "灶友" in page


def test_a_folder_is_a_book_of_its_folders(koc: Koc, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "README.md": "# 做饭\n\n[煎蛋](菜/煎蛋/煎蛋.md)\n",
        "LICENSE": "Attribution-ShareAlike 4.0 International",
        "CONTRIBUTING.md": "# 怎么投稿\n",
        "菜/煎蛋/煎蛋.md": "# 煎蛋\n\n![蛋](蛋 1.png)\n![蛋](<蛋 1.png>)\n",
        "菜/煎蛋/蛋 1.png": sources.png(),
        "菜/10-汤.md": "# 汤\n\n::: tip 火候\n小火。\n:::\n",
        "菜/9-粥.md": "# 粥\n\n# 再一个\n\n1. 一\n2. 二\n1. 三\n",
    }
    done = koc("import", str(sources.write(tmp_path / "cook", files)), "cooking", *PLANNER)
    assert done.code == 0, done.out + done.err
    record = yaml.safe_load((koc.folder / "modules/cooking/handbook.yml").read_text("utf-8"))
    listed = [(one["title"], one["modules"]) for one in record["chapters"]]
    assert listed == [("做饭", ["readme"]), ("菜", ["9-zhou", "10-tang", "jian-dan"])]
    assert text(koc, "cooking/readme") == "[煎蛋](../jian-dan/index.md)\n"
    assert "> [!TIP]\n> **火候**" in text(koc, "cooking/10-tang")
    assert "## 再一个" in text(koc, "cooking/9-zhou")
    assert brief(koc, "cooking/9-zhou")["inherited"]["licence"] == "CC-BY-SA-4.0"
    assert errors(koc) == []


def test_a_list_of_contents_gives_order_and_pieces_are_included(koc: Koc, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "book.toml": "",
        "src/SUMMARY.md": "# 书\n\n[前言](a.md)\n\n# 上篇\n\n- [甲](b.md)\n  - [乙](c.md)\n",
        "src/a.md": "# 前言\n\n说明。\n",
        "src/b.md": "# 甲\n\n```rust,ignore\n{{#include ../code/x.rs:main}}\n```\n",
        "src/c.md": "# 乙\n\n见 [甲][1]。\n\n[1]: b.html\n",
        "code/x.rs": "// ANCHOR: main\nfn main() {}\n// ANCHOR_END: main\nlet secret = 1;\n",
    }
    done = koc("import", str(sources.write(tmp_path / "rust", files)), *PLANNER)
    assert done.code == 0, done.out + done.err
    assert text(koc, "rust/b") == "```rust\nfn main() {}\n```\n"
    assert "[1]: ../b/index.md" in text(koc, "rust/c")
    record = yaml.safe_load((koc.folder / "modules/rust/handbook.yml").read_text("utf-8"))
    assert [(one["title"], one.get("level", 1)) for one in record["chapters"]][1:] == [
        ("上篇", 1),
        ("甲", 2),
    ]


def test_includes_stay_within_the_source(koc: Koc, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET\n", "utf-8")
    files: dict[str, str | bytes] = {
        "mkdocs.yml": "site_name: 书\n",
        "docs/index.md": '# 书\n\n文\n\n--8<-- "../secret.txt"\n\n![x](../../secret.png)\n',
    }
    (tmp_path / "secret.png").write_bytes(sources.png())
    done = koc("import", str(sources.write(tmp_path / "b", files)), "bad-book", *PLANNER)
    assert done.code == 0, done.out + done.err
    assert text(koc, "bad-book/index") == "文\n\n\nx\n"


@pytest.mark.parametrize("code", ["utf-8", "gbk"])
def test_a_zip_is_unpacked_and_its_chinese_names_are_read(
    koc: Koc, tmp_path: Path, code: str
) -> None:
    files = {"手册/点火.md": "# 点火\n\n![灶](图.png)\n", "手册/图.png": sources.png()}
    file = tmp_path / "stove.zip"
    file.write_bytes(sources.archive(files, code))
    done = koc("import", str(file), "stove", *PLANNER)
    assert done.code == 0, done.out + done.err
    assert text(koc, "stove/dian-huo") == "![灶](tu.png)\n"
    assert errors(koc) == []


@pytest.mark.parametrize(
    "files",
    [
        {"../out.md": "# x\n"},
        {"/abs.md": "# x\n"},
        {"a/../../out.md": "# x\n"},
        {"C:/x.md": "# x\n"},
        {"only.txt": "x"},
    ],
)
def test_a_hostile_or_empty_zip_is_refused(koc: Koc, tmp_path: Path, files: dict[str, str]) -> None:
    file = tmp_path / "bad.zip"
    file.write_bytes(sources.archive(files))
    assert koc("import", str(file), *PLANNER).code == 2
    assert git(koc.folder, "status", "--porcelain", "--", *OURS) == ""
    assert not (tmp_path / "out.md").exists()


def test_history_proposes_and_confirms_nobody(koc: Koc, tmp_path: Path) -> None:
    folder = sources.write(
        tmp_path / "book",
        {
            "README.md": "# 书\n\n开头。\n",
            "a.md": "# 甲\n\n第一句。\n",
            ".mailmap": "Old He <1003+old-he-car@users.noreply.github.com> <he@home.example>\n",
        },
    )
    git(folder, "init", "-q", "-b", "main", ".")

    def commit(name: str, email: str, message: str) -> None:
        git(folder, "add", "-A")
        who = ("-c", f"user.name={name}", "-c", f"user.email={email}")
        git(folder, *who, "commit", "-qm", message)

    commit("He", "he@home.example", "begin")
    (folder / "a.md").rename(folder / "b.md")
    commit("Mover", "mover@x.example", "move")
    (folder / "b.md").write_text("# 甲\n\n第二句。\n", "utf-8")
    commit(
        "Stranger",
        "s@x.example",
        "more\n\nCo-authored-by: Man <1001+xiao-man-car@users.noreply.github.com>",
    )
    done = koc("import", str(folder), "book", *PLANNER)
    assert done.code == 0, done.out + done.err
    proposed = koc.folder / "modules/book/b/credits"
    assert sorted(path.stem for path in proposed.iterdir()) == [
        "old-he--reviewing",
        "xiao-man--reviewing",
    ]
    for path in proposed.iterdir():
        assert "confirmed_by" not in path.read_text("utf-8")
    table = (koc.folder / ".koc/import/people.csv").read_text("utf-8-sig")
    assert "Stranger" in table
    assert "Mover" not in table  # who only moved a file wrote nothing
    assert "@" not in table
    rows = json.loads(koc("credits", "--format", "json").out)["rows"]
    states = {row["state"] for row in rows if row["handbook"] == "book"}
    assert states == {"proposed"}
