"""Forms for what staff do from a phone: review, reply, sort reports, thank, invite and plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kocbook.git.commit_draft import Files
from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.invitations import invitation_files
from kocbook.intake.acts.new_module import module_files
from kocbook.intake.acts.questions import answer_files, choose_question
from kocbook.intake.acts.seats import read_text
from kocbook.intake.acts.staff_records import (
    goals_to_judge,
    recognition_files,
    require_reviewable,
    review_files,
)
from kocbook.intake.forms.answers import Ask, FormAnswers
from kocbook.intake.forms.records import AskError, Draft, FormContext
from kocbook.model.enums import Met
from kocbook.model.forms import FORMS, FormName
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field

_FIGURE = re.compile(r"\d{1,5}")


def draft_review(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return a review: its verdict counts for every goal, but for those that a line speaks of.

    Raises:
        AskError: changes are asked for and no line says which, or a line speaks of no goal.
        UsageError: who sent it may not review this, or nothing is left to be judged.
    """
    facts = desk.facts[desk.find_module(answers).key]
    require_reviewable(facts, by, desk.day)
    verdict = answers.option(FORMS[FormName.REVIEW], "verdict")
    evidence = (answers.words.get("evidence") or "").strip()
    wanted = {goal.id: goal.text for goal in goals_to_judge(facts.module, by, desk.day)}
    steps = dict(_read_steps(answers, list(wanted)))
    if verdict == "changes" and not steps:
        raise AskError(Ask("review-steps", {"goals": _numbered(wanted.values())}))
    if verdict == "accepted" and steps:
        raise AskError(Ask("review-both"))
    if verdict == "declined" and not evidence:
        raise AskError(Ask("review-why"))
    goals = {one: _judge(verdict, steps.get(one), evidence) for one in wanted}
    values = {
        "goals": goals,
        "strengths": [*answers.lines("strengths")] or None,
        "improvements": [*answers.lines("improvements")] or None,
        "declined": evidence if verdict == "declined" else None,
    }
    files = review_files(facts.module, by, desk.day, values)
    return _draft(FormName.REVIEW, branch, files, facts)


def draft_reply(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return the answer to a question.

    Raises:
        AskError: it is not told which task is meant.
        UsageError: no such question waits, or several do.
    """
    facts = desk.facts[desk.find_module(answers).key]
    name = choose_question(facts.module, answers.line("question"))
    files = answer_files(facts.module, name, by, desk.day, answers.words.get("text") or "")
    return _draft(FormName.REPLY, branch, files, facts)


def draft_triage(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return how far a report has come.

    Raises:
        AskError: it is not told which report is meant.
    """
    facts = desk.facts[desk.find_module(answers).key]
    report = _find_report(desk, facts, answers.line("report") or "")
    other = answers.line("duplicate")
    said = {
        "by": by.id,
        "date": desk.day,
        "state": answers.option(FORMS[FormName.TRIAGE], "state"),
        "duplicate_of": _find_report(desk, facts, other) if other else None,
        "fixed_in": answers.line("fixed"),
        "reference": answers.line("reference"),
        "note": (answers.words.get("note") or "").strip() or None,
    }
    path = f"{facts.module.folder}/triage/{report}.yml"
    files: Files
    if report in facts.module.triage:
        text = read_text(desk.root, path)
        for key, value in said.items():
            text = set_field(text, key, value) if value else text
        files = {path: text.encode()}
    else:
        files = {path: render_record(RecordKind.TRIAGE, path, said).encode()}
    return _draft(FormName.TRIAGE, branch, files, facts)


def draft_confirmation(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return a proposed credit, confirmed.

    Raises:
        AskError: nobody proposed it, or it is confirmed already.
    """
    facts = desk.facts[desk.find_module(answers).key]
    member, role = desk.find_member(answers), desk.find_role(answers)
    for credit in facts.module.credits:
        if (credit.member, credit.role, credit.confirmed_by) == (member.id, role, None):
            text = set_field(read_text(desk.root, credit.path), "confirmed_by", by.id)
            files = {credit.path: text.encode()}
            return _draft(FormName.CONFIRM, branch, files, facts, name=member.name)
    raise AskError(Ask("no-proposal"))


def draft_thanks(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return praise or coaching for a member.

    Raises:
        AskError: it is not told who is meant, or which task.
    """
    member = desk.find_member(answers)
    module = desk.find_module(answers).key if answers.line("module") else None
    values = {
        "member": member.id,
        "kind": answers.option(FORMS[FormName.RECOGNISE], "kind"),
        "reason": (answers.words.get("reason") or "").strip(),
        "module": module,
    }
    files = recognition_files(desk.root, by, desk.day, member.id, values)
    return Draft(FormName.RECOGNISE, branch, files, {"name": member.name})


def draft_invitation(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return the offer of a seat to one member.

    Raises:
        AskError: it is not told who or which task is meant.
        UsageError: the seat cannot be offered.
    """
    facts = desk.facts[desk.find_module(answers).key]
    member, limits = desk.find_member(answers), desk.community.settings.limits
    free = [one.seat.id for one in facts.seats if one.state.is_claimable]
    seat = answers.seat() or (free[0] if len(free) == 1 else "")
    if not seat:
        raise AskError(Ask("which-seat", {"seats": free}))
    reason = (answers.words.get("reason") or "").strip()
    given = (member, by, desk.day, reason, limits)
    files = invitation_files(desk.root, facts, seat, *given)
    return _draft(FormName.INVITE, branch, files, facts, name=member.name)


def draft_plan(desk: FormContext, answers: FormAnswers, by: Member, branch: str) -> Draft:
    """Return the brief of a small article with one seat; its finer points are set on the site's editor.

    Raises:
        AskError: a goal says nothing of how it is seen, or a figure is none.
        UsageError: there is such a module, no such handbook or chapter.
    """
    settings, key = desk.community.settings, (answers.line("module") or "").lower()
    goals = [re.split(r"[:：]", line, maxsplit=1) for line in answers.lines("goals")]
    if any(len(goal) < 2 or not goal[1].strip() for goal in goals):
        raise AskError(Ask("goal-measure"))
    values = {
        "title": answers.line("title"),
        "type": "foundation",
        "form": "article",
        "size": "S",
        "access": "open",
        "background": (answers.words.get("background") or "").strip(),
        "goals": [
            {"id": f"goal-{n}", "must": True, "text": text.strip(), "measure": seen.strip()}
            for n, (text, seen) in enumerate(goals, start=1)
        ],
        "scope": {"includes": [*answers.lines("includes")]},
        "seats": [
            {
                "id": "writer",
                "role": desk.find_role(answers),
                "share": 10_000,
                "duty": answers.line("title"),
            }
        ],
        "contact": by.id,
        "reply_within_days": settings.limits.review_days,
        "reward": {"points": _figure(answers, "points", 20)},
        "terms": {
            "licence": settings.licences[0].id,
            "channels": list(settings.channels),
            "byline": "single",
        },
        "days": _figure(answers, "days", 14),
        "opened": desk.day,
    }
    chapter = answers.line("chapter") or ""
    files = module_files(desk.root, desk.community, key, chapter, values)
    return Draft(FormName.PLAN, branch, files, {"title": values["title"]})


def _judge(verdict: str | None, step: str | None, evidence: str) -> dict[str, object]:
    if verdict == "declined":
        return {"met": str(Met.NOT), "next": evidence}
    if step is not None:
        return {"met": str(Met.PARTLY), "next": step}
    return {"met": str(Met.FULLY), **({"evidence": evidence} if evidence else {})}


def _read_steps(answers: FormAnswers, goals: list[str]) -> Iterator[tuple[str, str]]:
    """Yield goals, which people call by their number or id, with what would reach them."""
    for line in answers.lines("goals"):
        named, _, step = re.sub("[：.、]", ":", line, count=1).partition(":")
        named = named.strip().lower()
        goal = (
            goals[int(named) - 1] if named.isdecimal() and 0 < int(named) <= len(goals) else named
        )
        if goal not in goals or not step.strip():
            raise AskError(Ask("review-goal", {"line": line[:80]}))
        yield goal, step.strip()


def _numbered(texts: Iterable[str]) -> list[str]:
    return [f"{n}. {text}" for n, text in enumerate(texts, start=1)]


def _find_report(desk: FormContext, facts: ModuleFacts, named: str) -> str:
    """Return the report that somebody named: as its file, or by the name of who wrote it."""
    known = facts.module.responses
    plain = named.strip().removesuffix(".yml")
    people = desk.community.members
    fitting = [
        key
        for key, one in known.items()
        if plain == key or (one.member in people and people[one.member].name == plain)
    ]
    if len(fitting) != 1:
        raise AskError(Ask("which-report", {"known": sorted(known)}))
    return fitting[0]


def _figure(answers: FormAnswers, question: str, usual: int) -> int:
    said = answers.line(question)
    if said and not _FIGURE.fullmatch(said):
        raise AskError(Ask("no-figure", {"value": said[:40]}))
    return int(said) if said else usual


def _draft(form: FormName, branch: str, files: Files, facts: ModuleFacts, **more: object) -> Draft:
    data = {"module": facts.module.key, "title": facts.module.brief.title, **more}
    return Draft(form, branch, files, data)
