"""One save of the visual editor: made ready, checked in memory, and put in place as a whole."""

from __future__ import annotations

import base64
import binascii
import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.intake.acts.delivery import MAX_MEDIA_BYTES
from kocbook.intake.acts.text_links import relink
from kocbook.intake.change import Trial, check_change
from kocbook.intake.editor.merge import merge_record
from kocbook.intake.editor.places import TEXT, EditorFile, find_place
from kocbook.intake.editor.protocol import DataFile, UploadedAsset
from kocbook.media.clean import fit_media
from kocbook.media.names import find_free_name
from kocbook.media.removed import Removed
from kocbook.model.community import Community
from kocbook.model.settings import Limits
from kocbook.records.loader import MAX_TEXT_BYTES, LoadResult

_DRAFTS = ".koc"
"""Git does not look there, and it is on the same disk: what is moved out of it appears at once."""


class RefusedError(UsageError):
    """The change would bring errors; nothing was written. `trial` holds them."""

    def __init__(self, trial: Trial) -> None:
        """Keep what the check found."""
        super().__init__("errors.editor-refused")
        self.trial = trial


@dataclass(slots=True)
class Saving:
    """What a save writes, by path, and what was taken out of its pictures, by their names."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    removed: dict[str, tuple[Removed, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SaveMaker:
    """Makes saves in the working tree at `root`, for the community that it holds."""

    root: Path
    community: Community

    def make_save(self, file: DataFile, assets: Sequence[UploadedAsset]) -> Saving:
        """Return what one press of the save button writes.

        Raises:
            UsageError: something of it cannot be written.
        """
        place = find_place(self.root, file.path)
        if place.is_media or file.new_path not in (None, file.path):
            raise UsageError("errors.editor-path", path=file.new_path or file.path)
        saving = Saving()
        if place.kind is not None:
            if assets:
                raise UsageError("errors.editor-path", path=assets[0].path)
            saving.files[place.path] = self._make_record(place, file.raw)
            return saving
        names = self._place_media(str(place.module), assets, saving)
        folder = self.root / PurePosixPath(place.path).parent
        text = _finish_text(file.raw)
        text, _ = relink(text, folder, {folder / old: new for old, new in names.items()})
        if len(text.encode()) > MAX_TEXT_BYTES:
            raise UsageError("errors.editor-text-long", max=MAX_TEXT_BYTES >> 10)
        saving.files[place.path] = text.encode()
        return saving

    def make_media(self, asset: UploadedAsset) -> Saving:
        """Return what a picture alone writes.

        Raises:
            UsageError: it cannot be written.
        """
        saving = Saving()
        place = find_place(self.root, asset.path)
        self._place_media(str(place.module), [asset], saving)
        return saving

    def _make_record(self, place: EditorFile, raw: str) -> bytes:
        standing = self.root / place.path
        if place.kind is None or not standing.is_file():
            raise UsageError("errors.editor-new-record", path=place.path)
        before = standing.read_text(encoding="utf-8")
        return merge_record(place.kind, place.path, before, raw).encode()

    def _place_media(
        self, module: str, assets: Sequence[UploadedAsset], saving: Saving
    ) -> dict[str, str]:
        """Clean and name pictures of one module; return their new names by the old ones."""
        if module not in self.community.modules:
            raise UsageError("errors.editor-path", path=f"content/{module}/{TEXT}")
        limits: Limits = self.community.settings.limits
        names: dict[str, str] = {}
        for asset in assets:
            place = find_place(self.root, asset.path)
            if place.module != module or not place.is_media:
                raise UsageError("errors.editor-path", path=asset.path)
            name = PurePosixPath(asset.path).name
            cleaned = fit_media(name, _decode(asset, limits), limits)
            stem = PurePosixPath(name).stem
            new = find_free_name(self.root, module, stem, cleaned, saving.files)
            saving.files[f"content/{module}/{new}"] = cleaned.data
            saving.removed[new] = cleaned.removed
            names[name] = new
        return names


def check_save(standing: LoadResult, files: Files, as_of: date) -> Trial:
    """Check the community with the files in place; return what is to be said of it.

    Raises:
        RefusedError: they bring errors.
    """
    trial = check_change(standing, files, as_of)
    if trial.is_refused:
        raise RefusedError(trial)
    return trial


def put_in_place(root: Path, files: Files) -> None:
    """Write or take away files of the working tree, all of them or none.

    Each is written whole beside the tree and then moved; texts and records come last, so that
    none ever shows a picture that is not there yet.

    Raises:
        OSError: the disk failed; what was moved before is as it was.
    """
    order = sorted(files, key=lambda path: (path.endswith((".md", ".yml")), path))
    with _drafts(root) as folder:
        news = _write_drafts(folder / "new", {path: files[path] for path in order})
        olds = folder / "old"
        olds.mkdir()
        done: list[tuple[Path, Path]] = []
        try:
            for number, (path, draft) in enumerate(news.items()):
                target, kept = root / path, olds / str(number)
                if target.exists():
                    _copy(target, kept)
                target.parent.mkdir(parents=True, exist_ok=True)
                done.append((target, kept))
                _move(draft, target)
        except OSError:
            for target, kept in reversed(done):
                _move(kept if kept.exists() else None, target)
            raise


@contextlib.contextmanager
def _drafts(root: Path) -> Iterator[Path]:
    (root / _DRAFTS).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="edit-", dir=root / _DRAFTS) as folder:
        yield Path(folder)


def _write_drafts(folder: Path, files: Files) -> Mapping[str, Path | None]:
    folder.mkdir()
    drafts: dict[str, Path | None] = {}
    for number, (path, data) in enumerate(files.items()):
        drafts[path] = None if data is None else folder / str(number)
        if data is not None:
            (folder / str(number)).write_bytes(data)
    return drafts


def _copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def _move(source: Path | None, target: Path) -> None:
    if source is None:
        target.unlink(missing_ok=True)
    else:
        source.replace(target)


def _finish_text(raw: str) -> str:
    """Return a text with plain line feeds and one at its end; nothing else is touched."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n") + "\n"


def _decode(asset: UploadedAsset, limits: Limits) -> bytes:
    try:
        data = base64.b64decode(asset.content, validate=True)
    except binascii.Error:
        raise UsageError("errors.editor-bad-request") from None
    if len(data) > MAX_MEDIA_BYTES:
        raise UsageError("errors.media-huge", name=asset.path, max=limits.video_mb)
    return data
