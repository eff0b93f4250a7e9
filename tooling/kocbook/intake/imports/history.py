"""Who wrote a book, as the history of its source says: proposals that staff confirm or drop."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.base.texts import Texts
from kocbook.git.history import Signature, iter_history, require_whole_history
from kocbook.insight.accounts import AccountBook
from kocbook.insight.authorship import Hands, find_hands
from kocbook.insight.robots import Robots
from kocbook.model.community import Community
from kocbook.model.forges import PrivateMail
from kocbook.model.paths import RecordKind
from kocbook.records.record_text import render_record
from kocbook.rules.audit import usual_role


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who had a hand in a page, in so many commits; `member` where the roster knows them.

    Addresses of e-mail are kept nowhere: `login` is told by the forge's own private address.
    """

    module: str
    name: str
    login: str | None
    member: str | None
    commits: int


class ShallowError(KocError):
    """The source's history is cut off, so that it would name too few."""


def read_hands(root: Path, pages: Mapping[str, str], community: Community) -> list[Hand]:
    """Return who had a hand in each page; `pages` pairs modules with their files in the source.

    Renames are followed, co-authors count, `.mailmap` joins names, and programs are left out. Empty
    where the source has no history of its own.

    Raises:
        ShallowError: only a part of the history is there.
        KocError: Git failed.
    """
    if not (root / ".git").exists():
        return []
    try:
        require_whole_history(root)
    except KocError as error:
        raise ShallowError(error.key) from error
    hands = find_hands((commit, True) for commit in iter_history(root))
    wanted = {path: hands[path] for path in pages.values() if path in hands}
    book = AccountBook(community, {one for found in wanted.values() for one in found})
    robots = Robots(community.settings.audit.bots)
    mail = PrivateMail.of("")  # nothing says which service the history is from
    listed: list[Hand] = []
    for module, path in pages.items():
        listed += _of_page(module, wanted.get(path, {}), book, robots, mail)
    return listed


def _of_page(
    module: str, hands: Hands, book: AccountBook, robots: Robots, mail: PrivateMail
) -> list[Hand]:
    """Join the signatures of one person: by member, then by login, then by name."""
    found: dict[tuple[str, str], tuple[Signature, set[str]]] = {}
    for signature, commits in hands.items():
        if signature in robots:
            continue
        member = book.find(signature).member
        login = (mail.read(signature.email) or ("", None))[0]
        named = ("member", member) if member else ("name", signature.name.casefold())
        known = found.setdefault(named, (signature, set()))
        if login and not (mail.read(known[0].email) or ("", None))[0]:
            found[named] = (signature, known[1])
        found[named][1].update(commits)
    return sorted(
        (
            Hand(
                module,
                signature.name,
                (mail.read(signature.email) or ("", None))[0] or None,
                named[1] if named[0] == "member" else None,
                len(commits),
            )
            for named, (signature, commits) in found.items()
        ),
        key=lambda hand: (-hand.commits, hand.name),
    )


def proposal_files(
    hands: Iterable[Hand], community: Community, day: date, source: str, texts: Texts
) -> dict[str, bytes]:
    """Return credits for those who are members here: nobody has confirmed them."""
    role = usual_role(community)
    files: dict[str, bytes] = {}
    for hand in hands:
        if hand.member is not None:
            path = f"modules/{hand.module}/credits/{hand.member}--{role}.yml"
            evidence = texts("import.evidence", source=source, n=hand.commits)
            values = {"member": hand.member, "role": role, "date": day, "evidence": evidence}
            files[path] = render_record(RecordKind.CREDIT, path, values).encode()
    return files


def render_hands(hands: Iterable[Hand]) -> bytes:
    """Return a table of everybody whom the history names, for spreadsheets."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("module", "name", "login", "member", "commits"))
    for hand in hands:
        cells = (hand.module, hand.name, hand.login or "", hand.member or "", str(hand.commits))
        # A name that begins like a formula would be one in a spreadsheet.
        writer.writerow(
            [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in cells]
        )
    return table.getvalue().encode("utf-8-sig")
