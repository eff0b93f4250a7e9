"""Addresses of forms, filled in as far as is known: for pages, tables and messages alike."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.model.community import Community, Module
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
) -> str:
    """Return the address of a form, with what is known: task, seat and terms.

    Where a service has no forms it is a new message, its title and body filled in.
    """
    settings = community.settings
    links = ForgeLinks.of(settings.site.repository)
    title = texts(f"forms.{form}.title") + (module.brief.title if module else "")
    answers = {"module": module.key} if module else {}
    if module and seat:
        answers |= {"seat": seat, "terms": terms_fingerprint(module.brief)}
    page = settings.site.url.rstrip("/") + "/" + (f"{module.key}/" if module else "")
    body = texts("site.doors.body", name=" ".join(answers.values()), page=page)
    for said, words in ((title, body), (title, ""), (texts(f"forms.{form}.title"), "")):
        address = links.new_form(f"{form}.yml", said, answers, words)
        if len(address) <= MAX_ADDRESS:
            break
    return address
