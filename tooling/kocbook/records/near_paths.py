"""Paths of records that are nearly right: the name that was meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import load_texts
from kocbook.model.paths import parse_record_path

_ENDINGS = (".txt", ".yml", ".yaml", ".yam", ".md")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=-)")
_FOLDERS = (
    *("claims", "invitations", "responses", "reviews", "signoffs", "reuse", "questions", "answers"),
    *("credits", "waivers", "triage", "services", "judgings", "consents", "takedowns", "payouts"),
    *("recognition", "past", "translations", "campaigns", "proposals", "registrations"),
    *("bookings", "handovers", "returns", "details", "confirmations", "contacts"),
)


@dataclass(frozen=True, slots=True)
class NearPath:
    """The path that was meant, and what a finding says of the one that is there."""

    wanted: str
    data: Mapping[str, object]


def find_near_path(path: str) -> NearPath | None:
    """Return which record's path was meant by one that is none; None where that cannot be told."""
    *folders, name = path.split("/")
    plain, file = [folders[0], *map(_plain, folders[1:])], f"{_mend_stem(name)}.yml"
    for last in range(len(plain) + 1):
        # Ids of handbooks and modules are left alone where the path is one without that.
        keep = len(plain) - last
        meant = [*plain[:keep], *(_called().get(name, name) for name in plain[keep:])]
        wanted = "/".join((*meant, file))
        if parse_record_path(wanted):
            return (
                None
                if wanted == path
                else NearPath(wanted, _describe(folders, meant, name, wanted))
            )
    return None


def _describe(folders: list[str], meant: list[str], name: str, wanted: str) -> dict[str, object]:
    data: dict[str, object] = {"name": name, "wanted": wanted}
    changed = [pair for pair in zip(folders, meant, strict=True) if pair[0] != pair[1]]
    if changed:
        data |= {"variant": "folder", "folder": changed[-1][0], "right": changed[-1][1]}
    elif name.lower().endswith(".txt"):
        data["variant"] = "ending"
    return data


def _plain(name: str) -> str:
    """Return a name with half-width signs, in small letters, and with hyphens for gaps."""
    narrow = unicodedata.normalize("NFKC", name).strip().lower()
    return re.sub(r"[\s_\u2010-\u2015]+", "-", narrow)


def _mend_stem(name: str) -> str:
    stem = _plain(name)
    if not re.search(r"\.ya?ml?\b|^[^.]*$", stem):
        return stem
    while ending := next((one for one in _ENDINGS if stem.endswith(one)), None):
        stem = stem.removesuffix(ending).rstrip("-. ")
    return _DAY.sub(lambda day: f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", stem, count=1)


@cache
def _called() -> Mapping[str, str]:
    """Return the folders of a module and a handbook by what people call them."""
    called: dict[str, str] = {}
    for folder in _FOLDERS:
        one = folder.removesuffix("s")
        called |= {one: folder, f"{one}s": folder}
    called |= {"sign-off": "signoffs", "sign-offs": "signoffs"}
    for language in LANGUAGES:
        texts = load_texts(language)
        for key in texts.keys_under("slips.folders"):
            folder = key.rpartition(".")[2]
            called |= dict.fromkeys(texts(key).replace("、", ",").split(","), folder)
    return {_plain(name): folder for name, folder in called.items()}
