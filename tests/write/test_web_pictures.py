"""Pictures on other sites come in at delivery, cleaned and with their source, or stay a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from kocbook.intake.remote.fetch import FetchError
from tests.conftest import Koc
from tests.write import pictures
from tests.write.conftest import Clone

DELIVER = ["deliver", "night-drive", "--member", "xiao-man", "--lang", "zh"]
HERE = "content/guide/night-drive/photographer"
WEB = "https://pic.example/a/%E7%81%AF%20Low.jpg"


@pytest.fixture
def clone(clone: Clone) -> Clone:
    clone.complete_team()
    return clone


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the web, which holds one photo."""
    found: list[str] = []

    def fetch(_: object, url: str, most: int) -> bytes:
        found.append(url)
        if url == WEB:
            return pictures.jpeg()
        if url.endswith(".html"):
            return b"<html>"
        raise FetchError("fetch-gone", url=url)

    monkeypatch.setattr("kocbook.intake.remote.fetch.Fetcher.fetch", fetch)
    return found


def deliver(koc: Koc, clone: Clone, tmp_path: Path, text: str, *more: str) -> tuple[str, str]:
    """Deliver a text; return what was said and the text as it stands now."""
    file = tmp_path / "稿子.md"
    file.write_text(text, "utf-8")
    result = koc(*DELIVER, str(file), *more)
    assert result.code == 0, result.out + result.err
    said = (result.out + result.err).replace("\n", "")
    return said, (clone.folder / HERE / "index.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("written", "stands"),
    [
        (f"![近光]({WEB})", '![近光](low.jpg "图片来自 pic.example")'),
        (f"![近光](<{WEB}>)", '![近光](low.jpg "图片来自 pic.example")'),
        (f"![近光]({WEB.replace('https', 'http')})", '![近光](low.jpg "图片来自 pic.example")'),
        (f"![近光]({WEB[6:]})", '![近光](low.jpg "图片来自 pic.example")'),
        (f'![近光]({WEB} "夜里")', '![近光](low.jpg "夜里")'),
        (f"![近光][灯]\n\n[灯]: {WEB}", "![近光][灯]\n\n[灯]: low.jpg"),
        (f'<img src="{WEB}" alt="近光">', '<img src="low.jpg" alt="近光">'),
    ],
)
def test_a_picture_on_another_site_comes_in(
    quiet_koc: Koc, clone: Clone, tmp_path: Path, asked: list[str], written: str, stands: str
) -> None:
    said, text = deliver(quiet_koc, clone, tmp_path, f"夜里。\n\n{written}\n")
    assert text == f"夜里。\n\n{stands}\n"
    assert asked == [WEB]
    assert "请确认您有权使用" in said
    assert "有 0 处要改" not in said
    data = (clone.folder / HERE / "low.jpg").read_bytes()
    assert not any(secret in data for secret in pictures.SECRETS)
    assert "image-remote" not in quiet_koc("check", "--format", "json").out


def test_what_cannot_be_had_stays_and_is_told(
    quiet_koc: Koc, clone: Clone, tmp_path: Path, asked: list[str]
) -> None:
    written = "![甲](https://gone.example/a.jpg)\n\n![乙](https://b.example/x.html)\n"
    said, text = deliver(quiet_koc, clone, tmp_path, written)
    assert text == written
    assert "没有取到 https://gone.example/a.jpg：那里没有这张图" in said
    assert "没有取到 https://b.example/x.html：那里的文件不是能放进手册的照片" in said
    assert quiet_koc("check", "--format", "json").out.count('"image-remote"') == 2


def test_code_and_links_ask_for_nothing_and_nor_does_who_does_not_want_to(
    quiet_koc: Koc, clone: Clone, tmp_path: Path, asked: list[str]
) -> None:
    written = f"[看]({WEB}) `![近光]({WEB})`\n\n```\n![近光]({WEB})\n```\n"
    assert deliver(quiet_koc, clone, tmp_path, written)[1] == written
    deliver(quiet_koc, clone, tmp_path, f"![近光]({WEB})\n", "--no-fetch")
    assert asked == []


def test_one_picture_shown_twice_is_asked_for_once(
    quiet_koc: Koc, clone: Clone, tmp_path: Path, asked: list[str]
) -> None:
    text = deliver(quiet_koc, clone, tmp_path, f"![甲]({WEB})\n\n![乙]({WEB})\n")[1]
    assert text.count("low.jpg") == 2
    assert asked == [WEB]
    again = deliver(quiet_koc, clone, tmp_path, f"![甲]({WEB})\n\n![乙]({WEB})\n")[1]
    assert again == text
