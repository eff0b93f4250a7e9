"""Pictures of 找到车里藏着的六个储物格: one plan and six hiding places."""

from __future__ import annotations

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
from vehicles import car_side, car_top, seat_side, warning_triangle

FOLDER = "new-owner-guide/hidden-storage"
PLACES = ["前备箱", "中控台下层", "车门伞槽", "扶手箱夹层", "副驾座椅下抽屉", "后备箱下沉槽"]


def _page(number: int, note: str) -> Drawing:
    d = Drawing(1200, 900)
    d.rect(0, 760, 1200, 140, SAND_DEEP)
    d.badge(100, 96, str(number), 44)
    d.text(170, 96, PLACES[number - 1], 52, fill=TEAL, bold=True)
    d.text(600, 838, note, 36, anchor="middle")
    return d


def overview() -> Drawing:
    """The plan: the car from above with six numbered spots."""
    d = Drawing(1200, 900)
    d.heading("六处储物空间总图")
    d.ellipse(370, 510, 250, 360, WHITE, opacity=0.55)
    car_top(d, 230, 165, 1.6 * 0.98, inside=True)
    spots = [(387, 240), (387, 452), (250, 430), (387, 545), (470, 530), (387, 800)]
    for number, (x, y) in enumerate(spots, 1):
        d.badge(x, y, str(number), 28)
    for number, place in enumerate(PLACES, 1):
        y = 220 + (number - 1) * 104
        d.rect(700, y - 40, 430, 80, WHITE, radius=18)
        d.badge(752, y, str(number), 24)
        d.text(804, y, place, 38, bold=True)
    d.text(915, 830, "车头朝上，编号从前往后", 30, fill=GREY, anchor="middle")
    return d


def frunk() -> Drawing:
    """The tray under the bonnet, cut open."""
    d = _page(1, "底部有排水孔：适合湿的、脏的，不适合怕热的")
    with d.clipped("page", '<rect x="0" y="120" width="1200" height="640"/>'):
        car_side(d, 110, 205, 3.7)
    d.path(
        "M 248,466 L 530,412 L 520,506 C 470,500 400,510 350,556 L 262,556 Z",
        fill=SAND,
        stroke=WHITE,
        width=6,
    )
    d.path("M 272,500 C 300,470 380,474 396,498 C 400,524 350,540 276,540 Z", fill=ORANGE)
    d.path("M 414,500 C 414,470 430,462 452,466 L 506,456 L 504,492 Z", fill=TEAL_MID)
    d.path("M 548,410 C 480,300 380,220 270,196", stroke=TEAL, width=24)
    d.path("M 548,410 C 480,300 380,220 270,196", stroke=WHITE, width=3, opacity=0.4)
    d.path("M 300,572 L 300,604 M 330,572 L 330,596", stroke=SKY, width=8)
    d.leader((332, 510), (180, 330), "雨披", fill=ORANGE)
    d.leader((470, 478), (640, 250), "备用鞋")
    d.leader((300, 562), (150, 690), "排水孔")
    d.arrow((196, 268), (250, 208))
    return d


def console_tray() -> Drawing:
    """The open tray below the floating centre console."""
    d = _page(2, "从挡位后方往下伸手；会滚的东西不要放")
    d.path("M 0,180 L 230,180 C 290,200 300,280 270,350 L 236,760 L 0,760 Z", fill=TEAL)
    d.rect(70, 220, 130, 150, INK, radius=14)
    d.rect(82, 232, 106, 126, TEAL_SOFT, radius=8)
    d.path(
        "M 262,380 C 420,360 700,350 900,330 C 1000,322 1040,350 1040,400 L 1040,760 L 900,760 L 880,452 "
        "C 700,452 420,462 254,470 Z",
        fill=TEAL_MID,
    )
    d.path("M 236,640 L 905,640 L 910,700 L 232,700 Z", fill=TEAL)
    d.path("M 254,470 C 420,462 700,452 880,452 L 902,640 L 240,640 Z", fill=WHITE)
    d.circle(420, 372, 34, INK)
    d.circle(420, 364, 22, GREY)
    d.path("M 560,640 L 580,530 L 780,530 L 800,640 Z", fill=ORANGE)
    d.path("M 630,530 C 630,480 730,480 730,530", stroke=ORANGE, width=12)
    d.rect(370, 580, 130, 60, SAND_DEEP, radius=10)
    d.path("M 412,580 C 420,552 446,552 458,580 Z", fill=WHITE, stroke=STONE, width=3)
    d.rect(262, 566, 32, 22, INK, radius=5)
    d.leader((278, 577), (330, 770), "充电口")
    d.leader((435, 606), (530, 705), "纸巾盒")
    d.leader((690, 590), (760, 705), "手提包", fill=ORANGE)
    d.path("M 1120,250 C 1090,400 1030,520 950,556", stroke=ORANGE, width=10, dash="4 22")
    d.arrow((960, 552), (915, 566))
    d.text(1080, 214, "手从这里伸", 34, fill=INK, anchor="middle", bold=True)
    return d


def door_slot() -> Drawing:
    """The umbrella slot at the front edge of a door trim."""
    d = _page(3, "槽底有细孔，湿伞半天就干；别放钥匙和硬币")
    d.path(
        "M 170,250 L 470,170 L 940,170 C 1010,180 1040,260 1040,340 L 1040,700 C 1040,730 1020,740 990,740 "
        "L 220,740 C 180,740 170,720 168,690 Z",
        fill=TEAL,
    )
    d.path("M 230,280 L 490,206 L 920,206 C 965,214 985,270 988,330 L 240,346 Z", fill=SKY)
    d.path("M 300,300 L 420,240 L 470,226 L 360,318 Z", fill=WHITE, opacity=0.5)
    d.rect(330, 410, 610, 70, TEAL_MID, radius=30)
    d.rect(720, 392, 150, 30, STONE, radius=15)
    d.circle(880, 610, 78, TEAL_MID)
    for ring in (60, 42, 24):
        d.circle(880, 610, ring, "none", stroke=WHITE, width=4, opacity=0.4)
    d.path("M 370,560 L 740,560 C 750,640 730,700 700,712 L 380,712 Z", fill=TEAL_MID)
    d.rect(218, 380, 74, 330, INK, radius=30)
    d.path("M 234,420 L 276,420 L 262,690 L 248,690 Z", fill=ORANGE)
    d.path("M 255,420 L 255,340 C 255,306 300,306 300,338", stroke=ORANGE_SOFT, width=14)
    d.path("M 240,726 L 240,752 M 262,726 L 262,746", stroke=SKY, width=7)
    d.leader((255, 520), (480, 520), "短伞竖着插", fill=ORANGE)
    d.text(555, 640, "平时用的门袋", 34, fill=WHITE, anchor="middle")
    return d


def armrest() -> Drawing:
    """The armrest box in section: a tray, and a deep box below it."""
    d = _page(4, "捏住小舌头往上提，浅盘下面还有一层")
    d.path("M 240,330 L 960,330 L 930,760 L 270,760 Z", fill=TEAL)
    d.path("M 300,330 L 900,330 L 880,720 L 320,720 Z", fill=WHITE)
    with d.moved(930, 320, turn=-62):
        d.rect(-10, -660, 0, 0, TEAL)
    d.path("M 935,318 C 980,240 1020,160 1040,130", stroke=TEAL_MID, width=64)
    d.path("M 935,318 C 980,240 1020,160 1040,130", stroke=WHITE, width=4, opacity=0.5)
    d.path("M 322,290 L 878,290 L 866,396 L 334,396 Z", fill=ORANGE_SOFT, stroke=ORANGE, width=8)
    d.rect(390, 340, 150, 22, TEAL_MID, radius=6)
    d.rect(410, 318, 150, 22, TEAL_SOFT, radius=6)
    d.line([(620, 352), (800, 336)], INK, 12)
    d.rect(842, 262, 44, 34, ORANGE, radius=8)
    d.arrow((740, 270), (740, 170))
    d.text(770, 216, "提起浅盘", 36, fill=INK, bold=True)
    d.rect(380, 560, 210, 140, TEAL_MID, radius=10)
    d.text(485, 630, "说明书", 34, fill=WHITE, anchor="middle", bold=True)
    d.path(
        "M 640,700 C 626,600 680,560 700,570 C 720,540 770,560 770,600 C 800,620 800,680 790,700 Z",
        fill=ORANGE,
    )
    d.text(716, 645, "手套", 34, fill=WHITE, anchor="middle", bold=True)
    d.line([(340, 480), (860, 480)], STONE, 4, dash="4 14")
    d.text(600, 448, "浅盘：卡片、笔", 32, fill=GREY, anchor="middle")
    d.text(600, 515, "深箱：不常用的小件", 32, fill=GREY, anchor="middle")
    return d


def seat_drawer() -> Drawing:
    """The drawer under the front passenger seat."""
    d = _page(5, "先抬，后拉；装的东西别高过抽屉沿")
    d.line([(120, 756), (1080, 756)], STONE, 8)
    seat_side(d, 300, 105, 1.75)
    d.rect(330, 640, 370, 24, GREY, radius=8)
    d.rect(350, 664, 24, 92, GREY)
    d.rect(650, 664, 24, 92, GREY)
    d.rect(420, 676, 430, 70, ORANGE_SOFT, radius=10, stroke=ORANGE, width=8)
    d.rect(842, 664, 26, 92, ORANGE, radius=8)
    d.rect(866, 690, 34, 34, INK, radius=10)
    d.rect(700, 690, 110, 38, TEAL_MID, radius=10)
    d.path("M 560,726 L 560,700 L 650,700 L 672,712 L 672,726 Z", fill=INK)
    d.arrow((884, 670), (884, 560))
    d.arrow((920, 708), (1060, 708))
    d.pill(884, 510, "① 抬", 36, fill=ORANGE)
    d.pill(1010, 640, "② 拉", 36, fill=ORANGE)
    d.leader((755, 708), (820, 380), "薄毯、鞋套")
    d.text(170, 640, "车头方向", 32, fill=GREY, anchor="middle")
    d.arrow((240, 690), (110, 690), GREY, 7)
    return d


def boot_floor() -> Drawing:
    """The well under the boot floor, with the corner kept for emergencies."""
    d = _page(6, "左边小隔间留给补胎液和警示牌，不要占")
    d.path(
        "M 130,150 C 180,150 200,170 220,240 L 260,470 L 1080,470 L 1080,740 L 130,740 Z", fill=TEAL
    )
    d.rect(250, 490, 230, 210, SAND, radius=14)
    d.rect(500, 490, 540, 210, WHITE, radius=14)
    d.path("M 1046,468 L 640,240", stroke=ORANGE, width=26)
    d.path("M 1046,468 L 640,240", stroke=WHITE, width=4, opacity=0.6)
    d.path("M 830,290 C 900,250 960,270 1000,330", stroke=ORANGE, width=8, dash="4 18")
    d.arrow((850, 276), (800, 300), ORANGE, 8)
    d.text(960, 232, "抠起后沿，立住", 34, bold=True, anchor="middle")
    warning_triangle(d, 322, 690, 130)
    d.rect(400, 570, 52, 120, RED, radius=12)
    d.rect(412, 548, 28, 24, INK, radius=4)
    for ring in (74, 56, 38):
        d.circle(640, 600, ring, "none", stroke=INK, width=13)
    d.rect(720, 610, 66, 34, ORANGE, radius=10)
    d.path("M 830,690 L 830,540 L 884,540 L 888,640 L 960,660 L 964,690 Z", fill=TEAL_MID)
    d.path("M 830,690 L 964,690", stroke=INK, width=10)
    d.leader((350, 640), (390, 380), "应急用品", fill=RED)
    d.leader((640, 540), (600, 380), "充电线")
    d.text(896, 510, "靴子", 30, fill=GREY, anchor="middle")
    return d


PICTURES = {
    f"{FOLDER}/overview.webp": overview,
    f"{FOLDER}/frunk.webp": frunk,
    f"{FOLDER}/console-tray.webp": console_tray,
    f"{FOLDER}/door-slot.webp": door_slot,
    f"{FOLDER}/armrest.webp": armrest,
    f"{FOLDER}/seat-drawer.webp": seat_drawer,
    f"{FOLDER}/boot-floor.webp": boot_floor,
}
