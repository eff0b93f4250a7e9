"""Rows of an exported questionnaire as answers to a form, with the photos that belong to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.intake.forms.answers import Ask, FormAnswers, clean_text
from kocbook.intake.remote.attachments import ORIGINS
from kocbook.intake.remote.fetch import Fetch, FetchError
from kocbook.model.community import Module

_YES = re.compile(
    r"(?:是|同意|已同意|我同意|好|可以|愿意|√|✓|☑|yes|y|true|1|ok|i agree|agree)(?:[\s,，。:：(（（、].*)?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[┋|\n;；]+")
_URL = re.compile(r"https?://[^\s┋|;；,，]+")
_UPLOADS = f"https://{next(iter(ORIGINS))}/user-attachments/assets/row"
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".gif", ".mp4", ".mov"})


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row: its line in the table, and what its columns say, by heading and by question."""

    line: int
    cells: Mapping[str, str]
    said: Mapping[str, str]

    @property
    def words(self) -> str:
        """The whole row as it is kept for proof: a heading and what was answered, a line each."""
        return "\n".join(f"{heading}: {text}" for heading, text in self.cells.items() if text)

    @property
    def agrees(self) -> bool:
        """True where the person said yes."""
        return _YES.fullmatch(self.said.get("agree", "").strip()) is not None

    @property
    def number(self) -> int:
        """The row's own number in its questionnaire, else its line."""
        text = self.said.get("row", "")
        return (
            int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10**8 else self.line
        )


def read_rows(
    table: Sequence[tuple[int, Sequence[str]]], headings: Mapping[str, str]
) -> list[AnswerRow]:
    """Return the rows below the headings that say something; a row that stands twice counts once."""
    names = [clean_text(cell).strip() for cell in table[0][1]]
    rows: dict[str, AnswerRow] = {}
    for line, cells in table[1:]:
        texts = [clean_text(cell).strip() for cell in cells]
        if not any(texts):
            continue
        by_heading = {name: text for name, text in zip(names, texts, strict=False) if name}
        said = {headings[name]: text for name, text in by_heading.items() if name in headings}
        row = AnswerRow(line, by_heading, said)
        rows.setdefault(row.words, row)
    return list(rows.values())


@dataclass(slots=True)
class PhotoShelf:
    """Where a questionnaire's photos are: beside it in `folder`, or at addresses that `fetch` asks.

    They are named like uploads, for they are the person's own.
    """

    folder: Path | None
    fetch: Fetch
    places: dict[str, str | Path] = field(default_factory=dict)

    def shelve(self, cell: str) -> tuple[str, list[str]]:
        """Return Markdown that shows what a cell names, and the names that lead to nothing."""
        lines, lost = [], []
        for part in _parts(cell):
            place = part if _URL.fullmatch(part) else self._find(part)
            if place is None:
                lost.append(part)
                continue
            address = f"{_UPLOADS}-{len(self.places) + 1}"
            self.places[address] = place
            lines.append(f"![]({address})")
        return "\n".join(lines), lost

    def get(self, url: str, most: int) -> bytes:
        """Return a photo's bytes, at most `most`, as a `Fetch` does.

        Raises:
            FetchError: it cannot be had.
        """
        place = self.places.get(url, url)
        if isinstance(place, str):
            return self.fetch(place, most)
        if place.stat().st_size > most:
            raise FetchError("fetch-too-large", url=place.name)
        return place.read_bytes()

    def _find(self, name: str) -> Path | None:
        if self.folder is None or Path(name).suffix.casefold() not in _SUFFIXES:
            return None
        wanted = Path(name.replace("\\", "/")).name
        found = sorted(path for path in self.folder.rglob("*") if path.name == wanted)
        return next((path for path in found if path.is_file() and not path.is_symlink()), None)


def _parts(cell: str) -> list[str]:
    urls = _URL.findall(cell)
    if urls:
        return list(dict.fromkeys(urls))
    return [part.strip() for part in _BETWEEN.split(cell) if part.strip()]


def read_row(
    row: AnswerRow, module: Module, shelf: PhotoShelf, alt: Callable[[int], str]
) -> FormAnswers:
    """Return a row as a form's answers; `alt` describes the photo of a number that nobody described."""
    words: dict[str, str | None] = {
        name: text or None for name, text in row.said.items() if name not in ("careful", "agree")
    }
    words["module"] = module.key
    asks: list[Ask] = []
    if row.said.get("photos"):
        words["photos"], lost = shelf.shelve(row.said["photos"])
        asks += [Ask("photo-lost", {"name": name}) for name in lost]
        shown = str(words["photos"]).count("![](")
        if not row.said.get("alt"):
            words["alt"] = "\n".join(alt(number) for number in range(1, shown + 1))
    if row.said.get("choice"):
        words["choice"] = _read_choice(row.said["choice"], module)
    careful = row.said.get("careful")
    may_show = row.agrees if careful is None else _YES.fullmatch(careful.strip()) is not None
    return FormAnswers(words, {"careful": ("yes",) if may_show else ()}, tuple(asks))


def _read_choice(cell: str, module: Module) -> str:
    """Return the options that a cell names; exports say their text, their letter or their number."""
    options = module.brief.options
    known = {name for one in options for name in (one.id, one.text)}
    found = []
    for part in (one.strip() for one in _BETWEEN.split(cell)):
        plain = part if part in known else re.sub(r"^[A-Za-z0-9]{1,2}\s*[.、．:：]\s*", "", part)
        is_number = plain not in known and plain.isascii() and plain.isdigit()
        if is_number and 0 < int(plain) <= len(options):
            plain = options[int(plain) - 1].id
        found.append(plain)
    return "\n".join(one for one in found if one)
