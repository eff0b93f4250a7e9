"""Addresses of forms, filled in as far as is known: for pages, tables and messages alike."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.community import Community, Module
from kocbook.model.event import Event
from kocbook.model.forges import ForgeLinks
from kocbook.model.forms import FormName
from kocbook.model.loan import Equipment

MAX_ADDRESS = 8000
"""Bytes of a prefilled address: hosts refuse 8,191 and more."""


def form_address(
    community: Community,
    texts: Texts,
    form: FormName,
    module: Module | None = None,
    seat: str | None = None,
    about: Event | Equipment | None = None,
) -> str:
    """Return the address of a form, with what is known: task, seat and terms.

    `about` is the event, or the thing that is lent, where it is about one.

    Where a service has no forms it is a new message, its title and body filled in.
    """
    settings = community.settings
    links = ForgeLinks.of(settings.site.repository)
    name, answers, place = _describe(module, about)
    title = texts(f"forms.{form}.title") + name
    if module and seat:
        answers |= {"seat": seat, "terms": terms_fingerprint(module.brief)}
    page = settings.site.url.rstrip("/") + "/" + place
    body = texts("site.doors.body", name=" ".join(answers.values()), page=page)
    for said, words in ((title, body), (title, ""), (texts(f"forms.{form}.title"), "")):
        address = links.new_form(f"{form}.yml", said, answers, words)
        if len(address) <= MAX_ADDRESS:
            break
    return address


def _describe(
    module: Module | None, about: Event | Equipment | None
) -> tuple[str, dict[str, str], str]:
    """Return the title, the answers that are known, and the page of what a form is about."""
    if module is not None:
        return module.brief.title, {"module": module.key}, f"{module.key}/"
    if isinstance(about, Event):
        return about.plan.title, {"event": about.id}, f"events/{about.id}/"
    if about is not None:
        return about.card.title, {"equipment": about.id}, f"equipment/#{about.id}"
    return "", {}, ""
