"""A crowd for a module with many open seats, and the best team by brute strength."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from kocbook.insight.match import find_candidates, score_members
from kocbook.insight.skills import skill_graph
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.model.community import Community
from tests.builders import BRIEF, FOLDER, base_files, load_files, member

DAY = date(2026, 4, 20)
KEY = "guide/tyres"


def crowd(members: int, seats: int, seed: int = 5) -> tuple[Community, Mapping[str, ModuleFacts]]:
    """Return a community of so many members, and one module with so many open seats."""
    random = Random(seed)
    skills = [f"skill-{number}" for number in range(20)]
    files = base_files()
    files["community.yml"]["skills"] = [
        {"id": skill, "name": {"zh": skill, "en": skill}} for skill in skills
    ]
    for number in range(members):
        named = {"skills": random.sample(skills, 3), "wants": random.sample(skills, 2)}
        record = member(100 + number, "车主", **named)
        files[f"members/m-{number}x.yml"] = {**record, "joined": "2026-03-01"}
    share, left = divmod(10_000, seats)
    asked = [
        {
            "id": f"seat-{chr(97 + number)}",
            "role": "writing",
            "share": share + (number < left),
            "duty": "写",
            "skills": {skill: random.randint(1, 3) for skill in random.sample(skills, 3)},
        }
        for number in range(seats)
    ]
    files[f"{FOLDER}/module.yml"] = {**BRIEF, "seats": asked}
    community = load_files(files)
    return community, all_facts(community, DAY)


def whole_matrix(community: Community, facts: Mapping[str, ModuleFacts]) -> NDArray[np.float64]:
    """Return what every member who could come is worth on each seat: seats × members."""
    fact = facts[KEY]
    graph = skill_graph(community, facts, DAY)
    candidates, _ = find_candidates(community, facts, fact, graph, DAY)
    rows = [score_members(seat.seat, candidates, newcomers=False) for seat in fact.seats]
    return np.array([[row[name] for name in candidates] for row in rows], float) / 1e6


def best_of_all(matrix: NDArray[np.float64]) -> float:
    """Return the highest sum that gives each row a column of its own (SciPy, one answer)."""
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return float(matrix[rows, columns].sum())
