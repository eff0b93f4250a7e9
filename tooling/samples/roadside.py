"""Pictures about the road: rain, the warning triangle, mountains, charging stops, blind zones."""

from __future__ import annotations

from collections.abc import Callable

from drawing import (
    INK,
    ORANGE,
    ORANGE_DEEP,
    ORANGE_SOFT,
    RED,
    SAND_DEEP,
    SKY,
    STONE,
    TEAL,
    TEAL_MID,
    TEAL_SOFT,
    WHITE,
    Drawing,
)
from vehicles import car_side, car_top, warning_triangle, wheel


def _person(d: Drawing, x: float, y: float, scale: float = 1.0) -> None:
    with d.moved(x, y, scale=scale):
        d.circle(0, -92, 18, INK)
        d.path("M -20,-66 C -14,-74 14,-74 20,-66 L 16,-18 L -16,-18 Z", fill=ORANGE)
        d.line([(-8, -18), (-8, 0)], INK, 12)
        d.line([(8, -18), (8, 0)], INK, 12)
        d.line([(-18, -48), (18, -48)], WHITE, 5)


def triangle() -> Drawing:
    """How far back the warning triangle goes."""
    d = Drawing()
    d.heading("警示牌放多远", "弯道和坡后，再远一些")
    for top, label, distance, x in (
        (150, "普通道路", "50–100 米", 480),
        (400, "高速公路", "150 米以外", 240),
    ):
        d.rect(0, top + 96, 1200, 104, INK)
        if label == "高速公路":
            d.rect(0, top + 86, 1200, 10, STONE)
        d.line([(0, top + 148), (1200, top + 148)], WHITE, 5, dash="36 30", opacity=0.7)
        car_side(d, 860, top + 46, 0.62, facing_right=True)
        warning_triangle(d, x, top + 140, 74)
        d.line([(x, top + 170), (868, top + 170)], ORANGE, 5)
        d.arrow((x + 60, top + 170), (x, top + 170), ORANGE, 5, head=20)
        d.arrow((808, top + 170), (868, top + 170), ORANGE, 5, head=20)
        d.pill((x + 868) / 2, top + 122, distance, 34, fill=ORANGE_DEEP)
        d.text(60, top + 40, label, 36, fill=TEAL, bold=True)
        d.text(60, top + 170, "来车 →", 28, fill=WHITE)
    _person(d, 720, 484, 0.9)
    _person(d, 766, 484, 0.9)
    d.text(690, 432, "人在护栏外", 28, anchor="end", bold=True)
    return d


def rain() -> Drawing:
    """Following distance in rain, and water depth against the kerb."""
    d = Drawing()
    d.heading("雨天：多留四秒，看不见路沿就不走")
    for drop in range(26):
        x, y = 66 + (drop * 97) % 1080, 286 + (drop * 41) % 90
        d.line([(x, y), (x - 8, y + 22)], SKY, 4)
    for top, label, x, ink in ((140, "干路 2 秒", 520, TEAL), (292, "雨天 4 秒", 250, ORANGE_DEEP)):
        d.rect(60, top + 112, 1080, 14, STONE, radius=7)
        car_side(d, 870, top + 22, 0.6, body=TEAL_MID)
        car_side(d, x - 200, top + 22, 0.6, facing_right=True)
        d.line([(x + 60, top + 78), (860, top + 78)], ink, 5, dash="4 16")
        d.pill((x + 920) / 2, top + 60, label, 32, fill=ink)
    zones = [
        (60, 28, "一层水皮", "标线看得见：慢走", TEAL),
        (430, 53, "不到轮心一半", "低速匀速，不停", ORANGE_DEEP),
        (800, 124, "看不见路沿", "掉头，不走", RED),
    ]
    for left, depth, title, note, ink in zones:
        d.rect(left, 450, 340, 190, WHITE, radius=16)
        wheel(d, left + 74, 578, 46)
        d.rect(left + 130, 580, 30, 44, STONE)
        d.rect(left, 640 - depth * 0.72, 340, depth * 0.72, SKY, opacity=0.85)
        d.text(left + 226, 486, title, 29, fill=ink, anchor="middle", bold=True)
        d.text(left + 226, 528, note, 25, anchor="middle")
    return d


def climb() -> Drawing:
    """Energy on a mountain road."""
    d = Drawing(background=SKY)
    d.path(
        "M 0,675 L 0,520 C 200,500 260,360 380,300 C 440,270 520,200 610,190 C 700,200 780,300 860,350 "
        "C 960,410 1060,500 1200,520 L 1200,675 Z",
        fill=TEAL_SOFT,
    )
    d.path(
        "M 0,675 L 0,590 C 220,570 420,420 610,300 C 800,420 980,560 1200,590 L 1200,675 Z",
        fill=TEAL,
    )
    d.path("M 0,590 C 220,570 420,420 610,300 C 800,420 980,560 1200,590", stroke=INK, width=20)
    d.rect(60, 52, 12, 52, ORANGE, radius=6)
    d.text(92, 78, "翻一座山，电去哪儿了", 44, fill=TEAL, bold=True)
    with d.moved(225, 447, turn=-27):
        car_side(d, 0, 0, 0.42, facing_right=True)
    with d.moved(800, 338, turn=31):
        car_side(d, 0, 0, 0.42, body=ORANGE_DEEP, facing_right=True)
    d.arrow((150, 470), (330, 340), ORANGE, 10)
    d.arrow((890, 300), (1060, 410), TEAL_MID, 10)
    d.pill(310, 270, "上坡：每升 100 米 ≈ 0.6 度", 32, fill=ORANGE_DEEP)
    d.pill(930, 240, "下坡：收回一半多", 32)
    d.circle(610, 296, 16, WHITE, stroke=ORANGE, width=8)
    d.text(610, 250, "垭口", 34, anchor="middle", bold=True)
    d.paragraph(
        600,
        560,
        ["山脚出发前：爬升用电 + 平路用电 + 20% 余地"],
        34,
        fill=WHITE,
        anchor="middle",
        bold=True,
    )
    d.text(
        600,
        620,
        "例：升 1800 米、走 70 公里 ≈ 10.8 + 10.5 = 21.3 度",
        30,
        fill=WHITE,
        anchor="middle",
    )
    return d


def blind_zones() -> Drawing:
    """Where the surround view and the sensors miss things."""
    d = Drawing()
    d.heading("影像和雷达的盲区", "橙色处，请下车看")
    d.rect(60, 140, 560, 500, WHITE, radius=18)
    for x in (130, 550):
        d.line([(x, 160), (x, 620)], STONE, 6)
    for x, y in ((238, 196), (442, 196), (238, 548), (442, 548)):
        d.circle(x, y, 62, ORANGE_SOFT)
        d.circle(x, y, 62, "none", stroke=ORANGE, width=4)
    d.rect(282, 566, 116, 60, ORANGE, radius=12, opacity=0.85)
    car_top(d, 250, 190, 0.9)
    for number, (x, y) in enumerate(((238, 170), (340, 600), (152, 380), (528, 300)), 1):
        d.badge(x, y, str(number), 24)
    rows = [
        "四角拼接缝：细柱子会消失",
        "车尾低处：墩子滑出画面",
        "悬空物：尾板、卷帘门",
        "镜头脏、光线暗、有延迟",
    ]
    for number, row in enumerate(rows, 1):
        y = 196 + (number - 1) * 118
        d.rect(660, y - 46, 490, 92, WHITE, radius=16)
        d.badge(712, y, str(number), 26)
        d.text(758, y, row, 31)
    d.rect(60, 140, 560, 500, "none", radius=18, stroke=SAND_DEEP, width=4)
    return d


PICTURES: dict[str, Callable[[], Drawing]] = {
    "new-owner-guide/insurance-claim/triangle.webp": triangle,
    "new-owner-guide/rain-driving/rain.webp": rain,
    "new-owner-guide/parking-camera/blind-zones.webp": blind_zones,
    "summer-road-trip/mountain-road/climb.webp": climb,
}
