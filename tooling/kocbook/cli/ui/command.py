"""Commands and groups whose words come from the locale files, when they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra, require
from kocbook.base.texts import Texts
from kocbook.cli.ui.help import argument_pairs, flag_name, option_pairs, render_help
from kocbook.cli.ui.options import SHARED_FLAGS, shared_options


class KocCommand(click.Command):
    """A command that takes the shared options too, wherever they stand in the line.

    `needs` is the part of koc without which it cannot do its work.
    """

    def __init__(self, *args: Any, needs: Extra | None = None, **kwargs: Any) -> None:
        """Add the shared options after the command's own."""
        super().__init__(*args, **kwargs)
        self.needs = needs
        self.params += shared_options()

    def invoke(self, ctx: click.Context) -> Any:
        """Run it; a part that is missing is said before any work is done.

        Raises:
            MissingPartError: what it needs is not installed.
        """
        if self.needs is not None:
            require(self.needs)
        return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; words that are too many are a usage error of our own."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser forgets which command it was
            raise
        if ctx.args and not ctx.resilient_parsing:
            raise UsageError("errors.extra-words", words=ctx.args)
        return rest

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page."""
        t = ctx.ensure_object(Session).texts
        own = [param for param in self.params if flag_name(param) not in SHARED_FLAGS]
        shared = [param for param in self.get_params(ctx) if flag_name(param) in SHARED_FLAGS]
        return render_help(
            ctx,
            [
                (t("cli.help.arguments"), argument_pairs(ctx, t)),
                (t("cli.help.options"), option_pairs(ctx, own, t)),
                (t("cli.help.shared"), option_pairs(ctx, shared, t)),
            ],
            t,
        )


class KocGroup(click.Group):
    """`koc`: imports a command's file only when that command runs.

    `sections` maps a section's name to its commands, each as "module:attribute"; a command's name
    is that of its attribute. `prefix` stands before it in the keys of its texts.
    """

    def __init__(
        self, *args: Any, sections: Mapping[str, list[str]], prefix: str = "", **kwargs: Any
    ) -> None:
        """Remember where each command is."""
        super().__init__(*args, **kwargs)
        self.prefix = prefix
        self.sections = sections
        self.places = {_name(place): place for places in sections.values() for place in places}
        self.params += shared_options()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of all commands, in the order of the help page."""
        del ctx
        return list(self.places)

    def names_by_section(self) -> dict[str, list[str]]:
        """Return each section's commands by name, in the order of the help page."""
        return {section: list(map(_name, places)) for section, places in self.sections.items()}

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None."""
        del ctx
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name].partition(":")
        command = getattr(import_module(f"kocbook.cli.commands.{module}"), attribute)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was named; an unknown one is a usage error of our own."""
        name = args[0]
        if name not in self.places and not ctx.resilient_parsing:
            near = get_close_matches(name, self.places, n=3, cutoff=0.65)
            suffix = "-near" if near else ""
            raise UsageError(f"errors.no-command{suffix}", name=name, near=near)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help page; no command's file is imported for it."""
        t = ctx.ensure_object(Session).texts
        sections = [
            (
                t(f"cli.help.sections.{section}"),
                [(name, self._short(name, t)) for name in names],
            )
            for section, names in self.names_by_section().items()
        ]
        options = (t("cli.help.shared"), option_pairs(ctx, self.get_params(ctx), t))
        return render_help(ctx, [*sections, options], t)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Complete the commands' names, with what each does where the shell shows that."""
        from click.shell_completion import CompletionItem

        t = ctx.ensure_object(Session).texts
        return [
            CompletionItem(name, help=self._short(name, t))
            for name in self.places
            if name.startswith(incomplete)
        ]

    def _short(self, name: str, t: Texts) -> str:
        return t(f"cli.commands.{self.prefix}{name}.short")


def _name(place: str) -> str:
    return (
        place.partition(":")[2].removesuffix("_").replace("_", "-")
    )  # `import_`: the bare word is Python's
