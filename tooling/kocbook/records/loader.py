"""From a tree of files to a Community and the findings of reading it."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import msgspec

from kocbook.base.errors import KocError
from kocbook.base.finding import Finding, Location, Severity
from kocbook.model.community import Community, Content, MediaFile
from kocbook.model.paths import (
    MAX_ID,
    RecordPath,
    has_device_name,
    parse_content_path,
    parse_record_path,
)
from kocbook.model.tree import Entry, Tree
from kocbook.records.assemble_community import build_community, index_content
from kocbook.records.beside import TreeBeside
from kocbook.records.media_type import HEAD_BYTES, find_media_type
from kocbook.records.near_paths import find_near_path
from kocbook.records.schema import find_schema_faults
from kocbook.records.typed_record import RawRecord
from kocbook.records.yaml_reader import MAX_BYTES, Fault, Positions, decode, read_yaml

MAX_TEXT_BYTES = 256 * 1024
_JOINED = re.compile("[，、；;“”‘’「」]")
_MOST_EXPLAINED = 256 * 1024  # signs of faulty records: with so many, people did not type them
_DIGIT, _BETWEEN = "0-9０-９", r"-+()（）－　 \u2010-\u2014\u2212"
_DATE = rf"\d{{3}}-\d\d-\d\d(?![{_BETWEEN}{_DIGIT}])"  # less its first digit
# Quick, and never too strict: a date by itself, which nearly every record has, is no ten digits.
_TEN_CHARACTERS = re.compile(rf"[{_DIGIT}](?=[{_BETWEEN}{_DIGIT}]{{9}})(?!{_DATE})")
_TEN_DIGITS = re.compile(rf"[{_DIGIT}](?:[{_BETWEEN}]{{0,3}}[{_DIGIT}]){{9}}")
_PLATE = re.compile("[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-zＡ-Ｚ]")
_POINTER = b"version https://git-lfs.github.com/spec/"
MEDIA_SUFFIXES = frozenset({"jpg", "png", "webp", "mp4", "webm", "vtt"})


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What was read: the community (None without readable settings), findings, and the tree."""

    community: Community | None
    findings: tuple[Finding, ...]
    records: int
    tree: Tree

    def place_all(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings with line and column, by path; each file is read again once at most."""
        for path, own in groupby(sorted(findings, key=_path_of), key=_path_of):
            positions: Positions | Fault | None = None
            for finding in own:
                if finding.location.line is None and positions is None:
                    positions = self._find_positions(path)
                yield _place(finding, positions)

    def _find_positions(self, path: str) -> Positions | Fault:
        """Return where the values of a record stand, or the fault that keeps it from being read."""
        positions = Positions()
        try:
            text = decode(self.tree.read(path, MAX_BYTES)) if path.endswith(".yml") else ""
        except OSError:
            return positions
        if isinstance(text, Fault):
            return text
        if text:
            read_yaml(text, positions)
        return positions


def _path_of(finding: Finding) -> str:
    return finding.location.path


def _place(finding: Finding, positions: Positions | Fault | None) -> Finding:
    where = finding.location
    if where.line is not None or positions is None:
        return finding
    if isinstance(positions, Fault):
        return finding.placed(positions.line, positions.column)
    return finding.placed(*positions.find(where.pointer, where.on_key))


@dataclass(frozen=True, slots=True)
class PartialRead:
    """A few records and texts by themselves. `numbered` holds the paths of records as in Community."""

    records: tuple[RawRecord, ...]
    texts: Mapping[str, str]
    numbered: frozenset[str]


class KnownFile(msgspec.Struct, array_like=True, frozen=True):
    """What reading one file without a fault gave: a record's packed value, a text, or a medium.

    It follows from the file's path and bytes alone, so that it holds as long as they are the same.
    """

    value: bytes | None = None
    text: str | None = None
    media: MediaFile | None = None
    is_numbered: bool = False


@dataclass(slots=True)
class _Loader:
    tree: Tree
    known: Mapping[str, KnownFile] = field(default_factory=dict)
    notes: dict[str, KnownFile] | None = None
    findings: list[Finding] = field(default_factory=list)
    records: list[RawRecord] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    media: list[MediaFile] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    numbered: set[str] = field(default_factory=set)
    faulty: list[RecordPath] = field(default_factory=list)
    seen: int = 0

    def report(self, rule: str, path: str, **data: object) -> None:
        """Add a finding about the whole file at `path`."""
        self.report_at(rule, Location(path, 1, 1), data)

    def report_at(self, rule: str, location: Location, data: dict[str, object]) -> None:
        """Add a finding at a place that is known, or that its pointer leads to."""
        self.findings.append(Finding(rule, Severity.ERROR, location, data))

    def report_fault(self, path: str, fault: Fault) -> None:
        """Add what the reader said of a file's text."""
        self.report_at(fault.rule, Location(path, fault.line, fault.column), fault.data)

    def iter_records(self, entries: Iterable[Entry]) -> Iterator[RawRecord]:
        """Read files and yield their records as they come: values of ten thousand fill the memory."""
        for entry in entries:
            self.read_entry(entry)
            while self.records:
                yield self.records.pop()

    def read_entry(self, entry: Entry) -> None:
        """Read one file; what has a fault is remembered, so that nothing calls it missing."""
        before = len(self.findings)
        known = self.known.get(entry.path) if entry.kind == "file" else None
        if known is None:
            self.read_file(entry)
        else:
            self.take(entry.path, known)
        if len(self.findings) > before:
            self.unreadable.add(entry.path)
        elif self.notes is not None:
            self.note(entry.path, known)

    def take(self, path: str, known: KnownFile) -> None:
        """Do what reading the file did."""
        if known.is_numbered:
            self.numbered.add(path)
        if known.text is not None:
            self.texts[path] = known.text
        elif known.media is not None:
            self.media.append(known.media)
        elif known.value is not None and (record := parse_record_path(path)):
            self.seen += 1
            self.records.append(RawRecord(record, msgspec.msgpack.decode(known.value)))

    def note(self, path: str, known: KnownFile | None) -> None:
        """Note what a file without a fault gave; a value that cannot be written down is read again."""
        assert self.notes is not None
        if known is not None:
            self.notes[path] = known
        elif path in self.texts:
            self.notes[path] = KnownFile(text=self.texts[path])
        elif self.media and self.media[-1].path == path:
            self.notes[path] = KnownFile(media=self.media[-1])
        elif self.records and self.records[-1].where.path == path:
            with contextlib.suppress(OverflowError, TypeError, UnicodeEncodeError):
                value = msgspec.msgpack.encode(self.records[-1].value)
                self.notes[path] = KnownFile(value, is_numbered=path in self.numbered)

    def read_file(self, entry: Entry) -> None:
        """Read one file as what its path says it is."""
        if entry.kind != "file":
            self.report("file-not-regular", entry.path, kind=entry.kind)
        elif has_device_name(entry.path):
            self.report("file-name-device", entry.path, name=entry.path.rsplit("/", 1)[-1])
        elif entry.path.startswith("content/"):
            self.read_content(entry)
        elif entry.path != "mkdocs.yml":
            record = parse_record_path(entry.path)
            if record is None or not _ids_fit(record.parts.values()):
                self.report_name(entry.path)
            else:
                self.seen += 1
                self.read_record(entry, record)

    def report_name(self, path: str) -> None:
        """Say what is wrong with a name that is nearly right, or that the file does not belong."""
        name = path.rsplit("/", 1)[-1]
        if unicodedata.normalize("NFC", path) != path:
            self.report("file-name-not-nfc", path, name=name)
            return
        near = find_near_path(path)
        if near is not None:
            self.report("file-name", path, **near.data)
            self.unreadable.add(near.wanted)
        else:
            self.report("file-unexpected", path, name=name)

    def read_bytes(self, entry: Entry, limit: int) -> bytes | None:
        if entry.size > limit:
            self.report(
                "file-too-large", entry.path, size=-(-entry.size // 1024), max=limit // 1024
            )
            return None
        try:
            return self.tree.read(entry.path, limit)
        except OSError as error:
            self.report("file-unreadable", entry.path, detail=error.strerror or str(error))
            return None

    def read_text(self, entry: Entry, limit: int) -> str | None:
        data = self.read_bytes(entry, limit)
        if data is None:
            return None
        if data.startswith(_POINTER):
            self.report("file-not-uploaded", entry.path)
            return None
        text = decode(data)
        if isinstance(text, Fault):
            self.report_fault(entry.path, text)
            return None
        return text

    def read_record(self, entry: Entry, record: RecordPath) -> None:
        before = len(self.findings)
        value = self.read_value(entry)
        if len(self.findings) == before:
            self.check_schema(record, value)
        if len(self.findings) == before:
            self.records.append(RawRecord(record, value))
        else:
            self.faulty.append(record)

    def read_value(self, entry: Entry) -> Any:
        text = self.read_text(entry, MAX_BYTES)
        if text is None:
            return None
        if _is_numbered(text):
            self.numbered.add(entry.path)
        value, faults = read_yaml(text)
        for fault in faults:
            self.report_fault(entry.path, fault)
        if value is None and not faults:
            self.report("file-empty", entry.path)
        return value

    def check_schema(self, record: RecordPath, value: Any) -> None:
        for fault in find_schema_faults(record.kind, value):
            location = Location(record.path, pointer=fault.pointer, on_key=fault.on_key)
            self.report_at(fault.rule, location, fault.data)

    def explain(self, community: Community | None) -> None:
        """Say of the records that cannot be read what was typed for what, where that can be told."""
        from kocbook.records.slips.explain import explain_record, find_slips
        from kocbook.records.slips.names import NameBook, read_names

        names = NameBook() if community is None else read_names(community)
        told: dict[str, list[Finding]] = {}
        left = _MOST_EXPLAINED
        for record in self.faulty:
            text = self.reread(record.path, left)
            explained = text and explain_record(record.path, record.kind, text, names)
            left -= len(text or "")
            if explained:
                told[record.path] = find_slips(record.path, explained)
        stay = (f for f in self.findings if f.location.path not in told or not is_of_text(f))
        self.findings = [*stay, *(finding for found in told.values() for finding in found)]

    def reread(self, path: str, limit: int) -> str | None:
        """Return a record's text once more; None where it is none, or longer than `limit`."""
        try:
            text = decode(self.tree.read(path, MAX_BYTES))
        except OSError:
            return None
        return text if isinstance(text, str) and len(text) <= min(limit, MAX_BYTES) else None

    def read_content(self, entry: Entry) -> None:
        parts = parse_content_path(entry.path)
        if parts is None or len(parts["name"] or "") > MAX_ID + 5:
            self.report("content-bad-name", entry.path, name=entry.path.rsplit("/", 1)[-1])
        elif parts["module"] and parts["name"] == "index.md":
            text = self.read_text(entry, MAX_TEXT_BYTES)
            if text is not None:
                self.texts[entry.path] = text
        else:
            self.read_media(entry, str(parts["name"]), f"{parts['seat']}/" if parts["seat"] else "")

    def read_media(self, entry: Entry, name: str, part: str) -> None:
        suffix = name.rsplit(".", 1)[-1] if "." in name else ""
        if (
            suffix not in MEDIA_SUFFIXES
            or not name.isascii()
            or name != name.lower()
            or " " in name
        ):
            self.report("content-bad-name", entry.path, name=name)
            return
        try:
            head = self.tree.read(entry.path, HEAD_BYTES - 1)
        except OSError as error:
            self.report("file-unreadable", entry.path, detail=error.strerror or str(error))
            return
        if head.startswith(_POINTER):
            self.report("file-not-uploaded", entry.path)
            return
        kind, blob = find_media_type(head), self.tree.find_blob(entry.path)
        self.media.append(MediaFile(part + name, entry.path, entry.size, kind, blob))


def is_of_text(finding: Finding) -> bool:
    """True for what the reader or the schema says of a record's text."""
    return finding.rule.startswith(("yaml-", "record-"))


def _is_numbered(text: str) -> bool:
    """True where an @, ten digits together, a plate, or an escape that hides them may stand."""
    if "@" in text or "＠" in text or "\\" in text or _PLATE.search(text):
        return True
    return bool(_TEN_CHARACTERS.search(text) and _TEN_DIGITS.search(text))


def _ids_fit(parts: Iterable[str | None]) -> bool:
    return all(part is None or len(part) <= MAX_ID for part in parts)


def load_community(
    tree: Tree,
    known: Mapping[str, KnownFile] | None = None,
    notes: dict[str, KnownFile] | None = None,
) -> LoadResult:
    """Read everything in `tree`. Faults are findings; the rest is still read.

    Files that are `known` to be as they were are not read again; `notes` is given what is known now.

    Raises:
        KocError: there is no community here at all.
    """
    loader = _Loader(tree, known or {}, notes)
    # Members before modules, whatever the tree says of its order: records name people.
    entries = sorted(tree.iter_entries(), key=lambda entry: entry.path)
    if not any(entry.path == "community.yml" for entry in entries):
        raise KocError("errors.no-community")
    community, orphans = build_community(
        loader.iter_records(entries),
        loader.texts,
        loader.media,
        loader.unreadable,
        loader.numbered,
        tree.private_paths if isinstance(tree, TreeBeside) else None,
    )
    for path in tree.unexpected if isinstance(tree, TreeBeside) else ():
        loader.report("private-unexpected", path)
    for path, wanted in orphans:
        loader.report("file-orphan", path, wanted=wanted)
    loader.faulty += _iter_joined(community)
    if loader.faulty:
        loader.explain(community)
    return LoadResult(community, tuple(loader.findings), loader.seen, tree)


def _iter_joined(community: Community | None) -> Iterator[RecordPath]:
    """Yield the briefs in which signs that are none of YAML's stand within a list of known words."""
    for module in community.modules.values() if community else ():
        words = (*module.brief.tags, *module.brief.terms.channels)
        record = parse_record_path(module.path) if _JOINED.search("\n".join(words)) else None
        if record is not None:
            yield record


def read_content(tree: Tree, key: str) -> Content | None:
    """Return what was delivered for a module, as far as it can be read; None where nothing was."""
    loader = _Loader(tree)
    for entry in tree.iter_entries():
        if entry.path.startswith(f"content/{key}/"):
            loader.read_entry(entry)
    return index_content(loader.texts, loader.media)[0].get(key)


def read_words(tree: Tree, entries: Iterable[Entry]) -> PartialRead | None:
    """Return what a few files say by themselves; None where one has a fault."""
    loader = _Loader(tree)
    for entry in entries:
        loader.read_entry(entry)
    if loader.findings:
        return None
    return PartialRead(tuple(loader.records), loader.texts, frozenset(loader.numbered))
