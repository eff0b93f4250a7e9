"""Payload sets: a folder of JSON Lines files, `{"id": …, "kind": …, "payload": …}` a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Payload:
    """One line of a set. `text` is what a person would paste, `data` the bytes of a file."""

    id: str
    kind: str
    text: str
    data: bytes


def read_corpora(folder: Path) -> list[Payload]:
    """List every payload of every `*.jsonl` in `folder`, in the order of files and lines."""
    return [payload for file in sorted(folder.glob("*.jsonl")) for payload in _iter_payloads(file)]


def _iter_payloads(file: Path) -> Iterator[Payload]:
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        row = json.loads(line)
        kind, payload = str(row.get("kind", "text")), row["payload"]
        name = str(row.get("id", f"{file.stem}-{number}"))
        if kind == "bytes":
            data = bytes.fromhex(payload)
            yield Payload(name, kind, data.decode("utf-8", "replace"), data)
        else:
            text = payload if isinstance(payload, str) else json.dumps(payload)
            yield Payload(name, kind, text, text.encode("utf-8", "surrogatepass"))
