"""Reading again what changes most often while somebody writes: a text, and who signed it."""

from __future__ import annotations

from dataclasses import replace

from kocbook.model.community import Community, Module
from kocbook.records.loader import read_words
from kocbook.records.tree import WorkingTree
from kocbook.records.typed_record import to_record


def list_words(module: Module) -> list[str]:
    """List the files of a module that say its words: the text, and the sign-offs under it."""
    if module.content is None or module.text is None:
        return []
    texts = [module.content.text_path(part) for part in module.content.texts]
    return [*texts, *(signoff.path for signoff in module.signoffs.values())]


def reread_words(
    tree: WorkingTree, community: Community, module: Module
) -> tuple[Module, frozenset[str]] | None:
    """Return the module with its text and its sign-offs as their files say now, and which are numbered.

    None where a file is gone or has a fault: then everything has to be read.
    """
    if module.content is None:
        return None
    entries = [tree.find_entry(path) for path in list_words(module)]
    there = [entry for entry in entries if entry is not None]
    found = read_words(tree, there)
    if found is None or len(there) < len(entries):
        return None
    signed = {raw.where.path: to_record(raw, community.aliases) for raw in found.records}
    after = replace(
        module,
        content=replace(
            module.content,
            texts={
                part: found.texts[module.content.text_path(part)] for part in module.content.texts
            },
        ),
        signoffs={person: signed[before.path] for person, before in module.signoffs.items()},
    )
    return after, found.numbered
