"""The ways in from a page: forms that are filled in as far as the page knows, and a claim's text."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.insight.claim_record import claim_path, claim_values
from kocbook.insight.form_link import form_address
from kocbook.model.community import Module
from kocbook.model.event import Event
from kocbook.model.forges import ForgeLinks
from kocbook.model.forms import FormName
from kocbook.model.loan import Equipment
from kocbook.model.paths import RecordKind
from kocbook.records.record_text import render_record
from kocbook.site.views.context import SiteContext

NOBODY = "your-id"
"""Stands in a claim's text where the member's id belongs; no member may be called so."""


@dataclass(frozen=True, slots=True)
class ClaimText:
    """The record of a claim, ready to copy, and the page of the service that creates it.

    `address` ends where the record's text begins, so that a script can put in the id and the day;
    None where the service takes no text. `path` is the file to make.
    """

    path: str
    text: str
    link: str
    address: str | None


def form_link(
    context: SiteContext,
    form: FormName,
    module: Module | None = None,
    seat: str | None = None,
    about: Event | Equipment | None = None,
) -> str:
    """Return the address of a form, with what the page knows: task, seat and terms.

    Where a service has no forms it is a new message, its title and body filled in.
    """
    return form_address(context.community, context.texts, form, module, seat, about)


def claim_text(context: SiteContext, module: Module, seat: str) -> ClaimText | None:
    """Return a claim on a free seat as text; None where an earlier claim has to be moved first."""
    if seat in module.claims:
        return None
    site = context.community.settings.site
    path = claim_path(module, seat)
    text = render_record(RecordKind.CLAIM, path, claim_values(module, NOBODY, context.as_of))
    links = ForgeLinks.of(site.repository)
    link, empty = links.new_file(site.branch, path, text), links.new_file(site.branch, path, "")
    return ClaimText(path, text, link, empty if link != empty else None)
