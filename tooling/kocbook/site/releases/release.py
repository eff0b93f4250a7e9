"""Making a release: what a revision publishes, exported and written down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from kocbook import __version__
from kocbook.git.revision_tree import GitTree
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.names import has_profile, public_name
from kocbook.model.community import Community, Module
from kocbook.model.tree import READ_FOLDERS
from kocbook.records.release_lock import ReleaseLock
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.files.writer import ASSEMBLED, write_bytes
from kocbook.site.views.context import SiteContext, make_contexts

_SETTINGS = re.compile(r"community\.yml|mkdocs(?:\.[a-z]+)?\.yml")


def export_revision(tree: GitTree, folder: Path) -> None:
    """Write what the site is made of, as it was at a revision, below `folder`; nothing else."""
    for path, file in tree.files.items():
        is_ours = (
            path.split("/", 1)[0] in READ_FOLDERS if "/" in path else _SETTINGS.fullmatch(path)
        )
        if is_ours and file.kind == "file":
            write_bytes(folder / path, tree.read(path, file.size))


def make_lock(
    folder: Path, community: Community, tag: str, revision: str, as_of: date
) -> ReleaseLock:
    """Assemble an exported revision in its own folder, and write down what it holds."""
    assemble_site(folder, community, as_of, folder / ASSEMBLED)
    languages = {name: community.settings.texts(name) for name in community.settings.languages}
    contexts = make_contexts(community, as_of, languages)
    first = contexts[community.settings.languages[0]]
    return ReleaseLock(
        tag=tag,
        revision=revision,
        as_of=as_of.isoformat(),
        tool=__version__,
        assembled={name: _hash_folder(folder / ASSEMBLED / name) for name in languages},
        names={name: dict(_iter_names(context)) for name, context in contexts.items()},
        pages={
            key: _page(folder, first, community.modules[key])
            for key, facts in sorted(first.facts.items())
            if facts.state.is_on_site or key in first.credits
        },
    )


def _hash_folder(folder: Path) -> str:
    """Return the SHA-256 over the paths and bytes of all Markdown files, in the paths' order."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.md"), key=lambda file: file.relative_to(folder).as_posix()):
        path, data = file.relative_to(folder).as_posix().encode(), file.read_bytes()
        digest.update(b"%d %s %d %s" % (len(path), path, len(data), data))
    return digest.hexdigest()


def _iter_names(context: SiteContext) -> Iterator[tuple[str, str]]:
    for member in sorted({line.member for line in context.all_lines()}):
        if has_profile(context.community, member):
            yield member, public_name(context.community, member, context.texts)


def _page(folder: Path, context: SiteContext, module: Module) -> dict[str, Any]:
    media = module.content.media if module.content else {}
    return {
        "text": page_fingerprint(module),
        "credits": [
            {
                "member": line.member,
                "role": line.role,
                "seat": line.seat,
                "state": str(line.state),
                "share": line.share,
            }
            for line in context.credits.get(module.key, ())
        ],
        "media": {
            name: hashlib.sha256((folder / file.path).read_bytes()).hexdigest()
            for name, file in sorted(media.items())
        },
    }
