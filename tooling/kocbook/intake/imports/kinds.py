"""What a source is, told by what it holds and not by what somebody says of it."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from kocbook.base.errors import UsageError


class SourceKind(StrEnum):
    """The kinds of sources."""

    MKDOCS = "mkdocs"
    SUMMARY = "summary"
    FOLDER = "folder"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    MARKDOWN = "markdown"
    TABLE = "table"
    CONTRIBUTORS = "contributors"
    CITATION = "citation"


MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
_TABLES = frozenset({".csv", ".tsv", ".xlsx"})
_SITE_FILES = ("mkdocs.yml", "mkdocs.yaml")
_SUMMARIES = ("SUMMARY.md", "src/SUMMARY.md", "docs/SUMMARY.md")


def find_kind(path: Path) -> SourceKind:
    """Return what stands at `path`.

    Raises:
        UsageError: there is nothing, or nothing that can be taken in.
    """
    if path.is_dir():
        return _kind_of_folder(path)
    if not path.is_file():
        raise UsageError("errors.no-file", path=path)
    name, suffix = path.name.casefold(), path.suffix.casefold()
    if name in _SITE_FILES:
        return SourceKind.MKDOCS
    if name == "citation.cff" or suffix == ".cff":
        return SourceKind.CITATION
    if suffix in _TABLES:
        return SourceKind.TABLE
    if suffix in MARKDOWN_SUFFIXES:
        return SourceKind.MARKDOWN
    if zipfile.is_zipfile(path):
        return _kind_of_archive(path)
    if name == ".all-contributorsrc" or suffix in ("", ".json"):
        return SourceKind.CONTRIBUTORS
    raise UsageError("errors.import-unknown", name=path.name)


def find_site_file(folder: Path) -> Path | None:
    """Return the settings of a MkDocs site in a folder."""
    return next((folder / name for name in _SITE_FILES if (folder / name).is_file()), None)


def find_summary(folder: Path) -> Path | None:
    """Return the list of contents of a book as mdBook and GitBook keep it."""
    return next((folder / name for name in _SUMMARIES if (folder / name).is_file()), None)


def _kind_of_folder(path: Path) -> SourceKind:
    if find_site_file(path):
        return SourceKind.MKDOCS
    if find_summary(path):
        return SourceKind.SUMMARY
    return SourceKind.FOLDER


def _kind_of_archive(path: Path) -> SourceKind:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return SourceKind.DOCUMENT
    if "xl/workbook.xml" in names:
        return SourceKind.TABLE
    return SourceKind.ARCHIVE
