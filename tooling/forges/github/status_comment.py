"""Nobody is left without an answer: it is said that something came in, and what happened if work on it fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import TracebackType

from forges.github.api import Api, ForgeError
from forges.github.comment import Comment, mark, put_comment
from forges.github.notice import say_error
from forges.github.words import NEEDS_STAFF, say

WORKING, FAILED = "working", "failed"
WAITS = "waits"
"""The state of a form that goes on by itself once something else is merged."""
_STATE = re.compile(r"<!-- kocbook: state (\w+) (\w+) -->")


@dataclass
class StatusComment:
    """A block of work on one thing that somebody sent; `name` is the mark of the comment under it.

    Whatever ends the block early is told there. `what` says which words belong to it: `form` or
    `request`; `action` is kept in the comment, for the sweep that finishes the work.
    """

    api: Api
    number: int
    name: str
    what: str
    action: str = "opened"
    comment: Comment | None = None

    def __enter__(self) -> StatusComment:
        """Say that it arrived, and is being looked at."""
        text = say(f"working.{self.what}")
        self._put(WORKING, text)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Tell of a failure in the same comment, and put it before the staff."""
        if error is None:
            return
        why = error.kind if isinstance(error, ForgeError) else ForgeError.kind
        try:
            self._put(FAILED, say("failed", f"why.{why}", f"stays.{self.what}", "staff-know"))
            self.api.post(f"issues/{self.number}/labels", again=True, labels=[NEEDS_STAFF])
        except ForgeError as second:
            say_error(second)  # the sweep finds what has no finished answer

    def _put(self, state: str, text: str) -> None:
        body = f"{mark(f'state {state} {self.action}')}\n{text}"
        self.comment = put_comment(self.api, self.number, self.name, body, self.comment)[0]


def find_state(comment: Comment) -> tuple[str, str] | None:
    """Return how far work is that a comment tells of, and what began it; None where it is done."""
    found = _STATE.search(comment.body.split("\n###", 1)[0])
    return (found[1], found[2]) if found else None


def has_failed(comment: Comment | None) -> bool:
    """True where a comment told of a failure: the label was set for that, and not for words of a person."""
    state = find_state(comment) if comment else None
    return state is not None and state[0] == FAILED
