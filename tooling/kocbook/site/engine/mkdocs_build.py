"""Builds the site of one language in a process of its own.

`python -m kocbook.site.engine.mkdocs_build CONFIG DOCS SITE` builds once and writes `{"warnings": [...]}`
to the standard output. With `--stay` it builds for
every line that it reads, into the site that is there, and answers with lines: `{"pages": "placed"}`
once readers can have them, and at the end the same, or `{"failed": …}` instead of either. The
settings of the next build are read while nobody waits.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TextIO

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from kocbook.base.quick_exit import prepare_exit
from kocbook.site.engine.held_warnings import LOGGERS, HeldWarnings
from kocbook.site.engine.site_folder import take_over
from kocbook.site.engine.site_renderer import Manner, NotOursError, is_ours, render_site
from kocbook.site.engine.theme_environment import CompiledTemplates


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: a configuration file, assembled pages, and the folder of their site."""

    config_file: str
    docs_dir: str
    site_dir: str

    def load(self, site_dir: str = "") -> MkDocsConfig:
        """Read the configuration."""
        site = site_dir or self.site_dir
        return load_config(self.config_file, docs_dir=self.docs_dir, site_dir=site)


def run_build(order: Order, manner: Manner, config: MkDocsConfig | None = None) -> list[str]:
    """Build one language's site and return the warnings; `config` is that of the order, if it was read."""
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
    with HeldWarnings() as warnings:
        config = config or order.load()
        if not is_ours(config):
            _build_plainly(order, manner)
            return warnings.found
        config.plugins.on_startup(command="build", dirty=False)
        try:
            render_site(config, manner)
        except NotOursError:
            _build_plainly(order, manner)
        config.plugins.on_shutdown()
    return warnings.found


def _build_plainly(order: Order, manner: Manner) -> None:
    """Let MkDocs build the site; beside one that is there, for it begins by clearing the folder."""
    if not manner.in_place:
        _run_mkdocs(order.load())
        return
    site = Path(order.site_dir)
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".koc-plain-", dir=site.parent) as folder:
        config = order.load(folder)
        _run_mkdocs(config)
        take_over(Path(folder), site, set(config.extra["kocbook"]["languages"]))
    manner.placed()


def _run_mkdocs(config: MkDocsConfig) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()


def stay(order: Order, answers: TextIO) -> None:
    """Build whenever a line is read, until there are no more."""

    def tell(answer: dict[str, object]) -> None:
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()

    manner = Manner(
        in_place=True,
        compiled=CompiledTemplates(),
        placed=lambda: tell({"pages": "placed"}),
    )
    while True:
        config = order.load()
        if not sys.stdin.readline():
            return
        try:
            answer: dict[str, object] = {"warnings": run_build(order, manner, config)}
        except (Exception, SystemExit):  # noqa: BLE001 (whatever it is, whoever asked is told)
            answer = {"failed": traceback.format_exc()}
        tell(answer)


if __name__ == "__main__":
    order = Order(*sys.argv[1:4])
    if sys.argv[4:] == ["--stay"]:
        # What a plugin prints is no answer: it goes where errors go.
        told = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        stay(order, told)
    else:
        end = prepare_exit()
        found = run_build(order, Manner())
        sys.stdout.write(json.dumps({"warnings": found}, ensure_ascii=False))
        end(0)
