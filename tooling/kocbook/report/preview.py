"""A text as readers will see it, before it is delivered: its lines or its page, and its faults."""

from __future__ import annotations

from pathlib import Path

from kocbook.base.texts import Texts
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import visible_lines
from kocbook.model.brief import Brief
from kocbook.records.loader import LoadResult
from kocbook.records.tree import MemoryTree
from kocbook.report.findings import Report
from kocbook.report.prepare import prepare_report
from kocbook.rules.engine import check_text
from kocbook.rules.privacy import find_not_phones
from kocbook.site.templates.render import finish_text
from kocbook.site.views.module import ContributedText


def render_preview(text: str, path: Path, output: str, texts: Texts) -> str:
    """Return a text's visible lines, or with `html` the part of its page that it makes."""
    if output == "html":
        files = (
            (one for one in path.parent.rglob("*") if one.is_file()) if path.parent.is_dir() else ()
        )
        beside = tuple(one.relative_to(path.parent).as_posix() for one in files)
        return str(finish_text((), texts, str, ContributedText(text, texts.language, beside)))
    return "\n".join(preview_lines(text, texts))


def preview_lines(text: str, texts: Texts) -> list[str]:
    """Return the lines that a reader sees of a text; lists with `1. ` and `- `, `[图: description]`."""
    return visible_lines(read_document(text), lambda key: texts(f"cli.preview.{key}"))


def report_text(text: str, name: str, texts: Texts, brief: Brief | None = None) -> Report:
    """Return what the rules that need nothing but a text find in it, and its brief if it has one."""
    loaded = LoadResult(None, (), 1, MemoryTree({name: text.encode()}))
    return prepare_report(loaded, check_text(name, text, find_not_phones(brief)), texts)
