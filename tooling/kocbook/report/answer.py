"""The answer to a request: what its author reads under it, in their language, with what to do next.

Every value from the request is escaped by the templates; nothing of it can become markup, a link or
a mention.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from kocbook.base.errors import UsageError
from kocbook.base.finding import Severity
from kocbook.base.texts import Texts
from kocbook.model.community import Module
from kocbook.model.forges import ForgeLinks
from kocbook.report.cells import printable
from kocbook.report.findings import Report, ShownFinding
from kocbook.report.markdown import Ready, render_markdown
from kocbook.report.quoted import quote_preview
from kocbook.report.rule_page import rule_anchor

MOST_CHARACTERS = 60_000
"""A comment holds 65,536 characters; whoever posts it adds a few of its own."""
_OPEN_ONES = 5
"""So many findings are told in full before the others are folded."""
_MOST_TOLD = 40
_LONGEST = 600
_MOST_QUOTED = 3
"""So many texts of one request are shown as readers will see them."""
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~%!$&'()*+,;=:@/-]*)?")


@dataclass(frozen=True, slots=True)
class RequestAuthor:
    """Whose request it is: their public name, their account, and their member id if they have one."""

    name: str
    login: str
    number: int | None
    member: str | None


@dataclass(frozen=True, slots=True)
class TaskOffer:
    """An open module that its reader may like instead: its title, name and address."""

    title: str
    key: str
    url: Ready


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """What there is to say to the author of a request, in one language.

    `report` holds what the request brings about; `older` counts the faults that were there before.
    `waits_for` names those whose yes is all that is missing. `files` are the paths of the head.
    `delivered` are the texts that the request brings or changes: module, path and text of each.
    """

    report: Report
    texts: Texts
    author: RequestAuthor
    repository: str
    branch: str
    older: int = 0
    waits_for: tuple[str, ...] = ()
    offers: tuple[TaskOffer, ...] = ()
    edit_base: str | None = None
    files: frozenset[str] = field(default_factory=frozenset)
    delivered: tuple[tuple[Module, str, str], ...] = ()

    @property
    def kind(self) -> str:
        """Which answer it is: "clean", "waits" or "mend"."""
        if not self.report.errors:
            return "clean"
        return "waits" if self.waits_for else "mend"


@dataclass(frozen=True, slots=True)
class _Told:
    """One finding as the comment shows it."""

    number: int
    finding: ShownFinding
    edit: Ready | None
    example: Ready | None
    learn: Ready | None


def check_edit_base(address: str) -> str:
    """Return where files of the head are edited, without a slash at its end.

    Raises:
        UsageError: it is no plain web address.
    """
    if not _ADDRESS.fullmatch(address):
        raise UsageError("errors.no-address", address=address)
    return address.rstrip("/")


def render_answer(answers: Sequence[RequestAnswer]) -> str:
    """Return the answer as Markdown: the first language, and the others folded.

    Where it would be too long for a comment, no text is quoted, and then fewer findings are told,
    and how many more there are.
    """
    most, quotes = _MOST_TOLD, True
    while True:
        parts = [_part(one, most, quotes) for one in answers]
        text = render_markdown("answer.md.j2", parts=parts)
        if len(text) <= MOST_CHARACTERS or not most:
            return text
        most, quotes = (most, False) if quotes else (most // 2, False)


def _part(answer: RequestAnswer, most: int, quotes: bool) -> dict[str, object]:
    weighty = answer.report.by_weight()
    errors = [one for one in weighty if one.severity is Severity.ERROR]
    others = [one for one in weighty if one.severity is not Severity.ERROR]
    told = [_tell(answer, one, number) for number, one in enumerate(errors[:most], 1)]
    shown = answer.delivered[:_MOST_QUOTED] if quotes else ()
    return {
        "quoted": [quote_preview(*one, answer.texts) for one in shown],
        "unquoted": len(answer.delivered) - len(shown),
        "answer": answer,
        "t": answer.texts,
        "errors": len(errors),
        "first": told[:_OPEN_ONES],
        "folded": told[_OPEN_ONES:],
        "hidden": len(errors) - len(told),
        "notes": [_tell(answer, one, number) for number, one in enumerate(others[: most // 2], 1)],
        "more_notes": max(0, len(others) - most // 2),
    }


def _tell(answer: RequestAnswer, finding: ShownFinding, number: int) -> _Told:
    return _Told(
        number,
        replace(finding, message=_crop(finding.message), fix=_crop(finding.fix)),
        _edit_address(answer, finding.path),
        _example(answer, finding.rule),
        _learn_address(answer, finding.rule),
    )


def _crop(text: str) -> str:
    text = printable(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _edit_address(answer: RequestAnswer, path: str) -> Ready | None:
    """Return where the author edits a text of their own head; pictures cannot be edited there."""
    if answer.edit_base is None or path not in answer.files or not path.endswith((".yml", ".md")):
        return None
    return Ready(f"{answer.edit_base}/{quote(path)}")


def _example(answer: RequestAnswer, rule: str) -> Ready | None:
    """Return lines that would be right, or None where the fix says all that there is to do."""
    key, author = f"answer.examples.{rule}", answer.author
    if key not in answer.texts:
        return None
    own = {
        "member": author.member or "my-id",
        "login": author.login,
        "number": author.number or 1234567,
    }
    return Ready(answer.texts(key, **own).rstrip())


def _learn_address(answer: RequestAnswer, rule: str) -> Ready | None:
    """Return where the reference tells more, with a wrong and a right file, if it is kept here."""
    links = ForgeLinks.of(answer.repository)
    path, _, anchor = rule_anchor(rule, answer.texts.language).partition("#")
    if links.forge is None or path not in answer.files:
        return None
    return Ready(f"{links.file(answer.branch, path)}#{anchor}")
