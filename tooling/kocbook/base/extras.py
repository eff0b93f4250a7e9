"""What koc is installed in: a core that judges, and parts that only some commands need.

The one place that knows which import belongs to which part. `pyproject.toml` names the packages of
each as an extra of the same name; a test holds the two equal.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from kocbook.base.errors import KocError

_SCRIPT = Path("tooling/setup/venv")


class Extra(StrEnum):
    """A part, as the extra of the package is called: `pip install "kocbook[site]"`."""

    MEDIA = "media"
    MATCH = "match"
    SITE = "site"
    PDF = "pdf"
    FILM = "film"
    IMPORT = "import"


IMPORTS: Mapping[Extra, tuple[str, ...]] = {
    Extra.MEDIA: ("PIL", "pillow_heif"),
    Extra.SITE: (
        *("mkdocs", "material", "pymdownx"),
        *("numpy", "opencc", "pypinyin", "rjieba", "feedgenerator", "icalendar", "watchfiles"),
        *("PIL", "pillow_heif"),
    ),
    Extra.MATCH: ("numpy", "scipy"),
    Extra.PDF: ("weasyprint", "tinyhtml5"),
    Extra.FILM: ("av",),
    Extra.IMPORT: (*("mammoth", "markdownify", "openpyxl", "resvg_py", "PIL", "pillow_heif"),),
}
"""What each part brings to import; where several bring the same, the smallest that helps is first."""


class MissingPartError(KocError):
    """What was asked for needs a part of koc that is not installed here."""

    def __init__(self, part: Extra) -> None:
        """Say which part it is, and the command that brings it."""
        super().__init__(f"errors.part-missing.{part}", command=install_command(part))


def require(part: Extra) -> None:
    """Do nothing where all that a part brings can be imported; nothing is imported for that.

    Raises:
        MissingPartError: something is missing.
    """
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in IMPORTS[part]):
        raise MissingPartError(part)


def missing_part(error: ModuleNotFoundError) -> MissingPartError | None:
    """Return the part that would bring the import that failed, or None where none would."""
    name = (error.name or "").partition(".")[0]
    part = next((part for part, names in IMPORTS.items() if name in names), None)
    return MissingPartError(part) if part else None


def install_command(part: Extra, environment: Path | None = None) -> str:
    """Return the command that installs a part where koc runs from: by `make` where that is how."""
    environment = environment or Path(sys.prefix)
    if environment.name == ".venv" and (environment.parent / _SCRIPT).is_file():
        return f"make venv-{part}"
    return f'pip install "kocbook[{part}]"'
