"""What the people of a questionnaire are answered: a line of words each, to paste into a chat."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from urllib.parse import quote

from kocbook.base.finding import Severity
from kocbook.base.texts import Texts
from kocbook.intake.imports.taken_answers import RowDone, RowOutcome, TakenAnswers
from kocbook.model.community import Community
from kocbook.report.intake_reply import say_ask
from kocbook.report.prepare import prepare_report
from kocbook.report.table_csv import csv_cell


def render_answers(community: Community, taken: TakenAnswers, texts: Texts) -> bytes:
    """Return the answers as CSV that spreadsheets open: line, number, name, outcome, words."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        [texts(f"answers.head.{name}") for name in ("line", "row", "who", "outcome", "reply")]
    )
    for done in taken.rows:
        said = done.row.said
        cells = (str(done.row.line), said.get("row", ""), said.get("who", ""))
        outcome = texts(f"answers.outcome.{done.outcome}")
        reply = render_answer(community, taken, done, texts)
        writer.writerow([csv_cell(cell) for cell in (*cells, outcome, reply)])
    return text.getvalue().encode("utf-8-sig")


def render_answer(community: Community, taken: TakenAnswers, done: RowDone, texts: Texts) -> str:
    """Return what one person is answered."""
    brief, site = taken.module.brief, community.settings.site.url.rstrip("/")
    data = {
        "name": done.row.said.get("who") or texts("answers.friend"),
        "title": brief.title,
        "url": f"{site}/{quote(taken.module.key)}/",
    }
    if done.outcome is not RowOutcome.ASKED:
        return texts(f"answers.reply.{done.outcome}", **data)
    asked = " ".join(_iter_asked(community, done, texts))
    return texts("answers.reply.asked", asked=asked, **data)


def _iter_asked(community: Community, done: RowDone, texts: Texts) -> Iterable[str]:
    yield from (" ".join(say_ask(community, ask, texts).split()) for ask in done.asks)
    if done.trial is None:
        return
    report = prepare_report(done.trial.loaded, done.trial.findings, texts)
    for one in report.by_weight():
        if one.severity is Severity.ERROR:
            yield " ".join(f"{one.message} {one.fix}".split())
