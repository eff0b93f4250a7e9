"""The covers of both handbooks, and the two proposals that the community voted on."""

from __future__ import annotations

from collections.abc import Callable

from drawing import (
    INK,
    ORANGE,
    ORANGE_DEEP,
    ORANGE_SOFT,
    SAND,
    SAND_DEEP,
    SKY,
    STONE,
    TEAL,
    TEAL_MID,
    TEAL_SOFT,
    WHITE,
    YELLOW,
    Drawing,
)
from vehicles import car_side


def _lake(d: Drawing, sun: float) -> None:
    """A road along a lake towards the setting sun; drawn for 1600 × 900."""
    d.rect(0, 0, 1600, 900, ORANGE_SOFT)
    d.rect(0, 300, 1600, 140, "#f5c79f")
    d.circle(1080, 380, sun, ORANGE)
    d.path(
        "M 0,440 C 200,250 360,380 520,300 C 700,210 820,360 960,330 C 1160,270 1380,330 1600,250 L 1600,450 L 0,450 Z",
        fill=TEAL_MID,
    )
    d.path("M 0,450 C 260,350 420,430 640,390 C 900,350 1200,430 1600,360 L 1600,450 Z", fill=TEAL)
    d.rect(0, 446, 1600, 260, "#e9b184")
    d.path(
        "M 0,446 C 260,540 420,470 640,500 C 900,530 1200,470 1600,530 L 1600,446 Z",
        fill=TEAL,
        opacity=0.35,
    )
    for number, y in enumerate(range(470, 700, 34)):
        half = sun * (0.9 - number * 0.09)
        d.line([(1080 - half, y), (1080 + half, y)], ORANGE, 10, opacity=0.8)
    d.path(
        "M 0,640 C 300,590 700,640 980,560 C 1120,516 1240,500 1330,452 L 1600,452 L 1600,900 L 0,900 Z",
        fill=TEAL,
    )
    d.path(
        "M 0,900 L 0,800 C 500,780 960,740 1200,600 C 1300,540 1340,500 1352,454 L 1366,454 C 1380,540 1300,690 1080,900 Z",
        fill=INK,
    )
    d.path(
        "M 420,862 C 800,830 1060,760 1240,620 C 1310,560 1340,510 1358,462",
        stroke=SAND,
        width=9,
        dash="46 40",
    )


def _boot(d: Drawing) -> None:
    """The open boot from behind; drawn for 1600 × 900."""
    d.rect(0, 0, 1600, 900, SKY)
    d.rect(0, 700, 1600, 200, SAND_DEEP)
    d.path(
        "M 380,300 C 420,120 560,70 800,70 C 1040,70 1180,120 1220,300 L 1180,316 L 420,316 Z",
        fill=TEAL,
    )
    d.path("M 470,270 C 510,160 620,120 800,120 C 980,120 1090,160 1130,270 Z", fill=TEAL_SOFT)
    d.path(
        "M 360,330 L 1240,330 C 1290,420 1300,560 1290,690 L 310,690 C 300,560 310,420 360,330 Z",
        fill=TEAL,
    )
    d.path("M 430,350 L 1170,350 L 1200,620 L 400,620 Z", fill=INK)
    for x in (352, 1188):
        d.rect(x - 30, 470, 100, 60, ORANGE, radius=14)
    d.rect(470, 430, 210, 190, ORANGE, radius=18)
    d.rect(545, 404, 60, 34, STONE, radius=8)
    d.rect(690, 470, 190, 150, TEAL_MID, radius=14)
    d.rect(690, 470, 190, 44, WHITE, radius=14)
    with d.moved(985, 545, turn=7):
        d.rect(-90, -120, 180, 194, YELLOW, radius=18)
        for rib in (-50, 0, 50):
            d.line([(rib, -90), (rib, 46)], WHITE, 4, opacity=0.5)
    d.ellipse(786, 452, 110, 26, SAND)
    d.path("M 726,446 C 730,380 842,380 846,446 Z", fill=SAND)
    d.path("M 728,440 L 844,440", stroke=ORANGE_DEEP, width=12)
    d.path("M 1080,618 C 1076,560 1100,530 1130,536 C 1160,530 1180,560 1180,618 Z", fill=STONE)
    d.rect(310, 660, 980, 60, TEAL, radius=20)
    for x in (420, 1080):
        d.rect(x, 700, 100, 70, INK, radius=18)


def owner_guide() -> Drawing:
    """Cover of 新手车主用车宝典."""
    d = Drawing(1600, 900)
    d.circle(1180, 330, 470, TEAL_SOFT)
    d.circle(1180, 330, 330, WHITE, opacity=0.5)
    d.rect(0, 700, 1600, 200, TEAL)
    d.rect(0, 694, 1600, 10, INK)
    car_side(d, 690, 410, 2.0, body=TEAL_MID, facing_right=True)
    for x, y, mark in (
        (740, 250, "充"),
        (930, 150, "胎"),
        (1150, 110, "灯"),
        (1370, 170, "雨"),
        (1500, 300, "冬"),
    ):
        d.circle(x, y, 56, WHITE)
        d.circle(x, y, 56, "none", stroke=ORANGE, width=7)
        d.text(x, y, mark, 46, fill=TEAL, anchor="middle", bold=True)
    d.rect(110, 150, 16, 270, ORANGE, radius=8)
    d.text(160, 210, "新手车主", 104, fill=TEAL, bold=True)
    d.text(160, 350, "用车宝典", 104, fill=TEAL, bold=True)
    d.text(164, 480, "提车以后一百天", 44, fill=INK)
    d.text(110, 800, "启程汽车与社区用户共同创作", 42, fill=WHITE)
    return d


def road_trip() -> Drawing:
    """Cover of 夏季自驾出行攻略: the lake, with the sun enlarged as the vote asked."""
    d = Drawing(1600, 900)
    _lake(d, 190)
    d.rect(90, 62, 14, 210, ORANGE, radius=7)
    d.text(130, 110, "夏季自驾", 92, fill=TEAL, bold=True)
    d.text(130, 222, "出行攻略", 92, fill=TEAL, bold=True)
    with d.moved(560, 690, turn=-7):
        car_side(d, 0, 0, 0.75, body=ORANGE_DEEP, facing_right=True)
    d.text(1510, 90, "启程汽车与社区用户共同创作", 36, fill=TEAL, anchor="end")
    return d


def option_a() -> Drawing:
    """Proposal A as it was shown for the vote."""
    d = Drawing(1200, 675)
    with d.moved(scale=0.75):
        _lake(d, 120)
    d.pill(130, 74, "方案甲", 38)
    return d


def option_b() -> Drawing:
    """Proposal B as it was shown for the vote."""
    d = Drawing(1200, 675)
    with d.moved(scale=0.75):
        _boot(d)
    d.pill(130, 74, "方案乙", 38)
    return d


PICTURES: dict[str, Callable[[], Drawing]] = {
    "new-owner-guide/cover.webp": owner_guide,
    "summer-road-trip/cover.webp": road_trip,
    "summer-road-trip/cover-poll/option-a.webp": option_a,
    "summer-road-trip/cover-poll/option-b.webp": option_b,
}
