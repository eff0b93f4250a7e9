"""What the visual editor asks of a local server: Decap CMS's proxy protocol, version 1.

A request is a JSON object with an `action` and its `params`; an answer is any JSON value, an error
`{"error": SENTENCE}` with a status of 400 or more. Pictures travel as Base64. Only actions that a
working tree can answer are known: there are no drafts beside it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kocbook.base.errors import UsageError


class Params(msgspec.Struct, rename="camel", frozen=True):
    """The base of all parameters: names are camelCase in JSON, unknown ones are left out."""


class FolderParams(Params, frozen=True):
    """A folder whose files with one extension are listed, `depth` levels deep."""

    folder: str
    extension: str
    depth: int


class PathParams(Params, frozen=True):
    """One file."""

    path: str


class PathsParams(Params, frozen=True):
    """Several files."""

    paths: list[str]


class NamedFile(Params, frozen=True):
    """A file with the title that the editor shows."""

    path: str
    label: str | None = None


class FilesParams(Params, frozen=True):
    """Files to read."""

    files: list[NamedFile]


class MediaFolderParams(Params, frozen=True):
    """A folder of pictures."""

    media_folder: str


class DataFile(Params, frozen=True):
    """A record or text as it is to be; `new_path` where it is to move."""

    path: str
    raw: str
    new_path: str | None = None


class UploadedAsset(Params, frozen=True):
    """A picture to store, in Base64."""

    path: str
    content: str


class SaveParams(Params, frozen=True):
    """What one press of the save button sends."""

    data_files: list[DataFile]
    assets: list[UploadedAsset] = []


class MediaParams(Params, frozen=True):
    """One picture that belongs to no text yet."""

    asset: UploadedAsset


class _Request(msgspec.Struct, tag_field="action", frozen=True):
    pass


class Info(_Request, tag="info", frozen=True):
    """Which modes of publishing there are."""


class ListFolder(_Request, tag="entriesByFolder", frozen=True):
    """Read every record of a folder."""

    params: FolderParams


class ListFiles(_Request, tag="entriesByFiles", frozen=True):
    """Read several files."""

    params: FilesParams


class GetEntry(_Request, tag="getEntry", frozen=True):
    """Read one file."""

    params: PathParams


class Save(_Request, tag="persistEntry", frozen=True):
    """Write a file and its new pictures."""

    params: SaveParams


class ListMedia(_Request, tag="getMedia", frozen=True):
    """Read the pictures of a folder."""

    params: MediaFolderParams


class GetMedia(_Request, tag="getMediaFile", frozen=True):
    """Read one picture."""

    params: PathParams


class SaveMedia(_Request, tag="persistMedia", frozen=True):
    """Store one picture."""

    params: MediaParams


class DeleteFile(_Request, tag="deleteFile", frozen=True):
    """Take one file away."""

    params: PathParams


class DeleteFiles(_Request, tag="deleteFiles", frozen=True):
    """Take several files away."""

    params: PathsParams


class GetPreview(_Request, tag="getDeployPreview", frozen=True):
    """Where the change can be seen: nowhere yet."""


class GetNotes(_Request, tag="getNotes", frozen=True):
    """Remarks of editors: a working tree keeps none."""


Request = (
    Info
    | ListFolder
    | ListFiles
    | GetEntry
    | Save
    | ListMedia
    | GetMedia
    | SaveMedia
    | DeleteFile
    | DeleteFiles
    | GetPreview
    | GetNotes
)
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(Request)


def read_request(body: bytes) -> Request:
    """Return the request in a body.

    Raises:
        UsageError: it is none that is known.
    """
    try:
        request: Request = _DECODER.decode(body)
    except msgspec.MsgspecError:
        raise UsageError("errors.editor-bad-request") from None
    return request
