"""The reference of the rules: a page in each language, from the rules' texts and examples."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

from kocbook.base.finding import Finding
from kocbook.base.texts import Texts
from kocbook.rules.messages import render_finding
from kocbook.rules.registry import reference_path, tree_rules

CONTEXT_LINES = 3
MOST_LINES = 12
MOST_FINDINGS = 3
_CODE_OR_SIGN = re.compile(r"(`[^`]*`)|([\\\[\]<>*_~])")


@dataclass(frozen=True, slots=True)
class Example:
    """One rule's example: the files of both sides by path, and what is found in the bad ones.

    `base` holds the files that both sides are laid over.
    """

    base: Mapping[str, str]
    bad: Mapping[str, str]
    good: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a file, from its 1-based `line` on."""

    path: str
    line: int
    text: str


def render_reference(texts: Texts, examples: Mapping[str, Example]) -> dict[str, str]:
    """Return the page in the language of `texts`, by its path in the repository.

    Raises:
        KeyError: a rule has no example.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("kocbook.rules"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown, not HTML, and only of our own texts
    )
    rules = [
        _view(rule.id, str(rule.severity), rule.record, texts, examples) for rule in tree_rules()
    ]
    page = environment.get_template("reference.md.j2").render(rules=rules, texts=texts)
    return {reference_path(texts.language): page}


def _view(
    rule_id: str, severity: str, record: str, texts: Texts, examples: Mapping[str, Example]
) -> dict[str, object]:
    example = examples[rule_id]
    findings = example.findings[:MOST_FINDINGS]
    first = render_finding(findings[0], texts)
    rendered = [render_finding(finding, texts) for finding in findings]
    return {
        "id": rule_id,
        "severity": severity,
        "record": record,
        "title": first.title,
        "why": _as_words(first.why),
        "messages": list(
            dict.fromkeys((_as_words(one.message), _as_words(one.fix)) for one in rendered)
        ),
        "bad": _bad_excerpts(example),
        "good": _good_excerpts(example),
    }


def _as_words(sentence: str) -> str:
    """Return a sentence that shows its signs as they are: it may tell how a link is written."""
    return _CODE_OR_SIGN.sub(lambda match: match[1] or f"\\{match[2]}", sentence)


def _bad_excerpts(example: Example) -> list[Excerpt]:
    """Return the lines around each finding, those that overlap only once."""
    excerpts: list[Excerpt] = []
    for finding in example.findings[:MOST_FINDINGS]:
        path, line = finding.location.path, finding.location.line or 1
        seen = any(
            one.path == path and line < one.line + len(one.text.split("\n")) for one in excerpts
        )
        if path in example.bad and not seen:
            excerpts.append(_excerpt(path, example.bad[path], line))
    return excerpts


def _good_excerpts(example: Example) -> list[Excerpt]:
    """Return what is right instead: where the good files, or those of the base, differ from bad."""
    wrong = {finding.location.path for finding in example.findings} & example.bad.keys()
    right = {path: example.base[path] for path in wrong if path in example.base}
    changed = {
        path: text
        for path, text in {**right, **example.good}.items()
        if text != example.bad.get(path)
    }
    return [
        _excerpt(path, text, _first_difference(text, example.bad.get(path, "")))
        for path, text in sorted(changed.items())[:MOST_FINDINGS]
    ]


def _first_difference(text: str, other: str) -> int:
    pairs = zip_longest(text.split("\n"), other.split("\n"))
    return next((line for line, (one, two) in enumerate(pairs, 1) if one != two), 1)


def _excerpt(path: str, text: str, line: int) -> Excerpt:
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= MOST_LINES:
        return Excerpt(path, 1, "\n".join(lines))
    first = max(0, min(line, len(lines)) - 1 - CONTEXT_LINES)
    return Excerpt(path, first + 1, "\n".join(lines[first : first + 2 * CONTEXT_LINES + 1]))
