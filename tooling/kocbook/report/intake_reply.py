"""What somebody who sent a form reads: Chinese first, English folded; and the outcome as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from kocbook.base.finding import Severity
from kocbook.base.languages import DEFAULT_LANGUAGE, LANGUAGES
from kocbook.base.texts import Texts, load_texts
from kocbook.insight.names import public_name
from kocbook.intake.change import Trial
from kocbook.intake.forms.answers import Ask
from kocbook.intake.forms.receive import IntakeOutcome, Received
from kocbook.intake.forms.records import Draft
from kocbook.model.community import Community
from kocbook.model.forms import LASTING, NEEDS_STAFF, UNJUDGED
from kocbook.report.json_text import to_json
from kocbook.report.markdown import Ready, render_markdown
from kocbook.report.prepare import prepare_report
from kocbook.report.quoted import Quoted, quote_preview
from kocbook.report.standing import TaskStanding, find_standing

NEEDS_REPLY = "koc-needs-reply"
"""The label of what waits for its author."""


def commit_title(draft: Draft) -> str:
    """Return the message of the commit, which is the request's title too."""
    title = load_texts(DEFAULT_LANGUAGE)(f"intake.commit.{draft.form}", **draft.data)
    return " ".join(title.split())


def render_outcome(community: Community, received: Received, commit: str | None, login: str) -> str:
    """Return the outcome as JSON: ok, kind, form, branch, commit, merges, lasts, title, labels, reply."""
    draft = received.draft if received.kind is IntakeOutcome.DONE else None
    labels = [f"koc-{received.form}"] if received.form else []
    if received.kind is IntakeOutcome.ASK:
        labels.append(NEEDS_REPLY)
    if received.held or received.is_unclear:
        labels.append(NEEDS_STAFF)
    ignored = received.kind is IntakeOutcome.IGNORED
    merges = bool(draft) and community.settings.forms.merge and received.form in UNJUDGED
    return to_json(
        {
            "ok": received.kind not in (IntakeOutcome.ASK, IntakeOutcome.WAITS),
            "kind": received.kind,
            "form": received.form,
            "branch": draft.branch if draft else None,
            "commit": commit,
            "merges": merges and not received.held,
            "lasts": received.form in LASTING or received.is_said,
            "title": commit_title(draft) if draft else None,
            "labels": labels,
            "reply": "" if ignored else render_reply(community, received, commit, login),
        }
    )


def render_reply(community: Community, received: Received, commit: str | None, login: str) -> str:
    """Return the reply as Markdown."""
    order = (DEFAULT_LANGUAGE, *(one for one in LANGUAGES if one != DEFAULT_LANGUAGE))
    parts = [
        _part(community, received, commit, login, community.settings.texts(one)) for one in order
    ]
    return render_markdown("intake_reply.md.j2", parts=parts)


def _part(
    community: Community, received: Received, commit: str | None, login: str, texts: Texts
) -> dict[str, object]:
    draft, trial = received.draft, received.trial
    report = prepare_report(trial.loaded, trial.findings, texts) if trial else None
    weighty = report.by_weight() if report else []
    refused = received.kind in (IntakeOutcome.ASK, IntakeOutcome.WAITS)
    site = community.settings.site.url.rstrip("/")
    same = received.kind is IntakeOutcome.DONE and commit is None
    known = trial.loaded.community if trial and not refused else None
    return {
        "standing": _stand(known or community, received, login, texts),
        "t": texts,
        "kind": "same" if same else received.kind,
        "form": received.form,
        "said": received.is_said and received.kind is IntakeOutcome.ASK,
        "held": received.held and not refused,
        "login": login,
        "data": draft.data if draft else {},
        "asks": [say_ask(community, ask, texts) for ask in received.asks],
        "errors": [one for one in weighty if refused and one.severity is Severity.ERROR],
        "notes": [one for one in weighty if not refused and one.severity is Severity.WARNING],
        "web": draft.web if draft and not refused else (),
        "mended": draft.delivery.mended if draft and draft.delivery else (),
        "quoted": _quote(draft, trial, texts),
        "placed": draft.delivery.placed if draft and draft.delivery and not refused else (),
        "offers": [
            (one.brief.title, Ready(f"{site}/{quote(one.key)}/")) for one in received.offers
        ],
    }


def _quote(draft: Draft | None, trial: Trial | None, texts: Texts) -> Quoted | None:
    """Return what readers will see of a delivered text; None where none was delivered."""
    community = trial.loaded.community if trial else None
    if draft is None or draft.delivery is None or community is None:
        return None
    module = community.modules[str(draft.data["module"])]
    written = ((path, data) for path, data in draft.files.items() if path.endswith("/index.md"))
    path, data = next(written, ("", None))
    return quote_preview(module, path, data.decode(), texts) if data else None


def _stand(
    community: Community, received: Received, login: str, texts: Texts
) -> TaskStanding | None:
    """Return where the task stands that was spoken of; where something was done, as it will."""
    if received.about is None or received.day is None:
        return None
    return find_standing(community, received.about, login, received.day, texts)


def say_ask(community: Community, ask: Ask, texts: Texts) -> str:
    """Return a question in words: those for forms, else those of the commands."""
    data: Mapping[str, object] = ask.data
    if isinstance(data.get("holder"), str):
        data = {**data, "holder": public_name(community, str(data["holder"]), texts)}
    plain = ask.key.removeprefix("errors.")
    key = f"intake.ask.{plain}"
    return texts(key if key in texts else ask.key, **data)
