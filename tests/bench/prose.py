"""Chinese sentences about cars, drawn from word lists: long enough to cost what real text costs."""

from __future__ import annotations

import random

_PLACES = [
    "地下车库",
    "高速服务区",
    "老小区门口",
    "山路弯道",
    "商场停车场",
    "自家楼下",
    "国道边",
    "洗车店",
    "河堤",
    "单位院子",
]
_PARTS = [
    "胎压",
    "刹车片",
    "雨刮",
    "座椅",
    "方向盘",
    "充电口",
    "后备厢",
    "空调",
    "大灯",
    "中控屏",
    "安全带",
    "后视镜",
    "动力电池",
    "车窗",
    "门把手",
]
_DEEDS = [
    "先看一眼",
    "用手摸一摸",
    "记在本子上",
    "拍一张照片",
    "试着调低一格",
    "等它凉下来",
    "对照说明书",
    "问问老车主",
    "多试两次",
    "慢慢来",
]
_TIMES = [
    "提车第一天",
    "跑满五百公里",
    "入冬以前",
    "每个月头一个周末",
    "下雨之前",
    "长途出发前夜",
    "充满电之后",
    "停车三天以后",
]
_ENDS = [
    "心里就有数了",
    "就不容易出错",
    "半年下来省了不少电",
    "家里人坐着也安心",
    "比到店再问快得多",
    "下次照着做就行",
]
_TITLES = [
    "怎么看",
    "怎么调",
    "怎么选",
    "三步做完",
    "常见的误会",
    "一张图看懂",
    "新手最容易忘的事",
    "换季要做什么",
    "实测记录",
    "该不该花钱",
]
_SURNAMES = "林陈王李张刘杨黄赵周吴徐孙马朱胡郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武莫孔向常".strip()
_GIVEN = "安宁清远明朗知夏若水景行书航思齐乐天晨光雨桐子墨一诺嘉言云帆星河小川望舒青禾南风北辰长青".strip()


class Prose:
    """Writes text; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def name(self) -> str:
        """Return a person's name of two or three characters."""
        return self.draw.choice(_SURNAMES) + "".join(
            self.draw.sample(_GIVEN, self.draw.choice((1, 2)))
        )

    def title(self) -> str:
        """Return a module's title."""
        return f"{self.draw.choice(_PARTS)}{self.draw.choice(_TITLES)}"

    def sentence(self) -> str:
        """Return a sentence of about thirty characters."""
        pick = self.draw.choice
        return f"{pick(_TIMES)}，在{pick(_PLACES)}把{pick(_PARTS)}{pick(_DEEDS)}，{pick(_ENDS)}。"

    def paragraph(self, sentences: int) -> str:
        """Return some sentences in one line."""
        return "".join(self.sentence() for _ in range(sentences))

    def page(self) -> str:
        """Return the Markdown of a module, about 4 kB in UTF-8: headings, a list, a table, a note."""
        number = self.draw.randint(18, 30)
        rows = "\n".join(
            f"| {self.draw.choice(_TIMES)} | {number / 10 + step / 10:.1f} | {self.sentence()} |"
            for step in range(4)
        )
        points = "\n".join(f"- **{self.draw.choice(_PARTS)}**：{self.sentence()}" for _ in range(4))
        return (
            f"## 先说结论\n\n{self.paragraph(4)}\n\n{self.paragraph(3)}\n\n"
            f"## {self.title()}\n\n{points}\n\n{self.paragraph(5)}\n\n"
            f"> [!TIP]\n> {self.draw.choice(_TIMES)}。{self.paragraph(2)}\n\n"
            f"## 记录\n\n| 时间 | 数值 (bar) | 说明 |\n| --- | --- | --- |\n{rows}\n\n"
            f"## 最后\n\n1. {self.sentence()}\n2. {self.sentence()}\n3. {self.sentence()}\n"
        )
