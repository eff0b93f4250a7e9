"""Payloads as what a hosting service sends: event files, whole issue bodies, answers in each form."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.base.finding import Severity
from kocbook.insight.state import all_facts
from kocbook.intake.forms.event import load_event
from kocbook.intake.forms.form_file import FormFile, load_forms
from kocbook.intake.forms.receive import IntakeOutcome, Received, receive_form
from kocbook.intake.forms.records import FormContext
from kocbook.intake.overlay import OverlayTree
from kocbook.intake.remote.fetch import FetchError
from kocbook.model.forms import FieldKind, FormName
from kocbook.records.loader import LoadResult, load_community
from kocbook.records.tree import WorkingTree
from kocbook.report.intake_reply import render_outcome
from kocbook.report.json_text import to_json
from kocbook.rules.engine import check_community
from tests.conftest import SAMPLE
from tests.hostile.corpus import Payload
from tests.intake.conftest import ROOT, make_event, write_body

_DAY = date(2026, 6, 30)
_SECONDS = 5.0
# Answers that let the others be looked at: a module that exists, for the forms that ask for one.
_MODULES = {
    FormName.CLAIM: "guide/night-drive",
    FormName.DELIVER: "guide/car-wash",
    FormName.RESPOND: "guide/cover-vote",
    FormName.FEEDBACK: "guide/night-drive",
}
_LONGEST_REPLY = 65_536
"""Characters that a comment may have on GitHub."""


@dataclass(slots=True)
class Outcomes:
    """What became of the events. `broken`: what was written and does not pass the check."""

    tried: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def say(self) -> str:
        """Return the figures in one line."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kinds.items()))
        return (
            f"{self.tried} events tried ({kinds}): {len(self.tracebacks)} tracebacks, "
            f"{len(self.hangs)} hangs, {len(self.broken)} written with a fault"
        )


class FormDoor:
    """The sample community with its forms, to which events are sent; nothing is written."""

    def __init__(self) -> None:
        """Read the community and the forms."""
        self.forms = load_forms(ROOT)
        self.standing: LoadResult = load_community(WorkingTree(SAMPLE))
        community = self.standing.community
        assert community is not None
        self.community = community
        self.desk = FormContext(SAMPLE, community, all_facts(community, _DAY), _DAY, fetch=_refuse)
        self.known = {(one.rule, one.location.path) for one in self.standing.findings}

    def iter_events(self, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield events that say `text` in every place that somebody outside can fill."""
        yield "body", make_event(text, "old-he")
        for name, form in self.forms.items():
            for who in ("old-he", "newcomer") if name is FormName.JOIN else ("old-he",):
                said = _answers(form, text, _MODULES.get(name))
                yield f"{name} by {who}", make_event(write_body(form, said), who)
            said = _answers(form, text, None)
            yield f"{name} anywhere", make_event(write_body(form, said), "old-he")
        join = self.forms[FormName.JOIN]
        envelope = make_event(write_body(join, _answers(join, text, None)), "newcomer")
        envelope["issue"] |= {"title": text, "labels": [{"name": text}], "updated_at": text}
        envelope["issue"]["user"] = envelope["issue"]["user"] | {"login": text}
        yield "envelope", envelope | {"action": text}

    def receive(self, path: Path) -> Received | None:
        """Do what `koc intake` does short of the commit; None where the file is no event."""
        try:
            event = load_event(path)
        except UsageError:
            return None
        received = receive_form(self.standing, self.desk, self.forms, event)
        outcome = render_outcome(self.community, received, None, event.author.login)
        assert len(outcome.encode()) < 4 * _LONGEST_REPLY
        return received

    def find_faults(self, received: Received) -> list[str]:
        """List what the check says of what would be written."""
        if received.kind is not IntakeOutcome.DONE or received.draft is None:
            return []
        after = load_community(OverlayTree(self.standing.tree, received.draft.files))
        if after.community is None:
            return ["no community"]
        found = [*after.findings, *check_community(after.community, _DAY)]
        return [
            f"{one.rule} {one.location.path}"
            for one in found
            if one.severity is Severity.ERROR and (one.rule, one.location.path) not in self.known
        ]


def _answers(form: FormFile, text: str, module: str | None) -> Mapping[str, str | list[str]]:
    said: dict[str, str | list[str]] = {}
    for question in form.questions:
        if question.kind not in (FieldKind.CHOICES, FieldKind.BOXES):
            said[question.id] = text
    if module is not None and "module" in said:
        said |= {"module": module, "seat": "", "terms": "", "choice": ""}
    return {key: said[key] for key in said if key in {q.id for q in form.questions}}


def _refuse(url: str, most: int) -> bytes:
    raise FetchError("fetch-host", url=url)


def try_events(payloads: Sequence[Payload]) -> Outcomes:
    """Send every payload in every place of an event, and as the event's own file."""
    door, outcomes = FormDoor(), Outcomes()
    with TemporaryDirectory(prefix="koc-events-") as folder:
        path = Path(folder) / "event.json"
        for payload in payloads:
            path.write_bytes(payload.data)
            _try_one(door, f"{payload.id} file", path, outcomes)
            for name, event in door.iter_events(payload.text):
                path.write_text(to_json(event), encoding="utf-8", errors="replace")
                _try_one(door, f"{payload.id} {name}", path, outcomes)
    return outcomes


def _try_one(door: FormDoor, name: str, path: Path, outcomes: Outcomes) -> None:
    outcomes.tried += 1
    began = time.monotonic()
    try:
        received = door.receive(path)
        outcomes.kinds[received.kind if received else "no event"] += 1
        faults = door.find_faults(received) if received else []
        outcomes.broken += [f"{name}: {fault}" for fault in faults]
    except Exception:  # noqa: BLE001 (any at all is what is looked for)
        outcomes.tracebacks.append(f"{name}: {traceback.format_exc(limit=-3)}")
    took = time.monotonic() - began
    if took > _SECONDS:
        outcomes.hangs.append(f"{name}: {took:.1f} s")
