"""What a moved text would still be refused for: mended so that every word stays, and reported."""

from __future__ import annotations

import re
from collections.abc import Callable

from kocbook.base.finding import Finding, Severity
from kocbook.intake.imports.book import NotKept, NotKeptKind
from kocbook.intake.imports.draft import PageDraft
from kocbook.markdown.lines import Lines
from kocbook.rules.engine import check_text

_ROUNDS = 8
_EMPTY_DEFINITION = re.compile(r" {0,3}\[(?://|comment|#|_|)\]:[ \t]*(?:#|<>)", re.IGNORECASE)
_FRAME = re.compile(
    r"<(iframe|embed|object|video|audio)\b[^<>]*?\b(?:src|data)\s*=\s*[\"']?(?P<src>[^\"'\s>]+)",
    re.IGNORECASE,
)
_SILENT = frozenset({"script", "style", "template", "noscript", "svg", "math", "title", "select"})
"""Tags whose content no reader ever saw."""
_HANDLER = re.compile(r"\son[a-z]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_ITEM_NUMBER = re.compile(r"^([ \t>]*\d{1,9})([.)])")
_DIGITS = re.compile(r"[0-9][0-9 -]{5,18}[0-9]")

Report = Callable[[NotKept], None]


def mend(draft: PageDraft, report: Report) -> None:
    """Mend a page until the rules about texts find no error, or nothing that can be mended."""
    for _ in range(_ROUNDS):
        findings = [one for one in _check(draft) if one.severity is Severity.ERROR]
        before = draft.text
        # From the end, so that what is mended moves no place before it.
        for finding in sorted(findings, key=lambda one: one.location.line or 0, reverse=True):
            _mend_one(draft, finding, report)
        if draft.text == before:
            for finding in findings:
                _say_left(draft, finding, report)
            return


def mend_spaces(draft: PageDraft) -> None:
    """Give pictures whose names hold a space their brackets, so that they are links at all."""
    while found := [one for one in _check(draft) if one.rule == "image-name-spaced"]:
        before = draft.text
        _mend_one(draft, found[-1], _ignore)
        if draft.text == before:
            return


def _ignore(one: NotKept) -> None:
    del one


def _check(draft: PageDraft) -> list[Finding]:
    return check_text(
        "index.md", draft.text, frozenset(re.sub(r"\D", "", one) for one in draft.not_phones)
    )


def _mend_one(draft: PageDraft, finding: Finding, report: Report) -> None:
    text, line = draft.text, finding.location.line or 1
    start = Lines(text).offset(line, finding.location.column or 1)
    match finding.rule:
        case "content-lost-tag" if text.startswith("<", start):
            draft.text = f"{text[:start]}\\{text[start:]}"
            _say(draft, NotKeptKind.TAG_ESCAPED, str(finding.data.get("tag", "")), report)
        case "content-unsafe":
            _mend_unsafe(draft, start, str(finding.data.get("part", "")), report)
        case "content-unused-definition":
            _mend_definition(draft, line, report)
        case "image-name-spaced":
            typed, target = str(finding.data["typed"]), str(finding.data["target"])
            end = text.find(")", text.find(target, start)) + 1
            draft.text = text[:start] + typed + text[end:]
        case "privacy-mobile" | "privacy-landline":
            _allow_number(draft, start, report)
        case "content-list-number":
            _keep_number(draft, line, report)
        case _:
            pass


def _mend_unsafe(draft: PageDraft, start: int, part: str, report: Report) -> None:
    """Take a tag out that no page may hold: of a frame its address stays, of others their words."""
    text = draft.text
    end = text.find(">", start) + 1
    if not text.startswith("<", start) or not end:
        return
    written = text[start:end]
    if not part.startswith("<"):
        draft.text = text[:start] + _HANDLER.sub("", written) + text[end:]
        _say(draft, NotKeptKind.TAG_REMOVED, part, report)
        return
    name = part.strip("<>")
    frame = _FRAME.match(written)
    closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, end)
    inner = text[end : closing.start()] if closing else ""
    after = text[closing.end() :] if closing else text[end:]
    if frame:
        address = frame["src"] if "//" in frame["src"] else ""
        address = f"https:{address}" if address.startswith("//") else address
        kept = f"[{address}]({address})" if address else ""
    else:
        kept = "" if name in _SILENT else inner
    draft.text = text[:start] + kept + after
    _say(draft, NotKeptKind.TAG_REMOVED, part, report, written)


def _mend_definition(draft: PageDraft, number: int, report: Report) -> None:
    """Show a definition that nothing leads to as it was typed; of a comment nothing was ever shown."""
    lines = draft.text.split("\n")
    line = lines[number - 1]
    if _EMPTY_DEFINITION.match(line):
        del lines[number - 1]
        _say(draft, NotKeptKind.DEFINITION_REMOVED, line.strip(), report)
    else:
        lines[number - 1] = line.replace("[", "\\[", 1)
        _say(draft, NotKeptKind.SHOWN_AS_TYPED, line.strip(), report)
    draft.text = "\n".join(lines)


def _keep_number(draft: PageDraft, number: int, report: Report) -> None:
    """Write the number of a list's item as words, where the list would count on with another."""
    lines = draft.text.split("\n")
    line = lines[number - 1]
    kept = _ITEM_NUMBER.sub(r"\1\\\2", line, count=1)
    if kept == line:
        return
    lines[number - 1] = kept
    if number > 1 and lines[number - 2].strip() and not lines[number - 2].endswith(("\\", "  ")):
        lines[number - 2] += "\\"  # a line of its own, as it was
    draft.text = "\n".join(lines)
    _say(draft, NotKeptKind.SHOWN_AS_TYPED, line.strip(), report)


def _allow_number(draft: PageDraft, start: int, report: Report) -> None:
    match = _DIGITS.match(draft.text, start)
    if match and match[0] not in draft.not_phones:
        draft.not_phones.append(match[0])
        _say(draft, NotKeptKind.NUMBER, match[0], report)


def _say_left(draft: PageDraft, finding: Finding, report: Report) -> None:
    line = draft.text.split("\n")[(finding.location.line or 1) - 1].strip()
    place = draft.line_of(line, line[:20])
    report(NotKept(draft.page.path, place, NotKeptKind.FINDING, finding.rule))


def _say(
    draft: PageDraft, kind: NotKeptKind, detail: str, report: Report, written: str = ""
) -> None:
    report(NotKept(draft.page.path, draft.line_of(written or detail), kind, detail))
