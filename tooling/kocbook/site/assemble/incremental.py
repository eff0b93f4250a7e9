"""Assembling after an edit to a text, without looking at anything that no text can change.

Only the module's own page, the glossary and the library show a text or something that is computed
from it, as long as the module's state and everything else about it stay as they were. That is
compared here, and `tests/site/test_live.py` compares the outcome with a whole assembly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kocbook.base.languages import LANGUAGES
from kocbook.insight.reading import list_citations
from kocbook.insight.state import ModuleFacts, module_facts
from kocbook.insight.summary import summary_in
from kocbook.model.community import Community, Module
from kocbook.records.file_hash import hash_file
from kocbook.records.reread import list_words, reread_words
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.assembly import Ingredients
from kocbook.site.assemble.feed import make_feeds
from kocbook.site.assemble.pages import make_page
from kocbook.site.assemble.public_data import LIBRARY, library_table
from kocbook.site.files.writer import write_bytes
from kocbook.site.outline.outline import PageKind, PageRef

_SHOW_TEXTS = frozenset({PageKind.GLOSSARY, PageKind.LIBRARY})


@dataclass(frozen=True, slots=True)
class NewWords:
    """The facts of the modules whose words changed, by key, and the community as it is with them.

    `paths` are the files that say those words.
    """

    facts: Mapping[str, ModuleFacts]
    community: Community
    paths: frozenset[str]


def take_words(ingredients: Ingredients, changed: Collection[str]) -> NewWords | None:
    """Return the words of the modules of which a file is `changed`, a path in the repository.

    None where more than words may have changed: then the whole site has to be assembled.
    """
    first = next(iter(ingredients.contexts.values()))
    tree = WorkingTree(ingredients.root)
    owners = {
        path: module for module in first.community.modules.values() for path in list_words(module)
    }
    if not all(path in owners or _is_passing(ingredients.root / path) for path in changed):
        return None
    found: dict[str, ModuleFacts] = {}
    paths: set[str] = set()
    numbered: set[str] = set()
    for module in {owners[path].key: owners[path] for path in changed if path in owners}.values():
        reread = reread_words(tree, first.community, module)
        if reread is None or not _is_same_but_words(module, reread[0]):
            return None
        after = reread[0]
        before = first.facts[module.key]
        facts = module_facts(_with_modules(first.community, [after]), after, first.as_of)
        if replace(facts, module=module) != before or _is_told_elsewhere(module, after):
            return None
        found[module.key] = facts
        paths.update(list_words(module))
        numbered |= reread[1]
    community = _with_modules(first.community, [facts.module for facts in found.values()])
    marks = community.numbered - paths | numbered
    return NewWords(found, replace(community, numbered=marks), frozenset(paths))


def _is_told_elsewhere(before: Module, after: Module) -> bool:
    """True where other pages say something else now: of what the text is, or that it names them."""
    if list_citations(before) != list_citations(after):
        return True
    return any(summary_in(before, one) != summary_in(after, one) for one in LANGUAGES)


def _is_passing(path: Path) -> bool:
    """True for what an editor wrote beside a file for a moment, and removed again."""
    hidden = path.name.startswith(".") or path.name.endswith("~") or path.name.isdigit()
    return hidden and not path.exists()


def _is_same_but_words(before: Module, after: Module) -> bool:
    signoffs = {
        person: replace(signoff, text=before.signoffs[person].text)
        for person, signoff in after.signoffs.items()
    }
    return replace(after, content=before.content, signoffs=signoffs) == before


def _with_modules(community: Community, modules: Collection[Module]) -> Community:
    own = {module.key: module for module in modules}
    return replace(community, modules={**community.modules, **own})


def write_words(
    ingredients: Ingredients, words: NewWords, out: Path
) -> tuple[Ingredients, list[str]]:
    """Write what shows the words; return the ingredients after it, and the files below `out` that changed."""
    if not words.facts:
        return ingredients, []
    tree = WorkingTree(ingredients.root)
    written: list[str] = []
    contexts = {}
    for language, before in ingredients.contexts.items():
        hashes = {path: hash_file(tree, path) for path in words.paths & before.digests.keys()}
        context = contexts[language] = replace(
            before,
            community=words.community,
            facts={**before.facts, **words.facts},
            digests={**before.digests, **{path: sha for path, sha in hashes.items() if sha}},
        )
        files = {
            page.source: make_page(
                context, page, ingredients.arts, ingredients.charts, ingredients.shelf
            )
            for page in ingredients.outlines[language].pages
            if page.kind in _SHOW_TEXTS or _is_of(page, words.facts)
        }
        if language == context.community.settings.languages[0]:
            files[LIBRARY] = library_table(context)
        files |= make_feeds(context, {facts.module.handbook for facts in words.facts.values()})
        for name, content in files.items():
            assert isinstance(content, bytes)  # nothing was said to be known
            if write_bytes(out / language / name, content):
                written.append(f"{language}/{name}")
    return replace(ingredients, contexts=contexts), written


def _is_of(page: PageRef, keys: Collection[str]) -> bool:
    return page.kind in (PageKind.MODULE, PageKind.BRIEF) and page.subject in keys
