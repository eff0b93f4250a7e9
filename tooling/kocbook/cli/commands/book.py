"""`koc book`: book a thing that is lent, give a booking up, or, for staff, confirm it."""

from __future__ import annotations

from datetime import date

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import EQUIPMENT, MODULE, Day
from kocbook.cli.ui.writing import Writing, member_option, open_option


@click.command(cls=KocCommand)
@click.argument("equipment", type=EQUIPMENT, metavar="EQUIPMENT")
@click.argument("start", type=Day(), required=False, metavar="[START]")
@click.argument("end", type=Day(), required=False, metavar="[END]")
@click.option("--module", type=MODULE, metavar="MODULE")
@click.option("--note", metavar="TEXT")
@click.option("--cancel", is_flag=True)
@click.option("--confirm", is_flag=True)
@click.option("--booking", metavar="NAME")
@click.option("--because", metavar="TEXT")
@member_option
@open_option
@click.pass_obj
def book(
    session: Session,
    equipment: str,
    start: date | None,
    end: date | None,
    module: str | None,
    note: str | None,
    cancel: bool,
    confirm: bool,
    booking: str | None,
    because: str | None,
    member: str | None,
    opens: bool,
) -> int:
    """Book a thing, cancel a booking, or confirm it."""
    from kocbook.app import loans

    if cancel:
        writing = Writing(session, "book.cancel", opens, member)
        drafted = loans.draft_booking_cancelled(writing.writer, equipment, booking, because)
        return writing.submit_act(drafted)
    if confirm:
        writing = Writing(session, "book.confirm", opens, member)
        return writing.submit_act(loans.draft_booking_confirmed(writing.writer, equipment, booking))
    if start is None:
        raise UsageError("errors.book-days")
    writing = Writing(session, "book", opens, member)
    asked = (equipment, start, end or start, module, (note or "").strip() or None)
    return writing.submit_act(loans.draft_booking(writing.writer, *asked))
