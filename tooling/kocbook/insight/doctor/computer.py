"""Is this computer fit for koc?"""

from __future__ import annotations

from kocbook.model.condition import Condition, Health, Symptom

OLDEST_PYTHON = (3, 11)
OLDEST_GIT = (2, 38)
"""The first that merges without a working tree (`git merge-tree --write-tree`): how requests are judged."""
LOW_MB, FULL_MB = 1_000, 200


def check_python(facts: Condition) -> Symptom:
    """Python is new enough."""
    return _at_least("python", facts.computer.python, OLDEST_PYTHON)


def check_git(facts: Condition) -> Symptom:
    """Git is here and new enough."""
    if facts.computer.git is None:
        return Symptom("git", Health.ERROR, "missing")
    return _at_least("git", facts.computer.git, OLDEST_GIT)


def _at_least(check: str, found: tuple[int, ...], oldest: tuple[int, ...]) -> Symptom:
    data = {"version": _dotted(found), "oldest": _dotted(oldest)}
    if found < oldest:
        return Symptom(check, Health.ERROR, "old", data)
    return Symptom(check, Health.GOOD, data=data)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def check_parts(facts: Condition) -> Symptom:
    """Which parts of koc are not installed is good to know, and no fault."""
    missing = facts.computer.missing_parts
    if missing:
        return Symptom("parts", Health.NOTE, "missing", {"parts": missing})
    return Symptom("parts", Health.GOOD)


def check_fonts(facts: Condition) -> Symptom:
    """There is a font with Chinese signs, for the pictures that stand for shared addresses."""
    if facts.computer.has_chinese_font:
        return Symptom("fonts", Health.GOOD)
    return Symptom("fonts", Health.WARNING, "none")


def check_pango(facts: Condition) -> Symptom:
    """The library that lays out a PDF is here, where one can be made at all."""
    if facts.computer.pango is False:
        return Symptom("pango", Health.WARNING, "missing")
    return Symptom("pango", Health.GOOD)


def check_disk(facts: Condition) -> Symptom:
    """There is space to build in."""
    free = facts.computer.free_mb
    if free < LOW_MB:
        state = Health.ERROR if free < FULL_MB else Health.WARNING
        return Symptom("disk", state, "low", {"free": free})
    return Symptom("disk", Health.GOOD)


CHECKS = (check_python, check_git, check_parts, check_fonts, check_pango, check_disk)
