"""Links of a delivered text, made to lead to the files' new names. Words are never touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BEFORE = r"(?P<folder>(?:[^()<>\n\"'\]]*[/\\])?)"


def relink(text: str, folder: Path, names: Mapping[Path, str]) -> tuple[str, int]:
    """Return the text with links to the files `names` leading to their new names, and how many.

    Links are relative to `folder`, where the text came from; one that leads nowhere there is
    matched by the file's name, if only one file has it. Code blocks are left alone.
    """
    if not names:
        return text, 0
    patterns = _patterns({path.name for path in names})
    done = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal done
        new = _find_new_name(unquote(match["folder"]), unquote(match["name"]), folder, names)
        if new is None or "://" in match["folder"]:
            return match[0]
        done += new != match["folder"] + match["name"]
        return match["start"] + new

    lines, fence = [], ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence:
            for pattern in patterns:
                line = pattern.sub(replace, line)  # noqa: PLW2901 - the line as changed so far
        lines.append(line)
    return "\n".join(lines), done


def plain_words(words: str) -> str:
    """Return words that end no bracket, for the description of a picture."""
    return words.replace("\\", "").replace("[", "（").replace("]", "）")


def _patterns(names: set[str]) -> list[re.Pattern[str]]:
    """Return what finds a link to one of `names` in Markdown, HTML and link definitions."""
    written = {
        form for name in names for form in (*_forms(name), *(quote(form) for form in _forms(name)))
    }
    listed = "|".join(re.escape(name) for name in sorted(written, key=lambda n: (-len(n), n)))
    target = rf"{_BEFORE}(?P<name>{listed})"
    return [
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?P<start>\]\()[ \t]*<?{target}>?(?=[ \t]*[\"')])",
            rf"(?P<start>\b(?:src|poster|href)[ \t]*=[ \t]*[\"']){target}(?=[\"'])",
            rf"(?P<start>^ {{0,3}}\[[^\]\n]+\]:[ \t]*)<?{target}>?(?=[ \t]|$)",
        )
    ]


def fold_name(name: str) -> str:
    """Return a file's name as systems with another Unicode form or case would find it."""
    return unicodedata.normalize("NFC", name).casefold()


def _forms(name: str) -> set[str]:
    return {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)}


def _find_new_name(before: str, name: str, folder: Path, names: Mapping[Path, str]) -> str | None:
    exact = names.get((folder / before.replace("\\", "/") / name).resolve())
    if exact is not None:
        return exact
    fitting = {new for path, new in names.items() if fold_name(path.name) == fold_name(name)}
    return fitting.pop() if len(fitting) == 1 else None
