"""A Git process that answers one line after another, for as long as there is something to ask."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kocbook.git.run import git_command, git_environment


class GitPipe:
    """One Git command that reads requests and writes answers; it starts with the first request.

    Use it as a context manager, or call `close`.
    """

    def __init__(self, root: Path, *arguments: str) -> None:
        """Know the repository at `root` and the command, such as `cat-file --batch`."""
        self.root = root
        self.arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def ask(self, line: bytes) -> IO[bytes]:
        """Send one line and return the stream that the answer is to be read from, all of it.

        Raises:
            BrokenPipeError: Git has ended.
        """
        requests, answers = self._streams()
        requests.write(line + b"\n")
        requests.flush()
        return answers

    def close(self) -> None:
        """End the process; a later request starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        # It only reads: nothing is lost when it ends in the middle of an answer.
        process.kill()
        process.communicate()

    def _streams(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process is None:
            self._process = subprocess.Popen(
                git_command(self.root, *self.arguments),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=git_environment(),
            )
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        return requests, answers
