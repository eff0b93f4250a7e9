"""The page of `koc explain`: what a rule says, why, what to do, and where to read more."""

from __future__ import annotations

import re

from kocbook.base.texts import Texts
from kocbook.report.cells import wrap
from kocbook.report.paint import Paint
from kocbook.rules.registry import Origin, Rule, find_declared, reference_anchor

_PLACEHOLDER = re.compile(r"\{\w+\}")


def policy_path(language: str) -> str:
    """Return where the reference of the policy stands in the repository."""
    return f"tooling/docs/{language}/reference/policy.md"


def policy_anchor(rule_id: str, language: str) -> str:
    """Return where a rule of the policy stands: the page and the rule's anchor."""
    return f"{policy_path(language)}#{rule_id}"


def rule_anchor(rule_id: str, language: str) -> str:
    """Return where the reference tells of a rule, of records or of changes: page and anchor."""
    rule = find_declared(rule_id)
    in_policy = rule is not None and rule.origin is not Origin.READING
    return (policy_anchor if in_policy else reference_anchor)(rule_id, language)


def rule_title(rule: Rule, texts: Texts) -> str:
    """Return what the rule is called, without the values of a finding."""
    return rule_sentence(rule, "title", texts) or rule.id


def render_rule_page(rule: Rule, texts: Texts, paint: Paint, width: int) -> str:
    """Return the page; values that only a finding has appear as …."""
    severity = texts(f"words.severity.{rule.severity}")
    head = f"{paint(rule_title(rule, texts), 'strong')}  {paint(rule.id, 'quiet')}"
    about = texts(f"words.record.{rule.record}")
    lines = [head, f"{paint(severity, rule.severity)} · {about}"]
    for part in ("what", "why", "fix"):
        lines += _part(texts(f"cli.explain.{part}"), _sentences(rule, part, texts), paint, width)
    where = rule_anchor(rule.id, texts.language)
    lines += ["", texts("cli.explain.reference"), f"  {paint(where, 'path')}"]
    return "\n".join(lines)


def _part(title: str, sentences: list[str], paint: Paint, width: int) -> list[str]:
    lines = [f"  {line}" for sentence in sentences for line in wrap(sentence, width - 2)]
    return ["", paint(title, "note"), *lines]


def _sentences(rule: Rule, part: str, texts: Texts) -> list[str]:
    """List a rule's sentence, and those for its special cases (`what-quote`, …)."""
    prefix = f"rules.{rule.id}"
    keys = [key.removeprefix(f"{prefix}.") for key in texts.keys_under(prefix)]
    parts = [key for key in keys if key == part or key.startswith(f"{part}-")]
    listed = [rule_sentence(rule, key, texts) for key in sorted(parts)]
    return list(dict.fromkeys(listed)) or ["…"]


def rule_sentence(rule: Rule, part: str, texts: Texts) -> str:
    """Return one of a rule's sentences with … for values, empty where it has none."""
    pattern = str(texts.entries.get(f"rules.{rule.id}.{part}", ""))
    return _PLACEHOLDER.sub("…", pattern).replace("{{", "{").replace("}}", "}").strip()
