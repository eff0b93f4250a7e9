"""Two builds of one folder at the same time: both come to their end, and the site is right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kocbook.base.atomic_file import replacing
from kocbook.base.file_lock import locked
from kocbook.site.publish.build_lock import building
from tests.bench.communities import AS_OF, write_community

KOC = Path(sys.executable).with_name("koc")
ROUNDS = 3


@pytest.fixture
def club(tmp_path: Path) -> Path:
    root = tmp_path / "club"
    root.mkdir()
    write_community(root, 12, in_a_handbook=6)
    git(root, "switch", "-q", "-c", "other")
    text = next(root.glob("content/*/*/index.md"))
    text.write_text(text.read_text("utf-8") + "\n另一条分支上的一段话。\n", encoding="utf-8")
    title = next(root.glob("modules/*/handbook.yml"))
    title.write_text(title.read_text("utf-8").replace("title: ", "title: 另一本 ", 1), "utf-8")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qam", "other")
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def start(root: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(KOC), "--root", str(root), "--as-of", str(AS_OF), "--lang", "en", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_pages(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    # What remembers the views holds times of files, which differ.
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in files
        if file.suffix != ".views"
    }


@pytest.mark.timeout(300)
def test_assemblies_at_once_while_the_branch_is_switched(club: Path, tmp_path: Path) -> None:
    wanted = {}
    for branch in ("main", "other"):
        git(club, "switch", "-q", branch)
        clean = start(club, "assemble", "--out", str(tmp_path / branch))
        assert clean.communicate()[1] is not None
        assert clean.returncode == 0
        wanted[branch] = read_pages(tmp_path / branch)
    assert wanted["main"] != wanted["other"]
    out = tmp_path / "out"
    for turn in range(ROUNDS):
        both = [start(club, "assemble", "--out", str(out)) for _ in range(2)]
        branch = ("main", "other")[turn % 2]
        git(club, "switch", "-q", branch)
        said = [one.communicate()[1] for one in both]
        assert [one.returncode for one in both] == [0, 0], said
        last = start(club, "assemble", "--out", str(out))
        said = last.communicate()[1]
        assert last.returncode == 0, said
        assert read_pages(out) == wanted[branch]


@pytest.mark.timeout(300)
def test_a_second_build_waits_and_says_so(club: Path) -> None:
    with building(club):
        second = start(club, "build")
        assert second.stderr is not None
        assert "Another koc is building this site" in second.stderr.readline()
        assert second.poll() is None
        assert not (club / "site").exists()
    with second:
        said = second.communicate()
    assert second.returncode == 0, said
    assert (club / "site/index.html").is_file()


def test_a_lock_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    holds = (
        "import sys, time; from pathlib import Path; from kocbook.base.file_lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    words = [sys.executable, "-c", holds, str(file)]
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BlockingIOError), locked(file):
            pass
        holder.kill()
        holder.wait()
        with locked(file):
            pass


def test_what_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("old")
    with pytest.raises(FileNotFoundError), replacing(file) as part:
        part.write_bytes(b"ne" + (tmp_path / "missing").read_bytes())
    with pytest.raises(FileNotFoundError), replacing(file):
        pass  # nothing was written that could take its place
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text() == "old"
