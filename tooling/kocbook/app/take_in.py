"""The use case behind `koc import`: a source, told by what it is, as the files of one commit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.app.session import Session
from kocbook.base.atomic_file import write_whole
from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra, require
from kocbook.intake.imports.archive import unpack
from kocbook.intake.imports.book import NotKept, NotKeptKind, SourceBook
from kocbook.intake.imports.document import read_document, read_markdown
from kocbook.intake.imports.folder import read_folder
from kocbook.intake.imports.history import (
    Hand,
    ShallowError,
    proposal_files,
    read_hands,
    render_hands,
)
from kocbook.intake.imports.kinds import SourceKind, find_kind
from kocbook.intake.imports.site import read_site, read_summary
from kocbook.intake.imports.take_in import KEPT, TakenIn, Target, take_in
from kocbook.report.import_report import render_import_report

BOOKS = frozenset(
    {
        SourceKind.MKDOCS,
        SourceKind.SUMMARY,
        SourceKind.FOLDER,
        SourceKind.ARCHIVE,
        SourceKind.DOCUMENT,
        SourceKind.MARKDOWN,
    }
)
"""Kinds of sources that become modules of a handbook."""


@dataclass(slots=True)
class ImportedBook:
    """A book that was taken in, with what its history says.

    `report` and `people` are files of the working folder that no commit holds.
    """

    taken: TakenIn
    hands: list[Hand] = field(default_factory=list)
    report: Path | None = None
    people: Path | None = None


def import_book(session: Session, source: Path, place: str | None, member: str) -> ImportedBook:
    """Return a source's book as what one commit writes, and leave the report in `.koc/`.

    Raises:
        UsageError: the source cannot be read, or `place` is no place for it.
        MissingPartError: the part `import` of koc is not installed.
    """
    require(Extra.IMPORT)
    target = Target(session.folder, session.community, member, session.day)
    with session.progress() as step, _opened(source) as book:
        taken = take_in(book, target, place, step)
        step("import-history")
        done = ImportedBook(taken)
        try:
            done.hands = read_hands(book.root, taken.pages, session.community)
        except ShallowError:
            taken.not_kept.append(NotKept("", 0, NotKeptKind.SHALLOW))
        step("import-write")
        proposed = proposal_files(
            done.hands, session.community, session.day, book.title, session.texts
        )
        taken.files.update(proposed)
    _leave_reports(session, done)
    return done


@contextmanager
def _opened(source: Path) -> Iterator[SourceBook]:
    """Read a source; what it is unpacked into goes again at the end."""
    kind = find_kind(source)
    with tempfile.TemporaryDirectory(prefix="koc-import-") as made:
        folder = Path(made).resolve()
        name = source.stem
        if kind is SourceKind.ARCHIVE:
            source = unpack(source, folder)
            kind = find_kind(source)
        match kind:
            case SourceKind.MKDOCS:
                book = read_site(source.resolve())
            case SourceKind.SUMMARY:
                book = read_summary(source.resolve())
            case SourceKind.DOCUMENT:
                book = read_document(source, folder)
            case SourceKind.MARKDOWN:
                book = read_markdown(source)
            case SourceKind.FOLDER:
                book = read_folder(source.resolve())
            case _:
                raise UsageError("errors.import-unknown", name=source.name)
        if book.root.is_relative_to(folder) and book.name.startswith("koc-import-"):
            book.title = name if book.title == book.name else book.title
            book.name = name
        yield book


def _leave_reports(session: Session, done: ImportedBook) -> None:
    folder = session.folder / KEPT
    done.report = folder / "report.md"
    text = render_import_report(done.taken, done.hands, session.texts)
    write_whole(done.report, f"{text}\n".encode())
    if done.hands:
        done.people = folder / "people.csv"
        write_whole(done.people, render_hands(done.hands))
