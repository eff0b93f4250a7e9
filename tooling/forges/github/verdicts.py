"""What `koc` says of requests: one at a time for an event, all by one process for a sweep."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forges.github.errors import ForgeError
from forges.github.koc import run_koc, start_koc
from forges.github.request import PullRequest

_LONGEST = 140  # characters of a status' description
_MOST_IN_VAIN = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a request can be merged as it is, and what its author reads."""

    passes: bool
    text: str

    @property
    def state(self) -> str:
        """The state of the status `koc`."""
        return "success" if self.passes else "failure"

    @property
    def title(self) -> str:
        """The answer's heading, short enough for a status."""
        return self.text.split("\n", 1)[0].lstrip("# ")[:_LONGEST]


def ask_verdict(request: PullRequest, base: str, head: str) -> Verdict:
    """Judge one request: `head` is its own, or what the merge queue made of it."""
    edit = ["--edit-base", request.edit_base] if request.edit_base else []
    code, text = run_koc("answer", *asked_words(request, base, head), *edit)
    return Verdict(code == 0, text)


def asked_words(request: PullRequest, base: str, head: str) -> list[str]:
    """Return the options that tell `koc` what is asked, by whom, and who said yes."""
    words = ["--base", base, "--head", head, "--actor", request.author]
    for account in request.approvals:
        words += ["--approved", account]
    return words


def iter_verdicts(
    requests: Sequence[PullRequest], base: str
) -> Iterator[tuple[PullRequest, Verdict | ForgeError]]:
    """Judge many requests by one process, which reads the base once; yield each as it is done.

    Where the process ends early, what it was busy with is an error, and another goes on behind it.
    """
    waiting, in_vain = list(requests), 0
    while waiting:
        done = 0
        for request, verdict in zip(waiting, _run(waiting, base), strict=False):
            done += 1
            yield request, verdict
        in_vain = 0 if done else in_vain + 1
        # What ends every process at once is no fault of the requests: main cannot be read.
        lost = len(waiting) - done if in_vain == _MOST_IN_VAIN else min(1, len(waiting) - done)
        for request in waiting[done : done + lost]:
            yield request, ForgeError(f"koc ended at the request {request.number}")
        waiting = waiting[done + lost :]


def _run(requests: Sequence[PullRequest], base: str) -> Iterator[Verdict | ForgeError]:
    rows = [
        {
            "head": one.head,
            "actor": one.author,
            "approved": list(one.approvals),
            "edit_base": one.edit_base,
        }
        for one in requests
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requests.json"
        file.write_text(json.dumps(rows), encoding="utf-8")
        with start_koc("answer", "--base", base, "--each", str(file)) as process:
            assert process.stdout
            for line in process.stdout:
                said = json.loads(line)
                if "error" in said:
                    yield ForgeError(said["error"])
                else:
                    yield Verdict(said["code"] == 0, said["text"])
