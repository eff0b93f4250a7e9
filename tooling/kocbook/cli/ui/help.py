"""Help pages, laid out for terminals where Chinese characters take two cells."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator

import click

from kocbook.base.texts import Texts
from kocbook.report.cells import cell_width, pad, wrap

MAX_WIDTH = 100
_MAX_LEFT = 28
Pair = tuple[str, str]


def terminal_width() -> int:
    """Return the width of help pages and messages, in cells."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH))


def render_help(ctx: click.Context, sections: Iterable[tuple[str, list[Pair]]], t: Texts) -> str:
    """Return the help page of the command of `ctx`: usage, what it does, and `sections`."""
    width, name = terminal_width(), command_name(ctx)
    lines = _labelled(t("cli.help.usage"), " ".join(usage(ctx, t)), width)
    for paragraph in t(f"cli.commands.{name}.about").strip().split("\n"):
        lines += ["", *("  " + line for line in wrap(paragraph, width - 2))] if paragraph else []
    for title, pairs in sections:
        if pairs:
            lines += ["", title, *_columns(pairs, width)]
    return "\n".join(lines)


def usage(ctx: click.Context, t: Texts) -> Iterator[str]:
    """Yield the words of how a command is written: its path, and what follows it."""
    yield ctx.command_path
    yield t("cli.help.pieces.options")
    if isinstance(ctx.command, click.Group):
        yield t("cli.help.pieces.command")
    for param in ctx.command.params:
        if isinstance(param, click.Argument):
            yield param.make_metavar(ctx)


def command_name(ctx: click.Context) -> str:
    """Return the name under which a command's texts stand: `claim`, `new-module`, or `koc`."""
    names: list[str] = []
    at: click.Context | None = ctx
    while at is not None and at.parent is not None:
        names.insert(0, at.command.name or "")
        at = at.parent
    return "-".join(names) or "koc"


def option_pairs(ctx: click.Context, params: Iterable[click.Parameter], t: Texts) -> list[Pair]:
    """Return how each option is written, and what it does."""
    return [
        (_written(param, ctx), _explained(param, ctx, t))
        for param in params
        if isinstance(param, click.Option) and not param.hidden
    ]


def argument_pairs(ctx: click.Context, t: Texts) -> list[Pair]:
    """Return each argument's name, and what it means."""
    name = command_name(ctx)
    return [
        (param.make_metavar(ctx).strip("[]"), t(f"cli.commands.{name}.{param.name}"))
        for param in ctx.command.params
        if isinstance(param, click.Argument)
    ]


def flag_name(option: click.Parameter) -> str:
    """Return the long name of an option without its dashes: `as-of`."""
    return max(option.opts, key=len).lstrip("-")


def _written(option: click.Option, ctx: click.Context) -> str:
    names = ", ".join(sorted((*option.opts, *option.secondary_opts), key=len))
    return names if option.is_flag or option.count else f"{names} {option.make_metavar(ctx)}"


def _explained(option: click.Option, ctx: click.Context, t: Texts) -> str:
    name = flag_name(option)
    own = f"cli.commands.{command_name(ctx)}.{name}"
    text = t(own if own in t else f"cli.options.{name}")
    default = option.default
    if isinstance(default, (str, int)) and not isinstance(default, bool) and not option.is_flag:
        text += t("cli.help.default", value=default)
    return text


def _columns(pairs: list[Pair], width: int) -> Iterator[str]:
    widths = [cell_width(name) for name, _ in pairs]
    left = max((width for width in widths if width <= _MAX_LEFT), default=_MAX_LEFT)
    for name, explained in pairs:
        first, *rest = wrap(explained, width - left - 4)
        if cell_width(name) > left:
            yield f"  {name}"
            rest = [first, *rest]
        else:
            yield f"  {pad(name, left)}  {first}"
        yield from (" " * (left + 4) + line for line in rest)


def _labelled(label: str, text: str, width: int) -> list[str]:
    indent = cell_width(label)
    first, *rest = wrap(text, width - indent)
    return [label + first, *(" " * indent + line for line in rest)]
