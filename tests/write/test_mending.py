"""`koc check --fix` on a working tree that was typed on a phone: by real commands, to a clean check."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Koc

CLAIM = "modules/guide/car-wash/claims/writer.yml"
REVIEW = "modules/guide/first-day/reviews/1-zhou-lan.yml"
MEMBER = "members/ma-jun.yml"


def snapshot(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {
        name: path.read_bytes()
        for path in files
        if not (name := path.relative_to(root).as_posix()).startswith((".git/", ".koc/"))
    }


def mistype(root: Path) -> None:
    """Rename three files as phones and Windows do, and type Chinese signs into what they say."""
    member = (root / MEMBER).read_text("utf-8").replace("name: 马军", "姓名：马军", 1)
    (root / MEMBER).unlink()
    (root / f"{MEMBER}.txt").write_text(member, "utf-8")
    claim = (root / CLAIM).read_text("utf-8")
    (root / CLAIM).unlink()
    (root / CLAIM).parent.rmdir()
    folder = root / "modules/guide/car-wash/claim"
    folder.mkdir()
    (folder / "Writer.YAML").write_text(claim.replace("member: ", "member："), "utf-8")
    review = (root / REVIEW).read_text("utf-8")
    (root / REVIEW).write_text(review.replace("reviewer: zhou-lan", "reviewer: 周岚"), "utf-8")


def test_what_was_typed_comes_out_as_it_was_before(sample_repo: Path, koc: Koc) -> None:
    before = snapshot(sample_repo)
    mistype(sample_repo)
    told = koc("check", "--lang", "zh")
    assert told.code == 1
    for words in ("“.txt”", "「claim」", "应该叫「claims」", "这里要写编号", "zhou-lan"):
        assert words in told.out
    typed = snapshot(sample_repo)
    dry = koc("check", "--fix", "--dry-run", "--lang", "zh")
    assert f"会改名字：{MEMBER}.txt 会叫 {MEMBER}" in dry.out
    assert snapshot(sample_repo) == typed
    mended = koc("check", "--fix", "--lang", "zh")
    assert mended.code == 0, mended.out
    assert f"第 1 行改好了：{MEMBER}。现在是“name: 马军”。" in mended.out
    assert snapshot(sample_repo) == before
    assert not (sample_repo / "modules/guide/car-wash/claim").exists()
    assert koc("check").code == 0


def test_a_name_that_another_file_has_is_left_to_people(sample_repo: Path, koc: Koc) -> None:
    other = sample_repo / f"{MEMBER}.txt"
    other.write_bytes((sample_repo / MEMBER).read_bytes())
    typed = snapshot(sample_repo)
    told = koc("check", "--fix", "--lang", "zh")
    assert told.code == 1
    assert f"没有改名：{MEMBER}.txt。{MEMBER} 已经有了" in told.out
    assert snapshot(sample_repo) == typed


def test_a_second_fix_has_nothing_to_write(sample_repo: Path, koc: Koc) -> None:
    mistype(sample_repo)
    koc("check", "--fix")
    mended = snapshot(sample_repo)
    assert "没有要改的" in koc("check", "--fix", "--lang", "zh").out
    assert snapshot(sample_repo) == mended
