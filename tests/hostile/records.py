"""Payloads as whole records and as values of records: findings, and never anything else."""

from __future__ import annotations

import faulthandler
import json
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from kocbook.base.texts import Texts, load_texts
from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree
from kocbook.report.findings import Report
from kocbook.report.findings_github import render_github
from kocbook.report.findings_json import render_json
from kocbook.report.findings_markdown import render_findings_markdown
from kocbook.report.findings_sarif import render_sarif
from kocbook.report.findings_text import render_text
from kocbook.report.prepare import prepare_report
from kocbook.rules.engine import check_community
from tests.hostile.corpus import Payload
from tests.hostile.poisoned import AS_OF, iter_records

_MEMORY = 2 * 1024**3
_SECONDS = 5.0
_PLACEHOLDER = "kbpayload"


@dataclass(slots=True)
class Tally:
    """What became of the inputs. `silent`: inputs that are no records, and nobody said so."""

    tried: int = 0
    findings: int = 0
    tracebacks: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)


def sample_files() -> dict[str, bytes]:
    """Return a community with every kind of record, each free text of it the same word."""
    word = Payload("word", "text", _PLACEHOLDER, b"")
    records = dict(iter_records([word]))
    records["modules/book-0/part-0/signoffs/staff-a.yml"] = {
        "member": "staff-a",
        "date": "2026-04-12",
        "text": "9b1e77ac02d4",
    }
    records["modules/book-0/part-0/module.yml"]["tags"] = [_PLACEHOLDER]
    texts = {path: yaml.safe_dump(record) for path, record in records.items()}
    # An address stays one, with the payload at its end.
    link = f"url: https://club.example/{_PLACEHOLDER}"
    return {
        path: text.replace(f"url: {_PLACEHOLDER}", link).encode() for path, text in texts.items()
    }


def iter_inputs(
    payload: Payload, files: Mapping[str, bytes]
) -> Iterator[tuple[str, dict[str, bytes], bool]]:
    """Yield a name, changed files, and whether each changed file is surely no record."""
    yield "file", dict.fromkeys(files, payload.data), True
    yield "file as text", {"content/book-0/part-0/index.md": payload.data}, False
    quoted = json.dumps(payload.text).encode("utf-8", "replace")
    for name, word in (("value", payload.data), ("quoted value", quoted)):
        yield (
            name,
            {path: data.replace(_PLACEHOLDER.encode(), word) for path, data in files.items()},
            False,
        )
    yield "key", {path: payload.data + b": x\n" + data for path, data in files.items()}, False


def try_input(
    name: str, files: Mapping[str, bytes], changed: Mapping[str, bytes], invalid: bool, tally: Tally
) -> None:
    """Load, check and report one set of files; the settings stay readable, so that rules run."""
    tally.tried += len(changed)
    settings = files["community.yml"]
    began = time.monotonic()
    try:
        found: set[str] = set()
        for own_settings in (False, True):
            if own_settings and "community.yml" not in changed:
                break
            kept = {} if own_settings else {"community.yml": settings}
            loaded = load_community(MemoryTree({**files, **changed, **kept}))
            findings = list(loaded.findings)
            if loaded.community is not None:
                findings += check_community(loaded.community, AS_OF)
            for language in ("zh", "en"):
                _show(prepare_report(loaded, findings, load_texts(language)), load_texts(language))
            tally.findings += len(findings)
            tally.rules.update(finding.rule for finding in findings)
            found |= {finding.location.path for finding in findings}
        if invalid:
            tally.silent += [f"{name} {path}" for path in changed if path not in found]
    except Exception:  # noqa: BLE001 (any at all is what is looked for)
        tally.tracebacks.append(f"{name}: {traceback.format_exc(limit=-3)}")
    took = time.monotonic() - began
    if took > _SECONDS:
        tally.hangs.append(f"{name}: {took:.1f} s")


def _show(report: Report, texts: Texts) -> None:
    """Write a report in every format that there is."""
    render_json(report).encode()
    render_sarif(report, "0", texts.language).encode()
    render_github(report).encode()
    render_findings_markdown(report, texts).encode()
    render_text(report, texts, lambda text, _: text, 80).encode()


def try_records(payloads: Sequence[Payload]) -> int:
    """Try every payload and print what was found; 1 unless all is well."""
    faulthandler.enable()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    files, tally = sample_files(), Tally()
    for payload in payloads:
        for name, changed, invalid in iter_inputs(payload, files):
            try_input(f"{payload.id} {name}", files, changed, invalid, tally)
    say = sys.stdout.write
    for kind in ("tracebacks", "hangs", "silent"):
        for text in getattr(tally, kind)[:10]:
            say(f"{kind}: {text}\n".encode("utf-8", "replace").decode())
    say(f"{len(tally.rules)} rules spoke, {tally.findings} findings\n")
    say(
        f"{tally.tried} tried, {len(tally.tracebacks)} tracebacks, {len(tally.hangs)} hangs, "
        f"{len(tally.silent)} without a finding\n"
    )
    return int(bool(tally.tracebacks or tally.hangs or tally.silent))


def report_events(payloads: Sequence[Payload]) -> int:
    """Send every payload as an event and print what was found; 1 unless all is well."""
    from tests.hostile.events import try_events

    outcomes = try_events(payloads)
    wrong = [*outcomes.tracebacks, *outcomes.hangs, *outcomes.broken]
    for text in wrong[:10]:
        sys.stdout.write(f"{text}\n".encode("utf-8", "replace").decode())
    sys.stdout.write(f"{outcomes.say()}\n")
    return int(bool(wrong))
