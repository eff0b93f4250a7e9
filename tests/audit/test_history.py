"""Nobody is lost in history: renames, folders, trailers, squashes, merges, reverts."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kocbook.base.errors import KocError
from kocbook.git.history import (
    find_coauthors,
    iter_history,
    parse_log,
    require_whole_history,
)
from kocbook.insight.authorship import find_hands
from tests.audit.workshop import HE, LAN, MA, MAN, PAGE, TEXT, Workshop, line_changed

MOVED = "content/guide/day-one/index.md"


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    made = Workshop(tmp_path / "repo")
    made.start()
    made.change(MAN, PAGE, TEXT)
    return made


def test_all_who_changed_a_page_are_found(shop: Workshop) -> None:
    shop.change(HE, PAGE, line_changed(3, "换一个说法"))
    shop.change(LAN, "content/guide/other/index.md", "别的")
    assert shop.hands() == {MAN, HE}


def test_a_renamed_file_keeps_its_people_and_the_mover_is_none(shop: Workshop) -> None:
    shop.write("content/guide/first-day/a.webp", b"RIFF-a-picture" * 20)
    shop.commit(MA)
    (shop.folder / "content/guide/day-one").mkdir()
    shop.git("mv", PAGE, MOVED)
    shop.commit(LAN)
    shop.change(HE, MOVED, line_changed(5, "改写"))
    assert shop.hands(MOVED) == {MAN, HE}
    assert shop.hands("content/guide/first-day/a.webp") == {MA}


def test_a_folder_that_moves_takes_even_a_rewritten_text_along(shop: Workshop) -> None:
    shop.write("content/guide/first-day/a.webp", b"RIFF-a-picture" * 20)
    shop.commit(MA)
    shop.git("mv", "content/guide/first-day", "content/guide/day-one")
    shop.change(HE, MOVED, "全部重写，一句也没有留下。\n" * 30)
    assert shop.hands(MOVED) == {MAN, HE}
    assert shop.hands("content/guide/day-one/a.webp") == {MA}


def test_two_files_that_swap_names_keep_their_own_people(shop: Workshop) -> None:
    other = "content/guide/other/index.md"
    shop.change(HE, other, "".join(f"另一篇的第 {n} 句。\n" for n in range(40)))
    shop.git("mv", PAGE, "t")
    shop.git("mv", other, PAGE)
    shop.git("mv", "t", other)
    shop.commit(LAN)
    assert shop.hands(PAGE) == {HE}
    assert shop.hands(other) == {MAN}


def test_a_new_page_under_an_old_name_does_not_inherit(shop: Workshop) -> None:
    shop.git("mv", "content/guide/first-day", "content/guide/day-one")
    shop.commit(LAN)
    shop.change(HE, PAGE, "全新的一页。\n")
    assert shop.hands(PAGE) == {HE}
    assert shop.hands(MOVED) == {MAN}


def test_a_branch_that_does_not_know_of_a_rename_counts(shop: Workshop) -> None:
    shop.git("checkout", "-q", "-b", "side")
    shop.change(HE, PAGE, line_changed(7, "旧名字下写的一句"))
    shop.git("checkout", "-q", "main")
    shop.git("mv", "content/guide/first-day", "content/guide/day-one")
    shop.commit(LAN)
    shop.git("merge", "-q", "--no-ff", "-m", "merge", "side", email=LAN)
    assert shop.hands(MOVED) == {MAN, HE}


def test_an_automatic_merge_is_nobodys_work_and_a_solved_conflict_is(shop: Workshop) -> None:
    for name, email, line in (("one", HE, 2), ("two", MA, 30)):
        shop.git("checkout", "-q", "-b", name, "main")
        shop.change(email, PAGE, line_changed(line, f"{name} 的说法"))
    shop.git("checkout", "-q", "main")
    for name in ("one", "two"):
        shop.git("merge", "-q", "--no-ff", "-m", f"merge {name}", name, email=LAN)
    assert shop.hands() == {MAN, HE, MA}

    shop.git("checkout", "-q", "-b", "three", "main~1")
    shop.change(MA, PAGE, line_changed(2, "三的说法", (shop.folder / PAGE).read_text()))
    shop.git("checkout", "-q", "main")
    shop.change(HE, PAGE, line_changed(2, "主线的说法", (shop.folder / PAGE).read_text()))
    with pytest.raises(subprocess.CalledProcessError):
        shop.git("merge", "-q", "three", email=LAN)
    shop.write(PAGE, line_changed(2, "两边商量后的说法"))
    shop.commit(LAN, "solved")
    assert LAN in shop.hands()


def test_trailers_count_wherever_they_stand(shop: Workshop) -> None:
    squash = (
        "先看这几件事 (#12)\n\n* 初稿\n\nCo-authored-by: 老何 <" + HE + ">\n\n* 改\n\n"
        "co-authored-BY:  马军 <" + MA + ">\n"
    )
    shop.change(LAN, PAGE, line_changed(1, "合并后的说法"), squash)
    assert shop.hands() == {MAN, LAN, HE, MA}
    assert [person.name for person in find_coauthors(squash)] == ["老何", "马军"]
    assert find_coauthors("Co-authored-by: nobody\nCo-authored-by: <>\n") == []


def test_a_revert_is_no_work_and_takes_nobody_away(shop: Workshop) -> None:
    shop.change(HE, PAGE, line_changed(3, "写错了"))
    shop.git("revert", "--no-edit", "HEAD", email=LAN)
    assert shop.hands() == {MAN, HE}


def test_a_page_that_was_deleted_and_comes_back_is_the_same(shop: Workshop) -> None:
    shop.git("rm", "-q", PAGE)
    shop.commit(LAN)
    shop.change(HE, PAGE, line_changed(0, "又回来了"))
    assert shop.hands() == {MAN, HE}


def test_mailmap_joins_addresses(shop: Workshop) -> None:
    shop.change("he@home.example", PAGE, line_changed(3, "换一个说法"))
    shop.change(LAN, ".mailmap", f"老何 <{HE}> <he@home.example>\n")
    assert shop.hands() == {MAN, HE}


def test_hostile_names_and_messages_are_only_data(shop: Workshop) -> None:
    odd = "content/guide/first-day/:100644 A\n.webp"
    shop.change(HE, odd, b"x", ":100644 100644 a b M\n\n" + "f" * 40)
    shop.commit(MA, "empty")
    commits = list(iter_history(shop.folder))
    assert [len(commit.changes) for commit in commits] == [1, 1, 0]
    assert commits[1].changes[0].path == odd
    assert shop.hands(odd) == {HE}
    assert list(parse_log([])) == []


def test_a_community_below_the_top_of_its_repository(shop: Workshop) -> None:
    shop.change(HE, "club/content/g/m/index.md", "里面的一页")
    found = list(iter_history(shop.folder / "club"))
    assert [change.path for commit in found for change in commit.changes] == [
        "content/g/m/index.md"
    ]


def test_a_shallow_clone_is_refused(shop: Workshop, tmp_path: Path) -> None:
    shop.change(HE, PAGE, line_changed(3, "换一个说法"))
    shop.git("clone", "-q", "--depth", "1", shop.folder.as_uri(), str(tmp_path / "shallow"))
    with pytest.raises(KocError, match="git-shallow"):
        require_whole_history(tmp_path / "shallow")
    require_whole_history(shop.folder)
    with pytest.raises(KocError):
        list(iter_history(shop.folder, "no-such-revision"))


def test_two_thousand_commits_take_a_moment(tmp_path: Path) -> None:
    shop = Workshop(tmp_path / "long")
    shop.start()
    pieces: list[str] = []
    for number in range(2000):
        page = f"content/guide/page-{number % 700}/index.md"
        text = f"{TEXT}{number}\n"
        who = f"{1000 + number % 300}+somebody@users.noreply.github.com"
        pieces += [
            "commit refs/heads/main",
            f"committer S <{who}> {1_760_000_000 + number} +0000",
            "data 1\nc",
            f"M 100644 inline {page}",
            f"data {len(text.encode())}\n{text}",
        ]
    subprocess.run(
        ["git", "fast-import", "--quiet"],
        cwd=shop.folder,
        input="\n".join(pieces).encode(),
        check=True,
    )
    before = os.times()
    found = find_hands((commit, True) for commit in iter_history(shop.folder))
    after = os.times()
    assert len(found) == 700
    assert sum(len(people) for people in found.values()) > 1900
    # Processor time of this process and of Git: some 0.2 seconds on the machine it was written on.
    assert sum(after[:4]) - sum(before[:4]) < 5
