"""The site as MkDocs built it: links, structured data, published tables, the same bytes again."""

from __future__ import annotations

import filecmp
import json
import os
import threading
import time
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kocbook.base.errors import KocError
from kocbook.base.texts import load_texts
from kocbook.insight.credits import CreditState, all_credits
from kocbook.insight.names import public_name
from kocbook.insight.state import all_facts
from kocbook.model.community import Community
from kocbook.model.paths import RESERVED_HANDBOOKS
from kocbook.site.files.writer import MARKER
from kocbook.site.publish.build import build_site, place_site
from tests.builders import base_files, claim, load_files, review
from tests.site.built import AS_OF, copy_root


class Anchors(HTMLParser):
    """Collects where a page leads, and the ids that one can lead to."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.data: list[str] = []
        self._in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.links += [str(values[name]) for name in ("href", "src", "poster") if values.get(name)]
        if values.get("id"):
            self.ids.add(str(values["id"]))
        self._in_data = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False


@cache
def read_page(path: Path) -> Anchors:
    return Anchors(path.read_text(encoding="utf-8"))


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    broken = []
    for page in sorted(site.rglob("*.html")):
        if page.name == "404.html":
            continue
        for link in read_page(page).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                broken.append((str(page.relative_to(site)), link))
            elif parts.fragment and target.suffix == ".html":
                name = unquote(parts.fragment)
                if name not in read_page(target).ids and not name.startswith("__"):
                    broken.append((str(page.relative_to(site)), link))
    assert broken == []


def test_both_languages_have_the_same_pages(site: Path) -> None:
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    english = {name.removeprefix("en/") for name in pages if name.startswith("en/")}
    assert english == {name for name in pages if not name.startswith("en/")}


def test_no_handbook_can_take_the_place_of_a_page(site: Path, living: Community) -> None:
    folders = {path.name for path in site.iterdir() if path.is_dir()}
    assert folders - set(living.handbooks) <= RESERVED_HANDBOOKS


def test_structured_data_names_every_author(site: Path, living: Community) -> None:
    facts = all_facts(living, AS_OF)
    credits_of: dict[str, set[str]] = {}
    for line in all_credits(living, facts):
        if line.state is not CreditState.PROPOSED:
            credits_of.setdefault(line.key, set()).add(line.member)
    for key, fact in facts.items():
        if not fact.state.is_on_site:
            continue
        for folder, language in ((site, "zh"), (site / "en", "en")):
            (text,) = read_page(folder / key / "index.html").data
            data = json.loads(text)
            named = {person["name"] for person in data["author"]}
            named |= {role["contributor"]["name"] for role in data["contributor"]}
            wanted = {
                public_name(living, member, load_texts(language)) for member in credits_of[key]
            }
            assert named == wanted, key
            assert data["publisher"]["name"]


def test_covers_are_signed(site: Path, living: Community) -> None:
    for handbook in living.handbooks:
        (text,) = read_page(site / handbook / "index.html").data
        data = json.loads(text)
        assert data["@type"] == "Book"
        assert data["author"]
        page = (site / handbook / "index.html").read_text(encoding="utf-8")
        assert f"由{living.settings.brand.zh}与社区用户{data['author'][0]['name']}" in page


def test_published_tables(site: Path) -> None:
    board = json.loads((site / "data/board.json").read_text(encoding="utf-8"))
    assert board["as_of"] == AS_OF.isoformat()
    assert {"handbook", "module", "state", "seat", "claim_url"} <= board["rows"][0].keys()
    credits_ = json.loads((site / "data/credits.json").read_text(encoding="utf-8"))
    keys = ["handbook", "module", "seat", "role", "member", "name", "state", "share"]
    assert all(list(row) == keys for row in credits_["rows"])


def test_every_claim_address_of_the_board_exists(site: Path, living: Community) -> None:
    root = living.settings.site.url
    for row in json.loads((site / "data/board.json").read_text(encoding="utf-8"))["rows"]:
        if row["claim_url"]:
            path, _, anchor = row["claim_url"].removeprefix(root).partition("#")
            assert anchor in read_page(site / path / "index.html").ids, row


def test_a_second_build_gives_the_same_bytes(site: Path, living: Community, tmp_path: Path) -> None:
    again = tmp_path / "again"
    build_site(copy_root(tmp_path / "root"), living, AS_OF, again)
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert names == {p.relative_to(again).as_posix() for p in again.rglob("*") if p.is_file()}
    _, different, unreadable = filecmp.cmpfiles(site, again, sorted(names), shallow=False)
    assert different + unreadable == []


def small_community(text: str) -> Community:
    return load_files(
        base_files()
        | {
            "modules/guide/tyres/claims/writer.yml": claim("owner-a", "2026-04-02"),
            "modules/guide/tyres/reviews/1-staff-a.yml": review("2026-04-08", "fully"),
            "content/guide/tyres/index.md": text,
        }
    )


def test_a_community_without_a_configuration_builds(tmp_path: Path) -> None:
    built = build_site(tmp_path / "root", small_community("正文。"), AS_OF, tmp_path / "site")
    assert built.pages == 2 * 19
    page = (built.site_dir / "guide/tyres/index.html").read_text(encoding="utf-8")
    assert '<div class="kb-text" lang="zh">\n<p>正文。</p>' in page


def test_a_build_that_fails_leaves_the_site_that_was_there(tmp_path: Path) -> None:
    root, target = tmp_path / "root", tmp_path / "site"
    build_site(root, small_community("正文。"), AS_OF, target)
    before = (target / "index.html").read_bytes()
    (root / "mkdocs.yml").write_text("INHERIT: nowhere.yml\n", encoding="utf-8")
    with pytest.raises(KocError) as caught:
        build_site(root, small_community("正文。"), AS_OF, target)
    assert "nowhere.yml" in str(caught.value.data["detail"])
    assert (target / "index.html").read_bytes() == before
    assert not list(tmp_path.glob(".koc-*"))


def test_readers_find_a_site_at_every_moment(tmp_path: Path) -> None:
    """While a site is exchanged for another hundreds of times, none of its files is ever missing."""
    site = tmp_path / "site"
    (site).mkdir()
    (site / MARKER).touch()
    (site / "index.html").write_text("0")
    missing, done = [], threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                (site / "index.html").read_text()
            except FileNotFoundError as error:
                missing.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(400):
        built = tmp_path / f"built-{number}"
        built.mkdir()
        (built / MARKER).touch()
        (built / "index.html").write_text(str(number))
        place_site(built, site, tmp_path / "old")
    done.set()
    reader.join()
    assert (site / "index.html").read_text() == "399"
    assert not missing


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    for name, age in ((".koc-build-old", 7 * 3600), (".koc-build-new", 60)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "koc").touch()
        then = time.time() - age
        os.utime(tmp_path / name, (then, then))
    build_site(tmp_path / "root", small_community("正文。"), AS_OF, tmp_path / "site")
    assert [path.name for path in tmp_path.glob(".koc-*")] == [".koc-build-new"]


def test_links_that_lead_nowhere_stop_no_build(tmp_path: Path) -> None:
    text = "[x](nowhere.md)\n\n![x](gone.jpg)\n\n[x](#nowhere)\n\n[x](../../desk/index.md#nowhere)"
    built = build_site(tmp_path / "root", small_community(text), AS_OF, tmp_path / "site")
    page = (built.site_dir / "guide/tyres/index.html").read_text("utf-8")
    assert 'href="nowhere.md"' in page


def test_a_folder_that_is_no_site_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "diary.txt").write_text("mine")
    with pytest.raises(KocError):
        build_site(tmp_path / "root", small_community("正文。"), AS_OF, target)
    assert (target / "diary.txt").read_text() == "mine"
