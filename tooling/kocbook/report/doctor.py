"""What `koc doctor` found, in words: for a person at a terminal and as rows of JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kocbook.base.texts import Texts
from kocbook.model.condition import Health, Symptom
from kocbook.report.cells import cell_width, printable, wrap
from kocbook.report.paint import Paint

_ROLES = {
    Health.ERROR: "error",
    Health.WARNING: "warning",
    Health.NOTE: "note",
    Health.UNSEEN: "quiet",
}
_ORDER = (Health.ERROR, Health.WARNING, Health.NOTE, Health.UNSEEN)


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """Each check as a row with keys check, state, title, what, why and fix, in the reader's language."""

    rows: list[dict[str, str]]

    @property
    def errors(self) -> int:
        """How much keeps the community from working."""
        return self.count(Health.ERROR)

    def count(self, state: Health) -> int:
        """Return how many checks are in a state."""
        return Counter(row["state"] for row in self.rows)[state]


def make_report(symptoms: Sequence[Symptom], texts: Texts) -> DoctorReport:
    """Put what was found into words."""
    return DoctorReport([_row(one, texts) for one in symptoms])


def _row(symptom: Symptom, texts: Texts) -> dict[str, str]:
    key = f"doctor.checks.{symptom.check}"
    row = {"check": symptom.check, "state": str(symptom.state), "title": texts(f"{key}.title")}
    said = {"what": "", "why": texts(f"{key}.why"), "fix": ""}
    if symptom.state is Health.UNSEEN:
        said |= {part: texts(f"doctor.unseen.{symptom.case}.{part}") for part in ("what", "fix")}
    elif symptom.case:
        data = dict(symptom.data)
        said |= {part: texts(f"{key}.{symptom.case}.{part}", **data) for part in ("what", "fix")}
    return row | {name: text.strip() for name, text in said.items()}


def render_doctor(report: DoctorReport, texts: Texts, paint: Paint, width: int) -> str:
    """Return what is wrong, each with reason and remedy, then what is good, in lines of `width` cells."""
    lines: list[str] = []
    for state in _ORDER[:3]:
        for row in report.rows:
            if row["state"] == state:
                lines += [*_told(row, state, texts, paint, width), ""]
    lines += _unseen(report, texts, paint, width)
    good = [row["title"] for row in report.rows if row["state"] == Health.GOOD]
    lines += wrap(texts("doctor.good", titles=good), width)
    counts = {state.value: report.count(state) for state in (Health.ERROR, Health.WARNING)}
    role = next((name for name, n in counts.items() if n), "good")
    key = "doctor.summary" if role != "good" else "doctor.healthy"
    lines += [paint(line, role) for line in wrap(texts(key, **counts), width)]
    return "\n".join(lines)


def _told(
    row: dict[str, str], state: Health, texts: Texts, paint: Paint, width: int
) -> Iterator[str]:
    yield f"{paint(texts(f'doctor.states.{state}'), _ROLES[state])} {paint(row['title'], 'strong')}"
    yield from _indented("", row["what"], paint, width)
    yield from _indented(texts("doctor.why"), row["why"], paint, width)
    yield from _remedy(row["fix"], texts, paint)


def _unseen(report: DoctorReport, texts: Texts, paint: Paint, width: int) -> Iterator[str]:
    """Tell together what could not be seen for the same reason."""
    rows = [row for row in report.rows if row["state"] == Health.UNSEEN]
    for what, fix in dict.fromkeys((row["what"], row["fix"]) for row in rows):
        titles = [row["title"] for row in rows if row["what"] == what]
        yield paint(texts("doctor.states.unseen"), "note") + " " + what
        yield from _indented("", texts("doctor.not-seen", titles=titles), paint, width)
        yield from _remedy(fix, texts, paint)
        yield ""


def _remedy(text: str, texts: Texts, paint: Paint) -> Iterator[str]:
    """Tell what to do, unwrapped: an address or a command in two lines cannot be copied."""
    label = texts("doctor.fix")
    for number, line in enumerate(text.splitlines()):
        yield (
            f"  {paint(label, 'note')}" if not number else " " * (2 + cell_width(label))
        ) + printable(line)


def _indented(label: str, text: str, paint: Paint, width: int) -> Iterator[str]:
    indent = 2 + cell_width(label)
    lines = [part for line in text.splitlines() for part in wrap(printable(line), width - indent)]
    for number, line in enumerate(lines):
        yield f"  {paint(label, 'note')}{line}" if not number else " " * indent + line
