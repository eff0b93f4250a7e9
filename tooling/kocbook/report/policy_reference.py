"""The reference of the policy: who may write what, what may become of whom, and every rule."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.model.paths import RecordKind
from kocbook.policy.effect_rights import RIGHTS
from kocbook.report.markdown import render_markdown
from kocbook.report.rule_page import policy_path, rule_sentence, rule_title
from kocbook.rules.registry import Origin, Rule, rules_of

_MODULE = "modules/<handbook>/<module>"
_CONTENT = "content/<handbook>/<module>"
WRITTEN: tuple[tuple[str, str], ...] = (
    (RecordKind.MEMBER, "members/<member>.yml"),
    (RecordKind.RECOGNITION, "members/recognition/<year>/<date>-<slug>.yml"),
    (RecordKind.GIFT, "members/gifts/<year>/<date>-<slug>.yml"),
    (RecordKind.OFFER, "members/offers/<offer>.yml"),
    (RecordKind.GIFT_DETAIL, "members/gift-details/<year>/<date>-<slug>.yml"),
    (RecordKind.HANDBOOK, "modules/<handbook>/handbook.yml"),
    (RecordKind.MODULE, f"{_MODULE}/module.yml"),
    (RecordKind.CLAIM, f"{_MODULE}/claims/<seat>.yml"),
    (RecordKind.CONFIRMATION, "members/confirmations/<member>--<number>.yml"),
    (RecordKind.CONTACT, "members/contacts/<member>.yml"),
    ("past-claim", f"{_MODULE}/claims/past/<seat>-<number>.yml"),
    (RecordKind.INVITATION, f"{_MODULE}/invitations/<seat>-<number>.yml"),
    (RecordKind.RESPONSE, f"{_MODULE}/responses/<member>.yml"),
    (RecordKind.TRIAGE, f"{_MODULE}/triage/<member>.yml"),
    (RecordKind.SERVICE, f"{_MODULE}/services/<date>-<member>.yml"),
    (RecordKind.JUDGING, f"{_MODULE}/judgings/<judge>.yml"),
    (RecordKind.ARRANGEMENT, f"{_MODULE}/arrangement.yml"),
    (RecordKind.OUTCOME, f"{_MODULE}/outcome.yml"),
    (RecordKind.CONSENT, f"{_MODULE}/consents/<member>--<number>.yml"),
    (RecordKind.QUESTIONNAIRE, f"{_MODULE}/questionnaire.yml"),
    (RecordKind.TAKEDOWN, f"{_MODULE}/takedowns/<date>-<number>.yml"),
    (RecordKind.SIGNOFF, f"{_MODULE}/signoffs/<member>.yml"),
    (RecordKind.TRANSLATION, f"{_MODULE}/translations/<language>.yml"),
    (RecordKind.QUESTION, f"{_MODULE}/questions/<date>-<member>.yml"),
    (RecordKind.ANSWER, f"{_MODULE}/answers/<date>-<member>.yml"),
    (RecordKind.CREDIT, f"{_MODULE}/credits/<member>--<role>.yml"),
    (RecordKind.WAIVER, f"{_MODULE}/waivers/<number>.yml"),
    (RecordKind.REVIEW, f"{_MODULE}/reviews/<round>-<member>.yml"),
    (RecordKind.PAYOUT, "modules/<handbook>/payouts/<date>-<slug>.yml"),
    (RecordKind.BUDGET, "modules/<handbook>/budget.yml"),
    (RecordKind.CASH, f"{_MODULE}/cash.yml"),
    (RecordKind.REUSE, f"{_MODULE}/reuse/<date>-<slug>.yml"),
    (RecordKind.CAMPAIGN, "plan/campaigns/<campaign>.yml"),
    (RecordKind.PROPOSAL, "plan/proposals/<member>--<number>.yml"),
    (RecordKind.ADVICE, "plan/advice/<member>--<number>-<round>.yml"),
    (RecordKind.EVENT, "events/<event>/event.yml"),
    (RecordKind.REGISTRATION, "events/<event>/registrations/<member>.yml"),
    (RecordKind.ATTENDANCE, "events/<event>/attendance/<member>.yml"),
    (RecordKind.RECAP, "events/<event>/recap.yml"),
    (RecordKind.EQUIPMENT, "equipment/<equipment>/equipment.yml"),
    (RecordKind.BOOKING, "equipment/<equipment>/bookings/<date>-<member>.yml"),
    (RecordKind.HANDOVER, "equipment/<equipment>/handovers/<date>-<member>.yml"),
    (RecordKind.RETURN, "equipment/<equipment>/returns/<date>-<member>.yml"),
    (RecordKind.LOAN_DETAILS, "equipment/<equipment>/details/<date>-<member>.yml"),
    ("text", f"{_CONTENT}/index.md"),
    ("part", f"{_CONTENT}/<seat>/<name>"),
    ("translated", f"{_CONTENT}/<language>/index.md"),
    ("media", f"{_CONTENT}/<name>"),
    ("else", "*"),
)
"""What the table of the page lists: the name of its sentence, and the path."""


def render_policy_reference(texts: Texts) -> dict[str, str]:
    """Return the page in the language of `texts`, by its path in the repository."""
    page = render_markdown(
        "policy_reference.md.j2",
        texts=texts,
        written=[(path, texts(f"policy.who.{name}")) for name, path in WRITTEN],
        held=[(texts(f"policy.held.{kind}"), texts(f"policy.effects.{kind}")) for kind in RIGHTS],
        rules=[
            _view(rule, texts) for rule in (*rules_of(Origin.CHANGE), *rules_of(Origin.HISTORY))
        ],
    )
    return {policy_path(texts.language): f"{page}\n"}


def _view(rule: Rule, texts: Texts) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule_title(rule, texts),
        "severity": texts(f"rules.page.{rule.severity}"),
        "why": rule_sentence(rule, "why", texts),
        "cases": _cases(rule, texts),
    }


def _cases(rule: Rule, texts: Texts) -> list[tuple[str, str]]:
    """List what a rule can say, each with what to do then."""
    prefix = f"rules.{rule.id}."
    parts = [key.removeprefix(prefix) for key in texts.keys_under(prefix.rstrip("."))]
    fix = rule_sentence(rule, "fix", texts)
    return [
        (
            rule_sentence(rule, part, texts),
            rule_sentence(rule, part.replace("what", "fix", 1), texts) or fix,
        )
        for part in sorted(parts)
        if part.partition("-")[0] == "what"
    ]
