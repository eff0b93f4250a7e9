"""What must not become public is found; numbers that cars are full of are not taken for it."""

from __future__ import annotations

import re

import pytest

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
