"""The frames of the video 两分钟完成首次车机设置: a title, five steps before and after, an end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
    Drawing,
    Point,
)
from vehicles import car_side, seat_side

WIDTH, HEIGHT = 960, 540
PANEL = "#24343a"
TITLES = ["登录账号", "添加蓝牙钥匙", "存好座椅和后视镜", "设定充电上限", "看一眼隐私授权"]


@dataclass(frozen=True)
class Scene:
    """One stretch of the film: what is seen before and after the tap, and what the captions say."""

    seconds: float
    before: Drawing
    after: Drawing
    captions: tuple[str, str]
    tap: Point | None = None
    drag: Point | None = None


def _screen(step: int, menu: str) -> Drawing:
    d = Drawing(WIDTH, HEIGHT)
    d.badge(64, 48, str(step), 26)
    d.text(108, 48, TITLES[step - 1], 36, fill=TEAL, bold=True)
    for dot in range(1, 6):
        d.circle(776 + dot * 26, 48, 8, ORANGE if dot <= step else SAND_DEEP)
    d.rect(90, 92, 780, 356, INK, radius=24)
    d.rect(104, 106, 752, 328, PANEL, radius=14)
    d.rect(104, 106, 150, 328, "#1b282d", radius=14)
    d.circle(179, 150, 26, TEAL_MID)
    d.circle(179, 143, 9, WHITE)
    d.path("M 163,166 C 163,150 195,150 195,166 Z", fill=WHITE)
    for row, name in enumerate(["账号", "钥匙", "座椅", "充电", "隐私"]):
        y = 212 + row * 46
        if name == menu:
            d.rect(116, y - 19, 126, 38, TEAL, radius=10)
        d.text(179, y, name, 22, fill=WHITE, anchor="middle", bold=name == menu)
    return d


def _tick(d: Drawing, x: float, y: float, size: float = 30) -> None:
    d.circle(x, y, size, "#58b38a")
    d.path(
        f"M {x - size * 0.42},{y} L {x - size * 0.1},{y + size * 0.34} L {x + size * 0.46},{y - size * 0.34}",
        stroke=WHITE,
        width=size * 0.2,
    )


def _login(done: bool) -> Drawing:
    d = _screen(1, "账号")
    if not done:
        d.circle(179, 150, 34, "none", stroke=ORANGE, width=5)
        d.text(555, 230, "欢迎，还没有登录", 34, fill=WHITE, anchor="middle", bold=True)
        d.text(555, 290, "点左上角的头像", 26, fill=TEAL_SOFT, anchor="middle")
        return d
    d.rect(450, 136, 210, 210, WHITE, radius=12)
    for cell in range(81):
        row, column = divmod(cell, 9)
        if (row * 7 + column * 5 + row * column) % 3 == 0:
            d.rect(465 + column * 20, 151 + row * 20, 19, 19, INK)
    for x, y in ((465, 151), (605, 151), (465, 291)):
        d.rect(x, y, 40, 40, INK)
        d.rect(x + 8, y + 8, 24, 24, WHITE)
        d.rect(x + 13, y + 13, 14, 14, INK)
    d.text(555, 388, "打开车主 App，扫一扫", 28, fill=WHITE, anchor="middle", bold=True)
    return d


def _key(done: bool) -> Drawing:
    d = _screen(2, "钥匙")
    d.text(290, 150, "我的钥匙", 30, fill=WHITE, bold=True)
    d.rect(290, 184, 530, 82, INK, radius=14)
    if not done:
        d.text(555, 225, "还没有蓝牙钥匙", 26, fill=STONE, anchor="middle")
        d.rect(455, 310, 200, 66, ORANGE, radius=33)
        d.text(555, 343, "＋ 添加", 30, fill=INK, anchor="middle", bold=True)
        return d
    d.text(320, 225, "我的手机", 28, fill=WHITE, bold=True)
    _tick(d, 780, 225, 22)
    d.path("M 330,410 L 780,410", stroke=STONE, width=10)
    d.rect(510, 296, 90, 112, TEAL_SOFT, radius=12)
    d.path("M 543,322 L 567,346 L 555,358 L 555,310 L 567,322 L 543,346", stroke=TEAL, width=4)
    for reach in (34, 60):
        d.path(
            f"M {610 + reach * 0.5},{340 - reach * 0.6} C {620 + reach},{350 - reach * 0.2} {620 + reach},{360 + reach * 0.1} {610 + reach * 0.5},{366 + reach * 0.4}",
            stroke=ORANGE,
            width=6,
        )
    d.text(400, 352, "配对成功", 26, fill=WHITE, anchor="middle")
    return d


def _seat(done: bool) -> Drawing:
    d = _screen(3, "座椅")
    seat_side(d, 300, 140, 0.8)
    d.arrow((300, 400), (440, 400), ORANGE, 6, head=18)
    d.arrow((440, 400), (300, 400), ORANGE, 6, head=18)
    for number in range(3):
        x = 580 + number * 100
        filled = done and number == 0
        d.circle(x, 190, 36, TEAL if filled else INK, stroke=ORANGE if filled else STONE, width=4)
        d.text(x, 190, str(number + 1), 32, fill=WHITE, anchor="middle", bold=True)
    d.rect(590, 280, 180, 64, TEAL if done else ORANGE, radius=32)
    d.text(
        680,
        312,
        "已保存" if done else "保存",
        30,
        fill=WHITE if done else INK,
        anchor="middle",
        bold=True,
    )
    d.text(
        680,
        386,
        "座椅与两侧后视镜" if done else "先调到舒服，再保存",
        24,
        fill=TEAL_SOFT,
        anchor="middle",
    )
    return d


def _charge(done: bool) -> Drawing:
    d = _screen(4, "充电")
    level = 0.8 if done else 1.0
    d.text(290, 150, "充电上限", 30, fill=WHITE, bold=True)
    d.text(820, 150, f"{level:.0%}", 44, fill=ORANGE, anchor="end", bold=True)
    d.rect(310, 200, 470, 90, INK, radius=18)
    d.rect(784, 228, 14, 34, INK, radius=5)
    d.rect(320, 210, 450 * level, 70, TEAL_MID, radius=12)
    d.rect(310, 340, 480, 10, STONE, radius=5)
    d.rect(310, 340, 480 * level, 10, ORANGE, radius=5)
    d.circle(310 + 480 * level, 345, 18, WHITE, stroke=ORANGE, width=6)
    d.text(550, 398, "日常 80%–90%，出远门再充满", 24, fill=TEAL_SOFT, anchor="middle")
    return d


def _privacy(done: bool) -> Drawing:
    d = _screen(5, "隐私")
    d.text(290, 150, "位置与隐私", 30, fill=WHITE, bold=True)
    for row, (name, on) in enumerate(
        [("导航使用位置", done), ("语音唤醒", True), ("行程分享", False)]
    ):
        y = 222 + row * 76
        d.rect(290, y - 30, 530, 60, INK, radius=14)
        d.text(316, y, name, 26, fill=WHITE)
        d.rect(724, y - 19, 74, 38, TEAL_MID if on else GREY, radius=19)
        d.circle(778 if on else 744, y, 15, WHITE)
    return d


def _opening() -> Drawing:
    d = Drawing(WIDTH, HEIGHT, TEAL)
    d.circle(760, 250, 260, TEAL_MID, opacity=0.5)
    d.rect(0, 470, WIDTH, 70, INK)
    car_side(d, 470, 316, 1.1, body=ORANGE_SOFT)
    d.rect(70, 130, 10, 150, ORANGE, radius=5)
    d.text(100, 164, "首次车机设置", 58, fill=WHITE, bold=True)
    d.text(100, 246, "五步，跟着做", 38, fill=SKY)
    return d


def _ending() -> Drawing:
    d = Drawing(WIDTH, HEIGHT, TEAL)
    _tick(d, 480, 160, 64)
    d.text(480, 284, "设置完成", 60, fill=WHITE, anchor="middle", bold=True)
    d.text(480, 360, "锁车走开，再走回来试一次", 32, fill=SAND, anchor="middle")
    d.rect(0, 470, WIDTH, 70, INK)
    d.line([(0, 504), (WIDTH, 504)], ORANGE_DEEP, 4, dash="30 26")
    return d


def poster() -> Drawing:
    """The still that stands for the video."""
    d = _opening()
    d.circle(300, 370, 52, ORANGE)
    d.polygon([(284, 342), (284, 398), (332, 370)], WHITE)
    return d


def scenes() -> list[Scene]:
    """The film in order; 66 seconds in all."""
    opening, ending = _opening(), _ending()

    def step(
        draw: Callable[[bool], Drawing],
        first: str,
        second: str,
        tap: Point,
        drag: Point | None = None,
    ) -> Scene:
        return Scene(11, draw(False), draw(True), (first, second), tap, drag)

    return [
        Scene(
            6,
            opening,
            opening,
            ("坐好，踩住制动踏板，让车上电。", "跟着做五步，一分钟设好这台车。"),
        ),
        step(_login, "第一步，点头像，", "用车主 App 扫码登录。", (179, 150)),
        step(_key, "第二步，在钥匙页点添加，", "把手机放在中控台上配对。", (555, 343)),
        step(_seat, "第三步，调好座椅和后视镜，", "保存到一号位。", (680, 312)),
        step(_charge, "第四步，在充电页", "把日常上限拖到百分之八十。", (790, 345), (694, 345)),
        step(_privacy, "第五步，在隐私页打开导航需要的位置权限，", "其余按需要选。", (761, 222)),
        Scene(5, ending, ending, ("完成。锁车走开再走回来，", "听到解锁声，就可以出发了。")),
    ]
