"""JSON-LD for search engines: who made a page, in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kocbook.insight.credits import CreditLine, CreditState, signatories
from kocbook.insight.names import has_profile, public_name
from kocbook.insight.parts import find_maker, part_of
from kocbook.insight.state import ModuleFacts
from kocbook.insight.summary import summary_in
from kocbook.insight.translations import find_translation
from kocbook.model.enums import ModuleForm
from kocbook.model.handbook import Handbook
from kocbook.site.outline.outline import cover_url, member_url, module_url
from kocbook.site.views.context import SiteContext

Data = dict[str, Any]

MOST_PEOPLE = 60
"""So many people are named to search engines in each part; the page leads to everybody."""
_PICTURES = frozenset({"jpg", "png", "webp"})
_TYPES = {
    ModuleForm.VIDEO: "VideoObject",
    ModuleForm.PHOTO_SET: "ImageGallery",
    ModuleForm.GALLERY: "ImageGallery",
}


def script_json(data: Data) -> str:
    """Write JSON that can stand inside a script element: no text in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text


def site_address(context: SiteContext, url: str) -> str:
    """Return the whole address of a page in the context's language."""
    root = context.community.settings.site.url.rstrip("/")
    first = context.community.settings.languages[0]
    folder = "" if context.language == first else f"{context.language}/"
    return f"{root}/{folder}{url}"


def module_data(context: SiteContext, facts: ModuleFacts) -> Data:
    """Describe a finished module: lead writers are authors, everybody else a contributor."""
    module, brief = facts.module, facts.module.brief
    lines = context.credits.get(module.key, ())
    blueprint = context.community.handbooks.get(module.handbook)
    licence = context.community.find_licence(brief.terms.licence)
    address = site_address(context, module_url(module.key))
    title = module.title_in(context.language)[0]
    translated = find_translation(module, context.language)
    data: Data = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(brief.form, "Article"),
        "@id": address,
        "url": address,
        "name": title,
        "headline": title,
        "description": summary_in(module, context.language)[0],
        "inLanguage": context.language if translated else brief.language,
        "keywords": list(brief.tags),
        "publisher": _publisher(context),
        **_people(context, lines),
    }
    if translated:
        data["translator"] = _person(context, translated.record.translator)
    if facts.finished:
        data["datePublished"] = facts.finished.isoformat()
    if licence:
        data["license"] = licence.url
    if blueprint:
        data["isPartOf"] = {
            "@type": "Book",
            "name": context.book_title(module.handbook)[0],
            "url": site_address(context, cover_url(module.handbook)),
        }
    if brief.form is ModuleForm.VIDEO:
        data.update(_video(context, facts))
    if pictures := list(_pictures(context, facts)):
        data["image"] = pictures
    return data


def _pictures(context: SiteContext, facts: ModuleFacts) -> Iterator[Data]:
    """Yield the pictures of a team's parts, each with who made it; others are as the page is."""
    module = facts.module
    media = module.content.media if module.content else {}
    for name, file in sorted(media.items()):
        maker = find_maker(module, part_of(module, name))
        if maker and file.kind in _PICTURES:
            address = site_address(context, module_url(module.key))
            picture = {"@type": "ImageObject", "contentUrl": f"{address}{name}"}
            yield {**picture, "creator": _person(context, maker)}


def cover_data(context: SiteContext, handbook: Handbook) -> Data:
    """Describe a handbook as a book that all who signed it wrote; of very many, the first."""
    address = site_address(context, cover_url(handbook.id))
    lines = context.lines_of(handbook)
    signed = signatories(lines)
    helpers = [line for line in lines if line.member not in signed]
    return {
        "@context": "https://schema.org",
        "@type": "Book",
        "@id": address,
        "url": address,
        "name": context.book_title(handbook.id)[0],
        "description": context.book_summary(handbook.id)[0],
        "inLanguage": handbook.language,
        "audience": {"@type": "Audience", "audienceType": handbook.audience},
        "author": [_person(context, member) for member in signed[:MOST_PEOPLE]],
        "contributor": _roles(context, helpers)[:MOST_PEOPLE],
        "publisher": _publisher(context),
    }


def _people(context: SiteContext, lines: Sequence[CreditLine]) -> Data:
    leading = [line for line in lines if _leads(context, line)]
    if not leading:
        # A video or a photo set has no writer: those who hold its seats made it.
        leading = [line for line in lines if line.seat is not None]
    authors = list(dict.fromkeys(line.member for line in leading))
    others = [line for line in lines if line.member not in authors]
    return {
        "author": [_person(context, member) for member in authors[:MOST_PEOPLE]],
        "contributor": _roles(context, others)[:MOST_PEOPLE],
    }


def _leads(context: SiteContext, line: CreditLine) -> bool:
    role = context.community.find_role(line.role)
    is_author = line.state is not CreditState.THANKED
    return is_author and (role.schema_org == "author" if role else line.role == "writing")


def _roles(context: SiteContext, lines: Iterable[CreditLine]) -> list[Data]:
    """List contributors, each once for each role: anonymous ones appear alike."""
    seen = dict.fromkeys((line.member, line.role) for line in lines)
    return [
        {
            "@type": "Role",
            "roleName": context.role_name(role),
            "contributor": _person(context, member),
        }
        for member, role in seen
    ]


def _person(context: SiteContext, member: str) -> Data:
    person: Data = {
        "@type": "Person",
        "name": public_name(context.community, member, context.texts),
    }
    if has_profile(context.community, member):
        person["url"] = site_address(context, member_url(member))
    return person


def _publisher(context: SiteContext) -> Data:
    settings = context.community.settings
    return {
        "@type": "Organization",
        "name": context.say(settings.name),
        "url": site_address(context, ""),
        "parentOrganization": {"@type": "Organization", "name": context.say(settings.brand)},
    }


def _video(context: SiteContext, facts: ModuleFacts) -> Data:
    """Name the video's file and its still, where the module has them."""
    media = facts.module.content.media if facts.module.content else {}
    address = site_address(context, module_url(facts.module.key))
    kinds = {file.kind: name for name, file in sorted(media.items(), reverse=True)}
    found: Data = {}
    if facts.finished:
        found["uploadDate"] = facts.finished.isoformat()
    video = kinds.get("mp4") or kinds.get("webm")
    still = "poster.webp" if "poster.webp" in media else kinds.get("webp") or kinds.get("jpg")
    if video:
        found["contentUrl"] = address + video
    if still:
        found["thumbnailUrl"] = address + still
    return found
