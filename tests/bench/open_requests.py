"""Open requests on a generated community, for benchmarks: claims, new words and mended records, mixed."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.brief import Brief
from tests.bench.communities import AS_OF, dump, member_id

_HOME = b"<b@kocbook.example> 1795132800 +0000"


@dataclass(frozen=True)
class Proposal:
    """One request: its number, its commit, and the account whose it is."""

    number: int
    head: str
    actor: str


def propose_many(root: Path, count: int) -> list[Proposal]:
    """Make `count` commits on top of main, each a request that a member could send."""
    base = _git(root, "rev-parse", "main").strip()
    lines: list[bytes] = []
    actors = []
    for number, (owner, files) in enumerate(_changes(root, count), start=1):
        actors.append(owner)
        lines.append(f"commit refs/pull/{number}/head\nmark :{number}\n".encode())
        lines.append(b"author bench " + _HOME + b"\ncommitter bench " + _HOME + b"\n")
        lines.append(f"data 1\nx\nfrom {base}\n".encode())
        for path, text in files.items():
            data = text.encode()
            lines.append(f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    subprocess.run(
        ["git", "-C", str(root), "fast-import", "--quiet", "--force"],
        input=b"".join(lines),
        check=True,
    )
    heads = _git(root, "for-each-ref", "--format=%(refname) %(objectname)", "refs/pull").split("\n")
    known = dict(line.split(" ") for line in heads if line)
    return [
        Proposal(number, known[f"refs/pull/{number}/head"], actor)
        for number, actor in enumerate(actors, start=1)
    ]


def _changes(root: Path, count: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield account and files of each request: of twenty, nine claims, six first texts, four mended records,
    and one that changes published words, which asks the author.
    """
    folders = [path.parent for path in sorted(root.glob("modules/*/*/module.yml"))]
    open_ones = (one for one in folders if not (one / "claims").exists())
    texts = iter(sorted(root.glob("content/*/*/index.md")))
    waiting = (
        one
        for one in folders
        if (one / "claims").exists() and not _content(root, one).parents[1].exists()
    )
    for number in range(count):
        owner, kind = member_id(500 + number), number % 20
        if kind < 9:
            folder = next(open_ones)
            yield _account(root, owner), _claim(root, folder, owner)
        elif kind < 15:
            folder = next(waiting)
            words = "## 出发前\n\n看一眼胎压，再看一眼玻璃水。\n"
            path = _content(root, folder).relative_to(root)
            yield _account(root, _writer(folder)), {str(path): words}
        elif kind < 19:
            path = root / f"members/{owner}.yml"
            text = path.read_text("utf-8").replace("intro: ", "intro: 常来。", 1)
            yield _account(root, owner), {str(path.relative_to(root)): text}
        else:
            path = next(texts)
            writer = _writer(root / "modules" / path.parent.relative_to(root / "content"))
            words = path.read_text("utf-8") + "\n再补一句：出发前看一眼胎压。\n"
            yield _account(root, writer), {str(path.relative_to(root)): words}


def _content(root: Path, folder: Path) -> Path:
    return root / "content" / folder.relative_to(root / "modules") / "writer/index.md"


def _claim(root: Path, folder: Path, owner: str) -> dict[str, str]:
    brief = yaml.safe_load((folder / "module.yml").read_text("utf-8"))
    terms = terms_fingerprint(msgspec.convert(brief, Brief))
    record = {"member": owner, "claimed": AS_OF.isoformat(), "terms": terms}
    place = f"{folder.relative_to(root)}/claims/{brief['seats'][0]['id']}.yml"
    return {place: dump(record)}


def _writer(folder: Path) -> str:
    text = next(iter(sorted(folder.glob("claims/writer.yml")))).read_text("utf-8")
    found = re.search(r"^member: (\S+)$", text, re.MULTILINE)
    assert found
    return found[1]


def _account(root: Path, member: str) -> str:
    record = yaml.safe_load((root / f"members/{member}.yml").read_text("utf-8"))
    return f"{record['github']}:{record['github_id']}"


def _git(root: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *words], check=True, capture_output=True, text=True
    ).stdout
