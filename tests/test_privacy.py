"""What must not become public is found; numbers that cars are full of are not taken for it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kocbook.records.tree import WorkingTree
from kocbook.rules.privacy import (
    EMAIL,
    IDENTITY,
    LANDLINE,
    MOBILE,
    PLATE,
    find_private,
    is_identity_number,
    mask,
)
from tests.rules_overlays import FOLDER, check_root

PATTERNS = {
    "mobile": MOBILE,
    "landline": LANDLINE,
    "identity": IDENTITY,
    "email": EMAIL,
    "plate": PLATE,
}
PRIVATE = {
    "打我电话13800138000": "mobile",
    "微信同号：138-0013-8000。": "mobile",
    "+86 139 0013 9000": "mobile",
    "加１３８００１３８０００": "mobile",
    "家里 021-55512345": "landline",
    "(0755) 2555 1234": "landline",
    "身份证11010519491231002X": "identity",
    "写信到 lin.xm+club@mail.example": "email",
    "写信到 lin＠mail.example": "email",
    "停在川A·6B82K旁边": "plate",
    "川a 6b82k": "plate",
    "绿牌粤BD06832": "plate",
    "大车沪A06832D": "plate",
    "教练车京A1234学": "plate",
    "两地牌粤Z1F34港": "plate",
    "新A·7K219": "plate",
    "ＡＢ沪ＡＦ１２６８９": "plate",
}
HARMLESS = [
    "零件号 5C0 615 301 A，扭矩 110 N·m，最大 13000 转",
    "轮胎 215/55R17 94V，DOT 2323，胎压 2.5 bar（36 psi）",
    "2026-11-20 08:00:00，订单 20261120080000",
    "车架号 LSVAA49J132047371",
    "订单号 138001380001234 已签收",
    "里程 138001 公里，价格 139,900 元",
    "版本 13.8001.38000，坐标 30.6598,104.0633",
    "https://a.example/v/13800138000?id=13900139000",
    "救援 12122，客服 400-800-8888，报警 110",
    "2025 款全新A12345号，最新S60000公里，更新M12345",
    "川A 限行看尾号；川藏线 318 国道 2142 公里",
    "京东搜 E5 专用脚垫；新ES6 2025 款；吉利、长安 UNI-V",
    "云南 12345 热线；贵州 G60 高速；青海湖环湖 360 公里",
    "@车友 一起来；R18@5x112；3@1.2V",
    "湘江、赣江、闽江、桂林 A12345 包",
    "晋级 Q4 12345",
    "号码 110105194912310021 是编的",
]


def found_in(text: str) -> list[str]:
    return [
        name
        for name, pattern in PATTERNS.items()
        for _, number in find_private(pattern, text)
        if name != "identity" or is_identity_number(number)
    ]


@pytest.mark.parametrize(("text", "kind"), PRIVATE.items())
def test_private_numbers_are_found(text: str, kind: str) -> None:
    assert found_in(text) == [kind]


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_are_none(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_a_finding_tells_no_number_again(pattern: re.Pattern[str]) -> None:
    for text in PRIVATE:
        for _, number in find_private(pattern, text):
            assert number not in mask(number)
            assert sum(char.isalnum() for char in mask(number)) <= 5


PRIME = "谜语：13384966760 是质数吗？\n"


def check_prime(root: Path, brief: str, text: str) -> list[str]:
    """Lay a brief's line and a text over the base of the rules; return what is found and where."""
    shutil.copytree(FOLDER / "_base", root)
    with (root / "modules/guide/first-day/module.yml").open("a", encoding="utf-8") as file:
        file.write(brief)
    with (root / "content/guide/first-day/index.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")
    return [f"{one.rule} {one.location.path}" for one in check_root(WorkingTree(root))]


@pytest.mark.parametrize("listed", ["13384966760", "133-8496-6760", "133 8496 6760"])
def test_a_number_that_staff_say_is_no_phone_passes(tmp_path: Path, listed: str) -> None:
    assert check_prime(tmp_path / "it", f"not_phones: ['{listed}']\n", PRIME) == []


def test_without_quotes_the_brief_is_told_to_take_them(tmp_path: Path) -> None:
    found = check_prime(tmp_path / "it", "not_phones: [13384966760]\n", PRIME)
    assert found == ["record-typed modules/guide/first-day/module.yml"]


@pytest.mark.parametrize(
    "text", ["拨 13384966761。\n", "拨 +8613384966760。\n", "写 13384966760@mail.example\n"]
)
def test_other_numbers_are_found_still(tmp_path: Path, text: str) -> None:
    found = check_prime(tmp_path / "it", "not_phones: ['13384966760']\n", text)
    assert [one.split()[1] for one in found] == ["content/guide/first-day/index.md"]


def test_only_the_module_whose_brief_says_so_is_let_off(tmp_path: Path) -> None:
    root = tmp_path / "it"
    check_prime(root, "not_phones: ['13384966760']\n", PRIME)
    other = root / "modules/guide/night-drive/module.yml"
    brief = other.read_text(encoding="utf-8")
    background = "background: 谜底是 13384966760。"
    other.write_text(re.sub("(?m)^background:.*", background, brief), encoding="utf-8")
    found = [f"{one.rule} {one.location.path}" for one in check_root(WorkingTree(root))]
    assert found == ["privacy-mobile modules/guide/night-drive/module.yml"]


def test_an_identity_number_is_not_let_off(tmp_path: Path) -> None:
    number = "11010519491231002X"
    brief = f"not_phones: ['{number[:17]}']\n"
    found = check_prime(tmp_path / "it", brief, f"证件 {number}\n")
    assert found == ["privacy-identity content/guide/first-day/index.md"]
