"""Building the site of one language: by our engine where it is ours, by MkDocs where it is not."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TextIO

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from kocbook.site.engine.held_warnings import LOGGERS, HeldWarnings
from kocbook.site.engine.place_file import KeptPages
from kocbook.site.engine.site_folder import take_over
from kocbook.site.engine.site_record import LastBuild, Order
from kocbook.site.engine.site_renderer import Manner, NotOursError, is_ours, render_site
from kocbook.site.engine.theme_environment import CompiledTemplates


def run_build(order: Order, last: LastBuild) -> list[str]:
    """Build into a folder of its own, note what was built, and return the warnings."""
    config = load(order)
    themes = [str(config.theme.custom_dir)] if config.theme.custom_dir else []
    last.key(themes)
    warnings, pages = _build(order, config, Manner(sources=last.sources))
    if pages and not warnings:
        last.replace(themes, pages)
    else:
        last.forget()
    return warnings


def stay(order: Order, answers: TextIO) -> None:
    """Build into the site that is there whenever a line is read, until there are no more."""

    def tell(answer: dict[str, object]) -> None:
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()

    manner = Manner(
        in_place=True,
        compiled=CompiledTemplates(),
        placed=lambda: tell({"pages": "placed"}),
    )
    while True:
        config = load(order)
        if not sys.stdin.readline():
            return
        try:
            warnings, _ = _build(order, config, manner)
            answer: dict[str, object] = {"warnings": warnings}
        except (Exception, SystemExit):  # noqa: BLE001 (whatever it is, whoever asked is told)
            answer = {"failed": traceback.format_exc()}
        tell(answer)


def load(order: Order, site_dir: str = "") -> MkDocsConfig:
    """Read the configuration, for the site of the order or for another folder."""
    site = site_dir or order.site_dir
    return load_config(order.config_file, docs_dir=order.docs_dir, site_dir=site)


def _build(order: Order, config: MkDocsConfig, manner: Manner) -> tuple[list[str], KeptPages]:
    """Build by whom it takes; return the warnings, and the pages that are kept."""
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
    with HeldWarnings() as warnings:
        kept = _render(config, manner) if is_ours(config) else None
        if kept is None:
            _build_plainly(order, manner)
    return warnings.found, kept or {}


def _render(config: MkDocsConfig, manner: Manner) -> KeptPages | None:
    """Build by our engine; None where it meets a page that is not ours."""
    config.plugins.on_startup(command="build", dirty=False)
    try:
        return render_site(config, manner)
    except NotOursError:
        return None
    finally:
        config.plugins.on_shutdown()


def _build_plainly(order: Order, manner: Manner) -> None:
    """Let MkDocs build the site; beside one that is there, for it begins by clearing the folder."""
    if not manner.in_place:
        _run_mkdocs(load(order))
        return
    site = Path(order.site_dir)
    site.parent.mkdir(parents=True, exist_ok=True)
    # Not beside the site: that of one language stands in that of another, whose own build clears it.
    aside = Path(order.docs_dir).parent
    with tempfile.TemporaryDirectory(prefix=".koc-plain-", dir=aside) as folder:
        config = load(order, folder)
        _run_mkdocs(config)
        take_over(Path(folder), site, set(config.extra["kocbook"]["languages"]))
    manner.placed()


def _run_mkdocs(config: MkDocsConfig) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
