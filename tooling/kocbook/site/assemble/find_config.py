"""Which MkDocs configuration a community's site is built by."""

from __future__ import annotations

from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.base.languages import DEFAULT_LANGUAGE

_OWN_CONFIG = Path(__file__).parents[4]
"""Where mkdocs.yml stands for communities that have none of their own: beside the tool."""


def find_config(root: Path, language: str) -> Path:
    """Return the MkDocs configuration of a language: the community's own, else the tool's.

    Raises:
        KocError: there is none.
    """
    name = "mkdocs.yml" if language == DEFAULT_LANGUAGE else f"mkdocs.{language}.yml"
    for folder in (root, _OWN_CONFIG):
        if (folder / name).is_file():
            return folder / name
    raise KocError("errors.site-no-config", file=name)
