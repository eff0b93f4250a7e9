"""Rules about translations: each is of a text that is there, and was read by a colleague."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Location, Severity, at
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("translation")


@rule("translation-outdated", Severity.WARNING, Reach.MODULE, words=True)
def translation_outdated(context: Context) -> Iterator[Hit]:
    """The source says something else than what was translated."""
    for module in context.modules:
        media = module.content.media.values() if module.content else ()
        if module.text is None or not all(file.kind for file in media):
            continue
        wanted = page_fingerprint(module)
        for one in module.translations.values():
            if one.of != wanted:
                data = {"title": module.brief.title, "of": one.of, "wanted": wanted}
                yield at(one.path, "of"), data


@rule("translation-incomplete", Severity.ERROR, Reach.MODULE, words=True)
def translation_incomplete(context: Context) -> Iterator[Hit]:
    """A translation lacks its text or its record, or is in the language of its source."""
    for module in context.modules:
        content = module.content
        texts = content.translations if content else {}
        if context.is_unreadable_below(module.folder):
            continue
        for language, one in module.translations.items():
            text = f"content/{module.key}/{language}/index.md"
            if language == module.brief.language:
                yield at(one.path), {"language": language, "variant": "own"}
            elif language not in texts and text not in context.community.unreadable:
                yield at(one.path), {"path": text, "variant": ""}
        for language in texts.keys() - module.translations.keys():
            record = f"{module.folder}/translations/{language}.yml"
            where = Location(f"content/{module.key}/{language}/index.md", 1, 1)
            yield where, {"path": record, "variant": "record"}


@rule("translation-checked", Severity.ERROR, Reach.MODULE)
def translation_checked(context: Context) -> Iterator[Hit]:
    """A translation was read beside its source by the one who made it."""
    for module in context.modules:
        for one in module.translations.values():
            if one.checked_by == one.translator:
                yield at(one.path, "checked_by"), {"member": one.checked_by}
