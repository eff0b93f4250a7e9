"""What stands at the root of a site for programs that read it: robots.txt and llms.txt."""

from __future__ import annotations

from kocbook.site.assemble.feed import finished_modules
from kocbook.site.outline.outline import cover_url, module_url
from kocbook.site.views.cards import only_seat
from kocbook.site.views.context import SiteContext
from kocbook.site.views.people import split_byline
from kocbook.site.views.structured_data import site_address

ROBOTS, LLMS = "robots.txt", "llms.txt"


def make_robots(context: SiteContext) -> bytes:
    """Return robots.txt: everybody may read everything, and here is the list of pages."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {site_address(context, 'sitemap.xml')}\n".encode()


def make_llms(context: SiteContext) -> bytes:
    """Return llms.txt: what there is to read, by handbook, with who wrote it and where it stands."""
    settings, comma = context.community.settings, context.texts("site.list-comma")
    lines = [
        f"# {_plain(context.say(settings.name))}",
        "",
        f"> {_plain(context.say(settings.intro))}",
    ]
    done = finished_modules(context)
    for handbook in context.community.handbooks.values():
        own = [facts for _, facts in done if facts.module.handbook == handbook.id]
        if not own:
            continue
        address = site_address(context, cover_url(handbook.id))
        lines += [
            "",
            f"## {_plain(handbook.title)}",
            "",
            f"[{address}]({address})",
            "",
        ]
        for facts in own:
            key = facts.module.key
            byline, _ = split_byline(context, context.credits.get(key, ()), only_seat(facts))
            names = _plain(comma.join(part.person.name for part in byline))
            link = f"[{_plain(facts.module.brief.title)}]({site_address(context, module_url(key))})"
            lines.append(f"- {link}: {names}" if names else f"- {link}")
    return ("\n".join(lines) + "\n").encode()


def _plain(words: str) -> str:
    """Return words on one line, without brackets that would end a link."""
    return " ".join(words.replace("[", "(").replace("]", ")").split())
