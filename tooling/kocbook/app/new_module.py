"""Write a brief that can be worked from and judged by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files


def draft_module(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a brief and its place in the blueprint.

    `values` are the answers to the questions of `koc new module`, by their names.

    Raises:
        UsageError: there is such a module, no such chapter, or no private repository for an amount.
    """
    from kocbook.intake.acts.new_module import module_files
    from kocbook.intake.acts.private import cash_files
    from kocbook.intake.acts.proposals import idea_credit_files

    session, key, chapter = writer.session, values["module"], values["chapter"]
    brief, settings = _brief_of(values), session.community.settings
    private: Files = {}
    if values["cash"] and not settings.shows("briefs"):
        session.private_folder  # noqa: B018 (refuses before anything is written)
        amount = (values["cash"], settings.currency, writer.member, session.day)
        private, seal = cash_files(key, *amount)
        reward = {name: told for name, told in brief["reward"].items() if name != "cash"}
        brief["reward"] = reward | {"sealed": seal}
    files = module_files(session.folder, session.community, key, chapter, brief)
    if values.get("from-proposal"):
        proposal = session.community.proposals[values["from-proposal"]]
        credit = (session.community, key, proposal, writer.member, session.day)
        files = {**files, **idea_credit_files(*credit)}
    data = {"module": key, "title": values["title"], "chapter": chapter}
    return ActDraft(f"new/{key.replace('/', '-')}", files, data, private=private)


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
        "proposal": values.get("from-proposal"),
        "language": None if values["language"] == "zh" else values["language"],
    }
