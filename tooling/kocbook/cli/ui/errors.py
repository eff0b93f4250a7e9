"""What an error says to a person: one sentence, and what to do."""

from __future__ import annotations

import errno

import click

from kocbook.app.session import Session
from kocbook.base.errors import KocError
from kocbook.base.extras import missing_part
from kocbook.base.texts import Texts
from kocbook.cli.ui.help import terminal_width
from kocbook.report.cells import printable, wrap

_KNOWN = {
    errno.EACCES: "refused",
    errno.EPERM: "refused",
    errno.EROFS: "refused",
    errno.ENOENT: "gone",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "file",
}
"""What the system refuses often, and the word for it in the keys of the texts."""


def describe_error(error: Exception, session: Session) -> str:
    """Return the words for `error` in the reader's language, wrapped for the terminal."""
    t = session.texts
    first, *rest = describe_words(error, t).splitlines() or [""]
    said = [t("cli.error", message=printable(first)), *(f"  {printable(line)}" for line in rest)]
    lines = [part for line in said for part in wrap(line, terminal_width())]
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "koc"
        lines += wrap(t("cli.help.see", command=path), terminal_width())
    return "\n".join(lines)


def describe_words(error: Exception, t: Texts) -> str:
    """Return the words for `error` as they stand in the locale files."""
    if isinstance(error, ModuleNotFoundError):
        error = missing_part(error) or error
    if isinstance(error, KocError) and error.key in t:
        return t(error.key, **error.data)
    if isinstance(error, click.UsageError):
        return _usage_words(error, t)
    if isinstance(error, OSError):
        name = error.filename if isinstance(error.filename, str) else "-"
        known = _KNOWN.get(error.errno or 0)
        if known:
            return t(f"errors.system-{known}", file=name)
        return t("errors.system", file=name, detail=error.strerror or str(error))
    return t("errors.unexpected", kind=type(error).__name__, detail=str(error)[:200])


def _usage_words(error: click.UsageError, t: Texts) -> str:
    """Say click's own usage errors in our words."""
    if isinstance(error, click.NoSuchOption):
        near = list(error.possibilities or [])
        key = "errors.no-option-near" if near else "errors.no-option"
        return t(key, option=error.option_name, near=near)
    if isinstance(error, click.MissingParameter) and error.param and error.ctx:
        return t("errors.missing", name=_written(error.param, error.ctx))
    if isinstance(error, click.BadOptionUsage):
        return t(_option_key(error), option=error.option_name)
    if isinstance(error, click.BadParameter) and error.param and error.ctx:
        return t("errors.bad-value", name=_written(error.param, error.ctx))
    return t("errors.usage", detail=error.format_message())


def _option_key(error: click.BadOptionUsage) -> str:
    params = error.ctx.command.params if error.ctx else []
    flags = {name for param in params if getattr(param, "is_flag", False) for name in param.opts}
    return "errors.option-takes-no-value" if error.option_name in flags else "errors.needs-value"


def _written(param: click.Parameter, ctx: click.Context) -> str:
    return param.make_metavar(ctx) if isinstance(param, click.Argument) else param.opts[0]
