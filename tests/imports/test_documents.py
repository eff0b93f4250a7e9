"""Documents, rosters and citations come in through the real command."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from tests.conftest import Koc
from tests.imports import sources
from tests.imports.test_books import PLANNER, brief, errors, git, text

HEADS = ["1. 姓名", "GitHub 账号", "账号编号", "是否同意", "城市", "技能", "手机号"]
ROWS = [
    ["王小火", "wang-fire", "9001", "是", "成都", "写作、开车", "13800138000"],
    ["没说好", "no-yes", "9002", "", "", "", "13800138001"],
    ["没账号", "", "", "是", "", "", ""],
    ["", "x", "1", "是", "", "", ""],
    ["老何", "old-he-car", "1003", "是", "", "", ""],
]


def test_a_document_becomes_a_module(koc: Koc, tmp_path: Path) -> None:
    file = tmp_path / "清单.docx"
    file.write_bytes(sources.document())
    done = koc("import", str(file), "guide/stove-list", *PLANNER)
    assert done.code == 0, done.out + done.err
    page = text(koc, "guide/stove-list")
    assert "## 出发以前" in page
    assert "**检查** 气罐" in page
    assert "| 零件 | 数量 |" in page
    assert "| 炉头 | 1 |" in page
    assert "![灶的清单：图 1](picture-1.png)" in page
    record = brief(koc, "guide/stove-list")
    assert record["title"] == "灶的清单"
    assert record["inherited"]["path"] == "清单.docx"
    assert "addresses" not in record["inherited"]
    assert (koc.folder / "content/guide/stove-list/picture-1.png").is_file()
    assert errors(koc) == []


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"not at all"])
def test_a_damaged_document_is_refused(koc: Koc, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(data)
    assert koc("import", str(file), *PLANNER).code == 2


def test_a_markdown_file_goes_into_a_handbook_that_is_there(koc: Koc, tmp_path: Path) -> None:
    file = sources.write(tmp_path / "one", {"心得.md": "# 心得\n\n一句话。\n"}) / "心得.md"
    done = koc("import", str(file), "guide", *PLANNER)
    assert done.code == 0, done.out + done.err
    assert text(koc, "guide/xin-de") == "一句话。\n"
    assert errors(koc) == []


def write_table(path: Path, rows: list[list[str]]) -> Path:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        path.write_bytes("\r\n".join(",".join(row) for row in rows).encode("gb18030"))
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_roster_adds_those_who_agreed(koc: Koc, tmp_path: Path, suffix: str) -> None:
    file = write_table(tmp_path / f"名单{suffix}", [HEADS, *ROWS])
    done = koc("import", str(file), "--member", "gu-heng", "--lang", "en")
    assert done.code == 0, done.out + done.err
    said = " ".join(done.out.split())
    assert "Line 3, 没说好: it does not say that they agreed" in said
    assert "Line 4, 没账号: has no account" in said
    assert "Line 5: has no name" in said
    assert "Line 6, 老何: is a member already" in said
    record = yaml.safe_load((koc.folder / "members/wang-xiao-huo.yml").read_text("utf-8"))
    assert record["github_id"] == 9001
    assert record["skills"] == ["writing-well"]
    assert "13800138000" not in (koc.folder / "members/wang-xiao-huo.yml").read_text("utf-8")
    assert errors(koc) == []


def test_a_roster_is_the_leads(koc: Koc, tmp_path: Path) -> None:
    file = write_table(tmp_path / "x.csv", [HEADS, ROWS[0]])
    assert koc("import", str(file), "--member", "zhou-lan", "--lang", "en").code == 1
    assert not (koc.folder / "members/wang-xiao-huo.yml").exists()


def test_a_table_without_names_is_refused(koc: Koc, tmp_path: Path) -> None:
    file = write_table(tmp_path / "x.csv", [["颜色"], ["红"]])
    assert koc("import", str(file), *PLANNER).code == 2


def test_a_citation_proposes_its_authors(koc: Koc, tmp_path: Path) -> None:
    settings = koc.folder / "community.yml"
    said = settings.read_text("utf-8")
    settings.write_text(
        said.replace("{id: writing, ", "{id: writing, all_contributors: content, "), "utf-8"
    )
    who = ("-c", "user.name=x", "-c", "user.email=x@x.example")
    git(koc.folder, *who, "commit", "-qam", "A role for texts")
    file = tmp_path / "CITATION.cff"
    file.write_text(
        "cff-version: 1.2.0\ntitle: 书\nauthors:\n"
        "  - {alias: x, website: 'https://github.com/old-he-car'}\n"
        "  - {name: 林小满}\n  - {name: 没有的人}\n",
        "utf-8",
    )
    assert koc("import", str(file), *PLANNER).code == 2  # of which module?
    done = koc("import", str(file), "guide/tyre-check", *PLANNER)
    assert done.code == 0, done.out + done.err
    assert "没有的人 is no member yet" in " ".join(done.out.split())
    proposed = koc.folder / "modules/guide/tyre-check/credits"
    assert {path.stem for path in proposed.iterdir()} >= {"old-he--writing", "xiao-man--writing"}
    assert errors(koc) == []


@pytest.mark.parametrize("name", ["x.pdf", "x.exe"])
def test_what_nobody_knows_is_refused(koc: Koc, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"%PDF-1.7 x")
    done = koc("import", str(tmp_path / name), *PLANNER)
    assert done.code == 2
    assert "can be taken in" in done.err
