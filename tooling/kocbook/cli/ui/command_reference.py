"""The reference of the commands: one page of all help pages, made of the same words."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kocbook.base.texts import Texts
from kocbook.cli.ui.command import KocGroup
from kocbook.cli.ui.help import Pair, argument_pairs, command_name, flag_name, option_pairs, usage
from kocbook.cli.ui.options import SHARED_FLAGS
from kocbook.report.markdown import Ready, render_markdown


def commands_path(language: str) -> str:
    """Return where the page in `language` stands in the repository."""
    return f"tooling/docs/{language}/reference/commands.md"


def render_command_reference(koc: KocGroup, texts: Texts) -> dict[str, str]:
    """Return the page in the language of `texts`, by its path in the repository."""
    top = click.Context(koc, info_name="koc")
    sections = [
        (texts(f"cli.help.sections.{section}"), [_view(one, texts) for one in _iter_in(top, names)])
        for section, names in koc.names_by_section().items()
    ]
    shared = _code(option_pairs(top, koc.get_params(top), texts))
    page = render_markdown(
        "commands_reference.md.j2", texts=texts, sections=sections, shared=shared
    )
    return {commands_path(texts.language): f"{page}\n"}


def _iter_in(parent: click.Context, names: list[str]) -> Iterator[click.Context]:
    """Yield a context for each command, and after a group for those below it."""
    group = parent.command
    assert isinstance(group, KocGroup)
    for name in names:
        command = group.get_command(parent, name)
        assert command is not None, name
        context = click.Context(command, info_name=name, parent=parent)
        yield context
        if isinstance(command, KocGroup):
            yield from _iter_in(context, command.list_commands(context))


def _view(context: click.Context, texts: Texts) -> dict[str, object]:
    own = [one for one in context.command.params if flag_name(one) not in SHARED_FLAGS]
    about = texts(f"cli.commands.{command_name(context)}.about").strip().split("\n")
    return {
        "path": Ready(context.command_path),
        "usage": Ready(" ".join(usage(context, texts))),
        "about": [paragraph for paragraph in about if paragraph],
        "arguments": _code(argument_pairs(context, texts)),
        "options": _code(option_pairs(context, own, texts)),
    }


def _code(pairs: list[Pair]) -> list[tuple[Ready, str]]:
    return [(Ready(f"<code>{_escape(name)}</code>"), text) for name, text in pairs]


def _escape(written: str) -> str:
    """Return what stands in a cell: a choice such as `zh|en` must not end it."""
    return written.replace("<", "&lt;").replace("|", "&#124;").replace("[", "&#91;")
