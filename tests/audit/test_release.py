"""A release: locked once, built again later, and the same to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.audit.workshop import LAN, PAGE, Workshop
from tests.conftest import Koc

LEAD = "1005+gu-heng-car@users.noreply.github.com"
TAG = "v2026.11"
LOCK = f"releases/{TAG}.json"


@pytest.fixture
def released(sample_repo: Path, koc: Koc) -> Workshop:
    """The small community, whose lead has released it and merged the lock."""
    shop = Workshop(sample_repo)
    shop.git("config", "user.name", "Gu Heng")
    shop.git("config", "user.email", LEAD)
    koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    done = koc("publish", TAG, "--lang", "en")
    assert done.code == 0, done.out + done.err
    assert f"git tag {TAG} " in done.out
    shop.git("checkout", "-q", "main")
    shop.git("merge", "-q", "--ff-only", f"release/{TAG}")
    return shop


def read_site(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def read_lock(shop: Workshop) -> dict[str, object]:
    lock: dict[str, object] = json.loads((shop.folder / LOCK).read_bytes())
    return lock


def test_a_later_rebuild_is_the_same_to_the_byte(
    released: Workshop, koc: Koc, tmp_path: Path
) -> None:
    first = koc("build", "--release", TAG, "--site-dir", str(tmp_path / "first"), "--lang", "en")
    assert first.code == 0, first.out + first.err
    page = released.folder / PAGE
    released.change(LAN, PAGE, page.read_text("utf-8") + "\n后来加的一句。\n")
    he = (released.folder / "members/old-he.yml").read_text("utf-8")
    released.change(LAN, "members/old-he.yml", he.replace("老何", "何师傅"))
    released.git("mv", "content/guide/tyre-check", "content/guide/tyre-check-2")
    again = koc("build", "--release", TAG, "--site-dir", str(tmp_path / "again"), "--lang", "zh")
    assert again.code == 0, again.out + again.err
    one, two = read_site(tmp_path / "first"), read_site(tmp_path / "again")
    assert len(one) > 40
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
    assert not any("后来加的一句".encode() in data for data in two.values())


def test_the_lock_says_what_was_published(released: Workshop) -> None:
    lock = read_lock(released)
    assert lock["revision"] == released.git("rev-parse", "HEAD~1")
    assert lock["as_of"] == "2026-06-30"
    names = lock["names"]
    assert isinstance(names, dict)
    assert names["zh"]["old-he"] == "老何"
    assert "ma-jun" not in names["zh"]  # anonymous: credited by id, and named nowhere
    pages = lock["pages"]
    assert isinstance(pages, dict)
    page = pages["guide/first-day"]
    assert {line["member"] for line in page["credits"]} >= {"old-he", "xiao-man", "ma-jun"}
    assert len(page["text"]) == 12


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("text", "000000000000", "the text of guide/first-day"),
        ("credits", [], "the credits of guide/first-day"),
        ("media", {"a.webp": "0" * 64}, "pictures or videos of guide/first-day"),
    ],
)
def test_a_page_that_differs_is_a_finding(
    released: Workshop, koc: Koc, tmp_path: Path, part: str, value: object, said: str
) -> None:
    lock = read_lock(released)
    lock["pages"]["guide/first-day"][part] = value  # type: ignore[index]  # plain JSON
    released.write(LOCK, json.dumps(lock))
    done = koc("build", "--release", TAG, "--site-dir", str(tmp_path / "site"), "--lang", "en")
    assert done.code == 1
    assert said in " ".join(done.out.split())
    assert not (tmp_path / "site").exists()


def test_pages_gone_and_more_names_and_bytes(released: Workshop, koc: Koc) -> None:
    lock = read_lock(released)
    pages = lock["pages"]
    assert isinstance(pages, dict)
    pages["guide/never"] = pages.pop("guide/first-day")
    lock["names"]["en"]["old-he"] = "Old Ho"  # type: ignore[index]  # plain JSON
    lock["assembled"]["zh"] = "0" * 64  # type: ignore[index]  # plain JSON
    released.write(LOCK, json.dumps(lock))
    out = " ".join(koc("build", "--release", TAG, "--lang", "en").out.split())
    for words in ("has the page guide/never", "no page guide/first-day", "people's names", "byte"):
        assert words in out


def test_a_name_that_is_hidden_now_does_not_come_back(released: Workshop, koc: Koc) -> None:
    he = (released.folder / "members/old-he.yml").read_text("utf-8")
    released.change(LAN, "members/old-he.yml", he + "visibility: anonymous\n")
    done = koc("build", "--release", TAG, "--lang", "en")
    assert done.code == 1
    assert "release-hidden-name" in done.out


def test_who_left_is_in_no_lock_and_no_old_release_brings_them_back(
    released: Workshop, koc: Koc
) -> None:
    before = (released.folder / LOCK).read_text("utf-8")
    assert "old-he" in before
    assert "老何" in before
    assert koc("forget", "old-he", "--yes", "--lang", "en", "--member", "gu-heng").code == 0
    after = (released.folder / LOCK).read_text("utf-8")
    assert "old-he" not in after
    assert "老何" not in after
    wanted = json.loads(before)
    for names in wanted["names"].values():
        del names["old-he"]
    for page in wanted["pages"].values():
        for line in page["credits"]:
            line["member"] = line["member"].replace("old-he", "former-1")
    assert json.loads(after) == wanted
    done = koc("build", "--release", TAG, "--lang", "en")
    assert done.code == 1
    assert "somebody who has left since" in " ".join(done.out.split())
    # Its own request may hold that, and nothing more.
    ask = ("check", "--base", "main", "--head", "HEAD", "--actor", "old-he-car")
    assert koc(*ask).code == 0, koc(*ask).out
    lock = json.loads(after)
    lock["pages"].popitem()
    released.write(LOCK, json.dumps(lock, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    released.commit(LEAD)
    assert koc(*ask).code == 1


def test_another_version_of_the_tool_is_said(released: Workshop, koc: Koc, tmp_path: Path) -> None:
    lock = read_lock(released)
    lock["tool"] = "0.0.1"
    lock["assembled"]["zh"] = "0" * 64  # type: ignore[index]  # plain JSON
    released.write(LOCK, json.dumps(lock))
    done = koc("build", "--release", TAG, "--site-dir", str(tmp_path / "site"), "--lang", "en")
    assert done.code == 0
    assert "release-other-tool" in done.out


def test_a_tag_is_released_once_and_locks_are_whole(released: Workshop, koc: Koc) -> None:
    done = koc("publish", TAG, "--lang", "en")
    assert (done.code, "released already" in " ".join(done.err.split())) == (2, True)
    assert koc("build", "--release", "v9.9", "--lang", "en").code == 2
    assert koc("build", "--release", "../members/old-he").code == 2
    assert koc("publish", TAG, "writer").code == 2
    released.write(LOCK, "{")
    assert koc("build", "--release", TAG).code == 2


def test_nothing_is_released_while_somebody_is_missing(released: Workshop, koc: Koc) -> None:
    settings = (released.folder / "community.yml").read_text("utf-8")
    released.change(LEAD, "community.yml", settings.replace("audit: {history: records}\n", ""))
    done = koc("publish", "v2026.12", "--lang", "en")
    assert done.code == 1
    assert "audit-stranger" in done.out
    assert released.git("branch", "--list", "release/v2026.12") == ""


def test_only_the_lead_releases(released: Workshop, koc: Koc) -> None:
    released.git("config", "user.email", LAN)
    done = koc("publish", "v2026.12", "--lang", "en")
    assert done.code == 1
    assert "policy-lead-only" in done.out


def test_the_credits_tell_the_releases_and_pass_over_a_damaged_lock(
    released: Workshop, koc: Koc, tmp_path: Path
) -> None:
    (released.folder / "releases/v2026.10.json").write_text('{"tag": "v2026.10", "pages": [1]}')
    for language, words in (("", "发布过的版本"), ("en/", "Releases")):
        site = tmp_path / "site"
        assert koc("build", "--site-dir", str(site)).code == 0
        page = (site / f"{language}credits/index.html").read_text("utf-8")
        assert words in page
        assert f"koc build --release {TAG}" in page
        assert "v2026.10" not in page
    asked = koc("build", "--release", "v2026.10", "--lang", "en")
    assert asked.code == 2
    assert "releases/v2026.10.json" in asked.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_release_gives_seats_back_and_publish_takes_tags(koc: Koc, language: str) -> None:
    said = koc("release", TAG, "--lang", language)
    assert said.code == 2
    assert f"koc publish {TAG}" in said.err
    odd = koc("publish", "guide/night-drive", "--lang", language)
    assert odd.code == 2
    assert "guide/night-drive" in odd.err
