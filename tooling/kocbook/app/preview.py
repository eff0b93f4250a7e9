"""A text, or a module's page, as readers will see it, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.report.findings import Report


@dataclass(frozen=True, slots=True)
class PreviewedText:
    """What readers will see of a file, what was put right while typing it in, and what is wrong in it.

    `changes` are keys of texts under `typed.`.
    """

    shown: str
    changes: tuple[str, ...]
    report: Report


def preview_module(session: Session, key: str, output: str) -> str:
    """Return the page of a module as "text" or "html": of a team, what all seats have delivered by now.

    Raises:
        UsageError: there is no such module, or it has no text yet.
    """
    from kocbook.report.preview import render_preview

    module = session.find_module(key)
    if module.text is None:
        raise UsageError("errors.no-text", module=module.key)
    path = session.folder / f"content/{module.key}/index.md"
    return render_preview(module.text, path, output, session.texts)


def preview_files(session: Session, paths: Iterable[Path], output: str) -> Iterator[PreviewedText]:
    """Yield what readers will see of each file, as "text" or "html", with what the check says of it.

    Raises:
        UsageError: a file cannot be read as a text.
    """
    from kocbook.intake.acts.delivery import read_delivered
    from kocbook.records.brief_beside import find_brief
    from kocbook.report.preview import render_preview, report_text

    for path in paths:
        mended = read_delivered(path)
        shown = render_preview(mended.text, path, output, session.texts)
        report = report_text(mended.text, path.name, session.texts, find_brief(path))
        yield PreviewedText(shown, tuple(mended.changes), report)
