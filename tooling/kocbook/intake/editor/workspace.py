"""The working tree as the visual editor sees it: files to read, and saves that are checked first."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kocbook.base.errors import KocError, UsageError
from kocbook.intake.change import Trial
from kocbook.intake.editor import protocol as ask
from kocbook.intake.editor.places import EditorFile, find_place, list_records, media_folder
from kocbook.intake.editor.saving import SaveMaker, Saving, check_save, put_in_place
from kocbook.media.clean import PICTURES
from kocbook.model.community import Community
from kocbook.records.loader import LoadResult, load_community
from kocbook.records.tree import WorkingTree

_MAX_SHOWN_BYTES = 16 << 20
"""A larger picture is not shown in the editor."""


@dataclass(slots=True)
class Workspace:
    """Answers requests for the working tree at `root`. `tell` is told of each save.

    `seen` holds the digest of each text and record as the editor knows it: what somebody else
    changed meanwhile is never written over.
    """

    root: Path
    as_of: date
    tell: Callable[[Saving, Trial], None]
    seen: dict[str, str] = field(default_factory=dict)

    def answer(self, request: ask.Request) -> Any:
        """Return the answer to a request, as JSON values.

        Raises:
            UsageError: it cannot be granted.
        """
        match request:
            case ask.Info():
                return {"repo": self.root.name, "publish_modes": ["simple"], "type": "local_fs"}
            case ask.ListFolder(params):
                paths = list_records(self.root, params.folder)
                return [self._list_entry(path) for path in paths]
            case ask.ListFiles(params):
                return [self._list_entry(file.path, file.label) for file in params.files]
            case ask.GetEntry(params):
                return self._open_entry(params.path)
            case ask.Save(params):
                return self._save(params)
            case ask.ListMedia(params):
                return self._list_media(params.media_folder)
            case ask.GetMedia(params):
                return self._read_media(params.path)
            case ask.SaveMedia(params):
                return self._save_media(params.asset)
            case ask.DeleteFile(params):
                return self._delete([params.path])
            case ask.DeleteFiles(params):
                return self._delete(params.paths)
            case ask.GetNotes():
                return {"notes": []}
            case ask.GetPreview():
                return None

    def _open_entry(self, path: str) -> dict[str, Any]:
        """Return a text or record that is about to be edited."""
        place = self._find_words(path)
        text, digest = self._read_words(place)
        self.seen[path] = digest
        return _entry(path, None, text, digest)

    def _list_entry(self, path: str, label: str | None = None) -> dict[str, Any]:
        """Return a text or record for a list; what cannot be edited is empty there."""
        place = self._find_words(path)
        try:
            text, digest = self._read_words(place)
        except UsageError:
            text, digest = "", ""
        return _entry(path, label, text, digest)

    def _find_words(self, path: str) -> EditorFile:
        place = find_place(self.root, path)
        if place.is_media:
            raise UsageError("errors.editor-path", path=path)
        return place

    def _read_words(self, place: EditorFile) -> tuple[str, str]:
        """Return a text or record and its digest; one that is not there yet is empty.

        Raises:
            UsageError: it is too long or no UTF-8, so that a save would lose a part of it.
        """
        data = self._read(place.path, place.limit)
        if data is not None and len(data) > place.limit:
            raise UsageError("errors.editor-text-long", max=place.limit >> 10)
        try:
            return (data or b"").decode(), _digest(data)
        except UnicodeDecodeError:
            raise UsageError("errors.text-unreadable", name=place.path) from None

    def _read(self, path: str, limit: int) -> bytes | None:
        try:
            return WorkingTree(self.root).read(path, limit)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError("errors.editor-path", path=path) from error

    def _save(self, params: ask.SaveParams) -> dict[str, str]:
        if len(params.data_files) != 1:
            raise UsageError("errors.editor-bad-request")
        file = params.data_files[0]
        place = find_place(self.root, file.path)
        now = _digest(self._read(place.path, place.limit))
        if self.seen.get(place.path, now) != now:
            raise UsageError("errors.editor-changed", path=place.path)
        loaded, community = self._load()
        saving = SaveMaker(self.root, community).make_save(file, params.assets)
        self._write(loaded, saving)
        self.seen[place.path] = _digest(saving.files[place.path])
        return {"message": "saved"}

    def _save_media(self, asset: ask.UploadedAsset) -> dict[str, str]:
        loaded, community = self._load()
        saving = SaveMaker(self.root, community).make_media(asset)
        self._write(loaded, saving)
        return self._read_media(next(iter(saving.files)))

    def _delete(self, paths: Iterable[str]) -> dict[str, str]:
        places = [find_place(self.root, path) for path in paths]
        for place in places:
            if not place.is_media:
                raise UsageError("errors.editor-path", path=place.path)
        loaded, _ = self._load()
        self._write(loaded, Saving({place.path: None for place in places}))
        return {"message": "deleted"}

    def _load(self) -> tuple[LoadResult, Community]:
        loaded = load_community(WorkingTree(self.root))
        if loaded.community is None:
            raise KocError("errors.community-unreadable")
        return loaded, loaded.community

    def _write(self, loaded: LoadResult, saving: Saving) -> None:
        changed = {path: data for path, data in saving.files.items() if self._differs(path, data)}
        if not changed:
            return
        trial = check_save(loaded, changed, self.as_of)
        put_in_place(self.root, changed)
        self.tell(Saving(changed, saving.removed), trial)

    def _differs(self, path: str, data: bytes | None) -> bool:
        size = len(data or b"")
        return self._read(path, size) != data

    def _list_media(self, folder: str) -> list[dict[str, str]]:
        """Return the pictures of a module's folder; videos would be too much to send along."""
        module = media_folder(self.root, folder)
        place = self.root / folder
        if module is None or not place.is_dir():
            return []
        found = sorted(
            file.name
            for file in place.iterdir()
            if file.suffix[1:] in PICTURES and file.is_file() and not file.is_symlink()
        )
        return [self._read_media(f"{folder}/{name}") for name in found]

    def _read_media(self, path: str) -> dict[str, str]:
        place = find_place(self.root, path)
        data = self._read(path, _MAX_SHOWN_BYTES) if place.is_media else None
        if data is None:
            raise UsageError("errors.editor-no-file", path=path)
        return {
            "id": _digest(data),
            "content": base64.b64encode(data[:_MAX_SHOWN_BYTES]).decode("ascii"),
            "encoding": "base64",
            "path": path,
            "name": path.rpartition("/")[2],
        }


def _entry(path: str, label: str | None, text: str, digest: str) -> dict[str, Any]:
    return {"data": text, "file": {"path": path, "label": label, "id": digest}}


def _digest(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
