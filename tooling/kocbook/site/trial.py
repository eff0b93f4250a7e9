"""Trial rendering: a text that Markdown may choke on meets it first in a process that may die.

A cheap look decides which texts are tried at all; verdicts are kept by fingerprint.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.base.tool_key import digest, tool_key

_CACHE = ".koc/cache/trials.json"
# More of one mark than a long page has: Markdown's time grows with the square or worse.
_MOST = {"[": 500, "<": 500, "\n*[": 60, "\n:": 300, "|": 5000, "](": 400, "^": 2000}
_ODD = re.compile(
    r"://\[|<!\[|^(?: {0,3}\t| {4}){10}|^(?: {0,3}> ?){20}|([*_~^=+`>!])\1{150}|[^\n]{20000}",
    re.MULTILINE,
)
_LONG = 100_000


def looks_hard(text: str) -> bool:
    """True for a text that has to be tried before it may be rendered; linear in its length."""
    if len(text) > _LONG or _ODD.search(text):
        return True
    return any(text.count(mark) > most for mark, most in _MOST.items())


def find_hard_texts(root: Path, config: Path, texts: Mapping[str, str]) -> frozenset[str]:
    """Return the keys of the texts that Markdown, as `config` sets it up, cannot render.

    Verdicts are kept below `root`, but not in CI: a trusted job reads no cache, which a fork
    could have written.

    Raises:
        KocError: nothing can be tried, for the configuration or the installation is broken.
    """
    suspects = {key: text for key, text in texts.items() if looks_hard(text)}
    if not suspects:
        return frozenset()
    kept = not os.environ.get("CI")
    basis = tool_key() + config.read_text(encoding="utf-8")
    marks = {key: digest(basis, text) for key, text in suspects.items()}
    known = _recall(root) if kept else {}
    unknown = [key for key in suspects if marks[key] not in known]
    verdicts = _try_all(config, [suspects[key] for key in unknown])
    known |= {marks[key]: fine for key, fine in zip(unknown, verdicts, strict=True)}
    if kept and unknown:
        _remember(root, known)
    return frozenset(key for key in suspects if not known[marks[key]])


def _try_all(config: Path, texts: Sequence[str]) -> list[bool]:
    """Render each text in another process; one that ends the process costs itself alone.

    Raises:
        KocError: the process could not even begin.
    """
    verdicts: list[bool] = []
    while len(verdicts) < len(texts):
        done = subprocess.run(
            [sys.executable, "-m", "kocbook.site.trial_worker", str(config)],
            input=json.dumps(list(texts[len(verdicts) :])),
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        ready, *answers = done.stdout.splitlines() or [""]
        if ready != "ready":
            raise KocError("errors.site-build", detail=done.stderr.strip())
        verdicts += [answer == "fine" for answer in answers]
        if done.returncode:
            verdicts.append(False)
    return verdicts[: len(texts)]


def _recall(root: Path) -> dict[str, bool]:
    try:
        kept = json.loads((root / _CACHE).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(key): fine is True for key, fine in kept.items()} if isinstance(kept, dict) else {}


def _remember(root: Path, known: Mapping[str, bool]) -> None:
    """Keep the verdicts; where that cannot be, nothing is lost."""
    target = root / _CACHE
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        (target.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        part.write_text(json.dumps(known, sort_keys=True), encoding="utf-8")
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
