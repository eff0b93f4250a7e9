"""The overlays of tests/rules: a small community with one thing wrong, and one with it right."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kocbook.app.media_check import report_inside
from kocbook.base.finding import Finding
from kocbook.media.inspect import look_into
from kocbook.records.beside import TreeBeside
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.rules.engine import check_community
from kocbook.rules.reference import Example
from kocbook.rules.site_config import check_site_config

FOLDER = Path(__file__).parent / "rules"
DIRECTIVES = ("generate", "symlink", "copy", "locked")


@dataclass
class Expectation:
    """What expect.txt says. `made` holds directives: their word, path and argument."""

    places: list[str] = field(default_factory=list)
    also: set[str] = field(default_factory=set)
    made: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class LockedTree(WorkingTree):
    """A working tree in which some files cannot be opened, even by root."""

    locked: frozenset[str] = frozenset()

    def read(self, path: str, limit: int) -> bytes:
        if path in self.locked:
            raise PermissionError(13, "Permission denied", path)
        return WorkingTree.read(self, path, limit)


def overlay_ids() -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob("*/expect.txt"))


def read_expectation(rule_id: str) -> Expectation:
    expected = Expectation()
    text = (FOLDER / rule_id / "expect.txt").read_text(encoding="utf-8")
    for line in text.replace("\\u0301", "\u0301").splitlines():
        word, _, rest = line.partition(": ")
        if word == "also":
            expected.also.add(rest)
        elif word in DIRECTIVES:
            path, _, argument = rest.rpartition(" ") if word != "locked" else (rest, "", "")
            expected.made.append((word, path, argument))
        elif line:
            expected.places.append(line)
    return expected


@cache
def check_overlay(rule_id: str, side: str) -> tuple[Finding, ...]:
    """Lay `bad` or `good` over the base, check it, and return its findings with their places."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "community"
        shutil.copytree(FOLDER / "_base", root)
        if (FOLDER / rule_id / side).exists():
            shutil.copytree(FOLDER / rule_id / side, root, dirs_exist_ok=True)
        locked = make_files(root, rule_id, side)
        return check_root(LockedTree(root, locked), root / "private")


def make_files(root: Path, rule_id: str, side: str) -> frozenset[str]:
    """Make the files that Git had better not hold; return those to be locked."""
    locked = set()
    for word, path, argument in read_expectation(rule_id).made:
        if not path.startswith(f"{side}/"):
            continue
        target = root / path.removeprefix(f"{side}/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if word == "locked":
            locked.add(path.removeprefix(f"{side}/"))
        elif word == "symlink":
            target.symlink_to(argument)
        elif word == "copy":
            shutil.copy(root / argument, target)
        else:
            target.write_bytes(b"##\n\n" * (int(argument) // 4))
    return frozenset(locked)


def check_root(tree: WorkingTree, private: Path | None = None) -> tuple[Finding, ...]:
    """Check a community, with the private repository's files where an overlay has them."""
    beside = private is not None and private.is_dir()
    result = load_community(TreeBeside(tree, WorkingTree(private)) if beside else tree)
    findings = list(result.findings)
    if result.community is not None:
        as_of = result.community.settings.as_of
        assert as_of is not None
        findings += check_community(result.community, as_of)
    findings += report_inside(look_into(tree, [entry.path for entry in tree.iter_entries()]))
    config = tree.root / "mkdocs.yml"
    if config.exists():
        findings += check_site_config(config.read_text(encoding="utf-8"))
    return tuple(sorted(result.place_all(findings), key=Finding.sort_key))


def read_example(rule_id: str) -> Example:
    """Read both sides of an overlay as the reference shows them."""
    findings = [finding for finding in check_overlay(rule_id, "bad") if finding.rule == rule_id]
    base, bad, good = (read_side(side) for side in ("_base", f"{rule_id}/bad", f"{rule_id}/good"))
    return Example(base, bad, good, tuple(findings))


@cache
def read_side(side: str) -> dict[str, str]:
    """Read the text files of one side, by path; pictures and the like are left out."""
    root = FOLDER / side
    texts: dict[str, str] = {}
    for file in sorted(root.rglob("*")):
        if file.suffix in (".yml", ".yaml", ".md", ".txt") and file.is_file():
            text = file.read_bytes().decode("utf-8", "replace")
            texts[file.relative_to(root).as_posix()] = text.replace("\u200b", "⟨U+200B⟩")
    return texts
