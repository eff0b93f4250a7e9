"""Teams in words: who for which seat, why, how busy they are, and who would come next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kocbook.base.languages import LANGUAGE_TABLE
from kocbook.base.texts import join_words
from kocbook.insight.invitations import last_day
from kocbook.insight.match import Match, SeatChoice, SeatFit, Team
from kocbook.insight.skills import EvidenceKind, Skill
from kocbook.model.community import Community
from kocbook.report.cells import printable, wrap
from kocbook.report.paint import Paint
from kocbook.report.words import Words

_EVEN = 0.005
"""Two scores that print alike."""


@dataclass(frozen=True, slots=True)
class _Page:
    words: Words
    paint: Paint
    width: int

    def lines(self, indent: int, text: str) -> Iterator[str]:
        """Yield a text wrapped behind an indent."""
        for line in wrap(printable(text), self.width - indent):
            yield " " * indent + line


def render_match(community: Community, match: Match, words: Words, paint: Paint, width: int) -> str:
    """Return the teams as lines of at most `width` cells."""
    page, t = _Page(words, paint, width), words.texts
    title = printable(community.modules[match.module].brief.title)
    lines = [f"{paint(title, 'strong')}  {paint(match.module, 'quiet')}"]
    for invitation in match.waiting:
        day = last_day(invitation, community.settings.limits).isoformat()
        data = {"seat": invitation.seat, "member": words.member(invitation.member), "day": day}
        lines += page.lines(0, t("cli.match.waiting", **data))
    if not match.teams:
        return "\n".join([*lines, *page.lines(0, t("cli.match.nothing-open"))])
    lines += page.lines(0, _pool(match, words))
    for number, team in enumerate(match.teams, 1):
        lines += ["", paint(t("cli.match.team", n=number, score=f"{team.score:.2f}"), "note")]
        lines += _team_lines(team, page)
    return "\n".join(lines)


def _pool(match: Match, words: Words) -> str:
    """Say how many could come, and why others could not."""
    t = words.texts
    reasons = [
        t(f"cli.match.left-out.{reason}", n=count) for reason, count in match.left_out.items()
    ]
    said = t("cli.match.considered", n=match.considered)
    return (
        said + t("cli.match.others", reasons=join_words(t.language, reasons)) if reasons else said
    )


def _team_lines(team: Team, page: _Page) -> Iterator[str]:
    t, words = page.words.texts, page.words
    for seat in team.seats:
        named = f"{seat.seat.id}  {words.role(seat.seat.role)}"
        if seat.choice is None:
            yield f"  {printable(named)}  {t('cli.match.nobody')}"
            continue
        yield f"  {printable(named)}  {page.paint(printable(_who(seat.choice, words)), 'strong')}"
        yield from page.lines(4, _why(seat, seat.choice, words))
        yield from page.lines(4, _rest(seat, seat.choice, words))


def _who(choice: SeatFit, words: Words) -> str:
    name = words.member(choice.member)
    shown = name if choice.member in name else f"{name} {choice.member}"
    return shown + (words.texts("cli.match.newcomer") if choice.is_newcomer else "")


def _why(seat: SeatChoice, choice: SeatFit, words: Words) -> str:
    """Say how well the member fits, skill by skill, with the sources."""
    t = words.texts
    if not seat.seat.skills:
        return t("cli.match.asks-nothing")
    known = {skill.skill: skill for skill in choice.skills}
    parts = [_skill(known.get(skill), skill, words) for skill in seat.seat.skills]
    return t("cli.match.fit", fit=f"{choice.fit:.2f}", skills=join_words(t.language, parts))


def _skill(found: Skill | None, skill: str, words: Words) -> str:
    name, t = words.skill(skill), words.texts
    if found is None:
        return t("cli.match.no-skill", skill=name)
    if not found.evidence:
        word = "declared" if found.declared else "wanted"
        return t("cli.match.word-only", skill=name, word=words.of("declared", word))
    sources = [
        piece.source if piece.kind is EvidenceKind.WORK else words.of("evidence", piece.kind)
        for piece in found.evidence
    ]
    data = {"skill": name, "level": f"{found.level:.2f}", "sources": list(dict.fromkeys(sources))}
    return t("cli.match.skill", **data)


def _rest(seat: SeatChoice, choice: SeatFit, words: Words) -> str:
    """Say what else counts, and who would come next."""
    t = words.texts
    said = [
        t("cli.match.load", percent=round(choice.load * 100))
        if choice.load
        else t("cli.match.free")
    ]
    if choice.interest:
        said.append(t("cli.match.interest"))
    if seat.runner_up is not None and seat.margin is not None:
        data = {"member": words.member(seat.runner_up.member), "margin": f"{abs(seat.margin):.2f}"}
        even = abs(seat.margin) < _EVEN
        key = "runner-up-even" if even else "runner-up-ahead" if seat.margin < 0 else "runner-up"
        said.append(t(f"cli.match.{key}", **data))
    return LANGUAGE_TABLE[t.language].gap.join(said)
