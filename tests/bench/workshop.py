"""Where benchmarks run: generated communities, the peers, and the commands as a user starts them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import yaml

from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.brief import Brief
from tests.bench.communities import AS_OF, dump, member_id, module_id, write_community
from tests.bench.measure import Cost, measure, total

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
KOC = Path(sys.executable).with_name("koc")


class Workshop:
    """A folder of communities that are made once, and of the peers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.made = 0
        self.sites: dict[bool, Path] = {}
        self.clean()

    def community(self, modules: int, bare: bool = False) -> Path:
        """Return a community with so many modules and members, writing it where it is missing."""
        target = self.folder / f"community-{modules}{'-bare' if bare else ''}"
        if not (target / ".git").is_dir():
            target.mkdir(parents=True, exist_ok=True)
            write_community(target, modules, bare=bare)
        return target

    def clean(self) -> None:
        """Remove the sites that were built."""
        for sites in self.folder.glob("*/.koc/sites"):
            shutil.rmtree(sites)

    def install_peers(self) -> None:
        """Install what koc is compared with, from its locks, once."""
        self.install_python_peers()
        if not (self.folder / "node_modules/.bin/ajv").exists():
            for name in ("package.json", "package-lock.json"):
                (self.folder / name).write_bytes((PEERS / name).read_bytes())
            subprocess.run(["npm", "ci", "--no-fund", "--no-audit"], cwd=self.folder, check=True)

    def install_python_peers(self) -> Path:
        """Install the peers that are Python packages, once for each lock; return their interpreter."""
        lock, done = PEERS / "requirements.txt", self.folder / "peers/requirements.txt"
        if not done.exists() or done.read_bytes() != lock.read_bytes():
            subprocess.run([sys.executable, "-m", "venv", self.folder / "peers"], check=True)
            pip = [self.folder / "peers/bin/pip", "install", "--quiet", "--require-hashes"]
            subprocess.run([*pip, "-r", lock], check=True)
            done.write_bytes(lock.read_bytes())
        return self.folder / "peers/bin/python"

    def koc(
        self, root: Path, *words: str, remember: bool = False, codes: tuple[int, ...] = (0,)
    ) -> Cost:
        """Run koc on a community; without `remember` as in CI, where nothing is recalled."""
        memory = {"CI": "" if remember else "true"}
        return measure([KOC, "--root", root, *words], self.folder, memory, codes)

    def validate_with(self, peer: str, root: Path) -> Cost:
        """Let a peer validate every member and brief of `root` by our schemas."""
        costs = []
        for kind, files in (("module", "modules/*/*/module.yml"), ("member", "members/*.yml")):
            schema = ROOT / f"tooling/kocbook/records/schemas/{kind}.json"
            names = sorted(str(path) for path in root.glob(files))
            costs.append(measure(list(self._validation(peer, schema, files, names)), root))
        return total(costs)

    def _validation(
        self, peer: str, schema: Path, files: str, names: list[str]
    ) -> Iterator[str | Path]:
        modules = self.folder / "node_modules/.bin"
        if peer == "ajv-cli":
            yield from (modules / "ajv", "validate", "--spec=draft2020", "-c", "ajv-formats")
            yield from ("--strict=false", "-s", schema, "-d", files)
        elif peer == "jsonschema":
            yield from (modules / "jsonschema", "validate", schema, *names)
        else:
            yield from (self.folder / "peers/bin/check-jsonschema", "--schemafile", schema, *names)

    def propose(self, root: Path) -> tuple[list[str], str]:
        """Make the branch `proposal`: a member mends their record and claims two seats.

        Return the changed files, copied out of the way, and the member's account.
        """
        owner = member_id(7)
        briefs = [f"modules/book-001/{module_id(number)}" for number in (250, 251)]
        files = {f"members/{owner}.yml": self._mended(root / f"members/{owner}.yml")}
        for folder in briefs:
            brief = yaml.safe_load((root / folder / "module.yml").read_text("utf-8"))
            terms = terms_fingerprint(msgspec.convert(brief, Brief))
            record = {"member": owner, "claimed": AS_OF.isoformat(), "terms": terms}
            files[f"{folder}/claims/{brief['seats'][0]['id']}.yml"] = dump(record)
        aside = root / ".koc/proposal"
        shutil.rmtree(aside, ignore_errors=True)
        git = [
            "git",
            "-C",
            str(root),
            "-c",
            "user.name=bench",
            "-c",
            "user.email=b@kocbook.example",
        ]
        subprocess.run([*git, "worktree", "prune"], check=True)
        subprocess.run([*git, "worktree", "add", "-qfB", "proposal", aside, "main"], check=True)
        git[2] = str(aside)
        for name, text in files.items():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).write_text(text, "utf-8")
        subprocess.run([*git, "add", "members", "modules"], check=True)
        subprocess.run([*git, "commit", "-qm", "A proposal"], check=True)
        member = yaml.safe_load(files[f"members/{owner}.yml"])
        return [str(aside / name) for name in files], f"{member['github']}:{member['github_id']}"

    def _mended(self, path: Path) -> str:
        return path.read_text("utf-8").replace("intro: ", "intro: 常来。", 1)

    def validate(self, names: Sequence[str], root: Path) -> Cost:
        """Let check-jsonschema look at a member's record and at claims."""
        program = self.folder / "peers/bin/check-jsonschema"
        costs = []
        for kind in ("member", "claim"):
            schema = ROOT / f"tooling/kocbook/records/schemas/{kind}.json"
            chosen = [name for name in names if ("/claims/" in name) == (kind == "claim")]
            costs.append(measure([program, "--schemafile", schema, *chosen], root))
        return total(costs)

    def assemble(self, root: Path, cold: bool = False) -> Cost:
        """Write the Markdown of the site, by what is there or into an empty folder."""
        if cold:
            shutil.rmtree(root / ".koc/docs", ignore_errors=True)
        return self.koc(root, "assemble", "--out", str(root / ".koc/docs"), remember=True)

    def mkdocs(self, root: Path, with_engine: bool) -> Cost:
        """Build the assembled pages as `koc build` does, or by plain `mkdocs build`."""
        written, docs = (ROOT / "mkdocs.yml").read_text("utf-8"), root / ".koc/docs/zh"
        config = self.folder / ("mkdocs.yml" if with_engine else "mkdocs-plain.yml")
        # A new folder each time, as `koc build` has; none is removed before the end, since some
        # file systems are slow to create files shortly after others were removed.
        site = self.sites[with_engine] = self.new_site(root)
        words: list[str | Path]
        if with_engine:
            words = ["kocbook.site.engine.mkdocs_build", config, docs, site]
        else:
            written = re.sub(r"^docs_dir:.*", f"docs_dir: {docs}", written, flags=re.MULTILINE)
            words = ["mkdocs", "build", "-q", "-f", config, "-d", site]
        config.write_text(written, "utf-8")
        epoch = str(int(AS_OF.strftime("%s")))
        environment = {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0"}
        return measure([sys.executable, "-m", *words], self.folder, environment)

    def build(self, root: Path) -> Cost:
        """Build the site as a user does, from the records to the finished folder."""
        return self.koc(root, "build", "--site-dir", str(self.new_site(root)), remember=True)

    def new_site(self, root: Path) -> Path:
        """Name a folder for a site that is not there yet."""
        self.made += 1
        return root / f".koc/sites/{self.made}"

    def zensical(self, root: Path, cold: bool = True) -> Cost:
        """Build the assembled pages with Zensical; it knows no plugins of ours."""
        folder = self.folder / "zensical"
        if cold:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)
        shutil.rmtree(folder / "docs", ignore_errors=True)  # it takes no link for a folder
        shutil.copytree(root / ".koc/docs/zh", folder / "docs")
        (folder / "mkdocs.yml").write_text(_ZENSICAL, "utf-8")
        return measure([self.folder / "peers/bin/zensical", "build", "-f", "mkdocs.yml"], folder)


def same_tree(first: Path, second: Path) -> bool:
    """Say whether two folders hold the same files with the same bytes."""
    done = subprocess.run(["diff", "-rq", first, second], capture_output=True, check=False)
    return done.returncode == 0


def environment() -> str:
    """Describe the machine in one line."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "?",
    )
    return f"{len(os.sched_getaffinity(0))} cores ({model}), Python {sys.version.split()[0]}"


_ZENSICAL = """\
site_name: bench
docs_dir: docs
site_dir: site
theme:
  language: zh
  font: false
  features: [navigation.tabs, navigation.sections, navigation.prune, navigation.footer]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.inlinehilite
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""
