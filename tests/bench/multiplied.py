"""The sample many times over: whole modules in both languages' site, as people write them.

`python -m tests.bench.multiplied ROOT FOLDER TIMES` copies the community at ROOT: each copy has handbooks
and members of its own.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import yaml

from kocbook.insight.pins import amounts_fingerprint
from kocbook.model.payout import Payout

_LETTERS = "bcdefghjkmnpqrstuvw"
_OWN = re.compile(r"^(?:same_as|commit_emails):.*\n(?:[ -].*\n)*", re.MULTILINE)


def multiply(root: Path, folder: Path, times: int) -> int:
    """Write `times` copies of the community at `root` into `folder`; return how many modules."""
    people = [path.stem for path in (root / "members").glob("*.yml")]
    books = [path.name for path in (root / "modules").iterdir()]
    folder.mkdir(parents=True)
    shutil.copy(root / "community.yml", folder)
    for number in range(times):
        _copy(root, folder, number, _renamer(people, books, _suffix(number)))
    return len([*folder.glob("modules/*/*/module.yml")])


def _suffix(number: int) -> str:
    high, low = divmod(number - 1, len(_LETTERS))
    return f"-{_LETTERS[high]}{_LETTERS[low]}x" if number else ""


def _renamer(people: list[str], books: list[str], suffix: str) -> Callable[[str], str]:
    names = "|".join(sorted((*people, *books), key=len, reverse=True))
    pattern = re.compile(rf"(?<![a-z])(?<![a-z]-)(?:{names})(?=--|(?![\w-]))")
    return lambda words: pattern.sub(lambda found: found[0] + suffix, words)


def _copy(root: Path, folder: Path, number: int, rename: Callable[[str], str]) -> None:
    for source in _iter_files(root):
        name = source.relative_to(root).as_posix()
        if number and name.startswith("plan/"):
            continue  # one calendar is for all
        target = folder / rename(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix != ".yml":
            shutil.copy(source, target)
            continue
        text = rename(source.read_text("utf-8"))
        if number and name.startswith("members/"):
            text = _own_account(text, number)
        if number and "/payouts/" in name:
            text = re.sub(r"^(reference: *[\w-]+)", rf"\1-{number}", text, flags=re.MULTILINE)
            text = _sign_amounts(text)
        target.write_text(text, "utf-8")


def _iter_files(root: Path) -> Iterator[Path]:
    for top in ("members", "modules", "content", "plan"):
        yield from sorted(path for path in (root / top).rglob("*") if path.is_file())


def _sign_amounts(record: str) -> str:
    """Let the pins of a copied payout name what it pays now: its references are its own."""
    known = {"handbook": "", "id": "", "path": ""}  # not in the file, nor in the fingerprint
    payout = msgspec.convert({**yaml.safe_load(record), **known}, Payout, strict=False)
    own = amounts_fingerprint(payout)
    return re.sub(r"^( *amounts: *).*", rf'\1"{own}"', record, flags=re.MULTILINE)


def _own_account(record: str, number: int) -> str:
    """Give a copied member an account of their own."""
    record = _OWN.sub("", record)
    record = re.sub(r"^(github: *[\w-]+)", rf"\1-{number}", record, flags=re.MULTILINE)
    return re.sub(r"^(github_id: *\d+)", rf"\g<1>{number:03}", record, flags=re.MULTILINE)


if __name__ == "__main__":
    made = multiply(Path(sys.argv[1]).absolute(), Path(sys.argv[2]), int(sys.argv[3]))
    sys.stdout.write(f"{made}\n")
