"""What pages of the documentation show of a terminal: commands, and what each prints."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[2] / "tooling/docs"
PAGES = sorted(DOCS.glob("*/**/*.md"))
GENERATED = {"rules.md", "policy.md", "records.md", "commands.md", "markdown.md", "agreements.md"}
BLOCK = re.compile(r"^```(console|sh)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`(koc(?: [^`\n]*)?)`(?!`)")
_FILE = re.compile(r'^```\w+ title="([\w.-]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def name(page: Path) -> str:
    return str(page.relative_to(DOCS))


def split_steps(block: str) -> list[tuple[str, str]]:
    """Return the commands of a console block, as they stand, each with what it prints."""
    steps: list[tuple[str, str]] = []
    continued = False
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            steps.append((line.removeprefix("$ "), ""))
        elif continued:
            steps[-1] = (steps[-1][0] + line, "")
        else:
            steps[-1] = (steps[-1][0], steps[-1][1] + line)
        continued = (line.startswith("$ ") or continued) and line.endswith("\\\n")
    return steps


def iter_files(page: str) -> Iterator[tuple[str, str]]:
    """Yield the files that readers are told to write: name and text."""
    yield from ((match[1], match[2]) for match in _FILE.finditer(page))


def iter_koc_lines(page: str) -> Iterator[list[str]]:
    """Yield each `koc …` of a page, in blocks and in sentences, as words."""
    for kind, block in BLOCK.findall(page):
        if kind == "console":
            lines = [command for command, _ in split_steps(block)]
        else:
            lines = block.replace("\\\n", " ").splitlines()
        for line in lines:
            words = shlex.split(line.replace("\\\n", " "), comments=True)
            if words[:1] == ["koc"]:
                yield words[1:]
    for line in _INLINE.findall(page):
        yield shlex.split(line)[1:]
