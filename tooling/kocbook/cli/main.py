"""`koc`: the entry point, and how every run ends."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import zip_longest

import click

from kocbook import __version__
from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import UsageError
from kocbook.base.quick_exit import prepare_exit
from kocbook.base.texts import Texts
from kocbook.cli.ui.command import KocGroup

CLEAN, FINDINGS, USAGE, FAILED = 0, 1, 2, 3
INTERRUPTED, BROKEN_PIPE = 130, 141  # 128 and the signal, as shells say it
_COMPLETION = "_KOC_COMPLETE"

SECTIONS = {
    "check": [
        "check:check",
        "answer:answer",
        "audit:audit",
        "rules:rules",
        "rules:explain",
        "schema:schema",
    ],
    "look": [
        "inbox:inbox",
        "board:board",
        "calendar:calendar",
        "propose:proposals",
        "status:status",
        "remind:remind",
        "digest:digest",
        "credits:credits",
        "tiers:tiers",
        "rewards:rewards",
        "gifts:gifts",
        "exchange:points",
        "exchange:offers",
        "skills:skills",
        "words:words",
        "agreements:agreements",
        "preview:preview",
        "assets:assets",
        "reach:reach",
        "match:match",
    ],
    "take-part": [
        "join:join",
        "propose:propose",
        "respond:respond",
        "register:register",
        "book:book",
        "claim:claim",
        "ask:ask",
        "extend:extend",
        "release:release",
        "deliver:deliver",
        "arrange:arrange",
        "sign:sign",
        "gifts:received",
        "exchange:exchange",
        "withdraw:withdraw",
        "import_:import_",
        "invite:decline",
        "invite:invite",
    ],
    "operate": [
        "init:init",
        "doctor:doctor",
        "new:new",
        "private:private",
        "carry:carry",
        "ask:reply",
        "propose:advise",
        "ship:ship",
        "confirm:confirm",
        "event_acts:approve",
        "event_acts:call_off",
        "confirm:supersede",
        "exchange:grant",
        "gifts:give",
        "withdraw:take_down",
        "codeowners:codeowners",
        "clean:clean",
        "forms:forms",
        "intake:intake",
        "edit:edit",
    ],
    "publish": [
        "build:build",
        "build:assemble",
        "plan:plan",
        "publish:publish",
        "serve:serve",
    ],
    "more": ["forget:forget", "completion:completion"],
}


@click.group(cls=KocGroup, sections=SECTIONS, invoke_without_command=True)
@click.version_option(__version__, prog_name="koc", message="%(prog)s %(version)s")
@click.pass_context
def koc(ctx: click.Context) -> None:
    """Say where you are, unless a command was named."""
    if ctx.invoked_subcommand is None:
        from kocbook.cli.ui.home import say_where

        say_where(ctx.ensure_object(Session))


def main() -> None:
    """Run the command line of this process and exit."""
    # A command ends before its garbage is worth looking for: in a large community the search is a
    # fifth of a check. `koc serve`, which stays, turns it on again.
    gc.disable()
    end = prepare_exit()
    session = _begin(sys.argv[1:])  # kept to the end: freeing it would take its time
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows its escape; it never stops a command.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    code = run(sys.argv[1:], session)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away: nobody is left to tell, and the interpreter must not try again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    end(code)


def run(arguments: Sequence[str], session: Session | None = None) -> int:
    """Run one command line and return its exit code; never raises."""
    session = session or _begin(arguments)
    try:
        if _COMPLETION in os.environ:
            from click.shell_completion import shell_complete

            return shell_complete(
                koc, {"obj": session}, "koc", _COMPLETION, os.environ[_COMPLETION]
            )
        with koc.make_context("koc", list(arguments), obj=session) as ctx:
            code = koc.invoke(ctx)
        session.save_memory()  # what an interrupted command found is found again
        return code if isinstance(code, int) else CLEAN
    except click.exceptions.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - the last resort: an exit code, never a traceback
        return _tell(session, error)


def _begin(arguments: Sequence[str]) -> Session:
    language = _find_language(arguments)
    return Session(lang=language, debug="--debug" in arguments, steps=_show_steps)


def _show_steps(texts: Texts) -> AbstractContextManager[Callable[[str], None]]:
    from kocbook.cli.ui.progress import Progress

    return Progress(texts)


def _find_language(arguments: Sequence[str]) -> str | None:
    """Return the language asked for anywhere in the line, so that its errors speak it too."""
    for word, following in zip_longest(arguments, arguments[1:]):
        if word == "--lang" or word.startswith("--lang="):
            return word.partition("=")[2] or following
    return None


def _tell(session: Session, error: Exception) -> int:
    """Say on stderr what went wrong and return the exit code for it."""
    from kocbook.cli.ui.errors import describe_error

    if session.debug:
        import traceback

        traceback.print_exception(error)
    click.echo(describe_error(error, session), err=True)
    if isinstance(error, FaultyCommunityError):
        return FINDINGS
    return USAGE if isinstance(error, (UsageError, click.UsageError)) else FAILED
