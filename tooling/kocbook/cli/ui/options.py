"""Options that several commands share, and the kinds of values they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from kocbook.app.session import Session, find_root
from kocbook.base.errors import UsageError
from kocbook.base.languages import LANGUAGES

F = TypeVar("F", bound=Callable[..., Any])
SHARED_FLAGS = frozenset({"lang", "root", "as-of", "debug", "help"})
TABLE_FORMATS = ("table", "json", "csv", "markdown")


def _shown(param: click.Parameter | None) -> str:
    """Return an option's flag, or an argument's name as help pages write it."""
    name = param.opts[0] if param else ""
    return name.upper() if isinstance(param, click.Argument) else name


class OneOf(click.ParamType[str]):
    """A word from a closed list, or what it is called in one of the languages.

    `group` is that of the locale keys that name the words, where they have names.
    """

    name = "one of"

    def __init__(self, words: Sequence[str], group: str | None = None) -> None:
        """Keep the list."""
        self.words, self.group = tuple(words), group

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, or refuse it with the list of those that may be."""
        del ctx
        if value in self.words:
            return str(value)
        from kocbook.insight.lookup import NamedThing, find_id, word_names

        data = {"option": _shown(param), "value": value, "choices": self.words}
        named = word_names(self.group, self.words) if self.group else map(NamedThing, self.words)
        return find_id(str(value), named, lambda _: UsageError("errors.bad-choice", **data))

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show the list itself; a long one as WORD."""
        del param, ctx
        listed = "|".join(self.words)
        return f"[{listed}]" if len(listed) <= 40 else "WORD"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
        """Complete the words."""
        del ctx, param
        return _items(word for word in self.words if word.startswith(incomplete))


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or refuse what is none."""
        del ctx
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            day = None
        if day is None or day.isoformat() != value:  # it knows weeks and dates without dashes too
            raise UsageError("errors.bad-date", option=_shown(param), value=value)
        return day


class Folder(click.ParamType[Path]):
    """A path of a folder."""

    name = "dir"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        del param, ctx
        return Path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
        """Let the shell complete folders."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(incomplete, type="dir")]


class DeliveredFile(Folder):
    """A path of a file or folder that somebody delivers."""

    name = "path"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
        """Let the shell complete files."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(incomplete, type="file")]


class Port(click.ParamType[int]):
    """The number of a network port."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or refuse what is none."""
        del param, ctx
        if str(value).isascii() and str(value).isdigit() and 0 < int(value) < 65536:
            return int(value)
        raise UsageError("errors.bad-port", value=value)


class Count(click.ParamType[int]):
    """A whole number between two others."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        """Keep the bounds."""
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number, or refuse what is none or out of bounds."""
        del ctx
        text = str(value)
        if text.isascii() and text.isdigit() and self.least <= int(text) <= self.most:
            return int(text)
        bounds = {"least": self.least, "most": self.most}
        raise UsageError("errors.bad-count", option=_shown(param), value=value, **bounds)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show what is meant."""
        del param, ctx
        return "N"


class Existing(click.ParamType[str]):
    """Something in the community, by its id or by what people call it; `kind` says what."""

    name = "name"

    def __init__(self, kind: str, pattern: str) -> None:
        """Keep the kind, and the pattern of the files that it is named after, relative to the root."""
        self.kind, self.pattern = kind, pattern

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id; a name that nothing has is refused later, by whoever needs it."""
        del param
        session = ctx.find_object(Session) if ctx else None
        return session.resolve(self.kind, str(value)) if session else str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
        """Complete from the file names, without reading any file."""
        del param
        root = ctx.ensure_object(Session).root or find_root(Path.cwd()) or Path.cwd()
        names = {_key(path.relative_to(root)) for path in root.glob(self.pattern)}
        return _items(name for name in sorted(names) if name.startswith(incomplete))


MODULE = Existing("module", "modules/*/*/module.yml")
HANDBOOK = Existing("handbook", "modules/*/handbook.yml")
MEMBER = Existing("member", "members/*.yml")
EVENT = Existing("event", "events/*/event.yml")
EQUIPMENT = Existing("equipment", "equipment/*/equipment.yml")


def _key(path: Path) -> str:
    parts = path.parts[1:]
    return path.stem if len(parts) == 1 else "/".join(parts[:-1])


def _items(words: Any) -> list[Any]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words]


def shared_options() -> list[click.Parameter]:
    """Return new options that every command takes; what they say goes to the session."""

    def option(flag: str, **attributes: Any) -> click.Option:
        return click.Option([flag], expose_value=False, callback=_remember, **attributes)

    return [
        option("--lang", type=OneOf(LANGUAGES), is_eager=True),
        option("--root", type=Folder(), metavar="DIR", is_eager=True),
        option("--as-of", type=Day(), metavar="DATE"),
        option("--debug", is_flag=True, default=None),
    ]


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value is not None:
        setattr(ctx.ensure_object(Session), str(param.name), value)


def format_option(words: Sequence[str] = TABLE_FORMATS) -> Callable[[F], F]:
    """Return the option that chooses how a command prints; the first word is the default."""
    return click.option("--format", "output", type=OneOf(words), default=words[0])


def filter_options(function: F) -> F:
    """Add the filters by handbook and by member."""
    function = click.option("--member", type=MEMBER, metavar="MEMBER")(function)
    return click.option("--handbook", type=HANDBOOK, metavar="HANDBOOK")(function)
