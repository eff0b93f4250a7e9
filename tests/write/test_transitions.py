"""A module's whole life on a real repository: each step a request by its own person, judged, merged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.conftest import Koc
from tests.write.conftest import Clone
from tests.write.pictures import jpeg

MODULE = "guide/night-drive"
FOLDER = f"modules/{MODULE}"
TEXT = f"content/{MODULE}/writer/index.md"
ACCOUNTS = {
    "xiao-man": "xiao-man-car:1001",
    "ma-jun": "ma-jun-car:1002",
    "old-he": "old-he-car:1003",
    "zhou-lan": "zhou-lan-car:1004",
    "gu-heng": "gu-heng-car:1005",
    "lin-yi": "linyi:77",
}
JOIN = ("join", "--id", "lin-yi", "--name", "林一", "--github", "linyi", "--github-id", "77")
WORDS = "# 夜里开车\n\n先把前挡擦干净，里外都擦。\n\n会车前三百米换近光。\n"


@dataclass
class Town:
    """Everybody's requests to one repository, merged in turn as a hosting service would."""

    clone: Clone
    koc: Koc

    def __post_init__(self) -> None:
        self.count = 0

    def runs(self, who: str, day: str, *words: str) -> int:
        """Run a command as somebody, from the tip of main; return its exit code."""
        self.clone.git("switch", "-q", "main")
        login, _, number = ACCOUNTS[who].partition(":")
        self.clone.git("config", "user.name", who)
        self.clone.git("config", "user.email", f"{number}+{login}@users.noreply.github.com")
        self.clone.git("config", "koc.member", "")  # it would remember the last who joined
        return self.koc(*words, "--as-of", f"2026-{day}").code

    def writes(self, files: dict[str, str]) -> None:
        """Write files by hand, in one commit on a branch of its own."""
        self.count += 1
        self.clone.git("switch", "-q", "main")
        self.clone.git("switch", "-qc", f"by-hand-{self.count}")
        for path, text in files.items():
            file = self.clone.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            self.clone.git("add", path)
        self.clone.git("commit", "-qm", "By hand")

    def verdict(self, who: str, day: str, *approved: str) -> int:
        """Judge the branch that stands checked out, as the required check does."""
        account = ACCOUNTS.get(who, who)
        agreed = [word for name in approved for word in ("--approved", ACCOUNTS[name])]
        branch = self.clone.git("symbolic-ref", "--short", "HEAD")
        words = ("--base", "main", "--head", branch, "--actor", account, *agreed)
        return self.koc("check", *words, "--as-of", f"2026-{day}").code

    def merges(self, who: str, day: str, *approved: str) -> None:
        """Judge and merge the branch that stands checked out; main stays in order."""
        branch = self.clone.git("symbolic-ref", "--short", "HEAD")
        assert branch != "main"
        assert self.verdict(who, day, *approved) == 0
        self.clone.git("switch", "-q", "main")
        self.clone.git("merge", "-q", "--no-ff", "-m", branch, branch)
        assert self.koc("check", "--as-of", f"2026-{day}").code == 0

    def does(self, who: str, day: str, *words: str) -> None:
        assert self.runs(who, day, *words) == 0, words
        self.merges(who, day)

    def state(self, day: str, module: str = MODULE) -> str:
        """Return the module's state on main, without a sign of who holds what."""
        shown = self.koc("status", module, "--format", "json", "--as-of", f"2026-{day}").out
        return str(json.loads(shown)["rows"][0]["state"])

    def read(self, path: str) -> str:
        return (self.clone.folder / path).read_text()

    def terms(self) -> str:
        community = load_community(WorkingTree(self.clone.folder)).community
        assert community is not None
        return terms_fingerprint(community.modules[MODULE].brief)


@pytest.fixture
def town(quiet_koc: Koc, clone: Clone) -> Town:
    return Town(clone, quiet_koc)


REVIEW = ("new", "review", MODULE, "--strength", "清楚", "--goal")
ASKS = ("id=clear; met=partly; evidence=看过了; next=说清换近光的距离", "--improvement", "说清距离")
OWES = ("--missing", "writer：说清换近光的距离")


@pytest.fixture
def accepted(town: Town, tmp_path: Path) -> Town:
    """From joining to an accepted text by two authors, step by step."""
    town.does("lin-yi", "06-30", *JOIN)
    town.does("lin-yi", "06-30", "claim", MODULE, "writer", "--yes")
    town.does("lin-yi", "07-01", "extend", MODULE)
    assert town.runs("lin-yi", "07-02", "extend", MODULE) == 2
    town.does("xiao-man", "07-02", "release", MODULE)
    assert town.state("07-02") == "open"
    town.does("old-he", "07-02", "claim", MODULE, "photographer", "--yes")
    assert town.state("07-02") == "claimed"

    draft = tmp_path / "夜.md"
    picture = tmp_path / "IMG 1.jpg"
    picture.write_bytes(jpeg())
    draft.write_text(WORDS.replace("三百米", "") + "\n![近光与远光](<IMG 1.jpg>)\n")
    town.does("lin-yi", "07-03", "deliver", MODULE, str(draft), str(picture))
    assert town.state("07-03") == "claimed"  # the photographer's part is still to come
    shown = ("deliver", MODULE, str(picture), "--caption", "IMG 1.jpg=夜里的路")
    town.does("old-he", "07-03", *shown)
    assert town.state("07-03") == "delivered"
    assert town.runs("zhou-lan", "07-05", *REVIEW, *ASKS, *OWES) == 0
    assert town.verdict("lin-yi", "07-05") == 1  # nobody reviews their own work
    town.merges("zhou-lan", "07-05")
    assert town.state("07-05") == "changes-requested"
    draft.write_text(draft.read_text().replace("会车前", "会车前三百米"))
    town.does("lin-yi", "07-06", "deliver", MODULE, str(draft), str(picture))
    assert town.state("07-06") == "delivered"
    town.does("zhou-lan", "07-07", *REVIEW, "id=clear; met=fully")
    assert town.state("07-07") == "accepted"
    return town


def test_from_joining_to_the_published_page(accepted: Town) -> None:
    accepted.does("lin-yi", "07-08", "sign", MODULE)
    assert accepted.state("07-08") == "accepted"  # one author's word is not the other's
    accepted.does("old-he", "07-09", "sign", MODULE)
    assert accepted.state("07-09") == "published"


def test_other_words_open_the_signoffs_again_and_a_layout_does_not(accepted: Town) -> None:
    accepted.does("lin-yi", "07-08", "sign", MODULE)
    accepted.does("old-he", "07-08", "sign", MODULE)
    laid_out = accepted.read(TEXT).replace("先把", "- **先把**").replace("会车", "-   会车")
    accepted.writes({TEXT: laid_out + "\n\n"})
    accepted.merges("zhou-lan", "07-09")
    assert accepted.state("07-09") == "published"

    other = laid_out.replace("三百米", "一百五十米")
    accepted.writes({TEXT: other})
    for who in ("zhou-lan", "gu-heng", "ma-jun"):
        assert accepted.verdict(who, "07-10") == 1
    # The words can go in together with what the authors sign, and with nothing less.
    accepted.clone.git("switch", "-q", "main")
    accepted.clone.git("merge", "-q", f"by-hand-{accepted.count}")
    assert accepted.state("07-10") == "accepted"
    assert accepted.runs("lin-yi", "07-10", "sign", MODULE) == 0
    accepted.merges("lin-yi", "07-10")
    assert accepted.state("07-10") == "accepted"
    accepted.does("old-he", "07-10", "sign", MODULE)
    assert accepted.state("07-10") == "published"


def test_terms_change_only_together_with_the_renewed_consent(town: Town) -> None:
    brief, claim = f"{FOLDER}/module.yml", f"{FOLDER}/claims/photographer.yml"
    better = town.read(brief).replace("reward: {points: 30}", "reward: {points: 40}")
    before = town.read(claim)
    town.writes({brief: better})
    assert town.verdict("zhou-lan", "06-30") == 1
    wanted = town.terms()
    renewed = before.replace(before.split("terms: ")[1].strip(), f'"{wanted}"')
    town.writes({brief: better, claim: renewed})
    assert town.verdict("zhou-lan", "06-30") == 1  # the claimant has not said yes
    assert town.verdict("zhou-lan", "06-30", "ma-jun") == 1
    town.merges("zhou-lan", "06-30", "xiao-man")
    assert wanted in town.read(claim)


def test_a_lapsed_seat_is_handed_over_and_a_held_one_is_not(town: Town) -> None:
    assert town.runs("ma-jun", "06-30", "claim", MODULE, "photographer", "--yes") == 2
    assert town.state("06-30", "guide/car-wash") == "lapsed"
    town.does("ma-jun", "06-30", "claim", "guide/car-wash", "--yes")
    assert town.state("06-30", "guide/car-wash") == "claimed"
    folder = "modules/guide/car-wash/claims"
    assert "member: ma-jun\n" in town.read(f"{folder}/writer.yml")
    assert "member: old-he\n" in town.read(f"{folder}/past/writer-1.yml")


def test_a_renamed_login_stays_its_members_and_the_old_one_is_nobodys(town: Town) -> None:
    record = "members/old-he.yml"
    town.writes({record: town.read(record).replace("old-he-car", "old-he-2027")})
    assert town.verdict("old-he-car:999", "06-30") == 1
    assert town.verdict("ma-jun", "06-30") == 1
    town.merges("old-he-2027:1003", "06-30")
    # The number decides, under the new login and under the one he had before.
    for login, number, code in (
        ("old-he-2027", "1003", 0),
        ("old-he-car", "1003", 0),
        ("old-he-car", "999", 1),
        ("old-he-2027", "999", 1),
    ):
        assert town.runs("old-he", "06-30", "claim", MODULE, "writer", "--yes") == 0
        assert town.verdict(f"{login}:{number}", "06-30") == code, (login, number)
        town.clone.git("switch", "-q", "main")
    # Nor can who has the old login now join under it as if he were the member.
    stranger = town.read(record).replace("old-he-2027", "old-he-car").replace("1003", "999")
    town.writes({record: stranger})
    assert town.verdict("old-he-car:999", "06-30") == 1
