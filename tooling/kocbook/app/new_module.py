"""Write a brief that can be worked from and judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kocbook.app.write import ActDraft, Writer


def draft_module(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a brief and its place in the blueprint.

    `values` are the answers to the questions of `koc new module`, by their names.

    Raises:
        UsageError: there is such a module, or no such chapter.
    """
    from kocbook.intake.acts.new_module import module_files

    session, key, chapter = writer.session, values["module"], values["chapter"]
    files = module_files(session.folder, session.community, key, chapter, _brief_of(values))
    data = {"module": key, "title": values["title"], "chapter": chapter}
    return ActDraft(f"new/{key.replace('/', '-')}", files, data)


def _brief_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a brief, as its record has them, from the answers."""

    def kept(**pairs: object) -> dict[str, object]:
        return {name: value for name, value in pairs.items() if value not in (None, [], 0)}

    def ordered(name: str, *order: str) -> list[dict[str, object]]:
        return [{key: one[key] for key in order if key in one} for one in values[name] or ()]

    criteria = ordered("criterion", "id", "text", "weight")
    return {
        **values,
        "goals": ordered("goal", "id", "must", "safety", "text", "measure"),
        "scope": {"includes": values["include"], **kept(excludes=values["exclude"])},
        "seats": ordered("seat", "id", "role", "skills", "share", "duty"),
        "options": ordered("option", "id", "text", "picture", "alt"),
        "rubric": {"criteria": criteria, "prizes": values["prize"]} if criteria else None,
        "reply_within_days": values["reply-days"],
        "resources": values["resource"],
        "paid_services": values["paid-services"],
        "reward": {
            "points": values["points"],
            **kept(cash=values["cash"], other=values["extra"]),
        },
        "terms": {
            "licence": values["licence"],
            "channels": values["channel"],
            "byline": values["byline"],
            **kept(until=values["until"]),
        },
        "tags": values["tag"],
        "language": None if values["language"] == "zh" else values["language"],
    }
