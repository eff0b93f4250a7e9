"""From a finding to the sentences that a reader sees."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kocbook.base.finding import Finding
from kocbook.base.texts import Texts, join_words
from kocbook.model.settings import Text2

MISSING = "…"

# Values that are words of the tool, not of the community: each is looked up in the locale files
# under `rules.words.<group>`.
WORD_GROUPS = {
    "earlier": "event",
    "encoding": "encoding",
    "expected": "type",
    "feature": "feature",
    "kind": "kind",
    "later": "event",
    "new": "report",
    "old": "report",
    "problem": "syntax",
    "found": "media",
    "told": "told",
}


@dataclass(frozen=True, slots=True)
class RenderedFinding:
    """A finding in one language: what it is called, what happened, why it matters, what to do."""

    title: str
    message: str
    why: str
    fix: str


def render_finding(finding: Finding, texts: Texts) -> RenderedFinding:
    """Return the sentences for a finding; never raises, whatever its data holds or lacks."""
    data = _Values({name: _show(name, value, texts) for name, value in finding.data.items()})
    variant = choose_variant(finding)

    def sentence(part: str) -> str:
        key = f"rules.{finding.rule}.{part}"
        chosen = f"{key}-{variant}" if variant else key
        pattern = texts.entries.get(chosen, texts.entries.get(key, ""))
        return _FORMATTER.vformat(str(pattern), (), data).strip()

    title = sentence("title") or finding.rule
    return RenderedFinding(title, sentence("what") or title, sentence("why"), sentence("fix"))


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return MISSING


class _Formatter(string.Formatter):
    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> Any:
        # Whole names only: `{a.b}` and `{a[0]}` reach into nothing.
        del args
        return kwargs[field_name], field_name


_FORMATTER = _Formatter()


def choose_variant(finding: Finding) -> str:
    """Return which of a rule's sentences fits; most rules have one set only."""
    if finding.rule == "record-wrong-type":
        value = str(finding.data.get("value", ""))
        if value == "null":
            return "empty"
        if finding.data.get("expected") == "string" and not value.startswith(("[", "{")):
            # A bare number or true where text is wanted: quotes around it are the whole cure.
            return "quote"
    return str(finding.data.get("variant", ""))


def _show(name: str, value: object, texts: Texts) -> str:
    if isinstance(value, Text2):
        return value.in_language(texts.language)
    if isinstance(value, (list, tuple)):
        if name == "slips":
            return _slips([str(item) for item in value], texts)
        if name in WORD_GROUPS:
            value = [_word(WORD_GROUPS[name], str(item), texts) for item in value]
        return join_words(texts.language, [str(item) for item in value]) or MISSING
    if isinstance(value, date):
        return value.isoformat()
    if name == "limit":
        return _limit(str(value), texts)
    if name in WORD_GROUPS:
        return _word(WORD_GROUPS[name], str(value), texts)
    return str(value)


def _slips(kinds: list[str], texts: Texts) -> str:
    """Say what was typed otherwise; signs of the same keyboard in one breath."""
    signs = [kind for kind in kinds if f"rules.words.sign.{kind}" in texts]
    said = [_word("slip", kind, texts) for kind in kinds if kind not in signs]
    if signs:
        words = [_word("sign", kind, texts) for kind in signs]
        joined = texts("rules.words.signs-last", first=words[:-1], last=words[-1])
        one = joined if len(words) > 1 else words[0]
        said.insert(0, texts("rules.words.signs-all", signs=one))
    return texts("rules.words.slips-between").join(said)


def _word(group: str, value: str, texts: Texts) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    entries = texts.entries
    known = entries.get(f"rules.words.{group}.{slug}", entries.get(f"rules.words.{group}.unknown"))
    return str(known) if known else value


def _limit(value: str, texts: Texts) -> str:
    """Say a schema's limit, such as "minimum 1" or "format date", in words."""
    name, _, amount = value.partition(" ")
    entries, name = texts.entries, name.lower()
    for key in (f"{name}-{amount}", name, "unknown"):
        pattern = entries.get(f"rules.words.limit.{key}")
        if pattern:
            return _FORMATTER.vformat(str(pattern), (), {"amount": amount})
    return value
