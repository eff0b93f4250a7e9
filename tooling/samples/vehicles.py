"""The car and its parts, drawn once and used by every picture."""

from __future__ import annotations

from drawing import (
    GREY,
    INK,
    ORANGE,
    ORANGE_SOFT,
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

CAR_BODY = (
    "M 8,112 L 10,92 C 12,80 22,74 40,70 L 118,56 C 150,28 186,14 236,14 C 290,14 330,30 356,58 L 384,66 "
    "C 394,70 396,80 396,92 L 394,114 C 394,120 390,122 384,122 L 350,122 A 36 36 0 0 0 278,122 L 124,122 "
    "A 36 36 0 0 0 52,122 L 18,122 C 10,122 8,118 8,112 Z"
)


def wheel(d: Drawing, x: float, y: float, radius: float) -> None:
    """A wheel seen from the side."""
    d.circle(x, y, radius, INK)
    d.circle(x, y, radius * 0.68, STONE)
    for turn in range(0, 360, 72):
        with d.moved(x, y, turn=turn):
            d.rect(-radius * 0.07, -radius * 0.62, radius * 0.14, radius * 0.62, WHITE, radius=2)
    d.circle(x, y, radius * 0.16, INK)


def car_side(
    d: Drawing,
    x: float,
    y: float,
    scale: float = 1.0,
    *,
    body: str = TEAL,
    facing_right: bool = False,
) -> None:
    """The car from the side, 400 × 150 before scaling; (x, y) is its top left corner."""
    flip = "translate(400 0) scale(-1 1)" if facing_right else ""
    d.add(f'<g transform="translate({x} {y}) scale({scale}) {flip}">')
    d.ellipse(202, 149, 205, 7, INK, opacity=0.13)
    d.path(CAR_BODY, fill=body)
    d.path("M 134,58 C 160,36 190,25 228,24 L 228,60 L 132,62 Z", fill=SKY)
    d.path("M 238,24 C 282,24 314,36 338,60 L 238,60 Z", fill=SKY)
    d.path("M 150,56 L 178,32 L 190,29 L 162,56 Z", fill=WHITE, opacity=0.5)
    d.line([(233, 64), (233, 112)], INK, 1.6, opacity=0.35)
    d.path("M 20,98 L 380,98", stroke=WHITE, width=1.6, opacity=0.25)
    d.rect(246, 74, 24, 4, WHITE, radius=2, opacity=0.7)
    d.path("M 12,88 C 20,82 30,80 40,80 L 36,88 Z", fill=ORANGE_SOFT)
    d.path("M 394,80 L 376,76 L 378,84 L 395,88 Z", fill=ORANGE)
    wheel(d, 88, 118, 31)
    wheel(d, 314, 118, 31)
    d.add("</g>")


def car_top(
    d: Drawing, x: float, y: float, scale: float = 1.0, *, body: str = TEAL, inside: bool = False
) -> None:
    """The car from above, nose up, 200 × 440 before scaling; with seats when `inside`."""
    with d.moved(x, y, scale=scale):
        d.path(
            "M 40,4 C 70,-6 130,-6 160,4 C 186,14 194,50 194,100 L 194,350 C 194,400 188,426 160,434 "
            "C 130,442 70,442 40,434 C 12,426 6,400 6,350 L 6,100 C 6,50 14,14 40,4 Z",
            fill=body,
        )
        d.path(
            "M 2,138 L -14,146 L -10,160 L 6,154 Z M 198,138 L 214,146 L 210,160 L 194,154 Z",
            fill=body,
        )
        d.path("M 30,132 C 70,112 130,112 170,132 L 160,168 C 130,156 70,156 40,168 Z", fill=SKY)
        d.path("M 36,372 C 70,386 130,386 164,372 L 158,346 C 130,356 70,356 42,346 Z", fill=SKY)
        if inside:
            d.rect(30, 160, 140, 190, SAND, radius=22)
            for left in (38, 108):
                d.rect(left, 196, 54, 56, WHITE, radius=12, stroke=STONE, width=2)
                d.rect(left + 2, 246, 50, 18, SAND_DEEP, radius=9)
            d.rect(36, 286, 128, 46, WHITE, radius=12, stroke=STONE, width=2)
            d.rect(38, 328, 124, 16, SAND_DEEP, radius=8)
            d.circle(65, 178, 15, "none", stroke=INK, width=5)
            d.rect(93, 186, 14, 74, TEAL_SOFT, radius=6)
        else:
            d.rect(34, 172, 132, 170, TEAL_MID, radius=24, opacity=0.5)
        d.path(
            "M 26,30 C 34,18 46,12 58,10 L 50,28 Z M 174,30 C 166,18 154,12 142,10 L 150,28 Z",
            fill=ORANGE_SOFT,
        )


def seat_side(d: Drawing, x: float, y: float, scale: float = 1.0, *, fill: str = TEAL_MID) -> None:
    """A car seat from the side, facing left, about 230 × 330; (x, y) is the top left corner."""
    with d.moved(x, y, scale=scale):
        d.path(
            "M 150,20 C 152,0 190,-4 198,14 C 206,36 204,66 194,74 C 178,82 156,74 154,60 Z",
            fill=fill,
        )
        d.line([(176, 70), (172, 96)], GREY, 10)
        d.path(
            "M 136,96 C 142,84 196,84 204,98 C 214,140 222,220 226,270 C 226,292 200,300 180,296 "
            "C 160,290 140,160 136,96 Z",
            fill=fill,
        )
        d.path(
            "M 6,250 C 2,232 16,224 36,228 L 172,246 L 200,296 L 30,296 C 14,294 8,272 6,250 Z",
            fill=fill,
        )
        d.path("M 14,252 C 60,244 120,252 170,262", stroke=WHITE, width=4, opacity=0.4)


def steering_wheel(
    d: Drawing, x: float, y: float, radius: float, *, rim: str = INK, hub: str = TEAL
) -> None:
    """A steering wheel seen from the driver's seat, with a flat bottom spoke."""
    d.circle(x, y, radius, "none", stroke=rim, width=radius * 0.17)
    d.circle(x, y, radius * 1.0, "none", stroke=WHITE, width=radius * 0.015, opacity=0.25)
    d.path(
        f"M {x - radius * 0.95},{y - radius * 0.02} C {x - radius * 0.5},{y - radius * 0.12} {x - radius * 0.4},{y - radius * 0.3} "
        f"{x},{y - radius * 0.3} C {x + radius * 0.4},{y - radius * 0.3} {x + radius * 0.5},{y - radius * 0.12} "
        f"{x + radius * 0.95},{y - radius * 0.02} L {x + radius * 0.93},{y + radius * 0.2} "
        f"C {x + radius * 0.5},{y + radius * 0.2} {x + radius * 0.2},{y + radius * 0.5} {x + radius * 0.14},{y + radius * 0.94} "
        f"L {x - radius * 0.14},{y + radius * 0.94} C {x - radius * 0.2},{y + radius * 0.5} {x - radius * 0.5},{y + radius * 0.2} "
        f"{x - radius * 0.93},{y + radius * 0.2} Z",
        fill=rim,
    )
    d.circle(x, y + radius * 0.04, radius * 0.27, hub)
    d.path(
        f"M {x - radius * 0.12},{y + radius * 0.1} L {x},{y - radius * 0.08} L {x + radius * 0.12},{y + radius * 0.1}",
        stroke=WHITE,
        width=radius * 0.045,
    )
    for side in (-1, 1):
        d.circle(x + side * radius * 0.56, y + radius * 0.06, radius * 0.05, WHITE, opacity=0.6)
        d.circle(x + side * radius * 0.7, y + radius * 0.06, radius * 0.05, WHITE, opacity=0.6)


def warning_triangle(d: Drawing, x: float, y: float, size: float) -> None:
    """A reflective warning triangle standing on the point (x, y)."""
    half = size * 0.56
    outer = [(x - half, y - size * 0.08), (x + half, y - size * 0.08), (x, y - size)]
    d.polygon(outer, "#c0402c", stroke="#c0402c", width=size * 0.12)
    d.polygon(
        [(x - half * 0.5, y - size * 0.22), (x + half * 0.5, y - size * 0.22), (x, y - size * 0.7)],
        WHITE,
    )
    d.line([(x - half, y + size * 0.03), (x + half, y + size * 0.03)], INK, size * 0.07)


def charging_post(d: Drawing, x: float, y: float, scale: float = 1.0, *, body: str = TEAL) -> None:
    """A charging post, 120 × 230 before scaling; (x, y) is its top left corner."""
    with d.moved(x, y, scale=scale):
        d.ellipse(60, 230, 84, 8, INK, opacity=0.13)
        d.rect(8, 0, 104, 228, body, radius=18)
        d.rect(24, 22, 72, 56, WHITE, radius=8)
        d.path("M 66,28 L 46,54 L 58,54 L 54,74 L 76,46 L 63,46 Z", fill=ORANGE)
        d.rect(40, 112, 40, 62, TEAL_SOFT, radius=12)
