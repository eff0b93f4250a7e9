"""The two pictures of the skill graph: members × skills, and who worked with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kocbook.base.texts import join_words
from kocbook.insight.names import has_profile, public_name
from kocbook.insight.skills import Skill, find_ties
from kocbook.model.people import Member
from kocbook.site.views import charts
from kocbook.site.views.charts import Chart, ChartTable, Shape
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import is_han

MOST_PEOPLE = 40
"""So many people fit on a circle whose names can be read."""

Tied = Mapping[tuple[str, str], tuple[str, ...]]


def draw_skills(context: SiteContext, members: list[Member]) -> Chart:
    """Draw members × skills: squares for levels, rings for words, dots for wishes."""
    texts = context.texts
    used = {skill for member in members for skill in context.skills[member.id]}
    columns = [term.id for term in context.community.settings.skills if term.id in used]
    names = [public_name(context.community, member.id, texts) for member in members]
    cells: list[dict[str, Any]] = []
    rings: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    for row, member in enumerate(members):
        for skill in context.skills[member.id].values():
            if skill.skill not in columns:
                continue  # an unknown skill is a finding elsewhere
            place, data = [columns.index(skill.skill), row], _words(context, names[row], skill)
            if skill.level > 0:
                title = texts("site.skills.cell", **data)
                cells.append({"name": title, "value": [*place, round(skill.level, 3)]})
            elif skill.declared:
                title = texts("site.skills.cell-declared", **data)
                rings.append({"name": title, "value": place})
            if skill.wanted:
                title = texts("site.skills.cell-wanted", **data)
                dots.append({"name": title, "value": place})
    titles = [context.skill_name(skill) for skill in columns]
    return Chart(
        label=texts("site.skills.who-label", people=len(members), skills=len(columns)),
        option=_grid_option(titles, names, cells, rings, dots),
        table=ChartTable(
            (texts("site.skills.member"), *titles),
            tuple(
                (name, *(_cell(context, context.skills[member.id].get(skill)) for skill in columns))
                for name, member in zip(names, members, strict=True)
            ),
        ),
        shape=Shape.ROWS,
        rows=len(members),
        note=texts("site.skills.who-note"),
    )


def _words(context: SiteContext, name: str, skill: Skill) -> dict[str, str]:
    title = context.skill_name(skill.skill)
    return {"name": name, "skill": title, "level": f"{skill.level:.2f}"}


def _cell(context: SiteContext, skill: Skill | None) -> str:
    """Say a figure in the table: its level, or what the member says."""
    if skill is None:
        return ""
    if skill.level > 0:
        return f"{skill.level:.2f}"
    return context.texts(f"words.declared.{'declared' if skill.declared else 'wanted'}")


def _grid_option(
    columns: list[str],
    rows: list[str],
    cells: list[dict[str, Any]],
    rings: list[dict[str, Any]],
    dots: list[dict[str, Any]],
) -> dict[str, Any]:
    """Return the option of a grid of coloured squares; Chinese headings stand upright."""
    upright = all(is_han(letter) for name in columns for letter in name)
    heads = ["\n".join(name) for name in columns] if upright else columns
    axis = {"type": "category", "axisLine": {"show": False}, "axisTick": {"show": False}}
    label = {"color": charts.SOFT, "fontSize": 12, "interval": 0}
    ring = {"color": "transparent", "borderColor": charts.SOFT, "borderWidth": 1.2}
    return {
        "grid": {"left": 12, "right": 6, "top": 4, "bottom": 4, "containLabel": True},
        "tooltip": {"formatter": "{b}"},
        "xAxis": {
            **axis,
            "data": heads,
            "position": "top",
            "axisLabel": {**label, "lineHeight": 13} if upright else {**label, "rotate": 90},
            "splitArea": {"show": False},
        },
        "yAxis": {
            **axis,
            "data": rows,
            "inverse": True,
            "axisLabel": {**label, "color": charts.INK, "width": 76, "overflow": "truncate"},
            "splitLine": {"show": True, "lineStyle": {"color": charts.LINE, "opacity": 0.5}},
        },
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 0.9,
            "seriesIndex": 0,
            "inRange": {"color": [charts.TEAL_WASH, charts.TEAL]},
        },
        "series": [
            {
                "type": "heatmap",
                "data": cells,
                "itemStyle": {"borderColor": charts.PAPER, "borderWidth": 2, "borderRadius": 6},
                "emphasis": {"itemStyle": {"borderColor": charts.ORANGE}},
            },
            {"type": "scatter", "data": rings, "symbolSize": 9, "itemStyle": ring},
            {
                "type": "scatter",
                "data": dots,
                "symbolSize": 6,
                "itemStyle": {"color": charts.ORANGE},
            },
        ],
    }


def draw_ties(context: SiteContext) -> Chart | None:
    """Draw who worked with whom as a circle of people; None where nobody did."""
    texts, community = context.texts, context.community
    ties = _choose_ties(context)
    people = _place_near(ties)
    if not people:
        return None
    names = {member: public_name(community, member, texts) for member in people}
    works = Counter(
        member
        for fact in context.facts.values()
        if fact.state.counts_as_work
        for member in fact.authors
    )
    rows = []
    for (one, two), keys in ties.items():
        titles = [community.modules[key].title_in(texts.language)[0] for key in keys]
        rows.append((f"{names[one]} · {names[two]}", join_words(texts.language, titles)))
    return Chart(
        label=texts("site.skills.ties-label", people=len(people), n=len(ties)),
        option=_circle_option(
            [_node(context, member, names[member], works[member]) for member in people],
            [_link(context, names, pair, len(keys)) for pair, keys in ties.items()],
        ),
        table=ChartTable(
            (texts("site.skills.ties-pair"), texts("site.skills.ties-works")), tuple(rows)
        ),
        shape=Shape.SQUARE,
        note=texts("site.skills.ties-note"),
    )


def _choose_ties(context: SiteContext) -> Tied:
    """Return the ties among the people with most of them; nobody who hides their name."""
    ties = {
        pair: keys
        for pair, keys in find_ties(context.facts).items()
        if all(has_profile(context.community, member) for member in pair)
    }
    weight = _weigh(ties)
    chosen = set(sorted(weight, key=lambda member: (-weight[member], member))[:MOST_PEOPLE])
    return {pair: keys for pair, keys in ties.items() if chosen.issuperset(pair)}


def _weigh(ties: Tied) -> Counter[str]:
    weight: Counter[str] = Counter()
    for pair, keys in ties.items():
        for member in pair:
            weight[member] += len(keys)
    return weight


def _place_near(ties: Tied) -> list[str]:
    """Order people on the circle so that those who worked together are near each other."""
    weight, left = _weigh(ties), set(_weigh(ties))
    order: list[str] = []
    while left:
        last = order[-1] if order else ""

        def rank(member: str, last: str = last) -> tuple[int, int, str]:
            pair = (min(last, member), max(last, member))
            return (-len(ties.get(pair, ())), -weight[member], member)

        order.append(min(left, key=rank))
        left.remove(order[-1])
    return order


def _node(context: SiteContext, member: str, name: str, works: int) -> dict[str, Any]:
    return {
        "id": member,
        "name": name,
        "value": works,
        "symbolSize": 10 + 4 * min(works, 5),
        "tooltip": {"formatter": context.texts("site.skills.node", name=name, n=works)},
    }


def _link(
    context: SiteContext, names: Mapping[str, str], pair: tuple[str, str], count: int
) -> dict[str, Any]:
    one, two = pair
    told = context.texts("site.skills.pair", one=names[one], two=names[two], n=count)
    return {
        "source": one,
        "target": two,
        "lineStyle": {"width": 2 * count},
        "tooltip": {"formatter": told},
    }


def _circle_option(nodes: list[dict[str, Any]], links: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the option of a circle of people with lines between them, names turned outwards."""
    series = {
        "type": "graph",
        "layout": "circular",
        "circular": {"rotateLabel": True},
        "left": "20%",
        "right": "20%",
        "top": "20%",
        "bottom": "20%",
        "label": {
            "show": True,
            "position": "right",
            "color": charts.INK,
            "fontSize": 12,
            "width": 58,
            "overflow": "truncate",
        },
        "itemStyle": {"color": charts.TEAL},
        "lineStyle": {"color": charts.TEAL, "opacity": 0.45, "curveness": 0.12},
        "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.9}},
        "data": nodes,
        "links": links,
    }
    return {"series": [series]}
