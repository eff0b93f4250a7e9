"""Review what was delivered: goal by goal, what is good, and what would make it better."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kocbook.app.write import ActDraft, Writer


def draft_review(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a review by who is at work.

    `values` are the answers to the questions of `koc new review`, by their names.

    Raises:
        UsageError: there is no such module, or who is at work may not review it.
    """
    from kocbook.intake.acts.staff_records import review_files, verdict_of_answers

    session, by = writer.session, writer.member
    found, record = session.find_module(values["module"]), record_of(values)
    files = review_files(found, by, session.day, record)
    verdict = session.texts(f"words.verdict.{verdict_of_answers(found, record)}")
    data = {"module": found.key, "title": found.brief.title, "verdict": verdict}
    return ActDraft(f"review/{found.handbook}-{found.id}-{by.id}", files, data)


def record_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a review, as its record has them, from the answers."""
    goals = {
        said["id"]: {name: said[name] for name in ("met", "evidence", "next") if said.get(name)}
        for said in values["goal"]
    }
    return {
        "goals": goals,
        "missing": dict(map(_split_missing, values.get("missing") or ())),
        "strengths": values.get("strength"),
        "improvements": values.get("improvement"),
        "declined": values.get("declined"),
    }


def _split_missing(line: str) -> tuple[str, str]:
    """Return a seat and what is still wanted of it, from `seat: words`."""
    seat, _, words = line.replace("：", ":", 1).partition(":")
    return seat.strip().lower(), words.strip() or line.strip()
