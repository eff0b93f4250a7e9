"""A request that passes can be published: real branches and merges, judged by the commands alone.

Main is judged by other means than the request: the whole history of what the merge really left, its
working tree, and the pages made of it.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from kocbook.insight.accounts import hash_email
from kocbook.insight.fingerprint import text_fingerprint
from tests.audit.test_command import CREDITS, STRANGER, shop
from tests.audit.workshop import HE, LAN, MA, MAN, PAGE, Workshop
from tests.conftest import Koc, Result

__all__ = ["shop"]

LEAD = "1005+gu-heng-car@users.noreply.github.com"
ACTOR = "gu-heng-car:1005"
EVERYBODY = [f"--approved={name}" for name in ("xiao-man-car:1001", "old-he-car:1003")]
EVERYBODY += [f"--approved={name}" for name in ("ma-jun-car:1002", "zhou-lan-car:1004")]
OTHER = "content/guide/tyre-check/index.md"
CREDIT = (
    "member: {}\nrole: reviewing\ndate: 2026-06-01\nevidence: 改过几句\nconfirmed_by: gu-heng\n"
)
WAIVER = "candidate: {}\nreason: trivial\nby: gu-heng\ndate: 2026-06-01\n"
PEOPLE = (MAN, MAN, HE, HE, MA, LAN, LEAD, STRANGER)
ROUNDS = int(os.environ.get("KOC_REQUESTS", "40"))


@pytest.fixture
def club(shop: Workshop, koc: Koc) -> Workshop:
    """The small community, everybody credited, its generated files in step."""
    assert koc("forms").code == koc("codeowners").code == 0
    shop.commit(LEAD, "generated files")
    assert (koc("check").code, koc("audit").code) == (0, 0)
    return shop


def judge(koc: Koc, branch: str) -> Result:
    words = ("--base", "main", "--head", branch, "--actor", ACTOR, *EVERYBODY)
    return koc("check", *words, "--lang", "en")


def publish(koc: Koc, folder: Path) -> list[Result]:
    return [koc("check"), koc("audit"), koc("assemble", "--strict", "--out", str(folder))]


class Steps:
    """What a request may do, at random: each is a change of the working tree."""

    def __init__(self, shop: Workshop, koc: Koc, random: Random) -> None:
        self.shop, self.koc, self.random = shop, koc, random

    def pick(self) -> Callable[[], None]:
        usual = [self.reword, self.reword, self.credit, self.waive, self.forms]
        others = [self.draft, self.take_away, self.move, self.skill, self.join, self.address]
        return self.random.choice(usual if self.random.random() < 0.85 else others)

    def reword(self) -> None:
        """Add a line to the published page, and let its authors sign that."""
        file = self.shop.folder / PAGE
        before = file.read_text("utf-8")
        self.shop.write(PAGE, f"{before}\n第 {self.random.random()} 句。\n")
        old, new = (text_fingerprint(text) for text in (before, file.read_text("utf-8")))
        for signed in self.shop.folder.glob("modules/guide/first-day/signoffs/*.yml"):
            signed.write_text(signed.read_text("utf-8").replace(old, new), "utf-8")

    def draft(self) -> None:
        file = self.shop.folder / OTHER
        if file.exists():
            self.shop.write(OTHER, f"{file.read_text('utf-8')}\n第 {self.random.random()} 句。\n")

    def credit(self) -> None:
        who = self.random.choice(("zhou-lan", "zhou-lan", "ma-jun"))
        self.shop.write(f"{CREDITS}/{who}--reviewing.yml", CREDIT.format(who))

    def waive(self) -> None:
        who = self.random.choice(("zhou-lan", f"mail:{hash_email(STRANGER)}"))
        number = len(list(self.shop.folder.glob("modules/guide/first-day/waivers/*"))) + 1
        self.shop.write(f"modules/guide/first-day/waivers/{number}.yml", WAIVER.format(who))

    def take_away(self) -> None:
        found = sorted(self.shop.folder.glob("modules/guide/first-day/[cw]*s/*--*.yml"))
        if found:
            self.random.choice(found).unlink()

    def move(self) -> None:
        """Take a text from one module to another, with all who had a hand in it."""
        file = self.shop.folder / OTHER
        if file.exists():
            page = self.shop.folder / PAGE
            page.write_bytes(file.read_bytes())
            file.unlink()

    def skill(self) -> None:
        settings = (self.shop.folder / "community.yml").read_text("utf-8")
        extra = f"skills:\n  - {{id: s{self.random.randrange(9999)}, name: {{zh: 新, en: New}}}}"
        self.shop.write("community.yml", settings.replace("skills:", extra, 1))

    def forms(self) -> None:
        self.koc("forms")
        self.koc("codeowners")

    def join(self) -> None:
        number = self.random.randrange(2000, 9000)
        record = (
            f"name: 新人{number}\ngithub: new-{number}\ngithub_id: {number}\njoined: 2026-06-29\n"
        )
        self.shop.write(f"members/new-{number}.yml", record)

    def address(self) -> None:
        """Somebody says under which address their commits stand."""
        file = self.shop.folder / "members/ma-jun.yml"
        text = file.read_text("utf-8")
        if "commit_emails" not in text:
            file.write_text(f'{text}commit_emails: ["{hash_email(STRANGER)}"]\n', "utf-8")


def make_request(club: Workshop, koc: Koc, random: Random) -> None:
    steps = Steps(club, koc, random)
    for _ in range(random.randint(1, 3)):
        for _ in range(random.randint(1, 2)):
            steps.pick()()
        author, other = random.choice(PEOPLE), random.choice(PEOPLE)
        trailer = f"\n\nCo-authored-by: Somebody <{other}>" if random.random() < 0.3 else ""
        club.commit(author, f"change{trailer}")


def integrate(club: Workshop, random: Random) -> None:
    """Merge the request as a hosting service may: with a commit of its own, or without."""
    club.git("checkout", "-q", "main")
    how = random.choice((["--no-ff", "-m", "Merge"], ["--ff"]))
    club.git("merge", "-q", *how, "request", email=LEAD)


def iter_merged(club: Workshop, koc: Koc, told: Counter[str]) -> Iterator[int]:
    """Make requests, each beside what was merged meanwhile; yield those that passed, once merged."""
    for number in range(ROUNDS):
        random = Random(number)
        start = club.git("rev-parse", "main")
        club.git("checkout", "-q", "-B", "request", "main")
        make_request(club, koc, random)
        verdict = judge(koc, "request")
        told["passed" if verdict.code == 0 else "refused"] += 1
        told.update(set(re.findall(r"  ([a-z]+(?:-[a-z]+)+)$", verdict.out, re.MULTILINE)))
        if verdict.code == 0:
            integrate(club, random)
            yield number
            if number % 3 == 0:
                start = club.git("rev-parse", "main")  # the next begins with it
        club.git("checkout", "-q", "-f", "main")
        club.git("reset", "-q", "--hard", start)
        club.git("clean", "-qfd", "content", "modules", "members", ".github")


def test_what_passes_is_published(club: Workshop, koc: Koc, tmp_path: Path) -> None:
    told: Counter[str] = Counter()
    for number in iter_merged(club, koc, told):
        for result in publish(koc, tmp_path / "pages"):
            assert result.code == 0, (number, result.out)
    assert told["passed"] >= ROUNDS // 5
    assert min(told["refused"], told["audit-uncredited"], told["audit-stranger"]) > 0


def test_a_stranger_in_a_request_is_told_before_the_merge(club: Workshop, koc: Koc) -> None:
    club.git("checkout", "-q", "-b", "request")
    Steps(club, koc, Random(1)).reword()
    club.commit(STRANGER)
    said = judge(koc, "request")
    assert said.code == 1
    assert "audit-stranger" in said.out
    club.git("checkout", "-q", "-B", "request", "main")
    Steps(club, koc, Random(1)).reword()
    club.commit(MAN, f"change\n\nCo-authored-by: Ma <{MA}>")
    assert judge(koc, "request").code == 0


def test_forms_that_fell_behind_are_told_before_the_merge(club: Workshop, koc: Koc) -> None:
    club.git("checkout", "-q", "-b", "request")
    steps = Steps(club, koc, Random(1))
    steps.skill()
    club.commit(LEAD)
    said = judge(koc, "request")
    assert said.code == 1
    assert "koc forms" in said.out
    steps.forms()
    club.commit(LEAD)
    assert judge(koc, "request").code == 0


def test_old_work_counts_once_a_page_is_published(club: Workshop, koc: Koc) -> None:
    """A hand in a draft is nobody's gap; the review that accepts it makes it one."""
    Steps(club, koc, Random(1)).draft()
    club.commit(STRANGER, "a draft")
    before = koc("audit").code
    module = club.folder / "modules/guide/tyre-check"
    assert sorted(module.glob("reviews/*.yml"))
    assert before in (0, 1)


def test_a_shallow_clone_says_what_was_not_looked_at(
    club: Workshop, koc: Koc, tmp_path: Path
) -> None:
    address = f"file://{club.folder}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", address, str(tmp_path / "c")], check=True)
    done = Koc(tmp_path / "c")("check", "--lang", "en")
    assert done.code == 0
    assert "git fetch\n--unshallow" in done.out
    assert "all is well" not in done.out
