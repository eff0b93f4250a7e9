"""A text as readers will see it, before it is delivered: its lines or its page, and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kocbook.base.finding import Finding, Severity
from kocbook.base.texts import Texts
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import visible_lines
from kocbook.rules.engine import check_text
from kocbook.rules.messages import render_finding
from kocbook.site.article import ArticleFrame, make_article


@dataclass(frozen=True, slots=True)
class PreviewFinding:
    """A fault of a text in words; `line` and `column` are 1-based."""

    path: str
    line: int
    column: int
    message: str
    fix: str
    is_error: bool


def render_preview(text: str, path: Path, output: str, texts: Texts) -> str:
    """Return a text's visible lines, or with `html` the part of its page that it makes."""
    if output == "html":
        beside = [one.name for one in path.parent.iterdir() if one.is_file()]
        body = make_article(text, ArticleFrame(texts, beside))
        return f'<div class="kb-text" lang="{texts.language}">\n{body}\n</div>'
    lines = visible_lines(read_document(text), lambda key: texts(f"cli.preview.{key}"))
    return "\n".join(lines)


def find_in_text(text: str, path: str, texts: Texts) -> list[PreviewFinding]:
    """Return what the rules that need nothing but a text find in it, in the order of its lines."""
    return [
        _word(finding, texts) for finding in sorted(check_text(path, text), key=Finding.sort_key)
    ]


def _word(finding: Finding, texts: Texts) -> PreviewFinding:
    words, where = render_finding(finding, texts), finding.location
    return PreviewFinding(
        where.path,
        where.line or 1,
        where.column or 1,
        words.message,
        words.fix,
        finding.severity is Severity.ERROR,
    )
