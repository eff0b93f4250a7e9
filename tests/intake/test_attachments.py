"""Attachments are found however GitHub writes them, and become pictures beside the words."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kocbook.intake.remote.attachments import (
    find_attachments,
    replace_attachments,
    says_something,
    without_attachments,
)
from kocbook.intake.remote.fetch import FetchError
from tests.intake.conftest import FrontDoor
from tests.write import pictures

UUID = "0b5f2c1e-1b1c-4f39-9e0f-3a4c5d6e7f80"
UP = f"https://github.com/user-attachments/assets/{UUID}"
OLD = "https://user-images.githubusercontent.com/1001/2-ab.png"
PRIVATE = "https://private-user-images.githubusercontent.com/1001/2-ab.png?jwt=a.b-c_d"
WASH = "guide/car-wash"


@pytest.mark.parametrize(
    ("text", "url", "alt"),
    [
        (f'<img width="1080" height="810" alt="车顶的霜" src="{UP}" />', UP, "车顶的霜"),
        (f"<img src='{UP}' alt='Image'>", UP, None),
        (f"<IMG SRC={UP}>", UP, None),
        (f"![车顶的霜]({UP})", UP, "车顶的霜"),
        (f"![IMG_2031]({UP})", UP, None),
        (f'![image](<{OLD}> "x")', OLD, None),
        (f"![微信图片_20261120]({PRIVATE})", PRIVATE, None),
        (f"[![霜]({UP})](https://example.com)", UP, "霜"),
        (f"[开门的视频]({UP})", UP, "开门的视频"),
        (f"看这里：{UP}。", UP, None),
        (f"{UP}\n", UP, None),
        ("![图](https://example.com/a.png)", "https://example.com/a.png", "图"),
        ("https://github.com/o/r/assets/1/a-b", "https://github.com/o/r/assets/1/a-b", None),
    ],
)
def test_every_way_of_writing_is_found(text: str, url: str, alt: str | None) -> None:
    (found,) = find_attachments(text)
    assert (found.url, found.alt) == (url, alt)
    assert url not in replace_attachments(text, [found], ["<>"])


@pytest.mark.parametrize(
    "text",
    [
        "[说明书](https://example.com/a.pdf)",
        "https://github.com/club/handbooks/issues/12",
        f"```\n![x]({UP})\n```",
        "![本地](photo.jpg)",
        "[x](/user-attachments/assets/1)",
    ],
)
def test_other_links_and_code_are_left_alone(text: str) -> None:
    assert find_attachments(text) == []


@given(st.text(st.sampled_from("![]()<>img src=\"'/hs:t.pgub \n`x图"), max_size=120))
def test_any_text_is_searched_quickly_and_nothing_else_changes(text: str) -> None:
    found = find_attachments(text)
    same = [text[one.start : one.end] for one in found]
    assert replace_attachments(text, found, same) == text
    assert len(without_attachments(text)) <= len(text)


@pytest.mark.parametrize(
    "text", ["![" * 20_000, "<img " * 20_000, "https://" * 20_000, "[" * 50_000]
)
def test_hostile_text_takes_no_time(text: str) -> None:
    find_attachments(text)


@pytest.mark.parametrize(
    "alt",
    [
        "",
        "image",
        "Image",
        "图片",
        "IMG_2031",
        "IMG_2031.HEIC",
        "a.png",
        "Screenshot 2026-11-20 at 10.11.12",
        "屏幕截图 2026-11-20",
        "1000012345",
    ],
)
def test_a_file_name_is_no_description(alt: str) -> None:
    assert not says_something(alt)


@pytest.mark.parametrize("alt", ["车顶的霜", "Frost on the roof", "第 2 步：按住按钮", "仪表盘"])
def test_a_few_words_are_one(alt: str) -> None:
    assert says_something(alt)


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes | str]:
    """What each address holds; a word is the reason why it cannot be had."""
    held: dict[str, bytes | str] = {}

    def fetch(_: object, url: str, most: int) -> bytes:
        found = held.get(url, "fetch-gone")
        if isinstance(found, str):
            raise FetchError(found, url=url, max=most >> 20)
        return found

    monkeypatch.setattr("kocbook.intake.remote.fetch.Fetcher.fetch", fetch)
    return held


def blob(door: FrontDoor, branch: str, path: str) -> bytes:
    return bytes(
        door.clone.folder
        and __import__("subprocess")
        .run(
            ["git", "show", f"{branch}:{path}"],
            cwd=door.clone.folder,
            check=True,
            capture_output=True,
        )
        .stdout
    )


def send(door: FrontDoor, **said: Any) -> dict[str, Any]:
    return door.send("deliver", "old-he", {"module": WASH, **said})


def test_photos_come_in_upright_and_tell_nothing(
    door: FrontDoor, camera: dict[str, bytes | str]
) -> None:
    camera |= {UP: pictures.jpeg(), OLD: pictures.png()}
    text = f'先冲一遍。\n\n<img alt="车顶的霜" src="{UP}" />\n\n再擦干。'
    done = send(door, text=text, photos=f"![IMG_1]({OLD})", alt="擦干以后[左侧]")
    assert done["ok"], done["reply"]
    page = door.read("issue/12", f"content/{WASH}/index.md")
    assert page == (
        "先冲一遍。\n\n![车顶的霜](old-he-1.jpg)\n\n再擦干。\n\n![擦干以后（左侧）](old-he-2.webp)"
    )
    for name in ("old-he-1.jpg", "old-he-2.webp"):
        data = blob(door, "issue/12", f"content/{WASH}/{name}")
        assert not any(secret in data for secret in pictures.SECRETS)
        assert not Image.open(io.BytesIO(data)).getexif()
    assert "old-he-1.jpg" in done["reply"]


def test_a_photo_without_words_is_asked_about(
    door: FrontDoor, camera: dict[str, bytes | str]
) -> None:
    camera |= {UP: pictures.jpeg(), OLD: pictures.jpeg()}
    done = send(door, text="洗车", photos=f"![a b]({UP})\n![IMG_2]({OLD})")
    assert "（第 2 张）" in done["reply"]
    assert done["branch"] is None


def test_photos_need_the_tick(door: FrontDoor, camera: dict[str, bytes | str]) -> None:
    camera[UP] = pictures.jpeg()
    assert "照片检查" in send(door, text=f"![霜]({UP})", careful="")["reply"]


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("fetch-gone", "可能已经删掉了"),
        ("fetch-private", "在内部网络里"),
        ("fetch-elsewhere", "转去了别的地方"),
        ("fetch-host", "不是上传到这里的"),
        ("fetch-slow", "太慢"),
        ("fetch-large", "MB"),
        ("fetch-redirects", "转来转去"),
        ("fetch-failed", "下载不了"),
        (b"<html>sign in</html>", "不是照片"),
        (b"GIF89a" + b"\0" * 40, "会动的图片"),
        (b"\xff\xd8\xff\xe0broken", "可能没有传完"),
    ],
)
def test_what_cannot_be_used_is_said_kindly(
    door: FrontDoor, camera: dict[str, bytes | str], held: bytes | str, words: str
) -> None:
    camera[UP] = held
    done = send(door, text=f"![霜]({UP})")
    assert not done["ok"]
    assert words in done["reply"]


def make_wall(door: FrontDoor) -> None:
    """Let the poll of the sample be a wall of photos."""
    brief = door.clone.folder / "modules/guide/cover-vote/module.yml"
    kept = brief.read_text("utf-8").replace("form: poll", "form: gallery").partition("options:")
    brief.write_text(kept[0], "utf-8")
    door.clone.git("commit", "-qam", "照片墙")


def test_a_photo_wall_takes_a_photo_with_a_line(
    door: FrontDoor, camera: dict[str, bytes | str]
) -> None:
    make_wall(door)
    camera[UP] = pictures.jpeg()
    done = door.send(
        "respond",
        "xiao-man",
        {"module": "guide/cover-vote", "text": "早安", "photos": UP, "alt": "江边"},
    )
    assert done["ok"], done["reply"]
    made = door.read("issue/12", "modules/guide/cover-vote/responses/xiao-man.yml")
    assert "media: [xiao-man-12-1.jpg]" in made
    assert "alt: [江边]" in made
    assert "text: 早安" in made


def test_an_edited_response_adds_no_picture_twice_and_drops_what_was_taken_out(
    door: FrontDoor, camera: dict[str, bytes | str]
) -> None:
    make_wall(door)
    camera |= {UP: pictures.jpeg(), OLD: pictures.png()}
    said = {"module": "guide/cover-vote", "text": "早安", "alt": "江边\n桥上"}
    path = "modules/guide/cover-vote/responses/xiao-man.yml"
    edited = {"action": "edited"}
    assert door.send("respond", "xiao-man", {**said, "photos": f"{UP}\n{OLD}"})["ok"]
    door.clone.git("merge", "-q", "issue/12")
    more = {**said, "photos": f"{UP}\n{OLD}", "text": "早安，各位"}
    assert door.send("respond", "xiao-man", more, **edited)["ok"]
    assert "media: [xiao-man-12-1.jpg, xiao-man-12-2." in door.read("issue/12", path)
    assert "xiao-man-12-3" not in door.clone.git("ls-tree", "-r", "--name-only", "issue/12")
    door.clone.git("merge", "-q", "issue/12")
    done = door.send("respond", "xiao-man", {**said, "photos": UP}, **edited)
    assert done["ok"], done["reply"]
    assert "media: [xiao-man-12-1.jpg]" in door.read("issue/12", path)
    assert "xiao-man-12-2" not in door.clone.git("ls-tree", "-r", "--name-only", "issue/12")


def test_more_photos_follow_the_words_that_stand(
    door: FrontDoor, camera: dict[str, bytes | str]
) -> None:
    camera |= {UP: pictures.jpeg(), OLD: pictures.png()}
    assert send(door, text=f"第一版。\n\n![霜]({UP})")["ok"]
    door.clone.git("merge", "-q", "issue/12")
    done = send(door, photos=f"![擦干]({OLD})")
    assert done["ok"], done["reply"]
    page = door.read("issue/12", f"content/{WASH}/index.md")
    assert page == "第一版。\n\n![霜](old-he-1.jpg)\n\n![擦干](old-he-2.webp)"


def test_a_picture_from_another_site_comes_in_with_its_source(
    door: FrontDoor, camera: dict[str, bytes | str]
) -> None:
    web = "https://pic.example/a.jpg"
    camera[web] = pictures.jpeg()
    done = send(door, text=f"先冲一遍。\n\n![车顶的霜]({web})")
    assert done["ok"], done["reply"]
    page = door.read("issue/12", f"content/{WASH}/index.md")
    assert page == '先冲一遍。\n\n![车顶的霜](old-he-1.jpg "图片来自 pic.example")'
    assert "请确认您有权使用" in done["reply"]
    assert "make sure that you may use them" in done["reply"]
    assert "pic.example/a.jpg" in done["reply"].replace("\u200b", "")


@pytest.mark.parametrize("held", ["fetch-gone", "fetch-private", b"<html>"])
def test_what_another_site_does_not_give_is_asked_from_the_phone(
    door: FrontDoor, camera: dict[str, bytes | str], held: bytes | str
) -> None:
    camera["https://pic.example/a.jpg"] = held
    done = send(door, text="![霜](https://pic.example/a.jpg)")
    assert not done["ok"]
    assert "先存到手机里" in done["reply"]
