"""`koc join`: become a member."""

from __future__ import annotations

from typing import Any

import click

from kocbook.app.session import Session
from kocbook.app.write import Newcomer
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.typed_answers import AnswerKind, read_answer
from kocbook.cli.ui.writing import Writing, is_interactive, open_option, say

_LISTS = ("skills", "wants")
_NEEDED = ("github", "github_id", "id", "name")
_WISHED = ("city", "product", "intro", *_LISTS)


@click.command(cls=KocCommand)
@click.option("--id", metavar="ID")
@click.option("--name", metavar="NAME")
@click.option("--github", metavar="LOGIN")
@click.option("--github-id", metavar="NUMBER")
@click.option("--city", metavar="TEXT")
@click.option("--product", metavar="TEXT")
@click.option("--intro", metavar="TEXT")
@click.option("--skills", metavar="LIST")
@click.option("--wants", metavar="LIST")
@open_option
@click.pass_obj
def join(session: Session, /, opens: bool, **given: str | None) -> int:
    """Write a member's record; on a terminal, what is missing is asked."""
    from kocbook.intake.acts.join import member_files, require_new_member

    writing = Writing(session, "join", opens)
    values = _complete(session, writing, given)
    member, name = values.pop("id"), values["name"]
    require_new_member(session.community, member, values["github_id"])
    newcomer = Newcomer(name, values["github"], values["github_id"])
    files = member_files(member, {**values, "joined": session.day})
    say(session, "cli.join.history")
    code = writing.submit(f"join/{member}", files, {"id": member, "name": name}, newcomer)
    if code == 0:
        _remember(session, writing, member, newcomer)
    return code


def _remember(session: Session, writing: Writing, member: str, newcomer: Newcomer) -> None:
    """Remember whose clone it is where Git's own account joined: helping somebody gives nothing away."""
    identity, home = writing.repository.identity, session.community.settings.site.repository
    login, number = identity.account(home)
    is_own = login is not None and login.casefold() == newcomer.github.casefold()
    if is_own or number == newcomer.github_id:
        identity.remember_member(member)
    else:
        say(session, "cli.join.not-remembered", member=member)


def _complete(session: Session, writing: Writing, given: dict[str, str | None]) -> dict[str, Any]:
    """Return what was given and what a person answers, read as what it is.

    Raises:
        UsageError: something is missing and nobody can be asked, or the number is none.
    """
    from kocbook.insight.lookup import known_id, term_names
    from kocbook.intake.acts.join import suggest_id

    values: dict[str, Any] = {key: (text or "").strip() for key, text in given.items()}
    login, number = writing.repository.identity.account(session.community.settings.site.repository)
    values["github"] = values["github"] or login or ""
    if login and values["github"] == login:
        values["github_id"] = values["github_id"] or str(number or "")
    for key in _NEEDED:
        default = suggest_id(values["github"]) if key == "id" else None
        values[key] = values[key] or _ask(session, key, default)
    if is_interactive() and not any(values[key] for key in _WISHED):
        for key in _WISHED:
            values[key] = _ask(session, key, "")
    if not (values["github_id"].isascii() and values["github_id"].isdigit()):
        raise UsageError("errors.bad-account-number", value=values["github_id"])
    values["github_id"] = int(values["github_id"])
    terms = session.community.settings.skills
    named = list(term_names((term.id, term.name) for term in terms))
    for key in _LISTS:
        words = read_answer(AnswerKind.WORDS, f"--{key}", [values[key]])
        # What is no skill is refused by the check, with the list of those that are.
        values[key] = list(dict.fromkeys(known_id(word, named) or word for word in words))
    return {key: value or None for key, value in values.items()}


def _ask(session: Session, key: str, default: str | None) -> str:
    flag = key.replace("_", "-")
    if not is_interactive():
        raise UsageError("errors.missing", name=f"--{flag}")
    data = {"skills": [skill.id for skill in session.community.settings.skills]}
    asked = session.texts(f"cli.join.ask.{flag}", **data)
    return str(click.prompt(asked, default=default, show_default=bool(default))).strip()
