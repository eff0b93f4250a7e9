"""The table of `koc skills`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kocbook.base.texts import Texts, join_words
from kocbook.insight.skills import Skill, skill_graph
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table
from kocbook.report.words import Words

KEYS = ("member", "skill", "level", "declared", "evidence")


def skills_table(
    community: Community, facts: Mapping[str, ModuleFacts], as_of: date, texts: Texts
) -> Table:
    """Return a row for each skill of each member; people see the strongest of each first.

    `level` has three decimals; `evidence` lists `KIND SOURCE DATE AMOUNT`, strongest kind first.
    """
    words = Words(community, texts)
    graph = skill_graph(community, facts, as_of)
    members = sorted(graph, key=lambda member: community.members[member].sort_key)
    found = [
        skill
        for member in members
        for skill in sorted(graph[member].values(), key=lambda skill: (-skill.level, skill.skill))
    ]
    return Table(
        as_of,
        KEYS,
        tuple(_row(skill) for skill in found),
        (
            Column("member", words.column("member", words.member), least=8),
            Column("skill", words.column("skill", words.skill), least=8),
            Column("level", lambda row: f"{row['level']:.2f}", right=True),
            Column("declared", lambda row: _said(row, words)),
            Column("evidence", lambda row: _listed(row, words), least=20),
        ),
        sort=("member", "skill"),
    )


def _row(skill: Skill) -> Row:
    evidence = [f"{e.kind} {e.source} {e.date} {e.amount:.3f}" for e in skill.evidence]
    return {
        "member": skill.member,
        "skill": skill.skill,
        "level": round(skill.level, 3),
        "declared": skill.declared,
        "wanted": skill.wanted,  # for people alone: programs find it in the member's record
        "evidence": evidence,
    }


def _said(row: Row, words: Words) -> str:
    """Say whether the member declares the skill, or wants to learn it."""
    word = "declared" if row["declared"] else "wanted" if row["wanted"] else None
    return words.of("declared", word) if word else ""


def _listed(row: Row, words: Words) -> str:
    """Name the sources of a figure for a person, each with its part of the sum."""
    sources = row["evidence"]
    assert isinstance(sources, list)
    said = []
    for source in sources:
        kind, place, _, amount = source.split(" ")
        name = place if kind == "work" else words.of("evidence", kind)
        said.append(f"{name} {float(amount):.2f}")
    return join_words(words.texts.language, said)
