"""The digest: what waits for each of the staff, as lines that may stand in a chat; nothing private."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kocbook.base.texts import Texts, join_words
from kocbook.insight.names import has_profile, public_name
from kocbook.insight.waits.find import inbox_of
from kocbook.insight.waits.wait import Wait
from kocbook.model.community import Community
from kocbook.report.inbox_table import say_left, wait_address

MOST_ROWS = 8
"""So many rows a person; the rest is counted."""


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line: words, where they lead, and the command; a heading leads nowhere."""

    text: str
    url: str | None = None
    command: str | None = None
    is_heading: bool = False


def digest_title(community: Community, as_of: date, texts: Texts) -> str:
    """Return the title: whose digest it is, and of which day."""
    name = community.settings.name.in_language(texts.language)
    return texts("digest.title", name=name, day=as_of.isoformat())


def digest_lines(
    community: Community, waits: Sequence[Wait], as_of: date, texts: Texts
) -> list[DigestLine]:
    """List what waits for each of the staff, soonest first; empty where nothing does.

    Names are those that stand in public: who hides theirs is named by nobody, and a command that
    would is left out.
    """
    lines: list[DigestLine] = []
    for member in community.find_staff():
        mine = inbox_of(waits, member)
        if mine:
            name = public_name(community, member, texts)
            lines.append(DigestLine(texts("digest.who", name=name, n=len(mine)), is_heading=True))
            lines += [_line(community, wait, as_of, texts) for wait in mine[:MOST_ROWS]]
            lines += _rest(community, len(mine) - MOST_ROWS, texts)
    return lines


def _line(community: Community, wait: Wait, as_of: date, texts: Texts) -> DigestLine:
    left = (wait.due - as_of).days if wait.due else None
    module = community.modules.get(wait.key)
    names = [public_name(community, one, texts) for one in wait.about]
    said = [say_left(left, wait.since, as_of, texts), texts(f"desk.kinds.{wait.kind}.title")]
    said += [texts("cli.inbox.title", title=module.brief.title)] if module else [str(wait.what)]
    said += [join_words(texts.language, names)] if names else []
    tells = all(has_profile(community, one) for one in wait.about)
    return DigestLine(
        " · ".join(said), wait_address(community, wait, texts), wait.command if tells else None
    )


def _rest(community: Community, count: int, texts: Texts) -> Iterator[DigestLine]:
    if count > 0:
        desk = f"{community.settings.site.url.rstrip('/')}/desk/"
        yield DigestLine(texts("digest.more", n=count), desk)
