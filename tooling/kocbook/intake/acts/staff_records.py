"""What staff write about others' work: reviews, recognition, reuse, and new blueprints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.credits import module_credits
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.parts import part_fingerprints, undelivered_seats
from kocbook.insight.pins import yardstick_fingerprint
from kocbook.insight.state import ModuleFacts, latest_reviews, verdict_of
from kocbook.insight.team import is_team
from kocbook.intake.acts.new_id import require_new_id
from kocbook.intake.acts.seats import read_text
from kocbook.model.brief import Goal
from kocbook.model.community import Community, Module
from kocbook.model.enums import Met, ModuleForm, StaffRole, Verdict
from kocbook.model.paths import ID, MAX_ID, RESERVED_HANDBOOKS, RecordKind
from kocbook.model.people import Member
from kocbook.model.work import GoalJudgement, Review
from kocbook.records.record_text import render_record, set_field

_HANDBOOK_ORDER = (
    "title", "summary", "audience", "goal", "lead", "chapters", "budget", "opened", "language",
)  # fmt: skip


def require_reviewable(facts: ModuleFacts, reviewer: Member, day: date) -> None:
    """Refuse a review that nobody could use.

    Raises:
        UsageError: it is the reviewer's own work, nothing is delivered, all is judged already,
            or only product experts may judge what is left.
    """
    module, key = facts.module, facts.module.key
    authors = {claim.member for claim in (*module.claims.values(), *module.past_claims)}
    if not reviewer.is_staff:
        raise UsageError("errors.review-not-staff", member=reviewer.id)
    if reviewer.id in authors:
        raise UsageError("errors.review-own", module=key)
    wants_text = bool(module.brief.seats) and module.brief.form is not ModuleForm.SERVICE
    if wants_text and module.text is None:
        raise UsageError("errors.review-nothing", module=key)
    waiting = undelivered_seats(module) if wants_text and is_team(module) else ()
    if waiting and not facts.state.counts_as_work:
        raise UsageError("errors.review-waits-parts", module=key, seats=list(waiting))
    if not goals_to_judge(module, reviewer, day):
        key_ = "errors.review-safety" if _left_to_experts(module, day) else "errors.review-done"
        raise UsageError(key_, module=key)


def round_of(module: Module, reviewer: Member, day: date) -> int:
    """Return the number of the round that a review of today belongs to.

    It is the latest one, while its text still stands and this reviewer has not spoken in it.
    """
    latest = latest_reviews(module, day)
    if not latest:
        return max((review.round for review in module.reviews), default=0) + 1
    current = page_fingerprint(module)
    same_text = all(review.text in (None, current) for review in latest)
    spoken = reviewer.id in {review.reviewer for review in latest}
    return latest[0].round if same_text and not spoken else latest[0].round + 1


def goals_to_judge(module: Module, reviewer: Member, day: date) -> list[Goal]:
    """List the goals that a reviewer has to judge today.

    Safety goals are a product expert's; an expert who joins a round judges nothing but them.
    """
    number = round_of(module, reviewer, day)
    beside = [review for review in module.reviews if review.round == number]
    judged = {goal for review in beside for goal in review.goals}
    safety = [goal for goal in module.brief.goals if goal.safety]
    others = [goal for goal in module.brief.goals if not goal.safety]
    if StaffRole.PRODUCT_EXPERT not in reviewer.staff:
        return others
    left = [goal for goal in safety if goal.id not in judged]
    return left if beside and left else list(module.brief.goals)


def _left_to_experts(module: Module, day: date) -> bool:
    judged = {goal for review in latest_reviews(module, day) for goal in review.goals}
    return any(goal.safety and goal.id not in judged for goal in module.brief.goals)


def verdict_of_answers(module: Module, values: Mapping[str, Any]) -> Verdict:
    """Return what a review says that is not written yet; `values` are those of its record."""
    goals = {
        name: GoalJudgement(Met(said["met"]), said.get("evidence"), said.get("next"))
        for name, said in values["goals"].items()
    }
    declined, missing = values.get("declined"), values.get("missing") or {}
    review = Review(1, "", "", date.min, goals, declined=declined, missing=missing)
    return verdict_of(module.brief, review)


def review_files(module: Module, reviewer: Member, day: date, values: Mapping[str, Any]) -> Files:
    """Return the record of a review, with the fingerprint of the words that were judged.

    Raises:
        UsageError: it names a seat that is none.
    """
    seats = [seat.id for seat in module.brief.seats]
    for seat in values.get("missing") or ():
        if seat not in seats:
            raise UsageError("errors.review-no-seat", module=module.key, seat=seat, seats=seats)
    number = round_of(module, reviewer, day)
    path = f"{module.folder}/reviews/{number}-{reviewer.id}.yml"
    record = {
        "reviewer": reviewer.id,
        "date": day,
        "goals": values["goals"],
        "strengths": values.get("strengths"),
        "improvements": values.get("improvements"),
        "declined": values.get("declined"),
        "missing": values.get("missing") or None,
        "text": page_fingerprint(module),
        "parts": part_fingerprints(module) or None,
        "yardstick": yardstick_fingerprint(module.brief),
    }
    return {path: render_record(RecordKind.REVIEW, path, record).encode()}


def recognition_files(
    root: Path, by: Member, day: date, slug: str, values: Mapping[str, Any]
) -> Files:
    """Return the record of a recognition; `values` are member, kind, reason and what is optional."""
    start = f"members/recognition/{day:%Y}/{day.isoformat()}-"
    path = free_path(root, start, slug)
    order = (
        *("member", "by", "date", "kind", "reason", "module"),
        *("event", "held", "title", "year", "nominated_by", "skills", "points", "private"),
    )
    record = {**values, "by": by.id, "date": day, "nominated_by": values.get("nominated-by")}
    ordered = {name: record.get(name) or None for name in order}
    return {path: render_record(RecordKind.RECOGNITION, path, ordered).encode()}


def require_over(facts: ModuleFacts, *, closing: bool = False) -> None:
    """Refuse an outcome of what still runs, unless it is closed with it, or of what is no activity.

    Raises:
        UsageError: it is so.
    """
    if facts.module.brief.seats:
        raise UsageError("errors.outcome-seats", module=facts.module.key)
    runs = facts.state.is_claimable
    if not facts.state.has_ended and not (closing and runs):
        raise UsageError("errors.outcome-early", module=facts.module.key)


def outcome_files(module: Module, by: Member, day: date, values: Mapping[str, Any]) -> Files:
    """Return the record of what came of an activity; one that stands there is written anew."""
    path = f"{module.folder}/outcome.yml"
    reached = {"yes": True, "no": False}.get(str(values.get("reached")))
    record = {"by": by.id, "date": day, **{key: values.get(key) for key in ("decided", "because")}}
    record |= {"chosen": values.get("chosen"), "reached": reached}
    record |= {key: values.get(key) for key in ("next", "url", "reference")}
    return {path: render_record(RecordKind.OUTCOME, path, record).encode()}


def shipped_files(
    root: Path, module: Module, by: Member, day: date, version: str, reference: str | None
) -> Files:
    """Return the outcome of an activity with the version in which what was decided is there.

    Raises:
        UsageError: it is nobody of the staff who asks, nothing was decided, or it is told already.
    """
    if not by.is_staff:
        raise UsageError("errors.ship-staff", member=by.id)
    outcome = module.outcome
    if outcome is None or outcome.shipped_in:
        raise UsageError(
            "errors.ship-told" if outcome else "errors.ship-nothing", module=module.key
        )
    text = read_text(root, outcome.path)
    said = {"reference": reference, "shipped_in": version.strip(), "shipped": day}
    for key, value in said.items():
        text = set_field(text, key, value) if value else text
    return {outcome.path: text.encode()}


def reuse_authors(community: Community, facts: ModuleFacts) -> list[str]:
    """List everybody whom a reuse has to name, in byline order: authors, else those who took part."""
    lines = module_credits(community, facts)
    authors = [line.member for line in lines if line.seat is not None] + list(facts.authors)
    return list(dict.fromkeys(authors or (item.member for item in facts.module.responses.values())))


def reuse_files(
    root: Path, module: Module, by: Member, day: date, slug: str, values: Mapping[str, Any]
) -> Files:
    """Return the record of a reuse; `values` are channel, title, authors, url and note."""
    path = free_path(root, f"{module.folder}/reuse/{day.isoformat()}-", slug)
    order = ("date", "channel", "title", "authors", "files", "url", "note", "by")
    record = {**values, "by": by.id, "date": day, "files": values.get("file") or None}
    return {
        path: render_record(
            RecordKind.REUSE, path, {name: record.get(name) for name in order}
        ).encode()
    }


def suggest_slug(community: Community, channel: str | None) -> str:
    """Return the name that earlier records of a channel have in their paths, else `reuse`."""
    for module in community.modules.values():
        for reuse in module.reuse:
            found = re.search(rf"\d-\d\d-({ID})\.yml$", reuse.path)
            if reuse.channel == channel and found:
                return found[1]
    return "reuse"


def require_slug(text: str) -> str:
    """Return a name that may stand in a path.

    Raises:
        UsageError: it may not.
    """
    if not re.fullmatch(ID, text) or len(text) > MAX_ID - len("2026-01-01-"):
        raise UsageError("errors.bad-id", id=text)
    return text


def free_path(root: Path, start: str, slug: str) -> str:
    """Return the path that begins so and names no file yet: with a number where it has to."""
    number, path = 1, f"{start}{slug}.yml"
    while (root / path).exists():
        number += 1
        path = f"{start}{slug}-{number}.yml"
    return path


def require_new_handbook(community: Community, handbook: str) -> str:
    """Return the id of a new handbook.

    Raises:
        UsageError: it is none, is taken, or names one of the site's own pages.
    """
    return require_new_id(
        handbook, is_taken=community.knows_handbook(handbook) or handbook in RESERVED_HANDBOOKS
    )


def handbook_files(
    handbook: str, chapters: Sequence[Mapping[str, Any]], values: Mapping[str, Any]
) -> Files:
    """Return a new blueprint; its chapters wait for their modules."""
    path = f"modules/{handbook}/handbook.yml"
    record = {**values, "chapters": [{**chapter, "modules": []} for chapter in chapters]}
    ordered = {name: record.get(name) for name in _HANDBOOK_ORDER}
    return {path: render_record(RecordKind.HANDBOOK, path, ordered).encode()}
