"""Revisions read as Git objects: every mode and name, one process, no checkout."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

import pytest

import kocbook.git.revision_tree as git_tree
from kocbook.base.errors import KocError, UsageError
from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.git.changes import ChangedPath, read_changes
from kocbook.git.revision_tree import GitTree, resolve_revision
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.builders import base_files
from tests.policy.people import to_bytes

NAMES = [
    b"content/g/m/plain.png",
    b"content/g/m/with space.png",
    b"content/g/m/line\nbreak.png",
    b'content/g/m/tab\tquote".png',
    "content/g/m/照片.png".encode(),
    b"content/g/m/\xff\xfe.png",
    b"content/g/m/-option.png",
    b":(glob)weird",
]


def git(root: Path, *arguments: str, stdin: bytes | None = None) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], input=stdin, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Test")
    git(root, "config", "user.email", "test@example.com")
    git(root, "config", "commit.gpgsign", "false")
    return root


def commit(root: Path, files: Mapping[str, object], message: str = "x") -> str:
    for path, value in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(to_bytes(value))
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


def index_entry(mode: str, blob: str, name: bytes) -> bytes:
    return f"{mode} {blob}\t".encode() + name + b"\0"


def commit_entries(root: Path, entries: list[tuple[str, bytes, bytes]]) -> str:
    """Commit (mode, name, content) without a working tree, so that any name and mode goes."""
    lines = []
    for mode, name, content in entries:
        blob = (
            content.decode()
            if mode == "160000"
            else git(root, "hash-object", "-w", "--stdin", stdin=content)
        )
        lines.append(index_entry(mode, blob, name))
    git(root, "update-index", "-z", "--index-info", stdin=b"".join(lines))
    tree = git(root, "write-tree")
    parent = (
        git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") if has_head(root) else ""
    )
    made = git(root, "commit-tree", tree, *(("-p", parent) if parent else ()), "-m", "x")
    git(root, "update-ref", "HEAD", made)
    return made


def has_head(root: Path) -> bool:
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", "HEAD"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_it_reads_what_the_working_tree_holds(repository: Path) -> None:
    commit(repository, {**base_files(), "README.md": "x", "content/guide/tyres/.DS_Store": "x"})
    with GitTree(repository, "main") as tree:
        disk = WorkingTree(repository)
        assert list(tree.iter_entries()) == list(disk.iter_entries())
        for entry in disk.iter_entries():
            assert tree.read(entry.path, 1 << 20) == disk.read(entry.path, 1 << 20)
        in_git, on_disk = load_community(tree), load_community(disk)
    assert in_git.community == on_disk.community
    assert in_git.findings == on_disk.findings == ()


def test_no_checkout_and_no_writing(repository: Path) -> None:
    first = commit(repository, base_files())
    git(repository, "rm", "-rq", ".")
    git(repository, "commit", "-qm", "gone")
    before = sorted((repository / ".git").iterdir())
    with GitTree(repository, first) as tree:
        assert load_community(tree).community is not None
    assert [path.name for path in repository.iterdir()] == [".git"]
    assert sorted((repository / ".git").iterdir()) == before


def test_any_name_is_listed_and_read(repository: Path) -> None:
    commit_entries(repository, [("100644", name, name) for name in NAMES])
    with GitTree(repository, "HEAD") as tree:
        for name in NAMES:
            assert tree.read(name.decode("utf-8", "replace"), 100) == name
        for path in tree.files:
            path.encode()  # nothing that cannot be printed
        listed = [entry.path for entry in tree.iter_entries()]
    assert listed == sorted(listed)
    assert ":(glob)weird" not in listed


def test_names_that_are_no_utf8_are_findings(repository: Path) -> None:
    commit(repository, base_files())
    odd = [b"content/guide/tyres/\xff.png", b"members/\xff.yml", b"modules/guide/\xfe/module.yml"]
    commit_entries(repository, [("100644", name, b"x") for name in odd])
    with GitTree(repository, "HEAD") as tree:
        result = load_community(tree)
    assert sorted(finding.rule for finding in result.findings) == [
        "content-bad-name",
        "file-unexpected",
        "file-unexpected",
    ]
    for finding in result.findings:
        assert result.community is not None
        assert str(finding.data).encode()


def test_modes_are_told(repository: Path) -> None:
    head = commit(repository, base_files())
    commit_entries(
        repository,
        [
            ("120000", b"members/link.yml", b"/etc/passwd"),
            ("160000", b"modules/sub", head.encode()),
            ("100755", b"content/guide/tyres/run.png", b"x"),
            ("120000", b"README.md", b"x"),
        ],
    )
    with GitTree(repository, "HEAD") as tree:
        kinds = {entry.path: entry.kind for entry in tree.iter_entries()}
        assert kinds["members/link.yml"] == "symlink"
        assert kinds["modules/sub"] == "submodule"
        assert kinds["content/guide/tyres/run.png"] == "file"
        assert tree.files["content/guide/tyres/run.png"].mode == "100755"
        assert tree.read("members/link.yml", 100) == b"/etc/passwd"
        with pytest.raises(FileNotFoundError):
            tree.read("modules/sub", 100)
        refused = {f.location.path for f in load_community(tree).findings}
    assert {"members/link.yml", "modules/sub"} <= refused


@pytest.mark.parametrize("folder", ["content", "members", "modules"])
def test_a_folder_that_is_a_link_is_an_entry(repository: Path, folder: str) -> None:
    commit_entries(
        repository, [("120000", folder.encode(), b"/"), ("100644", b"community.yml", b"")]
    )
    with GitTree(repository, "HEAD") as tree:
        assert (folder, "symlink") in [(entry.path, entry.kind) for entry in tree.iter_entries()]


def test_a_limit_holds_and_reading_goes_on(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"content/g/m/big.mp4": b"a" * 300_000, "members/x.yml": b"small", "community.yml": b""}
    commit(repository, files)
    for most in (1 << 30, 100):  # drained to the end, or the process is left
        monkeypatch.setattr(git_tree, "_MAX_DRAIN", most)
        with GitTree(repository, "HEAD") as tree:
            for _ in range(3):
                assert tree.read("content/g/m/big.mp4", 9) == b"a" * 10
                assert tree.read("members/x.yml", 100) == b"small"
                assert tree.read("community.yml", 100) == b""
                assert tree.read("members/x.yml", 4) == b"small"


def test_missing_files_and_closed_trees(repository: Path) -> None:
    commit(repository, {"community.yml": "x"})
    tree = GitTree(repository, "HEAD")
    with pytest.raises(FileNotFoundError):
        tree.read("nothing.yml", 10)
    assert tree.read("community.yml", 10) == b"x"
    tree.close()
    tree.close()
    with pytest.raises(ValueError, match="closed"):
        tree.read("community.yml", 10)


def test_a_missing_blob_is_no_traceback(repository: Path) -> None:
    commit(repository, {"community.yml": "x"})
    with GitTree(repository, "HEAD") as tree:
        for blob in ("0" * 40, "HEAD", "x\ny", git(repository, "rev-parse", "HEAD")):
            with pytest.raises(KocError):
                tree.read_blob(blob, 10)
        assert tree.read("community.yml", 10) == b"x"


@pytest.mark.parametrize(
    "revision",
    ["", "nothing", "--help", "-x", "HEAD~99", "main:x", "a b", "\n", "HEAD^{tree}", "名"],
)
def test_an_unknown_revision_is_a_usage_error(repository: Path, revision: str) -> None:
    commit(repository, {"community.yml": "x"})
    with pytest.raises(UsageError) as caught:
        resolve_revision(repository, revision)
    for language in LANGUAGES:
        assert load_texts(language)(f"{caught.value.key}", **caught.value.data)


def test_no_repository_and_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KocError) as caught:
        GitTree(tmp_path, "HEAD")
    assert caught.value.key == "errors.git-failed"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KocError) as caught:
        GitTree(tmp_path, "HEAD")
    assert caught.value.key == "errors.git-missing"


def test_replaced_objects_are_not_believed(repository: Path) -> None:
    commit(repository, {"community.yml": "true"})
    true = git(repository, "rev-parse", "HEAD:community.yml")
    false = git(repository, "hash-object", "-w", "--stdin", stdin=b"false")
    git(repository, "replace", true, false)
    with GitTree(repository, "HEAD") as tree:
        assert tree.read("community.yml", 10) == b"true"


# ---- changes


def test_changes_are_listed_by_path_and_kind(repository: Path) -> None:
    base = commit(repository, {"a": "1", "b": "2", "c": "same\n" * 50, "d": "4"})
    git(repository, "rm", "-q", "b")
    git(repository, "mv", "c", "moved")
    commit_entries(repository, [("100644", b"a", b"changed"), ("120000", b"d", b"a")])
    found = {change.path: change for change in read_changes(repository, base, "HEAD")}
    statuses = {path: change.status for path, change in found.items()}
    assert statuses == {"a": "M", "b": "D", "c": "D", "d": "T", "moved": "A"}
    assert found["d"].new_mode == "120000"
    assert found["moved"].new_blob == found["c"].old_blob
    assert found["b"].new_mode == "000000"
    assert found["b"].is_deletion


def test_settings_of_the_repository_hide_nothing(repository: Path) -> None:
    for name, value in (
        ("diff.renames", "copies"),
        ("diff.relative", "true"),
        ("diff.ignoreSubmodules", "all"),
        ("diff.noprefix", "true"),
        ("core.quotePath", "true"),
    ):
        git(repository, "config", name, value)
    head = commit(repository, {"a/x": "1", "b": "1"})
    git(repository, "mv", "b", "c")
    commit_entries(repository, [("160000", b"sub", head.encode()), ("100755", b"a/x", b"1")])
    (repository / "a").mkdir(exist_ok=True)
    found = {c.path: c.status for c in read_changes(repository / "a", head, "HEAD")}
    assert found == {"a/x": "M", "b": "D", "c": "A", "sub": "A"}


def test_any_name_changes(repository: Path) -> None:
    base = commit(repository, {"a": "1"})
    commit_entries(repository, [("100644", name, b"x") for name in NAMES])
    found = read_changes(repository, base, "HEAD")
    assert {c.path for c in found} == {name.decode("utf-8", "replace") for name in NAMES}
    assert [c.path for c in found if not c.is_utf8] == ["content/g/m/\ufffd\ufffd.png"]


def test_only_the_heads_own_changes_count(repository: Path) -> None:
    commit(repository, {"a": "1"})
    git(repository, "checkout", "-qb", "topic")
    commit(repository, {"mine": "1"})
    git(repository, "checkout", "-q", "main")
    commit(repository, {"a": "moved on", "other": "1"})
    assert [c.path for c in read_changes(repository, "main", "topic")] == ["mine"]
    assert read_changes(repository, "main", "main") == ()


def test_no_common_past_is_said(repository: Path) -> None:
    commit(repository, {"a": "1"})
    git(repository, "checkout", "-q", "--orphan", "other")
    commit(repository, {"b": "1"})
    with pytest.raises(KocError) as caught:
        read_changes(repository, "main", "other")
    assert caught.value.key == "errors.git-no-merge-base"


def test_thousands_of_files_take_no_process_each(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = commit(repository, {"a": "1"})
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=b"member: x\n")
    lines = [index_entry("100644", blob, b"members/m%d.yml" % number) for number in range(6000)]
    git(repository, "update-index", "-z", "--index-info", stdin=b"".join(lines))
    git(repository, "commit", "-qm", "many")
    started, real = [], subprocess.Popen

    class Counted(real):  # type: ignore[misc, type-arg, valid-type]
        def __init__(self, command: list[str], **options: object) -> None:
            started.append(command)
            super().__init__(command, **options)

    monkeypatch.setattr(subprocess, "Popen", Counted)
    begin = perf_counter()
    changes: tuple[ChangedPath, ...] = read_changes(repository, base, "HEAD")
    with GitTree(repository, "HEAD") as tree:
        for change in changes:
            assert tree.read(change.path, 100) == b"member: x\n"
    assert len(changes) == 6000
    assert len(started) < 16
    assert perf_counter() - begin < 10
