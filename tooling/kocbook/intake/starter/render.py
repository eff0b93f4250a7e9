"""The files of a new community, as a mapping from path to bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kocbook.base.errors import KocError
from kocbook.base.extras import Extra
from kocbook.intake.starter.plan import PLAN_FILE, StarterPlan, load_pack, render_plan
from kocbook.intake.starter.source import WHEELS
from kocbook.model.forges import Forge
from kocbook.records.record_text import render_flow

_OWN = Path(__file__).parent / "files"
_PACKAGE = Path(__file__).parents[2]
SHARED = (
    # A wheel brings them here: tooling/setup/hatch_build.py. In a checkout they are its own.
    Path(__file__).parent / "shared",
    _PACKAGE.parents[1],
)
SETUP = (
    *("tooling/setup/venv", "tooling/setup/say.sh", "tooling/setup/system-packages"),
    *(f"tooling/setup/{name}.lock.txt" for name in ("core", *Extra, "uv")),
)
"""What installs a part of koc, and the versions that it was tested with."""
_EVERYWHERE = ("mkdocs.yml", "mkdocs.en.yml", ".gitattributes", ".vscode", *SETUP)
_ON_GITHUB = (".github",)
_RUN = (".github/workflows/", ".github/actions/")
_FROM_RECORDS = (".github/CODEOWNERS", ".github/ISSUE_TEMPLATE/")
"""What `koc codeowners` and `koc forms` write from a community's own records."""
_NOT_SHARED = (
    *_FROM_RECORDS,
    *(
        f".github/{name}"
        for name in ("dependabot.yml", "workflows/ci.yml", "workflows/release.yml")
    ),
)
"""Of the tool's own repository: from its records, or testing and publishing its source files."""
_SEEDS = (
    "community.yml",
    "members/",
    "modules/",
    "content/",
    "plan/",
    f"{WHEELS}/",
    *_FROM_RECORDS,
)


def is_seed(path: str) -> bool:
    """True for what is written once and then belongs to the community: upgrades leave it alone."""
    return path.startswith(_SEEDS)


def starter_files(plan: StarterPlan, version: str) -> dict[str, bytes]:
    """Return every file of a community that begins with `plan`, sorted by path.

    Raises:
        KocError: this installation lacks the files that communities share.
    """
    files = {path: file.read_bytes() for path, file in _iter_shared(plan.forge)}
    folders = ("seed", "every", plan.forge.value)
    pack = load_pack(plan.pack)
    language = "zh" if plan.languages[0] == "zh" else "en"
    loader = FileSystemLoader(_OWN)
    renderer = Environment(
        loader=loader,
        autoescape=False,  # noqa: S701 - YAML, Markdown and Make, never HTML
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    renderer.filters["yaml"] = render_flow
    for folder in folders:
        for file in sorted(path for path in (_OWN / folder).rglob("*") if path.is_file()):
            name = file.relative_to(_OWN).as_posix()
            path = _target(name.removeprefix(f"{folder}/").removesuffix(".j2"), plan, pack)
            if not name.endswith(".j2"):
                files[path] = file.read_bytes()
                continue
            said = {"plan": plan, "pack": pack, "language": language, "zh": language == "zh"}
            text = renderer.get_template(name).render(said)
            files[path] = text.encode()
    files[PLAN_FILE] = (_head(renderer, plan) + render_plan(plan, version)).encode()
    return dict(sorted(files.items()))


def service_files(forge: Forge) -> dict[str, bytes]:
    """Return what a hosting service runs for every community, by path, as this release writes it.

    Raises:
        KocError: this installation lacks the files that communities share.
    """
    shared = dict(_iter_shared(forge)) if forge is Forge.GITHUB else {}
    files = {path: file for path, file in shared.items() if path.startswith(_RUN)}
    own = _OWN / forge.value
    for file in own.rglob("*"):
        if file.is_file():
            name = file.relative_to(own).as_posix()
            files["/".join(_dotted(part) for part in name.split("/"))] = file
    return {path: file.read_bytes() for path, file in sorted(files.items())}


def _head(renderer: Environment, plan: StarterPlan) -> str:
    return renderer.get_template("plan-head.j2").render(plan=plan)


def _target(name: str, plan: StarterPlan, pack: Mapping[str, Any]) -> str:
    """Return where a file goes: `dot-` stands for a dot, LEAD for the lead's id, and so on."""
    path = "/".join(map(_dotted, name.split("/")))
    meant = {
        "LEAD": plan.lead,
        "OTHER": "en" if plan.languages[0] == "zh" else "zh-CN",
        "HANDBOOK": pack["handbook"]["id"],
        "MODULE": pack["module"]["id"],
    }
    for word, value in meant.items():
        path = path.replace(word, value)
    return path


def _dotted(part: str) -> str:
    return f".{part[4:]}" if part.startswith("dot-") else part


def _iter_shared(forge: Forge) -> Iterator[tuple[str, Path]]:
    """Yield path and file of what every community has word for word.

    Raises:
        KocError: something is missing.
    """
    names = _EVERYWHERE + (_ON_GITHUB if forge is Forge.GITHUB else ())
    for name in names:
        place = next((folder for folder in SHARED if (folder / name).exists()), None)
        if place is None:
            raise KocError("errors.init-incomplete", file=name)
        found = place / name
        for file in sorted(found.rglob("*")) if found.is_dir() else [found]:
            path = file.relative_to(place).as_posix()
            if file.is_file() and not path.startswith(_NOT_SHARED):
                yield path, file
    # Records name their schema at this place, so that editors help with writing them.
    for file in sorted((_PACKAGE / "records/schemas").glob("*.json")):
        yield f"tooling/kocbook/records/schemas/{file.name}", file
