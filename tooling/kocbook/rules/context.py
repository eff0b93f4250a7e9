"""What rules look at: the community, a date, and facts that are computed once when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kocbook.insight.standing import Standing, all_standings
from kocbook.insight.state import ModuleFacts, all_facts
from kocbook.model.community import Community, Module
from kocbook.rules.page import Page, read_page


@dataclass(frozen=True)
class Context:
    """One check's question: what is wrong in `community` on the day `as_of`?"""

    community: Community
    as_of: date
    whole: Community | None = None
    """All that there is, where `community` is a part of it: for texts that others link to."""

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
        return all_facts(self.community, self.as_of)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """The standing of every member, by id."""
        return all_standings(self.community, self.facts, self.as_of)

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """The delivered texts as rules see them, by the module's key."""
        return {
            module.key: read_page(module.content.text_path, module.content.text)
            for module in self.modules
            if module.content is not None and module.content.text is not None
        }

    def find_page(self, key: str) -> Page | None:
        """Return the text of a module that another links to; None where none was delivered."""
        known = self.pages.get(key) or self._pages_beyond.get(key)
        module = self.whole.modules.get(key) if self.whole and known is None else None
        if module is not None and module.text is not None:
            known = self._pages_beyond[key] = read_page(f"content/{key}/index.md", module.text)
        return known

    @cached_property
    def _pages_beyond(self) -> dict[str, Page]:
        return {}

    def is_unreadable_below(self, folder: str) -> bool:
        """True where a file below `folder` could not be read: then what it says is unknown."""
        return any(path.startswith(f"{folder}/") for path in self.community.unreadable)

    def misses_text(self, module: Module) -> bool:
        """True where there is no delivered text, not even one that could not be read."""
        path = f"content/{module.key}/index.md"
        return not (module.text or "").strip() and path not in self.community.unreadable
