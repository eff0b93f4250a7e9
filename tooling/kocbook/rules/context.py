"""What rules look at: the community, a date, and facts that are computed once when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.insight.tiers import Standing, all_standings
from kocbook.model.community import Community, Module
from kocbook.model.loan import LoanDetails
from kocbook.rules.page import Page, read_page


@dataclass(frozen=True)
class Context:
    """One check's question: what is wrong in `community` on the day `as_of`?"""

    community: Community
    as_of: date

    @property
    def modules(self) -> Iterable[Module]:
        """All modules, in the order of their keys."""
        return self.community.modules.values()

    @cached_property
    def modules_by_handbook(self) -> Mapping[str, list[Module]]:
        """The modules in each handbook's folder, by the handbook's id."""
        grouped: dict[str, list[Module]] = {}
        for module in self.modules:
            grouped.setdefault(module.handbook, []).append(module)
        return grouped

    @cached_property
    def facts(self) -> Mapping[str, ModuleFacts]:
        """The facts of every module, by key."""
        self.pages  # noqa: B018 (whatever asks for a text's tree asks while it is there)
        return all_facts(self.community, self.as_of)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """The standing of every member, by id."""
        return all_standings(self.community, self.facts, self.as_of)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The delivered texts as rules see them, by path: in a team, each part has one."""
        return {
            page.path: page for module in self.modules for page in self.module_pages[module.key]
        }

    @cached_property
    def module_pages(self) -> Mapping[str, tuple[Page, ...]]:
        """The delivered texts of each module, by the module's key."""
        return {module.key: _read_pages(module) for module in self.modules}

    @cached_property
    def numbered_records(self) -> tuple[tuple[str, object], ...]:
        """The records in whose text a long number or an @ stands, with their paths.

        But for those that hold addresses and telephone numbers, which are private as a whole.
        """
        numbered = self.community.numbered
        records = self.community.iter_records() if numbered else ()
        return tuple(
            (path, record)
            for path, record in records
            if path in numbered and not isinstance(record, LoanDetails)
        )

    def is_unreadable_below(self, folder: str) -> bool:
        """True where a file below `folder` could not be read: then what it says is unknown."""
        return any(path.startswith(f"{folder}/") for path in self.community.unreadable)

    def has_unreadable_words(self, key: str) -> bool:
        """True where a text of a module could not be read: then nobody can tell what it says."""
        return self.is_unreadable_below(f"content/{key}")

    def misses_text(self, module: Module) -> bool:
        """True where there is no delivered text, not even one that could not be read."""
        texts = module.content.texts if module.content else {}
        known = any(text.strip() for text in texts.values())
        return not known and not self.has_unreadable_words(module.key)


def _read_pages(module: Module) -> tuple[Page, ...]:
    """Read a module's texts, and compute its fingerprint as well while the tree is at hand."""
    if module.content is None:
        return ()
    texts = {**module.content.texts, **module.content.translations}
    pages = tuple(read_page(module.content.text_path(part), text) for part, text in texts.items())
    page_fingerprint(module)
    return pages
