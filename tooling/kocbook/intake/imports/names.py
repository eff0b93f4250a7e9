"""Ids of modules from the names of files: letters as they sound, and never two alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kocbook.base.pinyin import spell
from kocbook.intake.imports.folder import FIRST
from kocbook.model.paths import MAX_ID, fold_id

_RESERVED = frozenset({"payouts", "con", "prn", "aux", "nul"})
_DEVICE = re.compile(r"(?:com|lpt)\d")
_OTHER = re.compile(r"[^a-z0-9]+")


def make_ids(paths: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return an id for each page: its file's name, with its folders where that is needed.

    What stands for a folder is called like the folder. Ids that look like one of `taken`, or like an
    earlier one, get a number.
    """
    listed = list(paths)
    short = {path: make_id(_stem(path)) for path in listed}
    counts: dict[str, int] = {}
    for name in short.values():
        counts[fold_id(name)] = counts.get(fold_id(name), 0) + 1
    used = {fold_id(name) for name in taken}
    found: dict[str, str] = {}
    for path in listed:
        name = short[path] if counts[fold_id(short[path])] == 1 else make_id(_whole(path))
        found[path] = _free(name, used)
        used.add(fold_id(found[path]))
    return found


def make_id(words: str) -> str:
    """Return words as an id of at most MAX_ID signs: Chinese as pinyin, `page` where nothing is left."""
    plain = unicodedata.normalize("NFKD", spell(words)).lower()
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    name = _OTHER.sub("-", letters).strip("-")
    if len(name) > MAX_ID:
        name = name[: MAX_ID + 1].rpartition("-")[0] or name[:MAX_ID]
    name = name.strip("-") or "page"
    return f"{name}-page" if name in _RESERVED or _DEVICE.fullmatch(name) else name


def _stem(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    return folder.rpartition("/")[2] if stem.casefold() in FIRST and folder else stem


def _whole(path: str) -> str:
    parts = path.rpartition(".")[0].split("/")
    if parts[-1].casefold() in FIRST and len(parts) > 1:
        parts = parts[:-1]
    kept = [part for n, part in enumerate(parts) if n == 0 or part != parts[n - 1]]
    return "-".join(kept[-3:])


def _free(name: str, used: set[str]) -> str:
    number, wanted = 1, name
    while fold_id(wanted) in used:
        number += 1
        wanted = f"{name[: MAX_ID - 5].rstrip('-')}-{number}"
    return wanted
