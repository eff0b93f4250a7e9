"""Addresses of forms, filled in as far as is known: for pages, tables and messages alike."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.community import Community, Module
from kocbook.model.event import Event
from kocbook.model.forges import ForgeLinks
from kocbook.model.forms import FormName

MAX_ADDRESS = 8000
"""Bytes of a prefilled address: hosts refuse 8,191 and more."""


def form_address(
    community: Community,
    texts: Texts,
    form: FormName,
    module: Module | None = None,
    seat: str | None = None,
    event: Event | None = None,
) -> str:
    """Return the address of a form, with what is known: task, seat and terms, or an event.

    Where a service has no forms it is a new message, its title and body filled in.
    """
    settings = community.settings
    links = ForgeLinks.of(settings.site.repository)
    title = texts(f"forms.{form}.title") + (
        module.brief.title if module else event.plan.title if event else ""
    )
    answers = {"module": module.key} if module else {"event": event.id} if event else {}
    if module and seat:
        answers |= {"seat": seat, "terms": terms_fingerprint(module.brief)}
    page = settings.site.url.rstrip("/") + "/" + _page(module, event)
    body = texts("site.doors.body", name=" ".join(answers.values()), page=page)
    for said, words in ((title, body), (title, ""), (texts(f"forms.{form}.title"), "")):
        address = links.new_form(f"{form}.yml", said, answers, words)
        if len(address) <= MAX_ADDRESS:
            break
    return address


def _page(module: Module | None, event: Event | None) -> str:
    if event is not None:
        return f"events/{event.id}/"
    return f"{module.key}/" if module else ""
