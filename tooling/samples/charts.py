"""Charts and time lines: charging, winter, cooling, the first 1,000 km, a day with children."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drawing import (
    GREY,
    INK,
    ORANGE,
    ORANGE_DEEP,
    ORANGE_SOFT,
    SAND_DEEP,
    STONE,
    TEAL,
    TEAL_MID,
    TEAL_SOFT,
    WHITE,
    Drawing,
    Point,
)

Scale = Callable[[float], float]


def _axes(
    d: Drawing, ticks_x: Sequence[tuple[float, str]], ticks_y: Sequence[tuple[float, str]]
) -> None:
    d.rect(130, 150, 1010, 430, WHITE, radius=16)
    for y, label in ticks_y:
        d.line([(150, y), (1120, y)], SAND_DEEP, 3)
        d.text(116, y, label, 28, fill=GREY, anchor="end")
    for x, label in ticks_x:
        d.text(x, 612, label, 28, fill=GREY, anchor="middle")


def _smooth(points: Sequence[Point]) -> str:
    """A Catmull-Rom curve through the points, as SVG path data."""
    padded = [points[0], *points, points[-1]]
    data = f"M {points[0][0]:.1f},{points[0][1]:.1f}"
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(
        padded, padded[1:], padded[2:], padded[3:], strict=False
    ):
        data += f" C {x1 + (x2 - x0) / 6:.1f},{y1 + (y2 - y0) / 6:.1f}"
        data += f" {x2 - (x3 - x1) / 6:.1f},{y2 - (y3 - y1) / 6:.1f} {x2:.1f},{y2:.1f}"
    return data


def charging_curve() -> Drawing:
    """Fast charging power over state of charge."""
    d = Drawing()
    d.heading("快充功率随电量下降", "长续航版实测一例")

    def at(charge: float, power: float) -> Point:
        return 180 + charge * 9.2, 560 - power * 2.9

    _axes(
        d,
        [(at(p, 0)[0], f"{p}%") for p in range(0, 101, 20)],
        [(at(0, p)[1], str(p)) for p in (0, 40, 80, 120)],
    )
    d.rect(at(80, 0)[0], 152, at(100, 0)[0] - at(80, 0)[0] + 10, 408, ORANGE_SOFT, radius=10)
    curve = _smooth(
        [
            at(c, p)
            for c, p in [
                (5, 96),
                (10, 120),
                (30, 112),
                (50, 92),
                (65, 70),
                (80, 45),
                (90, 22),
                (100, 8),
            ]
        ]
    )
    end, start = at(100, 0), at(5, 0)
    d.path(f"{curve} L {end[0]},{end[1]} L {start[0]},{start[1]} Z", fill=TEAL_SOFT, opacity=0.7)
    d.path(curve, stroke=TEAL, width=9)
    for charge, power in ((10, 120), (80, 45)):
        d.circle(*at(charge, power), 12, WHITE, stroke=ORANGE, width=7)
    d.text(at(10, 120)[0] + 26, at(10, 120)[1] - 22, "120 千瓦", 30, bold=True)
    d.text(at(80, 45)[0] + 22, at(80, 45)[1] - 24, "45 千瓦", 30, bold=True)
    d.pill(at(40, 0)[0], 510, "10% → 80%：32 分钟", 32)
    d.pill(1012, 210, "后 20%：38 分钟", 26, fill=ORANGE_DEEP)
    d.text(116, 150, "千瓦", 26, fill=GREY, anchor="end")
    d.text(640, 652, "电池电量", 26, fill=GREY, anchor="middle")
    return d


def winter_bars() -> Drawing:
    """Consumption at four temperatures, split into driving and heating."""
    d = Drawing()
    d.heading("气温与百公里电耗", "单程 23 公里通勤，空调 22 ℃")
    base, unit = 560.0, 14.2
    _axes(d, [], [(base - v * unit, str(v)) for v in (0, 10, 20)])
    rows = [("22 ℃", 12.8, 0.3), ("6 ℃", 14.0, 2.4), ("−8 ℃", 15.3, 5.6), ("−20 ℃", 16.9, 8.9)]
    for number, (label, driving, heating) in enumerate(rows):
        x = 200 + number * 185
        low, high = driving * unit, heating * unit
        d.rect(x, base - low, 110, low, TEAL)
        d.rect(x, base - low - high, 110, high, ORANGE)
        d.text(
            x + 55,
            base - low - high - 26,
            f"{driving + heating:.1f}",
            36,
            anchor="middle",
            bold=True,
        )
        d.text(x + 55, base - 30, f"{driving}", 28, fill=WHITE, anchor="middle")
        if heating > 2:
            d.text(
                x + 55,
                base - low - high / 2,
                f"{heating}",
                28,
                fill=INK,
                anchor="middle",
                bold=True,
            )
        d.text(x + 55, 612, label, 32, anchor="middle", bold=True)
    d.rect(955, 230, 32, 32, ORANGE, radius=6)
    d.text(1000, 246, "取暖", 32)
    d.rect(955, 290, 32, 32, TEAL, radius=6)
    d.text(1000, 306, "行驶", 32)
    d.paragraph(955, 400, ["单位：", "度/百公里"], 28, fill=GREY)
    return d


def cooling() -> Drawing:
    """Cabin temperature with three ways of cooling it down."""
    d = Drawing()
    d.heading("三种降温次序", "头枕高度，降到 28 ℃ 为止")

    def at(minute: float, degrees: float) -> Point:
        return 170 + minute * 47, 560 - (degrees - 20) * 8.6

    _axes(
        d,
        [(at(m, 0)[0], f"{m} 分") for m in range(0, 21, 5)],
        [(at(0, t)[1], f"{t}℃") for t in (20, 40, 60)],
    )
    d.line([at(0, 28), at(20, 28)], ORANGE_DEEP, 4, dash="6 14")
    d.text(at(20, 28)[0] - 10, at(0, 28)[1] + 30, "28 ℃", 28, fill=ORANGE_DEEP, anchor="end")
    direct = [(0, 61), (4, 50), (8, 42), (12, 35), (18, 28)]
    aired = [(0, 61), (1, 44), (3, 38), (6, 32), (9, 28)]
    remote = [(0, 38), (2, 33), (5, 28)]
    for rows, ink, width in ((direct, STONE, 9), (aired, ORANGE, 11), (remote, TEAL, 11)):
        d.path(_smooth([at(*row) for row in rows]), stroke=ink, width=width)
        d.circle(*at(*rows[-1]), 13, WHITE, stroke=ink, width=7)
    d.pill(at(11.6, 0)[0] + 60, 205, "关窗直接开最大：18 分钟", 28, fill=GREY)
    d.line([(at(10, 0)[0], 232), at(7, 44.5)], GREY, 3)
    d.pill(at(14, 0)[0], 285, "先通风一分钟再开：9 分钟", 28, fill=ORANGE_DEEP)
    d.line([(at(10.2, 0)[0], 300), at(5, 34.5)], ORANGE_DEEP, 3)
    d.pill(at(3, 0)[0] + 70, 525, "提前远程：5 分钟", 28)
    return d


def thousand_km() -> Drawing:
    """What to do when during the first 1,000 km."""
    d = Drawing()
    d.heading("头一千公里时间表")
    d.path("M 90,470 C 300,430 420,500 620,456 C 820,412 940,480 1120,440", stroke=INK, width=64)
    d.path(
        "M 90,470 C 300,430 420,500 620,456 C 820,412 940,480 1120,440",
        stroke=WHITE,
        width=5,
        dash="22 26",
    )
    stops = [
        (170, 459, "0", ["养轮胎、养刹车", "弯慢一点，距离多一点"]),
        (440, 470, "300", ["认识动能回收", "先弱档，再标准档"]),
        (730, 439, "600", ["摸清自己的电耗", "从八成用到两成一次"]),
        (1020, 452, "1000", ["停下来看一圈", "胎压、底盘、异响"]),
    ]
    for number, (x, y, km, (title, note)) in enumerate(stops):
        d.line([(x, y), (x, 330)], ORANGE, 5)
        d.rect(x - 130, 180, 260, 150, WHITE, radius=18)
        d.text(x, 228, title, 31, fill=TEAL, anchor="middle", bold=True)
        d.text(x, 284, note, 23, fill=GREY, anchor="middle")
        d.circle(x, y, 20, ORANGE, stroke=WHITE, width=6)
        d.text(x, 560, f"{km} 公里", 34, anchor="middle", bold=number in (0, 3))
    d.text(
        600,
        625,
        "不急加速 · 不急刹车 · 不长时间顶着高速跑",
        30,
        fill=TEAL,
        anchor="middle",
        bold=True,
    )
    return d


def family_rhythm() -> Drawing:
    """A seven-hour day in three stages, with its stops."""
    d = Drawing()
    d.heading("七小时，过成三段", "车充电的时候，人也在充电")

    def at(hour: float) -> float:
        return 90 + (hour - 6.5) * 131.6

    parts = [
        (6.5, 8.5, "第一段", "接着睡", TEAL),
        (8.5, 9.25, "停", "早饭", ORANGE),
        (9.25, 10.5, "第二段", "讲故事", TEAL_MID),
        (10.5, 11.75, "接着走", "看窗外", TEAL_MID),
        (11.75, 12.75, "停", "午饭", ORANGE),
        (12.75, 14.25, "第三段", "午睡", TEAL),
    ]
    for start, end, title, note, ink in parts:
        left, width = at(start), at(end) - at(start) - 6
        d.rect(left, 270, width, 150, ink, radius=16)
        d.text(
            left + width / 2,
            320,
            title,
            34,
            fill=INK if ink == ORANGE else WHITE,
            anchor="middle",
            bold=True,
        )
        d.text(
            left + width / 2, 374, note, 26, fill=INK if ink == ORANGE else WHITE, anchor="middle"
        )
    for hour, label in (
        (6.5, "6:30"),
        (8.5, "8:30"),
        (9.25, "9:15"),
        (11.75, "11:45"),
        (12.75, "12:45"),
        (14.25, "14:15"),
    ):
        d.text(at(hour), 456, label, 27, fill=GREY, anchor="middle")
    d.line([(at(10.5) - 3, 236), (at(10.5) - 3, 428)], ORANGE, 8)
    d.pill(at(10.5), 214, "10:30 短停：跳一跳", 27, fill=ORANGE_DEEP)
    for hour, text in ((8.875, "充 25 分钟"), (12.25, "充 30 分钟")):
        d.line([(at(hour), 480), (at(hour), 540)], ORANGE, 5)
        d.pill(at(hour), 566, text, 30, fill=ORANGE_DEEP)
    d.text(600, 634, "全乱了就停，计划是给大人安心的", 28, fill=TEAL, anchor="middle")
    return d


PICTURES: dict[str, Callable[[], Drawing]] = {
    "new-owner-guide/charging-basics/curve.webp": charging_curve,
    "new-owner-guide/winter-range/range-bars.webp": winter_bars,
    "new-owner-guide/first-1000-km/timeline.webp": thousand_km,
    "summer-road-trip/heat-battery/cooling.webp": cooling,
    "summer-road-trip/kids-on-board/rhythm.webp": family_rhythm,
}
