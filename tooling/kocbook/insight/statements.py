"""What people said in a module, each with what it meant: a vote with the words of its option.

Also the terms that a claim agrees to: everything in a brief by which work will be judged and paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kocbook.model.brief import Brief
from kocbook.model.community import Module
from kocbook.model.work import Response, Review


def agreed_terms(module: Module, holdback: int) -> tuple[Any, ...]:
    """Return what whoever claims a seat agrees to: terms, seats, reward, days, goals, size, promise."""
    brief = module.brief
    money = (brief.reward, holdback if brief.reward.pays_cash else 0)
    promise = (brief.days, brief.reply_within_days)
    return (brief.seats, brief.terms, *money, *promise, *_measure(brief))


def _measure(brief: Brief) -> tuple[Any, ...]:
    return (brief.goals, brief.scope, brief.size, brief.type, brief.form)


def iter_statements(module: Module) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield who speaks, the name of the record, and what it says with its meaning."""
    for response in module.responses.values():
        yield response.member, _name(response.path), _response(module, response)
    for question in module.questions.values():
        yield question.member, _name(question.path), (question.date, question.text)
    for answer in module.answers.values():
        yield answer.by, _name(answer.path), (answer.date, answer.text)
    for signoff in module.signoffs.values():
        yield signoff.member, _name(signoff.path), (signoff.date, signoff.text)
    for review in module.reviews:
        yield review.reviewer, _name(review.path), _review(module.brief, review)
    for judging in module.judgings:
        scores = tuple(sorted(judging.entries.items()))
        yield judging.judge, _name(judging.path), (judging.date, scores, module.brief.rubric)


def _name(path: str) -> str:
    """Return a record's own name, so that two that say the same are two."""
    return "/".join(path.split("/")[-2:])


def _response(module: Module, response: Response) -> tuple[Any, ...]:
    """Return a response with the options that it chose, as they stood, and what was promised."""
    brief, media = module.brief, module.content.media if module.content else {}
    chosen = tuple(
        # A picture is what it shows, not its name.
        replace(
            option,
            picture=media[option.picture].blob
            if option.picture and option.picture in media
            else "",
        )
        for option in brief.options
        if option.id in response.choice
    )
    said = (response.date, response.choice, response.reason, response.text, response.media)
    more = (response.alt, tuple(sorted(response.earlier.items())))
    return (*said, *more, chosen, brief.rubric, brief.reward)


def _review(brief: Brief, review: Review) -> tuple[Any, ...]:
    """Return a review with the goals and the size by which it judged."""
    judged = tuple(sorted(review.goals.items()))
    said = (review.date, judged, review.strengths, review.improvements, review.declined)
    wanted = tuple(sorted(review.missing.items()))
    return (*said, review.text, tuple(sorted(review.parts.items())), wanted, *_measure(brief))
