"""`koc carry`: what staff do for members without an account."""

from __future__ import annotations

from pathlib import Path

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand, KocGroup
from kocbook.cli.ui.options import MEMBER, DeliveredFile, OneOf
from kocbook.cli.ui.writing import Writing, agree, member_option, open_option, say
from kocbook.model.enums import Channel, CodeVerdict

KINDS = {"carry": ["carry:ask", "carry:join", "carry:codes", "carry:confirm", "carry:revoke"]}


@click.group(cls=KocGroup, sections=KINDS, prefix="carry-")
def carry() -> None:
    """Hold the commands about members without an account."""


@click.command(cls=KocCommand)
@click.pass_obj
def ask(session: Session) -> None:
    """Print the words that somebody is shown before they join without an account."""
    from kocbook.app.carrying import words_to_show

    name = session.community.settings.name.in_language(session.texts.language)
    click.echo(words_to_show(session.texts, name))


@click.command(cls=KocCommand)
@click.option("--name", required=True, metavar="NAME")
@click.option("--through", required=True, type=OneOf(tuple(Channel)))
@click.option("--address", required=True, metavar="TEXT")
@click.option("--said", metavar="TEXT")
@click.option("--proof", type=DeliveredFile(), metavar="FILE")
@click.option("--lock", metavar="LOCK")
@click.option("--id", "new", metavar="ID")
@click.option("--city", metavar="TEXT")
@click.option("--product", metavar="TEXT")
@click.option("--intro", metavar="TEXT")
@member_option
@open_option
@click.pass_obj
def join(
    session: Session,
    /,
    name: str,
    through: str,
    address: str,
    said: str | None,
    proof: Path | None,
    lock: str | None,
    new: str | None,
    member: str | None,
    opens: bool,
    **more: str | None,
) -> int:
    """Take in somebody without an account who said yes."""
    from kocbook.app.carrying import WhoJoins, draft_joining

    writing = Writing(session, "carry-join", opens, member)
    values = {"name": name.strip(), **{key: text or None for key, text in more.items()}}
    who = WhoJoins(values, Channel(through), address.strip(), said, proof, new, lock)
    return writing.submit_act(draft_joining(writing.writer, who))


@click.command(cls=KocCommand)
@click.pass_obj
def codes(session: Session) -> None:
    """Print new codes, and the lock that they open."""
    from kocbook.app.carrying import make_code_list

    lock, listed = make_code_list()
    say(session, "cli.carry-codes.lock", lock=lock)
    for number, code in enumerate(listed, start=1):
        click.echo(f"{number:>3}  {code}")
    say(session, "cli.carry-codes.keep")


@click.command(cls=KocCommand)
@click.argument("whom", type=MEMBER, metavar="MEMBER")
@click.argument("code", metavar="CODE")
@click.argument("of", nargs=-1, metavar="[CONSENT...]")
@member_option
@open_option
@click.pass_obj
def confirm(
    session: Session, whom: str, code: str, of: tuple[str, ...], member: str | None, opens: bool
) -> int:
    """Write down the code by which a member confirms what was done for them."""
    return _use_code(session, CodeVerdict.CONFIRMED, (whom, code, of), member, opens)


@click.command(cls=KocCommand)
@click.argument("whom", type=MEMBER, metavar="MEMBER")
@click.argument("code", metavar="CODE")
@click.argument("of", nargs=-1, metavar="CONSENT...")
@click.option("--yes", is_flag=True)
@member_option
@open_option
@click.pass_obj
def revoke(
    session: Session,
    whom: str,
    code: str,
    of: tuple[str, ...],
    yes: bool,
    member: str | None,
    opens: bool,
) -> int:
    """Write down the code by which a member takes a yes back, and take off what went by it."""
    agree(session, "cli.carry-revoke.agree", yes)
    return _use_code(session, CodeVerdict.REVOKED, (whom, code, of), member, opens)


def _use_code(
    session: Session,
    verdict: CodeVerdict,
    said: tuple[str, str, tuple[str, ...]],
    member: str | None,
    opens: bool,
) -> int:
    from kocbook.app.carrying import draft_code

    whom, code, of = said
    session.check_names(None, whom)
    command = "carry-confirm" if verdict is CodeVerdict.CONFIRMED else "carry-revoke"
    writing = Writing(session, command, opens, member)
    person = session.community.members[session.community.find_person(whom)]
    return writing.submit_act(draft_code(writing.writer, person, code, verdict, of))
