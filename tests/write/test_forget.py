"""A member leaves: nothing in the tree or on the site tells who it was, and nothing they did is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from kocbook.insight.state import all_facts
from kocbook.intake.acts.forget import find_mentions, forget_files
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.model.tree import READ_FOLDERS
from kocbook.records.departure import MEMBER_KEYS, OPEN_KEYS, replace_in_text, replace_member
from kocbook.records.schema import find_schema_faults, load_schema
from kocbook.records.yaml_reader import read_yaml
from kocbook.site.pictures import share as share_images
from kocbook.site.pictures.share import ShareCard
from tests.conftest import Koc
from tests.records.test_schema import iter_schemas
from tests.site.built import AS_OF, ROOT, load_living
from tests.site.searched import assert_pieces_hold_only_pages, read_plainly
from tests.write.conftest import Clone

PERSONAL = ("林小满", "小满", "Lin Xiaoman", "lin xiaoman", "linxiaoman", "10234567", "lin-xiaoman")
TOWN = "成都"


def actor(clone: Clone, member: str) -> str:
    """The account of a member of the base, as `--actor` wants it."""
    lines = clone.git("show", f"main:members/{member}.yml").splitlines()
    values = dict(line.split(": ", 1) for line in lines if ": " in line)
    return f"{values['github']}:{values['github_id']}"


def verdict(koc: Koc, clone: Clone, member: str) -> int:
    branch = clone.git("symbolic-ref", "--short", "HEAD")
    return koc("check", "--base", "main", "--head", branch, "--actor", actor(clone, member)).code


def write(clone: Clone, path: str, text: str) -> None:
    file = clone.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def amend(clone: Clone) -> None:
    clone.git("add", "-A")
    clone.git("commit", "-q", "--amend", "--no-edit")


@pytest.fixture
def living(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    """The repository's own community as a clone."""
    folder = tmp_path / "living"
    folder.mkdir()
    for name in READ_FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in ("community.yml", "mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(ROOT / name, folder / name)
    clone = Clone(folder)
    for words in (["init", "-q", "-b", "main"], ["add", "-A"]):
        subprocess.run(["git", *words], cwd=folder, check=True)
    clone.is_me("10234567+linxiaoman-qc")
    clone.git("commit", "-qm", "Sample")
    monkeypatch.setattr("kocbook.cli.ui.writing.is_interactive", lambda: False)
    return clone


def credits_of(koc: Koc) -> Counter[tuple[object, ...]]:
    """What was done and how it counts, without by whom."""
    rows = json.loads(koc("credits", "--format", "json").out)["rows"]
    return Counter(
        tuple(row[key] for key in ("handbook", "module", "seat", "role", "state", "share"))
        for row in rows
    )


def pages_of(koc: Koc, target: Path) -> set[str]:
    assert koc("assemble", "--out", str(target)).code == 0
    return {path.relative_to(target).as_posix() for path in target.rglob("index.md")}


def test_nothing_of_a_member_who_left_is_in_the_tree_or_on_the_site(
    living: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    koc = Koc(living.folder)
    before, pages = credits_of(koc), pages_of(koc, tmp_path / "before")
    result = koc("forget", "lin-xiaoman", "--yes", "--also", "小满")
    assert (result.code, result.err) == (0, "")
    assert [verdict(koc, living, who) for who in ("lin-xiaoman", "gu-heng", "zhou-lan")] == [
        0,
        0,
        1,
    ]

    # Other people's words are listed with their places, and are theirs to change.
    mention = "content/summer-road-trip/packing/writer/index.md:3"
    assert mention in result.out
    text = living.folder / mention.partition(":")[0]
    assert "图是小满拍的" in text.read_text()
    assert credits_of(koc) == before
    text.write_text(text.read_text().replace("图是小满拍的", "图是一位车友拍的"))
    living.git("commit", "-qam", "Other words")
    # The other author agrees to the new words; who left is not waited for.
    assert koc("sign", "packing", "--member", "bai-he").code == 0
    assert credits_of(koc) == before
    gone = {f"{language}/people/lin-xiaoman/index.md" for language in ("zh", "en")}
    assert pages - pages_of(koc, tmp_path / "after") == gone
    site = tmp_path / "site"
    # A picture that stands for a page has words too, which no search of bytes would find.
    drawn: list[ShareCard] = []
    prepare = share_images.prepare_share_images

    def prepare_noted(root: Path, cards: Mapping[str, ShareCard]) -> dict[str, Path]:
        drawn.extend(cards.values())
        return prepare(root, cards)

    monkeypatch.setattr("kocbook.site.assemble.assembly.prepare_share_images", prepare_noted)
    assert koc("build", "--site-dir", str(site)).code == 0
    tree = [path for path in living.folder.rglob("*") if ".git" not in path.parts]
    for path in (*tree, *site.rglob("*")):
        shown = path.relative_to(tmp_path).as_posix()
        data = read_plainly(path).lower() if path.is_file() else b""
        for word in PERSONAL:
            assert word.lower() not in shown.lower(), shown
            assert word.lower().encode() not in data, f"{word} in {shown}"
    for language in ("", "en"):
        assert_pieces_hold_only_pages(site / language)
    assert drawn, "no picture stands for a page"
    for card in drawn:
        assert not any(word.lower() in str(card).lower() for word in PERSONAL), card
    assert TOWN not in (living.folder / "members/former-1.yml").read_text()
    for language, name in (("", "匿名共创者"), ("en/", "An anonymous co-creator")):
        assert name in (site / f"{language}summer-road-trip/packing/index.html").read_text()


@pytest.fixture
def busy(clone: Clone) -> Clone:
    """The small community, where xiao-man did a little of everything."""
    folder = "modules/guide/night-drive"
    write(
        clone,
        f"{folder}/questions/2026-06-28-xiao-man.yml",
        "member: xiao-man\ndate: 2026-06-28\ntext: 远光灯？\n",
    )
    write(
        clone,
        f"{folder}/answers/2026-06-28-xiao-man.yml",
        "by: zhou-lan\ndate: 2026-06-29\ntext: 会车时关。\n",
    )
    write(clone, "README.md", "# 车友会\n\n感谢老车友林小满。\n")
    brief = clone.folder / "modules/trip/packing/module.yml"
    brief.write_text(brief.read_text().rstrip("\n") + "\ninvited: [old-he, xiao-man]\n")
    wall = "members/recognition/2026/2026-06-20-thanks.yml"
    praise = "member: xiao-man\nby: zhou-lan\ndate: 2026-06-20\nkind: praise\nreason: 小满回答了很多人。\n"
    write(clone, wall, praise)
    clone.git("add", "-A")
    clone.git("commit", "-qm", "More")
    return clone


def test_claims_are_released_invitations_dropped_and_references_follow(
    quiet_koc: Koc, busy: Clone
) -> None:
    assert quiet_koc("check").code == 0
    result = quiet_koc("forget", "xiao-man", "--member", "gu-heng", "--yes")
    assert (result.code, result.err) == (0, "")
    assert "README.md:3" in result.out
    assert quiet_koc("check").code == 0
    assert busy.git("status", "--porcelain") == ""
    assert busy.git("rev-list", "--count", "main..HEAD") == "1"
    claims = busy.folder / "modules/guide/night-drive/claims"
    assert not (claims / "photographer.yml").exists()
    past = (claims / "past/photographer-1.yml").read_text()
    assert "member: former-1\n" in past
    assert past.endswith("released: 2026-06-30\n")
    assert (busy.folder / "modules/guide/night-drive/answers/2026-06-28-former-1.yml").exists()
    assert "invited: [old-he]\n" in (busy.folder / "modules/trip/packing/module.yml").read_text()
    record = (busy.folder / "members/former-1.yml").read_text().splitlines()
    assert record[1:] == ["joined: 2026-01-01", "visibility: withdrawn"]
    assert verdict(quiet_koc, busy, "xiao-man") == 0
    assert verdict(quiet_koc, busy, "gu-heng") == 0
    assert verdict(quiet_koc, busy, "old-he") == 1
    # The number of the account is free again: who comes back joins anew.
    busy.git("switch", "-qC", "main")
    again = ("join", "--id", "xin-ren", "--name", "新人", "--github", "xm", "--github-id", "1001")
    assert quiet_koc(*again).code == 0


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("modules/guide/first-day/reviews/1-zhou-lan.yml", "met: fully", "met: partly"),
        ("modules/guide/first-day/claims/photographer.yml", "former-1", "old-he"),
        ("modules/guide/night-drive/claims/past/photographer-1.yml", "2026-06-2", "2026-06-1"),
        ("members/former-1.yml", "joined: 2026", "joined: 2025"),
        ("members/former-1.yml", "visibility:", "staff: [project-lead]\nvisibility:"),
        ("members/recognition/2026/2026-06-20-thanks.yml", "很多人", "所有人"),
        ("modules/trip/packing/module.yml", "[old-he]", "[old-he, ma-jun]"),
        ("modules/guide/night-drive/answers/2026-06-28-former-1.yml", "会车时关", "一直开"),
    ],
)
def test_nothing_else_slips_through_with_it(
    quiet_koc: Koc, busy: Clone, path: str, before: str, after: str
) -> None:
    assert quiet_koc("forget", "xiao-man", "--member", "xiao-man", "--yes").code == 0
    assert verdict(quiet_koc, busy, "xiao-man") == 0
    file = busy.folder / path
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    amend(busy)
    assert verdict(quiet_koc, busy, "xiao-man") == 1


def test_who_may_not_and_who_cannot_yet(quiet_koc: Koc, clone: Clone) -> None:
    before = clone.snapshot()
    for words in (
        ["xiao-man"],  # somebody else's leaving
        ["zhou-lan", "--member", "zhou-lan"],  # leads a handbook
        ["gu-heng", "--member", "gu-heng"],  # the last lead
        ["nobody", "--member", "gu-heng"],
    ):
        result = quiet_koc("forget", *words, "--yes")
        assert (result.code, result.out) == (2, ""), words
        assert "故障" not in result.err
    assert quiet_koc("forget", "old-he").code == 2  # nobody was there to agree
    assert clone.snapshot() == before


def test_the_properties_that_name_members_are_known() -> None:
    named = {
        path.split("/")[1]
        for kind in RecordKind
        for path, inner in iter_schemas(load_schema(kind))
        if "member id" in inner["description"].lower() or "成员编号" in inner["description"]
    }
    assert named <= MEMBER_KEYS | OPEN_KEYS
    assert named >= {"member", "by", "authors", "invited"}


def test_whoever_leaves_the_living_community_no_reference_stays() -> None:
    """A new property that names members and is not known to the departure shows here."""
    community = load_living()
    facts = all_facts(community, AS_OF)
    merged = {old.same_as for old in community.aliases.values()}
    for member in community.members.values():
        if member.id in merged:
            continue  # the older record leaves first: `require_may_leave`
        files = forget_files(ROOT, community, facts, member, "former-1", AS_OF)
        stay = [mention.path for mention in find_mentions(ROOT, files, [member.id])]
        assert stay == [], member.id
        for path, data in files.items():
            where = parse_record_path(path)
            if where is not None and data is not None:
                assert find_schema_faults(where.kind, read_yaml(data.decode())[0]) == [], path


@pytest.mark.parametrize(
    "text",
    [
        "member: a-b\nnote: a-b 来了\n",
        "authors: [c, a-b, d]\nby: 'a-b'\n",
        'authors:\n  - "a-b"\n  - c\nskills: [a-b]\n',
        "invited:\n  - a-b\ntitle: x\n",
        "invited: [a-b]\ntitle: x\n",
        "invited: [c, a-b]  # two\nmedia: [wheel-a-b.webp, xa-b.webp]\n",
        "budget: {approved_by: a-b, cash: 1}\n",
        "entries:\n  a-b: {scores: {own: 9}}\n  c: {scores: {own: 8}}\n",
    ],
)
def test_only_the_reference_changes_in_a_text(text: str) -> None:
    edited = replace_in_text(text, "a-b", "former-1")
    assert edited is not None
    assert read_yaml(edited)[0] == replace_member(read_yaml(text)[0], "a-b", "former-1")
    assert edited.count("#") == text.count("#")
    assert "xformer" not in edited
