"""Checkouts as other computers make them: other line ends, other Unicode forms, clocks that are wrong."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from kocbook.git.revision_tree import GitTree
from tests.audit.test_identity import add_twin
from tests.audit.workshop import Workshop
from tests.conftest import Koc

ASKED = ("check", "board", "credits", "rewards", "agreements guide/first-day")


def answers(koc: Koc) -> list[str]:
    said = []
    for words in ASKED:
        done = koc(*words.split())
        said.append(f"{done.code}\n{done.out}\n{done.err}")
    return said


def site_of(koc: Koc, target: Path) -> dict[str, bytes]:
    done = koc("build", "--site-dir", str(target))
    assert done.code == 0, done.err
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in target.rglob("*")
        if path.is_file()
    }


def texts_of(folder: Path) -> list[Path]:
    found = (*folder.rglob("*.md"), *folder.rglob("*.yml"))
    return [path for path in found if ".git" not in path.parts]


def test_a_checkout_with_windows_line_ends_says_the_same(
    sample_repo: Path, koc: Koc, tmp_path: Path
) -> None:
    before, site = answers(koc), site_of(koc, tmp_path / "before")
    for path in texts_of(sample_repo):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert answers(koc) == before
    assert site_of(koc, tmp_path / "after") == site


@pytest.mark.parametrize("moment", [0.0, 4_102_444_800.0], ids=["1970", "2100"])
def test_files_of_any_time_make_the_same_site(
    sample_repo: Path, koc: Koc, tmp_path: Path, moment: float
) -> None:
    site = site_of(koc, tmp_path / "before")
    text = sample_repo / "content/guide/tyre-check/index.md"
    changed = text.read_text("utf-8").replace("胎压", "气压", 1)
    text.write_text(changed, "utf-8")
    for path in sample_repo.rglob("*"):
        if ".git" not in path.parts:
            os.utime(path, (moment, moment), follow_symlinks=False)
    after = site_of(koc, tmp_path / "after")
    assert after != site
    text.write_text(changed.replace("气压", "胎压", 1), "utf-8")
    os.utime(text, (moment, moment))  # as long, and of the same second: only its words tell
    assert site_of(koc, tmp_path / "again") == site


def test_a_name_in_the_form_of_a_mac_is_refused_with_the_way_out(
    sample_repo: Path, koc: Koc
) -> None:
    folder = sample_repo / "content/guide/tyre-check"
    picture = folder / unicodedata.normalize("NFD", "café.jpg")
    Image.new("RGB", (40, 30), "teal").save(picture)
    told = koc("check", "--lang", "en")
    assert told.code == 1
    assert "content-bad-name" in told.out


ODD_GIT = """
[color]
	ui = always
	grep = always
	diff = always
[core]
	autocrlf = true
	quotePath = false
	hooksPath = {hooks}
[commit]
	gpgSign = true
[diff]
	noprefix = true
	relative = true
	renames = false
[grep]
	lineNumber = true
	patternType = fixed
[log]
	showSignature = true
	date = relative
	follow = true
[status]
	showUntrackedFiles = no
[merge]
	renames = false
[i18n]
	commitEncoding = GBK
	logOutputEncoding = GBK
"""
"""Settings that somebody has, of those that change what Git prints or does."""


@pytest.fixture
def odd_git(koc: Koc, tmp_path: Path) -> Koc:
    """`koc` for somebody whose Git is set up otherwise than anybody else's."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-commit", "commit-msg", "post-checkout"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    (tmp_path / "gitconfig").write_text(ODD_GIT.format(hooks=hooks))
    return Koc(koc.folder, {"GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")})


def test_settings_of_somebody_s_git_change_no_answer(koc: Koc, odd_git: Koc) -> None:
    plain = answers(koc)
    assert answers(odd_git) == plain
    shop = Workshop(koc.folder)
    add_twin(koc.folder, None)
    shop.commit("x@club.example")
    shop.git("switch", "-q", "-c", "merge")
    add_twin(koc.folder, "old-he")
    shop.commit("x@club.example")
    revisions = ("--base", "main", "--head", "merge", "--lang", "en")
    codes = []
    for who in ("gu-heng-car:1005", "uncle-ho-car:1010", "ma-jun-car:1002"):
        wanted = koc("check", *revisions, "--actor", who)
        assert odd_git("check", *revisions, "--actor", who) == wanted
        codes.append(wanted.code)
    assert codes == [0, 1, 1]
    assert odd_git("check", "--head", "merge") == koc("check", "--head", "merge")
    assert odd_git("audit") == koc("audit")


def test_what_git_finds_is_named_without_its_colours(
    odd_git: Koc, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find() -> tuple[list[str], list[tuple[str, str]]]:
        with GitTree(odd_git.folder, "main") as tree:
            return tree.find_text({"joined"}, "members"), tree.find_lines("name", "members/*.yml")

    plain = find()
    assert "members/gu-heng.yml" in plain[0]
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", odd_git.environment["GIT_CONFIG_GLOBAL"])
    assert find() == plain
