"""A site built in shards and joined: the same bytes as built whole, and a plan that leaves nothing out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from kocbook.base.errors import KocError, UsageError
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.model.community import Community
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.outline import shard as division
from kocbook.site.outline.shard import SHARED, Shards
from kocbook.site.publish.build import build_site
from kocbook.site.publish.internal_links import check_links
from kocbook.site.shards.build import NOTE, build_shard
from kocbook.site.shards.join import join_shards
from kocbook.site.shards.plan import PlanSide, plan_change
from tests.bench.communities import AS_OF, member_id, module_id, write_community
from tests.site.built import AS_OF as LIVING_DAY
from tests.site.built import copy_root

KOC = Path(sys.executable).with_name("koc")
MODULES, IN_A_HANDBOOK = 24, 6
BOOKS = [f"book-{number:03}" for number in range(4)]


def place(number: int) -> str:
    """Return the key of a module."""
    return f"book-{number // IN_A_HANDBOOK:03}/{module_id(number)}"


class Club:
    """A community of four handbooks, and its sites."""

    def __init__(
        self,
        folder: Path,
        modules: int = MODULES,
        in_a_handbook: int = IN_A_HANDBOOK,
        languages: tuple[str, ...] = ("zh",),
    ) -> None:
        self.folder, self.root = folder, folder / "club"
        self.root.mkdir(parents=True)
        write_community(self.root, modules, languages=languages, in_a_handbook=in_a_handbook)
        self.builds = 0

    def load(self) -> Community:
        community = load_community(WorkingTree(self.root)).community
        assert community is not None
        return community

    def add_text(self, number: int, words: str) -> None:
        """Change a text; it is accepted and signed anew, so that the page stays published."""
        file = self.root / f"content/{place(number)}/index.md"
        file.write_text(f"{file.read_text('utf-8')}\n\n{words}\n", "utf-8")
        for folder in ("reviews", "signoffs"):
            for record in (self.root / f"modules/{place(number)}/{folder}").iterdir():
                mark = text_fingerprint(file.read_text("utf-8"))
                self.change(record.relative_to(self.root).as_posix(), text=mark)

    def change(self, path: str, **values: Any) -> None:
        file = self.root / path
        record = yaml.safe_load(file.read_text("utf-8")) | values
        file.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")

    def build(self) -> Path:
        self.builds += 1
        target = self.folder / f"whole-{self.builds}"
        build_site(self.root, self.load(), AS_OF, target)
        return target

    def build_shards(self, names: tuple[str, ...], folder: Path) -> None:
        community = self.load()
        for name in names:
            build_shard(self.root, community, AS_OF, name, folder / name)


def read_site(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def assert_alike(one: Path, other: Path) -> None:
    first, second = read_site(one), read_site(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
def test_four_handbooks_built_in_parallel_processes_are_the_whole_site(tmp_path: Path) -> None:
    club = Club(tmp_path, languages=("zh", "en"))
    club.add_text(1, "[没有这一处](#nowhere)")
    for name, size in (("gauge.jpg", (1800, 900)), ("seat.jpg", (900, 1200))):
        Image.effect_noise(size, 40).save(club.root / f"content/{place(14)}/{name}")
    club.add_text(14, "![座椅](seat.jpg)\n\n![胎压表](gauge.jpg)")
    club.change(f"modules/{place(8)}/module.yml", formerly=["book-000/old-name"])

    environment = {**os.environ, "CI": "true", "LANG": "en"}

    def koc(*words: str) -> list[str]:
        return [str(KOC), "--root", str(club.root), *words]

    planned = subprocess.run(
        koc("plan", "--format", "json"), env=environment, capture_output=True, check=True
    )
    assert planned.stdout.count(b"\n") == 1
    matrix = json.loads(planned.stdout)
    names = [entry["shard"] for entry in matrix["include"]]
    assert names == [*BOOKS, SHARED]
    assert matrix["mode"] == "whole"  # so small a site is not worth several machines
    assert sum(entry["pages"] for entry in matrix["include"]) == matrix["pages"]

    shards = tmp_path / "shards"
    running = [
        subprocess.Popen(
            koc("build", "--shard", name, "--site-dir", str(shards / name)),
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for name in names
    ]
    assert [process.wait() for process in running] == [0] * len(names)
    for hidden in [*shards.rglob(".kocbook"), *shards.rglob(".nojekyll")]:
        hidden.unlink()  # as where files are carried from machine to machine

    joined = join_shards(shards, tmp_path / "joined")
    assert [(link.page, link.target) for link in joined.dead_links] == [
        (f"{place(1)}/index.md", "#nowhere")
    ]
    assert joined.links > 2000
    assert_alike(club.build(), tmp_path / "joined")
    own = ("book-001/", "book-000/old-name/", "assets/share/", "search/pages.bin", NOTE)
    for name in read_site(shards / "book-001"):
        assert name.removeprefix("en/").startswith(own)
    assert (tmp_path / "joined/book-000/old-name/index.html").is_file()


def test_the_living_site_is_the_same_in_shards(
    site: Path, living: Community, tmp_path: Path
) -> None:
    root = copy_root(tmp_path / "root")
    for name in Shards.of(living).names:
        build_shard(root, living, LIVING_DAY, name, tmp_path / "shards" / name)
    joined = join_shards(tmp_path / "shards", tmp_path / "joined")
    assert joined.dead_links == ()
    assert_alike(site, tmp_path / "joined")


def test_many_profiles_are_shards_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(division, "PROFILES_IN_A_SHARD", 4)
    club = Club(tmp_path, modules=10, in_a_handbook=5)
    shards = Shards.of(club.load())
    assert shards.names == ("book-000", "book-001", "people.1", "people.2", SHARED)
    club.build_shards(shards.names, tmp_path / "shards")
    join_shards(tmp_path / "shards", tmp_path / "joined")
    assert_alike(club.build(), tmp_path / "joined")


# ------------------------------------------------------------------------------ what a plan leaves out


def give_name(club: Club) -> None:
    club.change(f"members/{member_id(5)}.yml", name="改了名的车主")


def hide_name(club: Club) -> None:
    club.change(f"members/{member_id(7)}.yml", visibility={"name": False})


def add_words(club: Club) -> None:
    club.add_text(2, "又跑了一趟山路。")


def retitle_last(club: Club) -> None:
    club.change(f"modules/{place(9)}/module.yml", title="一本里的最后一篇")


def retitle_handbook(club: Club) -> None:
    club.change("modules/book-002/handbook.yml", title="换了书名")


def close_a_page(club: Club) -> None:
    club.change(f"modules/{place(13)}/module.yml", opened=None)


def drop_review(club: Club) -> None:
    file = next((club.root / f"modules/{place(4)}/reviews").iterdir())
    file.unlink()


def praise(club: Club) -> None:
    file = club.root / "members/recognition/2026/2026-11-01-thanks.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    record = {
        "member": member_id(6),
        "by": member_id(0),
        "date": "2026-11-01",
        "kind": "praise",
        "reason": "替大家跑了一趟",
    }
    file.write_text(yaml.safe_dump(record, allow_unicode=True), "utf-8")


CHANGES: dict[Callable[[Club], None], set[str] | None] = {
    add_words: {"book-000", SHARED},
    retitle_last: {"book-001", "book-002", SHARED},  # the next handbook says what stands before it
    give_name: None,
    hide_name: None,
    retitle_handbook: {"book-001", "book-002", SHARED},  # the one before it leads on to its cover
    close_a_page: None,  # related articles of any handbook may lead to it
    drop_review: None,  # the same
    praise: {SHARED},
}
"""What each change touches; None where it depends on who worked where."""


@pytest.mark.slow
def test_no_page_changes_that_the_plan_leaves_out(tmp_path: Path) -> None:
    """Every change follows the one before, and kept shards with new ones make the whole site."""
    club = Club(tmp_path)
    names = Shards.of(club.load()).names
    kept = tmp_path / "kept"
    club.build_shards(names, kept)
    left_out = 0
    for change, expected in CHANGES.items():
        before, files = PlanSide.of(club.load(), AS_OF), read_site(club.root)
        change(club)
        after, files_now = PlanSide.of(club.load(), AS_OF), read_site(club.root)
        both = files.keys() | files_now.keys()
        paths = {
            name
            for name in both
            if files.get(name) != files_now.get(name) and not name.startswith((".koc", ".git/"))
        }
        plan = plan_change(before, after, paths, prunes=True)
        planned = tuple(task.shard for task in plan.tasks)
        assert expected is None or set(planned) == expected, change.__name__
        left_out += len(names) - len(planned)
        club.build_shards(planned, kept)
        joined = tmp_path / f"joined-{change.__name__}"
        join_shards(kept, joined)
        assert_alike(club.build(), joined)
    assert left_out >= 12


def test_what_no_page_shows_needs_no_build(tmp_path: Path) -> None:
    side = PlanSide.of(Club(tmp_path, modules=4).load(), AS_OF)
    plan = plan_change(side, side, ["README.md", "tests/x.py", ".github/workflows/x.yml"], True)
    assert plan.tasks == ()
    for path in (
        "mkdocs.yml",
        "tooling/kocbook/site/assemble/pages.py",
        "community.yml",
        "requirements.txt",
    ):
        assert {task.shard for task in plan_change(side, side, [path], True).tasks} == set(
            side.shards.names
        )


# ------------------------------------------------------------------------------ joining


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    club = Club(tmp_path_factory.mktemp("joining"), modules=4, in_a_handbook=2)
    club.build_shards(Shards.of(club.load()).names, club.folder / "shards")
    return club.folder / "shards"


@pytest.fixture
def shards(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "shards"))


def test_only_the_shards_of_one_site_are_joined(shards: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with pytest.raises(UsageError, match="shards-none"):
        join_shards(tmp_path / "nothing", site)
    shutil.copytree(shards / "book-000", shards / "again")
    with pytest.raises(UsageError, match="shards-odd"):
        join_shards(shards, site)
    shutil.rmtree(shards / "again")
    note = shards / "book-000" / NOTE
    note.write_bytes(note.read_bytes().replace(b"2026-11-20", b"2026-11-21"))
    with pytest.raises(KocError, match="shards-differ"):
        join_shards(shards, site)
    shutil.rmtree(shards / "book-000")
    with pytest.raises(UsageError, match="shards-missing"):
        join_shards(shards, site)
    assert not site.exists()


def test_two_files_of_one_name_stop_it(shards: Path, tmp_path: Path) -> None:
    (shards / "book-000/sitemap.xml").write_text("another")
    with pytest.raises(KocError, match="shards-clash"):
        join_shards(shards, tmp_path / "site")


def test_a_link_of_our_own_that_leads_nowhere_stops_it(shards: Path, tmp_path: Path) -> None:
    page = next((shards / "book-001").glob("book-001/*/index.html"))
    shutil.rmtree(page.parent)
    site = tmp_path / "site"
    site.mkdir()
    (site / ".kocbook").touch()
    (site / "index.html").write_text("as it was")
    with pytest.raises(KocError) as error:
        join_shards(shards, site)
    assert page.parent.name in str(error.value.data["detail"])
    assert (site / "index.html").read_text() == "as it was"


def test_every_kind_of_link_is_read(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b/index.html").write_text("<h2 id=\"über\">x</h2><a name='old'></a>", "utf-8")
    (tmp_path / "x.png").touch()
    (tmp_path / "index.html").write_text(
        """<!-- <a href="comment/"> --><script src="gone.js">'<a href="script/">'</script>
        <a href="a%20b/#%C3%BCber"></a><a href='a%20b/?q=1#old'></a><a href="a%20b/#no"></a>
        <a href="/site/x.png"></a><a href="/x.png"></a><a href="#no"></a><a href="#__x"></a>
        <img src="x.png" srcset="x.png 1x, y.png 2x" alt="<a href='alt/'>">
        <a href="https://elsewhere.example/"></a><a href="mailto:a@b.example"></a><a href=""></a>
        &lt;a href="shown/"&gt;""",
        "utf-8",
    )
    links, broken = check_links(tmp_path, "/site/")
    assert [link.target for link in broken] == ["#no", "/x.png", "a%20b/#no", "gone.js", "y.png"]
    assert links == 11
