"""Hostile and clumsy files are findings or read correctly, and the rest is still read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from kocbook.base.errors import KocError
from kocbook.model.tree import Entry
from kocbook.records import loader
from kocbook.records.loader import LoadResult, load_community
from kocbook.records.tree import MemoryTree, WorkingTree
from kocbook.records.yaml_reader import MAX_BYTES, read_yaml

MEMBER = "name: 林小满\ngithub: linxiaoman\ngithub_id: 10234567\njoined: 2026-03-02\n"
COMMUNITY = """\
name: {zh: 示例社, en: Sample}
brand: {zh: 示例, en: Sample}
intro: {zh: 你好。, en: Hello.}
site: {url: "https://example.com/", repository: "https://example.com/r"}
skills: [{id: photography, name: {zh: 摄影, en: Photography}}]
roles: [{id: writing, name: {zh: 撰写, en: Writing}}]
tags: []
channels: [官网]
licences: [{id: CC-BY-4.0, name: {zh: 署名, en: Attribution}, url: "https://example.com/l"}]
tiers: [{id: newcomer, name: {zh: 新朋友, en: Newcomer}, points: 0, claims: 1}]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "members").mkdir()
    (tmp_path / "community.yml").write_text(COMMUNITY, encoding="utf-8")
    (tmp_path / "members" / "lin-xiaoman.yml").write_text(MEMBER, encoding="utf-8")
    return tmp_path


def load(root: Path) -> LoadResult:
    return load_community(WorkingTree(root))


def found(result: LoadResult) -> list[tuple[str, str, int | None, int | None]]:
    placed = result.place_all(result.findings)
    return [(f.rule, f.location.path, f.location.line, f.location.column) for f in placed]


def test_a_clean_community_has_no_finding(root: Path) -> None:
    result = load(root)
    assert result.findings == ()
    assert result.records == 2
    assert result.community is not None
    assert result.community.members["lin-xiaoman"].name == "林小满"


def test_a_file_is_read_again_once_however_many_findings_it_has(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by the benchmark of the worst records: once for each finding took minutes."""
    keys = [f"k{number}" for number in range(3000)]
    path = root / "members/lin-xiaoman.yml"
    path.write_text(MEMBER + "".join(f"{key}: 1\n" for key in keys), encoding="utf-8")
    result = load(root)
    read: list[str] = []
    monkeypatch.setattr(
        loader, "read_yaml", lambda text, *rest: read.append(text) or read_yaml(text, *rest)
    )
    start = MEMBER.count("\n") + 1
    lines = [line for _, _, line, _ in found(result)]
    assert sorted(lines) == list(range(start, start + len(keys)))
    assert len(read) == 1


def test_no_community_is_an_error_of_the_environment(tmp_path: Path) -> None:
    with pytest.raises(KocError) as error:
        load(tmp_path)
    assert error.value.key == "errors.no-community"


@pytest.mark.parametrize(
    ("name", "data", "rule", "line", "column"),
    [
        ("a.yml", b"", "file-empty", 1, 1),
        ("a.yml", b"# only a comment\n", "file-empty", 1, 1),
        ("a.yml", b"- 1\n", "record-wrong-type", 1, 1),
        ("a.yml", b"name: \xff\xfe\n", "file-encoding", 1, 7),
        ("a.yml", MEMBER.encode("utf-16"), "file-encoding", 1, 1),
        ("a.yml", MEMBER.encode() + b"city: x\x00\n", "text-control-character", 5, 8),
        ("a.yml", b"x: " + b"y" * MAX_BYTES, "file-too-large", 1, 1),
        ("a.yml", MEMBER.encode() + b"vehicel: E5\n", "record-unknown-key", 5, 1),
        ("a.yml", MEMBER.replace("10234567", "'12'").encode(), "record-typed", 3, 12),
        ("a.yml", MEMBER.replace("林小满", "110").encode(), "record-typed", 1, 7),
        ("a.yml", MEMBER.replace("2026-03-02", "2026-02-30").encode(), "record-typed", 4, 9),
        ("a.yml", (MEMBER + "skills: [photography, 3]\n").encode(), "record-typed", 5, 23),
        (
            "a.yml",
            (MEMBER + "links:\n  - {title: a, url: ftp}\n").encode(),
            "record-wrong-value",
            6,
            21,
        ),
        ("a.yml", b"name: x\n", "record-missing-key", 1, 1),
        ("A.yml", MEMBER.encode(), "file-name", 1, 1),
        ("a.yaml", MEMBER.encode(), "file-name", 1, 1),
        ("a b.yml", MEMBER.encode(), "file-name", 1, 1),
        ("e\u0301.yml", MEMBER.encode(), "file-name-not-nfc", 1, 1),
        ("x" * 61 + ".yml", MEMBER.encode(), "file-unexpected", 1, 1),
        ("notes.txt", b"hello", "file-unexpected", 1, 1),
    ],
)
def test_a_bad_member_file_is_a_finding_with_its_place(
    root: Path, name: str, data: bytes, rule: str, line: int, column: int
) -> None:
    (root / "members" / name).write_bytes(data)
    result = load(root)
    assert (rule, f"members/{name}", line, column) in found(result)
    assert {path for _, path, _, _ in found(result)} == {f"members/{name}"}
    assert result.community is not None
    assert "lin-xiaoman" in result.community.members


def test_windows_line_ends_and_a_byte_order_mark_are_fine(root: Path) -> None:
    data = b"\xef\xbb\xbf" + MEMBER.replace("\n", "\r\n").encode()
    (root / "members" / "lin-xiaoman.yml").write_bytes(data)
    assert load(root).findings == ()


def test_symlinks_and_pipes_are_refused_and_never_followed(root: Path) -> None:
    (root / "members" / "link.yml").symlink_to("/etc/passwd")
    os.mkfifo(root / "members" / "pipe.yml")
    (root / "modules").symlink_to("/etc")
    assert found(load(root)) == [
        ("file-not-regular", "members/link.yml", 1, 1),
        ("file-not-regular", "members/pipe.yml", 1, 1),
        ("file-not-regular", "modules", 1, 1),
    ]


def test_a_huge_file_is_not_read(root: Path) -> None:
    with (root / "members" / "big.yml").open("wb") as file:
        file.truncate(2 * 1024**3)
    assert ("file-too-large", "members/big.yml", 1, 1) in found(load(root))


@pytest.mark.parametrize("each", [2_500, pytest.param(25_000, marks=pytest.mark.slow)])
def test_a_hundred_thousand_files_are_each_refused_in_bounded_time(root: Path, each: int) -> None:
    files = {entry.path: (root / entry.path).read_bytes() for entry in _entries(root)}
    for number in range(each):
        files[f"members/x{number}.yml"] = b"name: [\n"
        files[f"members/Odd name {number}.txt"] = b""
        files[f"modules/guide/m{number}/module.yml"] = b"title: x\n"
        files[f"content/guide/setup/x{number}.exe"] = b""
    began = time.process_time()
    result = load_community(MemoryTree(files))
    assert time.process_time() - began < 60
    assert len({finding.location.path for finding in result.findings}) == 4 * each


def _entries(root: Path) -> list[Entry]:
    return [entry for entry in WorkingTree(root).iter_entries() if entry.kind == "file"]


def test_records_without_their_brief_are_orphans(root: Path) -> None:
    folder = root / "modules" / "guide" / "setup" / "claims"
    folder.mkdir(parents=True)
    (folder / "writer.yml").write_text(
        "member: lin-xiaoman\nclaimed: 2026-04-02\nterms: 3f9c2a71b0de\n"
    )
    content = root / "content" / "guide" / "setup"
    content.mkdir(parents=True)
    (content / "index.md").write_text("## 你好\n", encoding="utf-8")
    assert [(rule, path) for rule, path, _, _ in found(load(root))] == [
        ("file-orphan", "content/guide/setup/index.md"),
        ("file-orphan", "modules/guide/setup/claims/writer.yml"),
    ]


def test_a_broken_brief_does_not_make_its_claims_orphans(root: Path) -> None:
    folder = root / "modules" / "guide" / "setup" / "claims"
    folder.mkdir(parents=True)
    (folder.parent / "module.yml").write_text("title: x\n")
    (folder / "writer.yml").write_text(
        "member: lin-xiaoman\nclaimed: 2026-04-02\nterms: 3f9c2a71b0de\n"
    )
    result = load(root)
    assert {path for _, path, _, _ in found(result)} == {"modules/guide/setup/module.yml"}
    assert result.community is not None
    assert result.community.knows_module("guide/setup")


def test_broken_settings_leave_findings_and_no_community(root: Path) -> None:
    (root / "community.yml").write_text("name: x\n")
    result = load(root)
    assert result.community is None
    assert result.findings
