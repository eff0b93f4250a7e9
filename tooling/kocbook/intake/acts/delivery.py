"""A text and its media, made ready to stand in the repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import unquote

from kocbook.base.errors import UsageError
from kocbook.insight.parts import part_folder
from kocbook.insight.state import ModuleFacts
from kocbook.insight.team import is_team
from kocbook.intake.acts.seats import choose_claim, delivered_files, find_own_claims, require_team
from kocbook.intake.acts.text_links import fold_name, plain_words, relink
from kocbook.intake.remote.fetch import Fetch
from kocbook.intake.remote.web_pictures import Unfetched, take_pictures
from kocbook.markdown.typed import Mended, mend_typed
from kocbook.media.clean import PICTURES, Cleaned, fit_media
from kocbook.media.names import find_free_name
from kocbook.media.removed import Removed
from kocbook.model.community import Module
from kocbook.model.people import Member
from kocbook.model.settings import Limits
from kocbook.model.work import Claim
from kocbook.records.loader import MAX_TEXT_BYTES
from kocbook.rules.content import leaves_folder, local_target
from kocbook.rules.page import read_page

TEXT_SUFFIXES = frozenset({".md", ".markdown", ".txt"})
TEXT_NAME = "index.md"
SHOWN = frozenset({*PICTURES, "mp4", "webm"})
"""What a text shows; captions of films only lie beside them."""
MAX_MEDIA_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Placed:
    """One file of a delivery: its own name, its path in the repository, and what was done.

    `drawn` holds its sizes in bytes before and after, where it had to be drawn anew;
    `converted` says that this was for its kind, not for its size. `source` is the address that it
    was fetched from.
    """

    name: str
    path: str
    removed: tuple[Removed, ...]
    replaces: bool
    drawn: tuple[int, int] | None = None
    converted: bool = False
    source: str | None = None


@dataclass(slots=True)
class Delivery:
    """What a delivery writes, file by file, and how many links of the text were changed.

    `mended` says what was done to the text, by the ids of `typed.CHANGES`; `unfetched` are pictures
    that stay on other sites.
    """

    files: dict[str, bytes | None] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    links: int = 0
    mended: tuple[str, ...] = ()
    unfetched: list[Unfetched] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What somebody brings: files and folders, the seat they are for, and words for pictures.

    `seat` may be None where the member holds one seat; `captions` are by the files' own names, for
    pictures that no text shows. What the text shows from other sites is fetched by `fetch`.
    """

    paths: Sequence[Path]
    seat: str | None = None
    captions: Mapping[str, str] = field(default_factory=dict)
    fetch: Fetch | None = None


def prepare_delivery(
    root: Path, facts: ModuleFacts, member: Member, parcel: Parcel, day: date, limits: Limits
) -> Delivery:
    """Read what was named, clean and name it, and mark the member's claim as delivered.

    In a team each seat's part goes into a folder of its own, so that nobody touches the files of
    others. Pictures larger than `limits` allow are drawn smaller.

    Raises:
        UsageError: the member holds no seat, the work was accepted, or a file cannot be used.
    """
    module = facts.module
    claims = _claims_to_deliver(facts, member, parcel.seat)
    place = _Place(root, module, part_folder(module, claims[0].seat))
    if facts.state.counts_as_work:
        raise UsageError("errors.delivered-accepted", module=module.key)
    require_team(module)
    texts, media = _sort_out(parcel.paths)
    if len(texts) > 1:
        raise UsageError("errors.two-texts", names=[path.name for path in texts])
    mended = read_delivered(texts[0]) if texts else None
    text = mended.text if mended else None
    if text is not None:
        media = list(dict.fromkeys([*media, *_linked_files(texts[0], text)]))
    delivery = Delivery(mended=mended.changes if mended else ())
    names = _place_media(place, media, delivery, limits)
    if text is not None:
        text, delivery.links = relink(text, texts[0].parent, names)
        if parcel.fetch is not None:
            text = _take_from_web(place, text, parcel.fetch, delivery, limits)
    shown = show_pictures(place.text if text is None else text, names, parcel.captions)
    if text is not None or shown != place.text:
        own_name = texts[0].name if texts else TEXT_NAME
        put_file(delivery, place.module, own_name, place.path(TEXT_NAME), _as_text(shown))
    for claim in claims:
        delivery.files |= delivered_files(root, claim, day)
    return delivery


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a delivery goes: the folder of a part, or the module's own where `part` is ""."""

    root: Path
    module: Module
    part: str

    @property
    def text(self) -> str:
        """The text that stands there already, "" for none."""
        content = self.module.content
        return content.texts.get(self.part, "") if content else ""

    @property
    def folder(self) -> str:
        """The folder below content/."""
        return f"{self.module.key}/{self.part}".rstrip("/")

    def path(self, name: str) -> str:
        """Return what `MediaFile` would call a file of the place."""
        return f"{self.part}/{name}" if self.part else name


def _as_text(text: str) -> Cleaned:
    return Cleaned("md", text.encode(), ())


def _claims_to_deliver(facts: ModuleFacts, member: Member, seat: str | None) -> list[Claim]:
    """Return the claim whose part is delivered; who works alone delivers for all their seats.

    Raises:
        UsageError: the member holds no seat, not that one, or several and named none.
    """
    own = find_own_claims(facts, member)
    return [choose_claim(facts, member, seat)] if is_team(facts.module) else own


def show_pictures(text: str, names: Mapping[Path, str], captions: Mapping[str, str]) -> str:
    """Return a text that shows every new picture: what it does not name follows with its caption.

    Raises:
        UsageError: there is no text, and a picture has no caption.
    """
    told = {local_target(link) for link in read_page("", text).links}
    hidden = {path.name: name for path, name in names.items() if name not in told}
    shown = {name: own for own, name in hidden.items() if name.rpartition(".")[2] in SHOWN}
    missing = [own for own in shown.values() if not captions.get(own, "").strip()]
    if not text.strip() and (missing or not shown):
        raise UsageError(
            "errors.needs-text" if not missing else "errors.needs-caption",
            names=missing,
            first=missing[0] if missing else "",
        )
    lines = [
        _show_picture(name, captions[own]) for name, own in shown.items() if own not in missing
    ]
    return "\n\n".join(filter(None, [text.rstrip(), *lines])) + "\n" if lines else text


def _show_picture(name: str, caption: str) -> str:
    """Return Markdown for a picture with its caption, which describes it as well."""
    words = plain_words(caption)
    return f'![{words}]({name} "{words.replace(chr(34), "”")}")'


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
        raise UsageError("errors.media-huge", name=path.name, max=limits.video_mb)
    return fit_media(path.name, path.read_bytes(), limits)


def _place_media(
    place: _Place, media: Sequence[Path], delivery: Delivery, limits: Limits
) -> dict[Path, str]:
    """Clean and name each file; return the new names. Never replaces what may be another's."""
    module = place.module
    alone = bool(place.part) or len({claim.member for claim in module.claims.values()}) == 1
    names: dict[Path, str] = {}
    for path in media:
        cleaned = clean_file(path, limits)
        name = find_free_name(place.root, place.folder, path.stem, cleaned, delivery.files, alone)
        names[path] = name
        put_file(delivery, module, path.name, place.path(name), cleaned)
    return names


def _take_from_web(
    place: _Place, text: str, fetch: Fetch, delivery: Delivery, limits: Limits
) -> str:
    """Return the text with its pictures from other sites put beside it."""

    def store(url: str, stem: str, cleaned: Cleaned) -> str:
        name = find_free_name(place.root, place.folder, stem, cleaned, delivery.files)
        put_file(delivery, place.module, name, place.path(name), cleaned, source=url)
        return name

    language = place.module.brief.language
    text, failed = take_pictures(text, fetch, limits, store, language)
    delivery.unfetched += failed
    return text


def put_file(
    delivery: Delivery,
    module: Module,
    own_name: str,
    name: str,
    cleaned: Cleaned,
    source: str | None = None,
) -> None:
    """Add a cleaned file to a delivery, under its new name below the module's folder."""
    path = f"content/{module.key}/{name}"
    replaces = module.content is not None and (
        name in module.content.media or path in map(module.content.text_path, module.content.texts)
    )
    delivery.files[path] = cleaned.data
    drawn = (cleaned.drawn_from, len(cleaned.data)) if cleaned.drawn_from else None
    delivery.placed.append(
        Placed(own_name, path, cleaned.removed, replaces, drawn, cleaned.converted, source)
    )
