"""From faults to what they cost: one page each, and only what endangers every page the whole site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kocbook.base.finding import Finding, Severity
from kocbook.insight.state import module_facts
from kocbook.model.community import Community
from kocbook.model.held import Held, HeldPage, Impact

_EVERYWHERE = frozenset({"community.yml", "mkdocs.yml"})
"""Files that every page is made with."""

_PRIVATE = "privacy-"
_CREDITS = "audit-"


@dataclass(slots=True)
class _Tally:
    """Faults as they are sorted: how many, and whether the page's own record is among them."""

    community: Community
    as_of: date
    pages: dict[tuple[str, str], list[bool]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    stopping: list[Finding] = field(default_factory=list)
    beside: list[Finding] = field(default_factory=list)

    def add(self, kind: str, subject: str, is_own_record: bool) -> None:
        self.pages.setdefault((kind, subject), []).append(is_own_record)

    def shows_text(self, key: str) -> bool:
        """True where a module's text is published, or would be if it could be read."""
        module = self.community.modules.get(key)
        if module is None:
            return True
        state = module_facts(self.community, module, self.as_of).state
        return state.is_on_site or state.counts_as_work

    def of(self, kind: str) -> Mapping[str, HeldPage]:
        return {
            subject: HeldPage(len(faults), not any(faults))
            for (of_kind, subject), faults in sorted(self.pages.items())
            if of_kind == kind
        }


def find_held(findings: Iterable[Finding], community: Community, as_of: date) -> Impact:
    """Return which pages of a community's site the errors among `findings` hold back."""
    tally = _Tally(community, as_of)
    for finding in findings:
        if finding.severity is Severity.ERROR:
            _sort(finding, tally)
    held = Held(
        tally.of("module"),
        tally.of("handbook"),
        tally.of("member"),
        frozenset(tally.hidden),
        frozenset(tally.dropped),
    )
    return Impact(held, tuple(tally.stopping), tuple(tally.beside))


def _sort(finding: Finding, tally: _Tally) -> None:
    community, path, rule = tally.community, finding.location.path, finding.rule
    # A title or a name that cannot be read, or that tells somebody's number, must stand nowhere.
    is_unsafe = path in community.unreadable or rule.startswith(_PRIVATE)
    if rule.startswith(_CREDITS):
        _sort_gap(str(finding.data["page"]), tally)
        return
    match path.split("/"):
        case [_] if path in _EVERYWHERE:
            is_harmless = path == community.settings.path and not is_unsafe
            (tally.beside if is_harmless else tally.stopping).append(finding)
        case ["modules", handbook, "handbook.yml"]:
            tally.add("handbook", handbook, is_unsafe)
        case ["members", "recognition", *_] | ["content", _, _] | ["plan", *_]:
            tally.dropped.add(path)
        case ["members", name]:
            member = name.removesuffix(".yml")
            tally.add("member", member, is_unsafe)
            if is_unsafe:
                tally.hidden.add(member)
        case ["content", handbook, module, *_, "index.md"] if not tally.shows_text(
            f"{handbook}/{module}"
        ):
            tally.beside.append(finding)  # a draft: its page is the brief alone
        case ["modules" | "content" as top, handbook, module, _, *_] if community.knows_module(
            key := f"{handbook}/{module}"
        ):
            is_brief = path == f"modules/{key}/module.yml"
            tally.add("module", key, is_brief and is_unsafe)
            if top == "modules" and not is_brief:
                tally.dropped.add(path)
        case _:
            tally.beside.append(finding)


def _sort_gap(page: str, tally: _Tally) -> None:
    """Hold back the page on which somebody is missing; of a cover, its pictures are what they made."""
    if "/" in page:
        tally.add("module", page, False)
    else:
        tally.dropped.add(f"content/{page}/")
