"""A folder of somebody's Markdown as a community: one module a file, delivered, reviewed, signed.

What an importer would have to do is done here and nothing else: front matter is taken off, files get
the names that a module's files have, and links lead to where their targets now lie.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from posixpath import dirname, normpath
from urllib.parse import unquote

import msgspec

from kocbook.base.errors import UsageError
from kocbook.insight.fingerprint import page_fingerprint, terms_fingerprint, text_fingerprint
from kocbook.media.clean import fit_media
from kocbook.model.brief import Brief
from kocbook.model.settings import Limits
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.bench.communities import bench_settings, dump, make_member, member_id
from tests.bench.prose import Prose

HANDBOOK = "book"
SOURCE = "https://source.example/"
"""Where the files of a book lie that are neither pages nor media of its community."""
_MEDIA = frozenset([".jpg", ".jpeg", ".png", ".webp", ".gif", ".mp4", ".webm", ".heic", ".avif"])
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_CODE = re.compile(
    r"^([ >]*)(`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*\2[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_TARGET = re.compile(
    r"(?P<before>\]\([ \t]*<?|^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*\n?[ \t]*<?"
    r"|<(?:img|a|video|source)\b[^<>]*?\b(?:src|href|poster)=[\"'])"
    r"(?P<target>(?:[^\s()<>\"']|\([^\s()]*\))+)",
    re.MULTILINE,
)
_AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


@dataclass
class Page:
    """A file of the book: its Markdown without front matter, and what its module is delivered as."""

    path: str
    module: str
    text: str
    delivered: str = ""


class Book:
    """The pages of a folder, and where their links and pictures lead."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.left_out: list[str] = []
        names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.md"))
        names = [name for name in names if not name.startswith(".") and "/." not in name]
        texts = {name: _read(root / name) for name in names}
        known = [name for name in names if texts[name].strip()]
        self.pages = {
            name: Page(name, _page_id(number), texts[name]) for number, name in enumerate(known)
        }
        self.modules = {page.module: page for page in self.pages.values()}

    def locate(self, page: str, target: str) -> str:
        """Return where a link or picture in a page leads, as a path of the book; "" for the web."""
        path = unquote(re.split(r"[?#]", target, maxsplit=1)[0])
        if _AWAY.match(target) or not path:
            return ""
        place = normpath(path if path[0] == "/" else f"{dirname(page)}/{path}").lstrip("/")
        # mdBook lets pages lead to each other as the pages that they become.
        twin = f"{place.removesuffix('.html')}.md"
        return twin if place.endswith(".html") and twin in self.pages else place

    def write(self, folder: Path) -> None:
        """Write the community that publishes all pages."""
        for name in ("content", "members", "modules"):
            shutil.rmtree(folder / name, ignore_errors=True)
        for page in self.pages.values():
            self._deliver(page, folder / f"content/{HANDBOOK}/{page.module}")
        self._write_records(folder, {})
        community = load_community(WorkingTree(folder)).community
        if community is None:
            raise SystemExit(f"{self.root} makes no community")
        # Pictures are signed by their content, so that all files have to lie there first.
        keys = {name: community.modules[f"{HANDBOOK}/{name}"] for name in self.modules}
        self._write_records(folder, {name: page_fingerprint(one) for name, one in keys.items()})

    def _write_records(self, folder: Path, signed: Mapping[str, str | None]) -> None:
        for path, value in self._iter_records(signed):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(dump(value), encoding="utf-8")

    def _deliver(self, page: Page, folder: Path) -> None:
        folder.mkdir(parents=True)
        names: dict[str, str] = {}

        def move(target: str) -> str:
            return self._move(page, folder, names, target)

        page.delivered = _change_targets(page.text, move)
        (folder / "index.md").write_text(page.delivered, encoding="utf-8")

    def _move(self, page: Page, folder: Path, names: dict[str, str], target: str) -> str:
        """Return the new target of a link; a file that a module may hold is put into its folder."""
        path = self.locate(page.path, target)
        rest = target[len(re.split(r"[?#]", target, maxsplit=1)[0]) :]
        if not path or not (self.root / path).exists():
            return target
        if path in self.pages:
            return f"../{self.pages[path].module}/index.md{rest}"
        if PurePosixPath(path).suffix.lower() in _MEDIA:
            if path in names:
                return names[path]
            try:
                media = fit_media(path, (self.root / path).read_bytes(), Limits())
            except UsageError:
                self.left_out.append(path)
                return f"{SOURCE}{path}"
            names[path] = f"file-{len(names) + 1}.{media.kind}"
            (folder / names[path]).write_bytes(media.data)
            return names[path]
        return f"{SOURCE}{path}{rest}"

    def _iter_records(
        self, signed: Mapping[str, str | None]
    ) -> Iterator[tuple[str, dict[str, object]]]:
        prose = Prose(1)
        yield "community.yml", bench_settings()
        for number in range(3):
            yield f"members/{member_id(number)}.yml", make_member(prose, number)
        modules = list(self.modules)
        chapters = [
            {"title": f"第 {start // 100 + 1} 章", "modules": modules[start : start + 100]}
            for start in range(0, len(modules), 100)
        ]
        yield (
            f"modules/{HANDBOOK}/handbook.yml",
            {
                "title": self.root.name,
                "summary": "一本别处的书。",
                "audience": "读者",
                "goal": "一个字也不少",
                "lead": member_id(0),
                "chapters": chapters,
            },
        )
        for page in self.pages.values():
            yield from _iter_module(
                page, signed.get(page.module) or text_fingerprint(page.delivered)
            )


def _read(path: Path) -> str:
    text = path.read_text("utf-8-sig", "replace").replace("\r\n", "\n")
    return _FRONT.sub("", text, count=1)


def _page_id(number: int) -> str:
    return f"page-{number:04}".translate(str.maketrans("01", "xy"))


def _change_targets(text: str, move: Callable[[str], str]) -> str:
    """Return a text with each target outside code blocks replaced by what `move` says."""
    parts, done = [], 0
    for code in _CODE.finditer(text):
        parts += [_change(text[done : code.start()], move), code[0]]
        done = code.end()
    return "".join([*parts, _change(text[done:], move)])


def _change(text: str, move: Callable[[str], str]) -> str:
    return _TARGET.sub(lambda match: match["before"] + move(match["target"]), text)


def _iter_module(page: Page, words: str) -> Iterator[tuple[str, dict[str, object]]]:
    folder = f"modules/{HANDBOOK}/{page.module}"
    brief = {
        "title": f"{PurePosixPath(page.path).stem} {page.module[5:]}"[:60],
        "type": "precision",
        "form": "article",
        "size": "S",
        "access": "open",
        "background": "从别处接来。",
        "goals": [{"id": "whole", "must": True, "text": "和原文一样"}],
        "scope": {"includes": ["全文"]},
        "seats": [{"id": "writer", "role": "writing", "share": 10000, "duty": "写"}],
        "contact": member_id(1),
        "reply_within_days": 2,
        "reward": {"points": 10},
        "terms": {"licence": "CC-BY-4.0", "channels": ["官网"], "byline": "joint"},
        "days": 14,
        "opened": "2026-01-02",
    }
    writer = member_id(2)
    yield f"{folder}/module.yml", brief
    yield (
        f"{folder}/claims/writer.yml",
        {
            "member": writer,
            "claimed": "2026-02-01",
            "terms": terms_fingerprint(msgspec.convert(brief, Brief)),
            "delivered": "2026-02-05",
        },
    )
    yield (
        f"{folder}/reviews/1-{member_id(1)}.yml",
        {
            "reviewer": member_id(1),
            "date": "2026-02-06",
            "goals": {"whole": {"met": "fully", "evidence": "逐字对过"}},
            "strengths": ["完整"],
            "improvements": ["无"],
            "text": words,
        },
    )
    yield (
        f"{folder}/signoffs/{writer}.yml",
        {
            "member": writer,
            "date": "2026-02-07",
            "text": words,
        },
    )
