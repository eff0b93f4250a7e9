"""`koc invite` and `koc decline`: what they write passes the check, or nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.conftest import Koc
from tests.write.conftest import Clone

FOLDER = "modules/guide/night-drive"
INVITE = ["invite", "night-drive", "writer", "old-he", "--reason", "您写的：第一天用车"]
PATH = f"{FOLDER}/invitations/writer-1.yml"


@pytest.fixture
def inviting(clone: Clone) -> Clone:
    """A clone of the staff, in which one module is by invitation."""
    brief = clone.folder / FOLDER / "module.yml"
    brief.write_text(brief.read_text().replace("access: open", "access: invited"))
    # Whoever holds the other seat was invited too.
    claim = clone.folder / FOLDER / "claims/photographer.yml"
    holder = claim.read_text().split("member: ")[1].split("\n")[0]
    brief.write_text(brief.read_text() + f"invited: [{holder}]\n")
    clone.is_me("1004+zhou-lan-car")
    clone.git("commit", "-qam", "By invitation")
    return clone


def test_staff_invite_and_the_one_invited_claims(quiet_koc: Koc, inviting: Clone) -> None:
    result = quiet_koc(*INVITE)
    assert (result.code, result.err) == (0, "")
    assert inviting.git("symbolic-ref", "--short", "HEAD") == "invite/guide-night-drive-writer"
    found = load_community(WorkingTree(inviting.folder)).community
    assert found is not None
    terms = terms_fingerprint(found.modules["guide/night-drive"].brief)
    assert (inviting.folder / PATH).read_text().splitlines()[1:] == [
        "member: old-he",
        "by: zhou-lan",
        "date: 2026-06-30",
        "reason: 您写的：第一天用车",
        f'terms: "{terms}"',
    ]
    assert quiet_koc("check").code == 0
    inviting.is_me("1003+old-he-car")
    claimed = quiet_koc("claim", "night-drive", "writer", "--yes")
    assert (claimed.code, claimed.err) == (0, "")
    assert quiet_koc("check").code == 0


def test_without_an_invitation_nothing_is_claimed(quiet_koc: Koc, inviting: Clone) -> None:
    quiet_koc("invite", "night-drive", "writer", "gu-heng", "--reason", "懂预算")
    inviting.is_me("1003+old-he-car")
    before = inviting.snapshot()
    refused = quiet_koc("claim", "night-drive", "writer", "--yes")
    assert refused.code == 1
    assert inviting.snapshot() == before


def test_an_invitation_is_too_late_after_its_last_day(quiet_koc: Koc, inviting: Clone) -> None:
    assert quiet_koc(*INVITE).code == 0
    inviting.is_me("1003+old-he-car")
    claim = ["claim", "night-drive", "writer", "--yes", "--as-of"]
    assert quiet_koc(*claim, "2026-07-04").code == 1
    assert quiet_koc(*claim, "2026-07-03").code == 0


def test_declining_needs_no_reason_and_frees_the_seat(quiet_koc: Koc, inviting: Clone) -> None:
    assert quiet_koc(*INVITE).code == 0
    inviting.is_me("1003+old-he-car")
    result = quiet_koc("decline", "night-drive")
    assert (result.code, result.err) == (0, "")
    assert (inviting.folder / PATH).read_text().endswith("declined: 2026-06-30\n")
    assert quiet_koc("check").code == 0
    assert quiet_koc("decline", "night-drive").code == 2
    inviting.is_me("1004+zhou-lan-car")
    following = ["invite", "night-drive", "writer", "xiao-man", "--reason", "拍得稳，也写得短"]
    assert quiet_koc(*following).code == 0
    assert (inviting.folder / f"{FOLDER}/invitations/writer-2.yml").exists()
    assert quiet_koc("check").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["invite", "tyre-check", "writer", "old-he", "--reason", "好"],  # open to all
        ["invite", "night-drive", "painter", "old-he", "--reason", "好"],
        ["invite", "night-drive", "photographer", "old-he", "--reason", "好"],  # held
        ["invite", "night-drive", "writer", "nobody", "--reason", "好"],
        ["invite", "night-drive", "writer", "old-he", "--reason", " "],
        ["invite", "night-drive", "writer", "old-he", "--reason", "好", "--member", "old-he"],
        ["decline", "night-drive"],
    ],
)
def test_what_is_refused(quiet_koc: Koc, inviting: Clone, words: list[str]) -> None:
    before = inviting.snapshot()
    assert quiet_koc(*words).code == 2
    assert inviting.snapshot() == before


def test_nobody_else_is_asked_while_one_may_answer(quiet_koc: Koc, inviting: Clone) -> None:
    assert quiet_koc(*INVITE).code == 0
    refused = quiet_koc("invite", "night-drive", "writer", "xiao-man", "--reason", "好")
    assert refused.code == 2
    assert not Path(inviting.folder / f"{FOLDER}/invitations/writer-2.yml").exists()
