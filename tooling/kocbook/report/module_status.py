"""Everything about one module, as `koc status MODULE` shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kocbook.base.texts import Texts, join_words
from kocbook.insight.fingerprint import page_fingerprint, terms_fingerprint
from kocbook.insight.invitations import invitation_state, last_day
from kocbook.insight.questions import answer_due
from kocbook.insight.state import ModuleFacts, waits_for_team
from kocbook.insight.team import outdated_claims
from kocbook.model.community import Community
from kocbook.model.enums import Met
from kocbook.model.work import GoalJudgement
from kocbook.report.cells import cell_width, pad, printable, wrap
from kocbook.report.next_step import find_next_step, find_reason
from kocbook.report.paint import Paint
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

Fact = tuple[str, str]
"""What a thing is called, and what there is to say of it."""


@dataclass(frozen=True, slots=True)
class ModuleStatus:
    """The module's `row` for programs, and its sections of facts for people."""

    key: str
    title: str
    sections: tuple[tuple[str, tuple[Fact, ...]], ...]
    row: dict[str, object]

    def as_table(self, as_of: date) -> Table:
        """Return the facts as rows of section, item and value."""
        rows: tuple[Row, ...] = tuple(
            {"section": section, "item": name, "value": value, "order": f"{number:04d}"}
            for number, (section, name, value) in enumerate(
                (section, *fact) for section, facts in self.sections for fact in facts
            )
        )
        keys = ("section", "item", "value")
        columns = tuple(Column(key, plain(key), least=8) for key in keys)
        return Table(as_of, keys, rows, columns, sort=("order",))


def module_status(
    community: Community, facts: ModuleFacts, as_of: date, texts: Texts
) -> ModuleStatus:
    """Gather what there is to know about a module, and what should happen next."""
    words = Words(community, texts)
    sections = {
        "state": _state_facts(facts, words),
        "seats": _seat_facts(facts, words),
        "invitations": _invitation_facts(facts, as_of, words),
        "goals": _goal_facts(facts, words),
        "questions": _question_facts(facts, words),
        "agreement": _agreement_facts(facts, words),
    }
    named = tuple((texts(f"cli.status.{name}"), tuple(items)) for name, items in sections.items())
    module = facts.module
    return ModuleStatus(module.key, module.brief.title, named, _row(facts, as_of, words))


def render_status(status: ModuleStatus, paint: Paint, width: int) -> str:
    """Return the sections as lines of at most `width` cells."""
    lines = [f"{paint(printable(status.title), 'strong')}  {paint(status.key, 'quiet')}"]
    for title, facts in status.sections:
        if facts:
            lines += ["", paint(title, "note")]
        left = min(max((cell_width(name) for name, _ in facts), default=0), 24)
        for name, value in facts:
            first, *rest = wrap(printable(value), width - left - 4)
            lines.append(f"  {pad(printable(name), left)}  {first}")
            lines += [" " * (left + 4) + line for line in rest]
    return "\n".join(lines)


def _state_facts(facts: ModuleFacts, words: Words) -> list[Fact]:
    t, brief = words.texts, facts.module.brief
    kinds = [words.of("type", brief.type), words.of("form", brief.form)]
    kinds += [words.of("size", brief.size), words.of("access", brief.access)]
    return [
        (t("words.column.state"), words.of("state", facts.state)),
        (t("cli.status.why"), find_reason(facts, words)),
        (t("cli.status.next"), find_next_step(facts, words)),
        (t("cli.status.kind"), join_words(t.language, kinds)),
        (t("cli.status.contact"), words.member(brief.contact)),
    ]


def _seat_facts(facts: ModuleFacts, words: Words) -> list[Fact]:
    t = words.texts
    listed = []
    for seat in facts.seats:
        parts = [words.role(seat.seat.role), f"{seat.seat.share / 100:g}%"]
        parts.append(words.of("state", seat.state))
        if seat.claim:
            parts.append(words.member(seat.claim.member))
        if seat.due:
            parts.append(t("cli.status.due", day=seat.due.isoformat()))
        elif waits_for_team(facts, seat):
            parts.append(t("cli.status.team-waits"))
        listed.append((seat.seat.id, " · ".join(parts)))
    if not listed:
        n = len(facts.module.responses)
        return [(t("cli.status.responses"), t("cli.status.answered", n=n))]
    return listed


def _invitation_facts(facts: ModuleFacts, as_of: date, words: Words) -> list[Fact]:
    """List who was invited to which seat, what came of it, and the day it was declined or ends."""
    t, limits = words.texts, words.community.settings.limits
    return [
        (
            invitation.seat,
            t(
                "cli.status.invited",
                member=words.member(invitation.member),
                state=words.of(
                    "invitation", invitation_state(facts.module, invitation, limits, as_of)
                ),
                day=(invitation.declined or last_day(invitation, limits)).isoformat(),
            ),
        )
        for invitation in facts.module.invitations
    ]


def _goal_facts(facts: ModuleFacts, words: Words) -> list[Fact]:
    latest = latest_judgements(facts)
    listed = []
    for goal in facts.module.brief.goals:
        judgement = latest.get(goal.id)
        met = words.of("met", judgement.met if judgement else "unjudged")
        said = [goal.text, met, *_said(judgement, words)]
        listed.append((goal.id, " · ".join(said)))
    return listed


def _question_facts(facts: ModuleFacts, words: Words) -> list[Fact]:
    """List who asked what, and the answer or the day until which it was promised."""
    t, module, listed = words.texts, facts.module, []
    for name, question in sorted(module.questions.items()):
        said = t("cli.status.asked", text=question.text, day=question.date.isoformat())
        listed.append((words.member(question.member), said))
        answer = module.answers.get(name)
        if answer:
            said = t("cli.status.replied", member=words.member(answer.by), text=answer.text)
        else:
            due = answer_due(module, question).isoformat()
            said = t("cli.status.waits", due=due, module=module.key, name=name)
        listed.append(("", said))
    return listed


def _said(judgement: GoalJudgement | None, words: Words) -> list[str]:
    """List the evidence, and the step that is still missing."""
    if judgement is None:
        return []
    said = [judgement.evidence] if judgement.evidence else []
    if judgement.next and judgement.met is not Met.FULLY:
        said.append(words.texts("cli.status.missing", step=judgement.next))
    return said


def _agreement_facts(facts: ModuleFacts, words: Words) -> list[Fact]:
    t, module = words.texts, facts.module
    text = page_fingerprint(module) or t("cli.status.no-text")
    listed = [
        (t("cli.status.terms"), terms_fingerprint(module.brief)),
        (t("cli.status.text"), text),
    ]
    listed += [
        (words.member(claim.member), t("cli.status.renew", terms=claim.terms))
        for claim in outdated_claims(module)
    ]
    for signoff in module.signoffs.values():
        fits = "signed" if signoff.text == text else "signed-other"
        said = t(f"cli.status.{fits}", day=signoff.date.isoformat(), text=signoff.text)
        listed.append((words.member(signoff.member), said))
    silent = [name for name in facts.unsigned if name not in module.signoffs]
    listed += [(words.member(name), t("cli.status.unsigned")) for name in silent]
    return listed


def latest_judgements(facts: ModuleFacts) -> dict[str, GoalJudgement]:
    """Return each goal's newest judgement, by goal."""
    return {goal: said for review in facts.module.reviews for goal, said in review.goals.items()}


def _row(facts: ModuleFacts, as_of: date, words: Words) -> dict[str, object]:
    module, brief = facts.module, facts.module.brief
    judged = latest_judgements(facts)
    return {
        "handbook": module.handbook,
        "module": module.id,
        "title": brief.title,
        "type": brief.type,
        "form": brief.form,
        "size": brief.size,
        "access": brief.access,
        "state": facts.state,
        "why": find_reason(facts, words),
        "next_step": find_next_step(facts, words),
        "contact": brief.contact,
        "verdict": facts.verdict,
        "delivered": facts.delivered,
        "finished": facts.finished,
        "due": facts.due,
        "terms": terms_fingerprint(brief),
        "text": page_fingerprint(module),
        "seats": [
            {
                "seat": seat.seat.id,
                "role": seat.seat.role,
                "share": seat.seat.share,
                "state": seat.state,
                "member": seat.claim.member if seat.claim else None,
                "due": seat.due,
            }
            for seat in facts.seats
        ],
        "invitations": [
            {
                "seat": invitation.seat,
                "member": invitation.member,
                "date": invitation.date,
                "state": invitation_state(
                    module, invitation, words.community.settings.limits, as_of
                ),
            }
            for invitation in module.invitations
        ],
        "goals": [
            {
                "goal": goal.id,
                "must": goal in brief.must_goals,
                "met": judged[goal.id].met if goal.id in judged else None,
            }
            for goal in brief.goals
        ],
        "signed": [
            {"member": signoff.member, "date": signoff.date, "text": signoff.text}
            for signoff in module.signoffs.values()
        ],
        "unsigned": list(facts.unsigned),
        "responses": len(module.responses),
        "questions": [
            {"question": name, "answered": name in module.answers}
            for name in sorted(module.questions)
        ],
    }
