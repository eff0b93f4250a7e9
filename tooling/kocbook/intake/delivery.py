"""A text and its media, made ready to stand in the repository."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from kocbook.base.errors import UsageError
from kocbook.insight.state import ModuleFacts
from kocbook.intake.media.clean import Cleaned, fit_media
from kocbook.intake.media.names import find_free_name
from kocbook.intake.media.removed import Removed
from kocbook.intake.seats import edit_file, find_own_claims, require_team
from kocbook.intake.text_links import fold_name, relink
from kocbook.load.loader import MAX_TEXT_BYTES
from kocbook.markdown.typed import Mended, mend_typed
from kocbook.model.community import Module
from kocbook.model.people import Member
from kocbook.model.settings import Limits
from kocbook.rules.content import leaves_folder, local_target
from kocbook.rules.page import read_page

TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt"})
MAX_MEDIA_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Placed:
    """One file of a delivery: its own name, its path in the repository, and what was done.

    `drawn` holds its sizes in bytes before and after, where it had to be drawn anew;
    `converted` says that this was for its kind, not for its size.
    """

    name: str
    path: str
    removed: tuple[Removed, ...]
    replaces: bool
    drawn: tuple[int, int] | None = None
    converted: bool = False


@dataclass(slots=True)
class Delivery:
    """What a delivery writes, file by file, and how many links of the text were changed.

    `mended` says what was done to the text, by the ids of `typed.CHANGES`.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    links: int = 0
    mended: tuple[str, ...] = ()


def prepare_delivery(
    root: Path,
    facts: ModuleFacts,
    member: Member,
    paths: Sequence[Path],
    day: date,
    limits: Limits,
) -> Delivery:
    """Read what was named, clean and name it, and mark the member's claims as delivered.

    Pictures larger than `limits` allow are drawn smaller.

    Raises:
        UsageError: the member holds no seat, the work was accepted, or a file cannot be used.
    """
    claims = find_own_claims(facts, member)
    module = facts.module
    if facts.state.counts_as_work:
        raise UsageError("errors.delivered-accepted", module=module.key)
    require_team(module)
    texts, media = _sort_out(paths)
    if len(texts) > 1:
        raise UsageError("errors.two-texts", names=[path.name for path in texts])
    if not texts and module.text is None:
        raise UsageError("errors.needs-text")
    mended = read_delivered(texts[0]) if texts else None
    text = mended.text if mended else None
    if text is not None:
        media = list(dict.fromkeys([*media, *_linked_files(texts[0], text)]))
    alone = {claim.member for claim in module.claims.values()} == {member.id}
    delivery = Delivery(mended=mended.changes if mended else ())
    names = _place_media(root, module, media, alone, delivery, limits)
    if text is not None:
        text, delivery.links = relink(text, texts[0].parent, names)
        put_file(delivery, module, texts[0].name, "index.md", Cleaned("md", text.encode(), ()))
    for claim in claims:
        delivery.files |= edit_file(root, claim.path, "delivered", day)
    return delivery


def _sort_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return texts and media, each once; a folder stands for the files in it.

    Raises:
        UsageError: there is no such file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(path.iterdir())
            found |= dict.fromkeys(
                one.resolve() for one in inside if one.is_file() and one.name[0] != "."
            )
        elif path.is_file():
            found[path.resolve()] = None
        else:
            raise UsageError("errors.no-file", path=path)
    texts = [path for path in found if path.suffix.lower() in TEXT_SUFFIXES]
    return texts, [path for path in found if path not in texts]


def _read_words(path: Path) -> str:
    """Return a text with plain line feeds, from UTF-8, UTF-16 or the Chinese GB 18030.

    Raises:
        UsageError: it is too long, empty, or no text.
    """
    with path.open("rb") as file:
        data = file.read(2 * MAX_TEXT_BYTES)
    codes = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for code in codes:
        try:
            text = data.decode(code).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise UsageError("errors.text-empty", name=path.name)
        return text if text.endswith("\n") else text + "\n"
    raise UsageError("errors.text-unreadable", name=path.name)


def read_delivered(path: Path) -> Mended:
    """Return a text as Markdown shows what its author saw; of a .txt, every line stays one.

    Raises:
        UsageError: it is too long, empty, or no text.
    """
    return mend_typed(_read_words(path), plain=path.suffix.lower() == ".txt")


def _linked_files(path: Path, text: str) -> Iterable[Path]:
    """Yield the media beside a text that it shows or links to."""
    links = read_page(path.name, text).links
    targets = [local_target(link) for link in links]
    targets += [unquote(link.target) for link in links if "#" in link.target or "?" in link.target]
    for target in targets:
        if target and "://" not in target and not leaves_folder(target):
            file = _find_beside(path.parent, target)
            if file and file.suffix.lower() not in TEXT_SUFFIXES:
                yield file


def _find_beside(folder: Path, target: str) -> Path | None:
    """Return the file that a path means: as it is written, else in another Unicode form or case."""
    place = (folder / target.removeprefix("./")).resolve()
    if place.is_file():
        return place
    if not place.parent.is_dir():
        return None
    wanted, beside = fold_name(place.name), sorted(place.parent.iterdir())
    return next((one for one in beside if one.is_file() and fold_name(one.name) == wanted), None)


def clean_file(path: Path, limits: Limits) -> Cleaned:
    """Read a picture or video without what it tells about place and device, and small enough.

    Raises:
        UsageError: it is too large, or nothing that can stand in a handbook.
    """
    if path.stat().st_size > MAX_MEDIA_BYTES:
        raise UsageError("errors.media-huge", name=path.name, max=limits.video_kib >> 10)
    return fit_media(path.name, path.read_bytes(), limits)


def _place_media(
    root: Path,
    module: Module,
    media: Sequence[Path],
    alone: bool,
    delivery: Delivery,
    limits: Limits,
) -> dict[Path, str]:
    """Clean and name each file; return the new names. Never replaces what may be another's."""
    names: dict[Path, str] = {}
    for path in media:
        cleaned = clean_file(path, limits)
        name = find_free_name(root, module.key, path.stem, cleaned, delivery.files, alone)
        names[path] = name
        put_file(delivery, module, path.name, name, cleaned)
    return names


def put_file(
    delivery: Delivery, module: Module, own_name: str, name: str, cleaned: Cleaned
) -> None:
    """Add a cleaned file to a delivery, under its new name in the module's folder."""
    path = f"content/{module.key}/{name}"
    known = module.content.media if module.content else {}
    replaces = name in known or (name == "index.md" and module.text is not None)
    delivery.files[path] = cleaned.data
    drawn = (cleaned.drawn_from, len(cleaned.data)) if cleaned.drawn_from else None
    delivery.placed.append(
        Placed(own_name, path, cleaned.removed, replaces, drawn, cleaned.converted)
    )
