"""What is remembered of a revision is what Git says of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.git.revision_cache import remember_base
from kocbook.git.revision_tree import GitTree, resolve_revision

PATTERNS = (
    ("modules/*", ":(exclude)modules/*/module.yml", "members/recognition"),
    ("members",),
    ("content/*/index.md",),
)
FILES = {
    "members/lin.yml": b"name: Lin\ngithub: LinXiaoman\n",
    "members/empty.yml": b"",
    "members/recognition/2026/a.yml": b"to: lin\\x41\n",
    "modules/a/b/module.yml": b"title: lin\n",
    "modules/a/b/claims/w.yml": "member: lin\n备注: 林小满 É\n".encode(),
    "modules/a/b/claims/x.yml": b"member: zhou\0lin\r\n",
    "content/a/b/index.md": "# 标题\n没有换行的结尾 LIN".encode(),
    "content/a/b/w/index.md": b"\xff\xfelin\n",
}
WORDS = ["lin", "LIN", "Zhou", "林小满", "É", "é", "\\", "same_as", "a.b", "结尾 lin", "\r", "x\ny"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("remembered")
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@kocbook.example"]
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run([*git, *words], check=True)
    return folder


@given(st.sets(st.sampled_from(WORDS) | st.text(max_size=3), min_size=1), st.sampled_from(PATTERNS))
@settings(max_examples=60, deadline=None)
def test_texts_are_found_as_git_finds_them(
    root: Path, texts: set[str], patterns: tuple[str, ...]
) -> None:
    asked = {text for text in texts if text.isprintable() or text in WORDS}
    if not asked:
        return
    commit = resolve_revision(root, "HEAD")
    with GitTree(root, commit, within=()) as tree:
        by_git = tree.find_text(asked, *patterns)
    with remember_base(root, commit), GitTree(root, commit, within=()) as tree:
        assert sorted(tree.find_text(asked, *patterns)) == sorted(by_git)
        assert tree.names == frozenset(FILES)


def test_nothing_is_remembered_of_another_revision_or_later(root: Path) -> None:
    commit = resolve_revision(root, "HEAD")
    with remember_base(root, commit) as base:
        assert base.recall("x", lambda: 1) == base.recall("x", lambda: 2) == 1
    with remember_base(root, commit) as base:
        assert base.recall("x", lambda: 2) == 2
