"""`koc audit --propose`: the missing credits as one request, or nothing at all."""

from __future__ import annotations

import json

import pytest

from tests.audit.test_command import CREDITS, page_text, shop
from tests.audit.workshop import PAGE, Workshop
from tests.conftest import Koc

__all__ = ["shop"]
HENG = "1005+gu-heng-car@users.noreply.github.com"
STRANGER = "aunt@home.example"
ME = ("--member", "zhou-lan")


@pytest.fixture(autouse=True)
def alone(koc: Koc, monkeypatch: pytest.MonkeyPatch) -> None:
    koc.environment.update(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: False)


def correct(shop: Workshop, *emails: str) -> None:
    for number, email in enumerate(emails):
        shop.change(email, PAGE, page_text(shop) + f"\n第 {number} 处改过。\n")


def missing(koc: Koc, *words: str) -> list[str]:
    done = koc("audit", "--format", "json", *words)
    return [finding["rule"] for finding in json.loads(done.out)["findings"]]


def test_what_it_writes_closes_the_gaps(koc: Koc, shop: Workshop) -> None:
    correct(shop, HENG, STRANGER)
    done = koc("audit", "--propose", *ME, "--waive", STRANGER.partition("@")[0], "trivial")
    assert done.code == 0, done.out + done.err
    branch = shop.git("branch", "--show-current")
    assert branch.startswith("credits/")
    files = shop.git("show", "--name-only", "--format=", "HEAD").splitlines()
    assert files == [
        f"{CREDITS}/gu-heng--reviewing.yml",
        "modules/guide/first-day/waivers/1.yml",
    ]
    record = (shop.folder / files[0]).read_text("utf-8")
    assert "role: reviewing" in record
    assert "confirmed_by: zhou-lan" in record
    assert shop.git("rev-parse", "--short=8", "HEAD~2") in record
    assert missing(koc) == []
    assert koc("check").code == 0
    # The referee agrees: staff may write this, and main publishes after it.
    words = ("--base", "main", "--head", branch, "--actor", "zhou-lan-car:1004")
    assert koc("check", *words).code == 0


def test_a_proposal_is_confirmed_and_its_words_stay(koc: Koc, shop: Workshop) -> None:
    correct(shop, HENG)
    path = f"{CREDITS}/gu-heng--reviewing.yml"
    record = "member: gu-heng\nrole: reviewing\ndate: 2026-06-01\nevidence: 补了一句。  # 谢谢\n"
    shop.change(HENG, path, record)
    assert koc("audit", "--propose", *ME).code == 0
    assert (shop.folder / path).read_text("utf-8") == f"{record}confirmed_by: zhou-lan\n"
    assert missing(koc) == []


def test_ones_own_correction_waits_for_a_colleague(koc: Koc, shop: Workshop) -> None:
    correct(shop, HENG)
    done = koc("audit", "--propose", "--member", "gu-heng", "--lang", "en")
    assert done.code == 0, done.out + done.err
    assert "a colleague has to confirm" in " ".join(done.out.split())
    record = (shop.folder / f"{CREDITS}/gu-heng--reviewing.yml").read_text("utf-8")
    assert "confirmed_by" not in record
    assert missing(koc) == ["audit-uncredited"]
    assert koc("audit", "--propose", *ME).code == 0
    assert missing(koc) == []


def test_who_is_no_staff_writes_their_own_alone(koc: Koc, shop: Workshop) -> None:
    correct(shop, HENG)
    shop.write("modules/guide/first-day/credits/ma-jun--testing.yml", "")
    shop.git("rm", "-qf", "modules/guide/first-day/credits/ma-jun--testing.yml")
    correct(shop, "1002+ma-jun-car@users.noreply.github.com")
    assert missing(koc) == ["audit-uncredited", "audit-uncredited"]
    done = koc("audit", "--propose", "--member", "ma-jun", "--lang", "en")
    assert done.code == 0, done.out + done.err
    files = shop.git("show", "--name-only", "--format=", "HEAD").splitlines()
    assert files == ["modules/guide/first-day/credits/ma-jun--reviewing.yml"]
    assert "confirmed_by" not in (shop.folder / files[0]).read_text("utf-8")


def test_nothing_is_written_where_something_is_wrong(koc: Koc, shop: Workshop) -> None:
    correct(shop, STRANGER)
    state = shop.git("show-ref"), shop.git("status", "--porcelain")
    done = koc("audit", "--propose", *ME, "--lang", "en")
    assert done.code == 1
    assert "Nobody knows" in done.out
    done = koc("audit", "--propose", *ME, "--waive", "nobody-at-all", "bot", "--lang", "en")
    assert done.code == 2
    assert "does not miss" in done.err
    assert koc("audit", "--propose", *ME, "--head", "main").code == 2
    shop.write("content/guide/first-day/loose.txt", "x")
    assert koc("audit", "--propose", *ME).code != 0
    (shop.folder / "content/guide/first-day/loose.txt").unlink()
    assert (shop.git("show-ref"), shop.git("status", "--porcelain")) == state


def test_all_are_credited_already(koc: Koc, shop: Workshop) -> None:
    done = koc("audit", "--propose", *ME, "--lang", "en")
    assert done.code == 0
    assert "Nothing to write" in done.out


def test_waivers_are_numbered_on(koc: Koc, shop: Workshop) -> None:
    correct(shop, "a@home.example", "b@home.example")
    done = koc("audit", "--propose", *ME, "--waive", "a", "trivial", "--waive", "b", "declined")
    assert done.code == 0, done.out + done.err
    folder = shop.folder / "modules/guide/first-day/waivers"
    assert sorted(path.name for path in folder.iterdir()) == ["1.yml", "2.yml"]
    assert missing(koc) == []
