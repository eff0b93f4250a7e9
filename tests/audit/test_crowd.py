"""Hundreds of people, with all the names and addresses that they ever had, wrote one page."""

from __future__ import annotations

import random
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kocbook.git.history import iter_history
from kocbook.insight.accounts import hash_email
from kocbook.insight.audit import audit_credits
from kocbook.insight.authorship import find_hands
from kocbook.insight.credits import all_credits
from kocbook.insight.state import all_facts
from kocbook.intake.acts.audit_records import propose_records
from tests.audit.test_properties import AS_OF, TEXT, published_files
from tests.builders import load_files, member

NOREPLY = "users.noreply.github.com"
MEMBERS = 300
ROBOTS = (
    ("dependabot[bot]", f"49699333+dependabot[bot]@{NOREPLY}"),
    ("Claude", "noreply@anthropic.com"),
    ("Copilot", f"198982749+Copilot@{NOREPLY}"),
    ("Club Robot", "robot@club.example"),
)


@dataclass
class Crowd:
    """Records and a history, and by hand whom the audit has to know and to miss."""

    files: dict[str, Any]
    commits: list[tuple[str, str]] = field(default_factory=list)
    mailmap: list[str] = field(default_factory=list)
    members: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)

    def sign(self, name: str, email: str, coauthors: str = "") -> None:
        self.commits.append((f"{name} <{email}>", coauthors))


def gather(seed: int) -> Crowd:
    """Let everybody write once or twice, each under one of the ways that people have signed."""
    draw = random.Random(seed)
    crowd = Crowd(published_files(set()))
    crowd.files["community.yml"]["audit"] = {"bots": ["robot@club.example"]}
    for number in range(10, 10 + MEMBERS):
        name = f"crowd-{number:04}".translate(str.maketrans("01", "xy"))
        login, home = f"account{number}", f"{name}@home.example"
        record = member(number, f"第 {number} 位")
        way = number % 7
        if way == 0:
            crowd.sign(name, f"{1000 + number}+{login}@{NOREPLY}")
        elif way == 1:
            crowd.sign("别名", f"{login}@{NOREPLY}")
        elif way == 2:  # the account was renamed: older commits have the older login
            crowd.sign(name, f"{1000 + number}+was-{login}@{NOREPLY}")
            crowd.sign(name, f"was-{login}@{NOREPLY}")
        elif way == 3:  # claimed by its hash
            record["commit_emails"] = [hash_email(home)]
            crowd.sign(name, home.upper())
        elif way == 4:
            crowd.mailmap.append(f"Now <{1000 + number}+{login}@{NOREPLY}> <{home}>")
            crowd.sign(name, home)
        elif way == 5:
            crowd.mailmap.append(f"Now <{1000 + number}+{login}@{NOREPLY}> Old <{home}>")
            crowd.sign(*draw.choice(ROBOTS), coauthors=f"Co-authored-by: Old <{home}>\n")
        else:
            crowd.sign(*draw.choice(ROBOTS))  # wrote nothing; only a robot did
        if way < 6:
            crowd.members.add(name)
        crowd.files[f"members/{name}.yml"] = record
    for number in range(40):
        crowd.strangers.add(f"mail:{hash_email(f'guest{number}@far.example')}")
        crowd.sign("Guest", f"guest{number}@far.example", "Co-authored-by: Empty < >\n")
    crowd.strangers.add("Nameless")
    crowd.sign("Nameless", "")
    draw.shuffle(crowd.commits)
    return crowd


def write_history(crowd: Crowd, folder: Path) -> None:
    """Write a commit for each signature, each with words of its own, by one `git fast-import`."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    stream = []
    for number, (who, coauthors) in enumerate(crowd.commits):
        message = f"第 {number} 次\n\n{coauthors}".encode()
        text = f"第 {number} 稿。\n".encode()
        head = f"commit refs/heads/main\nauthor {who} {1_770_000_000 + number} +0000\n"
        head += f"committer GitHub <noreply@github.com> {1_770_000_000 + number} +0000\n"
        stream.append(head.encode() + b"data %d\n" % len(message) + message + b"\n")
        stream.append(f"M 100644 inline {TEXT}\n".encode() + b"data %d\n" % len(text) + text)
    subprocess.run(
        ["git", "-C", str(folder), "fast-import", "--quiet"], input=b"".join(stream), check=True
    )
    (folder / ".mailmap").write_text("\n".join(crowd.mailmap) + "\n", encoding="utf-8")


@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_of_a_crowd_is_known_or_missed_by_name(tmp_path: Path, seed: int) -> None:
    crowd = gather(seed)
    write_history(crowd, tmp_path / "repo")
    community = load_files(crowd.files)
    facts = all_facts(community, AS_OF)
    started = time.process_time()
    hands = find_hands((commit, True) for commit in iter_history(tmp_path / "repo"))
    audit = audit_credits(community, facts, hands)
    assert time.process_time() - started < 5
    known = {gap.candidate.member for gap in audit.gaps} - {None}
    assert known == crowd.members
    assert {gap.candidate.key for gap in audit.gaps if not gap.candidate.member} == crowd.strangers

    # One request closes them all, but for those whom nobody knows.
    staff = community.members["staff-a"]
    waived = {key.casefold(): "trivial" for key in crowd.strangers if key.startswith("mail:")}
    proposal = propose_records(
        tmp_path, community, audit.gaps, staff, AS_OF, waived, lambda seen: "，".join(seen[:2])
    )
    assert (proposal.credits, proposal.waivers) == (len(crowd.members), len(waived))
    assert [gap.candidate.key for gap in proposal.left] == ["Nameless"]
    files = {path: data for path, data in proposal.files.items() if data is not None}
    after = load_files({**crowd.files, **files})
    then = all_facts(after, AS_OF)
    assert {line.member for line in all_credits(after, then)} >= crowd.members
    left = audit_credits(after, then, hands).gaps
    assert [gap.candidate.key for gap in left] == ["Nameless"]
