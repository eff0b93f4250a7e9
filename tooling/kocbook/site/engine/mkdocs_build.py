"""MkDocs builds of one language in a process of their own.

`python -m kocbook.site.engine.mkdocs_build CONFIG DOCS SITE` builds once and writes `{"warnings": [...]}`
to the standard output. With `--stay` it builds for
every line that it reads, into the site that is there, and answers with lines: `{"pages": "placed"}`
once readers can have them, and at the end the same, or `{"failed": …}` instead of either. The
settings of the next build are read while nobody waits.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import TextIO

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from kocbook.base.quick_exit import prepare_exit
from kocbook.site.engine.in_place_build import sparing
from kocbook.site.engine.patch import lend


class _Warnings(logging.Handler):
    """Keeps what MkDocs and its plugins warn of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(record.getMessage())


class _Compiled(BytecodeCache):
    """Keeps the theme's templates compiled, in the memory of this process alone."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take a template that was compiled before; Jinja compares the source."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


def run_build(config_file: str, docs_dir: str, site_dir: str) -> list[str]:
    """Build one language's site and return the warnings."""
    return _build(load_config(config_file, docs_dir=docs_dir, site_dir=site_dir))


def _build(config: MkDocsConfig) -> list[str]:
    warnings = _Warnings()
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(warnings)
    try:
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    finally:
        logger.removeHandler(warnings)
    return warnings.found


def stay(config_file: str, docs_dir: str, site_dir: str, answers: TextIO) -> None:
    """Build whenever a line is read, until there are no more."""
    compiled = _Compiled()
    while True:
        config = load_config(config_file, docs_dir=docs_dir, site_dir=site_dir)
        make_environment = config.theme.get_env

        def get_env() -> Environment:
            environment = make_environment()  # noqa: B023 (called before the next build)
            environment.bytecode_cache = compiled
            return environment

        finish = config.plugins.on_post_build

        def on_post_build(config: MkDocsConfig) -> None:
            _tell(answers, {"pages": "placed"})
            finish(config=config)  # noqa: B023

        accelerate = config.plugins.get("kocbook-accelerate")
        if accelerate:
            accelerate.config["in_place"] = True
        if not sys.stdin.readline():
            return
        try:
            settings = json.loads(Path(f"{docs_dir}.json").read_text("utf-8"))
            with (
                sparing(settings["languages"]),
                lend(config.theme, "get_env", get_env),
                lend(config.plugins, "on_post_build", on_post_build),
            ):
                answer: dict[str, object] = {"warnings": _build(config)}
        except (Exception, SystemExit):  # noqa: BLE001 (whatever it is, whoever asked is told)
            answer = {"failed": traceback.format_exc()}
        _tell(answers, answer)


def _tell(answers: TextIO, answer: dict[str, object]) -> None:
    answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    if sys.argv[4:] == ["--stay"]:
        # What a plugin prints is no answer: it goes where errors go.
        told = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        stay(sys.argv[1], sys.argv[2], sys.argv[3], told)
    else:
        end = prepare_exit()
        found = run_build(*sys.argv[1:4])
        sys.stdout.write(json.dumps({"warnings": found}, ensure_ascii=False))
        end(0)
