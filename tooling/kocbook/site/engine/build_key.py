"""Fingerprints of everything that a built page depends on beside its own Markdown."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import yaml_load

from kocbook.base.tool_key import digest, tool_key, tree_key

_PLACES = frozenset({"docs_dir", "site_dir", "config_file_path", "nav"})


class UnknownValueError(TypeError):
    """A setting whose meaning cannot be written down: then nothing may be reused."""


def environment_key(config: MkDocsConfig, settings: Mapping[str, Any]) -> str:
    """Return the fingerprint of the tool, its libraries, the settings, the theme and the day.

    The settings are those of the configuration file, with what it inherits. Where the site is
    written and read plays no part; the navigation has a fingerprint of its own.

    Raises:
        UnknownValueError: the configuration holds something that has no lasting description.
    """
    with Path(str(config.config_file_path)).open("rb") as file:
        written = yaml_load(file)
    given = {key: value for key, value in written.items() if key not in _PLACES}
    described = json.dumps(describe(given), sort_keys=True)
    own = {key: value for key, value in settings.items() if key != "nav"}
    # What stands among the libraries changes with their versions, which the tool's key knows.
    themes = [
        tree_key(Path(folder)) for folder in config.theme.dirs if "site-packages" not in folder
    ]
    return digest(
        described,
        json.dumps(own, sort_keys=True, ensure_ascii=False),
        *themes,
        tool_key(),
        f"{mkdocs.__name__} {mkdocs.__version__}",
        os.environ.get("SOURCE_DATE_EPOCH", ""),
    )


def describe(value: Any) -> Any:
    """Return a JSON value that is equal for equal settings; functions are named."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, Mapping):
        return {str(key): describe(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [describe(item) for item in value]
    if isinstance(value, functools.partial):
        return ["partial", describe(value.func), describe(value.args), describe(value.keywords)]
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    raise UnknownValueError(repr(value))
