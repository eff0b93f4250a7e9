"""Poisoned communities built as `koc build` builds them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

from kocbook.markdown.parser import render_markdown
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.files.writer import ASSEMBLED
from kocbook.site.publish.build import build_command, build_environment
from tests.hostile.corpus import Payload
from tests.hostile.poisoned import AS_OF, make_community
from tests.site.built import ROOT


def build_poisoned(payloads: Sequence[Payload], folder: Path, *, control: bool = False) -> Path:
    """Assemble and build the payloads' site below `folder`; return where it stands.

    Warnings (dead links in a payload) are let pass; a build that fails raises.
    """
    root, site = folder / "root", folder / "site"
    shutil.rmtree(folder, ignore_errors=True)
    root.mkdir(parents=True)
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, root / name)
    with unsanitised() if control else nullcontext():
        assemble_site(root, make_community(payloads), AS_OF, root / ASSEMBLED)
    words = build_command(root, "zh", site)
    done = subprocess.run(
        words, env=build_environment(AS_OF), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    return site


def unsanitised() -> AbstractContextManager[Any]:
    """Let texts pass the sanitiser by: the control run shows that the harness can see."""
    return mock.patch(
        "kocbook.site.templates.render.make_article", lambda source, _: render_markdown(source)
    )
