"""`koc import`: takes in a handbook, a document, a roster or credits that exist elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import DeliveredFile, OneOf
from kocbook.cli.ui.output import paint
from kocbook.cli.ui.writing import Writing, member_option, open_option, say

_SHOWN = 6
"""So many kinds of what was not kept are named on the terminal; the report has them all."""


@click.command("import", cls=KocCommand)
@click.argument("source", type=DeliveredFile(), metavar="SOURCE")
@click.argument("place", required=False, metavar="[PLACE]")
@click.option("--map", "said", type=(str, str), multiple=True, metavar="HEADING QUESTION")
@click.option("--form", type=OneOf(("respond", "claim")))
@click.option("--photos", type=DeliveredFile(), metavar="DIR")
@member_option
@open_option
@click.pass_obj
def import_(
    session: Session,
    source: Path,
    place: str | None,
    said: tuple[tuple[str, str], ...],
    form: str | None,
    photos: Path | None,
    member: str | None,
    opens: bool,
) -> int:
    """Take a source in, told by what it is, as one commit on one branch."""
    from kocbook.app.take_in import BOOKS
    from kocbook.intake.imports.kinds import SourceKind, find_kind

    kind = find_kind(source)
    if kind in BOOKS:
        return _import_book(session, Writing(session, "import-book", opens, member), source, place)
    if kind is SourceKind.TABLE and place is not None:
        writing = Writing(session, "import-answers", opens, member)
        return _import_answers(session, writing, (source, place, form, said, photos))
    if kind is SourceKind.TABLE:
        return _import_roster(session, Writing(session, "import-roster", opens, member), source)
    if place is None:
        raise UsageError("errors.import-no-module", name=source.name)
    writing = Writing(session, "import", opens, member)
    return _import_credits(session, writing, source, place)


def _import_book(session: Session, writing: Writing, source: Path, place: str | None) -> int:
    from kocbook.app.take_in import import_book
    from kocbook.report.import_report import count_kinds

    done = import_book(session, source, place, writing.member.id)
    taken = done.taken
    if not taken.pages:
        say(session, "cli.import-book.stands", n=len(taken.stood), title=taken.title)
        return 0
    start = writing.repository.branch
    branch = f"import/{taken.handbook}"

    def tell() -> None:
        found = count_kinds(taken.not_kept)
        for name, number in found[:_SHOWN]:
            say(
                session, "cli.import-book.lost", what=session.texts(f"import.lost.{name}"), n=number
            )
        if done.report:
            say(session, "cli.import-book.report", path=done.report.relative_to(session.folder))
        if done.people:
            people = done.people.relative_to(session.folder)
            say(session, "cli.import-book.people", path=people, n=len({h.name for h in done.hands}))

    data = {
        "title": taken.title,
        "n": len(taken.pages),
        "media": taken.media,
        "handbook": taken.handbook,
    }
    code = writing.submit(branch, taken.files, data, tell=tell)
    if code == 0 and start:
        _say_undo(session, writing, start)
    return code


def _say_undo(session: Session, writing: Writing, start: str) -> None:
    """Name the one step that takes all of it back."""
    here = writing.repository.repo.head.ref.name
    command = f"git switch {start} && git branch -D {here}"
    if here == start:
        command = "git reset --keep HEAD~1"
    click.echo(session.texts("cli.import-book.undo", command=paint(command, "strong")))


def _import_credits(session: Session, writing: Writing, source: Path, place: str) -> int:
    from kocbook.intake.acts.all_contributors import ImportOutcome, credit_files, plan_import
    from kocbook.intake.imports.credits import read_credits

    contributors = read_credits(source)
    target = session.find_module(place)
    planned = list(plan_import(session.community, target, contributors))
    for item in planned:
        if item.outcome is not ImportOutcome.PROPOSED:
            data = {"login": item.login, "type": item.type, "member": item.member}
            say(session, f"cli.import.{item.outcome}", **data)
    files = credit_files(planned, session.day, source.name, session.texts)
    if not files:
        say(session, "cli.import.nothing")
        return 0
    branch = f"import/{target.handbook}-{target.id}"
    return writing.submit(branch, files, {"module": target.key, "n": len(files)})


def _import_roster(session: Session, writing: Writing, source: Path) -> int:
    from kocbook.base.extras import Extra, require
    from kocbook.intake.imports.roster import read_roster, roster_files

    require(Extra.IMPORT)
    roster = read_roster(source)
    plan = roster_files(roster, session.community, session.day)
    for row in plan.left:
        data = {"name": row.name, "line": row.line, "detail": row.detail}
        say(session, f"cli.import-roster.{row.why}", **data)
    if not plan.files:
        say(session, "cli.import-roster.nothing")
        return 0
    return writing.submit("import/roster", plan.files, {"n": len(plan.files)})


def _import_answers(
    session: Session,
    writing: Writing,
    asked: tuple[Path, str, str | None, tuple[tuple[str, str], ...], Path | None],
) -> int:
    from kocbook.app.take_in_answers import AnswerSource, keep_answers, take_in_answers
    from kocbook.base.extras import Extra, require
    from kocbook.intake.imports.taken_answers import RowOutcome
    from kocbook.model.forms import FormName
    from kocbook.report.answers_reply import render_answers

    require(Extra.IMPORT)
    file, place, form, said, photos = asked
    beside = photos or file.with_suffix("")
    source = AnswerSource(
        file, place, FormName(form) if form else None, said, beside if beside.is_dir() else None
    )
    taken = take_in_answers(writing.writer, source)
    words = render_answers(session.community, taken, session.texts)
    kept = keep_answers(session, file, words)
    for heading, question in taken.headings.items():
        say(session, "cli.import-answers.heading", heading=heading, question=question)
    counts = {str(one): sum(done.outcome is one for done in taken.rows) for one in RowOutcome}
    say(session, "cli.import-answers.rows", path=kept, **counts)
    if not taken.files:
        say(session, "cli.import-answers.nothing")
        return 0
    writing.writer.proofs |= taken.private
    module = taken.module
    data = {"title": module.brief.title, "n": counts[RowOutcome.TAKEN]}
    return writing.submit(f"answers/{module.handbook}-{module.id}", taken.files, data)
