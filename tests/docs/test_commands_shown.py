"""Every `koc …` on a page of the documentation is one that the tool takes."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from kocbook.cli.main import koc
from kocbook.cli.ui.options import OneOf
from tests.docs.console import GENERATED, PAGES, iter_koc_lines, name

WRITTEN = [page for page in PAGES if page.name not in GENERATED]


def refuse(words: list[str]) -> str | None:
    """Return why the tool would not take a command line.

    Capitals stand for a value, `a|b` for either.
    """
    command: click.Command = koc
    context = click.Context(koc, info_name="koc")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0].isupper():
            return None
        found = command.get_command(context, words[0])
        if found is None:
            return f"there is no {words[0]}"
        command, words = found, words[1:]
        context = click.Context(command, parent=context)
    try:
        values, rest, _ = command.make_parser(context).parse_args(list(words))
    except click.UsageError as error:
        return error.format_message()
    odd = [
        f"{param.name} cannot be {value}"
        for param in command.params
        if isinstance(param.type, OneOf)
        and isinstance(value := values.get(str(param.name)), str)
        and not value.isupper()
        and not set(value.split("|")) <= set(param.type.words)
    ]
    return "; ".join([*odd, *(f"{word} is too much" for word in rest)]) or None


@pytest.mark.parametrize("page", WRITTEN, ids=name)
def test_every_command_line_exists(page: Path) -> None:
    lines = list(iter_koc_lines(page.read_text(encoding="utf-8")))
    assert {" ".join(words): why for words in lines if (why := refuse(words))} == {}


@pytest.mark.parametrize(
    "line",
    ["chekc", "check --nothing", "new modul x", "board --format nothing", "sign x y", "check x"],
)
def test_what_does_not_exist_is_noticed(line: str) -> None:
    assert refuse(line.split())


def test_commands_are_shown_at_all() -> None:
    shown = {
        words[0]
        for page in WRITTEN
        for words in iter_koc_lines(page.read_text(encoding="utf-8"))
        if words
    }
    assert len(shown) > 25
