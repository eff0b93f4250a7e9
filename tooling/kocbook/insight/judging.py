"""The result of an activity: entries ranked by the rubric, with exact fractions and open ties."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kocbook.insight.split import WHOLE
from kocbook.model.brief import Rubric
from kocbook.model.community import Module

TOP_SCORE = 10
"""The best that a judge can give for a criterion."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One entry's place. `score` is exact, from 0 to 10; those who tie share a place.

    `prize` is None below the places that the rubric names. `words` are the judges' own, with
    their ids.
    """

    member: str
    place: int
    score: Fraction
    is_tied: bool
    prize: str | None
    words: tuple[tuple[str, str], ...]


def rank_entries(module: Module) -> tuple[Ranked, ...]:
    """Rank a module's entries, best first; empty without a rubric or a judge.

    An entry's score is the mean, over the judges who scored it, of Σ score · weight / 10,000. The
    places are those of competitions: after two firsts comes a third. Ties stay ties: whoever has
    the same score gets the same place and the same prize. An entry that nobody scored has no place.
    """
    rubric = module.brief.rubric
    if rubric is None:
        return ()
    scores = {
        member: score
        for member in module.responses
        if (score := _score_of(module, rubric, member)) is not None
    }
    all_scores = list(scores.values())
    ranked = []
    for member, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        place = 1 + sum(other > score for other in all_scores)
        prize = rubric.prizes[place - 1] if place <= len(rubric.prizes) else None
        words = tuple(
            (judging.judge, entry.words)
            for judging in module.judgings
            if (entry := judging.entries.get(member)) and entry.words
        )
        is_tied = all_scores.count(score) > 1
        ranked.append(Ranked(member, place, score, is_tied, prize, words))
    return tuple(ranked)


def _score_of(module: Module, rubric: Rubric, member: str) -> Fraction | None:
    entries = [
        judging.entries[member]
        for judging in module.judgings
        # Nobody is heard on an entry of their own.
        if member in judging.entries and judging.judge != member
    ]
    if not entries:
        return None
    total = sum(
        criterion.weight * entry.scores.get(criterion.id, 0)
        for entry in entries
        for criterion in rubric.criteria
    )
    return Fraction(total, WHOLE * len(entries))
