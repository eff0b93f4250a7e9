"""The nine entries of 晒出你的方向盘: one wheel, nine views through the windscreen."""

from __future__ import annotations

from collections.abc import Callable

from drawing import (
    GREY,
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
from vehicles import steering_wheel

FOLDER = "summer-road-trip/steering-wheel-wall"
NIGHT = "#17263a"
Scene = Callable[[Drawing], None]


def _hill(d: Drawing, base: float, height: float, ink: str) -> None:
    d.path(
        f"M 0,{base} C 200,{base - height} 380,{base - height * 0.3} 560,{base - height * 0.7} "
        f"C 760,{base - height * 1.1} 980,{base - height * 0.2} 1200,{base - height * 0.8} L 1200,900 L 0,900 Z",
        fill=ink,
    )


def _snow_pass(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, SKY)
    d.polygon([(100, 600), (430, 130), (720, 600)], TEAL_MID)
    d.polygon([(430, 130), (345, 252), (400, 232), (440, 280), (480, 230), (508, 256)], WHITE)
    d.polygon([(560, 600), (860, 190), (1150, 600)], TEAL)
    d.polygon([(860, 190), (784, 294), (840, 276), (876, 316), (936, 294)], WHITE)
    for x, y in ((240, 420), (640, 380), (980, 450)):
        for dx, r in ((-60, 34), (0, 48), (60, 30)):
            d.circle(x + dx, y, r, WHITE, opacity=0.9)
    _hill(d, 600, 60, TEAL_SOFT)


def _river_bridge(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, ORANGE_SOFT)
    d.circle(860, 330, 70, ORANGE)
    d.rect(0, 400, 1200, 500, TEAL_MID)
    for y in (430, 470, 520):
        d.line([(760, y), (960, y)], ORANGE_SOFT, 8, dash="60 30")
    for left in range(40, 1200, 230):
        d.path(
            f"M {left},380 C {left + 50},230 {left + 180},230 {left + 230},380",
            stroke=INK,
            width=14,
        )
        for step in range(1, 6):
            d.line([(left + step * 38, 290), (left + step * 38, 380)], INK, 4)
    d.rect(0, 376, 1200, 18, INK)


def _city_dusk(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, ORANGE)
    d.rect(0, 0, 1200, 160, ORANGE_DEEP)
    d.rect(0, 300, 1200, 600, ORANGE_SOFT)
    for number, (x, top) in enumerate(
        (
            (60, 320),
            (200, 220),
            (330, 360),
            (450, 180),
            (600, 300),
            (730, 240),
            (880, 340),
            (1010, 200),
            (1120, 300),
        )
    ):
        d.rect(x, top, 110, 600, TEAL if number % 2 else INK)
        for window in range(8):
            d.rect(
                x + 18 + (window % 3) * 28,
                top + 26 + (window // 3) * 44,
                16,
                22,
                YELLOW,
                opacity=0.8,
            )


def _sea(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, SKY)
    d.rect(0, 360, 1200, 540, TEAL_MID)
    d.polygon([(520, 350), (520, 190), (620, 350)], WHITE)
    d.polygon([(506, 350), (506, 220), (440, 350)], ORANGE)
    d.path("M 420,360 L 640,360 L 610,392 L 450,392 Z", fill=INK)
    _hill(d, 560, 40, SAND_DEEP)
    d.path("M 960,560 C 970,420 950,300 990,210", stroke=GREY, width=22)
    for end in ((850, 190), (880, 130), (1000, 110), (1100, 150), (1120, 230)):
        d.path(
            f"M 990,210 Q {(990 + end[0]) / 2},{end[1] - 40} {end[0]},{end[1] + 30}",
            stroke=TEAL,
            width=26,
        )


def _desert(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, ORANGE_SOFT)
    d.circle(600, 230, 90, YELLOW)
    d.path(
        "M 0,380 L 180,330 L 330,372 L 520,340 L 760,378 L 980,326 L 1200,372 L 1200,900 L 0,900 Z",
        fill=ORANGE,
    )
    d.rect(0, 390, 1200, 510, SAND_DEEP)
    d.polygon([(592, 390), (608, 390), (900, 900), (300, 900)], INK)
    d.line([(600, 400), (600, 900)], WHITE, 10, dash="40 40")


def _rain_hills(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, TEAL_SOFT)
    _hill(d, 430, 190, TEAL_MID)
    _hill(d, 540, 130, TEAL)
    for drop in range(70):
        x, y = (drop * 173) % 1200, (drop * 89) % 560
        d.line([(x, y), (x - 12, y + 40)], WHITE, 4, opacity=0.75)


def _meadow(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, SKY)
    d.circle(240, 170, 60, YELLOW)
    _hill(d, 470, 120, TEAL_SOFT)
    _hill(d, 560, 80, TEAL_MID)
    d.rect(700, 350, 170, 120, SAND)
    d.polygon([(676, 354), (785, 262), (894, 354)], ORANGE)
    d.rect(764, 400, 44, 70, ORANGE_DEEP)
    d.rect(1000, 350, 26, 130, ORANGE_DEEP)
    d.circle(1013, 300, 84, TEAL)


def _garage(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, STONE)
    d.rect(0, 0, 1200, 130, GREY)
    for x in (240, 600, 960):
        d.rect(x - 90, 92, 180, 16, WHITE)
    d.rect(0, 430, 1200, 470, SAND_DEEP)
    for x in (120, 1000):
        d.rect(x, 110, 110, 420, SAND)
        d.rect(x, 330, 110, 60, ORANGE)
        d.rect(x, 390, 110, 60, INK)
    d.line([(420, 430), (300, 620)], WHITE, 16)
    d.line([(790, 430), (910, 620)], WHITE, 16)
    d.text(600, 250, "C-17", 90, fill=TEAL, anchor="middle", bold=True)


def _night_stop(d: Drawing) -> None:
    d.rect(0, 0, 1200, 900, NIGHT)
    d.circle(930, 150, 56, SAND)
    d.circle(955, 134, 48, NIGHT)
    for star in range(36):
        d.circle((star * 211) % 1200, (star * 67) % 300, 3 + star % 3, WHITE, opacity=0.8)
    d.rect(220, 330, 600, 140, INK)
    d.rect(200, 300, 640, 40, ORANGE)
    d.text(520, 320, "服务区", 32, fill=INK, anchor="middle", bold=True)
    for x in range(260, 800, 110):
        d.rect(x, 370, 74, 100, YELLOW)
    d.rect(0, 470, 1200, 430, "#22313f")
    d.line([(1010, 470), (1010, 240), (1070, 240)], STONE, 12)
    d.circle(1078, 248, 22, YELLOW)


SCENES: dict[str, Scene] = {
    "lin-xiaoman": _snow_pass,
    "wu-shan": _river_bridge,
    "feng-yuan": _city_dusk,
    "tan-jiayi": _sea,
    "aynur": _desert,
    "bai-he": _rain_hills,
    "du-xiaobei": _meadow,
    "xie-pei": _garage,
    "song-zhi": _night_stop,
}


def view(scene: Scene) -> Drawing:
    """The scene outside, the pillars, the dashboard and the wheel in front of it."""
    d = Drawing(1200, 900)
    scene(d)
    d.path("M 0,0 L 1200,0 L 1200,60 C 900,24 300,24 0,60 Z", fill=INK)
    d.path("M 0,0 L 110,0 L 40,620 L 0,640 Z M 1200,0 L 1090,0 L 1160,620 L 1200,640 Z", fill=INK)
    d.path("M 0,620 C 260,540 940,540 1200,620 L 1200,900 L 0,900 Z", fill=INK)
    d.path("M 0,650 C 260,576 940,576 1200,650", stroke=TEAL_MID, width=8)
    d.path("M 380,610 C 420,556 780,556 820,610 L 812,700 L 388,700 Z", fill="#11191c")
    d.rect(430, 600, 340, 70, "#0b3d3a", radius=12)
    d.text(520, 636, "P", 44, fill=WHITE, anchor="middle", bold=True)
    d.text(660, 636, "0 km/h", 32, fill=TEAL_SOFT, anchor="middle")
    steering_wheel(d, 600, 820, 300, rim="#333f44", hub=TEAL)
    return d


def _entry(scene: Scene) -> Callable[[], Drawing]:
    return lambda: view(scene)


PICTURES: dict[str, Callable[[], Drawing]] = {
    f"{FOLDER}/wheel-{member}.webp": _entry(scene) for member, scene in SCENES.items()
}
