"""Under which addresses the commits of a request stand, and which of them are nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kocbook.git.changes import ChangedPath
from kocbook.git.history import Signature
from kocbook.git.revision_tree import GitTree
from kocbook.git.run import run_git
from kocbook.insight.accounts import find_logins, hash_email
from kocbook.model.community import Community
from kocbook.model.forges import PrivateMail
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.model.people import Member


def find_addresses(
    root: Path, base: str, head: str, changes: Iterable[ChangedPath], community: Community | None
) -> frozenset[str]:
    """Return the hashes of those addresses that changed member records list and the request proves.

    Anybody can write any address into a commit. So one under which commits stand in the base
    already proves nothing: a project lead has to say whose that is. Nor does one that names an
    account, unless the account's number shows that it is, or was, the member's own.

    Raises:
        KocError: Git failed.
    """
    wanted = _listed(changes, community)
    if not wanted or community is None:
        return frozenset()
    mail = PrivateMail.of(community.settings.site.repository)
    mine = {
        hashed
        for email in _emails(root, f"{base}..{head}")
        if (hashed := hash_email(email)) in wanted
        and mail.read(email) is None
        and not _is_known(root, base, email)
    }
    return frozenset(mine.union(_numbered(root, base, wanted, mail)))


def _numbered(
    root: Path, base: str, wanted: Mapping[str, Member], mail: PrivateMail
) -> Iterator[str]:
    """Yield the hashes of addresses that the numbers of the members' accounts show to be theirs.

    An account that was renamed stands in the base with its number and its older login: then that
    login's address without a number is its own as well, unless another account had it too.
    """
    numbers = {member.github_id for member in wanted.values()} - {None}
    if not numbers or not mail.joint:
        return
    signatures = [Signature("", email) for email in _emails(root, base)]
    for login, known in find_logins(signatures, mail).items():
        if len(known) == 1 and known <= numbers:
            (number,) = known
            for address in (mail.write(login, None), mail.write(login, number)):
                owner = wanted.get(hashed := hash_email(address))
                if owner is None or owner.github_id != number:
                    continue
                # Whoever is named so today, or may be, keeps what is sent under that login.
                if set(_files_naming(root, base, login)) <= {owner.path}:
                    yield hashed


def _files_naming(root: Path, base: str, login: str) -> list[str]:
    with GitTree(root, base, within=()) as tree:
        return tree.find_text({login}, "members")


def _emails(root: Path, revisions: str) -> set[str]:
    lines = run_git(root, "log", "--format=%ae", revisions, "--")
    return {line.strip() for line in lines.decode("utf-8", "replace").splitlines()} - {""}


def _listed(changes: Iterable[ChangedPath], community: Community | None) -> dict[str, Member]:
    """Return the hashes in the changed member records of the head, each with whose record it is."""
    if community is None:
        return {}
    found: dict[str, Member] = {}
    for change in changes:
        where = parse_record_path(change.path)
        if where is not None and where.kind is RecordKind.MEMBER and not change.is_deletion:
            member = community.members.get(where.parts["member"])
            found |= dict.fromkeys(member.commit_emails, member) if member else {}
    return found


def _is_known(root: Path, base: str, email: str) -> bool:
    """True where a commit of the base stands under this address."""
    words = ("--fixed-strings", "--regexp-ignore-case", f"--author=<{email}>")
    return bool(run_git(root, "log", "-1", "--format=%H", *words, base, "--").strip())
