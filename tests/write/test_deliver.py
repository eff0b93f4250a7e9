"""Delivering: names, links, cleaned pictures and the day in the claim, in one commit."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.intake.acts.text_links import relink
from tests.conftest import Koc
from tests.write import pictures
from tests.write.conftest import Clone

DELIVER = ["deliver", "night-drive", "--member", "xiao-man"]
HERE = "content/guide/night-drive/photographer"
TEXT = """## 夜里

![远光](./IMG%201.JPG) 和 ![近光](<图/前照灯.png> "夜") 和 ![后视](C:\\我的\\IMG 1.JPG)

<img src="图/前照灯.png" alt="灯"> [大图][a] ![网上](https://example.com/IMG%201.JPG)

```text
![](IMG%201.JPG)
```

[a]: ./图/前照灯.png
"""


@pytest.fixture
def clone(clone: Clone) -> Clone:
    clone.complete_team()
    return clone


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """What somebody has on the desk: a text, and pictures with names of cameras and of people."""
    folder = tmp_path / "我的 文章"
    (folder / "图").mkdir(parents=True)
    (folder / "文章.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    (folder / "IMG 1.JPG").write_bytes(pictures.jpeg())
    (folder / "图/前照灯.png").write_bytes(pictures.png())
    return folder


def test_deliver(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    result = quiet_koc(*DELIVER, str(desk / "文章.txt"), str(desk / "IMG 1.JPG"), "--lang", "en")
    assert (result.code, result.err) == (0, "")
    assert clone.git("rev-list", "--count", "main..HEAD") == "1"
    assert clone.git("symbolic-ref", "--short", "HEAD") == "deliver/guide-night-drive"
    assert clone.git("show", "--name-only", "--format=").splitlines() == [
        f"{HERE}/img-1.jpg",
        f"{HERE}/index.md",
        f"{HERE}/photo.png",
        "modules/guide/night-drive/claims/photographer.yml",
    ]
    wanted = TEXT.replace("(./IMG%201.JPG)", "(img-1.jpg)").replace("<图/前照灯.png>", "photo.png")
    wanted = wanted.replace("C:\\我的\\IMG 1.JPG", "img-1.jpg").replace("./图/", "图/")
    assert (clone.folder / HERE / "index.md").read_text() == wanted.replace(
        "图/前照灯.png", "photo.png"
    )
    claim = clone.folder / "modules/guide/night-drive/claims/photographer.yml"
    assert claim.read_text().endswith("delivered: 2026-06-30\n")
    for name in ("img-1.jpg", "photo.png"):
        data = (clone.folder / HERE / name).read_bytes()
        assert not any(secret in data for secret in pictures.SECRETS)
    assert "Taken out: place, camera and its settings, words" in result.out
    assert f"IMG 1.JPG → {HERE}/img-1.jpg" in result.out
    assert quiet_koc("check").code == 0


def test_no_secret_is_in_any_object_of_the_clone(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    assert quiet_koc(*DELIVER, str(desk / "文章.txt")).code == 0
    objects = clone.git(
        "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)"
    )
    for line in objects.splitlines():
        name, kind = line.split()
        if kind == "blob":
            import subprocess

            data = subprocess.check_output(["git", "cat-file", "blob", name], cwd=clone.folder)
            assert not any(secret in data for secret in pictures.SECRETS)


def test_a_revision_goes_on_the_same_branch(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    assert quiet_koc(*DELIVER, str(desk / "文章.txt")).code == 0
    same = quiet_koc(*DELIVER, str(desk / "文章.txt"))
    assert (same.code, clone.git("rev-list", "--count", "main..HEAD")) == (0, "1")
    text = desk / "文章.txt"
    text.write_text(TEXT + "\n再添一句。\n")
    assert quiet_koc(*DELIVER, str(text)).code == 0
    assert clone.git("symbolic-ref", "--short", "HEAD") == "deliver/guide-night-drive"
    assert clone.git("rev-list", "--count", "main..HEAD") == "2"
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("module", "names"),
    [
        # The camera's own name means the same picture; a name that had to be made up may not.
        ("car-wash", ["img-1.jpg", "index.md", "photo-2.png", "photo.png"]),
        # In a team everybody's files have a folder of their own.
        ("night-drive/photographer", ["img-1.jpg", "index.md", "photo-2.png", "photo.png"]),
    ],
)
def test_a_picture_that_may_be_anothers_is_not_replaced(
    quiet_koc: Koc, clone: Clone, desk: Path, module: str, names: list[str]
) -> None:
    member = "old-he" if module == "car-wash" else "xiao-man"
    deliver = ["deliver", module.partition("/")[0], str(desk / "文章.txt"), "--member", member]
    assert quiet_koc(*deliver).code == 0
    (desk / "图/前照灯.png").write_bytes(pictures.png(orientation=1))
    (desk / "IMG 1.JPG").write_bytes(pictures.jpeg(orientation=3))
    assert quiet_koc(*deliver).code == 0
    folder = clone.folder / f"content/guide/{module}"
    assert sorted(file.name for file in folder.iterdir()) == names


def test_a_folder_and_texts_of_other_encodings(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    for code in ("gb18030", "utf-16", "utf-8"):
        (desk / "文章.txt").write_bytes(f"## 灯\n\n看得清。{code}".encode(code))
        (desk / ".hidden").write_text("x")
        assert quiet_koc(*DELIVER, str(desk)).code == 0
        text = (clone.folder / HERE / "index.md").read_text()
        assert text == f"## 灯\n\n看得清。{code}\n"


@pytest.mark.parametrize("name", ["a.heic", "a.gif", "cut.jpg", "empty.txt", "none.jpg", "two"])
def test_what_cannot_be_taken_is_said_and_nothing_is_written(
    quiet_koc: Koc, clone: Clone, desk: Path, name: str
) -> None:
    made = {
        "a.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1",
        "a.gif": b"GIF89a",
        "cut.jpg": pictures.jpeg()[:700],
        "empty.txt": b" \n",
        "two": b"",
    }
    paths = [desk / name] if name == "empty.txt" else [desk / "文章.txt", desk / name]
    if name in made:
        (desk / name).write_bytes(made[name])
    if name == "two":
        paths = [desk / "文章.txt", desk / "b.md"]
        (desk / "b.md").write_text("b")
    before = clone.snapshot()
    result = quiet_koc(*DELIVER, *map(str, paths))
    assert (result.code, result.out) == (2, "")
    assert "故障" not in result.err
    assert clone.snapshot() == before


def test_what_the_check_refuses_is_not_written(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    (desk / "文章.txt").write_text("---\ntitle: x\n---\n\n![](nothing.jpg)\n")
    before = clone.snapshot()
    result = quiet_koc(*DELIVER, str(desk / "文章.txt"))
    assert result.code == 1
    assert "content-front-matter" in result.out
    assert clone.snapshot() == before


def test_only_who_holds_a_seat_delivers(quiet_koc: Koc, clone: Clone, desk: Path) -> None:
    text = str(desk / "文章.txt")
    assert quiet_koc("deliver", "night-drive", text, "--member", "old-he").code == 2
    assert quiet_koc("deliver", "first-day", text, "--member", "old-he").code == 2
    assert quiet_koc(*DELIVER).code == 2
    assert quiet_koc(*DELIVER, str(desk / "IMG 1.JPG")).code == 2  # no text yet


@given(st.text(max_size=200))
def test_words_without_links_stay(text: str) -> None:
    names = {Path("/desk/IMG 1.JPG"): "img-1.jpg"}
    assert relink(text, Path("/desk"), names) == (text, 0)


def test_two_files_of_one_name_are_told_apart() -> None:
    names = {Path("/desk/a/1.jpg"): "1.jpg", Path("/desk/b/1.jpg"): "1-2.jpg"}
    text = "![x](a/1.jpg) ![y](b/1.jpg) ![z](c/1.jpg)"
    assert relink(text, Path("/desk"), names)[0] == "![x](1.jpg) ![y](1-2.jpg) ![z](c/1.jpg)"
