"""A document of Word, WPS, Feishu or Tencent Docs, and a single Markdown file, as a book of one page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.intake.imports.book import AddressStyle, NotKept, NotKeptKind, SourceBook, SourcePage
from kocbook.intake.imports.read import find_title, read_words

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
u => em
"""
_SUFFIX = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}
_MOST_BYTES = 100 << 20
_BLANKS = re.compile(r"\n{3,}")
_EMPTY_PICTURE = re.compile(r"!\[[^\]\n]*\]\(\s*\)")
_CELL_HEAD = re.compile(r"<table>\s*(?:<tbody>\s*)?<tr>(.*?)</tr>", re.DOTALL)


def read_document(file: Path, folder: Path) -> SourceBook:
    """Return a .docx as a book of one page; its text and pictures are written into `folder`.

    Raises:
        UsageError: it is damaged, locked by a password, or far too large.
    """
    import mammoth  # type: ignore[import-untyped]  # published without types
    from markdownify import markdownify

    if file.stat().st_size > _MOST_BYTES:
        raise UsageError("errors.import-document-huge", name=file.name)
    losses: list[NotKept] = []
    number = 0

    def keep(image: Any) -> dict[str, str]:
        nonlocal number
        number += 1
        suffix = _SUFFIX.get(image.content_type)
        if suffix is None:
            losses.append(NotKept(file.name, 0, NotKeptKind.MEDIA_REFUSED, image.content_type))
            return {"src": ""}
        name = f"picture-{number}.{suffix}"
        with image.open() as opened:
            (folder / name).write_bytes(opened.read())
        return {"src": name}

    try:
        with file.open("rb") as opened:
            done = mammoth.convert_to_html(
                opened, style_map=_STYLES, convert_image=mammoth.images.img_element(keep)
            )
    except Exception as error:  # the library has no errors of its own: any means a damaged file
        raise UsageError("errors.import-document-damaged", name=file.name) from error
    losses += [
        NotKept(file.name, 0, NotKeptKind.DOCUMENT, str(message.message))
        for message in done.messages
    ]
    marked = _CELL_HEAD.sub(_as_head, done.value)
    text = markdownify(
        marked, heading_style="ATX", bullets="-", escape_misc=True, table_infer_header=True
    )
    return _one_page(
        file, folder, _BLANKS.sub("\n\n", _EMPTY_PICTURE.sub("", text)).strip() + "\n", losses
    )


def read_markdown(file: Path) -> SourceBook:
    """Return a Markdown file as a book of one page; what it shows lies beside it.

    Raises:
        UsageError: it is no text.
    """
    text = read_words(file)
    if text is None or not text.strip():
        raise UsageError("errors.text-unreadable", name=file.name)
    folder = file.parent.resolve()
    page = SourcePage(file.name)
    title = find_title(text) or file.stem
    return SourceBook(file.stem, title, folder, folder, [page], style=AddressStyle.NONE)


def _as_head(row: re.Match[str]) -> str:
    """Take a table's first row for its head, as Markdown needs one."""
    return row[0].replace("<td", "<th").replace("</td>", "</th>")


def _one_page(file: Path, folder: Path, text: str, losses: list[NotKept]) -> SourceBook:
    (folder / f"{file.stem}.md").write_text(text, encoding="utf-8")
    title = find_title(text) or file.stem
    page = SourcePage(f"{file.stem}.md", title=title)
    book = SourceBook(
        file.stem, title, folder, folder, [page], style=AddressStyle.NONE, losses=losses
    )
    book.file = file.name
    return book
