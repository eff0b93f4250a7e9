"""`koc edit` as a program of its own, and plain requests to it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import Koc


@dataclass(frozen=True)
class Running:
    """An editor that runs, and the community that it edits."""

    folder: Path
    port: int
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def send(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send one request; a header given as "" is left out."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Host": f"127.0.0.1:{self.port}", **{_name(key): headers[key] for key in headers}}
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in given:
            given["Content-Length"] = str(len(body))
        for name, value in given.items():
            if value:
                link.putheader(name, value)
        link.endheaders(body)
        answer = link.getresponse()
        result = answer.status, dict(answer.headers), answer.read()
        link.close()
        return result

    def ask(self, action: str, **params: Any) -> tuple[int, Any]:
        """Send what the editor's own page would."""
        body = json.dumps({"branch": "main", "action": action, "params": params}).encode()
        status, _, said = self.send("POST", "/api/v1", body, **self.own())
        return status, json.loads(said)

    def own(self) -> dict[str, str]:
        return {
            "origin": self.address.rstrip("/"),
            "content_type": "application/json; charset=utf-8",
        }

    def save(
        self, path: str, raw: str, assets: list[dict[str, str]] | None = None, opened: bool = True
    ) -> Any:
        """Open a file, unless it is open already, and press the save button."""
        if opened:
            self.ask("getEntry", path=path)
        file = {"path": path, "raw": raw, "slug": "x"}
        options = {"commitMessage": "x", "useWorkflow": False, "status": "draft"}
        return self.ask("persistEntry", dataFiles=[file], assets=assets or [], options=options)


def _name(key: str) -> str:
    return "-".join(part.capitalize() for part in key.split("_"))


@contextlib.contextmanager
def run_editor(folder: Path, *words: str) -> Iterator[Running]:
    """Run `koc edit` in a community until the block ends; then Ctrl-C must end it well."""
    koc = Koc(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    process = subprocess.Popen(
        # Started by a script in the background it would not hear Ctrl-C.
        ["env", "--default-signal=INT", *koc.command("edit", "--port", str(port), *words)],
        cwd=folder,
        env={**koc.clean_environment(), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert re.search(rf"http://127\.0\.0\.1:{port}/admin/", line), line
        yield Running(folder, port, process)
    finally:
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=20)
        assert process.returncode == 0, out


def changed_lines(folder: Path) -> list[str]:
    """List the lines that differ from the last commit, as `git diff` marks them."""
    told = subprocess.run(
        ["git", "-c", "core.quotepath=false", "diff", "--unified=0", "--no-color"],
        cwd=folder,
        env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [line for line in told.splitlines() if re.match(r"[-+](?![-+]{2} )", line)]
