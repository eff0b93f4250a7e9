"""`python -m tests.hostile.fuzz --minutes 10`: changed records through reader, rules, pages, policy, forms.

With `--effects 50000`, so many random changes by random people instead, under the oracle of `tests/policy`.

Each case follows from its number alone: `--only N` runs one again. Prints what raised or took too
long, and exits with 1 if anything did.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from kocbook.base.errors import KocError
from kocbook.base.finding import Severity
from kocbook.base.texts import load_texts
from kocbook.model.tree import is_read
from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree
from kocbook.report.findings_json import render_json
from kocbook.report.findings_text import render_text
from kocbook.report.prepare import prepare_report
from kocbook.rules.engine import check_community
from kocbook.site.assemble.pages import make_files
from kocbook.site.views.context import make_contexts
from tests.conftest import SAMPLE
from tests.hostile.events import FormDoor
from tests.hostile.mutate import TOKENS, Files, mutate_bytes, mutate_files, mutate_gently
from tests.policy.people import EVERYBODY, STAFF, community, judge, to_bytes
from tests.policy.trial import try_case

_DAYS = (date(2026, 6, 30), date(2026, 4, 10), date(1970, 1, 1), date(2099, 12, 31))
_SECONDS, _HANGS = 5.0, 120
_MEMORY = 3 * 1024**3
_TEXTS = {language: load_texts(language) for language in ("zh", "en")}


def _read_sample() -> Files:
    files = {p.relative_to(SAMPLE).as_posix(): p for p in SAMPLE.rglob("*") if p.is_file()}
    return {path: file.read_bytes() for path, file in files.items() if is_read(path)}


class Fuzz:
    """What is changed, and through what it is sent."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sample = _read_sample()
        self.people = {path: to_bytes(value) for path, value in community().items()}
        self.door = FormDoor()
        self.tried: Counter[str] = Counter()
        self.faults: dict[str, str] = {}
        self.targets: tuple[Callable[[Random], None], ...] = (
            self.try_records,
            self.try_records,
            self.try_policy,
            self.try_event,
        )

    def try_records(self, random: Random) -> None:
        """Read, check and report; make the pages of what has no error."""
        mutate = random.choice((mutate_files, mutate_gently, mutate_gently))
        files = mutate(random.choice((self.sample, self.people)), random)
        day = random.choice(_DAYS)
        try:
            loaded = load_community(MemoryTree(files))
        except KocError:
            self.tried["no community"] += 1
            return
        findings = list(loaded.findings)
        if loaded.community is not None:
            findings += check_community(loaded.community, day)
        for texts in _TEXTS.values():
            report = prepare_report(loaded, findings, texts)
            render_json(report).encode()
            render_text(report, texts, lambda text, _: text, 80).encode()
        if any(finding.severity is Severity.ERROR for finding in findings):
            self.tried["refused"] += 1
        elif loaded.community is not None:
            for context in make_contexts(loaded.community, day, _TEXTS).values():
                make_files(context, {})
            self.tried["made into pages"] += 1

    def try_policy(self, random: Random) -> None:
        """Judge the change from the base to what was made of it, for anybody."""
        after = mutate_files(self.people, random)
        who = random.choice(EVERYBODY)
        judgement = judge(self.people, after, who, approvals=random.sample(STAFF, 2))
        self.tried["allowed" if judgement.allowed else "not allowed"] += 1

    def try_event(self, random: Random) -> None:
        """Send a form with odd answers, or the file of an event that was changed."""
        text = "".join(random.choice(TOKENS) for _ in range(random.randrange(1, 12)))
        event = random.choice([event for _, event in self.door.iter_events(text)])
        data = json.dumps(event, ensure_ascii=random.random() < 0.5).encode()
        if random.randrange(2):
            data = mutate_bytes(data, random)
        path = self.folder / "event.json"
        path.write_bytes(data)
        received = self.door.receive(path)
        self.tried[f"event: {received.kind}" if received else "no event"] += 1
        faults = self.door.find_faults(received) if received else []
        assert not faults, faults

    def run(self, number: int) -> None:
        """Run one case; note what it raised, the first of each kind."""
        random = Random(number)
        target = random.choice(self.targets)
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        began = time.process_time()  # a busy machine is no fault
        try:
            target(random)
        except Exception as error:  # noqa: BLE001 (any at all is what is looked for)
            frame = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{type(error).__name__} at {frame.filename}:{frame.lineno}"
            self.faults.setdefault(key, f"case {number}\n{traceback.format_exc(limit=-6)}")
        took = time.process_time() - began
        if took > _SECONDS:
            self.faults.setdefault(f"slow: {target.__name__}", f"case {number}: {took:.1f} s")


def try_effects(numbers: range) -> int:
    """Judge the random changes with these numbers; 1 where a theft passes or a judge raises."""
    counts: Counter[str] = Counter()
    for number in numbers:
        trial = try_case(number)
        if trial is None:
            counts["no change"] += 1
            continue
        counts["allowed" if trial.is_allowed else "refused"] += 1
        counts["thefts tried"] += bool(trial.thefts)
        if trial.is_missed:
            counts["thefts missed"] += 1
            sys.stdout.write(f"{trial}\n")
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    sys.stdout.write(f"{len(numbers)} random changes: {told}; {counts['thefts missed']} missed\n")
    return int(counts["thefts missed"] > 0)


def main() -> int:
    """Run cases until the time is over, or the one that is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="number of the first case")
    parser.add_argument("--only", type=int, metavar="N", help="run one case again")
    parser.add_argument("--effects", type=int, metavar="N", help="judge N random changes")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    if options.effects is not None:
        return try_effects(range(options.seed, options.seed + options.effects))
    with TemporaryDirectory(prefix="koc-fuzz-") as folder:
        fuzz = Fuzz(Path(folder))
        end, number = time.monotonic() + options.minutes * 60, options.seed
        if options.only is not None:
            fuzz.run(options.only)
            number = options.only + 1
        while options.only is None and time.monotonic() < end:
            fuzz.run(number)
            number += 1
    faulthandler.cancel_dump_traceback_later()
    kinds = ", ".join(f"{count} {kind}" for kind, count in fuzz.tried.most_common())
    for key, text in fuzz.faults.items():
        sys.stdout.write(f"{key}\n{text}\n".encode("utf-8", "replace").decode())
    cases = sum(fuzz.tried.values())
    sys.stdout.write(f"{cases} cases ({kinds}); next: --seed {number}\n{len(fuzz.faults)} faults\n")
    return int(bool(fuzz.faults))


if __name__ == "__main__":
    sys.exit(main())
