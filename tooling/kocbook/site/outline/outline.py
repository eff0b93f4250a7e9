"""The outline of the site: which pages there are, where they stand, and how one reaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kocbook.base.texts import Texts
from kocbook.insight.names import has_profile, member_name
from kocbook.insight.state import ModuleFacts
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.model.handbook import Chapter, Handbook
from kocbook.model.held import Held
from kocbook.model.named import find_title

GUIDES = ("five-minutes", "privacy", "first-week", "publishing")
"""The guides, in the order in which they are read; each has its texts below `site.guides`."""

TABS_FOR_HANDBOOKS = 3
"""Up to so many handbooks have a tab each; more share one."""

CALENDAR_URL = "calendar/"
"""Where the dates stand that work is planned around, where there are any."""

SHELF_URL = "handbooks/"
"""Where handbooks that share a tab are listed."""


EVENTS_URL = "events/"
"""Where all events are listed."""

EQUIPMENT_URL = "equipment/"
"""Where all that is lent is listed."""


class PageKind(StrEnum):
    """The kinds of generated pages; each names a view and a template."""

    HOME = "home"
    COVER = "cover"
    MODULE = "module"
    BRIEF = "brief"
    RESPONSES = "responses"
    BOARD = "board"
    CALENDAR = "calendar"
    PROPOSALS = "proposals"
    ROSTER = "roster"
    PROFILE = "profile"
    SKILLS = "skills"
    CREDITS = "credits"
    HANDBOOK_CREDITS = "handbook-credits"
    CONTRIBUTE = "contribute"
    GUIDE = "guide"
    ATTRIBUTION = "attribution"
    DESK = "desk"
    LIBRARY = "library"
    TAGS = "tags"
    TAG = "tag"
    GLOSSARY = "glossary"
    OFFERS = "offers"
    HELD = "held"
    SHELF = "shelf"
    EVENTS = "events"
    EVENT = "event"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class PageRef:
    """One page. `url` is relative to the root of its language's site; "" is the home page.

    One that is HELD has the address and the subject of the page for which it stands in.

    `title` is plain text; `short` stands for it in the navigation. `subject` is the handbook's or
    member's id, the module's key or the tag. A long list has further sheets, pages of their own.
    """

    kind: PageKind
    url: str
    title: str
    subject: str = ""
    short: str = ""
    sheet: int = 1

    @property
    def source(self) -> str:
        """Where the page's Markdown stands in the assembled folder."""
        return f"{self.url}index.md"


@dataclass(frozen=True, slots=True)
class NavSection:
    """A titled group of the navigation. Its first entry may be the page that stands for it."""

    title: str
    entries: tuple[NavEntry, ...]


NavEntry = PageRef | NavSection


@dataclass(frozen=True, slots=True)
class Outline:
    """All pages of one language in a fixed order, and the navigation that leads to them."""

    pages: tuple[PageRef, ...]
    nav: tuple[NavEntry, ...]


def cover_url(handbook: str) -> str:
    """Return where a handbook's cover stands."""
    return f"{handbook}/"


def module_url(key: str) -> str:
    """Return where a module's page stands."""
    return f"{key}/"


def member_url(member: str) -> str:
    """Return where a member's profile stands."""
    return f"people/{member}/"


def event_url(event: str) -> str:
    """Return where an event's page stands."""
    return f"events/{event}/"


def credits_url(handbook: str) -> str:
    """Return where a handbook's credits stand, where they do not stand with all others."""
    return f"credits/{handbook}/"


def make_outline(community: Community, facts: Mapping[str, ModuleFacts], texts: Texts) -> Outline:
    """List the pages: fixed ones, a cover and the modules of each handbook, and the profiles.

    Drafts have no page, and neither have members who hide their name.
    """
    home = PageRef(PageKind.HOME, "", texts("site.home.nav"))
    board, roster, skills, offers, library, tags, glossary, thanks, contribute, attribution = (
        PageRef(kind, f"{slug}/", texts(f"site.{slug}.title"))
        for kind, slug in (
            (PageKind.BOARD, "board"),
            (PageKind.ROSTER, "people"),
            (PageKind.SKILLS, "skills"),
            (PageKind.OFFERS, "offers"),
            (PageKind.LIBRARY, "library"),
            (PageKind.TAGS, "tags"),
            (PageKind.GLOSSARY, "glossary"),
            (PageKind.CREDITS, "credits"),
            (PageKind.CONTRIBUTE, "contribute"),
            (PageKind.ATTRIBUTION, "attribution"),
        )
    )
    sections = [
        _handbook_section(community, facts, handbook, texts)
        for handbook in sort_handbooks(community)
    ]
    handbooks = tuple(section for section, _ in sections)
    settled = tuple(page for _, pages in sections for page in pages)
    shelf: tuple[NavEntry, ...] = handbooks
    if len(handbooks) > TABS_FOR_HANDBOOKS:
        every = PageRef(PageKind.SHELF, SHELF_URL, texts("site.handbooks.title"))
        shelf = (NavSection(texts("site.nav.handbooks"), (every, *handbooks)),)
    find: tuple[PageRef, ...] = (
        (library, tags, glossary) if community.settings.glossary else (library, tags)
    )
    if community.equipment:
        lent = PageRef(PageKind.EQUIPMENT, EQUIPMENT_URL, texts("site.equipment.title"))
        find = (*find, lent)
    if community.proposals:
        title = texts("site.proposals.title")
        find = (PageRef(PageKind.PROPOSALS, "proposals/", title), *find)
    if community.campaigns:
        title = texts("site.calendar.title")
        find = (PageRef(PageKind.CALENDAR, CALENDAR_URL, title), *find)
    guides = tuple(
        PageRef(
            PageKind.GUIDE,
            f"contribute/{guide}/",
            texts(f"site.guides.{guide}.title"),
            guide,
            texts(f"site.guides.{guide}.nav"),
        )
        for guide in GUIDES
    )
    about = NavSection(texts("site.nav.about"), (contribute, *guides, *find, attribution))
    spend = (offers,) if community.settings.points.spending == "offers" else ()
    people = NavSection(texts("site.people.title"), (roster, skills, *spend))
    events = _event_pages(community, texts)
    nav = (home, *shelf, board, *events[:1], people, thanks, about)
    profiles = tuple(
        PageRef(
            PageKind.HELD if member.id in community.held.members else PageKind.PROFILE,
            member_url(member.id),
            member_name(member, texts),
            member.id,
        )
        for member in sorted(community.members.values(), key=lambda member: member.sort_key)
        if has_profile(community, member.id)
    )
    # Staff come to their desk from the foot of a page: it is no tab that readers would meet.
    desk = PageRef(PageKind.DESK, "desk/", texts("site.desk.title"))
    return Outline((*_iter_pages(nav), *settled, *events[1:], *profiles, desk), nav)


def _event_pages(community: Community, texts: Texts) -> tuple[PageRef, ...]:
    """Return the page of all events and one for each that is no draft; none where there are none."""
    shown = [event for event in community.events.values() if event.plan.opened]
    if not shown:
        return ()
    every = PageRef(PageKind.EVENTS, EVENTS_URL, texts("site.events.title"))
    pages = (PageRef(PageKind.EVENT, event_url(one.id), one.plan.title, one.id) for one in shown)
    return (every, *pages)


def sort_handbooks(community: Community) -> list[str]:
    """Order the handbooks by the day they were opened, then those without one, then the closed."""

    def rank(handbook: str) -> tuple[bool, bool, str, str]:
        record = community.handbooks[handbook]
        return (record.archived is not None, record.opened is None, str(record.opened), handbook)

    return sorted(community.handbooks, key=rank)


def has_page(facts: ModuleFacts) -> bool:
    """True for every module but drafts."""
    return facts.state is not State.DRAFT


def is_settled(facts: ModuleFacts) -> bool:
    """True for modules that came to an end without being published."""
    return facts.state in (State.WITHDRAWN, State.SUPERSEDED, State.DECLINED)


def _handbook_section(
    community: Community, facts: Mapping[str, ModuleFacts], handbook: str, texts: Texts
) -> tuple[NavSection, tuple[PageRef, ...]]:
    """Group a handbook's finished modules by chapter, and those under way at the end.

    Beside it come the pages of modules that ended unpublished, and of those that are held back with
    their very titles: they keep their address, but nothing in the navigation leads there.
    """
    blueprint = community.handbooks[handbook]
    held = community.held
    is_held = handbook in held.handbooks
    cover = PageRef(
        PageKind.HELD if is_held else PageKind.COVER,
        cover_url(handbook),
        blueprint.title_in(texts.language)[0],
        handbook,
        texts("site.nav.cover"),
    )
    modules = {
        module.id: facts[module.key]
        for module in community.iter_chapter_modules(handbook)
        if has_page(facts[module.key])
    }
    on_site = {name: fact for name, fact in modules.items() if fact.state.is_on_site}
    listed: set[str] = set()
    filled: list[tuple[Chapter, tuple[PageRef, ...]]] = []
    for chapter in blueprint.chapters:
        names = [name for name in chapter.modules if name in on_site and name not in listed]
        listed.update(names)
        pages = tuple(_module_page(on_site[name], held, texts) for name in names)
        filled.append((chapter, pages))
    entries: list[NavEntry] = [cover, *_nest(blueprint, filled, texts)]
    loose = tuple(
        _module_page(fact, held, texts) for name, fact in on_site.items() if name not in listed
    )
    if loose:
        entries.append(NavSection(texts("site.nav.more"), loose))
    rest = [fact for fact in modules.values() if not fact.state.is_on_site]
    if under_way := tuple(_module_page(fact, held, texts) for fact in rest if not is_settled(fact)):
        entries.append(NavSection(texts("site.nav.under-way"), under_way))
    settled = tuple(_module_page(fact, held, texts) for fact in rest if is_settled(fact))
    nameless = tuple(
        PageRef(PageKind.HELD, module_url(key), texts("site.held.title"), key)
        for key, page in held.modules.items()
        if not page.is_named and key.partition("/")[0] == handbook
    )
    return NavSection(blueprint.title_in(texts.language)[0], tuple(entries)), (*settled, *nameless)


def _nest(
    blueprint: Handbook, chapters: Sequence[tuple[Chapter, tuple[PageRef, ...]]], texts: Texts
) -> list[NavSection]:
    """Put chapters of deeper levels into those before them; what holds no page is left out."""
    sections: list[NavSection] = []
    at = 0
    while at < len(chapters):
        chapter, pages = chapters[at]
        end = at + 1
        while end < len(chapters) and chapters[end][0].level > chapter.level:
            end += 1
        entries: tuple[NavEntry, ...] = (*pages, *_nest(blueprint, chapters[at + 1 : end], texts))
        if entries:
            sections.append(NavSection(_chapter_title(blueprint, chapter, texts), entries))
        at = end
    return sections


def _chapter_title(blueprint: Handbook, chapter: Chapter, texts: Texts) -> str:
    return find_title(chapter.title, blueprint.language, chapter.names, texts.language)[0]


def _module_page(facts: ModuleFacts, held: Held, texts: Texts) -> PageRef:
    kind = PageKind.MODULE if facts.state.is_on_site else PageKind.BRIEF
    module = facts.module
    if module.key in held.modules:
        kind = PageKind.HELD
    return PageRef(kind, module_url(module.key), module.title_in(texts.language)[0], module.key)


def _iter_pages(entries: tuple[NavEntry, ...]) -> list[PageRef]:
    pages: list[PageRef] = []
    for entry in entries:
        pages += [entry] if isinstance(entry, PageRef) else _iter_pages(entry.entries)
    return pages
