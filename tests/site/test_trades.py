"""A community of any trade: what `koc init` writes and what its site says speak of no other trade."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import AUTHOR, Koc

# Written apart from the texts: words that only people with cars need.
CARS = re.compile(
    r"车|驾|开过|公里|轮胎|充电桩|续航|\b(?:cars?|owners?|vehicles?|driv(?:e|er|ing)|tyres?|number plates?|roads?|drove|kilomet\w+)\b",
    re.IGNORECASE,
)
INNOCENT = re.compile(r"购物车|code ?owners?|CODEOWNERS|owner,|drive the|\bowner\b(?=[\"':])")
STOVES = {
    "member": {"zh": "炉友", "en": "stove fan"},
    "members": {"zh": "炉友们", "en": "stove fans"},
    "product": {"zh": "炉子", "en": "stove"},
}
TRADES = {
    "stoves": (
        "山野炉具",
        "Shanye Stoves",
        {**STOVES, "member": {"zh": "炉友", "en": "stove fan"}},
    ),
    "bank": ("沿江银行", "Riverside Bank", None),
}


def begin(folder: Path, brand: str, brand_en: str) -> Koc:
    settings = {key: text for key, text in AUTHOR.items() if not key.endswith("_DATE")}
    settings["GIT_CONFIG_GLOBAL"] = os.devnull
    done = Koc(folder, settings)(
        *(
            "init",
            "club",
            "--yes",
            "--untried",
            *("--kocbook", "kocbook==0.1.0"),
            "--lang",
            "zh",
            "--name",
            f"{brand}共创",
            "--name-en",
            brand_en,
        ),
        *(
            "--brand",
            brand,
            "--brand-en",
            brand_en,
            "--lead-name",
            "顾青",
            "--lead-login",
            "guqing",
        ),
        *("--lead-number", "10101", "--repository", "https://github.com/club/book"),
    )
    assert done.code == 0, done.err
    return Koc(folder / "club", settings)


def said(folder: Path) -> str:
    """Return everything that the files below a folder say, without what makes a page work."""
    texts = [
        path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".html", ".md", ".yml", ".xml", ".json", ".webmanifest"}
        and ".git/" not in path.as_posix()
    ]
    whole = re.sub(
        r"<(?:script|style)\b.*?</(?:script|style)>", "", "\n".join(texts), flags=re.DOTALL
    )
    told = re.findall(r'\b(?:alt|title|aria-label|placeholder|content)="([^"]*)"', whole)
    return INNOCENT.sub("", re.sub(r"<[^>]*>", " ", "\n".join([whole, *told])))


@pytest.mark.parametrize("trade", TRADES)
def test_no_word_of_cars_in_a_community_of_another_trade(trade: str, tmp_path: Path) -> None:
    brand, brand_en, words = TRADES[trade]
    koc = begin(tmp_path, brand, brand_en)
    written = subprocess.run(
        ["git", "ls-files", "-z"], cwd=koc.folder, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    # What the tool runs and checks with speaks to programs and developers.
    told = [path for path in written if path and not path.startswith(("tooling/", ".github/work"))]
    for path in told:
        text = (koc.folder / path).read_text("utf-8")
        assert not CARS.search(INNOCENT.sub("", text)), (path, CARS.search(text))

    if words:
        settings = koc.folder / "community.yml"
        written_words = yaml.safe_dump({"words": words}, allow_unicode=True)
        settings.write_text(settings.read_text("utf-8") + written_words, "utf-8")
        assert koc("forms").code == 0
    built = koc("build")
    assert built.code == 0, built.err
    site = said(koc.folder / "site")
    found = CARS.search(site)
    assert not found, site[max(0, found.start() - 60) : found.end() + 60]
    members = "炉友们" if words else "伙伴们"
    assert f"{brand}的{members}，在这里一起写书" in site
    if words:
        join = (koc.folder / ".github/ISSUE_TEMPLATE/join.yml").read_text("utf-8")
        assert "您用的炉子 · Your stove" in join
    assert len(site) > 20_000


def test_the_sample_still_speaks_of_cars(site: Path) -> None:
    text = (site / "index.html").read_text("utf-8")
    assert CARS.search(text)
    assert "启程汽车的车主们，在这里一起写书" in text


def test_the_car_pack_speaks_of_cars_and_knows_its_words(tmp_path: Path) -> None:
    settings = {key: text for key, text in AUTHOR.items() if not key.endswith("_DATE")}
    done = Koc(tmp_path, settings | {"GIT_CONFIG_GLOBAL": os.devnull})(
        *(
            "init",
            "club",
            "--yes",
            "--untried",
            *("--kocbook", "kocbook==0.1.0"),
            "--name",
            "远山",
            "--brand",
            "远山汽车",
            "--lead-name",
            "顾青",
        ),
        *("--lead-login", "guqing", "--lead-number", "1", "--pack", "cars"),
        *("--repository", "https://github.com/club/book"),
    )
    assert done.code == 0, done.err
    record = yaml.safe_load((tmp_path / "club/community.yml").read_text("utf-8"))
    assert record["words"]["member"] == {"zh": "车主", "en": "owner"}
    assert (tmp_path / "club/modules/new-owner-guide/first-week/module.yml").is_file()
