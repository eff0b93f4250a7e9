"""Records that were typed with slips of the keyboard: what `koc check --fix` writes and renames."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.base.finding import Finding
from kocbook.model.paths import parse_record_path
from kocbook.records.loader import LoadResult
from kocbook.records.slips.explain import explain_record
from kocbook.records.slips.lines import LineMend
from kocbook.records.slips.names import NameBook, read_names
from kocbook.records.yaml_reader import MAX_BYTES, decode


@dataclass(slots=True)
class Mending:
    """The files to write and the names to change, and what to say of each path.

    `taken` are names that would have to become one which another file has.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    lines: list[tuple[str, LineMend]] = field(default_factory=list)
    moves: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> set[str]:
        """The paths that are written or renamed."""
        return {*self.files, *self.moves}


def plan_mending(root: Path, loaded: LoadResult) -> Mending:
    """Return what was meant in the working tree at `root`; nothing is written here."""
    plan = Mending()
    _plan_moves(plan, root, loaded.findings)
    names = NameBook() if loaded.community is None else read_names(loaded.community)
    typed = {found.location.path for found in loaded.findings if found.rule == "record-typed"}
    for path in sorted(typed):
        _plan_file(plan, path, loaded.tree.read(path, MAX_BYTES), names)
    return plan


def _plan_moves(plan: Mending, root: Path, findings: Sequence[Finding]) -> None:
    wanted_by = [
        (found.location.path, str(found.data["wanted"]))
        for found in findings
        if found.rule == "file-name"
    ]
    chosen: set[str] = set()
    for path, wanted in sorted(wanted_by):
        there = root / wanted
        # On some disks names with capitals are the same file.
        is_free = not there.exists() or there.samefile(root / path)
        target = plan.moves if is_free and wanted not in chosen else plan.taken
        target[path] = wanted
        chosen.add(wanted)


def _plan_file(plan: Mending, path: str, data: bytes, names: NameBook) -> None:
    """Plan to write a record as it was meant, with the line ends and the mark that it has."""
    text, record = decode(data), parse_record_path(path)
    if record is None or not isinstance(text, str):
        return
    explained = explain_record(path, record.kind, text, names)
    if explained is None or not explained.is_read or explained.text == text:
        return
    plan.files[path] = _encode(explained.text, data)
    plan.lines += [(path, mend) for mend in explained.mends if not mend.is_open]


def _encode(text: str, data: bytes) -> bytes:
    ends = "\r\n" if data.count(b"\r\n") * 2 > data.count(b"\n") else "\n"
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    return mark + text.replace("\n", ends).encode()


def move_files(root: Path, moves: dict[str, str]) -> None:
    """Rename each file; a folder that is empty then goes."""
    for path, wanted in moves.items():
        target = root / wanted
        target.parent.mkdir(parents=True, exist_ok=True)
        (root / path).rename(target)
        folder = (root / path).parent
        while folder != root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
