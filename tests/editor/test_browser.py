"""The visual editor in a real Chromium: open, edit, add a photo, save, and the check passes."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from kocbook.base.texts import load_texts
from kocbook.insight.state import all_facts
from kocbook.model.settings import EditorAccess, Site
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.editor.backend import Backend, find_backend, local_backend
from kocbook.site.editor.files import make_editor_files
from tests.conftest import Koc
from tests.editor.running import Running, changed_lines, run_editor
from tests.write.pictures import SECRETS, jpeg

pytestmark = pytest.mark.browser
TEXT, TITLE = "content/guide/tyre-check/index.md", "胎压怎么看"

ACCESS = EditorAccess("https://signin.example")


@pytest.fixture
def running(sample_repo: Path) -> Iterator[Running]:
    with run_editor(sample_repo, "--lang", "zh") as started:
        yield started


class Window:
    """A window on the editor that remembers what should not have happened."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.faults.append(said.text) if said.type == "error" else None,
        )
        self.page.on("request", lambda asked: self._check(asked.url, address))
        self.page.goto(f"{address}admin/")

    def _check(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.faults.append(f"outside: {url}")

    def open(self, collection: str, entry: str) -> None:
        """Open an entry the way people do."""
        self.page.get_by_role("link", name=collection).first.click()
        self.page.get_by_role("link", name=entry).click()

    def save(self) -> None:
        """Save, and wait until it is done."""
        self.page.get_by_role("button", name="保存").click()
        self.page.get_by_role("menuitem", name="保存到工作区").click()


@pytest.fixture
def window(browser: Browser, running: Running) -> Iterator[Window]:
    opened = Window(browser, running.address)
    yield opened
    opened.context.close()


def test_a_text_and_a_photo_are_saved_and_the_check_passes(
    window: Window, running: Running, tmp_path: Path
) -> None:
    photo = tmp_path / "IMG_0042 交车.jpg"
    photo.write_bytes(jpeg())
    page = window.page
    window.open("正文 ·", TITLE)
    box = page.locator("textarea")
    expect(box).to_have_value((running.folder / TEXT).read_text())
    box.press("Control+End")
    box.press_sequentially("到家再看一眼胎压。")
    page.get_by_role("button", name="插入照片").click()
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="选用已选中项目").click()
    page.get_by_label("照片里有什么").fill("交车区里，一辆车正在检查漆面")
    page.get_by_role("button", name="放进正文").click()
    window.save()
    expect(page.get_by_text("修改已保存")).to_be_visible(timeout=20_000)
    shown = page.frame_locator("iframe").get_by_alt_text("交车区里，一辆车正在检查漆面")
    expect(shown).to_have_js_property("naturalWidth", 21)  # turned, as the camera said
    assert window.faults == []
    assert changed_lines(running.folder) == [
        "+到家再看一眼胎压。",
        "+",
        "+![交车区里，一辆车正在检查漆面](img-0042.jpg)",
    ]
    stored = (running.folder / TEXT).with_name("img-0042.jpg").read_bytes()
    assert not any(secret in stored for secret in SECRETS)
    with Image.open(io.BytesIO(stored)) as image:
        assert dict(image.getexif()) == {0x0112: 6}  # which way is up, and nothing else
    result = Koc(running.folder)("check", "--lang", "en")
    assert (result.code, result.out) == (0, "26 records checked, and all is well.\n")


def test_one_field_of_a_brief_changes_one_line(window: Window, running: Running) -> None:
    page = window.page
    window.open("创作说明书 ·", "提车第一天")
    expect(page.get_by_label("标题", exact=True).first).to_have_value("提车第一天")
    page.get_by_label("背景").fill("车主常问：交车那天要看什么？")
    window.save()
    expect(page.get_by_text("修改已保存")).to_be_visible(timeout=20_000)
    assert window.faults == []
    assert changed_lines(running.folder) == [
        "-background: 车主常问。",
        "+background: 车主常问：交车那天要看什么？",
    ]


def test_what_the_check_refuses_is_told_in_the_editor_and_not_written(
    window: Window, running: Running
) -> None:
    page = window.page
    window.open("正文 ·", TITLE)
    page.locator("textarea").fill("看[这里](missing.jpg)。")
    window.save()
    expect(page.get_by_text("没有保存，因为这样存会有")).to_be_visible(timeout=20_000)
    assert changed_lines(running.folder) == []


def test_an_emptied_field_leaves_the_record(window: Window, running: Running) -> None:
    page = window.page
    window.open("成员", "xiao-man")
    expect(page.get_by_label("城市")).not_to_have_value("")
    page.get_by_label("城市").fill("")
    window.save()
    expect(page.get_by_text("修改已保存")).to_be_visible(timeout=20_000)
    assert [line[:6] for line in changed_lines(running.folder)] == ["-city:"]


def _publish(page: Page) -> None:
    page.get_by_role("button", name="发布").click()
    page.get_by_role("menuitem", name="立即发布").click()
    expect(page.get_by_text("修改已保存")).to_be_visible(timeout=20_000)


def test_what_a_service_gets_has_no_place_in_it_and_passes_the_check(
    browser: Browser, running: Running, sample_repo: Path, tmp_path: Path
) -> None:
    """The page of the site itself, with this machine in the place of the service."""
    community = load_community(WorkingTree(sample_repo)).community
    assert community is not None
    site = Site("https://a.example/", "https://github.com/a/b", editor=ACCESS)
    backend = find_backend(site)
    assert isinstance(backend, Backend)
    facts = all_facts(community, date(2026, 6, 30))
    files = make_editor_files(community, facts, load_texts("zh"), backend)
    config = yaml.safe_load(bytes(files["admin/config.yml"]))
    local = local_backend(site).settings
    sent: list[str] = []
    context = browser.new_context(
        storage_state={
            "origins": [
                {
                    "origin": running.address.rstrip("/"),
                    "localStorage": [
                        {"name": "decap-cms-user", "value": json.dumps({"backendName": "proxy"})}
                    ],
                }
            ]
        }
    )
    page = context.new_page()
    page.route("**/admin/", lambda route: route.fulfill(body=bytes(files["admin/index.html"])))
    changed = yaml.safe_dump(config | {"backend": local, "publish_mode": "simple"})
    page.route(
        "**/admin/config.yml", lambda route: route.fulfill(body=changed, content_type="text/yaml")
    )
    page.on("request", lambda asked: sent.append(asked.post_data or ""))
    page.goto(f"{running.address}admin/")
    page.get_by_role("link", name="创作说明书 ·").first.click()
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("背景").fill("no: 1:20 # '真的'？ 是 \"这样\"")
    _publish(page)
    page.goto(f"{running.address}admin/#/collections/text-guide")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="插入照片").click()
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    heic = tmp_path / "IMG_1.heic"
    heic.write_bytes(b"\0\0\0\x18ftypheic")
    page.locator("input[type=file]").set_input_files(heic)
    photo = tmp_path / "交车.JPG"
    photo.write_bytes(jpeg())
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="选用已选中项目").click()
    page.get_by_label("照片里有什么").fill("交车区")
    page.get_by_role("button", name="放进正文").click()
    _publish(page)
    context.close()
    assert ["HEIC" in one for one in told] == [True]
    saves = [json.loads(one) for one in sent if '"persistEntry"' in one]
    # What the editor itself writes as YAML is not how koc writes, but the check accepts it.
    [brief] = saves[0]["params"]["dataFiles"]
    (running.folder / brief["path"]).write_text(brief["raw"], encoding="utf-8")
    assert Koc(running.folder)("check").code == 0
    [asset] = saves[1]["params"]["assets"]
    data = base64.b64decode(asset["content"])
    assert not any(secret in data for secret in SECRETS)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (21, 33), {})
    assert re.fullmatch(r"content/guide/tyre-check/photo-[a-z0-9]+\.jpg", asset["path"])


def test_a_pattern_that_does_not_fit_is_told_before_anything_is_sent(
    window: Window, running: Running
) -> None:
    page = window.page
    window.open("成员", "xiao-man")
    page.get_by_label(re.compile("^署名")).fill("长" * 61)
    window.save()
    expect(page.get_by_text("请照这个样子写：安小北")).to_be_visible(timeout=20_000)
    assert changed_lines(running.folder) == []


def test_a_text_runs_no_script_in_the_editor(window: Window, running: Running) -> None:
    hurt = "window.hurt = top.hurt = 1"
    hostile = (
        f'<img src="x" onerror="{hurt}">\n\n<script>{hurt}</script>\n\n<svg onload="{hurt}"></svg>\n\n'
        f'<iframe srcdoc="<script>{hurt}</script>"></iframe>\n\n'
        f"[hier](javascript:{hurt.replace(' ', '')})\n\n结束。\n"
    )
    (running.folder / TEXT).write_text(hostile)
    page = window.page
    window.open("正文 ·", TITLE)
    preview = page.frame_locator("iframe")
    expect(preview.get_by_text("结束。")).to_be_visible(timeout=20_000)
    link = preview.get_by_text("hier")
    if link.count():
        link.click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert page.evaluate("window.hurt") is None
    assert all(frame.evaluate("window.hurt") is None for frame in page.frames)
    assert any("Content Security Policy" in fault for fault in window.faults)


def test_the_editor_speaks_english_too(browser: Browser, sample_repo: Path) -> None:
    with run_editor(sample_repo, "--lang", "en") as running:
        window = Window(browser, running.address)
        window.open("Members", "xiao-man")
        window.page.get_by_label("City").fill("Chengdu")
        window.page.get_by_role("button", name="Save").click()
        window.page.get_by_role("menuitem", name="Save to the working tree").click()
        expect(window.page.get_by_text("Changes saved")).to_be_visible(timeout=20_000)
        window.context.close()
        assert changed_lines(sample_repo) == ["-city: 成都", "+city: Chengdu"]
        assert window.faults == []
