"""Pictures of sitting, seeing, and fitting a child seat; tyres and warning lights."""

from __future__ import annotations

from collections.abc import Callable

from drawing import (
    GREY,
    INK,
    ORANGE,
    ORANGE_DEEP,
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
    YELLOW,
    Drawing,
)
from vehicles import car_side, charging_post, seat_side


def seat_position() -> Drawing:
    """A driver from the side, with the four things to check."""
    d = Drawing()
    d.heading("坐对了的样子")
    d.line([(60, 640), (1140, 640)], STONE, 8)
    seat_side(d, 520, 170, 1.5)
    d.line([(250, 330), (330, 300)], GREY, 16)
    d.line([(322, 232), (366, 372)], INK, 24)
    d.path("M 150,640 L 196,520 L 240,500", stroke=GREY, width=18)
    skin = ORANGE
    d.line([(718, 470), (500, 478), (330, 560), (262, 580)], TEAL, 56)
    d.line([(330, 560), (246, 520)], TEAL, 40)
    d.line([(246, 520), (230, 556)], INK, 34)
    d.path("M 728,470 C 740,420 736,360 720,318", stroke=skin, width=86)
    d.line([(712, 322), (560, 372), (352, 268)], skin, 40)
    d.circle(352, 264, 22, ORANGE_SOFT)
    d.line([(716, 290), (718, 250)], ORANGE_SOFT, 36)
    d.ellipse(712, 208, 50, 58, ORANGE_SOFT)
    d.path("M 664,196 C 664,130 776,130 766,226 C 756,200 744,186 664,196 Z", fill=INK)
    d.line([(700, 310), (660, 400), (700, 470)], WHITE, 10, opacity=0.85)
    d.line([(384, 420), (672, 420)], ORANGE_DEEP, 5, dash="4 14")
    d.arrow((440, 420), (384, 420), ORANGE_DEEP, 5, head=18)
    d.arrow((610, 420), (668, 420), ORANGE_DEEP, 5, head=18)
    d.pill(520, 420, "≥ 25 厘米", 28, fill=ORANGE_DEEP)
    d.leader((352, 250), (330, 160), "手腕能搭到顶端")
    d.leader((340, 556), (470, 606), "踩到底，膝盖微弯")
    d.leader((800, 205), (990, 160), "头枕与头顶齐平")
    d.leader((820, 420), (1010, 420), "肩胛贴住靠背")
    return d


def mirrors() -> Drawing:
    """What each of the three mirrors should show."""
    d = Drawing()
    d.heading("三面镜子里该看到什么")

    def view(name: str, x: float, y: float, w: float, h: float) -> None:
        shape = f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="40"/>'
        d.rect(x - 14, y - 14, w + 28, h + 28, INK, radius=52)
        with d.clipped(name, shape):
            d.rect(x, y, w, h, SKY)
            d.rect(x, y + h / 2, w, h / 2, TEAL_SOFT)
            d.polygon(
                [
                    (x + w * 0.3, y + h),
                    (x + w * 0.46, y + h / 2),
                    (x + w * 0.54, y + h / 2),
                    (x + w * 0.8, y + h),
                ],
                GREY,
            )
            d.line([(x + w / 2, y + h / 2), (x + w * 0.55, y + h)], WHITE, 4, dash="14 14")
            d.line([(x, y + h / 2), (x + w, y + h / 2)], ORANGE, 4, dash="4 12")
            if name == "left":
                d.path(
                    f"M {x + w},{y + h * 0.3} L {x + w - 52},{y + h * 0.5} L {x + w - 66},{y + h} L {x + w},{y + h} Z",
                    fill=TEAL,
                )
            if name == "right":
                d.path(
                    f"M {x},{y + h * 0.3} L {x + 52},{y + h * 0.5} L {x + 66},{y + h} L {x},{y + h} Z",
                    fill=TEAL,
                )
            if name == "middle":
                d.path(f"M {x},{y} L {x + 50},{y} L {x + 24},{y + h} L {x},{y + h} Z", fill=TEAL)
                d.path(
                    f"M {x + w},{y} L {x + w - 50},{y} L {x + w - 24},{y + h} L {x + w},{y + h} Z",
                    fill=TEAL,
                )

    view("middle", 380, 148, 440, 118)
    view("left", 90, 360, 400, 220)
    view("right", 710, 360, 400, 220)
    d.pill(600, 313, "车内镜：装下整块后窗", 28)
    d.text(290, 632, "车身占内侧一小条", 30, anchor="middle", bold=True)
    d.text(910, 632, "车身占内侧一小条", 30, anchor="middle", bold=True)
    d.text(600, 420, "地平线居中", 28, fill=ORANGE_DEEP, anchor="middle", bold=True)
    d.arrow((585, 470), (512, 470), ORANGE_DEEP, 5, head=18)
    d.arrow((615, 470), (688, 470), ORANGE_DEEP, 5, head=18)
    return d


def _child(d: Drawing, x: float, y: float) -> None:
    d.circle(x, y - 92, 34, ORANGE_SOFT)
    d.path(
        f"M {x - 34},{y - 100} C {x - 34},{y - 146} {x + 34},{y - 146} {x + 34},{y - 100} C {x + 10},{y - 116} {x - 10},{y - 116} {x - 34},{y - 100} Z",
        fill=INK,
    )
    d.path(
        f"M {x - 26},{y - 54} L {x + 26},{y - 54} L {x + 30},{y + 22} L {x - 30},{y + 22} Z",
        fill=YELLOW,
    )


def child_seat() -> Drawing:
    """Rear-facing with a support leg, forward-facing with a top tether."""
    d = Drawing()
    d.heading("反向与正向，各靠什么防翻转", "车头在左")
    for left, name in ((50, "反向：支撑腿踩实地板"), (630, "正向：上拉带扣住挂点")):
        d.rect(left, 140, 520, 500, WHITE, radius=20)
        d.text(left + 260, 600, name, 34, fill=TEAL, anchor="middle", bold=True)
        d.line([(left + 40, 548), (left + 480, 548)], STONE, 8)
        seat_side(d, left + 235, 185, 1.1, fill=TEAL_SOFT)
    d.path(
        "M 150,250 C 170,330 180,400 200,452 L 420,452 C 440,430 430,400 400,396 L 268,392 C 240,340 226,300 210,244 Z",
        fill=TEAL,
    )
    with d.moved(290, 380, turn=-14):
        _child(d, 0, 0)
    d.line([(300, 380), (380, 350), (400, 380)], TEAL_MID, 24)
    d.line([(216, 450), (196, 546)], ORANGE_DEEP, 18)
    d.rect(168, 532, 60, 16, ORANGE_DEEP, radius=6)
    d.line([(420, 440), (470, 444)], RED, 12)
    d.path(
        "M 930,246 C 944,236 996,236 1004,250 L 1030,440 C 1030,456 1010,462 990,460 L 838,458 C 818,440 822,412 850,408 L 946,404 Z",
        fill=TEAL,
    )
    _child(d, 936, 388)
    d.line([(930, 412), (850, 404), (836, 452)], TEAL_MID, 24)
    d.path("M 992,250 C 1030,236 1070,240 1096,300 L 1106,380", stroke=ORANGE_DEEP, width=12)
    d.circle(1106, 388, 14, WHITE, stroke=ORANGE_DEEP, width=8)
    d.line([(1012, 446), (1060, 448)], RED, 12)
    d.text(116, 510, "支撑腿", 28, fill=ORANGE_DEEP, anchor="middle", bold=True)
    d.text(1066, 216, "上拉带", 28, fill=ORANGE_DEEP, anchor="middle", bold=True)
    d.text(500, 500, "接口", 28, fill=RED, anchor="middle", bold=True)
    d.text(1085, 500, "接口", 28, fill=RED, anchor="middle", bold=True)
    return d


def ac_dc() -> Drawing:
    """Where alternating current becomes direct current."""
    d = Drawing()
    d.heading("转换的人坐在哪儿")
    for top, kind, where, ink in (
        (130, "交流慢充", "车上转换", TEAL),
        (400, "直流快充", "桩里转换", ORANGE_DEEP),
    ):
        d.rect(50, top, 1100, 245, WHITE, radius=20)
        d.pill(160, top + 44, kind, 30, fill=ink)
        charging_post(d, 270, top + 36, 0.86, body=ink)
        car_side(d, 640, top + 40, 1.15)
        d.path(
            f"M 374,{top + 140} C 440,{top + 240} 520,{top + 60} 668,{top + 130}",
            stroke=INK,
            width=10,
        )
        d.pill(140, top + 140, "电网 ～", 28, fill=GREY)
        d.arrow((202, top + 140), (262, top + 140), GREY, 7, head=20)
        d.rect(826, top + 150, 150, 44, YELLOW, radius=8)
        d.text(901, top + 172, "电池 ＝", 28, anchor="middle", bold=True)
        x = 742 if ink == TEAL else 470
        if ink == TEAL:
            d.line([(668, top + 130), (700, top + 130)], INK, 10)
            d.circle(x, top + 128, 40, ORANGE, stroke=WHITE, width=5)
            d.text(x, top + 128, "～→＝", 22, anchor="middle", bold=True)
            d.text(512, top + 60, "线里走交流 ～", 28, fill=GREY, anchor="middle")
        else:
            d.circle(322, top + 160, 40, ORANGE, stroke=WHITE, width=5)
            d.text(322, top + 160, "～→＝", 22, anchor="middle", bold=True)
            d.text(512, top + 60, "线里走直流 ＝", 28, fill=GREY, anchor="middle")
            d.line([(668, top + 130), (826, top + 172)], YELLOW, 10)
        d.text(470, top + 214, where, 32, fill=ink, anchor="middle", bold=True)
    return d


def placard() -> Drawing:
    """The tyre placard on the door pillar."""
    d = Drawing()
    d.heading("先找到门柱上的标牌")
    d.path("M 60,650 L 60,330 C 120,220 230,170 360,160 L 400,160 L 400,650 Z", fill=TEAL)
    d.path("M 100,400 C 150,280 240,230 350,222 L 350,400 Z", fill=SKY)
    d.path("M 400,160 L 500,160 L 470,650 L 400,650 Z", fill=TEAL_MID)
    d.rect(415, 440, 52, 70, WHITE, radius=6)
    for row in range(3):
        d.line([(423, 456 + row * 18), (459, 456 + row * 18)], GREY, 4)
    d.line([(470, 440), (590, 170)], ORANGE, 4)
    d.line([(470, 510), (590, 620)], ORANGE, 4)
    d.rect(590, 160, 560, 470, WHITE, radius=22, stroke=ORANGE, width=6)
    d.text(870, 208, "轮胎气压（冷态，示意）", 34, fill=TEAL, anchor="middle", bold=True)
    for y in (250, 350, 450):
        d.line([(620, y), (1120, y)], SAND_DEEP, 4)
    for x, label in ((830, "前轮"), (1020, "后轮")):
        d.text(x, 300, label, 34, anchor="middle", bold=True)
    for y, label, front, rear in ((400, "空载", "250", "250"), (500, "满载", "260", "290")):
        d.text(690, y, label, 34, anchor="middle", bold=True)
        d.text(830, y, front, 40, anchor="middle")
        d.text(1020, y, rear, 40, anchor="middle")
    d.text(
        870, 582, "单位 千帕；以你车上的标牌为准", 28, fill=ORANGE_DEEP, anchor="middle", bold=True
    )
    return d


def tread() -> Drawing:
    """Tread depth in section: new, worn, at the limit."""
    d = Drawing()
    d.heading("花纹剖面：还剩多少")
    rows = [
        (60, 8.0, "新胎", "约 8 毫米", TEAL),
        (435, 3.0, "该看新胎了", "低于 3 毫米", ORANGE_DEEP),
        (810, 1.6, "必须更换", "1.6 毫米", RED),
    ]
    for left, depth, title, note, ink in rows:
        height = depth * 26
        d.rect(left, 140, 330, 500, WHITE, radius=20)
        d.rect(left + 20, 450, 290, 70, INK)
        for block in range(3):
            d.rect(left + 20 + block * 108, 450 - height, 74, height + 4, INK)
        for groove in range(2):
            d.rect(left + 96 + groove * 108, 450 - 1.6 * 26, 30, 1.6 * 26, ORANGE)
        d.line([(left + 20, 450 - height - 4), (left + 310, 450 - height - 4)], ink, 4, dash="4 12")
        d.text(left + 165, 196, title, 38, fill=ink, anchor="middle", bold=True)
        d.text(left + 165, 572, note, 34, anchor="middle", bold=True)
    d.pill(225, 622, "橙色小块 = 磨损标记", 26, fill=ORANGE_DEEP)
    d.text(600, 622, "雨天排水变差", 28, fill=GREY, anchor="middle")
    d.text(975, 622, "与标记磨平", 28, fill=GREY, anchor="middle")
    return d


def colours() -> Drawing:
    """What to do at a red, a yellow and a green or blue light."""
    d = Drawing(background=INK)
    d.text(600, 84, "先看颜色，再认图案", 46, fill=WHITE, anchor="middle", bold=True)
    rows = [
        (50, "#e0533c", "红色：现在", ["稳住方向，开双闪", "靠边停到安全处", "人离车，再求助"]),
        (430, YELLOW, "黄色：今天", ["拍张照片记下来", "平稳缓行", "预约检查"]),
        (810, "#58b38a", "绿与蓝：知道了", ["只是告诉你", "某样东西开着", "看一眼就好"]),
    ]
    for left, ink, title, lines in rows:
        d.rect(left, 150, 340, 470, "#2b383d", radius=26)
        d.circle(left + 170, 262, 76, ink)
        d.text(left + 170, 392, title, 38, fill=ink, anchor="middle", bold=True)
        d.paragraph(left + 170, 464, lines, 31, fill=WHITE, anchor="middle")
    d.circle(220, 262, 44, "none", stroke=INK, width=9)
    d.line([(220, 238), (220, 264)], INK, 11)
    d.circle(220, 284, 6, INK)
    d.path("M 566,284 C 566,226 634,226 634,284 Z", fill=INK)
    d.ellipse(648, 262, 15, 12, INK)
    d.path("M 570,286 L 562,300 M 628,286 L 636,300 M 598,286 L 598,298", stroke=INK, width=9)
    d.text(980, 262, "READY", 34, fill=INK, anchor="middle", bold=True)
    d.rect(0, 668, 1200, 7, SAND)
    return d


PICTURES: dict[str, Callable[[], Drawing]] = {
    "new-owner-guide/seat-and-mirror/seat-position.webp": seat_position,
    "new-owner-guide/seat-and-mirror/mirrors.webp": mirrors,
    "new-owner-guide/child-seat/install.webp": child_seat,
    "new-owner-guide/charging-basics/ac-dc.webp": ac_dc,
    "new-owner-guide/tyre-pressure/placard.webp": placard,
    "new-owner-guide/tyre-pressure/tread.webp": tread,
    "new-owner-guide/warning-lights/colours.webp": colours,
}
