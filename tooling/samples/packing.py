"""Pictures of 后备箱装箱图: the boot in section, one more layer in each, then the driver's view."""

from __future__ import annotations

from collections.abc import Callable

from drawing import (
    GREY,
    INK,
    ORANGE,
    ORANGE_SOFT,
    RED,
    SAND,
    SAND_DEEP,
    SKY,
    STONE,
    TEAL,
    TEAL_MID,
    TEAL_SOFT,
    WHITE,
    Drawing,
)
from vehicles import seat_side, warning_triangle

FOLDER = "summer-road-trip/packing"
TITLES = ["先藏不常用的", "重的贴着靠背", "硬箱子围成墙", "软包塞缝", "拉一道绳", "从驾驶位看一眼"]
NOTES = [
    "充电线、气泵、警示牌放进下沉槽，再合上地板",
    "水箱和冰箱放最低处，急刹时没有助跑的距离",
    "两只行李箱横放，和水箱之间不留缝",
    "衣物软包和垫子填满角落",
    "固定带斜拉扣紧：推得动，飞不起来",
    "后窗要完整；挡住了，就拿掉一样",
]


def _page(step: int) -> Drawing:
    d = Drawing(1200, 900)
    d.rect(0, 770, 1200, 130, SAND_DEEP)
    d.badge(100, 92, str(step), 44)
    d.text(170, 92, TITLES[step - 1], 52, fill=TEAL, bold=True)
    d.text(600, 838, NOTES[step - 1], 36, anchor="middle")
    return d


def _shell(d: Drawing) -> None:
    d.path(
        "M 90,190 C 400,150 720,150 860,190 C 980,250 1060,400 1090,520 L 1100,720 L 90,720 Z",
        fill=WHITE,
    )
    d.path(
        "M 90,190 C 400,150 720,150 860,190 C 980,250 1060,400 1090,520 L 1100,720",
        stroke=TEAL,
        width=26,
    )
    d.path("M 880,214 C 970,276 1030,390 1062,500", stroke=SKY, width=16)
    d.path("M 90,600 L 1094,600 L 1100,740 L 90,740 Z", fill=TEAL)
    d.rect(500, 622, 540, 96, SAND, radius=12)
    seat_side(d, 110, 215, 1.3)
    d.line([(400, 386), (1052, 386)], STONE, 4, dash="4 14")
    d.text(860, 356, "窗沿高度", 28, fill=GREY, anchor="middle")


def _floor_items(d: Drawing, ink: str) -> None:
    for ring in (36, 26, 16):
        d.circle(700, 670, ring, "none", stroke=ink, width=8)
    d.rect(800, 642, 90, 56, ink, radius=10)
    d.circle(845, 670, 15, WHITE)
    warning_triangle(d, 580, 704, 66)
    d.rect(496, 592, 560, 16, STONE, radius=6)


def _heavy(d: Drawing, fill: str) -> None:
    d.rect(424, 500, 110, 92, fill, radius=8)
    d.rect(424, 404, 110, 90, fill, radius=8)
    d.text(479, 546, "冰箱", 30, fill=WHITE, anchor="middle", bold=True)
    d.text(479, 449, "水", 34, fill=WHITE, anchor="middle", bold=True)


def _cases(d: Drawing, fill: str) -> None:
    for top, width in ((500, 330), (404, 300)):
        d.rect(544, top, width, 92, fill, radius=16)
        for rib in range(5):
            d.line([(590 + rib * 50, top + 16), (590 + rib * 50, top + 76)], WHITE, 3, opacity=0.35)
        d.rect(544 + width, top + 26, 14, 40, INK, radius=5)


def _soft(d: Drawing, fill: str) -> None:
    d.path("M 890,592 C 884,520 910,490 960,496 C 1010,500 1040,540 1042,592 Z", fill=fill)
    d.path(
        "M 866,488 C 862,440 890,410 930,416 C 976,422 996,460 990,486 C 950,500 900,500 866,488 Z",
        fill=fill,
    )
    d.path("M 918,520 C 940,536 980,536 1004,522", stroke=WHITE, width=4, opacity=0.6)


def _strap(d: Drawing) -> None:
    d.path("M 420,394 L 860,394 L 1060,586", stroke=RED, width=14)
    d.rect(690, 376, 60, 38, INK, radius=8)
    d.circle(420, 394, 13, WHITE, stroke=INK, width=6)
    d.circle(1060, 586, 13, WHITE, stroke=INK, width=6)


def boot(step: int) -> Drawing:
    """The boot after `step` (1 to 5); what is new is orange."""
    d = _page(step)
    _shell(d)
    _floor_items(d, ORANGE if step == 1 else INK)
    if step >= 2:
        _heavy(d, ORANGE if step == 2 else TEAL_MID)
    if step >= 3:
        _cases(d, ORANGE if step == 3 else TEAL)
    if step >= 4:
        _soft(d, ORANGE if step == 4 else STONE)
    if step >= 5:
        _strap(d)
    if step == 1:
        d.leader((580, 660), (520, 500), "警示牌")
        d.leader((700, 650), (700, 500), "充电线", fill=ORANGE)
        d.leader((845, 650), (880, 500), "气泵", fill=ORANGE)
    return d


def mirror_view() -> Drawing:
    """The rear window seen in the interior mirror from the driver's seat."""
    d = _page(6)
    d.path("M 0,140 L 1200,140 L 1200,770 L 0,770 Z", fill=SKY)
    d.path(
        "M 0,560 C 200,470 420,520 600,480 C 820,430 1000,500 1200,450 L 1200,770 L 0,770 Z",
        fill=TEAL_SOFT,
    )
    d.path("M 0,770 L 0,700 C 300,650 900,650 1200,700 L 1200,770 Z", fill=INK)
    d.line([(600, 140), (600, 214)], INK, 26)
    d.path(
        "M 210,210 L 990,210 C 1030,216 1040,250 1034,290 L 1010,500 C 1000,540 970,552 930,552 L 270,552 "
        "C 230,552 200,540 190,500 L 166,290 C 160,250 170,216 210,210 Z",
        fill=INK,
    )
    d.path(
        "M 226,236 L 974,236 C 1000,240 1010,262 1006,290 L 984,490 C 978,516 960,526 930,526 L 270,526 "
        "C 240,526 222,516 216,490 L 194,290 C 190,262 200,240 226,236 Z",
        fill=TEAL,
    )
    d.path("M 330,266 L 870,266 L 920,420 L 280,420 Z", fill=SKY)
    d.path("M 290,420 C 420,380 760,380 910,420 Z", fill=TEAL_SOFT)
    d.polygon([(560, 420), (596, 320), (604, 320), (640, 420)], STONE)
    d.path(
        "M 270,526 L 290,452 L 420,452 L 430,526 Z M 770,526 L 780,452 L 910,452 L 930,526 Z",
        fill=INK,
    )
    d.rect(452, 448, 140, 78, ORANGE, radius=14)
    d.rect(606, 458, 140, 68, ORANGE_SOFT, radius=14)
    d.line([(280, 436), (920, 436)], WHITE, 5, dash="4 14")
    d.leader((872, 436), (960, 620), "行李低于这条线", fill=ORANGE)
    d.pill(400, 620, "后窗视野完整", fill=TEAL)
    d.rect(0, 140, 1200, 4, SAND)
    return d


def _step(number: int) -> Callable[[], Drawing]:
    return lambda: boot(number)


PICTURES: dict[str, Callable[[], Drawing]] = {
    **{f"{FOLDER}/step{number}.webp": _step(number) for number in range(1, 6)},
    f"{FOLDER}/step6.webp": mirror_view,
}
