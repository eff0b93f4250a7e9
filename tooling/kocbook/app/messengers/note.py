"""What is sent: lines with links, cut into parts that a service takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line: words, where they lead (None: nowhere), and what a terminal does about it."""

    text: str
    url: str | None = None
    command: str | None = None
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A title and its lines."""

    title: str
    lines: tuple[NoteLine, ...]


def cut(note: Note, most: int, size: Callable[[Sequence[NoteLine]], int]) -> Iterator[Note]:
    """Yield the note in parts of at most `most`, as `size` counts; no line is torn.

    A line that is too long alone stands alone: the service says what it makes of it.
    """
    held: list[NoteLine] = []
    for line in note.lines:
        if held and size([*held, line]) > most:
            yield Note(note.title, tuple(held))
            held = []
        held.append(line)
    yield Note(note.title, tuple(held))
